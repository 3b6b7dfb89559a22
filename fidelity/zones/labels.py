"""The roles that single lines show by their own words: front matter, notes, disclaimers, bylines, dates, rules."""

from __future__ import annotations

import re

from fidelity.settings import ZoneSettings
from fidelity.wording import match_label
from fidelity.zones.lines import Line

COLONS = (":", "：", "︰")
TERMINATORS = (".", "!", "?", "…", "。", "！", "？", ",", "，", ";", "；", "।", "؟", "۔")
RULE = re.compile(r"[-–—―─━═_=*＊·•~～.#+\s]{3,}")
_DOTS = re.compile(r"[.\s…]+")
_LABEL_END = r"\W{0,3}(?:[:：︰|｜丨]|\s[-–—]\s)\W*+\w"
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
    r"\W*(?:(?:posted|published|updated|dated?|sent|issued|publié|veröffentlicht|publicado|pubblicato|опубликовано|发布于|发表于|發布於)(?: on| le| am| el| em| il)?:? ?)?(?:https?://\S+|www\.\S+|[\w.+-]+@[\w.-]+|(?:\d{1,2}[.:/\s-]){1,2}\d{2,4}(?:[,\s]+\d{1,2}:\d{2}(?::\d{2})?)?(?: ?[ap]\.?m\.?)?|"
    r"\d{4}[-./年]\s?\d{1,2}[-./月]\s?\d{1,2}\s?日?(?:[\sT]+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?|\d{4}년 ?\d{1,2}월 ?\d{1,2}일.{0,12}|"
    r"(?:\w{2,12},? )?(?:\d{1,2}\.?(?:st|nd|rd|th)? (?:de |d')?[^\W\d_]{3,12}\.?|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?),?(?: de| г\.?| року)? \d{4}(?: г\.?| р\.?)?(?:[,\sat]+\d{1,2}[:.]\d{2}.{0,12})?|"
    r"\d{1,3} ?(?:min(?:ute)?s?|分钟|分鐘|分)(?: read)?.{0,6}|[\d,.]+ ?(?:views|words|字|次阅读|阅读|閱讀))\W*"
)
"""Matches a line that holds only an address, a date or a length."""
_NOTICE_END = r"(?:[】\]〗)）]|\W){0,4}(?:[:：︰|｜]|(?<=[】\]〗)）])|\s[-–—]\s|$)"
_NOTE_END = r"(?:[】\]〗)）]|\W){0,4}(?:[:：︰|｜]|(?<=[】\]〗)）])|\s[-–—]\s|$)"


def is_front_matter(line: Line, settings: ZoneSettings) -> bool:
    """Whether a line is front matter by its form: a label and a value, or a byline."""
    return len(line) <= settings.front_matter_characters and bool(
        match_label("front_matter", line.lower, _LABEL_END) or _CJK_SLASH.match(line.text) or is_byline(line)
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
    """Whether a line holds only a date, an address or a length. Next to front matter it is front matter, too."""
    return len(line) <= 80 and bool(_DETAIL.fullmatch(line.lower))


def is_rule(line: Line) -> bool:
    return bool(RULE.fullmatch(line.text)) and not _DOTS.fullmatch(line.text)


def is_editor_note(line: Line) -> bool:
    return bool(match_label("editor_note", line.lower[:120], _NOTE_END) or _NOTE_FROM.match(line.lower))


_NOTE_FROM = re.compile(r"[\W_]*(?:a )?note (?:from|by) [^\W\d_][^:.\n]{1,40}:\s*\S")
"""``Note from Watchdesk: ...``: whoever it is that publishes the text."""


def is_bracketed(line: Line) -> bool:
    """Whether a line is entirely in brackets. Below the head of a document such a line is an inline note."""
    return line.text[0] in "[(（［" and line.text.rstrip(".。 ")[-1:] in "])）］"


def label_of(line: Line) -> str:
    """The words of a line up to the colon or other mark that ends its label."""
    return re.split(r"[:：︰|｜丨】\]/／]|\s[-–—]\s", line.text.lstrip("*_#>【〖[(（「~ "), maxsplit=1)[0].strip("*_ ")[
        :40
    ]


def is_bare_label(line: Line) -> bool:
    """Whether a line is a label without a value, that is, a heading."""
    return any(
        match and not line.lower[match.end() :].strip("*_ :：】])）")
        for match in (match_label("editor_note", line.lower[:120], _NOTE_END), disclaimer_label(line, edge=True))
    )


def disclaimer_label(line: Line, *, edge: bool) -> re.Match[str] | None:
    """The disclaimer's label at the beginning of a line. At either end of a document, words that a text may use about
    itself count, too."""
    head = line.lower[:120]
    found = match_label("disclaimer", head, _NOTICE_END)
    return found or (match_label("edge_disclaimer", head, _NOTICE_END) if edge else None)
