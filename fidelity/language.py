"""BCP 47 tags for texts: the script first, then statistics among the languages that write it.

Script decides alone where one language writes it (Hangul is Korean, kana is Japanese), and Chinese
is told apart from its neighbours before any statistics run: langdetect calls short Chinese "Korean"
with p > 0.9999. langdetect (https://github.com/Mimino666/langdetect, Apache-2.0), seeded and limited
to the languages of the script, votes on the rest.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from fidelity.errors import SettingError
from fidelity.settings import LanguageSettings

UNDETERMINED = "und"
NO_LINGUISTIC_CONTENT = "zxx"

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

_SCRIPT_RANGES: tuple[tuple[int, int, str], ...] = (
    (0x0041, 0x024F, "Latin"),
    (0x0250, 0x02AF, "Latin"),
    (0x0370, 0x03FF, "Greek"),
    (0x0400, 0x052F, "Cyrillic"),
    (0x0530, 0x058F, "Armenian"),
    (0x0590, 0x05FF, "Hebrew"),
    (0x0600, 0x077F, "Arabic"),
    (0x08A0, 0x08FF, "Arabic"),
    (0x0900, 0x097F, "Devanagari"),
    (0x0980, 0x09FF, "Bengali"),
    (0x0A00, 0x0A7F, "Gurmukhi"),
    (0x0A80, 0x0AFF, "Gujarati"),
    (0x0B80, 0x0BFF, "Tamil"),
    (0x0C00, 0x0C7F, "Telugu"),
    (0x0C80, 0x0CFF, "Kannada"),
    (0x0D00, 0x0D7F, "Malayalam"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x10A0, 0x10FF, "Georgian"),
    (0x1100, 0x11FF, "Hangul"),
    (0x1C90, 0x1CBF, "Georgian"),
    (0x1E00, 0x1EFF, "Latin"),
    (0x1F00, 0x1FFF, "Greek"),
    (0x3005, 0x3007, "Han"),
    (0x3040, 0x30FF, "Kana"),
    (0x3130, 0x318F, "Hangul"),
    (0x31F0, 0x31FF, "Kana"),
    (0x3400, 0x4DBF, "Han"),
    (0x4E00, 0x9FFF, "Han"),
    (0xAC00, 0xD7AF, "Hangul"),
    (0xF900, 0xFAFF, "Han"),
    (0xFB1D, 0xFB4F, "Hebrew"),
    (0xFB50, 0xFDFF, "Arabic"),
    (0xFE70, 0xFEFF, "Arabic"),
    (0xFF21, 0xFF5A, "Latin"),
    (0xFF66, 0xFF9F, "Kana"),
    (0x20000, 0x323AF, "Han"),
)
"""Unicode blocks of letters, and the script each belongs to (Unicode Standard, Blocks.txt)."""

_STARTS = [start for start, _, _ in _SCRIPT_RANGES]

_LANGUAGES: dict[str, tuple[str, ...]] = {
    "Latin": tuple(
        "af ca cs cy da de en es et fi fr hr hu id it lt lv nl no pl pt ro sk sl so sq sv sw tl tr vi".split()
    ),
    "Cyrillic": ("bg", "mk", "ru", "uk"),
    "Arabic": ("ar", "fa", "ur"),
    "Devanagari": ("hi", "mr", "ne"),
    "Greek": ("el",),
    "Hebrew": ("he",),
    "Hangul": ("ko",),
    "Kana": ("ja",),
    "Thai": ("th",),
    "Bengali": ("bn",),
    "Gurmukhi": ("pa",),
    "Gujarati": ("gu",),
    "Tamil": ("ta",),
    "Telugu": ("te",),
    "Kannada": ("kn",),
    "Malayalam": ("ml",),
    "Armenian": ("hy",),
    "Georgian": ("ka",),
}
"""The languages that each script may be tagged with: langdetect's own list, by script."""

_GLANCE = 200
"""Characters that tell a text's script."""

_IDEOGRAPH_WEIGHT = 2.5
"""Letters of an alphabet that say as much as one ideograph: a Chinese text has about this many
fewer characters than its English translation (a convention; only ties between scripts depend on it)."""


@dataclass(frozen=True, slots=True)
class Tagging:
    """A BCP 47 tag and how sure it is, 0..1."""

    language: str
    confidence: float


