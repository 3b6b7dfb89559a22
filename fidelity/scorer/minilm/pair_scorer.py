"""The pair scorer that ships: reads a quotation and its passage together, and judges the pair and its words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fidelity.embedding.built_in import load_tokenizer, with_marks
from fidelity.embedding.encoding import Count, Progress, batches, clean, cut, split_words
from fidelity.embedding.model_files import BUILT_IN, PAIR_SCORER, checksums, open_model, read_trusted, trust_file
from fidelity.errors import ModelError
from fidelity.resources import find_resource
from fidelity.scorer.readings import HEADS, PairReading, SideReading, Thresholds
from fidelity.settings import ScoringSettings
from fidelity.types import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_DECIDED_BY_ONE = ("faithful", "rated_faithful", "carries")
_CLS, _SEP, _WIDTH = 101, 102, 384
_OUTPUTS = ("pair", "tags", "word_state")
_ENDS = frozenset({999, 1012, 1029})
"""Wordpieces that end sentences: exclamation mark, full stop, question mark."""
_UNREAD = -8.0
"""Log-odds of a word of a long passage that no counting window reached: surplus, no error."""
_SHORTEST, _LONGEST = 0.7, 1.4
"""How much shorter and longer than its quotation a counterpart is looked for."""
_FARTHER = 0.02
"""What a piece's distance from the same share of the text costs, of the worth of a piece that occurs once."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A text's wordpieces, the word that each is of, and the words' spans."""

    ids: list[int]
    owners: list[int]
    words: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Window:
    """What is read in one pass: pieces ``left`` of the quotation of pair ``pair`` with ``right`` of its passage, of
    which ``core`` is the counterpart and the rest stands at its edges."""

    pair: int
    left: tuple[int, int]
    right: tuple[int, int]
    core: tuple[int, int]

    def __len__(self) -> int:
        return self.left[1] - self.left[0] + self.right[1] - self.right[0] + 3


