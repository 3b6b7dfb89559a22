"""Paragraphs anywhere that are not the document's own: disclaimers, a site's furniture, notes, footnotes, sources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from fidelity.furniture import is_furniture, is_plain_furniture
from fidelity.settings import ZoneSettings
from fidelity.wording import is_entry, match_label, search_pattern
from fidelity.zones.labels import disclaimer_label, is_bare_label, is_bracketed, is_byline, is_editor_note, label_of
from fidelity.zones.lines import OWN_VOICE, SPEECHLESS, Claim, Claims, Line

_VALUE = r"\W{0,3}(?:[:：︰|｜丨]|\s[-–—]\s)\W*+\w"
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|my|me)\b")
_FOOTNOTE = re.compile(
    r"(?P<mark>\[\^?[0-9a-z]{1,4}\](?=:?\s)|\[\^[\w-]{1,20}\]|[¹²³⁴-⁹][⁰¹²³⁴-⁹]*|[①-⑳]|[*†‡§]{1,3}(?=\s?[^\W\d_*])|[（(]?[注註]\s?[0-9０-９]{1,3}[）)]?(?=\s?[:：.、\s]))\s*:?"
)
_NUMBERED = re.compile(r"[\[(（]?[0-9]{1,3}[\])）.:：、\s]")
_CONTACT = re.compile(r"\w@\w|https?://|www\.")
_EDGE_ZONES = ("front_matter", "editor_note", "marker", "disclaimer", "boilerplate", "inline_note")


def claim_notices(lines: Sequence[Line], claims: Claims, language: str, settings: ZoneSettings) -> None:
    """Everything that this module finds, the most certain claims first."""
    _claim_footnotes(lines, claims, settings)
    visitors = _visitors([line.language for line in lines], language)
    allowance = settings.edge_share * sum(len(line.span) for line in lines)
    for tail in (True, False):
        _walk_inward(lines, claims, visitors, allowance, settings, tail=tail)
    _claim_repeated(lines, claims, settings)
    for i, line in enumerate(lines):
        claims[i] = claims[i] or _anywhere_claim(line, claims, i, language, settings)
    for i, line in enumerate(lines):
        claims[i] = claims[i] or _continuation(lines, claims, i, line, settings)
    _claim_rules(lines, claims)


def _walk_inward(
    lines: Sequence[Line], claims: Claims, visitors: set[str], allowance: float, settings: ZoneSettings, *, tail: bool
) -> None:
    """Goes from one end of the document to the first paragraph that is the document's own."""
    taken = 0.0
    for i in reversed(range(len(lines))) if tail else range(len(lines)):
        held, line = claims[i], lines[i]
        if (held is not None and held.name in _EDGE_ZONES) or _is_mark(line):
            continue
        taken += len(line.span)
        claim = _edge_claim(line, settings, tail=tail)
        if claim is None and taken <= allowance and line.language in visitors:
            claim = _visitor_claim(line, settings, tail=tail)
        if held is not None or claim is None:
            return
        claims[i] = claim


def _edge_claim(line: Line, settings: ZoneSettings, *, tail: bool) -> Claim | None:
    """The role of a paragraph among the first or the last lines of a document."""
    sure, likely = settings.label_confidence, settings.position_confidence
    if disclaimer_label(line, edge=True):
        return Claim("disclaimer", sure, f"labelled “{label_of(line)}”")
    if is_editor_note(line) and not is_bracketed(line):
        return Claim("editor_note", sure, f"labelled “{label_of(line)}”")
    if len(line) <= settings.disclaimer_characters and _is_worded_as_disclaimer(line, settings.edge_density, settings):
        return Claim("disclaimer", likely, "wording of a disclaimer, at the edge of the text")
    if is_furniture(line.text):
        return Claim("boilerplate", likely, "a web page's furniture, at the edge of the text")
    if tail and (source := _source_below(line, settings)):
        return Claim("front_matter", likely, source)
    return None


def _source_below(line: Line, settings: ZoneSettings) -> str | None:
    """The reason why a line below the text names its source or its translator, or ``None`` if it does not."""
    if len(line) > settings.front_matter_characters:
        return None
    if match_label("tail_matter", line.lower, _VALUE):
        return f"labelled “{label_of(line)}”, below the text"
    return "a byline, below the text" if is_byline(line) else None


def _visitor_claim(line: Line, settings: ZoneSettings, *, tail: bool) -> Claim:
    if not tail and len(line) <= settings.title_characters and not line.text.endswith((".", "。", "!", "！")):
        return Claim("front_matter", settings.position_confidence, f"a short line in {line.language} at the head")
    return Claim("disclaimer", settings.position_confidence, f"in {line.language} at the edge of the text")


def _visitors(tags: Sequence[str], language: str) -> set[str]:
    """Languages of notices: languages other than the body's that occur in only one or two stretches.

    A document whose languages alternate is a bilingual one.
    """
    own = language.split("-")[0]
    known = [tag for tag in tags if tag not in SPEECHLESS]
    stretches: Counter[str] = Counter()
    for before, tag in zip(["", *known], known, strict=False):
        primary = tag.split("-")[0]
        stretches[primary] += primary != before.split("-")[0]
    return {tag for tag in known if tag.split("-")[0] != own and stretches[tag.split("-")[0]] <= 2 and own != "und"}


