"""Which cases are compared, and why the others are not: decided last, by all that is known of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from fidelity.pipeline.cases import Case
from fidelity.pipeline.extracting import count_words
from fidelity.pipeline.run import Run
from fidelity.selection import select_quotations
from fidelity.types import Reason


def select(run: Run, cases: Sequence[Case]) -> tuple[list[Case], dict[str, str]]:
    """The cases with their reasons, and for each article's id what was taken for its author, in plain sentences."""
    selected: list[Case] = []
    statements: dict[str, str] = {}
    for article, some in groupby(cases, key=lambda case: case.article.info.id):
        own = list(some)
        chosen, statements[article] = _select(run, own)
        selected += chosen
    return selected, statements


def _select(run: Run, cases: Sequence[Case]) -> tuple[list[Case], str]:
    quotations = [case.quotation for case in cases]
    nearness = {id(case.quotation): _cosine(run, case) for case in cases}
    choice = select_quotations(
        run.source,
        cases[0].article,
        quotations,
        run.settings.selection,
        lambda some: [nearness[id(each)] for each in some],
    )
    reasons = dict(choice.excluded)
    return [replace(case, reason=reasons.get(case.quotation) or _decide(run, case)) for case in cases], choice.statement


def _cosine(run: Run, case: Case) -> float:
    return float((run.body.vectors @ case.query.encoding.vector).max()) if case.query else -1.0


def _decide(run: Run, case: Case) -> Reason | None:
    """Whether a case that is the document's has a passage, is missing, or neither is sure."""
    if not case.is_sought or case.confidence is None:
        return "other language"
    rules = run.settings.pairing
    missing, uncertain = rules.missing_below, rules.uncertain_below
    if run.is_across:
        missing = uncertain = rules.across_below
    elif case.is_near:
        missing = uncertain = rules.near_below
    if case.passage is not None and case.confidence >= uncertain:
        return None
    sure = run.is_calibrated and case.confidence < missing
    return "missing" if sure and count_words(case.quotation.text) >= rules.missing_words else "uncertain"
