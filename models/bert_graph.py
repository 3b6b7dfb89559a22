"""BERT as an ONNX graph, written node by node, so that the same weights give the same bytes on every machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LAYERS, HEADS, WIDTH, EPSILON = 6, 12, 384, 1e-12
"""The shape of MiniLM-L6-H384."""

Array = np.ndarray[Any, np.dtype[Any]]

Rounding = Callable[[str, Array], tuple[Array, Array]]

Axes = dict[str, list[str | int | None]]
"""The shape of each input or output by its name; a text stands for a size that is not fixed."""


@dataclass(frozen=True)
class Shape:
    """The shape of an encoder; the defaults are MiniLM's."""

    layers: int = LAYERS
    heads: int = HEADS
    width: int = WIDTH
    epsilon: float = EPSILON


class Graph:
    """Collects the nodes and weights of one ONNX graph.

    Weights are float16. With ``eight_bits`` those of dense layers are int8, with one scale for each output, and the
    layers compute in integers: their inputs are quantised as they come. With ``four_bits`` as well, each of these
    weights is one of 15 multiples of a step, and the steps and multiples are in ``packed``; ``rounded`` chooses them,
    given the name of the weights and their values. With ``run`` the weights of
    dense layers are int8, with one scale for every ``run`` inputs of each output, but the layers compute in float32.
    """

    def __init__(
        self,
        weights: dict[str, Array],
        *,
        eight_bits: bool = False,
        four_bits: bool = False,
        run: int = 0,
        shape: Shape | None = None,
        rounded: Rounding | None = None,
    ) -> None:
        self.weights, self.shape = weights, shape or Shape()
        self.eight_bits, self.four_bits, self.run = eight_bits, four_bits, run
        self.rounded = rounded or (lambda _, values: to_four_bits(values))
        self.packed: dict[str, tuple[Array, Array]] = {}
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []
        self.quantised: set[str] = set()

    def node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """Append a node with one output and return the output's name."""
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def constant(self, name: str, value: Array) -> str:
        """Store ``value`` as it is."""
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weight(self, name: str, value: Array) -> str:
        """Store ``value`` as float16 and cast it to float32 in the graph."""
        self.constant(f"{name}.f16", value.astype(np.float16))
        return self.node("Cast", [f"{name}.f16"], name, to=TensorProto.FLOAT)

    def dense(self, x: str, name: str, output: str) -> str:
        """``x @ weight.T + bias`` of the linear layer ``name``."""
        names = f"{name}.weight", f"{name}.bias", f"{output}.product"
        return self.product(x, names, self.weights[f"{name}.weight"].T, self.weights[f"{name}.bias"], output)

    def product(self, x: str, names: tuple[str, str, str], kernel: Array, bias: Array, output: str) -> str:
        """``x @ kernel + bias``; ``names`` are those of kernel, bias and product."""
        if self.eight_bits:
            product = self._quantised(x, names, kernel)
            return self.node("Add", [product, self.weight(names[1], bias)], output)
        stored = self._in_runs(names[0], kernel) if self.run else self.weight(names[0], kernel)
        inputs = [x, stored]
        addend = self.weight(names[1], bias)
        return self.node("Add", [self.node("MatMul", inputs, names[2]), addend], output)

    def _in_runs(self, name: str, kernel: Array) -> str:
        """Store ``kernel`` as int8 with float16 scales; the runtime multiplies them once, when it loads the graph."""
        runs = kernel.reshape(-1, self.run, kernel.shape[1])
        scale, whole = to_eight_bits(runs, axis=1)
        shape = self.constant(f"{name}.shape", np.array(kernel.shape, np.int64))
        steps = self.node("Cast", [self.constant(f"{name}.i8", whole)], f"{name}.steps", to=TensorProto.FLOAT)
        scaled = self.node("Mul", [steps, self.weight(f"{name}.scale", scale)], f"{name}.runs")
        return self.node("Reshape", [scaled, shape], name)

    def _quantised(self, x: str, names: tuple[str, str, str], kernel: Array) -> str:
        """The product in integers, each row of ``x`` and each column of ``kernel`` with a scale of its own.

        Rows are scaled one by one, so that what else is in a batch changes nothing. Weights take seven bits, so that
        no processor's sums of two products overflow.
        """
        name, _, output = names
        scale = np.maximum(np.abs(kernel).max(axis=0), 1e-8).astype(np.float32) / 63
        if self.four_bits:
            steps, multiples = self.rounded(name, kernel / scale)
            stored = steps.repeat(GROUP, axis=0) * multiples
            self.packed[f"{name}.i8"] = steps, pack(multiples)
        else:
            stored = np.clip(np.rint(kernel / scale), -63, 63).astype(np.int8)
        whole = self.constant(f"{name}.i8", stored)
        if x not in self.quantised:
            self._quantise(x)
        total = self.node("MatMulInteger", [f"{x}.u8", whole, "center"], f"{output}.i32")
        product = self.node("Cast", [total], f"{output}.f32", to=TensorProto.FLOAT)
        rows = self.node("Mul", [product, f"{x}.scale"], f"{output}.rows")
        return self.node("Mul", [rows, self.constant(f"{name}.scale", scale)], output)

    def _quantise(self, x: str) -> None:
        """``x`` as uint8 around 128."""
        if not self.quantised:
            self.constant("center", np.array(128, np.uint8))
            self.constant("limits", np.array([-1], np.int64))
            self.constant("steps", np.array(127, np.float32))
            self.constant("least", np.array(1e-6, np.float32))
            self.constant("offset", np.array(128, np.float32))
        self.quantised.add(x)
        peak = self.node("ReduceMax", [self.node("Abs", [x], f"{x}.abs"), "limits"], f"{x}.peak", keepdims=1)
        scale = self.node("Div", [self.node("Max", [peak, "least"], f"{x}.span"), "steps"], f"{x}.scale")
        whole = self.node("Round", [self.node("Div", [x, scale], f"{x}.over")], f"{x}.round")
        steps = self.node("Add", [whole, "offset"], f"{x}.steps")
        self.node("Cast", [steps], f"{x}.u8", to=TensorProto.UINT8)

    def norm(self, x: str, name: str, output: str) -> str:
        """Layer normalisation ``name``."""
        scale = self.weight(f"{name}.weight", self.weights[f"{name}.weight"])
        bias = self.weight(f"{name}.bias", self.weights[f"{name}.bias"])
        return self.node("LayerNormalization", [x, scale, bias], output, axis=-1, epsilon=self.shape.epsilon)

    def model(self, name: str, inputs: Axes, outputs: Axes, *, by: str) -> onnx.ModelProto:
        """The whole model, checked: inputs and outputs with their shapes; an input of three axes is of floats, others
        are of whole numbers. ``by``: the program that writes it."""
        given = [
            helper.make_tensor_value_info(each, TensorProto.FLOAT if len(shape) == 3 else TensorProto.INT64, shape)
            for each, shape in inputs.items()
        ]
        said = [helper.make_tensor_value_info(each, TensorProto.FLOAT, shape) for each, shape in outputs.items()]
        model = helper.make_model(
            helper.make_graph(self.nodes, name, given, said, self.initializers),
            producer_name=f"fidelity {by}",
            opset_imports=[helper.make_opsetid("", 20)],
            ir_version=9,
        )
        onnx.checker.check_model(model, full_check=True)
        return model


