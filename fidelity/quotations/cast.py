"""The persons of an article, with the names, roles and descriptions that it uses for each, and their places."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from fidelity.quotations.lexicon import (
    BE_FORMS,
    DETERMINERS,
    GROUP_NOUNS,
    PEOPLE_NOUNS,
    PREPOSITIONS,
    ROLE_GROUPS,
    SPEECH_NOUNS,
    TITLES,
)
from fidelity.quotations.lexicon.words import split
from fidelity.quotations.mentions import Mention
from fidelity.quotations.names import Gender, is_given, last_name, tell_gender
from fidelity.quotations.sentences import Sentence, Token

_AGE = re.compile(r"(\d{1,3})(?:-year-old)?")
_REACH = 6
"""Greatest number of tokens after a description beside a name: ``of the Republic of Ruritania``."""
_MOST = 60
"""Persons of whom one word is kept, and mentions among which the last persons are looked for. A limit."""
_MODIFIERS = split(
    "former ex vice acting interim deputy senior assistant state democratic prime general mr mrs ms miss dr sir lord "
    "lady"
)
"""Titles that do not name a role."""
_SUBJECT_PRONOUNS: dict[str, Gender] = {
    **dict.fromkeys(("he", "de:er", "fr:il", "es:él", "ru:он"), "male"),
    **dict.fromkeys(("she", "fr:elle", "es:ella", "ru:она"), "female"),
}
_BESIDE = frozenset(",(–—-")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a person is named: sentence and token, and whether as a subject, behind a preposition or as an owner."""

    sentence: int
    token: int
    subject: bool
    oblique: bool
    owner: bool


@dataclass(slots=True)
class Figure:
    """A person (or what may be one) whom an article names.

    ``key`` is the last name, or the full one where two persons share it; ``name`` the commonest full name; ``forms``
    counts all of them. ``roles``: nouns set beside the name, folded. ``calls``: what the name begins with, which may be
    a role ("Canon Vasquand"). ``stems``: beginnings of capital words set beside it ("Ruritanian"). ``near``: of those
    in the sentences that name the person. ``ages``: numbers set beside it. ``speaks``: whether the article has the
    person say or write something anywhere. ``pronouns``: the genders of the pronouns in what the person says of
    themselves; two of one gender tell it.
    """

    key: str
    name: tuple[str, ...]
    roles: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    stems: set[str] = field(default_factory=set)
    near: set[str] = field(default_factory=set)
    ages: set[str] = field(default_factory=set)
    gender: Gender | None = None
    given: bool = False
    titled: bool = False
    speaks: bool = False
    spots: list[Spot] = field(default_factory=list)
    forms: dict[tuple[str, ...], int] = field(default_factory=dict)
    pronouns: list[Gender] = field(default_factory=list)

    @property
    def last(self) -> str:
        """The last word of the name, folded."""
        return last_name(self.name)

    @property
    def traits(self) -> frozenset[str]:
        """Evidence that a description means the person, each with its sort."""
        return _traits(self.roles | self.calls, self.stems | self.near, self.ages)

    def last_spot(self, sentence: int, token: int) -> Spot | None:
        """The last mention of the person before a place."""
        at = bisect_left(self.spots, (sentence, token), key=lambda spot: (spot.sentence, spot.token))
        return self.spots[at - 1] if at else None

    @property
    def is_person(self) -> bool:
        """Whether the name is certainly a person's: it has a title, a given name, a full name, or spoken words."""
        return self.titled or self.given or self.gender is not None or len(self.name) > 1 or self.speaks

    @property
    def shown(self) -> str:
        """The name as the article gives it in full."""
        return " ".join(self.name)


