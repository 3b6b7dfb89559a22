"""Block quotations: paragraphs that an article sets off without quotation marks.

A paragraph is set off by ``>``, by an indent, by a line before it that ends in a colon and speaks of speech or of a
document, as an item of a list below such a line, or by being in the first person where the reporter never is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fidelity.quotations.lexicon import DOCUMENT_NOUNS, FIRST_PERSON, LANGUAGES, SPEECH_FORMS, SPEECH_NOUNS
from fidelity.quotations.paragraphs import trim
from fidelity.types import Span

Form = Literal["block", "turn", "dialogue"]

OPENING_DASH = re.compile(r"[—–―]\s*|--?\s+")
_ANGLE = re.compile(r">[>\s]*")
_ITEM = re.compile(r"(?:[-–*•‣▪◦·●]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+(?=\S)")
_OPENING_MARKS = "\"“„«「『‘'"
_DOUBLE_MARKS = re.compile('["“”„«»]')
_DASHED_SPEECH = re.compile(r"\s[-–—]\s+(?P<words>[^-–—]{3,60})")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SPEAKING_WORD = re.compile(r"(?<![\w(\[-])[^\W\d_]+(?:['’][^\W\d_]+)*(?![\w-])")
_SENTENCE_BREAK = re.compile(r"[.!?…]\s+")
_ENDS = frozenset('.!?…。！？:;)]"”»’')
_COLONS = frozenset(":：")
_FEWEST_WORDS = 4
_FEWEST_LONE_WORDS = 10
_REPORTER_SHARE = 2


@dataclass(frozen=True, slots=True)
class Unmarked:
    """What a paragraph without quotation marks quotes: ranges with and without what sets them apart, in order.

    ``resumed``: the first goes on with the last of the paragraph before. ``form``: what sets it apart.
    """

    spans: tuple[tuple[Span, Span], ...]
    form: Form
    resumed: bool = False


def find_blocks(text: str, paragraphs: tuple[Span, ...]) -> dict[int, Unmarked]:
    """The paragraphs that are block quotations, by number."""
    found: dict[int, Unmarked] = {}
    items: set[int] = set()
    for number in range(len(paragraphs)):
        block = _read_set_off(text, paragraphs, number, found)
        if block is None and number:
            block = _read_item(text, paragraphs, number, items)
            if block is not None:
                items.add(number)
        if block is None and number:
            block = _read_announced(text, paragraphs, number, found)
        if block is not None:
            found[number] = block
    for number in _find_first_person(text, paragraphs, found):
        found[number] = Unmarked(((paragraphs[number], paragraphs[number]),), "block")
    return found


def is_speech_word(word: str) -> bool:
    """Whether a word is a form of a verb of speech in any of the lists' languages."""
    return _is_listed(word.lower(), SPEECH_FORMS)


def _is_listed(low: str, words: Sequence[str] | frozenset[str] | dict[str, str]) -> bool:
    return low in words or any(f"{language.tag}:{low}" in words for language in LANGUAGES)


# Set off by ``>`` or by an indent


def _read_set_off(text: str, paragraphs: tuple[Span, ...], number: int, found: dict[int, Unmarked]) -> Unmarked | None:
    """A line behind ``>``, or one that is indented below a line that announces it with a colon."""
    paragraph = paragraphs[number]
    before = paragraphs[number - 1] if number else None
    lead = _ANGLE.match(text, paragraph.start, paragraph.end)
    if lead is None and not _is_indented(text, paragraphs, number, found):
        return None
    start = lead.end() if lead else paragraph.start
    shown = text[start : paragraph.end]
    if OPENING_DASH.match(shown) or shown[:1] in _OPENING_MARKS:
        return None  # an attribution of its own line, or marks that say more than the block
    resumed = before is not None and number - 1 in found and _is_block(text, before, lead is not None)
    inner = trim(text, start, paragraph.end)
    return Unmarked(((Span(start, paragraph.end), inner),), "block", resumed)


def _is_block(text: str, paragraph: Span, angled: bool) -> bool:
    return text.startswith(">", paragraph.start) if angled else _indent(text, paragraph) > 0


def _indent(text: str, paragraph: Span) -> int:
    """Columns of white space before a paragraph's first line; less than three are none."""
    start = max(text.rfind("\n", 0, paragraph.start), text.rfind("\r", 0, paragraph.start)) + 1
    columns = len(text[start : paragraph.start].expandtabs(4))
    return columns if columns >= 3 else 0


def _is_indented(text: str, paragraphs: tuple[Span, ...], number: int, found: dict[int, Unmarked]) -> bool:
    own = _indent(text, paragraphs[number])
    if not own or number == 0:
        return False
    before = paragraphs[number - 1]
    if number - 1 in found:
        return _indent(text, before) == own
    return _indent(text, before) < own and before.of(text).rstrip()[-1:] in _COLONS


