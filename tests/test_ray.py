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


def test_a_lost_actor_loses_no_task_and_nobody_else_can_connect(tmp_path: Path) -> None:
    before = find_folders()
    answers = RayEngine(2).run(Doubling(str(tmp_path), deadly=(3,)), range(8))
    found = [next(answers)[0]]
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
    assert listening() <= {"127.0.0.1", "::1", "::ffff:127.0.0.1"}
    found += [double for double, _ in answers]
    assert sorted(found) == [0, 2, 4, 6, 8, 10, 12, 14]
    assert (tmp_path / "3").read_bytes() == b".."  # one actor was lost with it
    assert find_folders() <= before


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
    told = [line for line in done.stderr.decode().splitlines() if "RAY_BACKEND_LOG_LEVEL" not in line]
    assert (done.returncode, told) == (0, [])  # Ray says which level of messages was set
    assert contents(tmp_path / "out") == contents(tmp_path / "here")
