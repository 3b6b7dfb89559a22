"""Negation that is lost or put in between two languages, in texts in which something else is denied as well."""

from __future__ import annotations

import pytest

from fidelity import judgement
from fidelity.checks.negation_across import find_negation_across
from fidelity.checks.negation_placed import find_negation_placed
from fidelity.embedding import MultilingualEncoder
from fidelity.pipeline.aligned import score
from fidelity.scorer.across import AcrossReader
from fidelity.settings import JudgementSettings
from fidelity.text.pack import load_pack
from fidelity.text.words import Words
from fidelity.types import Issue

RULES = JudgementSettings()
READER = AcrossReader(MultilingualEncoder().encode)

ASKED = "I am asking you for patience. I do not promise that the road will be short."
NOT_ASKED = "I am not asking you for patience. I do not promise that the road will be short."
PATIENCE = {
    "es": (
        "Les pido paciencia. No prometo que el camino sea corto.",
        "No voy a pedirles paciencia. No prometo milagros.",
    ),
    "fr": (
        "Je vous demande de la patience. Je ne promets pas que la route sera courte.",
        "Je ne vous demande pas de patience. Je ne promets pas que la route sera courte.",
    ),
    "de": (
        "Ich bitte Sie um Geduld. Ich verspreche nicht, dass der Weg kurz sein wird.",
        "Ich bitte Sie nicht um Geduld. Ich verspreche nicht, dass der Weg kurz sein wird.",
    ),
    "ru": (
        "Я прошу у вас терпения. Я не обещаю, что дорога будет короткой.",
        "Я не прошу у вас терпения. Я не обещаю, что дорога будет короткой.",
    ),
    "zh": ("我请求你们保持耐心。我不保证道路会很短。", "我不要求你们有耐心。我不保证道路会很短。"),
}
"""What asserts, and what denies, in one of two sentences."""

CLOSED = "The old bridge will be closed in the winter, but the new road stays open only for the buses."
NOT_CLOSED = "The old bridge will not be closed in the winter, but the new road stays open only for the buses."
BRIDGE = {
    "es": (
        "El viejo puente se cerrará en invierno, pero la nueva carretera queda abierta solo para los autobuses.",
        "El viejo puente no se cerrará en invierno, pero la nueva carretera queda abierta solo para los autobuses.",
        "no",
    ),
    "fr": (
        "Le vieux pont sera fermé en hiver, mais la nouvelle route reste ouverte seulement aux autobus.",
        "Le vieux pont ne sera pas fermé en hiver, mais la nouvelle route reste ouverte seulement aux autobus.",
        "ne",
    ),
    "de": (
        "Die alte Brücke wird im Winter geschlossen, aber die neue Straße bleibt nur für die Busse offen.",
        "Die alte Brücke wird im Winter nicht geschlossen, aber die neue Straße bleibt nur für die Busse offen.",
        "nicht",
    ),
    "ru": (
        "Старый мост зимой закроют, но новая дорога останется открытой только для автобусов.",
        "Старый мост зимой не закроют, но новая дорога останется открытой только для автобусов.",
        "не",
    ),
    "zh": ("旧桥冬天将会关闭，但新路只对公共汽车开放。", "旧桥冬天不会关闭，但新路只对公共汽车开放。", "不会"),
}
"""What asserts, and what denies, in one of two clauses, and with which word."""


def find_placed(quotation: str, passage: str, languages: tuple[str, str]) -> tuple[Issue, ...]:
    reading = READER.read((quotation, passage), languages)
    assert reading is not None
    words = [Words(text, load_pack(tag)) for text, tag in zip((quotation, passage), languages, strict=True)]
    return find_negation_placed(reading, words[0], words[1], RULES)


@pytest.mark.parametrize("language", PATIENCE)
def test_a_negation_is_missed_in_one_of_two_sentences_though_the_other_denies(language: str) -> None:
    asserts, denies = PATIENCE[language]
    for quotation, passage, languages in (
        (NOT_ASKED, asserts, ("en", language)),
        (denies, ASKED, (language, "en")),
    ):
        (issue,) = find_negation_across(quotation, passage, languages, RULES)
        assert issue.severity == "critical"
        negator = issue.quotation_spans[0]
        assert f"“{negator.of(quotation)}”" in issue.note
        assert negator.start < len(quotation) / 2
    (issue,) = find_negation_across(ASKED, denies, ("en", language), RULES)
    assert f"“{issue.passage_spans[0].of(denies)}”" in issue.note
    assert find_negation_across(ASKED, asserts, ("en", language), RULES) == ()
    assert find_negation_across(NOT_ASKED, denies, ("en", language), RULES) == ()


