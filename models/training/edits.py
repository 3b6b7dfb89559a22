"""Edits of a text that keep track of what changed where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace ``text[start:end]`` by ``new``."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A text after edits. ``before``: spans of the old text that were changed; ``after``: spans of the new one."""

    text: str
    before: tuple[tuple[int, int], ...]
    after: tuple[tuple[int, int], ...]

    @property
    def gaps(self) -> list[int]:
        """Where in the text words were left out and nothing came for them."""
        places = zip(self.before, self.after, strict=True)
        return [start for (a, b), (start, end) in places if b > a and start == end]


def apply(text: str, edits: Sequence[Edit]) -> Edited:
    """The text with all edits made; neighbouring spaces are tidied, and only the words that differ are marked."""
    pieces, before, after = [], [], []
    position, length = 0, 0
    for edit in sorted(edits):
        start, end, new = edit.start, edit.end, edit.new
        if start < position:
            raise ValueError("edits overlap")
        kept = text[position:start]
        if not new and kept.endswith(" ") and (end == len(text) or not text[end].isalnum()):
            kept = kept[:-1]  # a deletion takes the space before it along
        pieces += [kept, new]
        before.append((start, end))
        after.append((length + len(kept), length + len(kept) + len(new)))
        length += len(kept) + len(new)
        position = end
    pieces.append(text[position:])
    return Edited("".join(pieces), tuple(before), tuple(after))


def match_case(new: str, old: str) -> str:
    """``new`` with the capital of ``old``."""
    return new[:1].upper() + new[1:] if old[:1].isupper() else new
