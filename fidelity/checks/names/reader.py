"""The names of a text: which capitalised words are one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from fidelity.checks.names.variants import variants_of
from fidelity.settings import JudgementSettings
from fidelity.text.pack import Pack
from fidelity.text.words import Words

_OPENERS = frozenset(".!?:;“\"‘'«([—–•|\u2026")
_HYPHENS = frozenset("-‑")
_PARTICLES = frozenset(
    "de da das di do dos du del della der den af van von zu ter ten bin bint ibn al el la le".split()
)
"""Small words inside a name: Charles de Gaulle."""
_MOST_PARTICLES = 2
_LINKS = frozenset(("-", "‑", "'", "’", "&"))
_ADDRESS = re.compile(r"\.[a-z0-9]")
"""What makes the word before it a part of a web address: Example.org."""
_ARTICLES = frozenset(("the", "a", "an"))
_MIN_LETTERS = 2
_ABBREVIATED = frozenset("dr mr mrs ms mx prof st gen sen rep gov lt col sgt capt cpl maj rev hon pres".split())
"""Titles whose full stop ends no sentence: Dr. Mall."""
_NUMBERING = 4
"""Figures and marks that may stand before the first word of a heading."""
_TITLE_OPENERS, _CLOSERS = frozenset('“"«‘'), frozenset('”"»’')
_TITLE = 8
"""Words that the title of a book or film has at most."""


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words; ``core`` are those that tell it from other names.

    ``guessed``: all that tells it for a name is that the language has no such word.
    """

    indices: tuple[int, ...]
    core: tuple[int, ...]
    guessed: bool = False


def read_names(words: Words, settings: JudgementSettings, *, guess: bool = False) -> list[Name]:
    """Runs of capitalised words with at least one that is no title, month or the first word of a sentence.

    ``guess``: of English, also those at the head of a sentence that hold a word which the language has not.
    """
    limits = settings.headline_words, settings.headline_share
    return list(words.keep(("names", guess, limits), lambda: _read_names(words, settings, guess=guess)))


def _read_names(words: Words, settings: JudgementSettings, *, guess: bool) -> list[Name]:
    capital = [
        form[0].isalpha() and written[0].isupper() and not _ADDRESS.match(words.text, span.end)
        for form, written, span in zip(words.forms, words.written, words.spans, strict=True)
    ]
    listed = words.pack.lower_case
    content = [i for i in words.content if words.forms[i][0].isalpha() and words.stems[i] in listed]
    share = settings.headline_share * len(content)
    if len(content) >= settings.headline_words and sum(capital[i] for i in content) > share:
        return []
    inside = {words.forms[i] for i in range(len(words)) if capital[i] and not _opens(words, i)}
    names, run = list[Name](), list[int]()
    for i in range(len(words) + 1):
        if i < len(words) and capital[i]:
            run.append(i)
        elif run and not _goes_on(words, i, capital):
            core = [j for j in run if _tells(words, j, alone=len(run) == 1, inside=inside)]
            run = _without_openers(words, run, core)
            if core:
                names += _split_at_titles(words, run, core)
            elif guess and (strange := [j for j in run if _is_no_word(words, j)]):
                names.append(Name(tuple(run), tuple(strange), guessed=True))
            run = []
    return names


def _goes_on(words: Words, i: int, capital: list[bool]) -> bool:
    """Whether a name goes on behind a word without a capital: Sars-CoV, Ursula von der Leyen."""
    if i + 1 < len(words) and capital[i + 1] and _links(words, i):
        return True
    end = next((j for j in range(i, len(words)) if words.forms[j] not in _PARTICLES), len(words))
    return i < end < len(words) and capital[end] and end - i <= _MOST_PARTICLES


def _without_openers(words: Words, run: list[int], core: list[int]) -> list[int]:
    """The run without small words and days that stand before the name: On Tuesday Orpo; not the article of one."""
    dropped = (words.pack.function_words | words.pack.calendar.keys()) - _ARTICLES
    return run[next((k for k, i in enumerate(run) if i in core or words.forms[i] not in dropped), 0) :]


_JOINED = re.compile(r"(?:[-‑]\w+)*")


