"""Web pages, Word files and PDFs are parsed in a process of their own, with limits of time and memory.

Nobody can know beforehand what a document makes a parser do. The process is started for the first such document and
reads one document after another. It is ended at the first document that takes too much time or memory, and it always
ends with this process. A fault of a parser stays in that process and becomes a one-line error.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, Literal

from fidelity.errors import MissingExtraError
from fidelity.reading.extracted import Extracted
from fidelity.reading.refusal import RefusalError
from fidelity.settings import ReadingSettings

Kind = Literal["html", "pdf", "word"]

_CHILD = Path(__file__).with_name("apart_process.py")
_CALLED: dict[Kind, str] = {"html": "web page", "pdf": "PDF", "word": "Word file"}
_PACKAGES = {"pdf": ("pdfminer", "reading PDF files"), "word": ("docx", "reading Word files")}
_ADVICE: dict[Kind, str] = {
    "html": "open it in a browser and save its text as plain text (UTF-8)",
    "pdf": "open it in a viewer and save it again, or save its text",
    "word": "open it in a word processor and save it again",
}


def extract_apart(kind: Kind, data: bytes, settings: ReadingSettings) -> Extracted:
    """The result of the parser for ``kind``. A web page is given as its source in UTF-8.

    Raises:
        MissingExtraError: if the extra ``documents`` is needed and not installed.
        RefusalError: if the parser refuses the document, cannot read it, or takes too much time or memory.
    """
    package, what = _PACKAGES.get(kind, ("", ""))
    if package and find_spec(package) is None:
        raise MissingExtraError(what, "documents")
    called = _CALLED[kind]
    answer = _ask({"kind": kind, "settings": asdict(settings)}, data, settings.parse_seconds)
    if answer is None:
        raise RefusalError(
            f"reading this {called} takes longer than {settings.parse_seconds:g} s; save its text, or raise"
            " reading.parse_seconds"
        )
    match answer["found"]:
        case "text":
            return Extracted(answer["text"], answer["format"], tuple(answer["notes"]))
        case "refusal":
            raise RefusalError(answer["why"])
        case "memory":
            limit = f"{settings.parse_bytes / 2**20:.4g} MiB of memory"
            raise RefusalError(f"reading this {called} takes more than {limit}; save its text")
    raise RefusalError(f"this {called} is broken; {_ADVICE[kind]}")


def _ask(head: dict[str, Any], data: bytes, seconds: float) -> dict[str, Any] | None:
    """The process's answer, or ``None`` if it does not answer in time."""
    with _LOCK:
        process = _PROCESSES.get(os.getpid()) or _start()
        ended = threading.Event()

        def stop() -> None:
            ended.set()
            process.kill()

        clock = threading.Timer(seconds, stop)
        clock.daemon = True
        clock.start()
        try:
            answer = _exchange(process, head, data)
        finally:
            clock.cancel()
        if answer is None or ended.is_set():
            _close(os.getpid())
        if ended.is_set():
            return None
        return answer or {"found": "memory"}  # the system's limits end it without a message


def _exchange(process: subprocess.Popen[bytes], head: dict[str, Any], data: bytes) -> dict[str, Any] | None:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        write_block(process.stdin, json.dumps(head).encode())
        write_block(process.stdin, data)
        answer = read_block(process.stdout)
    except OSError:  # it has ended
        return None
    return None if answer is None else json.loads(answer)


def write_block(stream: IO[bytes], data: bytes) -> None:
    """Bytes with their number before them."""
    stream.write(len(data).to_bytes(8, "big"))
    stream.write(data)
    stream.flush()


def read_block(stream: IO[bytes]) -> bytes | None:
    """The bytes that :func:`write_block` wrote, or ``None`` if the stream has ended."""
    head = stream.read(8)
    size = int.from_bytes(head, "big")
    data = stream.read(size) if len(head) == 8 else b""
    return data if len(head) == 8 and len(data) == size else None


_LOCK = threading.Lock()
_PROCESSES: dict[int, subprocess.Popen[bytes]] = {}
"""The parsing process of this process, because a fork must not share it."""


def _start() -> subprocess.Popen[bytes]:
    path = json.dumps([each for each in sys.path if each])
    process = subprocess.Popen(  # noqa: S603 -- our own script, and nothing of a document among its arguments
        [sys.executable, "-P", str(_CHILD), path, str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    _PROCESSES[os.getpid()] = process
    return process


def _close(owner: int) -> None:
    process = _PROCESSES.pop(owner, None)
    if process is not None:
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:  # the rest that it did not read
                    continue
        process.wait()


atexit.register(lambda: _close(os.getpid()))
