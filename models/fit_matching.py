"""Train the matcher of words of two languages, and export it.

    python models/fit_matching.py --data DIR

``DIR`` holds ``mqm_zhen``, ``mqm_bio`` (Apache-2.0) and ``tico19_zh`` (CC0): texts in seven languages with English
renderings by people, of which the part "train" is used. A few words of a text have to find the text of the other
language that carries them, among others of the same documents: each word takes the likest word of that text, and the
words' weights, which are learned too, say how much each of them counts. That is the late interaction of ColBERT
(Khattab & Zaharia, SIGIR 2020). Needs torch; takes about two minutes of one core.

Writes ``models/multilingual-encoder/matching.npz`` and its line in ``SHA256SUMS``.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT.parent), str(ROOT), str(ROOT / "training")]

from across_pairs import read_clean
from checksums import write_checksums

from fidelity.embedding import MultilingualEncoder

FOLDER = ROOT / "multilingual-encoder"
SEED = 20261130
WIDTH, STEPS, BATCH, RATE = 128, 2500, 40, 2e-3
LEAST = 0.02
"""Least weight of a word."""
MOST_WORDS = 110
FROM_ENGLISH = 0.65
"""Share of the batches in which English is quoted."""
SIZES = (2, 3, 3, 4, 4, 5, 6, 8, 12, MOST_WORDS)
"""Words that are quoted of a text, drawn by chance."""
EVEN = 0.6
"""Power of the number of pairs with which a language of a set is drawn: rare languages are drawn more often than that
number would have it."""

Pair = tuple[str, str]
"""English, and the other language."""
Groups = dict[str, list[list[Pair]]]
"""The documents of each language of a set, each a list of pairs."""
Batch = tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]
"""The words of the quoted parts and of the texts that carry them, each with the numbers of their parts."""


class Matcher(nn.Module):
    """Unit vectors (n, 128) in which words are compared, and weights (n,)."""

    def __init__(self) -> None:
        super().__init__()
        self.place, self.gate = nn.Linear(512, WIDTH, bias=False), nn.Linear(512, 1)
        self.heat = nn.Parameter(torch.tensor(12.0))
        nn.init.zeros_(self.gate.weight)

    def forward(self, words: Tensor) -> tuple[Tensor, Tensor]:
        words = functional.dropout(words, 0.1, self.training)
        return functional.normalize(self.place(words), dim=-1), functional.softplus(self.gate(words))[:, 0] + LEAST


class Vectors:
    """The word vectors of all texts, centred and scaled."""

    def __init__(self, texts: Sequence[str]) -> None:
        encodings = MultilingualEncoder().encode(texts)
        self._known = {text: each.word_vectors.astype(np.float16) for text, each in zip(texts, encodings, strict=True)}
        sample = np.concatenate([rows[::7] for rows in list(self._known.values())[::3]]).astype(np.float32)
        self.mean, self.scale = sample.mean(axis=0), np.float32(1 / sample.std())

    def count(self, text: str) -> int:
        return len(self._known[text])

    def pack(self, parts: Sequence[tuple[str, int, int]]) -> tuple[Tensor, Tensor]:
        """The words of parts (text, first, last, exclusive), one below the other, and the number of each one's part."""
        rows = [self._known[text][first:last] for text, first, last in parts]
        numbers = np.repeat(np.arange(len(rows)), [len(each) for each in rows])
        stacked = (np.concatenate(rows).astype(np.float32) - self.mean) * self.scale
        return torch.from_numpy(stacked), torch.from_numpy(numbers)


def read_groups(data: Path) -> Groups:
    documents: dict[str, dict[str, list[Pair]]] = defaultdict(lambda: defaultdict(list))
    for pair in read_clean(data):
        if pair.part == "train":
            documents[f"{pair.language} {pair.origin}"][pair.document].append((pair.english, pair.source))
    return {name: list(some.values()) for name, some in documents.items()}


def draw(groups: Groups, vectors: Vectors, rng: random.Random) -> Batch:
    """Parts of texts that are quoted, and the texts that carry them, in the same order."""
    name = rng.choices(list(groups), [sum(map(len, each)) ** EVEN for each in groups.values()])[0]
    turned = rng.random() >= FROM_ENGLISH
    quoted, carrying = [], []
    for pair in _some(groups[name], rng):
        text, other = pair[::-1] if turned else pair
        size = min(vectors.count(text), rng.choice(SIZES))
        first = rng.randrange(vectors.count(text) - size + 1)
        quoted.append((text, first, first + size))
        carrying.append((other, 0, vectors.count(other)))
    return vectors.pack(quoted), vectors.pack(carrying)


def _some(documents: list[list[Pair]], rng: random.Random) -> list[Pair]:
    """Pairs of a few documents, each other-language text once."""
    found: dict[str, Pair] = {}
    for document in rng.sample(documents, len(documents)):
        for pair in document:
            found.setdefault(pair[1], pair)
        if len(found) >= BATCH:
            break
    return rng.sample(list(found.values()), min(BATCH, len(found)))


def find_loss(matcher: Matcher, batch: Batch) -> Tensor:
    (quoted, of_quoted), (carrying, of_carrying) = batch
    count = int(of_carrying[-1]) + 1
    (places, weights), (others, _) = matcher(quoted), matcher(carrying)
    alike = places @ others.T
    best = torch.full((len(alike), count), -1.0)
    best = best.scatter_reduce(1, of_carrying[None].expand(len(alike), -1), alike, "amax")
    told = torch.zeros(count, count).index_add(0, of_quoted, best * weights[:, None])
    whole = torch.zeros(count).index_add(0, of_quoted, weights)
    return functional.cross_entropy(told / whole[:, None] * matcher.heat, torch.arange(count))


def train(groups: Groups, vectors: Vectors) -> Matcher:
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    rng, matcher, told = random.Random(SEED), Matcher(), 0.0
    optimiser = torch.optim.AdamW(matcher.parameters(), lr=RATE, weight_decay=0.02)
    for step in range(STEPS):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / 50) * (1 - 0.95 * step / STEPS)
        loss = find_loss(matcher, draw(groups, vectors, rng))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        told += loss.item() / 250
        if step % 250 == 249:
            print(f"step {step + 1}, loss {told:.3f}", flush=True)
            told = 0.0
    return matcher.eval()


def export(matcher: Matcher, vectors: Vectors) -> None:
    """Fold mean and scale into the layers, and write them."""
    state = {name: value.numpy() for name, value in matcher.state_dict().items()}
    place, gate = state["place.weight"].T * vectors.scale, state["gate.weight"][0] * vectors.scale
    values = {"place": place.astype(np.float16), "gate": gate.astype(np.float16)}
    values |= {"shift": -(vectors.mean @ place), "gate_shift": state["gate.bias"][0] - vectors.mean @ gate}
    np.savez(FOLDER / "matching.npz", least=np.float32(LEAST), **values)
    write_checksums(FOLDER)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    groups = read_groups(options.data)
    texts = {text for some in groups.values() for document in some for pair in document for text in pair}
    vectors = Vectors(sorted(texts))

    def is_readable(pair: Pair) -> bool:
        return all(0 < vectors.count(text) <= MOST_WORDS for text in pair)

    groups = {
        name: [kept for document in some if (kept := [pair for pair in document if is_readable(pair)])]
        for name, some in groups.items()
    }
    export(train(groups, vectors), vectors)


if __name__ == "__main__":
    main()
