"""Words that say the same though they are written differently: known by rule, so that no vector has to tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fidelity.text.wordlists import table as word_table
from fidelity.text.wordlists import words as word_list

if TYPE_CHECKING:
    from fidelity.text.words import Words

NEGATIVE_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")
_LEAST, _REACH = 4, 3
"""Letters that are left without the prefix; words before a word in which its negator stands."""


def find_clipped(one: Words, other: Words) -> list[int]:
    """Words of the one side that the other has in full or clipped, or in another spelling: admin, administration."""
    same, written = set(other.stems), set(other.bare_stems)
    return [i for i, stem in enumerate(one.stems) if stem in same and one.bare_stems[i] not in written]


def pair_spellings(one: Words, other: Words) -> Iterator[tuple[range, range]]:
    """Words of the one side, and words of the other that stand for the same, clipped, in full or spelled otherwise."""
    for j in find_clipped(other, one):
        written = other.written[j]
        i = one.stems.index(other.stems[j])
        # An acronym is no clipped word (SEC), nor is what has but the stem in common (exam, examined).
        if not (len(written) > 1 and written.isupper()) and _is_in_full(one.forms[i], other.forms[j]):
            yield range(i, i + 1), range(j, j + 1)


def _is_in_full(one: str, other: str) -> bool:
    """Whether the two forms, in full, are one word, its ending left aside."""
    full = [word_table("same_words").get(form, (form,))[0] for form in (one, other)]
    return full[0].startswith(full[1][:-1]) or full[1].startswith(full[0][:-1])


def find_negated(one: Words, other: Words) -> list[tuple[int, int]]:
    """Words with a negative prefix, and a word of the other side that is negated without it: dislike, do not like.

    A word with a prefix that is itself negated (not impossible) says something else.
    """
    negated: dict[str, int] = {}
    for j in sorted(_behind_negators(other)):
        negated.setdefault(other.bare_stems[j], j)
    denied, found = _behind_negators(one), []
    for i, form in enumerate(one.forms):
        prefix = next((p for p in NEGATIVE_PREFIXES if form.startswith(p) and len(form) - len(p) >= _LEAST), None)
        if prefix is None or i in denied or form in word_list("positive_words"):
            continue
        bare = one.bare_stems[i].removeprefix(prefix)
        if bare in negated:
            found.append((i, negated[bare]))
    return found


def may_negate(form: str) -> bool:
    """Whether the word is a negator, whatever stands beside it: ``not``, ``never``, ``isn't``."""
    return form in word_list("negators") or form.endswith("n't")


def _behind_negators(words: Words) -> set[int]:
    """The words that stand up to three words behind a negator, by index."""
    negators = (i for i, form in enumerate(words.forms) if may_negate(form))
    return {j for i in negators for j in range(i + 1, min(len(words), i + 1 + _REACH))}
