"""Training examples: rated translations, and pairs made of clean ones by errors and harmless rewrites.

An example is one line of JSON: ``q`` (quotation), ``p`` (passage), ``faithful`` (0, 1 or absent), ``mqm`` (points, absent
elsewhere), ``da`` (0..100, absent elsewhere), ``carries`` (whether the passage is the quotation's, 0, 1 or absent), ``forward`` and ``backward`` (0 entailment,
1 neutral, 2 contradiction, 3 anything but entailment, absent: from passage to quotation, from quotation to passage), ``q_tags``, ``p_tags`` (spans of words that carry a major error),
``q_mask``, ``p_mask`` (spans of which nothing is known; ``null`` for all), ``q_gaps``, ``p_gaps`` (where words were
left out; ``null`` where that isn't known), ``kind``, ``source`` and ``group`` (examples to be ranked
against one another).
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpora import Row, groups, is_major
from edits import Edited, apply
from errors import ERRORS
from rewrites import REWRITES
from words import Pool

from fidelity.text.pack import load_pack
from fidelity.text.stems import stem
from fidelity.text.words import fold

Spans = list[tuple[int, int]]
GROUP = 20_000_000
"""The number from which on groups of DEMETR's examples count."""
_ENGLISH = load_pack("en")
_WORD = re.compile(r"\w+(?:['’]\w+)?")