@dataclass(frozen=True, slots=True)
class Description:
    """What a phrase such as ``the Ruritanian president`` or ``the 71-year-old`` says of whom it means.

    ``owner``: the last word before a possessive ending, folded.
    """

    heads: frozenset[str]
    stems: frozenset[str]
    age: str
    owner: str = ""

    @property
    def traits(self) -> frozenset[str]:
        """Evidence that the words mean a person, each with its sort."""
        return _traits(self.heads, self.stems, {self.age} - {""})

    @property
    def groups(self) -> frozenset[str]:
        """The sorts of roles that the heads belong to."""
        return groups_of(self.heads)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody whom an article names, in order of mention, and by description.

    ``trail`` holds sentence, token and number of the figure for every mention of what may be a person, in order.
    ``genders`` holds the genders of the figures with each last name, folded; ``None`` is one that is not known.
    """

    figures: tuple[Figure, ...]
    trail: tuple[tuple[int, int, int], ...]
    described: dict[str, tuple[int, ...]]
    genders: dict[str, frozenset[Gender | None]]

    @classmethod
    def of(cls, figures: Iterable[Figure]) -> Cast:
        """The figures that may be persons."""
        kept = tuple(figure for figure in figures if figure.is_person)
        trail = sorted((spot.sentence, spot.token, at) for at, figure in enumerate(kept) for spot in figure.spots)
        described: dict[str, list[int]] = {}
        for at, figure in enumerate(kept):
            for trait in figure.traits:
                described.setdefault(trait, []).append(at)
        told: dict[str, set[Gender | None]] = {}
        for figure in kept:
            told.setdefault(figure.last, set()).add(figure.gender)
        return cls(
            kept,
            tuple(trail),
            {trait: tuple(found[:_MOST]) for trait, found in described.items()},
            {last: frozenset(genders) for last, genders in told.items()},
        )

    def recent(self, sentence: int, token: int, most: int) -> list[Figure]:
        """The last ``most`` persons named before a place, the last first."""
        found: dict[int, None] = {}
        at = bisect_left(self.trail, (sentence, token, 0))
        for _, _, number in reversed(self.trail[max(0, at - _MOST) : at]):
            found.setdefault(number)
            if len(found) == most:
                break
        return [self.figures[number] for number in found]

    def holds(self, roles: Iterable[str]) -> bool:
        """Whether the article gives somebody one of these roles."""
        return any(f"role {role}" in self.described for role in roles)

    def names(self, last: str) -> bool:
        """Whether a person has this last name, folded."""
        return last in self.genders

    def gender_of(self, last: str) -> Gender | None:
        """The gender of whoever has this last name, folded, where the article tells it of all of them."""
        found = self.genders.get(last, frozenset())
        return next(iter(found)) if len(found) == 1 else None

    def fitting(self, said: Description) -> list[Figure]:
        """The figures who have something in common with the description ``said``, in order of first mention."""
        numbers = {number for trait in said.traits for number in self.described.get(trait, ())}
        return [self.figures[number] for number in sorted(numbers)]


def groups_of(roles: Iterable[str]) -> frozenset[str]:
    """The sorts of roles to which some of ``roles`` belong."""
    return frozenset(name for name, members in ROLE_GROUPS.items() if not members.isdisjoint(roles))


def _traits(roles: Collection[str], stems: Collection[str], ages: Collection[str]) -> frozenset[str]:
    return frozenset(
        (
            *(f"role {role}" for role in roles),
            *(f"sort {sort}" for sort in groups_of(roles)),
            *(f"stem {each}" for each in stems),
            *(f"age {age}" for age in ages),
        )
    )


def stem(word: str) -> str:
    """The beginning of a word that its derivatives share: ``Ruritania``, ``Ruritanian``."""
    low = word.lower()
    return low[:4] if len(low) <= 5 else low[:5]


def describe(words: Sequence[Token]) -> Description:
    """The description in the words of a phrase."""
    named = [token for token in words if token.kind == "word"]
    core = list(takewhile(lambda token: token.low not in PREPOSITIONS, named))
    heads = {_singular(token.low) for token in core if _is_role(token.low)}
    if core and not core[-1].is_capital and core[-1].low not in DETERMINERS:
        heads.add(_singular(core[-1].low))
    stems = {stem(t.text) for t in named if t.is_capital and t.low not in DETERMINERS and t.low not in TITLES}
    ages = [found[1] for token in named if (found := _AGE.fullmatch(token.low)) is not None]
    owned = next((at for at, token in enumerate(words) if token.kind == "possessive"), 0)
    return Description(
        frozenset(heads), frozenset(stems), ages[0] if ages else "", words[owned - 1].low if owned else ""
    )


def _is_role(low: str) -> bool:
    return (low in PEOPLE_NOUNS or low in TITLES) and low not in _MODIFIERS


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and word[:-1] in PEOPLE_NOUNS else word


def find_cast(
    sentences: Sequence[Sentence], mentions: Sequence[tuple[Mention, ...]], subjects: Sequence[frozenset[Mention]]
) -> Cast:
    """Everybody whom the article names.

    ``subjects``: for each sentence the subjects of its verbs of speech.
    """
    roll = _Roll()
    for number, sentence in enumerate(sentences):
        if sentence.heading:
            continue
        first = next((m for m in mentions[number] if not m.oblique and not m.mute and m.kind != "thing"), None)
        for mention in mentions[number]:
            name = _name_of(sentence, mention)
            if not name:
                continue
            figure = roll.find(name, _gender_beside(sentence, mention))
            owner = mention.kind != "name"
            speaks = not owner and mention in subjects[number]
            subject = speaks or (not owner and mention is first)
            figure.spots.append(Spot(number, mention.first, subject, mention.oblique, owner))
            figure.speaks = figure.speaks or speaks or (owner and _is_authors(mention))
            _note_words(figure, sentence, mention, name, owner)
            if mention.kind == "name":
                _note_descriptions(figure, sentence, mentions[number], mention)
            if speaks:
                figure.pronouns += _pronouns_after(mentions[number], mention)
    for figure in roll.figures.values():
        if figure.gender is None and len(figure.pronouns) > 1 and len(set(figure.pronouns)) == 1:
            figure.gender = figure.pronouns[0]
    return Cast.of(roll.figures.values())


def _pronouns_after(mentions: tuple[Mention, ...], mention: Mention) -> list[Gender]:
    """The gender of "she" in "Brandt said that she was leaving", if nobody else is mentioned in between."""
    following = next((m for m in mentions if m.first >= mention.last and m.kind in {"name", "people", "pronoun"}), None)
    gender = _SUBJECT_PRONOUNS.get(following.head) if following is not None and following.kind == "pronoun" else None
    return [gender] if gender is not None else []


class _Roll:
    """The figures found so far: by full name, and by last name the one who was named last.

    Who has two family names, as in Spanish and Portuguese, may be called by the first: a single name that is nobody's
    last may be one between the first and the last of a full name, if it is no given name and of one full name only.
    """

    def __init__(self) -> None:
        self.figures: dict[str, Figure] = {}
        self._by_last: dict[str, list[Figure]] = {}
        self._by_middle: dict[str, set[str]] = {}

    def find(self, name: tuple[str, ...], gender: Gender | None) -> Figure:
        """The figure whom ``name`` means, or a new figure if nobody of that name was mentioned before."""
        last = last_name(name)
        if last not in self._by_last and len(name) == 1 and not is_given(last):
            lasts = self._by_middle.get(last, set())
            last = next(iter(lasts)) if len(lasts) == 1 else last
        for word in name[1:-1]:
            self._by_middle.setdefault(word.lower(), set()).add(last)
        known = self._by_last.setdefault(last, [])
        figure = next((each for each in reversed(known) if _can_be(each, name, gender)), None)
        if figure is None:
            key = last if last not in self.figures else " ".join(name).lower()
            figure = self.figures.setdefault(key, Figure(key, name))
        if figure in known:
            known.remove(figure)
        known.append(figure)
        figure.forms[name] = figure.forms.get(name, 0) + 1
        figure.calls |= {word.lower() for word in name[:-1]}
        figure.name = max(figure.forms, key=lambda form: (len(form) > 1, figure.forms[form]))
        return figure


def _can_be(figure: Figure, name: tuple[str, ...], gender: Gender | None) -> bool:
    """Whether a name can be another form of a figure's: no other given name, and no other gender."""
    if gender is not None and figure.gender not in {None, gender}:
        return False
    if len(name) == 1 or len(figure.name) == 1:
        return True
    one, other = name[0].lower().strip("."), figure.name[0].lower().strip(".")
    return one[:1] == other[:1] or name[-2:] == figure.name[-2:] or other in map(str.lower, name)


