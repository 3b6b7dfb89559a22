"""Fit whom roles and pronouns stand for and write ``models/reported-speech/resolver.json``.

Run as ``python models/fit_resolver.py --data DIR`` (needs SciPy), where DIR holds ``polnear/``; see
``fit_tagger.py`` for its terms. PolNeAR marks the words for a source, not whom they stand for; that was judged by hand
for roles and pronouns before quoted words, in ``models/reported-speech/references.jsonl``: article, offset, and the
name. ``--show PART`` prints what is asked of the resolver in a part's articles, to be judged.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from fidelity.quotations.names import last_name
from fidelity.quotations.paragraphs import find_paragraphs
from fidelity.quotations.reader import Reader
from fidelity.quotations.resolution import Candidate, ResolverModel
from fidelity.quotations.sentences import read_sentences
from fidelity.quotations.stretches import find_stretches
from fidelity.settings import QuotationSettings
from fidelity.types import Span

FOLDER = Path(__file__).resolve().parent / "reported-speech"
REFERENCES = FOLDER / "references.jsonl"
PRIOR = {
    "role=same": 3.0,
    "role=sort": 1.0,
    "role=other": -2.0,
    "beaten=True": -3.0,
    "role: spoke=True here=True": -1.0,
    "role: spoke=True here=False": -0.5,
    "role: about=True": -0.5,
    "role=none known": 0.0,
    "stem=beside": 2.0,
    "stem=near": 1.0,
    "stem=none": -2.0,
    "gender=True": 1.5,
    "gender=False": -5.0,
    "spoke=True here=True": 2.0,
    "spoke=True here=False": 1.0,
    "about=True": 1.0,
    "age=True known=True": 4.0,
    "age=False known=True": -3.0,
    "owner=True": -3.0,
    "distance=0": 1.5,
    "distance=1": 1.5,
    "distance=2": 1.0,
    "distance=4": 0.5,
    "distance=far": -1.0,
    "later": -1.0,
    "speaks=True given=True titled=True": 1.5,
    "speaks=True given=True titled=False": 1.5,
    "speaks=True given=False titled=True": 1.5,
    "speaks=True given=False titled=False": 0.0,
    "name=full given=True titled=True": 0.5,
    "name=full given=True titled=False": 0.5,
    "name=full given=False titled=True": 0.5,
    "name=full given=False titled=False": 0.5,
    "speaks=False given=True titled=True": 1.0,
    "speaks=False given=True titled=False": 1.0,
    "speaks=False given=False titled=True": 0.5,
    "speaks=False given=False titled=False": -1.5,
    "role: nobody": 2.5,
    "nobody matched=False": 1.0,
    "pronoun: nobody unnamed=here": 3.0,
    "pronoun: nobody unnamed=before": 1.0,
    "pronoun: nobody": 2.0,
    "nobody led=possessive owner=False matched=False": 1.5,
    "nobody led=possessive owner=False matched=True": 1.5,
    "nobody led=none owner=True matched=False": 0.5,
}
"""Weights from which the fit starts and to which the penalty draws it: a hundred judged places are few."""
STRENGTHS = {"role: ": 20.0, "pronoun: ": 0.3, "": 15.0}
"""Strength of the L2 penalty, by how a feature's name begins."""
SETTINGS = QuotationSettings()


@dataclass(frozen=True)
class Recorder:
    """A resolver that keeps what it is asked, by the offset of the words."""

    model: ResolverModel
    asked: dict[int, tuple[Span, Sequence[Candidate]]] = field(default_factory=dict)

    def rank(self, candidates: Sequence[Candidate], span: Span) -> list[tuple[float, Candidate]]:
        self.asked[span.start] = (span, candidates)
        return self.model.rank(candidates, span)


def record(text: str, model: ResolverModel) -> tuple[dict[int, tuple[Span, Sequence[Candidate]]], set[int]]:
    """What is asked of the resolver in an article, and at which offsets the words are a quotation's speaker."""
    paragraphs = find_paragraphs(text)
    stretches = find_stretches(text, paragraphs, SETTINGS)
    sentences = read_sentences(text, paragraphs, stretches, SETTINGS.sentence_words)
    recorder = Recorder(model)
    readings = Reader(text, paragraphs, stretches, sentences, SETTINGS, recorder).read()
    speaking = {reading.speaker.span.start for reading in readings if reading.speaker is not None and reading.explicit}
    return recorder.asked, speaking


def read_texts(data: Path, part: str) -> Iterator[tuple[str, str]]:
    for path in sorted((data / "polnear" / part).glob("*.txt")):
        yield path.stem, path.read_text(encoding="utf-8")