def _anywhere_claim(line: Line, claims: Claims, i: int, language: str, settings: ZoneSettings) -> Claim | None:
    """The role of a paragraph that may be surrounded by the document's own paragraphs."""
    if disclaimer_label(line, edge=False):
        return Claim("disclaimer", settings.label_confidence, f"labelled “{label_of(line)}”")
    if is_editor_note(line) and not is_bracketed(line):
        above, below = any(c is None for c in claims[:i][-1:]), any(c is None for c in claims[i + 1 : i + 2])
        between = above and below
        return Claim(
            "inline_note" if between else "editor_note", settings.label_confidence, f"labelled “{label_of(line)}”"
        )
    if is_plain_furniture(line.text):
        return Claim("boilerplate", settings.position_confidence, "a web page's furniture")
    if len(line) <= settings.inner_disclaimer_characters and not _FIRST_PERSON.search(line.lower):
        foreign = line.primary not in SPEECHLESS and line.primary != language.split("-")[0]
        density = 0.0 if foreign else settings.inner_density
        if (foreign or not OWN_VOICE.search(line.lower)) and _is_worded_as_disclaimer(line, density, settings):
            return Claim("disclaimer", settings.position_confidence, "wording of a disclaimer")
    return None


def _is_worded_as_disclaimer(line: Line, density: float, settings: ZoneSettings) -> bool:
    """Whether enough different stock phrases make up enough of a paragraph."""
    phrases = list(_phrases(line))
    # two forms of the same word count as one phrase
    stems = {phrase[: 7 if phrase[0] < "\u2e80" else 3] for phrase in phrases}
    return len(stems) >= settings.disclaimer_phrases and sum(map(len, phrases)) >= density * len(line)


def _phrases(line: Line) -> Iterator[str]:
    for language in dict.fromkeys((line.primary, "en") if line.lower.isascii() else (line.primary,)):
        pattern = search_pattern("disclaimer_wording", language)
        if pattern is not None:
            yield from (match.group() for match in pattern.finditer(line.lower))


def _continuation(lines: Sequence[Line], claims: Claims, i: int, line: Line, settings: ZoneSettings) -> Claim | None:
    """The role of the paragraph above, if that is only a label or a disclaimer that this paragraph continues."""
    above = claims[i - 1] if i else None
    if above is None or above.name not in ("disclaimer", "editor_note"):
        return None
    goes_on = (
        above.name == "disclaimer"
        and len(line) <= settings.disclaimer_characters
        and (any(_phrases(line)) or (len(line) <= settings.marker_characters and bool(_CONTACT.search(line.lower))))
    )
    if is_bare_label(lines[i - 1]) or goes_on:
        return Claim(above.name, settings.position_confidence, "continues the paragraph above")
    return None


def _claim_repeated(lines: Sequence[Line], claims: Claims, settings: ZoneSettings) -> None:
    """Short lines that recur in a document and are not sentences, such as a site's name or a page's head."""
    counts = Counter(line.lower for line in lines if _may_recur(line, settings))
    for i, line in enumerate(lines):
        if claims[i] is None and counts[line.lower] >= settings.repeats:
            claims[i] = Claim("boilerplate", settings.position_confidence, f"the same line {counts[line.lower]} times")


def _may_recur(line: Line, settings: ZoneSettings) -> bool:
    letters = sum(c.isalpha() for c in line.text)
    return (
        settings.repeat_letters <= letters
        and len(line) <= settings.marker_characters
        and not line.text.endswith((".", "!", "?", "…", "。", "！", "？", ":", "：", ",", "，", "”", '"', "’", "」"))
        and not re.match(r"\W*[-*•‣▪–—]|\W*[0-9]{1,3}[.)]", line.text)
    )


def _claim_footnotes(lines: Sequence[Line], claims: Claims, settings: ZoneSettings) -> None:
    """Notes that the text refers to by their mark, and numbered notes under a heading at its end."""
    seen: Counter[str] = Counter()
    for line in lines:
        seen.update(re.findall(r"\[\^?[\w-]{1,20}\]|[¹²³⁴-⁹][⁰¹²³⁴-⁹]*|[①-⑳]|[*†‡§]+|[注註]\s?[0-9]{1,3}", line.lower))
    reason = "a footnote"
    for i, line in enumerate(lines):
        match = _FOOTNOTE.match(line.lower)
        if claims[i] is None and match and len(line) > len(match.group()):
            mark = match.group("mark").strip("（()） ")
            referred = seen[mark] > 1 and not (mark[0] in "*†‡§" and seen[mark] > 2)
            if referred or mark.startswith("[^") or mark[0] in "注註":
                claims[i] = Claim("inline_note", settings.label_confidence, reason)
    _claim_note_list(lines, claims, settings)


def _claim_note_list(lines: Sequence[Line], claims: Claims, settings: ZoneSettings) -> None:
    """A heading such as "Notes" and all numbered lines that directly follow it."""
    for i, line in enumerate(lines[:-1]):
        heading = len(line) <= 60 and is_entry("notes_heading", line.lower)
        if not heading or (claims[i] is not None and claims[i + 1] is not None):
            continue
        last = i
        while last + 1 < len(lines) and (
            _NUMBERED.match(lines[last + 1].text) or _FOOTNOTE.match(lines[last + 1].lower)
        ):
            last += 1
        for each in range(i, last + 1 if last > i else i):
            claims[each] = Claim(
                "inline_note", settings.label_confidence, f"a footnote, under “{line.text.strip('#*_ :：')}”"
            )


def _claim_rules(lines: Sequence[Line], claims: Claims) -> None:
    """A rule (a line of dashes) between the body and another zone belongs to the other zone."""
    for i, line in enumerate(lines):
        if claims[i] is None and _is_mark(line):
            above = claims[i - 1] if i else None
            below = claims[i + 1] if i + 1 < len(lines) else None
            claims[i] = above or below


def _is_mark(line: Line) -> bool:
    return not any(c.isalnum() for c in line.text)
