"""Pairs with people's judgements, of real texts, to fit on and to measure on: one way to read all sets.

``DIR`` holds ``mqm_zhen``, ``mqm_bio``, ``demetr``, ``mlqe_pe``, ``da_toen``, ``entailment``, ``wrong_sense``,
``two_versions``, ``two_references`` (all ``.jsonl.gz``) and ``real_dev/``. ``two_references`` and ``da_toen`` are for
research use: they are measured on and never fitted on. Each set is split as for the training of the scorer
(``models/training/corpora.py``), which has read neither ``dev`` nor ``test``. Which pairs are drawn depends on
nothing but their texts.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT.parent), str(ROOT / "training")]

import corpora

GOOD_Z, GOOD_DA = 1.0, 85.0
"""Deviations above the mean, and points of 100, from which people's direct assessment says that nothing is wrong."""


SURE, NEAR = 12, 400
"""Characters of a gold quotation by which it is found, and how far before its offset it is looked for."""


@dataclass(frozen=True)
class Example:
    """A pair and what people said of it.

    ``faithful``: whether a careful reader sees nothing major. ``points``: MQM points, higher is worse. ``group``: the
    same for translations of one text.
    """

    source: str
    kind: str
    quotation: str
    passage: str
    faithful: bool
    points: float | None = None
    group: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        return self.quotation, self.passage


def _rank(*values: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, values)).encode()).hexdigest()


def _part_of(*values: object) -> str:
    """Half of what the values name is for fitting, half for measuring."""
    return "dev" if int(_rank("part", *values)[:8], 16) % 2 else "test"


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _drawn(examples: list[Example], most: int) -> list[Example]:
    """``most`` of the examples, the same whatever else there is."""
    return sorted(set(examples), key=lambda e: _rank(e.quotation, e.passage))[:most]


def read_documents(data: Path, most: int) -> list[tuple[Example, Example]]:
    """Sentences of documents in two professional translations: each pair alone, and with its passage among the
    sentences before and behind it."""
    rows = {(row["set"], row["i"]): row for row in _rows(data / "two_references.jsonl.gz")}
    found = {}
    for (name, i), row in rows.items():
        beside = [rows[name, j]["ref"] for j in (i - 1, i, i + 1) if (name, j) in rows]
        if len(beside) > 2:
            pair = Example("two_references", name, row["ref2"], row["ref"], True)
            found[pair] = replace(pair, passage=" ".join(beside))
    return [(pair, found[pair]) for pair in _drawn(list(found), most)]


def read_mqm_zhen(data: Path, part: str, most: int) -> list[Example]:
    """English machine and human translations of Chinese, with professionals' MQM errors."""
    return _rated("mqm_zhen", "system", corpora.read_mqm(data), part, most)


def read_mqm_bio(data: Path, part: str, most: int) -> list[Example]:
    """Abstracts of medicine, translated into English from seven languages, with professionals' MQM errors."""
    return _rated("mqm_bio", "lp", corpora.read_bio(data), part, most)


def _rated(source: str, kind: str, rows: Iterable[dict[str, Any]], part: str, most: int) -> list[Example]:
    """Translations beside a reference, with MQM points; ``kind`` is the column that the examples are told apart by."""
    return _drawn(
        [
            Example(source, row[kind], row["ref"], row["mt"], row["faithful"], row["mqm"], _rank(row["src"]))
            for row in rows
            if row["part"] == part
        ],
        most,
    )


def read_entailment(data: Path, part: str, most: int) -> list[Example]:
    """Hypotheses as quotations of their premises: faithful where they are entailed, not where they contradict.

    What is open in a minimal edit is not what the premise says either; in the other sets it may be anything, and is
    left out.
    """
    edited = ("new_protocols", "counterfactual", "med", "scone")
    found = []
    for row in corpora.read_entailment(data):
        open_ = row["label"] == "neutral"
        if row["part"] == part and not (open_ and not row["set"].startswith(edited)):
            faithful = row["label"] == "entailment"
            found.append(Example("entailment", row["set"], row["hypothesis"], row["premise"], faithful))
    return _drawn([e for e in found if e.quotation != e.passage], most)


