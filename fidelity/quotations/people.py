"""Resolves mentions to full names, persons or authors, and pronouns to persons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from fidelity.quotations.cast import Cast, describe
from fidelity.quotations.lexicon import (
    ADVERBS,
    BE_FORMS,
    DEFINITE,
    DOCUMENT_NOUNS,
    FEMALE_PRONOUNS,
    FIRST_PERSON,
    GENITIVES,
    INDEFINITE,
    MALE_PRONOUNS,
    NEUTER_PRONOUNS,
    PEOPLE_NOUNS,
    PLURAL_PRONOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    SPEECH_FORMS,
)
from fidelity.quotations.mentions import Mention
from fidelity.quotations.names import Gender, is_given, last_name, tell_gender
from fidelity.quotations.resolution import Place, Resolver, Sort, find_candidates
from fidelity.quotations.sentences import Sentence
from fidelity.types import Occasion, Span, SpeakerKind

_KINDS: dict[str, SpeakerKind] = {"group": "organisation", "document": "document", "contract": "document"}
_REMEMBERED = 8
"""Greatest number of persons that are candidates for a pronoun. A limit."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, by name, where the article says so, and whether that is one person.

    ``source``: the document or contract that speaks, or that the words stand in. ``kind``: what the article's words at
    ``span`` are. ``probability``, 0..1: that ``name`` is whom they mean, where that had to be resolved.
    """

    name: str
    span: Span
    personal: bool
    source: Occasion | None = None
    kind: SpeakerKind = "person"
    probability: float | None = None

    @property
    def key(self) -> str:
        """The key that two names of one speaker share: the last word, folded."""
        return self.name.split()[-1].lower()


@dataclass(slots=True)
class People:
    """The full names that an article gives, by last name and by first word, and who was mentioned last while reading
    it."""

    text: str
    cast: Cast | None = None
    resolver: Resolver | None = None
    role_least: float = 0.0
    sentence: int = 0
    paragraph: int = -2
    spoken_in: int = -2
    subject: Speaker | None = None
    names: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    names_by_first: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    names_by_middle: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    current: dict[str, tuple[str, ...]] = field(default_factory=dict)
    authors: dict[str, Speaker] = field(default_factory=dict)
    genders: dict[str, Gender] = field(default_factory=dict)
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    persons: list[Speaker] = field(default_factory=list)
    named: list[Speaker] = field(default_factory=list)
    thing: Speaker | None = None
    group: Speaker | None = None
    speaker: Speaker | None = None

    @classmethod
    def of(cls, text: str, mentions: Iterable[tuple[Mention, ...]]) -> People:
        """All full names of the article."""
        people = cls(text)
        for found in mentions:
            for mention in found:
                if mention.kind == "name" and len(mention.name) >= 2 and not mention.mute:
                    known = people.names.setdefault(last_name(mention.name), [])
                    if mention.name not in known:
                        known.append(mention.name)
                        people.names_by_first.setdefault(mention.name[0], []).append(mention.name)
                        for word in mention.name[1:-1]:
                            people.names_by_middle.setdefault(word, []).append(mention.name)
        return people

    @property
    def person(self) -> Speaker | None:
        """The person who spoke or was mentioned last."""
        return self.persons[-1] if self.persons else None

    def see(self, speaker: Speaker) -> None:
        """A person has spoken or is spoken of: a pronoun may mean them."""
        self.persons = [known for known in self.persons if known.key != speaker.key][1 - _REMEMBERED :]
        self.persons.append(speaker)

    def note(self, sentence: Sentence, mentions: tuple[Mention, ...], mention: Mention) -> None:
        """A mention has been read: later uses of its last name, or of the role it is given, mean this person."""
        if mention.kind == "people":
            beside = _apposed_name(sentence, mentions, mention) or _apposed_before(sentence, mentions, mention)
            if beside is not None:
                self.roles[mention.head] = beside.name
        predicate = _is_predicate(sentence, mention)
        if mention.kind in {"document", "contract", "group"} and not mention.plural and not predicate:
            self.thing = self.resolve(sentence, mentions, mention, "document") or self.thing
        if mention.kind != "name" or mention.mute:
            return
        if len(mention.name) >= 2:
            whole = _span(sentence, mention.first, mention.last)
            self.named = [*self.named[1 - _REMEMBERED :], Speaker(" ".join(mention.name), whole, True)]
        for token in sentence.tokens[mention.first : mention.last - len(mention.name)]:
            if token.low in PEOPLE_NOUNS:
                self.roles[token.low] = mention.name
        if len(mention.name) >= 2:
            self.current[last_name(mention.name)] = mention.name
        key = last_name(mention.name)
        words = [token.low for token in sentence.tokens[max(0, mention.first - 1) : mention.last]]
        gender = tell_gender([words[0], *words[1:-1]] if len(words) > 1 else [])
        if gender is not None and key not in self.genders:
            self.genders[key] = gender

    def fits(self, speaker: Speaker, pronoun: str) -> bool:
        """Whether ``pronoun`` can mean ``speaker``, by names and titles."""
        wanted = "male" if pronoun in MALE_PRONOUNS else "female" if pronoun in FEMALE_PRONOUNS else None
        last = last_name(tuple(speaker.name.split()))
        known = self.genders.get(last) or tell_gender(speaker.name.lower().split())
        if known is None and self.cast is not None:
            known = self.cast.gender_of(last)
        return wanted is None or known is None or known == wanted

    def last_fitting(self, pronoun: str) -> Speaker | None:
        """The person mentioned last whom ``pronoun`` can mean."""
        seen = (*self.named, *self.persons)
        return next((person for person in reversed(seen) if self.fits(person, pronoun)), None)

    def is_person(self, mention: Mention) -> bool:
        """Whether the mention's last name belongs to a full name of the article."""
        return mention.kind == "name" and last_name(mention.name) in self.names

    def longest_name(self, name: str) -> str:
        """Of a Chinese or Japanese name its longest form so far: the family name stands first."""
        return next((p.name for p in reversed(self.persons) if p.name.startswith(name)), name)

    def full_name(self, name: tuple[str, ...]) -> str:
        """The name as the article gives it in full: the one mentioned last, else the first to come."""
        key = last_name(name)
        if len(name) >= 2 and key in self.names:
            whole = next((known for known in self.names[key] if known[-len(name) :] == name), name)
            return " ".join(whole)
        if key in self.current:
            return " ".join(self.current[key])
        if key in self.names:
            return " ".join(self.names[key][0])
        # ``Qi`` of ``Qi Example``: the family name may stand first.
        begun = self.names_by_first.get(name[0], []) if len(name) == 1 else []
        if len(name) == 1 and not begun and not is_given(name[0]):
            # ``Ferraz`` of ``Ilda Ferraz Monteiro``: of two family names the first may be used.
            middle = self.names_by_middle.get(name[0], [])
            return " ".join(middle[0] if len(middle) == 1 else name)
        return " ".join(begun[0] if len(begun) == 1 and len(begun[0]) == 2 else name)

    def resolve(
        self, sentence: Sentence, mentions: tuple[Mention, ...], mention: Mention, position: str
    ) -> Speaker | None:
        """Who ``mention`` is; ``position`` is that of its attribution. ``None`` where the article does not say."""
        if mention.mute:
            return None
        tokens = sentence.tokens
        span = _span(sentence, mention.first, mention.last)
        by_owner = position in {"noun", "owner"} or (
            mention.kind == "thing" and tokens[mention.first].low not in POSSESSIVES
        )
        if mention.owner and by_owner:
            return self.resolve_owner(sentence, mentions, mention)
        if mention.kind == "pronoun":
            return self._resolve_pronoun(sentence, mentions, mention)
        if mention.kind == "name":
            return Speaker(self.full_name(mention.name), span, True)
        if mention.kind == "document":
            author = self.authors.get(mention.head)
            if mention.owner:
                author = self.resolve_owner(sentence, mentions, mention) or author
            if author is not None:
                return Speaker(author.name, span, author.personal, self._source(sentence, mention), "document")
        return self._resolve_role(sentence, mentions, mention, position)

    def _resolve_role(
        self, sentence: Sentence, mentions: tuple[Mention, ...], mention: Mention, position: str
    ) -> Speaker | None:
        """A noun phrase: by the name beside it, by who is known to hold the role, else by its own words."""
        apposed = _apposed_name(sentence, mentions, mention)
        if apposed is not None:
            return Speaker(self.full_name(apposed.name), _span(sentence, apposed.first, apposed.last), True)
        known = self._find_holder(sentence, mentions, mention)
        if known is not None:
            return known
        if mention.kind == "thing" and position in {"colon", "subject"}:
            return None
        extent = _span(sentence, mention.first, _extent(sentence, mentions, mention))
        name = " ".join(extent.of(self.text).split())
        source = self._source(sentence, mention)
        personal = mention.kind == "people" and not mention.plural
        return Speaker(name, extent, personal, source, _KINDS.get(mention.kind, "role"))

    def _source(self, sentence: Sentence, mention: Mention) -> Occasion | None:
        """The document or contract that a mention names, as an occasion."""
        words = " ".join(_span(sentence, mention.first, mention.last).of(self.text).split())
        if mention.kind == "document":
            return Occasion("document", words)
        return Occasion("contract", words) if mention.kind == "contract" else None

    def _find_holder(self, sentence: Sentence, mentions: tuple[Mention, ...], mention: Mention) -> Speaker | None:
        """Whom of the article's persons a role or a description means: ``the minister``, ``Ruritania's leader``."""
        first = sentence.tokens[mention.first]
        indefinite = mention.determined and first.low not in DEFINITE and first.low not in POSSESSIVES
        if mention.plural or indefinite or mention.kind not in {"people", "thing"} or mention.head in INDEFINITE:
            return None
        said = describe(sentence.tokens[mention.first : mention.last])
        if mention.kind == "thing" and not said.age and not (self.cast is not None and self.cast.holds(said.heads)):
            return None
        extent = _extent(sentence, mentions, mention)
        return self._pick(sentence, mentions, mention, "role", extent)

    def _pick(
        self, sentence: Sentence, mentions: tuple[Mention, ...], mention: Mention, sort: Sort, last: int
    ) -> Speaker | None:
        """The most probable person of the article, if this is more probable than that the words mean nobody named.

        ``last``: the token after the words.
        """
        span = _span(sentence, mention.first, last)
        if self.resolver is None or self.cast is None:
            return None
        place = Place(
            self.sentence,
            mention.first,
            self.speaker.key if self.speaker is not None else "",
            self.subject.key if self.subject is not None else "",
            self.spoken_in == self.paragraph,
            self._tell_unnamed(sentence, mentions, mention),
        )
        ranked = self.resolver.rank(find_candidates(self.cast, sentence, mention, last, place, sort), span)
        probability, best = ranked[0]
        if best.figure is None or (sort == "role" and probability < self.role_least):
            return None
        return Speaker(
            self.full_name(best.figure.name),
            span,
            True,
            kind="role" if sort == "role" else "pronoun",
            probability=probability,
        )

    def _tell_unnamed(
        self, sentence: Sentence, mentions: tuple[Mention, ...], mention: Mention
    ) -> Literal["here", "before", ""]:
        """Whether somebody without a name was mentioned last."""
        earlier = [m for m in mentions if m.last <= mention.first and not m.oblique and not m.mute]
        last = next((m for m in reversed(earlier) if m.kind in {"name", "people"}), None)
        if last is not None:
            known = last.kind == "name" or not _is_somebody(last) or _is_predicate(sentence, last)
            return "" if known else "here"
        person = self.person
        unnamed = person is not None and self.cast is not None and not self.cast.names(person.key)
        return "before" if unnamed else ""

    def resolve_owner(self, sentence: Sentence, mentions: tuple[Mention, ...], mention: Mention) -> Speaker | None:
        """Who the possessive at the front of ``mention`` is (``her verdict``, ``OpenAI's letter``)."""
        first = sentence.tokens[mention.first]
        if first.low in POSSESSIVES:
            return self._resolve_possessive(sentence, mentions, mention)
        words = [
            token for token in sentence.tokens[mention.first : mention.first + mention.owner] if token.kind == "word"
        ]
        if words[0].low in DEFINITE and words[-1].low in PEOPLE_NOUNS:
            held = Mention(mention.first, mention.first + mention.owner, "people", (), words[-1].low, determined=True)
            return self._resolve_role(sentence, mentions, held, "before")
        name = tuple(token.text for token in words if token.is_capital)
        span = Span(words[0].start, words[-1].end)
        if not name or words[-1].low in DOCUMENT_NOUNS:
            author = self.authors.get(words[-1].low)
            source = Occasion("document", span.of(self.text)) if words[-1].low in DOCUMENT_NOUNS else None
            kind: SpeakerKind = "document" if source else "role"
            return Speaker(author.name if author else span.of(self.text), span, author is not None, source, kind)
        personal = last_name(name) in self.names
        return Speaker(self.full_name(name), span, personal, kind="person" if personal else "organisation")

    def _resolve_possessive(
        self, sentence: Sentence, mentions: tuple[Mention, ...], mention: Mention
    ) -> Speaker | None:
        """Who ``her`` of ``her verdict`` is, at the words that named the person before, where it is the same one."""
        low = sentence.tokens[mention.first].low
        if low in PLURAL_PRONOUNS:
            known = self.group or self.speaker
            return replace(known, kind="pronoun") if known is not None else None
        picked = self._pick(sentence, mentions, mention, "pronoun", mention.first + 1)
        known = self._earlier_person(sentence, mentions, mention.first, low) or self.last_fitting(low)
        if picked is None or (known is not None and known.name == picked.name):
            probability = picked.probability if picked is not None else None
            return replace(known, kind="pronoun", probability=probability) if known is not None else None
        return picked

    def _earlier_person(
        self, sentence: Sentence, mentions: tuple[Mention, ...], before: int, pronoun: str
    ) -> Speaker | None:
        """Who an earlier part of the same sentence is about."""
        for mention in mentions:
            speaker = None
            if mention.last <= before and not mention.oblique and self.is_person(mention):
                span = _span(sentence, mention.first, mention.last)
                speaker = Speaker(self.full_name(mention.name), span, True)
            elif mention.last <= before and _is_somebody(mention) and not _is_predicate(sentence, mention):
                speaker = self.resolve(sentence, mentions, mention, "subject")
            if speaker is not None and self.fits(speaker, pronoun):
                return speaker
        return None

    def _resolve_pronoun(self, sentence: Sentence, mentions: tuple[Mention, ...], mention: Mention) -> Speaker | None:
        if mention.head in FIRST_PERSON:
            return None
        span = _span(sentence, mention.first, mention.last)
        if mention.head in MALE_PRONOUNS | FEMALE_PRONOUNS:
            picked = self._pick(sentence, mentions, mention, "pronoun", mention.last)
            if picked is not None:
                return picked
            earlier = self._earlier_person(sentence, mentions, mention.first, mention.head)
            known = earlier or self.last_fitting(mention.head)
        elif mention.head in NEUTER_PRONOUNS:
            known = self.thing or self.group or self.speaker
        else:
            known = self.group or self.speaker
        return Speaker(known.name, span, known.personal, known.source, "pronoun") if known is not None else None


