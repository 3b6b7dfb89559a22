"""The bytes behind a path or ``-``. Opening never blocks, and only what is sure to end is read."""

from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import Path

from fidelity.reading.refusal import RefusalError

STDIN = "-"
_HANDED_OVER = re.compile(r"/dev/(?:stdin|fd/[0-9]+)|/proc/self/fd/[0-9]+")
"""Descriptors that the caller opened for us: a shell's ``<(...)`` or its pipe."""


def read_bytes_of(name: str, size: int) -> bytes:
    """The first ``size`` bytes of a regular file, of standard input (``-``), or of a pipe that the shell hands over.

    Raises:
        RefusalError: if there is no such file, or it is a directory, a device, a named pipe, a
            socket, or may not be read.
    """
    try:
        return sys.stdin.buffer.read(size) if name == STDIN else _read(name, size)
    except FileNotFoundError:
        raise RefusalError("no such file; check the path") from None
    except PermissionError:
        raise RefusalError("may not be read; check its permissions") from None
    except (OSError, ValueError, AttributeError) as error:  # AttributeError: there is no standard input
        why = (getattr(error, "strerror", None) or "not a file name").lower()
        raise RefusalError(f"cannot be read ({why}); name a text file") from None


def _read(name: str, size: int) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    if Path(name).is_dir():  # asked before opening, since Windows calls opening one a lack of permission
        raise RefusalError("is a directory; name a text file in it")
    descriptor = os.open(name, flags)
    with os.fdopen(descriptor, "rb") as file:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISFIFO(mode) and _HANDED_OVER.fullmatch(name):
            os.set_blocking(descriptor, True)
        elif not stat.S_ISREG(mode):
            raise RefusalError("a pipe, device or socket; save its text in a file and name that")
        return file.read(size)
