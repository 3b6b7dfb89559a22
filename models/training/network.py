"""The pair scorer: a pretrained encoder over quotation and passage together, with heads for the pair and for each word.

Input is ``[CLS] quotation [SEP] passage [SEP]`` with token types 0 and 1. Beside the model's own embeddings each
wordpiece has one that says whether the other side holds the same wordpiece. The word embedding table is rounded to
float16 and frozen: that of all-MiniLM-L6-v2 need not ship twice.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

LABELS = ("entailment", "neutral", "contradiction")
"""The three labels of entailment, in the order of their heads."""

HEADS = (
    "faithful",
    "rated_faithful",
    "rated_quality",
    "adequacy",
    "carries",
    *(f"forward_{label}" for label in LABELS),
    *(f"backward_{label}" for label in LABELS),
)
"""What is said of a pair. ``faithful`` and ``rated_faithful``: log-odds that nothing major is wrong, learned from made
errors and from ratings. ``rated_quality``: minus MQM points / 5. ``adequacy``: direct assessment in deviations.
``carries``: log-odds that the passage is the one that the quotation is of, drifted or not. ``forward_*``: unnormalised
log-probabilities (a softmax over the three gives probabilities) that the passage entails the quotation, leaves it open
or contradicts it; ``backward_*``: the same with the quotation as premise and the passage as hypothesis."""

FORWARD, BACKWARD = HEADS.index("forward_entailment"), HEADS.index("backward_entailment")

TAGS = ("changed", "rated", "missing")
"""Log-odds of each wordpiece: carries a made error, lies in a span that raters marked as major, words are missing before it."""


_SPECIAL = {0: 1, 101: 0, 102: 2, 103: 30526}
"""Padding, start, separator and hidden wordpiece: the numbers of MiniLM's vocabulary and those of MPNet's. All other
pieces are the same ones in the same order, and MPNet's numbers are higher by 4."""


class PairScorer(nn.Module):
    """``forward`` takes wordpieces in MiniLM's numbers, token types, match flags and mask (b, s); gives (b, 11), (b, s, 3).

    ``weights``: a folder with all-MiniLM-L6-v2 or with all-mpnet-base-v2; of its layers the first ``layers`` are kept.
    """

    def __init__(self, weights: Path, layers: int | None = None) -> None:
        super().__init__()
        from transformers import AutoModel

        self.bert: Any = AutoModel.from_pretrained(
            weights, add_pooling_layer=False, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
        )
        self.bert.encoder.layer = self.bert.encoder.layer[:layers]
        table = self.bert.embeddings.word_embeddings.weight.detach().half().float()
        self.sides: nn.Embedding | None = None
        if self.bert.config.model_type == "mpnet":
            places = torch.arange(len(table) - 5) + 4
            places[list(_SPECIAL)] = torch.tensor(list(_SPECIAL.values()))
            table = table[places]
            self.sides = nn.Embedding(2, table.shape[1])
            nn.init.normal_(self.sides.weight, std=0.01)
        self.register_buffer("table", table, persistent=False)
        self.bert.embeddings.word_embeddings = nn.Embedding(1, 1)
        self.bert.embeddings.word_embeddings.weight.requires_grad_(False)
        size = self.bert.config.hidden_size
        self.match = nn.Embedding(3, size)
        nn.init.normal_(self.match.weight, std=0.01)
        self.tag = nn.Linear(size, len(TAGS))
        self.pair = nn.Sequential(nn.Linear(6 * size, 256), nn.GELU(), nn.Linear(256, len(HEADS)))
        self.peak = nn.Parameter(torch.full((len(HEADS), len(TAGS)), -0.2))

    def forward(self, ids: Tensor, types: Tensor, match: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        words = nn.functional.embedding(ids, self.table) + self.match(match)
        if self.sides is None:
            found = self.bert(inputs_embeds=words, token_type_ids=types, attention_mask=mask)
        else:
            found = self.bert(inputs_embeds=words + self.sides(types), attention_mask=mask)
        state = found.last_hidden_state
        with torch.autocast("cpu", enabled=False):
            tags = self.tag(state.float())
            return self.judge(state.float(), tags, types, match), tags

    def judge(self, state: Tensor, tags: Tensor, types: Tensor, match: Tensor) -> Tensor:
        inner = (match > 0).float()
        left, right = (inner * (types == 0)).unsqueeze(-1), (inner * (types == 1)).unsqueeze(-1)
        a = (state * left).sum(1) / left.sum(1).clamp(min=1)
        b = (state * right).sum(1) / right.sum(1).clamp(min=1)
        suspects = [self._suspected(state, tags[..., 0], side) for side in (left, right)]
        joined = torch.cat([state[:, 0], a, b, (a - b).abs(), *suspects], dim=-1)
        peaks = (tags + (inner.unsqueeze(-1) - 1) * 30).max(dim=1).values
        return self.pair(joined) + peaks @ self.peak.T

    @staticmethod
    def _suspected(state: Tensor, suspicion: Tensor, side: Tensor) -> Tensor:
        """The mean state of one side's words, each weighing as it is suspected: one word may decide."""
        shares = (suspicion + (side.squeeze(-1) - 1) * 30).softmax(dim=1)
        return (state * shares.unsqueeze(-1) * side).sum(1)

    def freeze(self, layers: int) -> None:
        """Keep the embeddings and the first ``layers`` layers as they are."""
        for part in (self.bert.embeddings, *self.bert.encoder.layer[:layers]):
            part.requires_grad_(False)

    def start_from(self, state: dict[str, Tensor]) -> None:
        """Take over the weights of an earlier round; what it did not know starts without weight."""
        for name, wanted in self.state_dict().items():
            if name in state and state[name].shape != wanted.shape:
                # Columns and heads that are new come last.
                missing = [want - have for want, have in zip(wanted.shape, state[name].shape, strict=True)]
                state[name] = nn.functional.pad(state[name], [n for size in reversed(missing) for n in (0, size)])
        self.load_state_dict(state, strict=False)
