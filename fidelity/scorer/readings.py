"""What a scorer is, and what it says of a pair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fidelity.types import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

Progress = Callable[[int, int], None]
"""Called with the number of pairs done and the number of all pairs."""

HEADS = ("faithful", "rated_faithful", "rated_quality", "adequacy", "carries")
"""Log-odds that nothing major is wrong, learned from controlled errors and from ratings; MQM points over -5; direct
assessment in deviations; log-odds that the passage is the one that the quotation is of, drifted or not."""


@dataclass(frozen=True, slots=True, eq=False)
class SideReading:
    """What the scorer says of the words of one side.

    ``words``: their spans, n of them, as :class:`~fidelity.embedding.Encoding` has them. ``vectors``: float32,
    (n, 384), states in which words of the two sides can be compared. ``changed``, ``rated``: float32, (n,), log-odds
    that a word carries an error, learned from controlled errors and from raters' spans; ``gaps``: the same, that words
    were left out before it.
    """

    words: tuple[Span, ...]
    vectors: Floats
    changed: Floats
    rated: Floats
    gaps: Floats


@dataclass(frozen=True, slots=True, eq=False)
class PairReading:
    """What the scorer says of a pair: ``heads`` in the order of :data:`HEADS`, and both sides' words."""

    heads: tuple[float, ...]
    quotation: SideReading
    passage: SideReading


class Scorer(Protocol):
    """Reads pairs of quotation and passage, the same for the same pairs."""

    @property
    def name(self) -> str:
        """Name for the report's signature; differs where the readings could. May read the model's files."""

    @property
    def languages(self) -> frozenset[str]:
        """Primary BCP 47 subtags of the languages that it reads on both sides."""

    def read(self, pairs: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[PairReading]:
        """One :class:`PairReading` for each pair of quotation and passage, in order.

        Raises:
            ModelError: if the model cannot be loaded.
        """
