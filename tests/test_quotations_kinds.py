"""Kinds of quotations: what is asked for, what is found, and that it goes through the whole job."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import fidelity
from fidelity import pipeline
from fidelity.quotations import extract_quotations
from fidelity.settings import Settings
from fidelity.types import SCORE_NOTE, Document

MEMO = """\
Memo to all staff
From: Ana Rivera

The ministry has offered to pay the whole bill if we drop the clause on bulk data. I told them that we will not sign \
any contract that is not public. Nobody has asked the people who live beside the works.
"""
ARTICLE = """\
Ana Rivera sent a memo to her staff on Monday.

In the memo, Rivera wrote that the ministry had offered to pay the whole bill if the firm dropped a clause on \
"bulk data."

She said that nobody had asked the people who live near the works.

"We will not sign any contract ... not public," Rivera wrote.
"""
GERMAN = """\
Die Ministerin Klara Vogt sagte am Montag in Berlin, dass der Vertrag gescheitert ist. „Wir bleiben“, sagte sie.
"""


def with_kinds(*kinds: str) -> Settings:
    settings = Settings()
    return replace(settings, selection=replace(settings.selection, kinds=kinds))


def document(text: str) -> Document:
    return fidelity.read_text(text, origin="text")


def found(text: str, *kinds: str) -> list[tuple[str, str, str | None, str | None]]:
    _, quotations = pipeline.quotes(document(text), settings=with_kinds(*kinds))
    return [(q.text, q.kind, q.speaker, q.cue) for q in quotations]


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "fidelity", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def test_direct_and_mixed_by_default() -> None:
    _, quotations = pipeline.quotes(document(ARTICLE))
    assert [(q.text, q.kind) for q in quotations] == [
        ("bulk data.", "mixed"),
        ("We will not sign any contract ... not public,", "direct"),
    ]


def test_mixed_speech_has_the_clause_around_it() -> None:
    source, quotations = pipeline.quotes(document(ARTICLE))
    assert quotations[0].content is not None
    content = quotations[0].content.of(source.text)
    assert content.startswith("the ministry had offered")
    assert content.endswith('"bulk data."')


def test_indirect_speech_has_speaker_and_cue() -> None:
    ((text, kind, speaker, cue),) = found(ARTICLE, "indirect")
    assert "nobody had asked the people who live near the works" in text
    assert (kind, speaker, cue) == ("indirect", "Ana Rivera", "said")


def test_indirect_speech_of_other_languages_by_rule() -> None:
    ((text, _, speaker, cue),) = found(GERMAN, "indirect")
    assert (text, speaker, cue) == ("der Vertrag gescheitert ist", "Klara Vogt", "sagte")


def test_asking_for_indirect_speech_changes_nothing_of_the_others() -> None:
    plain = found(ARTICLE, "direct", "mixed")
    assert [row for row in found(ARTICLE, "direct", "mixed", "indirect") if row[1] != "indirect"] == plain


def test_indirect_speech_goes_through_the_whole_job() -> None:
    report = fidelity.check(document(MEMO), [document(ARTICLE)], settings=with_kinds("indirect"))
    entries = [*report.pairs, *report.unpaired]
    indirect = [entry for entry in entries if entry.quotation.kind == "indirect"]
    assert len(indirect) == 1
    assert indirect[0] in report.pairs
    others = [entry for entry in report.unpaired if entry.quotation.kind != "indirect"]
    assert [entry.reason for entry in others] == ["not requested"] * 2
    assert "reports:" in report.signature
    assert "reports:" not in fidelity.check(document(MEMO), [document(ARTICLE)]).signature


def test_a_pair_says_what_an_ellipsis_left_out(tmp_path: Path) -> None:
    report = fidelity.check(document(MEMO), [document(ARTICLE)])
    (pair,) = [pair for pair in report.pairs if pair.quotation.ellipses]
    (note,) = (note for note in pair.notes if not note.startswith(SCORE_NOTE))
    assert "leaves out “that is" in note
    report.to_json(tmp_path / "report.json")
    assert fidelity.load(tmp_path / "report.json") == report
    others = [note for pair in report.pairs if not pair.quotation.ellipses for note in pair.notes]
    assert all(note.startswith(SCORE_NOTE) for note in others)


def test_the_command_takes_kinds_and_writes_a_line_for_each_article(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
    done = run("quotes", "a.txt", "b.txt", "--kinds", "direct", "--jsonl", "-", folder=tmp_path)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["origin"] for line in lines] == ["a.txt", "b.txt"]
    assert [[q["kind"] for q in line["quotations"]] for line in lines] == [["direct"], ["direct"]]
    assert lines[0]["schema"] == "fidelity.quotes/1"


@pytest.mark.parametrize(
    ("kinds", "said"), [("spoken", "'spoken' is no kind"), (" , ", "no kind of quotation is named")]
)
def test_a_wrong_kind_is_one_line(kinds: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    done = run("quotes", "a.txt", "--kinds", kinds, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


def test_the_tagger_is_loaded_only_when_indirect_speech_is_asked_for() -> None:
    program = (
        "import sys; from fidelity.quotations import extract_quotations as e; from fidelity.settings import *;"
        "from fidelity import read_text; e(read_text('Ann said \"no\".', origin='x'), QuotationSettings());"
        "print('fidelity.quotations.tagging' in sys.modules, 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
    assert extract_quotations(document("Nothing."), Settings().quotations) == ()
