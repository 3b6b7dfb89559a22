"""Names, countries and negation between two languages."""

from __future__ import annotations

import pytest

import fidelity
from fidelity.checks.names.across import find_names_across
from fidelity.checks.names.check import find_name_drift
from fidelity.checks.names.countries import find_countries, may_name
from fidelity.checks.names.sounds import Sounds, fold_name, load_sounds
from fidelity.checks.negation_across import find_negation_across
from fidelity.checks.pair import Pair
from fidelity.settings import JudgementSettings
from fidelity.text.pack import FOLDERS, load_pack
from fidelity.text.words import Words

RULES = JudgementSettings()


def find_names(quotation: str, passage: str, language: str) -> list[tuple[str, str]]:
    return [(i.severity, i.note) for i in find_names_across(quotation, passage, ("en", language), RULES)]


def find_negation(quotation: str, passage: str, *languages: str) -> list[tuple[str, str]]:
    found = find_negation_across(quotation, passage, (languages[0], languages[1]), RULES)
    return [(i.severity, i.note) for i in found]


def test_the_letters_that_a_character_stands_for_say_how_likely_a_transcription_is() -> None:
    sounds = Sounds({"玛": {"ma": 8.0}, "丽": {"ry": 3.0, "ri": 5.0}})
    rows = sounds.sum_divisions("mari", "玛丽")
    assert rows[0] == [1.0, 0.0, 0.0, 0.0, 0.0]
    assert rows[2][4] == pytest.approx(sounds.probability("玛", "ma") * sounds.probability("丽", "ri"), rel=0.01)
    assert sounds.likeness("mari", "玛丽") > sounds.likeness("bolt", "玛丽")


@pytest.mark.parametrize(
    ("name", "language", "written", "other"),
    [
        ("Amodei", "zh", "阿莫迪", "哈萨比斯"),
        ("Scholz", "ru", "шольц", "макрон"),
        ("Johnson", "ru", "джонсон", "хоккинс"),
        ("Hernandez", "zh", "埃尔南德斯", "科瓦尔斯基"),
        ("Lindqvist", "zh", "林德奎斯特", "阿卜杜拉"),
    ],
)
def test_the_same_name_sounds_more_alike_than_another(name: str, language: str, written: str, other: str) -> None:
    sounds, folded = load_sounds(language), fold_name(name)
    assert sounds.likeness(folded, written) > RULES.heard_sound
    assert sounds.likeness(folded, other) < RULES.other_sound


def test_a_name_in_the_place_of_another_is_critical() -> None:
    assert find_names("We thank Director Hernandez.", "主任格里戈里耶夫的计划。", "zh") == [
        ("critical", "another name: “Hernandez” became “格里戈里耶夫”")
    ]
    assert find_names("We thank the Director Scholz.", "Мы встретились с Макроном.", "ru") == [
        ("critical", "another name: “Scholz” became “Макроном”")
    ]
    assert find_names("We thank Director Marchetti.", "Мы благодарим директора Шольца.", "ru") == [
        ("critical", "another name: “Marchetti” became “Шольца”")
    ]


@pytest.mark.parametrize(
    ("quotation", "passage", "language"),
    [
        ("We thank Director Hernandez.", "我们感谢埃尔南德斯主任。", "zh"),
        ("We thank Director Hernandez.", "我们感谢主任。", "zh"),
        ("We met Alan Turing in Bletchley.", "我们在布莱切利会见了艾伦·图灵。", "zh"),
        ("We thank Director Scholz.", "Мы благодарим директора Шольца.", "ru"),
        ("The Ministry of Health said so.", "Так заявили в Минздраве.", "ru"),
    ],
)
def test_the_same_name_or_none_is_no_issue(quotation: str, passage: str, language: str) -> None:
    assert find_names(quotation, passage, language) == []


def test_another_country_is_critical_and_its_people_are_the_country() -> None:
    assert find_names("We work with Germany.", "我们与法国合作。", "zh") == [
        ("critical", "another country: “Germany” became “法国”")
    ]
    assert find_names("We work with Germany.", "Мы работаем с Францией.", "ru") == [
        ("critical", "another country: “Germany” became “Францией”")
    ]
    assert find_names("We work with Germany.", "Wir arbeiten mit Frankreich zusammen.", "de") == [
        ("critical", "another country: “Germany” became “Frankreich”")
    ]
    assert find_names("The German side agreed.", "德国方面同意。", "zh") == []
    assert find_names("The Chinese side and Japan agreed.", "中日双方同意。", "zh") == []
    assert find_names("Britain agreed.", "Соединённое Королевство согласилось.", "ru") == []


