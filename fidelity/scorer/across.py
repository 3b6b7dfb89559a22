"""The reader of pairs in two languages: each word is compared with what the other side says in its place."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fidelity.embedding import Encoding
from fidelity.embedding.model_files import ACROSS_READER, name_model, read_trusted
from fidelity.errors import ModelError
from fidelity.resources import find_resource
from fidelity.types import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

Encode = Callable[[Sequence[str]], Sequence[Encoding]]
"""What the multilingual encoder says of texts."""

HEADS = ("faithful", "rated_faithful")
"""Log-odds that nothing major is wrong: from controlled errors, as the network says, and from ratings, as the cosine of
the two texts and the length of the quotation say."""

_FARTHEST = 4.0
"""Deviations from the usual that a passage's length counts as at most."""
_LONGEST = 400
"""Words of a side that are read: those beyond are left out of what the heads are computed from."""
LONGEST_RATED = 110
"""Words of the quotation that count at most where ratings say how likely an error is: no rated text has more."""
LEAST_COSINE = 0.65
"""What the cosine of two texts counts as at least, there. Lower ones are those of free renderings by people, or of a
passage that says more than the quotation, and neither was rated."""


@dataclass(frozen=True, slots=True, eq=False)
class AcrossSide:
    """One side: ``words``, their spans; ``likeness``, (n,), the cosine of each with its best counterpart; ``there``,
    (n,), which word of the other side that is."""

    words: tuple[Span, ...]
    likeness: Floats
    there: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class AcrossReading:
    """What the reader says of a pair: ``heads`` by the names of :data:`HEADS`; ``cosine`` of the two texts' vectors;
    ``length``: the log of the passage's length over the quotation's, in deviations from what is usual between the
    languages; ``words``: content of the quotation, in words of its language."""

    heads: Mapping[str, float]
    cosine: float
    length: float
    quotation: AcrossSide
    passage: AcrossSide


