"""The places where a passage may begin and end: the edges of clauses, or of any words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from fidelity.pairing.body import Body

CLAUSE_STARTERS = frozenset(
    "and but or while whereas which that because although though since so if when where who whose than then however"
    " y pero que porque aunque mientras et mais car donc und aber weil dass während obwohl и но что потому если".split()
)
"""Words before which a clause may begin. A short list of this project. In other languages passages are less tight."""

LEADING = frozenset(
    "a an the of to in on at by for with from as into than my your our his her its their this these"
    " le la les un une des du de à au aux dans pour par sur el los las una en con por del al"
    " der die das den dem des ein"
    " eine einen einem einer in im von zu zum mit für auf в на с из к по о об от для у".split()
)
"""Words that need the next word: no passage ends with such a word inside a clause. A short list of this project."""

CLAUSE_ENDS = frozenset(',;:，；：、—–-()（）"“”„«»「」')


class Edges:
    """Where a run may start and end in the words ``low`` to ``high`` of a body, as offsets from ``low``.

    ``bounds`` are all of them in order; runs are compared by the stretches between them. A ragged edge is no
    boundary of a clause. ``opens`` and ``closes`` tell which are edges of sentences, or of hidden ones with
    ``stretch`` words.
    """

    def __init__(self, body: Body, low: int, high: int, *, anywhere: bool, stretch: int) -> None:
        import numpy as np

        forms, words = body.forms[low:high], body.wordy[low:high]
        breaks = body.first_word[bisect_left(body.first_word, low) : bisect_right(body.first_word, high)]
        openings = body.openings[bisect_left(body.openings, low) : bisect_right(body.openings, high)]
        clean_starts = {0} | {word - low for word in breaks if word < high}
        clean_ends = {high - low} | {word - low for word in breaks if word > low}
        for i, form in enumerate(forms):
            if not words[i]:
                clean_ends.add(i)
                if form in CLAUSE_ENDS:
                    clean_starts.add(i + 1)
            elif form in CLAUSE_STARTERS:
                clean_starts.update((i, i + 1))
                clean_ends.add(i)
        parted = {i for i in range(1, len(forms)) if low + i in body.parted}
        clean_starts, clean_ends = clean_starts | parted, clean_ends | parted
        joined = {i for i in range(len(forms)) if low + i in body.joined}
        clean_starts, clean_ends = clean_starts - joined, clean_ends - joined
        hidden = {word - low for word in openings if _is_long(word, body.first_word, stretch)}
        wordy = {i for i, wordy in enumerate(words) if wordy} - joined or {0}
        starts = sorted(wordy if anywhere else (clean_starts | hidden) & wordy or wordy)
        worded = {i + 1 for i, wordy in enumerate(words) if wordy} - joined
        ends = sorted(clean_ends | worded if anywhere else clean_ends | hidden - {0})
        self.starts, self.ends = np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)
        self.bounds = np.array(sorted({0, len(forms), *starts, *ends}), dtype=np.int64)
        self.ragged_starts = np.array([start not in clean_starts for start in starts], dtype=np.float32)
        self.ragged_ends = np.array([end not in clean_ends for end in ends], dtype=np.float32)
        first_word = np.array(breaks)
        self.start_sentences = np.searchsorted(first_word, low + self.starts, side="right") - 1
        self.end_sentences = np.searchsorted(first_word, low + self.ends, side="left")
        self.opens = np.array([start in hidden for start in starts])
        self.closes = np.array([end in hidden or end == len(forms) for end in ends])


def _is_long(opening: int, first_words: Sequence[int], stretch: int) -> bool:
    """Whether a sentence begins at a word, or at least ``stretch`` words follow before the next sentence."""
    i = bisect_left(first_words, opening)
    return first_words[i] == opening or first_words[i] - opening >= stretch
