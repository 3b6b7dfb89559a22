"""The checks of drift, each with drift and with its harmless counterpart."""

from __future__ import annotations

from functools import cache

import pytest

from fidelity.calibration import load_calibration
from fidelity.drift import FEATURES, Judgement, check_language_free, judge
from fidelity.drift.alignment import Words
from fidelity.drift.foreign_words import is_foreign
from fidelity.drift.name_matching import is_present
from fidelity.drift.name_reader import read_names
from fidelity.drift.opposites import are_opposites
from fidelity.drift.quantity_reader import read_quantities
from fidelity.drift.sameness import find_clipped, find_negated
from fidelity.embedding import PairScorer
from fidelity.settings import DriftSettings, Settings

SCORER = PairScorer(threads=1)
DRIFT = Settings().drift


@cache
def judged(quotation: str, passage: str) -> Judgement:
    (reading,) = SCORER.read([(quotation, passage)])
    return judge(quotation, passage, reading, load_calibration("fidelity", FEATURES), DRIFT)


def found(quotation: str, passage: str, check: str) -> list[tuple[str, str]]:
    """(category, severity) of what one check says."""
    return [(i.category, i.severity) for i in judged(quotation, passage).issues if i.check == check]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("sixteen hundred men", [1600]),
        ("twenty-five thousand and three", [25003]),
        ("two hundred and fifty million", [250_000_000]),
        ("a hundred", [100]),
        ("one hundred and one", [101]),
        ("1.6bn and $3m", [1.6e9, 3e6]),
        ("5,000 and 12,345.5", [5000, 12345.5]),
        ("two thirds of them", [2 / 3]),
        ("a fifth of the crop", [0.2]),
        ("a fifth to a quarter", [0.2, 0.25]),
        ("a third attempt", [3]),
        ("three dozen", [36]),
        ("July 26th, 2020", [7, 26, 2020]),
        ("at 8:30 p.m.", [1230]),
        ("3-0", [3, 0]),
    ],
)
def test_numbers_are_read_by_value(text: str, values: list[float]) -> None:
    assert [quantity.values[0] for quantity in read_quantities(Words(text))] == pytest.approx(values)


@pytest.mark.parametrize(
    ("quotation", "passage"),
    [
        ("The firm hired sixteen hundred workers.", "The company took on 1,600 workers."),
        ("A fifth of the budget was spent on schools.", "20% of the budget went to schools."),
        ("maybe 20% real and 80% safety theater", "about 20% is real protection, while 80% is safety theater"),
        ("It cost 1.6 billion dollars.", "It cost $1.6bn."),
        ("Between 150 and 200 people came.", "150-200 people came."),
        ("It weighs 2 kg.", "It weighs 2,000 grams."),
        ("They met on Monday.", "They met on 5 May."),
        ("One must not say so.", "You must not say that."),
        ("The disease was unknown since the 1800s.", "The disease had been unknown since the 19th century."),
        ("The train leaves at 8:30 p.m.", "The train leaves at 20:30."),
        ("Nearly 2,600 units are in use.", "2,613 units are in use."),
        ("The 2,600-odd units are in use.", "The 2,613 units are in use."),
        ("Profits rose by a third.", "Profits rose by 33%."),
        ("Fuel was 20 percent dearer than planned.", "Fuel cost a fifth more than planned."),
        ("It is a quarter cheaper than before.", "It is 25% cheaper than before."),
        ("It is a fifth cheaper than before.", "It is 20% cheaper than before."),
        ("They walked 5 miles.", "They walked 8 kilometres."),
        ("He paid five thousand yuan.", "He paid 5,000 yuan for the 3 tickets."),
        ("The COVID-19 outbreak is over.", "The coronavirus outbreak is over."),
        ("It grew by a fifth to a quarter.", "It grew by one fourth to one fifth."),
        ("Pay us before November.", "Pay us by the end of October."),
        ("It was over by the end of December.", "It was over before January."),
        ("One in five voters stayed at home.", "20% of voters stayed at home."),
        ("Two out of every three schools closed.", "Two thirds of schools closed."),
        ("Nine in ten patients recovered.", "90 percent of patients recovered."),
        ("They fled in the eighties.", "They fled in the 1980s."),
        ("She is in her early seventies.", "She is in her early 70s."),
        ("It took 12 months.", "It took a year."),
        ("They waited seven days.", "They waited a week."),
        ("He had six months to pay.", "He had half a year to pay."),
        ("She served 18 months.", "She served one and a half years."),
        ("It made two and a half million euros.", "It made €2.5 million."),
        ("It made ¥5bn last year.", "It made 5 billion yuan last year."),
        ("It costs US$300.", "It costs 300 dollars."),
        ("It weighs 5 pounds.", "It weighs 5 lbs."),
        ("It took a second attempt and two weeks.", "It took a second attempt and a fortnight."),
        ("More than 272.000 were infected.", "More than 272,000 were infected."),
        ("It landed at 5: 00 pm local time.", "It landed at 5 pm local time."),
        ("At 21: 00 the lights went out.", "The lights went out at 9 pm."),
        ("Sleep from 22: 30 to 6: 30.", "Sleep between 22:30 and 06:30."),
        ("The city gave 6 billon euros.", "The city gave 6 billion euros."),
    ],
)
def test_the_same_number_in_other_words_is_no_issue(quotation: str, passage: str) -> None:
    assert found(quotation, passage, "numbers") in ([], [("accuracy/omission", "minor")])


