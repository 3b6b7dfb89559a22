"""The multilingual encoder, and quotations that are paired across languages with nothing installed or named."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import fidelity
from fidelity.embedding import MultilingualEncoder, WordMatcher, load_encoder, verify_model
from fidelity.errors import ModelError
from fidelity.resources import find_resource
from fidelity.settings import EncodingSettings

ENCODER = MultilingualEncoder()
MATCHER = WordMatcher()
FOLDER = find_resource("models/multilingual-encoder")

LETTERS = Path(__file__).parent / "cases" / "letters"
"""One invented letter in several languages. The article quotes the fourth, fifth and sixth paragraph."""

ARTICLE = (LETTERS / "article.txt").read_text(encoding="utf-8")


def read_letter(language: str) -> tuple[str, list[str]]:
    """The letter, and the paragraphs that the article quotes."""
    text = (LETTERS / f"{language}.txt").read_text(encoding="utf-8")
    return text, text.split("\n\n")[3:6]


def check(folder: Path, translation: str, article: str) -> fidelity.Report:
    for name, text in (("memo.txt", translation), ("article.txt", article)):
        (folder / name).write_text(text, encoding="utf-8")
    return fidelity.check(folder / "memo.txt", folder / "article.txt")


class TestEncoder:
    def test_words_lie_in_the_text_in_order(self) -> None:
        text = "我们 won't  sell the “old” cranes: 8.4 Mio. Euro, точка."
        words = ENCODER.encode([text])[0].words
        assert [word.of(text) for word in words[:3]] == ["我们", "won", "'"]
        assert all(a.end <= b.start for a, b in pairwise(words))
        assert not any(word.of(text)[0].isspace() or word.of(text)[-1].isspace() for word in words)

    def test_shapes(self) -> None:
        found = ENCODER.encode(["The yard stays open.", ""])
        assert [each.vector.shape for each in found] == [(512,), (512,)]
        assert found[0].word_vectors.shape == (len(found[0].words), 512)
        assert found[0].word_vectors.dtype == np.float32
        assert (found[1].words, found[1].pieces, float(np.abs(found[1].vector).sum())) == ((), (), 0.0)

    def test_the_same_statement_is_nearer_in_another_language_than_another_statement(self) -> None:
        texts = ["We will not close the yard.", "我们不会关闭船厂。", "董事会已经决定把旧起重机卖给镇政府。"]
        english, same, other = (each.vector for each in ENCODER.encode(texts))
        assert english @ same > 0.5 > 2 * (english @ other)

    def test_a_run_of_all_words_has_nearly_the_vector_of_the_text(self) -> None:
        found = ENCODER.encode(["Der Vorstand hat beschlossen, die alten Kräne an die Stadt zu verkaufen."])[0]
        pieces = np.array(found.pieces, np.int64)
        sums = (found.word_vectors * pieces[:, None]).sum(axis=0, keepdims=True)
        assert ENCODER.compose(sums, pieces.sum(keepdims=True))[0] @ found.vector > 0.98

    def test_a_text_gets_the_same_vectors_in_blocks(self) -> None:
        text = "The board has decided to sell the old cranes to the town. " * 12
        whole = ENCODER.encode([text])[0]
        blocks = MultilingualEncoder(EncodingSettings(block_pieces=16)).encode([text])[0]
        assert np.allclose(whole.vector, blocks.vector, atol=1e-5)
        assert np.allclose(whole.word_vectors, blocks.word_vectors, atol=1e-3)

    def test_files_are_compared_with_their_checksums(self, tmp_path: Path) -> None:
        assert sorted(verify_model(FOLDER)) == ["matching.npz", "weights.npz"]
        (tmp_path / "SHA256SUMS").write_text("0" * 64 + "  weights.npz\n", encoding="utf-8")
        (tmp_path / "weights.npz").write_bytes(b"something else")
        with pytest.raises(ModelError, match="differs from its checksum"):
            MultilingualEncoder(folder=tmp_path).encode(["text"])

    def test_it_can_be_named(self) -> None:
        assert isinstance(load_encoder("multilingual-encoder", EncodingSettings()), MultilingualEncoder)


def counterparts(one: str, other: str) -> dict[str, str]:
    """For each word of a text, the likest word of another one."""
    first, second = ENCODER.encode([one, other])
    alike = MATCHER.compare(first.word_vectors).places @ MATCHER.compare(second.word_vectors).places.T
    nearest = zip(first.words, alike.argmax(axis=1).tolist(), strict=True)
    return {word.of(one): second.words[i].of(other) for word, i in nearest}


class TestMatcher:
    def test_a_word_is_likest_to_its_counterpart(self) -> None:
        found = counterparts(
            "The hospital bought nine new beds in March.", "Im März kaufte das Spital neun neue Betten."
        )
        wanted = {"hospital": "Spital", "nine": "neun", "new": "neue", "beds": "Betten", "March": "März"}
        assert {word: found[word] for word in wanted} == wanted

    def test_a_word_of_content_tells_more_than_an_article(self) -> None:
        text = "The nurses of the hospital went home."
        encoding = ENCODER.encode([text])[0]
        weights = dict(
            zip([word.of(text) for word in encoding.words], MATCHER.compare(encoding.word_vectors).weights, strict=True)
        )
        assert min(weights["nurses"], weights["hospital"]) > 2 * max(weights["the"], weights["of"]) > 0

    def test_its_file_is_compared_with_its_checksum(self, tmp_path: Path) -> None:
        (tmp_path / "SHA256SUMS").write_text("0" * 64 + "  matching.npz\n", encoding="utf-8")
        (tmp_path / "matching.npz").write_bytes(b"something else")
        with pytest.raises(ModelError, match="differs from its checksum"):
            WordMatcher(folder=tmp_path).compare(np.zeros((1, 512), np.float32))

    def test_a_folder_without_it_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "SHA256SUMS").write_text("", encoding="utf-8")
        with pytest.raises(ModelError, match="does not list all its files"):
            _ = WordMatcher(folder=tmp_path).name


class TestAcrossLanguages:
    @pytest.mark.parametrize("language", ["ar", "de", "pl", "ru", "zh"])
    def test_an_english_article_is_paired_with_a_letter_in_its_own_language(
        self, language: str, tmp_path: Path
    ) -> None:
        letter, passages = read_letter(language)
        report = check(tmp_path, letter, ARTICLE)
        pairs = sorted(report.pairs, key=lambda pair: pair.quotation.spans[0].start)
        assert [pair.passage.text for pair in pairs] == passages
        is_read = language in ("de", "ru", "zh")
        assert [pair.fidelity is not None for pair in pairs] == [is_read] * len(pairs)
        assert all(("the scorer does not read" in str(pair.unjudged)) != is_read for pair in pairs)
        assert not report.missing

    def test_words_that_no_passage_carries_are_missing(self, tmp_path: Path) -> None:
        letter, passages = read_letter("zh")
        report = check(tmp_path, letter.replace(passages[2], "天气很好。"), ARTICLE)
        assert [entry.quotation.text for entry in report.missing] == [
            "The board has decided to sell the old cranes to the town."
        ]

    def test_an_article_in_another_language_is_paired_with_an_english_translation(self, tmp_path: Path) -> None:
        letter, passages = read_letter("en")
        article = "In ihrem Brief schrieb Ana Mora: „Wir werden die Werft nicht vor Ende nächsten Jahres schließen.“\n"
        (pair,) = check(tmp_path, letter, article).pairs
        assert pair.passage.text == passages[0]

    def test_english_on_both_sides_keeps_its_own_encoder_beside_an_article_in_another_language(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "memo.txt").write_text(read_letter("en")[0], encoding="utf-8")
        (tmp_path / "en.txt").write_text(
            "In her letter, Ana Mora wrote: “We won't close the yard.”\n", encoding="utf-8"
        )
        (tmp_path / "de.txt").write_text(
            "In ihrem Brief schrieb Ana Mora: „Wir werden die Werft nicht schließen.“\n", encoding="utf-8"
        )
        report = fidelity.check(tmp_path / "memo.txt", [tmp_path / "en.txt", tmp_path / "de.txt"])
        assert len(report.pairs) == 2
        assert "model:all-MiniLM-L6-v2@" in report.signature
        assert "+multilingual-encoder@" in report.signature
        by_article = {article.id: article.language for article in report.articles}
        assert {by_article[pair.article]: pair.unmatched is None for pair in report.pairs} == {"en": True, "de": False}
        assert "across:across-reader@" in report.signature.replace("|", " ")
        assert "|matcher:matching@" in report.signature

    def test_languages_without_data_are_named(self, tmp_path: Path) -> None:
        notes = {language: check(tmp_path, read_letter(language)[0], ARTICLE).notes for language in ("pl", "de")}
        said = "Confidence is not calibrated for Polish, and there is no fidelity for it."
        assert {language: said in some for language, some in notes.items()} == {"pl": True, "de": False}
