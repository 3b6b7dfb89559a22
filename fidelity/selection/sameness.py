"""How far two texts have the same words in the same order."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Sameness:
    """``share``: how many of the first text's ``words`` stand in the second in the same order, 0..1; ``whole``: whether
    the second has all of the first text in a row."""

    share: float = 0.0
    words: int = 0
    whole: bool = False


def measure_sameness(text: str, other: str, limit: int) -> Sameness:
    """The sameness of ``text`` with ``other``, by the first ``limit`` words of each; case does not count."""
    first, second = (_fold(each)[:limit] for each in (text, other))
    if not first:
        return Sameness()
    common, row = [0] * (len(second) + 1), [0] * (len(second) + 1)
    longest = 0
    for word in first:
        before, following, runs = common, [0], [0]
        for j, there in enumerate(second, start=1):
            same = word == there
            following.append(before[j - 1] + 1 if same else max(before[j], following[j - 1]))
            runs.append(row[j - 1] + 1 if same else 0)
        longest = max(longest, *runs)
        common, row = following, runs
    return Sameness(common[-1] / len(first), len(first), longest == len(first))


def _fold(text: str) -> list[str]:
    return [word.replace("’", "'").casefold() for word in _WORD.findall(text)]
