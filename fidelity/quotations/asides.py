"""Marks that report no speech: scare quotes, terms and titles, each by evidence in the sentence."""

from __future__ import annotations

import re
from typing import Literal

from fidelity.quotations.attribution import Attribution, is_naming, is_strong
from fidelity.quotations.lexicon import BE_FORMS, SCARE_CUES, TERM_CUES, TERM_NOUNS, TITLE_NOUNS
from fidelity.quotations.sentences import Sentence
from fidelity.settings import QuotationSettings

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_TITLE_SMALL = frozenset("a an the of in on at for to and or by with from as but is".split())


def judge_aside(
    content: str,
    sentence: Sentence,
    found: Attribution | None,
    at: int,
    settings: QuotationSettings,
) -> Literal["scare quote", "term or title"] | None:
    """What the marks around ``content`` mean if they report no speech, else ``None``."""
    words = _WORD.findall(content)
    tokens = sentence.tokens
    near = [token.low for token in tokens[max(0, at - 6) : at] if token.kind == "word"]
    if len(words) > settings.title_words or _announces(sentence, at):
        return None
    if _is_title(words, content, near, tokens[at + 1].low if at + 1 < len(tokens) else ""):
        return "term or title"
    if len(words) > settings.fragment_words:
        return None
    if set(near) & TERM_CUES or (near and near[-1] == "called" and _is_passive(near)):
        return "scare quote" if set(near) & SCARE_CUES else "term or title"
    if found is None or found.position == "trailing":
        return None if found is not None and len(words) > settings.aside_words else _bare(words, found, settings)
    if found.position in {"after", "owner"} or (found.cue is None and found.position == "colon" and len(words) > 1):
        return None
    if len(words) > settings.aside_words:
        return None
    return None if _governs(found, near, tokens[at - 1].low if at else "", words) else "scare quote"


def _announces(sentence: Sentence, at: int) -> bool:
    return at == 0 or sentence.tokens[at - 1].text in {":", "："}


def _bare(words: list[str], found: Attribution | None, settings: QuotationSettings) -> Literal["scare quote"] | None:
    return "scare quote" if len(words) <= (settings.fragment_words if found is None else settings.aside_words) else None


def _is_passive(near: list[str]) -> bool:
    return (
        len(near) < 2
        or near[-2] in BE_FORMS
        or (near[-2] not in {"he", "she", "they", "it", "who"} and near[-2] in {"a", "group", "company"})
    )


def _is_title(words: list[str], content: str, near: list[str], following: str) -> bool:
    """A title: every long word capital, beside a word for a work."""
    if len(words) < 1 or (content.rstrip().endswith((".", "?!")) and len(words) > 3):
        return False
    capital = (
        all(word[0].isupper() or word[0].isdigit() or word.lower() in _TITLE_SMALL for word in words)
        and words[0][0].isupper()
    )
    return capital and (
        bool(set(near[-3:]) & (TITLE_NOUNS | {"titled", "entitled", "called"}))
        or (len(words) > 1 and following in TITLE_NOUNS)
    )


def _governs(found: Attribution, near: list[str], before: str, words: list[str]) -> bool:
    """Whether a cue of speech reaches a fragment of a word or two: directly, or by ``as``, ``is``, ``a``."""
    if found.cue is None:
        return found.position == "noun" and before in BE_FORMS
    if before in TERM_NOUNS:
        return False
    if is_naming(found.cue):
        return True
    linked = before in BE_FORMS | {
        "as",
        "a",
        "an",
        "the",
        "that",
        "was",
        "were",
        "with",
        "and",
        "or",
        ",",
        "not",
        "too",
        "very",
        "so",
        "by",
        "for",
    }
    return (is_strong(found.cue) and (linked or len(words) > 1)) or linked
