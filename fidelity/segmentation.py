"""Splits a text into sentences with offsets. The sentences and the gaps between them rebuild the text exactly.

Paragraphs are split at line breaks, except where a line break only wraps a sentence (:class:`Layout` says where that
may be); sentencex (https://github.com/wikimedia/sentencex, MIT) then splits each paragraph by its language's rules.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from fidelity.settings import SegmentationSettings
from fidelity.types import Span

_LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_TERMINATORS = ".!?…:;。！？：；．।؟۔\"'”’»」』)]）】"
_NO_SENTENCE = re.compile(r"\(?(?:[0-9]{1,3}|[^\W\d_])[.)]")
_GOES_ON = re.compile(r"(?<![\w.])(?:(?i:e\.\s?g|i\.\s?e|cf|viz|approx)|Ms|Mx|Amb|Atty|Messrs)\.\Z")
"""Abbreviations after which a sentence goes on, and which sentencex's English rules do not know."""
_ITEM = re.compile(r"(?<!\S)(?:[•⁃*‣▪–—-]\s?)?\(?(?P<value>[0-9]{1,3}|[a-z])(?:[.)]|\.\))\s+")
_SAID_NO = re.compile(r"(?<=\bno\. )(?=[A-ZÀ-ÞА-Я“\"])")
"""Matches a word that sentencex takes for an abbreviation of "number" although no number follows."""
_CLOSERS = "”』」）】〕》〉)]"
_LIST_MARK = re.compile(r"(?:[-*•‣▪–—·]|\(?[0-9]{1,3}[.)]|\(?[a-z][.)])\s")


_OWN_LINE = re.compile(
    r"(?:https?://\S+|www\.\S+)(?:\s+[0-9]{1,4}\s?/\s?[0-9]{1,4})?"
    r"|\W*(?:(?i:page|seite|página|pagina|стр\.?|第)\s?)?[0-9]{1,4}(?:\s*(?:/|of|von|de|из)\s*[0-9]{1,4})?\s?页?頁?\W*"
)
"""Matches a line that holds only an address or a page number. It does not belong to any sentence."""
_LABEL = re.compile(r"[0-9]{1,3}\s[^\W\d_a-zß-ÿа-я]|[*#_\[【]*[^\W\d_][^\s:：]*(?:\s[^\s:：]+){0,3}\s?[:：]\s*\S")

