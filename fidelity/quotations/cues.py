"""Words that introduce someone's words, each with its subject: ``said``, ``according to``, ``writes``."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fidelity.quotations.lexicon import (
    ACCORDING,
    ADVERBS,
    AUXILIARIES,
    BARE_FORMS,
    BE_FORMS,
    CLAUSE_WORDS,
    CONJUNCTIONS,
    DETERMINERS,
    GENITIVES,
    IMPERSONAL,
    PREPOSITIONS,
    RELATIVES,
    SPEECH_FORMS,
    SUBORDINATORS,
)
from fidelity.quotations.mentions import Mention
from fidelity.quotations.sentences import Sentence, Token

DASHES = frozenset({",", "-", "–", "—", "―", "，"})
"""Marks that may separate a quotation from its attribution."""

_NOUN_MARKERS = DETERMINERS - {"one", "some", "all", "both", "each", "many", "others", "that", "this"}


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


def find_cues(sentence: Sentence, mentions: tuple[Mention, ...]) -> tuple[Cue, ...]:
    """Every cue of the sentence with its subject, left to right."""
    cues: list[Cue] = []
    for at, token in enumerate(sentence.tokens):
        if token.low == "according" and _low(sentence, at + 1) == "to":
            cues.append(Cue(at, at + 2, "according", mention_from(mentions, at + 2)))
        elif token.low in ACCORDING:
            cues.append(_according(sentence.tokens, mentions, at))
        elif _is_verb(sentence.tokens, at, mentions):
            cues.append(_with_subject(sentence, mentions, at, cues))
    return tuple(cues)


def _according(tokens: tuple[Token, ...], mentions: tuple[Mention, ...], at: int) -> Cue:
    """``laut Frau Muster``, ``по словам Анны``; German sets ``zufolge`` behind the name."""
    subject = mention_from(mentions, at + 1) or next((m for m in mentions if m.last == at), None)
    first = at - 1 if at and tokens[at - 1].low == "ru:по" else at
    return Cue(first, at + 1, "according", subject)


def _low(sentence: Sentence, at: int) -> str:
    return sentence.tokens[at].low if 0 <= at < len(sentence.tokens) else ""


def mention_from(mentions: tuple[Mention, ...], at: int) -> Mention | None:
    """The noun phrase that begins at token ``at``, if any."""
    return next((mention for mention in mentions if mention.first == at), None)


def _is_verb(tokens: tuple[Token, ...], at: int, mentions: tuple[Mention, ...]) -> bool:
    """Whether a form of a verb of speech stands here as a verb, active."""
    token = tokens[at]
    before = tokens[at - 1] if at else None
    capital = token.is_capital and before is not None and before.kind != "quote"
    if token.kind != "word" or token.low not in SPEECH_FORMS or capital:
        return False
    if any(mention.first <= at < mention.last for mention in mentions):
        return False
    if before is not None and (
        before.kind == "possessive" or (before.low in _NOUN_MARKERS and not is_participle(token))
    ):
        return False
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if SPEECH_FORMS[token.low] == "go" and following != "on":
        return False
    return not (SPEECH_FORMS[token.low] == "continue" and following == "to") and _is_active(tokens, at, mentions)


def _is_active(tokens: tuple[Token, ...], at: int, mentions: tuple[Mention, ...]) -> bool:
    token = tokens[at]
    left = _left_of_verb(tokens, at)
    if token.low in BARE_FORMS and token.low not in {"put", "read"}:
        return _can_be_bare(tokens, at, left, mentions)
    passed = {tokens[position].low for position in range(max(left, 0), at)}
    return not passed & BE_FORMS or token.low.endswith("ing") or token.low == "said"


def is_participle(token: Token) -> bool:
    """Whether this is a French participle: the ``a`` of ``a déclaré`` is not an article."""
    return token.low.endswith("é") or token.low in {
        "fr:dit",
        "fr:écrit",
        "fr:répondu",
        "fr:reconnu",
        "fr:prévenu",
        "fr:averti",
    }


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
        inserted = _is_inserted(sentence.tokens, at, inverted)  # nobody but a speaker stands there
        return Cue(at, at + 1, lemma, replace(inverted, mute=inverted.mute and not inserted), inverted=True)
    subject = _subject_left(sentence, mentions, at)
    if is_foreign(sentence.tokens[at]) and (subject is None or subject.oblique or not _touches(sentence, subject, at)):
        behind = _subject_behind(sentence, mentions, at)
        if behind is not None:
            return Cue(at, at + 1, lemma, behind, inverted=True)
        subject = _subject_before(mentions, at) or subject or _document_before(mentions, at)
    if subject is not None:
        return Cue(at, at + 1, lemma, subject)
    return Cue(at, at + 1, lemma, _shared_subject(sentence.tokens, mentions, at, earlier), shared=True)


def is_foreign(token: Token) -> bool:
    """Whether the word is in the lists of a language other than English."""
    return ":" in token.low and token.kind == "word"


def _subject_before(mentions: tuple[Mention, ...], at: int) -> Mention | None:
    """``Директор верфи Анна Пример в записке назвала``: the first name, else the first phrase that can speak."""
    usable = [m for m in mentions if m.last <= at and not m.oblique and m.head not in IMPERSONAL]
    named = next((m for m in usable if m.kind == "name"), None)
    return named or next((m for m in usable if m.kind in {"people", "group", "pronoun", "document"}), None)


def _document_before(mentions: tuple[Mention, ...], at: int) -> Mention | None:
    """``In dem Vertrag heißt es``: where nobody speaks, the document does."""
    return next((m for m in reversed(mentions) if m.last <= at and m.kind in {"document", "contract"}), None)


def _touches(sentence: Sentence, subject: Mention, at: int) -> bool:
    """Whether only auxiliaries and adverbs are between a subject and its verb."""
    return subject.last == _left_of_verb(sentence.tokens, at) + 1


def _subject_behind(sentence: Sentence, mentions: tuple[Mention, ...], at: int) -> Mention | None:
    """``Am Montag sagte Frau Muster``: other languages than English set the subject behind the verb anywhere."""
    tokens = sentence.tokens
    behind = at + 1
    while behind < len(tokens) and tokens[behind].low in ADVERBS:
        behind += 1
    subject = mention_from(mentions, behind)
    if subject is None or subject.head in IMPERSONAL:
        return None
    return subject if subject.kind in {"name", "people", "group", "pronoun"} else None


def _inverted_subject(sentence: Sentence, mentions: tuple[Mention, ...], at: int) -> Mention | None:
    """``"...," said Smith``: the verb stands behind the quotation or a comma after it, its subject right after."""
    tokens = sentence.tokens
    if tokens[at].low.endswith("ing"):
        return None
    before = at - 1
    while before >= 0 and (tokens[before].text in DASHES or tokens[before].low in AUXILIARIES | {"so", "as", "also"}):
        before -= 1
    follows_quote = before >= 0 and tokens[before].kind == "quote"
    later = before < at - 1 and before >= 0 and any(token.kind == "quote" for token in tokens[:before])
    opens = before < 0 and not sentence.first
    subject = mention_from(mentions, at + 1)
    inserted = _is_inserted(tokens, at, subject)
    if not (follows_quote or later or opens or inserted):
        return None
    if subject is None and _low(sentence, at + 1) in ADVERBS:
        subject = mention_from(mentions, at + 2)
    if subject is None or follows_quote:
        return subject
    who = {"name", "people", "group", "document"} if inserted else {"name", "people"}
    return subject if subject.kind in who and SPEECH_FORMS[tokens[at].low] != "tell" else None


def _is_inserted(tokens: tuple[Token, ...], at: int, subject: Mention | None) -> bool:
    """``The duty, says the court, "..."``: verb and subject between two commas, before the words."""
    end = subject.last if subject is not None else len(tokens)
    return at > 0 and tokens[at - 1].text == "," and end < len(tokens) and tokens[end].text == ","


def _subject_left(sentence: Sentence, mentions: tuple[Mention, ...], at: int) -> Mention | None:
    tokens = sentence.tokens
    if tokens[at].low.endswith("ing"):
        left = at - 1
        if not (left >= 0 and any(tokens[i].low in BE_FORMS for i in range(_left_of_verb(tokens, at) + 1, at))):
            return None
    left = _left_of_verb(tokens, at)
    while left > 0 and tokens[left].text in {")", "(", "–", "—", "-"}:
        left = _skip_parenthesis(tokens, left)
    if left < 0:
        return None
    if tokens[left].low in RELATIVES:
        relative = _ending_at(mentions, left - (2 if left > 0 and tokens[left - 1].text == "," else 1) + 1)
        return _chain_head(sentence, mentions, relative) if relative is not None else None
    if tokens[left].text == ",":
        return _before_apposition(sentence, mentions, left)
    ending = _ending_at(mentions, left + 1)
    if ending is not None:
        return _before_relative(sentence, mentions, left) or _chain_head(sentence, mentions, ending)
    return _clause_subject(sentence, mentions, left)


def _before_relative(sentence: Sentence, mentions: tuple[Mention, ...], left: int) -> Mention | None:
    """``an analyst who follows the company said``: whom a relative clause describes that ends at ``left``."""
    tokens = sentence.tokens
    start = left
    while start > 0 and tokens[start].kind in {"word", "possessive"} and tokens[start].low != "who":
        start -= 1
    described = _ending_at(mentions, start) if tokens[start].low == "who" else None
    one = described is not None and described.kind in {"people", "name"} and not described.plural
    return described if one else None


def _skip_parenthesis(tokens: tuple[Token, ...], at: int) -> int:
    opener = "(" if tokens[at].text == ")" else tokens[at].text
    position = at - 1
    while position > 0 and tokens[position].text != opener and tokens[position].kind != "quote":
        position -= 1
    return position - 1 if tokens[position].text == opener and position > 0 else at - 1


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
        if between[-1].low not in PREPOSITIONS and not (len(between) == 1 and between[0].low in CONJUNCTIONS):
            break
        if any(token.low in SPEECH_FORMS or token.low in AUXILIARIES for token in between):
            break
        if between[0].low in CONJUNCTIONS and previous.kind not in {"name", "people", "group"}:
            break
        head = previous
        number -= 1
    if head.oblique and last is not head and tokens[head.first - 1].low not in GENITIVES:
        chained = [mention for mention in mentions[number : mentions.index(last) + 1] if not mention.oblique]
        return chained[-1] if chained else last
    return head


def _before_apposition(sentence: Sentence, mentions: tuple[Mention, ...], comma: int) -> Mention | None:
    """The subject before ``, an economist who ...,``: the nearest phrase before an earlier comma that can be one."""
    tokens = sentence.tokens
    position = comma - 1
    while position >= 0 and tokens[position].kind != "quote" and tokens[position].text not in {";", ":"}:
        if tokens[position].text == ",":
            ending = _ending_at(mentions, position)
            head = _chain_head(sentence, mentions, ending) if ending is not None else None
            if head is not None and not head.oblique and (head.kind == "name" or _opens_clause(tokens, head)):
                return head
        position -= 1
    return next((m for m in mentions if m.first > position and m.last <= comma and not m.oblique), None)


def _opens_clause(tokens: tuple[Token, ...], mention: Mention) -> bool:
    if mention.kind not in {"people", "group"}:
        return False
    before = tokens[mention.first - 1] if mention.first else None
    return before is None or before.kind != "word" or before.low in CLAUSE_WORDS


def _clause_subject(sentence: Sentence, mentions: tuple[Mention, ...], left: int) -> Mention | None:
    """The first noun phrase of the clause that ends at ``left``, outside of any preposition."""
    tokens = sentence.tokens
    start = left
    while start >= 0 and tokens[start].kind != "quote" and tokens[start].text not in {",", ";", ":", "(", "—", "–"}:
        if tokens[start].low in SUBORDINATORS and start < left:
            break
        start -= 1
    inside = [m for m in mentions if m.first > start and m.last <= left + 1 and not m.mute]
    return next((mention for mention in inside if not mention.oblique and mention.kind != "thing"), None)


def _shared_subject(
    tokens: tuple[Token, ...], mentions: tuple[Mention, ...], at: int, earlier: list[Cue]
) -> Mention | None:
    """The subject of a participle or of a second verb: that of the cue before, else of the main clause.

    ``the envoy told us that the mayor may say so, adding``: the mayor's verb is part of what the envoy told.
    """
    cues = [cue for cue in earlier if cue.subject is not None and cue.lemma != "according"]
    while len(cues) > 1 and _is_reported(tokens, cues[-2], cues[-1]):
        cues.pop()
    if cues:
        return cues[-1].subject
    subjects = [m for m in mentions if m.last <= at and not m.oblique and not m.mute]
    speaking = (m for m in subjects if m.kind in {"name", "people", "group", "pronoun"})
    return next(speaking, None) or (subjects[0] if subjects else None)


def _is_reported(tokens: tuple[Token, ...], outer: Cue, inner: Cue) -> bool:
    """Whether the clause of ``inner`` is what ``outer`` reports: nothing parts the subject of one from the other."""
    if inner.subject is None or inner.shared or inner.subject.first < outer.last:
        return False
    between = tokens[outer.last : inner.subject.first]
    return not any(token.kind in {"mark", "quote"} or token.low in CONJUNCTIONS for token in between)
