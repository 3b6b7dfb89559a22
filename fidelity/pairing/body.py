"""The two sides of a search: the body's sentences and words, and a quotation with its surroundings."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from fidelity.pairing.vectors import has_word, mean_row, unit_rows
from fidelity.settings import PairingSettings
from fidelity.types import Passage, Span
from fidelity.wording import is_unspaced

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from fidelity.embedding import Encoding, WordMatcher
    from fidelity.embedding.matching import Compared
    from fidelity.pairing.composed import Compose

    Matrix = NDArray[np.float32]


_COMMONEST = 0.02
"""Weight of a word that most sentences have. It is above 0, so that a quotation of such words can be placed."""

_SEPARATORS = frozenset(",;:—–-，；：、")
"""Marks that introduce the next clause and are left out if a passage ends before them."""

_JOINTS = dict.fromkeys("-‐‑'’./", str.isalnum) | dict.fromkeys(",:", str.isdigit)
"""Marks that join two words without a space, and the forms that these words must have."""

_REMEMBERED = 256
"""Number of sentences whose words' unit vectors are kept for the next quotation. It changes only speed and memory."""

_TELLING = 0.3
"""Least weight of a word that may end a sentence."""

SENTENCE_ENDS = frozenset(".!?。！？…")

_CLOSERS = {")": "(", "]": "[", "）": "（", "】": "【"}


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """A quotation ready to be placed.

    ``encoding`` is that of ``text``, the quoted words alone. ``carrier`` is that of ``carrier_text``,
    the article's own words around them with the quoted words in place; ``skipped`` gives the spans
    there that are no context: the quoted words themselves, who says them, and the verb of saying.
    ``paragraph`` tells the article's paragraphs apart: quotations that share one tend to come from
    one place. ``breaks`` are the offsets in ``text`` where the article broke the quoted words off, such as for who
    says them.
    """

    text: str
    encoding: Encoding
    carrier_text: str
    carrier: Encoding
    skipped: tuple[Span, ...]
    paragraph: int
    breaks: tuple[int, ...] = ()


def find_carrier(quotation: Span, sentences: Sequence[Span], others: Sequence[Span], settings: PairingSettings) -> Span:
    """The stretch of the article around a quotation that is about the same thing.

    It is the sentence(s) that carry the quotation, up to the next quotation on either side; where that
    leaves next to nothing, the sentence before is taken in. ``sentences`` and ``others`` (the article's
    quotations, this one may be among them) are in order. A very long sentence is context as far as
    ``carrier_characters`` reach.
    """
    first = max(0, bisect_right(sentences, quotation.start, key=lambda s: s.start) - 1)
    last = bisect_left(sentences, quotation.end, key=lambda s: s.start)
    carrying = [s for s in sentences[first:last] if s.overlap(quotation)] or [quotation]
    start = min(carrying[0].start, quotation.start)
    end = max(carrying[-1].end, quotation.end)
    if (end - start) - len(quotation) < settings.min_carrier_characters and first > 0:
        start = min(start, sentences[first - 1].start)
    i = bisect_left(others, quotation.start, key=lambda o: o.start)
    j = bisect_left(others, quotation.end, key=lambda o: o.start)
    if i > 0:
        start = min(max(start, others[i - 1].end + 1), quotation.start)
    if j < len(others):
        end = max(min(end, others[j].start - 1), quotation.end)
    reach = settings.carrier_characters
    return Span(max(start, quotation.start - reach), min(end, quotation.end + reach))


