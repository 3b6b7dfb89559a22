"""Whether a quoted stretch and the next one are two halves of one quotation, parted by the attribution."""

from __future__ import annotations

from collections.abc import Sequence

from fidelity.quotations.attribution import Attribution
from fidelity.quotations.frame import Frame
from fidelity.quotations.stretches import Stretch
from fidelity.settings import QuotationSettings

_PAUSES = frozenset(",，—–")
_WIDE_COMMAS = frozenset(",，、")
_SECOND_CUE = 6
"""Tokens before the second half from which a further cue governs it. A convention."""


def joins_next(
    text: str,
    stretches: Sequence[Stretch],
    frame: Frame,
    found: Attribution | None,
    at: int,
    settings: QuotationSettings,
) -> bool:
    """Whether ``"...," she said, "..."`` goes on behind the attribution of the quotation at token ``at``."""
    following = next((position for position in frame.sentence.quotes if position > at), None)
    if following is None or found is None or found.position != "after" or found.cue is None:
        return False
    between = frame.sentence.tokens[at + 1 : following]
    inner = stretches[frame.sentence.tokens[at].quote].inner.of(text)
    comma = inner.endswith((*_PAUSES, "-", "...", "…")) or between[0].text in {*_PAUSES, "..."}
    if not comma or between[-1].text not in _PAUSES or len(between) > settings.join_words:
        return False
    first = found.cue.first
    second = next((c for c in frame.cues if first < c.first < following and c.lemma != "according"), None)
    return second is None or second.last < following - _SECOND_CUE


def goes_on(text: str, stretches: Sequence[Stretch], number: int, settings: QuotationSettings) -> bool:
    """Whether ``“…，”他说，“…”`` goes on: a comma ends the first half and stands before the second."""
    if number + 1 >= len(stretches):
        return False
    stretch, following = stretches[number], stretches[number + 1]
    between = text[stretch.outer.end : following.outer.start]
    near = following.paragraph == stretch.paragraph and len(between) <= settings.unspaced_chars
    comma = text[stretch.inner.end - 1] in _WIDE_COMMAS or between[:1] in _WIDE_COMMAS
    return near and comma and between.rstrip()[-1:] in _WIDE_COMMAS
