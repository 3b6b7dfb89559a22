"""Names, each with drift and with its harmless counterpart."""

from __future__ import annotations

import pytest

from fidelity.checks.names.matching import is_present, sound_alike
from fidelity.checks.names.reader import read_names, written
from fidelity.settings import JudgementSettings
from fidelity.text.words import Words
from tests.judged import found, judged


@pytest.mark.parametrize(
    ("quotation", "passage"),
    [
        ("DoW and the Trump admin opposed it.", "The Department of War and the Trump administration opposed it."),
        ("I asked Pete Hegseth about it.", "I asked Hegseth, the Secretary of Defense, about it."),
        ("The parade was in Kronshtadt.", "The parade was in Kronstadt."),
        ("They met in Ürümqi.", "They met in Urumqi."),
        ("The German army left.", "Germany's army left."),
        ("Officials in Beijing objected.", "Officials in China objected."),
        ("Suddenly the lights went out.", "All at once it was dark."),
        ("The WHO was told.", "The World Health Organization was told."),
        ("The ČSSD was told.", "The Czech Social Democratic Party was told."),
        ("The Czech Social Democratic Party was told.", "The ČSSD was told."),
        ("They wrote to President Mary Example.", "They wrote to Prof. Mary Example, the president."),
        ("We asked the Department for Transport.", "We asked the DfT."),
        ("We asked the DfT.", "We asked the Department for Transport."),
        ("Stevedores went on strike on Monday.", "Dockers went on strike on Monday."),
        ("Vehicles with Guangdong plates may enter.", "Vehicles with Canton plates may enter."),
        ("Ecns.cn: the city was flooded.", "Www.chinanews.com: the city was flooded."),
        ("They met Bill Clinton in Dublin.", "They met William Clinton in Dublin."),
        ("The letter to Pepe Mujica was lost.", "The letter to Jose Mujica was lost."),
        ("We heard that Ivan Petrov left.", "We heard that John Petrov left."),
        ("The Beijing Weather Service warned us.", "The Beijing Weather Observatory warned us."),
        ("They met Mary Robinson in Dublin.", "They met Mrs Robinson in Dublin."),
        ("The Anti-Corruption Bureau opened a case.", "The Bureau against Corruption opened a case."),
        ("They met Yıldırım in Łódź.", "They met Yildirim in Lodz."),
        ("9.3 Usage of the table", "9.3 Use of the table"),
        ("His career began in the Seventies.", "His career began in the 1970s."),
        ("The Fed raised its rates.", "The US central bank raised its rates."),
        ("The KMT called it progress.", "The Nationalist Party called it progress."),
    ],
)
def test_a_variant_of_a_name_is_no_issue(quotation: str, passage: str) -> None:
    assert found(quotation, passage, "names") == []


@pytest.mark.parametrize(
    ("quotation", "passage"),
    [
        ("The talks were held in Iran last week.", "The talks were held in Iraq last week."),
        ("We spoke to Angela Merkel about it.", "We spoke to Emmanuel Macron about it."),
        ("The factory in Hunan was closed.", "The factory in Henan was closed."),
        ("Canada is ready to talk.", "Mexico is ready to talk."),
        # A title that both have makes it no variant; the full stop of an initial does not end a name.
        (
            "They say that President George W. Bush arrived early this morning to see the damage.",
            "They say that President Mary Example arrived early this morning to see the damage.",
        ),
        ("Ottawa is the capital of Canada.", "Europe is the capital of Canada."),
        ("He was attacked in Tibet by a mad dog.", "He was attacked in US by a mad dog."),
    ],
)
def test_another_name_is_critical(quotation: str, passage: str) -> None:
    assert ("accuracy/mistranslation", "critical") in found(quotation, passage, "names")


@pytest.mark.parametrize(
    ("quotation", "passage", "category"),
    [
        ("We spoke to Angela Merkel about it on Friday.", "We spoke about it on Friday.", "accuracy/omission"),
        (
            "The company will open a second factory next year.",
            "The company will open a second factory in Turin next year.",
            "accuracy/addition",
        ),
    ],
)
def test_a_name_that_is_surely_lost_or_added_is_major(quotation: str, passage: str, category: str) -> None:
    assert found(quotation, passage, "names") == [(category, "major")]
    assert judged(quotation, passage).fidelity < 50


def test_another_first_name_is_at_least_major() -> None:
    ((category, severity),) = found(
        "We heard that Greg Brockman had left.", "We heard that Sam Brockman had left.", "names"
    )
    assert (category, severity in ("major", "critical")) == ("accuracy/mistranslation", True)


