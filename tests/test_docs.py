"""What README.md and the pages in docs/ say is what happens: every command, every program and every output."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fidelity.checks import CHECKS
from fidelity.report.spreadsheet import COLUMNS
from tests.doc_pages import PAGES, ROOT, Output, commands, outputs, prepare, programs, run
from tests.rating_cases import rated_csv

COMMANDS, PROGRAMS, OUTPUTS = commands(), dict(programs()), outputs()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    prepare(folder)
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared folder that a command may change."""
    return Path(shutil.copytree(prepared, tmp_path / "docs", symlinks=True))


@functools.cache
def printed(command: str, folder: Path) -> str:
    return run(command, folder).stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs(command: str, folder: Path) -> None:
    done = run(command, folder)
    assert done.returncode == (1 if "--fail-on" in command else 0), done.stderr
    quiet = ("--csv", "--export", "--forget", "--html", "--quiet")
    assert done.stdout or done.stderr or any(option in command for option in quiet)


@pytest.mark.parametrize("page", PROGRAMS)
def test_every_program_runs(page: str, folder: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    arguments = [sys.executable, "-W", "error", "-c", PROGRAMS[page]]
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def test_there_are_commands_outputs_and_programs() -> None:
    assert (len(COMMANDS) >= 40, len(OUTPUTS) >= 8, list(PROGRAMS)) == (True, True, ["library.md"])


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: f"{output.page}: {output.command} {output.start}")
def test_what_is_shown_was_printed(output: Output, prepared: Path) -> None:
    """To the letter; where ``...`` stands for lines that are not shown, every other line, in that order.

    ``python -m tests.doc_pages`` writes the outputs of today into the pages.
    """
    found = printed(output.command, prepared)
    if "...\n" not in output.shown:
        assert output.shown == output.part(found)
        return
    lines = iter(found.splitlines())
    for line in output.shown.splitlines():
        assert line in ("", "...") or line in lines, f"not printed, or not in this order: {line!r}"


def test_the_ratings_that_are_shown_are_made_up() -> None:
    assert (ROOT / "tests" / "cases" / "rated.csv").read_text(encoding="utf-8") == rated_csv()


def test_every_csv_column_is_documented() -> None:
    page = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    section = page.split("## CSV", 1)[1].split("\n## ", 1)[0]
    assert [name for name in re.findall(r"`(\w+)`", section) if name in COLUMNS] == list(COLUMNS)


def test_every_check_is_documented() -> None:
    page = (ROOT / "docs" / "judgement.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert named == [*(check.name for check in CHECKS), "model"]


LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub and MkDocs make them."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", [*PAGES, *(ROOT / f"{name}.md" for name in ("CHANGELOG", "CONTRIBUTING", "SECURITY"))])
def test_no_link_is_dead(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize(
    ("page", "most"),
    [("README.md", 200), ("CHANGELOG.md", 60), *((str(card), 150) for card in (ROOT / "models").glob("*/README.md"))],
)
def test_no_page_is_too_long(page: str, most: int) -> None:
    assert len((ROOT / page).read_text(encoding="utf-8").splitlines()) <= most
