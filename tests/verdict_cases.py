"""Verdicts made by hand, on the entries of :func:`tests.report_cases.full_report`."""

from __future__ import annotations

from fidelity.types import Judgement, Span, VerdictRecord
from tests import report_cases as cases

SHA = cases.TRANSLATION.sha256
OTHER_SHA = "f" * 64

HOSTILE = "=1+1 \x00\x1b[2J \u202egnp \u200b<script>alert(1)</script>\r\n;@x\t-y, \"'=z"


def record(severity: Judgement | None = "minor", **given: object) -> VerdictRecord:
    """A verdict on the critical pair."""
    pair = cases.critical_pair()
    values: dict[str, object] = {
        "id": pair.id,
        "quotation_id": pair.quotation_id,
        "reviewer": "Ann",
        "time": "",
        "signature": "s",
        "translation": SHA,
        "passage": pair.passage.spans,
    }
    return VerdictRecord(severity=severity, **(values | given))  # type: ignore[arg-type]


def on_missing(severity: Judgement, **given: object) -> VerdictRecord:
    """A verdict on the missing quotation."""
    name = cases.missing_quotation().quotation_id
    return record(severity, **({"id": name, "quotation_id": name, "passage": ()} | given))


def full_record(**given: object) -> VerdictRecord:
    """One in which every field says something."""
    values: dict[str, object] = {
        "time": "2026-03-05T12:00:00.000001+00:00",
        "passage": (Span(3, 9), Span(12, 20)),
        "picked": Span(40, 60),
        "comment": "see page 2",
        "chance": 0.1,
        "score": 0.4321,
        "fidelity": 43,
        "confidence": 0.87,
        "trust": -1.25,
        "selection": 0.75,
        "model": "all-MiniLM-L6-v2@x",
        "uid": "0" * 32,
    }
    return record(**(values | given))