class AcrossReader:
    """Attend, compare, aggregate (Parikh et al., EMNLP 2016) over the multilingual encoder's words, on numpy alone.

    One side has to be English, the other one of :attr:`languages`. See ``models/across-reader/README.md``.

    Raises:
        ModelError: on first use, if a file is missing or differs from its checksum.
    """

    def __init__(self, encode: Encode, *, folder: Path | None = None) -> None:
        self._encode = encode
        self._folder = folder or find_resource(f"models/{ACROSS_READER}")

    @property
    def name(self) -> str:
        """``across-reader@`` and the first 8 hex digits of the SHA-256 of its weights and of what ratings say."""
        return name_model(ACROSS_READER, self._folder, "weights.npz", "ratings.json")

    @cached_property
    def languages(self) -> frozenset[str]:
        """Primary BCP 47 subtags of the languages that it reads beside English."""
        return frozenset(self._ratios)

    def serves(self, languages: tuple[str, str]) -> bool:
        """Whether it reads a quotation and a passage in these languages (BCP 47)."""
        primary = tuple(tag.partition("-")[0] for tag in languages)
        return "en" in primary and any(tag in self._ratios for tag in primary)

    def read(self, pair: tuple[str, str], languages: tuple[str, str]) -> AcrossReading | None:
        """What it says of a quotation and its passage; ``None`` where a side has no words."""
        from threadpoolctl import threadpool_limits

        left, right = self._encode(pair)
        if not left.words or not right.words:
            return None
        english = languages[0].partition("-")[0] == "en"
        other = languages[1 if english else 0].partition("-")[0]
        with threadpool_limits(limits=1, user_api="blas"):
            return self._compare(left, right, english, self._ratios[other])

    def _compare(self, left: Encoding, right: Encoding, english: bool, usual: tuple[float, float]) -> AcrossReading:
        import numpy as np

        weights = self._weights
        n, m = len(left.words), len(right.words)
        ratio = (math.log(n / m) if english else math.log(m / n)) - usual[0]
        far = max(-_FARTHEST, min(_FARTHEST, ratio / usual[1]))
        length = -far if english else far
        cosine = float(left.vector @ right.vector)
        sides = [self._scaled(each) for each in (left, right)]
        placed = [_unit(side @ weights["place"]) for side in sides]
        alike = placed[0] @ placed[1].T
        told = [
            self._side(sides[0], sides[1], alike),
            self._side(sides[1], sides[0], alike.T),
        ]
        extras = [cosine, length, math.log(n if english else m), 1.0 if english else -1.0, -abs(far)]
        features = np.concatenate([*told, np.array(extras, np.float32)])
        hidden = np.maximum(features @ weights["head1"] + weights["head1_b"], 0)
        said = float((hidden @ weights["head2"] + weights["head2_b"])[0])
        heads = said, self._rate(cosine, math.log(n) + (0.0 if english else usual[0]))
        found = {name: round(value, 4) for name, value in zip(HEADS, heads, strict=True)}
        mine = AcrossSide(left.words[:_LONGEST], alike.max(axis=1), alike.argmax(axis=1))
        theirs = AcrossSide(right.words[:_LONGEST], alike.max(axis=0), alike.argmax(axis=0))
        return AcrossReading(found, round(cosine, 4), round(length, 4), mine, theirs)

    def _rate(self, cosine: float, length: float) -> float:
        """The log-odds by ratings. ``length``: log of the quotation's words, or of the English words it comes to."""
        bias, by_cosine, by_length = self._ratings
        long = min(max(length, 0.0), math.log(LONGEST_RATED))
        return bias + by_cosine * max(cosine, LEAST_COSINE) + by_length * long

    def _scaled(self, encoding: Encoding) -> Floats:
        import numpy as np

        vectors = encoding.word_vectors[:_LONGEST].astype(np.float16).astype(np.float32)
        scaled: Floats = (vectors - self._weights["mean"]) * self._weights["scale"]
        return scaled

    def _side(self, own: Floats, other: Floats, alike: Floats) -> Floats:
        """What the comparison of one side's words says: the mean and the highest, (96,)."""
        import numpy as np

        weights = self._weights
        shares = np.exp((alike - alike.max(axis=1, keepdims=True)) * weights["heat"])
        shares = shares / shares.sum(axis=1, keepdims=True)
        mine, theirs = (np.maximum(side @ weights["value"] + weights["value_b"], 0) for side in (own, other))
        theirs = shares @ theirs
        best, mean = alike.max(axis=1, keepdims=True), (shares * alike).sum(axis=1, keepdims=True)
        compared = np.concatenate([mine, theirs, mine * theirs, np.abs(mine - theirs), best, mean], axis=1)
        hidden = np.maximum(compared @ weights["compare1"] + weights["compare1_b"], 0)
        told = np.maximum(hidden @ weights["compare2"] + weights["compare2_b"], 0)
        both: Floats = np.concatenate([told.mean(axis=0), told.max(axis=0)])
        return both

    @cached_property
    def _weights(self) -> dict[str, Any]:
        import numpy as np

        with np.load(io.BytesIO(read_trusted(self._folder, "weights.npz")), allow_pickle=False) as values:
            return {name: values[name].astype(np.float32) for name in values.files}

    @cached_property
    def _ratings(self) -> tuple[float, float, float]:
        """Bias, and the weights of the cosine and of the log of the number of English words."""
        try:
            found = json.loads(read_trusted(self._folder, "ratings.json"))
            return float(found["bias"]), float(found["cosine"]), float(found["log_words"])
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"{self._folder} has files of another version; reinstall fidelity") from error

    @cached_property
    def _ratios(self) -> dict[str, tuple[float, float]]:
        """For each language, the log of the English text's length in words over this language's: mean and deviation."""
        try:
            found = json.loads(read_trusted(self._folder, "lengths.json"))
            return {str(tag): (float(mean), float(deviation)) for tag, (mean, deviation) in found.items()}
        except (TypeError, ValueError) as error:
            raise ModelError(f"{self._folder} has files of another version; reinstall fidelity") from error


def _unit(rows: Floats) -> Floats:
    import numpy as np

    made: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-12))
    return made
