"""Saved runs and verdicts on the command line: real processes, real files."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fidelity.store import Store
from fidelity.types import Pair, VerdictRecord
from fidelity.verdicts import read_verdicts
from tests.test_cli import complaint, run
from tests.test_pipeline import ARTICLE_TEXT, MEMO
from tests.verdict_cases import HOSTILE

CHECK = ("check", "memo.txt", "article.txt")
DRIFTED = MEMO.replace("in March", "in August")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two documents and a database in which their check is saved."""
    folder = tmp_path_factory.mktemp("template")
    (folder / "memo.txt").write_text(DRIFTED, encoding="utf-8")
    article = ARTICLE_TEXT + '\n"Bees and orchids thrive on volcanoes," Duarte wrote in the memo.\n'
    (folder / "article.txt").write_text(article, encoding="utf-8")
    done = run(folder, *CHECK, "--db", "runs.db", "--json", "plain.json", "--csv", "plain.csv")
    assert (done.returncode, done.stderr) == (0, b"")
    (folder / "table.txt").write_bytes(done.stdout)
    return folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    shutil.copytree(template, tmp_path / "here")
    return tmp_path / "here"


def give(folder: Path, severity: str, reviewer: str = "Ann", place: int = 0, comment: str = "") -> VerdictRecord:
    """A verdict on an entry of the latest run, as a notebook gives it."""
    with Store(folder / "runs.db") as store:
        report = store.load_run().report
        entry = report.entries[place]
        paired = isinstance(entry, Pair)
        return store.add_verdict(
            VerdictRecord(
                id=entry.id if isinstance(entry, Pair) else entry.quotation_id,
                quotation_id=entry.quotation_id,
                severity=severity,  # type: ignore[arg-type]
                reviewer=reviewer,
                time="",
                signature=report.signature,
                translation=report.translation.sha256,
                passage=entry.passage.spans if isinstance(entry, Pair) else (),
                picked=None if paired else entry.alternatives[0].span,
                comment=comment,
                trust=entry.trust,
            )
        )


def test_a_saved_run_is_the_one_that_was_shown(template: Path) -> None:
    with Store(template / "runs.db") as store:
        saved = store.load_run()
    assert saved.report.to_json() == (template / "plain.json").read_text(encoding="utf-8")
    assert saved.translation.text == (template / "memo.txt").read_text(encoding="utf-8")
    assert [each.text for each in saved.articles.values()] == [(template / "article.txt").read_text(encoding="utf-8")]
    assert oct((template / "runs.db").stat().st_mode)[-3:] == "600"
    assert [entry.trust is None for entry in saved.report.entries] == [False, False, False, True]


def test_saving_changes_nothing_that_is_printed(folder: Path) -> None:
    plain = run(folder, *CHECK, "--json", "again.json")
    assert plain.stdout == (folder / "table.txt").read_bytes()
    assert (folder / "again.json").read_bytes() == (folder / "plain.json").read_bytes()


def test_without_db_nothing_is_saved(folder: Path) -> None:
    (folder / "runs.db").unlink()
    assert run(folder, *CHECK, "-q").returncode == 0
    assert not [path for path in folder.iterdir() if path.suffix not in (".txt", ".json", ".csv")]
    assert run(folder, *CHECK, "-q", FIDELITY_DB="named.db").returncode == 0
    assert run(folder, "review", "--runs", FIDELITY_DB="named.db").stdout.decode().startswith("run 1 · ")


