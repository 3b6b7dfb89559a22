"""Names of persons: their last word, and whether ``he`` or ``she`` may refer to them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from fidelity.quotations.lexicon import FEMALE_NAMES, FEMALE_WORDS, MALE_NAMES, MALE_WORDS

_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_CYRILLIC_ENDING = re.compile("(?<=[а-яё]{3})(?:ого|ому|ой|ым|ом|ем|ою|а|у|е|ы|я|ю)$")

Gender = Literal["male", "female"]


def last_name(name: tuple[str, ...]) -> str:
    """The last word of a name that is not a suffix, folded, without a Russian case ending."""
    words = [word for word in name if word.lower() not in _SUFFIXES]
    return _CYRILLIC_ENDING.sub("", (words or list(name) or [""])[-1].lower().strip("."))


def is_given(word: str) -> bool:
    """Whether a word is a known given name."""
    return word.lower() in MALE_NAMES or word.lower() in FEMALE_NAMES


def tell_gender(words: Iterable[str]) -> Gender | None:
    """Whether titles, nouns and given names among ``words`` (folded) fit only ``he`` or only ``she``."""
    for word in words:
        if word in MALE_WORDS or word in MALE_NAMES:
            return "male"
        if word in FEMALE_WORDS or word in FEMALE_NAMES:
            return "female"
    return None
