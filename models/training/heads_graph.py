"""The heads of ``network.PairScorer`` as nodes of an ONNX graph: what is said of a pair, and of each wordpiece."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from onnx import TensorProto

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bert_graph import Graph


def add_heads(graph: Graph, state: str) -> None:
    """The outputs ``tags`` and ``pair``, in the order of ``network.TAGS`` and ``network.HEADS``."""
    weights, eight_bits = graph.weights, graph.eight_bits
    graph.eight_bits = False  # The heads are small, and stay exact.
    tags = graph.node("Identity", [graph.dense(state, "tag", "tag")], "tags")
    graph.constant("minus", np.array(-30, np.float32))
    one, last = graph.constant("types.one", np.array(1, np.int64)), graph.constant("last", np.array([-1], np.int64))
    nothing = graph.constant("nothing", np.array(0, np.int64))
    inner = graph.node("Greater", ["match_ids", nothing], "inner")
    right = graph.node("And", [inner, graph.node("Equal", ["token_type_ids", one], "second")], "right")
    left = graph.node("And", [inner, graph.node("Not", ["second"], "first")], "left")
    means = [_mean(graph, state, side, last) for side in (left, right)]
    apart = graph.node("Abs", [graph.node("Sub", means, "difference")], "apart")
    row, axis = graph.constant("start", np.array([0], np.int64)), graph.constant("middle", np.array([1], np.int64))
    first = graph.node("Squeeze", [graph.node("Gather", [state, row], "cls.row", axis=1), axis], "cls")
    joined = [first, *means, apart, *(_suspected(graph, state, side, last) for side in (left, right))]
    graph.node("Concat", joined, "joined.heads", axis=-1)
    hidden = graph.node("Gelu", [graph.dense("joined.heads", "pair.0", "pair.hidden")], "pair.active")
    said = graph.dense(hidden, "pair.2", "pair.said")
    outside = graph.node("Cast", [graph.node("Not", [inner], "outer")], "outside", to=TensorProto.FLOAT)
    far = graph.node("Mul", [outside, "minus"], "far_away")
    lowered = graph.node("Add", [tags, graph.node("Unsqueeze", [far, last], "far_rows")], "lowered")
    peaks = graph.node("ReduceMax", [lowered, graph.constant("along", np.array([1], np.int64))], "peaks", keepdims=0)
    share = graph.node("MatMul", [peaks, graph.weight("peak", weights["peak"].T)], "peak.said")
    graph.node("Add", [said, share], "pair")
    graph.eight_bits = eight_bits


def _mean(graph: Graph, state: str, side: str, last: str) -> str:
    """The mean state of one side's wordpieces."""
    weight = graph.node(
        "Unsqueeze", [graph.node("Cast", [side], f"{side}.float", to=TensorProto.FLOAT), last], f"{side}.rows"
    )
    axis = graph.constant(f"{side}.axis", np.array([1], np.int64))
    total = graph.node(
        "ReduceSum", [graph.node("Mul", [state, weight], f"{side}.states"), axis], f"{side}.total", keepdims=0
    )
    count = graph.node("ReduceSum", [weight, axis], f"{side}.count", keepdims=0)
    least = graph.constant(f"{side}.least", np.array(1, np.float32))
    return graph.node("Div", [total, graph.node("Max", [count, least], f"{side}.counted")], f"{side}.mean")


def _suspected(graph: Graph, state: str, side: str, last: str) -> str:
    """The mean state of one side's wordpieces, each weighing as it is suspected."""
    outside = graph.node("Cast", [graph.node("Not", [side], f"{side}.outer")], f"{side}.outside", to=TensorProto.FLOAT)
    column = graph.node("Gather", ["tags", "nothing"], f"{side}.column", axis=-1)
    suspicion = graph.node("Squeeze", [column, last], f"{side}.suspicion")
    far = graph.node("Mul", [outside, "minus"], f"{side}.far")
    shares = graph.node("Softmax", [graph.node("Add", [suspicion, far], f"{side}.lowered")], f"{side}.all", axis=-1)
    inside = graph.node("Mul", [shares, f"{side}.float"], f"{side}.shares")
    row = graph.node("Unsqueeze", [inside, "middle"], f"{side}.share_row")
    total = graph.node("MatMul", [row, state], f"{side}.suspect")
    return graph.node("Squeeze", [total, "middle"], f"{side}.suspected")
