"""From quotations to passages: the candidates, the pair scorer's reading of them, and the confidence in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, groupby

from fidelity import pairing
from fidelity.pipeline.cases import Case
from fidelity.pipeline.framing import look_again
from fidelity.pipeline.judging import Texts
from fidelity.pipeline.run import Run
from fidelity.pipeline.trust import find_trust, is_read
from fidelity.types import Quotation


def find_passages(run: Run, cases: Sequence[Case]) -> list[Case]:
    """The cases. Those whose passage is searched get their candidate.

    The quotations of one article are placed together.
    """
    return [case for _, own in groupby(cases, key=lambda case: case.article.info.id) for case in _place(run, list(own))]


def pairs_to_read(run: Run, placed: Sequence[Case]) -> list[Texts]:
    """The pairs that the pair scorer has to read before the confidence is known."""
    return [case.texts for case in placed if is_read(run, case)]


def trust_passages(run: Run, placed: Sequence[Case]) -> list[Case]:
    """The cases with the confidence in their passages.

    Short uncertain quotations are searched again, with their clause.
    """
    run.judge.read(pairs_to_read(run, placed))
    return look_again(run, [find_trust(run, case) if case.is_sought else case for case in placed])


def _place(run: Run, cases: Sequence[Case]) -> list[Case]:
    """The cases of one article, with the best placement of each."""
    queries = {case.id: _query(run, case) for case in cases if case.is_sought}
    placements = run.place(list(queries.values()))
    weighed = pairing.weigh(list(queries.values()), placements, run.calibrations.placement)
    found = dict(zip(queries, zip(placements, weighed, strict=True), strict=True))
    return [
        _with_passage(run, replace(case, query=queries[case.id]), *found[case.id]) if case.id in found else case
        for case in cases
    ]


def _query(run: Run, case: Case) -> pairing.Query:
    words, around = run.memory.encode((case.quotation.text, case.around), "reading")
    start = case.quotation.paragraph.start
    return pairing.Query(case.quotation.text, words, case.around, around, case.skipped, start, _breaks(case.quotation))


def _breaks(quotation: Quotation) -> tuple[int, ...]:
    """The offsets in the quotation's text where the article interrupts it, between its spans."""
    ends = list(accumulate(len(span) + 1 for span in quotation.spans))
    return tuple(end - 1 for end in ends[:-1])


def _with_passage(run: Run, case: Case, placements: Sequence[pairing.Placement], evidence: tuple[float, ...]) -> Case:
    assert case.query is not None
    count, body = run.settings.pairing.alternatives, run.body
    wide = [body.whole_sentences(p.first, p.last) for p in placements]
    wide += body.nearest_sentences(
        case.query.encoding.vector, count + 1 + (body.count_sentences(*wide[0]) if wide else 0)
    )
    nearest = tuple(run.cut(*words) for words in _apart(wide)[: count + 1])
    first = placements[0] if placements else None
    passage = run.cut_runs(first.runs or ((first.first, first.last),)) if first else None
    return replace(case, placement=first, passage=passage, nearest=nearest, evidence=evidence)


def _apart(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges without those that overlap an earlier one."""
    kept: list[tuple[int, int]] = []
    for start, end in ranges:
        if all(end <= low or high <= start for low, high in kept):
            kept.append((start, end))
    return kept
