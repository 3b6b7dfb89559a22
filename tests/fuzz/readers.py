"""Any bytes into every reader and stage: nothing but a document, a value or a ``FidelityError`` may come out.

    python -m tests.fuzz.readers [--seconds 60] [--seed 1] [TARGET ...]
    python -m tests.fuzz.readers --guided [--seconds 60] [TARGET ...]
    python -m tests.fuzz.readers --atheris TARGET -- -max_total_time=600

Without an option, inputs are mutations of whole ones (bits, blocks, splices, words that parsers know), the same for
the same seed. With ``--atheris``, https://github.com/google/atheris chooses them by what they reach, until the first
finding; ``--guided`` does that for each target in a process of its own. An input that raises anything
else, or takes longer than :data:`LIMIT`, is written to ``tests/cases/fuzz/TARGET-<sha256>`` and is a case from then on:
``tests/test_fuzz.py`` runs them all. Prints one line of JSON for each target; exits with 1 if there is a finding.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import logging
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from fidelity.errors import FidelityError
from tests.documents import as_html, as_pdf, as_word

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "tests" / "cases"
FOUND = CASES / "fuzz"
LIMIT = 20.0
"""Seconds of processor time that one input may take; a parser's own limit is set to half of it, by the clock."""

WORDS = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x1b[2J", "\u202e".encode(), b"\r", b"\n\n"),
    *(b"<!--", b"-->", b"<p>", b"</p>", b"&#1;", b"&lt;", b"<sup>", b"[Note: ", b"]", b"PK\x03\x04", b"%PDF-"),
    *(b"{", b"}", b"[", b"1e999", b"NaN", b"null", b"-1", b"9" * 30, b"9" * 5_000),
    *(b"\\ud800", b"\t", b",", b"=", b'"', b"'"),
    *("“”".encode(), "「".encode(), "我们".encode(), "１２３".encode(), b"1,600", b"...", b"http://x.y/", b"stream"),
    *(b"said", b" not "),
)


def _document(data: bytes) -> None:
    from fidelity.reading import read_bytes
    from fidelity.settings import ReadingSettings

    read_bytes(data, origin="a", settings=ReadingSettings(parse_seconds=LIMIT / 2))


def _extract_html(data: bytes) -> None:
    from fidelity.reading.html import decode_html, extract_html
    from fidelity.settings import ReadingSettings

    settings = ReadingSettings()
    with _only_our_faults():
        extract_html(decode_html(data, settings, None).text, settings)


def _extract_word(data: bytes) -> None:
    from fidelity.reading.word import extract_word
    from fidelity.settings import ReadingSettings

    with _only_our_faults():
        extract_word(data, ReadingSettings())


def _extract_word_text(data: bytes) -> None:
    """The part of a Word file that holds its text; a changed archive is mostly refused before that is read."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as changed:
        for name, part in _word_parts().items():
            changed.writestr(name, data if name == _WORD_TEXT else part)
    _extract_word(file.getvalue())


_WORD_TEXT = "word/document.xml"


@cache
def _word_parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(as_word(MEMO))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _extract_pdf(data: bytes) -> None:
    from fidelity.reading.pdf import extract_pdf
    from fidelity.settings import ReadingSettings

    try:
        with _only_our_faults():
            extract_pdf(data, ReadingSettings())
    finally:
        logging.disable(logging.NOTSET)  # in its own process it switches the log off for good


@contextmanager
def _only_our_faults() -> Iterator[None]:
    """A parser may stumble over a damaged file, since a process of its own contains that; our modules may not."""
    from fidelity.reading.refusal import RefusalError

    try:
        yield
    except RefusalError:
        return
    except Exception as error:
        if f"{os.sep}fidelity{os.sep}reading{os.sep}" in _innermost(error)[0]:
            raise


def _innermost(error: BaseException) -> tuple[str, int]:
    """The file and the line in which an exception was raised."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return (trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else ("", 0)


def _inspected(data: bytes) -> None:
    from fidelity.pipeline import inspect
    from fidelity.reading import read_text

    inspect(read_text(data.decode("utf-8", "replace").replace("\0", " ")))


def _quoted(data: bytes) -> None:
    from fidelity.pipeline import quotes

    path = _file(data, "article.txt")
    quotes(str(path))


def _compared(data: bytes) -> None:
    from fidelity import check
    from fidelity.reading import read_text

    text = data.decode("utf-8", "replace").replace("\0", " ")
    half = len(text) // 2
    report = check(read_text(text[:half]), [read_text(text[half:])])
    report.to_csv(), report.to_json(), report.to_mqm()


