"""Words that mean the same although they are written differently. Rules know them, so that no vector is needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fidelity.text.words import Words


def find_clipped(one: Words, other: Words) -> list[int]:
    """Words of one side that the other side has in full, clipped or in another spelling: admin, administration."""
    same, written = set(other.stems), set(other.bare_stems)
    return [i for i, stem in enumerate(one.stems) if stem in same and one.bare_stems[i] not in written]


def pair_spellings(one: Words, other: Words) -> Iterator[tuple[range, range]]:
    """Words of one side with words of the other side that mean the same, clipped, in full or in another spelling."""
    for j in find_clipped(other, one):
        written = other.written[j]
        i = one.stems.index(other.stems[j])
        # An acronym is not a clipped word (SEC), and a common stem is not enough (exam, examined).
        if not (len(written) > 1 and written.isupper()) and _is_in_full(one, i, other, j):
            yield range(i, i + 1), range(j, j + 1)


def _is_in_full(one: Words, i: int, other: Words, j: int) -> bool:
    """Whether the two forms, in full, are the same word without its ending."""
    forms = (one, one.forms[i]), (other, other.forms[j])
    full = [words.pack.same_words.get(form, (form,))[0] for words, form in forms]
    return full[0].startswith(full[1][:-1]) or full[1].startswith(full[0][:-1])
