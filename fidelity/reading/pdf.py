"""Reads the text of a PDF: joins lines to paragraphs and leaves out running heads and page numbers.

pdfminer.six (https://github.com/pdfminer/pdfminer.six, MIT) reads the page. What a PDF unpacks to cannot be known
beforehand: as every parser, this runs in a process of its own (:mod:`fidelity.reading.apart`).
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from fidelity.reading.extracted import Extracted, join_paragraphs
from fidelity.reading.refusal import RefusalError
from fidelity.settings import ReadingSettings

if TYPE_CHECKING:
    from pdfminer.layout import LTPage, LTTextLine

_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|página|pagina|стр\.?|страница|第)\s*)?[0-9ivxlc]{1,4}\s*(?:(?:of|von|de|/|из|页|頁|ページ|공)\s*[0-9]{0,4})?\W*",
    re.I,
)
_DIGITS = re.compile(r"[0-9]+")
_UNSPACED = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_EDGE_LINES = 2
_ENDS = '.!?…。！？:：;；"”’」』)）]】»'


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a page: its words, where it stands (points, from the left and from the top), its first word's width."""

    page: int
    text: str
    left: float
    right: float
    top: float
    bottom: float
    first: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


def extract_pdf(data: bytes, settings: ReadingSettings) -> Extracted:
    """The document's paragraphs.

    Raises:
        RefusalError: if it is encrypted, broken, or holds no text.
    """
    import logging

    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    logging.disable(logging.CRITICAL)  # its messages may contain words of the document, so they are dropped
    try:
        lines = list(_read_lines(data, settings))
    except (PDFEncryptionError, PDFPasswordIncorrect):
        raise RefusalError("this PDF is encrypted; save it without a password and try again") from None
    if not lines:
        raise RefusalError(
            "this PDF has no text, perhaps only pictures of pages; run text recognition (OCR) on it first"
        )
    kept = _without_running_heads(lines, settings)
    left_out = len(lines) - len(kept)
    said = (f"{left_out} page numbers and running heads were left out",) if left_out else ()
    return Extracted(join_paragraphs(_paragraphs(kept, settings)), "pdf", said)


def _read_lines(data: bytes, settings: ReadingSettings) -> Iterator[PdfLine]:
    for number, page in enumerate(_pages(data)):
        for line in _lines_in_order(page, settings):
            if line.get_text().strip():
                yield PdfLine(
                    page=number,
                    text=line.get_text().strip("\n").replace("\n", " "),
                    left=round(line.x0, 2),
                    right=round(line.x1, 2),
                    top=round(page.height - line.y1, 2),
                    bottom=round(page.height - line.y0, 2),
                    first=round(_first_word(line), 2),
                )


def _pages(data: bytes) -> Iterator[LTPage]:
    """The pages with their characters, which are not yet joined to lines."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    for page in PDFPage.get_pages(io.BytesIO(data)):
        interpreter.process_page(page)
        yield device.get_result()


def _lines_in_order(page: LTPage, settings: ReadingSettings) -> Iterator[LTTextLine]:
    """The lines of a page in the order in which they are read: column by column, where the page has columns.

    pdfminer finds the columns by comparing each block of lines with every other one. A page of more lines than any
    sheet of paper holds is read from top to bottom instead.
    """
    from pdfminer.layout import LAParams, LTChar, LTTextContainer, LTTextLine

    layout = LAParams(boxes_flow=0.5)
    # Figures are not searched, because they contain no running text.
    characters = [each for each in page if isinstance(each, LTChar)]
    lines = list(page.group_objects(layout, characters))
    if len(lines) > settings.pdf_page_lines:
        yield from sorted(lines, key=lambda line: (-line.y1, line.x0))
        return
    page.analyze(layout)
    for box in page:
        if isinstance(box, LTTextContainer):
            yield from (line for line in box if isinstance(line, LTTextLine))


def _first_word(line: Any) -> float:
    """The width of a line's first word, or of its first ideograph."""
    from pdfminer.layout import LTChar

    right = line.x0
    for character in line:
        text = character.get_text()
        if text.isspace():
            break
        if isinstance(character, LTChar):
            right = character.x1
            if text >= "\u2e80":
                break
    return float(right - line.x0)


