"""Numbers, dates, units and currencies between two languages, by value."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fidelity.checks.numbers.across import find_drift_across
from fidelity.checks.numbers.amount_reader import read_amounts
from fidelity.checks.numbers.figures import fold, parse_figure
from fidelity.pipeline.aligned import score
from fidelity.settings import JudgementSettings
from fidelity.text.numerals import has_numerals, load_numerals
from fidelity.text.pack import FOLDERS

RULES = JudgementSettings()
CASES = Path(__file__).parent / "cases" / "numbers_across.jsonl"


def read_values(language: str, text: str) -> list[float]:
    return [amount.values[0] for amount in read_amounts(text, load_numerals(language)) if amount.demanded]


def find(passage: str, language: str, quotation: str) -> list[tuple[str, str]]:
    return [(i.severity, i.note) for i in find_drift_across(quotation, passage, ("en", language), RULES)]


def test_the_table_of_pairs() -> None:
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    right = 0
    for row in rows:
        issues = find_drift_across(row["quotation"], row["passage"], tuple(row["languages"]), RULES)
        critical = any(issue.severity == "critical" for issue in issues)
        right += critical if row["drift"] else not issues
    assert len(rows) == 233
    assert right / len(rows) >= 0.97


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("zh", "3亿5000万美元", [350_000_000]),
        ("zh", "一万六七千元", []),
        ("zh", "500余万人", [5_000_000]),
        ("ja", "1兆2000億円", [1_200_000_000_000]),
        ("de", "zweihundertfünfundsechzig", [265]),
        ("de", "1.500.000 Euro", [1_500_000]),
        ("fr", "quatre-vingt-dix-sept jours", [97]),
        ("es", "mil millones", [1_000_000_000]),
        ("it", "duemilacinquecento", [2500]),
        ("pt", "dois mil e quinhentos", [2500]),
        ("ru", "сто двадцать пять", [125]),
        ("ar", "٣٫٥ مليون دولار", [3_500_000]),
        ("ar", "سبعة عشر عاملا", [17]),
        ("en", "two and a half million of COVID-19", [2_500_000]),
    ],
)
def test_values(language: str, text: str, values: list[float]) -> None:
    assert read_values(language, text) == values


def test_another_number_is_critical_and_marked_on_both_sides() -> None:
    passage, quotation = "我们有8400万用户。", "We have 8.4 million users."
    (issue,) = find_drift_across(quotation, passage, ("en", "zh-Hans"), RULES)
    assert (issue.severity, issue.quotation_spans[0].of(quotation)) == ("critical", "8.4 million")
    assert issue.passage_spans[0].of(passage) == "8400万"


def test_a_number_that_the_other_side_lacks_is_minor() -> None:
    assert find("Wir haben viele Kunden.", "de", "We have 84 million customers.") == [
        ("minor", "the number “84 million” was not found")
    ]


def test_another_currency_is_critical() -> None:
    assert find("价格是五百欧元。", "zh", "The price is 500 dollars.") == [
        ("critical", "another currency: “500 dollars” became “五百欧元”")
    ]


def test_a_figure_may_have_two_readings() -> None:
    assert parse_figure("1.500", ",") == (1500.0, 1.5)
    assert parse_figure("1,234.5", ",") == (1234.5,)


@pytest.mark.parametrize("language", sorted(filter(has_numerals, FOLDERS)))
def test_lists_are_in_the_form_that_text_is_looked_up_in(language: str) -> None:
    numerals = load_numerals(language)
    for entries in (numerals.words, numerals.loose, numerals.scales, numerals.months, numerals.units):
        assert [entry for entry in entries if entry != fold(entry)] == []


def test_the_checks_give_the_severity_where_no_scorer_reads_both_languages() -> None:
    rows = score(
        [("We have 8.4 million users.", "利用者は8400万人です。"), ("It stays open.", "そのまま開いています。")]
    )
    assert [(row.severity, row.fidelity) for row in rows] == [("critical", None), ("neutral", None)]