def tag_language(text: str, settings: LanguageSettings) -> Tagging:
    """The language of one text on its own.

    Gives ``zxx`` for a text without letters, ``und`` for one whose script several languages write
    and that has fewer than ``settings.min_letters`` letters or no vote reaching
    ``settings.min_confidence``.
    """
    counts = _count_scripts(text[: settings.max_characters])
    if not counts:
        has_letters = any(unicodedata.category(c).startswith("L") for c in text)
        return Tagging(UNDETERMINED, 0.0) if has_letters else Tagging(NO_LINGUISTIC_CONTENT, 1.0)
    weights = {s: n * (_IDEOGRAPH_WEIGHT if s in ("Han", "Kana") else 1.0) for s, n in counts.items()}
    east_asian = weights.get("Han", 0.0) + weights.get("Kana", 0.0)
    total = sum(weights.values())
    alphabetic = {s: w for s, w in weights.items() if s not in ("Han", "Kana")}
    script, weight = max(alphabetic.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))
    if east_asian >= weight:
        return _tag_east_asian(text, counts, east_asian / total, settings)
    return _tag_alphabetic(text, script, weight / total, settings)


def tag_all(texts: Sequence[str], settings: LanguageSettings) -> list[Tagging]:
    """One tag per text, of the consecutive parts of one document.

    A text that is too short to be sure of takes the language of the nearest sure text of its
    script; the one before wins a tie. So headings inside an English memo stay English, and Chinese
    characters that say nothing of simplified, traditional or Japanese go with those around them.
    """
    # A Japanese heading may hold no kana, so it looks for its neighbours among both.
    scripts = [_main_script(text, settings).replace("Kana", "Han") for text in texts]
    shared = [len(_LANGUAGES.get(script, ())) > 1 for script in scripts]
    # Votes are slow, and a short text needs its own only where it has no neighbour.
    short = [several and _letters(text) < settings.sure_letters for several, text in zip(shared, texts, strict=True)]
    alone = [
        Tagging(UNDETERMINED, 0.0) if waits else tag_language(text, settings)
        for waits, text in zip(short, texts, strict=True)
    ]
    sure = [
        tag.language not in (UNDETERMINED, NO_LINGUISTIC_CONTENT, "zh") and tag.confidence >= settings.sure_confidence
        for tag in alone
    ]
    tags = []
    for i, neighbour in enumerate(_nearest(alone, sure, scripts)):
        if sure[i] or alone[i].language == NO_LINGUISTIC_CONTENT:
            tags.append(alone[i])
        else:
            tags.append(neighbour or (tag_language(texts[i], settings) if short[i] else alone[i]))
    return tags


def check_tag(tag: str) -> str:
    """``tag``, if it looks like a BCP 47 tag: a language of two or three letters, then subtags.

    Raises:
        SettingError: if it does not.
    """
    if not _TAG.fullmatch(tag):
        raise SettingError(f"{tag!r} is no language tag; give one such as en, zh-Hans or pt-BR (BCP 47)")
    return tag


def main_language(taggings: Sequence[tuple[str, int]]) -> str:
    """The tag that most characters have, of (tag, characters); ``und`` for none. Ties go by tag."""
    totals: Counter[str] = Counter()
    for language, characters in taggings:
        if language not in (UNDETERMINED, NO_LINGUISTIC_CONTENT):
            totals[language] += characters
    return min(totals, key=lambda tag: (-totals[tag], tag)) if totals else UNDETERMINED


def _nearest(tags: list[Tagging], sure: list[bool], scripts: list[str]) -> list[Tagging | None]:
    """For each text, the tag of the nearest sure text of the same script."""

    def sweep(order: range) -> list[tuple[int, Tagging] | None]:
        last: dict[str, tuple[int, Tagging]] = {}
        found: list[tuple[int, Tagging] | None] = [None] * len(tags)
        for i in order:
            if sure[i]:
                last[scripts[i]] = (i, tags[i])
            found[i] = last.get(scripts[i])
        return found

    before, after = sweep(range(len(tags))), sweep(range(len(tags) - 1, -1, -1))
    result: list[Tagging | None] = []
    for i, (left, right) in enumerate(zip(before, after, strict=True)):
        options = [side for side in (left, right) if side is not None]
        nearest = min(options, key=lambda side: (abs(side[0] - i), side[0])) if options else None
        result.append(nearest[1] if nearest else None)
    return result


