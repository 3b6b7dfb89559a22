"""Whether two ways to name a speaker mean the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from fidelity.types import Quotation

_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    "the a an of and or in on at for by to from with his her their its one some mr mrs ms mx miss dr prof sir dame "
    "said who ceo president chief officer executive director spokesman spokeswoman spokesperson jr sr "
    "der die das von und frau herr la le les des de du et mme m el los las del y don doña señor señora".split()
)
_CYRILLIC_ENDING = re.compile("(?<=[а-яё]{3})(?:ого|ому|ой|ым|ом|ем|ою|а|у|е|ы|я|ю)$")
_ROLE_REACH = 60
"""Code points between a role and the name of whoever holds it."""


def same_speaker(one: str, other: str) -> bool:
    """Whether two ways to name a speaker can mean the same: the same last name, or one word that both have."""
    first, second = content_words(one), content_words(other)
    if not first or not second:
        return one.strip().casefold() == other.strip().casefold()
    if first[-1] == second[-1]:
        return True
    return (len(first) == 1 and first[0] in second) or (len(second) == 1 and second[0] in first)


def content_words(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from others, folded; all of them if none does."""
    words = tuple(
        _CYRILLIC_ENDING.sub("", word.casefold()) for word in _WORD.findall(name.replace("’s", "").replace("'s", ""))
    )
    return tuple(word for word in words if word not in _SMALL) or words


def find_called(name: str, quotations: Sequence[Quotation], article: str) -> tuple[str, ...]:
    """The speakers of ``quotations`` whom ``name`` can mean: by their name, or by a role that the article gives them.

    ``the minister`` means whoever the article introduces as ``minister Ann Example`` or ``Ann Example, the minister``.
    """
    speakers = dict.fromkeys(q.speaker for q in quotations if q.speaker is not None)
    by_name = [speaker for speaker in speakers if same_speaker(speaker, name)]
    if by_name:
        return tuple(by_name)
    said_as = [
        q.speaker
        for q in quotations
        if q.speaker is not None and q.speaker_span is not None and same_speaker(q.speaker_span.of(article), name)
    ]
    return tuple(dict.fromkeys([*said_as, *_holders(name, speakers, article)]))


def _holders(role: str, speakers: Iterable[str], article: str) -> list[str]:
    words = content_words(role) or tuple(_WORD.findall(role.casefold()))
    if not words or (role[:1].isupper() and len(words) == 1 and role.casefold() not in _SMALL):
        return []
    found = []
    for speaker in speakers:
        last = re.escape(speaker.split()[-1])
        held = re.escape(words[-1])
        between = rf"[^.!?\n]{{0,{_ROLE_REACH}}}?"
        near = rf"\b{held}\b{between}\b{last}\b|\b{last}\b,?{between}\b{held}\b"
        if re.search(near, article, re.IGNORECASE):
            found.append(speaker)
    return found