GROUP = 32
"""Inputs of a dense layer whose weights share a step, where weights take four bits."""


def to_four_bits(values: Array) -> tuple[Array, Array]:
    """A step (inputs / 32, outputs) for each group of inputs, and the values (inputs, outputs) as multiples of it, -7
    to 7, both int8. Values are from -63 to 63, and of the steps 1 to 9 each group gets the one that comes nearest.
    """
    grouped = values.reshape(-1, GROUP, values.shape[1])
    best, steps = np.full(grouped[:, 0].shape, np.inf), np.ones(grouped[:, 0].shape, np.int8)
    for step in range(1, 10):
        off = ((np.clip(np.rint(grouped / step), -7, 7) * step - grouped) ** 2).sum(axis=1)
        steps, best = np.where(off < best, np.int8(step), steps), np.minimum(off, best)
    multiples = np.clip(np.rint(grouped / steps[:, None]), -7, 7).astype(np.int8)
    return steps, multiples.reshape(values.shape)


def pack(multiples: Array) -> Array:
    """Two numbers of -7 to 7 a byte, (inputs / 2, outputs): the first half of the inputs in the low four bits."""
    raised, half = (multiples + 8).astype(np.uint8), len(multiples) // 2
    return raised[:half] | raised[half:] << 4


def to_eight_bits(values: Array, axis: int) -> tuple[Array, Array]:
    """A scale in float16 for each vector along ``axis``, and the values as int8, -127 to 127, in steps of it."""
    scale = (np.abs(values).max(axis=axis, keepdims=True) / 127).astype(np.float16)
    steps = values / np.maximum(scale.astype(np.float32), np.finfo(np.float16).tiny)
    return scale, np.clip(np.rint(steps), -127, 127).astype(np.int8)


