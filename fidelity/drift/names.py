"""Names: a person, place or organisation of the quotation that the passage lacks, or has another for.

Variants count as the same name: the last name alone, initials, people for their place, a government's seat for
the government, other spellings of a foreign name.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from fidelity.drift.alignment import Alignment, Words, fold, plain
from fidelity.drift.name_reader import Name, places, read_names
from fidelity.drift.wordlists import lines
from fidelity.drift.wordlists import words as word_list
from fidelity.settings import DriftSettings
from fidelity.types import Issue, Severity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

CHECK = "names"

_MIN_LETTERS, _MAX_LETTERS = 2, 9
_MAX_PARTS = 6
_FOREIGN_LETTERS = 4
"""Letters from which an acronym may be that of the name in another language."""


def find_name_drift(alignment: Alignment, settings: DriftSettings) -> tuple[Issue, ...]:
    """Names of the quotation without a variant in the passage: critical where another stands there.

    A name lost, or one that the passage adds among the quotation's words, is major where the scorer is sure, unless
    the side without it has a pronoun more: it may stand for the name.
    """
    left, right = alignment.quotation, alignment.passage
    mine, theirs = (read_names(words, settings, guess=True) for words in (left, right))
    known = spelled_out(left, right), spelled_out(right, left)
    lost = [name for name in _absent(mine, left, right, settings) if known[0].isdisjoint(name.core)]
    new = [name for name in _absent(theirs, right, left, settings) if known[1].isdisjoint(name.core)]
    more = _count_pronouns(right) - _count_pronouns(left)
    issues, placed = [], set[int]()
    for name in lost:
        other = _in_its_place(name, new, alignment)
        spans, said = left.span(name.indices), _written(name, left)
        doubt = _suspicion(name, alignment.suspicion)
        least = settings.name_suspicion if name.guessed else settings.lost_name_suspicion
        if other is not None and _doubt(name, other, alignment) >= settings.name_suspicion:
            note = f"another name: “{said}” became “{_written(other, right)}”"
            issues.append(Issue("accuracy/mistranslation", CHECK, "critical", spans, right.span(other.indices), note))
            placed.update(other.indices)
        elif doubt >= least:
            sure = doubt >= settings.sure_name_suspicion or _leaves_gap(name, alignment, settings)
            severity: Severity = "major" if sure and more <= 0 else "minor"
            issues.append(Issue("accuracy/omission", CHECK, severity, spans, (), f"the name “{said}” is missing"))
    for name in new:
        doubt = _suspicion(name, alignment.back_suspicion)
        inside = name.core[0] in alignment.inner and placed.isdisjoint(name.indices)
        if inside and doubt >= settings.added_name_suspicion:
            severity = "major" if doubt >= settings.sure_name_suspicion and more >= 0 else "minor"
            note = f"the name “{_written(name, right)}” is not in the quotation"
            issues.append(Issue("accuracy/addition", CHECK, severity, (), right.span(name.indices), note))
    return tuple(issues)


def _leaves_gap(name: Name, alignment: Alignment, settings: DriftSettings) -> bool:
    """Whether words are likely missing in the passage where this name of the quotation would stand."""
    beside = (name.indices[0] - 1, name.indices[-1] + 1)
    places = [int(alignment.there[i]) for i in beside if 0 <= i < len(alignment.quotation)]
    back, on = settings.name_gap_reach
    gaps = alignment.back_gaps
    return any(
        float(gaps[max(0, place - back) : place + on].max()) >= settings.name_gap for place in places if place >= 0
    )


def _doubt(name: Name, other: Name, alignment: Alignment) -> float:
    """How surely a name is not the one in its place: that of the side in more doubt, of guessed names of both."""
    both = _suspicion(name, alignment.suspicion), _suspicion(other, alignment.back_suspicion)
    return min(both) if name.guessed or other.guessed else max(both)


def _count_pronouns(words: Words) -> int:
    return sum(form in word_list("pronouns") for form in words.forms)


def _written(name: Name, words: Words) -> str:
    return " ".join(words.written[i] for i in name.indices)


def same_names(words: Words, other: Words, settings: DriftSettings) -> set[int]:
    """Words of names that the other text has too, shorter or longer (Greg, Greg Brockman) or as letters."""
    theirs = [_core(name, other) for name in read_names(other, settings, guess=True)]
    parts = {part for core in theirs for part in _parts(core)}
    found, whole = spelled_out(words, other), set(theirs)
    mine = read_names(words, settings, guess=True)
    letters = {i for name in mine for i in name.core if _is_acronym(words.written[i])}
    known = {form: _is_known(form, other) for form in {plain(words.forms[i]) for i in letters}}
    found.update(i for i in letters if known[plain(words.forms[i])])
    for name in mine:
        core = _core(name, words)
        if core in parts or not whole.isdisjoint(_parts(core)):
            found.update(name.indices)
    return found


def pair_names(words: Words, other: Words, settings: DriftSettings) -> Iterator[tuple[range, range]]:
    """Names of the other text, shorter, longer, as letters or in another spelling here: (words here, words there)."""
    for letters, run in _spelled_runs(words, other):
        yield run, range(letters, letters + 1)
    for letters, run in _spelled_runs(other, words):
        yield range(letters, letters + 1), run
    known = dict(reversed(_read_interchangeable(words)))
    for number, run in _read_interchangeable(other) if known else ():
        if (
            number in known
            and words.forms[known[number].start : known[number].stop] != other.forms[run.start : run.stop]
        ):
            yield known[number], run
    mine, theirs = read_names(words, settings), read_names(other, settings)
    cores = [_core(name, words) for name in mine]
    for name in theirs:
        core = _core(name, other)
        if core in cores or any(other.forms[j].endswith("'s") for j in name.core[:-1]):
            continue
        like = (one for one, known in zip(mine, cores, strict=True) if _are_same(known, core, settings))
        best = max(like, key=lambda one: len(one.core), default=None)
        if best is not None:
            yield _stretch(best), _stretch(name)


def _stretch(name: Name) -> range:
    return range(name.core[0], name.core[-1] + 1)


def _are_same(one: tuple[str, ...], other: tuple[str, ...], settings: DriftSettings) -> bool:
    """Whether the passage's name is the quotation's with more before or behind it, or in another spelling.

    With less, it isn't taken for the same: a part of a name that is lost is for the scorer to weigh.
    """
    if len(one) != len(other):
        return not any(part in places() for part in (*one, *other)) and (
            other[: len(one)] == one or other[-len(one) :] == one
        )
    return all(a == b or _is_respelled(a, b, settings) for a, b in zip(one, other, strict=True))


def _is_respelled(one: str, other: str, settings: DriftSettings) -> bool:
    """Kronstadt and Kronshtadt, not Greek and Greece."""
    if one[-1:] != other[-1:] or _sound(one[0]) != _sound(other[0]) or one in places() or other in places():
        return False
    return (
        min(len(one), len(other)) >= settings.name_letters
        and SequenceMatcher(None, one, other, autojunk=False).ratio() >= settings.name_ratio
    )


def _is_known(acronym: str, other: Words) -> bool:
    return any(f" {variant} " in other.line for variant in _variants(acronym)) or _spells_out(acronym, other)


def _core(name: Name, words: Words) -> tuple[str, ...]:
    return tuple(plain(words.forms[i]) for i in name.core[:_MAX_PARTS])


def _parts(core: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {core[i:j] for i in range(len(core)) for j in range(i + 1, len(core) + 1)}


def spelled_out(words: Words, other: Words) -> set[int]:
    """Words that the other text has as an acronym: Department of War for DoW."""
    return {i for _, run in _spelled_runs(words, other) for i in run}


def _spelled_runs(words: Words, other: Words) -> Iterator[tuple[int, range]]:
    """Acronyms of the other text, and the words that each stands for."""
    letters: dict[str, int] = {}
    for j, written in enumerate(other.written):
        if _is_acronym(written):
            letters.setdefault("".join(filter(str.isalpha, other.forms[j])), j)
    sizes = {len(each) for each in letters} - set(range(_MIN_LETTERS + 1))
    small = word_list("function_words")
    for skipped in (frozenset[str](), small) if sizes else ():
        places = [i for i, form in enumerate(words.forms) if form[0].isalnum() and form not in skipped]
        initials = "".join(words.forms[i][0] for i in places)
        for start, size in product(range(len(places)), sorted(sizes)):
            run = places[start : start + size]
            if initials[start : start + size] in letters and all(
                words.written[i][0].isupper() or words.forms[i] in small for i in run
            ):
                yield letters[initials[start : start + size]], range(run[0], run[-1] + 1)


def _suspicion(name: Name, log_odds: Floats) -> float:
    """The scorer's log-odds that a word of the name carries an error: the highest."""
    return max(float(log_odds[i]) for i in name.core)


