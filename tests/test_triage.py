"""Which entries need a look, and the verdict on the run in plain sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fidelity.report.triage import look_at, state_verdict, triage
from fidelity.types import Judgement, Verdict
from tests import report_cases as cases


def test_each_kind_of_entry_has_its_reason() -> None:
    doubtful = replace(cases.minor_pair(), verdict=None)
    assert look_at(cases.missing_quotation()) == "missing"
    assert look_at(cases.critical_pair()) == "critical"
    assert look_at(doubtful) == "uncertain"
    assert look_at(replace(doubtful, severity="major")) == "major"
    assert look_at(replace(doubtful, confidence=0.8)) is None
    assert look_at(cases.faithful_pair()) is None
    assert [look_at(item) for item in cases.others_left_out()] == [None, None, "perhaps missing", None]


@pytest.mark.parametrize(
    ("judgement", "looks"),
    [
        ("neutral", [None, None]),
        ("minor", [None, None]),
        ("major", ["major", "major"]),
        ("critical", ["critical", "critical"]),
        ("wrong pairing", [None, None]),
        ("is of the document", ["critical", "missing"]),
        ("is not of the document", [None, None]),
    ],
)
def test_a_reviewer_settles_an_entry_unless_the_verdict_is_stale(judgement: Judgement, looks: list[str | None]) -> None:
    entries = (cases.critical_pair(), cases.missing_quotation())
    said = Verdict(judgement, "", "PW")
    assert [look_at(replace(entry, verdict=said)) for entry in entries] == looks
    stale = replace(said, stale=True)
    assert [look_at(replace(entry, verdict=stale)) for entry in entries] == ["critical", "missing"]


def test_every_entry_is_in_one_group() -> None:
    entries = cases.full_report().entries
    found = triage(entries)
    looks = [entry for entry, _ in found.look]
    others = (*found.reviewed, *found.minor, *found.checked, *found.unjudged, *found.faithful, *found.left_out)
    assert sorted(map(id, (*looks, *others))) == sorted(map(id, entries))
    assert [why for _, why in found.look] == ["missing", "critical", "perhaps missing"]


def test_the_verdict_is_whole_sentences() -> None:
    faithful, critical, missing = cases.faithful_pair(), cases.critical_pair(), cases.missing_quotation()
    uncertain = replace(faithful, confidence=0.5)
    assert state_verdict(()) == ("No quotations were found.",)
    assert state_verdict([faithful]) == ("The only passage needs no look.", "Nothing is missing.")
    assert state_verdict([faithful, faithful]) == ("None of the 2 passages needs a look.", "Nothing is missing.")
    assert state_verdict([critical, uncertain, uncertain]) == (
        "3 of 3 passages need a look: 1 critical, 2 uncertain.",
        "Nothing is missing.",
    )
    assert state_verdict([missing]) == ("1 quotation is missing from the translation.",)
    assert state_verdict([missing, missing, faithful]) == (
        "The only passage needs no look.",
        "2 quotations are missing from the translation.",
    )
    assert state_verdict(cases.others_left_out()) == (
        "No quotation was compared with the translation.",
        "1 quotation may be missing.",
    )


def test_a_passage_that_nobody_judged_is_not_counted_as_judged() -> None:
    unread = replace(cases.unjudged_pair(), confidence=0.5)
    assert look_at(unread) == "uncertain"
    assert state_verdict([unread, cases.unjudged_pair()]) == (
        "Nothing is missing.",
        "2 passages could not be judged, and 1 may be the wrong passage; read them yourself.",
    )
    assert state_verdict([unread, cases.critical_pair()]) == (
        "The only judged passage needs a look: 1 critical.",
        "Nothing is missing.",
        "1 passage could not be judged, and it may be the wrong passage; read it yourself.",
    )
