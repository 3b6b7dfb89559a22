"""Finds the speaker of quoted words in their sentence: the cue that governs each quoted stretch."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fidelity.quotations.cues import DASHES, Cue, is_foreign, mention_from
from fidelity.quotations.lexicon import (
    AUXILIARIES,
    FIRST_PERSON,
    FUNCTION_WORDS,
    NAMING_LEMMAS,
    OPENERS,
    PEOPLE_NOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    SPEECH_NOUNS,
    STRONG_LEMMAS,
    TITLES,
)
from fidelity.quotations.mentions import Mention
from fidelity.quotations.sentences import SIGNING_DASHES, Sentence, Token
from fidelity.settings import QuotationSettings

_ANYBODY = frozenset("every each any".split())
_CONDITIONS = frozenset({"if", "unless", "should", "once"})
_NO_VERBS = frozenset({"based", "called", "named", "used", "needed", "aged", "indeed", "red", "hundred"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """The cue that governs a quoted stretch, and its position relative to the stretch."""

    cue: Cue | None
    subject: Mention | None
    position: str
    """``before``, ``after``, ``dash``, ``trailing``, ``noun`` (her verdict: ...), ``colon`` or ``owner``
    (her "..." remark)."""


def attribute(
    sentence: Sentence, mentions: tuple[Mention, ...], cues: tuple[Cue, ...], at: int, settings: QuotationSettings
) -> Attribution | None:
    """The attribution of the quoted stretch at token ``at`` by its own sentence, if the sentence has one."""
    tokens = sentence.tokens
    following = _next_quote(sentence, at)
    after = _after(tokens, cues, at, following)
    before = _before(tokens, cues, at, settings)
    if after is not None and (before is None or _prefers_after(tokens, at, before, after)):
        return after
    if before is not None:
        return before
    return (
        _by_dash(sentence, mentions, at)
        or _by_noun(tokens, mentions, at)
        or _trailing(tokens, cues, at)
        or _by_colon(tokens, mentions, at)
    )


def _next_quote(sentence: Sentence, at: int) -> int:
    return next((position for position in sentence.quotes if position > at), len(sentence.tokens))


def _after(tokens: tuple[Token, ...], cues: tuple[Cue, ...], at: int, limit: int) -> Attribution | None:
    """A cue whose clause begins directly after the quotation."""
    start = at + 1
    while start < limit and (tokens[start].text in DASHES or tokens[start].text == "(" or _is_light(tokens, start)):
        start += 1
    for cue in cues:
        if not at < cue.first < limit or cue.subject is None or cue.shared:
            continue
        if start in {cue.first, cue.subject.first} or (cue.first - start <= 2 and cue.inverted):
            return Attribution(cue, cue.subject, "after")
    return None


def _is_light(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word here may stand before the attribution proper: ``as she put it``, ``a déclaré Mme Example``."""
    if is_foreign(tokens[at]):
        return tokens[at].low in AUXILIARIES or tokens[at].low in {"de:so", "es:como", "ru:как"}
    return tokens[at].low in {"as", "so"}


def attribute_by_order(sentence: Sentence, mentions: tuple[Mention, ...], at: int) -> Attribution | None:
    """``"...," Smith barked.``: a verb that no list holds, beside a name and behind a quotation that goes on."""
    tokens = sentence.tokens
    start = at + 1
    while start < len(tokens) and tokens[start].text in DASHES:
        start += 1
    subject = mention_from(mentions, start)
    verb = subject.last if subject is not None else start
    if subject is None:
        subject = mention_from(mentions, start + 1)
    elif _leads_as_verb(tokens, subject):
        verb, subject = start, replace(subject, first=start + 1)
    if subject is None or subject.kind not in {"name", "people", "pronoun"} or verb >= len(tokens):
        return None
    token = tokens[verb]
    if token.kind != "word" or token.is_capital or token.low in _NO_VERBS | FUNCTION_WORDS:
        return None
    # "barked Smith," needs no ending: nothing but a verb stands between a quotation and a name that ends its clause.
    inverted = verb < subject.first and (subject.last == len(tokens) or tokens[subject.last].kind == "mark")
    if not inverted and not token.low.endswith("ed") and (sentence.language == "en" or verb > subject.first):
        return None
    return Attribution(Cue(verb, verb + 1, token.low, subject), subject, "after")