@pytest.mark.parametrize(
    ("quotation", "passage"),
    [
        ("We lost 1,600 jobs last year.", "We lost 1,900 jobs last year."),
        ("The bank paid 3 million dollars.", "The bank paid 3 billion dollars."),
        ("The talks begin on 4 July.", "The talks begin on 4 June."),
        ("Pay us before November.", "Pay us before October."),
        ("Fifteen people were hurt.", "Fifty people were hurt."),
        ("Profits rose by a third.", "Profits rose by a quarter."),
        ("Two of the five judges dissented.", "Three of the five judges dissented."),
        ("Growth was 2.5%.", "Growth was 25%."),
        ("The meeting starts at 8:30 a.m.", "The meeting starts at 9:30 a.m."),
        ("The strike lasted two days.", "The strike lasted two weeks."),
        ("The plant is 3 km from here.", "The plant is 3 miles from here."),
        ("It cost $5 million.", "It cost €5 million."),
        ("It cost 5 million yuan.", "It cost 5 million yen."),
        ("One in five voters stayed at home.", "One in six voters stayed at home."),
        ("One in five voters stayed at home.", "Five voters stayed at home."),
        ("They fled in the eighties.", "They fled in the 1990s."),
        ("The rate was 2.125 last year.", "The rate was 2.126 last year."),
        ("It landed at 5: 00 pm local time.", "It landed at 5:30 pm local time."),
    ],
)
def test_another_number_is_critical(quotation: str, passage: str) -> None:
    assert ("accuracy/mistranslation", "critical") in found(quotation, passage, "numbers")
    assert judged(quotation, passage).fidelity < 50


def test_another_unit_or_currency_is_named_with_the_number() -> None:
    notes = [i.note for i in judged("It cost $5 million in two days.", "It cost €5 million in two weeks.").issues]
    assert "another currency: “$5 million” became “€5 million”" in notes
    assert "another unit: “two days” became “two weeks”" in notes


def test_a_missing_number_is_an_omission() -> None:
    assert found("We lost 1,600 jobs in the north.", "We lost jobs in the north.", "numbers") == [
        ("accuracy/omission", "major")
    ]


def test_a_missing_day_of_a_date_is_minor() -> None:
    minor = [("accuracy/omission", "minor")]
    assert (
        found("The mayor said on the 26th that the bridge was closed.", "The mayor said it was closed.", "numbers")
        == minor
    )
    assert found("On July 26 the mill was sold.", "In July the mill was sold.", "numbers") == minor
    assert found("They live on the 26th floor.", "They live on a floor.", "numbers") == [("accuracy/omission", "major")]


