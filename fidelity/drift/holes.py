"""Determiners that no noun follows: "for the of the statue". Words were left out there, or the sentence is broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fidelity.drift.alignment import Alignment, Words
from fidelity.drift.measures import DASHES
from fidelity.drift.wordlists import grammar_words
from fidelity.settings import DriftSettings
from fidelity.types import Issue

_DETERMINERS = frozenset("the a an its their our my your every".split())
_NO_NOUNS = frozenset(
    "of in on at for from with by and or but is was are were has have had will would could should . ; : ! ? )"
    " that which who".split()
)


@dataclass(frozen=True, slots=True)
class _View:
    """A side that may have holes and the other, whose words are missing in it; one direction of an alignment."""

    holed: Words
    full: Words
    within: range
    gaps: Sequence[float]
    there: Sequence[int]
    suspicion: Sequence[float]
    kept: frozenset[int]


def find_holes(alignment: Alignment, settings: DriftSettings, check: str) -> tuple[Issue | None, Issue | None]:
    """What the likeliest hole of the passage, and that of the quotation, says: issues of ``check``."""
    left, right = alignment.quotation, alignment.passage
    same = [i for i in alignment.mutual if alignment.cosine[i] >= 1]
    passage = _View(
        right, left, alignment.inner, alignment.back_gaps.tolist(), alignment.back.tolist(),
        alignment.suspicion.tolist(), frozenset(same),
    )  # fmt: skip
    quotation = _View(
        left, right, range(len(left)), alignment.gaps.tolist(), alignment.there.tolist(),
        alignment.back_suspicion.tolist(), frozenset(int(alignment.there[i]) for i in same),
    )  # fmt: skip
    return _judge(passage, settings, check, swapped=False), _judge(quotation, settings, check, swapped=True)


def _judge(view: _View, settings: DriftSettings, check: str, *, swapped: bool) -> Issue | None:
    place = max(_find(view), key=view.gaps.__getitem__, default=None)
    if place is None or view.gaps[place] < settings.hole_gap:
        return None
    missing = _likeliest(view, place, settings)
    if not missing:
        return None
    spans = view.full.span(missing)
    said = ", ".join(f"“{span.of(view.full.text)}”" for span in spans)
    were = "was" if len(spans) == 1 else "were"
    if all(view.full.stems[i] in view.holed.stems for i in missing):
        at = " ".join(view.holed.written[place - 1 : place + 1])
        note, hole = f"the sentence is broken at “{at}”, far from {said}", view.holed.span((place - 1, place))
        return Issue("accuracy/mistranslation", check, "major", *((hole, spans) if swapped else (spans, hole)), note)
    if swapped:
        return Issue("accuracy/addition", check, "major", (), spans, f"{said} {were} put in")
    return Issue("accuracy/omission", check, "major", spans, (), f"{said} {were} left out")


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
    words, reach, small = view.full, settings.gap_reach, grammar_words()
    about = range(max(0, min(beside) - reach), min(len(words), max(beside) + reach + 1))
    places = [i for i in about if i not in view.kept and words.forms[i][0].isalpha() and words.forms[i] not in small]
    limit = max((view.suspicion[i] for i in places), default=0.0) - settings.suspicion_spread
    return [i for i in places if view.suspicion[i] >= max(limit, settings.hole_word)]
