"""What sort of document words stand in: a memo is not a book, and an author may have written both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_SORTS = {
    "correspondence": "memo memos memorandum letter letters email emails e-mail e-mails message note circular dispatch",
    "book": "book memoir biography novel autobiography",
    "post": "tweet tweets post posts blog thread",
    "column": "op-ed column essay editorial article",
    "court paper": "filing filings lawsuit complaint affidavit ruling petition",
    "study": "study paper report reports",
}
_SORT_OF = {word: sort for sort, words in _SORTS.items() for word in words.split()}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def find_sorts(text: str) -> frozenset[str]:
    """The sorts of document that words of ``text`` name."""
    return frozenset(_SORT_OF[word] for word in _WORD.findall(text.casefold()) if word in _SORT_OF)


def main_sorts(front: str, occasions: Iterable[str]) -> frozenset[str]:
    """The sorts that the translated document can be: what its front matter names, else what most ``occasions`` name."""
    named = find_sorts(front)
    if named:
        return named
    counts = Counter(sort for text in occasions for sort in find_sorts(text))
    return frozenset(sort for sort, count in counts.items() if count == max(counts.values()))