def _without_running_heads(lines: Sequence[PdfLine], settings: ReadingSettings) -> list[PdfLine]:
    """The lines without first and last lines that recur on at least half of the pages or have a page number."""
    pages: dict[int, list[PdfLine]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges: dict[PdfLine, str] = {}
    for page in pages.values():
        by_place = sorted(page, key=lambda line: line.top)
        for place, line in (*enumerate(by_place[:_EDGE_LINES]), *enumerate(by_place[: -_EDGE_LINES - 1 : -1])):
            words = " ".join(line.text.split())
            # Only the outermost line counts its pages; numbered lines of text may stand below it.
            edges.setdefault(line, words if place else _DIGITS.sub("#", words))
    recurring = Counter(shape for shape in edges.values())
    outermost = {
        line
        for page in pages.values()
        for line in (max(page, key=lambda each: each.bottom), min(page, key=lambda each: each.top))
    }

    def is_running(line: PdfLine) -> bool:
        if line in outermost and len(page_of := pages[line.page]) > 1 and _PAGE_NUMBER.fullmatch(line.text):
            return _stands_apart(line, page_of)
        return (
            line in edges and len(pages) > 1 and recurring[edges[line]] >= max(2, len(pages) * settings.pdf_head_share)
        )

    return [line for line in lines if not is_running(line)]


def _stands_apart(line: PdfLine, page: Sequence[PdfLine]) -> bool:
    """Whether more than a line's height of white space separates a line from the rest of its page."""
    others = [other for other in page if other is not line]
    gap = min(max(other.top - line.bottom, line.top - other.bottom) for other in others)
    return gap > line.height


def _paragraphs(lines: Sequence[PdfLine], settings: ReadingSettings) -> Iterator[str]:
    if not lines:
        return
    gaps = [
        after.top - before.bottom
        for before, after in pairwise(lines)
        if after.page == before.page and after.top > before.top
    ]
    usual = median(gaps) if gaps else 0.0
    words = Counter(word.lower() for line in lines for word in re.findall(r"[\w-]+", line.text))
    rights = _right_edges(lines)
    held = [lines[0].text]
    for before, line in pairwise(lines):
        if _begins_paragraph(before, line, usual, rights, settings):
            yield "".join(held)
            held = [line.text]
        else:
            held[-1:] = _join(held[-1], line.text, words)
    yield "".join(held)


def _right_edges(lines: Iterable[PdfLine]) -> dict[tuple[int, int], float]:
    """The right edge of a column: the furthest right edge of the lines that begin at about the same place."""
    edges: dict[tuple[int, int], float] = {}
    for line in lines:
        key = (line.page, round(line.left / 36))
        edges[key] = max(edges.get(key, 0.0), line.right)
    return edges


def _begins_paragraph(
    before: PdfLine, line: PdfLine, usual: float, rights: dict[tuple[int, int], float], settings: ReadingSettings
) -> bool:
    """Whether a line begins a paragraph: by a gap, another letter size, an indentation, or unused room above."""
    height = max(line.height, 1.0)
    same_page = line.page == before.page and line.top > before.top
    if same_page and line.top - before.bottom > usual + settings.pdf_gap * height:
        return True
    ended = before.text.rstrip().endswith(tuple(_ENDS))
    if ended and (not same_page or line.top - before.bottom > settings.pdf_gap * height):
        return True  # at worst a paragraph is cut between two sentences
    if abs(line.height - before.height) > settings.pdf_size * height:
        return True
    if same_page and line.left - before.left > settings.pdf_indent * height and ended:
        return True
    space = 0.0 if _UNSPACED.match(line.text.lstrip()) else 0.2 * height
    edge = max(rights.get((before.page, round(before.left / 36)), 0.0), before.right)
    return before.right + space + line.first < edge - 0.05 * height


def _join(held: str, line: str, words: Counter[str]) -> tuple[str, str]:
    """Joins two lines of a paragraph.

    A hyphen that only broke a word is removed; ideographs are joined without a space.
    """
    held, line = held.rstrip(), line.lstrip()
    if held.endswith("\u00ad"):
        return held[:-1], line
    broken = re.search(r"([^\W\d_]+)[-\u2010]$", held)
    rest = re.match(r"[^\W\d_]+", line)
    if broken and rest and rest.group()[0].islower():
        compound = f"{broken.group(1)}-{rest.group()}".lower()
        return (held, line) if words[compound] else (held[:-1], line)
    if _UNSPACED.match(line) or (_UNSPACED.match(held[-1:]) and len(_UNSPACED.findall(held)) * 2 > len(held)):
        return held, line
    return f"{held} ", line
