"""What a careful reader lets pass is shown as neutral or minor, and what changes the sense as major or critical."""

from __future__ import annotations

import pytest

from fidelity.types import severity_rank
from tests.judged import judged

MAJOR = severity_rank("major")

HARMLESS = [
    # Both sides deny.
    ("I do not plan to close the yard.", "I have no thought of closing the yard."),
    ("She does not intend to sell the farm.", "She has no intention of selling the farm."),
    ("We never meant to hide the report.", "It was not our purpose to hide the report."),
    # The firm's name on one side, "we" on the other.
    ("Nordwerk failed to come up to the town's hopes.", "We did not come up to what the town hoped for from us."),
    ("Nordwerk has let people down.", "We let you down."),
    # A rare English word is no other language.
    ("Its purpose is the demilitarization of the island.", "Its purpose is the demilitarization and denazification."),
    ("He vowed to de-Nazify it.", "He vowed the denazification of it."),
    # An idiom and what it says.
    ("is not a minor issue", "This is no small matter"),
    ("the cold", "The chill"),
    ("This is no trifle.", "This is not something small."),
    # Hyphens and contractions.
    ("It is necessary to work for de-escalation.", "and work for deescalation at the docks as soon as possible"),
    ("They will co-operate with the re-elected council.", "They will cooperate with the reelected council."),
    ("Nobody'll lose a single day's pay.", "Nobody will lose a single day's pay."),
    ("We'd rather wait, and they've agreed.", "We would rather wait, and they have agreed."),
    ("It won't rain.", "It will not rain."),
    # Numbers written otherwise.
    ("A third of the season is behind us.", "1 / 3 of the season is behind us."),
    ("Some 1,600 people came.", "About sixteen hundred people came."),
]


@pytest.mark.parametrize(("quotation", "passage"), HARMLESS)
def test_what_a_careful_reader_lets_pass(quotation: str, passage: str) -> None:
    judgement = judged(quotation, passage)
    assert severity_rank(judgement.severity) < MAJOR, judgement.issues


GRAVE = [
    ("We have lost billions of crowns.", "We have lost tens of billions of crowns.", "critical"),
    ("They spent millions on it.", "They spent hundreds of millions on it.", "critical"),
    ("The fund holds 3 million dollars.", "The fund holds 3 million euros.", "critical"),
    ("He was born on 4 May.", "He was born on 4 June.", "critical"),
    ("We have never ruled out a toll on the bridge.", "We have always ruled out a toll on the bridge.", "critical"),
    ("The mayor did not sign the letter.", "The mayor did sign the letter.", "critical"),
    ("They met in Iran in spring.", "They met in Iraq in spring.", "critical"),
]


@pytest.mark.parametrize(("quotation", "passage", "severity"), GRAVE)
def test_what_changes_the_sense(quotation: str, passage: str, severity: str) -> None:
    assert judged(quotation, passage).severity == severity
