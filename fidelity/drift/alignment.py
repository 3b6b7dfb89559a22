"""The words of both sides, and for each word its best counterpart on the other side.

Words are compared by the cosine of their vectors, each word taking its best match (the greedy
matching of BERTScore, Zhang et al., ICLR 2020); a content word that the other side has too, in
any inflection, matches fully.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from fidelity.drift.sameness import find_clipped, find_negated
from fidelity.drift.wordlists import table as word_table
from fidelity.drift.wordlists import words as word_list
from fidelity.settings import DriftSettings
from fidelity.types import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from fidelity.embedding import SideReading

    Floats = NDArray[np.float32]
    Edges = NDArray[np.int64]

_APOSTROPHE = re.compile("[’ʼ]|&(?:apos|rsquo|#0?39);")
_TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*"
    r"|(?:[^\W\d_]\.){2,}"
    r"|[^\W\d_]+n ['’ʼ]t(?!\w)"  # couldn 't, as some programs write it
    rf"|[^\W\d_]+(?:(?:'|{_APOSTROPHE.pattern})[^\W\d_]+)*"
    r"|[^\w\s]"
)
_SUFFIXES = (
    "ations",
    "ation",
    "ingly",
    "edly",
    "ments",
    "ment",
    "ings",
    "ing",
    "ies",
    "ied",
    "es",
    "ed",
    "ly",
    "s",
    "e",
)
_BLOCK = 256
SHARED_LETTERS = 4
"""Letters that the forms of one word share at their start."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One side of a pair: its ``text``, and what the pair scorer says of its words."""

    text: str
    reading: SideReading


class Words:
    """The words, numbers and marks of one text. ``forms`` are lower case, ``'`` for every apostrophe."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = tuple(Span(*match.span()) for match in _TOKEN.finditer(text))
        self.written = tuple(span.of(text) for span in self.spans)
        self.forms = tuple(fold(written) for written in self.written)

    def __len__(self) -> int:
        return len(self.spans)

    @cached_property
    def bare_stems(self) -> tuple[str, ...]:
        """Each form without its inflection."""
        return tuple(stem(form) for form in self.forms)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The same; of a clipped word or British spelling, that of what it stands for."""
        same = word_table("same_words")
        pairs = zip(self.forms, self.bare_stems, strict=True)
        return tuple(stem(same[form][0]) if form in same else bare for form, bare in pairs)

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """The different forms without possessive endings, accents and apostrophes."""
        return tuple(dict.fromkeys(plain(form) for form in self.forms))

    @cached_property
    def capitalised(self) -> frozenset[str]:
        """As :attr:`plain`, of words that begin with a capital; of all where none does."""
        found = (plain(f) for f, w in zip(self.forms, self.written, strict=True) if w[0].isupper())
        return frozenset(found) or frozenset(self.plain)

    @cached_property
    def line(self) -> str:
        """All forms, each between two spaces."""
        return f" {' '.join(self.forms)} "

    @cached_property
    def letters(self) -> str:
        """All forms without what :attr:`plain` leaves out, nothing between them."""
        return "".join(plain(form) for form in self.forms)

    @cached_property
    def starts(self) -> dict[str, list[int]]:
        """Where words with these first letters stand, in order."""
        found: dict[str, list[int]] = defaultdict(list)
        for i, form in enumerate(self.forms):
            found[form[:SHARED_LETTERS]].append(i)
        return found

    @cached_property
    def content(self) -> tuple[int, ...]:
        """Indices of content words and numbers."""
        skipped = word_list("function_words")
        return tuple(
            i
            for i, form in enumerate(self.forms)
            if form[0].isalnum() and not form.endswith("n't") and form not in skipped
        )

    @cached_property
    def content_set(self) -> frozenset[int]:
        """The same, to look one up."""
        return frozenset(self.content)

    @cached_property
    def clauses(self) -> tuple[int, ...]:
        """The number of the clause that each word stands in; clauses end at marks."""
        return tuple(accumulate(form in _CLAUSE_MARKS for form in self.forms))

    @cached_property
    def _sentences(self) -> tuple[int, ...]:
        return tuple(accumulate(form in SENTENCE_ENDS for form in self.forms))

    def sentence_of(self, i: int) -> range:
        """The words of the sentence that word ``i`` stands in, with the mark before it."""
        number = self._sentences[i]
        return range(bisect_left(self._sentences, number), bisect_right(self._sentences, number))

    def span(self, indices: Sequence[int]) -> tuple[Span, ...]:
        """The spans of these words, in order, neighbours as one."""
        found: list[Span] = []
        last = -2
        for i in sorted(set(indices)):
            if i == last + 1:
                found[-1] = Span(found[-1].start, self.spans[i].end)
            else:
                found.append(self.spans[i])
            last = i
        return tuple(found)

    def vectors(self, reading: SideReading, edges: Edges) -> Floats:
        """Unit vectors, (len, w): the mean over the scorer's words that a word overlaps, zeros where none does."""
        import numpy as np

        sums = np.zeros((len(reading.words) + 1, reading.vectors.shape[1]))
        np.cumsum(reading.vectors, axis=0, dtype=np.float64, out=sums[1:])
        result = sums[edges[1]] - sums[edges[0]]
        length = np.linalg.norm(result, axis=1, keepdims=True)
        return np.asarray(result / np.maximum(length, 1e-9), np.float32)

    def overlaps(self, reading: SideReading) -> Edges:
        """First and last (exclusive) of the scorer's words that each word overlaps, (2, len)."""
        import numpy as np

        edges = np.zeros((2, len(self)), np.int64)
        first = 0
        for i, span in enumerate(self.spans):
            while first < len(reading.words) and reading.words[first].end <= span.start:
                first += 1
            last = first
            while last < len(reading.words) and reading.words[last].start < span.end:
                last += 1
            edges[:, i] = first, last
        return edges