def read_senses(data: Path, part: str, most: int) -> list[Example]:
    """Sentences with one word exchanged for a word of another sense."""
    rows = [row for row in corpora.read_senses(data) if row["part"] == part]
    return _drawn([Example("senses", row["origin"], row["ref"], row["wrong"], False) for row in rows], most)


def read_demetr(data: Path, part: str, most: int) -> list[Example]:
    """Machine translations with one controlled error, and as they are."""
    found = []
    for row in corpora.read_demetr(data):
        if row["part"] != part:
            continue
        group = str(row["id"])
        found.append(Example("demetr", "as it is", row["ref"], row["mt"], True, group=group))
        if row["severity"] != "base" and row["perturbed"] != row["mt"]:
            faithful = row["severity"] == "minor"
            found.append(Example("demetr", row["type"], row["ref"], row["perturbed"], faithful, group=group))
    return _drawn(found, most)


def read_da(data: Path, part: str, most: int) -> list[Example]:
    """Machine translations that people found surely adequate."""
    return _drawn(
        [
            Example("da_toen", row["lp"], row["ref"], row["mt"], True)
            for row in _rows(data / "da_toen.jsonl.gz")
            if row["score"] >= GOOD_Z and row["ref"] != row["mt"] and _part_of(row["set"], row["seg_id"]) == part
        ],
        most,
    )


def read_mlqe(data: Path, part: str, most: int) -> list[Example]:
    """Machine translations that people found adequate, beside their corrections."""
    wanted = {"dev": "dev", "test": "test"}[part]
    return _drawn(
        [
            Example("mlqe_pe", "", row["pe"], row["mt"], True)
            for row in corpora.read_mlqe(data)
            if row["part"] == wanted and row["da"] >= GOOD_DA and row["pe"] != row["mt"]
        ],
        most,
    )


def read_two_references(data: Path, part: str, most: int) -> list[Example]:
    """Two professional translations of one text: faithful by definition, nearly always. Measured only."""
    del part
    found = [
        Example("two_references", row["set"], row["ref"], row["ref2"], True)
        for row in _rows(data / "two_references.jsonl.gz")
        if row["ref"].strip() and row["ref2"].strip() and row["ref"] != row["ref2"]
    ]
    return _drawn(found, most)


def read_two_versions(data: Path, part: str, most: int) -> list[Example]:
    """Verses in two free translations: faithful."""
    rows = [row for row in corpora.read_versions(data) if row["part"] == part]
    return _drawn([Example("two_versions", row["set"], row["ref"], row["ref2"], True) for row in rows], most)


def read_paws(data: Path, part: str, most: int) -> list[Example]:
    """Sentences of nearly the same words that mean the same, or not: who did what to whom is exchanged, say."""
    return _drawn(
        [
            Example("paws", "", row["q"], row["p"], row["same"])
            for row in corpora.read_paws(data)
            if row["part"] == part
        ],
        most,
    )


def read_edits(data: Path, part: str, most: int) -> list[Example]:
    """Sentences of summaries that were edited, and whether the summary is still right. All of them are for testing."""
    return _drawn(
        [
            Example("edits", row["set"], row["after"], row["before"], row["right"])
            for row in corpora.read_edits(data)
            if row["part"] == part == "test"
        ],
        most,
    )


def read_twins(data: Path, part: str, most: int) -> list[Example]:
    """Two professional translations of one Chinese text: faithful by definition."""
    rows = [row for row in corpora.read_mqm(data) if row["part"] == part and row.get("ref2")]
    return _drawn(
        [Example("twins", "", row["ref"], row["ref2"], True) for row in rows if row["ref"] != row["ref2"]], most
    )


