"""Where a sentence is broken: "for the of the statue". Words were left out there, or stand in no order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from fidelity.checks.alignment import Alignment
from fidelity.checks.numbers.measures import DASHES
from fidelity.settings import JudgementSettings
from fidelity.text.wordlists import grammar_words, table
from fidelity.text.words import SENTENCE_ENDS, Words
from fidelity.types import Issue, Span

CHECK = "omission"
"""The check that says what was left out, of a gap or where a sentence is broken."""


@dataclass(frozen=True, slots=True)
class _View:
    """A side that may be broken and the other, whose words are missing in it; one direction of an alignment."""

    broken: Words
    full: Words
    breaks: Sequence[int]
    gaps: Sequence[float]
    there: Sequence[int]
    suspicion: Sequence[float]
    kept: set[int]


def find_broken(
    alignment: Alignment, breaks: list[int], kept: tuple[set[int], set[int]], settings: JudgementSettings
) -> tuple[Issue | None, Issue | None]:
    """What the likeliest break of the passage, and that of the quotation, says.

    ``breaks``: those of the passage. ``kept``: the words of the quotation that the passage has, and those of the
    passage that the quotation has.
    """
    left, right = alignment.quotation, alignment.passage
    passage = _View(
        right, left, breaks, alignment.back_gaps.tolist(), alignment.back.tolist(),
        alignment.suspicion.tolist(), kept[0],
    )  # fmt: skip
    quotation = _View(
        left, right, _find_own(left, right, range(len(left))), alignment.gaps.tolist(), alignment.there.tolist(),
        alignment.back_suspicion.tolist(), kept[1],
    )  # fmt: skip
    return _judge(passage, settings, swapped=False), _judge(quotation, settings, swapped=True)


def _judge(view: _View, settings: JudgementSettings, *, swapped: bool) -> Issue | None:
    place = _choose(view, settings, swapped=swapped)
    missing = [] if place is None else _likeliest(view, place, settings)
    if place is None or not missing:
        return None
    spans = view.full.span(missing)
    if all(view.full.stems[i] in view.broken.stems for i in missing):
        beside = (place - 1, place)
        at = " ".join(view.broken.written[i] for i in beside)
        note = f"the sentence is broken at “{at}”, far from {_quoted(spans, view.full)}"
        sides = spans, view.broken.span(beside)
        return Issue("accuracy/mistranslation", CHECK, "major", *(sides[::-1] if swapped else sides), note)
    return tell_missing(spans, view.full, swapped=swapped)


def _choose(view: _View, settings: JudgementSettings, *, swapped: bool) -> int | None:
    """The break where words are missing: before the end of a sentence surely, else where a gap is likeliest."""
    if not swapped:
        for i in view.breaks:
            if view.broken.forms[i] in SENTENCE_ENDS and not _may_stand(view.broken, i):  # before the.
                return i
    place = max(view.breaks, key=view.gaps.__getitem__, default=None)
    if place is None:
        return None
    # A quotation has been printed: its English is not doubted for so little.
    doubtful = swapped or _may_stand(view.broken, place)
    likely = view.gaps[place] >= (settings.doubtful_break_gap if doubtful else settings.break_gap)
    return place if likely else None


def tell_missing(spans: tuple[Span, ...], words: Words, *, swapped: bool) -> Issue:
    """The issue that words of the quotation were left out; ``swapped``: that words of the passage were put in."""
    said = f"{_quoted(spans, words)} {'was' if len(spans) == 1 else 'were'}"
    if swapped:
        return Issue("accuracy/addition", CHECK, "major", (), spans, f"{said} put in")
    return Issue("accuracy/omission", CHECK, "major", spans, (), f"{said} left out")


def _quoted(spans: tuple[Span, ...], words: Words) -> str:
    return ", ".join(f"“{span.of(words.text)}”" for span in spans)


def words_about(words: Words, places: range, kept: set[int]) -> list[int]:
    """The words at these places that carry meaning and that the other side has not ``kept``; no figures."""
    small = grammar_words()
    within = (i for i in places if i in words.content_set and i not in kept)
    return [i for i in within if words.forms[i][0].isalpha() and words.forms[i] not in small]


def find_breaks(words: Words) -> list[int]:
    """Words of grammar, or marks, that hardly ever stand behind the word before them, by index.

    ``the of maintenance``; not ``the on-site team``, ``the ...``, ``Serie A and`` or ``the WHO is``.
    """
    pairs, found = _broken_pairs(), []
    for i in range(1, len(words)):
        before, form = words.forms[i - 1], words.forms[i]
        if form == before or form not in pairs.get(before, ()) or _is_name(words, i - 1) or _is_name(words, i):
            continue  # a word that stands there twice hides none
        behind, ahead = words.forms[i + 1 : i + 2], words.forms[i - 2 : i - 1] if i > 1 else ()
        joined = not DASHES.isdisjoint((*behind, *ahead)) or (form == "." and behind == (".",))
        if not joined:
            found.append(i)
    return found


def _is_name(words: Words, i: int) -> bool:
    """Whether a word of grammar stands for something else: Serie A, the WHO."""
    written = words.written[i]
    return written.isupper() and i > 0 and (len(written) > 1 or words.forms[i] == "a")


@cache
def _broken_pairs() -> dict[str, frozenset[str]]:
    return {word: frozenset(after) for word, after in table("broken_pairs").items()}


def find_passage_breaks(alignment: Alignment) -> list[int]:
    """Those of the passage, surplus left aside, whose pair the quotation has not."""
    inner = alignment.inner
    about = range(inner.start - _BESIDE, inner.stop + _BESIDE)
    return _find_own(alignment.passage, alignment.quotation, about)


_BESIDE = 2
"""Words before the first word that has a counterpart, and behind the last, that are no surplus yet."""


def _find_own(words: Words, other: Words, about: range) -> list[int]:
    broken = (i for i in find_breaks(words) if i in about or i - 1 in about)
    return [i for i in broken if f" {words.forms[i - 1]} {words.forms[i]} " not in other.line]


def find_disorder(alignment: Alignment, breaks: list[int], settings: JudgementSettings) -> Issue | None:
    """A passage that is surely broken in several places, or in one and its words in another order: it says nothing."""
    right, content = alignment.passage, alignment.quotation.content
    if not breaks:
        return None
    sure = sum(not _may_stand(right, i) for i in breaks)
    order = measure_order(alignment, content) if len(content) >= settings.disorder_words else 1.0
    if sure < settings.disorder_breaks and order >= (settings.disorder_order if sure else settings.least_order):
        return None
    said = ", ".join(f"“{right.written[i - 1]} {right.written[i]}”" for i in breaks[:_NAMED])
    spans = right.span(range(breaks[0] - 1, breaks[-1] + 1))
    return Issue("accuracy/mistranslation", CHECK, "major", (), spans, f"the words are in no order: {said}")


def measure_order(alignment: Alignment, content: Sequence[int]) -> float:
    """Share of neighbours among these words of the quotation whose counterparts come in the same order, a few apart."""
    places = [int(alignment.there[i]) for i in content]
    if len(places) < 2:
        return 1.0
    return sum(0 < b - a <= _APART for a, b in pairwise(places)) / (len(places) - 1)


_APART = 4


def _may_stand(words: Words, i: int) -> bool:
    """Whether a break may be none, rare as it is: stripped it of its rights, by and large, a can of worms.

    Only behind an article or the like there is none.
    """
    return words.forms[i - 1] not in _DETERMINERS or words.forms[i] in _NOUNS


_NAMED = 3
_DETERMINERS = frozenset("the a an its their our my your every".split())
_NOUNS = frozenset("can will must may might like in out up on".split())
"""Words of grammar that may be nouns or adjectives, too."""


def _likeliest(view: _View, place: int, settings: JudgementSettings) -> list[int]:
    """The most suspected content words of the full side about the counterparts of the words beside a break."""
    beside = [view.there[i] for i in (place - 1, place) if view.there[i] >= 0]
    if not beside:
        return []
    about = range(max(0, min(beside) - settings.gap_reach), max(beside) + settings.gap_reach + 1)
    places = words_about(view.full, about, view.kept)
    limit = max((view.suspicion[i] for i in places), default=0.0) - settings.suspicion_spread
    return [i for i in places if view.suspicion[i] >= max(limit, settings.break_word)]
