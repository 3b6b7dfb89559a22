"""One pass over an article's sentences: every quoted stretch gets its speaker, cue, occasion and aside."""

from __future__ import annotations

from dataclasses import dataclass

from fidelity.quotations.asides import Aside, judge_aside
from fidelity.quotations.attribution import Attribution, attribute, attribute_by_order, main_subject
from fidelity.quotations.chinese import CLAUSE_CHARS, attribute_chinese, is_chinese
from fidelity.quotations.cues import Cue, find_cues
from fidelity.quotations.lexicon import CONTRACT_CONTEXT, SENDING_FORMS, TERM_NOUNS, WRITING_LEMMAS
from fidelity.quotations.stretches import Stretch
from fidelity.quotations.mentions import Mention, find_mentions
from fidelity.quotations.occasions import Occasions, Setting, find_settings
from fidelity.quotations.people import People, Speaker
from fidelity.quotations.sentences import Sentence
from fidelity.settings import QuotationSettings
from fidelity.types import Occasion, QuotationKind, Span


@dataclass(frozen=True, slots=True)
class Reading:
    """What has been read about one quoted stretch.

    ``explicit``: its own sentence says whose words it holds. ``joins_next``: the next stretch is the
    other half of the same quotation.
    """

    speaker: Speaker | None
    cue: Span | None
    occasion: Occasion
    kind: QuotationKind
    aside: Aside | None
    explicit: bool
    joins_next: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    """One sentence with what is found in it."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    cues: tuple[Cue, ...]
    settings: tuple[Setting, ...]

    def span(self, first: int, last: int) -> Span:
        return Span(self.sentence.tokens[first].start, self.sentence.tokens[last - 1].end)


class Reader:
    """Reads one article; :meth:`read` gives one :class:`Reading` per stretch, in order."""

    def __init__(
        self, text: str, stretches: tuple[Stretch, ...], sentences: tuple[Sentence, ...], settings: QuotationSettings
    ) -> None:
        self._text = text
        self._stretches = stretches
        self._sentences = sentences
        self._settings = settings
        self._mentions = tuple(find_mentions(sentence, settings.phrase_words) for sentence in sentences)
        self._people = People.of(text, self._mentions)
        self._occasions = Occasions(settings.occasion_paragraphs)
        self._contract: Speaker | None = None
        self._subject: Speaker | None = None
        self._paragraph = self._subject_paragraph = self._spoken_paragraph = -2
        self._announced = False

    def read(self) -> tuple[Reading, ...]:
        """One reading per stretch."""
        readings: list[Reading] = []
        for sentence, mentions in zip(self._sentences, self._mentions, strict=True):
            readings.extend(self._read_sentence(sentence, mentions))
        return tuple(readings)

    def _read_sentence(self, sentence: Sentence, mentions: tuple[Mention, ...]) -> list[Reading]:
        if sentence.paragraph != self._paragraph:
            self._announced = self._announced and self._subject_paragraph == sentence.paragraph - 1
            self._paragraph = sentence.paragraph
            self._occasions.enter(sentence.paragraph)
        for mention in mentions:
            self._people.note(mention)
        cues = find_cues(sentence, mentions)
        places = find_settings(self._text, sentence, mentions, cues, self._people, self._settings.occasion_words)
        frame = _Frame(sentence, mentions, cues, places)
        self._note_authors(frame)
        readings = [self._read_quote(frame, at) for at in sentence.quotes]
        self._leave(frame)
        return readings

    # Quotations

    def _read_quote(self, frame: _Frame, at: int) -> Reading:
        sentence = frame.sentence
        inner = self._stretches[sentence.tokens[at].quote].inner
        if is_chinese(self._text, inner.start):
            return self._read_chinese(frame, at)
        found = attribute(sentence, frame.mentions, frame.cues, at, self._settings)
        if found is None or found.position in {"trailing", "colon"}:
            found = self._unlisted(frame, at) or found
        speaker, explicit = self._find_speaker(frame, found, at)
        cue = found.cue if found is not None and explicit else None
        occasion = self._occasions.find(frame.settings, sentence, cue, speaker, at, self._owns(speaker))
        if cue is not None and occasion.kind == "unknown" and cue.lemma in WRITING_LEMMAS and speaker is not None:
            occasion = Occasion("document", frame.span(cue.first, cue.last).of(self._text))
            self._occasions.keep(speaker, occasion, self._paragraph)
        elif occasion.kind == "unknown":
            occasion = Occasion("unknown", self._reporter(frame))
        aside = judge_aside(inner.of(self._text), sentence, found if explicit else None, at, self._settings)
        if aside == "term or title" and (found is None or found.cue is None) and self._contract is not None:
            if any(token.low in TERM_NOUNS for token in sentence.tokens[max(0, at - self._settings.term_reach) : at]):
                speaker, occasion = self._contract, Occasion("contract", self._contract.name)
        elif aside == "scare quote" and not explicit and frame.settings and self._is_in_document(frame, at):
            aside = None
        if speaker is not None and aside is None:
            self._note_speaker(speaker)
        span = frame.span(cue.first, cue.last) if cue is not None else None
        joins = self._joins_next(frame, found, at)
        return Reading(speaker, span, occasion, self._kind(frame, cue, at), aside, explicit, joins)

    def _unlisted(self, frame: _Frame, at: int) -> Attribution | None:
        """The attribution behind a quotation that goes on (a comma, ``?`` or ``!``) with a verb of no list."""
        inner = self._stretches[frame.sentence.tokens[at].quote].inner
        following = frame.sentence.tokens[at + 1].text if at + 1 < len(frame.sentence.tokens) else ""
        if self._text[inner.end - 1] in ",?!" or following == ",":
            return attribute_by_order(frame.sentence, frame.mentions, at)
        return None

    def _note_speaker(self, speaker: Speaker) -> None:
        self._people.speaker = speaker
        self._spoken_paragraph = self._paragraph
        if speaker.personal:
            self._people.person = speaker

    def _is_in_document(self, frame: _Frame, at: int) -> bool:
        """``in the memo as "theatre"``: the words are the document's, whoever describes them."""
        before = [setting for setting in frame.settings if setting.at < at and setting.direct]
        linked = frame.sentence.tokens[at - 1].low in {"as", "says", "that"} if at else False
        return bool(before) and before[-1].occasion.kind == "document" and linked

    def _read_chinese(self, frame: _Frame, at: int) -> Reading:
        tokens = frame.sentence.tokens
        stretch = self._stretches[tokens[at].quote]
        start = tokens[at - 1].start if at and tokens[at - 1].kind == "quote" else tokens[0].start
        quotes = [tokens[position].end for position in frame.sentence.quotes if position < at]
        before = Span(max([start, *quotes, stretch.outer.start - CLAUSE_CHARS]), stretch.outer.start)
        end = min(tokens[-1].end, stretch.outer.end + CLAUSE_CHARS)
        after = Span(stretch.outer.end, max(stretch.outer.end, end))
        found = attribute_chinese(self._text, before, after)
        kind: QuotationKind = "direct" if before.of(self._text).rstrip()[-1:] in {"", "：", ":", "，", ","} else "mixed"
        aside: Aside | None = None
        if found is None:
            speaker = self._people.speaker if not before.of(self._text).strip() else None
            short = len(stretch.inner) <= self._settings.fragment_words * 2 and bool(before.of(self._text).strip())
            aside = "scare quote" if short else None
            return Reading(speaker, None, Occasion("unknown"), kind, aside, False)
        speaker = Speaker(found.name, found.span, True) if found.name is not None else self._people.person
        occasion = found.occasion
        if speaker is not None:
            occasion = self._occasions.keep(speaker, occasion, self._paragraph)
            self._note_speaker(speaker)
        return Reading(speaker, found.cue, occasion, kind, None, True)

    def _kind(self, frame: _Frame, cue: Cue | None, at: int) -> QuotationKind:
        before = frame.sentence.tokens[:at]
        if not before or before[-1].text in {":", ",", "：", "，", "—", "–"} or before[-1].kind == "quote":
            return "direct"
        starts_upper = self._text[self._stretches[frame.sentence.tokens[at].quote].inner.start].isupper()
        if starts_upper and cue is not None and cue.last == at:
            return "direct"
        return "mixed" if any(token.kind == "word" for token in before) else "direct"

    def _joins_next(self, frame: _Frame, found: Attribution | None, at: int) -> bool:
        """Whether ``"...," she said, "..."``: an attribution between two halves of one sentence."""
        following = next((position for position in frame.sentence.quotes if position > at), None)
        if following is None or found is None or found.position != "after" or found.cue is None:
            return False
        between = frame.sentence.tokens[at + 1 : following]
        inner = self._stretches[frame.sentence.tokens[at].quote].inner.of(self._text)
        comma = inner.endswith((",", "，", "—", "–", "-", "...", "…")) or between[0].text in {
            ",",
            "—",
            "–",
            "，",
            "...",
        }
        if not comma or between[-1].text not in {",", "，", "—", "–"} or len(between) > self._settings.join_words:
            return False
        first = found.cue.first
        second = next((c for c in frame.cues if first < c.first < following and c.lemma != "according"), None)
        return second is None or second.last < following - 6

    # Speakers

    def _find_speaker(self, frame: _Frame, found: Attribution | None, at: int) -> tuple[Speaker | None, bool]:
        """Who speaks, and whether the sentence itself says so."""
        sentence, mentions, people = frame.sentence, frame.mentions, self._people
        if found is not None and found.subject is not None:
            return people.resolve(sentence, mentions, found.subject, found.position), True
        if all(token.kind != "word" for token in sentence.tokens):
            return self._carried(), False
        for mention in mentions:
            if mention.last <= at and mention.kind in {"document", "contract"} and not mention.oblique:
                return people.resolve(sentence, mentions, mention, "document"), True
        subject = main_subject(mentions, at)
        if self._is_in_document(frame, at):
            holder = next(s.mention for s in reversed(frame.settings) if s.at < at and s.direct)
            return people.resolve(sentence, mentions, holder, "document"), False
        if self._spoken_paragraph != self._paragraph and subject is not None and subject.kind in {"name", "pronoun"}:
            return people.resolve(sentence, mentions, subject, "subject"), False
        return self._spoken_here(), False

    def _spoken_here(self) -> Speaker | None:
        """Who has spoken in this paragraph, else whom it is about."""
        if self._spoken_paragraph == self._paragraph:
            return self._people.speaker
        return self._subject if self._subject_paragraph == self._paragraph else None

    def _carried(self) -> Speaker | None:
        """Whose words a quotation is that stands alone: of whoever spoke or was spoken of last."""
        here, above = self._paragraph, self._paragraph - 1
        speaker, subject = self._people.speaker, self._subject
        if self._subject_paragraph == here and self._spoken_paragraph != here:
            return subject or speaker
        if self._spoken_paragraph == here:
            return speaker
        if self._announced and subject is not None:
            return subject
        if self._spoken_paragraph == above and speaker is not None:
            return speaker
        return subject if self._subject_paragraph == above and subject is not None else speaker

    def _reporter(self, frame: _Frame) -> str:
        """``according to The Daily``: who reports the words, where the article names no occasion."""
        for cue in frame.cues:
            if cue.lemma == "according" and cue.subject is not None:
                return " ".join(frame.span(cue.first, cue.subject.last).of(self._text).split())
        return ""

    # What later sentences may build on

    def _owns(self, speaker: Speaker | None) -> frozenset[str]:
        """The words for documents of which ``speaker`` is known as the author."""
        if speaker is None:
            return frozenset()
        return frozenset(head for head, author in self._people.authors.items() if author.key == speaker.key)

    def _note_authors(self, frame: _Frame) -> None:
        """``X sent a memo``, ``X's memo``, ``a memo by X``: the memo is X's from here on."""
        tokens, people = frame.sentence.tokens, self._people
        for number, mention in enumerate(frame.mentions):
            if mention.head in CONTRACT_CONTEXT:
                span = frame.span(mention.first, mention.last)
                self._contract = Speaker(span.of(self._text), span, False)
            if mention.kind != "document" or mention.plural:
                continue
            author: Speaker | None = None
            following = frame.mentions[number + 1] if number + 1 < len(frame.mentions) else None
            linked = following is not None and 0 < following.first - mention.last <= 2
            if mention.owner:
                author = people.resolve_owner(frame.sentence, frame.mentions, mention)
            elif linked and following is not None and tokens[following.first - 1].low in {"by", "from"}:
                author = people.resolve(frame.sentence, frame.mentions, following, "subject")
            elif not mention.oblique and any(token.low in SENDING_FORMS for token in tokens[: mention.first]):
                subject = main_subject(frame.mentions, mention.first)
                if subject is not None and subject.kind != "document":
                    author = people.resolve(frame.sentence, frame.mentions, subject, "subject")
            if author is not None and (author.personal or mention.head not in people.authors):
                people.authors[mention.head] = author

    def _leave(self, frame: _Frame) -> None:
        """Keeps the sentence's subject, and the occasion that it opens, for what follows."""
        if any(token.kind == "word" for token in frame.sentence.tokens):
            self._announced = frame.sentence.ends_open
        subjects = (c.subject for c in frame.cues if c.subject is not None and not c.shared and c.lemma != "according")
        subject = next(subjects, None) or main_subject(frame.mentions, len(frame.sentence.tokens))
        if subject is None or subject.kind == "document":
            return
        speaker = self._people.resolve(frame.sentence, frame.mentions, subject, "subject")
        if speaker is None:
            return
        self._subject, self._subject_paragraph = speaker, self._paragraph
        speaks = any(cue.subject is subject for cue in frame.cues)
        if (subject.kind == "name" and (self._people.is_person(subject) or speaks)) or (
            subject.kind == "people" and not subject.plural
        ):
            self._people.person = speaker
        elif subject.kind in {"group", "people"}:
            self._people.group = speaker
        if not frame.sentence.quotes:
            self._occasions.open(frame.settings, speaker, self._paragraph, self._owns(speaker))
