"""Placing a quotation in a body, with an encoder whose words have known meanings."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.calibration import Calibration, load_calibration
from fidelity.pairing import (
    FEATURES,
    RUN_FEATURES,
    TRUST_FEATURES,
    Body,
    Placement,
    Query,
    cut_long,
    find_carrier,
    place_all,
    weigh,
)
from fidelity.segmentation import split_sentences
from fidelity.settings import PairingSettings
from fidelity.types import Span
from tests.encoders import HashingEncoder

BODY = (
    "The harbour was dredged in spring. The council sold the old mill, although the mayor had promised to keep it. "
    "Ferries run twice a day; the last one leaves at nine. Nobody asked the fishermen. "
    "(The fishermen, of course, had a view.) Prices rose."
)
RULES = PairingSettings()
EXTENT = load_calibration("extent", RUN_FEATURES)
RANK = Calibration("placement", FEATURES, (3.0, 4.0, 3.0, 2.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, -1.0, 0.5), -8.0)
ENCODER = HashingEncoder()


def body(text: str = BODY) -> Body:
    sentences = split_sentences(text)
    return Body(text, sentences, ENCODER.encode([s.of(text) for s in sentences]))


def query(text: str, carrier: str | None = None, paragraph: int = 0) -> Query:
    carrier = carrier or text
    start = carrier.index(text)
    own, around = ENCODER.encode([text, carrier])
    return Query(text, own, carrier, around, (Span(start, start + len(text)),), paragraph)


def passages(*queries: Query, place: Body | None = None) -> list[str]:
    place = place or body()
    whole = [Span(0, len(place.text))]
    found = place_all(queries, place, RANK, RULES, EXTENT)
    return [place.cut_runs(some[0].runs, whole).text for some in found]


def test_a_verbatim_copy_is_found_exactly() -> None:
    assert passages(query("Nobody asked the fishermen.")) == ["Nobody asked the fishermen."]


def test_part_of_a_sentence() -> None:
    assert passages(query("the mayor had promised to keep it")) == ["the mayor had promised to keep it."]
    assert passages(query("the old mill")) == ["the old mill"]


def test_several_sentences() -> None:
    said = "Ferries run twice a day; the last one leaves at nine. Nobody asked the fishermen."
    assert passages(query(said)) == [said]


def test_order_does_not_matter() -> None:
    said = ["Prices rose.", "The harbour was dredged in spring.", "Nobody asked the fishermen."]
    assert passages(*map(query, said)) == said


def test_a_fragment_is_placed_by_the_words_around_it() -> None:
    text = "The blue team won the cup. The red team lost the final in Lisbon."
    told = query("the squad", "the squad that lost the final in Lisbon")
    assert "Lisbon" not in told.text
    place = body(text)
    (found,) = place_all([told], place, RANK, RULES)
    assert place.sentence_of(found[0].first) == 1


def test_a_bracket_that_was_opened_is_closed() -> None:
    place = body("They left (all of them). We stayed.")
    run = place.cut_passage(0, place.forms.index("them") + 1, [Span(0, len(place.text))])
    assert run.text == "They left (all of them)."


def test_a_passage_skips_what_is_not_body() -> None:
    text = "We sold it [Note: to the town] last year."
    note = Span(text.index("["), text.index("]") + 1)
    sentences = [Span(0, note.start - 1), Span(note.end + 1, len(text))]
    place = Body(text, sentences, ENCODER.encode([s.of(text) for s in sentences]))
    run = place.cut_passage(0, len(place.words), sentences)
    assert run.text == "We sold it last year."
    assert run.spans == tuple(sentences)


def test_placements_of_one_quotation_do_not_overlap() -> None:
    (found,) = place_all([query("the old mill and the fishermen")], body(), RANK, RULES)
    spans = sorted((p.first, p.last) for p in found)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_a_probable_neighbour_is_evidence() -> None:
    sure = query("The council sold the old mill, although the mayor had promised to keep it.", paragraph=1)
    place = body()
    alone = place_all([query("the last one", paragraph=1)], place, RANK, RULES)[0][0]
    beside = place_all([sure, query("the last one", paragraph=1)], place, RANK, RULES)[1][0]
    apart = place_all([sure, query("the last one", paragraph=2)], place, RANK, RULES)[1][0]
    near = FEATURES.index("near")
    assert alone.features[near] == apart.features[near] == 0.0
    assert beside.features[near] > 0.9


def test_a_passage_leaves_words_to_a_quotation_with_a_better_claim() -> None:
    text = "That figure is wrong: by our own accounts it costs half of that. Prices rose."
    first, second = query("The figure is wrong, our accounts say"), query("by our own accounts it costs half of that")
    rules = replace(RULES, yielded_log_odds=9.0)

    def first_words(*queries: Query) -> str:
        found = place_all(queries, place, RANK, rules)[0][0]
        return " ".join(place.written(found.first, found.last))

    place = body(text)
    assert "figure is wrong : by our own accounts" in first_words(first)
    assert first_words(first, second).endswith("figure is wrong")
    # Not where it would say much less then.
    rules = replace(RULES, yielded_log_odds=-1.0)
    assert "figure is wrong : by our own accounts" in first_words(first, second)


def test_evidence_tells_rivals_and_better_claims() -> None:
    strong, weak = ((level,) * 4 + (0.0,) * (len(FEATURES) - 4) for level in (0.9, 0.5))
    one, other, lesser = Placement(0, 3, 4, strong), Placement(9, 12, 4, strong), Placement(2, 5, 4, weak)
    names = dict(zip(TRUST_FEATURES, range(len(TRUST_FEATURES)), strict=True))
    mill, ferry = query("the old mill"), query("the last ferry")
    alone, contested, claimed, nowhere = (
        weigh([mill, mill, ferry, mill], [[one], [one, other], [lesser], []], RANK)[i] for i in range(4)
    )
    assert alone[names["rivals"]] == 0.0
    assert contested[names["rivals"]] > 1.0
    assert alone[names["claimed"]] == contested[names["claimed"]] == 0.0
    assert claimed[names["claimed"]] == pytest.approx(
        min(5.0, RANK.log_odds(one.features) - RANK.log_odds(lesser.features))
    )
    assert claimed[names["taken"]] == pytest.approx(1 / 3)
    assert alone[names["taken"]] == nowhere[names["taken"]] == 0.0
    assert alone[names["fragment"]] == pytest.approx(0.25)
    assert nowhere[names["log_odds"]] < -10


def test_quotations_of_the_same_words_do_not_contest_each_others_passage() -> None:
    strong, weak = ((level,) * 4 + (0.0,) * (len(FEATURES) - 4) for level in (0.9, 0.5))
    one, lesser = Placement(0, 9, 9, strong), Placement(2, 5, 4, weak)
    claimed = TRUST_FEATURES.index("claimed")

    def claim(first: str, second: str) -> float:
        return weigh([query(first), query(second)], [[one], [lesser]], RANK)[1][claimed]

    said = "The council sold the old mill, although the mayor had promised to keep it."
    assert claim(said, said) == 0.0
    # Nor do some of them, or words that one ends and the other begins with.
    assert claim(said, "the Old mill") == 0.0
    assert claim(said, "although the mayor had promised to keep it. Ferries run twice a day;") == 0.0
    # A turn of phrase that two statements share makes them no one statement.
    assert claim(said, "the mayor had the fishermen heard") > 0.0


def test_a_few_words_take_the_clause_that_they_hang_on() -> None:
    text = "It is possible that we sell the mill in spring, although nobody has asked the council. Prices rose."
    assert passages(query("we sell the mill in spring"), place=body(text)) == [
        "It is possible that we sell the mill in spring"
    ]
    # A term is left as it is, and so are words that the body has between quotation marks.
    assert passages(query("the mill"), place=body(text)) == ["the mill"]
    marked = 'They spoke at length of "a sale of the mill in spring" and of nothing else that day. Prices rose.'
    assert passages(query("a sale of the mill in spring"), place=body(marked)) == ["a sale of the mill in spring"]


def test_each_part_takes_the_clause_that_it_hangs_on() -> None:
    text = "Strangers see smugglers in every harbour. It is not true that we are smugglers. Prices rose by a third."
    assert passages(query("Strangers see smugglers everywhere. No, we are no smugglers,"), place=body(text)) == [
        "Strangers see smugglers in every harbour. It is not true that we are smugglers."
    ]


APART = (
    "The coming years should be a hard time, with trade in decline. The strait is closed, and ports keep up a boycott. "
    "Under these conditions the yard must scale back every plan. Ferries run twice a day. Nobody asked the fishermen. "
    "We must make staying alive our first rule."
)


@pytest.mark.parametrize("dots", ["…", "...", "[...]"])
def test_what_an_ellipsis_joins_is_found_apart(dots: str) -> None:
    said = f"The coming years should be a hard time {dots} We must make staying alive our first rule."
    assert passages(query(said), place=body(APART)) == [
        "The coming years should be a hard time We must make staying alive our first rule."
    ]


def test_what_an_attribution_parts_is_found_apart() -> None:
    said = "The strait is closed, we must make staying alive our first rule."
    asked = replace(query(said), breaks=(said.index(", we") + 1,))
    place = body(APART)
    (found,) = place_all([asked], place, RANK, RULES, EXTENT)
    assert len(found[0].runs) == 2
    assert place.cut_runs(found[0].runs, [Span(0, len(APART))]).text.startswith("The strait is closed")


def test_sentences_that_a_quotation_joins_are_all_found() -> None:
    text = (
        "Once we believed in open seas. We set out to carry goods. What do we believe in now? In staying alive. Rain."
    )
    said = "Once we believed in open seas, we set out to carry goods, so what do we believe in now? In staying alive."
    assert passages(query(said), place=body(text)) == [text.removesuffix(" Rain.")]


def test_no_passage_ends_inside_a_name_or_on_a_word_that_leads_on() -> None:
    text = "The fleet sailed to Porto Alegre and the crews of the harbour were paid on the quay, but nobody came."
    runs = [
        passages(query(said), place=body(text))[0] for said in ("sailed to Porto", "the crews of", "on the quay but")
    ]
    assert not {run.rstrip(",.").split()[-1] for run in runs} & {"Porto", "of", "the", "but", "and"}


def test_a_headline_joined_to_its_story_is_no_part_of_the_passage() -> None:
    text = "Council sells the old mill The council sold the old mill on Monday to a firm from Porto. Prices rose."
    said = "The council sold the old mill on Monday to a firm from Porto."
    assert passages(query(said), place=body(text)) == [said]


def test_a_sentence_that_the_quotation_has_not_is_no_part_of_the_passage() -> None:
    text = "The mill is sold. The council sold the old mill on Monday to a firm from Porto. Prices rose."
    said = "The council sold the old mill on Monday to a firm from Porto."
    assert passages(query(said), place=body(text)) == [said]


def test_no_passage_ends_inside_a_word_or_a_number() -> None:
    text = "The team won 2-1 in Porto. They don't pay 1,600 euros."
    place = body(text)
    parts = {place.words[i].of(text) for i in place.joined}
    assert parts == {"-", "1", "'", "t", ",", "600"}
    (found,) = place_all([query("Our team won 2")], place, RANK, RULES)
    assert place.cut_passage(found[0].first, found[0].last, [Span(0, len(text))]).text != "The team won 2"


def test_half_precision_changes_no_placement() -> None:
    sentences = split_sentences(BODY)
    encodings = ENCODER.encode([s.of(BODY) for s in sentences])
    small = [replace(each, word_vectors=each.word_vectors.astype(np.float16)) for each in encodings]
    said = [query("the mayor had promised to keep it"), query("Nobody asked the fishermen.")]
    spans = [
        [(p.first, p.last) for some in place_all(said, Body(BODY, sentences, these), RANK, RULES) for p in some]
        for these in (encodings, small)
    ]
    assert spans[0] == spans[1]


def test_a_carrier_stops_at_the_next_quotation() -> None:
    article = 'The plan "will not work," she said, adding that the staff are "heroes" to many.'
    first, second = Span(10, 24), Span(article.index("heroes"), article.index("heroes") + 6)
    sentences = [Span(0, len(article))]
    assert find_carrier(first, sentences, [first, second], RULES).of(article) == article[: second.start - 1]
    assert find_carrier(second, sentences, [first, second], RULES).of(article).startswith(" she said, adding")


def test_a_bare_quotation_takes_the_sentence_before_unless_that_is_quoted_too() -> None:
    article = "She spoke of the mill and its end. “It is gone.” “All of it.”"
    one, two = Span(36, 47), Span(50, 60)
    sentences = split_sentences(article)
    assert find_carrier(one, sentences, [one, two], RULES).start == 0
    assert find_carrier(two, sentences, [one, two], RULES).start >= one.end


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=80), st.text(min_size=1, max_size=60))
def test_any_text_can_be_placed_or_not_without_an_error(text: str, said: str) -> None:
    sentences = split_sentences(text)
    if not sentences:
        return
    place = Body(text, sentences, ENCODER.encode([s.of(text) for s in sentences]))
    for placement in place_all([query(said)], place, RANK, RULES)[0]:
        passage = place.cut_passage(placement.first, placement.last, [Span(0, len(text))])
        assert passage.text == " ".join(span.of(text) for span in passage.spans)
        assert passage.text


def test_a_very_long_sentence_is_searched_in_stretches() -> None:
    text = "One, two three. " + "four five, six seven " * 3 + "End."
    spans = split_sentences(text)
    rules = replace(RULES, sentence_words=6)
    assert [span.of(text) for span in cut_long(text, spans, RULES)] == [span.of(text) for span in spans]
    assert [span.of(text) for span in cut_long(text, spans, rules)] == [
        "One, two three.",
        "four five, six seven four",
        "five, six seven four five",
        ", six seven End.",
    ]


@given(st.text("ab,，你 \n", min_size=1, max_size=60), st.integers(1, 5))
def test_stretches_lose_no_word(text: str, limit: int) -> None:
    whole = Span(0, len(text))
    found = cut_long(text, [whole], replace(RULES, sentence_words=limit))
    assert "".join("".join(span.of(text).split()) for span in found) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_memory_grows_with_the_words_of_a_sentence_and_not_with_their_square() -> None:
    words = [f"word{i % 700}" for i in range(4000)]
    text = " ".join(words) + "."
    sentences = cut_long(text, [Span(0, len(text))], RULES)
    place = Body(text, sentences, ENCODER.encode([s.of(text) for s in sentences]))
    tracemalloc.start()
    passages(query("word20 word21 word22 word23"), place=place)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200 * 1024 * 1024


def test_context_reaches_only_so_far() -> None:
    sentence = Span(0, 100_000)
    found = find_carrier(Span(50_000, 50_010), [sentence], [], RULES)
    assert found == Span(46_000, 54_010)
