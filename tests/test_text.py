"""Words, stems and the packs of word lists."""

from __future__ import annotations

from fidelity.text.pack import load_pack
from fidelity.text.words import Words


def test_every_list_of_english_answers() -> None:
    pack = load_pack("en")
    assert [name for name, value in vars(pack).items() if not value] == []
    assert pack.numbers["million"] == (1e6, "scale")
    assert pack.calendar["may." if "may." in pack.calendar else "january"] == ("month", 1.0)
    assert pack.units["km"] == ("length", 1000.0)
    assert pack.name_variants[0][:2] == ("us", "u.s")
    assert pack.says_no("isn't")
    assert not pack.says_no("is")


def test_a_language_without_a_pack_answers_nothing() -> None:
    pack = load_pack("xx-Latn")
    assert pack.language == "xx"
    assert (pack.numbers, pack.negators, pack.places) == ({}, frozenset(), ())
    assert Words("Houses fell", pack).stems == ("houses", "fell")


def test_what_was_read_once_is_kept() -> None:
    words, made = Words("Two words."), []
    for _ in range(2):
        assert words.keep("count", lambda: made.append(1) or len(words)) == 3
    assert made == [1]


def test_function_words_are_no_content_with_a_verb_drawn_in() -> None:
    words = Words("I'd say that’s May's plan; who've we left?")
    assert [words.forms[i] for i in words.content] == ["say", "may's", "plan", "left"]