@dataclass
class Example:
    q: str
    p: str
    source: str
    kind: str
    faithful: int | None = None
    mqm: float | None = None
    da: float | None = None
    carries: int | None = None
    forward: int | None = None
    backward: int | None = None
    q_tags: Spans = field(default_factory=list)
    p_tags: Spans = field(default_factory=list)
    q_mask: Spans | None = field(default_factory=list)
    p_mask: Spans | None = field(default_factory=list)
    q_gaps: list[int] | None = field(default_factory=list)
    p_gaps: list[int] | None = field(default_factory=list)
    group: int = -1

    def put_around(self, lead: str, tail: str) -> None:
        """Put text that is no error before the passage and behind it."""
        self.p = f"{lead}{self.p}{tail}"
        self.p_tags = [(a + len(lead), b + len(lead)) for a, b in self.p_tags]
        if self.p_mask:
            self.p_mask = [(a + len(lead), b + len(lead)) for a, b in self.p_mask]
        if self.p_gaps:
            self.p_gaps = [place + len(lead) for place in self.p_gaps]

    def row(self) -> Row:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def read_examples(path: Path) -> Iterator[Row]:
    """The rows of a file that ``build.py`` wrote."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def counterparts(text: str, spans: Spans, other: str) -> tuple[Spans, bool]:
    """Where the words of ``spans`` stand in ``other``, by stem and place; whether all content words were found."""
    places: dict[str, list[tuple[int, int]]] = {}
    for match in _WORD.finditer(other):
        places.setdefault(stem(fold(match[0]), _ENGLISH), []).append(match.span())
    found, complete = [], True
    for start, end in spans:
        for match in _WORD.finditer(text, start, end):
            options = places.get(stem(fold(match[0]), _ENGLISH), [])
            if options:
                target = match.start() / max(len(text), 1) * len(other)
                found.append(min(options, key=lambda s: abs(s[0] - target)))
            elif len(match[0]) > 3:
                complete = False
    return found, complete


def unmatched(text: str, other: str) -> Spans:
    """Words of ``text`` of which ``other`` has no form."""
    known = {stem(fold(m[0]), _ENGLISH) for m in _WORD.finditer(other)}
    return [m.span() for m in _WORD.finditer(text) if stem(fold(m[0]), _ENGLISH) not in known]


def only_shorter(text: str, edited: Edited) -> bool:
    """Whether words were only taken off an end: a quotation may say less than its passage."""
    if any(b > a for a, b in edited.after):
        return False
    return not _WORD.search(text, 0, edited.before[0][0]) or not _WORD.search(text, edited.before[-1][1])


class Generator:
    """Makes examples of clean pairs. ``parse`` maps a text to its parse; ``weights`` replace those of :data:`ERRORS`."""

    def __init__(
        self, parse: dict[str, Any], pool: Pool, rng: random.Random, weights: dict[str, float] | None = None
    ) -> None:
        self.parse, self.pool, self.rng = parse, pool, rng
        self._group = 0
        self._errors = [(k, m, (weights or {}).get(k, w)) for k, (m, w, _) in ERRORS.items()]
        self._rewrites = [(k, m, w) for k, (m, w) in REWRITES.items()]

    def error(self, text: str) -> tuple[str, Edited] | None:
        """One error of a kind drawn by weight."""
        return self._draw(text, self._errors)

    def rewrite(self, text: str) -> Edited | None:
        drawn = self._draw(text, self._rewrites)
        return drawn[1] if drawn else None

    def _draw(self, text: str, table: list[tuple[str, Any, float]]) -> tuple[str, Edited] | None:
        doc = self.parse[text]
        for _ in range(4):
            kind, maker, _ = self.rng.choices(table, [w for *_, w in table])[0]
            edits = maker(doc, self.pool, self.rng)
            if not edits:
                continue
            try:
                edited = apply(text, edits)
            except ValueError:
                continue
            if edited.text.strip() and edited.text.lower() != text.lower() and len(edited.text.split()) > 1:
                return kind, edited
        return None

    def of_pair(self, q: str, p: str, source: str, neighbours: tuple[str, str] = ("", "")) -> Iterator[Example]:
        """A clean pair and what is made of it, as one group: the clean side, perhaps rewritten, and one with an error."""
        self._group += 1
        clean = Example(q, p, source, "clean", 1, group=self._group)
        draw = self.rng.random()
        drawn = self.error(p if draw < 0.55 else q)
        if drawn is None:
            yield clean
            return
        kind, edited = drawn
        if draw >= 0.55 and only_shorter(q, edited):
            yield clean
            return
        bad = self._with_error(q, p, "p" if draw < 0.55 else "q", source, kind, edited)
        bad.group = self._group
        if self.rng.random() < 0.3:
            again = self.rewrite(p)
            if again and self.rng.random() < 0.7:
                clean.p = again.text
                clean.kind = "rewritten"
        if self.rng.random() < 0.25 and draw >= 0.55 and any(b > a for a, b in edited.after):
            self._cut(clean, bad, edited)
        if any(neighbours) and self.rng.random() < 0.25:
            self._surround(clean, bad, *neighbours)
        yield clean
        yield bad

    def near_copy(self, text: str, source: str, paraphrase: str | None) -> Iterator[Example]:
        """A near-verbatim copy with an error, against a faithful rewrite or paraphrase of the same text."""
        self._group += 1
        good = paraphrase
        if good is None:
            good = text
            for _ in range(self.rng.randint(1, 3)):
                edited = self.rewrite(good)
                if edited is None:
                    break
                good = edited.text
        drawn = self.error(text)
        if drawn is None:
            return
        kind, edited = drawn
        flipped = self.rng.random() < 0.35 and not only_shorter(text, edited)
        bad = self._with_error(text, text, "q" if flipped else "p", source, kind, edited)
        bad.group, bad.kind = self._group, kind
        yield Example(text, good, source, "paraphrase" if paraphrase else "rewritten", 1, group=self._group)
        yield bad

    def _with_error(self, q: str, p: str, side: str, source: str, kind: str, edited: Edited) -> Example:
        """The pair whose ``side``, "q" or "p", was edited."""
        text, other = (q, p) if side == "q" else (p, q)
        bad = Example(edited.text if side == "q" else q, edited.text if side == "p" else p, source, kind, 0)
        tags, complete = counterparts(text, [s for s in edited.before if s[1] > s[0]], other)
        found: tuple[Spans, Spans | None] = (tags, [] if complete else unmatched(other, text))
        if kind in ("swapped", "shuffled"):
            found = [], None
        came = [s for s in edited.after if s[1] > s[0]]
        if side == "q":
            bad.q_tags, bad.q_gaps, (bad.p_tags, bad.p_mask) = came, edited.gaps, found
        else:
            bad.p_tags, bad.p_gaps, (bad.q_tags, bad.q_mask) = came, edited.gaps, found
        return bad

    def _cut(self, clean: Example, bad: Example, edited: Edited) -> None:
        """Quote only a stretch of words around the error, in the clean example the same stretch."""
        first, last = edited.after[0][0], edited.after[-1][1]
        words = [m.span() for m in re.finditer(r"\S+", bad.q)]
        inside = [i for i, (a, b) in enumerate(words) if b > first and a < max(last, first + 1)] or [0]
        low = max(0, inside[0] - self.rng.randint(0, 5))
        high = min(len(words) - 1, inside[-1] + self.rng.randint(1, 6))
        start, end = words[low][0], words[high][1]
        lead, tail = start, len(bad.q) - end
        stop = len(clean.q) - tail
        if lead >= stop or len(clean.q[lead:stop].split()) < 2 or edited.before[0][0] < lead:
            return
        bad.q, clean.q = bad.q[start:end], clean.q[lead:stop]
        bad.q_tags = [(a - start, b - start) for a, b in bad.q_tags if start <= a and b <= end]
        bad.q_gaps = [place - start for place in bad.q_gaps or [] if start < place < end]
        bad.kind, clean.kind = f"{bad.kind}, cut", "cut"

    def _surround(self, clean: Example, bad: Example, before: str, after: str) -> None:
        """More of the document at the passage's edges."""
        lead = f"{before} " if before and self.rng.random() < 0.5 else ""
        tail = f" {after}" if after and (not lead or self.rng.random() < 0.3) else ""
        for each in (clean, bad):
            each.put_around(lead, tail)
        clean.kind += ", surplus"


