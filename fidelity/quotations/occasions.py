"""The occasion of quoted words: a document, a contract, an interview or an event."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from fidelity.quotations.cues import Cue
from fidelity.quotations.lexicon import (
    ASSEMBLIES,
    AUXILIARIES,
    CLAUSE_WORDS,
    EVENT_NOUNS,
    GENITIVES,
    INTERNAL_LISTENERS,
    INTERVIEW_NOUNS,
    LISTENERS,
    MATERIALS,
    PLACE_WORDS,
    PREPOSITIONS,
    SPEAKING_FORMS,
    SPEECH_FORMS,
)
from fidelity.quotations.mentions import Mention, lead_of
from fidelity.quotations.people import People, Speaker
from fidelity.quotations.sentences import Sentence, Token
from fidelity.types import Occasion, OccasionKind

_TO_LISTENERS = frozenset(("to", "with", "before"))


@dataclass(frozen=True, slots=True)
class Setting:
    """An occasion that a sentence names, at the token where its words begin."""

    occasion: Occasion
    at: int
    mention: Mention
    direct: bool
    """Whether the quoted words are in it (``in the memo``), and it is not only mentioned (``sent a memo``)."""


def find_settings(
    text: str,
    sentence: Sentence,
    mentions: tuple[Mention, ...],
    cues: tuple[Cue, ...],
    people: People,
    longest: int,
) -> tuple[Setting, ...]:
    """Every occasion that the sentence names, left to right, each in at most ``longest`` tokens."""
    settings: list[Setting] = []
    subjects = {cue.subject for cue in cues}
    speakers = {subject.first for subject in subjects if subject is not None}
    for mention in mentions:
        speaks = mention in subjects
        lead = lead_of(sentence.tokens, mention.first)
        if lead > 0 and sentence.tokens[lead].low in GENITIVES and sentence.tokens[lead - 1].low in PLACE_WORDS:
            lead -= 1  # French "lors d'une conférence"
        placed = lead >= 0 and sentence.tokens[lead].low in PLACE_WORDS and not speaks
        kind = _kind_of(mention)
        if kind is not None and _is_occasion(sentence, mention, kind, placed, speaks):
            first = lead if placed else mention.first
            occasion = Occasion(kind, _words(text, sentence, first, mention, longest, speakers))
            settings.append(Setting(occasion, first, mention, placed or speaks))
    told = (_told(text, sentence, mentions, cue, longest, people) for cue in cues)
    spoken = (_spoken(text, sentence, mention, longest, people) for mention in mentions)
    return tuple(sorted([*settings, *filter(None, (*told, *spoken))], key=lambda setting: setting.at))


def _is_occasion(sentence: Sentence, mention: Mention, kind: OccasionKind, placed: bool, speaks: bool) -> bool:
    """Whether a phrase of that kind is the occasion of the words, and not only their subject."""
    if kind == "contract":
        return (placed and _is_near_quote(sentence, mention)) or _is_contract_subject(sentence, mention)
    if kind == "document":
        return placed or speaks or mention.owner > 0 or not mention.plural
    return placed


def _kind_of(mention: Mention) -> OccasionKind | None:
    if mention.kind == "document":
        bare = mention.head in MATERIALS and not mention.determined and mention.last - mention.first == 1
        return None if bare else "document"
    if mention.kind == "contract":
        return "contract"
    if mention.kind == "pronoun":
        return None
    if mention.head in INTERVIEW_NOUNS:
        return "interview"
    return "event" if mention.head in EVENT_NOUNS else None


def _is_near_quote(sentence: Sentence, mention: Mention) -> bool:
    return any(token.kind == "quote" for token in sentence.tokens[mention.last : mention.last + 4])


def _is_contract_subject(sentence: Sentence, mention: Mention) -> bool:
    """Whether a contract itself says the words: first in its clause, with no verb of speech before the quotation."""
    before = sentence.tokens[mention.first - 1] if mention.first else None
    opens = before is None or before.kind == "mark" or before.low in CLAUSE_WORDS
    if not opens:
        return False
    for token in sentence.tokens[mention.last :]:
        if token.kind == "quote":
            return True
        if token.low in SPEECH_FORMS and token.low not in {"says", "say", "states", "reads", "read", "said", "stated"}:
            return False
        if token.text in {";", ","}:
            return False
    return False


def _told(
    text: str, sentence: Sentence, mentions: tuple[Mention, ...], cue: Cue, longest: int, people: People
) -> Setting | None:
    """``told reporters``, ``told the newspaper``: an interview, unless the listeners are the speaker's own."""
    if cue.lemma == "testify":
        return _testified(text, sentence, mentions, cue, longest)
    if cue.lemma not in {"tell", "inform"}:
        return None
    told = sentence.tokens[cue.last] if cue.last < len(sentence.tokens) else None
    if told is not None and told.low in {"me", "us"} and cue.subject is not None:
        words = " ".join(text[sentence.tokens[cue.first].start : told.end].split())
        return Setting(Occasion("interview", words), cue.first, cue.subject, True)
    listener = next(
        (m for m in mentions if m.first == cue.last or (cue.inverted and cue.subject and m.first == cue.subject.last)),
        None,
    )
    kind = None if listener is None else _heard(listener, people)
    if listener is None or kind is None:
        return None
    return Setting(Occasion(kind, _words(text, sentence, cue.first, listener, longest)), cue.first, listener, True)


