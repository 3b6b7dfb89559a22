"""The bytes of a path or of ``-``. Opening never blocks, and only files that certainly end are read."""

from __future__ import annotations

import sys

from fidelity.reading.refusal import RefusalError
from fidelity.regular_files import NotRegularError, open_regular

STDIN = "-"


def read_bytes_of(name: str, size: int) -> bytes:
    """The first ``size`` bytes of a regular file, of standard input (``-``), or of a pipe that the shell passes on.

    Raises:
        RefusalError: if there is no such file, or it is a directory, a device, a named pipe, a
            socket, or may not be read.
    """
    try:
        if name == STDIN:
            return sys.stdin.buffer.read(size)
        with open_regular(name) as stream:
            return stream.read(size)
    except FileNotFoundError:
        raise RefusalError("there is no such file; check the path") from None
    except IsADirectoryError:
        raise RefusalError("this is a folder; name a text file in it") from None
    except NotRegularError:
        raise RefusalError("this is a pipe, device or socket; save its text in a file and name that file") from None
    except PermissionError:
        raise RefusalError("you may not read this file; check its permissions") from None
    except (OSError, ValueError, AttributeError) as error:  # AttributeError: there is no standard input
        why = (getattr(error, "strerror", None) or "not a file name").lower()
        raise RefusalError(f"this cannot be read ({why}); name a text file") from None