def written(name: Name, words: Words) -> str:
    """A name as it stands in the text, with what hyphens join to it."""
    start, end = words.spans[name.indices[0]].start, words.spans[name.indices[-1]].end
    tail = _JOINED.match(words.text, end)
    return " ".join(words.text[start : tail.end() if tail else end].split())


def find_titled(words: Words) -> set[int]:
    """Words between quotation marks that hold a title: a few words, most with a capital."""
    found, start = set[int](), None
    for i, form in enumerate(words.forms):
        if start is not None and form in _CLOSERS:
            inner = range(start + 1, i)
            named = [j for j in inner if j in words.content_set and words.forms[j][0].isalpha()]
            if 1 < len(inner) <= _TITLE and all(words.written[j][0].isupper() for j in named):
                found.update(inner)
            start = None
        elif form in _TITLE_OPENERS:
            start = i
    return found


def _links(words: Words, i: int) -> bool:
    """Whether a mark between two capitalised words does not end a name: a hyphen, or the full stop of an initial."""
    initial = words.forms[i] == "." and len(words.written[i - 1]) == 1
    return words.forms[i] in _LINKS or (initial and words.forms[i + 1] not in words.pack.function_words)


def _split_at_titles(words: Words, run: list[int], core: list[int]) -> Iterator[Name]:
    """The names of a run of capitalised words: of "President Ann Lee Secretary Joe Example" two."""
    titles = words.pack.titles
    starts = [j for j in run if core[0] < j < core[-1] and words.forms[j] in titles]
    for start, end in pairwise([run[0], *starts, run[-1] + 1]):
        inner = core[bisect_left(core, start) : bisect_left(core, end)]
        if inner:
            yield Name(tuple(run[bisect_left(run, start) : bisect_left(run, end)]), tuple(inner))


def _opens(words: Words, i: int) -> bool:
    """Whether a word is the first of a sentence, or of a heading behind its number: 9.3 Usage."""
    if i == 0 or (i <= _NUMBERING and not any(form[0].isalpha() for form in words.forms[:i])):
        return True
    abbreviated = words.forms[i - 1] == "." and i > 1 and words.forms[i - 2] in _ABBREVIATED
    return words.forms[i - 1] in _OPENERS and not abbreviated


def _tells(words: Words, i: int, *, alone: bool, inside: set[str]) -> bool:
    """Whether a capitalised word belongs to a name and tells it from others."""
    form, written = words.forms[i].removesuffix("'s"), words.written[i]
    if _is_never_name(words, i) or _is_prefix(words, i):
        return False
    known = form in inside or form in words.pack.place_numbers or written[:2].isupper()
    return (
        known
        or not (_opens(words, i) and (alone or i == 0))
        or (not alone and (_is_no_word(words, i) or bool(variants_of(form, words.pack))))
    )


def _is_prefix(words: Words, i: int) -> bool:
    """Whether a hyphen joins a word of the language to one with a small letter: the Anti-trust Act; not Gaza-bound."""
    joined = i + 2 < len(words) and words.forms[i + 1] in _HYPHENS and words.written[i + 2][0].islower()
    return joined and words.stems[i] in words.pack.lower_case and words.forms[i] not in words.pack.place_numbers


def _is_no_word(words: Words, i: int) -> bool:
    """Whether a capitalised word is none of the language: a name, then, also at the head of a sentence."""
    known = words.stems[i] in words.pack.lower_case
    return words.forms[i].removesuffix("'s").isalpha() and not known and not _is_never_name(words, i)


def _is_never_name(words: Words, i: int) -> bool:
    """Whether a word tells no name from others, however it is written."""
    form = words.forms[i].removesuffix("'s")
    if len(form) < _MIN_LETTERS or form.replace("'", "") in ("im", "ive", "id", "ill"):
        return True
    if words.pack.numbers.get(form, (0.0, ""))[1] == "decade":
        return True
    return form in _no_names(words.pack) and words.written[i] != "US"


@cache
def _no_names(pack: Pack) -> frozenset[str]:
    return pack.common_capitals | pack.titles | pack.function_words
