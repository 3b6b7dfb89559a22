"""What stands above the body: front matter, notes, and the line that announces the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fidelity.settings import ZoneSettings
from fidelity.zones.lines import Claim, Claims, Line
from fidelity.zones.notices import disclaimer_label
from fidelity.zones.wording import anywhere, entries, label, whole_line

COLONS = (":", "：", "︰")
TERMINATORS = (".", "!", "?", "…", "。", "！", "？", ",", "，", ";", "；", "।", "؟", "۔")
RULE = re.compile(r"[-–—―─━═_=*＊·•~～.#+\s]{3,}")
_DOTS = re.compile(r"[.\s…]+")
_LABEL_END = r"\W{0,3}(?:[:：︰|｜丨]|\s[-–—]\s)\s*\W*\w"
_CJK_SLASH = re.compile(
    r"(?:文|图|圖|译|譯|编译|編譯|编|編|撰文|记者|記者|翻译|翻譯|来源|來源|作者|编辑|編輯|校对|校對|整理|出品|取材|訳|글|번역)\s*[/／·・]\s*\w"
)
_BYLINE = re.compile(
    r"\W*(?:(?:written|translated|edited|compiled|published|reported|posted|transcribed)(?: from .{2,40}?)? by|by|"
    r"(?:écrit |traduit |publié |propos recueillis )?par|(?:geschrieben |übersetzt |veröffentlicht )?von|"
    r"(?:escrito |traducido |traduzido |publicado )?por|(?:scritto |tradotto |pubblicato )?da|(?:översatt |skriven )?av|(?:oversat |oversatt |skrevet )af|"
    r"(?:vertaald |geschreven )?door|przełożył(?:a)?|tłum\.|přeložil(?:a)?|fordította|перевод(?: с \w+)?|перев[её]л(?:а)?|переклав|преведе|çeviren|بقلم|ترجمة) "
    r"[^.!?:;]{2,60}"
)
_CJK_BYLINE = re.compile(
    r"\W*(?:本文)?由?[^。！？：:，,]{1,20}(?:编译|翻译|編譯|翻譯|校对|校對|译|譯|訳|整理|撰文|번역|옮김)\W*"
)
_TRANSLATED_FROM = re.compile(r"\W*(?:machine[- ])?translated (?:in)?(?:from|to) [^.!?]{2,80}\W*")
_DETAIL = re.compile(
    r"\W*(?:https?://\S+|www\.\S+|[\w.+-]+@[\w.-]+|(?:\d{1,2}[.:/\s-]){1,2}\d{2,4}(?:[,\s]+\d{1,2}:\d{2}(?::\d{2})?)?(?: ?[ap]\.?m\.?)?|"
    r"\d{4}[-./年]\s?\d{1,2}[-./月]\s?\d{1,2}\s?日?(?:[\sT]+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?|\d{4}년 ?\d{1,2}월 ?\d{1,2}일.{0,12}|"
    r"(?:\w{2,12},? )?(?:\d{1,2}\.?(?:st|nd|rd|th)? (?:de |d')?[^\W\d_]{3,12}\.?|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?),?(?: de| г\.?| року)? \d{4}(?: г\.?| р\.?)?(?:[,\sat]+\d{1,2}[:.]\d{2}.{0,12})?|"
    r"\d{1,3} ?(?:min(?:ute)?s?|分钟|分鐘|分)(?: read)?.{0,6}|[\d,.]+ ?(?:views|words|字|次阅读|阅读|閱讀))\W*"
)
"""A line that holds nothing but an address, a date, a length."""
_FIRST_PERSON = re.compile(r"\b(?:i|we|my|our|us|me)\b")
_PASSED_ON = re.compile(r"translat")
_NOTE_END = r"(?:[】\]〗)）]|\W){0,4}(?:[:：︰|｜]|(?<=[】\]〗)）])|\s[-–—]\s|$)"
_NOTE_BRACKETS = {"[": "]", "(": ")", "（": "）", "【": "】", "［": "］"}
_NOTE_PARAGRAPHS = 8
"""Paragraphs after which a note that a bracket or a rule should end is taken to have ended long ago."""


def is_front_matter(line: Line, settings: ZoneSettings) -> bool:
    """Whether a line says that it is one: a label and a value, or a byline."""
    return len(line) <= settings.front_matter_characters and bool(
        label("front_matter", _LABEL_END).match(line.lower) or _CJK_SLASH.match(line.text) or is_byline(line)
    )


def is_byline(line: Line) -> bool:
    if len(line) > 120 or line.text.endswith(TERMINATORS):
        return False
    if _TRANSLATED_FROM.fullmatch(line.lower) or _CJK_BYLINE.fullmatch(line.text):
        return True
    if not _BYLINE.fullmatch(line.lower):
        return False
    name = [word for word in re.findall(r"[^\W\d_]+", line.text) if len(word) > 2][1:]
    return bool(name) and any(word[0].isupper() or word[0] == word[0].swapcase() for word in name)


def is_detail(line: Line) -> bool:
    """Whether a line holds nothing but a date, an address, a length: front matter where it stands beside some."""
    return len(line) <= 80 and bool(_DETAIL.fullmatch(line.lower))


def is_rule(line: Line) -> bool:
    return bool(RULE.fullmatch(line.text)) and not _DOTS.fullmatch(line.text)


def is_editor_note(line: Line) -> bool:
    return bool(label("editor_note", _NOTE_END).match(line.lower[:120]))


def label_of(line: Line) -> str:
    """The words of a line up to the mark that ends its label."""
    return re.split(r"[:：︰|｜丨】\]/／]|\s[-–—]\s", line.text.lstrip("*_#>【〖[(（「~ "), maxsplit=1)[0].strip("*_ ")[
        :40
    ]


def is_bare_label(line: Line) -> bool:
    """Whether a line is a label and nothing behind it: a heading."""
    return any(
        match and not line.lower[match.end() :].strip("*_ :：】])）")
        for match in (label("editor_note", _NOTE_END).match(line.lower[:120]), disclaimer_label(line, edge=True))
    )


def is_marker(line: Line, settings: ZoneSettings) -> bool:
    """Whether a line announces the text: a stock line, or words for a text and for "now", and a colon."""
    text = line.lower.strip("*_#~ -–—―=【】[]()（）《》")
    colon = text.endswith(COLONS)
    if len(text) > (settings.marker_characters if colon else settings.marker_characters // 2) or not text:
        return False
    if _FIRST_PERSON.search(text) and not _PASSED_ON.search(text):
        return False
    if whole_line("marker_line").fullmatch(text):
        return True
    if not colon and text.endswith((",", "，", "、", ";", "；", "?", "？")):
        return False
    return _announces(text, line, colon=colon)


def _announces(text: str, line: Line, *, colon: bool) -> bool:
    """Words of both kinds from one language's lists; without a colon, and the line must be hardly more than those."""
    for heading in entries("marker_words"):
        language, kind = heading.split()
        if kind != "text" or (line.primary not in ("und", "zxx") and line.primary != language):
            continue
        texts, nows = anywhere("marker_words", heading), anywhere("marker_words", f"{language} now")
        if texts is None or nows is None:
            continue
        carrier, now = texts.search(text), nows.search(text)
        if carrier and now:
            words = len(text) if language in ("zh", "ja", "th") else len(text.split()) * 4
            return colon or (words <= 40 and _begins_or_ends(text, now.span()))
    return False


