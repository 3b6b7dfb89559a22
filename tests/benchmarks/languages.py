"""How often a sentence's language is right, beside langdetect and py3langid alone.

    python tests/benchmarks/languages.py --data DIR

Reads ``DIR/langid_tatoeba.jsonl.gz`` (``lang`` in ISO 639-3, ``text``): sentences of 5 words or more, 12 characters
in scripts without spaces, in 30 languages. Each is tagged alone, without neighbours; the primary subtag counts.
Ends with 1 where fewer than 97% are right or Chinese is called Japanese or Korean.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from fidelity.language import tag_language
from fidelity.settings import LanguageSettings

LANGUAGES = dict(
    pair.split(":")
    for pair in (
        "ara:ar ben:bn bul:bg cmn:zh ces:cs dan:da nld:nl eng:en fin:fi fra:fr deu:de ell:el heb:he hin:hi hun:hu"
        " ind:id ita:it jpn:ja kor:ko pes:fa pol:pl por:pt ron:ro rus:ru spa:es swe:sv tha:th tur:tr ukr:uk vie:vi"
    ).split()
)
WITHOUT_SPACES = frozenset({"zh", "ja", "th"})
FLOOR = 0.97


def read(folder: Path) -> list[tuple[str, str]]:
    """(language, sentence) of those that count."""
    with gzip.open(folder / "langid_tatoeba.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    known = [(LANGUAGES[row["lang"]], row["text"]) for row in rows if row["lang"] in LANGUAGES]
    return [
        (tag, text) for tag, text in known if (len(text) >= 12 if tag in WITHOUT_SPACES else len(text.split()) >= 5)
    ]


def langdetect_alone(text: str) -> str:
    from langdetect import DetectorFactory, detect
    from langdetect.lang_detect_exception import LangDetectException

    DetectorFactory.seed = 0
    try:
        return str(detect(text))
    except LangDetectException:
        return "none"


def py3langid_alone(text: str) -> str:
    from py3langid import classify

    return str(classify(text)[0])


def fidelity_tag(text: str) -> str:
    return tag_language(text, LanguageSettings()).language


def measure(name: str, tag: Callable[[str], str], sentences: list[tuple[str, str]]) -> tuple[float, int]:
    """Prints one voter's line; gives its share right, and how many Chinese sentences it calls Japanese or Korean."""
    tag("warm up, so that loading is not counted")
    start = time.perf_counter()
    found = [(wanted, tag(text).split("-")[0]) for wanted, text in sentences]
    seconds = time.perf_counter() - start
    right = sum(a == b for a, b in found) / len(found)
    swapped = sum(wanted == "zh" and given in ("ja", "ko") for wanted, given in found)
    wrong = Counter(f"{a} as {b}" for a, b in found if a != b).most_common(6)
    print(
        f"{name:12} {right:7.2%} right   Chinese as Japanese or Korean: {swapped}   {seconds:5.1f} s   "
        + ", ".join(f"{pair} {n}" for pair, n in wrong)
    )
    return right, swapped


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with langid_tatoeba.jsonl.gz")
    sentences = read(parser.parse_args().data)
    print(f"{len(sentences)} sentences in {len({tag for tag, _ in sentences})} languages")
    measure("langdetect", langdetect_alone, sentences)
    measure("py3langid", py3langid_alone, sentences)
    right, swapped = measure("fidelity", fidelity_tag, sentences)
    return int(right < FLOOR or swapped > 0)


if __name__ == "__main__":
    sys.exit(main())
