"""The reader of meaning as an ONNX graph: all-mpnet-base-v2 with a word table and dense layers of four bits.

Unlike the pair scorer's, this graph holds its own word table, since it is another model's. A row is stored in groups of
columns with one scale each; the graph turns the rows that it needs into numbers. The weights of the dense layers are
int8 in the graph and stored beside it in four bits; the program turns them into int8 when it opens the model.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bert_graph import Array, Axes, Graph, Rounding, Shape, mask_bias, run_layers
from heads_graph import add_heads
from network import HEADS, TAGS

SHAPE = Shape(layers=12, heads=12, width=768, epsilon=1e-5)
GROUP = 32
"""Columns of the word table that share a scale."""
FIRST_PLACE = 2
"""The row of the table of places that belongs to the first wordpiece: MPNet's places begin there."""
LONGEST = 320
"""Wordpieces of a pass, at most, that the graph has places for."""
BUCKETS, FARTHEST = 32, 128
"""Buckets of distance, and the distance from which all are in the last one, as MPNet has them."""
_PARTS = {"q": "self.query", "k": "self.key", "v": "self.value", "o": "output.dense"}


def as_bert(weights: dict[str, Array]) -> dict[str, Array]:
    """MPNet's weights with BERT's names."""
    found = {}
    for name, value in weights.items():
        own = name.replace(".attention.LayerNorm.", ".attention.output.LayerNorm.")
        for short, part in _PARTS.items():
            own = own.replace(f".attention.attn.{short}.", f".attention.{part}.")
        found[own] = value
    return found


def as_mpnet(name: str) -> str:
    """MPNet's name of a weight that has BERT's name."""
    own = name.replace(".attention.output.LayerNorm.", ".attention.LayerNorm.")
    for short, part in _PARTS.items():
        own = own.replace(f".attention.{part}.", f".attention.attn.{short}.")
    return own


