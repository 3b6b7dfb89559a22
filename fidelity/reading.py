"""Paths and bytes to documents. Reads plain text and Markdown; says in one line what it cannot use."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from pathlib import Path

from fidelity.errors import InputError
from fidelity.settings import ReadingSettings
from fidelity.types import Document, DocumentInfo

_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""Byte-order marks, longest first where one begins another, and the codec that consumes each."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a Word file or other zip archive"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)

_VISIBLE = re.compile(r"[^\s\ufeff\u200b-\u200d\u2060]")
_WEB_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_HANDED_OVER = re.compile(r"/dev/(?:stdin|fd/[0-9]+)|/proc/self/fd/[0-9]+")
"""Descriptors that the caller opened for us: a shell's ``<(...)`` or its pipe."""


def read_document(path: str | Path, settings: ReadingSettings) -> Document:
    """Read one file as a document without zones or segments.

    Decodes UTF-8, with or without a byte-order mark, and UTF-16 or UTF-32 with one. Besides regular
    files it reads a pipe that the shell hands over (``/dev/stdin``, ``<(...)``); a named pipe, a
    device or a socket is refused, since reading it may never end.

    Raises:
        InputError: if the file is missing, no regular file, unreadable, larger than
            ``settings.max_bytes``, empty, binary, or not in an encoding named above.
    """
    name = str(path)
    try:
        data = _read_at_most(name, settings.max_bytes + 1)
    except FileNotFoundError:
        raise InputError(f"{_shown(name)}: no such file; check the path") from None
    except PermissionError:
        raise InputError(f"{_shown(name)}: may not be read; check its permissions") from None
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or "not a file name").lower()
        raise InputError(f"{_shown(name)}: cannot be read ({why}); name a text file") from None
    return read_bytes(data, origin=name, settings=settings)


def read_bytes(data: bytes, *, origin: str, settings: ReadingSettings) -> Document:
    """The document that ``data`` decodes to; ``origin`` names it in reports and errors.

    Raises:
        InputError: as :func:`read_document` does.
    """
    _refuse_too_large(data, origin, settings)
    encoding = next((codec for mark, codec in _MARKS if data.startswith(mark)), "utf-8")
    if encoding == "utf-8":
        _refuse_binary(data, origin)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        start = error.start + (3 if encoding == "utf-8-sig" else 0)
        called = encoding.removesuffix("-sig").upper()
        raise InputError(
            f"{_shown(origin)}: not valid {called} at byte {start}; save it as UTF-8 text and try again"
        ) from None
    return _document(text, data, origin, encoding)


def read_text(text: str, *, origin: str = "text", settings: ReadingSettings | None = None) -> Document:
    """The document of a text already in memory.

    Raises:
        InputError: if it is empty, too large, a web page, or holds NULs or lone surrogates.
    """
    settings = settings or ReadingSettings()
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"{_shown(origin)}: holds half of a surrogate pair at character {error.start}; decode it again"
        ) from None
    _refuse_too_large(data, origin, settings)
    return _document(text, data, origin, "utf-8")


def _read_at_most(name: str, size: int) -> bytes:
    """The first ``size`` bytes; opening never blocks, and only what is sure to end is read."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    if Path(name).is_dir():  # asked before opening, since Windows calls opening one a lack of permission
        raise InputError(f"{_shown(name)}: is a directory; name a text file in it")
    descriptor = os.open(name, flags)
    with os.fdopen(descriptor, "rb") as file:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISFIFO(mode) and _HANDED_OVER.fullmatch(name):
            os.set_blocking(descriptor, True)
        elif not stat.S_ISREG(mode):
            raise InputError(f"{_shown(name)}: a pipe, device or socket; save its text in a file and name that")
        return file.read(size)


def _document(text: str, data: bytes, origin: str, encoding: str) -> Document:
    if not _VISIBLE.search(text):
        raise InputError(f"{_shown(origin)}: is empty; name a file that holds text")
    if "\0" in text:
        raise InputError(f"{_shown(origin)}: binary, not text (it holds NUL characters); save it as UTF-8 text")
    if _WEB_PAGE.match(text.lstrip("\ufeff")[:512]):
        raise InputError(f"{_shown(origin)}: a web page; save its text as plain text (UTF-8) and try again")
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(DocumentInfo(sha256[:16], origin, sha256, "und", ()), text, encoding)


def _refuse_too_large(data: bytes, origin: str, settings: ReadingSettings) -> None:
    if len(data) > settings.max_bytes:
        limit = (
            f"{settings.max_bytes / 2**20:.4g} MiB" if settings.max_bytes >= 2**20 else f"{settings.max_bytes} bytes"
        )
        raise InputError(f"{_shown(origin)}: larger than {limit}; split it or raise reading.max_bytes")


def _refuse_binary(data: bytes, origin: str) -> None:
    """Known formats, and NULs: no decoding will help."""
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"{_shown(origin)}: {what}, not text; save it as plain text (UTF-8) and try again")
    if b"\0" in data[:65536]:
        raise InputError(f"{_shown(origin)}: binary, not text (or UTF-16 without a byte-order mark); save it as UTF-8")


def _shown(name: str) -> str:
    """A file name fit for a one-line message: quoted and escaped where it holds anything but visible characters."""
    return name if name.isprintable() and name.strip() == name != "" else repr(name)
