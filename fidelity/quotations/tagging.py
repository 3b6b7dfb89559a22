"""The tagger of reported speech: finds the words of a sentence that report what somebody said.

Two layers of bidirectional LSTM (Hochreiter and Schmidhuber, 1997) over the built-in encoder's word vectors and a few
lexical columns, then the best sequence of outside, begin, inside (Viterbi, 1967). Made by ``models/fit_tagger.py``;
card in ``models/reported-speech/``. Runs on numpy alone.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from fidelity.errors import ModelError
from fidelity.quotations.clauses import find_clauses
from fidelity.quotations.cues import Cue
from fidelity.quotations.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BE_FORMS,
    CLAUSE_WORDS,
    DETERMINERS,
    DOCUMENT_NOUNS,
    GROUP_NOUNS,
    PEOPLE_NOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    SPEECH_FORMS,
    SPEECH_NOUNS,
    STRONG_LEMMAS,
    TITLES,
)
from fidelity.quotations.mentions import Mention
from fidelity.quotations.sentences import Sentence, Token
from fidelity.resources import find_resource
from fidelity.types import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

MODEL = "models/reported-speech"
TAGS = ("O", "B", "I")

WordVectors = Callable[[Sequence[str]], Sequence[tuple[Sequence[Span], "Floats"]]]
"""For each text, the spans of its words and one vector for each, float32, shape (words, 384)."""

COLUMNS = (
    "word class mention cue subject last next after_last before_next commas strong_last strong_next place rest "
    "suffix rule"
).split()
"""The features of each token beside its vector."""

_CLASSES = (
    ("be", BE_FORMS),
    ("aux", AUXILIARIES),
    ("prep", PREPOSITIONS),
    ("clause", CLAUSE_WORDS),
    ("adverb", ADVERBS),
    ("pronoun", PRONOUNS),
    ("owner", POSSESSIVES),
    ("det", DETERMINERS),
    ("title", TITLES),
    ("people", PEOPLE_NOUNS),
    ("group", GROUP_NOUNS),
    ("document", DOCUMENT_NOUNS),
    ("speech noun", SPEECH_NOUNS),
)
_CLASS = {word: name for name, words in reversed(_CLASSES) for word in words}
_BREAKS = frozenset(",;:")


def describe(sentence: Sentence, mentions: tuple[Mention, ...], cues: tuple[Cue, ...]) -> list[tuple[str, ...]]:
    """For each token one string per column of :data:`COLUMNS`."""
    tokens = sentence.tokens
    words = ["QUOTE" if token.kind == "quote" else token.low for token in tokens]
    mention = _spread(len(tokens), [(m.first, m.last, m.kind) for m in mentions])
    rule = _spread(len(tokens), [(c.first, c.last, "reported") for c in find_clauses(sentence, cues)])
    cue = [""] * len(tokens)
    subject = [""] * len(tokens)
    for each in cues:
        for at in range(each.first, min(each.last, len(tokens))):
            cue[at] = each.lemma
        if each.subject is not None:
            for at in range(each.subject.first, each.subject.last):
                subject[at] = each.lemma
    before, after = _nearest(cue), [len(tokens) - 1 - at for at in reversed(_nearest(cue[::-1]))]
    commas = [0]
    for token in tokens:
        commas.append(commas[-1] + (token.text in _BREAKS))
    described: list[tuple[str, ...]] = []
    for at, token in enumerate(tokens):
        last, following = before[at], after[at]
        has_last, has_next = last >= 0, following < len(tokens)
        crossed = commas[at] - commas[last + 1] if has_last else commas[at]
        ahead = commas[following] - commas[at] if has_next else 0
        described.append(
            (
                words[at],
                _classify(token),
                mention[at],
                cue[at],
                subject[at],
                cue[last] if has_last else "-",
                cue[following] if has_next else "-",
                words[last + 1] if has_last else "-",
                _classify(tokens[following + 1]) if has_next and following + 1 < len(tokens) else "-",
                str(min(crossed, 3)),
                f"{cue[last] in STRONG_LEMMAS} {_bucket(at - last)} {min(crossed, 3)}" if has_last else "-",
                f"{cue[following] in STRONG_LEMMAS} {_bucket(following - at)} {min(ahead, 3)}" if has_next else "-",
                _bucket(at),
                _bucket(len(tokens) - 1 - at),
                token.low[-3:],
                rule[at],
            )
        )
    return described


def _spread(length: int, ranges: Sequence[tuple[int, int, str]]) -> list[str]:
    marked = ["-"] * length
    for first, last, name in ranges:
        for at in range(first, min(last, length)):
            marked[at] = ("B " if at == first else "I ") + name
    return marked


def _nearest(cue: Sequence[str]) -> list[int]:
    """For each token the position of the last cue before it, or -1."""
    found, last = [], -1
    for at, lemma in enumerate(cue):
        found.append(last)
        if lemma:
            last = at
    return found


def _bucket(distance: int) -> str:
    return next(
        (name for limit, name in ((4, str(distance)), (6, "4"), (10, "6"), (20, "10")) if distance < limit), "20"
    )


def _classify(token: Token) -> str:
    if token.kind != "word":
        return token.text if token.kind == "mark" else token.kind
    if token.low in SPEECH_FORMS:
        return "strong verb" if SPEECH_FORMS[token.low] in STRONG_LEMMAS else "verb"
    if token.low in _CLASS:
        return _CLASS[token.low]
    if token.is_capital:
        return "capital"
    ending = next((ending for ending in ("ing", "ed", "ly", "s") if token.low.endswith(ending)), "word")
    return "number" if token.text[0].isdigit() else ending


@dataclass(frozen=True, slots=True, eq=False)
class Tagger:
    """The trained weights. ``digest``: first 8 hex digits of the files' SHA-256, for the signature."""

    vocabulary: dict[str, int]
    weights: dict[str, Any]
    digest: str

    @classmethod
    @cache
    def load(cls) -> Tagger:
        """The tagger that ships with the package.

        Raises:
            ModelError: if its files are missing or damaged.
        """
        import numpy as np

        folder = find_resource(MODEL)
        try:
            words, data = (folder / "vocabulary.json").read_bytes(), (folder / "tagger.npz").read_bytes()
            vocabulary = {word: number for number, word in enumerate(json.loads(words), start=1)}
            with np.load(io.BytesIO(data), allow_pickle=False) as file:
                weights = {name: file[name].astype(np.float32) for name in file.files}
        except (OSError, ValueError, TypeError) as error:
            raise ModelError(f"{folder}: the tagger of reported speech cannot be read; reinstall fidelity") from error
        return cls(vocabulary, weights, hashlib.sha256(words + data).hexdigest()[:8])

    def tag(self, described: Sequence[tuple[str, ...]], vectors: Floats, bias: float) -> list[str]:
        """One tag per token. ``bias``, in natural-log odds, favours tags other than ``O``."""
        import numpy as np

        table = self.weights["columns"]
        rows = [
            [self.vocabulary.get(f"{column}={value}", 0) for column, value in zip(COLUMNS, token, strict=True)]
            for token in described
        ]
        columns = table[np.array(rows)].reshape(len(rows), -1)
        inputs = np.concatenate([vectors @ self.weights["project"] + self.weights["project_bias"], columns], axis=1)
        scores = self._run(self._run(inputs, "first"), "second") @ self.weights["out"] + self.weights["out_bias"]
        scores = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        scores[:, 1:] += bias
        return _best_path(scores)

    def _run(self, inputs: Floats, layer: str) -> Floats:
        import numpy as np

        forward = _run_lstm(inputs, self.weights, f"{layer}_forward")
        backward = _run_lstm(inputs[::-1], self.weights, f"{layer}_backward")[::-1]
        return np.concatenate([forward, backward], axis=1)


