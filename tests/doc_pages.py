"""README.md and the pages in docs/: their commands, their Python, and the outputs that they show.

An output is a block after ``<!-- output: COMMAND -->``. With ``<!-- output: COMMAND | START | END -->`` it is the part
from the first line that begins with START to the line before the next one that begins with END; END may be left out.
A line ``...`` in a block stands for any number of lines.

``python -m tests.doc_pages`` runs the commands and writes their outputs into the pages, for those without ``...``.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import fidelity
from fidelity.verdicts import verdicts_jsonl
from tests.rating_cases import rated_csv, records

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
EXAMPLE = ROOT / "docs" / "example"

_SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
_COMMAND = re.compile(r"^(fidelity .*?)\s*(?:#.*)?$", re.MULTILINE)
_PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
_OUTPUT = re.compile(r"<!-- output: (?P<asked>.*?) -->\n```text\n(?P<shown>.*?)```", re.DOTALL)


@dataclass(frozen=True)
class Output:
    """What a page shows of a command's output: all of it, or from a line that begins so to one that begins so."""

    page: str
    command: str
    start: str
    end: str
    shown: str

    def part(self, printed: str) -> str:
        """The part of ``printed`` that the page shows."""
        lines = printed.splitlines(keepends=True)
        first = next(number for number, line in enumerate(lines) if line.startswith(self.start))
        rest = lines[first:]
        last = next((n for n, line in enumerate(rest) if n and self.end and line.startswith(self.end)), len(rest))
        return "".join(rest[:last]).rstrip() + "\n"


def commands() -> list[str]:
    """Every command of every page, each once."""
    found = {command: None for page in PAGES for block in _SHELL.findall(_read(page)) for command in _commands(block)}
    return list(found)


def _commands(block: str) -> list[str]:
    return _COMMAND.findall(block)


def programs() -> Iterator[tuple[str, str]]:
    """The Python of each page that has any, as one program."""
    for page in PAGES:
        blocks = _PYTHON.findall(_read(page))
        if blocks:
            yield page.name, "\n".join(blocks)


def outputs() -> list[Output]:
    """Every output that a page shows."""
    return [_output(page.name, match) for page in PAGES for match in _OUTPUT.finditer(_read(page))]


def _output(page: str, match: re.Match[str]) -> Output:
    command, start, end = [*(part.strip() for part in match["asked"].split(" | ")), "", ""][:3]
    return Output(page, command, start, end, match["shown"])


def _read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """``command`` in ``folder``, as on a terminal of 80 columns."""
    arguments = [sys.executable, "-m", *shlex.split(command)]
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    env = {k: v for k, v in os.environ.items() if k != "COLUMNS"} | {"PYTHONPATH": paths}
    env["XDG_CACHE_HOME"] = str(folder / ".cache")
    return subprocess.run(arguments, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)


def prepare(folder: Path) -> None:
    """Everything that a command of a page names: the example, a saved run and report, ratings, pairs, the seeds."""
    for text in EXAMPLE.iterdir():
        shutil.copy(text, folder)
    (folder / "seeds").symlink_to(ROOT / "seeds")
    (folder / "tests").symlink_to(ROOT / "tests")
    pairs = "reference,translation\nWe lost 16 jobs last year.,Last year we lost 19 jobs.\n"
    (folder / "pairs.csv").write_text(pairs, encoding="utf-8")
    jobs = "id,translation,articles\nmemo,memo.txt,article.txt\n"
    (folder / "jobs.csv").write_text(jobs, encoding="utf-8")
    terms = "term,renderings,do_not_translate\nHarbour Line,Harbour Line,yes\n"
    (folder / "terms.csv").write_text(terms, encoding="utf-8")
    (folder / "rated.csv").write_text(rated_csv(), encoding="utf-8")
    _save_run(folder)
    done = run("fidelity calibrate --labels rated.csv --label severity --out own.json", folder)
    assert done.returncode == 0, done.stderr


def _save_run(folder: Path) -> None:
    """A report as JSON, and a database with its run and with verdicts, as ``review --export`` writes them."""
    names = ("memo.txt", "article.txt")
    translation, article = (
        fidelity.read_text((folder / name).read_text(encoding="utf-8"), origin=name) for name in names
    )
    report = fidelity.check(translation, article)
    for name in ("report.json", "other.json", "drift.json"):
        report.to_json(folder / name)
    pair = report.pairs[0]
    given = (pair.id, pair.quotation_id, "minor", "Ann", "", report.signature, report.translation.sha256)
    with fidelity.Store(folder / "runs.db", create=True) as store:
        store.save_run(report, translation, [article])
        store.add_verdict(fidelity.VerdictRecord(*given, passage=pair.passage.spans))  # type: ignore[arg-type]
        store.add_verdicts(records(lambda score: 0.2 + score / 2, 200))
        (folder / "verdicts.jsonl").write_text(verdicts_jsonl(store.verdicts()), encoding="utf-8")


def write_outputs() -> None:
    """Run the commands whose outputs are shown in full, and put what they print now into the pages."""
    printed: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as name:
        prepare(Path(name))

        def renew(match: re.Match[str]) -> str:
            output = _output("", match)
            if "...\n" in output.shown:
                return match[0]
            if output.command not in printed:
                printed[output.command] = run(output.command, Path(name)).stdout
            return f"<!-- output: {match['asked']} -->\n```text\n{output.part(printed[output.command])}```"

        for page in PAGES:
            page.write_text(_OUTPUT.sub(renew, _read(page)), encoding="utf-8")


if __name__ == "__main__":
    write_outputs()