def mask_bias(graph: Graph, near: str | None = None) -> str:
    """0 where a token is, -1e9 where padding is, shaped (batch, 1, 1, sequence). ``near``, of the shape (1, heads,
    sequence, sequence), is added: how much heads attend to what is how far away."""
    one, far = graph.constant("one", np.array(1, np.float32)), graph.constant("far", np.array(-1e9, np.float32))
    axes = graph.constant("mask_axes", np.array([1, 2], np.int64))
    mask = graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
    padding = graph.node("Mul", [graph.node("Sub", [one, mask], "padding"), far], "mask_rows")
    if near is None:
        return graph.node("Unsqueeze", [padding, axes], "mask_bias")
    return graph.node("Add", [graph.node("Unsqueeze", [padding, axes], "mask_only"), near], "mask_bias")


def attend(graph: Graph, x: str, layer: int) -> str:
    """Multi-head self-attention of one layer, with one product for queries, keys and values."""
    at = f"encoder.layer.{layer}.attention.self."
    parts = ("query", "key", "value")
    kernel = np.concatenate([graph.weights[f"{at}{p}.weight"].T for p in parts], axis=1)
    bias = np.concatenate([graph.weights[f"{at}{p}.bias"] for p in parts])
    joint = graph.product(x, (f"{at}kernel", f"{at}bias", f"{at}product"), kernel, bias, f"{at}joint")
    names = [f"{at}{part}" for part in parts]
    graph.nodes.append(helper.make_node("Split", [joint], names, name=f"{at}split", axis=-1, num_outputs=3))
    turned = []
    for name, order in zip(names, ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]), strict=True):
        split = graph.node("Reshape", [name, "by_head"], f"{name}.heads")
        turned.append(graph.node("Transpose", [split], f"{name}.turned", perm=order))
    query = graph.node("Mul", [turned[0], "scale"], f"{at}scaled")
    scores = graph.node("Add", [graph.node("MatMul", [query, turned[1]], f"{at}scores"), "mask_bias"], f"{at}masked")
    shares = graph.node("Softmax", [scores], f"{at}shares", axis=-1)
    context = graph.node("MatMul", [shares, turned[2]], f"{at}context.heads")
    back = graph.node("Transpose", [context], f"{at}context.turned", perm=[0, 2, 1, 3])
    return graph.node("Reshape", [back, "joined"], f"{at}context")


def run_layers(graph: Graph, x: str) -> str:
    """The states after the layers, from the embedded ``x``; each layer's are named ``hidden.K``."""
    shape = graph.shape
    graph.constant("by_head", np.array([0, 0, shape.heads, shape.width // shape.heads], np.int64))
    graph.constant("joined", np.array([0, 0, shape.width], np.int64))
    graph.constant("scale", np.array(1 / np.sqrt(shape.width / shape.heads), np.float32))
    for layer in range(shape.layers):
        at = f"encoder.layer.{layer}."
        attended = graph.dense(attend(graph, x, layer), f"{at}attention.output.dense", f"{at}attended")
        x = graph.norm(graph.node("Add", [attended, x], f"{at}sum.1"), f"{at}attention.output.LayerNorm", f"{at}middle")
        wide = graph.node("Gelu", [graph.dense(x, f"{at}intermediate.dense", f"{at}wide")], f"{at}active")
        narrow = graph.dense(wide, f"{at}output.dense", f"{at}narrow")
        x = graph.norm(graph.node("Add", [narrow, x], f"{at}sum.2"), f"{at}output.LayerNorm", f"hidden.{layer + 1}")
    return x
