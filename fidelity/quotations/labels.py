"""Lines that only name the speaker of the next words: ``And from Ana Mora:``, ``Ana Mora, senior analyst``."""

from __future__ import annotations

from fidelity.quotations.lexicon import AUXILIARIES, PEOPLE_NOUNS, SPEECH_FORMS, TITLES
from fidelity.quotations.mentions import Mention
from fidelity.quotations.people import People
from fidelity.quotations.sentences import Sentence

_LONGEST = 16
"""Greatest number of tokens of such a line."""

_LEADS = frozenset("from and also now here next then de:von fr:de es:de ru:от".split())
_FROM = frozenset("from de:von fr:de es:de ru:от".split())


def find_label(sentence: Sentence, mentions: tuple[Mention, ...], people: People) -> Mention | None:
    """The speaker's name in a line without a verb, or ``None`` for any other sentence.

    The name stands first, or behind "from"; one without "from" must be known from the article's text, or be set
    beside a title or role.
    """
    tokens = sentence.tokens
    if sentence.quotes or not sentence.first or len(tokens) > _LONGEST or _has_verb(sentence):
        return None
    name = next((mention for mention in mentions if mention.kind == "name"), None)
    if name is None:
        return None
    before = [token.low for token in tokens[: name.first] if token.kind == "word"]
    if any(low in _FROM for low in before[:2]):
        return name
    if any(low not in _LEADS for low in before):
        return None
    titled = len(name.name) < name.last - name.first
    roles = any(token.low in PEOPLE_NOUNS | TITLES for token in tokens[name.last :])
    return name if people.is_person(name) or titled or roles else None


def _has_verb(sentence: Sentence) -> bool:
    return any(
        token.kind == "word" and not token.is_capital and (token.low in AUXILIARIES or token.low in SPEECH_FORMS)
        for token in sentence.tokens
    )
