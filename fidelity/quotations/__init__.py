"""Quotations of an article, each with cue, speaker and occasion.

They are found by punctuation and by a shallow grammar of attribution over word lists. A small trained tagger finds
indirect speech, if it is requested. Cost is linear in the article's length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.quotations.editing import find_brackets, find_ellipses
from fidelity.quotations.paragraphs import find_paragraphs
from fidelity.quotations.people import Speaker
from fidelity.quotations.reader import Reader, Reading
from fidelity.quotations.repeats import drop_pull_quotes
from fidelity.quotations.resolution import ResolverModel
from fidelity.quotations.sentences import read_sentences
from fidelity.quotations.speaking import SpeakerModel
from fidelity.quotations.stretches import Stretch, find_stretches
from fidelity.settings import QuotationSettings
from fidelity.types import Document, Quotation, Span

if TYPE_CHECKING:
    from fidelity.quotations.tagging import Tagger, WordVectors

__all__ = ["extract_quotations", "load_tagger", "speaker_models"]


def extract_quotations(
    document: Document, settings: QuotationSettings, vectors: WordVectors | None = None
) -> tuple[Quotation, ...]:
    """All quotations of ``document``, in order of position.

    Quotations inside other quotations have no row of their own. A quotation that an attribution splits, or that
    runs over several paragraphs, is one row with several spans. A pull quote that repeats words of the text has no row.
    Indirect speech is found only if ``vectors``
    are given, for each text its words and their vectors by the built-in encoder.

    Raises:
        ModelError: if the tagger of indirect speech is missing or damaged.
    """
    text = document.text
    paragraphs = find_paragraphs(text)
    stretches = find_stretches(text, paragraphs, settings)
    if not stretches and vectors is None:
        return ()
    sentences = read_sentences(text, paragraphs, stretches, settings.sentence_words, document.info.language)
    readings = Reader(text, paragraphs, stretches, sentences, settings).read()
    quotations = drop_pull_quotes(text, _join_all(text, paragraphs, stretches, readings))
    if vectors is None:
        return tuple(quotations)
    from fidelity.quotations.reports import find_reports

    # The article is read a second time for indirect speech, so that requesting it does not change other quotations.
    reports = find_reports(text, sentences, vectors, settings)
    both = tuple(sorted((*stretches, *reports), key=lambda stretch: stretch.outer.start))
    sentences = read_sentences(text, paragraphs, both, settings.sentence_words, document.info.language)
    readings = Reader(text, paragraphs, both, sentences, settings).read()
    quotations += [
        _join(text, paragraphs, (stretch,), (reading,))
        for stretch, reading in zip(both, readings, strict=True)
        if stretch.form == "report"
    ]
    return tuple(sorted(quotations, key=lambda quotation: quotation.spans[0]))


def speaker_models() -> str:
    """The digests of the models that find speakers, for the signature.

    Raises:
        ModelError: if their files are missing or damaged.
    """
    return f"{SpeakerModel.load().digest}+{ResolverModel.load().digest}"


def load_tagger() -> Tagger:
    """The tagger of indirect speech.

    Raises:
        ModelError: if its files are missing or damaged.
    """
    from fidelity.quotations.tagging import Tagger

    return Tagger.load()


def _join_all(
    text: str, paragraphs: tuple[Span, ...], stretches: tuple[Stretch, ...], readings: tuple[Reading, ...]
) -> list[Quotation]:
    """One quotation for each run of stretches that belong together."""
    quotations: list[Quotation] = []
    start = 0
    for at in range(len(stretches)):
        if at + 1 < len(stretches) and (readings[at].joins_next or stretches[at + 1].resumed):
            continue
        quotations.append(_join(text, paragraphs, stretches[start : at + 1], readings[start : at + 1]))
        start = at + 1
    return quotations


def _rounded(speaker: Speaker | None) -> float | None:
    """The probability of a speaker's name, with two decimals."""
    if speaker is None or speaker.probability is None:
        return None
    return round(speaker.probability, 2)


def _join(
    text: str, paragraphs: tuple[Span, ...], stretches: tuple[Stretch, ...], readings: tuple[Reading, ...]
) -> Quotation:
    spans = tuple(stretch.inner for stretch in stretches)
    reading = next((reading for reading in readings if reading.explicit), readings[0])
    aside = None if len(stretches) > 1 else reading.aside
    carrying = Span(paragraphs[stretches[0].paragraph].start, paragraphs[stretches[-1].paragraph].end)
    return Quotation(
        text=" ".join(span.of(text) for span in spans),
        spans=spans,
        paragraph=carrying,
        kind=readings[0].kind,
        speaker=reading.speaker.name if reading.speaker else None,
        speaker_span=reading.speaker.span if reading.speaker else None,
        speaker_probability=_rounded(reading.speaker),
        speaker_kind=reading.speaker.kind if reading.speaker else "unknown",
        speaker_words=" ".join(reading.speaker.span.of(text).split()) if reading.speaker else None,
        cue=reading.cue.of(text) if reading.cue else None,
        cue_span=reading.cue,
        occasion=reading.occasion,
        aside=aside.kind if aside else None,
        aside_reason=aside.reason if aside else None,
        content=reading.content if reading.kind == "mixed" else None,
        brackets=find_brackets(text, spans),
        ellipses=find_ellipses(text, spans),
    )
