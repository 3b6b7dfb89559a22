"""Whether a text has a name of another, in whatever form: shorter or longer, as letters, in another spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby

from fidelity.checks.names.acronyms import initials_of, is_acronym, spelled_out, spelled_runs, spells_out, stands_abroad
from fidelity.checks.names.reader import Name, read_names
from fidelity.checks.names.variants import read_interchangeable, variants_of
from fidelity.settings import JudgementSettings
from fidelity.text.pack import Pack
from fidelity.text.words import Words, plain

_MAX_PARTS = 6
_Core = tuple[str, ...]


def same_names(words: Words, other: Words, settings: JudgementSettings) -> set[int]:
    """Words of names that the other text has too, shorter or longer (Greg, Greg Brockman) or as letters."""
    theirs = [core_of(name, other) for name in read_names(other, settings, guess=True)]
    parts = {part for core in theirs for part in _parts(core)}
    found, whole = spelled_out(words, other), set(theirs)
    mine = read_names(words, settings, guess=True)
    letters = {i for name in mine for i in name.core if is_acronym(words.written[i])}
    known = {form: _is_known(form, other) for form in {plain(words.forms[i]) for i in letters}}
    found.update(i for i in letters if known[plain(words.forms[i])])
    for name in mine:
        core = core_of(name, words)
        if core in parts or not whole.isdisjoint(_parts(core)):
            found.update(name.indices)
    return found


def pair_names(words: Words, other: Words, settings: JudgementSettings) -> Iterator[tuple[range, range]]:
    """Names of the other text, shorter, longer, as letters or in another spelling here: (words here, words there)."""
    for letters, run in spelled_runs(words, other):
        yield run, range(letters, letters + 1)
    for letters, run in spelled_runs(other, words):
        yield range(letters, letters + 1), run
    known = dict(reversed(read_interchangeable(words)))
    for number, run in read_interchangeable(other) if known else ():
        if (
            number in known
            and words.forms[known[number].start : known[number].stop] != other.forms[run.start : run.stop]
        ):
            yield known[number], run
    mine, theirs = read_names(words, settings), read_names(other, settings)
    cores = [core_of(name, words) for name in mine]
    whole, outlines = defaultdict[_Core, list[int]](list), defaultdict[_Core, list[int]](list)
    for number, core in enumerate(cores):
        whole[core].append(number)
        outlines[_outline(core)].append(number)
    for name in theirs:
        core = core_of(name, other)
        if core in whole or any(other.forms[j].endswith("'s") for j in name.core[:-1]):
            continue
        near = [*outlines.get(_outline(core), ()), *(i for part in _ends(core) for i in whole.get(part, ()))]
        like = (mine[i] for i in sorted(near) if _are_same(cores[i], core, words.pack, settings))
        best = max(like, key=lambda one: len(one.core), default=None)
        if best is not None:
            yield _stretch(best), _stretch(name)


def _outline(core: _Core) -> _Core:
    """The first sound and the last letter of each word, which names in another spelling have in common."""
    return tuple(f"{_sound(part[0])}{part[-1]}" if part else "" for part in core)


def _ends(core: _Core) -> set[_Core]:
    """The shorter names with which a name begins or ends."""
    return {end for i in range(1, len(core)) for end in (core[:i], core[i:])}


def _stretch(name: Name) -> range:
    return range(name.core[0], name.core[-1] + 1)


def _are_same(one: tuple[str, ...], other: tuple[str, ...], pack: Pack, settings: JudgementSettings) -> bool:
    """Whether the passage's name is the quotation's with more before or behind it, or in another spelling.

    With less, it isn't taken for the same: a part of a name that is lost is for the scorer to weigh.
    """
    if len(one) != len(other):
        return not any(part in pack.place_numbers for part in (*one, *other)) and (
            other[: len(one)] == one or other[-len(one) :] == one
        )
    return all(a == b or _is_respelled(a, b, pack, settings) for a, b in zip(one, other, strict=True))


def _is_respelled(one: str, other: str, pack: Pack, settings: JudgementSettings) -> bool:
    """Kronstadt and Kronshtadt, not Greek and Greece."""
    if (
        one[-1:] != other[-1:]
        or _sound(one[0]) != _sound(other[0])
        or one in pack.place_numbers
        or other in pack.place_numbers
    ):
        return False
    return (
        min(len(one), len(other)) >= settings.name_letters
        and SequenceMatcher(None, one, other, autojunk=False).ratio() >= settings.name_ratio
    )


def _is_known(acronym: str, other: Words) -> bool:
    return any(f" {variant} " in other.line for variant in variants_of(acronym, other.pack)) or spells_out(
        acronym, other
    )


def core_of(name: Name, words: Words) -> tuple[str, ...]:
    """The words that tell a name from others, plain; of a long one the first."""
    return tuple(plain(words.forms[i]) for i in name.core[:_MAX_PARTS])


def _parts(core: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {core[i:j] for i in range(len(core)) for j in range(i + 1, len(core) + 1)}


def is_present(name: Name, words: Words, other: Words, settings: JudgementSettings) -> bool:
    """Whether the other text has the name, a variant of it, or another spelling."""
    text, parts = other.line, other.plain
    whole = " ".join(plain(words.forms[i]) for i in name.indices)
    joined = whole.replace(" ", "")
    return (
        (len(joined) >= settings.name_letters and joined in other.letters)
        or any(f" {variant} " in text for variant in variants_of(whole, words.pack))
        or not initials_of(name, words).isdisjoint(parts)
        or stands_abroad(name, words, other)
        or any(has_part(words, i, other, settings) for i in _telling_parts(name, words, other))
    )


def _telling_parts(name: Name, words: Words, other: Words) -> list[int]:
    """The parts by which the other text may have a name: all, if they are all words of the language; else not those
    that it has as mere words, as "a radio site" has none of "Example Radio".
    """
    common = {i for i in name.core if words.stems[i] in words.pack.lower_case}
    if len(common) == len(name.core):
        return list(name.core)
    forms = {i: plain(words.forms[i]) for i in name.core}
    return [i for i in name.core if i not in common or forms[i] in other.capitalised or forms[i] not in other.plain]


def has_part(words: Words, i: int, other: Words, settings: JudgementSettings) -> bool:
    """Whether the other text has this word of a name, in some form."""
    form, parts, text = plain(words.forms[i]), other.plain, other.line
    return (
        form in parts
        or any(f" {variant} " in text for variant in variants_of(form, words.pack))
        or (is_acronym(words.written[i]) and spells_out(form, other))
        or any(_are_alike(form, candidate, words.pack, candidate in other.capitalised, settings) for candidate in parts)
    )


def _are_alike(one: str, other: str, pack: Pack, capitalised: bool, settings: JudgementSettings) -> bool:
    """Other spellings and derived forms: Kronstadt and Kronshtadt, Germany and German.

    Without a capital, the other has to begin alike: the Authority, authorities; not Ines, fine.
    """
    if min(len(one), len(other)) < settings.name_letters or not other[0].isalpha():
        return False
    known = pack.place_numbers
    if one in known and other in known:
        return known[one] == known[other]
    if not capitalised:
        return one[: settings.name_letters] == other[: settings.name_letters]
    return one in other or other in one or _is_misspelt(one, other, settings)


def _is_misspelt(one: str, other: str, settings: JudgementSettings) -> bool:
    """Whether two words begin alike, or with a like sound and have most letters in common."""
    if one[: settings.name_letters] == other[: settings.name_letters]:
        return True
    if _sound(one[0]) != _sound(other[0]):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= settings.name_ratio and matcher.ratio() >= settings.name_ratio


def sound_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names have the same consonants, as one in two transcriptions may, or the same letters: Ascalon,
    Ashkelon; Libya, Lybia."""
    letters = "".join(one), "".join(other)
    mine, theirs = map(_consonants, letters)
    alike = (mine == theirs and len(mine) >= _LEAST_CONSONANTS) or sorted(letters[0]) == sorted(letters[1])
    return alike and _sound(one[0][0]) == _sound(other[0][0])


