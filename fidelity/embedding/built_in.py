"""The encoder that ships with the package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from unicodedata import category

from fidelity.embedding.encoding import (
    Count,
    Encoding,
    Progress,
    batches,
    clean,
    cut,
    run_in_threads,
    split_words,
    unit,
)
from fidelity.embedding.model_files import BUILT_IN, CHECKSUMS, checksums, open_model, read_trusted
from fidelity.errors import ModelError
from fidelity.resources import find_resource
from fidelity.settings import EncodingSettings
from fidelity.types import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_WINDOW = 254
"""Number of wordpieces in one forward pass, without [CLS] and [SEP]: the model was trained with 256 in all."""

_CLS, _SEP, _WIDTH = 101, 102, 384


def load_tokenizer(folder: Path) -> Any:
    """The model's tokenizer, in which ``[SEP]`` in a document is five characters and not a command.

    It is loaded once in a process, since the encoder and the scorers use the same.
    """
    from tokenizers import Tokenizer

    with _LOADING:
        if folder not in _TOKENIZERS:
            _TOKENIZERS[folder] = Tokenizer.from_str(read_trusted(folder, "tokenizer.json").decode())
            _TOKENIZERS[folder].encode_special_tokens = True
        return _TOKENIZERS[folder]


_TOKENIZERS: dict[Path, Any] = {}
_LOADING = Lock()


@dataclass(frozen=True, slots=True)
class _Chunk:
    """At most :data:`_WINDOW` wordpieces of one text: their ids, and the place in ``ids`` where each word starts."""

    text: int
    ids: list[int]
    starts: list[int]


class BuiltInEncoder:
    """all-MiniLM-L6-v2 on onnxruntime, CPU only. Cheap to construct; loads on first use, ~0.2 s.

    The vector is that of sentence-transformers (Reimers and Gurevych 2019): the mean over all token states,
    [CLS] and [SEP] included, scaled to length 1. A text of more than 254 wordpieces is run in chunks that end
    at words, and the mean goes over the tokens of all chunks. Word vectors come from an inner layer, which
    tells words apart better than the last (see the model's card).

    ``threads`` (default: the CPUs this process may use) changes speed, not results.

    Raises:
        ModelError: on first use, if a file is missing or differs from its checksum.
    """

    languages: frozenset[str] | None = frozenset({"en"})
    calibrated = True

    def __init__(
        self, settings: EncodingSettings | None = None, *, folder: Path | None = None, threads: int | None = None
    ) -> None:
        self._settings = settings or EncodingSettings()
        self._given_folder = folder
        self._threads = threads

    @property
    def name(self) -> str:
        """``all-MiniLM-L6-v2@`` and the first 8 hex digits of the graph's SHA-256."""
        try:
            return f"{BUILT_IN}@{checksums(self._folder)['model.onnx'][:8]}"
        except KeyError as error:
            raise ModelError(f"{self._folder / CHECKSUMS} does not list model.onnx; reinstall fidelity") from error

    def load(self) -> None:
        """Load now what :meth:`encode` would load on first use, so that the caller can do other work meanwhile."""
        _ = self._tokenizer, self._session

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> list[Encoding]:
        """One :class:`Encoding` for each text, in order. Shapes (384,) and (words, 384)."""
        import numpy as np

        tokenized = self._tokenizer.encode_batch([clean(text) for text in texts], add_special_tokens=False)
        chunks: list[_Chunk] = []
        words: list[tuple[Span, ...]] = []
        for index, found in enumerate(tokenized):
            places, cuts = _read_tokens(index, found.ids, found.word_ids, found.offsets)
            words.append(with_marks(texts[index], places))
            chunks += cuts
        totals = np.zeros((len(texts), _WIDTH), np.float64)
        vectors: list[Floats] = [np.zeros((0, _WIDTH), np.float32)] * len(chunks)
        counted = Count([chunk.text for chunk in chunks], len(texts), progress)
        several = list(batches([len(chunk.ids) for chunk in chunks], self._settings.batch_tokens))
        states = run_in_threads(lambda batch: self._run([chunks[i].ids for i in batch]), several, self._threads)
        for batch, (last, inner) in zip(several, states, strict=True):
            for row, i in enumerate(batch):
                chunk, length = chunks[i], len(chunks[i].ids)
                totals[chunk.text] += last[row, :length].sum(axis=0, dtype=np.float64)
                sums = np.add.reduceat(inner[row, : length - 1], chunk.starts, axis=0)
                counts = np.diff([*chunk.starts, length - 1])
                vectors[i] = np.asarray(sums / counts[:, None], np.float32)
            counted.add([chunks[i].text for i in batch])
        by_text: list[list[Floats]] = [[np.zeros((0, _WIDTH), np.float32)] for _ in texts]
        for chunk, found_vectors in zip(chunks, vectors, strict=True):
            by_text[chunk.text].append(found_vectors)
        return [
            Encoding(unit(total), spans, np.concatenate(parts))
            for total, spans, parts in zip(totals, words, by_text, strict=True)
        ]

    def _run(self, batch: list[list[int]]) -> tuple[Floats, Floats]:
        """Last and inner hidden states, each (batch, longest, 384)."""
        import numpy as np

        shape = len(batch), max(map(len, batch))
        ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, pieces in enumerate(batch):
            ids[row, : len(pieces)] = pieces
            mask[row, : len(pieces)] = 1
        last, inner = self._session.run(["last_hidden_state", "word_state"], {"input_ids": ids, "attention_mask": mask})
        return last, inner

    @cached_property
    def _folder(self) -> Path:
        return self._given_folder or find_resource(f"models/{BUILT_IN}")

    @cached_property
    def _tokenizer(self) -> Any:
        return load_tokenizer(self._folder)

    @cached_property
    def _session(self) -> Any:
        return open_model(self._folder)


def _read_tokens(
    text: int, ids: list[int], owners: list[int | None], offsets: list[tuple[int, int]]
) -> tuple[list[tuple[int, int]], list[_Chunk]]:
    """The spans of the words of one text, and its chunks. No word is cut: a BERT word has at most 100 wordpieces."""
    ends = split_words(owners)
    places = [(offsets[a][0], offsets[b - 1][1]) for a, b in ends]
    chunks = []
    for start, end in cut(owners, _WINDOW):
        inside = [first - start + 1 for first, _ in ends if start <= first < end]
        chunks.append(_Chunk(text, [_CLS, *ids[start:end], _SEP], inside))
    return places, chunks


def with_marks(text: str, places: list[tuple[int, int]]) -> tuple[Span, ...]:
    """The words' spans, with the combining marks after a word, which the tokenizer strips ("e" + U+0301)."""
    if text.isascii():
        return tuple(Span(start, end) for start, end in places)
    spans = []
    for (start, end), (limit, _) in pairwise([*places, (len(text), len(text))]):
        last = end
        while last < limit and category(text[last])[0] == "M":
            last += 1
        spans.append(Span(start, last))
    return tuple(spans)
