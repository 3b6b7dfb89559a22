"""Reads the text of the article in a saved web page.

trafilatura (https://github.com/adbar/trafilatura, Apache-2.0) finds the article among menus, comments and
footers; parts of a page's furniture that it is known to keep (bylines, "Read more") are removed before and after.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from fidelity.furniture import is_furniture
from fidelity.reading.encodings import Decoded, decode
from fidelity.reading.extracted import Extracted, join_paragraphs
from fidelity.reading.inline import unwrap_inline
from fidelity.reading.quoted import drop_links, is_quoted, mark_quotations
from fidelity.reading.refusal import RefusalError
from fidelity.reading.removal import drop_elements, leave_out
from fidelity.settings import ReadingSettings

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_START = re.compile(
    r"\s*(?>(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
"""The beginning of a page. The group is atomic, because trying comments in every grouping takes exponential time."""
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?charset\s*=\s*["']?|\?xml\b[^>]{0,100}?encoding\s*=\s*["'])([\w.:-]{1,40})""", re.I
)
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252",
              "shift_jis": "cp932", "shift-jis": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
              "big5": "big5hkscs",
              "iso-8859-9": "cp1254", "unicode": "utf-16", "x-sjis": "cp932"}  # fmt: skip
"""The encodings that browsers use for pages that declare a narrower encoding (https://encoding.spec.whatwg.org)."""

_DROPPED_TAGS = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "nav",
    "form",
    "button",
    "dialog",
    "iframe",
    "select",
)
_FURNITURE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:byline|by-line|author(?:s|-?(?:name|info|bio|box|line|meta|block|card))?|dateline|timestamp|pub-?date|"
    r"published|read(?:ing)?-?time|(?:post|entry|article|story)-?(?:meta|info|byline|date|author)|"
    r"cookie[\w-]*|consent[\w-]*|gdpr[\w-]*|newsletter[\w-]*|share|sharing|share-?(?:bar|buttons?|tools|links)|social(?:-?\w+)?|"
    r"related(?:-?\w+)?|recommend\w*|read-?more|more-?(?:link|stories)|breadcrumbs?|advert\w*|ad-?(?:slot|unit|container)|"
    r"sponsored|subscribe\w*|paywall\w*|comments?(?:-?(?:list|area|section))?|sidebar\w*|skip-?link|toolbar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_KEPT_LABEL = re.compile(r"[^\W\d_][^:：]{0,30}[:：]\s*\S")
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML does not allow. A page may have them, and lxml refuses them."""
_BLOCKS = frozenset("p head item quote cell row list table code div lb main body graphic".split())
_REFERENCE = re.compile(r"\[?(?:\d{1,3}|[a-z*†‡])\]?")


def looks_like_html(head: str) -> bool:
    """Whether a text begins like a web page."""
    return bool(_START.match(head.lstrip("\ufeff")[:2048]))


def decode_html(data: bytes, settings: ReadingSettings, encoding: str | None) -> Decoded:
    """The page's source: by ``encoding``, a byte-order mark, what the page declares, or a guess, in this order."""
    declared = _DECLARED.search(data[:4096])
    if encoding is None and declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared.group(1).decode("ascii").lower()
        try:
            found = decode(data, settings, _SUPERSETS.get(name, name))
        except RefusalError:  # a page may declare anything
            return decode(data, settings)
        return Decoded(found.text, name)
    return decode(data, settings, encoding)


