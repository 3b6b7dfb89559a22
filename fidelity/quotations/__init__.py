"""Quotations of an article, each with cue, speaker and occasion.

Found by punctuation and by a shallow grammar of attribution over word lists: no model, one pass,
cost linear in the article's length.
"""

from __future__ import annotations

from fidelity.quotations.paragraphs import find_paragraphs
from fidelity.quotations.reader import Reader, Reading
from fidelity.quotations.sentences import read_sentences
from fidelity.quotations.stretches import Stretch, find_stretches
from fidelity.settings import QuotationSettings
from fidelity.types import Document, Quotation, Span

__all__ = ["extract_quotations"]


def extract_quotations(document: Document, settings: QuotationSettings) -> tuple[Quotation, ...]:
    """Everything that ``document`` sets in quotation marks, in order of position.

    Quotations inside others are no rows of their own. A quotation that an attribution splits, or that
    runs over several paragraphs, is one row with several spans.
    """
    text = document.text
    paragraphs = find_paragraphs(text)
    stretches = find_stretches(text, paragraphs, settings)
    if not stretches:
        return ()
    sentences = read_sentences(text, paragraphs, stretches, settings.sentence_words)
    readings = Reader(text, stretches, sentences, settings).read()
    quotations: list[Quotation] = []
    start = 0
    for at in range(len(stretches)):
        if at + 1 < len(stretches) and (readings[at].joins_next or stretches[at + 1].resumed):
            continue
        quotations.append(_join(text, paragraphs, stretches[start : at + 1], readings[start : at + 1]))
        start = at + 1
    return tuple(quotations)


def _join(
    text: str, paragraphs: tuple[Span, ...], stretches: tuple[Stretch, ...], readings: tuple[Reading, ...]
) -> Quotation:
    spans = tuple(stretch.inner for stretch in stretches)
    reading = next((reading for reading in readings if reading.explicit), readings[0])
    carrying = Span(paragraphs[stretches[0].paragraph].start, paragraphs[stretches[-1].paragraph].end)
    return Quotation(
        text=" ".join(span.of(text) for span in spans),
        spans=spans,
        paragraph=carrying,
        kind=readings[0].kind,
        speaker=reading.speaker.name if reading.speaker else None,
        speaker_span=reading.speaker.span if reading.speaker else None,
        cue=reading.cue.of(text) if reading.cue else None,
        cue_span=reading.cue,
        occasion=reading.occasion,
        aside=None if len(stretches) > 1 else reading.aside,
    )
