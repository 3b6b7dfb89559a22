"""Words that say the opposite of one another."""

from __future__ import annotations

from functools import cache, lru_cache

from fidelity.checks.alignment import Alignment
from fidelity.checks.negation.negators import is_negative
from fidelity.settings import JudgementSettings
from fidelity.text.sameness import NEGATIVE_PREFIXES
from fidelity.text.stems import stem
from fidelity.text.wordlists import lines
from fidelity.text.wordlists import words as word_list
from fidelity.text.words import near


def find_opposed(alignment: Alignment, settings: JudgementSettings) -> list[tuple[int, int]]:
    """Words in one another's place that are opposites, where neither side has them both or negates them."""
    left, right = alignment.quotation, alignment.passage
    left_stems, right_stems = set(left.stems), set(right.stems)
    found = []
    for i, there in enumerate(alignment.there):
        j = int(there)
        if j < 0 or alignment.cosine[i] < settings.opposite_match or alignment.back[j] != i:
            continue
        one, other = left.stems[i], right.stems[j]
        if (
            one == other
            or one in right_stems
            or other in left_stems
            or not are_opposites(left.forms[i], right.forms[j])
        ):
            continue
        windows = [(left, k) for k in near(left, i, settings.polarity_reach) if k != i]
        windows += [(right, k) for k in near(right, j, settings.polarity_reach) if k != j]
        if not any(is_negative(words.forms[k]) for words, k in windows):
            found.append((i, j))
    return found


@cache
def _opposites() -> frozenset[tuple[str, str]]:
    pairs = [tuple(map(_key, line.split())) for line in lines("opposites")]
    return frozenset((a, b) for a, b in pairs) | frozenset((b, a) for a, b in pairs)


@cache
def _irregular() -> dict[str, str]:
    return dict(line.split() for line in lines("irregular_forms"))


@lru_cache(maxsize=1 << 12)
def _key(form: str) -> str:
    """What all forms of a word have in common: miss, missed; cancel, cancelled; defy, defied."""
    bare = stem(_irregular().get(form, form)).rstrip("i")
    return bare[:-1] if bare[-2:-1] == bare[-1:] else bare


def are_opposites(one: str, other: str) -> bool:
    """Whether two words, in any of their forms, are listed as opposites, or one is the other with a negative prefix."""
    if (_key(one), _key(other)) in _opposites():
        return True
    short, long = sorted((one, other), key=len)
    return (
        len(short) > 3
        and any(long == prefix + short for prefix in NEGATIVE_PREFIXES)
        and long not in word_list("positive_words")
    )
