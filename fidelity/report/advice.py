"""What a user can type to have a quotation compared that was left out, or left out that was compared."""

from __future__ import annotations

import shlex

from fidelity.report.result import Report
from fidelity.types import Pair, Unpaired


def what_to_type(report: Report, entry: Pair | Unpaired) -> str:
    """The option of ``fidelity check`` that changes what was decided for one entry: ``--compare 7``."""
    number = report.number(entry)
    return f"--leave-out {number}" if isinstance(entry, Pair) or entry.reason == "missing" else f"--compare {number}"


def ways_to_compare(report: Report, item: Unpaired) -> tuple[str, ...]:
    """Options that have a quotation compared that was left out: this one alone, then all of its kind."""
    quotation, ways = item.quotation, [what_to_type(report, item)]
    if item.reason == "other speaker" and quotation.speaker:
        ways.append(f"--speaker {shlex.quote(quotation.speaker)}")
    if item.reason == "other occasion":
        ways.append(f"--occasion {shlex.quote(quotation.occasion.text or quotation.occasion.kind)}")
    return tuple(ways)


def say_nothing_compared(report: Report) -> str | None:
    """One plain sentence where nothing was compared, with what to do; ``None`` where something was."""
    if report.pairs or report.missing:
        return None
    if not report.unpaired:
        return "Nothing was compared: no quotations were found in what was given as articles."
    near = next((item for item in report.unpaired if item.near is not None), report.unpaired[0])
    count = len(report.unpaired)
    left_out = "the only quotation was" if count == 1 else f"all {count} quotations were"
    return f"Nothing was compared: {left_out} left out; to compare one all the same, type {what_to_type(report, near)}."
