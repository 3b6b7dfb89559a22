"""Chinese family names in their transcriptions: Andy Lau may be Liu Dehua."""

from __future__ import annotations

from functools import cache
from itertools import product

from fidelity.text.pack import Pack


def may_be_one(one: tuple[str, ...], other: tuple[str, ...], pack: Pack) -> bool:
    """Whether two full names, of words in lower case, may be one person's in two languages of China."""
    if min(len(one), len(other)) < 2:
        return False
    ends = product((one[0], one[-1]), (other[0], other[-1]))
    return any(
        a != b and not _families(a, pack).isdisjoint(_families(b, pack)) and not _mandarin(pack).issuperset((a, b))
        for a, b in ends
    )


@cache
def _transcriptions(pack: Pack) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, group in enumerate(pack.family_names):
        for form in group:
            found.setdefault(form, set()).add(number)
    return {form: frozenset(numbers) for form, numbers in found.items()}


def _families(form: str, pack: Pack) -> frozenset[int]:
    """The family names that a word may transcribe, by number."""
    return _transcriptions(pack).get(form, frozenset())


@cache
def _mandarin(pack: Pack) -> frozenset[str]:
    """Their transcriptions in Pinyin: two of them are two names, Li and Lei."""
    return frozenset(group[0] for group in pack.family_names)
