"""Examples of several sentences, made of those of one: a long text is as faithful as the worst of its sentences."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import reduce

from examples import Example, beside

MOST_SENTENCES = 6
LONGEST = 95
"""Most words of a side; a scorer's pass and an example in training end at 120 to 128 wordpieces of it."""
GROUP = 30_000_000
"""The number from which on these examples' groups count."""
DROPPED = 0.12
"""Share in which the passage lacks a sentence, in place of the error made before."""


def of_several(made: list[list[Example]], rng: random.Random, count: int) -> Iterator[Example]:
    """``count`` groups of two: clean pairs of one source one after the other, and the same with one error.

    ``made``: groups of examples of one clean pair, the clean one first, one with an error behind it or none.
    """
    by_source: dict[str, list[list[Example]]] = {}
    for group in made:
        by_source.setdefault(group[0].source, []).append(group)
    spoilt = [group for group in made if len(group) == 2 and "cut" not in group[0].kind]
    for number, (clean, bad) in enumerate(rng.sample(spoilt, min(count, len(spoilt)))):
        around = _around(clean, by_source[clean.source], rng)
        place = rng.randint(0, len(around))
        before, after = around[:place], around[place:]
        worse = _dropped(clean) if around and rng.random() < DROPPED else bad
        for each, kind in ((clean, "several"), (worse, f"{worse.kind}, several")):
            joined = reduce(beside, [*before, each, *after])
            joined.kind, joined.group = kind, GROUP + number
            yield joined


def _dropped(clean: Example) -> Example:
    """A sentence that the passage lacks."""
    return Example(clean.q, "", clean.source, "sentence dropped", 0, q_tags=[(0, len(clean.q))], p_gaps=None)


def _around(clean: Example, groups: list[list[Example]], rng: random.Random) -> list[Example]:
    """One to five other clean examples, as many as there is room for."""
    room = LONGEST - _length(clean)
    found: list[Example] = []
    for _ in range(rng.randint(1, MOST_SENTENCES - 1)):
        other = rng.choice(groups)[0]
        if other.q != clean.q and "cut" not in other.kind and _length(other) <= room:
            found.append(other)
            room -= _length(other)
    return found


def _length(example: Example) -> int:
    return max(len(example.q.split()), len(example.p.split()))
