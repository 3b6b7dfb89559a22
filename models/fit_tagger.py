"""Fit the tagger of reported speech and write ``models/reported-speech/``.

Run as ``python models/fit_tagger.py --data DIR`` (needs the extra ``models`` for PyTorch), where DIR holds
``polnear/train`` with ``polnear/train.jsonl.gz`` beside it: PolNeAR (Newell et al., LREC 2018), news articles of 2016
with attributions marked by annotators. Its terms ask for citation. Of its text only words that occur three times or
more are kept, in ``vocabulary.json``.
``--held-out`` keeps a fifth of the training articles aside and prints F1 on them instead of writing anything.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from fidelity.embedding import BuiltInEncoder
from fidelity.quotations.cues import find_cues
from fidelity.quotations.mentions import find_mentions
from fidelity.quotations.paragraphs import find_paragraphs
from fidelity.quotations.reports import tagged_ranges
from fidelity.quotations.sentences import Sentence, read_sentences
from fidelity.quotations.stretches import find_stretches
from fidelity.quotations.tagging import COLUMNS, TAGS, Tagger, align_vectors, describe
from fidelity.settings import EncodingSettings, QuotationSettings

FOLDER = Path(__file__).resolve().parent / "reported-speech"
SETTINGS = QuotationSettings()
WIDTH, PROJECTED, COLUMN, FIRST, SECOND = 384, 96, 12, 96, 64
EPOCHS, BATCH, RATE, DROPOUT, BLANK, AUXILIARY = 12, 32, 3e-3, 0.5, 0.1, 0.5
LEAST = 3
"""Occurrences below which a word or value is left out of the vocabulary."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """One sentence: what is told of its tokens, their vectors, tags, and which belong to a cue or a source."""

    sentence: Sentence
    described: list[tuple[str, ...]]
    vectors: Any
    tags: list[int]
    parts: Any


def read_articles(data: Path) -> Iterator[tuple[str, list[Row]]]:
    rows: dict[str, list[Row]] = {}
    with gzip.open(data / "polnear" / "train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            rows.setdefault(row["doc"], []).append(row)
    for name, found in sorted(rows.items()):
        yield (data / "polnear" / "train" / f"{name}.txt").read_text(encoding="utf-8"), found


def outermost(rows: list[Row]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for row in sorted(rows, key=lambda row: (row["start"], -row["end"])):
        if row["end"] > row["start"] and (not kept or row["start"] >= kept[-1][1]):
            kept.append((row["start"], row["end"]))
    return kept


def locate(text: str, words: str | None, row: Row) -> tuple[int, int] | None:
    """Where a row's cue or source stands: its nearest occurrence. The data gives only the words."""
    if not words:
        return None
    places = []
    at = text.find(words, max(0, row["start"] - 400), row["end"] + 400)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1, row["end"] + 400)
    if not places:
        return None
    near = min(places, key=lambda p: min(abs(p + len(words) - row["start"]), abs(p - row["end"])))
    return near, near + len(words)


def tag_tokens(sentence: Sentence, spans: list[tuple[int, int]]) -> list[int]:
    tags = [0] * len(sentence.tokens)
    for start, end in spans:
        first = True
        for at, token in enumerate(sentence.tokens):
            shared = min(token.end, end) - max(token.start, start)
            if shared > 0 and shared * 2 >= token.end - token.start:
                tags[at] = 1 if first else 2
                first = False
    return tags


def read_examples(text: str, rows: list[Row], encoder: BuiltInEncoder) -> list[Example]:
    paragraphs = find_paragraphs(text)
    stretches = find_stretches(text, paragraphs, SETTINGS)
    sentences = read_sentences(text, paragraphs, stretches, SETTINGS.sentence_words)
    encodings = encoder.encode([text[s.tokens[0].start : s.tokens[-1].end] for s in sentences])
    contents = outermost(rows)
    found = [[locate(text, row[part], row) for row in rows] for part in ("cue", "source")]
    places = [[span for span in spans if span is not None] for spans in found]
    examples = []
    for sentence, encoding in zip(sentences, encodings, strict=True):
        start, end = sentence.tokens[0].start, sentence.tokens[-1].end
        here = [[span for span in spans if span[0] < end and span[1] > start] for spans in (contents, *places)]
        mentions = find_mentions(sentence, SETTINGS.phrase_words)
        described = describe(sentence, mentions, find_cues(sentence, mentions))
        vectors = align_vectors(sentence, encoding.words, encoding.word_vectors)
        parts = np.array([[tag > 0 for tag in tag_tokens(sentence, spans)] for spans in here[1:]], dtype=np.float32).T
        examples.append(Example(sentence, described, vectors, tag_tokens(sentence, here[0]), parts))
    return examples


