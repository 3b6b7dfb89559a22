"""How many of a public rule set's texts are split as it says.

    python tests/benchmarks/sentences.py --data FILE_OR_DIR [--language en] [--wrong]

Reads the golden rules as pySBD's repository keeps them (https://github.com/nipunsadvilkar/pySBD,
tests/lang/test_english.py, MIT): a Python list whose name has GOLDEN in it, of (text, sentences). The file is
parsed and never run. ``--data DIR`` takes DIR/test_english.py and the like. Ends with 1 below 44 of 48.
"""

from __future__ import annotations

import argparse
import ast
import sys
from pathlib import Path

from fidelity.segmentation import split_sentences

FLOOR = 44 / 48
NAMES = {"en": "english", "zh": "chinese", "ja": "japanese", "de": "deutsch", "fr": "french", "ru": "russian"}


def read(path: Path) -> list[tuple[str, list[str]]]:
    """(text, sentences) of every rule in a file."""
    rules = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and "GOLDEN" in getattr(node.targets[0], "id", "").upper():
            assert isinstance(node.value, ast.List)
            for element in node.value.elts:
                parts = element.args if isinstance(element, ast.Call) else element.elts  # type: ignore[attr-defined]
                rules.append((ast.literal_eval(parts[0]), ast.literal_eval(parts[1])))
    return rules


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the rules' file, or the folder of pySBD's")
    parser.add_argument("--language", default="en", help="BCP 47 tag")
    parser.add_argument("--wrong", action="store_true", help="show what is split differently")
    arguments = parser.parse_args()
    path = arguments.data
    if path.is_dir():
        path = path / f"test_{NAMES[arguments.language]}.py"
    rules = read(path)
    right = 0
    for text, wanted in rules:
        found = [span.of(text) for span in split_sentences(text, arguments.language)]
        same = found == [sentence.strip() for sentence in wanted]
        right += same
        if arguments.wrong and not same:
            print("wanted:", *wanted, sep="\n    ")
            print(" found:", *found, sep="\n    ")
    print(f"{right} of {len(rules)} texts as the rules say ({arguments.language})")
    return int(not rules or right / len(rules) < FLOOR)


if __name__ == "__main__":
    sys.exit(main())
