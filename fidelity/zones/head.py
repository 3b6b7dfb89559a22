"""The text before the body: front matter, notes, and the line that announces the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from fidelity.settings import ZoneSettings
from fidelity.types import ZoneName
from fidelity.wording import headings, is_entry, search_pattern
from fidelity.zones.labels import (
    COLONS,
    TERMINATORS,
    disclaimer_label,
    is_bare_label,
    is_byline,
    is_detail,
    is_editor_note,
    is_front_matter,
    is_rule,
    label_of,
)
from fidelity.zones.lines import Claim, Claims, Line

_FIRST_PERSON = re.compile(r"\b(?:i|we|my|our|us|me)\b")
_PASSED_ON = re.compile(r"translat")
_SPEAKS = re.compile(r"\b(?:i|we|you)\b")
_TRANSLATED = (
    r"(?:(?:translated|rendered) (?:(?:from|into)(?: the)?(?: original)? (?-i:[^\W\d_a-z])|by\b)"
    r"|(?:übersetzt (?:von|aus)|aus dem \w+ übersetzt|traduit (?:de|du|par)|traducido (?:del?|por)"
    r"|tradotto da|traduzido (?:d[eo]|por))\b)"
)
_BEGINS_TRANSLATED = re.compile(
    rf"[^\w\"“]*(?:(?:an? |the )?(?:\w+ ){{0,2}}(?:version|text|edition),? "
    rf"|(?:recorded|delivered|given|spoken|written|dictated|broadcast) (?:in|on|at) [^.!?]{{2,60}}[;,] )?"
    rf"{_TRANSLATED}[^.,;:!?]{{0,120}}(?:[.;:*]|$)",
    re.IGNORECASE,
)
_ADDS_TRANSLATED = re.compile(rf"[;.(] *{_TRANSLATED}", re.IGNORECASE)
_NOTE_BRACKETS = {"[": "]", "(": ")", "（": "）", "【": "】", "［": "］"}


def is_marker(line: Line, settings: ZoneSettings) -> bool:
    """Whether a line announces the text. It is a stock line, or it has words for a text and for "now" and a colon."""
    text = line.lower.strip("*_#~ -–—―=【】[]()（）《》")
    colon = text.endswith(COLONS)
    if len(text) > (settings.marker_characters if colon else settings.marker_characters // 2) or not text:
        return False
    if _FIRST_PERSON.search(text) and not _PASSED_ON.search(text):
        return False
    if is_entry("marker_line", text):
        return True
    if not colon and text.endswith((",", "，", "、", ";", "；", "?", "？")):
        return False
    return _announces(text, line, colon=colon)


def _announces(text: str, line: Line, *, colon: bool) -> bool:
    """Whether a line has both kinds of words in one language. Without a colon it may have hardly any other words."""
    for heading in headings("marker_words"):
        language, kind = heading.split()
        if kind != "text" or (line.primary not in ("und", "zxx") and line.primary != language):
            continue
        texts, nows = search_pattern("marker_words", heading), search_pattern("marker_words", f"{language} now")
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
    """The first marker line near the top that text follows. Of several in a row it is the last.

    A marker line that only labelled lines and notes precede may be anywhere. Any other has to be in the first
    ``head_share`` of the document, or in a smaller part of it if no labelled line precedes it.
    """
    if not lines:
        return None
    start, length = lines[0].span.start, lines[-1].span.end - lines[0].span.start
    headed, in_note, labelled_above = True, False, False
    found: int | None = None
    for i, line in enumerate(lines[:-1]):
        note = is_editor_note(line)
        labelled = note or is_front_matter(line, settings)
        share = settings.head_share if labelled or labelled_above else settings.unlabelled_head_share
        if not headed and line.span.start > start + max(share * length, settings.head_characters):
            return found
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

    If there is a marker line, everything above it is front matter or a note. If there is none, the labelled lines at
    the top are, up to the first other line, together with short lines among them, such as a title.
    """
    if marker is None:
        _claim_labelled(lines, claims, settings)
        return
    claims[marker] = Claim("marker", settings.label_confidence, "a line that announces the text")
    in_note = False
    for i, line in enumerate(lines[:marker]):
        if disclaimer_label(line, edge=True):
            in_note = False
            continue
        labelled = _label_claim(line, settings)
        claims[i] = labelled or _before_marker(line, in_note=in_note, settings=settings)
        in_note = labelled.name == "editor_note" if labelled else in_note


