"""Writes the quotations of a web page as in plain text: ``>`` before a block, a dash before its source.

This runs before trafilatura, which keeps ``<blockquote>`` and ``<q>`` alike and drops who said it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.reading.removal import drop_elements, is_left_out, leave_out, unwrap

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
        _mark(quoted)
    unwrap(tree, "q")
    for block in list(tree.iter("blockquote")):
        sources, following, parent = list(block.iter(*_SOURCES)), block.getnext(), block.getparent()
        in_figure = parent is not None and parent.tag == "figure"
        if in_figure and following is not None and following.tag == "figcaption":
            sources.append(following)
        _sign(block, sources)
        figure = next(block.iterancestors("figure"), None)
        if figure is not None:
            figure.tag = "div"  # trafilatura takes figures for pictures
    drop_elements(tree)


def is_quoted(element: Element) -> bool:
    """Whether a paragraph of trafilatura's result is in a block quotation and has no mark of that."""
    text = "".join(element.itertext())
    if not text.strip() or _OWN_DASH.match(text) or _MARKS.match(text) or (element.tag == "quote" and len(element)):
        return False
    if element.tag == "quote":
        return not _QUOTED.search(text)
    parent = element.getparent()
    return element.tag == "p" and parent is not None and parent.tag == "quote"


def _mark(quoted: Element) -> None:
    """``<q>words</q>`` becomes “words”, as browsers show it."""
    text = "".join(quoted.itertext())
    del quoted[:]
    quoted.text = text if _MARKS.match(text) else f"“{text.strip()}”"


def _sign(block: Element, sources: list[Element]) -> None:
    """Copies each source of a block quotation into a paragraph after the block, and marks the source to be removed."""
    from lxml import etree

    signatures = []
    for source in sources:
        words = " ".join("".join(source.itertext()).split())
        if not words or is_left_out(source):
            continue
        leave_out(source)
        signatures.append(etree.Element("p"))
        signatures[-1].text = words if _OWN_DASH.match(words) else SIGNED + words
    if signatures:
        signatures[-1].tail, block.tail = block.tail, None
    for signature in reversed(signatures):  # each goes directly behind the block
        block.addnext(signature)


def drop_links(tree: Element) -> int:
    """Removes paragraphs that consist only of links to other pages. Returns how many there were."""
    dropped = 0
    for element in list(tree.iter("p", "li")):
        if not _is_links(element):
            continue
        leave_out(element)
        dropped += 1
    drop_elements(tree)
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
