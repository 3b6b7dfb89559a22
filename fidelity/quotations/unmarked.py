"""Quotations without quotation marks: block quotes, dialogue behind dashes, turns of a transcript."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fidelity.quotations.lexicon import LANGUAGES, SPEECH_FORMS
from fidelity.quotations.paragraphs import trim
from fidelity.settings import QuotationSettings
from fidelity.types import Span

_MARKS = re.compile("[\"'＂“”„‟‘’‚‛«»‹›「」『』｢｣〝〞`]+")
_BLOCK = re.compile(r">[>\s]*")
_DASH = re.compile(r"\s*[—–―]\s*|\s+--?\s+|^--?\s+")
_OPENING_DASH = re.compile(r"[—–―]\s*|--?\s+")
_TURN = re.compile(r"(?P<label>[^\W\d_][^\n:：]{0,59}?)\s?[:：]\s*(?=\S)")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LABEL_SMALL = frozenset("de da del der van von of the and la le di bin al y".split())
_INVERSION = re.compile(r"(?<=[,!?…»])\s+(?=[^\W\d_])")
_STOP = re.compile(r"[.!?…]\s+")
_INSERTED = re.compile(
    r",\s(?P<words>(?:[^\W\d_]+-(?:t-)?)?(?:ils?|elles?|on)\b[^,.!?«»“”]{0,30}|[^\W\d_]+-(?:t-)?(?:ils?|elles?|on)),\s?"
    r"|[,!?…]\s(?P<dashed>[—–]\s[^—–«»]{3,60}?)[,.]\s[—–]\s"
)
_VERB_WORDS = 4


Form = Literal["block", "turn", "dialogue"]


@dataclass(frozen=True, slots=True)
class Unmarked:
    """What a paragraph without quotation marks quotes: ranges with and without what sets them apart, in order.

    ``resumed``: the first goes on with the last of the paragraph before. ``form``: what sets it apart.
    """

    spans: tuple[tuple[Span, Span], ...]
    form: Form
    resumed: bool = False


def find_unmarked(text: str, paragraphs: tuple[Span, ...], settings: QuotationSettings) -> dict[int, Unmarked]:
    """The paragraphs that quote without quotation marks, by number.

    Whether one does depends on no quotation mark outside of it and of the paragraph before, so that a stray mark
    does not change what is read elsewhere.
    """
    labels = [_turn_label(paragraph.of(text)) for paragraph in paragraphs]
    spoken = _speaking_labels(labels, settings)
    found: dict[int, Unmarked] = {}
    attributed = -2
    for number, paragraph in enumerate(paragraphs):
        block = _read_block(text, paragraphs, number, found)
        if block is not None:
            found[number] = block
        elif labels[number] in spoken:
            turn = _read_turn(text, paragraph)
            if turn is not None:
                found[number] = turn
        elif _OPENING_DASH.match(text, paragraph.start, paragraph.end):
            spans, has_cue = _read_dialogue(text, paragraph)
            if has_cue or attributed == number - 1:
                found[number] = Unmarked(spans, "dialogue")
            attributed = number if has_cue else attributed
    return found


# Block quotes


def _read_block(text: str, paragraphs: tuple[Span, ...], number: int, found: dict[int, Unmarked]) -> Unmarked | None:
    """A line behind ``>``, or one that is indented below a line that announces it with a colon."""
    paragraph = paragraphs[number]
    before = paragraphs[number - 1] if number else None
    lead = _BLOCK.match(text, paragraph.start, paragraph.end)
    if lead is None and not _is_indented(text, paragraphs, number, found):
        return None
    start = lead.end() if lead else paragraph.start
    shown = text[start : paragraph.end]
    if _OPENING_DASH.match(shown) or shown[:1] in "\"“„«「『‘'":
        return None  # an attribution of its own line, or marks that say more than the block
    resumed = before is not None and number - 1 in found and _is_block(text, before, lead is not None)
    inner = trim(text, start, paragraph.end)
    return Unmarked(((Span(lead.end() if lead else paragraph.start, paragraph.end), inner),), "block", resumed)


def _is_block(text: str, paragraph: Span, angled: bool) -> bool:
    return text.startswith(">", paragraph.start) if angled else _indent(text, paragraph) > 0


def _indent(text: str, paragraph: Span) -> int:
    """Columns of white space before a paragraph's first line; less than three are none."""
    start = max(text.rfind("\n", 0, paragraph.start), text.rfind("\r", 0, paragraph.start)) + 1
    columns = len(text[start : paragraph.start].expandtabs(4))
    return columns if columns >= 3 else 0


