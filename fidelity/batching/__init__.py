"""Many jobs: a manifest, engines that distribute the work, and parts on disk from which a stopped run continues.

==============  =====================================================================
``jobs``        a job, its result, chunks of jobs
``manifest``    jobs from a file, a pattern or standard input
``checking``    the jobs of a chunk, checked together
``engine``      the protocols: what a worker does, and where workers are
``local``       processes on this machine (``worker`` is the program that they run)
``cluster``     actors of Ray, on one machine or many
``parts``       what a worker does for a batch on disk (``rows``, ``folder``, ``tries``)
``documents``   the state of a part's documents, so that a change is noticed
``running``     a whole batch on disk
==============  =====================================================================
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from fidelity.batching.checking import Checker
from fidelity.batching.cluster import RayEngine, load_ray
from fidelity.batching.engine import Engine
from fidelity.batching.jobs import Chunk, Job, JobResult, Terms, cut
from fidelity.batching.local import LocalEngine
from fidelity.batching.tries import Tries
from fidelity.errors import SettingError
from fidelity.settings import Settings

__all__ = ["EngineName", "Job", "JobResult", "batch", "make_engine"]

EngineName = Literal["local", "ray"]


def batch(
    jobs: Iterable[Job],
    *,
    engine: EngineName = "local",
    workers: int | None = None,
    address: str | None = None,
    model: str | None = None,
    settings: Settings | None = None,
    calibration: str | os.PathLike[str] | None = None,
    cache: str | os.PathLike[str] | None = None,
    together: int = 16,
) -> Iterator[JobResult]:
    """Check many jobs, on every core of this machine or on a Ray cluster. Results come as they are ready.

    A job that fails gives a result with its error, and the others go on. Jobs are taken as they are needed,
    ``together`` of them by one worker, which encodes their texts at once. ``workers`` (default: all CPUs) is how many
    processes; ``address`` is that of a running Ray cluster. The other parameters are as in
    :func:`fidelity.check`.

    Raises:
        ModelError: if a model cannot be loaded, or the calibration file is not valid for this run.
        MissingExtraError: if ``engine`` is ``"ray"`` and the extra ``ray`` is not installed.
        SettingError: if a number is below 1, or ``address`` is given without Ray.
    """
    if together < 1:
        raise SettingError(f"together={together}: at least one job has to go into a chunk")
    terms = Terms(settings or Settings(), model, _absolute(calibration), _absolute(cache))
    chosen = make_engine(engine, workers, address)

    def results() -> Iterator[JobResult]:
        with TemporaryDirectory(prefix="fidelity-") as tries:
            for some in chosen.run(_CheckJobs(terms, tries), cut(jobs, together)):
                yield from some

    return results()


def _absolute(path: str | os.PathLike[str] | None) -> str | None:
    """The same path for workers, which may have another working folder."""
    return None if path is None else os.path.abspath(path)  # noqa: PTH100


def make_engine(name: EngineName, workers: int | None, address: str | None) -> Engine:
    """The engine ``name``. Nothing is started yet.

    Raises:
        SettingError: if ``workers`` is below 1, or ``address`` is given without Ray.
        MissingExtraError: if it is Ray, and the extra ``ray`` is not installed.
    """
    if workers is not None and workers < 1:
        raise SettingError(f"{workers} workers do nothing; give at least one")
    if address is not None and name != "ray":
        raise SettingError("an address is that of a Ray cluster; choose the engine ray as well")
    if name == "local":
        return LocalEngine(workers)
    load_ray(address is None)
    return RayEngine(workers, address)


@dataclass(frozen=True, slots=True)
class _CheckJobs:
    """Checks chunks, and gives their results."""

    terms: Terms
    tries: str

    @property
    def on_gpu(self) -> bool:
        return self.terms.on_gpu

    def start(self, threads: int | None) -> Callable[[Chunk], list[JobResult]]:
        checker = Checker(self.terms, threads)

        def check(chunk: Chunk) -> list[JobResult]:
            tries = Tries(Path(self.tries) / str(chunk.number))
            results = list(checker.check_chunk(chunk, tries))
            tries.end()
            return results

        return check
