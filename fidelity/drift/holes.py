"""Determiners that no noun follows: "for the of the statue". Words were left out there, or the sentence is broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fidelity.drift.alignment import Alignment, Words
from fidelity.drift.measures import DASHES
from fidelity.drift.wordlists import grammar_words
from fidelity.settings import DriftSettings
from fidelity.types import Issue, Span

_DETERMINERS = frozenset("the a an its their our my your every".split())
_NO_NOUNS = frozenset(
    "of in on at for from with by and or but is was are were has have had will would could should . ; : ! ? )"
    " that which who".split()
)


CHECK = "omission"
"""The check that says what was left out, of a gap or behind a determiner."""


@dataclass(frozen=True, slots=True)
class _View:
    """A side that may have holes and the other, whose words are missing in it; one direction of an alignment."""

    holed: Words
    full: Words
    within: range
    gaps: Sequence[float]
    there: Sequence[int]
    suspicion: Sequence[float]
    kept: set[int]


def find_holes(
    alignment: Alignment, kept: tuple[set[int], set[int]], settings: DriftSettings
) -> tuple[Issue | None, Issue | None]:
    """What the likeliest hole of the passage, and that of the quotation, says.

    ``kept``: the words of the quotation that the passage has, and those of the passage that the quotation has.
    """
    left, right = alignment.quotation, alignment.passage
    passage = _View(
        right, left, alignment.inner, alignment.back_gaps.tolist(), alignment.back.tolist(),
        alignment.suspicion.tolist(), kept[0],
    )  # fmt: skip
    quotation = _View(
        left, right, range(len(left)), alignment.gaps.tolist(), alignment.there.tolist(),
        alignment.back_suspicion.tolist(), kept[1],
    )  # fmt: skip
    return _judge(passage, settings, swapped=False), _judge(quotation, settings, swapped=True)


def _judge(view: _View, settings: DriftSettings, *, swapped: bool) -> Issue | None:
    place = max(_find(view), key=view.gaps.__getitem__, default=None)
    if place is None or view.gaps[place] < settings.hole_gap:
        return None
    missing = _likeliest(view, place, settings)
    if not missing:
        return None
    spans = view.full.span(missing)
    if all(view.full.stems[i] in view.holed.stems for i in missing):
        at = " ".join(view.holed.written[place - 1 : place + 1])
        note, hole = (
            f"the sentence is broken at “{at}”, far from {_quoted(spans, view.full)}",
            view.holed.span((place - 1, place)),
        )
        return Issue("accuracy/mistranslation", CHECK, "major", *((hole, spans) if swapped else (spans, hole)), note)
    return tell_missing(spans, view.full, swapped=swapped)


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


def _find(view: _View) -> Iterator[int]:
    """Words that can't follow a determiner and do, where the other side does not say the same.

    ``the of maintenance``; not ``the on-site team``, ``the ...`` or ``Serie A and``.
    """
    words = view.holed
    for i in range(1, len(words) - 1):
        before, form = words.forms[i - 1 : i + 1]
        if form not in _NO_NOUNS or before not in _DETERMINERS or i - 1 not in view.within:
            continue
        joined = words.forms[i + 1] in DASHES or form == words.forms[i + 1] == "."
        if not joined and (words.written[i - 1] != "A" or i == 1) and f" {before} {form} " not in view.full.line:
            yield i


def _likeliest(view: _View, place: int, settings: DriftSettings) -> list[int]:
    """The most suspected content words of the full side about the counterparts of the words beside a hole."""
    beside = [view.there[i] for i in (place - 1, place) if view.there[i] >= 0]
    if not beside:
        return []
    about = range(max(0, min(beside) - settings.gap_reach), max(beside) + settings.gap_reach + 1)
    places = words_about(view.full, about, view.kept)
    limit = max((view.suspicion[i] for i in places), default=0.0) - settings.suspicion_spread
    return [i for i in places if view.suspicion[i] >= max(limit, settings.hole_word)]
