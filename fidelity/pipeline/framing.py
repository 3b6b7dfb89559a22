"""A second search for short uncertain quotations: their clause, which says more, is read with clauses of the body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fidelity import pairing
from fidelity.pipeline.cases import Case
from fidelity.pipeline.trust import find_trust, is_read, with_frame

if TYPE_CHECKING:
    from fidelity.pipeline.judging import Texts
    from fidelity.pipeline.run import Run
    from fidelity.types import Passage


@dataclass(frozen=True, slots=True)
class _Look:
    """The places in the body where the clause of a quotation may be."""

    framed: pairing.Framed
    clauses: tuple[Passage, ...]

    def pairs(self) -> list[Texts]:
        """The pairs that the pair scorer has to read."""
        return [(self.framed.statement, clause.text) for clause in self.clauses]


def look_again(run: Run, cases: Sequence[Case]) -> list[Case]:
    """The cases, in which short uncertain quotations have the more probable passage."""
    looks = [_look(run, case) for case in cases]
    run.judge.read(pair for look in looks if look for pair in look.pairs())
    return [_decided(run, case, look) if look else case for look, case in zip(looks, cases, strict=True)]


def _look(run: Run, case: Case) -> _Look | None:
    """``None`` if the passage is certain enough, the scorer does not serve it, or no clause contains the quotation."""
    if case.query is None or case.placement is None or case.confidence is None or not is_read(run, case):
        return None
    if run.calibrations.framing is None:
        return None
    if case.confidence >= run.settings.pairing.framed_below:
        return None
    framed = pairing.frame(case.query, run.body, case.placement, run.settings.pairing)
    return _Look(framed, tuple(run.cut(*clause) for clause in framed.clauses)) if framed else None


def _decided(run: Run, case: Case, look: _Look) -> Case:
    """The case with the most probable clause, if that is more probable than the first placement.

    The confidence is never lowered, because an article may surround a quotation with words of its own.
    """
    framing = run.calibrations.framing
    assert case.trust is not None
    assert framing is not None
    tried = with_frame(look.framed.own, [run.judge.reading(pair) for pair in look.pairs()], case.trust)
    chosen, evidence = max(tried, key=lambda each: framing.log_odds(each[1]))
    if framing.log_odds(evidence) <= case.trust:
        return case
    clause = look.framed.passage(chosen)
    whole = run.cut(*run.body.whole_sentences(*clause))
    others = [near for near in case.nearest if not near.span.overlap(whole.span)]
    nearest = (whole, *others)[: len(case.nearest)]
    return find_trust(run, replace(case, passage=run.cut(*clause), nearest=nearest, framed=evidence))
