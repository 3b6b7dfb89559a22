"""The pair scorer that ships: reads a quotation and its passage together, and judges the pair and its words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fidelity.embedding.built_in import load_tokenizer
from fidelity.embedding.encoding import Progress
from fidelity.embedding.model_files import BUILT_IN, PAIR_SCORER, checksums, open_model, read_trusted
from fidelity.errors import ModelError
from fidelity.resources import find_resource
from fidelity.scorer.merging import read_in_windows
from fidelity.scorer.minilm.word_table import WordTable
from fidelity.scorer.readings import HEADS, PairReading, Thresholds
from fidelity.scorer.windows import Text, Window, pad, tokenize
from fidelity.settings import ScoringSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_DECIDED_BY_ONE = ("faithful", "rated_faithful", "carries")
_OUTPUTS = ("pair", "tags", "word_state")


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
        """The thresholds that are stored beside the weights."""
        try:
            return Thresholds(**json.loads(read_trusted(self._folder, "thresholds.json")))
        except (TypeError, ValueError) as error:
            raise ModelError(f"{self._folder} has thresholds of another version; reinstall fidelity") from error

    def load(self) -> None:
        """Load now what :meth:`read` would load on first use."""
        _ = self._tokenizer, self._table, self._session

    def read(self, pairs: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[PairReading]:
        """One :class:`PairReading` for each pair of quotation and passage, in order.

        Of several passes of one stretch of the quotation the most faithful counts; over the stretches, the least
        faithful for what one error decides and for what is not there, the mean for the rest.
        """
        texts = tokenize(self._tokenizer, sorted({text for pair in pairs for text in pair}))
        found = read_in_windows(
            pairs,
            texts,
            self._run,
            self._settings,
            progress,
            worth=lambda heads: float(heads[0]),
            join=_join,
            threads=self._threads,
        )
        return [replace(each, thresholds=self.thresholds) for each in found]

    def _run(self, batch: Sequence[tuple[Text, Text, Window]]) -> list[Floats]:
        """The heads (batch, 5), log-odds of the pieces (batch, longest, 3) and their states (batch, longest, 384)."""

        feed: dict[str, Any] = dict(pad(batch))
        feed["words"] = self._table.look_up(feed.pop("input_ids"))
        return list(self._session.run(_OUTPUTS, feed))

    @cached_property
    def _folder(self) -> Path:
        return self._given_folder or find_resource(f"models/{PAIR_SCORER}")

    @cached_property
    def _tokenizer(self) -> Any:
        return load_tokenizer(find_resource(f"models/{BUILT_IN}"))

    @cached_property
    def _table(self) -> WordTable:
        return WordTable.load(self._folder)

    @cached_property
    def _session(self) -> Any:
        return open_model(self._folder)


def _join(heads: Floats) -> list[float]:
    least, mean = heads.min(axis=0), heads.mean(axis=0)
    chosen = zip(HEADS, least, mean, strict=False)
    return [float(low if name in _DECIDED_BY_ONE else middle) for name, low, middle in chosen]
