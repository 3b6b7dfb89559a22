"""Indirect speech: stretches of the reporter's own words that say what somebody said.

English is read by the trained tagger, other languages by rule. A stretch that holds quoted words is mixed speech: its
quoted words have a row already and are not reported again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fidelity.quotations.clauses import find_clauses
from fidelity.quotations.cues import find_cues
from fidelity.quotations.mentions import find_mentions
from fidelity.quotations.sentences import Sentence, Token
from fidelity.quotations.stretches import Stretch
from fidelity.quotations.tagging import Tagger, WordVectors, align_vectors, describe
from fidelity.settings import QuotationSettings
from fidelity.types import Span

_TRIMMED = frozenset(".,;:!?…—–-。，；：")


def find_reports(
    text: str, sentences: Sequence[Sentence], vectors: WordVectors, settings: QuotationSettings
) -> tuple[Stretch, ...]:
    """Every stretch of indirect speech, in order.

    Raises:
        ModelError: if the tagger's files are missing or damaged.
    """
    ranges = (
        _tag(text, sentences, vectors, settings)
        if sentences and sentences[0].language == "en"
        else _rule(sentences, settings)
    )
    found = []
    for sentence, first, last in ranges:
        tokens = sentence.tokens
        held = _trim_end(tokens[first:last])
        words = sum(token.kind == "word" for token in held)
        if words < settings.report_words or any(token.kind == "quote" for token in held):
            continue
        span = Span(held[0].start, held[-1].end)
        found.append(Stretch(span, span, sentence.paragraph, form="report"))
    return tuple(found)


def _trim_end(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    while tokens and tokens[-1].text in _TRIMMED:
        tokens = tokens[:-1]
    return tokens


def _rule(sentences: Sequence[Sentence], settings: QuotationSettings) -> Iterator[tuple[Sentence, int, int]]:
    for sentence in sentences:
        cues = find_cues(sentence, find_mentions(sentence, settings.phrase_words))
        for clause in find_clauses(sentence, cues):
            yield sentence, clause.first, clause.last


def _tag(
    text: str, sentences: Sequence[Sentence], vectors: WordVectors, settings: QuotationSettings
) -> Iterator[tuple[Sentence, int, int]]:
    tagger = Tagger.load()
    texts = [text[sentence.tokens[0].start : sentence.tokens[-1].end] for sentence in sentences]
    for sentence, (words, rows) in zip(sentences, vectors(texts), strict=True):
        mentions = find_mentions(sentence, settings.phrase_words)
        described = describe(sentence, mentions, find_cues(sentence, mentions))
        tags = tagger.tag(described, align_vectors(sentence, words, rows), settings.report_bias)
        for first, last in tagged_ranges(tags):
            yield sentence, first, last


def tagged_ranges(tags: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The half-open ranges that begin with ``B`` and go on with ``I``."""
    start: int | None = None
    for at, tag in enumerate([*tags, "O"]):
        if start is not None and tag != "I":
            yield start, at
            start = None
        if tag == "B":
            start = at
