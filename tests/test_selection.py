"""Selection: whose words are the translated document's, and why the others are left out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from fidelity.quotations import extract_quotations
from fidelity.selection import Selection, same_speaker, select_quotations
from fidelity.settings import QuotationSettings, SelectionSettings
from fidelity.types import Document, DocumentInfo, Quotation, Span, Zone

SEEDS = Path(__file__).parent.parent / "seeds"

FRONT = "Original Author: The Ledger\nEditor's Note: Ann Example sent a harsh memo to employees of Norvia last week."
ARTICLE = """\
In the memo, Ann Example wrote that "the works must be sold at once." She called the plan "a toy."

"We will never sell," Bob Sample told reporters.

At a summit in Oslo, Example said: "We are all friends here."

According to The Ledger, Example told Sample that he was "a man without a plan."

The agreement says that "the works stay open," and the so-called "wait list" is long.

The memo also says "nobody was asked."
"""


def read(text: str, zones: tuple[Zone, ...] = ()) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(DocumentInfo(digest[:16], "x.txt", digest, "en", zones), text)


def select(front: str, article: str, settings: SelectionSettings | None = None) -> Selection:
    zones = (Zone("front_matter", Span(0, len(front)), "en", 1.0, "by hand"),)
    document = read(article)
    quotations = extract_quotations(document, QuotationSettings())
    return select_quotations(read(f"{front}\nThe body.", zones), document, quotations, settings or SelectionSettings())


def outcome(selection: Selection) -> dict[str, str]:
    kept = {q.text: "selected" for q in selection.selected}
    return kept | {q.text: reason for q, reason in selection.excluded}


def test_the_author_by_front_matter() -> None:
    selection = select(FRONT, ARTICLE)
    assert selection.speakers == ("Ann Example",)
    assert selection.statement == (
        "Taken as the author of the translated document: Ann Example, because the translation's front matter says so."
        " Left out: other occasion: 1, other speaker: 2, scare quotes: 1."
    )
    assert outcome(selection) == {
        "the works must be sold at once.": "selected",
        "a toy.": "selected",
        "We will never sell,": "other speaker",
        "We are all friends here.": "other occasion",
        "a man without a plan.": "selected",
        "the works stay open,": "other speaker",
        "wait list": "scare quote",
        "nobody was asked.": "selected",
    }


def test_the_author_by_the_articles_own_attributions() -> None:
    selection = select("Translation: desk", ARTICLE)
    assert selection.speakers == ("Ann Example",)
    assert "quotations of theirs from a document" in selection.statement


def test_without_an_author_what_is_from_a_document_or_nobody_is_kept() -> None:
    article = 'The memo says that "all of it must go." "It is a lie," Bob Sample said on Monday.'
    selection = select("", article)
    assert selection.speakers == ()
    assert selection.statement.startswith("Nobody was taken as the author of the translated document")
    assert outcome(selection) == {"all of it must go.": "selected", "It is a lie,": "other speaker"}


@pytest.mark.parametrize("name", ["Sample", "Bob Sample", "sample"])
def test_the_users_own_speakers(name: str) -> None:
    kept = outcome(select(FRONT, ARTICLE, SelectionSettings(speakers=(name,))))
    assert kept["We will never sell,"] == "other occasion"
    assert kept["a toy."] == "not requested"
    kept = outcome(select(FRONT, ARTICLE, SelectionSettings(speakers=(name,), occasion="interview")))
    assert kept["We will never sell,"] == "selected"


def test_all_speakers_keeps_everything_but_asides() -> None:
    selection = select(FRONT, ARTICLE, SelectionSettings(all_speakers=True))
    assert [reason for _, reason in selection.excluded] == ["scare quote"]


def test_the_users_own_occasion_by_its_words() -> None:
    kept = outcome(select(FRONT, ARTICLE, SelectionSettings(occasion="summit")))
    assert kept["We are all friends here."] == "selected"
    assert kept["a toy."] == "not requested"


def test_a_translated_contract_makes_the_contract_the_document() -> None:
    article = 'The agreement says that "the works stay open." Bob Sample said it was "a bad deal for us."'
    assert outcome(select("Title: Agreement between Norvia and the town", article)) == {
        "the works stay open.": "selected",
        "a bad deal for us.": "other speaker",
    }


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ann Example", "Example", True),
        ("CEO Ann Example", "Ann Example", True),
        ("Ann Example", "Bob Sample", False),
        ("the Ministry of Works", "the ministry", True),
        ("the CEO", "the CEO", True),
        ("李文清", "李文清", True),
    ],
)
def test_speakers_match_loosely(one: str, other: str, same: bool) -> None:
    assert same_speaker(one, other) is same


def test_the_seeds() -> None:
    gold = json.loads((SEEDS / "gold.json").read_text(encoding="utf-8"))
    zones = tuple(
        Zone(zone["zone"], Span(zone["start"], zone["end"]), zone["language"], 1.0, "gold") for zone in gold["zones"]
    )
    translation = read((SEEDS / gold["translation"]).read_text(encoding="utf-8"), zones)
    article = read((SEEDS / gold["article"]).read_text(encoding="utf-8"))
    quotations = extract_quotations(article, QuotationSettings())
    selection = select_quotations(translation, article, quotations, SelectionSettings())
    assert selection.speakers == ("Dario Amodei",)
    kept = {q.spans[0].start for q in selection.selected}
    counted = [row for row in gold["quotations"] if not row["ambiguous"]]
    right = [(row["quote_spans"][0][0] in kept) == (row["passage_spans"] is not None) for row in counted]
    assert (sum(right), len(right)) >= (35, 35)
    assert len(selection.selected) + len(selection.excluded) == len(quotations)


def test_what_pairs_tells_the_author_where_nothing_else_does() -> None:
    article = '"We stay for ever," Bob Sample said. "The works must go," Ann Example said.'

    def support(quotations: Sequence[Quotation]) -> list[float]:
        return [0.9 if "works" in quotation.text else 0.2 for quotation in quotations]

    document = read(article)
    quotations = extract_quotations(document, QuotationSettings())
    selection = select_quotations(read("The body."), document, quotations, SelectionSettings(), support)
    assert selection.speakers == ("Ann Example",)
    assert "one quotation of theirs is near to a sentence of it" in selection.statement
    assert outcome(selection) == {"We stay for ever,": "other speaker", "The works must go,": "selected"}


@pytest.mark.parametrize("name", ["Rivera", "Ana Rivera", "the minister"])
def test_a_speaker_may_be_asked_for_by_role(name: str) -> None:
    article = 'The minister, Ana Rivera, wrote: "All of it must go." "Never," said Bob Sample. Rivera added: "We stay."'
    kept = outcome(select("", article, SelectionSettings(speakers=(name,))))
    assert kept == {"All of it must go.": "selected", "Never,": "not requested", "We stay.": "selected"}


def test_a_speaker_whom_nobody_is_called_is_said() -> None:
    statement = select(FRONT, ARTICLE, SelectionSettings(speakers=("Nemo",))).statement
    assert "No quotation is of Nemo. Quoted are: Ann Example, Bob Sample" in statement


def test_another_work_of_the_author_is_another_occasion() -> None:
    front = "Memo to staff\nFrom: Ann Example"
    article = (
        'In the memo, Ann Example wrote: "All of it must go." In her 2019 book, Example wrote: "All of it must stay."'
    )
    assert outcome(select(front, article)) == {
        "All of it must go.": "selected",
        "All of it must stay.": "other occasion",
    }


def test_a_word_that_opens_a_sentence_is_no_author() -> None:
    article = (
        'Subsequently, the memo calls it "safety theatre at best and a lie at worst." It wrote: "We all know that."'
    )
    assert "Subsequently" not in select("", article).statement