def _begins_or_ends(text: str, place: tuple[int, int]) -> bool:
    before, after = text[: place[0]], text[place[1] :]
    return len(before.split()) <= 1 or len(after.split()) == 0


def find_marker(lines: Sequence[Line], settings: ZoneSettings) -> int | None:
    """The first marker line that has something after it, not too far below the top; the last of several in a row.

    Below nothing but labelled lines and notes it may stand anywhere; else it stands in the first
    ``head_share`` of the document, a smaller part of it where no labelled line stands above.
    """
    if not lines:
        return None
    start, length = lines[0].span.start, lines[-1].span.end - lines[0].span.start
    headed, in_note, labelled_above = True, False, False
    found: int | None = None
    for i, line in enumerate(lines[:-1]):
        share = settings.head_share if labelled_above else settings.unlabelled_head_share
        beyond = line.span.start > start + share * length
        if beyond and not headed:
            return found
        note = is_editor_note(line)
        labelled = note or is_front_matter(line, settings)
        if not labelled and is_marker(line, settings):
            found = i
            continue
        if found is not None and not labelled and not is_detail(line):
            return found
        labelled_above = labelled_above or labelled
        in_note = note or (in_note and not labelled)
        headed = headed and bool(labelled or in_note or disclaimer_label(line, edge=True) or is_detail(line))
    return found


