"""Nothing that was acknowledged is lost: not to a kill at any moment, not to others who write at once."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from fidelity.store import Store
from tests.verdict_cases import record

WRITER = """
import sys
from fidelity.store import Store
from tests.verdict_cases import record
path, reviewer, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Store(path) as store:
    for i in range(number):
        kept = store.add_verdict(record(reviewer=reviewer, comment=f"{i} " + "x" * (i % 7 * 1000)))
        print(kept.uid, flush=True)
        if i % 3 == 2:
            print(store.undo(kept).uid, flush=True)
"""
"""Judges again and again, undoes every third, and acknowledges each row once it is kept."""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where there is such a place: neither a kill nor another writer asks for the disk's own time."""
    if not os.access("/dev/shm", os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(dir="/dev/shm", prefix="fidelity-test-") as name:
        yield Path(name)


def start(path: Path, reviewer: str, number: int, out: Path) -> subprocess.Popen[bytes]:
    with out.open("wb") as stream:
        return subprocess.Popen([sys.executable, "-c", WRITER, str(path), reviewer, str(number)], stdout=stream)


def acknowledged(out: Path) -> list[str]:
    """The rows that were acknowledged in full."""
    return [line[:-1] for line in out.read_text().splitlines(keepends=True) if line.endswith("\n")]


def check_integrity(path: Path) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_kill_at_any_moment_loses_nothing_acknowledged(folder: Path) -> None:
    path = folder / "runs.db"
    Store(path, create=True).close()
    drawn = random.Random(7)
    told: list[str] = []
    for number in range(12):
        out = folder / f"out{number}"
        process = start(path, "Ann", 1_000_000, out)
        deadline = time.monotonic() + 60
        while not acknowledged(out) and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(drawn.uniform(0, 0.03))
        process.send_signal(signal.SIGKILL)
        process.wait()
        told += acknowledged(out)
        with Store(path) as store:
            kept = [row.uid for row in store.verdicts()]
        assert set(told) <= set(kept)
        assert len(kept) <= len(told) + number + 1  # of each writer at most the one row that it could not tell of
        assert [uid for uid in kept if uid in set(told)] == told
    assert len(told) > 100
    check_integrity(path)


def test_a_kill_while_the_file_is_made_leaves_one_that_can_be_used(folder: Path) -> None:
    program = "import sys; from fidelity.store import Store; print(flush=True); Store(sys.argv[1], create=True)"
    drawn = random.Random(3)
    for number in range(8):
        path = folder / f"{number}.db"
        process = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE)
        assert process.stdout
        process.stdout.readline()
        time.sleep(drawn.uniform(0, 0.004))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if path.exists():
            assert path.stat().st_mode & 0o777 == 0o600
        with Store(path, create=True) as store:
            assert len([store.add_verdict(record())]) == len(store.verdicts())


@pytest.mark.parametrize("how", ["create=True", "create=True, deferred=True"])
def test_twenty_writers_at_once_lose_nothing(folder: Path, how: str) -> None:
    """Each of them may be the one that makes the file."""
    path, names = folder / "runs.db", [f"Reviewer {i}" for i in range(20)]
    program = WRITER.replace("if i % 3 == 2", "if False").replace("Store(path)", f"Store(path, {how})")
    command = [sys.executable, "-c", program, str(path)]
    started = [subprocess.Popen([*command, name, "100"], stdout=subprocess.PIPE, text=True) for name in names]
    told = [process.communicate()[0].split() for process in started]
    assert [process.returncode for process in started] == [0] * 20
    with Store(path) as store:
        rows = store.verdicts()
    assert len(rows) == 2000
    assert {row.uid for row in rows} == {uid for some in told for uid in some}
    for name, own in zip(names, told, strict=True):
        assert [row.uid for row in rows if row.reviewer == name] == own
    check_integrity(path)


def test_two_reviewers_see_each_other_and_keep_their_own(tmp_path: Path) -> None:
    """On the real disk, each click in the other's sight."""
    path = tmp_path / "runs.db"
    with Store(path, create=True) as one, Store(path) as two:
        for i in range(5):
            first = one.add_verdict(record("minor", comment=str(i)))
            second = two.add_verdict(record("major", reviewer="Bo", comment=str(i)))
            assert one.verdicts()[-2:] == two.verdicts()[-2:] == (first, second)
        two.undo(second)
        assert len(one.verdicts()) == 11
