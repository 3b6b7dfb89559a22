"""What a reviewer is shown: which entries of a report, with which chance, and the texts around them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.errors import InputError
from fidelity.report import Report
from fidelity.types import Pair, Passage, Severity, Span, Unpaired

CONTEXT = 280
"""Characters that are shown before and after a text; a convention of display."""

MAX_WORDS = 5_000
"""Characters of a passage that a reviewer types."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """One quotation to judge.

    ``found`` is what the run says of it, without verdicts. ``chance`` is the probability, above 0 up to 1, that it is
    put before a reviewer: 1 for what must be seen, the share that was drawn for what is ``drawn`` from above the
    threshold. ``articles`` are the ids of all articles that carry these words in this paragraph: they are judged once.
    """

    found: Pair | Unpaired
    chance: float
    drawn: bool
    articles: tuple[str, ...]

    @property
    def id(self) -> str:
        """The pair's id; for a quotation without passage, its ``quotation_id``."""
        return self.found.id if isinstance(self.found, Pair) else self.found.quotation_id

    @property
    def passage(self) -> Passage | None:
        """The passage that is judged; ``None`` for a quotation without one."""
        return self.found.passage if isinstance(self.found, Pair) else None

    @property
    def severity(self) -> Severity | None:
        """The computed one."""
        return self.found.severity

    @property
    def fidelity(self) -> int | None:
        """0..100, or ``None`` where there is none."""
        return self.found.fidelity if isinstance(self.found, Pair) else None


def entries_to_see(report: Report, threshold: int, seed: int, one_in: int) -> tuple[ReviewEntry, ...]:
    """Worst first: missing, uncertain, pairs below ``threshold`` with some of those above drawn at random, unscored.

    Of n pairs at or above the threshold, n / ``one_in`` are drawn, rounded up, each with the same probability. Which,
    hangs on ``seed`` and the quotations' ids alone: whoever reviews, and whenever, sees the same.
    """
    every = _once(report)
    above = [found for found, _ in every if _is_above(found, threshold)]
    drawn, chance = _draw(above, seed, one_in)
    entries = []
    for found, articles in every:
        if not _is_above(found, threshold):
            entries.append(ReviewEntry(found, 1.0, drawn=False, articles=articles))
        elif _key(found) in drawn:
            entries.append(ReviewEntry(found, chance, drawn=True, articles=articles))
    return tuple(entries)


def around(text: str, span: Span, length: int = CONTEXT) -> tuple[str, str]:
    """Some ``length`` characters before and after ``span``, cut between words; an ellipsis says where it was cut."""
    start, end = max(0, span.start - length), min(len(text), span.end + length)
    before, after = text[start : span.start], text[span.end : end]
    if start:
        before = "… " + before[_first_gap(before) :]
    if end < len(text):
        after = after[: len(after) - _first_gap(after[::-1])] + " …"
    return before, after


def find_words(report: Report, text: str, words: str, limit: int) -> tuple[Span, ...]:
    """Where ``words`` stand in the body of the translation, whose text is ``text``; at most ``limit`` places.

    Case, punctuation and white space do not count.

    Raises:
        InputError: if ``words`` has no letter or digit, or is too long for a passage.
    """
    if len(words) > MAX_WORDS:
        raise InputError(f"a passage of more than {MAX_WORDS:,} characters: give its first or its worst part")
    wanted = _WORD.findall(words)
    if not wanted:
        raise InputError("type words that the translation holds")
    pattern = re.compile(r"[\W_]*".join(map(re.escape, wanted)), re.IGNORECASE)
    bodies = [zone.span for zone in report.translation.zones if zone.name == "body"]
    found = []
    for match in pattern.finditer(text):
        span = Span(*match.span())
        inside = not bodies or any(body.overlap(span) for body in bodies)
        if inside and not (_inside_word(text, span.start) or _inside_word(text, span.end)):
            found.append(span)
        if len(found) == limit:
            break
    return tuple(found)


def _inside_word(text: str, place: int) -> bool:
    """Whether ``place`` parts two letters of a script that has spaces."""
    pair = text[max(0, place - 1) : place + 1]
    return len(pair) == 2 and place > 0 and pair.isalnum() and max(map(ord, pair)) < 0x2E80


def _once(report: Report) -> list[tuple[Pair | Unpaired, tuple[str, ...]]]:
    """Entries that are judged, worst first, each with the articles that carry it."""
    uncertain = [item for item in report.unpaired if item.reason == "uncertain"]
    articles: dict[tuple[object, ...], tuple[Pair | Unpaired, list[str]]] = {}
    entries: tuple[Pair | Unpaired, ...] = (*report.missing, *uncertain, *report.pairs)
    for entry in entries:
        articles.setdefault(_key(entry), (entry, []))[1].append(entry.article)
    return [(entry, tuple(dict.fromkeys(ids))) for entry, ids in articles.values()]


def _key(entry: Pair | Unpaired) -> tuple[object, ...]:
    """The same for the same words of two articles on the same passage."""
    return entry.quotation_id, entry.passage.spans if isinstance(entry, Pair) else ()


def _is_above(entry: Pair | Unpaired, threshold: int) -> bool:
    return isinstance(entry, Pair) and entry.fidelity is not None and entry.fidelity >= threshold


def _draw(entries: Sequence[Pair | Unpaired], seed: int, one_in: int) -> tuple[set[tuple[object, ...]], float]:
    """The keys of those drawn, and the probability that each had."""
    if not entries:
        return set(), 1.0
    size = -(-len(entries) // one_in)
    drawn = sorted(entries, key=lambda entry: (_lot(entry.quotation_id, seed), str(_key(entry))))[:size]
    return {_key(entry) for entry in drawn}, size / len(entries)


def _lot(quotation_id: str, seed: int) -> str:
    return hashlib.sha256(f"{seed}\x1f{quotation_id}".encode()).hexdigest()


def _first_gap(text: str) -> int:
    """How much of a text to leave out so that it begins with a word; nothing where it has no space soon."""
    gap = re.search(r"\s", text[: len(text) // 3])
    return gap.end() if gap else 0
