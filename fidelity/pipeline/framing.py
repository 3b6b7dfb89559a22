"""A second look for a few unsure words: their clause is read with clauses of the body, which says more than they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fidelity import pairing
from fidelity.pipeline import placing
from fidelity.pipeline.placing import Candidate
from fidelity.pipeline.trust import with_frame

if TYPE_CHECKING:
    from fidelity.pipeline.job import Job, Task, Wanted
    from fidelity.pipeline.judging import Texts
    from fidelity.types import Document, Passage


@dataclass(frozen=True, slots=True)
class _Look:
    """A candidate, the log-odds of its passage, and where its clause may stand in the body."""

    candidate: Candidate
    log_odds: float
    framed: pairing.Framed
    clauses: tuple[Passage, ...]

    def pairs(self) -> list[Texts]:
        """What the pair scorer has to read."""
        return [(self.framed.statement, clause.text) for clause in self.clauses]


def look_again(run: Job, task: Task, body: pairing.Body, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, those of a few unsure words with the likelier passage; all that the scorer serves was read."""
    looks = [_look(run, task.article, *each, body) for each in zip(task.wanted, candidates, strict=True)]
    run.judge.read(pair for look in looks if look for pair in look.pairs())
    return [_decided(run, body, look) if look else candidate for look, candidate in zip(looks, candidates, strict=True)]


def _look(run: Job, article: Document, wanted: Wanted, candidate: Candidate, body: pairing.Body) -> _Look | None:
    """``None`` where the passage is sure enough, the scorer does not serve it, or no clause carries the quotation."""
    if candidate.placement is None or not placing.serves(run, article, wanted, candidate):
        return None
    odds = placing.log_odds(run, article, wanted, candidate)
    if run.calibrations.confidence(odds) >= run.settings.pairing.framed_below:
        return None
    framed = pairing.frame(candidate.query, body, candidate.placement, run.settings.pairing)
    if framed is None:
        return None
    return _Look(candidate, odds, framed, tuple(placing.cut(run, body, *clause) for clause in framed.clauses))


def _decided(run: Job, body: pairing.Body, look: _Look) -> Candidate:
    """The candidate on the clause that the article's is likeliest to be, if that is likelier than what was found first.

    It is not trusted less: an article may set a quotation in words of its own.
    """
    readings = [run.judge.reading(pair) for pair in look.pairs()]
    tried = with_frame(look.framed.own, readings, look.log_odds)
    chosen, evidence = max(tried, key=lambda each: run.calibrations.framing.log_odds(each[1]))
    if run.calibrations.framing.log_odds(evidence) <= look.log_odds:
        return look.candidate
    clause = look.framed.passage(chosen)
    whole = placing.cut(run, body, *body.whole_sentences(*clause))
    others = [near for near in look.candidate.nearest if not near.span.overlap(whole.span)]
    nearest = (whole, *others)[: len(look.candidate.nearest)]
    return replace(look.candidate, passage=placing.cut(run, body, *clause), nearest=nearest, framed=evidence)
