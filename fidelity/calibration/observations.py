"""Verdicts and labels as the data of a fit: a log-odds, a label, and a weight."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fidelity.calibration.curve import score_log_odds
from fidelity.calibration.recalibration import Of
from fidelity.calibration.shipped import logistic
from fidelity.settings import CalibrationSettings
from fidelity.types import ON_SELECTION, Judgement, VerdictRecord

_FAITHFUL: Mapping[str, bool] = {"neutral": True, "minor": True, "major": False, "critical": False}


@dataclass(frozen=True, slots=True)
class Observation:
    """One label.

    ``log_odds`` is the natural log-odds before calibration. ``positive`` means faithful, the right passage, or of the
    document. ``weight`` is 1 over the chance of being shown (Horvitz and Thompson, 1952), divided among the verdicts on
    one entry. Labels of the same ``group`` are in the same part when the fit is tested. ``above`` tells whether the
    entry comes from above the review's threshold. ``shipped`` is the probability by the calibration that ships, 0..1.
    """

    log_odds: float
    positive: bool
    weight: float
    group: str
    above: bool
    shipped: float


@dataclass(frozen=True, slots=True)
class Observed:
    """All labels for fidelity or for one encoder's confidence.

    ``bias`` is that of the calibration that ships, over the same log-odds. ``left_out`` counts the verdicts that could
    not be used, by reason in plain words. ``kept_together`` names the groups in one word.
    """

    of: Of
    model: str
    over: str
    bias: float
    observations: tuple[Observation, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    kept_together: str = "group"


@dataclass(frozen=True, slots=True)
class Versions:
    """The installed parts: the pair scorer's name, and the calibrations with their digests.

    ``pairing`` and ``selection`` are the calibrations that belong to the encoder that pairs.
    """

    scorer: str
    fidelity: str
    pairing: str
    selection: str


LEAST_DOCUMENTS = 10
"""Least number of translations with which a fit is tested on other translations; with fewer, on other quotations."""


def label_of_fidelity(judgement: Judgement | None) -> bool | None:
    """Whether a verdict calls the pair faithful. ``None`` if the verdict is not about that."""
    return _FAITHFUL.get(judgement or "")


def label_of_confidence(record: VerdictRecord) -> bool | None:
    """Whether a verdict says that the best passage found is the right one. ``None`` if that is unknown.

    A severity accepts the pairing. For a quotation without passage, a severity confirms that the passage is missing,
    and "has a passage" denies it; "neutral" can mean either.
    """
    if record.passage:
        return {"wrong pairing": False, "has a passage": None}.get(record.severity or "", record.severity is not None)
    return {"has a passage": True, "minor": False, "major": False, "critical": False}.get(record.severity or "")


def label_of_selection(record: VerdictRecord) -> bool | None:
    """Whether a verdict says that the words are the document's; ``None`` if it does not tell.

    A reviewer who judges how the document renders the words, or how bad it is that the document lacks them, accepts
    that they are the document's.
    """
    match record.severity:
        case "is of the document" | "has a passage":
            return True
        case "is not of the document":
            return False
        case "neutral":
            return True if record.passage else None
        case "minor" | "major" | "critical":
            return True
        case _:
            return None


def observe_fidelity(
    records: Sequence[VerdictRecord], versions: Versions, bias: float, rules: CalibrationSettings
) -> Observed:
    """The labels for fidelity in the valid verdicts. ``bias`` is the log-odds of the prior."""
    kept: list[tuple[VerdictRecord, float, bool]] = []
    left_out: Counter[str] = Counter()
    for record in records:
        label = label_of_fidelity(record.severity)
        if record.severity in ON_SELECTION:
            left_out["on whose words they are"] += 1
        elif label is None:
            left_out["on the pairing"] += 1
        elif record.score is None:
            left_out["on what has no score"] += 1
        elif _differs(record.signature, scorer=versions.scorer, calibration=versions.fidelity):
            left_out["on another version of the scorer"] += 1
        else:
            kept.append((record, score_log_odds(record.score), label))
    return _observed("fidelity", versions.scorer, versions.fidelity, bias, kept, left_out, rules)


def observe_confidence(
    model: str, records: Sequence[VerdictRecord], versions: Versions, rules: CalibrationSettings
) -> Observed:
    """The labels for the confidence of the encoder ``model`` in the valid verdicts on its passages."""
    kept: list[tuple[VerdictRecord, float, bool]] = []
    left_out: Counter[str] = Counter()
    for record in records:
        label = label_of_confidence(record)
        if label is None:
            left_out["that do not tell"] += 1
        elif record.trust is None:
            left_out["on what was not placed"] += 1
        elif _differs(record.signature, calibration=versions.pairing):
            left_out["on another version of the pairing"] += 1
        else:
            kept.append((record, record.trust, label))
    return _observed("confidence", model, versions.pairing, 0.0, kept, left_out, rules)


def observe_selection(
    model: str, records: Sequence[VerdictRecord], versions: Versions, rules: CalibrationSettings
) -> Observed:
    """The labels for the selection in the valid verdicts on the quotations that the encoder ``model`` paired.

    If a reviewer said whose words a quotation's are, the same reviewer's other verdicts on it do not count.
    """
    told = {(each.reviewer, each.quotation_id, each.translation) for each in records if each.severity in ON_SELECTION}
    kept: list[tuple[VerdictRecord, float, bool]] = []
    left_out: Counter[str] = Counter()
    for record in records:
        label = label_of_selection(record)
        is_told = (record.reviewer, record.quotation_id, record.translation) in told
        if label is None or (is_told and record.severity not in ON_SELECTION):
            left_out["that do not tell"] += 1
        elif record.selection is None:
            left_out["on a run of an earlier version"] += 1
        elif _differs(record.signature, calibration=versions.selection):
            left_out["on another version of the selection"] += 1
        else:
            kept.append((record, record.selection, label))
    return _observed("selection", model, versions.selection, 0.0, kept, left_out, rules)


def by_model(records: Iterable[VerdictRecord]) -> dict[str, list[VerdictRecord]]:
    """The verdicts by the name of the encoder that paired, in the order of names. Without a name they are left out."""
    found: dict[str, list[VerdictRecord]] = {}
    for record in records:
        if model := record.model or _named(record.signature, "model"):
            found.setdefault(model, []).append(record)
    return dict(sorted(found.items()))


def _observed(
    of: Of,
    model: str,
    over: str,
    bias: float,
    kept: Sequence[tuple[VerdictRecord, float, bool]],
    left_out: Counter[str],
    rules: CalibrationSettings,
) -> Observed:
    entries = [_entry(of, record) for record, _, _ in kept]
    times = Counter(entries)
    several = len({record.translation for record, _, _ in kept}) >= LEAST_DOCUMENTS
    found = tuple(
        Observation(
            log_odds=log_odds,
            positive=label,
            weight=_weight(record.chance, rules) / times[entry],
            group=record.translation if several else record.quotation_id,
            above=record.chance < 1 or _is_above(record, rules.threshold),
            shipped=logistic(log_odds + bias),
        )
        for entry, (record, log_odds, label) in zip(entries, kept, strict=True)
    )
    return Observed(of, model, over, bias, found, left_out, "translation" if several else "quotation")


def _entry(of: Of, record: VerdictRecord) -> tuple[str, str]:
    """The entry that a verdict is on: a pair, or a quotation if the label is on the selection."""
    return record.translation, record.quotation_id if of == "selection" else record.id


def _is_above(record: VerdictRecord, threshold: int) -> bool:
    """Whether a pair was at or above the threshold. A pair without a score is shown with any threshold."""
    return bool(record.passage) if record.fidelity is None else record.fidelity >= threshold


@dataclass(frozen=True, slots=True)
class Label:
    """One row of a labelled file.

    ``score`` is 0..1 before calibration. ``chance`` is the probability of being in the file, above 0 up to 1. Rows of
    the same ``group`` are in the same part when the fit is tested.
    """

    score: float
    faithful: bool
    chance: float
    group: str


def observe_labels(
    labels: Iterable[Label],
    left_out: Mapping[str, int],
    kept_together: str,
    versions: Versions,
    bias: float,
    rules: CalibrationSettings,
) -> Observed:
    """The labels for fidelity in a labelled file. ``bias`` is the log-odds of the prior."""
    found = []
    for label in labels:
        log_odds = score_log_odds(label.score)
        shipped = logistic(log_odds + bias)
        above = label.chance < 1 or round(100 * shipped) >= rules.threshold
        found.append(Observation(log_odds, label.faithful, _weight(label.chance, rules), label.group, above, shipped))
    return Observed("fidelity", versions.scorer, versions.fidelity, bias, tuple(found), left_out, kept_together)


def _weight(chance: float, rules: CalibrationSettings) -> float:
    return 1 / max(chance, rules.least_chance)


def _differs(signature: str, *, calibration: str, scorer: str = "") -> bool:
    """Whether a signature names another scorer or another digest of a calibration.

    A part that it lacks is no difference.
    """
    if scorer and _named(signature, "scorer") not in (None, scorer):
        return True
    named = dict(each.split("@", 1) for each in (_named(signature, "calibration") or "").split("+") if "@" in each)
    wanted = dict(each.split("@", 1) for each in calibration.split("+"))
    return any(named.get(name, digest) != digest for name, digest in wanted.items())


def _named(signature: str, part: str) -> str | None:
    found = re.search(rf"(?:^|\|){part}:([^|]*)", signature)
    return found[1] if found else None
