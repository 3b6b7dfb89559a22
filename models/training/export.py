"""Write the trained pair scorer as ONNX: ``python models/training/export.py scorer.pt --out models/pair-scorer``.

The graph takes embedded wordpieces, since the word embedding table is the built-in encoder's. Dense layers are int8
(``--float16`` stores float16), everything else float16. The same weights give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bert_graph import LAYERS, WIDTH, Array, Graph, mask_bias, run_layers
from network import BACKWARD, FORWARD, TAGS

ENCODER = Path(__file__).resolve().parent.parent / "all-MiniLM-L6-v2" / "model.onnx"
WORD_LAYER = 3
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


def judge(graph: Graph, state: str) -> None:
    """The heads: log-odds of each wordpiece, and what is said of the pair."""
    weights, eight_bits = graph.weights, graph.eight_bits
    graph.eight_bits = False  # the heads are small, and exact
    tags = graph.node("Identity", [graph.dense(state, "tag", "tag")], "tags")
    graph.constant("minus", np.array(-30, np.float32))
    one, last = graph.constant("types.one", np.array(1, np.int64)), graph.constant("last", np.array([-1], np.int64))
    nothing = graph.constant("nothing", np.array(0, np.int64))
    inner = graph.node("Greater", ["match_ids", nothing], "inner")
    right = graph.node("And", [inner, graph.node("Equal", ["token_type_ids", one], "second")], "right")
    left = graph.node("And", [inner, graph.node("Not", ["second"], "first")], "left")
    means = [mean(graph, state, side, last) for side in (left, right)]
    apart = graph.node("Abs", [graph.node("Sub", means, "difference")], "apart")
    row, axis = graph.constant("start", np.array([0], np.int64)), graph.constant("middle", np.array([1], np.int64))
    first = graph.node("Squeeze", [graph.node("Gather", [state, row], "cls.row", axis=1), axis], "cls")
    joined = [first, *means, apart, *(suspected(graph, state, side, last) for side in (left, right))]
    graph.node("Concat", joined, "joined.heads", axis=-1)
    hidden = graph.node("Gelu", [graph.dense("joined.heads", "pair.0", "pair.hidden")], "pair.active")
    said = graph.dense(hidden, "pair.2", "pair.said")
    outside = graph.node("Cast", [graph.node("Not", [inner], "outer")], "outside", to=TensorProto.FLOAT)
    far = graph.node("Mul", [outside, "minus"], "far_away")
    lowered = graph.node("Add", [tags, graph.node("Unsqueeze", [far, last], "far_rows")], "lowered")
    peaks = graph.node("ReduceMax", [lowered, graph.constant("along", np.array([1], np.int64))], "peaks", keepdims=0)
    share = graph.node("MatMul", [peaks, graph.weight("peak", weights["peak"].T)], "peak.said")
    graph.node("Add", [said, share], "pair.raw")
    say_entailment(graph)
    graph.eight_bits = eight_bits


def say_entailment(graph: Graph) -> None:
    """The heads as the program reads them: the three unnormalised log-probabilities of each direction become log-odds."""
    axis = graph.constant("labels", np.array([1], np.int64))

    def columns(name: str, *places: int) -> str:
        return graph.node("Gather", ["pair.raw", graph.constant(f"{name}.at", np.array(places))], name, axis=1)

    def log_odds(name: str, wanted: int, others: tuple[int, int]) -> str:
        rest = graph.node("ReduceLogSumExp", [columns(f"{name}.others", *others), axis], f"{name}.rest", keepdims=1)
        return graph.node("Sub", [columns(f"{name}.one", wanted), rest], name)

    entailed = [log_odds(f"entailment.{k}", k, (k + 1, k + 2)) for k in (FORWARD, BACKWARD)]
    contradicted = [log_odds(f"contradiction.{k}", k + 2, (k, k + 1)) for k in (FORWARD, BACKWARD)]
    highest = graph.node("Max", contradicted, "contradiction")
    plain = columns("pair.plain", *range(FORWARD))
    graph.node("Concat", [plain, *entailed, highest], "pair", axis=1)


def mean(graph: Graph, state: str, side: str, last: str) -> str:
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


def suspected(graph: Graph, state: str, side: str, last: str) -> str:
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


def build(weights: dict[str, Array], *, eight_bits: bool, word_layer: int = WORD_LAYER) -> onnx.ModelProto:
    """The scorer as an ONNX model."""
    graph = Graph(weights, eight_bits=eight_bits)
    x = embed(graph)
    mask_bias(graph)
    judge(graph, run_layers(graph, x))
    graph.node("Identity", [f"hidden.{word_layer}"], "word_state")
    axes: list[str | int | None] = ["batch", "sequence"]
    whole = ("token_type_ids", "match_ids", "attention_mask")
    inputs = [helper.make_tensor_value_info("words", TensorProto.FLOAT, [*axes, WIDTH])]
    inputs += [helper.make_tensor_value_info(name, TensorProto.INT64, axes) for name in whole]
    outputs = {"pair": ["batch", FORWARD + 3], "tags": [*axes, len(TAGS)], "word_state": [*axes, WIDTH]}
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "pair-scorer",
            inputs,
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()],
            graph.initializers,
        ),
        producer_name="fidelity models/training/export.py",
        opset_imports=[helper.make_opsetid("", 20)],
        ir_version=9,
    )
    onnx.checker.check_model(model, full_check=True)
    return model


def read_weights(path: Path) -> dict[str, Array]:
    """The state of ``network.PairScorer`` with the names of BERT."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    state = saved.get("model", saved)
    return {
        name.removeprefix("bert."): value.float().numpy() for name, value in state.items() if value.is_floating_point()
    }


