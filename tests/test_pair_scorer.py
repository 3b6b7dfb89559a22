"""The pair scorer: what it reads, in which windows, and that nothing but the pair itself changes what it says."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import numpy_helper

from fidelity.errors import ModelError
from fidelity.resources import find_resource
from fidelity.scorer import HEADS, PairReading
from fidelity.scorer.minilm import PairScorer
from fidelity.scorer.minilm.word_table import WordTable
from fidelity.scorer.windows import Text, cut_windows
from fidelity.settings import ScoringSettings

FOLDER = find_resource("models/pair-scorer")
PAIRS = [
    ("We lost 1,600 jobs last year.", "Last year some 1,600 posts were lost to us."),
    ("The talks failed.", "The talks, which the minister had called for in the spring, were a failure."),
    ("not now", "It will not happen now, said everybody who was there, and went home early in the evening."),
]


@pytest.fixture(scope="module")
def scorer() -> PairScorer:
    return PairScorer(threads=1)


def same(one: PairReading, other: PairReading) -> bool:
    sides = ((one.quotation, other.quotation), (one.passage, other.passage))
    return one.heads == other.heads and all(
        a.words == b.words and np.array_equal(a.changed, b.changed) and np.array_equal(a.vectors, b.vectors)
        for a, b in sides
    )


def test_a_pair_is_read_alike_alone_and_among_others(scorer: PairScorer) -> None:
    together = scorer.read(PAIRS)
    for pair, reading in zip(PAIRS, together, strict=True):
        (alone,) = scorer.read([pair])
        assert alone.heads == pytest.approx(reading.heads, abs=2e-4)
        assert np.abs(alone.passage.changed - reading.passage.changed).max() < 2e-4


def test_threads_change_nothing(scorer: PairScorer) -> None:
    for one, other in zip(scorer.read(PAIRS), PairScorer(threads=2).read(PAIRS), strict=True):
        assert same(one, other)


def test_words_are_those_of_the_texts(scorer: PairScorer) -> None:
    for (quotation, passage), reading in zip(PAIRS, scorer.read(PAIRS), strict=True):
        assert len(reading.heads) == len(HEADS)
        for text, side in ((quotation, reading.quotation), (passage, reading.passage)):
            joined = "".join(span.of(text) for span in side.words)
            assert joined == "".join(text.split())
            assert len(side.words) == len(side.vectors) == len(side.changed) == len(side.rated)


@pytest.mark.parametrize("text", ["", " ", "\0", "\ud800", "\u0301", "[SEP] [CLS]", "字" * 2000, "a" * 5000])
def test_odd_texts_are_read(scorer: PairScorer, text: str) -> None:
    for pair in ((text, "The talks failed."), ("The talks failed.", text), (text, text)):
        (reading,) = scorer.read([pair])
        assert np.isfinite(reading.heads).all()
        assert np.isfinite(reading.passage.changed).all()


@settings(max_examples=200, deadline=None)
@given(left=st.integers(0, 900), right=st.integers(0, 900))
def test_every_piece_of_a_quotation_is_read_once_and_of_a_passage_beside_it_at_least_once(
    left: int, right: int
) -> None:
    rules = ScoringSettings()
    texts = [Text(list(range(n)), [i // 3 for i in range(n)], ()) for n in (left, right)]
    windows = list(cut_windows(0, texts[0], texts[1], rules))
    stretches = sorted({window.left for window in windows})
    assert [i for a, b in stretches for i in range(a, b)] == list(range(left))
    assert all(len(window) <= rules.quotation_pieces + rules.passage_pieces + 3 for window in windows)
    if left <= rules.quotation_pieces:
        assert {i for window in windows for i in range(*window.right)} == set(range(right))


@pytest.mark.parametrize("turned", [False, True])
def test_a_stretch_of_a_long_quotation_is_read_beside_its_counterpart(turned: bool) -> None:
    rules = ScoringSettings()
    left, right = [*range(1100, 1940), *range(3000, 3240)], [*range(3000, 3240), *range(1100, 1940)]
    one, other = left, right if turned else left
    texts = [Text(ids, list(range(len(ids))), ()) for ids in (one, other)]
    for window in cut_windows(0, texts[0], texts[1], rules):
        mine, theirs, core = (
            set(ids[slice(*place)]) for ids, place in ((one, window.left), (other, window.right), (other, window.core))
        )
        assert len(mine & theirs) >= 0.8 * len(mine)
        assert core <= theirs


def test_stretches_end_with_sentences() -> None:
    full_stop, ids = 1012, [2000] * 900
    for place in range(70, 900, 70):
        ids[place] = full_stop
    text = Text(ids, list(range(900)), ())
    windows = list(cut_windows(0, text, text, ScoringSettings()))
    assert all(ids[window.left[1] - 1] == full_stop for window in windows[:-1])


@pytest.mark.parametrize("where", [3, 17, 30, 49])
def test_an_error_anywhere_in_a_long_text_is_seen(scorer: PairScorer, where: int) -> None:
    sentences = [f"In year {n} the committee of the district met and approved the plan." for n in range(1900, 1950)]
    quotation = " ".join(sentences)
    sentences[where] = sentences[where].replace("met and approved", "met and never approved")
    passage = " ".join(sentences)
    good, bad = scorer.read([(quotation, quotation), (quotation, passage)])
    assert bad.heads[0] < good.heads[0]
    assert bad.passage.words[bad.passage.changed.argmax()].of(passage) == "never"


@pytest.mark.parametrize(
    ("quotation", "drifted", "other"),
    [
        (
            "We will close two of the five depots by the end of June.",
            "Three of our five depots will not close before July.",
            "The depots in the north have been losing money for five years.",
        ),
        (
            "The vendor told us nothing about the breach until our own people found it.",
            "The supplier informed us of the leak before our staff discovered it.",
            "Our own people have worked on the new contract with the vendor since May.",
        ),
    ],
)
def test_a_passage_that_drifted_is_still_the_passage(
    scorer: PairScorer, quotation: str, drifted: str, other: str
) -> None:
    carries = HEADS.index("carries")
    found, beside = (reading.heads[carries] for reading in scorer.read([(quotation, drifted), (quotation, other)]))
    assert found > beside + 1


class TestFiles:
    @pytest.mark.parametrize("name", ["model.onnx", "words", "SHA256SUMS"])
    def test_missing_file(self, tmp_path: Path, name: str) -> None:
        copied = Path(shutil.copytree(FOLDER, tmp_path / "model"))
        (copied / name).unlink()
        with pytest.raises(ModelError, match="reinstall fidelity"):
            PairScorer(folder=copied).read(PAIRS)

    @pytest.mark.parametrize("name", ["model.onnx", "words"])
    def test_changed_file(self, tmp_path: Path, name: str) -> None:
        copied = Path(shutil.copytree(FOLDER, tmp_path / "model"))
        content = (copied / name).read_bytes()
        (copied / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        with pytest.raises(ModelError, match=name):
            PairScorer(folder=copied).read(PAIRS)

    def test_name_holds_the_checksum(self) -> None:
        rows = (line.split() for line in (FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
        digests = {name: digest[:8] for digest, name in rows}
        assert PairScorer().name == f"pair-scorer@{digests['model.onnx']}+{digests['thresholds.json']}"


def test_the_word_table_is_the_encoders() -> None:
    graph = onnx.load(find_resource("models/all-MiniLM-L6-v2") / "model.onnx").graph
    stored = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    ids = np.array([[101, 2009], [0, 30521]])
    expected = stored["words.i8"][ids].astype(np.float32) * stored["words.scale"][ids]
    found = WordTable.load(FOLDER).look_up(ids)
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, expected)
