"""Which part of a document is what, and why.

A paragraph gets its zone from what it says of itself (a label such as "Translator:" or "免责声明"),
from where it stands (before a marker line, at either end) and from its language against the body's.
Inline notes are found inside paragraphs. Whatever no rule claims is body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.settings import ZoneSettings
from fidelity.types import Span, Zone, ZoneName

_FRONT_MATTER_LABELS = """
(?:original\\ |source\\ )?(?:title|headline|author|authors|text|article|source|language|link|url)|by|from|
translation|translated\\ by|translator|translators|compiled\\ by|edited\\ by|editor|source|sources|date|published|
published\\ (?:by|on|in)|publication|publisher|to|cc|subject|re|
原文标题|原标题|标题|原文作者|原作者|作者|译者|翻译|编译|校对|来源|原文来源|文章来源|出处|日期|时间|发布时间|链接|原文链接|撰文|编辑|
原文標題|原標題|標題|譯者|翻譯|編譯|來源|時間|連結|編輯|
原題|著者|訳者|翻訳|出典|日付|제목|저자|번역|출처|날짜|
titre(?:\\ original)?|auteur|autrice|traduction|traducteur|traductrice|
(?:original)?titel|autor|autorin|verfasser|übersetzung|übersetzer|übersetzerin|quelle|datum|
título(?:\\ original)?|autora|traducción|traductor|traductora|traduzido\\ por|tradução|fuente|fonte|fecha|data|
titolo|autore|traduzione|traduttore|
заголовок|название|автор|перевод|переводчик|источник|дата|опубликовано
"""
_EDITOR_NOTE_LABELS = """
(?:editor|editors|editorial|translator|translators|publisher)['’]?s?['’]?\\ note|note\\ (?:from|by)\\ the\\ (?:editor|translator)s?|
editorial\\ note|ed\\.\\ note|tn|n\\.?\\ ?b\\.?|
编者按|编者注|编辑按|编者的话|译者按|译者注|译注|按语|編者按|編者註|譯者按|譯者註|譯註|
編集者注|編集部注|編集部より|訳者注|訳注|編集注|편집자\\ ?주|역자\\ ?주|옮긴이\\ ?주|
note\\ de\\ la\\ rédaction|ndlr|note\\ du\\ traducteur|ndt|anmerkung\\ der\\ redaktion|anm\\.\\ d\\.\\ red\\.?|
anmerkung\\ de[rs]\\ übersetzer(?:s|in)?|anm\\.\\ d\\.\\ ü\\.?|nota\\ (?:del?|da|de\\ la)\\ (?:editor|editora|redacción|redação|traductora?|tradutora?)|
nota\\ del\\ traduttore|nota\\ della\\ redazione|от\\ редакции|примечание\\ (?:редакции|редактора|переводчика)|прим\\.\\ (?:ред|пер)\\.?
"""
_NOTE_LABELS = "note|" + _EDITOR_NOTE_LABELS + "|注|註|note\\ d['’]éd\\.?|anmerkung|nota|примечание|прим\\."
_DISCLAIMER_LABELS = """
(?:legal\\ )?disclaimers?|legal\\ notice|important\\ notice|copyright\\ notice|terms\\ of\\ use|risk\\ warning|
免责声明|免责条款|特别声明|版权声明|风险提示|免責聲明|版權聲明|風險提示|
免責事項|免責条項|ご注意|면책\\ ?조항|면책\\ ?고지|면책\\ ?성명|
clause\\ de\\ non-responsabilité|avis\\ de\\ non-responsabilité|mentions\\ légales|
haftungsausschluss|rechtlicher\\ hinweis|disclaimer|aviso\\ legal|descargo\\ de\\ responsabilidad|isenção\\ de\\ responsabilidade|
note\\ legali|отказ\\ от\\ ответственности|дисклеймер|правовая\\ оговорка|
إخلاء\\ (?:ال)?مسؤولية|סעיף\\ הסרת\\ אחריות|tuyên\\ bố\\ miễn\\ trừ\\ trách\\ nhiệm|yasal\\ uyarı|penafian|अस्वीकरण
"""
_DISCLAIMER_PHRASES = """
(?:views|opinions|positions?)\\ (?:and\\ \\w+\\ )?(?:expressed|stated)|do(?:es)?\\ not\\ (?:necessarily\\ )?(?:represent|reflect|constitute)|
for\\ (?:general\\ )?(?:reference|informational|information)\\ (?:purposes\\ )?only|(?:investment|legal|financial)\\ advice|
(?:accepts?|assumes?|bears?)\\ no\\ (?:liability|responsibility)|not\\ (?:be\\ held\\ )?(?:liable|responsible)\\ for|
all\\ rights\\ reserved|without\\ (?:prior\\ )?(?:written\\ )?(?:permission|consent|authori[sz]ation)|
(?:reproduction|reprint|redistribution)\\w*\\ (?:is\\ |are\\ )?(?:prohibited|forbidden)|(?:original|source)\\ text\\ (?:shall\\ )?prevails?|those\\ of\\ the\\ authors?|
仅代表作者.{0,4}观点|僅代表作者.{0,4}觀點|不代表.{0,16}(?:立场|观点|立場|觀點)|不构成.{0,24}建议|不構成.{0,24}建議|(?:仅供|僅供).{0,6}(?:参考|參考|分享|交流)|
(?:侵权|侵權).{0,24}(?:联系|聯繫|删除|刪除|邮件)|未经.{0,8}(?:许可|授权)|未經.{0,8}(?:許可|授權)|转载请注明|轉載請註明|版权归|版權歸
"""
_EDGE_DISCLAIMERS = "声明|聲明|avertissement|avvertenza|zastrzeżenie|statement"
"""Labels that a document may well use of itself: a disclaimer's only at an edge."""
_TAIL_LABELS = """
(?:original\\ |source\\ )?(?:link|url|source|article)|author|translators?|translated\\ by|原文链接|原文連結|链接|来源|文章来源|出处|作者|译者|编译|翻译|
來源|譯者|編譯|出典|訳者|출처|traduction|traducteur|source|quelle|übersetzung|fuente|traducción|fonte|tradução|источник|перевод|переводчик
"""
_BOILERPLATE = """
(?:read|see|learn)\\ more\\b.{0,60}|related\\ (?:articles|stories|reading|posts)\\b.{0,40}|(?:share|tweet|print|subscribe|sign\\ up|log\\ in|
follow\\ us)\\b.{0,60}|advertisement|(?:©|\\(c\\)|copyright)\\ ?\\d{4}.{0,80}|点击阅读.{0,20}|阅读原文|相关阅读.{0,30}|分享到.{0,30}|
weiterlesen.{0,40}|lire\\ aussi.{0,60}|читайте\\ также.{0,60}
"""
_MARKER = re.compile(
    r"""
    (?!.*\b(?:I|we|my|our)\b.*[^:：]$)(?:
      .*\b(?:following|below|here(?:\ is|['’]s|\ follows)?|begins?|as\ follows|reads?)\b.*
        \b(?:original|full|complete|entire|translated)?\ ?(?:text|memo|memorandum|letter|e-?mail|message|statement|translation|document|article|transcript)\b.*[:：.]
     |.*\b(?:text|memo|memorandum|letter|e-?mail|message|statement|translation|document|transcript)\b.*
        \b(?:follows|below|as\ follows|begins(?:\ here)?|reads(?:\ as\ follows)?|in\ full)\b.{0,20}[:：.]?
     |(?:full|original|complete)\ (?:text|memo|letter|translation|document|statement)(?:\ of\ .{1,60})?\s*[:：]?
     |.{0,16}(?:以下|下面|如下|原文|正文|全文|譯文|译文).{0,16}(?:原文|全文|内容|內容|譯文|译文|正文|如下|备忘录|備忘錄|信件)?.{0,8}[:：]
     |(?:以下|下記).{0,20}(?:原文|全文|本文|訳文).{0,10}[:：。]?
     |.*\b(?:voici|ci-dessous|ci-après|suit)\b.*\b(?:texte|lettre|mémo|note|message|traduction)\b.*[:：.]
     |.*\b(?:im\ folgenden|nachfolgend|hier|folgt|wortlaut)\b.*\b(?:text|wortlaut|brief|memo|übersetzung|schreiben)\b.*[:：.]
     |.*\b(?:a\ continuación|seguidamente|sigue|siguiente)\b.*\b(?:texto|carta|memorando|mensaje|traducción)\b.*[:：.]
     |.*(?:ниже|далее|следует|приводим).*(?:текст|письмо|записк|перевод).*[:：.]
    )$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_EDGE_ZONES: tuple[ZoneName, ...] = ("front_matter", "editor_note", "marker", "disclaimer", "boilerplate")
"""Zones that a walk inward from an end passes through on its way to the body."""

_SPEECHLESS = frozenset({"und", "zxx"})
"""Tags of a paragraph that takes its zone's language: a rule, a number, a word or two."""
_OPENERS = {"[": "]", "(": ")", "（": "）", "【": "】", "［": "］", "〔": "〕"}
_BRACKET = re.compile("[" + re.escape("".join(_OPENERS) + "".join(_OPENERS.values())) + "]")


def _labelled(labels: str, before: str = "", after: str = r"\s*[:：]") -> re.Pattern[str]:
    pattern = labels.replace("\n", "").strip("|")
    return re.compile(f"{before}(?:{pattern}){after}", re.IGNORECASE)


_EMPHASIS = r"[\s*_#>【\[]*"
_FRONT_MATTER = _labelled(_FRONT_MATTER_LABELS, _EMPHASIS, r"\**\s*[:：]\s*\S")
_EDITOR_NOTE = _labelled(_EDITOR_NOTE_LABELS, _EMPHASIS, r"[】\]]?\**\s*(?:[:：]|(?<=[】\]])|$)")
_DISCLAIMER = _labelled(_DISCLAIMER_LABELS, _EMPHASIS, r"[】\]]?\**\s*(?:[:：]|(?<=[】\]])|$)")
_EDGE_DISCLAIMER = _labelled(_EDGE_DISCLAIMERS, _EMPHASIS, r"[】\]]?\**\s*(?:[:：]|(?<=[】\]])|$)")
_DISCLAIMER_EVIDENCE = _labelled(_DISCLAIMER_PHRASES, r"(?<![a-z])", r"(?![a-z])")
_TAIL_LINE = _labelled(_TAIL_LABELS, _EMPHASIS, r"\**\s*[:：]\s*\S")
_BYLINE = re.compile(r"(?:By|Translated by|Edited by|Published by|Par|Von|Por) [^\W\d_a-zß-ÿ][^.!?:]{0,60}")
_TERMINATORS = (".", "!", "?", "…", "。", "！", "？", ",", "，", ";", "；")
_BOILERPLATE_LINE = _labelled(_BOILERPLATE, r"\W*", r"\W*$")
_INLINE_NOTE = _labelled(_NOTE_LABELS, r"(?P<open>[\[(（【［〔])\s*", r"\s*[:：，,\-–—]")


@dataclass(frozen=True, slots=True)
class _Claim:
    """One rule's word on one paragraph."""

    name: ZoneName
    confidence: float
    reason: str


def find_zones(text: str, paragraphs: Sequence[tuple[Span, str]], settings: ZoneSettings) -> tuple[Zone, ...]:
    """The zones of a document, in order, without overlap; gaps between them are white space.

    ``paragraphs`` are (span, language) in order, covering all that is not white space. Paragraphs
    in a row with one role are one zone; an inline note inside a paragraph splits it.
    """
    if not paragraphs:
        return ()
    language = _body_language(paragraphs)
    lines = [" ".join(span.of(text).split()) for span, _ in paragraphs]
    claims: list[_Claim | None] = [None] * len(paragraphs)
    marker = _find_marker(lines, paragraphs, settings)
    if marker is not None:
        claims[marker] = _Claim("marker", settings.label_confidence, "a line that announces the text")
    _claim_head(lines, claims, marker, settings)
    _claim_edges(lines, paragraphs, claims, language, settings)
    body = _Claim(
        "body",
        settings.label_confidence if marker is not None else settings.rest_confidence,
        "follows the marker line" if marker is not None else "no other role claims it",
    )
    zones: list[Zone] = []
    for (span, tag), claim in zip(paragraphs, claims, strict=True):
        _append(zones, text, span, tag, claim or body, settings)
    return tuple(zones)


def _body_language(paragraphs: Sequence[tuple[Span, str]]) -> str:
    totals: dict[str, int] = {}
    for span, tag in paragraphs:
        if tag not in _SPEECHLESS:
            totals[tag] = totals.get(tag, 0) + len(span)
    return min(totals, key=lambda tag: (-totals[tag], tag)) if totals else "und"


def _find_marker(lines: Sequence[str], paragraphs: Sequence[tuple[Span, str]], settings: ZoneSettings) -> int | None:
    """The first marker line that has something after it: near the top, or below nothing but labelled lines.

    The second is for short texts under a long editor's note, which may go on over several paragraphs.
    """
    limit = paragraphs[0][0].start + settings.head_share * (paragraphs[-1][0].end - paragraphs[0][0].start)
    headed, in_note = True, False
    for i, (line, (span, _)) in enumerate(zip(lines[:-1], paragraphs[:-1], strict=True)):
        if span.start > limit and not headed:
            return None
        note = _EDITOR_NOTE.match(line)
        labelled = note or _is_front_matter(line, settings)
        longest = settings.marker_characters if line.endswith((":", "：")) else settings.marker_characters // 2
        if not labelled and len(line) <= longest and _MARKER.match(line.strip("*_# ")):
            return i
        in_note = bool(note) or (in_note and not labelled)
        headed = headed and bool(labelled or in_note or _is_disclaimer(line))
    return None


def _claim_head(lines: Sequence[str], claims: list[_Claim | None], marker: int | None, settings: ZoneSettings) -> None:
    """Front matter and editor's notes above the body.

    With a marker, everything above it is one or the other; without one, labelled lines are, as
    far as they reach without a break, and short lines such as a title among them.
    """
    sure, likely = settings.label_confidence, settings.position_confidence
    in_note = False
    titles: list[int] = []
    for i, line in enumerate(lines[:marker]):
        if _EDITOR_NOTE.match(line):
            claims[i] = _Claim("editor_note", sure, f"labelled “{_label_of(line)}”")
            in_note = True
        elif _is_disclaimer(line):
            in_note = False
        elif _is_front_matter(line, settings):
            claims[i] = _Claim("front_matter", sure, f"labelled “{_label_of(line)}”")
            in_note = False
        elif marker is None:
            titles.append(i)
            if line.endswith(_TERMINATORS) or sum(len(lines[t]) for t in titles) > settings.marker_characters:
                return
            continue
        elif in_note:
            claims[i] = _Claim("editor_note", sure, "continues the note above, before the marker line")
        else:
            name: ZoneName = "front_matter" if len(line) <= settings.marker_characters else "editor_note"
            claims[i] = _Claim(name, likely, "stands before the marker line")
        for t in titles:
            claims[t] = _Claim("front_matter", likely, "a short line above a labelled one")
        titles = []


def _is_front_matter(line: str, settings: ZoneSettings) -> bool:
    if len(line) > settings.front_matter_characters:
        return False
    return bool(_FRONT_MATTER.match(line) or _BYLINE.fullmatch(line))


def _is_disclaimer(line: str) -> bool:
    return bool(_DISCLAIMER.match(line) or _EDGE_DISCLAIMER.match(line))


def _claim_edges(
    lines: Sequence[str],
    paragraphs: Sequence[tuple[Span, str]],
    claims: list[_Claim | None],
    language: str,
    settings: ZoneSettings,
) -> None:
    """Disclaimers, boilerplate and sources, working inward from both ends until something else is met."""
    allowance = settings.edge_share * sum(len(span) for span, _ in paragraphs)
    visitors = _visitors([tag for _, tag in paragraphs], language)
    for tail, order in ((True, range(len(paragraphs) - 1, -1, -1)), (False, range(len(paragraphs)))):
        taken = 0.0
        for i in order:
            held = claims[i]
            if held is not None and held.name in _EDGE_ZONES:
                continue
            span, tag = paragraphs[i]
            taken += len(span)
            claim = _label_claim(lines[i], settings, edge=True) or _edge_claim(lines[i], settings, tail=tail)
            if claim is None and taken <= allowance and tag in visitors:
                reason = f"in {tag} at the edge of a text in {language}"
                claim = _Claim("disclaimer", settings.position_confidence, reason)
            if held is not None or claim is None:
                break
            claims[i] = claim
    for i, line in enumerate(lines):
        claims[i] = claims[i] or _label_claim(line, settings) or _continuation(lines, claims, i, settings)


def _visitors(tags: Sequence[str], language: str) -> set[str]:
    """Languages other than the body's that a notice may be in: those that come in one or two stretches.

    A document whose languages alternate is a bilingual one.
    """
    own = language.split("-")[0]
    known = [tag for tag in tags if tag not in _SPEECHLESS]
    stretches: dict[str, int] = {}
    for before, tag in zip(["", *known], known, strict=False):
        primary = tag.split("-")[0]
        stretches[primary] = stretches.get(primary, 0) + (primary != before.split("-")[0])
    return {tag for tag in known if tag.split("-")[0] != own and stretches[tag.split("-")[0]] <= 2 and own != "und"}


def _label_claim(line: str, settings: ZoneSettings, *, edge: bool = False) -> _Claim | None:
    rules: tuple[tuple[ZoneName, bool], ...] = (
        ("disclaimer", bool(_DISCLAIMER.match(line) or (edge and _EDGE_DISCLAIMER.match(line)))),
        ("editor_note", bool(_EDITOR_NOTE.match(line))),
    )
    for name, holds in rules:
        if holds:
            return _Claim(name, settings.label_confidence, f"labelled “{_label_of(line)}”")
    return None


def _continuation(
    lines: Sequence[str], claims: Sequence[_Claim | None], i: int, settings: ZoneSettings
) -> _Claim | None:
    """The role of the paragraph above, where that is only a label, or a disclaimer that goes on in its wording."""
    above = claims[i - 1] if i else None
    if above is None or above.name not in ("disclaimer", "editor_note"):
        return None
    if _is_bare_label(lines[i - 1]) or (above.name == "disclaimer" and _DISCLAIMER_EVIDENCE.search(lines[i])):
        return _Claim(above.name, settings.position_confidence, "continues the paragraph above")
    return None


def _is_bare_label(line: str) -> bool:
    matches = (pattern.match(line) for pattern in (_DISCLAIMER, _EDGE_DISCLAIMER, _EDITOR_NOTE))
    return any(match and not line[match.end() :].strip("*_ ") for match in matches)


def _edge_claim(line: str, settings: ZoneSettings, *, tail: bool) -> _Claim | None:
    if _BOILERPLATE_LINE.match(line):
        return _Claim("boilerplate", settings.position_confidence, "a web page's furniture, at the edge of the text")
    if tail and len(line) <= settings.front_matter_characters and _TAIL_LINE.match(line):
        reason = f"labelled “{_label_of(line)}”, below the text"
        return _Claim("front_matter", settings.position_confidence, reason)
    if len(line) > settings.disclaimer_characters:
        return None
    phrases = {match.group().casefold() for match in _DISCLAIMER_EVIDENCE.finditer(line)}
    if len(phrases) >= settings.disclaimer_phrases:
        return _Claim("disclaimer", settings.position_confidence, "wording of a disclaimer, at the edge of the text")
    return None


def _label_of(line: str) -> str:
    return re.split(r"[:：】\]]", line.lstrip("*_#>【[ "), maxsplit=1)[0].strip("* ")[:40]


def _append(zones: list[Zone], text: str, span: Span, tag: str, claim: _Claim, settings: ZoneSettings) -> None:
    """Add one paragraph, split at inline notes; grow the last zone where it has the same role and language."""
    if claim.name == "disclaimer":
        _extend(zones, Zone(claim.name, span, tag, claim.confidence, claim.reason))
        return
    position = span.start
    for note in _inline_notes(text, span, settings):
        _extend(zones, _rest(text, Span(position, note.start), tag, claim))
        reason = f"labelled “{_label_of(note.of(text)[1:])}” in brackets"
        zones.append(Zone("inline_note", note, tag, settings.label_confidence, reason))
        position = note.end
    _extend(zones, _rest(text, Span(position, span.end), tag, claim))


def _rest(text: str, span: Span, tag: str, claim: _Claim) -> Zone | None:
    raw = span.of(text)
    start = span.start + len(raw) - len(raw.lstrip())
    end = span.end - (len(raw) - len(raw.rstrip()))
    return Zone(claim.name, Span(start, end), tag, claim.confidence, claim.reason) if start < end else None


def _extend(zones: list[Zone], zone: Zone | None) -> None:
    if zone is None:
        return
    last = zones[-1] if zones else None
    if (
        last
        and last.name == zone.name
        and (last.language == zone.language or _SPEECHLESS & {last.language, zone.language})
    ):
        language = zone.language if last.language in _SPEECHLESS else last.language
        zones[-1] = Zone(last.name, Span(last.span.start, zone.span.end), language, last.confidence, last.reason)
    else:
        zones.append(zone)


def _inline_notes(text: str, paragraph: Span, settings: ZoneSettings) -> list[Span]:
    """Bracketed notes that say of themselves that they are notes; brackets nest, and close in the paragraph."""
    notes: list[Span] = []
    closings: dict[int, int] | None = None
    position = paragraph.start
    while match := _INLINE_NOTE.search(text, position, paragraph.end):
        if closings is None:
            closings = _closings(text, paragraph)
        end = closings.get(match.start())
        if end is not None and end - match.start() <= settings.note_characters:
            notes.append(Span(match.start(), end))
            position = end
        else:
            position = match.end()
    return notes


def _closings(text: str, paragraph: Span) -> dict[int, int]:
    """For each opening bracket that is closed in the paragraph, the end of its closing one; one pass over the text.

    Each kind of bracket is counted by itself, so that a stray one of another kind breaks nothing.
    """
    open_at: dict[str, list[int]] = {closer: [] for closer in _OPENERS.values()}
    closings: dict[int, int] = {}
    for bracket in _BRACKET.finditer(text, paragraph.start, paragraph.end):
        if bracket.group() in _OPENERS:
            open_at[_OPENERS[bracket.group()]].append(bracket.start())
        elif waiting := open_at[bracket.group()]:
            closings[waiting.pop()] = bracket.end()
    return closings
