from __future__ import annotations

import hashlib

from fidelity.identity import number_repeats, pair_id, quotation_ids
from fidelity.types import Quotation, Span

TEXT = 'He said "we  lost" today.\n\nHe said "we  lost" today.\n\nShe said "we\u00a0won".'


def quotation(start: int, end: int, paragraph: tuple[int, int]) -> Quotation:
    return Quotation(TEXT[start:end], (Span(start, end),), Span(*paragraph))


FIRST = quotation(9, 17, (0, 25))
SECOND = quotation(36, 44, (27, 52))


def test_an_id_is_the_words_and_their_paragraph_with_white_space_folded() -> None:
    expected = hashlib.sha256('we lost\u001fHe said "we lost" today.'.encode()).hexdigest()[:16]
    assert quotation_ids(TEXT, [FIRST]) == [expected]


def test_repeats_are_numbered_in_order() -> None:
    first, second = quotation_ids(TEXT, [FIRST, SECOND])
    assert second == f"{first}-2"
    assert number_repeats(["a", "b", "a", "a"]) == ["a", "b", "a-2", "a-3"]


def test_neither_offsets_nor_composition_enter() -> None:
    composed, decomposed = 'X: "é".', 'X:  "e\u0301".'
    ids = [
        quotation_ids(text, [Quotation(said, (Span(5, 6),), Span(0, len(text)))])
        for text, said in ((composed, "é"), (decomposed, "e\u0301"))
    ]
    assert ids[0] == ids[1]


def test_a_pair_id_adds_the_passage() -> None:
    expected = hashlib.sha256('we lost\u001fHe said "we lost" today.\u001fthey lost'.encode()).hexdigest()[:16]
    assert pair_id(TEXT, FIRST, "they  lost") == expected
