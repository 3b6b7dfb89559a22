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
anmerkung\\ de[rs]\\ übersetzer(?:s|in)?|anm\\.\\ d\\.\\ ü\\.?|nota\\ (?:del?|da)\\ (?:editor|editora|redacción|redação|traductora?|tradutora?)|
nota\\ del\\ traduttore|nota\\ della\\ redazione|от\\ редакции|примечание\\ (?:редакции|редактора|переводчика)|прим\\.\\ (?:ред|пер)\\.?
"""
_NOTE_LABELS = "note|" + _EDITOR_NOTE_LABELS + "|注|註|note\\ d['’]éd\\.?|anmerkung|nota|примечание|прим\\."
_DISCLAIMER_LABELS = """
(?:legal\\ )?disclaimers?|legal\\ notice|important\\ notice|copyright\\ notice|terms\\ of\\ use|risk\\ warning|
免责声明|免责条款|声明|特别声明|版权声明|风险提示|免責聲明|聲明|版權聲明|風險提示|
免責事項|免責条項|ご注意|면책\\ ?조항|면책\\ ?고지|면책\\ ?성명|
avertissement|clause\\ de\\ non-responsabilité|avis\\ de\\ non-responsabilité|mentions\\ légales|
haftungsausschluss|rechtlicher\\ hinweis|disclaimer|aviso\\ legal|descargo\\ de\\ responsabilidad|isenção\\ de\\ responsabilidade|
avvertenza|note\\ legali|отказ\\ от\\ ответственности|дисклеймер|правовая\\ оговорка|
إخلاء\\ (?:ال)?مسؤولية|סעיף\\ הסרת\\ אחריות|tuyên\\ bố\\ miễn\\ trừ\\ trách\\ nhiệm|zastrzeżenie|yasal\\ uyarı|penafian|अस्वीकरण
"""
_DISCLAIMER_PHRASES = """
(?:views|opinions|positions?)\\ (?:and\\ \\w+\\ )?(?:expressed|stated)|do(?:es)?\\ not\\ (?:necessarily\\ )?(?:represent|reflect|constitute)|
for\\ (?:general\\ )?(?:reference|informational|information)\\ (?:purposes\\ )?only|(?:investment|legal|financial)\\ advice|
(?:accepts?|assumes?|bears?)\\ no\\ (?:liability|responsibility)|not\\ (?:be\\ held\\ )?(?:liable|responsible)\\ for|
all\\ rights\\ reserved|without\\ (?:prior\\ )?(?:written\\ )?(?:permission|consent|authori[sz]ation)|
(?:reproduction|reprint|redistribution)\\w*\\ (?:is\\ |are\\ )?(?:prohibited|forbidden)|(?:original|source)\\ text\\ (?:shall\\ )?prevails?
"""
_BOILERPLATE = """
(?:read|see|learn)\\ more\\b.{0,60}|related\\ (?:articles|stories|reading|posts)\\b.{0,40}|(?:share|tweet|print|subscribe|sign\\ up|log\\ in|
follow\\ us)\\b.{0,60}|advertisement|(?:©|\\(c\\)|copyright)\\ ?\\d{4}.{0,80}|点击阅读.{0,20}|阅读原文|相关阅读.{0,30}|分享到.{0,30}|
weiterlesen.{0,40}|lire\\ aussi.{0,60}|читайте\\ также.{0,60}
"""
_MARKER = re.compile(
    r"""
    (?=.{0,160}$)(?:
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

_OPENERS = {"[": "]", "(": ")", "（": "）", "【": "】", "［": "］", "〔": "〕"}


def _labelled(labels: str, before: str = "", after: str = r"\s*[:：]") -> re.Pattern[str]:
    pattern = labels.replace("\n", "").strip("|")
    return re.compile(f"{before}(?:{pattern}){after}", re.IGNORECASE)


_EMPHASIS = r"[\s*_#>【\[]*"
_FRONT_MATTER = _labelled(_FRONT_MATTER_LABELS, _EMPHASIS, r"\**\s*[:：]\s*\S")
_EDITOR_NOTE = _labelled(_EDITOR_NOTE_LABELS, _EMPHASIS, r"[】\]]?\**\s*(?:[:：]|(?<=[】\]])|$)")
_DISCLAIMER = _labelled(_DISCLAIMER_LABELS, _EMPHASIS, r"[】\]]?\**\s*(?:[:：]|(?<=[】\]])|$)")
_DISCLAIMER_EVIDENCE = _labelled(_DISCLAIMER_PHRASES, r"\b", r"\b")
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
    claims: list[_Claim | None] = [None] * len(paragraphs)
    marker = _find_marker(text, paragraphs, settings)
    if marker is not None:
        claims[marker] = _Claim("marker", settings.label_confidence, "a line that announces the text")
    _claim_head(text, paragraphs, claims, marker, settings)
    _claim_edges(text, paragraphs, claims, language, settings)
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
        if tag not in ("und", "zxx"):
            totals[tag] = totals.get(tag, 0) + len(span)
    return min(totals, key=lambda tag: (-totals[tag], tag)) if totals else "und"


def _find_marker(text: str, paragraphs: Sequence[tuple[Span, str]], settings: ZoneSettings) -> int | None:
    """The first marker line near the top that has something after it."""
    limit = paragraphs[0][0].start + settings.head_share * (paragraphs[-1][0].end - paragraphs[0][0].start)
    for i, (span, _) in enumerate(paragraphs[:-1]):
        if span.start > limit:
            return None
        line = span.of(text)
        longest = settings.marker_characters if line.endswith((":", "：")) else settings.marker_characters // 2
        labelled = _FRONT_MATTER.match(line) or _EDITOR_NOTE.match(line)
        if len(line) <= longest and not labelled and _MARKER.match(line.strip("*_# ")):
            return i
    return None


def _claim_head(
    text: str,
    paragraphs: Sequence[tuple[Span, str]],
    claims: list[_Claim | None],
    marker: int | None,
    settings: ZoneSettings,
) -> None:
    """Front matter and editor's notes above the body.

    With a marker, everything above it is one or the other; without one, labelled lines are, as
    far as they reach without a break.
    """
    sure = settings.label_confidence
    in_note = False
    for i in range(marker if marker is not None else len(paragraphs)):
        line = paragraphs[i][0].of(text)
        if _EDITOR_NOTE.match(line):
            claims[i] = _Claim("editor_note", sure, f"labelled “{_label_of(line)}”")
            in_note = True
        elif _DISCLAIMER.match(line):
            in_note = False
        elif _FRONT_MATTER.match(line) and len(line) <= settings.front_matter_characters:
            claims[i] = _Claim("front_matter", sure, f"labelled “{_label_of(line)}”")
            in_note = False
        elif marker is None:
            return
        elif in_note:
            claims[i] = _Claim("editor_note", sure, "continues the note above, before the marker line")
        else:
            name: ZoneName = "front_matter" if len(line) <= settings.marker_characters else "editor_note"
            claims[i] = _Claim(name, settings.position_confidence, "stands before the marker line")


def _claim_edges(
    text: str,
    paragraphs: Sequence[tuple[Span, str]],
    claims: list[_Claim | None],
    language: str,
    settings: ZoneSettings,
) -> None:
    """Disclaimers and boilerplate, working inward from both ends until something else is met."""
    allowance = settings.edge_share * sum(len(span) for span, _ in paragraphs)
    for order in (range(len(paragraphs) - 1, -1, -1), range(len(paragraphs))):
        taken = 0.0
        for i in order:
            held = claims[i]
            if held is not None and held.name in _EDGE_ZONES:
                continue
            span, tag = paragraphs[i]
            taken += len(span)
            line = span.of(text)
            claim = _label_claim(line, settings) or _edge_claim(line, settings)
            if claim is None and taken <= allowance:
                claim = _foreign_claim(tag, language, settings)
            if held is not None or claim is None:
                break
            claims[i] = claim
    for i, (span, _) in enumerate(paragraphs):
        claims[i] = claims[i] or _label_claim(span.of(text), settings)


def _label_claim(paragraph: str, settings: ZoneSettings) -> _Claim | None:
    rules: tuple[tuple[ZoneName, re.Pattern[str]], ...] = (("disclaimer", _DISCLAIMER), ("editor_note", _EDITOR_NOTE))
    for name, pattern in rules:
        if pattern.match(paragraph):
            return _Claim(name, settings.label_confidence, f"labelled “{_label_of(paragraph)}”")
    return None


def _edge_claim(paragraph: str, settings: ZoneSettings) -> _Claim | None:
    if _BOILERPLATE_LINE.match(paragraph):
        return _Claim("boilerplate", settings.position_confidence, "a web page's furniture, at the edge of the text")
    phrases = {match.group().casefold() for match in _DISCLAIMER_EVIDENCE.finditer(paragraph)}
    if len(phrases) >= settings.disclaimer_phrases:
        return _Claim("disclaimer", settings.position_confidence, "wording of a disclaimer, at the edge of the text")
    return None


def _foreign_claim(tag: str, language: str, settings: ZoneSettings) -> _Claim | None:
    undecided = {tag, language} & {"und", "zxx"}
    if undecided or tag.split("-")[0] == language.split("-")[0]:
        return None
    return _Claim("disclaimer", settings.position_confidence, f"in {tag} at the edge of a text in {language}")


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
    if last and last.name == zone.name and last.language == zone.language:
        zones[-1] = Zone(last.name, Span(last.span.start, zone.span.end), last.language, last.confidence, last.reason)
    else:
        zones.append(zone)


def _inline_notes(text: str, paragraph: Span, settings: ZoneSettings) -> list[Span]:
    """Bracketed notes that say of themselves that they are notes; brackets nest, and close in the paragraph."""
    notes: list[Span] = []
    position = paragraph.start
    while match := _INLINE_NOTE.search(text, position, paragraph.end):
        opener = match["open"]
        closer, depth, end = _OPENERS[opener], 0, None
        for i in range(match.start(), min(paragraph.end, match.start() + settings.note_characters)):
            depth += (text[i] == opener) - (text[i] == closer)
            if depth == 0:
                end = i + 1
                break
        if end is not None:
            notes.append(Span(match.start(), end))
        position = end or match.end()
    return notes