def _gender_beside(sentence: Sentence, mention: Mention) -> Gender | None:
    """The gender that a title or a given name shows."""
    tokens = sentence.tokens
    words = [token.low for token in tokens[max(0, mention.first - 1) : mention.last - 1] if token.kind == "word"]
    return tell_gender(words)


def _name_of(sentence: Sentence, mention: Mention) -> tuple[str, ...]:
    """The name of a mention, or the name in its possessive (``Brandt's letter``)."""
    if mention.kind == "name":
        return () if mention.mute else mention.name
    words = [t for t in sentence.tokens[mention.first : mention.first + mention.owner] if t.kind == "word"]
    if not words or not all(token.is_capital for token in words) or words[0].low in DETERMINERS:
        return ()
    named = [token for token in words if token.low.strip(".") not in TITLES]
    if not named or any(token.low in GROUP_NOUNS for token in named):
        return ()
    return tuple(token.text for token in named)


def _is_authors(mention: Mention) -> bool:
    """``Brandt's letter``: whoever has a document or words of their own is a person, if not an organisation."""
    return mention.owner > 0 and (mention.kind == "document" or mention.head in SPEECH_NOUNS)


def _note_words(figure: Figure, sentence: Sentence, mention: Mention, name: tuple[str, ...], owner: bool) -> None:
    """The words within the phrase: titles, given names, and the capital words of its sentence."""
    last = mention.first + mention.owner if owner else mention.last
    words = [token for token in sentence.tokens[mention.first : last] if token.kind == "word"]
    titles = [token for token in words[: len(words) - len(name)] if token.kind == "word"]
    figure.gender = figure.gender or _gender_beside(sentence, mention)
    given = len(name) > 1 and is_given(name[0])
    figure.given = figure.given or given
    _add(figure, titles)
    figure.near |= {stem(token.text) for token in sentence.tokens if token.is_capital and token.text not in name}


