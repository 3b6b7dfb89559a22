"""Reads documents from paths and bytes, with one module per format and one-line errors.

The format is recognised by the bytes and not by the file's name, except that a text file whose name ends in ``.html``
is a web page.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from fidelity.errors import InputError
from fidelity.reading.apart import extract_apart
from fidelity.reading.encodings import Decoded, check_encoding, decode
from fidelity.reading.extracted import Extracted
from fidelity.reading.html import decode_html, looks_like_html
from fidelity.reading.refusal import RefusalError
from fidelity.reading.source import STDIN, read_bytes_of
from fidelity.settings import ReadingSettings
from fidelity.types import Document, DocumentInfo

__all__ = ["STDIN", "read_bytes", "read_document", "read_text"]

_UNREADABLE: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old or an encrypted Office file; save it as .docx without a password, or as text"),
    (b"{\\rtf", "an RTF file; save it as .docx or as plain text (UTF-8)"),
    (b"\x1f\x8b", "a gzip archive, not text; unpack it first"),
    (b"\x89PNG", "a picture, not text; save its text as plain text (UTF-8)"),
    (b"\xff\xd8\xff", "a picture, not text; save its text as plain text (UTF-8)"),
    (b"GIF8", "a picture, not text; save its text as plain text (UTF-8)"),
    (b"\x7fELF", "a program, not text; name a text file"),
)
_VISIBLE = re.compile(r"[^\s\ufeff\u200b-\u200d\u2060]")
_WEB_PAGE_NAMES = (".html", ".htm", ".xhtml")
_PDF_HEAD = 1024
"""How many bytes at a file's beginning are searched for the mark of a PDF (ISO 32000-1, annex H)."""


def read_document(path: str | Path, settings: ReadingSettings, *, origin: str | None = None) -> Document:
    """Read one file, or standard input for ``-``, as a document without zones or segments.

    Reads plain text and Markdown, web pages, Word files (.docx) and PDFs. Besides regular files it reads
    a pipe that the shell passes on (``/dev/stdin``, ``<(...)``); a named pipe, a device or a socket is
    refused, since reading it may never end. ``origin`` (default: the path) names it in reports and errors.

    Raises:
        InputError: if the file is missing, no regular file, unreadable, larger than
            ``settings.max_bytes``, longer than ``settings.max_characters``, empty, binary, broken, or in an encoding
            that cannot be told.
        MissingExtraError: if it is a Word file or a PDF and the extra ``documents`` is not installed.
    """
    name = str(path)
    try:
        data = read_bytes_of(name, settings.max_bytes + 1)
    except RefusalError as refusal:
        raise InputError(f"{_shown(origin or name)}: {refusal}") from None
    return read_bytes(data, origin=origin or name, settings=settings)


def read_bytes(data: bytes, *, origin: str, settings: ReadingSettings) -> Document:
    """The document in ``data``; ``origin`` names it in reports and errors.

    Raises:
        InputError, MissingExtraError: as :func:`read_document` does.
    """
    try:
        if settings.encoding is not None:
            check_encoding(settings.encoding)
        if len(data) > settings.max_bytes:
            raise RefusalError(_too_large(settings))
        decoded, extracted = _read(data, origin, settings)
    except RefusalError as refusal:
        raise InputError(f"{_shown(origin)}: {refusal}") from None
    return _document(extracted, data, origin, decoded, settings)


def read_text(text: str, *, origin: str = "text", settings: ReadingSettings | None = None) -> Document:
    """The document for a text that is already in memory.

    Raises:
        InputError: if it is empty, too large, a web page, or holds NULs or lone surrogates.
    """
    settings = settings or ReadingSettings()
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"{_shown(origin)}: it holds half of a surrogate pair at character {error.start}; decode it again"
        ) from None
    if len(data) > settings.max_bytes:
        raise InputError(f"{_shown(origin)}: {_too_large(settings)}")
    if looks_like_html(text):
        raise InputError(f"{_shown(origin)}: this is the source of a web page; save it as a file, and name that file")
    return _document(Extracted(text, "plain"), data, origin, Decoded(text, "utf-8"), settings)


def _read(data: bytes, origin: str, settings: ReadingSettings) -> tuple[Decoded | None, Extracted]:
    """The text in ``data``, and the encoding of its bytes if they are text themselves."""
    if data.startswith(b"PK\x03\x04"):
        return None, extract_apart("word", data, settings)
    if b"%PDF-" in data[:_PDF_HEAD]:
        return None, extract_apart("pdf", data, settings)
    for signature, what in _UNREADABLE:
        if data.startswith(signature):
            raise RefusalError(what)
    named_page = origin.lower().endswith(_WEB_PAGE_NAMES)
    decoded = (
        decode_html(data, settings, settings.encoding) if named_page else decode(data, settings, settings.encoding)
    )
    if not named_page and looks_like_html(decoded.text):
        named_page, decoded = True, decode_html(data, settings, settings.encoding)
    if named_page and _VISIBLE.search(decoded.text):
        return decoded, extract_apart("html", decoded.text.encode("utf-8", "replace"), settings)
    return decoded, Extracted(decoded.text, "plain")


def _document(
    extracted: Extracted, data: bytes, origin: str, decoded: Decoded | None, settings: ReadingSettings
) -> Document:
    text = extracted.text
    if len(text) > settings.max_characters:
        raise InputError(
            f"{_shown(origin)}: its text has {len(text):,} characters, and more than {settings.max_characters:,} take"
            " too long to compare; split it or raise reading.max_characters"
        )
    if not _VISIBLE.search(text):
        raise InputError(f"{_shown(origin)}: this file is empty; name a file that holds text")
    if "\0" in text:
        raise InputError(
            f"{_shown(origin)}: this is binary data and not text (it holds NUL characters); save it as UTF-8 text"
        )
    sha256 = hashlib.sha256(data).hexdigest()
    notes = list(extracted.notes)
    if decoded is not None and decoded.guessed:
        notes.insert(0, f"read as {decoded.encoding}, a guess; --encoding overrides it")
    info = DocumentInfo(sha256[:16], origin, sha256, "und", ())
    encoding = decoded.encoding if decoded is not None else ""
    return Document(info, text, encoding, format=extracted.format, notes=tuple(notes))


def _too_large(settings: ReadingSettings) -> str:
    size = settings.max_bytes
    limit = f"{size / 2**20:.4g} MiB" if size >= 2**20 else f"{size} bytes"
    return f"larger than {limit}; split it or raise reading.max_bytes"


def _shown(name: str) -> str:
    """A file name for a one-line message. It is quoted and escaped if it has characters that are not visible."""
    if name == STDIN:
        return "standard input"
    return name if name.isprintable() and name.strip() == name != "" else repr(name)
