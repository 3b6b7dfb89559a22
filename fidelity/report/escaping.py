"""Escaping of a document's text, so that it cannot control the terminal, a file or what the reader sees.

Escaped text is only shown: values and offsets are always those of the text as read.
"""

from __future__ import annotations

import html
import re
import unicodedata

_SURROGATES = re.compile("[\ud800-\udfff]")
_HANGUL_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")  # letters by category, blank on the screen
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def replace_surrogates(text: str) -> str:
    """``text`` with lone surrogates as U+FFFD, one for one, so that it can be encoded as UTF-8."""
    return _SURROGATES.sub("\ufffd", text)


def is_hidden(character: str) -> bool:
    """Whether a character is invisible but can change what is shown: controls, bidi, zero width, lone surrogates."""
    return unicodedata.category(character) in _HIDDEN_CATEGORIES or character in _HANGUL_FILLERS


def escape_terminal(text: str, keep: str = "") -> str:
    """``text`` with every hidden character in visible form, so that a terminal shows it and does not obey it.

    C0 controls become their control pictures (ESC is ``␛``), all others ``‹U+202E›``.
    ``keep`` names characters to leave as they are, for example a line feed.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c in keep or not is_hidden(c) else _visible(c) for c in text)


def one_line(text: str) -> str:
    """``text`` as one line for the terminal: runs of white space as one space, hidden characters visible."""
    return escape_terminal(_collapse(text))


def escape_html(text: str, *, elements: bool = True) -> str:
    """``text`` as HTML that shows every character and runs nothing, between tags or in a quoted attribute.

    Hidden characters are made visible as on the terminal; line feeds and tabs are kept. A ``$`` gets an element of its
    own, so that MathJax does not take an amount of money for a formula. With ``elements=False`` it gets none, as
    attributes and SVG require.
    """
    escaped = html.escape(escape_terminal(text.replace("\r\n", "\n"), keep="\n\t"))
    return escaped.replace("$", "<span>$</span>") if elements else escaped


def _collapse(text: str) -> str:
    # Only the white space of ordinary text: \s would also match the separators U+001C to U+001F.
    return re.sub("[ \t\n\r\u3000\u00a0\u2000-\u200a\u202f\u205f]+", " ", text)


def _visible(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"‹U+{code:04X}›"