@pytest.mark.parametrize("language", BRIDGE)
def test_a_negator_without_a_counterpart_in_its_clause_is_critical(language: str) -> None:
    asserts, denies, negator = BRIDGE[language]
    assert find_negation_across(denies, CLOSED, (language, "en"), RULES) == ()
    (issue,) = find_placed(denies, CLOSED, (language, "en"))
    assert (issue.severity, issue.note) == (
        "critical",
        f"the quotation denies this (“{negator}”); the passage asserts it",
    )
    assert [span.of(denies) for span in issue.quotation_spans] == [negator]
    (issue,) = find_placed(CLOSED, denies, ("en", language))
    assert issue.note == f"the passage denies this (“{negator}”); the quotation asserts it"
    assert find_placed(CLOSED, asserts, ("en", language)) == ()
    assert find_placed(NOT_CLOSED, denies, ("en", language)) == ()


@pytest.mark.parametrize("language", ["de", "es", "fr", "ru"])
def test_an_english_negator_without_a_counterpart_is_critical(language: str) -> None:
    (issue,) = find_placed(NOT_CLOSED, BRIDGE[language][0], ("en", language))
    assert [span.of(NOT_CLOSED) for span in issue.quotation_spans] == ["not"]


def test_rows_show_a_negation_that_is_lost_in_a_clause() -> None:
    rows = list(score([(NOT_CLOSED, BRIDGE["es"][0]), (NOT_CLOSED, BRIDGE["es"][1])]))
    assert [row.severity for row in rows] == ["critical", "neutral"]
    assert [issue.check for issue in rows[0].issues] == ["negation"]


def test_a_check_that_is_skipped_or_has_an_issue_already_finds_no_more() -> None:
    pair = NOT_CLOSED, BRIDGE["es"][0]
    reading = READER.read(pair, ("en", "es"))
    assert reading is not None
    words = Words(pair[0], load_pack("en")), Words(pair[1], load_pack("es"))
    found = judgement.check_across(reading, *words, (), RULES)
    assert [issue.check for issue in found] == ["negation"]
    assert judgement.check_across(reading, *words, found, RULES) == found
    assert judgement.check_across(reading, *words, (), JudgementSettings(skipped_checks=("negation",))) == ()


def test_a_language_without_a_list_of_negators_is_not_compared() -> None:
    reading = READER.read((NOT_CLOSED, BRIDGE["es"][0]), ("en", "es"))
    assert reading is not None
    words = Words(NOT_CLOSED, load_pack("en")), Words(BRIDGE["es"][0], load_pack("xx"))
    assert find_negation_placed(reading, *words, RULES) == ()


@pytest.mark.parametrize(
    ("quotation", "passage", "languages"),
    [
        ("I expect the reply no later than Monday.", "Ich erwarte die Antwort bis spätestens Montag.", ("en", "de")),
        ("The village is not far from the border.", "Das Dorf liegt nahe der Grenze.", ("en", "de")),
        ("At least 13 people died in the fire.", "В пожаре погибли не менее 13 человек.", ("en", "ru")),
        (
            "The question received an answer in the spring.",
            "La question n’a reçu de réponse qu’au printemps.",
            ("en", "fr"),
        ),
        ("At most 40 tickets will be sold.", "No más de 40 entradas serán vendidas.", ("en", "es")),
        (
            "The ministry sent Form No. 7 in spring.",
            "Le ministère a envoyé le formulaire 7 au printemps.",
            ("en", "fr"),
        ),
    ],
)
def test_a_negator_before_a_limit_denies_nothing(quotation: str, passage: str, languages: tuple[str, str]) -> None:
    assert find_negation_across(quotation, passage, languages, RULES) == ()
    assert find_placed(quotation, passage, languages) == ()


def test_a_french_negation_needs_its_second_word() -> None:
    (issue,) = find_negation_across(
        "The question received an answer.", "La question n’a reçu aucune réponse.", ("en", "fr"), RULES
    )
    assert issue.note == "the passage denies this (“n’a”); the quotation asserts it"
