"""The network that reads a pair in two languages: attend, compare, aggregate (Parikh et al., EMNLP 2016).

Each word of one side, as the multilingual encoder has it, is compared with what the other side says in its place: the
mean of the other side's words, weighted by how alike they are. What the comparisons say is added up for each side.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, COMPARED, HIDDEN = 96, 48, 64
EXTRAS = 5
"""Cosine; log of the passage's length over the quotation's as usual between the languages; log length; which side is
English; share of the shorter side's words in the longer one's."""


class Network(nn.Module):
    """``forward`` gives two log-odds that nothing major is wrong: by controlled errors, and by ratings."""

    def __init__(self) -> None:
        super().__init__()
        self.place, self.value = nn.Linear(512, WIDTH, bias=False), nn.Linear(512, WIDTH)
        self.heat = nn.Parameter(torch.tensor(10.0))
        self.compare = nn.Sequential(
            nn.Linear(4 * WIDTH + 2, 128), nn.ReLU(), nn.Dropout(0.2), nn.Linear(128, COMPARED)
        )
        self.head = nn.Sequential(
            nn.Linear(4 * COMPARED + EXTRAS, HIDDEN), nn.ReLU(), nn.Dropout(0.2), nn.Linear(HIDDEN, 2)
        )

    def forward(
        self, left: Tensor, right: Tensor, masks: tuple[Tensor, Tensor], extras: Tensor
    ) -> tuple[Tensor, Tensor]:
        """``left``, ``right``: words of the quotation and of the passage, (batch, n, 512). Log-odds (batch, 2), and how
        alike the two texts are by their words alone, (batch,)."""
        alike = self.compare_words(self.find_places(left), self.find_places(right), masks)
        first = self._side(left, right, alike, masks[0])
        second = self._side(right, left, alike.transpose(1, 2), masks[1])
        features = torch.cat([first, second, extras], dim=1)
        return self.head(features), match_words(alike, masks)

    def find_places(self, words: Tensor) -> Tensor:
        """Vectors of unit length in which words of two languages are compared."""
        return functional.normalize(self.place(words), dim=-1)

    def compare_words(self, left: Tensor, right: Tensor, masks: tuple[Tensor, Tensor]) -> Tensor:
        """The cosine of each word with each of the other side, -2 where there is none."""
        alike = left @ right.transpose(1, 2)
        return alike.masked_fill(~masks[1][:, None, :], -2.0).masked_fill(~masks[0][:, :, None], -2.0)

    def _side(self, own: Tensor, other: Tensor, alike: Tensor, mask: Tensor) -> Tensor:
        weights = torch.softmax(alike * self.heat, dim=2)
        mine = functional.relu(self.value(own))
        theirs = weights @ functional.relu(self.value(other))
        best = alike.amax(2, keepdim=True)
        mean = (weights * alike).sum(2, keepdim=True)
        told = self.compare(torch.cat([mine, theirs, mine * theirs, (mine - theirs).abs(), best, mean], dim=2))
        told = functional.relu(told)
        total = (told * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        highest = told.masked_fill(~mask[:, :, None], 0.0).amax(1)
        return torch.cat([total, highest], dim=1)


def match_words(alike: Tensor, masks: tuple[Tensor, Tensor]) -> Tensor:
    """How alike two texts are by their words alone, (batch,): the mean of the words' best cosines, of both sides."""
    best = (alike.amax(2), masks[0]), (alike.amax(1), masks[1])
    matched: Any = sum((value * mask).sum(1) / mask.sum(1) for value, mask in best)
    return matched / 2
