"""Intensity and tone: a stronger or weaker word for the same thing. Neutral: half of what it finds is no drift."""

from __future__ import annotations

from functools import cache

from fidelity.checks.alignment import Alignment
from fidelity.settings import JudgementSettings
from fidelity.text.stems import stem
from fidelity.text.wordlists import lines
from fidelity.types import Category, Issue

CHECK = "intensity"


def find_intensity_drift(alignment: Alignment, settings: JudgementSettings) -> tuple[Issue, ...]:
    """Words that are one another's best match and stand on different steps of one scale."""
    left, right = alignment.quotation, alignment.passage
    issues = []
    for i in alignment.mutual:
        j = int(alignment.there[i])
        if left.stems[i] == right.stems[j] or alignment.cosine[i] < settings.intensity_match:
            continue
        step = _steps(left.stems[i], right.stems[j])
        if abs(step) < settings.intensity_steps:
            continue
        category: Category = "accuracy/over-translation" if step > 0 else "accuracy/under-translation"
        note = f"{'stronger' if step > 0 else 'weaker'}: “{left.written[i]}” became “{right.written[j]}”"
        issues.append(Issue(category, CHECK, "neutral", (left.spans[i],), (right.spans[j],), note))
    return tuple(issues)


def _steps(one: str, other: str) -> int:
    """How many steps the second word is above the first on a scale that has both; 0 where none has."""
    mine, theirs = _scales().get(one, {}), _scales().get(other, {})
    found = [theirs[scale] - mine[scale] for scale in mine.keys() & theirs.keys()]
    return max(found, key=abs, default=0)


@cache
def _scales() -> dict[str, dict[int, int]]:
    """For each stem, its step on each scale that has it."""
    found: dict[str, dict[int, int]] = {}
    for scale, line in enumerate(lines("scales")):
        for step, group in enumerate(line.split(" < ")):
            for word in group.split():
                found.setdefault(stem(word), {})[scale] = step
    return found