def _span(sentence: Sentence, first: int, last: int) -> Span:
    return Span(sentence.tokens[first].start, sentence.tokens[last - 1].end)


def _apposed_name(sentence: Sentence, mentions: tuple[Mention, ...], mention: Mention) -> Mention | None:
    """``The minister for work, Ann Example, said``: the name set beside a role."""
    tokens = sentence.tokens
    end = _extent(sentence, mentions, mention)
    if ":" in mention.head and mention.kind == "people":
        # Russian and Polish set the name behind the role and what it is of: "директор завода Анна Пример".
        near = next((m for m in mentions if mention.last <= m.first <= mention.last + 2 and m.kind == "name"), None)
        if near is not None and all(token.kind == "word" for token in tokens[mention.last : near.first]):
            return near
    if mention.kind not in {"people", "thing"} or end + 1 >= len(tokens) or tokens[end].text != ",":
        return None
    beside = next((m for m in mentions if m.first == end + 1), None)
    if beside is None or beside.kind != "name" or beside.last >= len(tokens):
        return None
    if mention.kind == "thing" and (len(beside.name) < 2 or not mention.determined):
        return None
    return beside if tokens[beside.last].text in {",", "."} else None


def _is_somebody(mention: Mention) -> bool:
    """Whether a pronoun may refer to a noun phrase for one person that is no name."""
    return (
        not mention.mute
        and mention.kind == "people"
        and not mention.oblique
        and not mention.plural
        and mention.head not in INDEFINITE
    )