def _add(figure: Figure, words: Sequence[Token]) -> None:
    found = describe(words)
    roles = {token.low for token in words if _is_role(token.low)}
    figure.titled = figure.titled or any(token.low.strip(".") in TITLES or token.low in PEOPLE_NOUNS for token in words)
    figure.roles |= found.heads | {_singular(role) for role in roles}
    figure.stems |= found.stems
    figure.ages |= {found.age} - {""}


def _note_descriptions(figure: Figure, sentence: Sentence, mentions: tuple[Mention, ...], mention: Mention) -> None:
    """What is set beside the name: ``, the mayor of Kiel,``, ``The mayor, ``, ``is the mayor``, ``, 71,``."""
    tokens, at = sentence.tokens, mention.last
    after = tokens[at] if at < len(tokens) else None
    if after is not None and (after.text in _BESIDE or after.low in BE_FORMS):
        beside = next((m for m in mentions if m.first == at + 1), None)
        if beside is not None and _is_description(tokens, beside):
            end = beside.last
            while end < min(len(tokens), beside.last + _REACH) and tokens[end].kind in {"word", "possessive"}:
                end += 1
            _add(figure, tokens[beside.first : beside.last])
            figure.stems |= describe(tokens[beside.first : end]).stems
        elif at + 1 < len(tokens) and _AGE.fullmatch(tokens[at + 1].low):
            figure.ages.add(tokens[at + 1].low.partition("-")[0])
    before = mention.first - 1
    if before > 0 and tokens[before].text == ",":
        beside = next((m for m in mentions if m.last == before and _is_description(tokens, m)), None)
        if beside is not None:
            _add(figure, tokens[beside.first : beside.last])


def _is_description(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether a phrase beside a name says who that is: one person's role, without a name of its own."""
    aged = any(_AGE.fullmatch(token.low) and "-" in token.low for token in tokens[mention.first : mention.last])
    several = mention.plural and (mention.determined or mention.head.endswith("s"))
    return aged or (mention.kind == "people" and not several and not mention.name)
