"""Negation and opposites, each with drift and with its harmless counterpart."""

from __future__ import annotations

import pytest

from fidelity.checks.negation.opposites import are_opposites
from tests.judged import found, judged


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
        ("The publisher is yet to reveal 13 of them.", "13 of them have not yet been revealed by the publisher."),
        ("I love everything about her.", "There's nothing I don't love about her."),
        ("A new law will not help us.", "A new law won&apos;t help us."),
        ("He didn't sit up until he was three.", "He didn 't sit up until he was three."),
        ("Do not make noise that keeps people from sleeping.", "Do not make noise so that people do not sleep."),
        ("I have not come to Rio for a vacation but to work.", "My trip to Rio isn't a vacation, I work here."),
        ("It was not until 1914 that it was truly challenged.", "Until 1914 it was not truly challenged."),
        (
            "It concerns goods that are not made here. Others, those that are made here, are exempt.",
            "It concerns goods that are not produced here. Others, those that are produced here, are exempt.",
        ),
        ("She kept in touch with friends from Beijing.", "She stayed in contact with friends from Beijing."),
        ("They kept the gains from trading in London.", "They retained the London trading gains."),
        ("Yet to many voters the plan was attractive.", "But many voters found the plan attractive."),
        ("Spending never exceeded 3 percent.", "Spending was at most 3 percent."),
        ("The room holds at most 300 guests.", "The room cannot hold more than 300 guests."),
        ("He did not show his anger.", "He disguised his anger."),
        ("The wall was not damaged by the shells.", "The wall remained intact after the shells."),
        ("It delivers electrical pulses to the brain.", "It sends electrical impulses to the brain."),
        ("These units turn at a maximum of 300 rpm.", "These units turn at not more than 300 rpm."),
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
        ("The region has more than 330 plants.", "The region does not have more than 330 plants."),
        ("The fee did not exceed 300 euros.", "The fee exceeded 300 euros."),
        ("The firm has yet to decide on the offer.", "The firm has decided on the offer."),
        (
            "It had no imports and was dependent on the industry of raw materials.",
            "It had no industry and was dependent on the imports of raw materials.",
        ),
        ("They did not vote until Friday. The king did not sign.", "Not until Friday did they vote. The king signed."),
    ],
)
def test_a_flipped_statement_is_critical(quotation: str, passage: str) -> None:
    assert ("accuracy/mistranslation", "critical") in found(quotation, passage, "negation")
    assert judged(quotation, passage).fidelity < 50


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
