"""Generated cases of pairing: a translation, quotations of another rendering, and where each stands, if it does.

Made of ``mqm_zhen.jsonl.gz`` (Apache-2.0), Chinese-English: newstest2021, with two independent human translations of
every segment and those of 13 systems, and generalmt2023, with one and those of 10. Quotations are made of one human
translation: whole segments, two in a row, clauses, fragments, with and without the words that an article puts around
them, several to a paragraph; another human translation, or a system's, is under test. From it some segments are cut
out, so that the right answer for their quotations is "missing". Parts are those of ``models/training/corpora.py``.
"""

from __future__ import annotations

import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent / "training")]

import corpora

from fidelity.calibration import Calibration
from fidelity.embedding import BuiltInEncoder, Encoding, MultilingualEncoder, WordMatcher
from fidelity.pairing import Body, Placement, Query, place_all
from fidelity.pipeline.extracting import words_outside
from fidelity.segmentation import split_sentences
from fidelity.settings import Settings
from fidelity.types import Span

SEGMENTS = 45
"""Segments of one translation: about the length of the memos this is for."""

ABSENT = 0.5
"""Share of segments cut out of the translation: the prior of "missing", even odds."""

HUMAN = 0.75
"""Share of cases in which the translation is the other human one where there are two, not a system's."""

ALIEN = 0.3
"""Share of few words that stand in a clause of the article's own that the document has not beside them."""

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")
_AUXILIARY = re.compile(r"\b(is|are|was|were|will|can|has|have|had|would|should|could|must|may)\b")
_LEADS = ("The memo says that", "He wrote, adding that", "She conceded that", "According to the memo,", "It reads:")
_FRAMES = ("{q} {cue} {place}.", "{Place}, {cue}: {q}", "It also {says} {q} {source}.", "{cue}: {q} {source}", "{q}")
_CUES = ("she wrote", "he added", "they noted", "she went on", "he explained", "it reads")
_SAYS = ("says", "states", "notes", "claims")
_PLACES = (
    *("in the memo", "in a letter to colleagues", "in the note", "in a message that was sent to all members on Friday"),
    *("in the document, which has not been published", "on the third page", "towards the end", "in the same paragraph"),
    *("in a text of several pages", "in the memo, parts of which were first reported on Monday", "there", ""),
)
_SOURCES = (
    *("", "", "according to a copy seen by this newspaper", "two officials familiar with it confirmed"),
    *("as first reported last week", "in what reads like an answer to critics", "said a person who was shown it"),
)
_SAYING = re.compile(rf"\b(?:{'|'.join((*_CUES, *(f'It also {says}' for says in _SAYS)))})\b", re.IGNORECASE)


class Segment(NamedTuple):
    """The renderings of one segment: by people, one or two, and by systems."""

    references: list[str]
    systems: list[str]


@dataclass(frozen=True)
class Case:
    """One translation, the quotations of one article, and for each the span of its gold, if it is there."""

    text: str
    queries: list[tuple[str, str, tuple[Span, ...], int]]
    gold: list[Span | None]


class CachedEncoder:
    """A built-in encoder, each text encoded once."""

    def __init__(self, encoder: BuiltInEncoder | MultilingualEncoder | None = None) -> None:
        self._encoder, self._known = encoder or BuiltInEncoder(), dict[str, Encoding]()
        self.compose = getattr(self._encoder, "compose", None)
        self.matcher = WordMatcher() if self.compose else None

    def encode(self, texts: list[str]) -> list[Encoding]:
        new = sorted(set(texts) - self._known.keys())
        self._known.update(zip(new, self._encoder.encode(new), strict=True))
        return [self._known[text] for text in texts]


def read_segments(data: Path, part: corpora.Part | None = None, *, one: bool = False) -> dict[str, list[Segment]]:
    """The segments of every document, in order.

    Of all documents with two references, or those of one ``part``; with ``one``, of those with one reference, too.
    """
    documents: dict[str, dict[int, Segment]] = defaultdict(dict)
    for row in corpora.read_mqm(data):
        if (row.get("ref2") or one) and part in (None, row["part"]):
            references = [row["ref"].strip(), *([row["ref2"].strip()] if row.get("ref2") else [])]
            known = documents[row["doc"]].setdefault(row["seg_id"], Segment(references, []))
            if not row["is_human"]:
                known.systems.append(row["mt"].strip())
    return {doc: [segments[i] for i in sorted(segments)] for doc, segments in sorted(documents.items())}


