"""Words of another language in an English text of the same script: "the Beschluss of the court", "was verantwortlich".

A word is foreign where English has neither it nor what it may be derived from or misspelled for, where the other side
has not got it either, and where the pair scorer does not take it for harmless. A word with a capital may be a name; it
is looked at where the quotation has a word of the language in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from string import ascii_lowercase

from fidelity.checks.alignment import Alignment
from fidelity.checks.names.reader import places
from fidelity.settings import JudgementSettings
from fidelity.text.stems import stem
from fidelity.text.wordlists import words as word_list
from fidelity.text.words import Words, plain
from fidelity.types import Issue

_LEAST, _MOST, _PART = 3, 24, 3
"""Letters of a word that is looked at, at least and at most, and of what is left without a prefix or an ending."""
_PREFIXES = tuple(
    "un in im re non over under anti pre post super inter multi co de dis mis out sub trans extra semi micro macro bio"
    " geo hydro endo exo photo tele auto self counter hyper ultra".split()
)
_ENDINGS = tuple(
    "er ers or ors able ible ably ibly ness less ful ly ally ity ous al ic ism ist ists ish wise like ward wards ship"
    " hood ization isation ize ise ized ised izing ising en ened s es ed d ing ation ations ment ments ive ively"
    " y".split()
)
_DEPTH, _SHOWN = 2, 3
CHECK = "foreign"
_VOWELS = frozenset("aeiouy")


def find_foreign_words(alignment: Alignment, settings: JudgementSettings) -> tuple[Issue, ...]:
    """The foreign words of the passage, as one issue."""
    left, right = alignment.quotation, alignment.passage
    mine = {*left.forms, *left.stems}
    found = [
        j
        for j in alignment.inner
        if alignment.back_suspicion[j] >= settings.foreign_suspicion
        and _LEAST <= len(right.forms[j]) <= _MOST
        and right.forms[j].isalpha()
        and mine.isdisjoint((right.forms[j], right.stems[j]))
        and (_is_small(right, j) or (_may_be_word(alignment, j, settings) and is_foreign(right.forms[j])))
    ]
    if not found:
        return ()
    spans = right.span(found)
    sure = len(found) > 1 or _is_no_loan(alignment, found[0], settings)
    note = f"left in another language: {', '.join(span.of(right.text) for span in spans[:_SHOWN])}"
    return (Issue("accuracy/untranslated", CHECK, "major" if sure else "minor", (), spans, note),)


def _is_no_loan(alignment: Alignment, j: int, settings: JudgementSettings) -> bool:
    """Whether a word alone is surely foreign, and not a loan that the lists lack: hukou, fatwa."""
    words, doubt = alignment.passage, float(alignment.back_suspicion[j])
    return _is_small(words, j) or not words.forms[j].isascii() or doubt >= settings.sure_foreign_suspicion


def _is_small(words: Words, j: int) -> bool:
    """Whether a word is one of another language's grammar between English ones, no part of a name or of a borrowed
    phrase: Nantes und was; not Stern und Sohn, Partij voor de Vrijheid."""
    if words.forms[j] not in word_list("foreign_grammar") or not words.written[j].islower() or _is_named(words, j):
        return False
    beside = [words.written[i] for i in (j - 1, j + 1) if 0 <= i < len(words)]
    small = [each for each in beside if each.islower()]
    return bool(small) and all(map(_is_listed, small))


def _may_be_word(alignment: Alignment, j: int, settings: JudgementSettings) -> bool:
    """Whether a word has no capital, or has one where the quotation has no name, as German nouns do: the Verlust of."""
    left, right = alignment.quotation, alignment.passage
    if right.written[j].islower():
        return not _is_named(right, j)
    i = int(alignment.back[j])
    if not (i > 0 and right.written[j][1:].islower() and 0 < j < len(right) - 1) or right.forms[j] in places():
        return False
    strange = not right.forms[j].isascii() or alignment.back_suspicion[j] >= settings.sure_foreign_suspicion
    before, behind = right.written[j - 1], right.written[j + 1]
    told = (before.islower() and j - 1 in right.content_set) or before.lower() in _ARTICLES
    told = told and not behind[0].isupper()
    return strange and told and left.written[i].islower() and i in left.content_set and left.stems[i] not in right.stems


_ARTICLES = frozenset("the a an this that these those its their his her our my your".split())
_NAMERS = frozenset("called as dubbed termed word term".split())


def _is_named(words: Words, j: int) -> bool:
    """Whether a word is shown as one of another language: the “hukou”, a system called hukou."""
    before, behind = (words.forms[i] if 0 <= i < len(words) else "" for i in (j - 1, j + 1))
    return before in _NAMERS or (not before[:1].isalnum() and not behind[:1].isalnum() and bool(before and behind))


@lru_cache(maxsize=1 << 12)
def is_foreign(form: str) -> bool:
    """Whether a word, in lower case, is no English one, none derived of such and no misspelling of one."""
    bare = plain(form)
    spoken = not _VOWELS.isdisjoint(bare)
    return (
        spoken
        and not _is_english(bare, _DEPTH, form.isascii())
        and not (form.isascii() and any(map(_is_listed, _misspelled_for(bare))))
    )


def _is_listed(form: str) -> bool:
    # Guesses are not worth a place in the stems' cache.
    return not word_list("lower_case").isdisjoint((form, stem.__wrapped__(form))) or form in word_list("function_words")


def _is_english(form: str, depth: int, compound: bool = True) -> bool:
    """Whether English has the word, or what it is derived of or, where it may be a ``compound``, put together from."""
    if _is_listed(form):
        return True
    cuts = range(_PART, len(form) - _PART + 1)
    if depth == _DEPTH and compound and any(_is_listed(form[:cut]) and _is_listed(form[cut:]) for cut in cuts):
        return True
    return depth > 0 and any(_is_english(part, depth - 1) for part in _underived(form))


def _underived(form: str) -> Iterator[str]:
    """What is left of a word without a prefix or an ending, an "e" or "y" put back."""
    for prefix in _PREFIXES:
        if form.startswith(prefix) and len(form) - len(prefix) >= _PART:
            yield form.removeprefix(prefix)
    for ending in _ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) >= _PART:
            start = form.removesuffix(ending)
            yield from (start, f"{start}e", f"{start}y")


def _misspelled_for(form: str) -> Iterator[str]:
    """All that is one letter more, less or other, or two neighbours exchanged (Damerau, CACM 1964)."""
    for i in range(len(form) + 1):
        start, end = form[:i], form[i:]
        yield start + end[1:]
        if len(end) > 1:
            yield start + end[1] + end[0] + end[2:]
        for letter in ascii_lowercase:
            yield start + letter + end[1:]
            yield start + letter + end
