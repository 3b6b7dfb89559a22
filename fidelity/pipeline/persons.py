"""Changes an article's third person into the first person, in which the author's document speaks.

An article writes ``Anthropic is seen as "the heroes"`` where the memo has ``viewing us as the principled side``. So the
words around a quotation are searched as the author would say them. English articles only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fidelity.types import Span

_PRONOUNS = {"he": "I", "she": "I", "him": "me", "his": "my", "her": "my", "hers": "mine"}
_PRONOUNS |= {"himself": "myself", "herself": "myself", "He": "I", "She": "I", "His": "My", "Her": "My"}
_AGREEING = {("we", "is"): "are", ("we", "was"): "were", ("we", "has"): "have", ("we", "does"): "do"}
_AGREEING |= {("I", "is"): "am", ("I", "has"): "have", ("I", "does"): "do"}
_VERBS = "is|was|has|does"
_OWNERS = {"I": "my", "we": "our"}
_TITLE = (
    r"(?:chief|executive|officer|director|president|chair\w*|founder|head|editor|secretary|general|leader|minister"
    r"|CEO|co-founder)"
)
_NAME = r"[A-Z][\w&.-]{0,30}"
_ORGANISATION = rf"{_NAME}(?:\s(?:of\s|for\s|the\s|and\s){{0,2}}{_NAME}){{0,4}}"
_REACH = 80
"""How many code points after a name are searched for the organisation that the person leads."""


@dataclass(frozen=True, slots=True)
class Shifted:
    """A text in the first person. ``at`` gives the place in it of each code point of the old text."""

    text: str
    at: Callable[[int], int]

    def span(self, old: Span) -> Span:
        """The place of a span of the old text."""
        return Span(self.at(old.start), self.at(old.end))


def find_affiliations(article: str, speaker: str) -> frozenset[str]:
    """The organisations that an article names next to a speaker.

    ``Norvia CEO Ann Example``, ``Ann Example, head of Norvia``.
    """
    name = re.escape(speaker)
    before = re.compile(rf"\b({_ORGANISATION}?)(?:['’]s)?\s(?:{_TITLE}\s(?:and\s)?)+{name}\b")
    behind = re.compile(
        rf"\b{name},[^.;\n]{{0,{_REACH}}}?\b{_TITLE}\b[^,.;\n]{{0,20}}?\b(?:of|at)\s(?:the\s)?({_ORGANISATION})"
    )
    return frozenset(match[1] for pattern in (before, behind) for match in pattern.finditer(article))


def shift_persons(text: str, kept: Sequence[Span], speaker: str, affiliations: frozenset[str]) -> Shifted:
    """``text`` as the person would say it. The spans ``kept``, in order, are the quoted words, which do not change."""
    own = dict.fromkeys((speaker, speaker.split()[-1]), "I")
    shifts = {**dict.fromkeys(affiliations, "we"), **own, **_PRONOUNS}
    names = "|".join(re.escape(name) for name in sorted(shifts, key=len, reverse=True))
    parts, moved, position = list[str](), [(0, 0)], 0
    for match in re.finditer(rf"\b(?:({names})\b(['’]s\b)?|(?<=\s)({_VERBS})\b)", text):
        if any(match.start() < span.end and span.start < match.end() for span in kept):
            continue
        if match[3]:
            subject = parts[-1] if parts and text[position : match.start()].isspace() else ""
            new = _AGREEING.get((subject, match[3]), match[3])
        else:
            new = shifts[match[1]]
            new = _OWNERS.get(new, new) if match[2] else new
        parts += [text[position : match.start()], new]
        position = match.end()
        moved.append((position, moved[-1][1] + len(new) - len(match[0])))
    parts.append(text[position:])
    return Shifted("".join(parts), lambda index: index + next(by for end, by in reversed(moved) if end <= index))


def is_person(speaker: str) -> bool:
    """Whether a speaker's name looks like that of a person: two words or more, the last with a capital."""
    words = speaker.split()
    return len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper()
