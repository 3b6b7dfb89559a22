"""Which verdicts are valid, and to which entry of a new report each one applies.

A verdict is found again by the ids of the words on which it was given, never by a file, an offset or a setting.

==========================  =====================================================================================
given as                    applies in these cases, and is otherwise shown as stale
==========================  =====================================================================================
a severity, on a passage    while the quotation's passage has the same words (the same ``id``), or overlaps the
                            judged one by half or more of it in the same translation
a severity, on a missing    while the quotation is ``missing`` or ``uncertain`` in the same translation
"wrong pairing"             for a pair of exactly the same words, its ``id``
"has a passage"             in the same translation, while the quotation has no passage, or one that overlaps the
                            picked one by half or more of it
"is of the document",       in the same translation, whatever passage the quotation has
"is not of the document"
==========================  =====================================================================================

Whose words a quotation's are and how they are translated are two questions, and a reviewer's answers to both are valid
side by side: a severity that is given later does not replace "is of the document". A report shows one verdict on each
entry: "is not of the document" if it was given, otherwise a severity, and otherwise "is of the document".

The same translation is a file with the same bytes. In another translation the spans would count in another text.
Therefore a verdict on a pair then applies only to a pair of exactly the same words, and a quotation that is missing
has to be judged again, so that a verdict on an old version cannot hide an omission of a new version.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from fidelity.report import Report
from fidelity.types import ON_SELECTION, SOUGHT, Pair, Span, Unpaired, Verdict, VerdictRecord

_REPEAT = re.compile(r"-[0-9]+\Z")
_HALF = 2
"""A passage counts as the judged one if it covers at least half of it. This is part of the design and not a setting."""


def standing(records: Iterable[VerdictRecord]) -> tuple[VerdictRecord, ...]:
    """The valid records, oldest first: each reviewer's last record on each entry that was not undone.

    An entry is a pair of quotation and passage by their words, or a quotation without passage in one translation; the
    question whose words a quotation's are is an entry of its own. The last record is the latest by time; of equal
    times, the later in the order given. After an undo, the reviewer's earlier record on the entry is valid again.
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
    """``report`` with exactly the verdicts of ``records``.

    If several reviewers judged an entry, the latest verdict that is not stale is shown, or the latest if all are stale.
    "is not of the document" is shown in preference to a severity, and "is of the document" only if no severity is.
    An entry is found by its ``quotation_id``, so that a paragraph that two articles share is judged only once.
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
    """Whether ``record``, which was given on this quotation, still applies to ``entry``.

    ``translation`` is the SHA-256 of the translation in the report that contains ``entry``.
    """
    same_text = record.translation == translation
    if record.severity in ON_SELECTION:
        return same_text
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
    shown = first_to_show(holding or given)
    assert shown.severity is not None  # rows that undo others are never valid themselves
    return Verdict(shown.severity, shown.comment, shown.reviewer, stale=not holding)


def first_to_show(given: Sequence[VerdictRecord]) -> VerdictRecord:
    """The verdict that says most about an entry, among the valid ones on it, oldest first.

    After "is not of the document" a severity does not matter, and a severity implies "is of the document".
    """
    selected = [each for each in given if each.severity in ON_SELECTION]
    judged = [each for each in given if each.severity not in ON_SELECTION]
    if selected and (not judged or selected[-1].severity == "is not of the document"):
        return selected[-1]
    return judged[-1]


def _overlaps(found: Sequence[Span], judged: Sequence[Span]) -> bool:
    """Whether the found stretches cover half or more of the judged ones."""
    shared = sum(one.overlap(other) for one in found for other in judged)
    return shared > 0 and shared * _HALF >= sum(map(len, judged))


def _once(records: Iterable[VerdictRecord]) -> list[VerdictRecord]:
    """The records in order of time, with each ``uid`` once."""
    unique: dict[object, VerdictRecord] = {}
    for number, each in enumerate(records):
        unique.setdefault(each.uid or number, each)
    return sorted(unique.values(), key=lambda each: each.time)


def _entry_of(record: VerdictRecord) -> tuple[str, ...]:
    if record.severity in ON_SELECTION:
        return record.reviewer, record.quotation_id, "selection", record.translation
    where = "" if record.passage else record.translation
    return record.reviewer, record.quotation_id, _unnumbered(record.id), where


def _unnumbered(pair_id: str) -> str:
    """The id without the ``-2`` of a repeat, since that number depends on how other quotations were paired."""
    return _REPEAT.sub("", pair_id)
