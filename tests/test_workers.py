"""The local engine: real processes, with work that needs no model."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fidelity.batching.local import LocalEngine, _Worker
from fidelity.batching.tries import Tries
from fidelity.errors import FaultError, FidelityError, InputError, MissingExtraError
from tests.batch_cases import Doubling, Faulty, Halting, Refusing


def test_every_task_is_done_once_in_several_processes(tmp_path: Path) -> None:
    answers = list(LocalEngine(2).run(Doubling(str(tmp_path)), range(50)))
    assert sorted(double for double, _ in answers) == list(range(0, 100, 2))
    assert os.getpid() not in {process for _, process in answers}


def test_tasks_are_taken_a_few_at_a_time(tmp_path: Path) -> None:
    taken = []

    def tasks():
        for number in range(1000):
            taken.append(number)
            yield number

    answers = LocalEngine(2).run(Doubling(str(tmp_path)), tasks())
    next(answers)
    assert len(taken) <= 10
    answers.close()


def test_answers_in_order_wait_for_a_slow_or_lost_worker_and_few_of_them_wait(tmp_path: Path) -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(500):
            taken.append(number)
            yield number

    def go_on() -> None:  # once no further task was taken for a while
        before = -1
        while before != len(taken):
            before = len(taken)
            time.sleep(0.5)
        (tmp_path / "go").touch()

    waiting = threading.Thread(target=go_on)
    waiting.start()
    answers = LocalEngine(2).run(Halting(str(tmp_path)), tasks(), in_order=True)
    assert next(answers) == 0
    assert len(taken) <= 2 * 8
    assert list(answers) == list(range(1, 500))
    waiting.join()


def test_a_task_whose_worker_was_lost_is_done_by_another(tmp_path: Path) -> None:
    work = Doubling(str(tmp_path), deadly=(3, 7), times=2)
    answers = list(LocalEngine(2).run(work, range(10)))
    assert sorted(double for double, _ in answers) == list(range(0, 20, 2))
    assert [(tmp_path / name).read_bytes() for name in ("3", "7")] == [b"...", b"..."]


@pytest.mark.parametrize("at_start", [True, False])
def test_what_the_user_can_mend_ends_the_run(at_start: bool) -> None:
    with pytest.raises(InputError, match=r"done$"):
        list(LocalEngine(1).run(Refusing(at_start), [1]))


def test_a_fault_tells_its_place_and_no_text() -> None:
    with pytest.raises(FaultError, match=r"^KeyError in batching") as caught:
        list(LocalEngine(1).run(Faulty(), [1]))
    assert "secret" not in str(caught.value)


class Unreadable:
    """A task that can be sent to a worker, which cannot read it."""

    def __reduce__(self) -> tuple[type[int], tuple[str]]:
        return int, ("secret",)


def test_a_task_that_a_worker_cannot_read_ends_the_run(tmp_path: Path) -> None:
    worker = _Worker(1)
    clock = threading.Timer(30, worker.end)  # without an answer this would wait for ever
    clock.start()
    try:
        worker.begin(pickle.dumps(Doubling(str(tmp_path))))
        with pytest.raises(FaultError, match=r"^ValueError in batching") as caught:
            worker.ask(Unreadable())
        assert "secret" not in str(caught.value)
    finally:
        clock.cancel()
        worker.end()


def test_a_missing_extra_is_told_across_processes() -> None:
    error = pickle.loads(pickle.dumps(MissingExtraError("Ray", "ray")))
    assert (str(error), error.extra) == ("Ray needs the extra 'ray': pip install 'fidelity[ray]'", "ray")
    assert isinstance(error, FidelityError)


def test_no_worker_outlives_a_program_that_is_killed(tmp_path: Path) -> None:
    program = (
        "from fidelity.batching.local import LocalEngine\n"
        "from tests.batch_cases import Doubling\n"
        f"answers = LocalEngine(1).run(Doubling({str(tmp_path)!r}), range(9))\n"
        "print(next(answers)[1], flush=True)\n"
        "input()"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ
    )
    with started:
        worker = int(started.stdout.readline())
        started.send_signal(signal.SIGKILL)
    end = time.monotonic() + 20
    while _lives(worker) and time.monotonic() < end:
        time.sleep(0.05)
    assert not _lives(worker)


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_job_that_ends_its_worker_is_found(tmp_path: Path) -> None:
    tries = Tries(tmp_path / "1")
    assert [tries.begin(), tries.begin()] == [None, None]
    assert tries.begin() == frozenset()  # job by job from now on
    tries.begin_job(4)
    tries.begin_job(5)
    assert tries.begin() == {5}
    tries.begin_job(4)
    tries.begin_job(6)
    assert tries.begin() == {5, 6}
    tries.end()
    assert tries.begin() is None


def test_a_line_that_was_cut_short_is_no_job(tmp_path: Path) -> None:
    file = tmp_path / "1"
    file.write_text("begin\nbegin\n4\nbeg", encoding="utf-8")
    assert Tries(file).begin() == {4}
