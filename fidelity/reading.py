"""Paths and bytes to documents. Reads plain text and Markdown; says in one line what it cannot use."""

from __future__ import annotations

import hashlib
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
)


def read_document(path: str | Path, settings: ReadingSettings) -> Document:
    """Read one file as a document without zones or segments.

    Decodes UTF-8, with or without a byte-order mark, and UTF-16 or UTF-32 with one.

    Raises:
        InputError: if the file is missing, a directory, unreadable, larger than
            ``settings.max_bytes``, empty, binary, or not in an encoding named above.
    """
    name = str(path)
    try:
        with Path(path).open("rb") as file:
            data = file.read(settings.max_bytes + 1)
    except FileNotFoundError:
        raise InputError(f"{name}: no such file") from None
    except IsADirectoryError:
        raise InputError(f"{name}: is a directory; name a text file in it") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{name}: cannot be read ({getattr(error, 'strerror', None) or error})") from None
    return read_bytes(data, origin=name, settings=settings)


def read_bytes(data: bytes, *, origin: str, settings: ReadingSettings) -> Document:
    """The document that ``data`` decodes to; ``origin`` names it in reports and errors.

    Raises:
        InputError: as :func:`read_document` does.
    """
    if len(data) > settings.max_bytes:
        raise InputError(f"{origin}: larger than {settings.max_bytes >> 20} MiB; split it or raise reading.max_bytes")
    encoding = next((codec for mark, codec in _MARKS if data.startswith(mark)), "utf-8")
    if encoding == "utf-8":
        _refuse_binary(data, origin)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{origin}: not valid {encoding.upper()} at byte {error.start}; save it as UTF-8 text and try again"
        ) from None
    return _document(text, data, origin, encoding)


def read_text(text: str, *, origin: str, settings: ReadingSettings) -> Document:
    """The document of a text already in memory.

    Raises:
        InputError: if it is empty, too large or holds lone surrogates.
    """
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"{origin}: holds half of a surrogate pair at character {error.start}; decode it again"
        ) from None
    if len(data) > settings.max_bytes:
        raise InputError(f"{origin}: larger than {settings.max_bytes >> 20} MiB; split it or raise reading.max_bytes")
    return _document(text, data, origin, "utf-8")


def _document(text: str, data: bytes, origin: str, encoding: str) -> Document:
    if not text.strip("\ufeff \t\r\n\f\v\u200b"):
        raise InputError(f"{origin}: is empty")
    if "\0" in text:
        raise InputError(f"{origin}: binary, not text (it holds NUL characters)")
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(DocumentInfo(sha256[:16], origin, sha256, "und", ()), text, encoding)


def _refuse_binary(data: bytes, origin: str) -> None:
    """NULs, or more control characters than any text has, mean that no decoding will help."""
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"{origin}: {what}, not text; save it as plain text (UTF-8) and try again")
    head = data[:65536]
    if b"\0" in head:
        raise InputError(f"{origin}: binary, not text (or UTF-16 without a byte-order mark; save it as UTF-8)")
    if data[:512].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise InputError(f"{origin}: a web page; save its text as plain text (UTF-8) and try again")
