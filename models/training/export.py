"""Write what was trained as ONNX.

    python models/training/export.py scorer.pt --out models/pair-scorer
    python models/training/export.py reader.pt --base all-mpnet-base-v2 --out models/reader

The pair scorer's graph takes embedded wordpieces, since the word embedding table is the built-in encoder's. The
reader's has a table of its own, in four bits, which is taken from ``--base``. Dense layers are int8, and the reader's are
stored in four bits: with ``--data`` they are rounded so that the outputs stay. Everything else is float16, and with
``--float16`` the dense layers are, too. The same weights give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import reader_graph
from batches import collate, encode
from bert_graph import WIDTH, Array, Axes, Graph, Rounding, mask_bias, run_layers
from checksums import write_checksums
from heads_graph import add_heads
from labelled import labelled
from network import HEADS, TAGS, PairScorer
from rounding import measure_inputs, to_four_bits_by_inputs
from train import SEED, tokenizer

ENCODER = Path(__file__).resolve().parent.parent / "all-MiniLM-L6-v2" / "model.onnx"
WORD_LAYER = 3
PAIRS = 400
"""Pairs whose readings decide how weights are rounded."""
"""The layer whose states are compared to align the words of the two sides; the card says why."""


def embed(graph: Graph) -> str:
    """The embedded wordpieces, with what stands for their side, place and match."""
    weights = graph.weights
    zero = graph.constant("zero", np.array([0], np.int64))
    length = graph.node("Shape", ["token_type_ids"], "length", start=1, end=2)
    places = graph.weight("positions", weights["embeddings.position_embeddings.weight"])
    here = graph.node("Slice", [places, zero, length, zero], "places")
    total = graph.node("Add", ["words", here], "embedded.0")
    for number, (name, source) in enumerate(
        (("token_type_ids", "embeddings.token_type_embeddings.weight"), ("match_ids", "match.weight")), start=1
    ):
        rows = graph.node("Gather", [graph.weight(f"{name}.table", weights[source]), name], f"{name}.rows")
        total = graph.node("Add", [total, rows], f"embedded.{number}")
    return graph.norm(total, "embeddings.LayerNorm", "hidden.0")


def build(weights: dict[str, Array], *, eight_bits: bool, word_layer: int = WORD_LAYER) -> onnx.ModelProto:
    """The scorer as an ONNX model."""
    graph = Graph(weights, eight_bits=eight_bits)
    x = embed(graph)
    mask_bias(graph)
    add_heads(graph, run_layers(graph, x))
    graph.node("Identity", [f"hidden.{word_layer}"], "word_state")
    axes: list[str | int | None] = ["batch", "sequence"]
    inputs: Axes = {"words": [*axes, WIDTH]} | dict.fromkeys(("token_type_ids", "match_ids", "attention_mask"), axes)
    outputs: Axes = {"pair": ["batch", len(HEADS)], "tags": [*axes, len(TAGS)], "word_state": [*axes, WIDTH]}
    return graph.model("pair-scorer", inputs, outputs, by="models/training/export.py")


def read_weights(path: Path) -> dict[str, Array]:
    """The state of ``network.PairScorer`` with the names of BERT."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    state = saved.get("model", saved)
    return {
        name.removeprefix("bert."): value.float().numpy() for name, value in state.items() if value.is_floating_point()
    }


def find_words() -> str:
    """Where the word embeddings lie in the encoder's file: the offsets of steps and scales in bytes, the number of
    wordpieces, and the file's SHA-256."""
    data = ENCODER.read_bytes()
    stored = {t.name: numpy_helper.to_array(t) for t in onnx.load_from_string(data).graph.initializer}
    steps, scales = stored["words.i8"], stored["words.scale"]
    places = []
    for raw in (steps.tobytes(), scales.tobytes()):
        places.append(data.find(raw[:65536]))
        if data[places[-1] : places[-1] + len(raw)] != raw:
            raise SystemExit(f"{ENCODER} does not hold its word embeddings in one piece")
    return f"{places[0]} {places[1]} {len(steps)} {hashlib.sha256(data).hexdigest()}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, nargs="?", help="what train.py wrote; without it, only words is renewed")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", type=Path, help="the base of a reader: a folder with all-mpnet-base-v2")
    parser.add_argument("--data", type=Path, help="folder with the labelled sets, to round a reader's weights by them")
    parser.add_argument("--float16", action="store_true", help="store all weights as float16")
    parser.add_argument("--word-layer", type=int, default=WORD_LAYER)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.weights is not None:
        weights, eight_bits = read_weights(options.weights), not options.float16
        if options.base:
            network = PairScorer(options.base, reader_graph.SHAPE.layers)
            rounded = round_by_inputs(network, options.weights, options.data) if options.data else None
            model, packed = reader_graph.build(weights, network.table.numpy(), eight_bits=eight_bits, rounded=rounded)
            write_packed(model, packed, options.out)
        else:
            model = build(weights, eight_bits=eight_bits, word_layer=options.word_layer)
        data = model.SerializeToString(deterministic=True)
        (options.out / "model.onnx").write_bytes(data)
        print(f"{len(data) / 1e6:.1f} MB")
    if not options.base:
        (options.out / "words").write_text(find_words(), encoding="utf-8", newline="\n")
    write_checksums(options.out)


def round_by_inputs(network: PairScorer, weights: Path, data: Path) -> Rounding:
    """A rounding to four bits by what the dense layers read in some of the labelled pairs."""
    saved = torch.load(weights, map_location="cpu", weights_only=True)
    network.start_from(saved.get("model", saved))
    rng = random.Random(SEED)
    rows = [example.row() for example in rng.sample(labelled(data, "train", rng), PAIRS)]
    items = sorted(encode(rows, tokenizer()), key=lambda item: len(item.ids))
    found = measure_inputs(network.eval(), (collate(items[i : i + 16]) for i in range(0, len(items), 16)))
    return lambda name, values: to_four_bits_by_inputs(values, found[name])


def write_packed(model: onnx.ModelProto, packed: dict[str, tuple[Array, Array]], folder: Path) -> None:
    """Move the weights of dense layers from the model to ``weights.npz``, and note the file's SHA-256 in the model."""
    if not packed:
        return
    parts = (
        (f"{name}.{part}", value) for name, both in packed.items() for part, value in zip(PARTS, both, strict=True)
    )
    np.savez_compressed(folder / "weights.npz", **dict(parts))
    reader_graph.take_out(model, packed, "weights.npz")
    entry = model.metadata_props.add()
    entry.key, entry.value = "weights.npz", hashlib.sha256((folder / "weights.npz").read_bytes()).hexdigest()


PARTS = ("steps", "multiples")
"""What is stored of each weight: see ``bert_graph.to_four_bits`` and ``bert_graph.pack``."""


if __name__ == "__main__":
    main()
