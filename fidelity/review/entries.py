"""The entries of a report that a reviewer is shown, with their chances and the texts around them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from fidelity.errors import InputError
from fidelity.report import Report
from fidelity.types import SOUGHT, Pair, Passage, Severity, Span, Unpaired

CONTEXT = 280
"""How many characters are shown before and after a text. A convention of display."""

MAX_WORDS = 5_000
"""Longest passage that a reviewer may type, in characters."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """One quotation to judge.

    ``found`` is the entry of the run, without verdicts. ``chance`` is the probability, above 0 up to 1, that it is
    shown to a reviewer. It is 1 for entries that must be seen, and the share of drawn entries for an entry that was
    ``drawn`` from above the threshold. ``articles`` are the ids of all articles that have these words in this
    paragraph, which is judged only once.
    """

    found: Pair | Unpaired
    chance: float
    drawn: bool
    articles: tuple[str, ...]

    @property
    def id(self) -> str:
        """The pair's id, or the ``quotation_id`` of a quotation without passage."""
        return self.found.id if isinstance(self.found, Pair) else self.found.quotation_id

    @property
    def passage(self) -> Passage | None:
        """The passage that is judged, or ``None`` for a quotation without a passage."""
        return self.found.passage if isinstance(self.found, Pair) else None

    @property
    def is_left_out(self) -> bool:
        """Whether the run took the words for somebody else's, or for no speech."""
        return isinstance(self.found, Unpaired) and self.found.reason not in SOUGHT

    @property
    def severity(self) -> Severity | None:
        """The computed severity."""
        return self.found.severity

    @property
    def fidelity(self) -> int | None:
        """The fidelity, 0..100, or ``None`` if there is none."""
        return self.found.fidelity if isinstance(self.found, Pair) else None


def entries_to_see(
    report: Report, threshold: int, seed: int, one_in: int, told: Collection[str] = ()
) -> tuple[ReviewEntry, ...]:
    """Worst first: missing, uncertain, pairs below ``threshold`` with some of those above drawn at random, unscored.

    Last come the quotations that were left out although their words are near to a sentence of the document, and those
    whose ids are in ``told``: a reviewer has said whose words they are, and may want to undo it.

    Of n pairs at or above the threshold, n / ``one_in`` are drawn, rounded up, each with the same probability. The draw
    depends only on ``seed`` and the quotations' ids, so that all reviewers see the same entries at any time.
    """
    every = _once(report, told)
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
    """About ``length`` characters before and after ``span``, cut between words. An ellipsis marks a cut."""
    start, end = max(0, span.start - length), min(len(text), span.end + length)
    before, after = text[start : span.start], text[span.end : end]
    if start:
        before = "… " + before[_first_gap(before) :]
    if end < len(text):
        after = after[: len(after) - _first_gap(after[::-1])] + " …"
    return before, after


def find_words(report: Report, text: str, words: str, limit: int) -> tuple[Span, ...]:
    """The places of ``words`` in the body of the translation, whose text is ``text``, at most ``limit`` of them.

    Case, punctuation and white space do not count.

    Raises:
        InputError: if ``words`` has no letter or digit, or is too long for a passage.
    """
    if len(words) > MAX_WORDS:
        raise InputError(f"a passage of more than {MAX_WORDS:,} characters: give its first or its worst part")
    wanted = _WORD.findall(words)
    if not wanted:
        raise InputError("type words that are in the translation")
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
    """Whether ``place`` is between two letters of a script that separates words by spaces."""
    pair = text[max(0, place - 1) : place + 1]
    return len(pair) == 2 and place > 0 and pair.isalnum() and max(map(ord, pair)) < 0x2E80


def _once(report: Report, told: Collection[str]) -> list[tuple[Pair | Unpaired, tuple[str, ...]]]:
    """The entries to judge, worst first, each with the articles that have it."""
    uncertain = [item for item in report.unpaired if item.reason == "uncertain"]
    articles: dict[tuple[object, ...], tuple[Pair | Unpaired, list[str]]] = {}
    left_out = [item for item in report.unpaired if item.reason not in SOUGHT]
    near = [item for item in left_out if item.near is not None or item.quotation_id in told]
    entries: tuple[Pair | Unpaired, ...] = (*report.missing, *uncertain, *report.pairs, *near)
    for entry in entries:
        articles.setdefault(_key(entry), (entry, []))[1].append(entry.article)
    return [(entry, tuple(dict.fromkeys(ids))) for entry, ids in articles.values()]


def _key(entry: Pair | Unpaired) -> tuple[object, ...]:
    """A key that is the same for the same words of two articles on the same passage."""
    return entry.quotation_id, entry.passage.spans if isinstance(entry, Pair) else ()


def _is_above(entry: Pair | Unpaired, threshold: int) -> bool:
    return isinstance(entry, Pair) and entry.fidelity is not None and entry.fidelity >= threshold


def _draw(entries: Sequence[Pair | Unpaired], seed: int, one_in: int) -> tuple[set[tuple[object, ...]], float]:
    """The keys of the drawn entries, and the probability that each had."""
    if not entries:
        return set(), 1.0
    size = -(-len(entries) // one_in)
    drawn = sorted(entries, key=lambda entry: (_lot(entry.quotation_id, seed), str(_key(entry))))[:size]
    return {_key(entry) for entry in drawn}, size / len(entries)


def _lot(quotation_id: str, seed: int) -> str:
    return hashlib.sha256(f"{seed}\x1f{quotation_id}".encode()).hexdigest()


def _first_gap(text: str) -> int:
    """How many characters to leave out so that a text begins with a word, or 0 if no space is near its beginning."""
    gap = re.search(r"\s", text[: len(text) // 3])
    return gap.end() if gap else 0
