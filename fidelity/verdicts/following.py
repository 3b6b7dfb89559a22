"""Which verdicts stand, and which entry of a new report each one follows.

A verdict is found again by the ids of the words it was given on, never by a file, an offset or a setting.

==========================  =====================================================================================
given as                    holds, and else is shown as stale
==========================  =====================================================================================
a severity, on a passage    while the quotation's passage is of the same words (the same ``id``), or overlaps the
                            judged one by half or more of it in the same translation
a severity, on a missing    while the quotation is ``missing`` or ``uncertain`` in the same translation
"wrong pairing"             for a pair of exactly the same words, its ``id``
"has a passage"             in the same translation, while the quotation has no passage, or one that overlaps the
                            picked one by half or more of it
==========================  =====================================================================================

The same translation is one of the same bytes. In another, spans count in another text: what was judged there holds for
a pair of exactly the same words, and what was missing there is judged anew, so that no omission of a new version hides
behind what was said of an old one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from fidelity.report import Report
from fidelity.types import SOUGHT, Pair, Span, Unpaired, Verdict, VerdictRecord

_REPEAT = re.compile(r"-[0-9]+\Z")
_HALF = 2
"""A passage is still the judged one while it overlaps one part in so many of it: design of the ids, not a setting."""


def standing(records: Iterable[VerdictRecord]) -> tuple[VerdictRecord, ...]:
    """The records that stand, oldest first: the last of each reviewer on each entry that is not undone.

    An entry is a pair of words, or a quotation without passage in one translation. Times decide what is last, then the
    order given. Undoing brings back what the reviewer had said of the entry before.
    """
    every = _once(records)
    undone = {(each.reviewer, each.undoes) for each in every if each.severity is None}
    last: dict[tuple[str, ...], VerdictRecord] = {}
    for each in every:
        if each.severity is not None and (not each.uid or (each.reviewer, each.uid) not in undone):
            last.pop(_entry_of(each), None)
            last[_entry_of(each)] = each
    return tuple(last.values())


def attach(report: Report, records: Iterable[VerdictRecord]) -> Report:
    """``report`` with the verdicts of ``records`` and no others.

    Of several reviewers the latest who judged what the report shows is shown; if all are stale, the latest. An entry
    is looked up by its ``quotation_id``, so that words quoted by two articles in one paragraph are judged once.
    """
    by_quotation: dict[str, list[VerdictRecord]] = {}
    for each in standing(records):
        by_quotation.setdefault(each.quotation_id, []).append(each)
    translation = report.translation.sha256

    def judged(entry: Pair | Unpaired) -> Verdict | None:
        return _verdict(entry, by_quotation.get(entry.quotation_id, ()), translation)

    return replace(
        report,
        pairs=tuple(replace(pair, verdict=judged(pair)) for pair in report.pairs),
        unpaired=tuple(replace(item, verdict=judged(item)) for item in report.unpaired),
    )


def holds(record: VerdictRecord, entry: Pair | Unpaired, translation: str) -> bool:
    """Whether ``record``, given on this quotation, still says something of ``entry``.

    ``translation`` is the SHA-256 of the translation of the report that ``entry`` is of.
    """
    same_text = record.translation == translation
    if isinstance(entry, Unpaired):
        sought = entry.reason in SOUGHT or record.severity == "has a passage"
        return same_text and not record.passage and sought
    if record.passage and _unnumbered(record.id) == _unnumbered(entry.id):
        return True
    if record.severity == "has a passage":
        return same_text and record.picked is not None and _overlaps(entry.passage.spans, (record.picked,))
    return record.severity != "wrong pairing" and same_text and _overlaps(entry.passage.spans, record.passage)


def _verdict(entry: Pair | Unpaired, given: Sequence[VerdictRecord], translation: str) -> Verdict | None:
    if not given:
        return None
    holding = [each for each in given if holds(each, entry, translation)]
    shown = (holding or given)[-1]
    assert shown.severity is not None  # rows that undo do not stand
    return Verdict(shown.severity, shown.comment, shown.reviewer, stale=not holding)


def _overlaps(found: Sequence[Span], judged: Sequence[Span]) -> bool:
    """Whether half or more of the judged stretches lies in the found ones."""
    shared = sum(one.overlap(other) for one in found for other in judged)
    return shared > 0 and shared * _HALF >= sum(map(len, judged))


def _once(records: Iterable[VerdictRecord]) -> list[VerdictRecord]:
    """Records in order of time, each ``uid`` once."""
    unique: dict[object, VerdictRecord] = {}
    for number, each in enumerate(records):
        unique.setdefault(each.uid or number, each)
    return sorted(unique.values(), key=lambda each: each.time)


def _entry_of(record: VerdictRecord) -> tuple[str, ...]:
    where = "" if record.passage else record.translation
    return record.reviewer, record.quotation_id, _unnumbered(record.id), where


def _unnumbered(pair_id: str) -> str:
    """The id without the ``-2`` of a repeat: beside its quotation's own number, it hangs on how others were paired."""
    return _REPEAT.sub("", pair_id)
