"""The whole job, readable top to bottom: read, tag, split, extract, embed, pair, select, judge, report."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from fidelity import embedding
from fidelity.embedding import Encoder
from fidelity.pipeline.aligned import score
from fidelity.pipeline.calibrations import Calibrations
from fidelity.pipeline.entries import make_entries
from fidelity.pipeline.extracting import extract_cases, word_vectors
from fidelity.pipeline.inspecting import Input, inspect, with_distinct_ids
from fidelity.pipeline.judging import Judge
from fidelity.pipeline.memory import Memory, Progress
from fidelity.pipeline.placing import place
from fidelity.pipeline.run import Run
from fidelity.pipeline.selecting import select
from fidelity.quotations import extract_quotations
from fidelity.report import Report
from fidelity.settings import Settings
from fidelity.types import Document, Quotation

__all__ = ["Input", "Progress", "check", "inspect", "quotes", "score"]


def check(
    translation: Input,
    articles: Input | Sequence[Input],
    *,
    model: str | None = None,
    lang: str | None = None,
    settings: Settings | None = None,
    encoder: Encoder | None = None,
    calibration: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Pair what ``articles`` quote with passages of ``translation``, and judge how far each drifted.

    ``model`` names a sentence-transformers model (a hub name or a folder) for pairing, in place of the
    built-in one; ``encoder`` is one of your own. ``lang`` is the language of the translation's body
    (BCP 47), where tagging is not to be trusted. ``calibration`` is a file that ``fidelity calibrate``
    wrote. Nothing is sent anywhere, nothing is written.

    Raises:
        InputError: if a document cannot be read, or the translation has no body that the model serves.
        ModelError: if the model cannot be loaded, or the calibration file is damaged or for another version or model.
        MissingExtraError: if ``model`` needs the extra ``models`` and it is not installed.
    """
    settings = settings or Settings()
    encoder = encoder or embedding.load_encoder(model, settings.encoding)
    calibrations = Calibrations.load(calibration, encoder=encoder)
    judge = Judge(settings, calibrations.fidelity, calibrations.fidelity_curve)
    with _loading(encoder, judge):
        source = inspect(translation, lang=lang, settings=settings)
        several = [articles] if isinstance(articles, str | os.PathLike | Document) else articles
        read = with_distinct_ids([inspect(article, settings=settings) for article in several])

    cases = extract_cases(read, encoder, settings)
    run = Run.start(source, cases, settings, calibrations, Memory(encoder, progress), judge)
    cases = place(run, cases, None if progress is None else lambda done, total: progress("judging", done, total))
    cases, statements = select(run, cases)
    pairs, unpaired = make_entries(run, cases)
    return Report(
        signature=run.signature(lang),
        translation=source.info,
        articles=tuple(article.info for article in read),
        pairs=tuple(pairs),
        unpaired=tuple(unpaired),
        notes=run.notes(read, statements),
    )


@contextmanager
def _loading(encoder: Encoder, judge: Judge) -> Iterator[None]:
    """Load the built-in models while documents are read: it takes as long, and mostly outside Python's lock."""
    # Imported by several threads at once, numpy now and then reaches onnxruntime half made: "import numpy failed".
    import numpy  # noqa: F401

    with ThreadPoolExecutor(max_workers=2) as pool:
        loading = [pool.submit(encoder.load)] if isinstance(encoder, embedding.BuiltInEncoder) else []
        loading.append(pool.submit(judge.scorer.load))
        yield
        for each in loading:
            each.result()


def quotes(article: Input, *, settings: Settings | None = None) -> tuple[Document, tuple[Quotation, ...]]:
    """An article, and the quotations in it with kind, speaker, cue and occasion.

    ``settings.selection.kinds`` says which kinds: direct and mixed unless it is set.

    Raises:
        InputError: if it cannot be read.
        ModelError: if indirect speech is asked for and a model's files are missing or damaged.
    """
    settings = settings or Settings()
    document = inspect(article, settings=settings)
    found = extract_quotations(document, settings.quotations, word_vectors(settings))
    return document, tuple(quotation for quotation in found if quotation.kind in settings.selection.kinds)
