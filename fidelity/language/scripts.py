"""Writing systems: the script of a text, and the languages that use it."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from functools import cache

_RANGES: tuple[tuple[int, int, str], ...] = (
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
    (0x0B00, 0x0B7F, "Oriya"),
    (0x0B80, 0x0BFF, "Tamil"),
    (0x0C00, 0x0C7F, "Telugu"),
    (0x0C80, 0x0CFF, "Kannada"),
    (0x0D00, 0x0D7F, "Malayalam"),
    (0x0D80, 0x0DFF, "Sinhala"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x0E80, 0x0EFF, "Lao"),
    (0x0F00, 0x0FFF, "Tibetan"),
    (0x1000, 0x109F, "Myanmar"),
    (0x10A0, 0x10FF, "Georgian"),
    (0x1100, 0x11FF, "Hangul"),
    (0x1200, 0x139F, "Ethiopic"),
    (0x1780, 0x17FF, "Khmer"),
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

_STARTS = [start for start, _, _ in _RANGES]

LANGUAGES: dict[str, tuple[str, ...]] = {
    "Latin": tuple(
        "af az bs ca cs cy da de en eo es et eu fi fr ga gl ha hr hu id is it lb lt lv ms mt nl no pl pt ro sk sl so"
        " sq sr sv sw tk tl tr uz vi xh yo zu".split()
    ),
    "Cyrillic": ("ba", "be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk"),
    "Arabic": ("ar", "ckb", "fa", "ps", "ug", "ur"),
    "Devanagari": ("gom", "hi", "mr", "ne", "sa"),
    "Bengali": ("as", "bn"),
    "Greek": ("el",),
    "Hebrew": ("he",),
    "Hangul": ("ko",),
    "Kana": ("ja",),
    "Thai": ("th",),
    "Lao": ("lo",),
    "Tibetan": ("bo",),
    "Myanmar": ("my",),
    "Khmer": ("km",),
    "Ethiopic": ("am",),
    "Sinhala": ("si",),
    "Gurmukhi": ("pa",),
    "Gujarati": ("gu",),
    "Oriya": ("or",),
    "Tamil": ("ta",),
    "Telugu": ("te",),
    "Kannada": ("kn",),
    "Malayalam": ("ml",),
    "Armenian": ("hy",),
    "Georgian": ("ka",),
}
"""The languages that a text in each script may be tagged with: languages that have a press and that a voter knows. A
regional language that differs little from a large neighbour is tagged as this neighbour."""


def script_of(character: str) -> str | None:
    """The script of a letter.

    It is ``None`` for other characters and for letters of scripts that are not listed here.
    """
    code = ord(character)
    i = bisect_right(_STARTS, code) - 1
    if i < 0 or code > _RANGES[i][1] or not character.isalpha():
        return None
    return _RANGES[i][2]


def count_scripts(text: str) -> Counter[str]:
    """How many letters of each script ``text`` has."""
    counts: Counter[str] = Counter()
    for character, n in Counter(text).items():
        script = script_of(character)
        if script:
            counts[script] += n
    return counts


def count_letters(text: str) -> int:
    """The number of letters and of the signs written on them, which are half of the characters of a Hindi word."""
    return sum(unicodedata.category(character)[0] in "LM" for character in text)


@cache
def han_form(character: str) -> str:
    """The national standard that has this character: only GB 2312 (simplified), only Big5 (traditional), or both."""

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