def read_strangers(data: Path, part: str, most: int) -> list[Example]:
    """Texts with those of other documents, whole, and one side or both cut short."""
    places = {row["ref"]: (row["set"], row["doc"]) for row in corpora.read_mqm(data) if row["part"] == part}
    texts = sorted(places, key=_rank)
    found = []
    for one, other in pairwise(texts):
        if places[one] == places[other]:
            continue
        turn = int(_rank("turn", one)[:8], 16)
        short = [" ".join(text.split()[: 3 + turn % 10]) for text in (one, other)]
        quotation, passage = ((one, other), (short[0], other), (one, short[1]), (short[0], short[1]))[turn % 4]
        found.append(Example("strangers", "", quotation, passage, False))
    return _drawn(found, most)


def read_real(data: Path, part: str, most: int) -> list[Example]:
    """Quotations of articles built after real ones, with the passages and the drift that a reader saw."""
    del part
    return read_articles(data / "real_dev", "real_dev", most)


def read_articles(folder: Path, source: str, most: int) -> list[Example]:
    """The gold pairs of a folder in the format of ``real_dev``."""
    import fidelity

    texts, found = dict[str, str](), []

    def text_of(name: str) -> str:
        if name not in texts:
            path = folder / name
            texts[name] = path.read_text("utf-8") if path.suffix == ".txt" else fidelity.inspect(path).text
        return texts[name]

    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        for gold in record["quotes"]:
            if gold["expect"] != "pair" or gold["drift"] is None or record["scope"] != "english":
                continue
            # Offsets of web pages were counted on an earlier reading of them.
            article, length = text_of(record["article"]), gold["end"] - gold["start"]
            near = article.find(gold["quote"][:SURE], max(0, gold["start"] - NEAR))
            start = gold["start"] if near < 0 else near
            quotation = article[start : start + length]
            document = text_of(record["translation"])
            passage = " ".join(document[a:b] for a, b in gold["passage"])
            faithful = gold["drift"] != "major"
            found.append(Example(source, gold["drift"], quotation, passage, faithful))
    return list(dict.fromkeys(found))[:most]


def read_reading(data: Path, part: str, most: int) -> list[Example]:
    """The pairs by hand of ``tests/cases/reading.jsonl``: ``dev`` is the half to look at."""
    del data
    path = ROOT.parent / "tests" / "cases" / "reading.jsonl"
    rows = map(json.loads, path.read_text("utf-8").splitlines()) if path.exists() else ()
    split = {"dev": "look", "test": "once"}[part]
    return [
        Example("reading", row["kind"], row["quotation"], row["passage"], not row["drift"])
        for row in rows
        if row["split"] == split
    ][:most]


SETS: dict[str, tuple[Callable[[Path, str, int], list[Example]], int]] = {
    "mqm_zhen": (read_mqm_zhen, 450),
    "mqm_bio": (read_mqm_bio, 450),
    "demetr": (read_demetr, 800),
    "mlqe_pe": (read_mlqe, 150),
    "da_toen": (read_da, 200),
    "two_references": (read_two_references, 700),
    "two_versions": (read_two_versions, 150),
    "entailment": (read_entailment, 350),
    "senses": (read_senses, 150),
    "twins": (read_twins, 150),
    "paws": (read_paws, 400),
    "edits": (read_edits, 600),
    "strangers": (read_strangers, 150),
    "real_dev": (read_real, 1000),
    "reading": (read_reading, 1000),
}
"""Each set, and how many pairs of it are drawn by default."""

ONLY_MEASURED = ("two_references", "da_toen", "real_dev", "reading", "paws", "edits")
"""Sets of which these parts are fitted on by nothing, for their licence or since they are the tests."""


def collect(data: Path, part: str, names: tuple[str, ...] = tuple(SETS)) -> list[Example]:
    """The pairs of several sets."""
    return [example for name in names for example in SETS[name][0](data, part, SETS[name][1])]
