"""Names: a person, place or organisation of the quotation that the passage lacks or replaces with another.

Variants count as the same name: the last name alone, initials, people for their place, a government's seat for
the government, other spellings of a foreign name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checks.alignment import Alignment
from fidelity.checks.names.acronyms import spelled_out
from fidelity.checks.names.across import find_names_across
from fidelity.checks.names.countries import find_countries
from fidelity.checks.names.family_names import may_be_one
from fidelity.checks.names.matching import are_transcribed, core_of, is_present, sound_alike
from fidelity.checks.names.namesakes import find_namesakes
from fidelity.checks.names.reader import Name, find_titled, read_names, written
from fidelity.checks.pair import Pair, is_latin
from fidelity.settings import JudgementSettings
from fidelity.text.words import Words, plain
from fidelity.types import Issue, Severity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

CHECK = "names"


def find_name_drift(pair: Pair, settings: JudgementSettings) -> tuple[Issue, ...]:
    """Names of the quotation that have no variant in the passage; critical if the passage has another name instead.

    A name that is lost, or that the passage adds among the quotation's words, is major if the scorer is sure, unless
    the side without the name has one more pronoun, which may stand for the name.
    """
    if pair.alignment is None and pair.languages[0].partition("-")[0] != pair.languages[1].partition("-")[0]:
        across = find_names_across(pair.quotation.text, pair.passage.text, pair.languages, settings)
        latin = all(map(is_latin, pair.languages))
        if not latin:
            return across
        names = _read_shared_names(pair.quotation, pair.languages[0], settings)
        return (*across, *_find_missing_names(names, pair.quotation, pair.passage, settings))
    if pair.alignment is None and not all(map(is_latin, pair.languages)):
        return ()
    if pair.alignment is None:
        names = _read_certain_names(pair.quotation, pair.languages[0], settings)
        return _find_missing_names(names, pair.quotation, pair.passage, settings)
    alignment, left, right = pair.alignment, pair.quotation, pair.passage
    limits = alignment.thresholds
    mine, theirs = (read_names(words, settings, guess=True) for words in (left, right))
    known = spelled_out(left, right), spelled_out(right, left)
    lost = [name for name in _absent(mine, left, right, settings) if known[0].isdisjoint(name.core)]
    new = [name for name in _absent(theirs, right, left, settings) if known[1].isdisjoint(name.core)]
    titled = find_titled(left), find_titled(right)
    more = _count_pronouns(right) - _count_pronouns(left)
    issues, placed = [], set[int]()
    for name in lost:
        other = _in_its_place(name, new, alignment)
        spans, said = left.span(name.indices), written(name, left)
        doubt = _suspicion(name, alignment.suspicion)
        least = limits.replaced_name if name.guessed else limits.lost_name
        if other is not None and _doubt(name, other, alignment) >= limits.replaced_name:
            what, grave = _grade(name, other, left, right, titled)
            note = f"{what}: “{said}” became “{written(other, right)}”"
            issues.append(Issue("accuracy/mistranslation", CHECK, grave, spans, right.span(other.indices), note))
            placed.update(other.indices)
        elif doubt >= least:
            severity: Severity = "major" if doubt >= limits.sure_name and more <= 0 else "minor"
            issues.append(Issue("accuracy/omission", CHECK, severity, spans, (), f"the name “{said}” is missing"))
    issues += find_namesakes(mine, theirs, alignment, settings)
    for name in new:
        doubt = _suspicion(name, alignment.back_suspicion)
        inside = any(j in alignment.inner for j in name.core) and placed.isdisjoint(name.indices)
        if inside and doubt >= limits.added_name:
            severity = "major" if doubt >= limits.sure_name and more >= 0 else "minor"
            note = f"the name “{written(name, right)}” is not in the quotation"
            issues.append(Issue("accuracy/addition", CHECK, severity, (), right.span(name.indices), note))
    return tuple(issues)


def _grade(
    name: Name, other: Name, words: Words, others: Words, titled: tuple[set[int], set[int]]
) -> tuple[str, Severity]:
    """What kind of replacement another name is, in plain words, and how severe it is."""
    if titled[0].intersection(name.core) or titled[1].intersection(other.core):
        return "another title", "minor"
    cores = core_of(name, words), core_of(other, others)
    if may_be_one(*cores, words.pack) or sound_alike(*cores) or are_transcribed(*cores):
        return "another name, or another transcription of the same name", "minor"
    return "another name", "critical"


def _doubt(name: Name, other: Name, alignment: Alignment) -> float:
    """How surely a name is not the one in its place: the log-odds of both together, of guessed names the lower."""
    both = _suspicion(name, alignment.suspicion), _suspicion(other, alignment.back_suspicion)
    return min(both) if name.guessed or other.guessed else sum(both)


def _count_pronouns(words: Words) -> int:
    return sum(form in words.pack.pronouns for form in words.forms)


def _suspicion(name: Name, log_odds: Floats) -> float:
    """The scorer's log-odds that a word of the name carries an error: the highest."""
    return max(float(log_odds[i]) for i in name.indices)


