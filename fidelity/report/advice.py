"""What a user can type to compare a quotation that was left out or to leave one out, and how long a run takes."""

from __future__ import annotations

import shlex

from fidelity.report.result import Report
from fidelity.types import Pair, Unpaired

_CHARACTERS_A_MINUTE = 480_000
"""English text that ``fidelity check`` compares in a minute on one core of a server (measured with 2 MB of it)."""

_PATIENCE = 2
"""Minutes from which a user wants to know beforehand how long it takes."""


def what_to_type(report: Report, entry: Pair | Unpaired) -> str:
    """The option of ``fidelity check`` that changes what was decided for one entry: ``--compare 7``."""
    number = report.number(entry)
    return f"--leave-out {number}" if isinstance(entry, Pair) or entry.reason == "missing" else f"--compare {number}"


def ways_to_compare(report: Report, item: Unpaired) -> tuple[str, ...]:
    """Options that compare a quotation that was left out: first this quotation alone, then all of its kind."""
    quotation, ways = item.quotation, [what_to_type(report, item)]
    if item.reason == "other speaker" and quotation.speaker:
        ways.append(f"--speaker {shlex.quote(quotation.speaker)}")
    if item.reason == "other occasion":
        ways.append(f"--occasion {shlex.quote(quotation.occasion.text or quotation.occasion.kind)}")
    return tuple(ways)


def say_nothing_compared(report: Report) -> str | None:
    """If nothing was compared, a plain sentence that says what to do; otherwise ``None``."""
    if report.pairs or report.missing:
        return None
    if not report.unpaired:
        return "Nothing was compared: no quotations were found in the articles."
    near = next((item for item in report.unpaired if item.near is not None), report.unpaired[0])
    count = len(report.unpaired)
    left_out = "the only quotation was" if count == 1 else f"all {count} quotations were"
    which = "it" if count == 1 else "one of them"
    return f"Nothing was compared: {left_out} left out; to compare {which} anyway, add {what_to_type(report, near)}."


def say_how_long(characters: int) -> str | None:
    """If documents of so many characters take minutes to compare, a sentence that says so; otherwise ``None``."""
    minutes = round(characters / _CHARACTERS_A_MINUTE)
    if minutes < _PATIENCE:
        return None
    return f"The documents have {characters:,} characters; to compare them takes about {minutes} minutes on one core."
