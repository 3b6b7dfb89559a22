"""Whether two ways to name a speaker mean the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from fidelity.types import Quotation

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SMALL = frozenset(
    "the a an of and or in on at for by to from with his her their its one some mr mrs ms mx miss dr prof sir dame "
    "said who ceo president chief officer executive director spokesman spokeswoman spokesperson jr sr "
    "der die das von und frau herr la le les des de du et mme m el los las del y don doña señor señora".split()
)
_CYRILLIC_ENDING = re.compile("(?<=[а-яё]{3})(?:ого|ому|ой|ым|ом|ем|ою|а|у|е|ы|я|ю)$")
_ACCENT = re.compile("(?<=[a-z])[\u0300-\u036f]+")
_LEAST_ALIKE = 6
"""Least number of letters of two spellings that may differ in one letter."""

_WROTE = (
    r"(?:sent|sends|wrote|writes|penned|released?s?|issued|issues|published|circulated|posted|shared|distributed|"
    r"drafted|addressed|signed|authored|submitted|delivered|gave|told)"
)
_WRITTEN = r"(?-i:memo|memorandum|letter|e-?mail|note|statement|post|op-ed|message|essay|speech|address|circular)s?"

_ROLE_REACH = 60
"""Greatest number of code points between a role and the name of its holder."""


def same_speaker(one: str, other: str) -> bool:
    """Whether two ways to name a speaker can mean the same: the same last name, or one word that both have."""
    first, second = content_words(one), content_words(other)
    if not first or not second:
        return one.strip().casefold() == other.strip().casefold()
    if is_like(first[-1], second[-1]):
        return True
    return (len(first) == 1 and first[0] in second) or (len(second) == 1 and second[0] in first)


def fold(word: str) -> str:
    """A word without case, and without accents on Latin letters: ``Iturrán`` is also written ``Iturran``."""
    parts = unicodedata.normalize("NFD", word.casefold())
    return unicodedata.normalize("NFC", _ACCENT.sub("", parts))


def is_like(one: str, other: str) -> bool:
    """Whether two folded words may be one name in two spellings: at most one letter differs, of six or more."""
    if one == other:
        return True
    if min(len(one), len(other)) < _LEAST_ALIKE or abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    i = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[i + 1 :] == other[i + 1 :] or one[i:] == other[i + 1 :] or one[i + 1 :] == other[i:]


def content_words(name: str) -> tuple[str, ...]:
    """The words of a name that distinguish it from others, folded, or all words if there are no such words."""
    written = _WORD.findall(name.replace("’s", "").replace("'s", ""))
    words = tuple(_CYRILLIC_ENDING.sub("", fold(part)) for word in written for part in _parts(word))
    return tuple(word for word in words if word not in _SMALL) or words


def _parts(word: str) -> list[str]:
    """The parts of a double name: ``Nkrumah-Weiss`` is two, ``Min-seo`` is one."""
    parts = word.split("-")
    return parts if all(part[0].isupper() for part in parts) else [word]


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


def wrote(name: str, text: str) -> bool:
    """Whether ``text`` says that ``name`` wrote, sent or gave a document."""
    last = content_words(name)[-1:]
    if not last:
        return False
    word = re.escape(last[0])
    patterns = (
        rf"\b{word}(?:\s+\w+){{0,2}}?\s+{_WROTE}\b[^.\n]{{0,80}}?\b{_WRITTEN}\b",
        rf"\b{word}['’]s?\s+(?:[\w-]+\s+){{0,4}}{_WRITTEN}\b",
        rf"\b{_WRITTEN}\b[^.\n]{{0,60}}\b(?:by|from|of)\s+(?:[\w.]+\s+){{0,5}}{word}\b",
    )
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns)