def test_a_language_without_marks_of_countries_says_nothing_of_them() -> None:
    assert find_names("We work with Germany.", "Pracujemy z Francją.", "pl") == []
    assert may_name("Pracujemy z Francją.", load_pack("pl"), "DE")


@pytest.mark.parametrize("language", sorted(FOLDERS))
def test_every_pack_has_the_countries(language: str) -> None:
    pack = load_pack(language)
    assert len(pack.countries) > 200
    name = pack.countries["JP"][0]
    assert set(find_countries(name, pack)) == {"JP"}


@pytest.mark.parametrize(
    ("quotation", "passage", "language"),
    [
        ("We will not close the plant.", "我们将关闭该工厂。", "zh"),
        ("We will not close the plant.", "Wir werden das Werk schließen.", "de"),
        ("We will not close the plant.", "Мы закроем завод.", "ru"),
        ("We will not close the plant.", "Nous fermerons l’usine.", "fr"),
        ("We will not close the plant.", "Cerraremos la planta.", "es"),
        ("We will not close the plant.", "Chiuderemo lo stabilimento.", "it"),
        ("We will not close the plant.", "Fecharemos a fábrica.", "pt"),
    ],
)
def test_a_negation_that_is_lost_is_critical(quotation: str, passage: str, language: str) -> None:
    note = "the quotation denies this (“not”); the passage asserts it"
    assert find_negation(quotation, passage, "en", language) == [("critical", note)]


@pytest.mark.parametrize(
    ("passage", "language", "negator"),
    [
        ("我们不会关闭该工厂。", "zh", "不会"),
        ("Wir werden das Werk nicht schließen.", "de", "nicht"),
        ("Мы не закроем завод.", "ru", "не"),
        ("Nous n’allons pas fermer l’usine.", "fr", "n’allons"),
        ("No cerraremos la planta.", "es", "No"),
    ],
)
def test_a_negation_that_is_put_in_is_critical(passage: str, language: str, negator: str) -> None:
    note = f"the passage denies this (“{negator}”); the quotation asserts it"
    assert find_negation("We will close the plant.", passage, "en", language) == [("critical", note)]
    english = "the passage denies this (“not”); the quotation asserts it"
    affirmed = {"zh": "我们将关闭该工厂。", "de": "Wir schließen das Werk."}.get(language)
    if affirmed:
        assert find_negation(affirmed, "We will not close the plant.", language, "en") == [("critical", english)]


@pytest.mark.parametrize(
    ("quotation", "passage", "language"),
    [
        ("We will not close the plant.", "我们不会关闭该工厂。", "zh"),
        ("We cannot accept this.", "这是无法接受的。", "zh"),
        ("It is not only good but cheap.", "这既好又便宜。", "zh"),
        ("The talks failed.", "Die Gespräche waren nicht erfolgreich.", "de"),
        ("We will close the plant.", "Wir schließen das Werk. Es war nicht leicht, und wir haben lange beraten.", "de"),
        ("He did not come.", "Jego nie było.", "pl"),
        ("He did not come.", "He came.", "en"),
    ],
)
def test_what_denies_in_other_words_is_no_issue(quotation: str, passage: str, language: str) -> None:
    assert find_negation(quotation, passage, "en", language) == []


@pytest.mark.parametrize(
    ("quotation", "passage", "language", "missing"),
    [
        ("Wir schätzen die Kosten auf drei Milliarden.", "We estimate the cost at three billion.", "de", []),
        ("La RDC a suivi le PAM.", "The DRC followed the WFP.", "fr", []),
        ("Hier, l’Allemagne a signé.", "Yesterday Germany signed.", "fr", []),
        ("Hier, le ministre Marchetti a signé.", "Yesterday the minister signed.", "fr", ["Marchetti"]),
        ("Ieri L’accordo con Marchetti è finito.", "Yesterday the agreement with Marchetti ended.", "it", []),
    ],
)
def test_names_that_two_languages_write_alike_may_be_missing(
    quotation: str, passage: str, language: str, missing: list[str]
) -> None:
    words = Words(quotation, load_pack(language)), Words(passage, load_pack("en"))
    found = find_name_drift(Pair(*words, (language, "en")), RULES)
    assert [issue.quotation_spans[0].of(quotation) for issue in found] == missing


def test_a_pair_of_two_scripts_is_checked_for_names_and_countries() -> None:
    pairs = [
        ("He lives in Germany.", "Он живёт в Японии."),
        ("We thank the Director Scholz.", "Мы встретились с Макроном."),
        ("We thank the Director Scholz.", "Мы благодарим директора Шольца."),
    ]
    found = fidelity.score(pairs)
    assert [[issue.note for issue in judged.issues if issue.check == "names"] for judged in found] == [
        ["another country: “Germany” became “Японии”"],
        ["another name: “Scholz” became “Макроном”"],
        [],
    ]
