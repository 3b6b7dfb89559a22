"""The places of a side where, by the scorer, words seem to have been left out."""

from __future__ import annotations

from dataclasses import dataclass

from fidelity.checks.alignment import UNREAD, Alignment
from fidelity.settings import JudgementSettings
from fidelity.text.words import Words


@dataclass(frozen=True, slots=True)
class Gap:
    """The most probable place of one side where words were left out. It has ``log_odds``, and ``missing`` are the words
    near that place on the other side."""

    log_odds: float
    missing: range


def find_gaps(alignment: Alignment, settings: JudgementSettings) -> tuple[Gap, Gap]:
    """The most probable gap of the passage, whose missing words are the quotation's, and that of the quotation."""
    inner = alignment.inner
    within = range(inner.start, min(_end(alignment.passage, inner.stop) + 1, len(alignment.passage)))
    return (
        _widest(alignment.back_gaps.tolist(), within if inner else inner, alignment.back.tolist(), settings),
        _widest(alignment.gaps.tolist(), range(len(alignment.quotation)), alignment.there.tolist(), settings),
    )


def _end(words: Words, stop: int) -> int:
    """The first index from ``stop`` on that is not a function word.

    Words left out after ``stop`` are missing before it.
    """
    small = words.pack.function_words | words.pack.negators
    return next((j for j in range(stop, len(words)) if words.forms[j] not in small), len(words))


def _widest(log_odds: list[float], within: range, there: list[int], settings: JudgementSettings) -> Gap:
    place = max(within, key=log_odds.__getitem__, default=None)
    if place is None:
        return Gap(UNREAD, range(0))
    beside = [there[i] for i in (place - 1, place) if i >= 0 and there[i] >= 0]
    reach = settings.gap_reach
    missing = range(max(0, min(beside) - reach), max(beside) + reach + 1) if beside else range(0)
    return Gap(log_odds[place], missing)
