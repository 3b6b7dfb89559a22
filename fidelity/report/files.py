"""Writes every file beside its target and then moves it into place, so that it is there whole or not at all."""

from __future__ import annotations

import atexit
import contextlib
import errno
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from fidelity.errors import OutputError
from fidelity.report.escaping import escape_terminal, replace_surrogates

_OWN_STREAM = re.compile(r"/dev/(?:stdout|stderr|fd/\d+)|/proc/[^/]+/fd/\d+")

FIXES = {
    errno.ENOENT: "create the folder first",
    errno.ENOTDIR: "a part of that path is a file, not a folder; choose another path",
    errno.EISDIR: "that is a folder; name a file in it",
    errno.EACCES: "choose a place that you may write to",
    errno.EPERM: "choose a place that you may write to",
    errno.EROFS: "choose a place that you may write to",
    errno.ENOSPC: "free some space or choose another disk",
    errno.EDQUOT: "free some space or choose another disk",
    errno.EFBIG: "free some space or choose another disk",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.ELOOP: "the link points at itself; choose another path",
}


def write_text(path: str | os.PathLike[str], text: str, encoding: str = "utf-8") -> None:
    """Write ``text`` to ``path``. Line ends are kept; lone surrogates become U+FFFD.

    Raises:
        OutputError: as :func:`write_bytes`.
    """
    write_bytes(path, replace_surrogates(text).encode(encoding))


def write_bytes(path: str | os.PathLike[str], data: bytes) -> None:
    """Put ``data`` at ``path``: afterwards the path holds all of it, or what it held before.

    An existing file keeps its permissions; a new one gets the usual ones. A link is followed and
    stays a link. Devices, pipes and paths such as ``/dev/stdout`` are written directly.

    Raises:
        OutputError: if the file cannot be written. The message says why and what to do.
    """
    with explained(path):
        target = Path(path)
        if _is_direct(target):
            _write_direct(target, data)
        else:
            _replace(Path(os.path.realpath(target)), data)


def _is_direct(target: Path) -> bool:
    """Whether ``target`` is a stream, or names one of this process's own (``/dev/fd/1`` may be a plain file)."""
    if _OWN_STREAM.fullmatch(os.path.abspath(target)):  # noqa: PTH100 -- resolve() would follow links
        return True
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    return not stat.S_ISREG(mode)


def _write_direct(target: Path, data: bytes) -> None:
    # Append: where /dev/stdout is a plain file, its present content must be kept.
    with target.open("ab", buffering=0) as stream:
        _write_all(stream, data)


def _replace(target: Path, data: bytes) -> None:
    with _beside(target) as stream:
        stream.write(data)


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[BinaryIO]:
    """A temporary file beside ``target``. It replaces the target when all is written; if that fails, it is deleted."""
    mode = _mode_for(target)
    temporary = target.parent / f".fidelity-{secrets.token_hex(8)}.tmp"
    _UNFINISHED[temporary] = os.getpid()
    try:
        with open(temporary, "xb", opener=_open_privately) as stream:
            yield stream
            stream.flush()
            os.fchmod(stream.fileno(), mode)
            os.fsync(stream.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    finally:
        if not temporary.exists():
            del _UNFINISHED[temporary]
    _sync_folder(target.parent)


def _open_privately(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


_UNFINISHED: dict[Path, int] = {}
"""Temporary files that may still exist, and the processes that made them, since a fork must not delete them."""


@atexit.register
def _remove_unfinished() -> None:
    """Deletes what is left when a second signal interrupts the cleaning up after the first."""
    for temporary, process in list(_UNFINISHED.items()):
        if process == os.getpid():
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def open_for_writing(path: str | os.PathLike[str]) -> Iterator[Callable[[str], None]]:
    """Writes texts one after another (UTF-8), so that they need not fit in memory together.

    In the end ``path`` holds all of them, or it is left as it was.

    Raises:
        OutputError: as :func:`write_bytes`.
    """
    with contextlib.ExitStack() as stack:
        with explained(path):
            target = Path(path)
            direct = _is_direct(target)
            opened = target.open("ab", buffering=0) if direct else _beside(Path(os.path.realpath(target)))
            stream = stack.enter_context(opened)

        def write(text: str) -> None:
            with explained(path):
                _write_all(stream, replace_surrogates(text).encode("utf-8"))

        yield write
        with explained(path):
            stack.close()


@contextlib.contextmanager
def explained(path: str | os.PathLike[str]) -> Iterator[None]:
    """Turns any error of writing ``path`` into an :class:`OutputError`."""
    try:
        yield
    except OSError as error:
        raise OutputError(_explain(path, error)) from error
    except ValueError as error:  # a NUL in the path
        raise OutputError(f"cannot write {escape_terminal(os.fspath(path))}: {error}; choose another name") from error


def _write_all(stream: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[stream.write(view) :]


def _mode_for(target: Path) -> int:
    """The permissions of the existing file, or the process's default if there is no file yet."""
    try:
        mode = stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        # It can only be read by setting it, and meanwhile it is strict, because other threads may create files.
        umask = os.umask(0o077)
        os.umask(umask)
        return 0o666 & ~umask
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "the file is write-protected")
    return mode


def _sync_folder(folder: Path) -> None:
    """Flush the folder, so that the move itself is durable where the file system supports that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _explain(path: str | os.PathLike[str], error: OSError) -> str:
    hint = FIXES.get(error.errno or 0, "choose another path")
    return f"cannot write {escape_terminal(os.fspath(path))}: {error.strerror or error}; {hint}"
