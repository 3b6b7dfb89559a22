"""Removes elements of a web page and keeps the text behind them, in time that grows with the length of the page.

To remove them one by one, and to add the text behind each to the text before it, takes the square of their number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LEFT_OUT = "fidelity-left-out"


def leave_out(element: Element) -> None:
    """Mark an element, so that :func:`drop_elements` removes it with all that is in it."""
    element.tag = _LEFT_OUT


def is_left_out(element: Element) -> bool:
    """Whether an element is in one that is marked."""
    return any(each.tag == _LEFT_OUT for each in element.iterancestors())


def drop_elements(tree: Element) -> None:
    """Remove every element that is marked. The text behind it stays."""
    from lxml import etree

    parents = {element.getparent() for element in tree.iter(_LEFT_OUT)}
    etree.strip_elements(tree, _LEFT_OUT, with_tail=False)
    for parent in parents:
        if parent is not None:
            _join_texts(parent)


def unwrap(tree: Element, tag: str) -> None:
    """Replace every element of this name with what it contains."""
    from lxml import etree

    parents = {element.getparent() for element in tree.iter(tag)}
    etree.strip_tags(tree, tag)
    for parent in parents:
        if parent is not None:
            _join_texts(parent)


def _join_texts(parent: Element) -> None:
    """Make one text of the neighbouring pieces that lxml leaves, which every later look at them would count again."""
    parent.text = parent.text
    for child in parent:
        child.tail = child.tail
