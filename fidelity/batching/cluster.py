"""The Ray engine: Ray Data with a pool of actors, each of which loads the models once; one machine or many.

Ray writes logs, and a traceback may quote a document. So nothing is raised inside Ray: what an actor has to say is its
answer.
"""

from __future__ import annotations

import logging
import os
import pickle
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from typing import Any

from fidelity.batching.engine import Answer, Task, Work, try_to
from fidelity.embedding.runtime import switch_telemetry_off
from fidelity.errors import FidelityError, MissingExtraError, SettingError

_LOOPBACK = "127.0.0.1"
_STORE = 1024 * 2**20
"""Most bytes that the object store of a Ray that is started here may take. It holds the tasks and answers of a wave."""

_BLOCK = 8 * 2**20
"""Bytes of answers from which Ray makes another object."""

_WAVE = 1024
"""Tasks that Ray is given at once, at least: it keeps all of them in its object store."""

_EACH = 64
"""Tasks of a wave for each actor, at least: at a wave's end actors wait for the last one."""

_BYTES = 64 * 2**20
"""Bytes of tasks from which no further task joins a wave."""

_STARTS = 3
"""Times that Ray may try to start."""

_SWITCHES = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_USAGE_STATS_PROMPT_ENABLED": "0",
    "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # without this Ray says that it will change
    "RAY_BACKEND_LOG_LEVEL": "fatal",  # else it warns on stderr of what is as it should be
    "RAY_DEDUP_LOGS_SKIP_REGEX": "^",  # else it writes on stdout, among the rows, that an actor was lost
}


def load_ray(alone: bool = True) -> Any:
    """The module ``ray`` with its part for data, imported with its reports of usage switched off.

    With ``alone``, a Ray that is started on this machine listens to this machine alone, as it does on a Mac.

    Raises:
        MissingExtraError: if it is not installed.
    """
    switch_telemetry_off()
    os.environ.update(_SWITCHES)
    if alone:
        os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
    try:
        import ray
        import ray.data
    except ImportError:
        raise MissingExtraError("the engine ray", "ray") from None
    return ray


class RayEngine:
    """Actors of a Ray cluster. ``workers`` (default: its CPUs, or its GPUs where the work runs on them) is how many.

    ``address`` is that of a running cluster; without one, Ray is started on this machine, and listens to it alone.
    """

    def __init__(self, workers: int | None = None, address: str | None = None) -> None:
        self._count, self._address = workers, address

    def run(self, work: Work[Task, Answer], tasks: Iterable[Task], *, in_order: bool = False) -> Iterator[Answer]:
        """As :class:`fidelity.batching.engine.Engine` says."""
        source = iter(tasks)
        first = next(source, None)
        if first is None:
            return
        source = chain([first], source)
        with _session(load_ray(self._address is None), self._count, self._address) as ray:
            pool = _pool(ray, work, self._count)
            ray.data.DataContext.get_current().execution_options.preserve_order = in_order
            while wave := _take(source, max(_WAVE, _EACH * pool["concurrency"])):
                yield from _run_wave(ray, pickle.dumps(work), wave, pool)


def _take(source: Iterator[Any], most: int) -> list[bytes]:
    """The tasks of the next wave, pickled."""
    wave: list[bytes] = []
    size = 0
    for task in islice(source, most):
        wave.append(pickle.dumps(task))
        size += len(wave[-1])
        if size >= _BYTES:
            break
    return wave


def _run_wave(ray: Any, work: bytes, wave: Sequence[bytes], pool: dict[str, Any]) -> Iterator[Any]:
    """The answers to some tasks, each of which is a block of its own."""
    tasks = ray.data.from_items([{"task": task} for task in wave], override_num_blocks=len(wave))
    found = tasks.map_batches(
        _Actor,
        fn_constructor_args=(work,),
        batch_size=1,
        batch_format="pyarrow",
        **pool,
    )
    try:
        for table in found.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0):
            for data in table.column("answer").to_pylist():
                kind, value = pickle.loads(data)  # noqa: S301 -- from our own actor
                if kind != "done":
                    raise value
                yield value
    except ray.exceptions.RayError as error:
        raise FidelityError(
            f"Ray cannot go on ({type(error).__name__}): workers end again and again, or the cluster was lost;"
            " start the same command again, with fewer workers if memory is short"
        ) from error


