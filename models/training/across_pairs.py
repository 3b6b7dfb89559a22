"""Pairs in two languages to train and to measure on: rated translations with their sources, clean renderings, and
clean renderings with one made error. Parts are by document; nothing depends on the order of the files."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import corpora

SEED = 20261130
RATED = {"mqm_zhen": {"dev": 792, "test": 1008}, "mqm_bio": {"dev": 968, "test": 1232}}
"""Rated translations of each set that are drawn to fit the calibration and to measure; to train, all are used."""
CLEAN = {"mqm_zhen": 1400, "mqm_bio": 1900, "tico19": 700}
"""Clean renderings that errors are made in."""
OFTEN, JOINED = 0.4, 0.25
"""Share of the clean renderings that each kind of error is made in, and that are joined with another one."""

_NAMES = (
    "Thompson Peterson Kowalski Nakamura Gonzalez Okafor Lindqvist Marchetti Dubois Hernandez Abdullah Petrov Schneider"
    " Novak Castillo Berlin Madrid Chicago Toronto Osaka Jakarta Nairobi Bogota Helsinki"
).split()
_NUMBER = re.compile(r"(?<![\w.,-])\d[\d,.]*\d|(?<![\w.,-])\d(?![\w])")
_VERB = re.compile(r"\b(is|are|was|were|will|can|could|should|has|have|had|would|must)\b(?! not)")
_NEGATOR = re.compile(r"\b(did not|does not|do not|not|never|cannot|no)\b")
_INSTEAD = {"cannot": "can", "no": "some", "never": "always"}
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?: [A-Z][a-z]{3,})?")


@dataclass(frozen=True)
class AcrossPair:
    """A text in ``language`` and its English. ``kind``: rated, clean, joined (two clean ones), or that of the error.
    ``faithful``: whether nothing major is wrong; of ``added`` and ``dropped`` it depends on which side is quoted."""

    kind: str
    origin: str
    language: str
    source: str
    english: str
    faithful: bool
    part: str
    segment: str
    document: str
    points: float = 0.0

    def is_faithful(self, english_quoted: bool) -> bool:
        """The label where the English, or else the source, is the quotation: what only the passage says is no error."""
        if self.kind == "dropped":
            return english_quoted
        return not english_quoted if self.kind == "added" else self.faithful


def read_rated(data: Path) -> list[AcrossPair]:
    found = []
    for origin, rows in (("mqm_zhen", corpora.read_mqm(data)), ("mqm_bio", corpora.read_bio(data))):
        chosen = [_rated(row, origin) for row in rows if row["src"].strip()]
        random.Random(f"{SEED} {origin}").shuffle(chosen)
        for part in ("train", "dev", "test"):
            found += [each for each in chosen if each.part == part][: RATED[origin].get(part)]
    return found


def _rated(row: dict[str, Any], origin: str) -> AcrossPair:
    language = row.get("lp", "zh")[:2]
    segment = f"{origin} {row['set']} {language} {row['doc']} {row['seg_id']}"
    return AcrossPair(
        *("rated", origin, language, row["src"], row["mt"], row["faithful"], row["part"], segment, str(row["doc"])),
        points=row["mqm"],
    )


def read_clean(data: Path) -> list[AcrossPair]:
    """People's renderings."""
    found: dict[tuple[str, str], AcrossPair] = {}
    for origin, rows in (("mqm_zhen", corpora.read_mqm(data)), ("mqm_bio", corpora.read_bio(data))):
        for row in rows:
            for english in (row["ref"], row.get("ref2")):
                if english and row["src"].strip():
                    pair = replace(_rated(row, origin), kind="clean", english=english, faithful=True, points=0.0)
                    found.setdefault((pair.source, english), pair)
    for number, row in enumerate(_rows(data / "tico19_zh.jsonl.gz")):
        quarter = int(hashlib.sha256(row["en"].encode()).hexdigest()[:6], 16) % 4
        part = ("train", "train", "dev", "test")[quarter]
        segment, document = f"tico19 {number}", str(number // 10)
        found[row["zh"], row["en"]] = AcrossPair(
            "clean", "tico19", "zh", row["zh"], row["en"], True, part, segment, document
        )
    return list(found.values())


def read_two_references(data: Path, count: int) -> list[AcrossPair]:
    """Sources with one of their two professional translations; measured only (research use)."""
    found = []
    for row in _rows(data / "two_references.jsonl.gz"):
        language = row["set"][-5:-3]
        if language in ("de", "ru", "zh"):
            segment = f"{row['set']} {row['i']}"
            english = (row["ref"], row["ref2"])[int(row["i"]) % 2]
            found.append(AcrossPair("two", "two_references", language, row["src"], english, True, "test", segment, ""))
    random.Random(SEED).shuffle(found)
    return found[:count]


def make_errors(clean: Sequence[AcrossPair]) -> list[AcrossPair]:
    """Clean pairs, joined pairs, and both with one error on the English side."""
    rng = random.Random(SEED)
    neighbours = defaultdict(list)
    for pair in clean:
        neighbours[pair.origin, pair.document, pair.language].append(pair)
    chosen = [pair for origin, count in CLEAN.items() for pair in _some(clean, origin, count, rng)]
    found = list(chosen)
    for pair in chosen:
        for kind, change in (("number", _other_number), ("negation", _negate), ("name", _other_name)):
            changed = change(pair.english, rng)
            if changed and changed != pair.english and rng.random() < OFTEN:
                found.append(replace(pair, kind=kind, english=changed, faithful=False))
        other = rng.choice(neighbours[pair.origin, pair.document, pair.language])
        if rng.random() < JOINED and other.source != pair.source:
            source = pair.source + ("" if pair.language == "zh" else " ") + other.source
            english = f"{pair.english} {other.english}"
            found.append(replace(pair, kind="joined", source=source, english=english))
            found.append(replace(pair, kind="dropped", source=source, faithful=False))
            found.append(replace(pair, kind="added", english=english, faithful=False))
    return found


def _some(clean: Sequence[AcrossPair], origin: str, count: int, rng: random.Random) -> list[AcrossPair]:
    own = [pair for pair in clean if pair.origin == origin]
    rng.shuffle(own)
    return own[:count]


def _other_number(text: str, rng: random.Random) -> str | None:
    found = list(_NUMBER.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    place = match.start() + rng.choice([i for i, c in enumerate(match.group()) if c.isdigit()][:2])
    digit = rng.choice([each for each in "123456789" if each != text[place]])
    return text[:place] + digit + text[place + 1 :]


def _negate(text: str, rng: random.Random) -> str | None:
    if rng.random() < 0.5 and (verbs := list(_VERB.finditer(text))):
        match = rng.choice(verbs)
        return f"{text[: match.end()]} not{text[match.end() :]}"
    if negators := list(_NEGATOR.finditer(text)):
        match = rng.choice(negators)
        return (text[: match.start()] + _INSTEAD.get(match.group(), "") + text[match.end() :]).replace("  ", " ")
    return None


def _other_name(text: str, rng: random.Random) -> str | None:
    found = list(_NAME.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + rng.choice(_NAMES) + text[match.end() :]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