def of_mqm(
    rows: list[Row], rng: random.Random, others: int = 0, joined: float = 0.0, first_group: int = 10_000_000
) -> Iterator[Example]:
    """One example a rated translation; systems of one segment share a group.

    Rated translations are few and are learned by heart soon. ``others``: how many further examples a translation gives,
    beside another professional translation or one in which raters found next to nothing. ``joined``: the share that
    gives one more, followed by the next segment of the document as the same system has it.
    """
    following = {(r["set"], r["doc"], r["system"], r["seg_id"] - 1): r for r in rows}
    for number, segment in enumerate(groups(rows, "set", "doc", "seg_id")):
        clean = {r["mt"] for r in segment if r["mqm"] <= 0.5 and r["faithful"]}
        clean |= {segment[0]["ref2"]} if segment[0].get("ref2") else set()
        for row in segment:
            group = first_group + number
            yield _rated(row, row["ref"], group)
            options = sorted(clean - {row["mt"], row["ref"]})
            for text in rng.sample(options, min(others, len(options))):
                yield _rated(row, text, group)
            after = following.get((row["set"], row["doc"], row["system"], row["seg_id"]))
            if joined and after and rng.random() < joined:
                yield beside(_rated(row, row["ref"], group), _rated(after, after["ref"], group))


def _rated(row: Row, reference: str, group: int) -> Example:
    spans: dict[bool, Spans] = {True: [], False: []}
    for error in row["errors"]:
        if error["side"] == "target" and error["end"] is not None:
            spans[is_major(error)].append((error["start"], error["end"]))
    return Example(
        reference, row["mt"], "mqm", "human" if row["is_human"] else "machine", int(row["faithful"]), row["mqm"],
        p_tags=spans[True], p_mask=spans[False], q_mask=[] if row["mqm"] < 1 else None,
        p_gaps=[] if row["mqm"] < 1 else None, group=group,
    )  # fmt: skip


