"""Words that say the same though they are written differently: known by rule, so that no vector has to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.drift.wordlists import words as word_list

if TYPE_CHECKING:
    from fidelity.drift.alignment import Words

NEGATIVE_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")
_LEAST, _REACH = 4, 3
"""Letters that are left without the prefix; words before a word in which its negator stands."""


def find_clipped(one: Words, other: Words) -> list[int]:
    """Words of the one side that the other has in full or clipped, or in another spelling: admin, administration."""
    same, written = set(other.stems), set(other.bare_stems)
    return [i for i, stem in enumerate(one.stems) if stem in same and one.bare_stems[i] not in written]


def find_negated(one: Words, other: Words) -> list[tuple[int, int]]:
    """Words with a negative prefix, and a word of the other side that is negated without it: dislike, do not like."""
    negated: dict[str, int] = {}
    last = -_REACH - 1
    for j, form in enumerate(other.forms):
        if j - last <= _REACH:
            negated.setdefault(other.bare_stems[j], j)
        if form in word_list("negators") or form.endswith("n't"):
            last = j
    found = []
    for i, form in enumerate(one.forms):
        prefix = next((p for p in NEGATIVE_PREFIXES if form.startswith(p) and len(form) - len(p) >= _LEAST), None)
        bare = one.bare_stems[i].removeprefix(prefix) if prefix and form not in word_list("positive_words") else None
        if bare in negated:
            found.append((i, negated[bare]))
    return found
