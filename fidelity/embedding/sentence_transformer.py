"""Any model of the sentence-transformers library (the extra ``models``)."""

from __future__ import annotations

import hashlib
import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fidelity.embedding.encoding import Count, Encoding, Progress, batches, clean, cut, unit
from fidelity.embedding.runtime import switch_telemetry_off
from fidelity.errors import MissingExtraError, ModelError
from fidelity.settings import EncodingSettings
from fidelity.types import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(/[\w.-]+)?")
_WEIGHT_FILES = (".json", ".txt", ".model", ".safetensors", ".bin")


class SentenceTransformerEncoder:
    """Any model of the sentence-transformers library, from a local folder or, if it is not one, by its hub name.

    Cheap to construct; loads on first use, which takes seconds. The vector is the model's own sentence embedding
    scaled to length 1; over more than the model's ``max_seq_length`` it is the mean over chunks, weighted by
    tokens. Words are those of the BERT pre-tokenizer whatever the model, so that word vectors of all encoders
    belong to the same kind of words; their vectors are means over the token embeddings that touch the word.
    A model without token embeddings, or whose tokenizer gives no offsets, encodes each word by itself.

    Raises:
        MissingExtraError: on first use, if sentence-transformers is not installed.
        ModelError: on first use, if the model cannot be loaded.
    """

    languages: frozenset[str] | None = None
    calibrated = False

    def __init__(self, name_or_path: str, settings: EncodingSettings | None = None) -> None:
        self._name_or_path = name_or_path
        self._settings = settings or EncodingSettings()

    @cached_property
    def name(self) -> str:
        """The name of the folder or model, ``@``, and 8 hex digits of the files' SHA-256 or of the hub's commit.

        Reads the folder's weights, or loads the model.
        """
        folder = Path(self._name_or_path)
        if self._is_local:
            digest = hashlib.sha256()
            for path in sorted(path for path in folder.rglob("*") if path.suffix in _WEIGHT_FILES and path.is_file()):
                digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
                with path.open("rb") as content:
                    digest.update(hashlib.file_digest(content, "sha256").digest())
            return f"{folder.resolve().name}@{digest.hexdigest()[:8]}"
        commit = getattr(getattr(self._model.transformers_model, "config", None), "_commit_hash", None)
        return f"{self._name_or_path}@{commit[:8]}" if commit else self._name_or_path

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> list[Encoding]:
        """One :class:`Encoding` for each text, in order. Shapes (d,) and (words, width of the token embeddings)."""
        readable = [clean(text) for text in texts]
        words = [self._words(text) for text in readable]
        chunks = [chunk for i, text in enumerate(readable) for chunk in self._chunks(i, text, words[i])]
        outputs: list[dict[str, Any]] = [{}] * len(chunks)
        counted = Count([chunk.text for chunk in chunks], len(texts), progress)
        for batch in batches([chunk.length for chunk in chunks], self._settings.batch_tokens):
            stretches = [readable[chunks[i].text][chunks[i].start : chunks[i].end] for i in batch]
            for i, stretch, output in zip(batch, stretches, self._forward(stretches), strict=True):
                vector = _floats(output["sentence_embedding"])
                outputs[i] = {"vector": vector * chunks[i].length, "tokens": self._tokens(stretch, output)}
            counted.add([chunks[i].text for i in batch])
        by_text: list[list[tuple[_Stretch, dict[str, Any]]]] = [[] for _ in texts]
        for chunk, output in zip(chunks, outputs, strict=True):
            by_text[chunk.text].append((chunk, output))
        return [self._join(text, spans, found) for text, spans, found in zip(readable, words, by_text, strict=True)]

    def _join(self, text: str, words: list[Span], found: list[tuple[_Stretch, dict[str, Any]]]) -> Encoding:
        """One text's encoding from its chunks."""
        import numpy as np

        width = int(self._model.get_embedding_dimension() or 0)
        vector = np.sum([output["vector"] for _, output in found], axis=0) if found else np.zeros(width)
        tokens = [(chunk.start, output["tokens"]) for chunk, output in found]
        if not found:
            return Encoding(unit(vector), (), np.zeros((0, width), np.float32))
        if any(token is None for _, token in tokens):
            distinct = sorted({span.of(text) for span in words})
            vectors = {
                distinct[i]: _floats(output["sentence_embedding"])
                for batch in batches([len(word) for word in distinct], self._settings.batch_tokens)
                for i, output in zip(batch, self._forward([distinct[i] for i in batch]), strict=True)
            }
            return Encoding(unit(vector), tuple(words), np.stack([vectors[span.of(text)] for span in words]))
        places = np.concatenate([offsets + start for start, (offsets, _) in tokens])
        return Encoding(unit(vector), *_mean_by_word(words, places, np.concatenate([t[1] for _, t in tokens])))

    def _words(self, text: str) -> list[Span]:
        return [Span(start, end) for _, (start, end) in self._splitter.pre_tokenize_str(text)]

    def _chunks(self, index: int, text: str, words: list[Span]) -> Iterator[_Stretch]:
        """Stretches of the text that fit the model. A text without words has none."""
        if not words:
            return
        pieces = self._pieces(text, words)
        starts = [span.start for span in words]
        owners = [bisect_right(starts, max(start, end - 1)) for start, end in pieces]
        # A stretch by itself may take a piece or two more than inside the text (SentencePiece's leading space).
        limit = self._window if len(pieces) <= self._window else max(1, self._window - 2)
        cuts = list(cut(owners, limit))
        for number, (start, end) in enumerate(cuts):
            first = pieces[start][0] if number else 0
            last = pieces[cuts[number + 1][0]][0] if number + 1 < len(cuts) else len(text)
            yield _Stretch(index, first, last, end - start)

    def _pieces(self, text: str, words: list[Span]) -> list[tuple[int, int]]:
        """The span of each of the tokenizer's pieces. Without offsets, each word's span is repeated for its pieces."""
        tokenizer = self._tokenizer
        if getattr(tokenizer, "is_fast", False):
            found = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
            return [(int(start), int(end)) for start, end in found["offset_mapping"]]
        count = tokenizer.tokenize if hasattr(tokenizer, "tokenize") else lambda _word: [0]
        return [(span.start, span.end) for span in words for _ in range(max(1, len(count(span.of(text)))))]

    def _tokens(self, stretch: str, output: dict[str, Any]) -> tuple[NDArray[np.int64], Floats] | None:
        """Offsets (n, 2) and embeddings (n, w) of the stretch's tokens; ``None`` if the model tells neither."""
        import numpy as np

        if not getattr(self._tokenizer, "is_fast", False) or "token_embeddings" not in output:
            return None
        attended = output["attention_mask"].bool()
        ids = output["input_ids"][attended].tolist()
        plain = self._tokenizer(stretch, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        count = len(plain["input_ids"])
        for at in range(len(ids) - count, -1, -1):  # the model's prompt, if it has one, precedes the text
            if ids[at : at + count] == plain["input_ids"]:
                places = np.array(plain["offset_mapping"], np.int64).reshape(-1, 2)
                return places, _floats(output["token_embeddings"][attended][at : at + count])
        return None

    def _forward(self, texts: list[str]) -> list[dict[str, Any]]:
        """All outputs of the model for each text, as torch tensors."""
        return list(
            self._model.encode(
                texts, batch_size=len(texts), output_value=None, convert_to_numpy=False, show_progress_bar=False
            )
        )

    @property
    def _is_local(self) -> bool:
        return bool(self._name_or_path) and Path(self._name_or_path).is_dir()

    @cached_property
    def _splitter(self) -> Any:
        from tokenizers import Regex, pre_tokenizers

        han = pre_tokenizers.Split(Regex(r"\p{Han}"), "isolated")
        return pre_tokenizers.Sequence([han, pre_tokenizers.BertPreTokenizer()])

    @cached_property
    def _tokenizer(self) -> Any:
        return getattr(self._model[0], "tokenizer", None)

    @cached_property
    def _window(self) -> int:
        """Number of pieces that fit the model at once, without special tokens and the default prompt."""
        longest = self._model.max_seq_length
        if longest is None or longest > sys.maxsize:
            return sys.maxsize
        extra = 0
        if getattr(self._tokenizer, "is_fast", False):
            prompt = self._model.prompts.get(self._model.default_prompt_name) or ""
            extra = len(self._tokenizer(prompt)["input_ids"])
        return max(1, int(longest) - extra)

    @cached_property
    def _model(self) -> Any:
        switch_telemetry_off()
        name = self._name_or_path
        try:
            from safetensors import SafetensorError
            from sentence_transformers import SentenceTransformer
        except ModuleNotFoundError as error:
            raise MissingExtraError(f"--model {name}", "models") from error
        if not self._is_local and not _HUB_NAME.fullmatch(name):
            raise ModelError(f"model '{name}': no such folder")
        if not self._is_local and Path(name).exists():  # otherwise the hub would be asked for a file's name
            raise ModelError(f"model '{name}' is not a folder; name the folder that holds the model's files")
        try:
            with _quiet():
                return SentenceTransformer(name, local_files_only=self._is_local)
        except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
            why = next(iter(str(error).splitlines()), type(error).__name__)
            raise ModelError(f"model {name} cannot be loaded: {why}") from error


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part ``[start, end)`` of one text that fits the model, with its number of pieces."""

    text: int
    start: int
    end: int
    length: int


def _floats(tensor: Any) -> Floats:
    """A torch tensor of any type and device as a float32 array."""
    array: Floats = tensor.detach().float().cpu().numpy()
    return array


def _mean_by_word(words: list[Span], places: NDArray[np.int64], vectors: Floats) -> tuple[tuple[Span, ...], Floats]:
    """The words that have pieces, and the mean of each word's pieces. ``places`` is (n, 2), ``vectors`` (n, w)."""
    import numpy as np

    first = np.searchsorted([span.end for span in words], places[:, 0], side="right")
    after = np.searchsorted([span.start for span in words], places[:, 1], side="left")
    counts = np.maximum(after - first, 0)
    piece = np.repeat(np.arange(len(places)), counts)
    word = np.concatenate([np.arange(a, b) for a, b in zip(first, after, strict=True)]) if len(places) else piece
    sums = np.zeros((len(words), vectors.shape[1]), np.float32)
    np.add.at(sums, word.astype(np.int64), vectors[piece])
    touched = np.bincount(word.astype(np.int64), minlength=len(words))
    kept = np.flatnonzero(touched)
    return tuple(words[i] for i in kept), np.asarray(sums[kept] / touched[kept, None], np.float32)


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back the progress bars and load reports of the Hugging Face libraries."""
    logging: Any = import_module("transformers.utils.logging")
    hub: Any = import_module("huggingface_hub.utils")
    level, bars, hub_bars = (
        logging.get_verbosity(),
        logging.is_progress_bar_enabled(),
        not hub.are_progress_bars_disabled(),
    )
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    hub.disable_progress_bars()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()
        if hub_bars:
            hub.enable_progress_bars()