# Announced by a colon


def _announces(text: str, paragraph: Span) -> bool:
    """Whether a paragraph ends in a colon, and its last sentence speaks of speech or of a document."""
    shown = paragraph.of(text)
    if shown[-1:] not in _COLONS:
        return False
    words = [word.lower() for word in _WORD.findall(_SENTENCE_BREAK.split(shown)[-1])]
    return any(_is_listed(word, SPEECH_FORMS) or _is_listed(word, SPEECH_NOUNS | DOCUMENT_NOUNS) for word in words)


def _read_item(text: str, paragraphs: tuple[Span, ...], number: int, items: set[int]) -> Unmarked | None:
    """An item of a list below a line that announces it: its words behind the dash, dot or number, whole."""
    paragraph = paragraphs[number]
    lead = _ITEM.match(text, paragraph.start, paragraph.end)
    if lead is None or not (number - 1 in items or _announces(text, paragraphs[number - 1])):
        return None
    shown = text[lead.end() : paragraph.end]
    dashed = _DASHED_SPEECH.search(shown)
    if dashed is not None and any(is_speech_word(word) for word in _WORD.findall(dashed["words"])):
        return None  # dialogue with narration between its dashes
    if shown[:1] in _OPENING_MARKS or _reports(shown):
        return None
    return Unmarked(((Span(lead.end(), paragraph.end), trim(text, lead.end(), paragraph.end)),), "block")


def _read_announced(
    text: str, paragraphs: tuple[Span, ...], number: int, found: dict[int, Unmarked]
) -> Unmarked | None:
    """The paragraph behind a colon that announces somebody's words, or behind any colon if it speaks as "we"."""
    paragraph, before = paragraphs[number], paragraphs[number - 1]
    if before.of(text)[-1:] not in _COLONS or number - 1 in found or not _is_prose(text, paragraph):
        return None
    layout = any(each.form == "block" for each in found.values())
    if _announces(text, before) or layout or _speaks_as_we(text, paragraph):
        return Unmarked(((paragraph, paragraph),), "block")
    return None


def _is_prose(text: str, paragraph: Span) -> bool:
    """Whether a paragraph is made of sentences and quotes nobody by itself."""
    shown = paragraph.of(text)
    if shown[0] in _OPENING_MARKS or shown[-1] not in _ENDS or shown[-1] in _COLONS:
        return False
    if OPENING_DASH.match(shown) or _ITEM.match(shown):
        return False
    return len(_WORD.findall(shown)) >= _FEWEST_WORDS and not _reports(shown)


def _reports(shown: str) -> bool:
    """Whether a paragraph has both quotation marks and a verb of speech: it says by itself whose words it quotes."""
    return bool(_DOUBLE_MARKS.search(shown)) and any(is_speech_word(word) for word in _WORD.findall(shown))


# In the first person


def _speaks_as_we(text: str, paragraph: Span) -> bool:
    """Whether a paragraph says "I" or "we" outside of quotation marks."""
    shown = re.sub('“[^”]*”|"[^"]*"|«[^»]*»|„[^“”]*[“”]', " ", paragraph.of(text))
    return any(_is_first_person(found.group().lower()) for found in _SPEAKING_WORD.finditer(shown))


def _is_first_person(word: str) -> bool:
    stem = re.split("['’]", word)[0]
    return stem in {"i", "we", "my", "our"} or any(
        f"{language.tag}:{stem}" in FIRST_PERSON for language in LANGUAGES if language.tag != "fr" or stem != "nous"
    )


def _find_first_person(text: str, paragraphs: tuple[Span, ...], found: dict[int, Unmarked]) -> list[int]:
    """Paragraphs in the first person, each below one that speaks of a document, where the reporter says neither.

    A newsletter that runs a memo's paragraphs between its own says nowhere else "we"; one whose author does is left
    alone.
    """
    speaking = [n for n in range(len(paragraphs)) if n not in found and _speaks_as_we(text, paragraphs[n])]
    if not speaking or len(speaking) * _REPORTER_SHARE > len(paragraphs):
        return []
    for number in speaking:
        before = number - 1
        words = len(_WORD.findall(paragraphs[number].of(text)))
        if before < 0 or words < _FEWEST_LONE_WORDS or not _is_prose(text, paragraphs[number]):
            return []
        if _DOUBLE_MARKS.search(paragraphs[number].of(text)):
            return []
        if before not in speaking and not _speaks_of_document(text, paragraphs[before]):
            return []
    return speaking


def _speaks_of_document(text: str, paragraph: Span) -> bool:
    return any(_is_listed(word.lower(), DOCUMENT_NOUNS) for word in _WORD.findall(paragraph.of(text)))