def _heard(listener: Mention, people: People) -> OccasionKind | None:
    """The occasion that this listener implies: an event, an interview, or none."""
    if listener.head in ASSEMBLIES or any(word.lower() in ASSEMBLIES for word in listener.name):
        return "event"
    if listener.head in EVENT_NOUNS:
        return "event"
    if listener.kind == "pronoun" or (len(listener.name) == 1 and people.is_person(listener)):
        return None
    outlet = listener.head in LISTENERS or listener.kind == "group" or (listener.kind == "name" and not listener.owner)
    return "interview" if outlet and listener.head not in INTERNAL_LISTENERS else None


def _spoken(text: str, sentence: Sentence, mention: Mention, longest: int, people: People) -> Setting | None:
    """``Speaking to reporters``, ``addressing supporters``: an interview or an event, by who listens."""
    lead = lead_of(sentence.tokens, mention.first)
    while lead > 0 and sentence.tokens[lead].low in _TO_LISTENERS:
        lead -= 1
    if mention.kind == "pronoun" or lead < 0 or sentence.tokens[lead].low not in SPEAKING_FORMS:
        return None
    asked = mention.head in LISTENERS or mention.kind == "group" or people.is_person(mention)
    named = mention.kind == "name" and not mention.owner
    kind: OccasionKind = "interview" if asked or named else "event"
    return Setting(Occasion(kind, _words(text, sentence, lead, mention, longest)), lead, mention, True)


def _testified(text: str, sentence: Sentence, mentions: tuple[Mention, ...], cue: Cue, longest: int) -> Setting | None:
    """``testified``, ``testified before the committee``: an event."""
    tokens = sentence.tokens
    before = next((m for m in mentions if lead_of(tokens, m.first) == cue.last), None)
    said = text[tokens[cue.first].start : tokens[cue.last - 1].end]
    words = said if before is None else _words(text, sentence, cue.first, before, longest)
    told = before or cue.subject
    return None if told is None else Setting(Occasion("event", words), cue.first, told, True)


def _words(
    text: str, sentence: Sentence, first: int, mention: Mention, longest: int, stops: Collection[int] = ()
) -> str:
    """The article's words from token ``first`` over the mention and the phrases that belong to it, up to a stop."""
    tokens = sentence.tokens
    end = mention.last
    while end < min(len(tokens), first + longest) and end not in stops and _extends(tokens, end):
        end += 1
    while end > mention.last and (
        tokens[end - 1].low in PREPOSITIONS or tokens[end - 1].low in {"the", "a", "his", "her"}
    ):
        end -= 1
    return " ".join(text[tokens[first].start : tokens[end - 1].end].split())


def _extends(tokens: tuple[Token, ...], at: int) -> bool:
    token = tokens[at]
    if token.kind == "possessive":
        return True
    if token.kind != "word" or token.low in SPEECH_FORMS or token.low in AUXILIARIES:
        return False
    return token.low not in CLAUSE_WORDS - {"as"} and token.low not in {"he", "she", "they", "it", "i", "we"}


class Occasions:
    """The occasion that stays valid for each speaker while an article is read."""

    def __init__(self, paragraphs: int) -> None:
        self._paragraphs = paragraphs
        self._held: dict[str, tuple[Occasion, int]] = {}

    def enter(self, paragraph: int) -> None:
        """A new paragraph begins. Only documents stay valid, and only for some paragraphs."""
        self._held = {
            key: (occasion, since)
            for key, (occasion, since) in self._held.items()
            if occasion.kind == "document" and paragraph - since <= self._paragraphs
        }

    def open(self, settings: tuple[Setting, ...], speaker: Speaker, paragraph: int, owned: frozenset[str]) -> None:
        """A sentence about ``speaker`` without a quotation names an occasion for what follows."""
        for setting in settings:
            if setting.occasion.kind != "contract" and (setting.direct or _is_own(setting, owned)):
                self._held[speaker.key] = (setting.occasion, paragraph)
                return

    def keep(self, speaker: Speaker, occasion: Occasion, paragraph: int) -> Occasion:
        """``occasion`` if it is known, else the occasion that is still valid for ``speaker``."""
        if occasion.kind == "unknown":
            occasion = self._held.get(speaker.key, (occasion, 0))[0]
        if occasion.kind not in {"unknown", "contract"}:
            self._held[speaker.key] = (occasion, paragraph)
        return occasion

    def find(
        self,
        settings: tuple[Setting, ...],
        sentence: Sentence,
        cue: Cue | None,
        speaker: Speaker | None,
        at: int,
        owned: frozenset[str],
    ) -> Occasion:
        """The occasion of the quotation at token ``at``, by its sentence or else the occasion that is still valid."""
        setting = _nearest([s for s in settings if s.direct or _is_own(s, owned)], sentence, cue, at)
        if speaker is None:
            return setting.occasion if setting is not None else Occasion("unknown")
        return self.keep(speaker, setting.occasion if setting is not None else Occasion("unknown"), sentence.paragraph)


def _is_own(setting: Setting, owned: frozenset[str]) -> bool:
    """Whether a document beside the words (``closes his memo``) is the speaker's own."""
    return setting.mention.owner > 0 or setting.mention.head in owned


def _nearest(settings: list[Setting], sentence: Sentence, cue: Cue | None, at: int) -> Setting | None:
    """The setting that speaks itself, else a setting that contains words, on the cue's side, the nearest first."""
    following = [position for position in sentence.quotes if position > at]
    limit = following[1] if len(following) > 1 else len(sentence.tokens)
    usable = [setting for setting in settings if setting.at < limit]
    if not usable:
        return None
    behind = cue is not None and cue.first > at

    def rank(setting: Setting) -> tuple[bool, bool, bool, bool, int]:
        speaks = cue is not None and cue.subject is setting.mention
        contract = setting.occasion.kind == "contract" and setting.at > at
        return not speaks, not setting.direct, contract, (setting.at > at) != behind, abs(setting.at - at)

    return min(usable, key=rank)
