"""Names and countries between two languages: one that stands where the other side has another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from fidelity.checks.names.countries import find_countries, may_name
from fidelity.checks.names.sounds import Sounds, fold_name, load_sounds
from fidelity.settings import JudgementSettings
from fidelity.text.pack import Pack, load_pack
from fidelity.text.stems import stem
from fidelity.types import Issue, Span

CHECK = "names"
SOUNDING = ("ru", "zh")
"""Languages whose transcriptions have sounds."""

_LATIN_NAME = re.compile(r"(?<![\w.'’-])[A-ZÀ-Þ][a-zà-ÿ’'-]*[a-zà-ÿ]{2}[A-Za-zà-ÿ]*")
_AFTER_START = re.compile(r"(?:^|[.!?:;“”\"«»—–(]\s*)$")
_HAN = re.compile(r"[\u4e00-\u9fff·•・‧]+")
_DOT = re.compile("[·•・‧]")
_CYRILLIC_NAME = re.compile(r"(?<![\w-])[А-ЯЁ][а-яё]{3,}")
_ADJECTIVE = re.compile(
    "(?:[сц]к(?:ий|ой|ая|ое|ого|ому|ом|им|ую|ие|их|ими)|(?:н|ов|ев|ин)(?:ый|ий|ая|ое|ого|ому|ым|ую|ые|ых|ыми))$"
)
"""Endings of adjectives in Russian, of which few are names."""
_CASES = re.compile("(?:ого|ому|ыми|ами|ями|ой|ым|ом|ем|ам|ям|ах|ях|ов|ев|ую|ая|ий|ый|[аеиоуыюя])$")
"""Endings of a name's grammatical forms in Russian."""
_POSSESSIVE = re.compile("['’]s?$")


@dataclass(frozen=True, slots=True)
class _Side:
    """One side's text, its word lists, and whether it is the quotation."""

    text: str
    pack: Pack
    is_quotation: bool


def find_names_across(
    quotation: str, passage: str, languages: tuple[str, str], settings: JudgementSettings
) -> tuple[Issue, ...]:
    """A name or country of each side that nothing on the other side stands for, where each has only one such."""
    packs = tuple(map(load_pack, languages))
    sides = _Side(quotation, packs[0], True), _Side(passage, packs[1], False)
    return (*_find_countries_across(*sides), *_find_sounds_across(*sides, settings))


def is_heard(name: str, text: str, language: str, least: float) -> bool:
    """Whether a text has all words of a name in Latin letters, in transcription (languages: :data:`SOUNDING`).

    Initials do not count, and a name of nothing else is not heard.

    ``least``: the likeness of sounds from which a stretch of the text is such a word.
    """
    if language not in SOUNDING:
        return False
    sounds, side = load_sounds(language), _Side(text, load_pack(language), is_quotation=False)
    words = [word for word in map(fold_name, name.split()) if len(word) > 1]
    written = list(dict.fromkeys(_stretches(side)))
    return bool(words) and all(any(sounds.likeness(word, form) >= least for form in written) for word in words)


def _find_countries_across(left: _Side, right: _Side) -> tuple[Issue, ...]:
    mine, theirs = (find_countries(side.text, side.pack) for side in (left, right))
    lost = [span for code, span in mine.items() if code not in theirs and not may_name(right.text, right.pack, code)]
    new = [span for code, span in theirs.items() if code not in mine and not may_name(left.text, left.pack, code)]
    if len(lost) != 1 or len(new) != 1:
        return ()
    note = f"another country: “{lost[0].of(left.text)}” became “{new[0].of(right.text)}”"
    return (Issue("accuracy/mistranslation", CHECK, "critical", (lost[0],), (new[0],), note),)


def _find_sounds_across(left: _Side, right: _Side, settings: JudgementSettings) -> tuple[Issue, ...]:
    """A transcribed name that no name of the other side sounds like, and a name there that nothing here sounds like."""
    foreign = next((side for side in (left, right) if side.pack.language in SOUNDING), None)
    latin = right if foreign is left else left
    if foreign is None or latin.pack.language != "en":
        return ()
    sounds = load_sounds(foreign.pack.language)
    named = list(_find_latin(latin))
    unheard = _only(foreign.text, _find_unheard(foreign, latin.text, named, sounds, settings))
    silent = _only(latin.text, _find_silent(latin, named, foreign, sounds, settings)) if unheard else None
    if unheard is None or silent is None:
        return ()
    mine, theirs = (silent, unheard) if latin.is_quotation else (unheard, silent)
    note = f"another name: “{mine.of(left.text)}” became “{theirs.of(right.text)}”"
    return (Issue("accuracy/mistranslation", CHECK, "critical", (mine,), (theirs,), note),)


def _only(text: str, spans: Iterator[Span]) -> Span | None:
    """The first span, if all of them say the same."""
    found = list(spans)
    return found[0] if len({span.of(text) for span in found}) == 1 else None


