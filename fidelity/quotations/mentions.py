"""The noun phrases of a sentence that can be a speaker, found without a parser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fidelity.quotations.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BARE_FORMS,
    CLAUSE_WORDS,
    CONTRACT_NOUNS,
    DATES,
    DETERMINERS,
    DOCUMENT_NOUNS,
    EVENT_NOUNS,
    FUNCTION_WORDS,
    GROUP_NOUNS,
    INTERVIEW_NOUNS,
    LEADING_PARTICLES,
    NAME_PARTICLES,
    PEOPLE_NOUNS,
    PLURAL_NOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    SENT_FORMS,
    SPEECH_FORMS,
    SPEECH_NOUNS,
    THIRD_PERSON,
    TITLES,
)
from fidelity.quotations.names import is_given
from fidelity.quotations.sentences import Sentence, Token

MentionKind = Literal["name", "people", "group", "document", "contract", "pronoun", "thing"]

_ARTICLES = frozenset({"the", "a", "an", "his", "her", "their", "its", "our", "my", "this", "that", "no"})
_PHRASE_BREAKS = THIRD_PERSON | _ARTICLES | PREPOSITIONS | CLAUSE_WORDS | AUXILIARIES | PRONOUNS | ADVERBS
_PERSON_WORDS = PEOPLE_NOUNS | TITLES
_NO_EPITHETS = PREPOSITIONS | CLAUSE_WORDS | AUXILIARIES | PRONOUNS | ADVERBS
_SPEECH_OR_NOUN = PEOPLE_NOUNS | DOCUMENT_NOUNS
_OCCASION_NOUNS = DOCUMENT_NOUNS | EVENT_NOUNS | INTERVIEW_NOUNS
_NAMED_NOUNS = PEOPLE_NOUNS | GROUP_NOUNS | CONTRACT_NOUNS | _OCCASION_NOUNS


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase: tokens ``[first, last)`` of its sentence.

    ``name`` are the tokens of a proper name without titles (empty for others); ``owner`` is the number
    of tokens at the front that a possessive sets apart (``OpenAI's | contract language``), 0 if none;
    ``oblique`` is set after a preposition; ``mute`` where the phrase is likely nobody who can speak.
    """

    first: int
    last: int
    kind: MentionKind
    name: tuple[str, ...] = ()
    head: str = ""
    owner: int = 0
    oblique: bool = False
    plural: bool = False
    determined: bool = False
    mute: bool = False


def find_mentions(sentence: Sentence, longest: int) -> tuple[Mention, ...]:
    """All noun phrases of the sentence, left to right, none inside another, none of more than ``longest`` tokens."""
    tokens = sentence.tokens
    mentions: list[Mention] = []
    at = 0
    while at < len(tokens):
        mention = _mention_at(tokens, at, longest)
        if mention is None:
            at += 1
        else:
            mentions.append(mention)
            at = mention.last
    return tuple(mentions)


def _mention_at(tokens: tuple[Token, ...], at: int, longest: int) -> Mention | None:
    token = tokens[at]
    if token.kind != "word":
        return None
    if token.low in PRONOUNS and not _is_abbreviation(token):
        return Mention(at, at + 1, "pronoun", head=token.low, oblique=_is_oblique(tokens, at))
    determined = token.low in DETERMINERS and not (token.low == "that" and _opens_clause(tokens, at))
    if not determined and not _can_start(tokens, at):
        return None
    last = _phrase_end(tokens, at, determined, longest)
    if last <= at + (1 if determined else 0):
        if token.low in PEOPLE_NOUNS or token.low in {"some", "many", "one", "others"}:
            return Mention(at, at + 1, "people", head=token.low, oblique=_is_oblique(tokens, at), plural=True)
        return None
    return _build(tokens, at, last, determined)


def _opens_clause(tokens: tuple[Token, ...], at: int) -> bool:
    """``He said that Brandt``, ``that every manager``: a conjunction, since a name or another determiner takes no
    demonstrative."""
    return at + 1 < len(tokens) and (tokens[at + 1].is_capital or tokens[at + 1].low in DETERMINERS)


