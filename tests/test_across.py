"""The reader of pairs in two languages, and the judgement that is made of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fidelity import judgement
from fidelity.calibration import Calibration, load_calibration
from fidelity.embedding import MultilingualEncoder
from fidelity.embedding.model_files import verify_model
from fidelity.errors import ModelError
from fidelity.pipeline.aligned import score
from fidelity.scorer.across import LEAST_COSINE, AcrossReader, AcrossReading, AcrossSide
from fidelity.settings import JudgementSettings
from fidelity.text.words import Words
from fidelity.types import Issue, Span

ENCODER = MultilingualEncoder()
READER = AcrossReader(ENCODER.encode)
RULES = JudgementSettings()
FAITHFUL = [
    ("The board has decided to sell the old cranes to the town.", "董事会已决定将旧起重机卖给该镇。", "zh"),
    ("We will raise the wages of all employees.", "Wir werden die Löhne aller Beschäftigten erhöhen.", "de"),
    ("The court rejected the complaint of the two unions.", "Суд отклонил жалобу двух профсоюзов.", "ru"),
    ("The water in the river has become much cleaner.", "L’eau de la rivière est devenue beaucoup plus propre.", "fr"),
]


def side(likeness: list[float]) -> AcrossSide:
    words = tuple(Span(2 * i, 2 * i + 1) for i in range(len(likeness)))
    return AcrossSide(words, np.array(likeness, np.float32), np.zeros(len(likeness), np.int64))


def reading(likeness: list[float], faithful: float = 2.0, rated: float = 1.0) -> AcrossReading:
    return AcrossReading({"faithful": faithful, "rated_faithful": rated}, 0.6, -0.5, side(likeness), side([0.9]))


def calibration(bias: float) -> Calibration:
    weights = tuple(float(name == "rated_faithful") for name in judgement.ACROSS_FEATURES)
    return Calibration("fidelity-across", judgement.ACROSS_FEATURES, weights, bias)


@pytest.mark.parametrize(("quotation", "passage", "language"), FAITHFUL)
def test_a_rendering_is_more_faithful_than_another_text(quotation: str, passage: str, language: str) -> None:
    shipped = load_calibration("fidelity-across", judgement.ACROSS_FEATURES)
    other = "Bananas grow in warm countries; people eat them raw, and children like them most of all fruits."
    found = {}
    for text in (quotation, other):
        read = READER.read((text, passage), ("en", language))
        assert read is not None
        found[text] = judgement.judge_across(read, Words(text), (), shipped, RULES).score
    assert found[quotation] > found[other]


def test_it_reads_english_with_the_languages_that_it_was_trained_on() -> None:
    assert READER.languages == {"de", "es", "fr", "it", "pt", "ru", "zh"}
    assert READER.serves(("en", "zh-Hant"))
    assert READER.serves(("ru", "en"))
    assert not READER.serves(("de", "fr"))
    assert not READER.serves(("en", "pl"))
    assert READER.read(("", "董事会"), ("en", "zh")) is None


def test_a_pair_has_the_same_reading_whatever_is_read_before() -> None:
    pair = FAITHFUL[0][:2]
    one, other = READER.read(pair, ("en", "zh")), AcrossReader(ENCODER.encode).read(pair, ("en", "zh"))
    assert one is not None
    assert other is not None
    assert one.heads == other.heads
    assert one.quotation.likeness.tolist() == other.quotation.likeness.tolist()


def test_files_are_compared_with_their_checksums(tmp_path: Path) -> None:
    folder = Path(__file__).resolve().parent.parent / "models" / "across-reader"
    names = ["lengths.json", "ratings.json", "weights.npz"]
    assert sorted(verify_model(folder)) == names
    for name in names:
        (tmp_path / name).write_bytes(b"something else")
    (tmp_path / "SHA256SUMS").write_text("".join(f"{'0' * 64}  {name}\n" for name in names), encoding="utf-8")
    with pytest.raises(ModelError, match="differs from its checksum"):
        AcrossReader(ENCODER.encode, folder=tmp_path).serves(("en", "zh"))


def test_evidence_has_names_and_signs() -> None:
    issue = Issue("accuracy/mistranslation", "numbers", "critical", (Span(0, 1),), (), "")
    values = dict(zip(judgement.ACROSS_FEATURES, judgement.weigh_across(reading([0.9]), (issue,), RULES), strict=True))
    assert values == {
        "rated_faithful": 1.0,
        "made_error": 0.0025,
        "brevity": -0.5,
        "numbers": 1.5,
        "names": 0.0,
        "negation": 0.0,
        "untranslated": 0.0,
    }
    shipped = load_calibration("fidelity-across", judgement.ACROSS_FEATURES)
    signs = (judgement.EVIDENCE_ACROSS[name] for name in shipped.features)
    assert all(weight * sign >= 0 for weight, sign in zip(shipped.weights, signs, strict=True))


def test_only_a_likely_made_error_counts() -> None:
    place = judgement.ACROSS_FEATURES.index("made_error")
    found = [judgement.weigh_across(reading([0.9], faithful), (), RULES)[place] for faithful in (6.0, 0.0, -8.0)]
    assert found == [0.0, 0.0181, 4.0181]


def test_ratings_speak_of_the_cosine_and_of_the_length_of_the_quotation() -> None:
    short, long = "We will sell the cranes.", "We will sell the cranes, which are old, to the town on the river."
    pairs = {
        (short, "Wir werden die Kräne verkaufen."): "short",
        (long, "Wir werden die Kräne, die alt sind, an die Stadt am Fluss verkaufen."): "long",
        (
            short,
            "Wir werden die Kräne verkaufen, und niemand hat uns je gesagt, wer sie kaufen soll oder was danach"
            " mit den Leuten geschieht.",
        ): "said more",
        (short, "Äpfel sind rot."): "other",
    }
    rated, cosines = {}, {}
    for pair, name in pairs.items():
        read = READER.read(pair, ("en", "de"))
        assert read is not None
        rated[name], cosines[name] = read.heads["rated_faithful"], read.cosine
    assert rated["short"] > rated["long"]
    assert rated["short"] > rated["other"]
    assert cosines["other"] < cosines["said more"] < LEAST_COSINE
    assert rated["said more"] == rated["other"], "lower cosines were not rated"


def test_a_very_long_quotation_counts_as_one_of_the_longest_that_were_rated() -> None:
    text = "The old cranes of the town were sold to the people on the river. "
    reads = [READER.read((text * n, "Die alten Kräne der Stadt wurden verkauft. " * n), ("en", "de")) for n in (12, 40)]
    one, other = (read.heads["rated_faithful"] for read in reads if read is not None)
    assert one == pytest.approx(other, abs=0.3)


def test_a_critical_issue_keeps_fidelity_below_one_half() -> None:
    issue = Issue("accuracy/mistranslation", "numbers", "critical", (Span(0, 1),), (), "")
    found = judgement.judge_across(reading([0.9]), Words("x"), (issue,), calibration(3.0), RULES)
    assert found.severity == "critical"
    assert found.fidelity < 50


def test_low_fidelity_without_an_issue_is_placed_on_the_words_without_a_counterpart() -> None:
    low = judgement.judge_across(
        reading([0.9, 0.1, 0.2, 0.9, 0.1, 0.1]), Words("x x x x x ,"), (), calibration(-6.0), RULES
    )
    assert (low.fidelity < 50, low.severity) == (True, "major")
    assert [(issue.check, issue.quotation_spans) for issue in low.issues] == [("model", (Span(2, 9),))]
    high = judgement.judge_across(reading([0.9, 0.1]), Words("x x"), (), calibration(3.0), RULES)
    assert (high.severity, high.issues) == ("neutral", ())


def test_neighbouring_words_without_a_counterpart_are_one_span() -> None:
    words = Words("a b c d e f g")
    found = judgement.find_unmatched(side([0.9, 0.1, 0.1, 0.8, 0.0]), words, RULES)
    assert found == (Span(2, 5), Span(8, 9))


def test_marks_and_words_of_grammar_are_not_said_to_lack_a_counterpart() -> None:
    words = Words("x , x the")
    read = AcrossSide(words.spans, np.zeros(4, np.float32), np.zeros(4, np.int64))
    assert judgement.find_unmatched(read, words, RULES) == (Span(0, 1), Span(4, 5))


def test_rows_in_two_languages_have_a_fidelity() -> None:
    rows = list(score([(FAITHFUL[0][0], FAITHFUL[0][1]), ("We sold 8.4 million cars.", "我们卖了8400万辆汽车。")]))
    assert rows[0].fidelity is not None
    assert rows[0].severity in ("neutral", "minor")
    assert rows[1].severity == "critical"
    assert rows[1].fidelity is not None
    assert rows[1].fidelity < 50
    assert rows[0].unmatched is not None