def make_cases(
    documents: list[list[Segment]],
    rng: random.Random,
    count: int,
    drifted: float = 0.0,
    *,
    framed: bool = False,
    human: float = HUMAN,
    quoted: int | None = None,
) -> Iterator[Case]:
    """Cases over shuffled documents: a reference is quoted; the other, or a system's, is the translation.

    ``human``: share of cases in which it is the other reference, where there is one. ``framed``: quotations of a few
    words in a clause of the article's own, all of them. ``quoted`` is the number of the reference that is quoted; by
    chance unless it is given.
    """
    for _ in range(count):
        order = rng.sample(documents, len(documents))
        segments = [segment for document in order for segment in document][:SEGMENTS]
        which, by_people = rng.randrange(2) if quoted is None else quoted, rng.random() < human
        only_people = by_people and all(len(segment.references) > 1 for segment in segments)
        system = 0 if only_people else rng.randrange(min(len(segment.systems) for segment in segments))
        yield _make_case([_choose(segment, which, system, by_people) for segment in segments], drifted, rng, framed)


def _choose(segment: Segment, quoted: int, system: int, by_people: bool) -> tuple[str, str]:
    """The rendering under test, and that which is quoted: always one by people, as an article quotes an original."""
    own = quoted % len(segment.references)
    other = segment.references[1 - own] if by_people and len(segment.references) > 1 else segment.systems[system]
    return other, segment.references[own]


def _make_case(segments: list[tuple[str, str]], drifted: float, rng: random.Random, framed: bool) -> Case:
    chosen: list[tuple[int, int, str, str, int]] = []
    paragraph, place = 0, 0
    for _ in range(24):
        if rng.random() < 0.5:
            paragraph, place = paragraph + 1, rng.randrange(len(segments))
        else:
            place = min(len(segments) - 1, max(0, place + rng.randint(-2, 3)))
        length = 2 if not framed and rng.random() < 0.2 and place + 1 < len(segments) else 1
        quoted = " ".join(segments[i][1] for i in range(place, place + length))
        if framed:
            text, around = quote_few(quoted, rng.choice(segments)[1] if rng.random() < ALIEN else None, rng)
        else:
            text, around = quote(quoted, rng) if length == 1 else (quoted, _frame(quoted, rng))
        chosen.append((place, length, text, around, paragraph))
    absent = {place for place in range(len(segments)) if rng.random() < ABSENT}
    names = sorted({name for original, _ in segments for name in _NAME.findall(original)}) or ["Porto"]
    parts, spans, position = [], dict[int, Span](), 0
    for i, (original, _) in enumerate(segments):
        if i in absent:
            continue
        said = _drift(original, names, rng) if drifted and rng.random() < drifted else original
        parts.append(said)
        spans[i] = Span(position, position + len(said))
        position += len(said) + 1
    queries, gold = [], []
    for place, length, text, around, number in chosen:
        if len(text) < 4 or text not in around:
            continue
        queries.append((*_in_article(text, around, framed=framed), number))
        held = [spans[i] for i in range(place, place + length) if i in spans]
        gold.append(Span(held[0].start, held[-1].end) if len(held) == length else None)
        if 0 < len(held) < length:
            queries.pop(), gold.pop()
    return Case("\n".join(parts), queries, gold)


def _in_article(text: str, around: str, *, framed: bool) -> tuple[str, str, tuple[Span, ...]]:
    """A quotation, the words around it, and what of them is no context: it, and the words of saying.

    Where next to nothing is left, the quotation alone, as the program has it.
    """
    start = around.index(text)
    skipped = sorted([Span(start, start + len(text)), *(Span(*match.span()) for match in _SAYING.finditer(around))])
    if not framed and words_outside(around, Span(0, len(around)), skipped) < Settings().pairing.min_context_words:
        return text, text, (Span(0, len(text)),)
    return text, around, tuple(skipped)