def _is_abbreviation(token: Token) -> bool:
    return token.text in {"IT", "US", "UK", "EU", "UN", "WHO"}


def _is_acronym(token: Token) -> bool:
    return _is_abbreviation(token) or (token.text.isupper() and len(token.text) > 2)


def _leads_to_name(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a few plain words from here, the last a person's word, lead to a name: ``campaign manager Ann``."""
    for position in range(at, min(at + 4, len(tokens) - 1)):
        token = tokens[position]
        if token.kind != "word" or (
            (token.low in FUNCTION_WORDS or token.low in SPEECH_FORMS) and token.low not in _PERSON_WORDS
        ):
            return False
        if token.low in _PERSON_WORDS and tokens[position + 1].is_capital:
            return True
        if token.is_capital:
            return False
    return False


def _leads_with_particle(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a name begins with small words here: ``de Vries``, ``van der Berg``."""
    position = at
    while position < len(tokens) and tokens[position].text in LEADING_PARTICLES:
        position += 1
    return at < position < len(tokens) and tokens[position].is_capital


def _is_adverb(tokens: tuple[Token, ...], at: int) -> bool:
    """``Subsequently, ...``: a word in -ly that opens a sentence, with a comma behind it, is no name."""
    if at or not tokens[at].low.endswith("ly") or is_given(tokens[at].low):
        return False
    return len(tokens) > 1 and tokens[1].text == ","


def _follows_quote(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the word follows a quotation, or a verb of speech after a quotation: ``fumed butcher Len Example``."""
    before = at - 1
    if before >= 0 and tokens[before].low in SPEECH_FORMS:
        before -= 1
    if before >= 0 and tokens[before].text == ",":
        before -= 1
    return before >= 0 and tokens[before].kind == "quote"


def _is_command(tokens: tuple[Token, ...], at: int) -> bool:
    """``Note the wording``: a verb that opens a sentence, though a document has the same name."""
    return at == 0 and tokens[0].low in BARE_FORMS and tokens[0].low in DOCUMENT_NOUNS


def _can_start(tokens: tuple[Token, ...], at: int) -> bool:
    token = tokens[at]
    if token.low in DATES and at + 1 < len(tokens) and tokens[at + 1].kind == "possessive":
        return True
    if token.is_capital:
        named = token.low not in FUNCTION_WORDS or _is_acronym(token)
        return named and not _is_adverb(tokens, at) and not _is_command(tokens, at)
    if (at == 0 or tokens[at - 1].kind != "word") and (_leads_to_name(tokens, at) or _leads_with_particle(tokens, at)):
        return True
    if _follows_quote(tokens, at) and at + 1 < len(tokens) and tokens[at + 1].is_capital:
        return token.low not in _NO_EPITHETS and token.low not in SPEECH_FORMS and not token.low.endswith("ed")
    if token.low in DOCUMENT_NOUNS and token.low in SPEECH_FORMS:
        return _is_oblique(tokens, at)
    # Other languages than English set many nouns without an article.
    return (
        token.low in _SPEECH_OR_NOUN
        or (":" in token.low and token.low in _NAMED_NOUNS)
        or (token.low in TITLES and at + 1 < len(tokens) and tokens[at + 1].is_capital)
    )


def _phrase_end(tokens: tuple[Token, ...], at: int, determined: bool, longest: int) -> int:
    """The position after the last token of the phrase that starts at ``at``."""
    position = at + 1 if determined else at
    limit = min(len(tokens), at + longest)
    named = not determined and _leads_with_particle(tokens, at)
    while position < limit:
        token = tokens[position]
        if token.kind == "possessive":
            named = False
        elif token.kind != "word" or _ends_occasion(tokens, position, at):
            break
        elif token.is_capital and (position == at or token.low not in FUNCTION_WORDS or token.text.isupper()):
            if not (named or determined or position <= at + 1 or _carries_name(tokens[position - 1])):
                break
            named = True
        elif (named or _is_name_so_far(tokens, at, position)) and _joins_name(tokens, position):
            named = True
        elif not _continues_phrase(tokens, position, at, determined, named):
            break
        position += 1
    while position > at + 1 and (
        tokens[position - 1].kind == "possessive"
        or (tokens[position - 1].low in NAME_PARTICLES and not tokens[position - 1].is_capital)
    ):
        position -= 1
    return position


def _is_name_so_far(tokens: tuple[Token, ...], at: int, position: int) -> bool:
    return all(token.is_capital for token in tokens[at:position]) and position > at


def _joins_name(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a function word here is inside a name: ``van``, or ``of`` after an organisation's word."""
    if at + 1 >= len(tokens):
        return False
    particle = tokens[at].text.lower() in NAME_PARTICLES
    if particle and (tokens[at + 1].is_capital or tokens[at + 1].text.lower() in NAME_PARTICLES):
        return True
    if tokens[at].text == "of":
        return (tokens[at - 1].low in GROUP_NOUNS | TITLES) and tokens[at + 1].is_capital
    return tokens[at].text == "&" and tokens[at + 1].is_capital


def _carries_name(before: Token) -> bool:
    """Whether a name may follow this word inside one phrase."""
    return before.kind == "possessive" or before.is_capital or before.low in _PERSON_WORDS | GROUP_NOUNS


def _ends_occasion(tokens: tuple[Token, ...], at: int, start: int) -> bool:
    """``In the memo | Brandt wrote``: a name or a day behind an occasion is no part of it."""
    before = tokens[at - 1]
    return at > start and tokens[at].is_capital and not before.is_capital and before.low in _OCCASION_NOUNS


def _names_occasion(tokens: tuple[Token, ...], at: int) -> bool:
    """``a press | conference``: a verb's form that is the first part of a compound noun."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return tokens[at].low in BARE_FORMS and following is not None and following.low in _OCCASION_NOUNS


def _continues_phrase(tokens: tuple[Token, ...], at: int, start: int, determined: bool, named: bool) -> bool:
    """Whether a word without a capital belongs to the phrase."""
    low = tokens[at].low
    owned = tokens[at - 1].kind == "possessive"
    if low in _PHRASE_BREAKS or (low.endswith("ly") and not determined) or _ends_before(tokens, at, start):
        return False
    if _leads_to_name(tokens, at):
        return True
    if low in DETERMINERS:
        return determined and at == start + 1
    if low in SPEECH_FORMS and low not in _SPEECH_OR_NOUN and not _names_occasion(tokens, at):
        return low in SPEECH_NOUNS and (owned or tokens[at - 1].low in POSSESSIVES)
    if determined or _after_possessive(tokens, at, start):
        return owned or not named or low in _NAMED_NOUNS
    return owned or (at == start and not tokens[at].is_capital) or low in PEOPLE_NOUNS


def _ends_before(tokens: tuple[Token, ...], at: int, start: int) -> bool:
    """``a letter | seen by this newspaper``, ``the ministry | issued this statement``: a participle, or a verb with its
    object. A French or Spanish phrase ends with any noun that the lists know."""
    if at > start and tokens[at].low.endswith("ed") and at + 1 < len(tokens) and tokens[at + 1].low in _ARTICLES:
        return True
    before = tokens[at - 1].low
    return at > start and before in _NAMED_NOUNS and (tokens[at].low in SENT_FORMS or ":" in before)


def _after_possessive(tokens: tuple[Token, ...], at: int, start: int) -> bool:
    return any(token.kind == "possessive" for token in tokens[start:at])


def _is_oblique(tokens: tuple[Token, ...], at: int) -> bool:
    before = lead_of(tokens, at)
    return before >= 0 and tokens[before].low in PREPOSITIONS


def lead_of(tokens: tuple[Token, ...], at: int) -> int:
    """The token before the phrase that starts at ``at``, where a preposition would stand; -1 if there is none."""
    before = at - 1
    if ":" in tokens[at].low and tokens[at].low not in DETERMINERS:
        # Without an article, adjectives may stand between: Russian "в служебной записке".
        while before > max(0, at - 3) and tokens[before].kind == "word" and ":" not in tokens[before].low:
            before -= 1
    return before


def _build(tokens: tuple[Token, ...], first: int, last: int, determined: bool) -> Mention:
    words = tokens[first:last]
    owner = 0
    for at in range(len(words) - 1, 0, -1):
        if words[at].kind == "possessive":
            owner = at
            break
    core = words[owner + 1 :] if owner else words
    if owner == 1 and words[0].low in DATES:
        owner, determined = 0, True  # a day owns a memo as "the" does
    if not core:
        core, owner = words[:-1], 0
    if owner == 0 and determined and words[0].low in POSSESSIVES:
        owner = 1
    head = core[-1].low
    name = _strip_titles(core)
    following = tokens[last].text if last < len(tokens) else ""
    german = words[0].low.startswith("de:")
    kind = _kind_of(core, name, determined and not owner, german)
    if german and determined and kind == "name" and len(name) >= 3:
        name = name[1:]  # "die Physikerin Marlene Voss": German nouns have a capital too
    if head == "article" and following[:1].isdigit():
        kind = "contract"
    plural = head.endswith("s") and not head.endswith("ss") and kind in {"people", "thing", "document"}
    plural = plural or head in PLURAL_NOUNS
    return Mention(first, last, kind, name, head, owner, _is_oblique(tokens, first), plural, determined)


def _is_inner_particle(core: tuple[Token, ...], at: int) -> bool:
    """Whether a small word before a name is a part of it: behind another part, or the first."""
    first = at
    while first >= 0 and core[first].text.lower() in NAME_PARTICLES:
        first -= 1
    led = first >= 0 and core[first].is_capital
    return first < at and (led or (first < 0 and all(each.text in LEADING_PARTICLES for each in core[: at + 1])))


def _strip_titles(core: tuple[Token, ...]) -> tuple[str, ...]:
    """The proper name at the end of a phrase, without the titles and the words before it."""
    start = len(core)
    while start > 0:
        token = core[start - 1]
        title = (
            token.low.rstrip(".") in TITLES or "-of-" in token.low or (":" in token.low and token.low in PEOPLE_NOUNS)
        )
        if (token.is_capital and not title) or (start < len(core) and _is_inner_particle(core, start - 1)):
            start -= 1
        else:
            break
    return tuple(token.text for token in core[start:])


def _kind_of(core: tuple[Token, ...], name: tuple[str, ...], determined: bool, german: bool) -> MentionKind:
    lows = [token.low for token in core]
    if not core[-1].is_capital or determined or len(core) == 1 or ":" in core[-1].low:
        kind = _kind_by_head(core[-1], lows)
        if kind == "people" and name and name[-1].lower() != lows[-1]:
            return "name"
        if kind is not None:
            return kind
    if not name:
        return "thing"
    if determined and not any(low in _PERSON_WORDS for low in lows):
        return "name" if german and len(name) >= 3 else "group"
    organised = any(part.lower() in GROUP_NOUNS for part in name)
    return "group" if organised and not _titled(core, name) else "name"


def _kind_by_head(head: Token, lows: list[str]) -> MentionKind | None:
    if head.low in DOCUMENT_NOUNS:
        return "document"
    if head.low in CONTRACT_NOUNS or (not head.is_capital and any(low in CONTRACT_NOUNS for low in lows)):
        return "contract"
    if head.low in _PERSON_WORDS:
        return "people"
    return "group" if head.low in GROUP_NOUNS else None


def _titled(core: tuple[Token, ...], name: tuple[str, ...]) -> bool:
    return len(core) > len(name) and core[len(core) - len(name) - 1].low.rstrip(".") in TITLES
