"""Sentences with offsets. Nothing is lost: segments and the gaps between them rebuild the text.

Paragraphs are split at line breaks, except where a line break only wraps a sentence; sentencex
(https://github.com/wikimedia/sentencex, MIT) then splits each paragraph by the rules of its language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from fidelity.settings import SegmentationSettings
from fidelity.types import Span

_LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_TERMINATORS = ".!?…:;。！？：；．।؟۔\"'”’»」』)]）】"
_NO_SENTENCE = re.compile(r"\(?(?:[0-9]{1,3}|[^\W\d_])[.)]")
_GOES_ON = re.compile(r"(?<![\w.])(?:(?i:e\.\s?g|i\.\s?e|cf|viz|approx)|Ms|Mx|Amb|Atty|Messrs)\.\Z")
"""Abbreviations that end no sentence and that sentencex's English rules do not know."""
_ITEM = re.compile(r"(?<!\S)(?:[•⁃*‣▪–—-]\s?)?\(?(?P<value>[0-9]{1,3}|[a-z])(?:[.)]|\.\))\s+")
_SAID_NO = re.compile(r"(?<=\bno\. )(?=[A-ZÀ-ÞА-Я“\"])")
"""Where sentencex takes the word for an abbreviation of "number", and no number follows."""
_CLOSERS = "”』」）】〕》〉)]"
_LIST_MARK = re.compile(r"(?:[-*•‣▪–—·]|\(?[0-9]{1,3}[.)]|\(?[a-z][.)])\s")


def split_paragraphs(text: str, within: Span | None = None) -> list[Span]:
    """Spans of the paragraphs of ``text`` (or of its part ``within``), without surrounding white space.

    A line break ends a paragraph unless it merely wraps a sentence: the line before ends in no
    terminator and the line after begins with a lower-case letter.
    """
    area = Span(0, len(text)) if within is None else within
    paragraphs: list[Span] = []
    for line in _lines(text, area):
        if paragraphs and _wraps(text, paragraphs[-1], line):
            paragraphs[-1] = Span(paragraphs[-1].start, line.end)
        else:
            paragraphs.append(line)
    return paragraphs


def split_sentences(
    text: str, language: str = "en", within: Span | None = None, settings: SegmentationSettings | None = None
) -> list[Span]:
    """Spans of the sentences of ``text`` (or of its part ``within``), in order, without surrounding white space.

    ``language`` is a BCP 47 tag; an unknown one falls back to sentencex's general rules.
    """
    settings = settings or SegmentationSettings()
    primary = language.split("-", 1)[0]
    code = primary if len(primary) == 2 else "en"
    found: list[Span] = []
    for paragraph in split_paragraphs(text, within):
        sentences = _split(text, paragraph, code, settings.window)
        found += (
            _by_items(text, paragraph, sentences) if _ITEM.match(text, paragraph.start, paragraph.end) else sentences
        )
    return found


def _by_items(text: str, paragraph: Span, sentences: Iterable[Span]) -> Iterator[Span]:
    """A paragraph that is a numbered list in one line: each item begins a sentence, and none ends at its number."""
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

    A window's last piece may go on behind it, so the next window starts with that piece; where it
    is the window's only one, the next window goes on from the last white space in it.
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
    """What sentencex makes of a stretch without paragraph breaks; together they have its length.

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
    """Whether a sentence may end here: not behind a mere list number, an initial, "e.g." or "Ms."."""
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


def _wraps(text: str, before: Span, line: Span) -> bool:
    gap = text[before.end : line.start]
    if len(_LINE_BREAK.findall(gap)) != 1:
        return False
    first = text[line.start]
    return (
        first.islower()
        and text[before.end - 1] not in _TERMINATORS
        and not _LIST_MARK.match(text, line.start, line.end)
    )