def _drift(text: str, names: list[str], rng: random.Random) -> str:
    """A text with other numbers, another name, a negation more or less, or some words fewer."""
    kind = rng.randrange(4)
    words = text.split()
    if kind == 0 and re.search(r"\d", text):
        return re.sub(r"\d+", lambda m: str(int(m.group()[:9]) * rng.randint(2, 4) + rng.randint(1, 9)), text)
    if kind == 1 and _NAME.search(text):
        return _NAME.sub(rng.choice(names), text, count=1)
    if kind == 2:
        less = re.sub(r"\b(not|never|no)\s", "", text, count=1)
        return less if less != text else _AUXILIARY.sub(r"\1 not", text, count=1)
    size = max(1, round(len(words) * rng.uniform(0.1, 0.3)))
    start = rng.randrange(max(1, len(words) - size))
    return " ".join(words[:start] + words[start + size :]) or text


def quote_few(segment: str, other: str | None, rng: random.Random) -> tuple[str, str]:
    """Some words of a clause, and the rest of it, or most of that, as an article's own words around them.

    Where there is another segment, words of that stand around them: an article need not say what the document says.
    """
    words = rng.choice(_clauses(segment) or [segment]).strip(" ,;:.").split()
    size = min(len(words), rng.choice((1, 2, 2, 3, 3, 4, 5, 6)))
    start = rng.randrange(len(words) - size + 1)
    dropped = rng.choice((0.0, 0.2, 0.4))
    sides = [[w for w in side if rng.random() >= dropped] for side in (words[:start], words[start + size :])]
    if other is not None:
        foreign = rng.choice(_clauses(other) or [other]).strip(" ,;:.").split()
        sides = [foreign[: len(sides[0])], foreign[len(sides[0]) : len(sides[0]) + len(sides[1])]]
    text = " ".join(words[start : start + size]).strip(" ,;:.")
    return text, " ".join([rng.choice(_LEADS), *sides[0], text, *sides[1]])


def _clauses(segment: str) -> list[str]:
    parts = re.split(r"(?<=[,;:])\s|\s(?=(?:and|but|while|which|that|because)\b)", segment)
    return [part for part in parts if len(part) > 8]


def quote(segment: str, rng: random.Random) -> tuple[str, str]:
    """A whole segment or a clause of it, and the article's words around it."""
    clauses = _clauses(segment)
    if rng.random() < 0.45 or len(clauses) < 2:
        return segment, _frame(segment, rng)
    clause = rng.choice(clauses).strip(" ,;:.")
    words = clause.split()
    if len(words) > 4 and rng.random() < 0.4:
        size = rng.randint(2, 5)
        start = rng.randrange(len(words) - size + 1)
        clause = " ".join(words[start : start + size]).strip(" ,;:.")
    return clause, _around(segment, clause, rng)


def _around(segment: str, clause: str, rng: random.Random) -> str:
    """What a reporter puts around a clause: nothing of the segment, some words of it, or all of it."""
    chance = rng.random()
    if chance < 0.4:
        return _frame(clause, rng)
    if chance < 0.6:
        return segment
    before, _, after = segment.partition(clause)
    kept = [" ".join(word for word in side.split() if rng.random() < 0.5) for side in (before, after)]
    return f"{kept[0]} {clause} {kept[1]}".strip()


def _frame(text: str, rng: random.Random) -> str:
    """The words that an article puts around it, which say nothing of what it says."""
    frame, own = rng.choice(_FRAMES), random.Random(text)
    place = own.choice(_PLACES)
    said = {"cue": own.choice(_CUES), "says": own.choice(_SAYS), "place": place, "source": own.choice(_SOURCES)}
    return frame.format(q=text, Place=place.capitalize(), **said)


def run_case(
    case: Case, encoder: CachedEncoder, rank: Calibration, settings: Settings
) -> tuple[Body, list[Query], list[tuple[Placement, ...]]]:
    """The body of one case, its quotations, and the placements of each."""
    sentences = split_sentences(case.text)
    encodings = encoder.encode([s.of(case.text) for s in sentences])
    body = Body(case.text, sentences, encodings, encoder.compose, encoder.matcher)
    queries = []
    for text, around, skipped, paragraph in case.queries:
        encoding, carrier = encoder.encode([text, around])
        queries.append(Query(text, encoding, around, carrier, skipped, paragraph))
    return body, queries, place_all(queries, body, rank, settings.pairing)


def is_right(placement: Placement, body: Body, gold: Span | None) -> bool:
    """At least 80% of the passage lies in the gold."""
    return holds(gold, Span(body.words[placement.first].start, body.words[placement.last - 1].end))


def holds(gold: Span | None, passage: Span) -> bool:
    """At least 80% of the passage lies in the gold."""
    return gold is not None and passage.overlap(gold) >= 0.8 * len(passage)
