"""Manifests: what is a job, and what is refused in one line."""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from fidelity.batching.jobs import Job
from fidelity.batching.manifest import copied, open_manifest
from fidelity.errors import FidelityError, InputError, OutputError
from fidelity.settings import ReadingSettings


def read(path: str, articles: str | None = None) -> list[Job]:
    with open_manifest(path, None, articles, ReadingSettings()) as manifest:
        manifest.survey()
        return list(manifest.jobs())


def test_csv_and_json_lines_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "jobs.csv").write_text(
        "id,translation,articles,speaker,occasion,language,desk\n"
        "a,memo.txt,one.txt|two.txt,Ann Example|Bo Example,memo,en,ours\n"
        ",other.txt,one.txt,,,,\n",
        encoding="utf-8",
    )
    rows = [
        {"id": "a", "translation": "memo.txt", "articles": ["one.txt", "two.txt"], "occasion": "memo"}
        | {"speaker": ["Ann Example", "Bo Example"], "language": "en"},
        {"translation": "other.txt", "article": "one.txt", "id": None},
    ]
    (tmp_path / "jobs.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    expected = [
        Job(
            *("memo.txt", ("one.txt", "two.txt"), "a", ("Ann Example", "Bo Example"), "memo", "en"),
            folder=str(tmp_path),
        ),
        Job("other.txt", ("one.txt",), folder=str(tmp_path)),
    ]
    assert read(str(tmp_path / "jobs.csv")) == expected
    assert read(str(tmp_path / "jobs.jsonl")) == expected


def test_parquet_says_the_same(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet

    table = pa.table({"translation": ["memo.txt", "b.txt"], "articles": [["one.txt", "two.txt"], ["x.txt"]]})
    pa.parquet.write_table(table, tmp_path / "jobs.parquet")
    assert [(job.translation, job.articles) for job in read(str(tmp_path / "jobs.parquet"))] == [
        ("memo.txt", ("one.txt", "two.txt")),
        ("b.txt", ("x.txt",)),
    ]


def test_a_pattern_in_a_cell_names_the_files_that_match(tmp_path: Path) -> None:
    for name in ("press/b.txt", "press/a.txt", "press/[1].txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Text.", encoding="utf-8")
    rows = ["press/*.txt", "press/[1].txt", "press/none*.txt"]
    (tmp_path / "jobs.csv").write_text("translation,article\n" + "".join(f"m.txt,{row}\n" for row in rows))
    assert [job.articles for job in read(str(tmp_path / "jobs.csv"))] == [
        ("press/[1].txt", "press/a.txt", "press/b.txt"),
        ("press/[1].txt",),
        ("press/none*.txt",),  # nothing matches: the job fails with this name
    ]


@pytest.mark.parametrize("name", ["a*" + "b" * 300, "a\0*", "\0/*.txt", "../" * 2000 + "*", "[", "**/" * 300 + "x?"])
def test_a_pattern_that_no_file_can_have_stays_as_it_is(name: str, tmp_path: Path) -> None:
    (tmp_path / "jobs.jsonl").write_text(json.dumps({"translation": "m.txt", "article": name}))
    assert [job.articles for job in read(str(tmp_path / "jobs.jsonl"))] == [(name,)]


def test_a_pattern_for_translations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b/memo.txt", "b/press-1.txt", "a [1]/memo.txt", "a [1]/press-2.txt", "a [1]/press-1.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("Text.", encoding="utf-8")
    assert [(job.id, job.articles) for job in read("*/memo.txt", "{folder}/press-*.txt")] == [
        ("a [1]/memo.txt", ("a [1]/press-1.txt", "a [1]/press-2.txt")),
        ("b/memo.txt", ("b/press-1.txt",)),
    ]
    assert [job.articles for job in read("b/*.txt", "{folder}/{stem}.txt")] == [("b/memo.txt",), ("b/press-1.txt",)]


def test_no_translation_is_its_own_article_and_no_file_counts_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("memo.txt", "press.txt", "b/memo.txt", "b/press.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("Text.", encoding="utf-8")
    assert [job.articles for job in read("memo*.txt", "{folder}/*.txt")] == [("./press.txt",)]
    assert [job.articles for job in read("./b/memo.txt", "{folder}/*.txt")] == [("b/press.txt",)]
    assert [job.translation for job in read("**/**/memo.txt", "press.txt")] == ["b/memo.txt", "memo.txt"]


@pytest.mark.parametrize("text", ["translation,article\nm.txt,a.txt\n", '{"translation": "m.txt", "article": "a.txt"}'])
def test_standard_input(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert read("-") == [Job("m.txt", ("a.txt",))]


class Endless(io.RawIOBase):
    """As ``/dev/zero``."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return len(buffer)


def test_an_endless_standard_input_does_not_fill_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    message = "standard input: larger than 3 MiB; save the manifest and name its file"
    with pytest.raises(InputError, match=message), copied(io.BufferedReader(Endless()), 3 * 2**20):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_full_temporary_folder_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"translation,article\nm.txt,a.txt\n" * 9_000)))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(OutputError, match=r"cannot write .*none: No such file or directory; create the folder first"):
        read("-")


def test_a_closed_standard_input_and_a_pipe_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="standard input is closed"):
        read("-")
    os.mkfifo(tmp_path / "jobs.csv")
    with pytest.raises(InputError, match="a pipe can be read only once"):
        read(str(tmp_path / "jobs.csv"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("translation,article\n", "no jobs in it"),
        ("memo,article\nm,a\n", "no column “translation” (columns: memo, article)"),
        ("translation,note\nm,a\n", "no column “article” or “articles”"),
        ("translation,article,article\nm,a,b\n", "two columns have the same name"),
        ("translation,article\n,a\n", "line 2: the job has no translation"),
        ("translation,article\nm,\n", "line 2: the job has no article"),
        ("translation,article,articles\nm,a,b\n", "line 2: the job has both “article” and “articles”"),
        ("translation,article\nm\n", "line 2: has 1 columns where the header has 2"),
        ("translation,article,id\nm,a,x\nm,a,x\n", "two jobs have the id “x”"),
        ("translation,article,id\nm,a,2\nm,a,\n", "two jobs have the id “2”"),
        (f"translation,article,id\nm,a,{'x' * 201}\n", "line 2: the id has more than 200 characters"),
    ],
)
def test_what_is_no_manifest(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(str(path))
    assert str(caught.value).startswith(str(path))
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[]", "not a JSON object"),
        ('{"translation": 3, "article": "a"}', "“translation” is not a text"),
        ('{"translation": "m", "articles": ["a", 1]}', "“articles” is not a text"),
        ('{"translation": "m", "articles": []}', "no article"),
    ],
)
def test_what_is_no_job(line: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "jobs.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match="line 1: ") as caught:
        read(str(path))
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("name", "articles", "words"),
    [
        ("memos/*.txt", None, "give one for their articles: --articles"),
        ("none/*.txt", "a.txt", "no file matches this pattern"),
        ("jobs.txt", None, "name its format"),
        ("gone.csv", None, "cannot be read"),
        (f"{'x' * 300}.csv", None, "cannot be read"),
    ],
)
def test_what_cannot_be_opened(name: str, articles: str | None, words: str) -> None:
    with pytest.raises(FidelityError, match=words):
        read(name, articles)


def test_what_is_no_parquet_file(tmp_path: Path) -> None:
    (tmp_path / "jobs.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(InputError, match="not a Parquet file"):
        read(str(tmp_path / "jobs.parquet"))
