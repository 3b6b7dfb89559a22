"""Train the reader of pairs in two languages, fit what ratings say of them, and fit the calibration "fidelity-across".

    python models/fit_across.py --data DIR --minutes 12

``--minutes 0`` leaves the network as it is, and fits the two others.

``DIR`` holds ``mqm_zhen``, ``mqm_bio`` (Apache-2.0), ``tico19_zh`` (CC0) and, only to print figures,
``two_references``. The network and the ratings are fitted on the part "train" (``models/training/across_pairs.py``),
the calibration is fitted on "dev", and ``models/measure_across.py`` measures on "test". Needs torch. A run that the
clock stops does not give the same bytes on another machine.

Writes ``models/across-reader/`` and ``models/calibration/fidelity-across.json``.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT.parent), str(ROOT), str(ROOT / "training")]

from across_network import Network, match_words
from across_pairs import SEED, AcrossPair, make_errors, read_clean, read_rated
from checksums import write_checksums

from fidelity import judgement
from fidelity.calibration import fit_logistic, save_calibration
from fidelity.embedding import Encoding, MultilingualEncoder
from fidelity.scorer.across import LEAST_COSINE, AcrossReader, AcrossReading
from fidelity.settings import Settings
from fidelity.text.pack import load_pack
from fidelity.text.words import Words
from fidelity.types import Issue

FOLDER = ROOT / "across-reader"
BATCH, RATE, MOST_WORDS = 32, 1.5e-3, 110
APART = 0.3
"""Weight of the loss that keeps a text's words nearer to its own counterpart's than to another text's."""
PENALTY = 3.0
FARTHEST = 4.0

Encodings = dict[str, Encoding]
Item = tuple[AcrossPair, bool]
"""A pair, and whether its English is the quotation."""


class Batches:
    """Pairs as arrays."""

    def __init__(self, encodings: Encodings, pairs: Sequence[AcrossPair]) -> None:
        self.encodings = encodings
        sample = np.concatenate([each.word_vectors[:8] for each in list(encodings.values())[:4000]]).astype(np.float32)
        self.mean, self.scale = sample.mean(axis=0), np.float32(1 / sample.std())
        self.lengths = {
            language: self._usual([p for p in pairs if p.language == language and p.kind == "clean"])
            for language in sorted({pair.language for pair in pairs})
        }

    def _usual(self, pairs: Sequence[AcrossPair]) -> tuple[float, float]:
        ratios = [self._ratio(pair) for pair in pairs if pair.part == "train"]
        return round(float(np.mean(ratios)), 4), round(float(np.std(ratios)), 4)

    def _ratio(self, pair: AcrossPair) -> float:
        return math.log(len(self.encodings[pair.english].words) / len(self.encodings[pair.source].words))

    def extras(self, pair: AcrossPair, english: bool) -> list[float]:
        mean, deviation = self.lengths[pair.language]
        far = max(-FARTHEST, min(FARTHEST, (self._ratio(pair) - mean) / deviation))
        cosine = float(self.encodings[pair.english].vector @ self.encodings[pair.source].vector)
        words = math.log(len(self.encodings[pair.english].words))
        return [cosine, -far if english else far, words, 1.0 if english else -1.0, -abs(far)]

    def pad(self, texts: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor]:
        longest = max(len(self.encodings[text].words) for text in texts)
        rows, mask = np.zeros((len(texts), longest, 512), np.float32), np.zeros((len(texts), longest), bool)
        for i, text in enumerate(texts):
            vectors = self.encodings[text].word_vectors
            rows[i, : len(vectors)] = (vectors.astype(np.float32) - self.mean) * self.scale
            mask[i, : len(vectors)] = True
        return torch.from_numpy(rows), torch.from_numpy(mask)

    def make(self, items: Sequence[Item]) -> tuple[torch.Tensor, ...]:
        left, left_mask = self.pad([p.english if english else p.source for p, english in items])
        right, right_mask = self.pad([p.source if english else p.english for p, english in items])
        extras = torch.tensor([self.extras(*item) for item in items])
        labels = torch.tensor([float(pair.is_faithful(english)) for pair, english in items])
        rated = torch.tensor([pair.kind == "rated" for pair, _ in items])
        return left, left_mask, right, right_mask, extras, labels, rated


