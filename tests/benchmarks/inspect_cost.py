"""What ``inspect`` costs for 100 KB and for 1 MB: processor time and memory, each in a process of its own.

    python tests/benchmarks/inspect_cost.py

Ends with 1 where the longer text takes more than 12 times as long, or either more than 300 MB.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

SEED = Path(__file__).resolve().parents[2] / "seeds" / "000_5fa37a6b1716dbf1.txt"
TIMES, MEGABYTES = 12, 300
CODE = """
import resource, sys, time
from fidelity import pipeline
start = time.process_time()
pipeline.inspect(sys.argv[1])
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def measure(text: str, size: int) -> tuple[float, float]:
    """Seconds and megabytes for ``size`` bytes of ``text``, over and over."""
    data = (text.encode() * (size // len(text.encode()) + 1))[:size].decode("utf-8", "ignore")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(data, encoding="utf-8")
        done = subprocess.run([sys.executable, "-c", CODE, str(path)], capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


def main() -> int:
    memo = "\n".join(SEED.read_text(encoding="utf-8").splitlines()[6:-1]) + "\n"
    texts = {
        "English": memo,
        "Chinese": "我们不同意这个计划，因为它没有任何好处。第二点是时间。\n",
        "mixed": f"{memo}我们不同意这个计划。\nOn nous a dit la semaine dernière que le plan avait changé.\n",
    }
    worst = 0
    for name, text in texts.items():
        (short, small), (long, large) = measure(text, 100_000), measure(text, 1_000_000)
        print(f"{name:8} 100 KB {short:5.2f} s {small:4.0f} MB", end="   ")
        print(f"1 MB {long:5.2f} s {large:4.0f} MB   {long / short:4.1f} x")
        worst |= long > TIMES * short or max(small, large) > MEGABYTES
    return int(worst)


if __name__ == "__main__":
    sys.exit(main())
