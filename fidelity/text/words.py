"""The words of one text. All checks read texts through this class."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, TypeVar

from fidelity.text.pack import Pack, load_pack
from fidelity.text.stems import stem
from fidelity.types import Span

T = TypeVar("T")

_APOSTROPHE = re.compile("[’ʼ]|&(?:apos|rsquo|#0?39);")
_TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*"
    r"|(?:[^\W\d_]\.){2,}"
    r"|[^\W\d_]+n ['’ʼ]t(?!\w)"  # couldn 't, as some programs write it
    rf"|[^\W\d_]+(?:(?:'|{_APOSTROPHE.pattern})[^\W\d_]+)*"
    r"|[^\w\s]"
)
SHARED_LETTERS = 4
"""Number of letters that the forms of one word share at their start."""

SENTENCE_ENDS = frozenset(".!?;。！？；")
_DRAWN_IN = frozenset(("d", "ll", "m", "re", "ve"))
_BEFORE_IS = frozenset("that this it he she who what there here where how when why".split())
"""Words behind which ``'s`` is a verb. Behind others it says whose something is."""
_CLAUSE_MARKS = frozenset(',;:.!?()[]{}—–“”"«»…，。；：！？、')


def _whole(form: str) -> str:
    """A form without a verb that is drawn into it: ``that`` of "that's", ``i`` of "i'd"."""
    base, apostrophe, verb = form.partition("'")
    drawn_in = verb in _DRAWN_IN or (verb == "s" and base in _BEFORE_IS)
    return base if apostrophe and drawn_in else form


class Words:
    """The words, numbers and marks of one text. ``forms`` are lower case, ``'`` for every apostrophe.

    ``pack``: the word lists of the text's language, by default English.
    """

    def __init__(self, text: str, pack: Pack | None = None) -> None:
        self.text = text
        self.pack = pack or load_pack("en")
        self.spans = tuple(Span(*match.span()) for match in _TOKEN.finditer(text))
        self.written = tuple(span.of(text) for span in self.spans)
        self.forms = tuple(fold(written) for written in self.written)

        self._kept: dict[object, Any] = {}

    def keep(self, what: object, make: Callable[[], T]) -> T:
        """Results that were computed from these words once."""
        if what not in self._kept:
            self._kept[what] = make()
        found: T = self._kept[what]
        return found

    def __len__(self) -> int:
        return len(self.spans)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """Each form without its inflection."""
        return tuple(stem(form, self.pack) for form in self.forms)

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """The different forms without possessive endings, accents and apostrophes."""
        return tuple(dict.fromkeys(plain(form) for form in self.forms))

    @cached_property
    def capitalised(self) -> frozenset[str]:
        """Like :attr:`plain`, but only of words that begin with a capital, or of all words if no word does."""
        found = (plain(f) for f, w in zip(self.forms, self.written, strict=True) if w[0].isupper())
        return frozenset(found) or frozenset(self.plain)

    @cached_property
    def line(self) -> str:
        """All forms, each between two spaces."""
        return f" {' '.join(self.forms)} "

    @cached_property
    def letters(self) -> str:
        """All forms without the parts that :attr:`plain` leaves out, joined without a space."""
        return "".join(plain(form) for form in self.forms)

    @cached_property
    def starts(self) -> dict[str, list[int]]:
        """The indices of words by their first letters, in order."""
        found: dict[str, list[int]] = defaultdict(list)
        for i, form in enumerate(self.forms):
            found[form[:SHARED_LETTERS]].append(i)
        return found

    @cached_property
    def content(self) -> tuple[int, ...]:
        """Indices of content words and numbers."""
        skipped = self.pack.function_words
        return tuple(
            i
            for i, form in enumerate(self.forms)
            if form[0].isalnum() and not form.endswith("n't") and form not in skipped and _whole(form) not in skipped
        )

    @cached_property
    def content_set(self) -> frozenset[int]:
        """The same indices as a set."""
        return frozenset(self.content)

    @cached_property
    def clauses(self) -> tuple[int, ...]:
        """The number of each word's clause. Clauses end at punctuation marks."""
        return tuple(accumulate(form in _CLAUSE_MARKS for form in self.forms))

    @cached_property
    def _sentences(self) -> tuple[int, ...]:
        return tuple(accumulate(form in SENTENCE_ENDS for form in self.forms))

    def sentence_of(self, i: int) -> range:
        """The words of the sentence that contains word ``i``, with the mark before it."""
        number = self._sentences[i]
        return range(bisect_left(self._sentences, number), bisect_right(self._sentences, number))

    def span(self, indices: Sequence[int]) -> tuple[Span, ...]:
        """The spans of these words, in order; neighbours have one span."""
        found: list[Span] = []
        last = -2
        for i in sorted(set(indices)):
            if i == last + 1:
                found[-1] = Span(found[-1].start, self.spans[i].end)
            else:
                found.append(self.spans[i])
            last = i
        return tuple(found)


def fold(written: str) -> str:
    """The form in lower case with one kind of apostrophe."""
    form = written.casefold()
    return form if form.isalnum() else _APOSTROPHE.sub("'", form).replace(" '", "'")


_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ħ": "h", "ə": "a"}
)
"""Letters whose mark is not an accent in Unicode."""


def plain(form: str) -> str:
    """The form without a possessive ending, accents and apostrophes."""
    bare = form.removesuffix("'s")
    if not bare.isascii():
        bare = "".join(
            c for c in unicodedata.normalize("NFKD", bare.translate(_LETTERS)) if not unicodedata.combining(c)
        )
    return bare.replace("'", "") or form


def near(words: Words, index: int, reach: int) -> range:
    """The words up to ``reach`` words away from a word."""
    return range(max(0, index - reach), min(len(words), index + reach + 1))