def train(batches: Batches, pairs: Sequence[AcrossPair], minutes: float) -> Network:
    torch.manual_seed(SEED)
    rng, network, start = random.Random(SEED), Network(), time.monotonic()
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.02)
    step, done = 0, 0.0
    while done < 1:
        for some in _shuffled(pairs, rng):
            for group in optimiser.param_groups:
                group["lr"] = RATE * min(1, (step + 1) / 50) * (1 - 0.95 * done)
            loss = _loss(network, batches.make(some))
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            step, done = step + 1, min(1.0, (time.monotonic() - start) / (60 * minutes))
            if step % 100 == 0:
                print(f"step {step}, {done:.0%}, loss {loss.item():.3f}", flush=True)
            if done >= 1:
                break
    return network.eval()


def _loss(network: Network, batch: tuple[torch.Tensor, ...]) -> torch.Tensor:
    left, left_mask, right, right_mask, extras, labels, rated = batch
    heads, alike = network(left, right, (left_mask, right_mask), extras)
    said = torch.where(rated, heads[:, 1], heads[:, 0])
    strangers = left_mask, right_mask.roll(1, 0)
    places = network.find_places(left), network.find_places(right.roll(1, 0))
    strange = match_words(network.compare_words(*places, strangers), strangers)
    apart = functional.softplus(12 * (strange - alike))[labels > 0.5].mean()
    return functional.binary_cross_entropy_with_logits(said, labels) + APART * apart


def _shuffled(pairs: Sequence[AcrossPair], rng: random.Random) -> list[list[Item]]:
    items = [(pair, rng.random() < 0.5) for pair in pairs]
    rng.shuffle(items)
    found = []
    for start in range(0, len(items), 20 * BATCH):
        some = sorted(items[start : start + 20 * BATCH], key=lambda item: len(item[0].english) + len(item[0].source))
        found += [some[i : i + BATCH] for i in range(0, len(some), BATCH)]
    rng.shuffle(found)
    return found


def export(network: Network, batches: Batches) -> None:
    state = {name: value.numpy() for name, value in network.state_dict().items()}
    weights = {"mean": batches.mean, "scale": batches.scale, "heat": state["heat"]}
    weights |= {"place": state["place.weight"].T, "value": state["value.weight"].T, "value_b": state["value.bias"]}
    for name, layer in (("compare1", "compare.0"), ("compare2", "compare.3"), ("head1", "head.0"), ("head2", "head.3")):
        weights |= {name: state[f"{layer}.weight"].T, f"{name}_b": state[f"{layer}.bias"]}
    FOLDER.mkdir(exist_ok=True)
    np.savez(FOLDER / "weights.npz", **{name: value.astype(np.float16) for name, value in weights.items()})
    (FOLDER / "lengths.json").write_text(json.dumps(batches.lengths, indent=1) + "\n", encoding="utf-8")
    write_checksums(FOLDER)


def fit_ratings(pairs: Sequence[AcrossPair], encodings: Encodings) -> None:
    """Write what the ratings say by two numbers of a pair: the cosine, and the log of the number of English words.

    Sets differ in how strict their raters are, so that the set is a third number, of which the mean is stored.
    """
    rated = [pair for pair in pairs if pair.kind == "rated"]
    cosines = [
        max(LEAST_COSINE, float(encodings[pair.source].vector @ encodings[pair.english].vector)) for pair in rated
    ]
    words = [math.log(len(encodings[pair.english].words)) for pair in rated]
    sets = np.array([float(pair.origin == "mqm_zhen") for pair in rated])
    labels = np.array([float(pair.faithful) for pair in rated])
    groups = list(zip(sets, labels, strict=True))
    shares = np.array([len(rated) / 4 / groups.count(group) for group in groups])
    weights, bias = fit_logistic(np.column_stack([cosines, words, sets]), labels, weights=shares)
    found = {"bias": bias + weights[2] / 2, "cosine": weights[0], "log_words": weights[1]}
    written = {name: round(float(value), 4) for name, value in found.items()}
    (FOLDER / "ratings.json").write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    write_checksums(FOLDER)
    print(len(rated), written)


Examined = tuple[AcrossPair, bool, Words, AcrossReading, tuple[Issue, ...]]
"""A pair, whether English is the quotation, the quotation, what the reader says, and what the checks find."""