def _pairs(data: bytes) -> None:
    from fidelity.aligned import LabelTable, Table
    from fidelity.settings import ReadingSettings

    for kind in ("csv", "tsv", "jsonl"):
        path = _file(data, f"rows.{kind}")
        for table in (Table(str(path)), LabelTable(str(path))):
            try:
                list(table.rows(ReadingSettings()))
            except FidelityError:
                continue


def _report(data: bytes) -> None:
    from fidelity.report.loading import parse_report

    report = parse_report(data, "report.json")
    report.to_csv(), report.to_json(), report.to_mqm()


def _verdicts(data: bytes) -> None:
    from fidelity.verdicts import read_verdicts, standing

    standing(read_verdicts(_file(data, "verdicts")))


def _tables(data: bytes) -> None:
    from fidelity.calibration import load_recalibration
    from fidelity.glossary import read_glossary
    from fidelity.settings import ReadingSettings

    path = _file(data, "table")
    try:
        read_glossary(str(path), ReadingSettings())
    except FidelityError:
        load_recalibration(path)


def _database(data: bytes) -> None:
    from fidelity.store import Store
    from tests.verdict_cases import record

    path = _file(data, "runs.db")
    uses: tuple[Callable[[Store], object], ...] = (
        lambda store: (store.runs(), store.verdicts()),
        lambda store: (list(store.reports()), store.load_run()),
        lambda store: store.add_verdict(record()),
        lambda store: [store.forget(run) for run in store.runs_with_texts()],
    )
    for use in uses:  # one that is refused must not keep the others from being tried
        with suppress(FidelityError), Store(path, create=True, patience=0.1) as store:
            use(store)


_FOLDER = tempfile.TemporaryDirectory(prefix="fidelity-fuzz-")


def _file(data: bytes, name: str) -> Path:
    path = Path(_FOLDER.name) / name
    path.unlink(missing_ok=True)
    path.write_bytes(data)
    return path


TARGETS: dict[str, Callable[[bytes], None]] = {
    "html": _document,
    "word": _document,
    "pdf": _document,
    "text": _document,
    "extract_html": _extract_html,
    "extract_word": _extract_word,
    "extract_word_text": _extract_word_text,
    "extract_pdf": _extract_pdf,
    "inspect": _inspected,
    "quotes": _quoted,
    "check": _compared,
    "pairs": _pairs,
    "report": _report,
    "verdicts": _verdicts,
    "tables": _tables,
    "database": _database,
}


MEMO = ["Translation", "The following is the original text:", "We will close the plant in March.", "“No”, he said."]
ARTICLE = 'Ann Lee wrote in the memo: "We will close the works in May." She did not say why.'
ROWS = b"reference,translation,label\nWe won.,We lost.,major\n"
LINE = b'{"reference": "a", "translation": "b", "label": 1}\n'
GLOSSARY = b"term,renderings,do_not_translate\nred line,bottom line|limit,no\n"


def seeds(target: str) -> list[bytes]:
    """Whole inputs to begin with, invented or of the repository."""
    documents = ["\n".join([*MEMO, ARTICLE]).encode(), *_files("documents/*.txt")[:12]]
    made: dict[str, Callable[[], list[bytes]]] = {
        **dict.fromkeys(("html", "extract_html"), lambda: [as_html(MEMO)]),
        **dict.fromkeys(("word", "extract_word"), lambda: [as_word(MEMO)]),
        **dict.fromkeys(("pdf", "extract_pdf"), lambda: [as_pdf(MEMO)]),
        "extract_word_text": lambda: [_word_parts()[_WORD_TEXT]],
        "report": lambda: _files("reports/*.json"),
        "verdicts": lambda: _files("verdicts/*"),
        "pairs": lambda: [ROWS, ROWS.replace(b",", b"\t"), b'reference,translation\n"a ""b""","c\nd"\n', LINE],
        "tables": lambda: [GLOSSARY, b'{"schema": "x", "parts": []}'],
        "database": lambda: [_made_database()],
    }
    return made.get(target, lambda: documents)()


def _files(pattern: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted(CASES.glob(pattern))]


def _made_database() -> bytes:
    from fidelity.store import Store
    from tests import report_cases
    from tests.test_store import documents
    from tests.verdict_cases import record

    with tempfile.TemporaryDirectory() as folder:
        with Store(Path(folder) / "runs.db", create=True) as store:
            report = report_cases.full_report()
            store.save_run(report, *documents(report))
            store.add_verdict(record())
        return (Path(folder) / "runs.db").read_bytes()


def mutations(whole: list[bytes], seed: int) -> Iterator[bytes]:
    """Inputs without end."""
    chance = random.Random(seed)
    while True:
        data = bytearray(chance.choice(whole))
        for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 20))):
            _mutate(data, whole, chance)
        yield bytes(data[:200_000])