def test_verdicts_are_shown_everywhere_on_every_run(folder: Path) -> None:
    assert run(folder, *CHECK, "-q", "--fail-on", "major").returncode == 1
    give(folder, "has a passage", comment="on page 2")
    give(folder, "minor", place=1, comment="=1+1 a slip")
    done = run(folder, *CHECK, "--db", "runs.db", "--json", "a.json", "--csv", "a.csv", "--fail-on", "major")
    table = done.stdout.decode()
    assert done.returncode == 0
    assert re.search(r"verdict +has a passage, Ann: on page 2\n", table)
    assert re.search(r"verdict +minor, Ann: =1\+1 a slip\n", table)
    assert "Reviewers judged 2." in table
    report = json.loads((folder / "a.json").read_text(encoding="utf-8"))
    expected = {"severity": "minor", "comment": "=1+1 a slip", "reviewer": "Ann", "stale": False}
    assert report["pairs"][0]["verdict"] == expected
    assert report["unpaired"][0]["verdict"]["severity"] == "has a passage"
    rows = list(csv.DictReader((folder / "a.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["verdict"], row["comment"]) for row in rows[:2]] == [
        ("has a passage", "on page 2"),
        ("minor", "'=1+1 a slip"),
    ]
    assert run(folder, *CHECK, "-q", "--db", "runs.db", "--fail-on", "minor").returncode == 1


@pytest.mark.parametrize("name", ["verdicts.jsonl", "verdicts.csv"])
def test_verdicts_go_to_another_machine(folder: Path, tmp_path: Path, name: str) -> None:
    kept = (give(folder, "neutral", comment=HOSTILE), give(folder, "major", "Bo", place=1))
    assert run(folder, "review", "--db", "runs.db", "--export", name).stdout == b""
    other = tmp_path / "elsewhere"
    other.mkdir()
    for document, new in (("memo.txt", "m.txt"), ("article.txt", "a.txt"), (name, name)):
        shutil.copy(folder / document, other / new)
    done = run(other, "check", "m.txt", "a.txt", "--verdicts", name, "--json", "-")
    assert done.stderr == b""
    report = json.loads(done.stdout)
    assert report["unpaired"][0]["verdict"]["severity"] == "neutral"
    assert report["pairs"][0]["verdict"] == {"severity": "major", "comment": "", "reviewer": "Bo", "stale": False}
    assert sorted(path.name for path in other.iterdir()) == ["a.txt", "m.txt", name]
    for _ in range(2):  # with a database they are kept there, each once
        assert run(other, "check", "m.txt", "a.txt", "-q", "--verdicts", name, "--db", "mine.db").returncode == 0
    with Store(other / "mine.db") as store:
        assert store.verdicts() == read_verdicts(folder / name)
        assert [row.uid for row in store.verdicts()] == [row.uid for row in kept]


def test_verdicts_on_other_documents_are_counted(folder: Path) -> None:
    give(folder, "neutral")
    give(folder, "minor", place=1)
    run(folder, "review", "--db", "runs.db", "--export", "v.jsonl")
    (folder / "article.txt").write_text(ARTICLE_TEXT, encoding="utf-8")
    done = run(folder, *CHECK, "--verdicts", "v.jsonl", "--csv", "-")
    assert done.stderr == b"Of 2 verdicts given, 1 are on quotations that these documents do not have.\n"
    assert run(folder, *CHECK, "--verdicts", "v.jsonl", "-q").stderr == b""


def test_a_changed_translation_keeps_what_was_said_of_the_same_words(folder: Path) -> None:
    give(folder, "neutral")
    give(folder, "minor", place=1)
    give(folder, "minor", place=2)
    memo = (folder / "memo.txt").read_text(encoding="utf-8")
    (folder / "memo.txt").write_text(memo.replace("in August", "in early August"), encoding="utf-8")
    report = json.loads(run(folder, *CHECK, "--db", "runs.db", "--json", "-").stdout)
    stale = {each["quotation"]["text"][:3]: each["verdict"]["stale"] for each in report["pairs"]}
    assert stale == {"We ": True, "Our": False}
    assert report["unpaired"][0]["verdict"]["stale"]


def test_export_to_stdout_in_each_format(folder: Path) -> None:
    kept = give(folder, "critical", "Ann\tLee", comment="<b>")
    text = {
        form: run(folder, "review", "--db", "runs.db", "--export", "-", "--format", form).stdout
        for form in ("csv", "jsonl", "mqm")
    }
    assert text["csv"].startswith(b"\xef\xbb\xbfid,quotation_id,severity,")
    assert json.loads(text["jsonl"])["uid"] == kept.uid
    line = text["mqm"].decode().splitlines()[1].split("\t")
    assert line[4:9] == ["Ann Lee", "Bees and orchids thrive on volcanoes,", "", "Accuracy/Omission", "Critical"]
    for form in ("csv", "jsonl"):
        assert b"orchids" not in text[form]
    assert run(folder, "review", "--db", "runs.db", "--export", "v.tsv").returncode == 0
    assert (folder / "v.tsv").read_bytes() == text["mqm"]


def test_runs_are_listed_and_forgotten(folder: Path) -> None:
    give(folder, "minor", "Bo\x1b[2J", place=1)
    run(folder, *CHECK, "-q", "--db", "runs.db", "--all-speakers")
    listed = run(folder, "review", "--db", "runs.db", "--runs").stdout.decode()
    assert listed.count("translation  memo.txt") == 2
    assert "found        2 paired, 1 missing, 1 others without a passage" in listed
    assert listed.endswith("\n2 runs, 1 verdict standing, by Bo␛[2J.\n")
    done = run(folder, "review", "--db", "runs.db", "--forget", "1")
    assert (done.stdout, done.stderr) == (b"", b"run 1: its texts are deleted, its verdicts stay\n")
    assert b"orchids" in (folder / "runs.db").read_bytes()
    assert run(folder, "review", "--db", "runs.db", "--forget", "all").stderr.startswith(b"run 2: ")
    for word in (b"orchids", b"August", b"Duarte", b"memo.txt", b"article.txt"):
        assert word not in (folder / "runs.db").read_bytes()
    assert "texts  forgotten" in run(folder, "review", "--db", "runs.db", "--runs").stdout.decode()
    mqm = run(folder, "review", "--db", "runs.db", "--export", "-", "--format", "mqm").stdout.decode()
    assert mqm.count("\n") == 2
    report = json.loads(run(folder, *CHECK, "--db", "runs.db", "--json", "-").stdout)
    assert report["pairs"][0]["verdict"]["severity"] == "minor"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--runs",), "name the database that check --db wrote: --db FILE (or FIDELITY_DB)"),
        (("--db", "none.db", "--runs"), "none.db: no such database; check --db writes one"),
        (("--db", "memo.txt", "--runs"), "memo.txt is not a database; name another file"),
        (("--db", "-", "--runs"), "--db -: a database is a file; give it a name"),
        (
            ("--db", "runs.db", "--runs", "--forget", "1"),
            "--export, --forget and --runs exclude one another; give only one of them",
        ),
        (("--db", "runs.db", "--forget", "7"), "runs.db holds no run 7; it has: 1"),
        (
            ("--db", "runs.db", "--export", "v.xlsx"),
            "--export v.xlsx: end it in .csv, .jsonl or .tsv, or name a --format",
        ),
        (("--db", "runs.db", "--export", "-"), "--export -: end it in .csv, .jsonl or .tsv, or name a --format"),
        (
            ("--db", "runs.db", "--export", "runs.db"),
            "runs.db: this is the database; write the verdicts somewhere else",
        ),
        (
            ("--db", "runs.db", "--export", "no/v.csv"),
            "cannot write no/v.csv: No such file or directory; create the folder first",
        ),
        (("--db", "runs.db", "--runs", "--format", "csv"), "--format says how --export writes; give both options"),
    ],
)
def test_what_review_refuses(folder: Path, arguments: tuple[str, ...], says: str) -> None:
    before = (folder / "runs.db").read_bytes()
    assert complaint(run(folder, "review", *arguments)) == says
    assert (folder / "runs.db").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--db", "."), ". is a folder; name a file in it"),
        (("--db", "plain.csv"), "plain.csv is not a database; name another file"),
        (("--db", "memo.txt"), "memo.txt: this is one of the files that are read; write the result somewhere else"),
        (("--db", "-"), "--db -: a database is a file; give it a name"),
        (("--db", "runs.db", "--csv", "./runs.db"), "--csv and --db name the same file; give each option its own file"),
        (("--verdicts", "plain.csv"), "plain.csv, line 2: id is missing; give a file written by review --export"),
        (
            ("--verdicts", "v.jsonl", "--json", "v.jsonl"),
            "v.jsonl: this is one of the files that are read; write the result somewhere else",
        ),
        (("--db", "no/runs.db"), "no/runs.db cannot be used: No such file or directory; create the folder first"),
    ],
)
def test_what_check_refuses_before_it_begins(folder: Path, arguments: tuple[str, ...], says: str) -> None:
    (folder / "v.jsonl").touch()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert complaint(run(folder, *CHECK, *arguments)) == says
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_document_that_cannot_be_read_makes_no_database(folder: Path) -> None:
    assert "no such file" in complaint(run(folder, "check", "none.txt", "article.txt", "--db", "new.db"))
    assert not (folder / "new.db").exists()


def test_what_was_found_is_written_although_it_cannot_be_saved(folder: Path) -> None:
    """The disk takes no file as large as the database has to become."""
    size = (folder / "runs.db").stat().st_size
    program = (
        f"import resource, sys; from fidelity import cli; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}));"
        "sys.argv = 'fidelity check memo.txt article.txt --db runs.db --csv found.csv'.split(); cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("fidelity: runs.db cannot be written: ")
    assert done.stderr.endswith("; free some space or choose another disk\n")
    assert done.stderr.count("\n") == 1
    assert (folder / "found.csv").read_bytes() == (folder / "plain.csv").read_bytes()
    assert done.stdout == (folder / "table.txt").read_text(encoding="utf-8")
    with Store(folder / "runs.db") as store:
        assert len(store.runs()) == 1
