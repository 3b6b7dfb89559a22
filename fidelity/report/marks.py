"""Which words of a quotation and its passage differ, for showing the two side by side.

Words are compared without case, punctuation or typography (``’`` is ``'``, ``2,000`` is ``2000``),
in order. Han and kana are compared character by character. Symbols that carry a value (``%``, ``$``)
count as words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from fidelity.types import Pair, Span

_EXACT_CELLS = 250_000
"""Largest product of word counts that is compared exhaustively; longer texts are first cut at words unique to both."""

_CUTS = 8
"""How often a long stretch is cut again before it counts as differing throughout."""

_IDEOGRAPHS = (
    "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U000323af"
)
_MARKS = (  # combining: part of a word, though not letters to the regular expressions
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e4e"
)
_LETTER = rf"(?:[^\W_{_IDEOGRAPHS}]|[{_MARKS}])"
_WORD = re.compile(
    rf"\d++(?:[.,]\d++)*+(?![^\W\d_])"  # 2,000 and 1.5
    rf"|{_LETTER}+(?:['’ʼ＇]{_LETTER}+)*"  # don't
    rf"|[{_IDEOGRAPHS}][\u3099\u309a]?"
    r"|(?<!\w)[-−](?=\d)"  # the sign of a number
    r"|[%‰％$€£¥₩₹＄￥£+=<>°&]"
)
_APOSTROPHES = str.maketrans("’ʼ＇", "'''")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")

Match = tuple[int, int, int]  # start on the one side, start on the other, number of words


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text, and whether its words differ from the other side's."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Differences:
    """Both texts as runs; the texts of a side's runs, joined, are exactly that side's text."""

    quotation: tuple[Run, ...]
    passage: tuple[Run, ...]


def differences(pair: Pair) -> Differences:
    """:func:`mark_differences` of a pair's quotation and passage; in two languages, the words without a counterpart."""
    if pair.unmatched is not None:
        mine = place_spans(pair.quotation.text, pair.quotation.spans, pair.unmatched[0])
        theirs = place_spans(pair.passage.text, pair.passage.spans, pair.unmatched[1])
        sides = (pair.quotation.text, mine), (pair.passage.text, theirs)
        return Differences(*(_runs(text, spans, [False] * len(spans)) for text, spans in sides))
    return mark_differences(pair.quotation.text, pair.passage.text)


def mark_differences(quotation_text: str, passage_text: str) -> Differences:
    """Both texts cut into runs that differ and runs that do not.

    The words in common are found by the longest common stretches (``difflib``, after Ratcliff and
    Obershelp); long texts are first cut at words that occur once on each side, in the longest order
    that both share (patience difference, after Bram Cohen), which keeps the cost near linear.
    """
    left, right = list(_words(quotation_text)), list(_words(passage_text))
    left_keys = [_key(span.of(quotation_text)) for span in left]
    right_keys = [_key(span.of(passage_text)) for span in right]
    left_same, right_same = [False] * len(left), [False] * len(right)
    for start, other, length in _matches(left_keys, right_keys):
        left_same[start : start + length] = [True] * length
        right_same[other : other + length] = [True] * length
    return Differences(_runs(quotation_text, left, left_same), _runs(passage_text, right, right_same))


def place_spans(text: str, carrier: tuple[Span, ...], spans: tuple[Span, ...]) -> list[Span]:
    """Document ``spans`` as spans of ``text``, which is what the document holds at ``carrier``, joined by one space."""
    found, offset = [], 0
    for part in carrier:
        for span in sorted(spans):
            start, end = max(span.start, part.start), min(span.end, part.end)
            if start < end:
                found.append(Span(offset + start - part.start, min(len(text), offset + end - part.start)))
        offset += len(part) + 1
    return found


