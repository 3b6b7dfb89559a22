"""Ray on this machine: the same rows, no worker lost for good, nothing that listens to others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from fidelity.batching.cluster import RayEngine
from fidelity.errors import InputError
from tests.batch_cases import Doubling, Here, Refusing, contents, write_jobs
from tests.test_batch import do

pytestmark = [
    pytest.mark.ray,
    pytest.mark.filterwarnings("default"),  # Ray's own
]


def listening() -> set[str]:
    """The addresses on which this process and those that it started listen."""
    here = psutil.Process()
    found = set[str]()
    for process in (here, *here.children(recursive=True)):
        try:
            sockets = process.net_connections("inet")
        except psutil.Error:
            continue
        found |= {each.laddr.ip for each in sockets if each.status == psutil.CONN_LISTEN}
    return found


def find_folders() -> set[Path]:
    """The temporary folders of Ray that this program made."""
    found = Path(tempfile.gettempdir()).glob("fidelity-*")
    return {folder for folder in found if list(folder.glob("session_*"))}


def test_a_lost_actor_loses_no_task_and_nobody_else_can_connect(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = find_folders()
    answers = RayEngine(2).run(Doubling(str(tmp_path), deadly=(3,)), range(8), in_order=True)
    found = [next(answers)[0]]
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
    assert listening() <= {"127.0.0.1", "::1", "::ffff:127.0.0.1"}
    found += [double for double, _ in answers]
    assert found == [0, 2, 4, 6, 8, 10, 12, 14]
    assert (tmp_path / "3").read_bytes() == b".."  # one actor was lost with it
    assert find_folders() <= before
    assert capfd.readouterr() == ("", "")


def test_what_the_user_can_mend_ends_the_run() -> None:
    with pytest.raises(InputError, match=r"^nothing can be done$"):
        list(RayEngine(1).run(Refusing(at_start=True), [1]))


def test_a_batch_that_is_killed_on_ray_goes_on_there_with_the_same_rows(tmp_path: Path) -> None:
    manifest = write_jobs(tmp_path, 5, missing=[4])
    do(manifest, tmp_path / "here", Here())
    command = [sys.executable, "-m", "fidelity", "batch", str(manifest), "--out", str(tmp_path / "out")]
    command += ["--engine", "ray", "--workers", "1", "--part-size", "2", "--quiet"]
    first = subprocess.Popen(command)
    end = time.monotonic() + 300
    while not list((tmp_path / "out").glob("jobs/*.jsonl")) and first.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    first.wait()
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert contents(tmp_path / "out") == contents(tmp_path / "here")


def test_aligned_pairs_have_the_same_rows_on_ray_and_nothing_is_among_them(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    lines = [f"We lost {number} jobs.,We lost {number + number % 2} jobs." for number in range(600)]
    pairs.write_text("\n".join(["reference,translation", *lines]), encoding="utf-8")
    command = [sys.executable, "-m", "fidelity", "score", str(pairs), "--quiet"]
    alone = subprocess.run(command, capture_output=True, check=True)
    on_ray = subprocess.run([*command, "--engine", "ray", "--workers", "2"], capture_output=True, check=False)
    assert (on_ray.returncode, on_ray.stderr) == (0, b"")
    assert on_ray.stdout == alone.stdout
