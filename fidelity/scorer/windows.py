"""The passes in which a pair is read: its wordpieces, and the stretches of both sides that are read together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fidelity.embedding.built_in import with_marks
from fidelity.embedding.encoding import clean, cut, split_words
from fidelity.settings import ScoringSettings
from fidelity.types import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

_CLS, _SEP = 101, 102
_ENDS = frozenset({999, 1012, 1029})
"""Wordpieces that end sentences: exclamation mark, full stop, question mark."""
_SHORTEST, _LONGEST = 0.7, 1.4
"""Least and greatest length of a counterpart, as a share of its quotation's length."""
_FARTHER = 0.02
"""Penalty for a piece's distance from the same share of the text, relative to the value of a piece that occurs once."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text's wordpieces, the word of each piece, and the words' spans."""

    ids: list[int]
    owners: list[int]
    words: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """What is read in one pass: pieces ``left`` of the quotation of pair ``pair`` with ``right`` of its passage, of
    which ``core`` is the counterpart and the rest stands at its edges."""

    pair: int
    left: tuple[int, int]
    right: tuple[int, int]
    core: tuple[int, int]

    def __len__(self) -> int:
        return self.left[1] - self.left[0] + self.right[1] - self.right[0] + 3


def tokenize(tokenizer: Any, texts: Sequence[str]) -> dict[str, Text]:
    """The wordpieces of each text."""
    tokenized = tokenizer.encode_batch([clean(text) for text in texts], add_special_tokens=False)
    found = {}
    for text, tokens in zip(texts, tokenized, strict=True):
        # Each of these attributes makes a new list at every access.
        ids, numbers, offsets = tokens.ids, tokens.word_ids, tokens.offsets
        ends = split_words(numbers)
        places = [(offsets[a][0], offsets[b - 1][1]) for a, b in ends]
        owners = [k for k, (a, b) in enumerate(ends) for _ in range(b - a)]
        found[text] = Text(ids, owners, with_marks(text, places))
    return found


def pad(batch: Sequence[tuple[Text, Text, Window]]) -> dict[str, Integers]:
    """The wordpieces of a batch of passes, each (batch, longest): their numbers, which side they are of, whether the
    other side has them (1) or not (2), and which are no padding."""
    import numpy as np

    shape = len(batch), max(len(window) for *_, window in batch)
    ids, types, match, mask = (np.zeros(shape, np.int64) for _ in range(4))
    for row, (one, other, window) in enumerate(batch):
        left, right = one.ids[slice(*window.left)], other.ids[slice(*window.right)]
        size = len(left) + 2
        ids[row, : len(window)] = [_CLS, *left, _SEP, *right, _SEP]
        mask[row, : len(window)] = 1
        types[row, size : len(window)] = 1
        known = set(left), set(right)
        match[row, 1 : size - 1] = [1 if i in known[1] else 2 for i in left]
        match[row, size : len(window) - 1] = [1 if i in known[0] else 2 for i in right]
    return {"input_ids": ids, "token_type_ids": types, "match_ids": match, "attention_mask": mask}


def cut_windows(pair: int, left: Text, right: Text, settings: ScoringSettings) -> Iterator[Window]:
    """The passes in which a pair is read; most pairs need only one."""
    n, m = len(left.ids), len(right.ids)
    room = settings.passage_pieces
    if n <= settings.quotation_pieces:
        last = max(0, m - room)
        starts = range(0, last + 1, room // 2)
        for start in dict.fromkeys([*starts, last]):
            here = start, min(m, start + room)
            yield Window(pair, (0, n), here, here)
        return
    counterparts = _Counterparts(left, right)
    behind_sentences = {place for place, piece in enumerate(left.ids, start=1) if piece in _ENDS}
    for stretch in cut(left.owners, settings.quotation_pieces, behind_sentences):
        core = counterparts.find(*stretch)
        margin = max(0, room - (core[1] - core[0])) // 2
        yield Window(pair, stretch, (max(0, core[0] - margin), min(m, core[1] + margin)), core)


class _Counterparts:
    """The places of the stretches of a long quotation in its passage.

    A stretch stands where the passage shares most with it, a piece that is rare there counting more; of places alike,
    at the same share of the text. Memory and time grow with the passage's length, for each stretch.
    """

    def __init__(self, left: Text, right: Text) -> None:
        import numpy as np

        self._left = np.array(left.ids)
        self._ids, self._of, counts = np.unique(np.array(right.ids, np.int64), return_inverse=True, return_counts=True)
        self._worth = 1 / counts

    def find(self, start: int, end: int) -> tuple[int, int]:
        """The pieces of the passage that probably correspond to pieces ``[start, end)`` of the quotation."""
        import numpy as np

        n, m = len(self._left), len(self._of)
        size = min(m, max(1, round((end - start) * min(max(m / n, _SHORTEST), _LONGEST))))
        shared = np.where(np.isin(self._ids, self._left[start:end]), self._worth, 0)[self._of]
        sums = np.concatenate([[0.0], np.cumsum(shared)])
        places = np.arange(m - size + 1)
        away = np.abs(places + size / 2 - (start + end) / 2 * m / n)
        best = int(np.argmax(sums[places + size] - sums[places] - _FARTHER * away))
        return best, best + size
