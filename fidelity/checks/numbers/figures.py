"""Figures and dates in figures, of any script."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_DIGITS = str.maketrans({"٫": ".", "٬": ",", "．": ".", "％": "%", "٪": "%", "￥": "¥", "＄": "$", "ـ": "-"})
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 0.2}
_MOST_DIGITS = 300
"""Greatest number of digits of a figure that are read, since a float cannot be larger."""


def fold(text: str) -> str:
    """Lower case and ASCII digits, each character in its place."""
    return "".join(_fold(character) for character in text.translate(_DIGITS))


@cache
def _fold(character: str) -> str:
    if not character.isascii() and character.isdecimal():
        return str(unicodedata.decimal(character))
    lower = character.lower()
    return lower if len(lower) == 1 else character


def parse_figure(written: str, decimal: str) -> tuple[float, ...]:
    """What a figure may stand for, the plainest first. ``decimal``: the language's decimal mark."""
    bare = re.sub(r"[\s'’\u00a0\u202f\u2009]", "", written)[:_MOST_DIGITS]
    other = "," if decimal == "." else "."
    if other in bare and decimal in bare and bare.rindex(other) > bare.rindex(decimal):
        decimal, other = other, decimal
    plain = bare.replace(other, "").replace(decimal, ".")
    if bare.count(decimal) > 1:
        plain = bare.replace(decimal, "").replace(other, ".")
    if not _NUMBER.fullmatch(plain):
        return tuple(float(part) for part in re.findall(r"\d+", bare))
    grouped = _GROUPED.fullmatch(bare)
    if bare.count(other) == 1 and bare.count(decimal) == 0 and not grouped:
        return (float(bare.replace(other, ".")),)
    if grouped and bare.count(grouped[1]) == 1 and not (decimal == "." and grouped[1] == ","):
        parts = bare.split(grouped[1])
        readings = float("".join(parts)), float(".".join(parts))
        return readings if grouped[1] == other else readings[::-1]
    return (float(plain),)
