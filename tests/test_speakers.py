"""Who is said to speak: what the article's words for the speaker are, and whom they stand for."""

from __future__ import annotations

import hashlib

import pytest

from fidelity.quotations import extract_quotations
from fidelity.settings import QuotationSettings
from fidelity.types import Document, DocumentInfo, Quotation


def quotations_of(text: str) -> tuple[Quotation, ...]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return extract_quotations(Document(DocumentInfo(digest[:16], "", digest, "en", ()), text), QuotationSettings())


def speakers_of(text: str) -> list[str | None]:
    """The speaker of every quotation that is speech."""
    return [quotation.speaker for quotation in quotations_of(text) if quotation.aside is None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("“We sail at dawn,” Ana Mora said.", ("Ana Mora", "person", "Ana Mora")),
        ("Ana Mora spoke. “We sail at dawn,” she said.", ("Ana Mora", "pronoun", "she")),
        ("The mayor said: “We sail at dawn.”", ("The mayor", "role", "The mayor")),
        ("The ministry said: “We sail at dawn.”", ("The ministry", "organisation", "The ministry")),
        ("The report said: “We sail at dawn.”", ("The report", "document", "The report")),
        ("Ana Mora was glad.\n\n“We sail at dawn.”", ("Ana Mora", "context", "Ana Mora")),
        ("“We sail at dawn.”", (None, "unknown", None)),
    ],
)
def test_what_the_words_for_a_speaker_are(text: str, said: tuple[str | None, str, str | None]) -> None:
    (quotation,) = quotations_of(text)
    assert (quotation.speaker, quotation.speaker_kind, quotation.speaker_words) == said


def test_a_subheading_is_nobody_and_keeps_what_was_announced() -> None:
    text = (
        "Here are key points Lund made in the speech:\n\nNo Tunnel Expected\n\n“We do not plan a tunnel.”\n\n"
        "The Ferry Can Wait\n\n“At first the ferry lost money, and we sold it.”\n"
    )
    assert speakers_of(text) == ["Lund", "Lund"]


def test_lines_that_only_name_who_speaks_below() -> None:
    text = (
        "The council announced a new harbour master on Friday.\n\n“I know her.” – Commissioner Jan Lund\n\n"
        "And from Chairwoman Ana Mora:\n\n“She brings a wealth of experience.”\n\n"
        "From the office of Peter Lis, senior engineer, Nordwerk.\n“The harbour has waited for this.”\n\n"
        "Ute Kranz, mayor of the town\n\n“We are glad.”\n"
    )
    assert speakers_of(text) == ["Jan Lund", "Ana Mora", "Peter Lis", "Ute Kranz"]
