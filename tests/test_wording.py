"""Words left out, put in, in no order or in another language, each with its harmless counterpart."""

from __future__ import annotations

import pytest

from fidelity.checks.foreign import is_foreign
from fidelity.checks.omission.breaks import find_breaks
from fidelity.text.words import Words
from tests.judged import found, judged


@pytest.mark.parametrize(
    ("quotation", "passage", "lost"),
    [
        (
            "The ministry in Buenos Aires announced on Saturday that the new demands could not be met.",
            "The ministry in Buenos Aires on Saturday that the new demands could not be met.",
            "announced",
        ),
        (
            "The committee has published a report on the floods in the south.",
            "The committee has published a on the floods in the south.",
            "report",
        ),
        (
            "Nobody is to speak to the press before the announcement.",
            "Nobody is to speak to the press before the.",
            "announcement",
        ),
    ],
)
def test_what_leaves_a_gap_was_left_out(quotation: str, passage: str, lost: str) -> None:
    (issue,) = (i for i in judged(quotation, passage).issues if i.check == "omission")
    assert (issue.category, issue.severity) == ("accuracy/omission", "major")
    assert [span.of(quotation) for span in issue.quotation_spans] == [lost]
    assert found(quotation, quotation, "omission") == []


def test_what_the_quotation_has_a_gap_for_was_put_in() -> None:
    whole = "The committee has published a report on the floods in the south."
    (issue,) = (i for i in judged(whole.replace(" report", ""), whole).issues if i.check == "omission")
    assert (issue.category, issue.severity) == ("accuracy/addition", "major")
    assert [span.of(whole) for span in issue.passage_spans] == ["report"]


def test_what_a_free_translation_says_otherwise_was_not_left_out() -> None:
    assert found("He went home early on Friday.", "On Friday he left for home ahead of time.", "omission") == []
    assert found("We are seen as the heroes.", "They see in us the principled side.", "omission") == []


def test_words_left_in_another_script_are_untranslated() -> None:
    assert found("We hold our red lines.", "We hold our 红线.", "untranslated") == [("accuracy/untranslated", "major")]
    assert found("We hold our red lines.", "We hold our red lines (红线).", "untranslated") == []
    assert found("They call it 红线 at home.", "They call it 红线 at home.", "untranslated") == []
    assert found("The angle α is small.", "The angle β is small.", "untranslated") == []


def test_words_of_another_language_are_foreign() -> None:
    whole = "He welcomed the girl and was responsible for closing the cathedral."
    german = whole.replace("responsible", "verantwortlich")
    assert found(whole, german, "foreign") == [("accuracy/untranslated", "major")]
    loan = "They need a hukou to live in the city."
    own = loan.replace("hukou", "permit")
    assert found(own, loan, "foreign") == [("accuracy/untranslated", "minor")]
    assert found(whole, german.replace("closing", "schliessen"), "foreign") == [("accuracy/untranslated", "major")]
    assert found(whole, whole.replace("responsible", "zuständig"), "foreign") == [("accuracy/untranslated", "major")]
    assert found(whole, whole.replace("responsible", "responsable"), "foreign") == []  # misspelled
    assert found(whole, whole.replace("responsible", "called verantwortlich"), "foreign") == []
    assert found(german, german, "foreign") == []


def test_small_words_and_nouns_with_a_capital_may_be_foreign() -> None:
    major = [("accuracy/untranslated", "major")]
    whole = "The diocese of Nantes and the mayor spoke about the largest bell."
    assert found(whole, whole.replace("and the", "und the"), "foreign") == major
    assert found(whole, whole.replace("largest bell", "Größte bell"), "foreign") == major
    assert found(whole, whole.replace("Nantes and", "Stern und Sohn and"), "foreign") == []
    assert found(whole, whole.replace("Nantes", "Dänemark"), "foreign") == []
    assert found("The Dutch party's leader spoke.", "The leader of Partij voor de Vrijheid spoke.", "foreign") == []
    assert found("They eat pasta with a sauce.", "They eat penne alla vodka.", "foreign") == []


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("He called for the of the statue.", ["the of"]),
        ("They met in and left with the.", ["in and", "the."]),
        ("The on-site team, the ... and Serie A and the WHO is here.", []),
        ("What is it for? They came back, and then they were all in all content.", []),
        ("", []),
        ("the", []),
    ],
)
def test_words_that_cannot_follow_one_another(text: str, broken: list[str]) -> None:
    words = Words(text)
    assert [text[words.spans[i - 1].start : words.spans[i].end] for i in find_breaks(words)] == broken


def test_a_passage_without_order_is_broken() -> None:
    whole = "The committee said in a report that it was with the help of the army that the town was saved."
    shuffled = "Saved the in town army was of report a said help committee that the with it the was that of the."
    (issue,) = (i for i in judged(whole, shuffled).issues if i.check == "omission")
    assert (issue.category, issue.severity) == ("accuracy/mistranslation", "major")
    assert issue.note.startswith("the words are in no order")
    assert judged(whole, shuffled).fidelity < 50
    assert found(shuffled, shuffled, "omission") == []


@pytest.mark.parametrize(
    ("quotation", "passage"),
    [
        ("They entered, as a rule, and meant to.", "They went in, by and large, and wanted to."),
        (
            "He became president, having won by 60 votes or more.",
            "He was sworn in as president with a majority of at least 60 votes.",
        ),
        (
            "Its value to the whole community is great, and growth was 5 to 10 percent.",
            "It has been of great value to the community, with growth of between 5 and 10 percent.",
        ),
        (
            "It was a prize for the army and the people, and easily the largest.",
            "It was a prize of the army and of the people, and this is by far the largest.",
        ),
        ("She got the medal and the money from him.", "He gave her the medal and gave her the money."),
        (
            "Will the court hear the case? Will the parties agree?",
            "Would the court hear the case? Can the parties agree?",
        ),
        ("It opens many problems.", "It opens a can of worms."),
        (
            "Fans were invited and taken care of by the club.",
            "Fans were invited in by the club and taken care of by it.",
        ),
        ("He warned the city of a flood.", "He warned it of a flood."),
        ("If he ever returns, he will be tried.", "If and when he returns, he will be tried."),
    ],
)
def test_rare_words_beside_one_another_break_no_sentence(quotation: str, passage: str) -> None:
    assert found(quotation, passage, "omission") == []


def test_a_long_unknown_word_costs_no_more_than_others() -> None:
    assert found("The good dog barked here.", f"The good dog {'ba' * 5000} here.", "foreign") == []


@pytest.mark.parametrize("word", ["verantwortlich", "führte", "zugegeben", "rechazaron"])
def test_words_that_english_has_not_are_foreign(word: str) -> None:
    assert is_foreign(word)


@pytest.mark.parametrize(
    "word", ["frontline", "unbendable", "photovoltaics", "recieve", "naïve", "www", "counterclaims"]
)
def test_derived_and_misspelled_words_are_not_foreign(word: str) -> None:
    assert not is_foreign(word)