@pytest.mark.parametrize(
    ("quotation", "passage"),
    [
        ("they don't have zero efficacy", "these schemes are not entirely ineffective"),
        ("the officials do not like us", "the officials dislike us"),
        ("we haven't donated to Trump", "we did not make political donations to Trump"),
        (
            "the plan is not working very well on the public",
            "the plan seems to have lost effectiveness with the public",
        ),
        ("He could not attend the meeting.", "He was unable to attend the meeting."),
        ("It is not only cheap but good.", "It is cheap as well as good."),
        ("They never answered the letter.", "They failed to answer the letter."),
        ("No one knows what happened.", "Nobody knows what happened."),
        ("Prices fell because exports rose.", "Prices fell as exports went up."),
        (
            "The choice is not, according to the mayor's deputy, transparent.",
            "The choice isn't transparent, the deputy says.",
        ),
        ("Power is the non-regulated part of the price.", "Power is a part of the price that isn't regulated."),
        ("We do not think that this is right.", "We think this is wrong."),
        ("Nobody said that the plan works.", "He did not say that the plan works."),
        ("China was not prepared at first.", "China was ill-prepared at first."),
        ("The ill-fated mission ended.", "The doomed mission ended."),
        ("A non-binding resolution was passed.", "A resolution that is not binding was passed."),
        ("They did not come and he was not told.", "They stayed away and nobody told him."),
        ("He hardly spoke, and did not eat.", "He did not say much, and ate nothing."),
        ("They would not budge.", "They stood firm."),
        ("Not a single job was cut.", "All jobs were kept."),
        ("No one was hurt.", "Everyone was safe."),
        ("I have no doubt that he will win.", "I am sure that he will win."),
        ("The plan is not without risks.", "The plan has risks."),
        ("Why not wait?", "Let us wait."),
        ("It was no small feat.", "It was a great feat."),
        ("You cannot enter until you have been tested.", "You can enter only after you have been tested."),
        ("The road is not open in winter.", "The road is closed in winter."),
        ("He was not heard and did not provide any papers.", "He had not been heard or provided any papers."),
        ("The non-commissioned officers met.", "The sergeants met at the Commission."),
        ("We could not agree more with the report.", "We fully agree with the report."),
        ("She does not lack courage.", "She has courage."),
        ("It will open neither here nor there.", "It will not open here, nor there."),
        ("The general refused to resign and would not leave.", "The general refused to resign or leave."),
        ("They had not eaten, had not slept and had not washed.", "They had not eaten, slept or washed."),
        (
            "Halloran called me at midnight; he refused to open the gates and would not answer my questions.",
            "Halloran called me at midnight; he refused to open the gates or answer my questions.",
        ),
        ("There was no bread, no milk and no meat.", "There was no bread, milk or meat."),
        ("Life was difficult and the family did not eat.", "It was difficult for the family to eat."),
        ("I was not hearing him at the hearing.", "At the hearing I did not catch what he said."),
    ],
)
def test_a_negation_in_other_words_is_no_issue(quotation: str, passage: str) -> None:
    assert found(quotation, passage, "negation") == []


@pytest.mark.parametrize(
    ("quotation", "passage"),
    [
        ("The minister did not sign the agreement.", "The minister signed the agreement."),
        ("The company has paid its taxes.", "The company has not paid its taxes."),
        ("We will never accept this offer.", "We will accept this offer."),
        ("Exports to Europe increased last year.", "Exports to Europe decreased last year."),
        ("The court found the contract lawful.", "The court found the contract unlawful."),
        ("I am sure the union wants a strike.", "I do not believe that the union wants a strike."),
        ("He denied that the mill was sold.", "He said the mill was sold."),
        ("China was prepared at first.", "China was ill-prepared at first."),
        ("A non-binding resolution was passed.", "A binding resolution was passed."),
        ("The paper commented on the fire.", "The paper did not say a word on the fire."),
        # A negation beside it is another one's, and so is a word with the letters of a prefix.
        ("She knew the risks but did not warn anybody.", "She did not know the risks and did not warn anybody."),
        (
            "The witness told the truth and was not believed.",
            "The witness did not tell the truth and was not believed.",
        ),
        ("The minister attended the meeting but did not speak.", "The minister did not attend and did not speak."),
        ("He spoke of a monumental loss.", "He did not speak of a monumental loss."),
        ("More than 300 inmates were counted.", "More than 300 inmates were not counted."),
        ("The poem gives his inclinations.", "The poem does not give his inclinations."),
    ],
)
def test_a_flipped_statement_is_critical(quotation: str, passage: str) -> None:
    assert ("accuracy/mistranslation", "critical") in found(quotation, passage, "negation")
    assert judged(quotation, passage).fidelity < 50


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


@pytest.mark.parametrize(
    ("quotation", "passage"),
    [
        ("The move seems unwise.", "The move is not very wise."),
        ("The attempt failed utterly. Perhaps experts know why.", "The attempt failed utterly. Experts know why."),
    ],
)
def test_an_amplifier_counts_in_its_clause_and_undenied(quotation: str, passage: str) -> None:
    assert {severity for _, severity in found(quotation, passage, "hedging")} <= {"minor"}


def test_who_appears_somewhere_is_seen_there() -> None:
    assert found("The actress appeared in four films.", "The actress acted in four films.", "hedging") == []
    assert found("The plan appeared to work.", "The plan worked.", "hedging") == [
        ("accuracy/over-translation", "minor")
    ]


