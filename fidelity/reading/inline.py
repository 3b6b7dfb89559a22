"""Inline elements of a web page, which change how words look and not what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_INLINE = frozenset(
    "abbr acronym b bdi bdo big cite data dfn em font i ins mark nobr ruby small span strong sub sup tt u wbr".split()
)
_MOST_LINKS = 300
"""Links in one paragraph. With fewer, trafilatura measures whether a paragraph is links to other pages, and the square
of their number is small."""


def unwrap_inline(tree: Element) -> None:
    """Replace every inline element with what it contains, and so the links of a paragraph that has hundreds of them.

    trafilatura drops these elements, too, but for a paragraph with thousands of them it takes the square of their
    number. This takes time in proportion to the length of the page.
    """
    for parent in [each for each in tree.iter() if each.tag not in _INLINE]:
        if any(child.tag in _INLINE for child in parent):
            _unwrap_children(parent, _INLINE)
        if sum(child.tag == "a" for child in parent) > _MOST_LINKS:
            _unwrap_children(parent, _INLINE | {"a"})


def _unwrap_children(parent: Element, inline: frozenset[str]) -> None:
    kept: list[Element] = []
    texts = [[parent.text or ""]]  # before the first element that is kept, then after each of them
    waiting: list[Element | str] = list(reversed(parent))
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            texts[-1].append(item)
        elif item.tag in inline:
            texts[-1].append(item.text or "")
            waiting.append(item.tail or "")
            waiting.extend(reversed(item))
        else:
            kept.append(item)
            texts.append([item.tail or ""])
    parent[:] = kept
    parent.text = "".join(texts[0])
    for child, pieces in zip(kept, texts[1:], strict=True):
        child.tail = "".join(pieces)
