"""What one article gives does not hang on the others: their order, and whether an unrelated one is among them."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fidelity
from fidelity import Document, Report
from fidelity.reading import read_text
from tests.encoders import HashingEncoder
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


QUOTED = ("We will close the plant in March.", "Our lawyers think the offer is not binding.", "Nobody was asked.")
SPEAKERS = ("Ines Duarte wrote in the memo", "Karl Braun of the union said", "the letter says")


@st.composite
def articles_of_many_kinds(draw: st.DrawFn) -> list[Document]:
    """Two to four articles that quote some of the same words, as whoever's."""
    line = st.builds('{}: "{}"'.format, st.sampled_from(SPEAKERS), st.sampled_from((*QUOTED, "The ferry was late.")))
    found = draw(st.lists(st.lists(line, min_size=1, max_size=3, unique=True), min_size=2, max_size=4))
    return [read_text("\n".join(lines), origin=f"article{i}") for i, lines in enumerate(found)]


@settings(max_examples=6, deadline=None)
@given(articles_of_many_kinds(), st.randoms(use_true_random=False))
def test_any_articles_in_any_order_and_with_an_unrelated_one_among_them(
    articles: list[Document], chance: Random
) -> None:
    memo, encoder = read_text(" ".join(QUOTED)), HashingEncoder()
    unrelated = documents()["unrelated"]
    mixed = [*articles, unrelated]
    chance.shuffle(mixed)
    plain = by_origin(fidelity.check(memo, articles, encoder=encoder))
    among = by_origin(fidelity.check(memo, mixed, encoder=encoder))
    assert {name: among[name] for name in plain} == plain


def by_origin(report: Report) -> dict[str, list[dict[str, object]]]:
    """The entries of each article by the article's name: the ids of equal articles follow their order."""
    names = {article.id: article.origin for article in report.articles}
    entries = {names[article]: found for article, found in by_article(report).items()}
    return {name: [{**each, "article": name} for each in found] for name, found in entries.items()}
