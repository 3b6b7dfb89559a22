"""The pair scorer that ships: reads a quotation and its passage together, and judges the pair and its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fidelity.embedding.encoding import Progress
from fidelity.embedding.model_files import PAIR_SCORER
from fidelity.scorer.merging import read_in_windows
from fidelity.scorer.minilm.word_table import WordTable
from fidelity.scorer.readings import HEADS, PairReading
from fidelity.scorer.shipped import ShippedScorer
from fidelity.scorer.windows import Text, Window, pad, tokenize

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_DECIDED_BY_ONE = ("faithful", "rated_faithful", "carries")
_OUTPUTS = ("pair", "tags", "word_state")


class PairScorer(ShippedScorer):
    """all-MiniLM-L6-v2 fine-tuned on pairs, on onnxruntime (see ``models/pair-scorer/README.md``). English only.

    Cheap to construct; loads on first use. Texts longer than a pass are read in windows: each stretch of the quotation
    with the stretch of the passage at its place, a short quotation with all stretches of a long passage, the best of
    which counts. Nothing is left out. ``threads`` (default: the CPUs this process may use) changes speed, not results.

    Raises:
        ModelError: on first use, if a file is missing or differs from its checksum.
    """

    model = PAIR_SCORER

    def load(self) -> None:
        """Load now what :meth:`read` would load on first use."""
        super().load()
        _ = self._table

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
    def _table(self) -> WordTable:
        return WordTable.load(self._folder)


def _join(heads: Floats) -> list[float]:
    least, mean = heads.min(axis=0), heads.mean(axis=0)
    chosen = zip(HEADS, least, mean, strict=False)
    return [float(low if name in _DECIDED_BY_ONE else middle) for name, low, middle in chosen]
