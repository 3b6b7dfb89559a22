"""Which sockets a program opens and which files it writes, as the kernel sees it: read from ``strace``."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_CALLS = (
    "socket,connect,sendto,sendmsg,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat"
)
_SOCKET = re.compile(r"\bsocket\((?!AF_UNIX\b)(\w+)")
_TALK = re.compile(r"\b(?:connect|sendto|sendmsg)\(.*")
_OPENED = re.compile(r'\b(?:open|openat|openat2|creat)\((?:[\w-]+(?:<[^>]*>)?, )?"((?:[^"\\]|\\.)*)"(.*)')
_MADE = re.compile(r'\b(?:mkdir|mkdirat)\((?:[\w-]+(?:<[^>]*>)?, )?"((?:[^"\\]|\\.)*)".*= 0')
_NOT_FILES = ("/dev/null", "/dev/tty", "/proc/self/")


@dataclass(frozen=True, slots=True)
class Trace:
    """What a program and its children did.

    ``sockets`` and ``sent``: lines of the trace that open a socket other than ``AF_UNIX``, and that
    connect or send, to whatever. ``written``: paths opened for writing.
    """

    code: int
    stdout: bytes
    stderr: bytes
    sockets: tuple[str, ...]
    sent: tuple[str, ...]
    written: frozenset[str]


def watch(arguments: list[str], *, folder: Path, log: Path, environment: dict[str, str], timeout: int = 240) -> Trace:
    """Run a program in ``folder`` and watch it until it ends."""
    strace = shutil.which("strace")
    assert strace, "no strace: apt-get install strace, or leave these tests out with -m 'not namespace'"
    watched = [strace, "-f", "-qq", "-s", "4096", "-e", f"trace={_CALLS}", "-o", str(log), *arguments]
    done = subprocess.run(watched, cwd=folder, env=environment, capture_output=True, check=False, timeout=timeout)
    sockets, sent, written = [], [], set()
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if _SOCKET.search(line):
            sockets.append(line)
        if _TALK.search(line):
            sent.append(line)
        opened = _OPENED.search(line)
        if opened and re.search(r"O_WRONLY|O_RDWR|O_CREAT|\bcreat\(", line):
            written.add(opened.group(1))
        made = _MADE.search(line)
        if made:
            written.add(made.group(1))
    files = frozenset(path for path in written if not path.startswith(_NOT_FILES))
    return Trace(done.returncode, done.stdout, done.stderr, tuple(sockets), tuple(sent), files)


def python(code: str, *arguments: str) -> list[str]:
    """A command line that runs ``code``."""
    return [sys.executable, "-c", code, *arguments]