def _is_indented(text: str, paragraphs: tuple[Span, ...], number: int, found: dict[int, Unmarked]) -> bool:
    own = _indent(text, paragraphs[number])
    if not own or number == 0:
        return False
    before = paragraphs[number - 1]
    if number - 1 in found:
        return _indent(text, before) == own
    return _indent(text, before) < own and before.of(text).rstrip()[-1:] in {":", "："}


# Transcripts


def _turn_label(paragraph: str) -> str:
    """``RIVERA`` of ``RIVERA: We go.``, quotation marks left out; empty where no name stands before a colon."""
    found = _TURN.match(_MARKS.sub("", paragraph[:120]))
    if found is None:
        return ""
    words = _WORD.findall(found["label"])
    capital = all(word[0].isupper() or word.lower() in _LABEL_SMALL for word in words)
    return found["label"] if words and len(words) <= 6 and capital else ""


def _speaking_labels(labels: list[str], settings: QuotationSettings) -> frozenset[str]:
    """The labels of a transcript: several turns of at least two who take turns."""
    counts = Counter(label for label in labels if label)
    repeated = frozenset(label for label, count in counts.items() if count > 1)
    turns = sum(counts[label] for label in repeated)
    if len(repeated) < 2 or turns < settings.transcript_turns:
        return frozenset()
    return frozenset(counts) - {""}


def _read_turn(text: str, paragraph: Span) -> Unmarked | None:
    colon = re.compile("[:：]").search(text, paragraph.start, paragraph.end)
    if colon is None:
        return None
    inner = trim(text, colon.end(), paragraph.end)
    if not inner or _MARKS.match(text, inner.start):
        return None
    return Unmarked(((inner, inner),), "turn")


# Dialogue


def _read_dialogue(text: str, paragraph: Span) -> tuple[tuple[tuple[Span, Span], ...], bool]:
    """``— We go, — said Ann. — At once.``: what is said, and whether the paragraph says by whom."""
    opening = _OPENING_DASH.match(text, paragraph.start, paragraph.end)
    start = opening.end() if opening else paragraph.start
    spans: list[tuple[Span, Span]] = []
    has_cue = in_speech = False
    speech_start = start
    for first, last in _pieces(text, start, paragraph.end):
        if first > start and in_speech and _begins_attribution(text, first, last):
            spans.append(_said(text, speech_start, first))
            has_cue, in_speech = True, False
        elif not in_speech:
            speech_start, in_speech = first, True
    if in_speech:
        for said_start, said_end, attributed in _inverted(text, speech_start, paragraph.end):
            spans.append(_said(text, said_start, said_end))
            has_cue = has_cue or attributed
    return tuple((outer, inner) for outer, inner in spans if any(map(str.isalnum, inner.of(text)))), has_cue


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between dashes."""
    position = start
    for dash in _DASH.finditer(text, start, end):
        if dash.start() > position:
            yield position, dash.start()
        position = dash.end()
    if position < end:
        yield position, end


def _begins_attribution(text: str, start: int, end: int) -> bool:
    """Whether a verb of speech stands among the first words, before any other mark."""
    first = text[start:end]
    if first[:1].isupper() and not first[1:2].isupper():
        return False
    words = _WORD.findall(first[:80])[:_VERB_WORDS]
    return any(_is_speech(word) for word in words)


def _is_speech(word: str) -> bool:
    low = word.lower()
    return low in SPEECH_FORMS or any(f"{words.tag}:{low}" in SPEECH_FORMS for words in LANGUAGES)


def _inverted(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """``We go, dit-elle. At once.``: what is said, up to a cue behind a comma and after the end of its sentence."""
    for found in _INVERSION.finditer(text, start, end):
        if _begins_attribution(text, found.end(), end):
            yield start, found.start(), True
            stop = _STOP.search(text, found.end(), end)
            if stop is not None and stop.end() < end:
                yield stop.end(), end, False
            return
    yield start, end, False


def find_inserted(text: str, span: Span) -> Span | None:
    """The first attribution inside quoted words, between commas or dashes that it includes only behind the verb."""
    for found in _INSERTED.finditer(text, span.start, span.end):
        name = "words" if found["words"] is not None else "dashed"
        words = re.findall(r"[^\W\d_]+", found[name])
        listed = any(f"{each.tag}:{word.lower()}" in SPEECH_FORMS for word in words for each in LANGUAGES)
        if listed and len(words) <= _VERB_WORDS + 1:
            return Span(found.start(name), found.end())
    return None


def _said(text: str, start: int, end: int) -> tuple[Span, Span]:
    inner = trim(text, start, end)
    while len(inner) and text[inner.end - 1] in "—–―- ":
        inner = Span(inner.start, inner.end - 1)
    while len(inner) and not (text[inner.start].isalnum() or text[inner.start] in '¿¡(["«“„$…'):
        inner = Span(inner.start + 1, inner.end)
    inner = trim(text, inner.start, inner.end)
    return inner, inner
