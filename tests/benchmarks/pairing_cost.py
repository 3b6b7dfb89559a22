"""What ``check`` costs for bodies of 2,000 and of 20,000 sentences with 500 quotations: time per sentence, memory.

    python tests/benchmarks/pairing_cost.py

Each in a process of its own; processor time, of which the whole job is counted. Ends with 1 where a sentence of the
long body takes more than 1.3 times as long, or either more than 1.5 GB.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SEED_MEMO = Path(__file__).resolve().parents[2] / "seeds" / "000_5fa37a6b1716dbf1.txt"
QUOTATIONS, TIMES, MEGABYTES = 500, 1.3, 1500
CODE = """
import resource, sys, time
import fidelity
start = time.process_time()
report = fidelity.check(sys.argv[1], [sys.argv[2]])
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(report.pairs),
      len(report.pairs) + len(report.unpaired))
"""


def make_texts(sentences: int, rng: random.Random) -> tuple[str, str]:
    """A memo of that many different sentences, and an article that quotes 500 of them word for word."""
    words = re.findall(r"[a-z]{4,}", SEED_MEMO.read_text(encoding="utf-8"))
    halves = [
        h for h in re.split(r"[,;.]\s", SEED_MEMO.read_text(encoding="utf-8")) if 30 < len(h) < 90 and h.isascii()
    ]
    plain = [re.sub(r"[^\w ]", "", half).strip() for half in halves]
    body = []
    for i in range(sentences):
        one, other = rng.choice(plain), rng.choice(plain)
        body.append(f"{one[0].upper()}{one[1:]} and {rng.choice(words)} {other[0].lower()}{other[1:]} in case {i}.")
    memo = "The following is the original text:\n" + "\n".join(
        " ".join(body[i : i + 4]) for i in range(0, len(body), 4)
    )
    quoted = rng.sample(body, QUOTATIONS)
    article = "Ines Duarte wrote a memo to the staff.\n\n" + "\n\n".join(
        f'In the memo, Duarte wrote: "{sentence}"' for sentence in quoted
    )
    return memo + "\n", article + "\n"


def measure(sentences: int) -> tuple[float, float]:
    """Seconds a sentence, and megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("memo.txt", "article.txt")]
        for path, text in zip(paths, make_texts(sentences, random.Random(sentences)), strict=True):
            path.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", CODE, *map(str, paths)], capture_output=True, text=True, check=True
        )
    seconds, megabytes, paired, quotations = map(float, done.stdout.split())
    print(f"{sentences:6} sentences {seconds:7.1f} s {1000 * seconds / sentences:6.2f} ms a sentence", end=" ")
    print(f"{megabytes:5.0f} MB, {paired:.0f} of {quotations:.0f} paired")
    return seconds / sentences, megabytes


def main() -> int:
    (short, small), (long, large) = measure(2_000), measure(20_000)
    print(f"a sentence of the long body takes {long / short:.2f} times as long")
    return int(long > TIMES * short or max(small, large) > MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