def find_missing_names(quotation: Words, passage: Words, settings: DriftSettings) -> tuple[Issue, ...]:
    """The same without word vectors, for two languages of one script: names whose every part is missing."""
    found = []
    for name in _absent(read_names(quotation, settings), quotation, passage, settings):
        note = f"the name “{_written(name, quotation)}” was not found"
        found.append(Issue("accuracy/omission", CHECK, "minor", quotation.span(name.indices), (), note))
    return tuple(found)


def _absent(names: list[Name], words: Words, other: Words, settings: DriftSettings) -> list[Name]:
    """Names that the other text lacks, each spelling looked for once."""
    known: dict[tuple[str, ...], bool] = {}
    for name in names:
        spelling = tuple(words.written[i] for i in name.indices)
        if spelling not in known:
            known[spelling] = is_present(name, words, other, settings)
    return [name for name in names if not known[tuple(words.written[i] for i in name.indices)]]


def is_present(name: Name, words: Words, other: Words, settings: DriftSettings) -> bool:
    """Whether the other text has the name, a variant of it, or another spelling."""
    text, parts = other.line, other.plain
    whole = " ".join(plain(words.forms[i]) for i in name.indices)
    joined = whole.replace(" ", "")
    return (
        (len(joined) >= settings.name_letters and joined in other.letters)
        or any(f" {variant} " in text for variant in _variants(whole))
        or not _initials(name, words).isdisjoint(parts)
        or _stands_abroad(name, words, other)
        or any(_has_part(words, i, other, settings) for i in name.core)
    )


