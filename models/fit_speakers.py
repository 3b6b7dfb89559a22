"""Fit which noun phrases can be speakers and write ``models/reported-speech/speakers.json``.

Run as ``python models/fit_speakers.py --data DIR`` (needs scikit-learn), where DIR holds ``polnear/train`` with
``polnear/train.jsonl.gz`` beside it; see ``fit_tagger.py`` for its terms. Of its text only features that occur three
times or more are kept. Which words are usual is counted in ``mlqe_pe`` (CC0), ``mqm_zhen`` (Apache-2.0), ``demetr``
(MIT) and ``entailment`` (each of its sets allows commercial use). ``--held-out`` keeps a fifth of the articles aside
and prints how many phrases are kept of them instead of writing anything.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from fit_tagger import locate, read_articles
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from fidelity.quotations.mentions import find_mentions
from fidelity.quotations.paragraphs import find_paragraphs
from fidelity.quotations.sentences import Sentence, read_sentences
from fidelity.quotations.speaking import describe_mention, find_common
from fidelity.quotations.stretches import find_stretches
from fidelity.settings import QuotationSettings

FOLDER = Path(__file__).resolve().parent / "reported-speech"
SETTINGS = QuotationSettings()
TEXTS = {
    "mlqe_pe": ("pe",),
    "mqm_zhen": ("ref",),
    "demetr": ("ref",),
    "entailment": ("premise", "hypothesis"),
}
"""English texts in which words with a small first letter are counted."""
WORD = re.compile(r"(?<![\w'’-])[^\W\d_]+(?![\w-])")
MORE = 3
"""How many times as often as with a capital a usual word has a small first letter."""
LEAST = 3
"""Occurrences below which a feature is left out."""
STRENGTH = 1.0
"""Inverse strength of the L2 penalty."""
SMALLEST = 0.05
"""Weights below this, in natural-log odds, are left out."""

Example = tuple[list[str], bool]


@dataclass(frozen=True)
class Article:
    """An article's text, its attributions, its sentences, and the words that it writes with a small first letter."""

    text: str
    rows: list[dict[str, Any]]
    sentences: tuple[Sentence, ...]
    common: frozenset[str]


def read_article(text: str, rows: list[dict[str, Any]]) -> Article:
    paragraphs = find_paragraphs(text)
    stretches = find_stretches(text, paragraphs, SETTINGS)
    sentences = read_sentences(text, paragraphs, stretches, SETTINGS.sentence_words)
    return Article(text, rows, sentences, find_common(sentences))


def count_usual(data: Path) -> frozenset[str]:
    """Words that the other sets nearly always write with a small first letter within a sentence."""
    small, capital = Counter[str](), Counter[str]()
    for name, keys in TEXTS.items():
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for text in (row[key] for row in map(json.loads, lines) for key in keys if row.get(key)):
                for found in WORD.finditer(text):
                    word = found.group()
                    if word.islower():
                        small[word] += 1
                    elif found.start() > 1 and text[found.start() - 2] not in '.!?:"”“':
                        capital[word.lower()] += 1
    return frozenset(word for word, count in small.items() if count >= max(LEAST, MORE * capital[word] + 1))


def read_examples(article: Article, usual: frozenset[str]) -> Iterator[Example]:
    """Every noun phrase: one that is a source, or one whose last word is in no source of the article."""
    text, rows, sentences = article.text, article.rows, article.sentences
    common = article.common | usual
    places = [place for row in rows if (place := locate(text, row["source"], row)) is not None]
    named = {word.lower() for row in rows for word in re.findall(r"\w+", str(row["source"] or ""))}
    for sentence in sentences:
        for mention in find_mentions(sentence, SETTINGS.phrase_words):
            if mention.kind == "pronoun":
                continue
            last = sentence.tokens[mention.last - 1]
            source = any(start <= last.start and last.end <= end for start, end in places)
            if source or last.low not in named:
                yield list(describe_mention(sentence, mention, common)), source


def fit(examples: list[Example]) -> dict[str, float]:
    """Weights by feature."""
    counts = Counter(feature for features, _ in examples for feature in features)
    kept = {feature for feature, count in counts.items() if count >= LEAST}
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform([dict.fromkeys(kept.intersection(features), 1) for features, _ in examples])
    model = LogisticRegression(C=STRENGTH, max_iter=400, fit_intercept=False)
    model.fit(matrix, [source for _, source in examples])
    weights = zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
    return {str(name): round(float(weight), 2) for name, weight in weights if abs(weight) >= SMALLEST}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--held-out", action="store_true")
    arguments = parser.parse_args()
    read = [read_article(text, rows) for text, rows in read_articles(arguments.data)]
    usual = count_usual(arguments.data)
    articles = [list(read_examples(article, usual)) for article in read]
    used = [article for at, article in enumerate(articles) if at % 5 or not arguments.held_out]
    weights = fit([example for article in used for example in article])
    if not arguments.held_out:
        shown = json.dumps(
            {"weights": weights, "usual": " ".join(sorted(usual))}, ensure_ascii=False, sort_keys=True, indent=0
        )
        (FOLDER / "speakers.json").write_text(f"{shown}\n", encoding="utf-8")
        return
    held = [example for at, article in enumerate(articles) if not at % 5 for example in article]
    odds = np.array([sum(weights.get(feature, 0.0) for feature in features) for features, _ in held])
    gold = np.array([source for _, source in held])
    for least in (0.02, 0.05, 0.1, 0.2, 0.5):
        kept = 1 / (1 + np.exp(-odds)) >= least
        print(f"least {least}: recall {kept[gold].mean():.3f}, others kept {kept[~gold].mean():.3f}")


if __name__ == "__main__":
    main()
