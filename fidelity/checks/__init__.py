"""The checks: what each is called, what it looks for, and the function that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fidelity.checks.alignment import Alignment
from fidelity.checks.direction import find_direction_drift
from fidelity.checks.foreign import find_foreign_words
from fidelity.checks.glossary import find_glossary_drift
from fidelity.checks.hedging import find_certainty_drift
from fidelity.checks.intensity import find_intensity_drift
from fidelity.checks.names.check import find_name_drift
from fidelity.checks.negation.check import find_polarity_drift
from fidelity.checks.numbers.check import find_number_drift
from fidelity.checks.omission.check import find_left_out
from fidelity.checks.scope import find_scope_drift
from fidelity.checks.untranslated import find_untranslated
from fidelity.settings import JudgementSettings
from fidelity.types import Issue, severity_rank


@dataclass(frozen=True, slots=True)
class Check:
    """One check. ``about`` says in plain words what it looks for."""

    name: str
    about: str
    find: Callable[[Alignment, JudgementSettings], tuple[Issue, ...]] | None


def _find_untranslated(alignment: Alignment, settings: JudgementSettings) -> tuple[Issue, ...]:
    return find_untranslated(alignment.quotation.text, alignment.passage.text, "en", settings)


CHECKS = (
    Check("numbers", "numbers, dates, quantities and units, by value and in both directions", find_number_drift),
    Check("negation", "negations that came or went, and words turned into their opposite", find_polarity_drift),
    Check("names", "people, places and organisations, with their variants", find_name_drift),
    Check("hedging", "how certain a claim is: hedges and modals hardened or softened", find_certainty_drift),
    Check("scope", "quantifiers and bounds: all, only, at least", find_scope_drift),
    Check("direction", "more or less, before or after, up or down", find_direction_drift),
    Check("intensity", "stronger or weaker words for the same", find_intensity_drift),
    Check("untranslated", "words left in another script", _find_untranslated),
    Check("foreign", "words of another language in the same script", find_foreign_words),
    Check("omission", "words left out, put in or in no order, where a sentence has a gap or is broken", find_left_out),
    Check("glossary", "terms that --glossary binds", find_glossary_drift),
    Check("consistency", "a term rendered in several ways across one document", None),
)
"""All checks, in the order in which they run. ``consistency`` needs a whole document and runs after them."""

NAMES = tuple(check.name for check in CHECKS)


def run_checks(alignment: Alignment, settings: JudgementSettings) -> tuple[Issue, ...]:
    """What the chosen checks find in one pair, in turn; what is said once of some words is not said again of fewer."""
    found = [
        issue
        for check in CHECKS
        if check.find is not None and check.name not in settings.skipped_checks
        for issue in check.find(alignment, settings)
    ]
    return tuple(issue for place, issue in enumerate(found) if not _is_said(place, found))


def _is_said(place: int, found: list[Issue]) -> bool:
    """Whether another issue says what this one does; of two that say the same, the first stands."""
    issue = found[place]
    return any(
        _says(other, issue) and (n < place or not _says(issue, other)) for n, other in enumerate(found) if n != place
    )


def _says(one: Issue, other: Issue) -> bool:
    """Whether ``one`` is at least as grave as ``other`` and covers all its words."""
    if severity_rank(one.severity) < severity_rank(other.severity):
        return False
    sides = ((one.quotation_spans, other.quotation_spans), (one.passage_spans, other.passage_spans))
    return all(any(a.covers(b) for a in mine) for mine, theirs in sides for b in theirs)
