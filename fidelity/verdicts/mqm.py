"""The valid verdicts as MQM Viewer's TSV, one line each, so that reviewers can be compared there.

The reviewer is the rater. A verdict has a severity but no kind of error. Its category is therefore ``Other``, or
``Accuracy/Omission`` for a quotation without passage, or ``No-error`` for "neutral". "Wrong pairing" and "has a
passage" are not about the translation; their categories begin with ``Pairing`` and have no weight. The same is true of
verdicts on whose words a quotation's are, whose categories begin with ``Selection``. Quotation and passage come from
the runs that still have their texts. If no run has them, they are empty and only the ids in ``metadata`` remain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from fidelity.report import Report
from fidelity.report.mqm import mqm_header, mqm_line
from fidelity.types import Pair, Unpaired, VerdictRecord
from fidelity.verdicts.following import standing


@dataclass
class _Known:
    """What is known from the runs: quotations by id, and texts and names of translations by SHA-256."""

    quotations: dict[str, tuple[Report, Pair | Unpaired]] = field(default_factory=dict)
    translations: dict[str, tuple[str, str]] = field(default_factory=dict)


def verdicts_mqm(records: Iterable[VerdictRecord], runs: Iterable[tuple[Report, str]]) -> str:
    """One line per valid verdict, header first. ``runs``: reports with their translation's text, newest first."""
    judged = standing(records)
    known = _look_up(judged, runs)
    numbers: dict[str, int] = {}
    lines = [mqm_header()]
    for record in judged:
        number = numbers.setdefault(record.quotation_id, len(numbers) + 1)
        lines.append(_line(record, number, known))
    return "".join(lines)


def _look_up(records: Sequence[VerdictRecord], runs: Iterable[tuple[Report, str]]) -> _Known:
    wanted = {record.quotation_id for record in records}
    known = _Known()
    for report, text in runs:
        known.translations.setdefault(report.translation.sha256, (report.translation.origin, text))
        for entry in report.entries:
            if entry.quotation_id in wanted:
                known.quotations.setdefault(entry.quotation_id, (report, entry))
    return known


def _line(record: VerdictRecord, number: int, known: _Known) -> str:
    system, text = known.translations.get(record.translation, (record.translation[:16], ""))
    passage = " ".join(span.of(text) for span in record.passage)
    article, start, source = "", 0, ""
    if record.quotation_id in known.quotations:
        report, entry = known.quotations[record.quotation_id]
        article, source = report.article(entry.article).origin, entry.quotation.text
        start = entry.quotation.spans[0].start
    picked = record.picked.of(text) if record.picked else None
    more = {
        "id": record.id,
        "quotation_id": record.quotation_id,
        "verdict": record.severity,
        "comment": record.comment,
        "picked": picked,
        "fidelity": record.fidelity,
        "time": record.time,
    }
    category, severity = _category(record)
    return mqm_line((system, article, start, number), record.reviewer, (source, passage), (category, severity), more)


def _category(record: VerdictRecord) -> tuple[str, str]:
    match record.severity:
        case "neutral":
            return "No-error", "No-error"
        case "wrong pairing" | "has a passage":
            return f"Pairing/{record.severity.capitalize()}", "Neutral"
        case "is of the document" | "is not of the document":
            return f"Selection/{record.severity.capitalize()}", "Neutral"
        case severity:
            assert severity is not None  # rows that undo others are never valid themselves
            return ("Other" if record.passage else "Accuracy/Omission"), severity.capitalize()
