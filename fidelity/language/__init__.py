"""BCP 47 tags for texts: the script first, then statistics among the languages that write it.

Script decides alone where one language writes it (Hangul is Korean, kana is Japanese), and Chinese
is told apart from its neighbours before any statistics run: langdetect calls short Chinese "Korean"
with p > 0.9999. Two seeded voters decide on the rest, and neighbours on what is too short for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.errors import SettingError
from fidelity.language.english import ENGLISH_AND_RIVALS, english_share
from fidelity.language.scripts import LANGUAGES, count_letters, count_scripts, han_form, script_of
from fidelity.language.voters import ask_langdetect, vote
from fidelity.settings import LanguageSettings

UNDETERMINED = "und"
NO_LINGUISTIC_CONTENT = "zxx"

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_WORD = re.compile(r"[^\W\d_]+")

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
    return _tag(text, settings, in_english=False)


def tag_all(texts: Sequence[str], settings: LanguageSettings) -> list[Tagging]:
    """One tag per text, of the consecutive parts of one document.

    A text that is too short to be sure of, or that is a name or a title, takes the language of the
    nearest sure text of its script; the one before wins a tie. So headings inside an English memo
    stay English, and Chinese characters that say nothing of simplified, traditional or Japanese go
    with those around them.
    """
    in_english = _is_english(texts, settings)
    # A Japanese heading may hold no kana, so it looks for its neighbours among both.
    scripts = [_main_script(text, settings).replace("Kana", "Han") for text in texts]
    # Votes are slow, and a text that may not decide for itself needs its own only where it has no neighbour.
    waits = [
        len(LANGUAGES.get(script, ())) > 1 and not _may_decide(text, settings)
        for script, text in zip(scripts, texts, strict=True)
    ]
    alone = [
        Tagging(UNDETERMINED, 0.0) if waiting else _tag(text, settings, in_english=in_english)
        for waiting, text in zip(waits, texts, strict=True)
    ]
    japanese = _is_mostly_japanese(texts, alone)
    sure = [
        tag.language not in (UNDETERMINED, NO_LINGUISTIC_CONTENT, "zh")
        and tag.confidence >= settings.sure_confidence
        and not (japanese and tag.language in ("zh-Hans", "zh-Hant") and count_letters(text) < settings.sure_letters)
        for text, tag in zip(texts, alone, strict=True)
    ]
    tags = []
    for i, neighbour in enumerate(_nearest(alone, sure, scripts)):
        if sure[i] or alone[i].language == NO_LINGUISTIC_CONTENT:
            tags.append(alone[i])
        elif neighbour:
            borrowed = round(neighbour.confidence * settings.neighbour_trust, 2)
            tags.append(Tagging(neighbour.language, borrowed))
        else:
            tags.append(_tag(texts[i], settings, in_english=in_english) if waits[i] else alone[i])
    return tags


def _is_mostly_japanese(texts: Sequence[str], tags: Sequence[Tagging]) -> bool:
    """Whether more is written in Japanese than in Chinese: then a few ideographs by themselves are Japanese too."""
    sizes: Counter[str] = Counter()
    for text, tag in zip(texts, tags, strict=True):
        sizes[tag.language.split("-")[0]] += len(text)
    return sizes["ja"] > sizes["zh"]


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


def guess_by_script(text: str, settings: LanguageSettings) -> str:
    """A tag good enough to split sentences by: ``ja``, ``zh`` or a script's only language, else ``en``."""
    script = _main_script(text[: settings.glance], settings)
    if script == "Han":
        return "zh"
    languages = LANGUAGES.get(script, ())
    return languages[0] if len(languages) == 1 else "en"


def _tag(text: str, settings: LanguageSettings, *, in_english: bool) -> Tagging:
    text = text[: settings.max_characters]
    counts = count_scripts(text)
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
    return _tag_alphabetic(text, script, weight / total, settings, in_english=in_english)


def _tag_alphabetic(text: str, script: str, share: float, settings: LanguageSettings, *, in_english: bool) -> Tagging:
    languages = LANGUAGES[script]
    if len(languages) == 1:
        return Tagging(languages[0], round(share, 2))
    if count_letters(text) < settings.min_letters:
        return Tagging(UNDETERMINED, 0.0)
    found = (_confirm_english(text, settings) if in_english else None) or vote(text, script, settings)
    if found is None or found[1] * share < settings.min_confidence:
        return Tagging(UNDETERMINED, 0.0)
    return Tagging(found[0], round(found[1] * share, 2))


def _is_english(texts: Sequence[str], settings: LanguageSettings) -> bool:
    """Whether the document is English beyond doubt: by its function words, and in langdetect's view.

    In one that is, the second voter, whose model takes longer to read than the document, is asked
    only about the texts that do not look English.
    """
    sample, letters = [], 0
    for text in texts:
        counts = count_scripts(text)
        if counts["Latin"] * 2 > counts.total():
            sample.append(text)
            letters += counts["Latin"]
        if letters >= settings.english_sample:
            break
    if letters < settings.min_english_sample or english_share(" ".join(sample)) < settings.english_share:
        return False
    heard = ask_langdetect(" ".join(sample)[: settings.english_sample], "Latin", settings, ENGLISH_AND_RIVALS)
    return heard is not None and heard[0] == "en"


def _confirm_english(text: str, settings: LanguageSettings) -> tuple[str, float] | None:
    """A vote for English in a document that is English: by function words, else by langdetect alone."""
    share = english_share(text)
    if share >= settings.english_share:
        return "en", round(1 - (1 - share) ** 8, 6)
    heard = ask_langdetect(text, "Latin", settings, ENGLISH_AND_RIVALS)
    return heard if heard is not None and heard[0] == "en" and heard[1] >= settings.english_vote else None


def _may_decide(text: str, settings: LanguageSettings) -> bool:
    """Whether a text is long enough to be tagged by itself, and running text rather than names or a title."""
    head = text[: settings.max_characters]
    if count_letters(head) < settings.sure_letters:
        return False
    words = _WORD.findall(head)
    cased = [word for word in words if word[0] != word[0].swapcase()]
    return not cased or head.isupper() or sum(word[0].islower() for word in cased) * 3 > len(cased)


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


def _main_script(text: str, settings: LanguageSettings) -> str:
    counts = count_scripts(text[: settings.max_characters])
    if _is_japanese(counts, settings):
        counts["Kana"] += counts.pop("Han", 0)
    return min(counts, key=lambda s: (-counts[s], s)) if counts.total() else ""


def _is_japanese(counts: Counter[str], settings: LanguageSettings) -> bool:
    return bool(counts["Kana"]) and counts["Kana"] >= settings.min_kana_share * (counts["Kana"] + counts["Han"])


def _tag_east_asian(text: str, counts: Counter[str], share: float, settings: LanguageSettings) -> Tagging:
    if _is_japanese(counts, settings):
        return Tagging("ja", round(share, 2))
    simplified = traditional = 0
    for character, n in Counter(text).items():
        if script_of(character) == "Han":
            form = han_form(character)
            simplified += n * (form == "simplified")
            traditional += n * (form == "traditional")
    if simplified == traditional:
        return Tagging("zh", round(share, 2))
    tag = "zh-Hans" if simplified > traditional else "zh-Hant"
    return Tagging(tag, round(share * max(simplified, traditional) / (simplified + traditional), 2))
