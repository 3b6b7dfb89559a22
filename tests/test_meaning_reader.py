"""The reader of meaning: what it says of plain pairs, and that nothing but the pair itself changes what it says."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import numpy as np
import pytest

from fidelity.embedding.model_files import unpack
from fidelity.errors import ModelError
from fidelity.resources import find_resource
from fidelity.scorer import HEADS, PairReading
from fidelity.scorer.mpnet import MeaningReader

FOLDER = find_resource("models/meaning-reader")
PAIRS = [
    ("We lost 1,600 jobs last year.", "Last year some 1,600 posts were lost to us."),
    ("The talks failed.", "The talks, which the minister had called for in the spring, were a failure."),
    ("not now", "It will not happen now, said everybody who was there, and went home early in the evening."),
]


@pytest.fixture(scope="module")
def reader() -> MeaningReader:
    return MeaningReader(threads=1)


def odds(reading: PairReading) -> list[float]:
    return [reading.forward.entailed, reading.forward.contradicted, reading.backward.contradicted, *reading.heads]


def test_a_pair_is_read_alike_alone_and_among_others(reader: MeaningReader) -> None:
    for pair, together in zip(PAIRS, reader.read(PAIRS), strict=True):
        (alone,) = reader.read([pair])
        assert odds(alone) == pytest.approx(odds(together), abs=2e-3)


def test_threads_change_nothing(reader: MeaningReader) -> None:
    for one, other in zip(reader.read(PAIRS), MeaningReader(threads=2).read(PAIRS), strict=True):
        assert odds(one) == odds(other)
        assert np.array_equal(one.passage.changed, other.passage.changed)


def test_each_direction_has_three_probabilities(reader: MeaningReader) -> None:
    for (quotation, _), reading in zip(PAIRS, reader.read(PAIRS), strict=True):
        assert len(reading.heads) == len(HEADS)
        for said in (reading.forward, reading.backward):
            assert said.entailed + said.open + said.contradicted == pytest.approx(1.0)
        assert "".join(span.of(quotation) for span in reading.quotation.words) == "".join(quotation.split())
        assert reading.quotation.vectors.shape == (len(reading.quotation.words), 0)


@pytest.mark.parametrize(
    ("quotation", "faithful", "drifted"),
    [
        ("He failed to answer.", "He gave no answer.", "He answered."),
        ("The talks succeeded.", "The talks were a success.", "The talks were a failure."),
        ("Nobody was hurt.", "There were no injured.", "Several people were hurt."),
        ("The vote was postponed.", "The vote was put off.", "The vote took place."),
    ],
)
def test_a_contradiction_is_told_from_other_words(
    reader: MeaningReader, quotation: str, faithful: str, drifted: str
) -> None:
    good, bad = reader.read([(quotation, faithful), (quotation, drifted)])
    assert good.forward.entailed > 0.5 > bad.forward.entailed
    assert bad.forward.contradicted > 0.5 > good.forward.contradicted


def test_what_the_passage_says_beyond_the_quotation_is_open_the_other_way(reader: MeaningReader) -> None:
    (reading,) = reader.read(
        [("The mill burned down.", "The mill and the old barn burned down in the night of 4 May.")]
    )
    assert reading.forward.entailed > 0.5
    assert reading.backward.entailed < 0.5


@pytest.mark.parametrize("where", [0, 4, 9])
def test_a_contradiction_anywhere_in_a_long_text_is_seen(reader: MeaningReader, where: int) -> None:
    sentences = [
        "The council of the district met in the old mill and approved the plan for a new bridge over the river.",
        "A teacher from the village said that the children had waited for the library since her own school days.",
        "The price of bread rose twice in the winter, and the bakers asked the ministry for help with the ovens.",
        "Doctors at the hospital found that the new medicine shortened the illness of most of their patients.",
        "The ferry to the northern island will sail every day in the summer and once a week in the winter months.",
        "Farmers carried water to their fields by hand, since the pumps had been sold to pay for the seeds.",
        "The painter gave her last three pictures to the museum and kept the drawings in a box under her bed.",
        "The railway company closed the small stations along the coast because hardly anyone got off there.",
        "A judge ordered the newspaper to print the reply of the mayor on its first page within seven days.",
        "Fishermen reported that the herring had come back to the bay after an absence of more than ten years.",
    ]
    drifted = {0: ("approved", "rejected"), 4: ("every day", "never"), 9: ("come back to", "vanished from")}
    passage = list(sentences)
    passage[where] = passage[where].replace(*drifted[where])
    good, bad = reader.read([(" ".join(sentences), " ".join(some)) for some in (sentences, passage)])
    assert bad.forward.entailed < good.forward.entailed - 0.2


@pytest.mark.parametrize("text", ["", " ", "\0", "\ud800", "\u0301", "[SEP] [CLS]", "字" * 2000, "a" * 5000])
def test_odd_texts_are_read(reader: MeaningReader, text: str) -> None:
    for pair in ((text, "The talks failed."), ("The talks failed.", text), (text, text)):
        (reading,) = reader.read([pair])
        assert np.isfinite(odds(reading)).all()


@pytest.mark.parametrize("name", ["model.onnx", "weights.npz", "thresholds.json", "SHA256SUMS"])
def test_a_missing_file_is_said(tmp_path: Path, name: str) -> None:
    copied = Path(shutil.copytree(FOLDER, tmp_path / "model"))
    (copied / name).unlink()
    with pytest.raises(ModelError, match="reinstall fidelity"):
        MeaningReader(folder=copied).read(PAIRS)


def test_the_name_holds_the_checksums() -> None:
    rows = (line.split() for line in (FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    digests = {name: digest[:8] for digest, name in rows}
    assert MeaningReader().name == f"meaning-reader@{digests['model.onnx']}+{digests['thresholds.json']}"


def test_weights_of_four_bits_are_multiples_of_the_steps_of_their_groups() -> None:
    steps = np.array([[1, 9], [3, 2]], np.int8)
    multiples = np.array([[0x8F, 0x78], [0x19, 0x81]], np.uint8)  # two inputs a byte, the first half in the low bits
    file = io.BytesIO()
    np.savez(file, **{"dense.steps": steps, "dense.multiples": multiples})
    weights = unpack(file.getvalue())
    assert list(weights) == ["dense"]
    assert weights["dense"].dtype == np.int8
    assert weights["dense"].tolist() == [[7, 0], [1, -63], [0, -2], [-21, 0]]