def show(data: Path, part: str, sort: str) -> None:
    """Print every question of one sort, with the words before it and the names to choose from."""
    for name, text in read_texts(data, part):
        asked, speaking = record(text, ResolverModel.load())
        for start, (span, candidates) in sorted(asked.items()):
            if start in speaking and candidates[-1].features[0].startswith(sort):
                names = [each.figure.shown for each in candidates if each.figure is not None]
                words = " ".join(text[max(0, start - 500) : start].split())
                print(
                    f"## {name} {start}\n{words} [[{span.of(text)}]] {' '.join(text[span.end : span.end + 60].split())}"
                )
                print(" | ".join(f"{at}:{shown}" for at, shown in enumerate(names)))


Question = tuple[str, str, Sequence[Candidate], int]
"""Article, sort of words, the candidates, and which of them is right."""


def read_questions(data: Path, part: str) -> list[Question]:
    """What was judged by hand; a name that is none of the candidates counts as nobody."""
    judged: dict[str, list[dict[str, Any]]] = {}
    for line in REFERENCES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["part"] == part:
            judged.setdefault(row["doc"], []).append(row)
    questions = []
    for name, text in read_texts(data, part):
        asked = record(text, ResolverModel(PRIOR))[0] if name in judged else {}
        for row in judged.get(name, ()):
            if row["start"] not in asked:
                print(f"not asked: {name} {row['start']} {row['name']}")
                continue
            candidates = asked[row["start"]][1]
            right = len(candidates) - 1
            if row["name"] is not None:
                right = next((at for at, each in enumerate(candidates) if is_right(each, row["name"])), right)
            questions.append((name, row["sort"], candidates, right))
    return questions


def is_right(candidate: Candidate, name: str) -> bool:
    """Whether a candidate is the person of that name: the same last name, and no other first name."""
    if candidate.figure is None:
        return False
    words, other = tuple(name.split()), candidate.figure.name
    same = last_name(words) == last_name(other)
    return same and (len(words) == 1 or len(other) == 1 or words[0] in other)


def fit(questions: Sequence[Question]) -> dict[str, float]:
    """Weights that make the right candidates likeliest, with an L2 penalty."""
    names = sorted({feature for _, _, candidates, _ in questions for each in candidates for feature in each.features})
    number = {name: at for at, name in enumerate(names)}
    tables = []
    for _, _, candidates, right in questions:
        table = np.zeros((len(candidates), len(names)))
        for at, each in enumerate(candidates):
            table[at, [number[feature] for feature in each.features]] = 1
        tables.append((table, right))

    strength = np.array([next(value for lead, value in STRENGTHS.items() if name.startswith(lead)) for name in names])
    prior = np.array([PRIOR.get(name, 0.0) for name in names])

    def loss(weights: Any) -> tuple[float, Any]:
        moved = weights - prior
        total, slope = float(strength @ moved**2), 2 * strength * moved
        for table, right in tables:
            odds = table @ weights
            shares = np.exp(odds - odds.max())
            shares /= shares.sum()
            total -= float(np.log(shares[right]))
            slope += table.T @ shares - table[right]
        return total, slope

    found = minimize(loss, prior, jac=True, method="L-BFGS-B")
    return {name: round(float(weight), 3) for name, weight in zip(names, found.x, strict=True) if abs(weight) >= 0.005}


def measure(questions: Sequence[Question], model: ResolverModel) -> dict[str, list[int]]:
    """For roles and pronouns how many are right, of how many; those that nobody is meant by among them."""
    counts: dict[str, list[int]] = {}
    for _, sort, candidates, right in questions:
        best = model.rank(candidates, Span(0, 0))[0][1]
        for name in (sort, f"{sort}, named") if candidates[right].figure is not None else (sort,):
            count = counts.setdefault(name, [0, 0])
            count[0] += best is candidates[right]
            count[1] += 1
    return counts


def cross(questions: Sequence[Question]) -> dict[str, list[int]]:
    """The same, each fifth of the articles by a model of the others."""
    articles = sorted({name for name, *_ in questions})
    total: dict[str, list[int]] = {}
    for fold in range(5):
        held = set(articles[fold::5])
        model = ResolverModel(fit([each for each in questions if each[0] not in held]))
        for name, count in measure([each for each in questions if each[0] in held], model).items():
            kept = total.setdefault(name, [0, 0])
            total[name] = [kept[0] + count[0], kept[1] + count[1]]
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--show", choices=("train", "dev"))
    parser.add_argument("--sort", choices=("role", "pronoun"), default="role")
    arguments = parser.parse_args()
    if arguments.show:
        show(arguments.data, arguments.show, arguments.sort)
        return
    questions = read_questions(arguments.data, "train")
    print("train, by fifths", cross(questions))
    weights = fit(questions)
    print("dev", measure(read_questions(arguments.data, "dev"), ResolverModel(weights)))
    shown = json.dumps(weights, ensure_ascii=False, sort_keys=True, indent=0)
    (FOLDER / "resolver.json").write_text(f"{shown}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