def test_a_name_is_not_surely_lost_or_added_where_a_pronoun_may_stand_for_it() -> None:
    named, meant = "He said that Angela Merkel had promised to pay.", "He said that she had promised to pay."
    assert found(named, meant, "names") == [("accuracy/omission", "minor")]
    assert ("accuracy/addition", "major") not in found(meant, named, "names")


def test_a_name_beyond_the_words_of_the_quotation_is_surplus() -> None:
    quotation = "the company will open a second factory next year"
    assert found(quotation, f"According to Angela Merkel, {quotation}.", "names") == []


@pytest.mark.parametrize(
    ("one", "other", "clipped", "negated"),
    [
        ("the admin disliked the labour bill", "the administration did not like the labor bill", [1, 4], [(2, 4)]),
        ("It is impossible.", "It is not possible.", [], [(2, 3)]),
        ("It is impossible.", "It is possible.", [], []),
        ("It is not impossible.", "It is not possible.", [], []),
        ("an important memo", "a portant memo, not a portrait", [], []),
        ("We disagree", "We never, in all these years, agree", [], []),
    ],
)
def test_words_that_say_the_same_by_rule(
    one: str, other: str, clipped: list[int], negated: list[tuple[int, int]]
) -> None:
    left, right = Words(one), Words(other)
    assert find_clipped(left, right) == clipped
    assert find_negated(left, right) == negated


def test_more_likely_is_no_hedge() -> None:
    """It says how often, not how surely."""
    assert found("Women are more likely to save money.", "Women are more inclined to save money.", "hedging") == []
    assert found("He will likely save money.", "He will save money.", "hedging") != []


def test_a_lost_hedge_is_minor() -> None:
    assert found("We will have to leave.", "It is possible that we will have to leave.", "hedging") == [
        ("accuracy/under-translation", "minor")
    ]
    assert found("It is possible that he left.", "It may be that he left.", "hedging") == []
    assert found("The plan may succeed.", "The plan will succeed.", "hedging") == [
        ("accuracy/over-translation", "minor")
    ]
    assert found("The plan will succeed.", "The plan may succeed.", "hedging") == [
        ("accuracy/under-translation", "minor")
    ]
    assert found("The plan may succeed.", "The plan could succeed.", "hedging") == []
    assert found("Members may use the garden.", "Members are allowed to use the garden.", "hedging") == []


@pytest.mark.parametrize(
    ("tried", "done"),
    [
        ("They sought to block the merger.", "They blocked the merger."),
        ("We are trying hard to win the contract.", "We won the contract."),
        ("He spoke of an attempted coup.", "He spoke of a coup."),
    ],
)
def test_what_was_tried_is_not_what_was_done(tried: str, done: str) -> None:
    assert found(tried, done, "hedging") == [("accuracy/over-translation", "minor")]
    assert found(done, tried, "hedging") == [("accuracy/under-translation", "minor")]


@pytest.mark.parametrize(
    "other",
    ["They tried to block the merger.", "It was an effort to block the merger.", "They would block the merger."],
)
def test_another_word_for_trying_says_the_same(other: str) -> None:
    assert found("They sought to block the merger.", other, "hedging") == []
    assert found(other, "They sought to block the merger.", "hedging") == []


@pytest.mark.parametrize(
    ("quotation", "converse", "contrary"),
    [
        ("They arrived before the rain.", "It rained after they arrived.", "They arrived after the rain."),
        (
            "Prices in Norvia are higher than in Sorland.",
            "Prices in Sorland are lower than in Norvia.",
            "Prices in Norvia are lower than in Sorland.",
        ),
    ],
)
def test_a_comparison_from_the_other_end_says_the_same(quotation: str, converse: str, contrary: str) -> None:
    assert found(quotation, converse, "direction") == []
    assert judged(quotation, converse).fidelity >= 50
    assert found(quotation, contrary, "direction") == [("accuracy/mistranslation", "critical")]


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
    settings = DriftSettings()
    (found_name,) = read_names(words, settings)
    assert is_present(found_name, words, passage, settings) is same


def test_a_hedge_beside_an_amplifier_is_major() -> None:
    hedged, amplified = "The delay seems costly to us.", "The delay is extremely costly to us."
    assert found(hedged, amplified, "hedging") == [("accuracy/over-translation", "major")]
    assert found(amplified, hedged, "hedging") == [("accuracy/under-translation", "major")]
    both = "The delay seems extremely costly to us."
    assert found(both, amplified, "hedging") == [("accuracy/over-translation", "minor")]
    elsewhere = "The delay is costly to us, and the very day is known."
    assert found(hedged, elsewhere, "hedging") == [("accuracy/over-translation", "minor")]