def are_transcribed(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names have most letters in common, and parts that begin with like sounds: Hryhorii Oleksiienko,
    Grigory Alexeyenko."""
    if len(one) < _FULL or len(one) != len(other):
        return False
    pairs = list(zip(one, other, strict=True))
    return all(_sound(a[0]) == _sound(b[0]) or {a[0], b[0]} == _GUTTURALS for a, b in pairs) and all(
        SequenceMatcher(None, a, b, autojunk=False).ratio() >= _LEAST_COMMON for a, b in pairs
    )


_FULL, _LEAST_COMMON = 2, 0.4
_GUTTURALS = {"g", "h"}
_LEAST_CONSONANTS = 3
_SILENT = str.maketrans({"c": "k", "q": "k", "z": "s", "w": "v", **dict.fromkeys("aeiouyh")})


def _consonants(word: str) -> str:
    """The consonants of a word, as they sound, each but once in a row."""
    sounds = word.replace("ph", "f").replace("x", "ks").translate(_SILENT)
    return "".join(sound for sound, _ in groupby(sounds))


_SOUNDS = ("bfpvw", "cgjkqsxzyh", "dt", "l", "mn", "r", "aeiouyh")
"""First letters that transcriptions take for one another, after the classes of Soundex (Russell, 1918)."""


def _sound(letter: str) -> int:
    return next((number for number, letters in enumerate(_SOUNDS) if letter in letters), -1)