class Body:
    """The sentences of the body, ready to be searched.

    ``sentences`` are spans in ``text``, in order; ``encodings`` belong to their texts. ``compose`` gives the vectors of
    runs of words where the encoder can (:meth:`fidelity.embedding.MultilingualEncoder.compose`), and ``matcher``
    compares its words with those of another language.
    """

    def __init__(
        self,
        text: str,
        sentences: Sequence[Span],
        encodings: Sequence[Encoding],
        compose: Compose | None = None,
        matcher: WordMatcher | None = None,
    ) -> None:
        import numpy as np

        self.compose, self.matcher = compose, matcher
        self.text = text
        self.sentences = tuple(sentences)
        self.vectors: Matrix = np.stack([encoding.vector for encoding in encodings])
        self.words: list[Span] = []
        self.forms: list[str] = []
        self.first_word = [0]
        for span, encoding in zip(sentences, encodings, strict=True):
            for word in encoding.words:
                placed = Span(span.start + word.start, span.start + word.end)
                self.words.append(placed)
                self.forms.append(placed.of(text).casefold())
            self.first_word.append(len(self.words))
        self.wordy = [has_word(form) for form in self.forms]
        self.pieces = [count for encoding in encodings for count in encoding.pieces]
        """Number of wordpieces of each word, if runs of words can be composed; otherwise empty."""
        self._word_vectors = tuple(encoding.word_vectors for encoding in encodings)
        self._unit_vectors: dict[int, Matrix] = {}
        self.joined = frozenset(self._find_joints())
        self._weights: dict[str, float] = {}
        self._postings: dict[str, list[int]] = defaultdict(list)
        for i in range(len(self.sentences)):
            for form in set(self.forms[self.first_word[i] : self.first_word[i + 1]]):
                self._postings[form].append(i)

    @cached_property
    def means(self) -> Matrix:
        """The mean word vector of each sentence, of unit length, (n, w)."""
        import numpy as np

        return unit_rows(np.stack([mean_row(vectors) for vectors in self._word_vectors]))

    @cached_property
    def compared(self) -> Compared:
        """All words, ready to be compared with those of another language."""
        import numpy as np

        assert self.matcher is not None
        return self.matcher.compare(np.concatenate(self._word_vectors))

    @cached_property
    def openings(self) -> tuple[int, ...]:
        """The words that sentences begin with, and those with a capital that no mark but a full stop comes before.

        Headlines are joined to their stories without any: "... in May The team won". Most are names. No sentence ends
        with a word that most sentences have ("at the Porto station").
        """
        opening = (i for i in range(1, len(self.words)) if self._may_open(i) or i in self.parted)
        return tuple(sorted({*self.first_word, *opening}))

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The openings that are not names: they begin sentences, or the body mostly writes them with a small letter."""
        real = set(self.first_word)
        written = Counter(word.of(self.text) for i, word in enumerate(self.words) if i not in real)
        return tuple(i for i in self.openings if i in real or i in self.parted or self._begins(i, written))

    @cached_property
    def parted(self) -> frozenset[int]:
        """The words that white space parts from the one before, in a script that puts none between words."""
        return frozenset(i for i in range(1, len(self.words)) if self._is_parted(i))

    def _is_parted(self, i: int) -> bool:
        before, word = self.words[i - 1].end, self.words[i].start
        return before < word and all(is_unspaced(self.text[at]) for at in (before - 1, word))

    def _may_open(self, i: int) -> bool:
        before = self.forms[i - 1]
        capital = self.text[self.words[i].start].isupper() and i not in self.joined
        return capital and (before in SENTENCE_ENDS or self.weight(before) >= _TELLING)

    def _begins(self, i: int, written: Counter[str]) -> bool:
        form = self.words[i].of(self.text)
        small = written[form.lower()] > written[form] and not self.text[self.words[i - 1].start].isupper()
        return small or self.forms[i - 1] in SENTENCE_ENDS

    def _find_joints(self) -> Iterator[int]:
        """The words that cannot be separated from the word before: "2-1", "don't", "1,600" are one each."""
        for i, form in enumerate(self.forms[1:-1], start=1):
            fits = _JOINTS.get(form)
            if fits is None:
                continue
            before, mark, after = self.words[i - 1 : i + 2]
            sides = self.text[before.end - 1], self.text[after.start]
            if before.end == mark.start and mark.end == after.start and all(map(fits, sides)):
                yield from (i, i + 1)

    def sentence_of(self, word: int) -> int:
        """The sentence of a word."""
        return bisect_right(self.first_word, word) - 1

    def weight(self, form: str) -> float:
        """The weight of a word: 0 for punctuation, near 0 for a word of most sentences, 1 for a word of no sentence."""
        known = self._weights.get(form)
        if known is None:
            n = len(self.sentences)
            rarity = math.log((n + 1) / (len(self._postings.get(form, ())) + 0.5)) / math.log((n + 1) / 0.5)
            known = self._weights[form] = max(_COMMONEST, rarity) if has_word(form) else 0.0
        return known

    def written(self, first: int, last: int) -> list[str]:
        """The words ``first`` to ``last`` (exclusive) as the text has them."""
        return [word.of(self.text) for word in self.words[first:last]]

    def word_vectors(self, first: int, last: int) -> Matrix:
        """The vectors of the words ``first`` to ``last`` (exclusive), (last - first, w) in single precision."""
        import numpy as np

        low, high = self.sentence_of(first), self.sentence_of(last - 1) + 1
        offset = self.first_word[low]
        return np.concatenate(self._word_vectors[low:high])[first - offset : last - offset].astype(np.float32)

    def unit_vectors(self, first: int, last: int) -> Matrix:
        """The same, each of unit length."""
        import numpy as np

        low, high = self.sentence_of(first), self.sentence_of(last - 1) + 1
        if len(self._unit_vectors) > _REMEMBERED:
            self._unit_vectors.clear()
        for i in range(low, high):
            if i not in self._unit_vectors:
                self._unit_vectors[i] = unit_rows(self._word_vectors[i])
        offset = self.first_word[low]
        return np.concatenate([self._unit_vectors[i] for i in range(low, high)])[first - offset : last - offset]

    def has(self, form: str) -> bool:
        """Whether the body has a word anywhere."""
        return form in self._postings

    def weights(self, forms: Sequence[str]) -> Matrix:
        """The weight of each form, (len(forms),)."""
        import numpy as np

        return np.array([self.weight(form) for form in forms], dtype=np.float32)

    def shared(self, forms: Sequence[str]) -> Matrix:
        """For each sentence, the share of the forms' weight that it has, (n,)."""
        import numpy as np

        weights = {form: self.weight(form) for form in sorted(set(forms))}
        total = sum(weights.values()) or 1.0
        share = np.zeros(len(self.sentences), dtype=np.float32)
        for form, weight in weights.items():
            share[self._postings.get(form, [])] += weight / total
        return share

    def _is_open(self, first: int, last: int) -> bool:
        """Whether the bracket that closes with word ``last`` opened in the words before it."""
        run = self.forms[first:last]
        return run.count(_CLOSERS[self.forms[last]]) > run.count(self.forms[last])

    def whole_sentences(self, first: int, last: int) -> tuple[int, int]:
        """The words of the sentences that contain the words ``first`` to ``last`` (exclusive)."""
        return self.first_word[self.sentence_of(first)], self.first_word[self.sentence_of(last - 1) + 1]

    def count_sentences(self, first: int, last: int) -> int:
        """How many sentences contain the words ``first`` to ``last`` (exclusive)."""
        return self.sentence_of(last - 1) - self.sentence_of(first) + 1

    def nearest_sentences(self, vector: Matrix, count: int) -> list[tuple[int, int]]:
        """The words of the ``count`` sentences whose vectors have the highest cosine with ``vector``, nearest first."""
        import numpy as np

        order = np.argsort(-(self.vectors @ vector).round(4), kind="stable").tolist()
        held = (i for i in order if self.first_word[i] < self.first_word[i + 1])
        return [(self.first_word[i], self.first_word[i + 1]) for i in islice(held, count)]

    def cut_passage(self, first: int, last: int, zones: Sequence[Span]) -> Passage:
        """The passage of the words ``first`` to ``last`` (exclusive), without what lies outside ``zones``.

        ``zones`` are the body's, in order. Punctuation between the words and the end of their sentence
        comes with them, and so does a bracket that closes one of theirs.
        """
        low, high = self.whole_sentences(first, last)
        whole_end = not any(self.wordy[last:high])
        last = high if whole_end else last
        if not any(self.wordy[low:first]):
            first = low
        while not whole_end and last - 1 > first and self.forms[last - 1] in _SEPARATORS:
            last -= 1
        while last < high and self.forms[last] in _CLOSERS and self._is_open(first, last):
            last += 1
        whole = Span(self.words[first].start, self.words[last - 1].end)
        inside = [Span(max(z.start, whole.start), min(z.end, whole.end)) for z in zones if z.overlap(whole)]
        return Passage(" ".join(span.of(self.text) for span in inside), tuple(inside))

    def cut_runs(self, runs: Sequence[tuple[int, int]], zones: Sequence[Span]) -> Passage:
        """The passage of several runs of words (first, last, exclusive), in order and without overlap."""
        passages = [self.cut_passage(first, last, zones) for first, last in runs]
        spans: list[Span] = []
        for span in (span for passage in passages for span in passage.spans):
            start = max(span.start, spans[-1].end) if spans else span.start
            if start < span.end:
                spans.append(Span(start, span.end))
        return Passage(" ".join(span.of(self.text) for span in spans), tuple(spans))
