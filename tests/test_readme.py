"""What the README says is what happens."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import fidelity
from fidelity.report.spreadsheet import COLUMNS
from fidelity.verdicts import verdicts_jsonl
from tests.test_pipeline import ARTICLE_TEXT, MEMO

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^(fidelity .*?)\s*(?:#.*)?$", "".join(re.findall(r"```sh\n(.*?)```", README, re.S)), re.M)


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    arguments = [sys.executable, "-m", *shlex.split(command)]
    env = {k: v for k, v in os.environ.items() if k != "COLUMNS"}
    return subprocess.run(arguments, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)


def save_run(folder: Path) -> None:
    """A database with a run and a verdict on it, and the file that ``review --export`` writes of it."""
    texts = [folder / name for name in ("memo.txt", "article.txt")]
    translation, article = (fidelity.read_text(text.read_text(encoding="utf-8"), origin=text.name) for text in texts)
    report = fidelity.check(translation, article)
    pair = report.pairs[0]
    given = (pair.id, pair.quotation_id, "minor", "Ann", "", report.signature, report.translation.sha256)
    with fidelity.Store(folder / "runs.db", create=True) as store:
        store.save_run(report, translation, [article])
        store.add_verdict(fidelity.VerdictRecord(*given, passage=pair.passage.spans))  # type: ignore[arg-type]
        (folder / "verdicts.jsonl").write_text(verdicts_jsonl(store.verdicts()), encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs(command: str, tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_text(MEMO, encoding="utf-8")
    (tmp_path / "article.txt").write_text(ARTICLE_TEXT.replace("Duarte", "Rivera"), encoding="utf-8")
    pairs = "reference,translation\nWe lost 16 jobs last year.,Last year we lost 19 jobs.\n"
    (tmp_path / "pairs.csv").write_text(pairs, encoding="utf-8")
    if "review" in command or "--verdicts" in command:
        save_run(tmp_path)
    done = run(command, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout or any(option in command for option in ("--csv", "--export", "--forget"))


def test_there_are_commands() -> None:
    assert len(COMMANDS) >= 8


OUTPUTS = re.findall(r"<!-- output: (.*?) -->\n```text\n(.*?)```", README, re.S)


@pytest.mark.parametrize(("command", "shown"), OUTPUTS, ids=[command for command, _ in OUTPUTS])
def test_what_is_shown_was_printed(command: str, shown: str) -> None:
    """Every line, in that order."""
    printed = iter(run(command, ROOT).stdout.splitlines())
    for line in shown.splitlines():
        assert line in ("", "...") or line in printed, f"not printed, or not in this order: {line!r}"


def test_every_csv_column_is_documented() -> None:
    section = README.split("## CSV", 1)[1].split("\n## ", 1)[0]
    assert [name for name in re.findall(r"`(\w+)`", section) if name in COLUMNS] == list(COLUMNS)
