"""Block quotations: paragraphs that are set off without quotation marks."""

from __future__ import annotations

import pytest

from tests.test_speakers import quotations_of


def texts_of(article: str) -> list[str]:
    return [quotation.text for quotation in quotations_of(article) if quotation.aside is None]


def test_a_paragraph_behind_a_colon_that_announces_it() -> None:
    article = (
        "Petra Lund wrote to the crew:\n\nWe will lay no one off. Everyone gets an offer.\n\nThe council meets today.\n"
    )
    (quotation,) = quotations_of(article)
    assert quotation.text == "We will lay no one off. Everyone gets an offer."
    assert (quotation.speaker, quotation.cue) == ("Petra Lund", "wrote")


@pytest.mark.parametrize(
    "article",
    [
        "Two things are known:\n\nThe bridge closed on Monday, and the ferry on Tuesday.\n",
        "The council has said the following:\n\nThe mayor said “nobody” would be harmed by the works.\n",
        "She wrote to the crew:\n\nHarbour news\n\nThe council meets today.\n",
    ],
)
def test_a_colon_that_announces_nobodys_words(article: str) -> None:
    assert "direct" not in [quotation.kind for quotation in quotations_of(article)]


@pytest.mark.parametrize("bullet", ["-", "–", "•", "*", "1."])
def test_items_of_a_list_are_whole(bullet: str) -> None:
    article = (
        "Mora noted that, in our time:\n\n"
        f"{bullet} The safety of all towns is one. We should settle quarrels, and dispute nothing.\n"
        f"{bullet} The growth of all towns is linked.\n\nThe council meets today.\n"
    )
    assert texts_of(article) == [
        "The safety of all towns is one. We should settle quarrels, and dispute nothing.",
        "The growth of all towns is linked.",
    ]
    assert {quotation.speaker for quotation in quotations_of(article)} == {"Mora"}


def test_items_below_a_line_that_speaks_of_sentences() -> None:
    article = (
        "Our sister church has published a fine text. Some sentences that we would like to pass on:\n\n"
        "– The river has no vote.\n\n– Go and vote, and stay.\n\nThe council meets today.\n"
    )
    assert texts_of(article) == ["The river has no vote.", "Go and vote, and stay."]


def test_a_list_that_nobody_says() -> None:
    assert quotations_of("Three towns take part:\n\n- Kiel will build the hall.\n- Bremen pays for it.\n") == ()


def test_paragraphs_in_the_first_person_where_the_reporter_never_is() -> None:
    memo = "We are barely a third into the season, and it is already the strangest that any of us remembers."
    article = (
        "Barrow Line answered the drought today with a new plan for its fleet.\n\n"
        f"Chief Tom Hall sent a note to the staff. He opens with the weather.\n\n{memo}\n\nThe line owns 140 barges.\n"
    )
    assert texts_of(article) == [memo]
    assert texts_of(article.replace("The line owns", "We are told that the line owns")) == []


def test_a_pull_quote_that_repeats_the_text_is_listed_once() -> None:
    article = (
        "“No other path was open to us”\n\nThe works will close, chief Ana Mora said on Tuesday.\n\n"
        "“This step is hard, but no other path was open to us,” Mora said.\n\n“We will lay nobody off.”\n"
    )
    assert texts_of(article) == ["This step is hard, but no other path was open to us,", "We will lay nobody off."]