def _is_predicate(sentence: Sentence, mention: Mention) -> bool:
    """``It is a remarkable document``: what is said of somebody or something, not somebody new."""
    before = mention.first - 1
    while before > 0 and sentence.tokens[before].low in ADVERBS:
        before -= 1
    return before >= 0 and sentence.tokens[before].low in BE_FORMS


def _apposed_before(sentence: Sentence, mentions: tuple[Mention, ...], mention: Mention) -> Mention | None:
    """``Ann Example, the minister,``: the name before a role."""
    tokens = sentence.tokens
    if mention.first < 2 or tokens[mention.first - 1].text != ",":
        return None
    end = _extent(sentence, mentions, mention)
    if end < len(tokens) and tokens[end].text not in {",", "."}:
        return None
    beside = next((m for m in mentions if m.last == mention.first - 1), None)
    return beside if beside is not None and beside.kind == "name" and not beside.oblique else None


def _extent(sentence: Sentence, mentions: tuple[Mention, ...], mention: Mention) -> int:
    """The position after ``a spokesman for the company``: the mention and the phrases linked to it."""
    last = mention.last
    for following in mentions:
        if following.first == last and sentence.tokens[last].low in GENITIVES and ":" in sentence.tokens[last].low:
            last = following.last  # French "du" and Spanish "del" are preposition and article in one
        if following.first <= last:
            continue
        between = sentence.tokens[last : following.first]
        if not 1 <= len(between) <= 3 or any(t.kind != "word" or t.low in SPEECH_FORMS for t in between):
            break
        if between[-1].low not in PREPOSITIONS - {"as", "during", "after", "before"} and between[-1].low not in {
            "and",
            "or",
        }:
            break
        last = following.last
    return last