def _claim_labelled(lines: Sequence[Line], claims: Claims, settings: ZoneSettings) -> None:
    """Labelled lines at the top, the lines that continue them, and short lines above a labelled line."""
    titles: list[int] = []
    i = untold = 0
    while i < len(lines):
        line, end = lines[i], i + 1
        claim = _label_claim(line, settings)
        if claim is not None:
            for t in titles:
                claims[t] = Claim("front_matter", settings.position_confidence, "a short line above a labelled one")
            titles, untold = [], 0
            if claim.name == "editor_note":
                end = _note_end(lines, i, settings)
            claims[i] = claim
            claims[i + 1 : end] = [Claim(claim.name, claim.confidence, "continues the note above")] * (end - i - 1)
        elif disclaimer_label(line, edge=True):
            titles, untold = [], 0
        elif not titles and i and claims[i - 1] and (is_rule(line) or is_detail(line)):
            claims[i] = claims[i - 1]
        elif _tells_origin(_BEGINS_TRANSLATED.match, line, settings):
            claims[i] = Claim(
                "front_matter", settings.position_confidence, "says who translated the text, or from what"
            )
            titles.append(i)
        else:
            titles.append(i)
            if not _tells_origin(_ADDS_TRANSLATED.search, line, settings):
                untold += len(line)
                if line.text.endswith(TERMINATORS) or untold > settings.marker_characters:
                    return
        i = end


def _tells_origin(find: Callable[[str], re.Match[str] | None], line: Line, settings: ZoneSettings) -> bool:
    """``Delivered in Spanish on 14 March; translated by our staff.``: the line says who translated the text, or from
    what, and says nothing of a speaker's own."""
    if len(line) > settings.front_matter_characters or _SPEAKS.search(line.lower):
        return False
    return bool(find(line.text))


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
    name: ZoneName = "front_matter" if short else "editor_note"
    return Claim(name, settings.position_confidence, "stands before the marker line")


def _note_end(lines: Sequence[Line], first: int, settings: ZoneSettings) -> int:
    """The index after the last paragraph of the note that begins at ``first``.

    The note ends with its first paragraph, except in three cases: this paragraph is only a heading, a bracket or an
    emphasis opens in it and closes later, or a rule further below separates the note from the body.
    """
    limit = min(first + settings.note_paragraphs, len(lines) - 1)
    text = lines[first].text
    if (closer := _still_open(text)) is not None:
        for i in range(first + 1, limit):
            if closer in lines[i].text:
                return i + 1
    rule = next((i for i in range(first + 1, limit) if is_rule(lines[i])), None)
    if rule is not None and not any(_is_labelled(lines[i], settings) for i in range(first + 1, rule)):
        return rule + 1
    return first + 2 if is_bare_label(lines[first]) and first + 2 < len(lines) else first + 1


def _still_open(text: str) -> str | None:
    """The mark that closes the bracket or emphasis that a paragraph begins with, if the paragraph does not close it."""
    opener = text[0]
    if opener in _NOTE_BRACKETS:
        closer = _NOTE_BRACKETS[opener]
        return closer if text.count(opener) > text.count(closer) else None
    return opener if opener in "*_" and text[1:2] != opener and text.count(opener) == 1 else None


def _is_labelled(line: Line, settings: ZoneSettings) -> bool:
    """Whether a line has a label of another kind, so that a note cannot continue past it."""
    return bool(disclaimer_label(line, edge=True) or is_editor_note(line) or is_front_matter(line, settings))
