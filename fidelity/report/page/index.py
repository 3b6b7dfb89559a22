"""The rows of an index of many reports, worst first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fidelity.report.result import Report
from fidelity.report.triage import Look
from fidelity.types import severity_rank


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One report in the index. ``link`` is the address of its page, relative to the index; empty if it has none."""

    report: Report
    name: str
    link: str = ""

    @property
    def looks(self) -> dict[Look, int]:
        """How many entries need a look, by reason."""
        return self.report.summary["needs_a_look"]


def sort_rows(rows: Iterable[IndexRow]) -> list[IndexRow]:
    """The worst report first: by its worst severity, then by how much is critical, missing, major and uncertain."""
    return sorted(rows, key=_badness, reverse=False)


def _badness(row: IndexRow) -> tuple[object, ...]:
    looks = row.looks
    median = row.report.summary["fidelity_median"]
    return (
        -severity_rank(row.report.worst_severity),
        -looks["critical"],
        -looks["missing"],
        -looks["major"],
        -looks["uncertain"] - looks["perhaps missing"],
        101 if median is None else median,
        row.name,
    )
