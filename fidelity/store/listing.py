"""The saved runs on the terminal: what ``review --runs`` shows."""

from __future__ import annotations

from collections.abc import Sequence

from fidelity.report.listing import count
from fidelity.report.terminal import Block, Card, Line, Paragraph, draw
from fidelity.store.runs import RunInfo
from fidelity.types import VerdictRecord


def render_runs(
    runs: Sequence[RunInfo], verdicts: Sequence[VerdictRecord], *, width: int = 80, color: bool = False
) -> str:
    """The runs, oldest first, and how many valid verdicts each reviewer gave."""
    groups: list[list[Block]] = [[_card(run)] for run in runs] or [[Paragraph((("No runs.", ""),))]]
    reviewers = sorted({record.reviewer or "no name" for record in verdicts})
    whose = f", by {', '.join(reviewers)}" if reviewers else ""
    closing: Line = ((f"{count(len(runs), 'run')}, {count(len(verdicts), 'verdict')} standing{whose}.", "bold"),)
    return draw([*groups, [Paragraph(closing)]], width, color)


def _card(run: RunInfo) -> Card:
    heading: Line = ((f"run {run.id}", "bold"), (" · ", "dim"), (f"{run.time[:19].replace('T', ' ')} UTC", ""))
    found = f"{run.paired} paired, {run.missing} missing, {run.unpaired - run.missing} others without a passage"
    rows: list[tuple[str, Line]] = []
    if run.forgotten:
        rows.append(("texts", (("forgotten", ""),)))
    else:
        rows.append(("translation", ((run.translation, ""),)))
        rows += zip(("articles", *[""] * len(run.articles)), (((each, ""),) for each in run.articles), strict=False)
    return Card(heading, (*rows, ("found", ((found, ""),))))
