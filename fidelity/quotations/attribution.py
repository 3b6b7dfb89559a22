"""Who a sentence says its quoted words are from: the cue and its subject, found around each quoted stretch."""

from __future__ import annotations

from dataclasses import dataclass

from fidelity.quotations.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BARE_FORMS,
    BE_FORMS,
    CLAUSE_WORDS,
    DETERMINERS,
    FIRST_PERSON,
    NAMING_LEMMAS,
    POSSESSIVES,
    PREPOSITIONS,
    SPEECH_FORMS,
    SPEECH_NOUNS,
    STRONG_LEMMAS,
)
from fidelity.quotations.mentions import Mention
from fidelity.quotations.sentences import Sentence, Token

_DASHES = frozenset({",", "-", "–", "—", "―", "，"})
_NO_VERBS = frozenset({"based", "called", "named", "used", "needed", "aged", "indeed", "red", "hundred"})
_NOUN_MARKERS = DETERMINERS - {"one", "some", "all", "both", "each", "many", "others", "that", "this"}
_NAMING_REACH = 14
_WEAK_REACH = 5


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that introduces someone's words, at tokens ``[first, last)``, with its subject if it has one."""

    first: int
    last: int
    lemma: str
    subject: Mention | None
    inverted: bool = False
    shared: bool = False
    """Whether the subject is taken over from an earlier cue or from the main clause."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """The cue that governs a quoted stretch and how it stands to it."""

    cue: Cue | None
    subject: Mention | None
    position: str
    """``before``, ``after``, ``trailing``, ``noun`` (her verdict: ...), ``colon`` or ``owner`` (her "..." remark)."""


def find_cues(sentence: Sentence, mentions: tuple[Mention, ...]) -> tuple[Cue, ...]:
    """Every cue of the sentence with its subject, left to right."""
    cues: list[Cue] = []
    for at, token in enumerate(sentence.tokens):
        if token.low == "according" and _low(sentence, at + 1) == "to":
            cues.append(Cue(at, at + 2, "according", _mention_from(mentions, at + 2)))
        elif token.low in {"selon", "laut"}:
            cues.append(Cue(at, at + 1, "according", _mention_from(mentions, at + 1)))
        elif _is_verb(sentence.tokens, at, mentions):
            cues.append(_with_subject(sentence, mentions, at, cues))
    return tuple(cues)


def _low(sentence: Sentence, at: int) -> str:
    return sentence.tokens[at].low if 0 <= at < len(sentence.tokens) else ""


def _mention_from(mentions: tuple[Mention, ...], at: int) -> Mention | None:
    return next((mention for mention in mentions if mention.first == at), None)


def _is_verb(tokens: tuple[Token, ...], at: int, mentions: tuple[Mention, ...]) -> bool:
    """Whether a form of a verb of speech stands here as a verb, active."""
    token = tokens[at]
    lemma = SPEECH_FORMS.get(token.low)
    if token.kind != "word" or lemma is None or (token.is_capital and at > 0 and tokens[at - 1].kind != "quote"):
        return False
    if any(mention.first <= at < mention.last for mention in mentions):
        return False
    before = tokens[at - 1] if at else None
    if before is not None and (
        before.kind == "possessive" or (before.low in _NOUN_MARKERS and not _is_participle(token))
    ):
        return False
    if lemma in {"continue", "begin"} and at + 1 < len(tokens) and tokens[at + 1].low == "to":
        return False
    left = _left_of_verb(tokens, at)
    if token.low in BARE_FORMS and token.low not in {"put", "read"}:
        return _can_be_bare(tokens, at, left, mentions)
    if left < at - 1 or (left >= 0 and tokens[left].low in BE_FORMS):
        passed = {tokens[i].low for i in range(left, at) if i >= 0}
        if passed & BE_FORMS and not token.low.endswith("ing") and token.low not in {"said"}:
            return False
    return True


def _is_participle(token: Token) -> bool:
    """French ``a déclaré``: here ``a`` is no article."""
    return token.low.endswith("é") or token.low in {"dit", "écrit", "répondu"}


def _can_be_bare(tokens: tuple[Token, ...], at: int, left: int, mentions: tuple[Mention, ...]) -> bool:
    passed = {tokens[i].low for i in range(max(left, 0), at)}
    if passed & (AUXILIARIES | {"to"}) - BE_FORMS:
        return True
    if left >= 0 and tokens[left].low in {"to"}:
        return True
    subject = next((mention for mention in mentions if mention.last == left + 1), None)
    return subject is not None and (subject.plural or subject.head in {"i", "we", "they", "you"})


def _left_of_verb(tokens: tuple[Token, ...], at: int) -> int:
    """The position of the last token before the verb and its auxiliaries and adverbs."""
    left = at - 1
    while (
        left >= 0
        and tokens[left].kind == "word"
        and (
            tokens[left].low in AUXILIARIES
            or tokens[left].low in ADVERBS
            or (tokens[left].low.endswith("ly") and not tokens[left].is_capital)
        )
    ):
        left -= 1
    return left


def _with_subject(sentence: Sentence, mentions: tuple[Mention, ...], at: int, earlier: list[Cue]) -> Cue:
    lemma = SPEECH_FORMS[sentence.tokens[at].low]
    inverted = _inverted_subject(sentence, mentions, at)
    if inverted is not None:
        return Cue(at, at + 1, lemma, inverted, inverted=True)
    subject = _subject_left(sentence, mentions, at)
    if subject is not None:
        return Cue(at, at + 1, lemma, subject)
    return Cue(at, at + 1, lemma, _shared_subject(sentence, mentions, at, earlier), shared=True)


def _inverted_subject(sentence: Sentence, mentions: tuple[Mention, ...], at: int) -> Mention | None:
    """``"...," said Smith``: the verb stands behind the quotation or a comma after it, its subject right after."""
    tokens = sentence.tokens
    if tokens[at].low.endswith("ing"):
        return None
    before = at - 1
    while before >= 0 and (tokens[before].text in _DASHES or tokens[before].low in AUXILIARIES | {"so", "as", "also"}):
        before -= 1
    follows_quote = before >= 0 and tokens[before].kind == "quote"
    later = before < at - 1 and before >= 0 and any(token.kind == "quote" for token in tokens[:before])
    opens = at == 0 and not sentence.first
    if not (follows_quote or later or opens):
        return None
    subject = _mention_from(mentions, at + 1)
    if subject is None and _low(sentence, at + 1) in ADVERBS:
        subject = _mention_from(mentions, at + 2)
    if subject is None or follows_quote:
        return subject
    return subject if subject.kind in {"name", "people"} and SPEECH_FORMS[tokens[at].low] != "tell" else None


def _subject_left(sentence: Sentence, mentions: tuple[Mention, ...], at: int) -> Mention | None:
    tokens = sentence.tokens
    if tokens[at].low.endswith("ing"):
        left = at - 1
        if not (left >= 0 and any(tokens[i].low in BE_FORMS for i in range(_left_of_verb(tokens, at) + 1, at))):
            return None
    left = _left_of_verb(tokens, at)
    while left >= 0 and tokens[left].text in {")", "(", "–", "—", "-"} and left > 0:
        left = _skip_parenthesis(tokens, left)
    if left < 0:
        return None
    if tokens[left].low in {"who", "which", "that", "where"}:
        relative = _ending_at(mentions, left - (2 if left > 0 and tokens[left - 1].text == "," else 1) + 1)
        return _chain_head(sentence, mentions, relative) if relative is not None else None
    if tokens[left].text == ",":
        return _before_apposition(sentence, mentions, left)
    ending = _ending_at(mentions, left + 1)
    if ending is not None:
        return _chain_head(sentence, mentions, ending)
    return _clause_subject(sentence, mentions, left)


def _skip_parenthesis(tokens: tuple[Token, ...], at: int) -> int:
    if tokens[at].text != ")":
        return at - 1
    position = at
    while position > 0 and tokens[position].text != "(":
        position -= 1
    return position - 1


def _ending_at(mentions: tuple[Mention, ...], end: int) -> Mention | None:
    return next((mention for mention in mentions if mention.last == end), None)


def _chain_head(sentence: Sentence, mentions: tuple[Mention, ...], last: Mention) -> Mention:
    """The head of ``a spokesman for the company in Berlin``: back over prepositions and what they link."""
    tokens = sentence.tokens
    number = mentions.index(last)
    head = last
    while number > 0:
        previous = mentions[number - 1]
        between = tokens[previous.last : head.first]
        if not between or any(token.kind != "word" for token in between):
            break
        if any(token.low in CLAUSE_WORDS - {"and", "who"} for token in between):
            break
        if between[-1].low not in PREPOSITIONS and not (
            len(between) == 1 and between[0].low in {"and", "or", "und", "et"}
        ):
            break
        if any(token.low in SPEECH_FORMS or token.low in AUXILIARIES for token in between):
            break
        if between[0].low in {"and", "or"} and previous.kind not in {"name", "people", "group"}:
            break
        head = previous
        number -= 1
    if head.oblique and last is not head and tokens[head.first - 1].low not in {"of"}:
        chained = [mention for mention in mentions[number : mentions.index(last) + 1] if not mention.oblique]
        return chained[-1] if chained else last
    return head


def _before_apposition(sentence: Sentence, mentions: tuple[Mention, ...], comma: int) -> Mention | None:
    """The subject before ``, an economist who ...,``: the nearest phrase before an earlier comma that can be one."""
    tokens = sentence.tokens
    position = comma - 1
    fallback: Mention | None = None
    while position >= 0 and tokens[position].kind != "quote" and tokens[position].text not in {";", ":"}:
        if tokens[position].text == ",":
            ending = _ending_at(mentions, position)
            if ending is not None:
                head = _chain_head(sentence, mentions, ending)
                opening = (
                    head.first == 0
                    or tokens[head.first - 1].kind != "word"
                    or tokens[head.first - 1].low in CLAUSE_WORDS
                )
                if head.kind in {"name", "people", "group"} and not head.oblique and (head.kind == "name" or opening):
                    return head
        position -= 1
    clause = next((m for m in mentions if m.first > position and m.last <= comma and not m.oblique), None)
    return fallback or clause


def _clause_subject(sentence: Sentence, mentions: tuple[Mention, ...], left: int) -> Mention | None:
    """The first noun phrase of the clause that ends at ``left``, outside of any preposition."""
    tokens = sentence.tokens
    start = left
    while start >= 0 and tokens[start].kind != "quote" and tokens[start].text not in {",", ";", ":", "(", "—", "–"}:
        if tokens[start].low in {"that", "because", "while", "but", "when", "if", "although"} and start < left:
            break
        start -= 1
    inside = [mention for mention in mentions if mention.first > start and mention.last <= left + 1]
    return next((mention for mention in inside if not mention.oblique and mention.kind != "thing"), None)


def _shared_subject(sentence: Sentence, mentions: tuple[Mention, ...], at: int, earlier: list[Cue]) -> Mention | None:
    """The subject of a participle or of a second verb: that of the cue before, else of the main clause."""
    for cue in reversed(earlier):
        if cue.subject is not None and cue.lemma != "according":
            return cue.subject
    subjects = [m for m in mentions if m.last <= at and not m.oblique]
    speaking = (m for m in subjects if m.kind in {"name", "people", "group", "pronoun"})
    return next(speaking, None) or (subjects[0] if subjects else None)


def attribute(sentence: Sentence, mentions: tuple[Mention, ...], cues: tuple[Cue, ...], at: int) -> Attribution | None:
    """The attribution of the quoted stretch at token ``at`` by its own sentence, if that has one."""
    tokens = sentence.tokens
    following = _next_quote(sentence, at)
    after = _after(tokens, mentions, cues, at, following)
    before = _before(tokens, cues, at)
    if after is not None and (before is None or _prefers_after(tokens, at, before, after)):
        return after
    if before is not None:
        return before
    return _by_noun(tokens, mentions, at) or _trailing(tokens, cues, at) or _by_colon(tokens, mentions, at)


def _next_quote(sentence: Sentence, at: int) -> int:
    return next((position for position in sentence.quotes if position > at), len(sentence.tokens))


def _after(
    tokens: tuple[Token, ...], mentions: tuple[Mention, ...], cues: tuple[Cue, ...], at: int, limit: int
) -> Attribution | None:
    """A cue whose clause begins right behind the quotation."""
    start = at + 1
    while start < limit and (
        tokens[start].text in _DASHES or tokens[start].text == "(" or tokens[start].low in {"as", "so"}
    ):
        start += 1
    for cue in cues:
        if not at < cue.first < limit or cue.subject is None or cue.shared:
            continue
        if start in {cue.first, cue.subject.first} or (cue.first - start <= 2 and cue.inverted):
            return Attribution(cue, cue.subject, "after")
    return None


def attribute_by_order(sentence: Sentence, mentions: tuple[Mention, ...], at: int) -> Attribution | None:
    """``"...," Smith barked.``: a verb that no list holds, beside a name and behind a quotation that goes on."""
    tokens = sentence.tokens
    start = at + 1
    while start < len(tokens) and tokens[start].text in _DASHES:
        start += 1
    subject = _mention_from(mentions, start)
    verb = subject.last if subject is not None else start
    if subject is None:
        subject = _mention_from(mentions, start + 1)
    if subject is None or subject.kind not in {"name", "people", "pronoun"} or verb >= len(tokens):
        return None
    token = tokens[verb]
    if token.kind != "word" or token.is_capital or not token.low.endswith("ed") or token.low in _NO_VERBS:
        return None
    return Attribution(Cue(verb, verb + 1, token.low, subject), subject, "after")


def _prefers_after(tokens: tuple[Token, ...], at: int, before: Attribution, after: Attribution) -> bool:
    """Two clauses compete: the one behind wins after a comma, unless the one before announces the words."""
    cue = before.cue
    announced = at > 0 and tokens[at - 1].text in {":", ","} and cue is not None and at - cue.last <= 12
    if announced and cue is not None and any(token.kind == "quote" for token in tokens[cue.last : at]):
        announced = False
    close = cue is not None and at - cue.last <= 2
    if after.cue is not None and after.cue.lemma == "according":
        return False
    return not announced and not close


def _before(tokens: tuple[Token, ...], cues: tuple[Cue, ...], at: int) -> Attribution | None:
    """The nearest cue in front; ``according to`` only if no verb stands there."""
    fallback: Cue | None = None
    for cue in reversed(cues):
        if cue.first >= at or cue.subject is None or _is_closed(tokens, cue, at):
            continue
        if cue.lemma != "according" and (
            is_strong(cue) or at - cue.last <= (_NAMING_REACH if is_naming(cue) else _WEAK_REACH)
        ):
            if is_strong(cue) or cue.subject.head not in FIRST_PERSON:
                return Attribution(cue, cue.subject, "before")
        if fallback is None or fallback.lemma == "according":
            fallback = cue
    return None if fallback is None else Attribution(fallback, fallback.subject, "before")


def _is_closed(tokens: tuple[Token, ...], cue: Cue, at: int) -> bool:
    """Whether the cue belongs to a quotation before it (``"...," she said, and "..."`` stays open)."""
    if not cue.inverted and cue.lemma != "according":
        return False
    return any(token.text in {";"} for token in tokens[cue.last : at])


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
    subject = main_subject(mentions, colon)
    return Attribution(None, subject, "colon") if subject is not None else None


def main_subject(mentions: tuple[Mention, ...], end: int) -> Mention | None:
    """The first noun phrase before token ``end`` that can speak and stands in no prepositional phrase."""
    usable = [m for m in mentions if m.last <= end and not m.oblique and m.head not in FIRST_PERSON]
    return next((m for m in usable if m.kind in {"name", "people", "group", "pronoun", "document"}), None)


def is_naming(cue: Cue | None) -> bool:
    """Whether the cue gives something a name (``called``, ``described as``)."""
    return cue is not None and cue.lemma in NAMING_LEMMAS


def is_strong(cue: Cue | None) -> bool:
    """Whether the cue reports words wherever it stands (``said``)."""
    return cue is not None and cue.lemma in STRONG_LEMMAS
