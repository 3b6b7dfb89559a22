"""The paragraphs of an article, of one line or of several lines."""

from __future__ import annotations

import re
from itertools import pairwise

from fidelity.types import Span

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_SENTENCE_END = frozenset(".!?:;…。！？：；")
_FULL_LINE = 40
"""Letters and digits of a line that may have been broken for its length. Marks do not count: one more or less
must not change where paragraphs end."""


def find_paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of ``text``, without surrounding white space; lines without a letter or digit are not paragraphs.

    A line is a paragraph, unless the text is hard-wrapped: most lines then break inside a sentence
    while empty lines stand between the paragraphs.
    """
    lines = [Span(found.start(), found.end()) for found in _LINE.finditer(text)]
    lines = [line for line in lines if any(map(str.isalnum, line.of(text)))]
    if not _is_wrapped(text, lines):
        return tuple(trim(text, line.start, line.end) for line in lines)
    blocks: list[Span] = []
    for line in lines:
        if blocks and _line_breaks(text, blocks[-1].end, line.start) < 2:
            blocks[-1] = Span(blocks[-1].start, line.end)
        else:
            blocks.append(line)
    return tuple(trim(text, block.start, block.end) for block in blocks)


def _line_breaks(text: str, start: int, end: int) -> int:
    return text[start:end].replace("\r\n", "\n").count("\n")


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Whether most single line breaks stand inside a sentence, in a text that has empty lines as well."""
    inside = single = empty = 0
    for line, following in pairwise(lines):
        if _line_breaks(text, line.end, following.start) > 1:
            empty += 1
            continue
        single += 1
        shown = line.of(text)
        last = next((char for char in reversed(shown) if char.isalnum() or char in _SENTENCE_END or char == ","), "")
        inside += sum(map(str.isalnum, shown)) >= _FULL_LINE and last not in _SENTENCE_END
    return empty > 0 and inside * 2 > single


def trim(text: str, start: int, end: int) -> Span:
    """``[start, end)`` without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