def examine(pairs: Sequence[AcrossPair], encodings: Encodings) -> Iterator[Examined]:
    """Each pair in both roles, without what the reader cannot read."""
    reader, rules = AcrossReader(lambda texts: [encodings[text] for text in texts]), Settings().judgement
    for pair in pairs:
        for english in (True, False):
            texts = (pair.english, pair.source) if english else (pair.source, pair.english)
            tags = ("en", pair.language) if english else (pair.language, "en")
            reading = reader.read(texts, tags)
            if reading is not None:
                both = [Words(text, load_pack(tag)) for text, tag in zip(texts, tags, strict=True)]
                issues = judgement.check_unread(both[0], both[1], tags, rules)
                issues = judgement.check_across(reading, both[0], both[1], issues, rules)
                yield pair, english, both[0], reading, issues


def weigh(pairs: Sequence[AcrossPair], encodings: Encodings) -> dict[tuple[str, str, bool], tuple[float, ...]]:
    """The evidence of each pair in both roles."""
    rules = Settings().judgement
    return {
        (pair.source, pair.english, english): judgement.weigh_across(reading, issues, rules)
        for pair, english, _, reading, issues in examine(pairs, encodings)
    }


def calibrate(pairs: Sequence[AcrossPair], encodings: Encodings) -> None:
    """Logistic over the evidence at even odds. Evidence whose weight has the wrong sign is left out, and all is fitted
    again. What the ratings say is log-odds already and keeps its weight, which made errors, to which it says nothing,
    would lower to a third."""
    evidence = weigh(pairs, encodings)
    keys = [(p, e) for p in pairs for e in (True, False) if (p.source, p.english, e) in evidence]
    rows = np.array([evidence[p.source, p.english, e] for p, e in keys])
    labels = np.array([float(p.is_faithful(e)) for p, e in keys])
    groups = [(p.kind == "rated", p.language == "zh", p.is_faithful(e)) for p, e in keys]
    sizes = {group: groups.count(group) for group in set(groups)}
    shares = np.array([(2.0 if group[0] else 1.0) / sizes[group] for group in groups])
    shares *= len(rows) / shares.sum()
    signs = np.array([judgement.EVIDENCE_ACROSS[name] for name in judgement.ACROSS_FEATURES])
    rating = judgement.ACROSS_FEATURES.index("rated_faithful")
    kept = np.arange(len(signs)) != rating
    while True:
        weights = np.zeros(len(signs))
        weights[rating] = 1.0
        weights[kept], bias = fit_logistic(
            rows[:, kept], labels, penalty=PENALTY, weights=shares, known=rows[:, rating]
        )
        wrong = kept & (weights * signs < 0)
        if not wrong.any():
            break
        kept &= ~wrong
    usual = rows[labels > 0.5].mean(axis=0)
    path = ROOT / "calibration" / "fidelity-across.json"
    save_calibration(path, "fidelity-across", judgement.ACROSS_FEATURES, weights.tolist(), bias, usual.tolist())
    print(dict(zip(judgement.ACROSS_FEATURES, weights.round(3).tolist(), strict=True)), round(bias, 3))


def read_encodings(pairs: Sequence[AcrossPair], kept: Path | None) -> Encodings:
    """The encodings of all texts; ``kept`` is a file that holds them between runs."""
    found: Encodings = pickle.loads(kept.read_bytes()) if kept and kept.exists() else {}
    new = sorted({text for pair in pairs for text in (pair.source, pair.english)} - found.keys())
    for text, encoding in zip(new, MultilingualEncoder().encode(new), strict=True):
        found[text] = replace(encoding, word_vectors=encoding.word_vectors.astype(np.float16))
    if kept and new:
        kept.write_bytes(pickle.dumps(found, protocol=5))
    return found


def readable(pairs: Sequence[AcrossPair], encodings: Encodings) -> list[AcrossPair]:
    """Pairs with words on both sides, and not too many."""
    sizes = {text: len(each.words) for text, each in encodings.items()}
    return [p for p in pairs if all(0 < sizes[text] <= MOST_WORDS for text in (p.source, p.english))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=12.0, help="training time (0: no training)")
    parser.add_argument("--vectors", type=Path, help="file that keeps the encodings between runs")
    options = parser.parse_args()
    pairs = [*read_rated(options.data), *make_errors(read_clean(options.data))]
    encodings = read_encodings(pairs, options.vectors)
    pairs = readable(pairs, encodings)
    if options.minutes:
        batches = Batches(encodings, pairs)
        export(train(batches, [pair for pair in pairs if pair.part == "train"], options.minutes), batches)
    fit_ratings([pair for pair in pairs if pair.part == "train"], encodings)
    calibrate([pair for pair in pairs if pair.part == "dev"], encodings)


if __name__ == "__main__":
    main()
