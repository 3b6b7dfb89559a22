"""The second look: a few words, read in the clause that carries them."""

from __future__ import annotations

import pytest

import fidelity
from fidelity.pairing import Body, Framed, Placement, Query, frame
from fidelity.pairing.search import FEATURES
from fidelity.segmentation import split_sentences
from fidelity.settings import PairingSettings
from fidelity.types import Span
from tests.encoders import HashingEncoder

ENCODER = HashingEncoder()
RULES = PairingSettings()
BODY = (
    "The harbour was dredged in spring. The council sold the old mill, although the mayor had promised to keep it. "
    "Ferries run twice a day; the last one leaves at nine. Nobody asked the fishermen."
)


def body(text: str = BODY) -> Body:
    sentences = split_sentences(text)
    return Body(text, sentences, ENCODER.encode([s.of(text) for s in sentences]))


def query(carrier: str, quoted: str, *others: str) -> Query:
    """``others`` are who says it, and the verb of saying."""
    own, around = ENCODER.encode([quoted, carrier])
    skipped = sorted(Span(carrier.index(each), carrier.index(each) + len(each)) for each in (quoted, *others))
    return Query(quoted, own, carrier, around, tuple(skipped), 0)


def placed(first: int, last: int) -> Placement:
    return Placement(first, last, last - first, (0.0,) * len(FEATURES))


def framed(carrier: str, quoted: str, *others: str) -> Framed | None:
    return frame(query(carrier, quoted, *others), body(), placed(0, 3), RULES)


@pytest.mark.parametrize(
    ("carrier", "quoted", "others", "statement"),
    [
        (
            'he wrote, adding that we are seen as "the heroes."',
            "the heroes.",
            ("he", "adding"),
            "we are seen as the heroes.",
        ),
        ("The memo has a gap: the rule was “set in May” and kept.", "set in May", (), "the rule was set in May"),
        (
            "She called the last ferry 'a joke' of a ship, then left.",
            "a joke",
            ("She", "called"),
            "the last ferry a joke of a ship",
        ),
        ('They want "no more mills, ever," of any kind.', "no more mills, ever,", (), "They want no more mills, ever,"),
    ],
)
def test_the_clause_around_a_quotation(carrier: str, quoted: str, others: tuple[str, ...], statement: str) -> None:
    found = framed(carrier, quoted, *others)
    assert found is not None
    assert found.statement == statement


@pytest.mark.parametrize(
    ("carrier", "quoted", "others"),
    [
        ('"the heroes"', "the heroes", ()),
        ('The memo also says "the heroes."', "the heroes.", ("The memo", "says")),
        ("the old mill that the mayor had promised us to keep", "the old mill that the mayor had promised us to", ()),
    ],
)
def test_without_a_clause_there_is_nothing_to_read(carrier: str, quoted: str, others: tuple[str, ...]) -> None:
    assert framed(carrier, quoted, *others) is None


def test_clauses_are_those_of_the_likest_sentences_and_of_the_first_placement() -> None:
    place = body()
    one = query('it says the council sold "the mill"', "the mill")
    found = frame(one, place, placed(0, 3), RULES)
    assert found is not None
    texts = [place.cut_passage(*clause, [Span(0, len(BODY))]).text for clause in found.clauses]
    assert "The council sold the old mill" in texts
    assert [text for text, own in zip(texts, found.own, strict=True) if own] == ["The harbour was dredged in spring."]
    assert len(texts) <= 2 * RULES.framed_clauses * (RULES.framed_sentences + 1)


def test_the_passage_is_a_clause() -> None:
    place = body()
    mayor = place.forms.index("mayor")
    one = query('it says the council sold "the mill"', "the mill")
    found = frame(one, place, placed(mayor, mayor + 1), RULES)
    assert found is not None
    said = [place.cut_passage(*found.passage(i), [Span(0, len(BODY))]).text for i in range(len(found.clauses))]
    own = {text for text, held in zip(said, found.own, strict=True) if held}
    assert own == {"the mayor had promised to keep it."}
    assert "The council sold the old mill" in said
    assert "The council sold the old mill, although the mayor had promised to keep it." not in said


MEMO = (
    "To all staff. The talks about the water works went on for nine weeks and ended without a contract. "
    "Most people in the valley distrust the deal that Ostia signed with the province, whereas they regard us as the "
    "decent party. We will publish every letter that the province sent to us. Nobody will lose a job over this, and "
    "the canteen stays open. The pumps at the northern dam need repair before the winter."
)
ARTICLE = (
    "Ann Example, the head of Norvia, sent a memo to her staff after the talks about the water works failed.\n\n"
    "Example wrote in the memo that the province “will see every letter published” and that Norvia is viewed as "
    "“the good guys.” She wrote: “The canteen stays open.”\n"
)


def entry(article: str, quoted: str) -> fidelity.Pair | fidelity.Unpaired:
    report = fidelity.check(fidelity.read_text(MEMO), [fidelity.read_text(article)])
    return next(each for each in (*report.pairs, *report.unpaired) if each.quotation.text.strip(".,") == quoted)


def test_few_words_are_found_by_their_clause() -> None:
    found = entry(ARTICLE, "the good guys")
    assert isinstance(found, fidelity.Pair)
    assert "regard us as the decent party" in found.passage.text
    assert "Ostia" not in found.passage.text


def test_a_frame_of_the_article_s_own_takes_nothing_away() -> None:
    said = "Example wrote in the memo that every rival of hers had mocked “the northern dam” as a toy of the rich."
    assert isinstance(entry(ARTICLE + "\n" + said, "the northern dam"), fidelity.Pair)