class _Actor:
    """One actor of the pool."""

    def __init__(self, work: bytes) -> None:
        kind, value = try_to(lambda: pickle.loads(work).start(_threads()))  # noqa: S301 -- from the engine
        self._do: Callable[[Any], Any] | None = value if kind == "done" else None
        self._failure = (kind, None if kind == "done" else value)

    def __call__(self, table: Any) -> Any:
        arrow = _arrow()
        answers = [pickle.dumps(self._answer(task)) for task in table.column("task").to_pylist()]
        return arrow.table({"answer": arrow.array(answers, arrow.large_binary())})

    def _answer(self, task: bytes) -> tuple[str, Any]:
        do = self._do
        return self._failure if do is None else try_to(lambda: do(pickle.loads(task)))  # noqa: S301


def _threads() -> int:
    """How many CPUs Ray has given this actor."""
    import ray

    context: Any = ray.get_runtime_context()
    return max(1, int(context.get_assigned_resources().get("CPU", 1)))


def _arrow() -> Any:
    import pyarrow

    return pyarrow


def _pool(ray: Any, work: Work[Any, Any], count: int | None) -> dict[str, Any]:
    """How many actors there are, and what each of them has."""
    there = ray.cluster_resources()
    cpus, gpus = int(there.get("CPU", 0)), int(there.get("GPU", 0))
    if not cpus:
        raise SettingError("the Ray cluster has no CPU to work on; start its nodes first")
    if gpus and work.on_gpu:
        size = min(count or gpus, gpus)
        return {"concurrency": size, "num_gpus": 1, "num_cpus": max(1, cpus // gpus)}
    return {"concurrency": min(count or cpus, cpus), "num_cpus": 1}


@contextmanager
def _session(ray: Any, count: int | None, address: str | None) -> Iterator[Any]:
    """Ray, connected to the cluster at ``address``, or started on this machine; or as the program has started it."""
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR, "configure_logging": True}
    with ExitStack() as stack:
        stack.enter_context(_silence())
        if not ray.is_initialized():
            if address is None:
                folder = stack.enter_context(
                    tempfile.TemporaryDirectory(prefix="fidelity-", ignore_cleanup_errors=True)
                )
                own = {"_temp_dir": folder, "_node_ip_address": _LOOPBACK, "object_store_memory": _STORE}
                quiet |= {"address": "local", "include_dashboard": False, "num_cpus": count, **own}
            else:
                quiet |= {"address": address}
            stack.callback(ray.shutdown)
            stack.callback(signal.signal, signal.SIGTERM, signal.getsignal(signal.SIGTERM))  # Ray sets its own
            _begin(ray, quiet, address or "on this machine")
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.print_on_execution_start = False
        context.target_max_block_size = _BLOCK
        yield ray


def _begin(ray: Any, options: dict[str, Any], where: str) -> None:
    """Start Ray, or connect to it. On a busy machine it may give up: it waits half a minute for its processes."""
    for times in range(1, _STARTS + 1):
        try:
            with _closed_stderr():
                ray.init(**options)
        except Exception as error:  # Ray raises anything, a bare Exception as well
            ray.shutdown()
            if times == _STARTS or isinstance(error, ConnectionError):
                raise SettingError(
                    f"Ray cannot be reached or started ({where}): {type(error).__name__}; check the address"
                ) from error
        else:
            return


@contextmanager
def _closed_stderr() -> Iterator[None]:
    """Nothing is written to descriptor 2, where Ray's C++ part says which level of messages it was given."""
    try:
        kept = os.dup(2)
    except OSError:  # it is closed already
        yield
        return
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(null)


@contextmanager
def _silence() -> Iterator[None]:
    """Nothing of Ray's own on stderr, where one line is to say what has happened."""
    loggers = [logging.getLogger(name) for name in ("ray", "ray.data")]
    before = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for each, level in zip(loggers, before, strict=True):
            each.setLevel(level)