def test_another_title_and_another_transcription_are_minor() -> None:
    film = "People hope that the two can shine in “{}” again."
    (issue,) = (i for i in judged(film.format("Running Late"), film.format("Shock Wave")).issues if i.check == "names")
    assert (issue.severity, issue.note.partition(":")[0]) == ("minor", "another title")
    actor = "In the new film the policeman is played by {}, who also wrote the songs."
    (issue,) = (i for i in judged(actor.format("Andy Lau"), actor.format("Liu Dehua")).issues if i.check == "names")
    assert issue.severity == "minor"
    assert "another transcription" in issue.note


def test_a_missing_name_that_leaves_a_gap_is_major() -> None:
    whole = "More than 140,000 cases were confirmed in the states of Pará and Bahia."
    assert found(whole, whole.replace("Pará ", ""), "names") == [("accuracy/omission", "major")]


def test_a_name_is_not_surely_lost_or_added_where_a_pronoun_may_stand_for_it() -> None:
    named, meant = "He said that Angela Merkel had promised to pay.", "He said that she had promised to pay."
    assert found(named, meant, "names") == [("accuracy/omission", "minor")]
    assert ("accuracy/addition", "major") not in found(meant, named, "names")


def test_a_name_beyond_the_words_of_the_quotation_is_surplus() -> None:
    quotation = "the company will open a second factory next year"
    assert found(quotation, f"According to Angela Merkel, {quotation}.", "names") == []


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("Karlsen", "Larsen", False),
        ("Ines", "fine", False),
        ("Gaddafi", "Qadhafi", True),
        ("Kronstadt", "Kronshtadt", True),
        ("Germany", "German", True),
        ("Authority", "authorities", True),
        ("Austria", "Australia", False),
        ("Slovakia", "Slovenia", False),
    ],
)
def test_other_spellings_begin_with_a_sound_alike(name: str, other: str, same: bool) -> None:
    words, passage = Words(f"Yesterday {name} came."), Words(f"Yesterday {other} came.")
    settings = JudgementSettings()
    (found_name,) = read_names(words, settings)
    assert is_present(found_name, words, passage, settings) is same


def test_names_of_one_family_are_told_apart_once() -> None:
    mine, theirs = (
        " and ".join(f"{n} Quxley" for n in names) for names in (("Boris", "Pavel"), ("Greg", "Sam", "Udo"))
    )
    issues = [i for i in judged(f"They met {mine}.", f"They met {theirs}.").issues if i.check == "names"]
    assert len([i for i in issues if i.note.startswith("another name")]) <= 2


def test_the_same_consonants_may_be_another_transcription() -> None:
    for one, other in (("Ascalon", "Ashkelon"), ("Crete", "Kreeta"), ("Libya", "Lybia")):
        ((_, severity),) = found(f"It was in {one} then.", f"It was in {other} then.", "names")
        assert severity == "minor"
        assert sound_alike((one.lower(),), (other.lower(),))
    assert not sound_alike(("sam",), ("sim",))  # too short to tell
    assert not sound_alike(("carter",), ("porter",))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They saw Charles de Gaulle and Lope de Vega there.", ["Charles de Gaulle", "Lope de Vega"]),
        ("We met Ursula von der Leyen and Luis de la Cruz.", ["Ursula von der Leyen", "Luis de la Cruz"]),
        ("The bug, Dr. Mall thinks, is gone.", ["Mall"]),
        ("On Tuesday Orpo agreed.", ["Orpo"]),
        ("9.3 Usage of the table", []),
        (
            "Levante Fuji Shizuoka received their plate from Executive Officer Shimizu Shuichi.",
            ["Levante Fuji Shizuoka", "Executive Officer Shimizu Shuichi"],
        ),
    ],
)
def test_names_are_read_whole(text: str, names: list[str]) -> None:
    words = Words(text)
    assert [written(name, words) for name in read_names(words, JudgementSettings(), guess=True)] == names


def test_a_word_that_a_name_shares_with_the_language_is_not_the_name() -> None:
    def is_there(passage: str) -> bool:
        words = Words("It ran on Togimet Radio.")
        (name,) = read_names(words, JudgementSettings())
        return is_present(name, words, Words(passage), JudgementSettings())

    assert not is_there("It ran on a radio site.")
    assert is_there("It ran on Togimet, a site.")
    assert is_there("It ran on the Radio.")
