"""One pass over an article's sentences: every quoted stretch gets its speaker, cue, occasion and aside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from fidelity.quotations.asides import judge_aside
from fidelity.quotations.attribution import Attribution, Cue, attribute, find_cues, main_subject
from fidelity.quotations.lexicon import (
    CONTRACT_CONTEXT,
    POSSESSIVES,
    PREPOSITIONS,
    SPEECH_FORMS,
    TERM_NOUNS,
    WRITING_LEMMAS,
)
from fidelity.quotations.marks import Stretch
from fidelity.quotations.mentions import Mention, find_mentions
from fidelity.quotations.occasions import Setting, find_settings, nearest_setting
from fidelity.quotations.people import People, last_name
from fidelity.quotations.sentences import Sentence
from fidelity.settings import QuotationSettings
from fidelity.types import Occasion, QuotationKind, Span

Aside = Literal["scare quote", "term or title"]
_UNKNOWN = Occasion("unknown")
_PERSONAL = frozenset("he she er sie il elle".split())


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, by name, where the article says so, and whether that is a person."""

    name: str
    span: Span
    personal: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What has been read about one quoted stretch."""

    speaker: Speaker | None
    cue: Span | None
    occasion: Occasion
    kind: QuotationKind
    aside: Aside | None
    explicit: bool
    joins_next: bool = False


@dataclass(slots=True)
class _Context:
    """What holds on from earlier sentences."""

    paragraph: int = -1
    person: Speaker | None = None
    group: Speaker | None = None
    speaker: Speaker | None = None
    subject: Speaker | None = None
    subject_paragraph: int = -1
    spoken_paragraph: int = -1
    announced: bool = False
    occasions: dict[str, tuple[Occasion, int]] = field(default_factory=dict)
    authors: dict[str, Speaker] = field(default_factory=dict)
    contract: Speaker | None = None


class Reader:
    """Reads one article; :meth:`read` gives one :class:`Reading` per stretch, in order."""

    def __init__(
        self, text: str, stretches: tuple[Stretch, ...], sentences: tuple[Sentence, ...], settings: QuotationSettings
    ) -> None:
        self._text = text
        self._stretches = stretches
        self._sentences = sentences
        self._settings = settings
        self._mentions = tuple(find_mentions(sentence) for sentence in sentences)
        self._people = People.of(sentences, self._mentions)
        self._context = _Context()

    def read(self) -> tuple[Reading, ...]:
        """One reading per stretch."""
        readings: list[Reading] = []
        for sentence, mentions in zip(self._sentences, self._mentions, strict=True):
            readings.extend(self._read_sentence(sentence, mentions))
        return tuple(readings)

    def _read_sentence(self, sentence: Sentence, mentions: tuple[Mention, ...]) -> list[Reading]:
        context = self._context
        if sentence.paragraph != context.paragraph:
            self._enter_paragraph(sentence.paragraph)
        for mention in mentions:
            self._people.note(mention)
        cues = find_cues(sentence, mentions)
        settings = find_settings(self._text, sentence, mentions, cues)
        self._note_authors(sentence, mentions)
        readings = []
        for at in sentence.quotes:
            readings.append(self._read_quote(sentence, mentions, cues, settings, at))
        self._leave_sentence(sentence, mentions, cues, settings)
        return readings

    def _enter_paragraph(self, paragraph: int) -> None:
        context = self._context
        context.paragraph = paragraph
        context.announced = False if context.paragraph - 1 != context.subject_paragraph else context.announced
        context.occasions = {
            key: (occasion, since)
            for key, (occasion, since) in context.occasions.items()
            if occasion.kind == "document" and paragraph - since <= self._settings.occasion_paragraphs
        }

    # Quotations

    def _read_quote(
        self,
        sentence: Sentence,
        mentions: tuple[Mention, ...],
        cues: tuple[Cue, ...],
        settings: tuple[Setting, ...],
        at: int,
    ) -> Reading:
        context = self._context
        found = attribute(sentence, mentions, cues, at)
        stands_alone = all(token.kind != "word" for token in sentence.tokens)
        speaker, explicit = self._find_speaker(sentence, mentions, found, at, stands_alone)
        cue = found.cue if found is not None and explicit else None
        occasion = self._find_occasion(sentence, settings, cue, speaker, at)
        kind = self._kind(sentence, cue, at)
        inner = self._stretches[sentence.tokens[at].quote].inner
        aside = judge_aside(inner.of(self._text), sentence, mentions, found if explicit else None, at, self._settings)
        if (
            aside == "term or title"
            and at > 0
            and any(token.low in TERM_NOUNS for token in sentence.tokens[max(0, at - 6) : at])
        ):
            if (found is None or found.cue is None) and context.contract is not None:
                speaker, occasion = context.contract, Occasion("contract", context.contract.name)
        if speaker is not None and aside is None:
            context.speaker = speaker
            context.spoken_paragraph = sentence.paragraph
            if speaker.personal:
                context.person = speaker
        cue_span = self._span(sentence, cue.first, cue.last) if cue is not None else None
        return Reading(speaker, cue_span, occasion, kind, aside, explicit, self._joins_next(sentence, cues, found, at))

    def _span(self, sentence: Sentence, first: int, last: int) -> Span:
        return Span(sentence.tokens[first].start, sentence.tokens[last - 1].end)

    def _kind(self, sentence: Sentence, cue: Cue | None, at: int) -> QuotationKind:
        before = sentence.tokens[:at]
        if not before or before[-1].text in {":", ",", "：", "，", "—", "–"} or before[-1].kind == "quote":
            return "direct"
        starts_upper = self._text[self._stretches[sentence.tokens[at].quote].inner.start].isupper()
        if starts_upper and cue is not None and cue.last == at:
            return "direct"
        words = [token for token in before if token.kind == "word"]
        return "mixed" if words else "direct"

    def _joins_next(self, sentence: Sentence, cues: tuple[Cue, ...], found: Attribution | None, at: int) -> bool:
        """Whether ``"...," she said, "..."``: an attribution between two halves of one sentence."""
        following = next((position for position in sentence.quotes if position > at), None)
        if following is None or found is None or found.position != "after" or found.cue is None:
            return False
        between = sentence.tokens[at + 1 : following]
        inner = self._stretches[sentence.tokens[at].quote].inner.of(self._text)
        comma = inner.endswith((",", "，", "—", "–", "-", "...", "…")) or between[0].text in {
            ",",
            "—",
            "–",
            "，",
            "...",
        }
        if not comma or between[-1].text not in {",", "，", "—", "–"} or len(between) > self._settings.join_words:
            return False
        second = next(
            (cue for cue in cues if found.cue.first < cue.first < following and cue.lemma != "according"), None
        )
        return second is None or second.last < following - 6

    # Speakers

    def _find_speaker(
        self, sentence: Sentence, mentions: tuple[Mention, ...], found: Attribution | None, at: int, stands_alone: bool
    ) -> tuple[Speaker | None, bool]:
        context = self._context
        if found is not None and found.subject is not None:
            speaker = self._resolve(sentence, mentions, found.subject, found.position)
            return speaker, True
        for mention in mentions:
            if mention.last <= at and mention.kind in {"document", "contract"} and not mention.oblique:
                return self._resolve(sentence, mentions, mention, "document"), True
        if stands_alone:
            return self._carried(sentence), False
        if context.spoken_paragraph == sentence.paragraph:
            return context.speaker, False
        subject = main_subject(mentions, at)
        if subject is not None and subject.kind in {"name", "pronoun"}:
            return self._resolve(sentence, mentions, subject, "subject"), False
        if context.subject_paragraph == sentence.paragraph:
            return context.subject, False
        return None, False

    def _carried(self, sentence: Sentence) -> Speaker | None:
        """Whose words a quotation is that stands alone: of whoever spoke or was spoken of last."""
        context = self._context
        if context.subject_paragraph == sentence.paragraph and context.spoken_paragraph != sentence.paragraph:
            return context.subject or context.speaker
        if context.spoken_paragraph == sentence.paragraph:
            return context.speaker
        if context.announced and context.subject is not None:
            return context.subject
        if context.spoken_paragraph == sentence.paragraph - 1 and context.speaker is not None:
            return context.speaker
        if context.subject_paragraph == sentence.paragraph - 1 and context.subject is not None:
            return context.subject
        return context.speaker

    def _resolve(
        self, sentence: Sentence, mentions: tuple[Mention, ...], mention: Mention, position: str
    ) -> Speaker | None:
        context = self._context
        span = self._span(sentence, mention.first, mention.last)
        if mention.owner and (
            position in {"noun", "owner"}
            or (mention.kind == "thing" and sentence.tokens[mention.first].low not in POSSESSIVES)
        ):
            return self._resolve_owner(sentence, mentions, mention)
        if position == "owner" and sentence.tokens[mention.first].low in POSSESSIVES:
            return context.person
        if mention.kind == "pronoun":
            return self._resolve_pronoun(sentence, mentions, mention)
        if mention.kind == "name":
            return Speaker(self._people.full_name(mention.name), span, True)
        if mention.kind == "document":
            author = context.authors.get(mention.head)
            if mention.owner:
                author = self._resolve_owner(sentence, mentions, mention) or author
            if author is not None:
                return Speaker(author.name, span, author.personal)
        extent = self._span(sentence, mention.first, self._extent(sentence, mentions, mention))
        return Speaker(" ".join(extent.of(self._text).split()), extent, mention.kind == "people" and not mention.plural)

    def _extent(self, sentence: Sentence, mentions: tuple[Mention, ...], mention: Mention) -> int:
        """The position after ``a spokesman for the company``: the mention and the phrases linked to it."""
        last = mention.last
        for following in mentions:
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

    def _resolve_owner(self, sentence: Sentence, mentions: tuple[Mention, ...], mention: Mention) -> Speaker | None:
        first = sentence.tokens[mention.first]
        if first.low in POSSESSIVES:
            if first.low in {"their", "its", "ihr", "leur"}:
                return self._context.group or self._context.speaker
            return self._earlier_person(sentence, mentions, mention.first) or self._context.person
        words = [
            token for token in sentence.tokens[mention.first : mention.first + mention.owner] if token.kind == "word"
        ]
        name = tuple(token.text for token in words if token.is_capital)
        span = Span(words[0].start, words[-1].end)
        if not name:
            return Speaker(span.of(self._text), span, True)
        return Speaker(self._people.full_name(name), span, last_name(name) in self._people.names)

    def _earlier_person(self, sentence: Sentence, mentions: tuple[Mention, ...], before: int) -> Speaker | None:
        """Who an earlier part of the same sentence is about."""
        for mention in mentions:
            if mention.last <= before and mention.kind == "name" and not mention.oblique and self._is_person(mention):
                return self._resolve(sentence, mentions, mention, "subject")
        return None

    def _is_person(self, mention: Mention) -> bool:
        return mention.kind == "name" and last_name(mention.name) in self._people.names

    def _resolve_pronoun(self, sentence: Sentence, mentions: tuple[Mention, ...], mention: Mention) -> Speaker | None:
        context = self._context
        span = self._span(sentence, mention.first, mention.last)
        if mention.head in {"i", "we", "you"}:
            return None
        if mention.head in _PERSONAL:
            known = self._earlier_person(sentence, mentions, mention.first) or context.person
        elif mention.head == "it":
            known = context.group or context.speaker
        else:
            known = context.group or context.speaker
        return Speaker(known.name, span, known.personal) if known is not None else None

    # Occasions

    def _find_occasion(
        self, sentence: Sentence, settings: tuple[Setting, ...], cue: Cue | None, speaker: Speaker | None, at: int
    ) -> Occasion:
        context = self._context
        following = [position for position in sentence.quotes if position > at]
        limit = following[1] if len(following) > 1 else len(sentence.tokens)
        setting = nearest_setting(settings, at, limit)
        key = _key(speaker)
        if setting is not None:
            if key is not None and setting.occasion.kind != "contract":
                context.occasions[key] = (setting.occasion, sentence.paragraph)
            return setting.occasion
        if key is None:
            return _UNKNOWN
        carried = context.occasions.get(key)
        if carried is not None:
            context.occasions[key] = (carried[0], sentence.paragraph)
            return carried[0]
        if cue is not None and cue.lemma in WRITING_LEMMAS:
            return Occasion("document", self._span(sentence, cue.first, cue.last).of(self._text))
        return Occasion("unknown", self._reporter(sentence))

    def _reporter(self, sentence: Sentence) -> str:
        """``according to The Daily``: who reports the words, where the article names no occasion."""
        tokens = sentence.tokens
        for at, token in enumerate(tokens[:-2]):
            if token.low == "according" and tokens[at + 1].low == "to":
                mention = next((m for m in find_mentions(sentence) if m.first == at + 2), None)
                if mention is not None:
                    return " ".join(self._span(sentence, at, mention.last).of(self._text).split())
        return ""

    def _note_authors(self, sentence: Sentence, mentions: tuple[Mention, ...]) -> None:
        """``X sent a memo``, ``X's memo``, ``a memo by X``: the memo is X's from here on."""
        for number, mention in enumerate(mentions):
            if mention.head in CONTRACT_CONTEXT:
                span = self._span(sentence, mention.first, mention.last)
                self._context.contract = Speaker(span.of(self._text), span, False)
            if mention.kind != "document" or mention.plural:
                continue
            author: Speaker | None = None
            following = mentions[number + 1] if number + 1 < len(mentions) else None
            linked = following is not None and 0 < following.first - mention.last <= 2
            if mention.owner:
                author = self._resolve_owner(sentence, mentions, mention)
            elif linked and following is not None and sentence.tokens[following.first - 1].low in {"by", "from"}:
                author = self._resolve(sentence, mentions, following, "subject")
            elif not mention.oblique:
                subject = main_subject(mentions, mention.first)
                verbs = {token.low for token in sentence.tokens[: mention.first]}
                if subject is not None and subject.kind in {"name", "people", "pronoun", "group"} and verbs & _SENDING:
                    author = self._resolve(sentence, mentions, subject, "subject")
            if author is not None and (author.personal or mention.head not in self._context.authors):
                self._context.authors[mention.head] = author

    # What later sentences may build on

    def _leave_sentence(
        self, sentence: Sentence, mentions: tuple[Mention, ...], cues: tuple[Cue, ...], settings: tuple[Setting, ...]
    ) -> None:
        context = self._context
        subject = next(
            (c.subject for c in cues if c.subject is not None and not c.shared and c.lemma != "according"), None
        )
        subject = subject or main_subject(mentions, len(sentence.tokens))
        if any(token.kind == "word" for token in sentence.tokens):
            context.announced = sentence.ends_open
        if subject is None or subject.kind == "document":
            return
        speaker = self._resolve(sentence, mentions, subject, "subject")
        if speaker is None:
            return
        context.subject, context.subject_paragraph = speaker, sentence.paragraph
        if (subject.kind == "name" and (self._is_person(subject) or any(c.subject is subject for c in cues))) or (subject.kind == "people" and not subject.plural):
            context.person = speaker
        elif subject.kind in {"group", "people"}:
            context.group = speaker
        key = _key(speaker)
        setting = next((s for s in settings if s.occasion.kind in {"document", "event", "interview"}), None)
        if key is not None and setting is not None and not sentence.quotes:
            context.occasions[key] = (setting.occasion, sentence.paragraph)


_SENDING = frozenset(
    "sent send sends wrote writes penned released releases issued issues published publishes circulated posted posts shared "
    "shares distributed drafted addressed emailed signed authored submitted filed".split()
)


def _key(speaker: Speaker | None) -> str | None:
    return None if speaker is None else speaker.name.split()[-1].lower()
