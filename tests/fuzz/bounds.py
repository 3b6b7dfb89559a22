"""The largest inputs that are promised to work, made of invented sentences: how long they take, and how much memory.

    python -m tests.fuzz.bounds [--share 1.0] [CASE ...]

``--share 0.1`` makes everything a tenth as large. Prints one line for each case: what it was, the seconds of processor
time and the largest amount of memory. With the whole size, all cases together take more than an hour on one core.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

NOUNS = """mill plant harbour council bridge ferry contract market school office river valley report memo budget winter
engine worker union strike judge clerk farmer train station tunnel garden bakery museum""".split()
ADJECTIVES = "northern old new quiet large small broken public private early late empty famous local foreign".split()
VERBS = "closed opened sold visited described praised rejected repaired counted moved left joined measured".split()
TOWNS = "Lisbon Porto Graz Turin Oslo Bergen Ghent Lyon Seville Malmo Tartu Vilnius".split()


def sentence(chance: random.Random) -> str:
    """An English sentence of about 18 words; two are hardly ever the same."""
    one, other, third = (chance.choice(NOUNS) for _ in range(3))
    first, second = chance.choice(ADJECTIVES), chance.choice(ADJECTIVES)
    did, had = chance.choice(VERBS), chance.choice(VERBS)
    return (
        f"The {first} {one} {did} the {second} {other} in {chance.choice(TOWNS)} because"
        f" {chance.randrange(2, 9999)} people {had} the {third}."
    )


def memo(characters: int, chance: random.Random) -> list[str]:
    """Sentences of so many characters together."""
    made, length = [], 0
    while length < characters:
        made.append(sentence(chance))
        length += len(made[-1]) + 1
    return made


def article(sentences: list[str], quotations: int, chance: random.Random) -> str:
    """An article that quotes so many of the sentences, each in a paragraph of its own."""
    lines = [f"Bell wrote in the memo: “{chance.choice(sentences)}” {sentence(chance)}\n" for _ in range(quotations)]
    return "Ann Bell, the minister, wrote a memo about the mills.\n" + "".join(lines)


def _write_memo(folder: Path, sentences: list[str], chance: random.Random) -> None:
    lines, rest = [], sentences
    while rest:
        count = chance.randrange(2, 6)
        lines.append(" ".join(rest[:count]))
        rest = rest[count:]
    (folder / "memo.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _long_translation(folder: Path, share: float, chance: random.Random) -> str:
    size = round(20_000_000 * share)
    sentences = memo(size, chance)
    _write_memo(folder, sentences, chance)
    (folder / "article.txt").write_text(article(sentences, 20, chance), encoding="utf-8")
    return f"a translation of {size / 1e6:g} MB"


def _many_quotations(folder: Path, share: float, chance: random.Random) -> str:
    count = round(5_000 * share)
    sentences = memo(100_000, chance)
    _write_memo(folder, sentences, chance)
    (folder / "article.txt").write_text(article(sentences, count, chance), encoding="utf-8")
    return f"{count:,} quotations in one article"


def _many_articles(folder: Path, share: float, chance: random.Random) -> str:
    count = round(1_000 * share)
    sentences = memo(100_000, chance)
    _write_memo(folder, sentences, chance)
    for number in range(count):
        (folder / f"article{number:04}.txt").write_text(article(sentences, 2, chance), encoding="utf-8")
    return f"{count:,} articles of two quotations"


def _long_sentence(folder: Path, share: float, chance: random.Random) -> str:
    count = round(1_000_000 * share)
    words = [chance.choice((*NOUNS, *ADJECTIVES, *TOWNS)) for _ in range(count)]
    text = f"We will close the mill in May. {' '.join(words)}.\n"
    (folder / "memo.txt").write_text(text, encoding="utf-8")
    (folder / "article.txt").write_text('Ann Bell wrote in the memo: "We will close the mill in May."\n')
    return f"one sentence of {count:,} words"


CASES: dict[str, Callable[[Path, float, random.Random], str]] = {
    "translation": _long_translation,
    "quotations": _many_quotations,
    "articles": _many_articles,
    "sentence": _long_sentence,
}


def measure(share: float, cases: list[str] | None = None) -> Iterator[tuple[str, float, int]]:
    """What was compared, the seconds of processor time that it took, and the largest amount of memory, in MB."""
    for name in cases or CASES:
        with tempfile.TemporaryDirectory() as path:
            folder = Path(path)
            what = CASES[name](folder, share, random.Random(5))
            articles = sorted(each.name for each in folder.glob("article*.txt"))
            yield what, *peak(["check", "memo.txt", *articles, "--quiet", "--json", "out.json"], folder)


def peak(command: list[str], folder: Path) -> tuple[float, int]:
    """The seconds of processor time that a command takes, and the largest amount of memory that it uses, in MB."""
    program = [sys.executable, "-m", "fidelity", *command]
    with subprocess.Popen(program, cwd=folder, stdout=subprocess.DEVNULL, env={**os.environ}) as run:
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    assert run.returncode == 0, run.returncode
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=", ".join(CASES))
    parser.add_argument("--share", type=float, default=1.0, help="of the whole size, above 0 and up to 1")
    options = parser.parse_args()
    for what, seconds, size in measure(options.share, options.cases):
        print(f"{what}: {seconds:.0f} s of processor time, {size:,} MB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