def test_a_hedge_of_another_sentence_answers_none() -> None:
    assert found("The plan may succeed.", "The plan will succeed. Perhaps we meet again.", "hedging") == [
        ("accuracy/over-translation", "minor")
    ]
    assert found("The plan may succeed.", "The plan will, perhaps, succeed. We meet again.", "hedging") == []


def test_words_left_in_another_script_are_untranslated() -> None:
    assert found("We hold our red lines.", "We hold our 红线.", "untranslated") == [("accuracy/untranslated", "major")]
    assert found("We hold our red lines.", "We hold our red lines (红线).", "untranslated") == []
    assert found("They call it 红线 at home.", "They call it 红线 at home.", "untranslated") == []
    assert found("The angle α is small.", "The angle β is small.", "untranslated") == []


def test_words_of_another_language_are_foreign() -> None:
    whole = "He welcomed the girl and was responsible for closing the cathedral."
    german = whole.replace("responsible", "verantwortlich")
    assert found(whole, german, "foreign") == [("accuracy/untranslated", "minor")]
    assert found(whole, german.replace("closing", "schliessen"), "foreign") == [("accuracy/untranslated", "major")]
    assert found(whole, whole.replace("responsible", "zuständig"), "foreign") == [("accuracy/untranslated", "major")]
    assert found(whole, whole.replace("responsible", "responsable"), "foreign") == []  # misspelled
    assert found(whole, whole.replace("responsible", "called verantwortlich"), "foreign") == []
    assert found(german, german, "foreign") == []


def test_a_long_unknown_word_costs_no_more_than_others() -> None:
    assert found("The good dog barked here.", f"The good dog {'ba' * 5000} here.", "foreign") == []


def test_names_of_one_family_are_told_apart_once() -> None:
    mine, theirs = (
        " and ".join(f"{n} Quxley" for n in names) for names in (("Boris", "Pavel"), ("Greg", "Sam", "Udo"))
    )
    issues = [i for i in judged(f"They met {mine}.", f"They met {theirs}.").issues if i.check == "names"]
    assert len([i for i in issues if i.note.startswith("another name")]) <= 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("attended", "missed"),
        ("signed", "cancelled"),
        ("obeyed", "defied"),
        ("respected", "violated"),
        ("rise", "fell"),
    ],
)
def test_opposites_are_known_in_every_form(one: str, other: str) -> None:
    assert are_opposites(one, other)


@pytest.mark.parametrize("word", ["verantwortlich", "führte", "zugegeben", "rechazaron"])
def test_words_that_english_has_not_are_foreign(word: str) -> None:
    assert is_foreign(word)


@pytest.mark.parametrize(
    "word", ["frontline", "unbendable", "photovoltaics", "recieve", "naïve", "www", "counterclaims"]
)
def test_derived_and_misspelled_words_are_not_foreign(word: str) -> None:
    assert not is_foreign(word)


def free(quotation: str, passage: str, languages: tuple[str, str]) -> list[tuple[str, str, str]]:
    return [(i.check, i.category, i.severity) for i in check_language_free(quotation, passage, languages, DRIFT)]


def test_checks_without_a_language() -> None:
    critical = [("numbers", "accuracy/mistranslation", "critical")]
    assert free("We lost 1,600 jobs.", "Perdimos 1900 empleos.", ("en", "es")) == critical
    assert free("We lost 1,600 jobs.", "Perdimos 1.600.000 empleos.", ("en", "es")) == critical
    assert free("It cost 16,000 yuan.", "花了1.6万元。", ("en", "zh-Hans")) == []
    assert free("It cost thirty yuan.", "花了三十元。", ("en", "zh-Hans")) == []
    assert free("Angela Merkel said no.", "Das sagte nein.", ("en", "de")) == [("names", "accuracy/omission", "minor")]
    assert free("Perdimos todo.", "Wir haben alles verloren.", ("es", "de")) == []
    assert free("We lost 272,000 jobs.", "Wir haben 272.000 Stellen verloren.", ("en", "de")) == []
    assert free("We will keep our word.", "他说 we will keep our word 。", ("en", "zh-Hans")) == [
        ("untranslated", "accuracy/untranslated", "major")
    ]
