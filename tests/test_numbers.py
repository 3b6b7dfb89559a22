"""Numbers, dates and units, each with drift and with its harmless counterpart."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.checks.numbers.check import compare
from fidelity.checks.numbers.nearness import Nearness
from fidelity.checks.numbers.quantities import equal
from fidelity.checks.numbers.quantity_reader import read_quantities
from fidelity.text.words import Words
from tests.judged import found, judged


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
        ("from 150 000-200 000 euros", [150_000, 200_000]),
        ("1 035 000 and 3,22%", [1_035_000, 3.22]),
        ("in 2015 300 people", [2015, 300]),
        ("pages 12, 130 and 1100,11000", [12, 130, 1100, 11000]),
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
        ("It drew 780,000 people.", "It drew 780 000 people."),
        ("The index rose to 16,599.85.", "The index rose to 16 599,85."),
        ("A surplus of 4.3 million euros.", "A surplus of 4,3 million euros."),
        ("Shares stood at £23.96.", "Shares stood at £23,96."),
        ("By June 12 250,000 homes were dark.", "250,000 homes were dark by June 12."),
        ("On May 5 300 million people voted.", "300 million people voted on 5 May."),
        ("On May 5 300 people with 5 drums marched.", "On 5 May 300 people marched with 5 drums."),
        ("In ward 3 300 of 300 beds were full.", "300 of 300 beds were full in ward 3."),
        ("Phases 1,2 and 3 are done.", "Phases 1, 2 and 3 are done."),
        ("It costs 1.299,00 euros.", "It costs 1,299 euros."),
        ("We counted 1\n000 men.", "We counted 1,000 men."),
        ("It is over 100 in Florida.", "It is over 100 100 in Florida."),
        ("It makes 2m tons a year.", "It makes two million tonnes a year."),
        ("It took two-and-a-half years.", "It took two and a half years."),
        ("On May 5 300 people came.", "300 people came on 5 May."),
        ("Call 7624 800 100 from abroad.", "From abroad call 7624 800100."),
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
        ("It drew 780,000 people.", "It drew 790 000 people."),
        ("A surplus of 4.3 million euros.", "A surplus of 4,5 million euros."),
        ("It took two-and-a-half years.", "It took three-and-a-half years."),
        ("It had 1.136 million viewers.", "It had 1,136 million viewers."),
        ("On May 5 300 people marched.", "On May 5 five people marched."),
        ("The wall is 90m long.", "The wall is 90 million long."),
    ],
)
def test_another_number_is_critical(quotation: str, passage: str) -> None:
    assert ("accuracy/mistranslation", "critical") in found(quotation, passage, "numbers")
    assert judged(quotation, passage).fidelity < 50


def test_another_unit_or_currency_is_named_with_the_number() -> None:
    notes = [i.note for i in judged("It cost $5 million in two days.", "It cost €5 million in two weeks.").issues]
    assert "another currency: “$5 million” became “€5 million”" in notes
    assert "another unit: “two days” became “two weeks”" in notes


@pytest.mark.parametrize(
    ("quotation", "passage", "exchanged"),
    [
        ("The board refused it by two votes to five.", "The board refused it by five votes to two.", True),
        ("There were cracks in 41 of the 14 bridges.", "There were cracks in 14 of the 41 bridges.", True),
        ("We lost 41 bridges and 14 dams.", "We lost 14 bridges and 41 dams.", True),
        ("It rose from 10 to 20.", "It is 20, up from 10.", False),
        ("One fifth to one quarter of them left.", "A quarter to a fifth of them left.", False),
        ("The north lost 41 people, the south 14 people.", "The south lost 14 people, the north 41 people.", False),
        ("He spent 3 years in Bonn and 5 years in Bern.", "He spent 5 years in Bern and 3 years in Bonn.", False),
        ("We need 2 boats for 9 men, 3 boats for 15 men.", "We need 3 boats for 15 men, 2 boats for 9 men.", False),
        ("Bread fell from nine crowns to six.", "Bread is at six crowns instead of nine.", False),
        ("In the minutes of 14 people, 41 lines are lost.", "Of the minutes of 14 people, 41 lines are lost.", False),
    ],
)
def test_numbers_that_trade_places(quotation: str, passage: str, exchanged: bool) -> None:
    notes = [issue.note for issue in judged(quotation, passage).issues]
    assert any(note.startswith("two numbers trade places") for note in notes) is exchanged


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("at ten minutes to nine", "at 8:50", True),
        ("at half past eight", "at 8.30 p.m.", True),
        ("at a quarter to nine", "at 20:45", True),
        ("at ten past nine", "at ten to nine", False),
        ("at 11.14 p.m.", "at 23:14", True),
        ("at ten to twelve sites", "at 11:50", False),
        ("a quarter to one third of them", "at 12:45", False),
        ("by a quarter to nine", "8:45", False),
    ],
)
def test_times_of_day_in_words(one: str, other: str, same: bool) -> None:
    lost, surplus = compare(read_quantities(Words(one)), read_quantities(Words(other)), 0.0)
    assert (not lost and not surplus) is same


def test_a_currency_keeps_its_accent() -> None:
    notes = [i.note for i in judged("It costs two million dollars.", "It costs two million krónur.").issues]
    assert "another currency: “two million dollars” became “two million krónur”" in notes
    assert found("It costs two million kronur.", "It costs two million krónur.", "numbers") == []


def test_a_missing_number_is_an_omission() -> None:
    (found_issue,) = found("We lost 1,600 jobs in the north.", "We lost jobs in the north.", "numbers")
    assert found_issue[0] == "accuracy/omission"


def test_a_missing_day_of_a_date_is_minor() -> None:
    minor = [("accuracy/omission", "minor")]
    assert (
        found("The mayor said on the 26th that the bridge was closed.", "The mayor said it was closed.", "numbers")
        == minor
    )
    assert found("On July 26 the mill was sold.", "In July the mill was sold.", "numbers") == minor


WRITTEN = (
    *(
        "about 100",
        "97",
        "102 men",
        "nearly 100",
        "$100",
        "€100",
        "100 km",
        "62 miles",
        "62.1 miles",
        "tens of thousands",
    ),
    *(
        "30,000",
        "hundreds",
        "450",
        "in 2019",
        "about 2019",
        "1950",
        "20%",
        "a fifth",
        "0.2",
        "three days",
        "72 hours",
        "-5",
    ),
)


@given(st.lists(st.tuples(st.sampled_from(WRITTEN), st.sampled_from(WRITTEN)), max_size=12))
def test_numbers_found_by_value_are_those_found_by_comparing_each_with_each(chosen: list[tuple[str, str]]) -> None:
    left, right = (read_quantities(Words(". ".join(each[side] for each in chosen))) for side in (0, 1))
    near = Nearness(right, 0.05)
    for one in left:
        assert any(equal(one, o, 0.05) for o in near.of(one)) == any(equal(one, o, 0.05) for o in right)


def test_many_numbers_are_compared_in_linear_time() -> None:
    """4,000 numbers on either side, none of them alike."""
    left, right = (Words(" ".join(str(first + i) for i in range(4000))) for first in (1000, 100_000))
    started = time.monotonic()
    lost, surplus = compare(read_quantities(left), read_quantities(right), 0.05)
    assert (len(lost), len(surplus)) == (4000, 4000)
    assert time.monotonic() - started < 20
