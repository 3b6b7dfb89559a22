"""Writes the quotations of a web page as in plain text: ``>`` before a block, a dash before its source.

This runs before trafilatura, which keeps ``<blockquote>`` and ``<q>`` alike and drops who said it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SIGNED = "— "
"""The mark before the source of a block quotation."""

_MARKS = re.compile("^[\\s]*[\"“„«‘'‚]")
_QUOTED = re.compile('["“”„«»]')
_OWN_DASH = re.compile(r"^[\s]*[—–―-]")
_SOURCES = ("footer", "cite", "figcaption")
_LINK_SHARE = 0.7
_BRACKETED = re.compile(r"\[[^\[\]]{0,30}\]|[|•·»›→]")
_FEWEST_LINKED = 4


def mark_quotations(tree: Element) -> None:
    """Puts marks around ``<q>``, and each source of a block quotation into a separate paragraph, after a dash."""
    for quoted in list(tree.iter("q")):
        _unwrap_marked(quoted)
    for block in list(tree.iter("blockquote")):
        if block.getparent() is None:
            continue
        for source in [each for each in block.iter(*_SOURCES) if each.getparent() is not None]:
            _sign(block, source)
        following = block.getnext()
        in_figure = block.getparent().tag == "figure" and following is not None and following.tag == "figcaption"
        if following is not None and in_figure:
            _sign(block, following)
        figure = next(block.iterancestors("figure"), None)
        if figure is not None:
            figure.tag = "div"  # trafilatura takes figures for pictures


def is_quoted(element: Element) -> bool:
    """Whether a paragraph of trafilatura's result is in a block quotation and has no mark of that."""
    text = "".join(element.itertext())
    if not text.strip() or _OWN_DASH.match(text) or _MARKS.match(text) or (element.tag == "quote" and len(element)):
        return False
    if element.tag == "quote":
        return not _QUOTED.search(text)
    parent = element.getparent()
    return element.tag == "p" and parent is not None and parent.tag == "quote"


def _unwrap_marked(quoted: Element) -> None:
    """``<q>words</q>`` becomes “words”, as browsers show it."""
    text = "".join(quoted.itertext())
    parent, before = quoted.getparent(), quoted.getprevious()
    if parent is None:
        return
    shown = text if _MARKS.match(text) else f"“{text.strip()}”"
    shown += quoted.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + shown
    else:
        parent.text = (parent.text or "") + shown
    parent.remove(quoted)


def _sign(block: Element, source: Element) -> None:
    """Moves the source of a block quotation into a paragraph after the block."""
    from lxml import etree

    words = " ".join("".join(source.itertext()).split())
    parent = source.getparent()
    if parent is None or not words:
        return
    tail, before = source.tail or "", source.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(source)
    signature = etree.Element("p")
    signature.text = words if _OWN_DASH.match(words) else SIGNED + words
    signature.tail, block.tail = block.tail, None
    block.addnext(signature)


def drop_links(tree: Element) -> int:
    """Removes paragraphs that consist only of links to other pages. Returns how many there were."""
    dropped = 0
    for element in list(tree.iter("p", "li")):
        parent = element.getparent()
        if parent is None or not _is_links(element):
            continue
        before, tail = element.getprevious(), element.tail or ""
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        parent.remove(element)
        dropped += 1
    return dropped


def _is_links(element: Element) -> bool:
    """Whether a paragraph's text is headlines that link elsewhere, with at most labels in brackets between them."""
    text = "".join(element.itertext())
    links = [" ".join("".join(link.itertext()).split()) for link in element.iter("a") if link.get("href")]
    linked = sum(len(link) for link in links)
    rest = _BRACKETED.sub(" ", text)
    shown = len(" ".join(rest.split()))
    long = any(len(link.split()) >= _FEWEST_LINKED for link in links)
    return long and linked >= _LINK_SHARE * max(shown, 1) and not text.rstrip().endswith((".", "!", "?", "”", "»"))