def _mutate(data: bytearray, whole: list[bytes], chance: random.Random) -> None:
    place = chance.randrange(len(data) + 1)
    end = min(len(data), place + chance.choice((1, 2, 8, 64, 500)))
    match chance.randrange(7):
        case 0:
            data[place:end] = bytes(chance.randrange(256) for _ in range(end - place))
        case 1:
            del data[place:end]
        case 2:
            data[place:place] = chance.choice(WORDS) * chance.choice((1, 1, 2, 40))
        case 3:
            data[place:place] = data[place:end] * chance.choice((1, 3, 50))
        case 4:
            other = chance.choice(whole)
            begin = chance.randrange(len(other) + 1)
            data[place:end] = other[begin : begin + 300]
        case 5 if place < len(data):
            data[place] ^= 1 << chance.randrange(8)
        case _:
            data[place:end] = chance.choice(WORDS)


class _SlowError(Exception):
    pass


def trial(target: str, data: bytes) -> str | None:
    """What one input does wrong: the kind of error and where, ``slow``, or ``None``."""

    def stop(*_: Any) -> None:
        raise _SlowError

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    try:
        TARGETS[target](data)
    except FidelityError as error:
        return "more than one line" if "\n" in str(error) else None
    except _SlowError:
        return "slow"
    except Exception as error:  # noqa: BLE001 -- that is what is looked for
        path, line = _innermost(error)
        return f"{type(error).__name__} at {Path(path).name}:{line}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return None


def fuzz(target: str, seconds: float, seed: int) -> dict[str, Any]:
    """Run mutations for a time; the counts, and the findings, each kind once."""
    found: dict[str, str] = {}
    tried, ends = 0, time.monotonic() + seconds
    for data in mutations(seeds(target), seed):
        if time.monotonic() > ends:
            break
        wrong = trial(target, data)
        tried += 1
        if wrong and wrong not in found:
            found[wrong] = keep(target, data).name
    return {"target": target, "inputs": tried, "findings": found}


def keep(target: str, data: bytes) -> Path:
    """An input as a case from now on."""
    FOUND.mkdir(exist_ok=True)
    path = FOUND / f"{target}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    return path


def _with_atheris(target: str, arguments: list[str]) -> None:
    import atheris  # type: ignore[import-not-found]

    with atheris.instrument_imports(include=["fidelity"]):
        import fidelity.aligned
        import fidelity.calibration
        import fidelity.glossary
        import fidelity.pipeline
        import fidelity.reading.html
        import fidelity.reading.pdf
        import fidelity.reading.word
        import fidelity.report.loading
        import fidelity.store
        import fidelity.verdicts  # noqa: F401

    def one(data: bytes) -> None:
        wrong = trial(target, data)
        if wrong:
            raise RuntimeError(f"{wrong}: {keep(target, data)}")

    corpus = Path(_FOLDER.name) / "corpus"
    corpus.mkdir()
    for number, data in enumerate(seeds(target)):
        (corpus / str(number)).write_bytes(data)
    atheris.Setup([sys.argv[0], *arguments, str(corpus)], one)
    atheris.Fuzz()


def guided(target: str, seconds: float) -> dict[str, Any]:
    """The same as :func:`fuzz`, with inputs that atheris chooses; it ends with the first finding."""
    before = set(FOUND.glob(f"{target}-*"))
    with tempfile.TemporaryDirectory() as folder:
        limits = f"-max_total_time={seconds:.0f}", "-max_len=20000", "-timeout=60", f"-artifact_prefix={folder}/"
        command = [sys.executable, "-W", "ignore", "-m", "tests.fuzz.readers", "--atheris", target]
        done = subprocess.run(
            [*command, "--", "-print_final_stats=1", *limits], cwd=ROOT, capture_output=True, text=True, check=False
        )
    tried = re.search(r"number_of_executed_units:\s*(\d+)", done.stderr)
    new = sorted(path.name for path in set(FOUND.glob(f"{target}-*")) - before)
    wrong = re.findall(r"RuntimeError: (.*): ", done.stderr) or ([] if done.returncode == 0 else done.stderr[-300:])
    return {"target": target, "inputs": int(tried[1]) if tried else 0, "findings": [*new, *wrong]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=float, default=60.0, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--atheris", action="store_true")
    parser.add_argument("--guided", action="store_true")
    given = sys.argv[1:]
    own, more = (given[: given.index("--")], given[given.index("--") + 1 :]) if "--" in given else (given, [])
    options = parser.parse_args(own)
    if options.atheris:
        _with_atheris(options.targets[0], more)
        return 0
    bad = False
    for target in options.targets or TARGETS:
        seconds = options.seconds
        done = guided(target, seconds) if options.guided else fuzz(target, seconds, options.seed)
        print(json.dumps(done), flush=True)
        bad = bad or bool(done["findings"])
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
