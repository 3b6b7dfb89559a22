"""How often the encoding of a text without a mark is guessed right, by length.

    python tests/benchmarks/encodings.py --data DIR

Reads ``DIR/langid_tatoeba.jsonl.gz`` (``lang`` in ISO 639-3, ``text``), draws 30 texts of 1, 3 and 10 sentences for
each pair of language and encoding, and counts a guess right where it gives the same characters. Ends with 1 where fewer
than 97% of the texts of ten sentences are right.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from fidelity.errors import InputError
from fidelity.reading import read_bytes
from fidelity.settings import ReadingSettings

ENCODINGS = {
    "cmn": ("gb18030", "big5"),
    "jpn": ("shift_jis", "euc_jp"),
    "kor": ("euc_kr",),
    "rus": ("cp1251", "koi8_r"),
    **dict.fromkeys(("ukr", "bul"), ("cp1251",)),
    **dict.fromkeys("fra deu spa por eng swe ita fin dan nld".split(), ("cp1252",)),
    **dict.fromkeys("pol ces hun ron".split(), ("cp1250",)),
    "ell": ("cp1253",),
    "tur": ("cp1254",),
    "heb": ("cp1255",),
    "ara": ("cp1256",),
}
TEXTS, FLOOR = 30, 0.97


def draw(sentences: dict[str, list[str]], length: int) -> Iterator[tuple[str, bytes]]:
    """Texts of ``length`` sentences as they can be written in an encoding, and their bytes; none that are all ASCII."""
    chance = random.Random(0)
    for language, codecs in ENCODINGS.items():
        for codec in codecs:
            drawn = 0
            for _ in range(TEXTS * 4):
                text = "\n".join(chance.sample(sentences[language], length))
                if language == "eng":  # typewriter marks would leave nothing to guess by
                    text = text.replace("'", "’").replace('"', "“")
                data = text.encode(codec, "ignore")
                if not data.isascii() and drawn < TEXTS:
                    drawn += 1
                    yield data.decode(codec), data


def is_right(text: str, data: bytes) -> bool:
    try:
        return read_bytes(data, origin="text", settings=ReadingSettings()).text == text
    except InputError:
        return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with langid_tatoeba.jsonl.gz")
    sentences: dict[str, list[str]] = defaultdict(list)
    with gzip.open(parser.parse_args().data / "langid_tatoeba.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            sentences[row["lang"]].append(row["text"])
    share = 0.0
    for length in (1, 3, 10):
        found = [is_right(text, data) for text, data in draw(sentences, length)]
        share = sum(found) / len(found)
        print(f"texts of {length:2} sentences: {share:6.1%} of {len(found)} right")
    return int(share < FLOOR)


if __name__ == "__main__":
    sys.exit(main())