def read_back(path: Path) -> dict[str, torch.Tensor]:
    """What :func:`build` wrote, as the state of ``network.PairScorer``; eight bits stay as coarse as they are."""
    stored = {t.name: numpy_helper.to_array(t) for t in onnx.load(path).graph.initializer}
    scales = {name.removesuffix(".scale"): value for name, value in stored.items() if name.endswith(".scale")}
    found: dict[str, Array] = {}
    for name, value in stored.items():
        plain, _, kind = name.rpartition(".")
        if kind == "f16":
            found[plain] = value.astype(np.float32)
        elif kind == "i8":
            found[plain] = value.astype(np.float32) * scales[plain]
    found["embeddings.position_embeddings.weight"] = found.pop("positions")
    found["embeddings.token_type_embeddings.weight"] = found.pop("token_type_ids.table")
    found["match.weight"] = found.pop("match_ids.table")
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}.attention.self."
        kernel, bias = found.pop(f"{at}kernel"), found.pop(f"{at}bias")
        for place, part in enumerate(("query", "key", "value")):
            columns = slice(place * WIDTH, (place + 1) * WIDTH)
            found[f"{at}{part}.weight"], found[f"{at}{part}.bias"] = kernel[:, columns], bias[columns]
    state = {}
    for name, value in found.items():
        across = (
            name.endswith(".weight") and "embeddings" not in name and "LayerNorm" not in name and name != "match.weight"
        )
        own = name.split(".")[0] in ("match", "tag", "pair", "peak")
        state[name if own else f"bert.{name}"] = torch.from_numpy(
            (value.T if across or name == "peak" else value).copy()
        )
    return state


def find_words() -> str:
    """Where the word embedding table lies in the encoder's file: offset in bytes, rows, and the file's SHA-256."""
    data = ENCODER.read_bytes()
    table = next(t for t in onnx.load_from_string(data).graph.initializer if t.name == "words.f16")
    raw = numpy_helper.to_array(table).tobytes()
    offset = data.find(raw[:65536])
    if data[offset : offset + len(raw)] != raw:
        raise SystemExit(f"{ENCODER} does not hold its word embeddings in one piece")
    return f"{offset} {table.dims[0]} {hashlib.sha256(data).hexdigest()}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, help="what train.py wrote")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--float16", action="store_true", help="store all weights as float16")
    parser.add_argument("--word-layer", type=int, default=WORD_LAYER)
    options = parser.parse_args()
    model = build(read_weights(options.weights), eight_bits=not options.float16, word_layer=options.word_layer)
    options.out.mkdir(parents=True, exist_ok=True)
    data = model.SerializeToString(deterministic=True)
    (options.out / "model.onnx").write_bytes(data)
    (options.out / "words").write_text(find_words(), encoding="utf-8", newline="\n")
    files = [name for name in ("model.onnx", "thresholds.json", "words") if (options.out / name).exists()]
    digests = {name: hashlib.sha256((options.out / name).read_bytes()).hexdigest() for name in files}
    lines = "".join(f"{digest}  {name}\n" for name, digest in digests.items())
    (options.out / "SHA256SUMS").write_text(lines, encoding="utf-8", newline="\n")
    print(lines, end="")
    print(f"{len(data) / 1e6:.1f} MB, {LAYERS} layers")


if __name__ == "__main__":
    main()
