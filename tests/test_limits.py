"""Limits of numbers and dates: more or less than, before or after, in pairs of several languages."""

from __future__ import annotations

import pytest

from fidelity.checks.numbers.across import find_drift_across
from fidelity.settings import JudgementSettings


def notes(quotation: str, passage: str, other: str = "en") -> list[str]:
    return [issue.note or "" for issue in find_drift_across(quotation, passage, ("en", other), JudgementSettings())]


@pytest.mark.parametrize(
    ("quotation", "passage", "other", "note"),
    [
        (
            "We hired more than 40 nurses.",
            "We hired fewer than 40 nurses.",
            "en",
            "“more than 40” became “fewer than 40”",
        ),
        ("40 nurses or more", "at most 40 nurses", "en", "“40 nurses or more” became “at most 40”"),
        ("sent after 9 May", "sent before May 9", "en", "“after 9” became “before May”"),
        ("over 40 nurses", "不到40名护士", "zh", "“over 40” became “不到40”"),
        ("over 40 yuan", "40元以下", "zh", "“over 40” became “40元以下”"),
        ("at least 40 nurses", "höchstens 40 Pflegekräfte", "de", "“at least 40” became “höchstens 40”"),
        ("over 40 nurses", "менее 40 медсестёр", "ru", "“over 40” became “менее 40”"),
        ("at most 40 nurses", "plus de 40 infirmières", "fr", "“at most 40” became “plus de 40”"),
        ("before 9 May", "después del 9 de mayo", "es", "“before 9” became “después del 9”"),
    ],
)
def test_the_opposite_limit_is_another_claim(quotation: str, passage: str, other: str, note: str) -> None:
    assert notes(quotation, passage, other) == [f"another limit: {note}"]


@pytest.mark.parametrize(
    ("quotation", "passage", "other"),
    [
        ("We hired more than 40 nurses.", "We hired over 40 nurses.", "en"),
        ("We hired 40 nurses.", "We hired fewer than 40 nurses.", "en"),
        ("It does not close before 9 May.", "It closes after 9 May.", "en"),
        ("no more than 40 nurses", "non avevano più di 40 infermiere", "it"),
        ("no more than 40 nurses", "不会超过40名护士", "zh"),
        ("more than 40 of the 300, fewer than 300", "over 40 of 300", "en"),
    ],
)
def test_what_may_be_the_same_limit_is_left_alone(quotation: str, passage: str, other: str) -> None:
    assert notes(quotation, passage, other) == []
