"""The process that reads one PDF: run as a script, with limits of its own on memory and time.

Reads one line of JSON (``bytes``, ``seconds``, ``path``) and then the PDF from standard input; writes its lines of
text as JSON. Says nothing else, and exits with 10 for a PDF that needs a password, 11 for one that is none.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

ENCRYPTED, BROKEN, TOO_MUCH = 10, 11, 12


def serve() -> int:
    head = json.loads(sys.stdin.buffer.readline())
    sys.path[:] = head["path"]
    _limit(int(head["bytes"]), int(head["seconds"]) + 1)
    logging.disable(logging.CRITICAL)
    data = sys.stdin.buffer.read()
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    try:
        lines = list(_lines(data))
    except (PDFEncryptionError, PDFPasswordIncorrect):
        return ENCRYPTED
    except MemoryError:
        return TOO_MUCH
    except Exception:  # noqa: BLE001  # a broken file makes the library stumble over anything; the parent says so
        return BROKEN
    sys.stdout.buffer.write(json.dumps(lines).encode())
    return 0


def _limit(size: int, seconds: int) -> None:
    """Address space and processor time, where the system has such limits; elsewhere the parent's clock is all."""
    try:
        import resource
    except ImportError:
        return
    for kind, value in ((resource.RLIMIT_AS, size), (resource.RLIMIT_CPU, seconds)):
        try:
            resource.setrlimit(kind, (value, value))
        except (ValueError, OSError):  # a stricter one is set already, or the system has none
            continue


def _lines(data: bytes) -> Iterator[dict[str, Any]]:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams, LTTextContainer, LTTextLine

    # boxes_flow: reading order by columns. Figures are not looked into: what is in them is no running text.
    for number, page in enumerate(extract_pages(io.BytesIO(data), laparams=LAParams(boxes_flow=0.5))):
        for box in page:
            if not isinstance(box, LTTextContainer):
                continue
            for line in box:
                if isinstance(line, LTTextLine) and line.get_text().strip():
                    yield {
                        "page": number,
                        "text": line.get_text().strip("\n").replace("\n", " "),
                        "left": round(line.x0, 2),
                        "right": round(line.x1, 2),
                        "top": round(page.height - line.y1, 2),
                        "bottom": round(page.height - line.y0, 2),
                        "first": round(_first_word(line), 2),
                    }


def _first_word(line: Any) -> float:
    """The width of a line's first word, or of its first ideograph."""
    from pdfminer.layout import LTChar

    right = line.x0
    for character in line:
        text = character.get_text()
        if text.isspace():
            break
        if isinstance(character, LTChar):
            right = character.x1
            if text >= "\u2e80":
                break
    return float(right - line.x0)


if __name__ == "__main__":
    sys.exit(serve())
