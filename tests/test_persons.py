"""The words around a quotation, as the author would say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.pipeline.persons import find_affiliations, is_person, shift_persons
from fidelity.types import Span


@pytest.mark.parametrize(
    ("article", "found"),
    [
        ("Norvia CEO Ann Example wrote a memo.", {"Norvia"}),
        ("Norvia's chief executive officer Ann Example wrote.", {"Norvia"}),
        ("Ann Example, the head of Norvia Steel, wrote.", {"Norvia Steel"}),
        ("Ann Example wrote about Norvia. Bob Sample, head of Ostia, did not.", set()),
        ("", set()),
    ],
)
def test_affiliations(article: str, found: set[str]) -> None:
    assert find_affiliations(article, "Ann Example") == found


def test_the_third_person_becomes_the_first() -> None:
    text = 'She added that Norvia is seen as "her Norvia" and Norvia\'s rivals fear Example.'
    quoted = Span(text.index('her Norvia"'), text.index('" and'))
    shifted = shift_persons(text, [quoted], "Ann Example", frozenset({"Norvia"}))
    assert shifted.text == 'I added that we are seen as "her Norvia" and our rivals fear I.'
    assert shifted.span(quoted).of(shifted.text) == quoted.of(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Norvia was late and Norvia is sorry.", "we were late and we are sorry."),
        ("Example has a plan; he does not say which.", "I have a plan; I do not say which."),
        ("Ostia is late, as Norvia's rival is.", "Ostia is late, as our rival is."),
    ],
)
def test_verbs_agree(text: str, said: str) -> None:
    assert shift_persons(text, [], "Ann Example", frozenset({"Norvia"})).text == said


@given(text=st.text("Ann he.' \"", max_size=40), start=st.integers(0, 40), length=st.integers(0, 10))
def test_what_is_kept_stays(text: str, start: int, length: int) -> None:
    kept = Span(min(start, len(text)), min(start + length, len(text)))
    shifted = shift_persons(text, [kept], "Ann Ann", frozenset())
    if kept.start < kept.end:
        assert shifted.span(kept).of(shifted.text) == kept.of(text)


@pytest.mark.parametrize(("name", "person"), [("Ann Example", True), ("the ministry", False), ("Norvia", False)])
def test_persons_have_two_names(name: str, person: bool) -> None:
    assert is_person(name) is person
