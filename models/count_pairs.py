"""Count which words of grammar hardly ever follow one another, and write ``fidelity/text/english/broken_pairs.txt``.

    python models/count_pairs.py --data DIR

``DIR`` holds ``mlqe_pe.jsonl.gz`` (MLQE-PE, CC0), ``mqm_zhen.jsonl.gz`` (WMT MQM ratings, Apache-2.0) and
``demetr.jsonl.gz`` (DEMETR, MIT). Counted are their training parts: corrected translations, those rated ``GOOD`` or
better, and references. A pair is broken where chance alone would have brought the two together at least ``EXPECTED``
times, as often as both occur, and the texts do less than ``SEEN`` times as often.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT.parent), str(ROOT / "training")]

import corpora

from fidelity.text.wordlists import grammar_words
from fidelity.text.words import Words

LEXICON = ROOT.parent / "fidelity" / "text" / "english" / "broken_pairs.txt"
GOOD, EXPECTED, SEEN, LEAST = 90, 8, 0.05, 25
MARKS = frozenset(".,;:!?")
COMPLETE = frozenset(
    "it you her him us them me this that these those who whom which what there here one all some any both each"
    " am is are was were be been being have has had do does did can could may might must shall should will would"
    " his mine not".split()
)
"""Words that may stand alone where a noun or a verb does, so that anything may follow: stripped it of, has been of."""
HEAD = """# Words of grammar and marks that hardly ever follow one another in English: a word, and what does not follow.
# Source: counted by models/count_pairs.py in {texts} texts of MLQE-PE (CC0), WMT MQM references (Apache-2.0)
# and DEMETR (MIT).
"""


def collect(data: Path) -> set[str]:
    """The texts that are counted."""
    texts = set[str]()
    for row in corpora.read_mlqe(data):
        if row["part"] == "train":
            texts.update([row["pe"], row["mt"]] if (row["da"] or 0) >= GOOD else [row["pe"]])
    for row in corpora.read_mqm(data):
        if row["part"] == "train":
            texts.update(filter(None, (row["ref"], row.get("ref2"))))
    texts.update(row["ref"] for row in corpora.read_demetr(data) if row["part"] == "train")
    return texts


def count(texts: set[str]) -> dict[str, list[str]]:
    """For each word of grammar the words and marks that hardly ever follow it, most expected first."""
    single, double, total = Counter[str](), Counter[tuple[str, str]](), 0
    for text in texts:
        forms = Words(text).forms
        single.update(forms)
        double.update(pairwise(forms))
        total += len(forms)
    known = [word for word in sorted(grammar_words()) if single[word] >= LEAST]
    found: dict[str, list[str]] = defaultdict(list)
    for word in (each for each in known if each not in COMPLETE):
        for after in sorted([*known, *MARKS], key=lambda each: (-single[each], each)):
            expected = single[word] * single[after] / total
            if expected >= EXPECTED and double[word, after] + 1 < SEEN * expected:
                found[word].append(after)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the three files")
    texts = collect(parser.parse_args().data)
    found = count(texts)
    lines = (f"{word} {' '.join(after)}\n" for word, after in sorted(found.items()))
    LEXICON.write_text(HEAD.format(texts=f"{len(texts):,}") + "".join(lines), encoding="utf-8")
    print(f"{len(texts)} texts, {sum(map(len, found.values()))} pairs of {len(found)} words")


if __name__ == "__main__":
    main()