def _leads_as_verb(tokens: tuple[Token, ...], subject: Mention) -> bool:
    """``quoth Peter.``: a small word before a name that no verb follows is the verb, if it is no role."""
    first, closed = tokens[subject.first], subject.last == len(tokens) or tokens[subject.last].kind == "mark"
    role = first.low in PEOPLE_NOUNS or first.low in TITLES
    return closed and subject.last - subject.first >= 2 and not first.is_capital and not role


def _prefers_after(tokens: tuple[Token, ...], at: int, before: Attribution, after: Attribution) -> bool:
    """Two clauses compete. After a comma the later clause wins, unless the earlier clause announces the words."""
    cue = before.cue
    if after.cue is not None and after.cue.lemma == "according":  # only a plain verb of speech before it counts more
        return not (is_strong(cue) or is_naming(cue))
    announced = at > 0 and tokens[at - 1].text in {":", ","} and cue is not None and at - cue.last <= 12
    if announced and cue is not None and any(token.kind == "quote" for token in tokens[cue.last : at]):
        announced = False
    close = cue is not None and at - cue.last <= 2
    return not announced and not close


def _before(
    tokens: tuple[Token, ...], cues: tuple[Cue, ...], at: int, settings: QuotationSettings
) -> Attribution | None:
    """The nearest cue before the quotation. ``according to`` counts only if there is no verb."""
    fallback: Cue | None = None
    for cue in reversed(cues):
        if cue.first >= at or cue.subject is None or _is_closed(tokens, cue, at) or _is_conditional(tokens, cue, at):
            continue
        if _reaches(cue, at, settings):
            return Attribution(cue, cue.subject, "before")
        if fallback is None or fallback.lemma == "according":
            fallback = cue
    return None if fallback is None else Attribution(fallback, fallback.subject, "before")


def _reaches(cue: Cue, at: int, settings: QuotationSettings) -> bool:
    """Whether the cue governs the quotation at ``at`` even if other cues precede it."""
    if cue.lemma == "according" or cue.subject is None:
        return False
    if is_strong(cue):
        return True
    reach = settings.naming_reach if is_naming(cue) else settings.weak_reach
    return at - cue.last <= reach and cue.subject.head not in FIRST_PERSON


def _is_conditional(tokens: tuple[Token, ...], cue: Cue, at: int) -> bool:
    """``If the owner agrees, the crew would sail "at once"``: the verb is in a condition that ends before the words."""
    opens = cue.subject is not None and cue.subject.first > 0 and tokens[cue.subject.first - 1].low in _CONDITIONS
    return opens and any(token.text == "," for token in tokens[cue.last : at - 1])


def _is_closed(tokens: tuple[Token, ...], cue: Cue, at: int) -> bool:
    """Whether the cue belongs to a quotation before it (``"...," she said, and "..."`` stays open)."""
    if not cue.inverted and cue.lemma != "according":
        return False
    return any(token.text in {";"} for token in tokens[cue.last : at])


def _by_dash(sentence: Sentence, mentions: tuple[Mention, ...], at: int) -> Attribution | None:
    """``"..." — Ann Example, in her memo``: a quotation that stands alone or behind others that are signed in the same
    way, and behind it a dash and a name."""
    tokens = sentence.tokens
    if at + 2 >= len(tokens) or tokens[at + 1].text not in SIGNING_DASHES:
        return None
    earlier = [place for place in sentence.quotes if place < at]
    lead = tokens[: earlier[0] if earlier else at]
    signed = bool(lead) and lead[0].text in SIGNING_DASHES and lead[-1].kind == "word"
    if any(token.kind == "word" for token in lead) and not signed:
        return None
    if any(tokens[place + 1].text not in SIGNING_DASHES for place in earlier):
        return None
    subject = mention_from(mentions, at + 2)
    if subject is None or subject.kind not in {"name", "people", "group", "document"}:
        return None
    behind = tokens[subject.last] if subject.last < len(tokens) else None
    if behind is not None and behind.text in {":", "："}:
        return None
    apart = behind is None or behind.kind in {"mark", "quote"} or behind.low in PREPOSITIONS
    return Attribution(None, subject, "dash") if apart else None


