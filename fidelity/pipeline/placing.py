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
    """What may carry one quotation of ``words`` words: the best passage found, if any; the evidence for it.

    ``nearest`` are the whole sentences that come nearest, those of the passage first.
    """

    passage: Passage | None
    nearest: tuple[Passage, ...]
    evidence: tuple[float, ...]
    words: int


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
    zones = [zone.span for zone in run.source.info.zones if zone.name == "body"]
    count = run.settings.pairing.alternatives
    wide = [body.whole_sentences(p.first, p.last) for p in placements]
    wide += body.nearest_sentences(query.encoding.vector, count + 1 + (body.count_sentences(*wide[0]) if wide else 0))
    near = _apart(wide)[: count + 1]
    passage = body.cut_passage(placements[0].first, placements[0].last, zones) if placements else None
    sentences = tuple(body.cut_passage(*words, zones) for words in near)
    return Candidate(passage, sentences, evidence, placements[0].quoted_words if placements else 0)


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


def _decide(run: Job, article: Document, wanted: Wanted, candidate: Candidate) -> Found:
    trust, evidence = run.calibrations.pairing, candidate.evidence
    # Of a term the pair scorer, which reads statements, knows nothing.
    if candidate.passage is not None and candidate.words > run.settings.pairing.term_words:
        texts = (wanted.quotation.text, candidate.passage.text)
        if not run.judge.why_unjudged(run.languages(article, wanted, candidate.passage)):
            trust, evidence = run.calibrations.reading, with_reading(evidence, *run.judge.examine(texts))
    odds = round(trust.log_odds(evidence), 4)
    confidence = run.calibrations.confidence(odds)
    rules = run.settings.pairing
    near = candidate.evidence[_NEAR] > 0
    missing, uncertain = [rules.near_below] * 2 if near else (rules.missing_below, rules.uncertain_below)
    absent = confidence < missing
    if candidate.passage is None or confidence < uncertain:
        return Found(None, candidate.nearest, confidence, odds, absent)
    return Found(candidate.passage, candidate.nearest[1:], confidence, odds, absent)


def scored_pairs(run: Job, task: Task, found: Sequence[Candidate]) -> list[Texts]:
    """The texts of the pairs that the scorer serves."""
    return [
        (wanted.quotation.text, each.passage.text)
        for wanted, each in zip(task.wanted, found, strict=True)
        if each.passage and not run.judge.why_unjudged(run.languages(task.article, wanted, each.passage))
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
