"""The relation between the speaker of a quotation and the translated document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from fidelity.selection.names import content_words, same_speaker
from fidelity.selection.profile import Profile, find_role
from fidelity.settings import SelectionSettings
from fidelity.types import Quotation

SpeakerRelation = Literal["author", "document", "other person", "person", "role", "nobody"]
"""``author``: the document gives that name as its own; ``document``: a document speaks; ``other person``: a person of
another name than those that the document or the article gives for its author; ``person``: a person where neither gives
any; ``role``: a role or an
organisation that is not tied to a name; ``nobody``: the article names no speaker."""

_DOCUMENT = re.compile(
    r"\b(?:memo|memorandum|letter|e-?mail|note|statement|post|op-ed|filing|release|message|essay|paper|manifesto|"
    r"document|text|speech|address|circular|dispatch|ruling|decision|judge?ment|apology|appeal|declaration|communiqu[eé]|"
    r"notice)s?\b",
    re.IGNORECASE,
)
_CONTRACT = re.compile(r"\b(?:contract|agreement|treaty|clauses?|accord|lease|licen[cs]e)\b", re.IGNORECASE)
_ELSEWHERE = frozenset(("lower", "other", "former", "previous", "appeal", "appeals", "district", "neighbouring"))
"""Words that set an office or a court apart from that of the document, if its header has none of them."""

_AFTER = re.compile(r"\s(?:to|of|for|in|at|from|on)\s", re.IGNORECASE)
_INDEFINITE = re.compile(r"(?:an?|another|other|one)\b", re.IGNORECASE)
_GENERAL = re.compile(r"^(?:the|a|an|one|some|his|her|their|its|our|my|this|that|these|those)\b", re.IGNORECASE)


def relate_speaker(
    quotation: Quotation, profile: Profile, asked: Sequence[str], settings: SelectionSettings
) -> SpeakerRelation:
    """The relation of the speaker to the document; ``asked`` are the author's names that the user gave."""
    speaker = quotation.speaker
    if speaker is None:
        return "nobody"
    if asked:
        return "author" if any(same_speaker(speaker, name) for name in asked) else "other person"
    if _CONTRACT.search(speaker):
        return "document" if "contract" in profile.sorts else "role"
    if _DOCUMENT.search(speaker):
        return "role" if _INDEFINITE.match(speaker) else "document"
    if is_author(speaker, profile) or (is_named_person(speaker) and profile.sounds_like(speaker, settings)):
        return "author"
    is_short = quotation.speaker_kind == "person" and speaker[:1].isupper() and len(speaker.split()) == 1
    return "person" if is_named_person(speaker) or is_short else "role"


def is_author(speaker: str, profile: Profile) -> bool:
    """Whether a name or role is that of the document's author or of a person who speaks in the document."""
    if any(same_speaker(speaker, name) for name in (*profile.names, *profile.voices)):
        return True
    if is_named_person(speaker) or (len(speaker.split()) == 1 and speaker[:1].isupper()):
        return profile.says(speaker)
    role = find_role(_AFTER.split(speaker)[0])
    elsewhere = _ELSEWHERE.intersection(content_words(speaker)) - profile.words
    return role is not None and role in profile.words and not elsewhere


def is_named_person(speaker: str) -> bool:
    """Whether words for a speaker look like a person's full name: two or more with capitals, no article in front."""
    words = speaker.split()
    whole = len(words) > 1 and words[-1][:1].isupper() and words[0][:1].isupper()
    return whole and not _GENERAL.match(speaker) and find_role(speaker) is None


def holds_role(name: str, roles: Iterable[str], text: str) -> bool:
    """Whether ``text`` gives ``name`` one of the offices: ``Prime Minister Ann Example``, ``Example, the founder``. A
    prime minister holds another office than a minister."""
    last = content_words(name)[-1:]
    if not last or not is_named_person(name):
        return False
    word = re.escape(last[0])
    return any(
        re.search(rf"(?<!\bprime\s)\b{role}\s+(?:[\w.’'-]+\s+){{0,3}}{word}\b", text, re.IGNORECASE)
        or re.search(rf"\b{word},\s[^.\n]{{0,40}}(?<!\bprime\s)\b{role}\b", text, re.IGNORECASE)
        for role in (r"\s+".join(map(re.escape, role.split())) for role in roles)
    )