def _script_of(character: str) -> str | None:
    code = ord(character)
    i = bisect_right(_STARTS, code) - 1
    if i < 0 or code > _SCRIPT_RANGES[i][1] or not character.isalpha():
        return None
    return _SCRIPT_RANGES[i][2]


def _count_scripts(text: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for character, n in Counter(text).items():
        script = _script_of(character)
        if script:
            counts[script] += n
    return counts


def _main_script(text: str, settings: LanguageSettings) -> str:
    counts = _count_scripts(text[: settings.max_characters])
    if _is_japanese(counts, settings):
        counts["Kana"] += counts.pop("Han", 0)
    return min(counts, key=lambda s: (-counts[s], s)) if counts.total() else ""


def _is_japanese(counts: Counter[str], settings: LanguageSettings) -> bool:
    return bool(counts["Kana"]) and counts["Kana"] >= settings.min_kana_share * (counts["Kana"] + counts["Han"])


def _letters(text: str) -> int:
    """Letters and the signs written on them, which carry half of a Hindi word."""
    return sum(unicodedata.category(character)[0] in "LM" for character in text)


def _tag_east_asian(text: str, counts: Counter[str], share: float, settings: LanguageSettings) -> Tagging:
    if _is_japanese(counts, settings):
        return Tagging("ja", round(share, 2))
    simplified = traditional = 0
    for character, n in Counter(text[: settings.max_characters]).items():
        if _script_of(character) == "Han":
            form = _han_form(character)
            simplified += n * (form == "simplified")
            traditional += n * (form == "traditional")
    if simplified == traditional:
        return Tagging("zh", round(share, 2))
    tag = "zh-Hans" if simplified > traditional else "zh-Hant"
    return Tagging(tag, round(share * max(simplified, traditional) / (simplified + traditional), 2))


@cache
def _han_form(character: str) -> str:
    """Which national standard has this character: GB 2312 alone (simplified), Big5 alone (traditional), both."""

    def encodable(codec: str) -> bool:
        try:
            character.encode(codec)
        except UnicodeEncodeError:
            return False
        return True

    in_gb, in_big5 = encodable("gb2312"), encodable("big5")
    if in_gb == in_big5:
        return "either"
    return "simplified" if in_gb else "traditional"


def _tag_alphabetic(text: str, script: str, share: float, settings: LanguageSettings) -> Tagging:
    languages = _LANGUAGES[script]
    if len(languages) == 1:
        return Tagging(languages[0], round(share, 2))
    if _letters(text) < settings.min_letters:
        return Tagging(UNDETERMINED, 0.0)
    vote = _vote(text, script, settings)
    if vote is None or vote.confidence * share < settings.min_confidence:
        return Tagging(UNDETERMINED, 0.0)
    return Tagging(vote.language, round(vote.confidence * share, 2))


@cache
def _detectors(script: str) -> Any:
    """A langdetect factory of its own, seeded, that knows only the languages of ``script``."""
    from pathlib import Path

    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.load_json_profile(
        [(Path(PROFILES_DIRECTORY) / language).read_text(encoding="utf-8") for language in _LANGUAGES[script]]
    )
    factory.set_seed(0)
    return factory


def _vote(text: str, script: str, settings: LanguageSettings) -> Tagging | None:
    from langdetect.lang_detect_exception import LangDetectException

    # All capitals hide the words from its n-grams, and a mark or two of another script its letters.
    kept = "".join(c if not c.isalpha() or _script_of(c) == script else " " for c in text[: settings.max_characters])
    detector = _detectors(script).create()
    detector.n_trial = settings.trials
    detector.append(kept.lower() if kept.isupper() else kept)
    try:
        probabilities = detector.get_probabilities()
    except LangDetectException:
        return None
    if not probabilities:
        return None
    return Tagging(probabilities[0].lang, probabilities[0].prob)


def guess_by_script(text: str, settings: LanguageSettings) -> str:
    """A tag good enough to split sentences by: ``ja``, ``zh`` or a script's only language, else ``en``."""
    script = _main_script(text[:_GLANCE], settings)
    if script == "Han":
        return "zh"
    languages = _LANGUAGES.get(script, ())
    return languages[0] if len(languages) == 1 else "en"
