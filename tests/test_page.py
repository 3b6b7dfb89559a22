"""The page for the browser as text: what is in it, and that nothing of a document is more than text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from fidelity.report.escaping import escape_terminal
from fidelity.report.marks import Run
from fidelity.report.page import IndexRow, render_index
from fidelity.report.page.cards import CardMaker
from fidelity.report.page.histogram import make_bars
from fidelity.report.page.pieces import Piece, make_side
from fidelity.report.page.rendering import show_hidden
from fidelity.types import Document, Span
from tests import page_cases as cases
from tests import report_cases
from tests.benchmarks.page import large


class Reader(HTMLParser):
    """The elements of a page with their attributes, and its text without style and script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.own: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("td", "br", "p", "h2", "div"):
            self.texts.append(" ")

    def handle_data(self, data: str) -> None:
        inside = self.elements[-1][0] if self.elements else ""
        if inside in ("style", "script") and inside not in self.own:
            self.own[inside] = data
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def all(self, name: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(name)) is not None]


def words(page: str) -> str:
    return " ".join(Reader(page).text.split())


def test_the_verdict_and_every_quotation_are_on_the_page() -> None:
    report, documents = cases.english()
    text = words(report.to_html(documents=documents))
    assert report.summary["verdict"] in text
    for entry in report.entries:
        assert entry.quotation.text in text
    assert "other speaker: someone else said it" in text
    assert "--compare 5" in text


def test_a_page_without_documents_says_so() -> None:
    report, _ = cases.english()
    text = words(report.to_html())
    assert "This page was made from a saved report, which does not hold the documents." in text
    assert "Dear colleagues" not in text


def test_documents_of_other_reports_are_not_shown() -> None:
    report, _ = cases.english()
    _, others = cases.arabic()
    assert "السيدات" not in report.to_html(documents=others)


def test_documents_name_their_zones_and_dim_what_is_not_compared() -> None:
    report, documents = cases.english()
    text = words(report.to_html(documents=documents))
    for line in (
        "front matter, not compared Author: Marta Reyes",
        "disclaimer, not compared Disclaimer: for information",
    ):
        assert line in text
    assert '<i class="dim">[Note: the line is old.]</i>' in report.to_html(documents=documents)


def test_links_lead_both_ways_and_none_is_dead() -> None:
    report, documents = cases.english()
    page = Reader(report.to_html(documents=documents))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in page.all("href")} <= set(ids)
    assert all(link.startswith("#") for link in page.all("href"))
    for pair in report.pairs:
        number = report.number(pair)
        assert {f"s{number}", f"t{number}", f"q-{pair.quotation_id}"} <= set(ids)
        assert {f"#s{number}", f"#t{number}"} <= set(page.all("href"))


def test_issues_are_marked_where_they_are() -> None:
    report, documents = cases.english()
    pair = next(pair for pair in report.pairs if "41" in pair.quotation.text)
    by_id = {info.id: doc for info, doc in zip(report.articles, documents[1:], strict=True)} | {"": documents[0]}
    card = CardMaker(report, by_id).make(pair)
    assert [piece for piece in card.said.pieces if piece.issue] == [Piece("41", issue=1)]
    assert card.carried is not None
    assert [piece.text for piece in card.carried.pieces if piece.issue] == ["14"]
    assert "".join(piece.text for piece in card.said.pieces) == pair.quotation.text
    assert (card.carried.before, card.carried.after) == (
        "Dear colleagues, ",
        " [Note: the line is old.] They believe that the line can stay open.",
    )


def test_an_interrupted_quotation_shows_what_interrupts_it() -> None:
    text = "“We are,” she said, “closing.” Then more."
    carrier = (Span(1, 8), Span(21, 29))
    joined = "We are, closing."
    document = cases.document(text, "a.txt", "en")
    side = make_side(joined, carrier, [Run(joined, differs=False)], [[Span(21, 28)]], document, "en", 300)
    assert side.pieces == (
        Piece("We are,"),
        Piece("” she said, “", is_gap=True),
        Piece("closing", issue=1),
        Piece("."),
    )
    without = make_side(joined, carrier, [Run(joined, differs=False)], [], None, "und", 300)
    assert [piece.text for piece in without.pieces] == ["We are,", " … ", "closing."]
    assert (without.before, without.after, without.language) == ("", "", "")


