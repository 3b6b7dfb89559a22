"""The CSV: columns, order, quoting, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.report import Report
from fidelity.report.spreadsheet import defuse
from fidelity.types import Passage, Span, Verdict
from tests import report_cases as cases

HEADER = (
    "translation,article,pair_id,quotation_id,quote,speaker,occasion,kind,quote_start,quote_end,passage,passage_start,"
    "passage_end,similarity,confidence,fidelity,severity,issues,reason,look,verdict,comment,signature"
)


def _rows(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(report.to_csv(), newline="")))


def test_columns_and_order_of_rows() -> None:
    text = cases.full_report().to_csv()
    assert text.split("\r\n")[0] == HEADER
    assert [(row["reason"], row["fidelity"]) for row in _rows(cases.full_report())] == [
        ("missing", ""),
        ("", "7"),
        ("", "64"),
        ("", "98"),
        ("the passage is zh-Hans; only English on both sides is scored", ""),
        ("uncertain", ""),
        ("other speaker", ""),
        ("other occasion", ""),
        ("term or title", ""),
    ]


def test_a_pair_in_full() -> None:
    assert _rows(cases.full_report())[2] == {
        "translation": "translation.txt",
        "article": "article.txt",
        "pair_id": "bbbbbbbbbbbbbbb1",
        "quotation_id": "bbbbbbbbbbbbbb00",
        "quote": "trying to make it more possible for the admin to punish us by undercutting our public support.",
        "speaker": "Dario Amodei",
        "occasion": "document: memo",
        "kind": "direct",
        "quote_start": "86",
        "quote_end": "180",
        "passage": "by undermining public support for us, he makes it easier for the government to penalize us.",
        "passage_start": "10680",
        "passage_end": "10771",
        "similarity": "0.703",
        "confidence": "0.71",
        "fidelity": "64",
        "severity": "minor",
        "issues": 'minor accuracy/mistranslation "trying to make" -> "makes"',
        "reason": "",
        "look": "",
        "verdict": "neutral",
        "comment": "same gist",
        "signature": "fidelity 0.1.0|model:all-MiniLM-L6-v2|calibration:2026-01|settings:0a1b2c3d",
    }


def test_issues_are_joined_and_an_absent_side_is_empty() -> None:
    missing, critical = _rows(cases.full_report())[:2]
    assert missing["issues"] == 'major accuracy/omission "I am sorry for the tone of this message." -> ""'
    assert critical["issues"] == (
        'critical accuracy/mistranslation "haven\'t donated" -> "made political donations"; '
        'minor accuracy/mistranslation "admin" -> "administration"'
    )


def test_words_of_an_issue_skip_the_note_inside_a_passage() -> None:
    pair = cases.minor_pair()
    passage = Passage("he makes it", (Span(100, 108), Span(130, 132)))
    issue = replace(pair.issues[0], passage_spans=(Span(103, 132),))
    report = replace(cases.full_report(), pairs=(replace(pair, passage=passage, issues=(issue,)),))
    assert _rows(report)[1]["issues"].endswith('-> "makes it"')


def test_stale_verdicts_say_so_and_a_negative_similarity_stays_a_number() -> None:
    pair = replace(cases.minor_pair(), similarity=-0.25, verdict=Verdict("major", "", "PW", stale=True))
    row = _rows(replace(cases.full_report(), pairs=(pair,)))[1]
    assert (row["similarity"], row["verdict"]) == ("-0.25", "major (stale)")
    zero = replace(cases.full_report(), pairs=(replace(pair, similarity=-0.0),))
    assert _rows(zero)[1]["similarity"] == "0.0"


def test_file_has_a_byte_order_mark_and_the_same_bytes_every_time(tmp_path: Path) -> None:
    text = cases.full_report().to_csv(tmp_path / "report.csv")
    assert (tmp_path / "report.csv").read_bytes() == b"\xef\xbb\xbf" + text.encode()
    assert not text.startswith("\ufeff")
    assert "几乎没有" in text


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("plain, with a comma", "plain, with a comma"),
        ("a = b - c", "a = b - c"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("  =1", "'  =1"),
        ("\u3000=1", "'\u3000=1"),
        ("\ufeff\u200b=1", "'\ufeff\u200b=1"),
        ("\tx", "'\tx"),
        ("\rx", "'\nx"),
        ("\n=1", "'\n'=1"),
        ("two\n=1", "two\n'=1"),
        ("two\r\n =1", "two\n '=1"),
        ("semicolon;=1", "semicolon;'=1"),
        ('semicolon; "=1', "semicolon; \"'=1"),
        ("tab\t@x", "tab\t'@x"),
        ("nul\0 esc\x1b del\x7f c1\x9b", "nul␀ esc␛ del\ufffd c1\ufffd"),
        ("lone \udc80", "lone \ufffd"),
        ("", ""),
    ],
)
def test_cells_are_defused(text: str, cell: str) -> None:
    assert defuse(text) == cell


@given(st.text(alphabet=st.sampled_from("=+-@＝ \t\r\n;\"'ax\0\ufeff")))
def test_no_cell_begins_with_a_formula_in_any_reading(text: str) -> None:
    cell = defuse(text)
    for part in (cell, *cell.replace("\t", ";").replace("\n", ";").split(";")):
        assert part.lstrip(' \t\r\n\ufeff"')[:1] not in {*"=+-@＝"} or part.startswith('"')
    assert not set(cell) & {"\0", "\r"}


def test_hostile_texts_fill_every_text_column_harmlessly() -> None:
    for row in _rows(cases.hostile_report()):
        assert not any(cell.startswith(("=", "@", "+", "\t")) for cell in row.values())
        assert row["quote"].startswith("'=cmd|'/c calc'!A0 [red]x[/red] ␛]0;title␇")
        assert "\x1b" not in "".join(row.values())


def test_rfc_4180_quoting() -> None:
    pair = replace(cases.faithful_pair(), passage=Passage('say "no",\nthen', (Span(0, 14),)))
    text = replace(cases.full_report(), pairs=(pair,), unpaired=()).to_csv()
    assert '"say ""no"",\nthen"' in text
    assert text.count("\r\n") == 2
    assert text.endswith("\r\n")
    assert cases.empty_report().to_csv() == HEADER + "\r\n"