def covered_words(text: str, carrier: tuple[Span, ...], spans: tuple[Span, ...]) -> str:
    """The words of ``text`` that document ``spans`` cover; stretches that lie apart are joined by `` … ``.

    ``text`` is what the document holds at the ``carrier`` spans, joined by one space.
    What lies outside of the carrier is not in ``text`` and is left out.
    """
    pieces = []
    for span in sorted(spans):
        found, offset = [], 0
        for part in carrier:
            start, end = max(span.start, part.start), min(span.end, part.end)
            if start < end:
                found.append(text[offset + start - part.start : offset + end - part.start])
            offset += len(part) + 1
        if found:
            pieces.append(" ".join(found))
    return " … ".join(pieces)


def _words(text: str) -> Iterator[Span]:
    for match in _WORD.finditer(text):
        yield Span(*match.span())


def _key(word: str) -> str:
    # Twice: folding can undo the normal form, and full width becomes half width.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    folded = folded.translate(_APOSTROPHES).replace("−", "-")
    return folded.replace(",", "") if _THOUSANDS.fullmatch(folded) else folded


def _matches(left: list[str], right: list[str]) -> Iterator[Match]:
    """Stretches of equal words, in order on both sides."""
    todo = [(0, len(left), 0, len(right), _CUTS)]
    while todo:
        start, end, other, other_end, cuts = todo.pop()
        head = _common(left[start:end], right[other:other_end])
        yield start, other, head
        start, other = start + head, other + head
        tail = _common(left[start:end][::-1], right[other:other_end][::-1])
        end, other_end = end - tail, other_end - tail
        yield end, other_end, tail
        if (end - start) * (other_end - other) <= _EXACT_CELLS:
            matcher = SequenceMatcher(None, left[start:end], right[other:other_end], autojunk=False)
            yield from ((start + block.a, other + block.b, block.size) for block in matcher.get_matching_blocks())
        elif cuts:
            anchors = _anchors(left[start:end], right[other:other_end])
            begin, begin_other = start, other
            for a, b in [(start + i, other + j) for i, j in anchors]:
                yield a, b, 1
                todo.append((begin, a, begin_other, b, cuts - 1))
                begin, begin_other = a + 1, b + 1
            todo.append((begin, end, begin_other, other_end, cuts - 1))


def _common(left: list[str], right: list[str]) -> int:
    """How many words the two begin with in common."""
    for place, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return place
    return min(len(left), len(right))


def _anchors(left: list[str], right: list[str]) -> list[tuple[int, int]]:
    """Words that occur once on each side, in the longest order that both sides share."""
    places = _unique(right)
    candidates = [(i, places[word]) for word, i in _unique(left).items() if word in places]
    candidates.sort()
    tails: list[int] = []  # the smallest end of an increasing sequence of each length
    previous: list[int] = []
    indices: list[int] = []
    for number, (_, j) in enumerate(candidates):
        length = bisect_left(tails, j)
        previous.append(indices[length - 1] if length else -1)
        tails[length : length + 1] = [j]
        indices[length : length + 1] = [number]
    chain = []
    number = indices[-1] if indices else -1
    while number >= 0:
        chain.append(candidates[number])
        number = previous[number]
    return chain[::-1]


def _unique(words: list[str]) -> dict[str, int]:
    """The place of each word that occurs only once."""
    places: dict[str, int] = {}
    repeated = set()
    for place, word in enumerate(words):
        if word in places:
            repeated.add(word)
        places[word] = place
    return {word: place for word, place in places.items() if word not in repeated}


def _runs(text: str, words: list[Span], same: list[bool]) -> tuple[Run, ...]:
    """The text in runs. The characters between two differing words belong to the same run as the words."""
    edges: list[tuple[int, int]] = []
    adjacent = False
    for span, matched in zip(words, same, strict=True):
        if not matched and adjacent:
            edges[-1] = (edges[-1][0], span.end)
        elif not matched:
            edges.append((span.start, span.end))
        adjacent = not matched
    runs, done = [], 0
    for start, end in edges:
        if done < start:
            runs.append(Run(text[done:start], differs=False))
        runs.append(Run(text[start:end], differs=True))
        done = end
    if done < len(text):
        runs.append(Run(text[done:], differs=False))
    return tuple(runs)
