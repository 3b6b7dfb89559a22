"""The losses of the tasks that the pair scorer learns together."""

from __future__ import annotations

from network import BACKWARD, FORWARD, HEADS, LABELS
from torch import Tensor
from torch.nn import functional as F

CARRIES = HEADS.index("carries")
NOT_ENTAILED = len(LABELS)
"""The label of a direction of which only is known that it is no entailment."""


def _margin(score: Tensor, better: Tensor, group: Tensor, least: float) -> Tensor:
    """Mean logistic loss of pairs of one group in which the one is better by ``least``."""
    same = group[:, None] == group[None, :]
    above = same & (better[:, None] - better[None, :] >= least)
    difference = score[:, None] - score[None, :]
    return F.softplus(-difference)[above].mean() if above.any() else score.sum() * 0


def _of_labels(batch: dict[str, Tensor], heads: Tensor) -> Tensor:
    """Made errors and the pairs beside them: cross-entropy, and a margin between the examples of a group."""
    label = batch["faithful"]
    made = ~batch["rated"] & ~label.isnan()
    if not made.any():
        return heads.sum() * 0
    loss = F.binary_cross_entropy_with_logits(heads[made, 0], label[made])
    return loss + 0.7 * _margin(heads[made, 0], label[made], batch["group"][made], 1.0)


def _of_ratings(batch: dict[str, Tensor], heads: Tensor) -> Tensor:
    """MQM: cross-entropy of the label, Huber loss of the points, a margin within a segment; direct assessments."""
    rated, total = batch["rated"], heads.sum() * 0
    if rated.any():
        total = total + 0.7 * F.binary_cross_entropy_with_logits(heads[rated, 1], batch["faithful"][rated])
        points = -batch["mqm"][rated].clamp(max=25) / 5
        total = total + 0.5 * F.smooth_l1_loss(heads[rated, 2], points, beta=1.0)
        total = total + 0.7 * _margin(heads[rated, 2], points, batch["group"][rated], 0.2)
    assessed = ~batch["da"].isnan()
    if assessed.any():
        total = total + 0.4 * F.smooth_l1_loss(heads[assessed, 3], (batch["da"][assessed] - 55) / 25)
    return total


def _of_carrying(batch: dict[str, Tensor], heads: Tensor) -> Tensor:
    """Whether the passage is the quotation's; pairs of the other tasks are taken to be, with little weight."""
    found, total = ~batch["carries"].isnan(), heads.sum() * 0
    others = ~found & ~batch["faithful"].isnan()
    if found.any():
        total = total + F.binary_cross_entropy_with_logits(heads[found, CARRIES], batch["carries"][found])
    if others.any():
        total = total + 0.1 * F.softplus(-heads[others, CARRIES]).mean()
    return total


def _of_entailment(batch: dict[str, Tensor], heads: Tensor) -> Tensor:
    """Cross-entropy of the label of each direction; of some pairs only is known that the direction is no entailment."""
    total = heads.sum() * 0
    for name, first in (("forward", FORWARD), ("backward", BACKWARD)):
        label, logits = batch[name], heads[:, first : first + len(LABELS)]
        known, other = (label >= 0) & (label < NOT_ENTAILED), label == NOT_ENTAILED
        if known.any():
            total = total + F.cross_entropy(logits[known], label[known])
        if other.any():
            rest = logits[other, 1:].logsumexp(dim=1) - logits[other].logsumexp(dim=1)
            total = total - 0.5 * rest.mean()
    return total


def _of_words(batch: dict[str, Tensor], tags: Tensor) -> Tensor:
    """Cross-entropy of each word's tags and gaps, the rare positive ones weighing more."""
    rated, total = batch["rated"], tags.sum() * 0
    known = batch["tags"] >= 0
    for column, which, share in ((0, ~rated, 1.0), (1, rated, 0.5)):
        chosen = known & which[:, None]
        if chosen.any():
            wanted = batch["tags"][chosen].float()
            loss = F.binary_cross_entropy_with_logits(tags[..., column][chosen], wanted, weight=1 + 2 * wanted)
            total = total + share * loss
    known = batch["gaps"] >= 0
    if known.any():
        gaps = batch["gaps"][known].float()
        total = total + 2 * F.binary_cross_entropy_with_logits(tags[..., 2][known], gaps, weight=1 + 4 * gaps)
    return total


KEPT = CARRIES + 1
"""The first heads, which the scorer that training started from has, too."""


def loss_of_forgetting(heads: Tensor, tags: Tensor, before: tuple[Tensor, Tensor], inner: Tensor) -> Tensor:
    """How far the heads and tags are from what the scorer said before this training (Li and Hoiem, Learning without
    Forgetting, ECCV 2016). ``inner``: which pieces are words."""
    said = F.smooth_l1_loss(heads[:, :KEPT], before[0][:, :KEPT])
    return said + F.smooth_l1_loss(tags[inner], before[1][inner])


def loss_of(batch: dict[str, Tensor], heads: Tensor, tags: Tensor) -> Tensor:
    """The sum of all losses of a batch."""
    said = _of_labels(batch, heads) + _of_ratings(batch, heads) + _of_carrying(batch, heads)
    return said + 1.2 * _of_entailment(batch, heads) + _of_words(batch, tags)
