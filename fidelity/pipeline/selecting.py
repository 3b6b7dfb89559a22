"""Decides which cases are compared, and why the others are not. This is decided last, with all evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from statistics import fmean

from fidelity.calibration import logistic
from fidelity.pipeline.cases import Case
from fidelity.pipeline.choosing import Choices
from fidelity.pipeline.extracting import count_words
from fidelity.pipeline.run import Run
from fidelity.quotations import extract_quotations
from fidelity.selection import (
    Facts,
    Profile,
    Said,
    explain,
    find_asked,
    find_reason,
    gather_facts,
    is_requested,
    may_be_speech,
    measure_sameness,
    read_profile,
    weigh_words,
)
from fidelity.settings import SelectionSettings
from fidelity.types import Reason, Selection


def select(run: Run, cases: Sequence[Case], choices: Choices) -> tuple[list[Case], dict[str, str]]:
    """The cases with selection and reason, and for each article's id a plain sentence about whose words were kept."""
    own = extract_quotations(run.source, run.settings.quotations)
    profile = read_profile(run.source, own, run.settings.selection)
    selected: list[Case] = []
    statements: dict[str, str] = {}
    for article, some in groupby(cases, key=lambda case: case.article.info.id):
        chosen, statements[article] = _select(run, profile, list(some), choices)
        selected += chosen
    return selected, statements


def say(run: Run, case: Case) -> Said:
    """The evidence of pairing for the words of a case."""
    rules = run.settings.selection
    same = measure_sameness(*case.texts, rules.verbatim_words)
    if run.is_across:  # words of two languages are never the same: what two renderings usually share stands in
        same = replace(same, share=rules.usual_share * (case.confidence or 0.0), whole=False)
    around = ""
    if case.passage is not None:
        first, last = case.passage.spans[0].start, case.passage.spans[-1].end
        around = run.source.text[max(0, first - rules.told_characters) : last]
    return Said(case.quotation, case.trust, same, around)


def _select(run: Run, profile: Profile, cases: Sequence[Case], choices: Choices) -> tuple[list[Case], str]:
    """The cases of one article."""
    article, said = cases[0].article.text, [say(run, case) for case in cases]
    asked = find_asked(run.settings.selection.speakers, [case.quotation for case in cases], article)
    facts = gather_facts(profile, article, said, asked.speakers, run.settings.selection)
    is_recognised = run.is_across or _is_recognised(cases, said, run.settings.selection)
    chosen = [
        _chosen(run, case, each, asked.speakers, choices, is_recognised)
        for case, each in zip(cases, facts, strict=True)
    ]
    counts = Counter(case.reason for case in chosen if case.reason not in (None, "missing", "uncertain"))
    left_out = ", ".join(f"{_PLURALS.get(reason or '', reason)}: {count}" for reason, count in sorted(counts.items()))
    statement = asked.statement or _state_authors(facts)
    return chosen, f"{statement} Left out: {left_out}." if left_out else statement


def _is_recognised(cases: Sequence[Case], said: Sequence[Said], rules: SelectionSettings) -> bool:
    """Whether a passage that the translation has would be recognised in this article's words.

    Its words are near to the translation's, or several of its passages were found with confidence. Elsewhere, in an
    article that renders the original in words of its own, it takes a lower confidence to call a quotation missing.
    """
    told = [
        (each.sameness.share, case.confidence or 0.0)
        for case, each in zip(cases, said, strict=True)
        if each.trust is not None and each.trust >= 0 and each.sameness.words >= rules.telling_words
    ]
    if not told or fmean(share for share, _ in told) >= rules.close_from:
        return True
    sure = fmean(confidence for _, confidence in told) >= rules.recognised_from
    return sure and len(told) >= rules.recognised_passages


_PLURALS = {"term or title": "terms or titles", "scare quote": "scare quotes"}


def _state_authors(facts: Sequence[Facts]) -> str:
    named = (each.said.quotation.speaker for each in facts if each.speaker == "author")
    shown: dict[str, str] = {}
    for name in named:
        if name:
            shown.setdefault(name.casefold(), name)
    authors = ", ".join(shown.values())
    if authors:
        return f"The words of {authors} count as the document's."
    return "The article quotes nobody whom the translation names, so words that are near to it count as the document's."


def _chosen(run: Run, case: Case, facts: Facts, asked: Sequence[str], choices: Choices, is_recognised: bool) -> Case:
    """The case with the probability that its words are the document's, and the reason if it is not compared."""
    attribution, selection = run.calibrations.attribution, run.calibrations.selection
    spoken = attribution.log_odds(facts.attribution)
    odds = round(selection.log_odds(weigh_words(facts, spoken)), 4)
    probability = run.calibrations.selected(odds)
    found = Selection(probability, explain(facts, attribution, selection), odds)
    reason = _find_reason(run, case, facts, found, logistic(spoken), asked, choices)
    if reason == "missing" and not is_recognised and (case.confidence or 0.0) >= run.settings.pairing.rendered_below:
        reason = "uncertain"
    return replace(case, selection=found, reason=reason)


def _find_reason(
    run: Run,
    case: Case,
    facts: Facts,
    found: Selection,
    by_attribution: float,
    asked: Sequence[str],
    choices: Choices,
) -> Reason | None:
    """The reason why a case is not compared. The user's choice takes precedence over the evidence."""
    rules, quotation = run.settings.selection, case.quotation
    is_chosen = case.id in choices.compare
    dropped = case.id in choices.leave_out or not (is_chosen or is_requested(facts, asked, rules))
    if quotation.kind not in rules.kinds or dropped:
        return "not requested"
    if not case.is_sought:
        return "other language"
    probability = found.probability
    if is_chosen:
        probability = by_attribution = 1.0
    elif rules.all_speakers and quotation.aside is None:
        probability = 1.0
    elif not may_be_speech(facts, rules):
        probability = by_attribution = 0.0
    elif facts.speaker not in ("author", "document"):  # nobody said that they come from the document
        by_attribution = min(by_attribution, rules.missing_from - 0.01)
    reason = _decide(run, case, probability, by_attribution)
    return find_reason(facts, run.calibrations.attribution) if reason == "other speaker" else reason


def _decide(run: Run, case: Case, probability: float, by_attribution: float) -> Reason | None:
    """``None`` if a case is compared, else ``missing``, ``uncertain``, or ``other speaker`` for any other reason.

    ``by_attribution`` is the probability, 0..1, that the words are the document's by speaker and occasion alone.
    """
    rules, chosen = run.settings.pairing, run.settings.selection
    is_likely = case.words <= rules.framed_words and by_attribution >= chosen.compared_from
    lenient = case.is_near or is_likely  # a few words alone are little evidence, but somebody said them
    missing, uncertain = rules.missing_below, rules.uncertain_below
    if run.is_across:
        few = case.words <= rules.framed_words
        missing = uncertain = rules.across_few_below if few else rules.across_below
    elif lenient:
        missing = uncertain = rules.near_below
    confidence = case.confidence or 0.0
    if case.passage is not None and confidence >= uncertain:
        return None if probability >= chosen.compared_from else "other speaker"
    sure = run.is_calibrated and confidence < missing and by_attribution >= chosen.missing_from
    if sure and case.quotation.aside is None and count_words(case.quotation.text) >= rules.missing_words:
        return "missing"
    return "uncertain" if probability >= chosen.compared_from else "other speaker"