def test_long_paragraphs_are_cut_at_a_space() -> None:
    text = "first line\n" + "word " * 100 + "QUOTED" + " word" * 100
    start = text.index("QUOTED")
    document = cases.document(text, "a.txt", "en")
    side = make_side("QUOTED", (Span(start, start + 6),), [Run("QUOTED", differs=True)], [], document, "en", 20)
    assert (side.before, side.after) == ("… word word word ", " word word word …")


@pytest.mark.parametrize("name", ["ar", "zh-Hans"])
def test_texts_carry_their_language(name: str) -> None:
    report, documents = cases.arabic() if name == "ar" else cases.chinese()
    page = report.to_html(documents=documents)
    direction = ' dir="rtl"' if name == "ar" else ""
    assert f'<p class="t" lang="{name}"{direction}>' in page
    assert page.count("<mark>") == 1, "in the explanation alone: in two languages all words differ, which tells nothing"


def test_quotations_of_one_passage_by_several_articles_are_side_by_side() -> None:
    report, documents = cases.english()
    page = report.to_html(documents=documents)
    section = words(page[page.index('<section id="shared">') : page.index('<section id="documents">')])
    assert "Quoted by several articles 1" in section
    assert "first.txt quotation 1 The inspectors found cracks in 41 of the 60 bridges, the inspectors found" in section
    assert (
        "second.txt quotation 6 The inspectors have found cracks in fourteen bridges. the inspectors found" in section
    )
    alone = replace(report, pairs=tuple(pair for pair in report.pairs if pair.article == report.articles[0].id))
    assert 'id="shared"' not in alone.to_html(documents=documents)


def test_the_distribution_has_ten_bars() -> None:
    bars = make_bars([0, 9, 10, 49, 50, 99, 100])
    assert [bar.count for bar in bars] == [2, 1, 0, 0, 1, 1, 0, 0, 0, 2]
    assert (bars[0].height, bars[2].height, bars[9].high) == (86.0, 0, 100)