def _by_noun(tokens: tuple[Token, ...], mentions: tuple[Mention, ...], at: int) -> Attribution | None:
    """``Her verdict: "..."``, ``the senator's main concern is "..."``, ``Smith's "..." remark``."""
    for mention in reversed(mentions):
        if mention.last > at or not mention.owner:
            continue
        if mention.head in SPEECH_NOUNS:
            return Attribution(None, mention, "noun")
    if at > 0 and (tokens[at - 1].kind == "possessive" or tokens[at - 1].low in POSSESSIVES):
        owner = next((m for m in mentions if m.last in {at, at - 1} or m.last == at - 1), None)
        if owner is not None:
            return Attribution(None, owner, "owner")
    return None


def _trailing(tokens: tuple[Token, ...], cues: tuple[Cue, ...], at: int) -> Attribution | None:
    """``the plan "is a joke" for most, Smith said``: a clause of its own behind a comma."""
    for cue in cues:
        if cue.first <= at or cue.subject is None or cue.shared:
            continue
        start = min(cue.first, cue.subject.first)
        if start > 0 and tokens[start - 1].text in {",", "—", "–"}:
            return Attribution(cue, cue.subject, "trailing")
    return None


def _by_colon(tokens: tuple[Token, ...], mentions: tuple[Mention, ...], at: int) -> Attribution | None:
    """``She struck another tone: "..."``: the subject of whatever clause ends in a colon."""
    colon = next((i for i in range(at - 1, -1, -1) if tokens[i].text in {":", "："}), None)
    if colon is None:
        return None
    subject = main_subject(after_opening(tokens, mentions), colon)
    if subject is None or is_label(subject, colon) or is_anybody(tokens, subject):
        return None
    return Attribution(None, subject, "colon")


def is_anybody(tokens: tuple[Token, ...], subject: Mention) -> bool:
    """Whether a phrase means nobody in particular ("that every manager should pin to the wall:"), or a quotation
    ("Another one:")."""
    low = tokens[subject.first].low
    return low in _ANYBODY or (low == "another" and subject.head == "one")


def is_label(subject: Mention, colon: int) -> bool:
    """``Key quote:`` is a label, ``Mora struck back:`` a clause, ``Mora:`` a name."""
    return subject.last == colon - 1 and subject.kind != "pronoun"


def main_subject(mentions: tuple[Mention, ...], end: int) -> Mention | None:
    """The first noun phrase before token ``end`` that can speak and stands in no prepositional phrase."""
    usable = [m for m in mentions if m.last <= end and not m.oblique and not m.mute and m.head not in FIRST_PERSON]
    return next((m for m in usable if m.kind in {"name", "people", "group", "pronoun", "document"}), None)


def after_opening(tokens: tuple[Token, ...], mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """``When Marin died, | the mayor sent this letter:``: the mentions behind a clause that opens the sentence."""
    if not tokens or tokens[0].low not in OPENERS:
        return mentions
    comma = next((i for i, token in enumerate(tokens) if token.text == ","), len(tokens))
    return tuple(mention for mention in mentions if mention.first > comma) or mentions


def is_naming(cue: Cue | None) -> bool:
    """Whether the cue gives something a name (``called``, ``described as``)."""
    return cue is not None and cue.lemma in NAMING_LEMMAS


def is_strong(cue: Cue | None) -> bool:
    """Whether the cue reports words in any position (``said``)."""
    return cue is not None and cue.lemma in STRONG_LEMMAS
