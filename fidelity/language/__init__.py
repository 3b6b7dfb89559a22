"""BCP 47 tags for texts: the script narrows the candidates, and statistics decide among them.

If only one language uses a script, the script decides (Hangul is Korean, kana is Japanese). Chinese is
recognised before any statistics, because langdetect calls short Chinese "Korean" with p > 0.9999. Two seeded voters
decide about the rest. A text that is too short for them takes the language of its neighbours.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.errors import SettingError
from fidelity.language.english import ENGLISH_AND_RIVALS, english_share
from fidelity.language.names import name_language as name_language
from fidelity.language.scripts import LANGUAGES, count_letters, count_scripts, han_form, script_of
from fidelity.language.voters import ask_langdetect, vote
from fidelity.settings import LanguageSettings

UNDETERMINED = "und"
NO_LINGUISTIC_CONTENT = "zxx"

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_WORD = re.compile(r"[^\W\d_]+")

_IDEOGRAPH_WEIGHT = 2.5
"""How many letters of an alphabet correspond to one ideograph: a Chinese text has about this many times
fewer characters than its English translation (a convention; only ties between scripts depend on it)."""


@dataclass(frozen=True, slots=True)
class Tagging:
    """A BCP 47 tag and the confidence in it, 0..1."""

    language: str
    confidence: float


def tag_language(text: str, settings: LanguageSettings) -> Tagging:
    """The language of one text on its own.

    The tag is ``zxx`` for a text without letters. It is ``und`` if several languages use the text's script and the text
    has fewer than ``settings.min_letters`` letters or no vote reaches ``settings.min_confidence``.
    """
    return _tag(text, settings, in_english=False)


def tag_all(texts: Sequence[str], settings: LanguageSettings) -> list[Tagging]:
    """One tag for each text. The texts are the consecutive parts of one document.

    A text that is too short for a confident tag, or that is a name or a title, takes the language of the nearest
    confident text in its script; of two equally near texts, it takes the earlier. Beside a text in another language,
    it takes the one that most texts are in, if it seems to be in that one. So headings inside an English memo are
    English, the signer's title above a Portuguese notice is, too, and Chinese characters that can be simplified,
    traditional or Japanese take the tag of those around.
    """
    in_english = _is_english(texts, settings)
    # A Japanese heading may have no kana, so its neighbours may be Chinese or Japanese by script.
    scripts = [_main_script(text, settings).replace("Kana", "Han") for text in texts]
    # Votes are slow, and a text that takes its neighbour's tag needs no vote of its own if its neighbours agree.
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
    sizes = Counter(tag.language for tag, is_sure in zip(alone, sure, strict=True) if is_sure)
    usual = max(sizes, key=lambda language: (sizes[language], language), default="")
    tags = []
    for i, (neighbour, rival) in enumerate(_nearest(alone, sure, scripts)):
        if sure[i] or alone[i].language == NO_LINGUISTIC_CONTENT:
            tags.append(alone[i])
        elif neighbour:
            lender = neighbour
            if rival and rival.language == usual:
                own = _tag(texts[i], settings, in_english=in_english) if waits[i] else alone[i]
                lender = rival if own.language == usual else neighbour
            tags.append(Tagging(lender.language, round(lender.confidence * settings.neighbour_trust, 2)))
        else:
            tags.append(_tag(texts[i], settings, in_english=in_english) if waits[i] else alone[i])
    return tags


def _is_mostly_japanese(texts: Sequence[str], tags: Sequence[Tagging]) -> bool:
    """Whether there is more Japanese than Chinese. If so, a few ideographs alone are Japanese, too."""
    sizes: Counter[str] = Counter()
    for text, tag in zip(texts, tags, strict=True):
        sizes[tag.language.split("-")[0]] += len(text)
    return sizes["ja"] > sizes["zh"]


def check_tag(tag: str) -> str:
    """``tag``, if it looks like a BCP 47 tag: a language of two or three letters, then subtags.

    Raises:
        SettingError: if it does not look like one.
    """
    if not _TAG.fullmatch(tag):
        raise SettingError(f"{tag!r} is no language tag; give one such as en, zh-Hans or pt-BR (BCP 47)")
    return tag


def main_language(taggings: Sequence[tuple[str, int]]) -> str:
    """The tag of most characters among (tag, characters), or ``und`` if there are none.

    Equal tags go by the alphabet.
    """
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
    """Whether the document is certainly English, by its function words and by langdetect's vote.

    In such a document the second voter is asked only about the texts that do not look English, because loading its
    model takes longer than reading the document.
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
    """A vote for English in an English document, by its function words or otherwise by langdetect alone.

    Of a sentence without any English function word langdetect cannot say so, as it is only asked about the rivals.
    """
    share = english_share(text)
    if share == 0.0:
        return None
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


def _nearest(tags: list[Tagging], sure: list[bool], scripts: list[str]) -> list[tuple[Tagging | None, Tagging | None]]:
    """For each text, the tag of the nearest confident text of the same script, and of the nearest one on the other side
    if that has another language."""

    def sweep(order: range) -> list[tuple[int, Tagging] | None]:
        last: dict[str, tuple[int, Tagging]] = {}
        found: list[tuple[int, Tagging] | None] = [None] * len(tags)
        for i in order:
            if sure[i]:
                last[scripts[i]] = (i, tags[i])
            found[i] = last.get(scripts[i])
        return found

    before, after = sweep(range(len(tags))), sweep(range(len(tags) - 1, -1, -1))
    result: list[tuple[Tagging | None, Tagging | None]] = []
    for i, sides in enumerate(zip(before, after, strict=True)):
        options = sorted((side for side in sides if side is not None), key=lambda side: (abs(side[0] - i), side[0]))
        tagged = [tag for _, tag in options]
        other = tagged[1] if len(tagged) == 2 and tagged[1].language != tagged[0].language else None
        result.append((tagged[0] if tagged else None, other))
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