_INDENT = re.compile(r"[\n\r\u2028\u2029][ \t]{2,}\Z")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text sets its paragraphs.

    If ``wrapped``, blank lines separate the paragraphs and the lines inside them wrap. A line of ``full`` characters or
    more is long. ``recurring`` are the lines that the text repeats, such as the head of each page.
    """

    wrapped: bool
    full: float
    recurring: frozenset[str]


def find_layout(text: str, settings: SegmentationSettings | None = None) -> Layout:
    """How ``text`` sets its paragraphs, by the line breaks that do not follow the end of a sentence.

    If a small letter mostly follows these breaks, the lines wrap. In a script without small letters they wrap if the
    line before the break is mostly as long as the longest. In a text without blank lines each line is a paragraph.
    """
    settings = settings or SegmentationSettings()
    lines = list(_lines(text, Span(0, len(text))))
    counts = Counter(line.of(text) for line in lines if settings.recurring_characters <= len(line))
    recurring = frozenset(line for line, times in counts.items() if times >= settings.recurrences)
    breaks = [
        (a, b)
        for a, b in pairwise(lines)
        if text[a.end - 1] not in _TERMINATORS and _is_one_block(text, a, b, recurring)
    ]
    width = max((len(a) for a, _ in breaks), default=0)
    full = settings.full_line * width
    before_small = sum(text[b.start].islower() for _, b in breaks)
    behind_full = sum(not text[b.start].isupper() and len(a) >= full for a, b in breaks)
    cased = before_small >= max(1, settings.wrapped_share * len(breaks))
    uncased = behind_full >= max(2, settings.full_share * len(breaks)) and width >= settings.narrowest
    parted = any(_count_breaks(text, a, b) > 1 for a, b in pairwise(lines))
    return Layout(parted and (cased or uncased), full, recurring)


def split_paragraphs(text: str, within: Span | None = None, layout: Layout | None = None) -> list[Span]:
    """Spans of the paragraphs of ``text`` (or of its part ``within``), without surrounding white space.

    A line break ends a paragraph unless it only wraps a sentence. It wraps a sentence if the line before it does not
    end like a sentence and the line after it begins with a small letter or the lines of the text wrap. ``layout`` is
    found if it is not given.
    """
    area = Span(0, len(text)) if within is None else within
    layout = layout or find_layout(text)
    paragraphs: list[Span] = []
    last: Span | None = None
    for line in _lines(text, area):
        if last is not None and _wraps(text, last, line, layout):
            paragraphs[-1] = Span(paragraphs[-1].start, line.end)
        else:
            paragraphs.append(line)
        last = line
    return paragraphs


def split_sentences(
    text: str,
    language: str = "en",
    within: Span | None = None,
    settings: SegmentationSettings | None = None,
    layout: Layout | None = None,
) -> list[Span]:
    """Spans of the sentences of ``text`` (or of its part ``within``), in order, without surrounding white space.

    ``language`` is a BCP 47 tag; an unknown one falls back to sentencex's general rules. ``layout`` is that of the
    whole text; it is found if it is not given.
    """
    settings = settings or SegmentationSettings()
    primary = language.split("-", 1)[0]
    code = primary if len(primary) == 2 else "en"
    found: list[Span] = []
    for paragraph in split_paragraphs(text, within, layout):
        sentences = _split(text, paragraph, code, settings.window)
        found += (
            _by_items(text, paragraph, sentences) if _ITEM.match(text, paragraph.start, paragraph.end) else sentences
        )
    return found


def _by_items(text: str, paragraph: Span, sentences: Iterable[Span]) -> Iterator[Span]:
    """Splits a paragraph that is a numbered list in one line.

    Each item begins a sentence; no sentence ends at a number.
    """
    starts: list[tuple[int, int]] = []
    expected = ""
    for item in _ITEM.finditer(text, paragraph.start, paragraph.end):
        value = item["value"]
        if not starts or value == expected:
            starts.append(item.span())
            expected = str(int(value) + 1) if value.isdigit() else chr(ord(value) + 1)
    numbers = {end for _, end in starts}
    cuts = {sentence.start for sentence in sentences} - numbers | {start for start, _ in starts}
    for start, end in pairwise([*sorted(cuts), paragraph.end]):
        yield Span(start, end).trim(text)


def _split(text: str, paragraph: Span, code: str, size: int) -> Iterator[Span]:
    """The sentences of one paragraph, found window by window.

    The last sentence of a window may be incomplete, so the next window starts with it. If it is the window's only
    sentence, the next window starts at its last white space.
    """
    start = position = paragraph.start
    while position < paragraph.end:
        window = min(position + size, paragraph.end)
        pieces = _pieces(text[position:window], code)
        if window < paragraph.end:
            pieces.pop()
        for piece in pieces:
            position += len(piece)
            sentence = Span(start, position).trim(text)
            if _ends(text, sentence) or position == paragraph.end:
                start = position
                if len(sentence):
                    yield sentence
        if not pieces:
            position = max(text.rfind(" ", position + 1, window), position + size // 2)


def _pieces(raw: str, code: str) -> list[str]:
    """The pieces into which sentencex splits a stretch without paragraph breaks. Together they have its length.

    Closing marks that it puts at the head of a piece, as it does with 』, go to the piece before.
    """
    from sentencex import segment

    pieces: list[str] = segment(code, _LINE_BREAK.sub(lambda found: " " * len(found.group()), raw))
    if sum(map(len, pieces)) != len(raw):
        raise AssertionError("the sentence splitter lost text")
    for i in range(1, len(pieces)):
        if pieces[i - 1][-1:].strip():
            rest = pieces[i].lstrip(_CLOSERS)
            pieces[i - 1] += pieces[i][: len(pieces[i]) - len(rest)]
            pieces[i] = rest
    return [part for piece in pieces for part in _SAID_NO.split(piece) if part]


def _ends(text: str, piece: Span) -> bool:
    """Whether a sentence may end here. It does not end after a list number, an initial, "e.g." or "Ms."."""
    return not _NO_SENTENCE.fullmatch(text, piece.start, piece.end) and not _GOES_ON.search(
        text, max(piece.start, piece.end - 8), piece.end
    )


def _lines(text: str, area: Span) -> Iterator[Span]:
    start = area.start
    for match in _LINE_BREAK.finditer(text, area.start, area.end):
        if match.start() == start:
            start = match.end()
            continue
        line = Span(start, match.start()).trim(text)
        start = match.end()
        if len(line):
            yield line
    line = Span(start, area.end).trim(text)
    if len(line):
        yield line


def _count_breaks(text: str, before: Span, line: Span) -> int:
    return len(_LINE_BREAK.findall(text, before.end, line.start))


def _is_one_block(text: str, before: Span, line: Span, recurring: frozenset[str]) -> bool:
    """Whether a single line break separates two lines of which neither has to stay on its own."""
    if _count_breaks(text, before, line) != 1 or _LIST_MARK.match(text, line.start, line.end):
        return False
    return not any(
        _OWN_LINE.fullmatch(text, each.start, each.end) or each.of(text) in recurring for each in (before, line)
    )


def _wraps(text: str, before: Span, line: Span, layout: Layout) -> bool:
    if not _is_one_block(text, before, line, layout.recurring):
        return False
    first, ends = text[line.start], text[before.end - 1] in _TERMINATORS
    if first.islower() or not layout.wrapped:
        return first.islower() and (layout.wrapped or not ends)
    is_full = len(before) >= layout.full
    if ends or not (first.isupper() or first.isdigit() or is_full):
        return False
    is_indented = bool(_INDENT.search(text, before.end, line.start))
    return is_full or not (is_indented or _LABEL.match(text, line.start, line.end))
