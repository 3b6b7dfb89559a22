"""Chinese numerals, by value."""

from __future__ import annotations

import re

_HAN = re.compile(
    r"(?<![\d〇零一二三四五六七八九十百千万亿萬億两兩.,])[\d〇零一二三四五六七八九十百千万亿萬億两兩.,]*[〇零一二三四五六七八九十百千万亿萬億两兩][\d〇零一二三四五六七八九十百千万亿萬億两兩]*"
)
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000}
_HAN_GROUPS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}


def read_han_values(text: str) -> list[float]:
    """Values of the Chinese numerals of a text, and of figures with a Chinese scale behind them."""
    return [value for match in _HAN.finditer(text) for value in _han_value(match.group())]


def _han_value(written: str) -> list[float]:
    total, group, number = 0.0, 0.0, 0.0
    for piece in re.findall(r"\d[\d,]*(?:\.\d+)?|[^\d.,]", written):
        if piece[0].isdigit():
            number = float(piece.replace(",", ""))
        elif piece in _HAN_DIGITS:
            number = number * 10 + _HAN_DIGITS[piece]
        elif piece in _HAN_SCALES:
            group, number = group + (number or 1) * _HAN_SCALES[piece], 0.0
        else:
            total, group, number = (total + group + (number if number or group else 1)) * _HAN_GROUPS[piece], 0.0, 0.0
    return [total + group + number]