def _find_latin(side: _Side) -> Iterator[Span]:
    """Words with a capital that may be names."""
    words = side.pack.common_capitals
    for match in _LATIN_NAME.finditer(side.text):
        end = match.start() + len(_POSSESSIVE.sub("", match.group()))
        span = Span(match.start(), end)
        if span.of(side.text).casefold() not in words:
            yield span


def _find_unheard(
    side: _Side, other: str, names: Sequence[Span], sounds: Sounds, settings: JudgementSettings
) -> Iterator[Span]:
    """Transcribed names of which no part sounds like a name of the other side."""
    known = find_countries(side.text, side.pack).values()
    heard = [fold_name(name.of(other)) for name in names]
    for span in _find_written(side, sounds, settings):
        if any(span.start < country.end and country.start < span.end for country in known):
            continue
        parts = [part for part in _DOT.split(span.of(side.text)) if part]
        forms = [form for part in parts for form in _forms(part, side.pack.language)]
        if all(sounds.likeness(name, form) < settings.other_sound for name in heard for form in forms):
            yield span


def _find_silent(
    side: _Side, names: Sequence[Span], other: _Side, sounds: Sounds, settings: JudgementSettings
) -> Iterator[Span]:
    """Names of which no word sounds like anything on the other side; titles and words of the language say nothing."""
    written = list(dict.fromkeys(_stretches(other)))
    for group in _grouped(names):
        telling = [word for word in group if _tells(side, word)]
        heard = (
            sounds.likeness(fold_name(word.of(side.text)), form) >= settings.heard_sound
            for word in telling
            for form in written
        )
        if telling and not _AFTER_START.search(side.text[: telling[0].start]) and not any(heard):
            yield Span(telling[0].start, telling[-1].end)


def _grouped(names: Sequence[Span]) -> list[list[Span]]:
    """Words that follow one another, as one name."""
    groups: list[list[Span]] = []
    for name in names:
        if groups and name.start - groups[-1][-1].end <= 1:
            groups[-1].append(name)
        else:
            groups.append([name])
    return groups


def _tells(side: _Side, word: Span) -> bool:
    """Whether a word is a name by itself: no word of the language, and no country or people."""
    folded, pack = fold_name(word.of(side.text)), side.pack
    known = pack.place_numbers, pack.lower_case, _country_words(pack)
    return bool(folded) and folded not in known[0] and stem(folded, pack) not in known[1] and folded not in known[2]


@cache
def _country_words(pack: Pack) -> frozenset[str]:
    rows = (*pack.countries.values(), *pack.country_marks.values())
    return frozenset(fold_name(word) for row in rows for name in row for word in name.split())


def _find_written(side: _Side, sounds: Sounds, settings: JudgementSettings) -> Iterator[Span]:
    """Where names stand that are surely transcribed."""
    if side.pack.language == "ru":
        for match in _CYRILLIC_NAME.finditer(side.text):
            word = match.group().casefold()
            common = any(word.startswith(each) for each in side.pack.common_capitals)
            if not common and not _ADJECTIVE.search(word) and not _AFTER_START.search(side.text[: match.start()]):
                yield Span(*match.span())
        return
    for match in _HAN.finditer(side.text):
        yield from _find_transcribed(side.text, Span(*match.span()), sounds, settings)


def _find_transcribed(text: str, run: Span, sounds: Sounds, settings: JudgementSettings) -> Iterator[Span]:
    """Stretches of characters that are far more usual in names than in running text."""
    start, total, best, end = run.start, 0.0, 0.0, run.start
    for i in range(run.start, run.end + 1):
        inside = i < run.end
        odds = 0.0 if inside and _DOT.match(text[i]) else sounds.name_odds.get(text[i], -3.0) if inside else -99.0
        if total + odds <= 0 or best - (total + odds) > settings.name_odds_drop:
            if best >= settings.transcribed_odds and end - start >= settings.transcribed_characters:
                yield Span(start, end)
            start, total, best, end = i + 1, 0.0, 0.0, i + 1
            continue
        total += odds
        if total > best:
            best, end = total, i + 1


def _stretches(side: _Side) -> Iterator[str]:
    """Everything that may be a name."""
    if side.pack.language == "ru":
        for word in re.findall(r"(?<![\w-])[А-ЯЁ][а-яё]+", side.text):
            yield from _forms(word, "ru")
        return
    for match in _HAN.finditer(side.text):
        run = _DOT.sub("", match.group())
        for size in range(1, 7):
            yield from (run[i : i + size] for i in range(len(run) - size + 1))


def _forms(name: str, language: str) -> tuple[str, ...]:
    """A name as its sounds are looked up: in Russian also without the ending of a grammatical form or an adjective."""
    if language != "ru":
        return (name,)
    folded = name.casefold()
    bare = _ADJECTIVE.sub("", folded)
    return tuple(dict.fromkeys((folded, _CASES.sub("", folded), bare, bare.removesuffix("ен"))))
