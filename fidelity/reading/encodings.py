"""Decodes bytes. A byte-order mark and valid UTF-8 are certain; any other encoding is a guess, and a note says so.

For the guess, the bytes are decoded with each candidate. Every non-ASCII character counts for the candidate if
languages in that encoding use it, more if they use it often, and against it if they never use it. The general library
that was measured beside it (charset-normalizer) reads 86% of texts of ten sentences in 26 pairs of language and
encoding; this reads 99% (``tests/benchmarks/encodings.py``).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from fidelity.reading.refusal import RefusalError
from fidelity.settings import ReadingSettings

_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""Byte-order marks, longest first where one begins another, and the codec that consumes each."""

_NO_ENCODINGS = frozenset("utf-7 unicode-escape raw-unicode-escape idna punycode undefined mbcs oem".split())
"""Python's codecs that documents do not use: escapes, parts of addresses, and UTF-7, which browsers dropped because it
hides marks from searches (https://encoding.spec.whatwg.org)."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the codec that gave it, and whether that codec was guessed."""

    text: str
    encoding: str
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class _Profile:
    """The non-ASCII characters of texts in one encoding and one language or group of languages.

    ``frequent``: characters that make up most of any text; ``known``: others that occur.
    """

    codec: str
    frequent: frozenset[str]
    known: re.Pattern[str]
    alphabetic: bool = True


def _profile(codec: str, frequent: str, known: str, *, alphabetic: bool = True) -> _Profile:
    return _Profile(codec, frozenset(frequent), re.compile(f"[{known}]"), alphabetic)


def _latin(codec: str, letters: str) -> _Profile:
    return _profile(codec, letters + letters.upper(), letters + letters.upper() + _TYPOGRAPHY)


_TYPOGRAPHY = "“”„‘’‚–—…«»‹›•·°§©®™€£±×½¼¾²³µ\u00a0\u00ad"
_WIDE = "\u3000-\u303f\uff01-\uff5e“”‘’—…·《》〈〉「」『』【】〔〕×○●★§№①-⑳"
_CYRILLIC = "А-яЁёЂ-џҐґ№" + _TYPOGRAPHY


@cache
def _profiles() -> tuple[_Profile, ...]:
    """Candidates; the first wins a tie. Letters are those of each language's alphabet; the frequent ones are the first
    of any frequency count of it."""
    return (
        *(
            _latin("cp1252", letters)
            for letters in (
                "àâæçéèêëîïôœùûüÿ",
                "äöüß",
                "áéíñóúü¿¡ªº",
                "áâãàçéêíóôõúü",
                "àèéìíîòóùú",
                "éèëïöüáó",
                "æøåé",
                "åäöé",
                "áæðéíóöúýþ",
                "àçéèíïóòúü",
            )
        ),
        _latin("cp1254", "çğıöşüâîûİ"),
        *(
            _latin("cp1250", letters)
            for letters in ("ąćęłńóśźż", "áčďéěíňóřšťúůýžäĺľôŕ", "áéíóöőúüű", "ăâîşţ", "čćđšž")
        ),
        _profile("cp1251", "оеаинтсрвлідкмпу", _CYRILLIC),
        _profile("koi8_r", "оеаинтсрвлдкмпу", "А-яЁё"),
        _profile("cp1253", "αοιετσνηυρπκς", "Α-ώΆ-Ώά-ώΐΰ" + _TYPOGRAPHY),
        _profile("cp1255", "יוהלאמרתבנש", "א-ת\u05b0-\u05c2" + _TYPOGRAPHY),
        _profile("cp1256", "اليمنوترهبدعس", "ء-يپچژگکیہ،؛؟\u064b-\u0652\u200c-\u200f" + _TYPOGRAPHY),
        _profile(
            "gb18030",
            "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事"
            "成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此"
            "，。：；？！、“”",
            "\u4e00-\u9fff" + _WIDE,
            alphabetic=False,
        ),
        _profile(
            "big5",
            "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事"
            "成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此"
            "，。：；？！、「」",
            "\u4e00-\u9fff" + _WIDE,
            alphabetic=False,
        ),
        *(
            _profile(
                codec,
                "のにはをたがでてとしれさいるもなかっすりこまらあうくだきんそつよ、。",
                "ぁ-ゖァ-ヺー々\u4e00-\u9fff" + _WIDE,
                alphabetic=False,
            )
            for codec in ("cp932", "euc_jp")
        ),
        _profile(
            "cp949",
            "이다는의에을가하고지도를은한기사로자어리나서시아그대인스해라들있정부일수전것원만주보",
            "가-힣" + _WIDE,
            alphabetic=False,
        ),
    )


_CALLED = {"cp1250": "windows-1250", "cp1251": "windows-1251", "cp1252": "windows-1252", "cp1253": "windows-1253",
           "cp1254": "windows-1254", "cp1255": "windows-1255", "cp1256": "windows-1256", "cp932": "shift_jis",
           "cp949": "euc-kr", "koi8_r": "koi8-r", "euc_jp": "euc-jp"}  # fmt: skip
"""The names that users know; the codecs are supersets of what these names strictly mean."""


