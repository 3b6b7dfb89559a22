"""Recognises a web page's furniture by its wording: lines that a site puts around any article, in many languages.

Only whole short lines count, so a sentence that contains "read more" does not.
"""

from __future__ import annotations

from fidelity.wording import is_entry

LONGEST = 160
"""Longest line that is taken for furniture, in characters. A limit: an invitation and a headline."""

_HEADLINE = r"(?:\s*[:：»›→>|–—-].*|\s.{0,60}[»›→>])?"
"""The text after an invitation to read on: nothing, or a punctuation mark and a headline."""


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the site: a link to other articles, an invitation, or an advertisement's label."""
    if len(line) > LONGEST:
        return False
    lower = line.lower()
    return is_entry("furniture", lower, _HEADLINE, "on") or is_entry("furniture", lower, heading="else")


def is_plain_furniture(line: str) -> bool:
    """Like :func:`is_furniture`, but without single words such as "Share", which mean a button only at an edge."""
    words = line.strip(" -—–*[]()").lower()
    several = " " in words or (not words.isascii() and len(words) > 3) or words == "advertisement"
    return several and is_furniture(line)
