"""The weights of a model that ships, as the state of ``network.PairScorer``, so that training can go on from it.

Weights of eight or of four bits stay as coarse as they are.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

import reader_graph
from bert_graph import Array

from fidelity.embedding.model_files import PACKED, unpack

_OWN = ("match", "sides", "tag", "pair", "peak")
"""The parts of the network that are no part of the encoder."""
_TABLES = ("match.weight", "sides.weight", "near.table")
"""Tables whose rows are looked up; all other matrices are stored transposed."""


def read_back(path: Path, state: dict[str, Tensor]) -> dict[str, Tensor]:
    """What ``export.py`` wrote to the graph ``path``; what a graph does not hold is taken from ``state``."""
    model = onnx.load(path, load_external_data=False)
    stored = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer if not t.external_data}
    found: dict[str, Array] = {}
    for name, value in stored.items():
        plain, _, kind = name.rpartition(".")
        if kind == "f16":
            found[plain] = value.astype(np.float32)
        elif kind == "i8":
            found[plain] = value.astype(np.float32) * stored[f"{plain}.scale"]
    weights = path.with_name(PACKED)
    reader = weights.exists()
    if reader:
        steps = unpack(weights.read_bytes())
        found |= {name[:-3]: steps[name].astype(np.float32) * stored[f"{name[:-3]}.scale"] for name in steps}
    found["match.weight"] = found.pop("match_ids.table")
    found["embeddings.position_embeddings.weight"] = found.pop("positions")
    _split_attention(found)
    told = {name: torch.from_numpy(value.copy()) for name, value in _named(found, reader)}
    if reader:
        _fill_tables(told, state)
    unknown = told.keys() - state.keys()
    if unknown:
        raise ValueError(f"{path} has weights that the network lacks: {', '.join(sorted(unknown))}")
    return state | told


def _fill_tables(told: dict[str, Tensor], state: dict[str, Tensor]) -> None:
    """Put what a reader's graph holds of places and distances where MPNet has it."""
    places, near = "bert.embeddings.position_embeddings.weight", "bert.encoder.relative_attention_bias.weight"
    first, far = reader_graph.FIRST_PLACE, reader_graph.LONGEST
    told[places] = torch.cat([state[places][:first], told[places], state[places][first + len(told[places]) :]])
    by_distance, told[near] = told.pop("bert.near.table"), state[near].clone()
    for distance in range(-far, far + 1):
        told[near][reader_graph.bucket(distance)] = by_distance[distance + far]


def _split_attention(found: dict[str, Array]) -> None:
    """Give queries, keys and values, which a graph computes in one product, names of their own."""
    for name in [name for name in found if name.endswith(".attention.self.kernel")]:
        at = name.removesuffix("kernel")
        kernels, biases = np.split(found.pop(name), 3, axis=1), np.split(found.pop(f"{at}bias"), 3)
        for part, kernel, bias in zip(("query", "key", "value"), kernels, biases, strict=True):
            found[f"{at}{part}.weight"], found[f"{at}{part}.bias"] = kernel, bias


def _named(found: dict[str, Array], reader: bool) -> list[tuple[str, Array]]:
    """Each weight with its name in the network, and turned as the network has it."""
    named = []
    sides = "sides.weight" if reader else "embeddings.token_type_embeddings.weight"
    found[sides] = found.pop("token_type_ids.table")
    for name, value in found.items():
        own = name.split(".")[0] in _OWN
        turned = value.ndim == 2 and "embeddings" not in name and name not in _TABLES
        right = reader_graph.as_mpnet(name) if reader else name
        named.append((right if own else f"bert.{right}", value.T if turned else value))
    return named