class Network(nn.Module):
    """What :class:`Tagger` computes, with two more outputs that are trained beside: is it a cue, is it a source."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.columns = nn.Embedding(size, COLUMN, padding_idx=0)
        self.project = nn.Linear(WIDTH, PROJECTED)
        self.first = nn.LSTM(PROJECTED + COLUMN * len(COLUMNS), FIRST, bidirectional=True, batch_first=True)
        self.second = nn.LSTM(2 * FIRST, SECOND, bidirectional=True, batch_first=True)
        self.out = nn.Linear(2 * SECOND, len(TAGS) + 2)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, vectors: torch.Tensor, columns: torch.Tensor) -> torch.Tensor:
        if self.training:
            vectors = vectors * (torch.rand(*vectors.shape[:2], 1) > BLANK)
            columns = columns * (torch.rand(columns.shape) > BLANK)
        inputs = [self.project(self.drop(vectors)), self.drop(self.columns(columns).flatten(2))]
        hidden, _ = self.first(torch.cat(inputs, -1))
        hidden, _ = self.second(self.drop(hidden))
        result: torch.Tensor = self.out(self.drop(hidden))
        return result


def make_vocabulary(examples: Sequence[Example]) -> list[str]:
    counts = Counter(
        f"{column}={value}"
        for example in examples
        for token in example.described
        for column, value in zip(COLUMNS, token, strict=True)
    )
    return sorted(word for word, count in counts.items() if count >= LEAST)


def batches(
    examples: Sequence[Example], numbers: dict[str, int], draw: random.Random
) -> Iterator[tuple[torch.Tensor, ...]]:
    order = sorted(range(len(examples)), key=lambda at: len(examples[at].tags) + 4 * draw.random())
    groups = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    draw.shuffle(groups)
    for group in groups:
        longest = max(len(examples[at].tags) for at in group)
        vectors = torch.zeros(len(group), longest, WIDTH)
        columns = torch.zeros(len(group), longest, len(COLUMNS), dtype=torch.long)
        tags = torch.full((len(group), longest), -100)
        parts = torch.zeros(len(group), longest, 2)
        for row, example in enumerate(examples[at] for at in group):
            size = len(example.tags)
            vectors[row, :size] = torch.from_numpy(example.vectors)
            columns[row, :size] = torch.tensor(
                [[numbers.get(f"{c}={v}", 0) for c, v in zip(COLUMNS, t, strict=True)] for t in example.described]
            )
            tags[row, :size] = torch.tensor(example.tags)
            parts[row, :size] = torch.from_numpy(example.parts)
        yield vectors, columns, tags, parts


def fit(examples: Sequence[Example], vocabulary: list[str], seed: int) -> Network:
    """The running mean of the weights over the last few hundred steps of training."""
    torch.manual_seed(seed)
    draw = random.Random(seed)
    numbers = {word: number for number, word in enumerate(vocabulary, start=1)}
    network, mean = Network(len(vocabulary) + 1), Network(len(vocabulary) + 1)
    mean.load_state_dict(network.state_dict())
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=0.01)
    steps = EPOCHS * -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.2)
    done = 0
    for epoch in range(EPOCHS):
        total = 0.0
        for vectors, columns, tags, parts in batches(examples, numbers, draw):
            scores = network(vectors, columns)
            known = (tags >= 0).float().unsqueeze(-1)
            beside = nn.functional.binary_cross_entropy_with_logits(scores[..., 3:], parts, reduction="none") * known
            loss = nn.functional.cross_entropy(scores[..., :3].transpose(1, 2), tags, ignore_index=-100)
            loss = loss + AUXILIARY * beside.sum() / known.sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            total += loss.item()
            keep = min(0.998, done / (done + 20))
            with torch.no_grad():
                for kept, new in zip(mean.parameters(), network.parameters(), strict=True):
                    kept.mul_(keep).add_(new, alpha=1 - keep)
        print(f"epoch {epoch + 1}: loss {total:.1f}", flush=True)
    return mean.eval()


def export(network: Network) -> dict[str, Any]:
    """Weights by the names that :class:`Tagger` uses, float16."""
    values = {name: tensor.detach().numpy() for name, tensor in network.state_dict().items()}
    weights = {
        "columns": values["columns.weight"],
        "project": values["project.weight"].T,
        "project_bias": values["project.bias"],
        "out": values["out.weight"][:3].T,
        "out_bias": values["out.bias"][:3],
    }
    for layer in ("first", "second"):
        for direction, suffix in (("forward", ""), ("backward", "_reverse")):
            name = f"{layer}_{direction}"
            weights[f"{name}_input"] = values[f"{layer}.weight_ih_l0{suffix}"].T
            weights[f"{name}_state"] = values[f"{layer}.weight_hh_l0{suffix}"].T
            weights[f"{name}_bias"] = values[f"{layer}.bias_ih_l0{suffix}"] + values[f"{layer}.bias_hh_l0{suffix}"]
    return {name: np.ascontiguousarray(value, dtype=np.float16) for name, value in weights.items()}


def measure(tagger: Tagger, articles: Sequence[tuple[list[Row], list[Example]]], bias: float) -> str:
    """F1 of content without quotation marks at half overlap (shared part of both together), for one bias."""
    found_total = gold_total = right = 0
    for rows, examples in articles:
        gold = [(row["start"], row["end"]) for row in rows if not row["quoted"] and row["end"] > row["start"]]
        found = []
        for example in examples:
            tokens = example.sentence.tokens
            tags = tagger.tag(example.described, example.vectors, bias)
            for first, last in tagged_ranges(tags):
                if not any(token.kind == "quote" for token in tokens[first:last]):
                    found.append((tokens[first].start, tokens[last - 1].end))
        shares = [
            (min(a[1], b[1]) - max(a[0], b[0])) / (max(a[1], b[1]) - min(a[0], b[0])) for a in found for b in gold
        ]
        ranked = sorted(((share, at) for at, share in enumerate(shares) if share >= 0.5), reverse=True)
        used_found, used_gold = set(), set()
        for _, at in ranked:
            one, other = divmod(at, len(gold))
            if one not in used_found and other not in used_gold:
                used_found.add(one)
                used_gold.add(other)
        right, found_total, gold_total = right + len(used_gold), found_total + len(found), gold_total + len(gold)
    precision, recall = right / max(found_total, 1), right / max(gold_total, 1)
    return (
        f"precision {precision:.3f} recall {recall:.3f} F1 {2 * precision * recall / (precision + recall + 1e-9):.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.set_num_threads(1)
    encoder = BuiltInEncoder(EncodingSettings())
    articles = [(rows, read_examples(text, rows, encoder)) for text, rows in read_articles(options.data)]
    random.Random(1).shuffle(articles)
    aside = articles[: len(articles) // 5] if options.held_out else []
    examples = [example for _, some in articles[len(aside) :] for example in some if example.tags]
    vocabulary = make_vocabulary(examples)
    print(f"{len(examples)} sentences, {len(vocabulary)} values")
    weights = export(fit(examples, vocabulary, options.seed))
    if aside:
        tagger = Tagger(
            {word: number for number, word in enumerate(vocabulary, start=1)},
            {name: value.astype(np.float32) for name, value in weights.items()},
            "",
        )
        for bias in (-0.3, 0.0, 0.3, 0.6, 0.9):
            print(f"held out, bias {bias:+.1f}: {measure(tagger, aside, bias)}")
        return
    FOLDER.mkdir(exist_ok=True)
    words = json.dumps(vocabulary, ensure_ascii=False, separators=(",", ":"))
    (FOLDER / "vocabulary.json").write_text(words + "\n", encoding="utf-8")
    data = io.BytesIO()
    np.savez_compressed(data, **weights)
    (FOLDER / "tagger.npz").write_bytes(data.getvalue())
    print(f"wrote {FOLDER}: {len(data.getvalue())} bytes of weights")


if __name__ == "__main__":
    main()
