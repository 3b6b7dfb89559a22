"""The process that parses documents, run as a script by :mod:`fidelity.reading.apart`.

Its arguments are the folders of the modules, as JSON, and the id of the process that started it. For each document it
reads a block of JSON (``kind``, ``settings``) and a block with the document from standard input, and writes a block of
JSON to standard output. It prints nothing else, and it ends with standard input or with the process that started it.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from contextlib import suppress
from typing import Any

_WATCH = 0.5
"""Seconds between two checks whether the process that started this one still exists."""


def serve(parent: int) -> None:
    from fidelity.reading.apart import read_block, write_block

    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints cannot damage the answers
    while (head := read_block(sys.stdin.buffer)) is not None:
        data = read_block(sys.stdin.buffer)
        if data is None:
            return
        write_block(answers, json.dumps(_answer(json.loads(head), data)).encode())


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_WATCH)
    os._exit(0)


def _answer(head: dict[str, Any], data: bytes) -> dict[str, Any]:
    from fidelity.reading.refusal import RefusalError
    from fidelity.settings import ReadingSettings

    settings = ReadingSettings(**head["settings"])
    _limit(settings.parse_bytes, settings.parse_seconds)
    try:
        found = _extract(head["kind"], data, settings)
    except RefusalError as refusal:
        return {"found": "refusal", "why": str(refusal)}
    except MemoryError:
        return {"found": "memory"}
    # A damaged file makes the parsers raise anything: zlib and struct errors, KeyError, RecursionError and so on. This
    # process exists to contain that, and the parent tells the user that the file is broken. Faults of our own modules
    # do not hide behind it: tests/fuzz/readers.py calls them without this process and reports what they raise.
    except Exception:  # noqa: BLE001
        return {"found": "broken"}
    return {"found": "text", "text": found.text, "format": found.format, "notes": found.notes}


def _extract(kind: str, data: bytes, settings: Any) -> Any:
    match kind:
        case "html":
            from fidelity.reading.html import extract_html

            return extract_html(data.decode(), settings)
        case "pdf":
            from fidelity.reading.pdf import extract_pdf

            return extract_pdf(data, settings)
    from fidelity.reading.word import extract_word

    return extract_word(data, settings)


def _limit(size: int, seconds: float) -> None:
    """Limits address space and processor time if the system can.

    Otherwise only the parent's clock limits the process.
    """
    try:
        import resource
    except ImportError:
        return
    spent = resource.getrusage(resource.RUSAGE_SELF)
    for kind, value in (
        (resource.RLIMIT_AS, size),
        (resource.RLIMIT_CPU, int(spent.ru_utime + spent.ru_stime + seconds) + 2),
    ):
        hard = resource.getrlimit(kind)[1]
        with suppress(ValueError, OSError):  # a stricter limit is set already, or the system has no such limit
            resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


if __name__ == "__main__":
    sys.path[:] = json.loads(sys.argv[1])
    serve(int(sys.argv[2]))
