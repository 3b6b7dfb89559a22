"""Quotations without quotation marks: dialogue behind dashes and turns of a transcript, beside block quotations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from fidelity.quotations.blocks import MARKED, OPENING_DASH, Unmarked, find_blocks, is_speech_word
from fidelity.quotations.lexicon import LANGUAGES, SPEECH_FORMS
from fidelity.quotations.paragraphs import trim
from fidelity.settings import QuotationSettings
from fidelity.types import Span

_MARKS = re.compile("[\"'＂“”„‟‘’‚‛«»‹›「」『』｢｣〝〞`]+")
_DASH = re.compile(r"(?:(?<!\s)\s+)?[—–―]\s*|(?<!\s)\s+--?\s+|^--?\s+")
_TURN = re.compile(r"(?P<label>[^\W\d_][^\n:：]{0,59}?)\s?[:：]\s*(?=\S)")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LABEL_SMALL = frozenset("de da del der van von of the and la le di bin al y".split())
_INVERSION = re.compile(r"(?<=[,!?…»])\s+(?=[^\W\d_])")
_STOP = re.compile(r"[.!?…]\s+")
_INSERTED = re.compile(
    r",\s(?P<words>(?:[^\W\d_]+-(?:t-)?)?(?:ils?|elles?|on)\b[^,.!?«»“”]{0,30}|[^\W\d_]+-(?:t-)?(?:ils?|elles?|on)),\s?"
    r"|,\s(?P<named>[^\W\d_]{4,}\s(?:(?:le|la|les|M\.|Mme|Mr)\s|l['’]|[A-Z])[^,.!?«»“”]{2,60}?(?:,\s[A-ZÀ-Ý][^,.!?«»“”]{2,40}?)?)(?:[,.]\s|(?=[.!?]))"
    r"|[,!?…]\s(?P<dashed>[—–]\s[^—–«»]{3,60}?)[,.]\s[—–]\s"
)
_VERB_WORDS = 4
_REPORTED = re.compile(r"“[^“”\s]+(?:\s+[^“”\s]+){2,}”|\"[^\"\s]+(?:\s+[^\"\s]+){2,}\"")
"""Three or more words in double marks."""

_READ_OUT, _READ_OUT_SHARE = 3, 4
"""Least number of turns, and the inverse of their least share, that report words in marks. A convention."""


def find_unmarked(text: str, paragraphs: tuple[Span, ...], settings: QuotationSettings) -> dict[int, Unmarked]:
    """The paragraphs that quote without quotation marks, by number.

    Whether one does depends on no quotation mark outside of it and of the paragraph before, so that a stray mark
    does not change what is read elsewhere.
    """
    labels = [_turn_label(paragraph.of(text)) for paragraph in paragraphs]
    spoken = _speaking_labels(labels, settings)
    blocks = find_blocks(text, paragraphs)
    reads_out = _reads_out(text, [each for each, label in zip(paragraphs, labels, strict=True) if label in spoken])
    found: dict[int, Unmarked] = {}
    attributed = -2
    for number, paragraph in enumerate(paragraphs):
        if number in blocks:
            found[number] = blocks[number]
        elif labels[number] in spoken:
            turn = _read_turn(text, paragraph)
            if turn is not None and not (reads_out and _REPORTED.search(paragraph.of(text))):
                found[number] = turn
        elif OPENING_DASH.match(text, paragraph.start, paragraph.end):
            spans, has_cue = _read_dialogue(text, paragraph)
            if has_cue or attributed == number - 1:
                found[number] = Unmarked(spans, "dialogue")
            attributed = number if has_cue else attributed
    return found


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


def _reads_out(text: str, turns: list[Span]) -> bool:
    """Whether those who take turns read out what another wrote or said: ``She writes, "..."``, in several turns."""
    reporting = sum(
        bool(_REPORTED.search(shown)) and any(map(is_speech_word, _WORD.findall(MARKED.sub(" ", shown))))
        for shown in (turn.of(text) for turn in turns)
    )
    return reporting >= _READ_OUT and reporting * _READ_OUT_SHARE >= len(turns)


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
    opening = OPENING_DASH.match(text, paragraph.start, paragraph.end)
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
    """Whether a verb of speech is among the first words, before any other mark."""
    first = text[start:end]
    if first[:1].isupper() and not first[1:2].isupper():
        return False
    words = _WORD.findall(first[:80])[:_VERB_WORDS]
    return any(is_speech_word(word) for word in words)


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
        name = next(each for each in ("words", "named", "dashed") if found[each] is not None)
        words = re.findall(r"[^\W\d_]+", found[name])
        words = words[:1] if name == "named" else words
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
