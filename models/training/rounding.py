"""Rounding of a dense layer's weights so that its outputs stay, and not each weight (GPTQ; Frantar et al., ICLR 2023).

Rounding to the nearest value loses what training has changed by less than half a step. Here each weight that is rounded
passes its error on to those that are rounded later, by as much as their inputs go together.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from bert_graph import GROUP, Array, to_four_bits
from network import PairScorer
from torch import Tensor, nn

DAMPING = 0.01
"""What is added to the mean square of each input, as a share of the mean over all inputs."""
_LAYERS = {
    "attention.attn.q": "attention.self.kernel",
    "attention.attn.o": "attention.output.dense.weight",
    "intermediate.dense": "intermediate.dense.weight",
    "output.dense": "output.dense.weight",
}
"""The layers of the network whose inputs are measured, and the weights of the graph that these inputs meet."""


def measure_inputs(model: PairScorer, batches: Iterable[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The sums of products of the inputs of each dense layer, (inputs, inputs), by the name of its weights."""
    found: dict[str, Tensor] = {}
    mask: list[Tensor] = []

    def watch(name: str, layer: nn.Module) -> None:
        def add(_: nn.Module, given: tuple[Tensor, ...]) -> None:
            rows = given[0].float()[mask[0]]
            found[name] = found.get(name, 0) + rows.T @ rows

        layer.register_forward_pre_hook(add)

    for number, layer in enumerate(model.bert.encoder.layer):
        for own, name in _LAYERS.items():
            watch(f"encoder.layer.{number}.{name}", layer.get_submodule(own))
    with torch.no_grad():
        for batch in batches:
            mask[:] = [batch["mask"].bool()]
            model(batch["ids"], batch["types"], batch["match"], batch["mask"])
    return found


def to_four_bits_by_inputs(values: Array, products: Tensor) -> tuple[Array, Array]:
    """Like :func:`bert_graph.to_four_bits`, with each error passed on to the inputs that are rounded later."""
    weights, damped = torch.from_numpy(values).float().clone(), products.double()
    damped = damped + DAMPING * damped.diagonal().mean() * torch.eye(len(damped), dtype=torch.double)
    spread = torch.linalg.cholesky(torch.cholesky_inverse(torch.linalg.cholesky(damped)), upper=True).float()
    all_steps, all_multiples = [], []
    for start in range(0, len(weights), GROUP):
        block, inner = weights[start : start + GROUP], spread[start : start + GROUP, start : start + GROUP]
        steps = torch.from_numpy(to_four_bits(block.clamp(-63, 63).numpy())[0]).float()[0]
        errors, multiples = torch.zeros_like(block), torch.zeros_like(block)
        for i in range(len(block)):
            multiples[i] = (block[i] / steps).round().clamp(-7, 7)
            errors[i] = (block[i] - multiples[i] * steps) / inner[i, i]
            block[i + 1 :] -= inner[i, i + 1 :, None] * errors[i]
        weights[start + GROUP :] -= spread[start : start + GROUP, start + GROUP :].T @ errors
        all_steps.append(steps.to(torch.int8))
        all_multiples.append(multiples.to(torch.int8))
    return torch.stack(all_steps).numpy(), torch.cat(all_multiples).numpy()
