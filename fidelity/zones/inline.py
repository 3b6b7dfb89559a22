"""Notes inside a paragraph: brackets with the label of a note, or with the signature of its author."""

from __future__ import annotations

import re

from fidelity.settings import ZoneSettings
from fidelity.types import Span
from fidelity.wording import is_entry, match_label

_OPENERS = {"[": "]", "(": ")", "（": "）", "【": "】", "［": "］", "〔": "〕", "〖": "〗", "{": "}"}
_BRACKET = re.compile("[" + re.escape("".join(_OPENERS) + "".join(_OPENERS.values())) + "]")
_AFTER = r"[.\s]*+(?:[0-9]{1,3}+\s*+)?(?:[:：]|(?<=\s)[-–—]{1,2}\s|(?<=[注註按])[，,])"
_HEAD, _TAIL = 200, 48
"""How many characters at either end of a bracket are searched for a label or a signature."""
_STAGE = 60
"""Longest stage direction, in characters."""
_SIGNED = re.compile(r"(?<!\w)[-–—]{1,2}\s*([^-–—\[\](){}（）【】]{1,24})\W*$")


def find_inline_notes(text: str, paragraph: Span, settings: ZoneSettings) -> list[tuple[Span, str]]:
    """The bracketed notes of one paragraph, each with the reason. Brackets may nest and must close in the paragraph."""
    notes: list[tuple[Span, str]] = []
    position = paragraph.start
    for start, end in sorted(_pairs(text, paragraph).items()):
        if start < position or end - start > settings.note_characters:
            continue
        reason = _note_reason(
            text[start + 1 : min(end - 1, start + _HEAD)], text[max(start + 1, end - _TAIL) : end - 1]
        )
        if reason is None and text[start] in "[［【" and Span(start, end) == paragraph and end - start > 3:
            reason = _insertion_reason(text[start:end])
        if reason:
            notes.append((Span(start, end), reason))
            position = end
    return notes


def _note_reason(head: str, tail: str) -> str | None:
    words = " ".join(head.split())
    if len(words) <= _STAGE and is_entry("stage_direction", words.lower()):
        return "a stage direction"
    for name in ("bracketed_note", "editor_note"):
        match = match_label(name, words.lower(), _AFTER)
        if match:
            return f"labelled “{words[: match.end()].strip(' :：，,-–—.')[:40]}” in brackets"
    signed = _SIGNED.search(" ".join(tail.lower().split()))
    if signed and is_entry("signed_note", signed.group(1)):
        return f"signed “{signed.group(1).strip()}” in brackets"
    return None


def _insertion_reason(bracket: str) -> str | None:
    """A paragraph entirely in square brackets is a note, unless it is a mark, a number or a heading."""
    words = bracket[1:-1].strip()
    if bracket[0] == "【" or (not any(c.isspace() for c in words) and words.isascii()):
        return None
    return "a paragraph of its own in square brackets"


def _pairs(text: str, paragraph: Span) -> dict[int, int]:
    """For each opening bracket that is closed in the paragraph, the end of the closing bracket. This takes one pass.

    Each kind of bracket is counted separately, so that a stray bracket of another kind does no harm.
    """
    open_at: dict[str, list[int]] = {closer: [] for closer in _OPENERS.values()}
    closings: dict[int, int] = {}
    for bracket in _BRACKET.finditer(text, paragraph.start, paragraph.end):
        if bracket.group() in _OPENERS:
            open_at[_OPENERS[bracket.group()]].append(bracket.start())
        elif waiting := open_at[bracket.group()]:
            closings[waiting.pop()] = bracket.end()
    return closings
