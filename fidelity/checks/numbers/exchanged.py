"""Numbers that trade places: "from forty pages to twelve" for "from twelve pages to forty"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from fidelity.checks.numbers.quantities import Quantity
from fidelity.checks.numbers.quantity_reader import read_quantities
from fidelity.text.words import Words
from fidelity.types import Issue

_NUMBER = "#"
_JOINS = frozenset("and or to a an one".split())
_MOST_WORDS = 200
"""Most words of a side that is compared. A limit, since the comparison takes quadratic time."""


def find_exchanged(left: Words, right: Words, check: str) -> tuple[Issue, ...]:
    """Two numbers of both sides, each in the place of the other: the words between them are the same, or each has the
    same word with a meaning of its own beside it."""
    if len(left) > _MOST_WORDS or len(right) > _MOST_WORDS:
        return ()
    sides = [[q for q in read_quantities(words) if _is_amount(q)] for words in (left, right)]
    if min(len({quantity.values[0] for quantity in side}) for side in sides) < 2:
        return ()
    opposite = {place.values: place for place in _opposite(left, right, *sides)}
    found = [
        (one, opposite[there, here])
        for (here, there), one in opposite.items()
        if here < there and (there, here) in opposite
    ]
    if len(found) != 1 or not _same_order(left, right):
        return ()  # whole clauses trade places, with what their numbers count
    one, other = found[0]
    if not (one.block == other.block or (one.held and other.held)):
        return ()
    if _is_list(left, one.mine, other.mine) or _is_list(right, one.theirs, other.theirs):
        return ()
    mine, theirs = sorted((one.mine.span, other.mine.span)), sorted((one.theirs.span, other.theirs.span))
    said, became = (" … ".join(s.of(w.text) for s in spans) for spans, w in ((mine, left), (theirs, right)))
    note = f"two numbers trade places: “{said}” became “{became}”"
    return (Issue("accuracy/mistranslation", check, "critical", tuple(mine), tuple(theirs), note),)


def _same_order(left: Words, right: Words) -> bool:
    """Whether the content words that each side has once come in the same order on both sides. Numbers do not count."""
    said = []
    for words in (left, right):
        numbers = {i for quantity in read_quantities(words) for i in quantity.indices}
        said.append([words.stems[i] for i in words.content if i not in numbers])
    counts = [Counter(side) for side in said]
    common = {stem for stem in counts[0] if counts[0][stem] == counts[1][stem] == 1}
    mine, theirs = ([stem for stem in side if stem in common] for side in said)
    return mine == theirs


@dataclass(frozen=True, slots=True)
class _Place:
    """Two different numbers in one place: in a run of the same words with the number ``block``. ``held``: whether a
    word with a meaning of its own stands beside them there."""

    mine: Quantity
    theirs: Quantity
    block: int
    held: bool

    @property
    def values(self) -> tuple[float, float]:
        return self.mine.values[0], self.theirs.values[0]


def _is_amount(quantity: Quantity) -> bool:
    return quantity.kind == "number" and quantity.demanded and not quantity.ordinal and not quantity.year


def _is_list(words: Words, one: Quantity, other: Quantity) -> bool:
    """Whether nothing stands between two numbers but what joins the items of a list or the ends of a range."""
    first, second = sorted((one, other), key=lambda quantity: quantity.first)
    return all(form in _JOINS or not form[0].isalnum() for form in words.forms[first.last : second.first])


def _opposite(left: Words, right: Words, mine: Sequence[Quantity], theirs: Sequence[Quantity]) -> Iterator[_Place]:
    said, heard = _masked(left, mine), _masked(right, theirs)
    mine_forms, their_forms = ([form for form, _ in side] for side in (said, heard))
    plain = left.pack.function_words
    for number, (a, b, size) in enumerate(
        SequenceMatcher(None, mine_forms, their_forms, autojunk=False).get_matching_blocks()
    ):
        for at in range(size):
            one, two = said[a + at][1], heard[b + at][1]
            if one is None or two is None or one.values[0] == two.values[0]:
                continue
            beside = mine_forms[a + max(0, at - 1) : a + min(size, at + 2)]
            held = any(form[0].isalpha() and form not in plain for form in beside)
            yield _Place(one, two, number, held)


def _masked(words: Words, quantities: Sequence[Quantity]) -> list[tuple[str, Quantity | None]]:
    """The words in order, each number as one mark."""
    found: list[tuple[str, Quantity | None]] = []
    at = 0
    for quantity in quantities:
        found += [(form, None) for form in words.forms[at : quantity.first]]
        found.append((_NUMBER, quantity))
        at = max(at, quantity.last)
    return [*found, *((form, None) for form in words.forms[at:])]
