"""The rated translations that the scorer learns from, read and split by source.

``mqm_zhen.jsonl.gz`` (WMT MQM ratings, Apache-2.0), ``demetr.jsonl.gz`` (DEMETR, MIT), ``mlqe_pe.jsonl.gz`` (MLQE-PE, CC0).
Splits keep a source text's translations together: MQM by document, DEMETR by sentence, MLQE-PE as published.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

Row = dict[str, Any]
Part = Literal["train", "dev", "test"]

_MAJOR = ("Accuracy/", "Terminology/", "Non-translation", "Non_translation")


def read(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def is_major(error: Row) -> bool:
    """Whether an error counts for the training label: Major, of accuracy or terminology, or no translation at all."""
    return error["severity"] in ("Major", "Critical") and str(error["category"]).startswith(_MAJOR)


def is_faithful(row: Row) -> bool:
    """The training label: fewer than half of the segment's raters marked a major error."""
    raters = {error["rater"] for error in row["errors"] if is_major(error)}
    return not raters or 2 * len(raters) < row["n_raters"]


def _by_rank(keys: list[Any], turn: int, tests: tuple[int, ...], devs: tuple[int, ...]) -> dict[Any, Part]:
    return {k: "test" if i % turn in tests else "dev" if i % turn in devs else "train" for i, k in enumerate(keys)}


def read_mqm(data: Path) -> list[Row]:
    """Rated translations with ``part`` and ``faithful``; a translation that is the reference itself is left out."""
    rows = [r for r in read(data / "mqm_zhen.jsonl.gz") if r["ref"].strip() and r["mt"].strip() and r["mt"] != r["ref"]]
    parts = _by_rank(sorted({(r["set"], r["doc"]) for r in rows}), 5, (0,), (1,))
    for row in rows:
        row["part"], row["faithful"] = parts[row["set"], row["doc"]], is_faithful(row)
    return rows


def read_demetr(data: Path) -> list[Row]:
    """Perturbed translations with ``part``."""
    rows = read(data / "demetr.jsonl.gz")
    parts = _by_rank(sorted({r["id"] for r in rows}), 4, (0,), (1,))
    for row in rows:
        row["part"] = parts[row["id"]]
    return rows


_JOINED = (
    (re.compile(r"\s+([,.;:!?%)\]}’”])"), r"\1"),
    (re.compile(r"([(\[{“‘$])\s+"), r"\1"),
    (re.compile(r"\s+(['’](?:s|re|ve|ll|d|m|t)\b)"), r"\1"),
    (re.compile(r"\b(\w+)n ['’]t\b"), r"\1n't"),
    (re.compile(r"\s*@-@\s*"), "-"),
)


def join_tokens(text: str) -> str:
    """Running text from tokens set apart by spaces."""
    for pattern, new in _JOINED:
        text = pattern.sub(new, text)
    parts = re.split(r'(")', text)
    inside, out = False, ""
    for part in parts:
        if part == '"':
            out = out + part if not inside else out.rstrip() + part
            inside = not inside
        else:
            out += part.lstrip() if out.endswith('"') and inside else part
    return " ".join(out.split())


def read_mlqe(data: Path) -> list[Row]:
    """Machine translations and their corrections as running text, ``part`` as published."""
    rows = []
    for row in read(data / "mlqe_pe.jsonl.gz"):
        mt, pe = join_tokens(row["mt"]), join_tokens(row["pe"])
        if mt.strip() and pe.strip() and any(c.isalpha() for c in mt + pe):
            rows.append({"part": row["split"], "mt": mt, "pe": pe, "hter": row["hter"], "da": row["da_mean"]})
    return rows


def groups(rows: list[Row], *keys: str) -> Iterator[list[Row]]:
    """Rows with the same values of ``keys`` together, in order of first sight."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[k] for k in keys), []).append(row)
    yield from found.values()
