"""The reader of meaning that ships: whether a quotation and its passage entail or contradict one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity.embedding.encoding import Progress
from fidelity.embedding.model_files import READER
from fidelity.scorer.merging import read_in_windows
from fidelity.scorer.readings import HEADS, Entailment, PairReading, Thresholds
from fidelity.scorer.shipped import ShippedScorer
from fidelity.scorer.windows import Text, Window, pad, tokenize
from fidelity.settings import ScoringSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_OUTPUTS = ("pair", "tags")
_FORWARD, _BACKWARD = len(HEADS), len(HEADS) + 3
"""Where what is said of each direction begins: three unnormalised log-probabilities in the order of Entailment."""


class MeaningReader(ShippedScorer):
    """All layers of all-mpnet-base-v2 fine-tuned on pairs, on onnxruntime (see
    ``models/meaning-reader/README.md``). English only. It reads in windows as the pair scorer does, but in shorter
    ones, and its readings have no vectors.

    Cheap to construct; loads on first use. ``threads`` (default: the CPUs this process may use) changes speed, not
    results.

    Raises:
        ModelError: on first use, if a file is missing or differs from its checksum.
    """

    model = READER

    def __init__(
        self, settings: ScoringSettings | None = None, *, folder: Path | None = None, threads: int | None = None
    ) -> None:
        rules = settings or ScoringSettings()
        shorter = replace(rules, quotation_pieces=rules.meaning_pieces, passage_pieces=rules.meaning_passage_pieces)
        super().__init__(shorter, folder=folder, threads=threads)

    def read(self, pairs: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[PairReading]:
        """One :class:`PairReading` for each pair of quotation and passage, in order.

        Of several passes of one stretch of the quotation, that counts in which the passage entails it best; over the
        stretches, the one that is entailed least counts, and for the other direction the mean.
        """
        texts = tokenize(self._tokenizer, sorted({text for pair in pairs for text in pair}))
        found = read_in_windows(
            pairs, texts, self._run, self._settings, progress, worth=_entailed, join=_join, threads=self._threads
        )
        return [_finish(each, self.thresholds) for each in found]

    def _run(self, batch: Sequence[tuple[Text, Text, Window]]) -> list[Floats]:
        """What is said of the pairs (batch, 11), log-odds of the pieces (batch, longest, 3), and no states."""
        import numpy as np

        feed = pad(batch)
        pair, tags = self._session.run(_OUTPUTS, feed)
        return [pair, tags, np.zeros((*feed["input_ids"].shape, 0), np.float32)]


def _entailed(said: Floats) -> float:
    """The probability that the passage entails the quotation."""
    return _share(said[_FORWARD:_BACKWARD]).entailed


def _join(said: Floats) -> list[float]:
    """What is said of the pair, from what is said of the stretches of the quotation, (n, 11)."""
    least = said[min(range(len(said)), key=lambda row: _entailed(said[row]))]
    lowest, mean = said.min(axis=0), said.mean(axis=0)
    joined = [*lowest[:2], *mean[2 : len(HEADS)], *least[_FORWARD:_BACKWARD], *mean[_BACKWARD:]]
    return [float(value) for value in joined]


def _finish(reading: PairReading, thresholds: Thresholds) -> PairReading:
    forward, backward = (_share(reading.heads[start : start + 3]) for start in (_FORWARD, _BACKWARD))
    heads = reading.heads[: len(HEADS)]
    return replace(reading, heads=heads, thresholds=thresholds, forward=forward, backward=backward)


def _share(logits: Sequence[float] | Floats) -> Entailment:
    """Probabilities of unnormalised log-probabilities."""
    import numpy as np

    shares = np.exp(np.asarray(logits, float) - max(logits))
    return Entailment(*(float(share) for share in shares / shares.sum()))
