"""From quotations to passages: what may carry each, what the pair scorer says of that, and what is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fidelity import pairing
from fidelity.pipeline.trust import with_reading
from fidelity.types import Document, Passage

if TYPE_CHECKING:
    from fidelity.pipeline.job import Job, Task, Wanted
    from fidelity.pipeline.judging import Texts

_NEAR = pairing.TRUST_FEATURES.index("near")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may carry one quotation: the best passage found, if any; the evidence for it.

    ``nearest`` are the whole sentences that come nearest, those of the passage first. ``placement`` is that of the
    passage found first. ``framed`` is the evidence of the second look (:mod:`fidelity.pipeline.framing`), if there was
    one.
    """

    query: pairing.Query
    passage: Passage | None
    nearest: tuple[Passage, ...]
    evidence: tuple[float, ...]
    placement: pairing.Placement | None
    framed: tuple[float, ...] | None = None

    @property
    def words(self) -> int:
        """How many the quotation has; 0 where no passage was found."""
        return self.placement.quoted_words if self.placement else 0

    @property
    def is_near(self) -> bool:
        """Whether another quotation of the paragraph stands close to what was found first, and that is the passage."""
        return self.evidence[_NEAR] > 0 and not self.is_elsewhere

    @property
    def is_elsewhere(self) -> bool:
        """Whether the second look found another passage."""
        return self.framed is not None and self.framed[-1] > 0

    def texts(self) -> Texts:
        """The quotation and the passage."""
        return self.query.text, self.passage.text if self.passage else ""


@dataclass(frozen=True, slots=True)
class Found:
    """The passage of one quotation, if one is likely enough; what comes next; how sure.

    ``trust`` is the log-odds behind ``confidence``. ``absent``: whether they are low enough to say that nothing carries
    the quotation.
    """

    passage: Passage | None
    nearest: tuple[Passage, ...]
    confidence: float
    trust: float
    absent: bool

    def texts(self) -> list[str]:
        """What has to be encoded to compare them with the quotation."""
        return [passage.text for passage in (self.passage, *self.nearest) if passage is not None]


def place(run: Job, task: Task, body: pairing.Body) -> list[Candidate]:
    """What may carry each wanted quotation of one article."""
    queries = [_query(run, wanted) for wanted in task.wanted]
    rank = run.calibrations.placement
    placed = pairing.place_all(queries, body, rank, run.settings.pairing)
    weighed = pairing.weigh(queries, placed, rank)
    return [_candidate(run, *each, body) for each in zip(queries, placed, weighed, strict=True)]


def _candidate(
    run: Job,
    query: pairing.Query,
    placements: Sequence[pairing.Placement],
    evidence: tuple[float, ...],
    body: pairing.Body,
) -> Candidate:
    count = run.settings.pairing.alternatives
    wide = [body.whole_sentences(p.first, p.last) for p in placements]
    wide += body.nearest_sentences(query.encoding.vector, count + 1 + (body.count_sentences(*wide[0]) if wide else 0))
    sentences = tuple(cut(run, body, *words) for words in _apart(wide)[: count + 1])
    first = placements[0] if placements else None
    passage = cut(run, body, first.first, first.last) if first else None
    return Candidate(query, passage, sentences, evidence, first)


def cut(run: Job, body: pairing.Body, first: int, last: int) -> Passage:
    """The passage of the body's words ``first`` to ``last`` (exclusive)."""
    return body.cut_passage(first, last, [zone.span for zone in run.source.info.zones if zone.name == "body"])


def _apart(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges without those that overlap an earlier one."""
    kept: list[tuple[int, int]] = []
    for start, end in ranges:
        if all(end <= low or high <= start for low, high in kept):
            kept.append((start, end))
    return kept


def decide(run: Job, task: Task, candidates: Sequence[Candidate]) -> list[Found]:
    """Which candidates carry their quotations; pairs that the scorer serves have been read."""
    return [_decide(run, task.article, *each) for each in zip(task.wanted, candidates, strict=True)]


def log_odds(run: Job, article: Document, wanted: Wanted, candidate: Candidate) -> float:
    """Those of the passage being the right one; a pair that the scorer serves has been read."""
    if candidate.framed is not None:
        return round(run.calibrations.framing.log_odds(candidate.framed), 4)
    trust, evidence = run.calibrations.pairing, candidate.evidence
    # Of a term the pair scorer, which reads statements, knows nothing.
    if candidate.words > run.settings.pairing.term_words and serves(run, article, wanted, candidate):
        trust, evidence = run.calibrations.reading, with_reading(evidence, run.judge.measure(candidate.texts()))
    return round(trust.log_odds(evidence), 4)


def serves(run: Job, article: Document, wanted: Wanted, candidate: Candidate) -> bool:
    """Whether there is a passage, and the pair scorer serves the languages of both sides."""
    passage = candidate.passage
    return passage is not None and not run.judge.why_unjudged(run.languages(article, wanted, passage))


def _decide(run: Job, article: Document, wanted: Wanted, candidate: Candidate) -> Found:
    odds = log_odds(run, article, wanted, candidate)
    confidence = run.calibrations.confidence(odds)
    rules = run.settings.pairing
    missing, uncertain = [rules.near_below] * 2 if candidate.is_near else (rules.missing_below, rules.uncertain_below)
    absent = confidence < missing
    if candidate.passage is None or confidence < uncertain:
        return Found(None, candidate.nearest, confidence, odds, absent)
    return Found(candidate.passage, candidate.nearest[1:], confidence, odds, absent)


def scored_pairs(run: Job, task: Task, found: Sequence[Candidate]) -> list[Texts]:
    """The texts of the pairs that the scorer serves."""
    return [
        each.texts() for wanted, each in zip(task.wanted, found, strict=True) if serves(run, task.article, wanted, each)
    ]


def _query(run: Job, wanted: Wanted) -> pairing.Query:
    return pairing.Query(
        text=wanted.quotation.text,
        encoding=run.pairer[wanted.quotation.text],
        carrier_text=wanted.around,
        carrier=run.pairer[wanted.around],
        skipped=wanted.skipped,
        paragraph=wanted.quotation.paragraph.start,
    )