def _has_part(words: Words, i: int, other: Words, settings: DriftSettings) -> bool:
    """Whether the other text has this word of a name, in some form."""
    form, parts, text = plain(words.forms[i]), other.plain, other.line
    return (
        form in parts
        or any(f" {variant} " in text for variant in _variants(form))
        or (_is_acronym(words.written[i]) and _spells_out(form, other))
        or any(_alike(form, candidate, candidate in other.capitalised, settings) for candidate in parts)
    )


def _alike(one: str, other: str, capitalised: bool, settings: DriftSettings) -> bool:
    """Other spellings and derived forms: Kronstadt and Kronshtadt, Germany and German.

    Without a capital, the other has to begin alike: the Authority, authorities; not Ines, fine.
    """
    if min(len(one), len(other)) < settings.name_letters or not other[0].isalpha():
        return False
    known = places()
    if one in known and other in known:
        return known[one] == known[other]
    if one[: settings.name_letters] == other[: settings.name_letters]:
        return True
    if capitalised and (one in other or other in one):
        return True
    if not capitalised or _sound(one[0]) != _sound(other[0]):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= settings.name_ratio and matcher.ratio() >= settings.name_ratio


_SOUNDS = ("bfpvw", "cgjkqsxzyh", "dt", "l", "mn", "r", "aeiouyh")
"""First letters that transcriptions take for one another, after the classes of Soundex (Russell, 1918)."""


def _sound(letter: str) -> int:
    return next((number for number, letters in enumerate(_SOUNDS) if letter in letters), -1)


def _is_acronym(written: str) -> bool:
    """Whether a word is short and has several capitals: WHO, DoW."""
    return len(written) <= _MAX_LETTERS and sum(map(str.isupper, written)) > 1


def _initials(name: Name, words: Words) -> set[str]:
    """What the name may be shortened to."""
    letters = [words.forms[i][0] for i in name.indices]
    return {"".join(letters), ".".join(letters) + "."} if len(letters) > 1 else set()


