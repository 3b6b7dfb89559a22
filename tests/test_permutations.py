"""What one article gives does not hang on the others: their order, and whether an unrelated one is among them."""

from __future__ import annotations

from itertools import permutations

import pytest

import fidelity
from fidelity import Document, Report
from fidelity.reading import read_text
from tests.test_pipeline import ARTICLE_TEXT, MEMO

SECOND = (
    "The plant will be closed in March, says the memo.\n"
    '"Our lawyers think the offer is not binding," wrote Ines Duarte.\n'
    '"Nobody asked the people who work there," said Karl Braun of the union.\n'
)
UNRELATED = 'It rained in Oslo. "The ferry was late again," said Mina Dahl, who sells tickets at the harbour.\n'


def documents() -> dict[str, Document]:
    texts = {"first": ARTICLE_TEXT, "second": SECOND, "unrelated": UNRELATED}
    return {name: read_text(text, origin=name) for name, text in texts.items()}


def by_article(report: Report) -> dict[str, list[dict[str, object]]]:
    """The entries of each article as JSON, whatever their order in the report, without their running number."""
    from fidelity.report.schema import report_dict

    value = report_dict(report)
    found: dict[str, list[dict[str, object]]] = {}
    for entry in (*value["pairs"], *value["unpaired"]):
        found.setdefault(entry["article"], []).append({k: v for k, v in entry.items() if k != "number"})
    return {name: sorted(entries, key=lambda entry: str(entry["quotation_id"])) for name, entries in found.items()}


@pytest.fixture(scope="module")
def reports() -> dict[tuple[str, ...], Report]:
    articles, memo = documents(), read_text(MEMO, origin="memo")
    chosen = [*permutations(articles), ("first",), ("second",), ("first", "second")]
    return {names: fidelity.check(memo, [articles[name] for name in names]) for names in chosen}


def test_the_report_of_permuted_articles_is_the_permuted_report(reports: dict[tuple[str, ...], Report]) -> None:
    whole = [report for names, report in reports.items() if len(names) == 3]
    assert len(whole) == 6
    assert all(by_article(report) == by_article(whole[0]) for report in whole)
    assert len({report.signature for report in whole}) == 1


def test_an_unrelated_article_changes_no_other_pair(reports: dict[tuple[str, ...], Report]) -> None:
    without, among = by_article(reports["first", "second"]), by_article(reports["first", "second", "unrelated"])
    assert {name: among[name] for name in without} == without


def test_spans_of_a_report_lie_in_their_documents(reports: dict[tuple[str, ...], Report]) -> None:
    report = reports["first", "second", "unrelated"]
    texts = {document.info.id: document.text for document in documents().values()}
    for pair in report.pairs:
        assert " ".join(span.of(MEMO) for span in pair.passage.spans) == pair.passage.text
        for issue in pair.issues:
            assert all(0 <= span.start < span.end <= len(MEMO) for span in issue.passage_spans)
            assert all(0 <= s.start < s.end <= len(texts[pair.article]) for s in issue.quotation_spans)
