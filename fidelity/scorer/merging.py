"""Merges the passes of a pair into one reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from fidelity.embedding.encoding import Count, Progress, batches, run_in_threads
from fidelity.scorer.readings import PairReading, SideReading
from fidelity.scorer.windows import Text, Window, cut_windows
from fidelity.settings import ScoringSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Run = Callable[[Sequence[tuple[Text, Text, Window]]], Sequence[Floats]]
    Worth = Callable[[Floats], float]
    Join = Callable[[Floats], Sequence[float]]

_SPREAD = 1.2
"""How much longer the longest pass of a batch may be than the shortest. Padding is computed for nothing, which costs
more than a further batch does. It changes only speed, like the size of a batch."""

_UNREAD = -8.0
"""Log-odds of a word of a long passage that is in no pass that counts: it is surplus and not an error."""


def read_in_windows(
    pairs: Sequence[tuple[str, str]],
    texts: dict[str, Text],
    run: Run,
    settings: ScoringSettings,
    progress: Progress | None,
    *,
    worth: Worth,
    join: Join,
    threads: int | None = None,
) -> list[PairReading]:
    """Read pairs in batches of passes. ``run`` reads a batch: heads (batch, h), log-odds of the wordpieces (batch,
    longest, 3) and their states (batch, longest, w). ``worth``: by the heads, which of several stretches of a passage
    counts for a stretch of the quotation. ``join``: the heads of the pair, from those of its stretches (n, h).
    ``threads`` (default: the CPUs that this process may use) changes only speed."""
    passes = [
        window
        for index, (left, right) in enumerate(pairs)
        for window in cut_windows(index, texts[left], texts[right], settings)
    ]
    merged = [_Merged(texts[left], texts[right], worth) for left, right in pairs]
    counted = Count([window.pair for window in passes], len(pairs), progress)
    lengths = [len(each) for each in passes]
    several = [[passes[i] for i in batch] for batch in batches(lengths, settings.batch_tokens, _SPREAD)]

    def read(some: Sequence[Window]) -> Sequence[Floats]:
        return run([(texts[pairs[w.pair][0]], texts[pairs[w.pair][1]], w) for w in some])

    for chosen, found in zip(several, run_in_threads(read, several, threads), strict=True):
        for row, window in enumerate(chosen):
            merged[window.pair].add(window, *(output[row] for output in found))
        counted.add([window.pair for window in chosen])
    return [each.reading(join) for each in merged]


class _Merged:
    """The passes of one pair, of each stretch of the quotation the one that is worth most.

    A word's log-odds are those of the pass, of those that count, to whose core it is nearest: at the edges of another
    it is taken for surplus.
    """

    def __init__(self, left: Text, right: Text, worth: Worth) -> None:
        self.left, self.right, self.worth = left, right, worth
        self.found: dict[tuple[int, int], tuple[Window, Floats, Floats, Floats]] = {}

    def add(self, window: Window, heads: Floats, tags: Floats, states: Floats) -> None:
        known = self.found.get(window.left)
        if known is None or self.worth(heads) > self.worth(known[1]):
            self.found[window.left] = window, heads.copy(), tags[: len(window)].copy(), states[: len(window)].copy()

    def reading(self, join: Join) -> PairReading:
        import numpy as np

        parts = [self.found[key] for key in sorted(self.found)]
        joint = join(np.stack([heads for _, heads, _, _ in parts]))
        sides = []
        for side, text in enumerate((self.left, self.right)):
            tags = np.full((len(text.ids), 3), _UNREAD, np.float32)
            states = np.zeros((len(text.ids), parts[0][3].shape[1]), np.float32)
            nearest = np.full(len(text.ids), np.inf)
            for window, _, found, state in parts:
                (start, end), core = ((window.left, window.left), (window.right, window.core))[side]
                at = 1 if side == 0 else window.left[1] - window.left[0] + 2
                places = np.arange(start, end)
                away = np.maximum(np.maximum(core[0] - places, places - core[1] + 1), 0)
                nearer = away < nearest[start:end]
                chosen = places[nearer]
                tags[chosen], states[chosen] = found[at + chosen - start], state[at + chosen - start]
                nearest[chosen] = away[nearer]
            sides.append(_by_word(text, tags, states))
        return PairReading(tuple(float(head) for head in joint), sides[0], sides[1])


def _by_word(text: Text, tags: Floats, states: Floats) -> SideReading:
    """The highest log-odds and the mean state of each word's pieces."""
    import numpy as np

    if not text.ids:
        nothing = np.zeros(0, np.float32)
        return SideReading((), np.zeros((0, states.shape[1]), np.float32), nothing, nothing, nothing)
    firsts = np.flatnonzero(np.diff(text.owners, prepend=-1))
    counts = np.diff([*firsts, len(text.ids)])[:, None]
    vectors = np.asarray(np.add.reduceat(states, firsts, axis=0) / counts, np.float32)
    highest = np.maximum.reduceat(tags, firsts, axis=0)
    return SideReading(text.words, vectors, *highest.T)
