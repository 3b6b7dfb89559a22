"""A cache of readings."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from fidelity.cache.encodings import runtime
from fidelity.cache.packing import pack_reading, unpack_reading
from fidelity.cache.store import Cache
from fidelity.scorer import PairReading, Progress, Scorer, Thresholds
from fidelity.settings import ScoringSettings

_LAYOUT = "reading/1"
"""This number is raised when :mod:`fidelity.cache.packing` changes the bytes of a reading."""


class CachedScorer:
    """A scorer that reads only pairs that are not in the cache. It is loaded when it is needed."""

    def __init__(self, scorer: Scorer, cache: Cache, settings: ScoringSettings) -> None:
        self._scorer, self._cache = scorer, cache
        self._space = "|".join([_LAYOUT, scorer.name, repr(settings), *runtime()])

    @property
    def name(self) -> str:
        """The scorer's name."""
        return self._scorer.name

    @property
    def languages(self) -> frozenset[str]:
        """Those of the scorer."""
        return self._scorer.languages

    @property
    def thresholds(self) -> Thresholds:
        """Those of the scorer."""
        return self._scorer.thresholds

    def read(self, pairs: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[PairReading]:
        """One reading for each pair, in order, as :class:`fidelity.scorer.Scorer` says."""
        keys = {pair: f"{len(pair[0])}:{pair[0]}{pair[1]}" for pair in pairs}
        known: dict[tuple[str, str], PairReading] = {}
        found = self._cache.get(self._space, list(keys.values()))
        for pair, key in keys.items():
            if key in found:
                with suppress(ValueError):
                    known[pair] = unpack_reading(found[key], self.thresholds)
        new = [pair for pair in keys if pair not in known]
        if new:
            read = dict(zip(new, self._scorer.read(new, progress), strict=True))
            packed = {keys[pair]: pack_reading(reading) for pair, reading in read.items()}
            self._cache.put("readings of pairs", self._space, packed)
            known |= read
        return [known[pair] for pair in pairs]
