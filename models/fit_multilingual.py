"""Fit the calibrations of pairing across languages on generated cases, and print how good they are on others.

    python models/fit_multilingual.py --data DIR

``DIR`` holds ``mqm_zhen.jsonl.gz`` and ``mqm_bio.jsonl.gz`` (Apache-2.0): documents in Chinese, German, Spanish,
French, Italian, Portuguese and Russian with an English rendering by a person. The document in its own language is under
test, the English rendering is quoted, in the ways of ``pairing_cases.py``; half of the segments are cut out of the
document. The part "dev" is fitted on, and "test" is measured: ``fit_matching.py`` trained the matcher on "train".

Writes ``models/calibration/placement-multilingual.json`` (which placement ranks first) and
``pairing-multilingual.json`` (whether the first is right).
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent / "training")]

import corpora
from fit_pairing import PENALTY, collect, fit, report
from pairing_cases import CachedEncoder, Case, Segment, make_cases

from fidelity.calibration import Calibration
from fidelity.embedding import MultilingualEncoder
from fidelity.pairing import COMPOSED_FEATURES, COMPOSED_TRUST_FEATURES
from fidelity.settings import Settings

SEED = 20261129
_START = {"similarity": 4, "recall": 1, "precision": 1, "run_cosine": 10, "context": 1, "lexical": 1, "near": 1}
START = Calibration(
    "placement-multilingual", COMPOSED_FEATURES, tuple(float(_START.get(name, 0)) for name in COMPOSED_FEATURES), -7
)
"""What ranks placements before anything is fitted: the cosine of the run above all."""

Documents = dict[str, list[list[Segment]]]


def read_documents(data: Path, part: corpora.Part) -> Documents:
    """A part's documents of each language, each a list of segments: the source, and the English of one person."""
    found: dict[str, dict[str, dict[str, Segment]]] = defaultdict(lambda: defaultdict(dict))
    for row in (*corpora.read_mqm(data), *corpora.read_bio(data)):
        language = row.get("lp", "zh2en")[:2]
        if row["part"] == part and row["src"].strip():
            segment = Segment([row["src"].strip(), row["ref"].strip()], [row["src"].strip()])
            found[language][f"{row['set']} {row['doc']}"].setdefault(str(row["seg_id"]), segment)
    return {
        language: [list(segments.values()) for _, segments in sorted(documents.items())]
        for language, documents in sorted(found.items())
    }


def cases_of(documents: Documents, seed: int, count: int) -> dict[str, list[Case]]:
    """``count`` cases of each language."""
    return {
        language: list(make_cases(some, random.Random(f"{SEED} {language} {seed}"), count, quoted=1))
        for language, some in documents.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with mqm_zhen.jsonl.gz and mqm_bio.jsonl.gz")
    parser.add_argument("--cases", type=int, default=5, help="cases of each language on either side (default 5)")
    options = parser.parse_args()
    encoder, settings = CachedEncoder(MultilingualEncoder()), Settings()
    fitted_on = [
        case for some in cases_of(read_documents(options.data, "dev"), 0, options.cases).values() for case in some
    ]
    rank = START
    for turn in range(2):
        few = collect(fitted_on[turn::4], encoder, rank, settings)
        rank = fit(rank.name, COMPOSED_FEATURES, few.rows, few.labels)
    found = collect(fitted_on, encoder, rank, settings)
    trust = fit("pairing-multilingual", COMPOSED_TRUST_FEATURES, found.first, found.right, PENALTY, found.present)
    for language, others in cases_of(read_documents(options.data, "test"), 1, options.cases).items():
        held = collect(others, encoder, rank, settings)
        report(f"{language}, not fitted on", held, held.first, trust)
    for each in (rank, trust):
        print(each.name, dict(zip(each.features, each.weights, strict=True)), each.bias)


if __name__ == "__main__":
    main()
