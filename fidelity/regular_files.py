"""Opens only files that certainly end. Opening one never blocks, and anything else is refused.

A named pipe waits for a writer, ``/dev/zero`` never ends, and a sparse file can have any length.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from typing import BinaryIO

_HANDED_OVER = re.compile(r"/dev/(?:stdin|fd/[0-9]+)|/proc/self/fd/[0-9]+")
"""Descriptors that the caller opened, such as a shell's ``<(...)`` or its pipe."""


def open_regular(path: str | os.PathLike[str]) -> BinaryIO:
    """Opens a regular file, or a pipe that the shell passes on, for reading.

    Raises:
        OSError: if there is no such file, or it is a directory, a device, a named pipe or a socket.
        ValueError: if ``path`` is not a valid name.
    """
    name = os.fspath(path)
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    if os.path.isdir(name):  # noqa: PTH112 -- asked before opening, since Windows calls it a lack of permission
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    stream = os.fdopen(os.open(name, flags), "rb")
    mode = os.fstat(stream.fileno()).st_mode
    if stat.S_ISFIFO(mode) and _HANDED_OVER.fullmatch(name):
        os.set_blocking(stream.fileno(), True)
    elif not stat.S_ISREG(mode):
        stream.close()
        raise NotRegularError(
            errno.EINVAL, "this is a pipe, device or socket; save its content in a file and name that file"
        )
    return stream


def read_regular(path: str | os.PathLike[str], most: int) -> bytes:
    """The whole content of such a file.

    Raises:
        OSError, ValueError: as :func:`open_regular` does, or if it has more than ``most`` bytes.
    """
    with open_regular(path) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"larger than {most / 2**20:.4g} MiB")
    return data


class NotRegularError(OSError):
    """The path exists, but is not a file that certainly ends."""
