"""Words that surely deny, in any language with a list of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from fidelity.text.pack import Pack
from fidelity.text.words import fold
from fidelity.types import Span
from fidelity.wording import is_unspaced

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

_NUMBERED = re.compile(r"(?<=\b[Nn]o)\.\s?(?=\S{0,20}\d)")
"""What makes the word before it "number": Form No. 7."""


def find_negators(text: str, pack: Pack) -> Iterator[Span]:
    """Where ``text`` has words that surely deny, in order."""
    if is_unspaced(next(iter(pack.negators), "")):
        yield from (Span(*match.span()) for match in _any(pack).finditer(text))
    else:
        for match in _WORD.finditer(text):
            if pack.says_no(fold(match[0])) and not _NUMBERED.match(text, match.end()):
                yield Span(*match.span())


@cache
def _any(pack: Pack) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(pack.negators, key=lambda each: (-len(each), each)))))
