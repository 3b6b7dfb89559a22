"""Single quotation marks, distinguished from apostrophes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from fidelity.quotations.lexicon import LEADING_APOSTROPHES
from fidelity.types import Span

_SINGLE_OPENER = re.compile(r"(?<![^\W_])['‘‚‹](?=\S)")
_SINGLE_EDGE = re.compile(r"(?P<opener>(?<![^\W_])['‘‚‹](?=[^\W_]))|(?<=\S)['’‘›](?![^\W_])")
SINGLE_PAIRS = {"'": "'", "‘": "’'", "‚": "‘’", "‹": "›"}


def find_singles(text: str, paragraph: Span, taken: Sequence[Span], limit: int) -> tuple[list[Span], int | None]:
    """Ranges in single marks, marks included, that do not lie in the ``taken`` ones, and the last mark left open.

    ``limit``: code points after which an opening mark counts as an apostrophe.
    """
    found: list[Span] = []
    left_open: int | None = None
    position = paragraph.start
    covers = _Cover(taken)
    while opener := _SINGLE_OPENER.search(text, position, paragraph.end):
        position = opener.end()
        inside = covers.end_of(opener.start())
        if inside is not None:
            position = inside
        elif not LEADING_APOSTROPHES.match(text, opener.start(), paragraph.end):
            closer = _single_closer(text, opener, min(paragraph.end, position + limit), covers)
            left_open = opener.start() if closer is None else None
            if closer is not None:
                found.append(Span(opener.start(), closer + 1))
                position = closer + 1
    return found, left_open


class _Cover:
    """The range, among sorted ranges, that contains a position."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]

    def end_of(self, position: int) -> int | None:
        at = bisect_right(self._starts, position) - 1
        return self._spans[at].end if at >= 0 and position < self._spans[at].end else None


def _single_closer(text: str, opener: re.Match[str], end: int, covers: _Cover) -> int | None:
    """Where the stretch ends: the first mark that is no plural possessive, else the first that may be one."""
    closers = SINGLE_PAIRS[opener.group()]
    possible: int | None = None
    position = opener.end()
    while found := _SINGLE_EDGE.search(text, position, end):
        at = found.start()
        position = at + 1
        if (inside := covers.end_of(at)) is not None:
            position = inside
        elif found.group("opener"):
            if not LEADING_APOSTROPHES.match(text, at, end):
                return possible
        elif text[at] in closers and text[at - 2 : at].lower() not in {"'n", "’n", "‘n"}:
            if not (text[at - 1] in "sS" and text[at + 1 : at + 2] == " "):
                return at
            possible = possible or at
    return possible
