"""The table in SECURITY.md: what was tried to break, how often, and what came of it.

    python -m tests.fuzz.table [--seconds 60] [--share 0.1] [--write]

Runs everything that the table counts, which takes about twenty minutes besides the fuzzing, prints the table, and with
``--write`` puts it between the marks in SECURITY.md. Needs Linux, strace and unshare, and for the coverage-guided rows
the package atheris.
"""

from __future__ import annotations

import argparse
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

from tests.fuzz.readers import FOUND, TARGETS, fuzz, guided

ROOT = Path(__file__).resolve().parent.parent.parent
BEGIN, END = "<!-- made by tests/fuzz/table.py -->", "<!-- end of what tests/fuzz/table.py made -->"

TESTS = {
    "Network: every command, in a namespace without interfaces and under strace; one run of 40 s": ["-m", "namespace"],
    "Injection: formulas, terminal codes, HTML, XML entities, zip bombs": [
        *("tests/test_csv.py", "tests/test_documents.py", "tests/test_table.py", "tests/test_score.py"),
        *("tests/test_cli.py", "-m", "not browser and not namespace"),
        *("-k", "formula or hostile or steer or defus or inject or escap or csv or mqm"),
    ],
    "Kill points and signals: SIGKILL, SIGTERM, SIGHUP, Ctrl-C, full disk, closed pipe": [
        *(
            "tests/test_durability.py",
            "tests/test_files.py",
            "tests/test_cli.py",
            "-m",
            "not browser and not namespace",
        ),
        *("-k", "kill or signal or full or pipe or durab or error or interrupt"),
    ],
    "Batches: hostile ids, paths, patterns and ledgers; kills at random moments": [
        *("tests/test_batch.py", "tests/test_manifest.py", "-k", "damaged or names_of or no_file or pattern or killed")
    ],
    "Twenty processes that share one database, and one cache": [
        *("tests/test_durability.py", "tests/test_cache.py", "-k", "twenty")
    ],
    "Foreign and damaged databases": ["tests/test_store.py", "-k", "damaged or another_program or trigger or newer"],
}


def fuzzed(seconds: float) -> Iterator[tuple[str, str, str]]:
    kept = Counter(path.name.rpartition("-")[0] for path in FOUND.iterdir())
    for target in TARGETS:
        done = fuzz(target, seconds, seed=11)
        state = "none open" if not done["findings"] else f"{len(done['findings'])} open"
        yield f"Fuzzing: `{target}`", f"{done['inputs']:,} inputs", f"{kept[target]} found and mended, {state}"


def patterns() -> tuple[str, str, str]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.fuzz.patterns"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    counted = re.search(r"(\d+) patterns, (\d+) of them", done.stdout)
    assert counted, done.stderr
    return "Regular expressions that take more than linear time", f"{counted[1]} patterns", counted[2]


def tested(arguments: list[str]) -> tuple[str, str]:
    done = _run("-m", "pytest", "-v", "-o", "addopts=--strict-markers", *arguments)
    passed, failed = (re.search(rf"(\d+) {word}", done.stdout) for word in ("passed", "failed"))
    held = "all held" if done.returncode == 0 else f"{failed[1] if failed else 'some'} did not hold"
    return f"{passed[1] if passed else 0} cases", held


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def guided_run(target: str, seconds: float) -> Iterator[tuple[str, str, str]]:
    """Fuzzing with inputs that atheris chooses by what they reach; nothing where it is not installed."""
    if find_spec("atheris") is not None:
        done = guided(target, seconds)
        found = ", ".join(done["findings"])
        yield f"Coverage-guided fuzzing: `{target}`", f"{done['inputs']:,} inputs", found or "nothing found"


def peaks(share: float) -> Iterator[tuple[str, str, str]]:
    """The largest inputs that are promised to work, or a share of them.

    A process of its own measures them: what this one has used by then would count as theirs.
    """
    done = _run("-m", "tests.fuzz.bounds", "--share", str(share))
    assert done.returncode == 0, done.stderr
    for line in done.stdout.splitlines():
        what, _, cost = line.partition(": ")
        yield f"`check`: {what}", "1 run", f"{cost} at most"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="of fuzzing, for each reader")
    parser.add_argument("--share", type=float, default=0.1, help="of the largest inputs that are promised to work")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # shells start what runs behind them with Ctrl-C ignored
    with ThreadPoolExecutor(max_workers=6) as pool:  # all but the fuzzing here runs in processes of its own
        others = [
            *(pool.submit(lambda target=target: [*guided_run(target, options.seconds)]) for target in TARGETS),
            pool.submit(lambda: [patterns()]),
            *(pool.submit(lambda name=name, each=each: [(name, *tested(each))]) for name, each in TESTS.items()),
            pool.submit(lambda: [*peaks(options.share)]),
        ]
        rows = [*fuzzed(options.seconds), *(row for each in others for row in each.result())]
    lines = [
        "| what was tried | how often | what came of it |",
        "|---|---|---|",
        *(f"| {' | '.join(r)} |" for r in rows),
    ]
    print("\n".join(lines))
    if options.write:
        path = ROOT / "SECURITY.md"
        before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
        table = "\n".join(lines)
        path.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
