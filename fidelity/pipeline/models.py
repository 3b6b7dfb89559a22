"""The models of a process, and their results for the texts of jobs that are checked together."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from fidelity.cache import Cache, CachedEncodings, CachedScorer, CachedTags
from fidelity.calibration import load_recalibration
from fidelity.embedding import BuiltInEncoder, Encoder, MultilingualEncoder
from fidelity.pipeline.calibrations import Calibrations, name_scorers
from fidelity.pipeline.encoders import Encoders
from fidelity.pipeline.inspecting import TagAll
from fidelity.pipeline.judging import Judge
from fidelity.pipeline.memory import Memory, Progress
from fidelity.pipeline.run import join, state
from fidelity.scorer import Scorer
from fidelity.scorer.across import AcrossReader
from fidelity.scorer.minilm import PairScorer
from fidelity.scorer.mpnet import MeaningReader
from fidelity.settings import Settings


class Models:
    """Encoders, both scorers and calibrations, which are made once, and their results so far.

    ``settings`` are those of every job, except for the speakers and the occasion. ``threads`` (default: the CPUs that
    this process may use) changes speed, not results. Results in ``cache`` are not computed again; if there is a cache,
    a model is loaded only when a result is not in it.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        encoder: Encoder | None = None,
        model: str | None = None,
        calibration: str | os.PathLike[str] | None = None,
        threads: int | None = None,
        progress: Progress | None = None,
        cache: Cache | None = None,
    ) -> None:
        self.settings, self.progress, self.cache = settings, progress, cache
        self.encoders = Encoders.start(encoder, model, settings, threads)
        self._pair_scorer = PairScorer(settings.scoring, threads=threads)
        self._meaning_reader = MeaningReader(settings.scoring, threads=threads)
        self.scorer = with_cache(self._pair_scorer, cache, settings)
        self.reader = with_cache(self._meaning_reader, cache, settings)
        self._calibration = calibration
        self._calibrations: dict[int, Calibrations] = {}
        self._memories: dict[int, Memory] = {}
        self._judges: dict[int, Judge] = {}
        self.tag_all: TagAll | None = CachedTags(cache, settings.language).tag_all if cache else None
        self._is_loaded = False
        self._loading: Future[None] | None = None

    def load(self) -> None:
        """Load now what every job needs. With a cache, models wait until a result is not in it.

        Raises:
            ModelError, MissingExtraError: if a model cannot be loaded, or the calibration file does not serve.
        """
        self.calibrations(self.encoders.likely)
        if self.cache is None:
            self.encoders.likely.encode(["One."])
            self._pair_scorer.load()
            self._meaning_reader.load()
        self._is_loaded = True

    def signature(self) -> str:
        """All that could change a result of any job, but for what is asked of that job alone.

        Raises:
            ModelError: if a file of a model or the calibration file is missing or damaged.
        """
        encoders = self.encoders.all
        shipped = [Calibrations.load(None, self.scorer, encoder) for encoder in encoders]
        parts = state(encoders, name_scorers(self.scorer, self.reader), self.settings, shipped)
        if self._calibration is not None:
            parts["own"] = load_recalibration(self._calibration).digest
        return join(parts)

    def calibrations(self, encoder: Encoder) -> Calibrations:
        """The calibrations of runs in which ``encoder`` pairs.

        Raises:
            ModelError: as :meth:`Calibrations.load` does.
        """
        if id(encoder) not in self._calibrations:
            self._calibrations[id(encoder)] = Calibrations.load(self._calibration, self.scorer, encoder)
        return self._calibrations[id(encoder)]

    def memory(self, encoder: Encoder) -> Memory:
        """The encodings by ``encoder``."""
        if id(encoder) not in self._memories:
            cached = CachedEncodings(self.cache, encoder, self.settings.encoding) if self.cache else None
            self._memories[id(encoder)] = Memory(encoder, self.progress, cached)
        return self._memories[id(encoder)]

    def judge(self, encoder: Encoder) -> Judge:
        """The scorers' readings in runs in which ``encoder`` pairs."""
        if id(encoder) not in self._judges:
            own = self.calibrations(encoder)
            across = self._across_reader(encoder)
            self._judges[id(encoder)] = Judge(
                self.settings, own.fidelity, own.fidelity_curve, self.scorer, across, own.across, self.reader
            )
        return self._judges[id(encoder)]

    def _across_reader(self, encoder: Encoder) -> AcrossReader | None:
        """The reader of pairs in two languages, which sees texts as the multilingual encoder does."""
        if not isinstance(encoder, MultilingualEncoder):
            return None
        memory = self.memory(encoder)
        return AcrossReader(lambda texts: memory.encode(texts, "judging"))

    def forget(self) -> None:
        """Forget all results for texts. The models stay loaded."""
        self._memories.clear()
        self._judges.clear()

    @contextmanager
    def loading(self) -> Iterator[None]:
        """Load the built-in models while documents are read: it takes as long, and mostly outside Python's lock.

        The reader of meaning, which is needed last, may still be loading afterwards (:meth:`finish_loading`).
        """
        if self._is_loaded or self.cache is not None:
            yield
            return
        # Imported by several threads at once, numpy now and then reaches onnxruntime half made: "import numpy failed".
        import numpy  # noqa: F401

        likely = self.encoders.likely
        pool = ThreadPoolExecutor(max_workers=1)  # one after another, in the order in which they are needed
        try:
            if isinstance(likely, BuiltInEncoder):
                first = [pool.submit(likely.load), pool.submit(self._pair_scorer.load)]
                self._loading = pool.submit(self._meaning_reader.load)
            else:
                first = [pool.submit(self._pair_scorer.load)]
            yield
            for each in first:
                each.result()
        finally:
            pool.shutdown(wait=False)
        self._is_loaded = True

    def finish_loading(self) -> None:
        """Wait for the reader of meaning, which is loaded while texts are encoded and passages are searched.

        Raises:
            ModelError: if it cannot be loaded.
        """
        if self._loading is not None:
            self._loading.result()
            self._loading = None


def with_cache(scorer: Scorer, cache: Cache | None, settings: Settings) -> Scorer:
    """The scorer, which is asked only about what is not in the cache, if there is one."""
    return scorer if cache is None else CachedScorer(scorer, cache, settings.scoring)
