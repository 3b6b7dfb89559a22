"""Words that negate, words that say something negative, and what a negator negates."""

from __future__ import annotations

from functools import cache, lru_cache

from fidelity.checks.numbers.measures import DASHES
from fidelity.settings import JudgementSettings
from fidelity.text.sameness import NEGATIVE_PREFIXES, may_negate
from fidelity.text.stems import stem
from fidelity.text.wordlists import lines, table
from fidelity.text.wordlists import words as word_list
from fidelity.text.words import Words

_LEAST = 6
"""Letters of a word that may be negative by its prefix."""
_COMPARED, _REACH = frozenset(("more", "better", "worse", "happier", "prouder")), 4
"""What makes "could not" say a superlative, and how many words behind."""
_WAITING = frozenset("have has had having is are was were be been remain remains remained".split())
"""Words behind which "yet to" says that something has not been done."""
_KEEPING, _KEPT = frozenset(("keep", "keeps", "kept", "keeping")), 5
"""What may make a "from" before a verb negate it, and how many words before."""
_COMPARING = frozenset((("more", "than"), ("less", "than"), ("fewer", "than"), ("in", "excess")))
_BOUND_REACH, _NUMBER_REACH = 4, 3
"""Words behind a negator in which what it makes a bound of stands, and behind that in which the number does."""
OPEN = frozenset(("whether", "if"))
BOUND = frozenset(("non", "ill"))
"""What negates the word that a hyphen joins to it."""


def is_negator(words: Words, i: int) -> bool:
    """Whether the word negates: ``not``, ``never``, ``non-``, ``has yet to``; not in ``not only``, ``no doubt``."""
    form = words.forms[i]
    after = words.forms[i + 1] if i + 1 < len(words) else ""
    if form in BOUND:
        return after in DASHES
    before = words.forms[i - 1] if i else ""
    if (form, after) == ("yet", "to"):
        return before in _WAITING
    if not may_negate(form):
        return False
    if (form, after) in _empty_negations() or (before, form) in _empty_negations():
        return False
    could = before == "could" or form == "couldn't"
    return not (could and _COMPARED.intersection(words.forms[i + 1 : i + 1 + _REACH]))  # could not agree more


@cache
def _empty_negations() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(line.split()) for line in lines("empty_negations"))


@lru_cache(maxsize=1 << 12)
def is_negative(form: str) -> bool:
    """Whether the word is a negator or may say something negative by itself."""
    if may_negate(form) or form in word_list("negative_words"):
        return True
    if len(form) < _LEAST or form in word_list("positive_words"):
        return False
    return form.endswith("less") or any(_is_prefixed(form, prefix) for prefix in NEGATIVE_PREFIXES)


def _is_prefixed(form: str, prefix: str) -> bool:
    """Whether a word has the prefix, rather than its letters: unable, not inclination."""
    return form.startswith(prefix) and stem(form.removeprefix(prefix)) in word_list("lower_case")


def says_no(words: Words, i: int) -> bool:
    """Whether the word is a negator here, or may say something negative: ``fail``, ``keep them from sleeping``."""
    if is_negative(words.forms[i]) or is_negator(words, i):
        return True
    kept = words.forms[i] == "from" and not _KEEPING.isdisjoint(words.forms[max(0, i - _KEPT) : i])
    return kept and i + 1 < len(words) and words.forms[i + 1].endswith("ing")


def bounds_number(words: Words, i: int) -> bool:
    """Whether a negator, here, makes a bound of a number: cannot hold more than 300, did not exceed 40 percent."""
    if not may_negate(words.forms[i]):
        return False
    for j in range(i + 1, min(len(words), i + 1 + _BOUND_REACH)):
        if words.clauses[j] != words.clauses[i]:
            return False
        if words.forms[j].startswith("exceed") or words.forms[j : j + 2] in _COMPARING:
            return stands_before_number(words, j + 1)
    return False


def stands_before_number(words: Words, i: int) -> bool:
    """Whether a number stands at one of a few words from ``i`` on."""
    known = table("numbers")
    return any(form[0].isdigit() or form in known for form in words.forms[i : i + _NUMBER_REACH])


def find_negatives(words: Words) -> list[int]:
    return [i for i, form in enumerate(words.forms) if form in OPEN or says_no(words, i)]


def find_negated_word(words: Words, i: int, settings: JudgementSettings) -> int | None:
    """The first content word behind a negator, within its clause; ``None`` also where ``i`` is no negator."""
    if not is_negator(words, i):
        return None
    for j in range(i + 1, min(len(words), i + 1 + settings.negation_scope)):
        if words.clauses[j] != words.clauses[i]:
            return None
        if j in words.content_set and words.forms[j][0].isalpha() and not is_negator(words, j):
            return j
    return None