def _spells_out(acronym: str, words: Words) -> bool:
    """Whether consecutive words begin with the letters of the acronym, small grammar words skipped or not."""
    letters = [c for c in acronym if c.isalpha()]
    small = word_list("function_words")
    for skip in (False, True):
        first = [form[0] for form in words.forms if form[0].isalnum() and not (skip and form in small)]
        if len(letters) > 1 and "".join(letters) in "".join(first):
            return True
    return len(letters) >= _FOREIGN_LETTERS and _spells_out_abroad("".join(letters), words)


def _stands_abroad(name: Name, words: Words, other: Words) -> bool:
    """Whether the other text has an acronym of all the name's initials but one: the other way round."""
    if not _FOREIGN_LETTERS <= len(name.indices) <= _MAX_LETTERS:
        return False
    initials = "".join(words.forms[i][0] for i in name.indices)
    acronyms = {plain(form) for form, written in zip(other.forms, other.written, strict=True) if _is_acronym(written)}
    return any(
        len(initials) >= len(letters) >= _FOREIGN_LETTERS and _common(letters, initials) >= len(letters) - 1
        for letters in acronyms
    )


def _spells_out_abroad(letters: str, words: Words) -> bool:
    """Whether a run of capitalised words has all letters but one: ČSSD, Czech Social Democratic Party."""
    small = word_list("function_words")
    initials = "".join(
        form[0] if written[0].isupper() else " "
        for form, written in zip(words.forms, words.written, strict=True)
        if form[0].isalnum() and form not in small
    )
    runs = (run[i : i + len(letters)] for run in initials.split() for i in range(len(run) - len(letters) + 1))
    return any(_common(letters, run) >= len(letters) - 1 for run in runs)


def _common(one: str, other: str) -> int:
    """How many letters two strings have in common, in order."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


@cache
def _sets() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in lines("name_variants"):
        variants = [fold(part.strip()) for part in line.replace(";", ",").split(",")]
        for variant in variants:
            found.setdefault(variant, set()).update(filter(None, variants))
    return {variant: frozenset(others) for variant, others in found.items()}


@cache
def _interchangeable() -> dict[str, list[tuple[tuple[str, ...], int]]]:
    """Names that may stand in each other's place in a sentence, by their first word: their words, longest first, and
    the number of their set."""
    found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for number, line in enumerate(lines("name_variants")):
        same, mark, _ = line.partition(";")
        for variant in same.split(",") if mark else ():
            parts = Words(variant.strip() + "." * ("." in variant)).forms
            found.setdefault(parts[0], []).append((parts, number))
    return {first: sorted(some, key=lambda each: -len(each[0])) for first, some in found.items()}


def _read_interchangeable(words: Words) -> list[tuple[int, range]]:
    """The number of its set, and where it stands, of each name of :func:`_interchangeable`."""
    found, done = [], 0
    for i, form in enumerate(words.forms):
        if i < done or not words.written[i][0].isupper():
            continue
        for parts, number in _interchangeable().get(form, ()):
            run = range(i, i + len(parts))
            if words.forms[i + 1 : run.stop] == parts[1:] and run.stop <= len(words) and _stands_alone(words, run):
                found.append((number, run))
                done = run.stop
                break
    return found


def _stands_alone(words: Words, run: range) -> bool:
    """Whether words are a name of the lists, and not a part of another: Kim Jong Un, South China Sea, Bank of America.

    A name of three letters at most has to be written as an acronym: the Dow, and who pays?
    """
    first = words.written[run.start]
    if len(run) == 1 and len(first.replace(".", "")) <= _ACRONYM and sum(map(str.isupper, first)) < 2:
        return False
    before = [words.written[i] for i in (run.start - 1, run.start - 2) if i >= 0]
    if before[:1] == ["of"]:
        before = before[1:]
    return not before or not before[0][0].isupper() or before[0].lower() in word_list("function_words")


_ACRONYM = 3


def _variants(form: str) -> frozenset[str]:
    return _sets().get(form.removesuffix("."), frozenset())


def _in_its_place(name: Name, new: list[Name], alignment: Alignment) -> Name | None:
    """The passage's own name that this one's words match best, one way at least; else its most suspected one."""
    for other in new:
        core = set(other.core)
        forth = any(int(alignment.there[i]) in core for i in name.core)
        if forth or any(int(alignment.back[j]) in name.core for j in core):
            return other
    return max(new, key=lambda other: _suspicion(other, alignment.back_suspicion), default=None)
