"""Turns cases into the entries of a report: judged pairs, and quotations without a passage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from fidelity.identity import number_repeats, pair_id
from fidelity.pipeline.cases import Case
from fidelity.pipeline.ellipses import say_dropped
from fidelity.pipeline.judging import Texts
from fidelity.pipeline.run import Run
from fidelity.types import Alternative, Issue, Judged, Pair, Passage, Quotation, Span, Unmatched, Unpaired


def make_entries(run: Run, cases: Sequence[Case]) -> tuple[list[Pair], list[Unpaired]]:
    """The entry of the report for each case that was selected or left out."""
    compared = [case for case in cases if case.reason is None and case.passage is not None]
    run.memory.encode(compared_texts(cases), "comparing")
    run.judge.understand(pairs_to_judge(run, cases))
    pairs = _mark_inconsistent_terms(run, [_pair(run, case, _of(case)) for case in compared])
    return _with_distinct_ids(pairs), [_unpaired(run, case) for case in cases if case.reason is not None]


def pairs_to_judge(run: Run, cases: Sequence[Case]) -> list[Texts]:
    """What both scorers have to read for the pairs that the report shows."""
    compared = [case for case in cases if case.reason is None and case.passage is not None]
    return [case.texts for case in compared if not run.judge.why_unjudged(run.languages(case, _of(case)))]


def _of(case: Case) -> Passage:
    assert case.passage is not None
    return case.passage


def compared_texts(cases: Sequence[Case]) -> list[str]:
    """The texts that have to be compared with the quotations for the report."""
    return [text for case in cases if case.is_sought for text in _compared_with(case)]


def _compared_with(case: Case) -> list[str]:
    shown = [case.passage] if case.passage is not None and case.reason is None else []
    return [passage.text for passage in (*shown, *case.nearest)]


def _pair(run: Run, case: Case, passage: Passage) -> Pair:
    """The pair of a quotation and its passage, with all issues."""
    quotation = case.quotation
    judged = run.judge.judge(case.texts, run.languages(case, passage), run.around(passage))
    return Pair(
        id=pair_id(case.article.text, quotation, passage.text),
        quotation_id=case.id,
        article=case.article.info.id,
        quotation=quotation,
        passage=passage,
        similarity=run.similarity(*case.texts),
        confidence=case.confidence if run.is_calibrated else None,
        score=judged.score,
        fidelity=judged.fidelity,
        severity=judged.severity,
        issues=_in_documents(judged.issues, quotation, passage),
        alternatives=_alternatives(run, case, case.nearest[1:]),
        unjudged=judged.unjudged,
        notes=(*_dropped(run, quotation, passage), *judged.notes),
        trust=case.trust,
        selection=case.selection,
        unmatched=_unmatched(judged, quotation, passage),
    )


def _unmatched(judged: Judged, quotation: Quotation, passage: Passage) -> Unmatched | None:
    """The words without a counterpart, as spans of the documents."""
    if judged.unmatched is None:
        return None
    mine, theirs = judged.unmatched
    return _map_spans(mine, quotation.spans), _map_spans(theirs, passage.spans)


def _unpaired(run: Run, case: Case) -> Unpaired:
    """The quotation without a passage: missing, uncertain, or not of the document."""
    assert case.reason is not None
    if case.reason not in ("missing", "uncertain"):
        return Unpaired(
            case.id, case.article.info.id, case.quotation, case.reason, selection=case.selection, near=_near(run, case)
        )
    is_missing = case.reason == "missing"
    said = case.quotation.spans
    omission = Issue("accuracy/omission", "missing", "major", said, (), "no passage carries these words")
    return Unpaired(
        quotation_id=case.id,
        article=case.article.info.id,
        quotation=case.quotation,
        reason=case.reason,
        confidence=case.confidence if run.is_calibrated else None,
        severity="major" if is_missing else None,
        issues=(omission,) if is_missing else (),
        alternatives=_alternatives(run, case, case.nearest),
        trust=case.trust,
        selection=case.selection,
        near=_near(run, case),
    )


def _alternatives(run: Run, case: Case, passages: Sequence[Passage]) -> tuple[Alternative, ...]:
    said = case.quotation.text
    return tuple(Alternative(p.text, p.span, run.similarity(said, p.text)) for p in passages)


def _near(run: Run, case: Case) -> Alternative | None:
    """The most similar sentence, if it is near enough."""
    if not case.nearest or case.reason == "not requested":
        return None
    first = max(_alternatives(run, case, case.nearest[:1]), key=lambda each: each.similarity)
    return first if first.similarity >= run.settings.selection.near_from else None


def _mark_inconsistent_terms(run: Run, pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs, with issues for terms that a pair renders in another way than the others."""
    judged = [pair for pair in pairs if pair.unjudged is None and pair.unmatched is None]
    found = run.judge.find_inconsistent_terms([(pair.quotation.text, pair.passage.text) for pair in judged])
    issues = {
        id(pair): _in_documents(some, pair.quotation, pair.passage) for pair, some in zip(judged, found, strict=True)
    }
    return [replace(pair, issues=(*pair.issues, *issues.get(id(pair), ()))) for pair in pairs]


def _dropped(run: Run, quotation: Quotation, passage: Passage) -> tuple[str, ...]:
    if not quotation.ellipses:
        return ()
    encodings = run.memory.encode((quotation.text, passage.text), "comparing")
    return say_dropped(quotation, passage, encodings, run.settings.quotations.ellipsis_slack)


def _with_distinct_ids(pairs: Sequence[Pair]) -> list[Pair]:
    """Pair ids numbered like quotation ids: repeats within one article get ``-2``, ``-3``."""
    by_article: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_article.setdefault(pair.article, []).append(pair)
    return [
        replace(pair, id=each)
        for own in by_article.values()
        for pair, each in zip(own, number_repeats(pair.id for pair in own), strict=True)
    ]


def _in_documents(issues: Iterable[Issue], quotation: Quotation, passage: Passage) -> tuple[Issue, ...]:
    """Issues whose spans index the two texts, with spans that index the documents."""
    return tuple(
        replace(
            issue,
            quotation_spans=_map_spans(issue.quotation_spans, quotation.spans),
            passage_spans=_map_spans(issue.passage_spans, passage.spans),
        )
        for issue in issues
    )


def _map_spans(inner: Sequence[Span], outer: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in the stretches ``outer`` joined by one space, as spans in the document."""
    mapped: list[Span] = []
    position = 0
    for stretch in outer:
        held = Span(position, position + len(stretch))
        for span in inner:
            start, end = max(span.start, held.start), min(span.end, held.end)
            if start < end:
                mapped.append(Span(stretch.start + start - position, stretch.start + end - position))
        position = held.end + 1
    return tuple(sorted(mapped))