class PairScorer:
    """all-MiniLM-L6-v2 fine-tuned on pairs, on onnxruntime (see ``models/pair-scorer/README.md``). English only.

    Cheap to construct; loads on first use. Texts longer than a pass are read in windows: each stretch of the quotation
    with the stretch of the passage at its place, a short quotation with all stretches of a long passage, the best of
    which counts. Nothing is left out. ``threads`` (default: the CPUs this process may use) changes speed, not results.

    Raises:
        ModelError: on first use, if a file is missing or differs from its checksum.
    """

    languages: frozenset[str] = frozenset({"en"})

    def __init__(
        self, settings: ScoringSettings | None = None, *, folder: Path | None = None, threads: int | None = None
    ) -> None:
        self._settings = settings or ScoringSettings()
        self._given_folder = folder
        self._threads = threads

    @property
    def name(self) -> str:
        """``pair-scorer@`` and the first 8 hex digits of the SHA-256 of the graph and of the thresholds."""
        try:
            found = checksums(self._folder)
            return f"{PAIR_SCORER}@{found['model.onnx'][:8]}+{found['thresholds.json'][:8]}"
        except KeyError as error:
            raise ModelError(f"{self._folder} does not list all its files; reinstall fidelity") from error

    @cached_property
    def thresholds(self) -> Thresholds:
        """Those that lie beside the weights."""
        try:
            return Thresholds(**json.loads(read_trusted(self._folder, "thresholds.json")))
        except (TypeError, ValueError) as error:
            raise ModelError(f"{self._folder} has thresholds of another version; reinstall fidelity") from error

    def load(self) -> None:
        """Load now what :meth:`read` would load on first use."""
        _ = self._tokenizer, self._table, self._session

    def read(self, pairs: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[PairReading]:
        """One :class:`PairReading` for each pair of quotation and passage, in order."""
        texts = self._tokenize(sorted({text for pair in pairs for text in pair}))
        windows = [
            window
            for index, (left, right) in enumerate(pairs)
            for window in _windows(index, texts[left], texts[right], self._settings)
        ]
        merged = [_Merged(texts[left], texts[right]) for left, right in pairs]
        counted = Count([window.pair for window in windows], len(pairs), progress)
        for batch in batches([len(window) for window in windows], self._settings.batch_tokens):
            chosen = [windows[i] for i in batch]
            found = self._run([(texts[pairs[w.pair][0]], texts[pairs[w.pair][1]], w) for w in chosen])
            for row, window in enumerate(chosen):
                merged[window.pair].add(window, *(output[row] for output in found))
            counted.add([window.pair for window in chosen])
        return [replace(each.reading(), thresholds=self.thresholds) for each in merged]

    def _tokenize(self, texts: list[str]) -> dict[str, _Text]:
        tokenized = self._tokenizer.encode_batch([clean(text) for text in texts], add_special_tokens=False)
        found = {}
        for text, tokens in zip(texts, tokenized, strict=True):
            # Each of these makes a new list whenever it is asked for.
            ids, numbers, offsets = tokens.ids, tokens.word_ids, tokens.offsets
            ends = split_words(numbers)
            places = [(offsets[a][0], offsets[b - 1][1]) for a, b in ends]
            owners = [k for k, (a, b) in enumerate(ends) for _ in range(b - a)]
            found[text] = _Text(ids, owners, with_marks(text, places))
        return found

    def _run(self, batch: list[tuple[_Text, _Text, _Window]]) -> list[Floats]:
        """The heads (batch, 5), log-odds of the pieces (batch, longest, 3) and their states (batch, longest, 384)."""
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
        words = self._table[ids].astype(np.float32)
        feed = {"words": words, "token_type_ids": types, "match_ids": match, "attention_mask": mask}
        return list(self._session.run(_OUTPUTS, feed))

    @cached_property
    def _folder(self) -> Path:
        return self._given_folder or find_resource(f"models/{PAIR_SCORER}")

    @cached_property
    def _tokenizer(self) -> Any:
        return load_tokenizer(find_resource(f"models/{BUILT_IN}"))

    @cached_property
    def _table(self) -> Any:
        """The word embeddings, (wordpieces, 384) float16, which lie in the encoder's own file."""
        import numpy as np

        place = read_trusted(self._folder, "words").decode().split()
        offset, rows, digest = int(place[0]), int(place[1]), place[2]
        encoder = find_resource(f"models/{BUILT_IN}")
        if checksums(encoder).get("model.onnx") != digest:
            raise ModelError(f"{self._folder} was made for another {BUILT_IN}; reinstall fidelity")
        return np.memmap(trust_file(encoder, "model.onnx"), np.float16, "r", offset, (rows, _WIDTH))

    @cached_property
    def _session(self) -> Any:
        return open_model(self._folder, self._threads)


def _windows(pair: int, left: _Text, right: _Text, settings: ScoringSettings) -> Iterator[_Window]:
    """The passes in which a pair is read; one for most."""
    n, m = len(left.ids), len(right.ids)
    room = settings.passage_pieces
    if n <= settings.quotation_pieces:
        last = max(0, m - room)
        starts = range(0, last + 1, room // 2)
        for start in dict.fromkeys([*starts, last]):
            here = start, min(m, start + room)
            yield _Window(pair, (0, n), here, here)
        return
    counterparts = _Counterparts(left, right)
    behind_sentences = {place for place, piece in enumerate(left.ids, start=1) if piece in _ENDS}
    for stretch in cut(left.owners, settings.quotation_pieces, behind_sentences):
        core = counterparts.find(*stretch)
        margin = max(0, room - (core[1] - core[0])) // 2
        yield _Window(pair, stretch, (max(0, core[0] - margin), min(m, core[1] + margin)), core)


class _Counterparts:
    """Where the stretches of a long quotation stand in its passage.

    A stretch stands where the passage shares most with it, a piece that is rare there counting more; of places alike,
    at the same share of the text. Memory and time grow with the passage's length, for each stretch.
    """

    def __init__(self, left: _Text, right: _Text) -> None:
        import numpy as np

        self._left = np.array(left.ids)
        self._ids, self._of, counts = np.unique(np.array(right.ids, np.int64), return_inverse=True, return_counts=True)
        self._worth = 1 / counts

    def find(self, start: int, end: int) -> tuple[int, int]:
        """The pieces of the passage that pieces ``[start, end)`` of the quotation are likely to be about."""
        import numpy as np

        n, m = len(self._left), len(self._of)
        size = min(m, max(1, round((end - start) * min(max(m / n, _SHORTEST), _LONGEST))))
        shared = np.where(np.isin(self._ids, self._left[start:end]), self._worth, 0)[self._of]
        sums = np.concatenate([[0.0], np.cumsum(shared)])
        places = np.arange(m - size + 1)
        away = np.abs(places + size / 2 - (start + end) / 2 * m / n)
        best = int(np.argmax(sums[places + size] - sums[places] - _FARTHER * away))
        return best, best + size


class _Merged:
    """The reading of one pair, put together from its windows.

    Of several windows of one stretch of the quotation the most faithful counts; over the stretches, the least faithful
    for what one error decides and for what is not there, the mean for the rest. A word's log-odds are those of the
    window, of those that count, to whose core it is nearest: at the edges of another it is taken for surplus.
    """

    def __init__(self, left: _Text, right: _Text) -> None:
        self.left, self.right = left, right
        self.found: dict[tuple[int, int], tuple[_Window, Floats, Floats, Floats]] = {}

    def add(self, window: _Window, heads: Floats, tags: Floats, states: Floats) -> None:
        known = self.found.get(window.left)
        if known is None or heads[0] > known[1][0]:
            self.found[window.left] = window, heads.copy(), tags[: len(window)].copy(), states[: len(window)].copy()

    def reading(self) -> PairReading:
        import numpy as np

        parts = [self.found[key] for key in sorted(self.found)]
        heads = np.stack([heads for _, heads, _, _ in parts])
        least, mean = heads.min(axis=0), heads.mean(axis=0)
        joint = [least[i] if name in _DECIDED_BY_ONE else mean[i] for i, name in enumerate(HEADS)]
        sides = []
        for side, text in enumerate((self.left, self.right)):
            tags = np.full((len(text.ids), 3), _UNREAD, np.float32)
            states = np.zeros((len(text.ids), _WIDTH), np.float32)
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


def _by_word(text: _Text, tags: Floats, states: Floats) -> SideReading:
    """Highest log-odds and mean state over each word's pieces."""
    import numpy as np

    if not text.ids:
        nothing = np.zeros(0, np.float32)
        return SideReading((), np.zeros((0, _WIDTH), np.float32), nothing, nothing, nothing)
    firsts = np.flatnonzero(np.diff(text.owners, prepend=-1))
    counts = np.diff([*firsts, len(text.ids)])[:, None]
    vectors = np.asarray(np.add.reduceat(states, firsts, axis=0) / counts, np.float32)
    highest = np.maximum.reduceat(tags, firsts, axis=0)
    return SideReading(text.words, vectors, *highest.T)
