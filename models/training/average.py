"""The mean of the weights of several rounds: ``python models/training/average.py fourth.pt fifth.pt --out scorer.pt``.

What the last round learned at the cost of what came before it is kept by halves (Wortsman et al., Model soups, ICML
2022). Heads that an earlier round did not have are the last one's.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rounds", type=Path, nargs="+", help="what train.py wrote, the last round last")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    *earlier, last = (torch.load(path, map_location="cpu", weights_only=True) for path in options.rounds)
    mean = {}
    for name, weights in last.items():
        total = weights.clone()
        for state in earlier:
            known = weights.clone()
            if name in state:
                known[tuple(slice(size) for size in state[name].shape)] = state[name]
            total = total + known
        mean[name] = total / len(options.rounds) if weights.is_floating_point() else weights
    torch.save(mean, options.out)


if __name__ == "__main__":
    main()
