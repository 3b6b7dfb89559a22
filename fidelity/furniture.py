"""A web page's furniture by its wording: lines that a site puts around any article, in the languages of the press.

Whole short lines only, so that a sentence which says "read more" is none.
"""

from __future__ import annotations

from fidelity.wording import is_entry

LONGEST = 160
"""Longest line that is taken for furniture, in characters. A limit: an invitation and a headline."""

_HEADLINE = r"(?:\s*[:：»›→>|–—-].*|\s.{0,60}[»›→>])?"
"""What follows an invitation to read on: nothing, or a mark and a headline."""


def is_furniture(line: str) -> bool:
    """Whether a whole line is a site's own: a link to other articles, an invitation, an advertisement's label."""
    if len(line) > LONGEST:
        return False
    lower = line.lower()
    return is_entry("furniture", lower, _HEADLINE, "on") or is_entry("furniture", lower, heading="else")


def is_plain_furniture(line: str) -> bool:
    """:func:`is_furniture`, but for single words such as "Share", which only at an edge are sure to be a button's."""
    words = line.strip(" -—–*[]()").lower()
    several = " " in words or (not words.isascii() and len(words) > 3) or words == "advertisement"
    return several and is_furniture(line)
