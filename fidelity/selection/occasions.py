"""The relation between the occasion of a quotation and the translated document."""

from __future__ import annotations

import re
from typing import Literal

from fidelity.selection.names import content_words
from fidelity.selection.profile import Profile
from fidelity.selection.works import find_sorts
from fidelity.types import Occasion

OccasionRelation = Literal["own", "unclear", "other", "none"]
"""``own``: the document itself, or where it was given; ``unclear``: an event or a listener that it does not name;
``other``: another sort of document, a contract, an interview, another year; ``none``: the article names none."""

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_EARLIER = re.compile(
    r"\b(?:earlier|previous(?:ly)?|former|last|past|next|another|separate(?:ly)?|later|ago|yesterday|recent)\b",
    re.IGNORECASE,
)
_EMPTY = frozenset(
    "the a an of and or in on at for by to from with his her their its one some this that told speaking reporters in "
    "before during while told addressing general public day year week month".split()
)

_DATES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december".split()
)


def relate_occasion(occasion: Occasion, profile: Profile) -> OccasionRelation:
    """The relation of an occasion to the document with this profile."""
    if occasion.kind == "unknown" or (occasion.kind == "document" and len(occasion.text.split()) == 1):
        return "none"  # "wrote" alone names no document
    years = set(_YEAR.findall(occasion.text))
    if years and not years & set(_YEAR.findall(profile.head)):
        return "other"
    if _names_same(occasion.text, profile):
        return "own"
    return _relate_kind(occasion, profile.sorts)


def _relate_kind(occasion: Occasion, wanted: frozenset[str]) -> OccasionRelation:
    """The relation by the sort of document alone; ``wanted`` are the sorts that the document may have."""
    sorts = find_sorts(occasion.text)
    is_earlier = _EARLIER.search(occasion.text) is not None
    if occasion.kind == "document" and sorts and wanted and not sorts & wanted:
        return "other"
    if occasion.kind == "document" or sorts & wanted:
        return "unclear" if is_earlier else "own"
    if occasion.kind in wanted:  # an interview, a contract
        return "own"
    return "unclear" if "speech" in wanted and occasion.kind != "contract" else "other"


def _names_same(text: str, profile: Profile) -> bool:
    """Whether the occasion's words name what the document's header names: an assembly, an outlet, an acronym of one."""
    own = {word for name in (*profile.names, *profile.voices) for word in content_words(name)} | _DATES | _EMPTY
    words = [word for word in _WORD.findall(text) if not own.intersection(content_words(word))]
    folded = [word.casefold() for word in words]
    if any(_mentions(folded, outlet) for outlet in profile.outlets):
        return True
    capitals = "".join(word[0] for word in words if word[0].isupper()).casefold()
    named = [word for word, low in zip(words, folded, strict=True) if low in profile.words and not find_sorts(low)]
    acronym = len(capitals) > 1 and capitals in profile.words
    return acronym or any(word[0].isupper() for word in named) or len(named) > 1


def _mentions(folded: list[str], outlet: str) -> bool:
    words = content_words(outlet)
    return bool(words) and all(word in folded for word in words)
