"""Quotation marks that report no speech: scare quotes, terms and titles, found by evidence in the sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from fidelity.quotations.attribution import Attribution, is_naming, is_strong
from fidelity.quotations.lexicon import BE_FORMS, LINKING_WORDS, SCARE_CUES, TERM_CUES, TERM_NOUNS, TITLE_NOUNS
from fidelity.quotations.sentences import Sentence
from fidelity.settings import QuotationSettings

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_TITLE_SMALL = frozenset("a an the of in on at for to and or by with from as but is toward towards into over".split())
_TITLED = frozenset("titled entitled headlined subtitled heading headline".split())
_TITLE_CAPITALS = 4
"""Least number of capital words of a title without a word for a work beside it."""


@dataclass(frozen=True, slots=True)
class Aside:
    """The meaning of marks that report no speech, and the reason in plain words."""

    kind: Literal["scare quote", "term or title"]
    reason: str


def judge_aside(
    content: str, sentence: Sentence, found: Attribution | None, at: int, has_cue: bool, settings: QuotationSettings
) -> Aside | None:
    """The meaning of the marks around ``content`` if they report no speech, else ``None``.

    ``found`` is the attribution by the sentence itself, ``at`` the position of the quotation in it; ``has_cue``:
    whether the sentence holds any cue of speech.
    """
    words = _WORD.findall(content)
    tokens = sentence.tokens
    if len(words) > settings.title_words or at == 0 or tokens[at - 1].text in {":", "："}:
        return None
    near = [token for token in tokens[max(0, at - settings.term_reach) : at] if token.kind == "word"]
    lows = [token.low for token in near]
    if _is_title(words, content, lows, tokens[at + 1].low if at + 1 < len(tokens) else ""):
        return Aside("term or title", "the title of a work")
    if len(words) > settings.fragment_words:
        return None
    shown = {token.low: token.text for token in near} | {sentence.key(word): word for word in words[:1]}
    by_word = _judge_by_word(shown, lows)
    if by_word is not None or (has_cue and sentence.language != "en"):
        return by_word  # the lists of other languages are too short; a missing verb is no evidence there
    return _judge_by_reach(words, tokens[at - 1].low, found, settings)


def _judge_by_word(shown: dict[str, str], lows: list[str]) -> Aside | None:
    """The meaning by a near word such as ``so-called`` or ``term``, each given with its form in the article."""
    for kind, cues in (("scare quote", SCARE_CUES), ("term or title", TERM_CUES)):
        cue = next((word for low, word in shown.items() if low in cues), None)
        if cue is not None:
            return Aside("scare quote" if kind == "scare quote" else "term or title", f"“{cue}” says so")
    if lows[-1:] == ["called"] and set(lows[-2:-1]) <= BE_FORMS:
        return Aside("term or title", "“called” says so")
    return None


def _judge_by_reach(
    words: list[str], before: str, found: Attribution | None, settings: QuotationSettings
) -> Aside | None:
    if found is None:
        return Aside("scare quote", "a few words in a sentence that reports no speech")
    if found.cue is not None and _is_reported(found, len(words), before, settings):
        return None
    if found.cue is None and _is_named(found, len(words), before, settings):
        return None
    return Aside("scare quote", "a few words that no verb of speech reaches")


def _is_reported(found: Attribution, words: int, before: str, settings: QuotationSettings) -> bool:
    """Whether a cue reaches a fragment of a few words: directly, or by ``as``, ``is``, ``a``."""
    if words > settings.aside_words or found.position in {"after", "owner"}:
        return True
    if found.position == "trailing" or before in TERM_NOUNS:
        return False
    return is_naming(found.cue) or before in LINKING_WORDS or (is_strong(found.cue) and words > 1)


def _is_named(found: Attribution, words: int, before: str, settings: QuotationSettings) -> bool:
    """Whether an attribution without a verb (``her verdict is``, ``Ann's "..." remark``) reaches the fragment."""
    if words > settings.aside_words or found.position == "dash" or (found.position == "owner" and words > 1):
        return True
    if before in TERM_NOUNS:
        return False
    return (found.position == "colon" and words > 1) or (found.position == "noun" and before in BE_FORMS)


def _is_title(words: list[str], content: str, near: list[str], following: str) -> bool:
    """A title: words after ``titled``, or words with capitals beside a word for a work, or several such words."""
    if near[-1:] and near[-1] in _TITLED:
        return True
    if not words or not words[0][0].isupper() or (content.endswith((".", "?!")) and len(words) > 3):
        return False
    if not all(word[0].isupper() or word[0].isdigit() or word in _TITLE_SMALL for word in words):
        return False
    if sum(word[0].isupper() and word.lower() not in _TITLE_SMALL for word in words) >= _TITLE_CAPITALS:
        return True
    named = any(_is_work(word) for word in near)
    return named or (len(words) > 1 and _is_work(following))


def _is_work(word: str) -> bool:
    return word in TITLE_NOUNS or word.removesuffix("s") in TITLE_NOUNS
