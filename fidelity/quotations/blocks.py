"""Block quotations: paragraphs that an article sets off without quotation marks.

A paragraph is set off by ``>``, by an indent, by a line before it that ends in a colon and speaks of speech or of a
document, as an item of a list below such a line, or by being in the first person where the reporter never is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from fidelity.quotations.lexicon import (
    DOCUMENT_NOUNS,
    LANGUAGES,
    POSSESSIVES,
    SPEECH_FORMS,
    SPEECH_NOUNS,
    TEXT_PARTS,
    fold,
    main_language,
)
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
MARKED = re.compile('“[^“”]*”|"[^"]*"|«[^«»]*»|„[^„“”]*[“”]')
"""A stretch in double quotation marks."""
_SPEAKERS_OWN = frozenset("we our ours de:wir de:unser de:unsere es:nosotros es:nuestro es:nuestra ru:мы".split())
_FEWEST_WORDS = 4
_FEWEST_LONE_WORDS = 10
_REPORTER_SHARE = 2


@dataclass(frozen=True, slots=True)
class Unmarked:
    """The ranges that a paragraph without quotation marks quotes, with and without their marks, in order.

    ``resumed``: the first goes on with the last of the paragraph before. ``form``: what sets it apart.
    """

    spans: tuple[tuple[Span, Span], ...]
    form: Form
    resumed: bool = False


def find_blocks(text: str, paragraphs: tuple[Span, ...]) -> dict[int, Unmarked]:
    """The paragraphs that are block quotations, by number."""
    page = _Page(text, paragraphs, main_language(_WORD.findall(text.lower()), "und"))
    found: dict[int, Unmarked] = {}
    items: set[int] = set()
    for number in range(len(paragraphs)):
        block = _read_set_off(text, paragraphs, number, found)
        if block is None and number:
            block = _read_item(page, number, items)
            if block is not None:
                items.add(number)
        if block is None and number:
            block = _read_announced(page, number, found)
        if block is not None:
            found[number] = block
    for number in _find_first_person(page, found):
        found[number] = Unmarked(((paragraphs[number], paragraphs[number]),), "block")
    return found


def is_speech_word(word: str) -> bool:
    """Whether a word is a form of a verb of speech in any of the lists' languages."""
    low = word.lower()
    return low in SPEECH_FORMS or any(f"{language.tag}:{low}" in SPEECH_FORMS for language in LANGUAGES)


@dataclass(frozen=True, slots=True)
class _Page:
    """A text, its paragraphs, and the language of its word lists."""

    text: str
    paragraphs: tuple[Span, ...]
    language: str

    def shown(self, number: int) -> str:
        return self.paragraphs[number].of(self.text)

    def words(self, shown: str) -> list[str]:
        """Words in the form of the word lists."""
        return [fold(word, self.language) for word in _WORD.findall(shown)]


# Set off by ``>`` or by an indent


def _read_set_off(text: str, paragraphs: tuple[Span, ...], number: int, found: dict[int, Unmarked]) -> Unmarked | None:
    """A line after ``>``, or an indented line below a line that announces it with a colon."""
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
    """Number of columns of white space before a paragraph's first line, if there are at least three."""
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


def _announces(page: _Page, number: int) -> bool:
    """Whether a paragraph ends in a colon, and its last sentence speaks of speech, of a document or of parts of one."""
    shown = page.shown(number)
    if shown[-1:] not in _COLONS:
        return False
    words = page.words(_SENTENCE_BREAK.split(shown)[-1])
    if any(word in SPEECH_FORMS or word in DOCUMENT_NOUNS or word in TEXT_PARTS for word in words):
        return True
    owned = (word for before, word in pairwise(words) if before in POSSESSIVES or before.endswith(("'s", "’s")))
    return any(word in SPEECH_NOUNS for word in owned)


def _read_item(page: _Page, number: int, items: set[int]) -> Unmarked | None:
    """An item of a list below a line that announces it: its words behind the dash, dot or number, whole."""
    text, paragraph = page.text, page.paragraphs[number]
    lead = _ITEM.match(text, paragraph.start, paragraph.end)
    if lead is None or not (number - 1 in items or _announces(page, number - 1)):
        return None
    shown = text[lead.end() : paragraph.end]
    dashed = _DASHED_SPEECH.search(shown)
    if dashed is not None and any(word in SPEECH_FORMS for word in page.words(dashed["words"])):
        return None  # dialogue with narration between its dashes
    if shown[:1] in _OPENING_MARKS or _reports(page, shown):
        return None
    return Unmarked(((Span(lead.end(), paragraph.end), trim(text, lead.end(), paragraph.end)),), "block")


def _read_announced(page: _Page, number: int, found: dict[int, Unmarked]) -> Unmarked | None:
    """The paragraph behind a colon that announces somebody's words, or behind any colon if it speaks as "we"."""
    if page.shown(number - 1)[-1:] not in _COLONS or number - 1 in found or not _is_prose(page, number):
        return None
    layout = any(each.form == "block" for each in found.values())
    if _announces(page, number - 1) or layout or _speaks_as_we(page, number):
        return Unmarked(((page.paragraphs[number], page.paragraphs[number]),), "block")
    return None


def _is_prose(page: _Page, number: int) -> bool:
    """Whether a paragraph consists of sentences and has no quotation of its own."""
    shown = page.shown(number)
    if shown[0] in _OPENING_MARKS or shown[-1] not in _ENDS or shown[-1] in _COLONS:
        return False
    if OPENING_DASH.match(shown) or _ITEM.match(shown):
        return False
    return len(_WORD.findall(shown)) >= _FEWEST_WORDS and not _reports(page, shown)


def _reports(page: _Page, shown: str) -> bool:
    """Whether a paragraph has both quotation marks and a verb of speech, and so names its own speaker."""
    return bool(_DOUBLE_MARKS.search(shown)) and any(word in SPEECH_FORMS for word in page.words(shown))


# In the first person


def _speaks_as_we(page: _Page, number: int) -> bool:
    """Whether a paragraph says "we" outside of quotation marks: a blog's author says "I" of himself."""
    shown = MARKED.sub(" ", page.shown(number))
    words = (re.split("['’]", found.group())[0] for found in _SPEAKING_WORD.finditer(shown))
    return any(fold(word, page.language) in _SPEAKERS_OWN for word in words)


def _find_first_person(page: _Page, found: dict[int, Unmarked]) -> list[int]:
    """Paragraphs in the first person, each below one that speaks of a document, where the reporter says neither.

    A newsletter that runs a memo's paragraphs between its own says nowhere else "we"; one whose author does is left
    alone.
    """
    count = len(page.paragraphs)
    speaking = [n for n in range(count) if n not in found and _speaks_as_we(page, n)]
    if not speaking or len(speaking) * _REPORTER_SHARE > count:
        return []
    return speaking if all(_is_from_document(page, number, speaking) for number in speaking) else []


def _is_from_document(page: _Page, number: int, speaking: list[int]) -> bool:
    shown = page.shown(number)
    if number == 0 or len(_WORD.findall(shown)) < _FEWEST_LONE_WORDS or not _is_prose(page, number):
        return False
    if _DOUBLE_MARKS.search(shown) or page.shown(number - 1)[-1] not in _ENDS:
        return False
    return number - 1 in speaking or any(word in DOCUMENT_NOUNS for word in page.words(page.shown(number - 1)))
