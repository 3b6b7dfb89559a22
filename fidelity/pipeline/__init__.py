"""The whole job, readable top to bottom: read, tag, split, extract, embed, pair, select, judge, report."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

from fidelity import embedding
from fidelity.embedding import Encoder
from fidelity.pipeline.aligned import score
from fidelity.pipeline.calibrations import Calibrations
from fidelity.pipeline.cases import Case
from fidelity.pipeline.choosing import Choices, find_choices
from fidelity.pipeline.encoders import Encoders
from fidelity.pipeline.entries import make_entries
from fidelity.pipeline.extracting import extract_cases, word_vectors
from fidelity.pipeline.inspecting import Input, inspect, with_distinct_ids
from fidelity.pipeline.judging import Judge
from fidelity.pipeline.memory import Memory, Progress
from fidelity.pipeline.placing import place
from fidelity.pipeline.run import Run, sign
from fidelity.pipeline.selecting import select
from fidelity.quotations import extract_quotations
from fidelity.report import Report
from fidelity.scorer.minilm import PairScorer
from fidelity.settings import Settings
from fidelity.types import Document, Pair, Quotation, Unpaired, VerdictRecord

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
    speaker: str | Sequence[str] | None = None,
    occasion: str | None = None,
    compare: Iterable[str | int] = (),
    leave_out: Iterable[str | int] = (),
    verdicts: Iterable[VerdictRecord] = (),
    progress: Progress | None = None,
) -> Report:
    """Pair what ``articles`` quote with passages of ``translation``, and judge how far each drifted.

    English on both sides is paired by the built-in English encoder; any other pair of the languages that the built-in
    multilingual one serves, by that one. ``model`` names another model for pairing: a built-in one, or one of the
    sentence-transformers library (a hub name or a folder); ``encoder`` is one of your own. ``lang`` is the language of
    the translation's body (BCP 47), where tagging is not to be trusted. ``calibration`` is a file that
    ``fidelity calibrate`` wrote. ``speaker`` (one name or several) and ``occasion`` say whose words are the document's,
    and where they were said, in place of what the documents tell. ``compare`` and ``leave_out`` name quotations that
    are compared, or left out, whatever is known of them: by row number (:meth:`Report.number`), by id, or by the
    beginning of one. ``verdicts`` are reviewers': "is of the document" and "is not of the document" do the same.
    Nothing is sent anywhere, nothing is written.

    Raises:
        InputError: if a document cannot be read, or the translation has no body that the model serves.
        SettingError: if ``compare`` or ``leave_out`` names no quotation, or several.
        ModelError: if the model cannot be loaded, or the calibration file is damaged or for another version or model.
        MissingExtraError: if ``model`` needs the extra ``models`` and it is not installed.
    """
    settings = _with_wishes(settings or Settings(), speaker, occasion)
    encoders, scorer = Encoders.start(encoder, model, settings), PairScorer(settings.scoring)
    with _loading(encoders.likely, scorer):
        source = inspect(translation, lang=lang, settings=settings)
        several = [articles] if isinstance(articles, str | os.PathLike | Document) else articles
        read = with_distinct_ids([inspect(article, settings=settings) for article in several])

    cases = extract_cases(read, lambda article: encoders.of(source, article), settings)
    choices = find_choices(cases, compare, leave_out, verdicts)
    parts: list[_Part] = []
    for each, own in encoders.share(source, read):
        calibrations = Calibrations.load(calibration, scorer, each)
        judge = Judge(settings, calibrations.fidelity, calibrations.fidelity_curve, scorer)
        ids = {article.info.id for article in own}
        some = [case for case in cases if case.article.info.id in ids]
        run = Run.start(source, some, settings, calibrations, Memory(each, progress), judge)
        parts.append(_compare(run, own, some, choices, progress))
    return Report(
        signature=sign([part.run for part in parts], lang, choices),
        translation=source.info,
        articles=tuple(article.info for article in read),
        pairs=tuple(pair for part in parts for pair in part.pairs),
        unpaired=tuple(entry for part in parts for entry in part.unpaired),
        notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """What the report says of the articles that one encoder compares."""

    run: Run
    pairs: tuple[Pair, ...]
    unpaired: tuple[Unpaired, ...]
    notes: tuple[str, ...]


def _compare(
    run: Run, articles: Sequence[Document], cases: Sequence[Case], choices: Choices, progress: Progress | None
) -> _Part:
    """Pair the cases of the articles, select those that are the document's, and judge them."""
    cases = place(run, cases, None if progress is None else lambda done, total: progress("judging", done, total))
    cases, statements = select(run, cases, choices)
    pairs, unpaired = make_entries(run, cases)
    return _Part(run, tuple(pairs), tuple(unpaired), run.notes(articles, statements))


def _with_wishes(settings: Settings, speaker: str | Sequence[str] | None, occasion: str | None) -> Settings:
    """The settings with the speakers and the occasion that were asked for."""
    chosen = settings.selection
    if speaker is not None:
        chosen = replace(chosen, speakers=(speaker,) if isinstance(speaker, str) else tuple(speaker))
    return replace(settings, selection=replace(chosen, occasion=occasion) if occasion is not None else chosen)


@contextmanager
def _loading(encoder: Encoder, scorer: PairScorer) -> Iterator[None]:
    """Load the built-in models while documents are read: it takes as long, and mostly outside Python's lock."""
    # Imported by several threads at once, numpy now and then reaches onnxruntime half made: "import numpy failed".
    import numpy  # noqa: F401

    with ThreadPoolExecutor(max_workers=2) as pool:
        loading = [pool.submit(encoder.load)] if isinstance(encoder, embedding.BuiltInEncoder) else []
        loading.append(pool.submit(scorer.load))
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
