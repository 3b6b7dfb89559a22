"""Words left out where the other side has a gap: a sentence that lacks its verb, or is broken."""

from __future__ import annotations

from fidelity.checks.alignment import UNREAD, Alignment
from fidelity.checks.omission.breaks import find_broken, find_disorder, find_passage_breaks, tell_missing, words_about
from fidelity.settings import JudgementSettings
from fidelity.text.wordlists import grammar_words
from fidelity.text.words import Words
from fidelity.types import Issue, Span

Gap = tuple[float, range]
"""The log-odds that words were left out of one side at its likeliest place, and the other side's words about there."""


def find_left_out(alignment: Alignment, settings: JudgementSettings) -> tuple[Issue, ...]:
    """Words of the one side that the scorer suspects, about the place where it sees a gap in the other, surely.

    Where words follow one another that never do it need not be so sure; where they do so twice, they stand in no order.
    """
    left, right = alignment.quotation, alignment.passage
    breaks = find_passage_breaks(alignment)
    disorder = find_disorder(alignment, breaks, settings)
    if disorder is not None:
        return (disorder,)
    gap, back_gap = find_gaps(alignment, settings)
    same = [i for i in alignment.mutual if alignment.cosine[i] >= 1]
    kept = set(same), {int(alignment.there[i]) for i in same}
    lost = _surely(gap, left, alignment.suspicion.tolist(), kept[0], settings)
    added = _surely(back_gap, right, alignment.back_suspicion.tolist(), kept[1], settings)
    broken, back_broken = find_broken(alignment, breaks, kept, settings)
    found = (
        tell_missing(lost, left, swapped=False) if lost else broken,
        tell_missing(added, right, swapped=True) if added else back_broken,
    )
    return tuple(issue for issue in found if issue is not None)


def find_gaps(alignment: Alignment, settings: JudgementSettings) -> tuple[Gap, Gap]:
    """The likeliest gap of the passage, and that of the quotation."""
    inner = alignment.inner
    within = (
        range(inner.start, min(_end(alignment.passage, inner.stop) + 1, len(alignment.passage))) if inner else inner
    )
    return (
        _widest(alignment.back_gaps.tolist(), within, alignment.back.tolist(), settings),
        _widest(alignment.gaps.tolist(), range(len(alignment.quotation)), alignment.there.tolist(), settings),
    )


def _end(words: Words, stop: int) -> int:
    """Where what may go on with the words before ``stop`` ends: what was left out there is missing before the mark that
    follows, small words between or not."""
    small = grammar_words()
    return next((j for j in range(stop, len(words)) if words.forms[j] not in small), len(words))


def _widest(log_odds: list[float], within: range, there: list[int], settings: JudgementSettings) -> Gap:
    place = max(within, key=log_odds.__getitem__, default=None)
    if place is None:
        return UNREAD, range(0)
    beside = [there[i] for i in (place - 1, place) if i >= 0 and there[i] >= 0]
    reach = settings.gap_reach
    return log_odds[place], range(max(0, min(beside) - reach), max(beside) + reach + 1) if beside else range(0)


def _surely(
    gap: Gap, side: Words, log_odds: list[float], kept: set[int], settings: JudgementSettings
) -> tuple[Span, ...]:
    """The content words about a gap, where both are likely and the two together sure; not those that are ``kept``."""
    if gap[0] < settings.left_out_gap:
        return ()
    least = max(settings.left_out_word, settings.left_out_both - gap[0])
    return side.span([i for i in words_about(side, gap[1], kept) if log_odds[i] >= least])
