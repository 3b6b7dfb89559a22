"""Learn which Latin letters each Chinese character of a transcribed name stands for, and measure it.

    python models/fit_names.py --data DIR

``DIR`` holds ``names_zh.jsonl.gz`` (names from Wikidata, CC0) and ``tico19_zh.jsonl.gz`` (CC0). How often each
character stands for which letters is learned by expectation maximisation over all divisions of each name's letters
(Dempster, Laird and Rubin, 1977). Running text says how usual a character is outside of names. The figures are of
names that were held out; what is written is learned from the others. Takes about five minutes.

Writes ``fidelity/text/chinese/sounds.tsv`` and ``fidelity/text/english/name_letters.tsv``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT.parent), str(ROOT / "training")]

from metrics import auc

from fidelity.checks.names.sounds import LONGEST, Sounds, fold_name

ROUNDS = 4
SEED = 24
HELD_OUT = 4_000
START = 0.1
"""Weight of each run of letters that a character may stand for by its place, before anything is learned."""
LEAST = 0.05
"""Expected times below which a character is not written down to stand for a run of letters."""
LONGEST_NAME, LONGEST_WRITTEN = 14, 7
"""Letters and characters of the longest names that are learned from."""

Name = tuple[str, str]
"""Letters and transcription."""
Expected = dict[str, Counter[str]]


def read(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_names(data: Path) -> tuple[list[Name], list[Name]]:
    """The names to learn from, and one spelling each of those held out."""
    groups: dict[str, list[Name]] = defaultdict(list)
    for row in read(data / "names_zh.jsonl.gz"):
        if name := fold_name(row["en"]):
            groups[name].append((name, row["zh"]))
    spellings = sorted(groups)
    random.Random(SEED).shuffle(spellings)
    held = [groups[each][0] for each in spellings[:HELD_OUT]]
    rest = [name for each in spellings[HELD_OUT:] for name in groups[each]]
    short = (each for each in rest if len(each[0]) <= LONGEST_NAME and len(each[1]) <= LONGEST_WRITTEN)
    return [each for each in short if len(each[0]) <= LONGEST * len(each[1])], held


def guess(names: Sequence[Name]) -> Expected:
    """What each character may stand for by its place in the name."""
    found: Expected = defaultdict(Counter)
    for name, written in names:
        for i, character in enumerate(written):
            first, last = (round(place * len(name) / len(written)) for place in (i, i + 1))
            for start in range(max(0, first - 1), first + 2):
                for end in range(max(start, last - 1), min(len(name), last + 1, start + LONGEST) + 1):
                    found[character][name[start:end]] += START  # type: ignore[assignment]
    return found


def expect(sounds: Sounds, name: str, written: str, found: Expected) -> None:
    """Add how often each character is expected to stand for which letters of one name."""
    forth = sounds.sum_divisions(name, written)
    total, back = forth[-1][-1], [0.0] * len(name) + [1.0]
    if total <= 0:
        return
    for character, before in zip(reversed(sounds.divide(written)), reversed(forth[:-1]), strict=True):
        behind = [0.0] * (len(name) + 1)
        for start in range(len(name) + 1):
            for end in range(start, min(len(name), start + LONGEST) + 1):
                worth = sounds.probability(character, name[start:end]) * back[end]
                behind[start] += worth
                share = before[start] * worth / total
                if share > LEAST / 5:
                    found[character][name[start:end]] += share  # type: ignore[assignment]
        back = behind


def learn(names: Sequence[Name]) -> Expected:
    found = guess(names)
    for _ in range(ROUNDS):
        sounds = Sounds({character: dict(seen) for character, seen in found.items()})
        found = defaultdict(Counter)
        for name, written in names:
            expect(sounds, name, written, found)
    return found


def count_contexts(names: Sequence[Name]) -> Expected:
    """How often each letter follows the two, the one and none before it."""
    found: Expected = defaultdict(Counter)
    for name, _ in names:
        written = f"^^{name}$"
        for i in range(2, len(written)):
            for context in (written[i - 2 : i], written[i - 1], ""):
                found[context][written[i]] += 1
    return found


def write(name: str, head: str, rows: Mapping[str, Mapping[str, float]], odds: Mapping[str, float] | None) -> None:
    lines = [f"# {head}"]
    for first, seen in sorted(rows.items()):
        kept = [f"{run or '-'} {often:.3g}" for run, often in Counter(seen).most_common() if often >= LEAST]
        if kept and re.match(r"[\w^]|$", first):
            lines.append(" ".join([first or "-", *([f"{odds[first]:.2f}"] if odds else []), *kept]))
    (ROOT.parent / "fidelity" / "text" / name).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def name_odds(names: Sequence[Name], data: Path) -> dict[str, float]:
    """Natural-log odds of each character to be in a name rather than in running text."""
    text = Counter("".join(row["zh"] for row in read(data / "tico19_zh.jsonl.gz")))
    named = Counter("".join(written for _, written in names))
    totals = named.total(), text.total()
    return {c: math.log((named[c] + 0.5) / totals[0]) - math.log((text[c] + 0.5) / totals[1]) for c in named}


def measure(sounds: Sounds, held: Sequence[Name]) -> None:
    same = [sounds.likeness(name, written) for name, written in held]
    others = [written for _, written in (*held[1:], held[0])]
    other = [sounds.likeness(name, written) for (name, _), written in zip(held, others, strict=True)]
    places: dict[tuple[int, str], list[str]] = defaultdict(list)
    for name, written in held:
        places[len(written), name[0]].append(written)
    hard = [
        sounds.likeness(name, alike[0])
        for name, written in held
        if (alike := [each for each in places[len(written), name[0]] if each != written])
    ]
    print(f"{len(held)} names held out: the same name told from another, AUC {auc(same, other):.4f};")
    print(f"from one of as many characters with the same first letter, AUC {auc(same, hard):.4f}")
    for share in (0.01, 0.02, 0.05, 0.1):
        low, high = sorted(same)[int(share * len(same))], sorted(other)[-int(share * len(other)) - 1]
        print(f"{share:.0%} of the same names are below {low:.2f}; {share:.0%} of the others are above {high:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with names_zh and tico19_zh")
    parser.add_argument("--measure", action="store_true", help="only measure what is written")
    options = parser.parse_args()
    names, held = read_names(options.data)
    if not options.measure:
        found, odds = learn(names), name_odds(names, options.data)
        head = (
            "A character, its log-odds to be in a name rather than in running text, and how often it stood for letters."
        )
        write("chinese/sounds.tsv", f"{head} Learned by models/fit_names.py from Wikidata's names (CC0).", found, odds)
        head = "How often a letter follows the two before it in names; ^ is the start, $ the end, - nothing."
        write(
            "english/name_letters.tsv",
            f"{head} Learned by models/fit_names.py from Wikidata's names (CC0).",
            count_contexts(names),
            None,
        )
    from fidelity.checks.names.sounds import load_sounds

    load_sounds.cache_clear()
    measure(load_sounds("zh"), held)


if __name__ == "__main__":
    main()
