"""Marks that report no speech: scare quotes, terms and titles, each by evidence in the sentence."""

from __future__ import annotations

import re
from typing import Literal

from fidelity.quotations.attribution import Attribution, is_naming, is_strong
from fidelity.quotations.lexicon import BE_FORMS, LINKING_WORDS, SCARE_CUES, TERM_CUES, TERM_NOUNS, TITLE_NOUNS
from fidelity.quotations.sentences import Sentence
from fidelity.settings import QuotationSettings

Aside = Literal["scare quote", "term or title"]

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_TITLE_SMALL = frozenset("a an the of in on at for to and or by with from as but is".split())


def judge_aside(
    content: str, sentence: Sentence, found: Attribution | None, at: int, settings: QuotationSettings
) -> Aside | None:
    """What the marks around ``content`` mean if they report no speech, else ``None``.

    ``found`` is the attribution by the sentence itself, ``at`` the position of the quotation in it.
    """
    words = _WORD.findall(content)
    tokens = sentence.tokens
    if len(words) > settings.title_words or at == 0 or tokens[at - 1].text in {":", "："}:
        return None
    near = [token.low for token in tokens[max(0, at - settings.term_reach) : at] if token.kind == "word"]
    if _is_title(words, content, near, tokens[at + 1].low if at + 1 < len(tokens) else ""):
        return "term or title"
    if len(words) > settings.fragment_words:
        return None
    if set(near) & TERM_CUES or (near[-1:] == ["called"] and set(near[-2:-1]) <= BE_FORMS):
        return "scare quote" if set(near) & SCARE_CUES else "term or title"
    if found is None:
        return "scare quote"
    return None if _is_reported(found, len(words), tokens[at - 1].low, settings) else "scare quote"


def _is_reported(found: Attribution, words: int, before: str, settings: QuotationSettings) -> bool:
    """Whether the attribution reaches a fragment of a few words: directly, or by ``as``, ``is``, ``a``."""
    if words > settings.aside_words or found.position in {"after", "owner"}:
        return True
    if found.position == "trailing" or before in TERM_NOUNS:
        return False
    if found.cue is None:
        return (found.position == "colon" and words > 1) or (found.position == "noun" and before in BE_FORMS)
    return is_naming(found.cue) or before in LINKING_WORDS or (is_strong(found.cue) and words > 1)


def _is_title(words: list[str], content: str, near: list[str], following: str) -> bool:
    """A title: every long word capital, beside a word for a work."""
    if not words or not words[0][0].isupper() or (content.endswith((".", "?!")) and len(words) > 3):
        return False
    if not all(word[0].isupper() or word[0].isdigit() or word in _TITLE_SMALL for word in words):
        return False
    named = bool(set(near[-3:]) & (TITLE_NOUNS | {"titled", "entitled", "called"}))
    return named or (len(words) > 1 and following in TITLE_NOUNS)