def claim_head(lines: Sequence[Line], claims: Claims, marker: int | None, settings: ZoneSettings) -> None:
    """Front matter and notes above the body.

    With a marker, everything above it is one or the other; without one, labelled lines are, as
    far as they reach without a break, and short lines such as a title among them.
    """
    if marker is not None:
        claims[marker] = Claim("marker", settings.label_confidence, "a line that announces the text")
    in_note, titles, i = False, list[int](), 0
    while i < len(lines[:marker]):
        line, end = lines[i], i + 1
        claim = _label_claim(line, settings)
        if claim and claim.name == "editor_note":
            end = _note_end(lines, i, marker)
            in_note = True
        elif claim:
            in_note = False
        elif disclaimer_label(line, edge=True):
            in_note = False
            i = end
            continue
        elif marker is None:
            if titles or i == 0 or not _continues(lines, claims, i):
                titles.append(i)
                if line.text.endswith(TERMINATORS) or sum(len(lines[t]) for t in titles) > settings.marker_characters:
                    return
                i = end
                continue
            claim = claims[i - 1]
        else:
            claim = _before_marker(line, in_note=in_note, settings=settings)
        for t in titles:
            claims[t] = Claim("front_matter", settings.position_confidence, "a short line above a labelled one")
        titles = []
        claims[i:end] = [claim, *[_continued(claim)] * (end - i - 1)]
        i = end


def _label_claim(line: Line, settings: ZoneSettings) -> Claim | None:
    sure = settings.label_confidence
    if is_editor_note(line):
        return Claim("editor_note", sure, f"labelled “{label_of(line)}”")
    if is_front_matter(line, settings):
        return Claim("front_matter", sure, "a byline" if is_byline(line) else f"labelled “{label_of(line)}”")
    return None


def _before_marker(line: Line, *, in_note: bool, settings: ZoneSettings) -> Claim:
    if in_note:
        return Claim("editor_note", settings.position_confidence, "continues the note above, before the marker line")
    short = len(line) <= settings.marker_characters
    name = "front_matter" if short else "editor_note"
    return Claim(name, settings.position_confidence, "stands before the marker line")  # type: ignore[arg-type]


def _continues(lines: Sequence[Line], claims: Claims, i: int) -> bool:
    """Whether a line without a label goes with the claimed one above it: a rule, a date, an address."""
    return claims[i - 1] is not None and (is_rule(lines[i]) or is_detail(lines[i]))


def _continued(claim: Claim) -> Claim:
    return Claim(claim.name, claim.confidence, "continues the note above")


def _note_end(lines: Sequence[Line], first: int, marker: int | None) -> int:
    """Behind the last paragraph of the note that begins at ``first``.

    It ends with its paragraph, unless that is a heading, or a bracket or emphasis that opens it closes
    later, or a rule below it sets it off from the body.
    """
    limit = min(first + _NOTE_PARAGRAPHS, len(lines) - 1, marker if marker is not None else len(lines))
    text = lines[first].text
    if (closer := _still_open(text)) is not None:
        for i in range(first + 1, limit):
            if closer in lines[i].text:
                return i + 1
    rule = next((i for i in range(first + 1, limit) if is_rule(lines[i])), None)
    if rule is not None and not any(_is_labelled(lines[i]) for i in range(first + 1, rule)):
        return rule + 1
    return first + 2 if is_bare_label(lines[first]) and first + 2 < len(lines) else first + 1


def _still_open(text: str) -> str | None:
    """The mark that closes what a paragraph's first character opens, if it does not close in it."""
    opener = text[0]
    if opener in _NOTE_BRACKETS:
        closer = _NOTE_BRACKETS[opener]
        return closer if text.count(opener) > text.count(closer) else None
    return opener if opener in "*_" and text[1:2] != opener and text.count(opener) == 1 else None


def _is_labelled(line: Line) -> bool:
    """Whether a line is itself labelled as something else, so that no note runs over it."""
    return bool(
        disclaimer_label(line, edge=True)
        or is_editor_note(line)
        or label("front_matter", _LABEL_END).match(line.lower[:120])
    )
