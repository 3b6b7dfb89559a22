"""Sentences with offsets. Nothing is lost: segments and the gaps between them rebuild the text.

Paragraphs are split at line breaks, except where a line break only wraps a sentence; sentencex
(https://github.com/wikimedia/sentencex, MIT) then splits each paragraph by the rules of its language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fidelity.types import Span

_LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_TERMINATORS = ".!?…:;。！？：；．।؟۔\"'”’»」』)]）】"
_LIST_MARK = re.compile(r"(?:[-*•‣▪–—·]|\(?[0-9]{1,3}[.)]|\(?[a-z][.)])\s")


def split_paragraphs(text: str, within: Span | None = None) -> list[Span]:
    """Spans of the paragraphs of ``text`` (or of its part ``within``), without surrounding white space.

    A line break ends a paragraph unless it merely wraps a sentence: the line before ends in no
    terminator and the line after begins with a lower-case letter.
    """
    area = within or Span(0, len(text))
    paragraphs: list[Span] = []
    for line in _lines(text, area):
        if paragraphs and _wraps(text, paragraphs[-1], line):
            paragraphs[-1] = Span(paragraphs[-1].start, line.end)
        else:
            paragraphs.append(line)
    return paragraphs


def split_sentences(text: str, language: str = "en", within: Span | None = None) -> list[Span]:
    """Spans of the sentences of ``text`` (or of its part ``within``), in order, without surrounding white space.

    ``language`` is a BCP 47 tag; an unknown one falls back to sentencex's general rules.
    """
    from sentencex import segment

    primary = language.split("-", 1)[0]
    code = primary if len(primary) == 2 else "en"
    sentences: list[Span] = []
    for paragraph in split_paragraphs(text, within):
        raw = paragraph.of(text)
        pieces = segment(code, re.sub(r"[\r\n]", " ", raw))
        start = paragraph.start
        for piece in pieces:
            sentence = trim(text, Span(start, start + len(piece)))
            start += len(piece)
            if len(sentence):
                sentences.append(sentence)
        if start != paragraph.end:
            raise AssertionError("the sentence splitter lost text")
    return sentences


def trim(text: str, span: Span) -> Span:
    """``span`` without the white space at its ends; an empty span where it held nothing else."""
    raw = span.of(text)
    start = span.start + len(raw) - len(raw.lstrip())
    return Span(start, max(start, span.end - (len(raw) - len(raw.rstrip()))))


def _lines(text: str, area: Span) -> Iterator[Span]:
    start = area.start
    for match in _LINE_BREAK.finditer(text, area.start, area.end):
        line = trim(text, Span(start, match.start()))
        start = match.end()
        if len(line):
            yield line
    line = trim(text, Span(start, area.end))
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