def _highest(log_odds: Floats, edges: Edges) -> Floats:
    """Of each word, (len,), the highest log-odds of the scorer's words that it overlaps."""
    import numpy as np

    return np.array([max(log_odds[a:b].tolist(), default=UNREAD) for a, b in edges.T.tolist()], np.float32)


UNREAD = -8.0
"""Log-odds of a word that the scorer did not read, such as a lone control character."""

SENTENCE_ENDS = frozenset(".!?;。！？；")
_CLAUSE_MARKS = frozenset(',;:.!?()[]{}—–“”"«»…，。；：！？、')


def fold(written: str) -> str:
    """Lower case, one kind of apostrophe."""
    form = written.casefold()
    return form if form.isalnum() else _APOSTROPHE.sub("'", form).replace(" '", "'")


_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ħ": "h", "ə": "a"}
)
"""Letters whose mark Unicode does not take for an accent."""


def plain(form: str) -> str:
    """Without a possessive ending, accents and apostrophes."""
    bare = form.removesuffix("'s")
    if not bare.isascii():
        bare = "".join(
            c for c in unicodedata.normalize("NFKD", bare.translate(_LETTERS)) if not unicodedata.combining(c)
        )
    return bare.replace("'", "") or form


@lru_cache(maxsize=1 << 15)
def stem(form: str) -> str:
    """The form without its inflection: crude, but alike for forms of one word."""
    form = form.removesuffix("'s").removesuffix("'")
    form = _irregular().get(form, form)
    for suffix in _SUFFIXES:
        if form.endswith(suffix) and len(form) - len(suffix) >= 3:
            form = form[: -len(suffix)]
            break
    if len(form) > 4 and form[-1] == form[-2] and form[-1] not in "lsz":
        form = form[:-1]
    return form[:-1] + "i" if form.endswith("y") and len(form) > 3 else form