def extract_html(source: str, settings: ReadingSettings) -> Extracted:
    """The article's paragraphs.

    Raises:
        RefusalError: if the page is nested too deep, has too many elements, or holds no text.
    """
    import logging

    import trafilatura

    # Its messages may contain words of the page, so they are dropped.
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    tree = _parse(source, settings)
    dropped = _drop_furniture(tree, settings) + drop_links(tree)
    mark_quotations(tree)
    unwrap_inline(tree)
    everything = _count_visible("".join(_strings(tree)))
    found: Any = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, include_formatting=False, deduplicate=False
    )
    lines = _lines(found.body) if found is not None and found.body is not None else []
    if not lines:
        raise RefusalError("this web page has no article's text; save its text as plain text (UTF-8) and try again")
    kept = [line for line in lines if not is_furniture(line)]
    dropped += len(lines) - len(kept)
    text = join_paragraphs(kept or lines)
    share = _count_visible(text) / max(everything, 1)
    note = f"the article's text of a web page, {min(share, 1.0):.0%} of the text on it"
    if dropped:
        note += (
            f"; {dropped} of its parts left out for being bylines, invitations, links to other articles and the like"
        )
    return Extracted(text, "html", (note,))


def _parse(source: str, settings: ReadingSettings) -> Element:
    from lxml import etree, html

    if source.count("<") > settings.max_elements * 2:
        raise RefusalError(
            f"this web page has more than {settings.max_elements:,} elements; save its text as plain text"
        )
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree: Element = html.document_fromstring(source.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        raise RefusalError("this web page has no article's text; save its text as plain text (UTF-8)") from None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise RefusalError(
            "the elements of this web page are nested too deeply; save its text as plain text (UTF-8) and try again"
        )
    for element in tree.iter():
        if element.text and _CONTROLS.search(element.text):
            element.text = _CONTROLS.sub("", element.text)
        if element.tail and _CONTROLS.search(element.tail):
            element.tail = _CONTROLS.sub("", element.tail)
    return tree


def _drop_furniture(tree: Element, settings: ReadingSettings) -> int:
    """Remove elements that are marked as not being the article's text. Returns how many of them had text."""
    dropped = 0
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None or element.tag in ("html", "body", "head"):
            continue
        if element.tag in _DROPPED_TAGS or _is_hidden(element) or (element.tag == "sup" and _is_reference(element)):
            leave_out(element)
        elif _is_named_furniture(element, settings.furniture_characters):
            dropped += 1
            leave_out(element)
    drop_elements(tree)
    return dropped


def _is_hidden(element: Element) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN_STYLE.search(element.get("style", "")))


def _is_reference(element: Element) -> bool:
    """A raised number that leads to a note; a raised number by itself may be a power."""
    linked = element.getparent() is not None and element.getparent().tag == "a"
    return (linked or element.find(".//a") is not None) and bool(
        _REFERENCE.fullmatch("".join(_strings(element)).strip())
    )


def _is_named_furniture(element: Element, longest: int) -> bool:
    if element.tag in ("article", "main", "h1", "h2"):
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}".strip()
    marked = element.get("rel") == "author" or element.get("itemprop") in ("author", "datePublished", "dateModified")
    if not (marked or (names and _FURNITURE_NAMES.search(names))):
        return False
    text = " ".join("".join(_strings(element, longest * 4)).split())
    return len(text) <= longest and not _KEPT_LABEL.match(text)


def _strings(element: Element, limit: int | None = None) -> list[str]:
    strings, length = [], 0
    for string in element.itertext():
        strings.append(str(string))
        length += len(string)
        if limit is not None and length > limit:
            break
    return strings


def _lines(body: Element) -> list[str]:
    """The paragraphs of trafilatura's result; a line break in one begins a new one."""
    from lxml import etree

    pieces: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        block = element.tag in _BLOCKS
        if event == "start":
            pieces += ["\n" if block else "", _flat(element.text, keep=element.tag == "code")]
            if block and is_quoted(element):
                pieces.insert(len(pieces) - 1, "> ")
        else:
            pieces += ["\n" if block else "", _flat(element.tail)]
    lines = ("".join(pieces)).split("\n")
    return [" ".join(line.split(" ")).strip() for line in lines if line.strip()]


def _flat(text: str | None, *, keep: bool = False) -> str:
    return (text or "") if keep else re.sub(r"[ \t\r\n\f]+", " ", text or "")


def _count_visible(text: str) -> int:
    return len("".join(text.split()))
