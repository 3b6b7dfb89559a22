"""The local engine: one process for each core, each with models of its own."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from fidelity.batching.engine import Answer, Task, Work
from fidelity.embedding.model_files import usable_cpus
from fidelity.errors import FidelityError

_PROGRAM = Path(__file__).with_name("worker.py")
_AHEAD = 2
"""Number of tasks for each worker that are taken in advance, so that no worker waits."""

_WINDOW = 8
"""The same number where the answers have to keep their order: the others work on while one of them is slow."""

_FEWEST, _MOST = 3, 100
"""How many workers may be lost in a row before one is ready, and how many with the same task."""

_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


class LocalEngine:
    """Processes on this machine. ``workers`` is their number, by default the number of CPUs for this process."""

    def __init__(self, workers: int | None = None) -> None:
        self._count = workers or usable_cpus()

    def run(self, work: Work[Task, Answer], tasks: Iterable[Task], *, in_order: bool = False) -> Iterator[Answer]:
        """See :class:`fidelity.batching.engine.Engine`."""
        workers = _Workers(work, max(1, usable_cpus() // self._count))
        pool = ThreadPoolExecutor(self._count)
        submitted = (pool.submit(workers.do, task) for task in tasks)
        try:
            if in_order:
                yield from _in_order(submitted, self._count * _WINDOW)
            else:
                yield from _as_done(submitted, self._count * _AHEAD)
        finally:
            workers.close()
            pool.shutdown(cancel_futures=True)


def _as_done(submitted: Iterator[Future[Answer]], most: int) -> Iterator[Answer]:
    """The answers as they come. At most ``most`` tasks are submitted and not yet answered."""
    waiting = set[Future[Answer]]()
    while True:
        waiting |= set(islice(submitted, most - len(waiting)))
        if not waiting:
            return
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        yield from (each.result() for each in done)


def _in_order(submitted: Iterator[Future[Answer]], most: int) -> Iterator[Answer]:
    """The answers in the order of the tasks. At most ``most`` tasks are submitted and not yet handed on."""
    waiting = deque[Future[Answer]]()
    while True:
        waiting.extend(islice(submitted, most - len(waiting)))
        if not waiting:
            return
        yield waiting.popleft().result()


class OneProcess:
    """This process alone, in which the models use every CPU."""

    def run(self, work: Work[Task, Answer], tasks: Iterable[Task], *, in_order: bool = False) -> Iterator[Answer]:  # noqa: ARG002 -- they always are
        """As :class:`fidelity.batching.engine.Engine` says."""
        do = work.start(None)
        yield from map(do, tasks)


class _LostError(Exception):
    """A worker has ended without an answer."""


class _Workers:
    """The workers. Each is used by one thread at a time."""

    def __init__(self, work: Work[Any, Any], threads: int) -> None:
        self._work, self._threads = pickle.dumps(work), threads
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._all: list[_Worker] = []
        self._is_closed = False

    def do(self, task: Any) -> Any:
        """The answer to a task from an idle worker, or from another worker if that one is lost."""
        for _ in range(_MOST):
            worker = self._take()
            try:
                answer = worker.ask(task)
            except _LostError:
                worker.end()
                if self._is_closed:
                    raise
                continue
            self._idle.put(worker)
            return answer
        raise FidelityError(f"{_MOST} workers ended with the same task; the memory may be too small: use fewer workers")

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        self._is_closed = True
        for worker in self._all:
            worker.end()

    def _take(self) -> _Worker:
        try:
            return self._idle.get_nowait()
        except Empty:
            return self._start()

    def _start(self) -> _Worker:
        for _ in range(_FEWEST):
            worker = _Worker(self._threads)
            self._all.append(worker)
            if self._is_closed:
                worker.end()
            try:
                worker.begin(self._work)
            except _LostError:
                worker.end()
                continue
            return worker
        raise FidelityError("workers end before they are ready; the memory may be too small: use fewer workers")


class _Worker:
    """One process, and the two pipes to it."""

    def __init__(self, threads: int) -> None:
        path = json.dumps([os.path.abspath(each) for each in sys.path if each])  # noqa: PTH100
        self._process = subprocess.Popen(  # noqa: S603 -- our own program
            [sys.executable, "-P", str(_PROGRAM), path, str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **dict.fromkeys(_THREADS, str(threads))},
        )

    def begin(self, work: bytes) -> None:
        """Send it the work, and wait until it is ready.

        Raises:
            _LostError: if it has ended.
            FidelityError, FaultError: the error with which it ended.
        """
        self._exchange(work)

    def ask(self, task: Any) -> Any:
        """Its answer to a task. Raises the same errors as :meth:`begin`."""
        return self._exchange(pickle.dumps(task))

    def _exchange(self, data: bytes) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(data)
            self._process.stdin.flush()
            kind, value = pickle.load(self._process.stdout)  # noqa: S301 -- our own program
        except (OSError, ValueError, EOFError, pickle.UnpicklingError) as error:
            raise _LostError from error
        if kind != "done":
            raise value
        return value

    def end(self) -> None:
        """End the process, if it has not ended."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:  # the rest that it did not read
                    continue
