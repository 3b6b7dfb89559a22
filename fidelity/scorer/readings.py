"""The protocol of a scorer, and the values of its readings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from fidelity.types import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

Progress = Callable[[int, int], None]
"""It is called with the number of pairs that are done and the number of all pairs."""

HEADS = ("faithful", "rated_faithful", "rated_quality", "adequacy", "carries")
"""Log-odds that nothing major is wrong, learned from controlled errors and from ratings; MQM points over -5; direct
assessment in deviations; log-odds that the passage is the one that the quotation is of, drifted or not."""


@dataclass(frozen=True, slots=True, eq=False)
class SideReading:
    """The scorer's results for the words of one side.

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


@dataclass(frozen=True, slots=True)
class Entailment:
    """The probabilities, 0..1, that one text entails another, leaves it open, or contradicts it."""

    entailed: float
    open: float
    contradicted: float


EVEN = Entailment(1 / 3, 1 / 3, 1 / 3)
"""What a scorer says of entailment that knows nothing of it."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The meaning of one scorer's numbers. They are in its units, in ``thresholds.json`` beside its weights. They were
    chosen on the development parts of ``models/human_pairs.py``. The defaults are for a scorer without such numbers.

    All are log-odds that a word carries an error, except where it says otherwise. ``replaced_name``: of both names
    together, from which a name in the place of another is another name. ``lost_name``, ``added_name``: from which a
    name is said to be missing, or put in. ``sure_name``: from which that is major. ``replaced_number``: the higher of
    both numbers, from which a number in the place of another is another number. ``lost_number``: from which a missing
    number is major. ``spread``: how far below the most suspected word another may be to be named with it. ``side``: how
    far one side's words have to be above the other's to be named alone. ``gap``: log-odds that words were left out,
    from which that is what is said of a pair. ``contradicted``: log-odds that one side contradicts the other, from
    which that is a major issue. ``agreed``: the same where the passage is read a second time, with the sentences around
    it, and both readings say so.
    """

    replaced_name: float = 2.0
    lost_name: float = -1.0
    added_name: float = 3.0
    sure_name: float = 5.0
    replaced_number: float = -8.0
    lost_number: float = 3.0
    spread: float = 1.0
    side: float = 1.5
    gap: float = 0.0
    contradicted: float = 9.0
    agreed: float = 9.0


@dataclass(frozen=True, slots=True, eq=False)
class PairReading:
    """What the scorer says of a pair: ``heads`` in the order of :data:`HEADS`, and both sides' words.

    ``forward``: whether the passage entails the quotation; ``backward``: whether the quotation entails the passage;
    :data:`EVEN` of a scorer that says nothing of it.
    """

    heads: tuple[float, ...]
    quotation: SideReading
    passage: SideReading
    thresholds: Thresholds = field(default_factory=Thresholds)
    forward: Entailment = EVEN
    backward: Entailment = EVEN

    @property
    def named(self) -> dict[str, float]:
        """The heads of this scorer, by name."""
        return dict(zip(HEADS, self.heads, strict=False))


class Scorer(Protocol):
    """Reads pairs of quotation and passage. The same pairs always give the same readings."""

    @property
    def name(self) -> str:
        """The name for the report's signature.

        It differs if the readings could differ. It may read the model's files.
        """

    @property
    def languages(self) -> frozenset[str]:
        """Primary BCP 47 subtags of the languages that it reads on both sides."""

    @property
    def thresholds(self) -> Thresholds:
        """The meaning of its numbers."""

    def read(self, pairs: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[PairReading]:
        """One :class:`PairReading` for each pair of quotation and passage, in order.

        Raises:
            ModelError: if the model cannot be loaded.
        """
