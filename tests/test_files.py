"""The one writer: the new file whole, or the old one untouched, and a line that says why."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from fidelity.errors import OutputError
from fidelity.report.files import write_bytes, write_text

NOT_ROOT = pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_writes_text_as_it_is(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "一\r\n\udc80")
    assert (tmp_path / "a.txt").read_bytes() == "一\r\n\ufffd".encode()
    write_text(str(tmp_path / "a.txt"), "x", encoding="utf-8-sig")
    assert (tmp_path / "a.txt").read_bytes() == b"\xef\xbb\xbfx"
    assert _names(tmp_path) == ["a.txt"]


def test_permissions(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write_text(tmp_path / "new", "x")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
    (tmp_path / "new").chmod(0o604)
    write_text(tmp_path / "new", "y")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o604


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "real").write_text("old")
    (tmp_path / "link").symlink_to(folder / "real")
    (tmp_path / "dangling").symlink_to(folder / "new")
    write_text(tmp_path / "link", "new")
    write_text(tmp_path / "dangling", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "dangling").is_symlink()
    assert (folder / "real").read_text() == (folder / "new").read_text() == "new"


def _message(path: str | Path) -> str:
    with pytest.raises(OutputError) as caught:
        write_text(path, "new")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_failures_say_what_and_how(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert _message(tmp_path / "none" / "a") == (
        f"cannot write {tmp_path}/none/a: No such file or directory; create the folder first"
    )
    assert _message(tmp_path) == f"cannot write {tmp_path}: Is a directory; that is a folder; name a file in it"
    assert "not a folder" in _message(tmp_path / "file" / "a")
    assert "choose a shorter name" in _message(tmp_path / ("x" * 300))
    assert "link" in _message(tmp_path / "loop")
    assert "choose another name" in _message("nul\0")
    assert "␊" in _message(tmp_path / "line\nbreak" / "a")
    assert _names(tmp_path) == ["file", "loop"]
    assert (tmp_path / "file").read_text() == "old"


@NOT_ROOT
def test_write_protection_is_respected(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("old")
    (tmp_path / "kept").chmod(0o444)
    assert "write-protected" in _message(tmp_path / "kept")
    tmp_path.chmod(0o555)
    try:
        assert "choose a place that you may write to" in _message(tmp_path / "new")
    finally:
        tmp_path.chmod(0o755)


def _run(program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    program = """
import resource, sys
from fidelity.errors import OutputError
from fidelity.report.files import write_text
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_text(sys.argv[1], "x" * 5000)
except OutputError as error:
    sys.exit(str(error))
"""
    done = _run(program, tmp_path / "a")
    assert done.stderr == (f"cannot write {tmp_path}/a: File too large; free some space or choose another disk\n")
    assert (tmp_path / "a").read_text() == "old"
    assert _names(tmp_path) == ["a"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_devices_are_written_directly() -> None:
    assert "No space left on device; free some space" in _message("/dev/full")
    write_text("/dev/null", "x")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="no /dev/shm here")
def test_plain_files_under_dev_are_replaced() -> None:
    path = Path(f"/dev/shm/fidelity-test-{os.getpid()}")
    try:
        write_text(path, "old and longer")
        write_text(path, "new")
        assert path.read_text() == "new"
    finally:
        path.unlink()


def test_stdout_and_pipes(tmp_path: Path) -> None:
    program = (
        "import sys; from fidelity.report.files import write_text; print('before', flush=True); "
        "write_text('/dev/stdout', 'after')"
    )
    assert _run(program).stdout == "before\nafter"
    with (tmp_path / "out").open("wb") as stream:
        subprocess.run([sys.executable, "-c", program], stdout=stream, check=True)
    assert (tmp_path / "out").read_text() == "before\nafter"

    os.mkfifo(tmp_path / "pipe")
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write_bytes(tmp_path / "pipe", b"x" * 200_000)
    reader.join()
    assert received == [b"x" * 200_000]
    assert (tmp_path / "pipe").is_fifo()


def test_a_kill_leaves_old_or_new_whole(tmp_path: Path) -> None:
    program = """
import sys
from fidelity.report.files import write_text
while True:
    for letter in "ab":
        write_text(sys.argv[1], letter * 300_000)
"""
    target = tmp_path / "a"
    target.write_text("b" * 300_000)
    for delay in (0.0, 0.003, 0.007, 0.011, 0.017):
        process = subprocess.Popen([sys.executable, "-c", program, str(target)])
        _wait_for_change(target)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert target.read_text() in {"a" * 300_000, "b" * 300_000}
    for left in tmp_path.glob(".fidelity-*.tmp"):
        assert stat.S_IMODE(left.stat().st_mode) & 0o077 in {0, stat.S_IMODE(target.stat().st_mode) & 0o077}


def _wait_for_change(target: Path) -> None:
    before = target.stat().st_ino
    deadline = time.monotonic() + 20
    while target.stat().st_ino == before and time.monotonic() < deadline:
        time.sleep(0.001)


def test_a_signal_during_the_cleaning_up_leaves_no_file(tmp_path: Path) -> None:
    program = """
import os, sys
from fidelity.report.files import open_for_writing
usual, called = os.unlink, []
def interrupted(*given, **named):
    called.append(given)
    if len(called) == 1:
        raise KeyboardInterrupt
    return usual(*given, **named)
os.unlink = interrupted
with open_for_writing(sys.argv[1]) as write:
    write("new")
    raise SystemExit(143)
"""
    done = _run(program, tmp_path / "a")
    assert "KeyboardInterrupt" in done.stderr
    assert _names(tmp_path) == []