def _run_lstm(inputs: Floats, weights: dict[str, Any], name: str) -> Floats:
    """One direction of one layer; gates in PyTorch's order: input, forget, cell, output."""
    import numpy as np

    gates = inputs @ weights[f"{name}_input"] + weights[f"{name}_bias"]
    recurrent = weights[f"{name}_state"]
    size = recurrent.shape[0]
    state, cell = np.zeros(size, np.float32), np.zeros(size, np.float32)
    states = np.empty((len(inputs), size), np.float32)
    for at in range(len(inputs)):
        gate = gates[at] + state @ recurrent
        opened = 1 / (1 + np.exp(-gate))
        cell = opened[size : 2 * size] * cell + opened[:size] * np.tanh(gate[2 * size : 3 * size])
        state = opened[3 * size :] * np.tanh(cell)
        states[at] = state
    return states


def _best_path(scores: Floats) -> list[str]:
    """The best sequence of tags in which ``I`` never follows ``O``."""
    import numpy as np

    step = np.zeros((3, 3))
    step[0, 2] = -np.inf
    best = scores[0].astype(np.float64)
    best[2] = -np.inf
    pointers = []
    for row in scores[1:]:
        reached = best[:, None] + step
        pointers.append(reached.argmax(axis=0))
        best = reached.max(axis=0) + row
    path = [int(best.argmax())]
    for pointer in reversed(pointers):
        path.append(int(pointer[path[-1]]))
    return [TAGS[tag] for tag in reversed(path)]


def align_vectors(sentence: Sentence, words: Sequence[Span], vectors: Floats) -> Floats:
    """One vector per token: the mean of the vectors of the words that it overlaps, zeros where there is none.

    ``words`` index the text from the sentence's first character.
    """
    import numpy as np

    offset = sentence.tokens[0].start
    aligned = np.zeros((len(sentence.tokens), vectors.shape[1]), np.float32)
    at = 0
    for row, token in enumerate(sentence.tokens):
        start, end = token.start - offset, token.end - offset
        while at < len(words) and words[at].end <= start:
            at += 1
        last = at
        while last < len(words) and words[last].start < end:
            last += 1
        if last > at:
            aligned[row] = vectors[at:last].mean(axis=0)
    return aligned