def digest(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


@pytest.mark.parametrize("case", [cases.english, cases.hostile])
def test_the_policy_allows_the_page_its_own_style_and_script_alone(case: object) -> None:
    report, documents = case()  # type: ignore[operator]
    page = Reader(report.to_html(documents=documents))
    policy = next(
        attributes["content"] for tag, attributes in page.elements if attributes.get("http-equiv") is not None
    )
    assert policy == (
        f"default-src 'none'; style-src {digest(page.own['style'])}; script-src {digest(page.own['script'])}; "
        "base-uri 'none'; form-action 'none'"
    )
    assert [tag for tag, _ in page.elements].count("script") == [tag for tag, _ in page.elements].count("style") == 1


def test_hostile_texts_are_only_text() -> None:
    report, documents = cases.hostile()
    for text in (report.to_html(documents=documents), render_index([IndexRow(report, cases.HOSTILE)])):
        page = Reader(text)
        assert not {"img", "iframe", "object", "embed"} & {tag for tag, _ in page.elements}
        names = {name for _, attributes in page.elements for name in attributes}
        assert not {name for name in names if name.startswith("on") or name in ("src", "style", "srcdoc")}
        assert all(re.match(r"#[\w-]+$", link) for link in page.all("href"))
        assert not set(text) & set("\u202e\u2066\u200b\x1b"), "hidden characters are visible"
    shown = words(report.to_html(documents=documents))
    assert shown.count(" ".join(escape_terminal(cases.HOSTILE).split())) >= 15
    assert "49" not in re.sub(r"[0-9a-f]{16,}", "", shown), "no template is filled in"


def test_joiners_stay_where_a_script_needs_them() -> None:
    assert show_hidden("می\u200cخواهم") == "می\u200cخواهم"
    assert show_hidden("no\u200ct") == "no‹U+200C›t"
    assert show_hidden("\u200dx\u202e\r\ny") == "‹U+200D›x‹U+202E›\ny"
    assert show_hidden("plain") == "plain"


def test_a_large_report_is_at_most_four_times_the_texts() -> None:
    report, documents = large(600)
    page = report.to_html(documents=documents)
    constant = len(cases.english()[0].to_html(documents=()).encode())
    assert len(page.encode()) - constant <= 4 * sum(len(document.text.encode()) for document in documents)


def test_the_same_report_gives_the_same_bytes() -> None:
    report, documents = cases.english()
    assert report.to_html(documents=documents) == report.to_html(documents=documents)


def test_reports_of_every_kind_have_a_page() -> None:
    for report in (report_cases.full_report(), report_cases.hostile_report(), report_cases.empty_report()):
        assert report.summary["verdict"] in words(report.to_html())


def test_the_index_has_the_worst_report_first() -> None:
    bad, _ = cases.english()
    good = replace(bad, pairs=bad.pairs[-1:], unpaired=())
    missing = replace(bad, pairs=(), unpaired=bad.unpaired)
    rows = [IndexRow(good, "good.json", "good.html"), IndexRow(missing, "missing.json"), IndexRow(bad, "bad.json")]
    text = words(render_index(rows))
    assert text.startswith("3 reports, the worst first")
    assert [text.index(name) for name in ("bad.json", "missing.json", "good.json")] == sorted(
        text.index(name) for name in ("bad.json", "missing.json", "good.json")
    )
    assert 'href="good.html"' in render_index(rows)


def fidelity(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "fidelity", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def save(folder: Path) -> tuple[Document, ...]:
    report, documents = cases.english()
    report.to_json(folder / "report.json")
    replace(report, pairs=report.pairs[-1:], unpaired=()).to_json(folder / "good.json")
    return documents


def test_page_of_one_report_and_index_of_several(tmp_path: Path) -> None:
    save(tmp_path)
    done = fidelity(tmp_path, "page", "report.json", "--html", "page.html")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "3 of 5 passages need a look" in words((tmp_path / "page.html").read_text(encoding="utf-8"))
    done = fidelity(tmp_path, "page", ".", "--html", "-", "--pages", ".")
    assert re.findall(r'href="([^"#]+)"', done.stdout) == ["report.html", "good.html"]
    assert "compared with what" in (tmp_path / "good.html").read_text(encoding="utf-8")


def test_texts_have_to_belong_to_a_report(tmp_path: Path) -> None:
    save(tmp_path)
    (tmp_path / "memo.txt").write_text("Another memo.\n", encoding="utf-8")
    done = fidelity(tmp_path, "page", "report.json", "--html", "page.html", "--texts", "memo.txt")
    assert (done.returncode, done.stderr) == (
        2,
        "fidelity: memo.txt: no report is about this file as it is now; name the file that was checked\n",
    )
    (tmp_path / "empty").mkdir()
    assert "there is no report (*.json) in this folder" in fidelity(tmp_path, "page", "empty", "--html", "-").stderr
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    memo = report["translation"]
    memo["sha256"] = hashlib.sha256((tmp_path / "memo.txt").read_bytes()).hexdigest()
    (tmp_path / "own.json").write_text(json.dumps(report), encoding="utf-8")
    done = fidelity(tmp_path, "page", "own.json", "--html", "-", "--texts", "memo.txt")
    assert (done.returncode, "Another memo." in done.stdout) == (0, True)


def test_no_output_replaces_an_input(tmp_path: Path) -> None:
    save(tmp_path)
    before = (tmp_path / "report.json").read_bytes()
    assert fidelity(tmp_path, "page", "report.json", "--html", "report.json").returncode == 2
    assert (tmp_path / "report.json").read_bytes() == before


def test_pages_in_a_folder_replace_no_input_and_no_other_page(tmp_path: Path) -> None:
    report, _ = cases.english()
    for name in ("memo.json", "a.json", "one/A.json", "one/a-2.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        report.to_json(tmp_path / name)
    text = "<html><body>The memo.</body></html>"
    (tmp_path / "memo.html").write_text(text, encoding="utf-8")
    done = fidelity(tmp_path, "page", "memo.json", "--texts", "memo.html", "--pages", ".", "--html", "index.html")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "memo.html: this is one of the files that are read" in done.stderr
    assert (tmp_path / "memo.html").read_text(encoding="utf-8") == text
    done = fidelity(tmp_path, "page", "memo.json", "a.json", "--pages", "one", "--html", "one/memo.html")
    assert (done.returncode, "--html and --pages name the same file" in done.stderr) == (2, True)
    done = fidelity(tmp_path, "page", "a.json", "one", "--pages", ".", "--html", "index.html")
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in tmp_path.glob("*.html")} == {
        *("memo.html", "index.html", "a.html", "A-2.html", "a-2-2.html")
    }
