"""Fits a user's calibration to verdicts, or to a labelled file whose pairs are scored first."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence

from fidelity.aligned import LabelledRow, LabelTable
from fidelity.calibration.fitting import Fit, TooFewError, fit_part
from fidelity.calibration.observations import (
    Label,
    Observed,
    Versions,
    by_model,
    observe_confidence,
    observe_fidelity,
    observe_labels,
    observe_selection,
)
from fidelity.calibration.recalibration import Of
from fidelity.embedding import MultilingualEncoder
from fidelity.judgement import log_odds
from fidelity.pipeline.aligned import score
from fidelity.pipeline.calibrations import Calibrations
from fidelity.pipeline.memory import Progress
from fidelity.scorer.minilm import PairScorer
from fidelity.settings import Settings
from fidelity.types import VerdictRecord


def calibrate_verdicts(
    records: Sequence[VerdictRecord], *, only: Of | None = None, settings: Settings | None = None
) -> tuple[list[Fit], list[str]]:
    """The fits of fidelity, and of each model's confidence and selection, to the valid verdicts ``records``.

    For each part that cannot be fitted there is a plain sentence. ``only`` names one of the three.

    Raises:
        InputError: if nothing can be fitted, or if the part that ``only`` names cannot be fitted.
    """
    settings = settings or Settings()
    rules, observed = settings.calibration, list[Observed]()
    if only in (None, "fidelity"):
        observed.append(observe_fidelity(records, _versions("", settings), log_odds(settings.judgement.prior), rules))
    for of, observe in (("confidence", observe_confidence), ("selection", observe_selection)):
        if only in (None, of):
            some = by_model(records).items()
            observed += [observe(model, mine, _versions(model, settings), rules) for model, mine in some]
    return _fit([each for each in observed if only or _tells(each)], settings)


def _tells(observed: Observed) -> bool:
    """Whether a failed fit is worth a sentence. Verdicts of earlier versions have no log-odds of the selection."""
    return observed.of != "selection" or bool(observed.observations)


def _versions(model: str, settings: Settings) -> Versions:
    """The calibrations over which a curve is fitted for the encoder ``model``, or for fidelity if it is empty."""
    multilingual = MultilingualEncoder(settings.encoding)
    encoder = multilingual if model == multilingual.name else None
    return Calibrations.load(encoder=encoder).versions(PairScorer(settings.scoring))


def calibrate_labels(
    table: LabelTable,
    *,
    lang: str | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> tuple[list[Fit], list[str]]:
    """The fit of fidelity to a labelled file.

    ``lang`` (BCP 47) is the language of its texts, if the tagging is wrong.

    Raises:
        InputError: if the file cannot be read, or is not enough for a fit.
    """
    settings = settings or Settings()
    left_out: Counter[str] = Counter()
    labels = list(_scored(table, lang, settings, left_out, progress))
    versions = Calibrations.load().versions(PairScorer(settings.scoring))
    bias, together = log_odds(settings.judgement.prior), table.group or "line"
    return _fit([observe_labels(labels, left_out, together, versions, bias, settings.calibration)], settings)


def _fit(observed: Iterable[Observed], settings: Settings) -> tuple[list[Fit], list[str]]:
    fits: list[Fit] = []
    failures: list[str] = []
    for each in observed:
        try:
            fits.append(fit_part(each, settings.calibration))
        except TooFewError as error:
            failures.append(str(error))
    if not fits:
        raise TooFewError(failures[0] if failures else "there are no verdicts to fit on; review some pairs first")
    return fits, failures


def _scored(
    table: LabelTable, lang: str | None, settings: Settings, left_out: Counter[str], progress: Progress | None
) -> Iterator[Label]:
    """The labelled rows with their scores. Rows without a score or without a label of fidelity are counted."""
    total = None
    if table.path != "-":  # this also refuses a wrong row before the work
        total = sum(_is_to_score(row) for row in table.rows(settings.reading))
    ready: list[LabelledRow] = []
    waiting: deque[LabelledRow] = deque()

    def pairs() -> Iterator[tuple[str, str]]:
        for row in table.rows(settings.reading):
            if row.faithful is None:
                left_out["without a label of fidelity"] += 1
            elif row.pair is None:
                ready.append(row)
            elif _is_to_score(row):
                waiting.append(row)
                yield row.pair
            else:
                left_out["on an empty translation"] += 1  # known without the scorer

    for number, judged in enumerate(score(pairs(), lang=lang, settings=settings), start=1):
        row = waiting.popleft()
        if progress and total:
            progress("scoring", number, total)
        yield from _label(row, judged.score, left_out)
    for row in ready:
        yield from _label(row, row.score, left_out)


def _is_to_score(row: LabelledRow) -> bool:
    return row.faithful is not None and row.pair is not None and bool(row.pair[1].strip())


def _label(row: LabelledRow, found: float | None, left_out: Counter[str]) -> Iterator[Label]:
    if found is None or row.faithful is None:
        left_out["on what has no score"] += 1
    else:
        yield Label(found, row.faithful, row.chance, row.group)
