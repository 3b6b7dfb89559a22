"""One pass over an article's sentences: every quoted stretch gets its speaker, cue, occasion and aside."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from fidelity.quotations.asides import Aside, judge_aside
from fidelity.quotations.attribution import (
    Attribution,
    after_opening,
    attribute,
    attribute_by_order,
    is_anybody,
    is_label,
    main_subject,
)
from fidelity.quotations.authors import note_authors
from fidelity.quotations.cast import find_cast
from fidelity.quotations.clauses import find_clauses
from fidelity.quotations.context import Announcement, Context
from fidelity.quotations.cues import Cue, find_cues
from fidelity.quotations.frame import Frame
from fidelity.quotations.halves import goes_on, joins_next
from fidelity.quotations.labels import find_label
from fidelity.quotations.lexicon import (
    GROUP_NOUNS,
    INDEFINITE,
    POINTING_WORDS,
    SPEECH_NOUNS,
    TERM_NOUNS,
    WRITING_LEMMAS,
)
from fidelity.quotations.mentions import Mention, find_mentions
from fidelity.quotations.occasions import Occasions, find_settings
from fidelity.quotations.people import People, Speaker
from fidelity.quotations.resolution import Resolver, ResolverModel
from fidelity.quotations.sentences import Sentence, inner_words
from fidelity.quotations.speaking import sift_mentions
from fidelity.quotations.stretches import Stretch
from fidelity.quotations.unspaced import attribute_unspaced, is_unspaced
from fidelity.settings import QuotationSettings
from fidelity.types import Occasion, QuotationKind, Span

_COLONS = frozenset({":", "："})
_PERSONAL = frozenset({"name", "people", "pronoun"})
_KANA = re.compile("[\u3041-\u309f]")  # a Japanese particle may introduce direct speech, too
_LEADS = frozenset({"", "：", ":", "，", ",", "。", "、"})
_ANSWERS = frozenset("AR")
_ARTICLE = 4
"""Paragraphs that a text has to have for its first one to be a headline."""
_SHORT = Aside("scare quote", "a few words in a sentence that reports no speech")


@dataclass(frozen=True, slots=True)
class Reading:
    """The results for one quoted stretch.

    ``explicit``: its own sentence says whose words it holds. ``joins_next``: the next stretch is the
    other half of the same quotation. ``content``: the reported clause that holds the stretch.
    """

    speaker: Speaker | None
    cue: Span | None
    occasion: Occasion
    kind: QuotationKind
    aside: Aside | None
    explicit: bool
    joins_next: bool = False
    content: Span | None = None


def _less_sure(speaker: Speaker | None, settings: QuotationSettings) -> Speaker | None:
    """The speaker, with a lower probability, because the sentence has no verb of speech."""
    if speaker is None:
        return None
    known = 1.0 if speaker.probability is None else speaker.probability
    return replace(speaker, probability=known * settings.subject_speaks)


def _from_context(speaker: Speaker | None) -> Speaker | None:
    """A speaker whom an earlier sentence names, not that of the quotation."""
    return replace(speaker, kind="context") if speaker is not None else None


class Reader:
    """Reads one article; :meth:`read` gives one :class:`Reading` per stretch, in order."""

    def __init__(
        self,
        text: str,
        paragraphs: tuple[Span, ...],
        stretches: tuple[Stretch, ...],
        sentences: tuple[Sentence, ...],
        settings: QuotationSettings,
        resolver: Resolver | None = None,
    ) -> None:
        self._text = text
        self._paragraphs = paragraphs
        self._stretches = stretches
        self._sentences = sentences
        self._settings = settings
        found = tuple(find_mentions(sentence, settings.phrase_words) for sentence in sentences)
        self._mentions = sift_mentions(sentences, found, settings.speaker_least)
        body = (found for sentence, found in zip(sentences, self._mentions, strict=True) if not sentence.heading)
        self._people = People.of(text, body)
        self._cues = [find_cues(sentence, found) for sentence, found in zip(sentences, self._mentions, strict=True)]
        subjects = [frozenset(cue.subject for cue in cues if cue.subject is not None) for cues in self._cues]
        self._people.cast = find_cast(sentences, self._mentions, subjects)
        self._people.resolver = resolver or ResolverModel.load()
        self._people.role_least = settings.role_least
        self._occasions = Occasions(settings.occasion_paragraphs)
        self._context = Context()

    def read(self) -> tuple[Reading, ...]:
        """One reading per stretch."""
        readings: list[Reading] = []
        cues = self._cues
        for at, sentence in enumerate(self._sentences):
            if sentence.paragraph != self._context.paragraph:
                self._occasions.enter(sentence.paragraph)
            self._context.enter(sentence.paragraph)
            self._people.sentence, self._people.paragraph = at, sentence.paragraph
            frame = self._frame(at, cues[at])
            if sentence.heading:
                self._announce_label(frame)
                continue
            for mention in self._mentions[at]:
                self._people.note(sentence, self._mentions[at], mention)
            note_authors(self._text, frame, self._people, self._context)
            ahead = (
                sentence.quotes and at + 1 < len(cues) and self._sentences[at + 1].paragraph <= sentence.paragraph + 1
            )
            following = self._frame(at + 1, cues[at + 1]) if ahead else None
            readings.extend(self._read_quote(frame, quote, following) for quote in sentence.quotes)
            self._leave(frame)
        return tuple(readings)

    def _frame(self, at: int, cues: tuple[Cue, ...]) -> Frame:
        sentence, mentions = self._sentences[at], self._mentions[at]
        places = find_settings(self._text, sentence, mentions, cues, self._people, self._settings.occasion_words)
        return Frame(sentence, mentions, cues, places)

    # Quotations

    def _read_quote(self, frame: Frame, at: int, following: Frame | None) -> Reading:
        """The reading of the quotation at token ``at``, from its sentence and from the context."""
        sentence = frame.sentence
        stretch = self._stretches[sentence.tokens[at].quote]
        inner = stretch.inner
        apart = self._read_apart(frame, following)
        if apart is not None:
            return apart
        if is_unspaced(self._text, inner):
            return self._read_unspaced(frame, at)
        found = attribute(sentence, frame.mentions, frame.cues, at, self._settings)
        if found is None or found.position in {"trailing", "colon"}:
            found = self._unlisted(frame, at) or found
        speaker, explicit = self._find_speaker(frame, found, at)
        if stretch.form == "turn" and at == 2 and len(sentence.tokens[0].text) == 1:
            # "Q: ..." names nobody; "A: ..." is whoever the introduction is about.
            answers = sentence.tokens[0].text in _ANSWERS
            speaker = _from_context(self._people.person) if answers else None
        if stretch.form == "dialogue" and not explicit and self._context.spoken_in != self._context.paragraph:
            speaker = None  # people who talk take turns, so the last speaker is the least probable
        cue = found.cue if found is not None and explicit else None
        occasion = self._find_occasion(frame, cue, speaker, at)
        aside = None
        if stretch.form == "marks":
            reported = found if explicit else None
            aside = judge_aside(inner.of(self._text), sentence, reported, at, bool(frame.cues), self._settings)
        if (
            aside is not None
            and aside.kind == "term or title"
            and (found is None or found.cue is None)
            and self._context.contract is not None
        ):
            if any(token.low in TERM_NOUNS for token in sentence.tokens[max(0, at - self._settings.term_reach) : at]):
                speaker, occasion = self._context.contract, Occasion("contract", self._context.contract.name)
        elif (
            aside is not None
            and aside.kind == "scare quote"
            and not explicit
            and frame.settings
            and self._is_in_document(frame, at)
        ):
            aside = None
        if speaker is not None and aside is None:
            self._note_speaker(speaker)
            self._note_author(frame, cue, speaker)
        span = frame.span(cue.first, cue.last) if cue is not None else None
        joins = stretch.form != "report" and joins_next(self._text, self._stretches, frame, found, at, self._settings)
        kind = "indirect" if stretch.form == "report" else self._kind(frame, cue, at)
        content = self._content(frame, at) if kind == "mixed" else None
        return Reading(speaker, span, occasion, kind, aside, explicit, joins, content)

    def _content(self, frame: Frame, at: int) -> Span | None:
        """The reported clause around the words at token ``at``."""
        clauses = find_clauses(frame.sentence, frame.cues)
        clause = next((clause for clause in clauses if clause.first <= at < clause.last), None)
        return frame.span(clause.first, clause.last) if clause is not None else None

    def _find_occasion(self, frame: Frame, cue: Cue | None, speaker: Speaker | None, at: int) -> Occasion:
        """The occasion: by the sentence, by the context, or a document if the words were written."""
        occasion = self._occasions.find(frame.settings, frame.sentence, cue, speaker, at, self._owns(speaker))
        if occasion.kind != "unknown":
            return occasion
        if speaker is not None and speaker.source is not None:
            return self._occasions.keep(speaker, speaker.source, self._context.paragraph)
        if cue is not None and cue.lemma in WRITING_LEMMAS and speaker is not None:
            occasion = Occasion("document", frame.span(cue.first, cue.last).of(self._text))
            return self._occasions.keep(speaker, occasion, self._context.paragraph)
        return Occasion("unknown", self._reporter(frame))

    def _read_apart(self, frame: Frame, following: Frame | None) -> Reading | None:
        """A sentence that is only a quotation: attributed by its announcement, or by a sentence that points back."""
        if any(token.kind == "word" for token in frame.sentence.tokens):
            return None
        announced = self._context.announcement
        if announced is None and following is not None:
            announced = self._point_back(following)
        if announced is None:
            return None
        self._note_speaker(announced.speaker)
        return Reading(announced.speaker, announced.cue, announced.occasion, "direct", None, True)

    def _point_back(self, frame: Frame) -> Announcement | None:
        """``Those were the words of Ann Example``, ``So said Ann Example.``: who has just been quoted."""
        tokens, mentions = frame.sentence.tokens, frame.mentions
        if frame.sentence.quotes or not tokens or tokens[0].low not in POINTING_WORDS:
            return None
        cue = next((c for c in frame.cues if c.subject is not None and not c.shared), None)
        subject = cue.subject if cue is not None else None
        if subject is None:
            told = next((m for m in mentions if m.head in SPEECH_NOUNS), None)
            if told is None:
                return None
            owner = next((m for m in mentions if m.first == told.last + 1 and m.oblique), None)
            subject = told if told.owner else owner
        if subject is None:
            return None
        position = "noun" if cue is None and subject.owner else "after"
        speaker = self._people.resolve(frame.sentence, mentions, subject, position)
        if speaker is None:
            return None
        span = frame.span(cue.first, cue.last) if cue is not None else None
        return Announcement(speaker, span, self._find_occasion(frame, cue, speaker, 0))

    def _unlisted(self, frame: Frame, at: int) -> Attribution | None:
        """The attribution behind a quotation that goes on (a comma, ``?`` or ``!``) with a verb of no list."""
        inner = self._stretches[frame.sentence.tokens[at].quote].inner
        following = frame.sentence.tokens[at + 1].text if at + 1 < len(frame.sentence.tokens) else ""
        if self._text[inner.end - 1] in ",?!" or following == ",":
            return attribute_by_order(frame.sentence, frame.mentions, at)
        return None

    def _note_author(self, frame: Frame, cue: Cue | None, speaker: Speaker) -> None:
        """``In the letter, Ann Example wrote``: the letter is hers, if it is nobody's yet."""
        if cue is None or cue.lemma not in WRITING_LEMMAS or not speaker.personal:
            return
        for setting in frame.settings:
            if setting.direct and setting.mention.kind == "document":
                self._people.authors.setdefault(setting.mention.head, speaker)

    def _note_speaker(self, speaker: Speaker) -> None:
        self._people.speaker, self._people.spoken_in = speaker, self._context.paragraph
        self._context.speak(speaker)
        if speaker.personal:
            self._people.see(speaker)

    def _is_in_document(self, frame: Frame, at: int) -> bool:
        """``in the memo as "theatre"``: the words are the document's, whoever describes them."""
        before = [setting for setting in frame.settings if setting.at < at and setting.direct]
        linked = frame.sentence.tokens[at - 1].low in {"as", "says", "that"} if at else False
        return bool(before) and before[-1].occasion.kind == "document" and linked

    def _read_unspaced(self, frame: Frame, at: int) -> Reading:
        tokens, reach = frame.sentence.tokens, self._settings.unspaced_chars
        stretch = self._stretches[tokens[at].quote]
        quotes = [tokens[position].end for position in frame.sentence.quotes if position < at]
        before = Span(max([tokens[0].start, *quotes, stretch.outer.start - reach]), stretch.outer.start)
        after = Span(stretch.outer.end, self._clause_end(tokens[at].quote, reach))
        found = attribute_unspaced(self._text, before, after)
        lead = before.of(self._text).rstrip()[-1:]
        kind: QuotationKind = "direct" if lead in _LEADS or _KANA.match(lead) else "mixed"
        if found is None:
            alone = not before.of(self._text).strip()
            speaker = _from_context(self._context.speaker) if alone else None
            short = len(stretch.inner) <= self._settings.fragment_words * 2 and not alone
            return Reading(speaker, None, Occasion("unknown"), kind, _SHORT if short else None, False)
        known = self._people.person
        speaker = replace(known, span=found.span, kind="pronoun") if known is not None else None
        if found.name is not None:
            speaker = Speaker(self._people.longest_name(found.name), found.span, True)
        occasion = found.occasion
        if speaker is not None:
            occasion = self._occasions.keep(speaker, occasion, self._context.paragraph)
            self._note_speaker(speaker)
        joins = found.behind and goes_on(self._text, self._stretches, tokens[at].quote, self._settings)
        return Reading(speaker, found.cue, occasion, kind, None, True, joins)

    def _clause_end(self, number: int, reach: int) -> int:
        """The end of a search after a quotation: at the next quotation, at the paragraph's end, or after ``reach``."""
        stretch = self._stretches[number]
        ends = [stretch.outer.end + reach, self._paragraphs[stretch.paragraph].end]
        if number + 1 < len(self._stretches):
            ends.append(self._stretches[number + 1].outer.start)
        return max(stretch.outer.end, min(ends))

    @cached_property
    def _words_below(self) -> frozenset[str]:
        """The words below the headline, in lower case."""
        return frozenset(re.findall(r"\w+", self._text[self._paragraphs[0].end :].lower()))

    @cached_property
    def _inner_words(self) -> frozenset[str]:
        return inner_words(self._text)

    def _is_kicker(self, sentence: Sentence, found: Attribution) -> bool:
        """``ROW IN THE NORTH: "We will stay"``: what a headline sets before a colon names no speaker, if it has no word
        for an organisation and the article below does not name it again."""
        label = found.subject
        if found.position != "colon" or label is None or label.kind != "name" or sentence.paragraph > 0:
            return False
        words = [token.low for token in sentence.tokens[label.first : label.last] if token.kind == "word"]
        if len(self._paragraphs) < _ARTICLE or not GROUP_NOUNS.isdisjoint(words):
            return False
        return self._words_below.isdisjoint(re.findall(r"\w+", words[-1])[-1:])

    def _is_common(self, sentence: Sentence, subject: Mention) -> bool:
        """``Trains "may not pass"``: one word that has a capital because it opens the sentence. Behind another word the
        article writes it only with a small letter."""
        word = sentence.tokens[subject.first].text
        opens = all(token.kind != "word" for token in sentence.tokens[: subject.first])
        if subject.kind != "name" or subject.last - subject.first > 1 or not opens or not word.isalpha():
            return False
        return word not in self._inner_words and word.lower() in self._inner_words

    def _kind(self, frame: Frame, cue: Cue | None, at: int) -> QuotationKind:
        before = frame.sentence.tokens[:at]
        if not before or before[-1].text in {":", ",", "：", "，", "—", "–"} or before[-1].kind == "quote":
            return "direct"
        starts_upper = self._text[self._stretches[frame.sentence.tokens[at].quote].inner.start].isupper()
        if starts_upper and cue is not None and cue.last == at:
            return "direct"
        return "mixed" if any(token.kind == "word" for token in before) else "direct"

    # Speakers

    def _find_speaker(self, frame: Frame, found: Attribution | None, at: int) -> tuple[Speaker | None, bool]:
        """The speaker, and whether the sentence itself names the speaker."""
        sentence, mentions, people = frame.sentence, frame.mentions, self._people
        if found is not None and found.subject is not None and not found.subject.mute:
            kicker = self._is_kicker(sentence, found)
            return None if kicker else people.resolve(sentence, mentions, found.subject, found.position), not kicker
        if all(token.kind != "word" for token in sentence.tokens):
            return _from_context(self._context.carried()), False
        for mention in mentions:
            if mention.last <= at and mention.kind in {"document", "contract"} and not mention.oblique:
                return people.resolve(sentence, mentions, mention, "document"), True
        subject = main_subject(mentions, at)
        if self._is_in_document(frame, at):
            holder = next(s.mention for s in reversed(frame.settings) if s.at < at and s.direct)
            return people.resolve(sentence, mentions, holder, "document"), False
        if (
            self._context.spoken_in != self._context.paragraph
            and subject is not None
            and subject.kind in {"name", "pronoun"}
            and not (sentence.tokens[at - 1].text in _COLONS and is_label(subject, at - 1))
            and not self._is_common(sentence, subject)
        ):
            return _less_sure(people.resolve(sentence, mentions, subject, "subject"), self._settings), False
        return _from_context(self._context.spoken_here()), False

    def _reporter(self, frame: Frame) -> str:
        """``according to The Daily``: who reports the words, where the article names no occasion."""
        for cue in frame.cues:
            if cue.lemma == "according" and cue.subject is not None:
                return " ".join(frame.span(cue.first, cue.subject.last).of(self._text).split())
        return ""

    # The context for later sentences

    def _owns(self, speaker: Speaker | None) -> frozenset[str]:
        """The words for documents of which ``speaker`` is known as the author."""
        if speaker is None:
            return frozenset()
        return frozenset(head for head, author in self._people.authors.items() if author.key == speaker.key)

    def _leave(self, frame: Frame) -> None:
        """Keeps the sentence's subject, and the occasion that it opens, for what follows."""
        if any(token.kind == "word" for token in frame.sentence.tokens):
            announced = self._announce(frame) if frame.sentence.ends_open else None
            self._context.announce(announced or self._read_label(frame))
        subjects = (c.subject for c in frame.cues if c.subject is not None and not c.shared and c.lemma != "according")
        subject = next(subjects, None) or main_subject(frame.mentions, len(frame.sentence.tokens))
        if subject is None or subject.kind == "document" or subject.head in INDEFINITE:
            return
        if is_anybody(frame.sentence.tokens, subject):
            return
        speaker = self._people.resolve(frame.sentence, frame.mentions, subject, "subject")
        if speaker is None:
            return
        self._context.concern(speaker)
        self._people.subject = speaker
        speaks = any(cue.subject is subject for cue in frame.cues)
        if (subject.kind == "name" and (self._people.is_person(subject) or speaks)) or (
            subject.kind == "people" and not subject.plural
        ):
            self._people.see(speaker)
        elif subject.kind in {"group", "people"}:
            self._people.group = speaker
        if not frame.sentence.quotes:
            self._occasions.open(frame.settings, speaker, self._context.paragraph, self._owns(speaker))

    def _announce_label(self, frame: Frame) -> None:
        """A heading announces only where it is a speaker's name; a subheading leaves an announcement as it is."""
        label = self._read_label(frame)
        if label is not None:
            self._context.announce(label)

    def _read_label(self, frame: Frame) -> Announcement | None:
        """``And from the chairwoman, Ana Mora:``, ``Ana Mora, analyst``: a line that only names who speaks below."""
        subject = find_label(frame.sentence, frame.mentions, self._people)
        if subject is None:
            return None
        speaker = self._people.resolve(frame.sentence, frame.mentions, subject, "subject")
        return Announcement(speaker, None, Occasion("unknown")) if speaker is not None else None

    def _announce(self, frame: Frame) -> Announcement | None:
        """``The letter says:``: whose words come next, by the last verb of speech or by the sentence's subject."""
        end = len(frame.sentence.tokens)
        cue = next((c for c in reversed(frame.cues) if c.subject is not None and c.lemma != "according"), None)
        mentions = after_opening(frame.sentence.tokens, frame.mentions)
        subject = cue.subject if cue is not None else main_subject(mentions, end)
        if subject is None or subject.kind == "thing" or subject.mute:
            subject = next((m for m in reversed(frame.mentions) if m.kind in _PERSONAL and not m.mute), subject)
        if subject is None or is_anybody(frame.sentence.tokens, subject):
            return None
        speaker = self._people.resolve(frame.sentence, frame.mentions, subject, "before")
        if speaker is None:
            return None
        occasion = self._find_occasion(frame, cue, speaker, end)
        return Announcement(speaker, frame.span(cue.first, cue.last) if cue is not None else None, occasion)