@cache
def _irregular() -> dict[str, str]:
    return {form: base for base, forms in word_table("irregular_verbs").items() for form in forms}


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """Both sides' words and their best counterparts.

    ``there[i]``: index of the passage word that quotation word ``i`` matches best, -1 if there is none;
    ``cosine[i]``: how well, 0..1. ``back`` and ``back_cosine``: the same from the passage's side.
    ``suspicion`` and ``back_suspicion``: the scorer's log-odds that a word carries an error; ``gaps`` and
    ``back_gaps``: that words were left out before it. ``inner``: the passage's words from the first counterpart of a
    content word to the last; what is beyond is surplus.
    """

    quotation: Words
    passage: Words
    there: NDArray[np.int64]
    cosine: Floats
    back: NDArray[np.int64]
    back_cosine: Floats
    suspicion: Floats
    back_suspicion: Floats
    gaps: Floats
    back_gaps: Floats
    inner: range

    @property
    def mutual(self) -> tuple[int, ...]:
        """Quotation words that are their counterpart's best match in turn."""
        return tuple(i for i, j in enumerate(self.there) if j >= 0 and self.back[j] == i)


def align(quotation: Side, passage: Side, settings: DriftSettings) -> Alignment:
    """Compare every word with every word of the other side; of very long texts, with those around its place."""
    import numpy as np

    left, right = Words(quotation.text), Words(passage.text)
    n, m = len(left), len(right)
    there, cosine = np.full(n, -1, np.int64), np.zeros(n, np.float32)
    back, back_cosine = np.full(m, -1, np.int64), np.zeros(m, np.float32)
    mine, theirs = quotation.reading, passage.reading
    edges, back_edges = left.overlaps(mine), right.overlaps(theirs)
    suspicion, back_suspicion = _highest(mine.changed, edges), _highest(theirs.changed, back_edges)
    gaps, back_gaps = _highest(mine.gaps, edges), _highest(theirs.gaps, back_edges)
    if not n or not m:
        return Alignment(
            left, right, there, cosine, back, back_cosine, suspicion, back_suspicion, gaps, back_gaps, range(0)
        )
    a, b = left.vectors(mine, edges), right.vectors(theirs, back_edges)
    places: dict[str, list[int]] = defaultdict(list)
    for j, form in enumerate(right.stems):
        places[form].append(j)
    negated = [*find_negated(left, right), *((i, j) for j, i in find_negated(right, left))]
    for start in range(0, n, _BLOCK):
        stop = min(start + _BLOCK, n)
        low = max(0, start * m // n - settings.reach)
        high = min(m, -(-stop * m // n) + settings.reach)
        match = np.clip(a[start:stop] @ b[low:high].T, 0.0, 1.0)
        for i in range(start, stop):
            alike = places.get(left.stems[i], [])
            columns = [j - low for j in alike[bisect_left(alike, low) : bisect_left(alike, high)]]
            # Above 1, so that of several equal words the one in the like context is chosen.
            match[i - start, columns] = (
                match[i - start, columns] + 1 if i in left.content_set else (match[i - start, columns] + 1) / 2
            )
        for i, j in negated:
            if start <= i < stop and low <= j < high:
                match[i - start, j - low] = max(match[i - start, j - low], 1.0)
        # Of equally good words the one at the like place: that tips less than the rounding.
        away = np.abs(np.arange(start, stop)[:, None] / n - np.arange(low, high) / m)
        match = match.round(4) - 4e-5 * away
        there[start:stop] = match.argmax(axis=1) + low
        cosine[start:stop] = match.max(axis=1)
        better = match.max(axis=0) > back_cosine[low:high]
        back[low:high][better] = (match.argmax(axis=0) + start)[better]
        back_cosine[low:high][better] = match.max(axis=0)[better]
    # What a rule knows to be the same is under no suspicion.
    suspicion[[*find_clipped(left, right), *(i for i, _ in negated)]] = UNREAD
    back_suspicion[[*find_clipped(right, left), *(j for _, j in negated)]] = UNREAD
    cosine, back_cosine = cosine.clip(0, 1).round(4), back_cosine.clip(0, 1).round(4)
    inner = _inner(left, there.tolist())
    return Alignment(left, right, there, cosine, back, back_cosine, suspicion, back_suspicion, gaps, back_gaps, inner)


def _inner(quotation: Words, there: list[int]) -> range:
    places = [there[i] for i in quotation.content or range(len(quotation)) if there[i] >= 0]
    return range(min(places), max(places) + 1) if places else range(0)


def near(words: Words, index: int, reach: int) -> range:
    """The words up to ``reach`` away from one."""
    return range(max(0, index - reach), min(len(words), index + reach + 1))