def decode(data: bytes, settings: ReadingSettings, encoding: str | None = None) -> Decoded:
    """``data`` as text: by ``encoding`` if given, else by its mark, as UTF-8, or by the best guess.

    Raises:
        RefusalError: if ``encoding`` does not exist or does not fit, or if no encoding fits.
    """
    if encoding is not None:
        return Decoded(_strict(data, check_encoding(encoding)), encoding.lower())
    marked = next((codec for mark, codec in _MARKS if data.startswith(mark)), None)
    if marked:
        return Decoded(_strict(data, marked), marked)
    if b"\0" in data:
        return _decode_wide(data)
    try:
        return Decoded(data.decode(), "utf-8")
    except UnicodeDecodeError as error:
        return _guess(data, error.start, settings)


def check_encoding(name: str) -> str:
    """The codec that ``name`` stands for.

    Raises:
        RefusalError: if there is no such codec for text.
    """
    try:
        codec = codecs.lookup({"ansi": "cp1252", "shift-jis": "cp932", "shift_jis": "cp932"}.get(name.lower(), name))
        " ".encode(codec.name)  # a LookupError for codecs that give no text
        if codec.name.replace("_", "-") in _NO_ENCODINGS:
            raise LookupError(codec.name)
    except (LookupError, ValueError, TypeError):
        known = "utf-8, utf-16, gb18030, big5, shift_jis, windows-1251 or windows-1252"
        raise RefusalError(f"{name!r} is not an encoding; name one such as {known}") from None
    return codec.name


def _strict(data: bytes, codec: str) -> str:
    mark = next((len(mark) for mark, each in _MARKS if each == codec == "utf-8-sig" and data.startswith(mark)), 0)
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        called = _CALLED.get(codec, codec.removesuffix("-sig")).upper()
        raise RefusalError(
            f"not valid {called} at byte {error.start + mark}; save it as UTF-8 text, or name another --encoding"
        ) from None
    except UnicodeError:  # UTF-16 and its kin: no mark, or half a character
        raise RefusalError(f"this is not valid {codec.upper()}; save it as UTF-8 text and try again") from None


def _decode_wide(data: bytes) -> Decoded:
    """UTF-16 without a mark: every other byte of what is ASCII in it is NUL. Any other data with NULs is not text."""
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    codec = "utf-16-le" if odd > even else "utf-16-be"
    if len(data) % 2 == 0 and min(even, odd) * 20 <= max(even, odd):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            pass
        else:
            if "\0" not in text and _is_plausible(text):
                return Decoded(text, codec, guessed=True)
    raise RefusalError("this is binary data and not text (it holds NUL bytes); save it as UTF-8 text")


def _is_plausible(text: str) -> bool:
    """Whether enough of a text is ASCII or characters that some language uses often."""
    sample = text[:4096]
    frequent = frozenset().union(*(profile.frequent for profile in _profiles()))
    return sum(c.isascii() or c in frequent for c in sample) * 4 > len(sample)


def _guess(data: bytes, not_utf8_at: int, settings: ReadingSettings) -> Decoded:
    sample = _sample(data, settings.guess_bytes)
    as_utf8 = sample.decode("utf-8", "replace")
    broken = as_utf8.count("\ufffd")
    if sum(not c.isascii() for c in as_utf8) - broken > broken:
        raise RefusalError(
            f"this is damaged UTF-8, not valid at byte {not_utf8_at}; save it as UTF-8 text and try again"
        )
    ranked = sorted(
        ((_score(sample, profile), -place, profile.codec) for place, profile in enumerate(_profiles())), reverse=True
    )
    tried: set[str] = set()
    for score, _, codec in ranked:
        if score < settings.min_guess:
            break
        if codec in tried:
            continue
        tried.add(codec)
        try:
            return Decoded(data.decode(codec), _CALLED.get(codec, codec), guessed=True)
        except UnicodeDecodeError:  # the sample fitted, but the rest does not
            continue
    raise RefusalError(
        f"not valid UTF-8 at byte {not_utf8_at}, and no other encoding fits; save it as UTF-8 text,"
        " or name its encoding with --encoding"
    )


def _sample(data: bytes, size: int) -> bytes:
    """The lines that have bytes beyond ASCII, up to ``size`` bytes of them."""
    lines, length = [], 0
    for line in data.splitlines(keepends=True) if len(data) <= size else re.findall(rb"[^\r\n]+", data):
        if not line.isascii():
            lines.append(line[: size - length])
            length += len(lines[-1]) + 1
        if length >= size:
            break
    return b"\n".join(lines)


def _score(sample: bytes, profile: _Profile) -> float:
    """Mean over the characters beyond ASCII: 1 for a frequent character, 0.5 for a known one, -1 for any other."""
    decoder = codecs.getincrementaldecoder(profile.codec)()
    try:
        text = decoder.decode(sample)  # the sample may end inside a character
    except UnicodeDecodeError:
        return -1.0
    total, count, before = 0.0, 0, " "
    for character, after in pairwise(f"{text} "):
        if not character.isascii():
            total += _worth(before, character, after, profile)
            count += 1
        before = character
    return total / count if count else -1.0


def _worth(before: str, character: str, after: str, profile: _Profile) -> float:
    if not profile.known.match(character) and character not in profile.frequent:
        return -1.0
    if profile.alphabetic:
        # Upper case inside a word is another encoding's lower case.
        out_of_place = character.isupper() and before.islower()
    else:
        out_of_place = _is_ascii_letter(before) and _is_ascii_letter(after)
    if out_of_place:
        return -1.0
    return 1.0 if character in profile.frequent else 0.5


def _is_ascii_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()