def beside(first: Example, second: Example) -> Example:
    """Two examples one after the other as one: as faithful as the worse of them, the points added up."""
    rated = first.mqm is not None and second.mqm is not None
    joined = Example(
        f"{first.q} {second.q}".strip(), f"{first.p} {second.p}".strip(), first.source, "joined",
        min(first.faithful or 0, second.faithful or 0), (first.mqm or 0) + (second.mqm or 0) if rated else None,
        group=first.group,
    )  # fmt: skip
    for side in "qp":
        lead = len(getattr(joined, side)) - len(getattr(second, side))
        for name in ("tags", "mask"):
            spans = [_spans(getattr(each, f"{side}_{name}"), getattr(each, side)) for each in (first, second)]
            setattr(joined, f"{side}_{name}", spans[0] + [(a + lead, b + lead) for a, b in spans[1]])
        places = [getattr(each, f"{side}_gaps") for each in (first, second)]
        setattr(joined, f"{side}_gaps", None if None in places else places[0] + [place + lead for place in places[1]])
    return joined


def _spans(spans: Spans | None, text: str) -> Spans:
    return [(0, len(text))] if spans is None else spans


def of_demetr(rows: list[Row]) -> Iterator[Example]:
    """A perturbation and the translation it was made of, as one group; minor ones are faithful."""
    for number, row in enumerate(rows):
        if row["severity"] == "base" or row["perturbed"] == row["mt"]:
            continue
        faithful = int(row["severity"] == "minor")
        group = GROUP + number
        p_tags, gone = changed_words(row["mt"], row["perturbed"])
        q_tags, complete = counterparts(row["mt"], gone, row["ref"])
        bad = Example(row["ref"], row["perturbed"], "demetr", row["type"], faithful, group=group)
        if not faithful:
            bad.p_tags, bad.q_tags, bad.p_gaps = p_tags, q_tags, gaps(row["mt"], row["perturbed"])
            bad.q_mask = None if "shuffled" in row["type"] else [] if complete else unmatched(row["ref"], row["mt"])
        yield Example(row["ref"], row["mt"], "demetr", "clean", 1, group=group)
        yield bad


def changed_words(old: str, new: str) -> tuple[Spans, Spans]:
    """Spans of words of ``new`` that ``old`` lacks, and of ``old`` that ``new`` lacks, in order (longest common subsequence)."""
    came, gone = [], []
    for before, after, _ in _differences(old, new):
        came += [x.span() for x in after if x[0][0].isalnum()]
        gone += [x.span() for x in before if x[0][0].isalnum()]
    return came, gone


def gaps(old: str, new: str) -> list[int]:
    """Where in ``new`` words of ``old`` were left out and no word came for them."""
    return [
        place
        for before, after, place in _differences(old, new)
        if any(x[0][0].isalnum() for x in before) and not any(x[0][0].isalnum() for x in after)
    ]


def _differences(old: str, new: str) -> Iterator[tuple[list[re.Match[str]], list[re.Match[str]], int]]:
    """The words and marks of ``old`` and of ``new`` that differ, stretch by stretch, and where in ``new`` that is."""
    import difflib

    a, b = (list(re.finditer(r"\w+|[^\w\s]", text)) for text in (old, new))
    matcher = difflib.SequenceMatcher(None, [m[0] for m in a], [m[0] for m in b], autojunk=False)
    for op, i, j, k, m in matcher.get_opcodes():
        if op != "equal":
            yield a[i:j], b[k:m], b[m].start() if m < len(b) else len(new)


def of_mlqe(rows: list[Row]) -> Iterator[Example]:
    """A correction as quotation, the machine's text as passage, with its rated adequacy."""
    for row in rows:
        bad = row["da"] < 45 and row["hter"] > 0.3
        good = row["da"] >= 75 and row["hter"] <= 0.35
        unknown = not (bad or good)
        yield Example(
            row["pe"], row["mt"], "mlqe", "bad" if bad else "good" if good else "between", 0 if bad else 1 if good else None,
            da=row["da"], p_mask=None if unknown or bad else [], q_mask=None if unknown or bad else [],
            p_gaps=[] if good else None,
        )  # fmt: skip
