"""Report: order, counts, severities that stand, and a saved report equal to the loaded one."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fidelity
from fidelity.errors import ReportError
from fidelity.report import Report, judged_severity, load
from fidelity.report.schema import inspect_dict, quotes_dict, to_text
from fidelity.types import (
    REASONS,
    SEVERITIES,
    Alternative,
    Category,
    Document,
    Issue,
    Judgement,
    Occasion,
    OccasionKind,
    Pair,
    Passage,
    Quotation,
    QuotationKind,
    Segment,
    Span,
    SpeakerKind,
    Unpaired,
    Verdict,
)
from tests import report_cases as cases

PAIR_KEYS = [
    *("id", "quotation_id", "article", "quotation", "passage", "similarity", "confidence", "score", "fidelity"),
    *("severity", "issues", "alternatives", "selection", "verdict"),
]


def test_worst_first_whatever_the_order_given() -> None:
    report = cases.full_report()
    assert [pair.fidelity for pair in report.pairs] == [7, 64, 98, None]
    assert [item.reason for item in report.unpaired] == [
        "missing",
        "uncertain",
        "other speaker",
        "other occasion",
        "term or title",
    ]
    assert report.missing == (cases.missing_quotation(),)
    assert report.entries == (*report.missing, *report.pairs, *report.unpaired[1:])


def test_ties_go_by_severity_then_by_position() -> None:
    early, late = cases.faithful_pair(), replace(cases.faithful_pair(), id="late", quotation=cases.quotation("x", 900))
    graver = replace(late, id="graver", severity="minor")
    other_article = replace(early, id="other", article=cases.SECOND_ARTICLE.id)
    articles = (cases.ARTICLE, cases.SECOND_ARTICLE)
    report = Report("s", cases.TRANSLATION, articles, (other_article, late, early, graver), ())
    assert [pair.id for pair in report.pairs] == ["graver", early.id, "late", "other"]


def test_summary() -> None:
    assert cases.full_report().summary == {
        "quotations": 9,
        "paired": 4,
        "missing": 1,
        "unpaired": 5,
        "by_severity": {"neutral": 1, "minor": 1, "major": 1, "critical": 1},
        "fidelity_median": 64,
        "needs_a_look": {
            "missing": 1,
            "critical": 1,
            "major": 0,
            "uncertain": 0,
            "perhaps missing": 1,
            "near": 0,
        },
        "verdict": "1 of 3 judged passages needs a look: 1 critical. 1 quotation is missing from the translation. "
        "1 quotation may be missing. 1 passage could not be judged; read it yourself.",
    }
    empty = cases.empty_report().summary
    assert (empty["quotations"], empty["fidelity_median"]) == (0, None)
    assert list(empty["by_severity"]) == list(SEVERITIES)


def test_median_of_an_even_number_keeps_its_half() -> None:
    report = replace(cases.full_report(), pairs=(cases.critical_pair(), cases.minor_pair()))
    assert report.summary["fidelity_median"] == 35.5


@pytest.mark.parametrize(
    ("verdict", "stands"),
    [
        (None, "critical"),
        (Verdict("minor", "", "PW"), "minor"),
        (Verdict("minor", "", "PW", stale=True), "critical"),
        (Verdict("wrong pairing", "", "PW"), None),
        (Verdict("has a passage", "", "PW"), "critical"),  # it has: what was computed of it counts
    ],
)
def test_a_verdict_replaces_the_severity(verdict: Verdict | None, stands: str | None) -> None:
    assert judged_severity(replace(cases.critical_pair(), verdict=verdict)) == stands


def test_what_has_a_passage_after_all_is_not_missing() -> None:
    missing = cases.missing_quotation()
    assert judged_severity(missing) == "major"
    assert judged_severity(replace(missing, verdict=Verdict("has a passage", "", "PW"))) is None
    assert judged_severity(replace(missing, verdict=Verdict("has a passage", "", "PW", stale=True))) == "major"


def test_worst_severity_counts_missing_and_what_checks_found_in_unjudged_pairs() -> None:
    report = cases.full_report()
    assert report.worst_severity == "critical"
    assert cases.empty_report().worst_severity is None
    assert replace(report, pairs=()).worst_severity == "major"
    number = Issue("accuracy/mistranslation", "number", "critical", (), (), "20 against 80")
    assert judged_severity(replace(cases.unjudged_pair(), issues=(number,))) == "critical"
    found = replace(cases.missing_quotation(), verdict=Verdict("has a passage", "", "PW"))
    assert replace(report, pairs=(), unpaired=(found,)).worst_severity is None


def test_an_entry_of_an_unknown_article_is_refused() -> None:
    with pytest.raises(ValueError, match="cites article"):
        replace(cases.full_report(), articles=())
    with pytest.raises(ValueError, match="share one id"):
        replace(cases.full_report(), articles=(cases.ARTICLE, cases.ARTICLE))


def test_json_has_the_documented_keys_in_order() -> None:
    value = json.loads(cases.full_report().to_json())
    assert list(value) == ["schema", "signature", "translation", "articles", "pairs", "unpaired", "summary", "notes"]
    assert value["schema"] == "fidelity.report/2"
    assert list(value["translation"]) == ["id", "origin", "sha256", "language", "zones"]
    assert value["translation"]["zones"][1] == {
        "zone": "marker",
        "start": 121,
        "end": 155,
        "language": "en",
        "confidence": 1.0,
        "reason": "announces the original text",
    }
    assert [list(pair) for pair in value["pairs"]] == [PAIR_KEYS] * 3 + [[*PAIR_KEYS, "unjudged"]]
    minor = value["pairs"][1]
    assert list(minor["quotation"])[:6] == ["text", "spans", "kind", "speaker", "cue", "occasion"]
    assert minor["quotation"]["occasion"] == {"kind": "document", "text": "memo"}
    assert minor["passage"] == {
        "text": "by undermining public support for us, he makes it easier for the government to penalize us.",
        "start": 10680,
        "end": 10771,
        "spans": [[10680, 10771]],
    }
    assert minor["alternatives"][1] == {
        "text": "Sam is undermining our position",
        "start": 10561,
        "end": 10592,
        "similarity": 0.4,
    }
    assert minor["verdict"] == {"severity": "neutral", "comment": "same gist", "reviewer": "PW", "stale": False}
    assert list(value["unpaired"][0]) == [
        *("quotation_id", "article", "quotation", "reason", "confidence", "severity", "near", "issues", "alternatives"),
        *("selection", "verdict"),
    ]
    assert value["unpaired"][0]["issues"] == [
        {
            "category": "accuracy/omission",
            "check": "missing",
            "severity": "major",
            "quotation_spans": [[5000, 5040]],
            "passage_spans": [],
            "note": "no passage carries these words",
        }
    ]


def test_json_text_is_plain_and_the_same_every_time(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    text = cases.full_report().to_json(path)
    assert path.read_bytes() == text.encode() == cases.full_report().to_json().encode()
    assert "几乎没有" in text
    assert "\r" not in text
    assert text.endswith("}\n")


def test_hostile_text_is_harmless_in_json_and_survives(tmp_path: Path) -> None:
    text = cases.hostile_report().to_json(tmp_path / "report.json")
    assert not set(text) & set("\x00\x07\x1b\x9b\u200b\u202e\u2066\udc80")
    loaded = load(tmp_path / "report.json")
    assert loaded.pairs[0].quotation.text == cases.HOSTILE.replace("\udc80", "\ufffd")


@pytest.mark.parametrize("report", [cases.full_report(), cases.empty_report()])
def test_a_loaded_report_equals_the_saved_one(report: Report, tmp_path: Path) -> None:
    report.to_json(tmp_path / "report.json")
    assert load(tmp_path / "report.json") == report
    assert load(str(tmp_path / "report.json")).to_json() == report.to_json()


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SPANS = st.lists(st.integers(0, 10**6), min_size=2, max_size=6, unique=True).map(
    lambda edges: tuple(Span(*edge) for edge in zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)
SPAN = SPANS.map(lambda spans: spans[0])
SHARE = st.integers(0, 10**4).map(lambda number: number / 10**4)
COSINE = st.integers(-1000, 1000).map(lambda number: number / 1000)
QUOTATIONS = st.builds(
    Quotation,
    *(TEXTS, SPANS, SPAN, st.sampled_from(get_args(QuotationKind)), st.none() | TEXTS, st.none() | SPAN),
    *(st.none() | TEXTS, st.none() | SPAN, st.builds(Occasion, st.sampled_from(get_args(OccasionKind)), TEXTS)),
    st.sampled_from([None, "scare quote", "term or title"]),
    speaker_kind=st.sampled_from(get_args(SpeakerKind)),
    speaker_words=st.none() | TEXTS,
    speaker_probability=st.none() | SHARE,
)
SEVERITY = st.sampled_from(SEVERITIES)
CATEGORY = st.sampled_from(get_args(Category))
JUDGEMENTS = (
    st.lists(st.builds(Issue, CATEGORY, TEXTS, SEVERITY, SPANS, SPANS, TEXTS), max_size=2).map(tuple),
    st.lists(st.builds(Alternative, TEXTS, SPAN, COSINE), max_size=2).map(tuple),
    st.none() | st.builds(Verdict, st.sampled_from(get_args(Judgement)), TEXTS, TEXTS, st.booleans()),
)
ARTICLE_ID = st.sampled_from([cases.ARTICLE.id, cases.SECOND_ARTICLE.id])
PAIRS = st.builds(
    Pair,
    *(TEXTS, TEXTS, ARTICLE_ID, QUOTATIONS, st.builds(Passage, TEXTS, SPANS), COSINE, st.none() | SHARE),
    *(st.none() | SHARE, st.none() | st.integers(0, 100), st.none() | SEVERITY, *JUDGEMENTS, st.none() | TEXTS),
)
UNPAIRED = st.builds(
    Unpaired,
    *(TEXTS, ARTICLE_ID, QUOTATIONS, st.sampled_from(REASONS), st.none() | SHARE, st.none() | SEVERITY, *JUDGEMENTS),
)
REPORTS = st.builds(
    Report,
    TEXTS,
    st.just(cases.TRANSLATION),
    st.just((cases.ARTICLE, cases.SECOND_ARTICLE)),
    st.lists(PAIRS, max_size=4).map(tuple),
    st.lists(UNPAIRED, max_size=4).map(tuple),
    st.lists(TEXTS, max_size=2).map(tuple),
)


@settings(deadline=None)  # it writes and reads a file
@given(REPORTS)
def test_round_trip_of_any_report(report: Report) -> None:
    with tempfile.TemporaryDirectory() as folder:
        report.to_json(Path(folder) / "report.json")
        assert load(Path(folder) / "report.json") == report


def _changed(place: list[Any], value: Any) -> str:
    whole = cases.full_report().to_dict()
    inner: Any = whole
    for key in place[:-1]:
        inner = inner[key]
    if value is ...:
        del inner[place[-1]]
    else:
        inner[place[-1]] = value
    return json.dumps(whole)


MALFORMED = {
    "": "not JSON",
    "{": "not JSON",
    "[" * 200_000: "not JSON",
    '{"schema": NaN}': "not JSON",
    '{"schema": ' + "9" * 5000 + "}": "not JSON",
    "[]": "schema is not fidelity.report/1 or fidelity.report/2",
    '"fidelity.report/3"': "schema is not fidelity.report/1 or fidelity.report/2",
    '{"schema": "fidelity.report/3"}': "schema is not fidelity.report/1 or fidelity.report/2",
    '{"schema": "fidelity.report/2"}': "signature is missing",
    _changed(["pairs"], {}): "pairs should be a list",
    _changed(["pairs", 0], []): "pairs[0] should be an object",
    _changed(["pairs", 1, "fidelity"], 101): "pairs[1].fidelity should lie between 0 and 100",
    _changed(["pairs", 1, "fidelity"], 64.5): "pairs[1].fidelity should be a whole number",
    _changed(["pairs", 1, "fidelity"], True): "pairs[1].fidelity should be a whole number",
    _changed(["pairs", 1, "similarity"], None): "pairs[1].similarity should be a number between -1 and 1",
    _changed(["pairs", 1, "similarity"], 1.5): "pairs[1].similarity should be a number between -1 and 1",
    _changed(["pairs", 1, "similarity"], ...): "pairs[1].similarity is missing",
    _changed(["pairs", 1, "severity"], "grave"): "pairs[1].severity should be one of: neutral, minor, major, critical",
    _changed(["pairs", 1, "article"], "nobody"): "cites article nobody",
    _changed(["pairs", 1, "quotation", "spans"], []): "pairs[1].quotation.spans should not be empty",
    _changed(["pairs", 1, "quotation", "spans"], [[5, 4]]): "pairs[1].quotation.spans[0] should have 0 <= start <= end",
    _changed(["pairs", 1, "quotation", "spans"], [[5, 8], [1, 2]]): "should be in order and apart",
    _changed(["pairs", 1, "quotation", "spans"], [[5]]): "pairs[1].quotation.spans[0] should be [start, end]",
    _changed(["pairs", 1, "passage", "end"], 7): "pairs[1].passage",
    _changed(["pairs", 1, "verdict", "stale"], "no"): "pairs[1].verdict.stale should be true or false",
    _changed(["unpaired", 0, "reason"], ["missing"]): "unpaired[0].reason should be one of: missing",
    _changed(["summary", "paired"], 9): "its summary does not fit its pairs",
    _changed(["translation", "id"], 5): "translation.id should be a text",
}


@pytest.mark.parametrize("text", MALFORMED, ids=lambda text: text[:12])
def test_malformed_reports_are_refused_in_one_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        load(path)
    assert MALFORMED[text] in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "--json" in str(caught.value)


def test_unreadable_reports_are_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b'{"schema": "\xe9"}')
    for path in (tmp_path / "none\n.json", tmp_path, tmp_path / "latin", "nul\0.json"):
        with pytest.raises(ReportError) as caught:
            load(path)
        assert "\n" not in str(caught.value)


def test_fields_that_the_stable_shape_does_not_name_may_be_absent(tmp_path: Path) -> None:
    value = cases.full_report().to_dict()
    del value["notes"]
    for entry in (*value["pairs"], *value["unpaired"]):
        for key in ("paragraph", "speaker_span", "cue_span", "aside"):
            del entry["quotation"][key]
    (tmp_path / "report.json").write_text(json.dumps(value), encoding="utf-8-sig")
    loaded = load(tmp_path / "report.json")
    assert loaded.notes == ()
    assert loaded.pairs[1].quotation.paragraph == Span(86, 180)


def test_frame_has_the_columns_of_the_csv_with_types() -> None:
    frame = cases.full_report().to_frame()
    assert list(frame.columns) == cases.full_report().to_csv().splitlines()[0].split(",")
    assert {str(kind) for kind in frame.dtypes} == {"string", "Int64", "Float64"}
    assert frame["fidelity"].dropna().tolist() == [7, 64, 98]
    assert frame["reason"].isna().sum() == 3
    assert frame["quote"].iloc[1].startswith("The real reasons")
    assert cases.empty_report().to_frame().empty


def test_quotes_json() -> None:
    said = cases.minor_pair().quotation
    value = json.loads(to_text(quotes_dict([(Document(cases.ARTICLE, "text"), [said])])))
    assert value == {
        "schema": "fidelity.quotes/1",
        "articles": [
            {
                "id": "9355ab61032efc87",
                "origin": "article.txt",
                "quotations": [
                    {
                        "text": "trying to make it more possible for the admin to punish us by undercutting "
                        "our public support.",
                        "spans": [[86, 180]],
                        "kind": "direct",
                        "speaker": "Dario Amodei",
                        "speaker_span": [68, 80],
                        "cue": "wrote",
                        "cue_span": [182, 187],
                        "occasion": {"kind": "document", "text": "memo"},
                        "aside": None,
                        "aside_reason": None,
                        "content": None,
                        "brackets": [],
                        "ellipses": [],
                        "speaker_kind": "unknown",
                        "speaker_words": None,
                        "speaker_probability": None,
                    }
                ],
            }
        ],
    }


def test_inspect_json() -> None:
    document = Document(cases.ARTICLE, "Some text.", segments=(Segment(Span(0, 10), "en", "body"),))
    value = inspect_dict(document)
    assert list(value) == [
        *("schema", "id", "origin", "sha256", "language", "zones", "segments"),
        *("format", "encoding", "notes"),
    ]
    assert value["schema"] == "fidelity.inspect/1"
    assert value["segments"] == [{"start": 0, "end": 10, "language": "en", "zone": "body", "confidence": 1.0}]


def test_importing_the_report_loads_nothing_heavy() -> None:
    modules = "fidelity.report.table, fidelity.report.listing, fidelity.report.spreadsheet, fidelity.report.frame"
    program = f"import sys, {modules}; print(*{{'rich', 'pandas', 'numpy'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_report_of_the_first_version_still_loads(tmp_path: Path) -> None:
    """It says nothing of selection, and names no near sentence."""
    value = json.loads(cases.full_report().to_json())
    value["schema"] = "fidelity.report/1"
    for entry in (*value["pairs"], *value["unpaired"]):
        entry.pop("selection")
        entry.pop("near", None)
    path = tmp_path / "old.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    assert fidelity.load(path) == cases.full_report()
    assert {entry.selection for entry in fidelity.load(path).entries} == {None}


def test_numbers_of_rows_follow_the_articles_and_their_texts() -> None:
    report = cases.full_report()
    order = {article.id: place for place, article in enumerate(report.articles)}
    placed = sorted(report.entries, key=lambda entry: (order[entry.article], entry.quotation.spans))
    assert [report.number(entry) for entry in placed] == list(range(1, len(placed) + 1))


def test_a_report_of_the_first_shape_is_read_for_ever() -> None:
    """Written by the version that wrote ``fidelity.report/1``, of an invented memo and article."""
    path = Path(__file__).parent / "cases" / "reports" / "report-1.json"
    report = fidelity.load(path)
    assert [(pair.severity, pair.fidelity, pair.quotation.speaker) for pair in report.pairs] == [
        ("critical", 12, "Ines Duarte"),
        ("neutral", 99, "Ines Duarte"),
    ]
    assert [(item.quotation.text, item.reason) for item in report.unpaired] == [("The strike goes on,", "missing")]
    assert [zone.name for zone in report.translation.zones][:3] == ["front_matter", "marker", "body"]
    assert (report.worst_severity, len(report.to_csv().splitlines())) == ("critical", 4)
    assert "Major" in report.to_mqm()


@pytest.mark.parametrize("number", ["1e400", "-1e400", "9" * 400, "9" * 5000, "NaN", "1e18", "-1"])
def test_numbers_of_any_size_are_read_or_refused(number: str, tmp_path: Path) -> None:
    text = (Path(__file__).parent / "cases" / "reports" / "report-1.json").read_text(encoding="utf-8")
    numbers = list(re.finditer(r"(?<=[ \[])-?[0-9]+(?:\.[0-9]+)?(?=[,\]\n])", text))
    assert len(numbers) > 50
    path = tmp_path / "report.json"
    for found in numbers[::3]:
        path.write_text(text[: found.start()] + number + text[found.end() :], encoding="utf-8")
        with suppress(ReportError):
            report = fidelity.load(path)
            report.to_csv(), report.to_mqm(), report.to_json(), report.summary
