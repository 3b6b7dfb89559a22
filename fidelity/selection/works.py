"""The sort of document that words name: a memo is not a book, and an author may have written both."""

from __future__ import annotations

import re

_SORTS = {
    "correspondence": "memo memos memorandum letter letters email emails e-mail e-mails message note circular dispatch",
    "speech": "speech speeches address remarks lecture keynote sermon statement debate",
    "interview": "interview interviews transcript conversation talk minutes",
    "press release": "release statement",
    "contract": "contract agreement treaty accord",
    "book": "book memoir biography novel autobiography",
    "post": "tweet tweets post posts blog thread statement",
    "column": "op-ed column essay editorial article",
    "court paper": "filing filings lawsuit complaint affidavit ruling petition decision judgment opinion",
    "study": "study paper report reports",
}
_WORDS = [(word, sort) for sort, words in _SORTS.items() for word in words.split()]
_SORTS_OF = {word: frozenset(sort for other, sort in _WORDS if other == word) for word, _ in _WORDS}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def find_sorts(text: str) -> frozenset[str]:
    """The sorts of document that words of ``text`` name."""
    return frozenset().union(*(_SORTS_OF.get(word, frozenset()) for word in _WORD.findall(text.casefold())))


def first_sort(text: str) -> frozenset[str]:
    """The sort of document that the first such word of ``text`` names, if there is one."""
    found = (_SORTS_OF[word] for word in _WORD.findall(text.casefold()) if word in _SORTS_OF)
    return next(found, frozenset())
