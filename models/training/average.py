"""Average the weights of two checkpoints of one training: ``average.py FIRST SECOND --share 0.75 --out FILE``.

A later sitting can gain on what it reads more of and lose on the rest. The mean of the weights before and after it often
keeps most of both (Wortsman et al., Robust fine-tuning of zero-shot models, CVPR 2022).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", type=Path, nargs=2, help="what train.py wrote")
    parser.add_argument("--share", type=float, default=0.75, help="share of the second one (default: %(default)s)")
    parser.add_argument("--out", type=Path, required=True, help="the averaged weights, for export.py")
    options = parser.parse_args()
    first, second = (torch.load(path, weights_only=True)["model"] for path in options.checkpoints)
    mean = {name: torch.lerp(first[name].float(), second[name].float(), options.share) for name in second}
    torch.save({"model": mean}, options.out)


if __name__ == "__main__":
    main()
