"""Which verdicts stand, what each says of a new report, and the files that carry them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.errors import StoreError
from fidelity.report import Report
from fidelity.report.mqm import COLUMNS
from fidelity.report.spreadsheet import defuse, defuse_reversibly, restore
from fidelity.types import Pair, Passage, Span, Unpaired, Verdict, VerdictRecord
from fidelity.verdicts import attach, read_verdicts, standing, verdicts_csv, verdicts_jsonl, verdicts_mqm
from tests import report_cases as cases
from tests.verdict_cases import HOSTILE, OTHER_SHA, SHA, full_record, on_missing, record


def moved(pair: Pair, by: int) -> Pair:
    """The pair with the passage of other words, ``by`` characters further on."""
    spans = tuple(Span(span.start + by, span.end + by) for span in pair.passage.spans)
    return replace(pair, id="9" * 16, passage=Passage("x" * len(pair.passage.text), spans))


def shown(record: VerdictRecord, entry: Pair | Unpaired, sha: str = SHA) -> Verdict:
    """What a report of ``entry`` alone shows of ``record``."""
    pairs, unpaired = ((entry,), ()) if isinstance(entry, Pair) else ((), (entry,))
    document = replace(cases.TRANSLATION, sha256=sha)
    report = attach(Report("s", document, (cases.ARTICLE,), pairs, unpaired), [record])
    verdict = report.entries[0].verdict
    assert verdict is not None
    return verdict


PAIR = cases.critical_pair()
LENGTH = len(PAIR.passage.text)
MISSING = cases.missing_quotation()
FOUND = replace(PAIR, id="8" * 16, quotation_id=MISSING.quotation_id, passage=Passage("x" * 100, (Span(1000, 1100),)))


@pytest.mark.parametrize(
    ("given", "entry", "stale"),
    [
        (record("minor"), PAIR, False),
        (record("minor"), moved(PAIR, LENGTH // 2), False),
        (record("minor"), moved(PAIR, LENGTH // 2 + 1), True),
        (record("minor"), moved(PAIR, -(LENGTH // 2)), False),
        (record("minor"), replace(PAIR, passage=Passage("x", (Span(0, 20_000),)), id="7" * 16), False),
        (record("wrong pairing"), PAIR, False),
        (record("wrong pairing"), moved(PAIR, 1), True),
        (record("minor"), replace(MISSING, quotation_id=PAIR.quotation_id), True),
        (on_missing("minor"), MISSING, False),
        (on_missing("minor"), replace(MISSING, reason="uncertain"), False),
        (on_missing("minor"), replace(MISSING, reason="other speaker"), True),
        (on_missing("minor"), FOUND, True),
        (on_missing("has a passage", picked=Span(5, 50)), MISSING, False),
        (on_missing("has a passage", picked=Span(5, 50)), replace(MISSING, reason="not requested"), False),
        (on_missing("has a passage", picked=Span(1050, 1150)), FOUND, False),
        (on_missing("has a passage", picked=Span(1051, 1151)), FOUND, True),
        (on_missing("has a passage"), FOUND, True),
        (record("has a passage", picked=Span(1, 2)), PAIR, False),
        (record("is not of the document"), moved(PAIR, 1000), False),  # whatever the passage is
        (record("is of the document"), replace(MISSING, quotation_id=PAIR.quotation_id, reason="other speaker"), False),
        (on_missing("is of the document"), FOUND, False),
    ],
)
def test_a_verdict_follows_its_quotation(given: VerdictRecord, entry: Pair | Unpaired, stale: bool) -> None:
    assert shown(given, entry) == Verdict(given.severity, "", "Ann", stale)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "entry", "stale"),
    [
        (record("minor"), PAIR, False),  # the same words, wherever they stand
        (record("wrong pairing"), PAIR, False),
        (record("minor"), moved(PAIR, 1), True),  # spans count in another text
        (on_missing("minor"), MISSING, True),  # what is missing from a new version is judged anew
        (on_missing("has a passage", picked=Span(5, 50)), MISSING, True),
        (on_missing("has a passage", picked=Span(1050, 1150)), FOUND, True),
        (record("is of the document"), PAIR, True),  # another document
        (record("is not of the document"), PAIR, True),
    ],
)
def test_in_another_translation_only_the_same_words_count(
    given: VerdictRecord, entry: Pair | Unpaired, stale: bool
) -> None:
    assert shown(given, entry, OTHER_SHA).stale is stale


def test_repeats_are_told_apart_by_their_quotation() -> None:
    """The number behind a pair's id hangs on how the others were paired; the quotation's own does not."""
    second = replace(PAIR, id=PAIR.id, quotation_id=f"{PAIR.quotation_id}-2")
    given = record("wrong pairing", id=f"{PAIR.id}-2", quotation_id=second.quotation_id)
    report = Report("s", cases.TRANSLATION, (cases.ARTICLE,), (PAIR, second), ())
    first, again = sorted(attach(report, [given]).pairs, key=lambda pair: pair.quotation_id)
    assert first.verdict is None
    assert again.verdict == Verdict("wrong pairing", "", "Ann", stale=False)


def test_words_that_two_articles_quote_alike_are_judged_once() -> None:
    there = replace(PAIR, article=cases.SECOND_ARTICLE.id)
    report = Report("s", cases.TRANSLATION, (cases.ARTICLE, cases.SECOND_ARTICLE), (PAIR, there), ())
    assert [pair.verdict for pair in attach(report, [record()]).pairs] == [Verdict("minor", "", "Ann")] * 2


def at(second: int, **given: object) -> VerdictRecord:
    severity = given.pop("severity", "minor")
    uid = given.pop("uid", f"u{second}")
    return record(severity, time=f"2026-03-05T12:00:{second:02}.000000+00:00", uid=uid, **given)  # type: ignore[arg-type]


def test_the_last_of_each_reviewer_stands() -> None:
    rows = [at(1), at(2, severity="major"), at(3, reviewer="Bo"), at(4, severity=None, undoes="u2")]
    assert [each.uid for each in standing(rows)] == ["u1", "u3"]
    assert [each.uid for each in standing(rows[:3])] == ["u2", "u3"]
    assert [each.uid for each in standing(rows[::-1])] == ["u1", "u3"]
    assert [each.uid for each in standing([*rows, *rows])] == ["u1", "u3"]


def test_whose_words_they_are_stands_beside_a_severity() -> None:
    rows = [at(1, severity="is of the document"), at(2, severity="major"), at(3, severity="is not of the document")]
    assert [each.uid for each in standing(rows)] == ["u2", "u3"]
    assert [each.uid for each in standing(rows[:2])] == ["u1", "u2"]
    undone = [*rows, at(4, severity=None, undoes="u3", id=rows[2].id)]
    assert [each.uid for each in standing(undone)] == ["u1", "u2"]
    elsewhere = at(5, severity="is not of the document", translation=OTHER_SHA)
    assert [each.uid for each in standing([*rows, elsewhere])] == ["u2", "u3", "u5"]


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        (("is not of the document", "major"), "is not of the document"),
        (("major", "is not of the document"), "is not of the document"),
        (("is of the document", "major"), "major"),
        (("major", "is of the document"), "major"),
        (("is not of the document", "is of the document"), "is of the document"),
        (("is of the document",), "is of the document"),
    ],
)
def test_a_report_shows_what_says_most(given: tuple[str, ...], seen: str) -> None:
    rows = [at(second, severity=severity) for second, severity in enumerate(given)]
    assert attach(cases.full_report(), rows).pairs[0].verdict == Verdict(seen, "", "Ann")  # type: ignore[arg-type]


def test_nobody_undoes_what_another_said() -> None:
    rows = [at(1), at(2, severity=None, undoes="u1", reviewer="Bo")]
    assert [each.uid for each in standing(rows)] == ["u1"]


def test_the_latest_reviewer_is_shown_who_judged_what_is_there() -> None:
    report = cases.full_report()
    elsewhere = {"id": "9" * 16, "passage": (Span(1, 5),)}

    def verdict(*rows: VerdictRecord) -> Verdict | None:
        return attach(report, rows).pairs[0].verdict

    assert verdict(at(1), at(2, reviewer="Bo", severity="major")) == Verdict("major", "", "Bo")
    assert verdict(at(1), at(2, reviewer="Bo", severity="major", **elsewhere)) == Verdict("minor", "", "Ann")
    stale = verdict(at(1, **elsewhere), at(2, reviewer="Bo", severity="major", **elsewhere))
    assert stale == Verdict("major", "", "Bo", stale=True)


def test_what_was_said_of_two_passages_is_found_again_with_each() -> None:
    other = moved(PAIR, 1000)
    rows = [at(1), at(2, severity="wrong pairing", id=other.id, passage=other.passage.spans)]
    report = cases.full_report()
    assert attach(report, rows).pairs[0].verdict == Verdict("minor", "", "Ann")
    changed = replace(report, pairs=(other, *report.pairs[1:]))
    assert attach(changed, rows).pairs[0].verdict == Verdict("wrong pairing", "", "Ann")


def test_attaching_replaces_and_changes_nothing_else() -> None:
    report = cases.full_report()
    assert attach(attach(report, [record()]), ()) == attach(report, ())
    bare = [replace(entry, verdict=None) for entry in report.entries]
    assert [replace(entry, verdict=None) for entry in attach(report, [record()]).entries] == bare


def test_verdicts_decide_what_fail_on_counts() -> None:
    report = replace(cases.full_report(), unpaired=(MISSING,))
    assert report.worst_severity == "critical"
    assert attach(report, [record("minor")]).worst_severity == "major"
    both = [record("minor"), on_missing("has a passage", picked=Span(5, 50))]
    assert attach(report, both).worst_severity == "minor"
    assert attach(report, [*both, at(9, severity="critical")]).worst_severity == "critical"


ROWS = (
    full_record(),
    full_record(uid="1" * 32, severity="has a passage", passage=(), picked=None, score=None, fidelity=None, trust=None),
    full_record(uid="2" * 32, severity=None, undoes="0" * 32, confidence=None, comment="", model=""),
)


def save(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_bytes(text.encode("utf-8-sig"))
    return folder / name


def test_files_carry_every_field(tmp_path: Path) -> None:
    assert read_verdicts(save(tmp_path, "a", verdicts_jsonl(ROWS))) == ROWS
    assert read_verdicts(save(tmp_path, "b", verdicts_csv(ROWS))) == ROWS
    assert read_verdicts(save(tmp_path, "c", verdicts_csv([]))) == ()
    assert read_verdicts(save(tmp_path, "d", verdicts_jsonl([]))) == ()


def test_hostile_words_survive_json_and_are_defused_in_csv(tmp_path: Path) -> None:
    row = full_record(comment=HOSTILE, reviewer="=cmd|' /c calc'!A0")
    as_json = verdicts_jsonl([row])
    assert "\u202e" not in as_json
    assert as_json.count("\n") == 1
    assert read_verdicts(save(tmp_path, "a", as_json)) == (row,)
    as_csv = verdicts_csv([row])
    assert not {"\0", "\x1b"} & set(as_csv)
    (back,) = read_verdicts(save(tmp_path, "b", as_csv))
    assert back.reviewer == row.reviewer
    assert back.comment == HOSTILE.replace("\0", "␀").replace("\x1b", "␛").replace("\r\n", "\n")
    for cell in (row.comment, row.reviewer):
        assert defuse(defuse_reversibly(cell)) == defuse_reversibly(cell)


@given(st.text(st.sampled_from("'\"=+-@;\t\n \u200bax"), max_size=12))
def test_a_defused_cell_is_restored(text: str) -> None:
    cell = defuse_reversibly(text)
    assert restore(cell) == text
    assert defuse(cell) == cell


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hello", "line 1: is not the header of a file of verdicts"),
        ("{}", "line 1: its schema is not fidelity.verdict/1"),
        ("[1]", "line 1: is not the header"),
        ("{", "line 1: does not have the form in which it was written"),
        (verdicts_jsonl(ROWS[:1]).replace('"minor"', '"awful"'), "line 1: severity should be one of: neutral"),
        (verdicts_jsonl(ROWS[:1]).replace("0.1", "0.0"), "line 1: chance should lie above 0"),
        (verdicts_jsonl(ROWS[:1]).replace("[3, 9]", "[9, 3]"), "line 1: passage should have spans"),
        (verdicts_jsonl(ROWS[:1]).replace("2026-03", "2026-13"), "line 1: time should be ISO 8601"),
        (verdicts_jsonl(ROWS[:1]).replace("+00:00", ""), "line 1: time should say its zone"),
        (verdicts_jsonl(ROWS[:1]).replace('"reviewer": "Ann"', '"reviewer": 3'), "line 1: reviewer should be a text"),
        (verdicts_jsonl(ROWS[:1]).replace('"trust": -1.25', '"trust": NaN'), "line 1: trust should be a number"),
        (verdicts_jsonl(ROWS)[:-40], "line 3: does not have the form in which it was written"),
        (verdicts_csv(ROWS).replace("0.87", "much", 1), "line 2: does not have the form in which it was written"),
        (verdicts_csv(ROWS) + "a,b\r\n", "line 5: it has 2 columns where the header has 19"),
        (verdicts_csv(ROWS).replace(PAIR.id, "1.23E+15", 1), "line 2: id was made a number by a spreadsheet"),
        (verdicts_csv(ROWS) + '"open', "unexpected end of data"),
    ],
)
def test_what_was_not_exported_is_refused_by_line(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        read_verdicts(save(tmp_path, "v", text))
    assert says in str(caught.value)
    assert str(caught.value).endswith("give a file written by review --export")
    assert "\n" not in str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for name, says in (("none", "no such file"), (".", "is a folder"), ("binary", "is not UTF-8")):
        with pytest.raises(StoreError, match=says):
            read_verdicts(tmp_path / name)


def test_mqm_has_a_line_for_each_verdict_that_stands() -> None:
    report = cases.full_report()
    text = "." * PAIR.passage.span.start + PAIR.passage.text
    rows = [
        record("major", comment="<b>\tno</b>", uid="a", time="2026-03-05T12:00:00+00:00"),
        record("neutral", reviewer="Bo", uid="b"),
        record("minor", reviewer="Cy", uid="c"),
        record(None, reviewer="Cy", undoes="c", uid="d"),
        on_missing("critical", uid="e"),
        record("wrong pairing", quotation_id="0" * 16, id="1" * 16, uid="f"),
    ]
    lines = [
        dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in verdicts_mqm(rows, [(report, text)]).splitlines()
    ]
    assert [(line["rater"], line["category"], line["severity"]) for line in lines[1:]] == [
        ("Bo", "No-error", "No-error"),
        ("Ann", "Accuracy/Omission", "Critical"),
        ("Ann", "Pairing/Wrong pairing", "Neutral"),
        ("Ann", "Other", "Major"),
    ]
    last = lines[-1]
    assert (last["source"], last["target"]) == (PAIR.quotation.text, PAIR.passage.text)
    assert (last["system"], last["doc"]) == ("translation.txt", "article.txt")
    assert "<b>" not in last["metadata"]
    assert lines[1]["globalSegId"] == last["globalSegId"]
    unknown = lines[3]
    assert (unknown["source"], unknown["doc"]) == ("", "")
