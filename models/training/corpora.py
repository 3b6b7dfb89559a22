"""The labelled texts that the scorer learns from, read and split by source.

Every set here permits commercial use; the card of the scorer names the licences. Each split keeps together what belongs
together: MQM ratings by document, DEMETR by sentence, MLQE-PE as published, entailment by premise.
"""

from __future__ import annotations

import gzip
import hashlib
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


_POINTS = {"Critical": 10.0, "Major": 5.0, "Minor": 1.0}
"""MQM points of one error of the biomedical ratings; a neutral error costs nothing."""


def read_bio(data: Path) -> list[Row]:
    """Rated translations of abstracts (one professional rater each), with ``mqm``, ``part`` and ``faithful``."""
    rows = [r for r in read(data / "mqm_bio.jsonl.gz") if r["ref"].strip() and r["mt"].strip() and r["mt"] != r["ref"]]
    parts = _by_rank(sorted({(r["lp"], r["doc"]) for r in rows}), 5, (0,), (1,))
    for row in rows:
        row["part"] = parts[row["lp"], row["doc"]]
        row["doc"], row["is_human"] = f"{row['lp']} {row['doc']}", False
        row["mqm"] = sum(_POINTS.get(e["severity"], 0.0) for e in row["errors"])
        row["faithful"] = not any(is_major(e) for e in row["errors"])
        row["seg_id"] = int(row["seg_id"])
    return rows


HELD_OUT_SETS = ("new_protocols/contrast", "breaking_nli/")
"""Sets of the entailment data that are only measured."""


def _share_of(text: str) -> float:
    """A number from 0 to 1 that depends on the text alone."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) / 2**32


def read_entailment(data: Path) -> list[Row]:
    """Premises and hypotheses with ``part``: the sets held out whole are "test", and 5% of the other premises "dev"."""
    rows = read(data / "entailment.jsonl.gz")
    for row in rows:
        held = row["set"].startswith(HELD_OUT_SETS)
        row["part"] = "test" if held else "dev" if _share_of(row["premise"]) < 0.05 else "train"
    return rows


def read_senses(data: Path) -> list[Row]:
    """Sentences with one word exchanged for a word of another sense, with ``part`` by the sentence (90%, 5%, 5%).

    Subtitles are left out, since many of their exchanges are no change of meaning.
    """
    rows = [r for r in read(data / "wrong_sense.jsonl.gz") if r["origin"] != "opensubs"]
    for row in rows:
        share = _share_of(row["ref"])
        row["part"] = "train" if share < 0.9 else "dev" if share < 0.95 else "test"
    return rows


def read_versions(data: Path) -> list[Row]:
    """Verses in two free translations, with ``part`` by the verse (80%, 10%, 10%)."""
    rows = [r for r in read(data / "two_versions.jsonl.gz") if r["ref"] != r["ref2"]]
    for row in rows:
        share = _share_of(row["verse"])
        row["part"] = "train" if share < 0.8 else "dev" if share < 0.9 else "test"
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


def read_paws(data: Path) -> list[Row]:
    """Pairs of sentences of nearly the same words, and whether people found that they mean the same, as running text.

    ``part`` by the words of the first sentence, whatever their order (85%, 5%, 10%). Without the folder ``paws`` there
    are none.
    """
    found = []
    for path in sorted((data / "paws").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            _, one, other, label = line.split("\t") if line.count("\t") == 3 else ("", "", "", "")
            if label in ("0", "1") and one != other:
                texts = [join_tokens(each.replace("``", '"').replace("''", '"')) for each in (one, other)]
                share = _share_of(" ".join(sorted(one.lower().split())))
                part = "train" if share < 0.85 else "dev" if share < 0.9 else "test"
                found.append({"part": part, "q": texts[0], "p": texts[1], "same": label == "1"})
    return found


SUMMARIES = ("podcast", "qmsumm", "sales_call", "sales_email", "scitldr")
"""The domains of edited summaries that are learned from; news and reports of earnings are only measured."""


def read_edits(data: Path) -> list[Row]:
    """Sentences of summaries beside what an edit made of them, and whether people found the summary still right.

    ``kinds``: what was done. ``part``: "train" for :data:`SUMMARIES`, otherwise "test". Without the folder
    ``summedits`` there are none.
    """
    found = []
    for path in sorted((data / "summedits").glob("summedits_*.json")):
        domain = path.stem.removeprefix("summedits_")
        for row in json.loads(path.read_text(encoding="utf-8")):
            before, after = (_SENTENCE.split(" ".join(row[name].split())) for name in ("original_summary", "summary"))
            kept = set(before) & set(after)
            sides = [" ".join(each for each in some if each not in kept) for some in (before, after)]
            if all(sides) and sides[0] != sides[1]:
                found.append(
                    {
                        "part": "train" if domain in SUMMARIES else "test",
                        "set": domain,
                        "before": sides[0],
                        "after": sides[1],
                        "right": row["label"] == 1,
                        "kinds": row.get("edit_types") or [],
                    }
                )
    return found


_SENTENCE = re.compile(r"(?<=[.!?]) ")


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
