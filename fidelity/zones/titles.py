"""Titles and introductions above the body that neither a label nor a marker line identifies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from fidelity.settings import ZoneSettings
from fidelity.zones.labels import TERMINATORS, is_detail, is_rule
from fidelity.zones.lines import OWN_VOICE, Claim, Claims, Line

_ENDS = (*TERMINATORS, ":", "：", "-", "–", "—", "।", "۔", "؟")
_QUOTES = ('"', "“", "„", "«", "「", "‘")
_CLOSING = ('"', "”", "“", "»", "」", "’")
_ITEMS = ("- ", "– ", "— ", "• ")
_SPEAKER = re.compile(r"(?P<who>[^\W\d_][\w.’'-]*(?: [\w.’'-]+){0,3})\s?[:：]\s*\S")
_TURNS = 2
"""Least number of lines that begin with each of at least as many labels in an interview. A convention."""

_MOST_WORDS = 9
"""Greatest number of words in a salutation. A convention: "Dear colleagues and friends of the northern yards,"."""


def claim_titles(lines: Sequence[Line], claims: Claims, settings: ZoneSettings) -> None:
    """Titles above the document's first sentence or salutation, and the introduction above a salutation.

    ``claims`` are those that were already made from labels, marker lines and notices.
    """
    first = next((i for i, claim in enumerate(claims) if claim is None), len(lines))
    if any(claim is not None and claim.name == "marker" for claim in claims[:first]):
        return
    starts = {
        "salutation": _find_salutation(lines, claims, first, settings),
        "first speaker": _find_dialogue(lines, claims, first, settings),
    }
    where, end = next(((what, i) for what, i in starts.items() if i is not None), ("first sentence", None))
    if end is None:
        end = _find_body(lines, claims, first, settings)
    for i in range(first, end or first):
        if claims[i] is None:
            claims[i] = _title_claim(lines[i], settings, where)


def is_salutation(line: Line) -> bool:
    """Whether a line only addresses somebody: "Dear colleagues,", "Mr. President,", "各位同事："."""
    text = line.text
    if text.endswith((":", "：")):  # a colon may also end the introduction of a list
        short = len(text) <= 30 if not line.lower.isascii() else len(text.split()) <= 4
        return short and not is_detail(line) and not any(c.isdigit() for c in text)
    if not text.endswith((",", "，", "!", "！", " -", " –", " —")) or any(c.isdigit() for c in text):
        return False
    return len(text) <= 90 and len(text.split()) <= _MOST_WORDS and not text.startswith((*_QUOTES, *_ITEMS))


def _find_salutation(lines: Sequence[Line], claims: Claims, first: int, settings: ZoneSettings) -> int | None:
    """The first salutation that only titles and an introduction, a text in the third person, precede."""
    allowed = max(settings.head_characters, settings.introduction_share * (lines[-1].span.end if lines else 0))
    for i in range(first, len(lines) - 1):
        if lines[i].span.start - lines[first].span.start > allowed:
            return None
        if claims[i] is not None:
            continue
        if is_salutation(lines[i]):
            return i
        if OWN_VOICE.search(lines[i].lower) and (_is_sentence(lines[i]) or len(lines[i]) > settings.title_line):
            return None
    return None


def _find_dialogue(lines: Sequence[Line], claims: Claims, first: int, settings: ZoneSettings) -> int | None:
    """The first line of an interview: one of two labels, such as "The Post:", with which several lines begin."""
    said = [match["who"] if (match := _SPEAKER.match(line.text)) else "" for line in lines]
    often = {who for who, count in Counter(said).items() if who and count >= _TURNS}
    allowed = max(settings.head_characters, settings.introduction_share * (lines[-1].span.end if lines else 0))
    for i in range(first, len(lines)):
        if len(often) < _TURNS or lines[i].span.start - lines[first].span.start > allowed:
            return None
        if claims[i] is None and (said[i] in often):
            return i
        if claims[i] is None and OWN_VOICE.search(lines[i].lower) and _is_sentence(lines[i]):
            return None
    return None


def _find_body(lines: Sequence[Line], claims: Claims, first: int, settings: ZoneSettings) -> int | None:
    """The index after the last title above the first sentence, or ``None`` if no sentence follows."""
    last = first
    size = 0
    for i in range(first, len(lines)):
        line = lines[i]
        size += len(line)
        if claims[i] is None and (_is_sentence(line) or len(line) > settings.title_line):
            aside = len(line) <= settings.title_characters and not OWN_VOICE.search(line.lower)
            if not aside or i + 1 == len(lines):
                return last
        elif size > settings.titles_characters:
            return None
        elif claims[i] is None or is_detail(line):
            last = i + 1
    return None


def _is_sentence(line: Line) -> bool:
    ends = line.text.rstrip("\"'”’»」』)）*_ ").endswith(_ENDS)
    is_quoted = line.text.startswith(_QUOTES) and not line.text.endswith(_CLOSING)
    return ends or is_quoted or line.text.startswith(_ITEMS)


def _title_claim(line: Line, settings: ZoneSettings, where: str) -> Claim:
    if where != "first sentence" and _is_sentence(line) and len(line) > settings.title_characters:
        return Claim("editor_note", settings.position_confidence, f"an introduction above the {where}")
    reason = "a rule" if is_rule(line) else f"a title, above the {where}"
    return Claim("front_matter", settings.position_confidence, reason)
