"""The whole job, readable top to bottom: read, tag, split, extract, select, embed, pair, judge, report."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

from fidelity import drift, embedding, language, pairing, reading, segmentation, zones
from fidelity.calibration import Calibration, load_calibration
from fidelity.embedding import Encoder, Encoding
from fidelity.errors import InputError
from fidelity.identity import number_repeats, pair_id, quotation_ids
from fidelity.quotations import extract_quotations
from fidelity.report import Report
from fidelity.selection import select_quotations
from fidelity.settings import Settings
from fidelity.types import Alternative, Document, Issue, Pair, Passage, Quotation, Reason, Segment, Span, Unpaired

Input = str | os.PathLike[str] | Document
"""A path, or a document from :func:`fidelity.read_text`."""

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is."""


def check(
    translation: Input,
    articles: Sequence[Input],
    *,
    model: str | None = None,
    lang: str | None = None,
    settings: Settings | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> Report:
    """Pair what ``articles`` quote with passages of ``translation``, and judge how far each drifted.

    ``model`` names a sentence-transformers model (a hub name or a folder) for pairing, in place of the
    built-in one; ``encoder`` is one of your own. ``lang`` is the language of the translation's body
    (BCP 47), where tagging is not to be trusted. Nothing is sent anywhere, nothing is written.

    Raises:
        InputError: if a document cannot be read, or the translation has no body that the model serves.
        ModelError: if the model cannot be loaded.
        MissingExtraError: if ``model`` needs the extra ``models`` and it is not installed.
    """
    settings = settings or Settings()
    encoder = encoder or embedding.load_encoder(model, settings.encoding)
    judges = _Judges.load()
    source = inspect(translation, lang=lang, settings=settings)
    sentences = _served_body(source, encoder)
    read = _with_distinct_ids([inspect(article, settings=settings) for article in _several(articles)])
    tasks = [_prepare(source, article, encoder, settings) for article in read]

    texts = [sentence.of(source.text) for sentence in sentences]
    texts += [text for task in tasks for wanted in task.wanted for text in (wanted.quotation.text, wanted.carrier)]
    known = _encode(encoder, texts, "reading", progress)
    body = pairing.Body(source.text, sentences, [known[sentence.of(source.text)] for sentence in sentences])
    placed = [_place(task, body, known, judges, settings) for task in tasks]

    zone_spans = [zone.span for zone in source.info.zones if zone.name == "body"]
    found = [[_passages(each, body, zone_spans) for each in placements] for placements in placed]
    known |= _encode(encoder, [p.text for task in found for some in task for p in some], "comparing", progress)

    pairs: list[Pair] = []
    unpaired: list[Unpaired] = []
    for task, placements, passages in zip(tasks, placed, found, strict=True):
        unpaired += task.excluded
        for wanted, placement, some in zip(task.wanted, placements, passages, strict=True):
            candidate = _Candidate(wanted, placement.confidence, some, known, source, task.article)
            result = _finish(candidate, encoder, judges, settings)
            (pairs if isinstance(result, Pair) else unpaired).append(result)  # type: ignore[arg-type]
    return Report(
        signature=_signature(encoder, judges, settings, lang),
        translation=source.info,
        articles=tuple(article.info for article in read),
        pairs=tuple(_numbered(pairs)),
        unpaired=tuple(unpaired),
        notes=_notes(tasks, source, sentences, encoder),
    )