def _find_missing_names(
    names: list[Name], quotation: Words, passage: Words, settings: JudgementSettings
) -> tuple[Issue, ...]:
    """The same without word vectors, for two texts in one script: names whose every part is missing."""
    found = []
    for name in _absent(names, quotation, passage, settings):
        note = f"the name “{written(name, quotation)}” was not found"
        found.append(Issue("accuracy/omission", CHECK, "minor", quotation.span(name.indices), (), note))
    return tuple(found)


def _read_shared_names(quotation: Words, language: str, settings: JudgementSettings) -> list[Name]:
    """The names that another language writes alike: no acronyms and no countries."""
    countries = find_countries(quotation.text, quotation.pack).values()
    return [
        name
        for name in _read_certain_names(quotation, language, settings)
        if all((rest := quotation.written[i][1:]).islower() and rest.isalpha() for i in name.core)
        and not any(span.overlap(country) for span in quotation.span(name.core) for country in countries)
    ]


def _read_certain_names(words: Words, language: str, settings: JudgementSettings) -> list[Name]:
    """The names of a text; none in a language that writes all nouns with a capital."""
    return [] if language.partition("-")[0].casefold() in _CAPITAL_NOUNS else read_names(words, settings)


_CAPITAL_NOUNS = frozenset({"de", "lb"})
"""Languages that write all nouns with a capital: German and Luxembourgish."""


def _absent(names: list[Name], words: Words, other: Words, settings: JudgementSettings) -> list[Name]:
    """Names that the other text lacks, each spelling looked for once."""
    known: dict[tuple[str, ...], bool] = {}
    for name in names:
        spelling = tuple(words.written[i] for i in name.indices)
        if spelling not in known:
            known[spelling] = is_present(name, words, other, settings)
    return [name for name in names if not known[tuple(words.written[i] for i in name.indices)]]


def _in_its_place(name: Name, new: list[Name], alignment: Alignment) -> Name | None:
    """The passage's own name that may be this one in another transcription, or that this one's words match best, one
    way at least; else its most suspected one."""
    alike = [other for other in new if _may_stand_for(name, alignment.quotation, other, alignment.passage)]
    this = core_of(name, alignment.quotation)
    for other in alike:
        if may_be_one(this, core_of(other, alignment.passage), alignment.quotation.pack):
            return other
    for other in alike:
        core = set(other.core)
        forth = any(int(alignment.there[i]) in core for i in name.core)
        if forth or any(int(alignment.back[j]) in name.core for j in core):
            return other
    return max(alike, key=lambda other: _suspicion(other, alignment.back_suspicion), default=None)


def _may_stand_for(name: Name, words: Words, other: Name, others: Words) -> bool:
    """Whether one name may have been put for another: not a country for "the Authority"."""
    kinds = {_kind(name, words), _kind(other, others)}
    return kinds != {"place", "word"}


def _kind(name: Name, words: Words) -> str:
    """Whether a name is nothing but a known place, "the" and a word of the language with a capital, or neither."""
    if all(plain(words.forms[i]) in words.pack.place_numbers for i in name.core):
        return "place"
    (first, *more), before = name.indices, words.forms[max(0, name.indices[0] - 1) : name.indices[0]]
    common = not more and before == ("the",) and words.stems[first] in words.pack.lower_case
    return "word" if common else "other"
