"""An article's quotations as cases, each with the words around it as its speaker would say them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fidelity import embedding, pairing
from fidelity.identity import quotation_ids
from fidelity.pipeline.cases import Case
from fidelity.pipeline.persons import find_affiliations, is_person, shift_persons
from fidelity.pipeline.run import language_at, serves
from fidelity.quotations import extract_quotations
from fidelity.settings import EncodingSettings, Settings
from fidelity.types import Document, Quotation, Span

if TYPE_CHECKING:
    from fidelity.embedding import Encoder
    from fidelity.quotations.tagging import WordVectors


def extract_cases(
    articles: Sequence[Document], encoder_of: Callable[[Document], Encoder], settings: Settings
) -> list[Case]:
    """All quotations of the articles, in order. Those whose passage is searched have the words around them.

    A passage is searched if the kind was requested and the encoder serves the language. ``encoder_of`` returns the
    encoder for an article.
    """
    cases: list[Case] = []
    for article in articles:
        cases += _extract(article, encoder_of(article), settings, len(cases) + 1)
    return cases


def _extract(article: Document, encoder: Encoder, settings: Settings, number: int) -> list[Case]:
    extracted = extract_quotations(article, settings.quotations, word_vectors(settings))
    sentences = [segment.span for segment in article.segments]
    spans = sorted(span for quotation in extracted for span in quotation.spans)
    speakers = {quotation.speaker for quotation in extracted if quotation.speaker}
    affiliations = {who: find_affiliations(article.text, who) for who in sorted(speakers) if is_person(who)}
    cases = []
    ids = quotation_ids(article.text, extracted)
    for place, (each, quotation) in enumerate(zip(ids, extracted, strict=True), start=number):
        tag = language_at(article, quotation.spans[0])
        if quotation.kind not in settings.selection.kinds or not serves(encoder, tag):
            cases.append(Case(each, place, article, quotation, tag))
            continue
        carrier = _find_carrier(article, quotation, sentences, spans, settings)
        around, skipped = _as_said(article, quotation, carrier, tag, affiliations)
        cases.append(Case(each, place, article, quotation, tag, around, skipped, is_sought=True))
    return cases


def _find_carrier(
    article: Document, quotation: Quotation, sentences: Sequence[Span], quoted: Sequence[Span], settings: Settings
) -> Span:
    """The stretch around a quotation on the same subject, or only the quotation if that stretch adds almost nothing.

    ``quoted`` are the spans of all quotations, in order.
    """
    whole = Span(quotation.spans[0].start, quotation.spans[-1].end)
    carrier = pairing.find_carrier(whole, sentences, quoted, settings.pairing)
    enough = words_outside(article.text, carrier, _no_context(quotation)) >= settings.pairing.min_context_words
    return carrier if enough else whole


def _no_context(quotation: Quotation) -> list[Span]:
    """The spans of the quoted words, of the speaker and of the verb of saying."""
    spans = (*quotation.spans, quotation.cue_span, quotation.speaker_span)
    return sorted(span for span in spans if span is not None)


def _as_said(
    article: Document, quotation: Quotation, carrier: Span, tag: str, affiliations: Mapping[str, frozenset[str]]
) -> tuple[str, tuple[Span, ...]]:
    """The words around a quotation as its speaker would say them, and the spans in them that do not count as context.

    ``affiliations`` are those of every speaker who is a person; ``tag`` is the quotation's language.
    """
    text, speaker = carrier.of(article.text), quotation.speaker
    kept = [_relative(span, carrier) for span in _no_context(quotation) if span.overlap(carrier)]
    if speaker is None or speaker not in affiliations or tag != "en":
        return text, tuple(kept)
    shifted = shift_persons(text, kept, speaker, affiliations[speaker])
    return shifted.text, tuple(map(shifted.span, kept))


def _relative(span: Span, around: Span) -> Span:
    return Span(max(0, span.start - around.start), span.end - around.start)


def words_outside(text: str, around: Span, skipped: Sequence[Span]) -> int:
    """How many words a stretch of text has outside the skipped spans."""
    kept, position = [], around.start
    for span in skipped:
        kept.append(text[position : max(position, min(span.start, around.end))])
        position = max(position, span.end)
    kept.append(text[position : max(position, around.end)])
    return sum(map(count_words, kept))


def count_words(text: str) -> int:
    """Stretches between white space that contain a letter or a digit."""
    return sum(any(c.isalnum() for c in word) for word in text.split())


def word_vectors(settings: Settings) -> WordVectors | None:
    """The encodings for the search for indirect speech, if it is requested. The built-in encoder always makes them."""
    if "indirect" not in settings.selection.kinds:
        return None
    encoder = _built_in(settings.encoding)

    def read(texts: Sequence[str]) -> list[tuple[Sequence[Span], Any]]:
        return [(encoding.words, encoding.word_vectors) for encoding in encoder.encode(texts)]

    return read


@lru_cache(maxsize=1)
def _built_in(settings: EncodingSettings) -> embedding.BuiltInEncoder:
    return embedding.BuiltInEncoder(settings)