def in_four_bits(table: Array) -> tuple[Array, Array]:
    """The table as bytes of two columns each, (rows, width / 2), and the scale of each group, (rows, groups).

    The scale of a group is the one of a few that comes nearest to the group's values.
    """
    rows, width = table.shape
    grouped = table.reshape(rows, width // GROUP, GROUP).astype(np.float32)
    peak = np.maximum(np.abs(grouped).max(axis=2, keepdims=True), 1e-8)
    best, chosen = np.full(peak.shape, np.inf, np.float32), peak / 7
    for share in np.linspace(0.7, 1.0, 7):
        scale = (share * peak / 7).astype(np.float16).astype(np.float32)
        off = ((np.clip(np.rint(grouped / scale), -8, 7) * scale - grouped) ** 2).sum(axis=2, keepdims=True)
        chosen, best = np.where(off < best, scale, chosen), np.minimum(off, best)
    whole = (np.clip(np.rint(grouped / chosen), -8, 7) + 8).astype(np.uint8).reshape(rows, width)
    half = width // 2
    return whole[:, :half] * 16 + whole[:, half:], chosen[:, :, 0].astype(np.float16)


def _look_up(graph: Graph, table: Array) -> str:
    """The word vectors of the input's wordpieces."""
    whole, scales = in_four_bits(table)
    width = graph.shape.width
    rows = graph.node("Gather", [graph.constant("words.u4", whole), "input_ids"], "words.bytes")
    both = graph.node("Cast", [rows], "words.float", to=TensorProto.FLOAT)
    step = graph.constant("sixteen", np.array(16, np.float32))
    high = graph.node("Floor", [graph.node("Div", [both, step], "words.shifted")], "words.high")
    low = graph.node("Sub", [both, graph.node("Mul", [high, step], "words.upper")], "words.low")
    joined = graph.node("Concat", [high, low], "words.raised", axis=-1)
    centred = graph.node("Sub", [joined, graph.constant("eight", np.array(8, np.float32))], "words.centred")
    grouped = graph.constant("words.by_group", np.array([0, 0, width // GROUP, GROUP], np.int64))
    scale = graph.node("Gather", [graph.constant("words.scales", scales), "input_ids"], "words.scale.f16")
    each = graph.node("Unsqueeze", [
        graph.node("Cast", [scale], "words.scale", to=TensorProto.FLOAT),
        graph.constant("words.axis", np.array([3], np.int64)),
    ], "words.scale.groups")  # fmt: skip
    found = graph.node("Mul", [graph.node("Reshape", [centred, grouped], "words.groups"), each], "words.scaled")
    return graph.node("Reshape", [found, graph.constant("words.whole", np.array([0, 0, width], np.int64))], "words")


def _embed(graph: Graph, table: Array) -> str:
    """The embedded wordpieces, with what stands for their side, place and match."""
    weights = graph.weights
    zero = graph.constant("zero", np.array([0], np.int64))
    length = graph.node("Shape", ["token_type_ids"], "length", start=1, end=2)
    places = weights["embeddings.position_embeddings.weight"][FIRST_PLACE : FIRST_PLACE + LONGEST]
    here = graph.node("Slice", [graph.weight("positions", places), zero, length, zero], "places")
    total = graph.node("Add", [_look_up(graph, table), here], "embedded.0")
    for number, (name, source) in enumerate((("token_type_ids", "sides.weight"), ("match_ids", "match.weight")), 1):
        rows = graph.node("Gather", [graph.weight(f"{name}.table", weights[source]), name], f"{name}.rows")
        total = graph.node("Add", [total, rows], f"embedded.{number}")
    return graph.norm(total, "embeddings.LayerNorm", "hidden.0")


def bucket(distance: int) -> int:
    """MPNet's bucket of how far a wordpiece is behind another (negative: before it)."""
    half = BUCKETS // 2
    start, away, exact = (half if distance > 0 else 0), abs(distance), half // 2
    if away < exact:
        return start + away
    far = exact + int(math.log(away / exact) / math.log(FARTHEST / exact) * (half - exact))
    return start + min(far, half - 1)


def _nearness(graph: Graph) -> str:
    """How much each head attends to what is how far away, (1, heads, sequence, sequence)."""
    by_distance = np.array([bucket(d) for d in range(-LONGEST, LONGEST + 1)])
    table = graph.weight("near.table", graph.weights["encoder.relative_attention_bias.weight"][by_distance])
    first, step = (
        graph.constant("near.first", np.array(0, np.int64)),
        graph.constant("near.step", np.array(1, np.int64)),
    )
    size = graph.node("Squeeze", ["length"], "near.size")
    run = graph.node("Range", [first, size, step], "near.run")
    down = graph.node("Unsqueeze", [run, graph.constant("near.one", np.array([1], np.int64))], "near.down")
    across = graph.node("Unsqueeze", [run, graph.constant("near.zero", np.array([0], np.int64))], "near.across")
    away = graph.node("Sub", [across, down], "near.away")
    at = graph.node("Add", [away, graph.constant("near.middle", np.array(LONGEST, np.int64))], "near.at")
    found = graph.node("Gather", [table, at], "near.found")
    turned = graph.node("Transpose", [found], "near.turned", perm=[2, 0, 1])
    return graph.node("Unsqueeze", [turned, "near.zero"], "near")


def build(
    weights: dict[str, Array], table: Array, *, eight_bits: bool, rounded: Rounding | None = None
) -> tuple[onnx.ModelProto, dict[str, tuple[Array, Array]]]:
    """The reader as an ONNX model, and for each weight of its dense layers the steps and the packed multiples.

    ``weights``: the state of ``network.PairScorer``; ``table``: its word table; ``rounded``: see ``bert_graph.Graph``.
    """
    graph = Graph(as_bert(weights), eight_bits=eight_bits, four_bits=True, shape=SHAPE, rounded=rounded)
    x = _embed(graph, table)
    mask_bias(graph, _nearness(graph))
    add_heads(graph, run_layers(graph, x))
    axes: list[str | int | None] = ["batch", "sequence"]
    inputs = dict.fromkeys(("input_ids", "token_type_ids", "match_ids", "attention_mask"), axes)
    outputs: Axes = {"pair": ["batch", len(HEADS)], "tags": [*axes, len(TAGS)]}
    return graph.model("reader", inputs, outputs, by="models/training/export.py"), graph.packed


def take_out(model: onnx.ModelProto, names: Iterable[str], place: str) -> None:
    """Leave the values of the weights ``names`` out of the model, which says that they are in the file ``place``."""
    chosen = set(names)
    for tensor in model.graph.initializer:
        if tensor.name in chosen:
            tensor.ClearField("raw_data")
            tensor.data_location = TensorProto.EXTERNAL
            entry = tensor.external_data.add()
            entry.key, entry.value = "location", place
