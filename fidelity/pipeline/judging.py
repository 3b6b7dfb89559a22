"""The judgement of pairs, the same for the pairs of ``check`` and the rows of ``score``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from fidelity import judgement, language
from fidelity.calibration import Calibration, Curve
from fidelity.scorer import PairReading
from fidelity.scorer.minilm import PairScorer
from fidelity.settings import Settings
from fidelity.types import Issue, Judged

Texts = tuple[str, str]
"""A quotation and its passage."""

Languages = tuple[str, str]
"""Their BCP 47 tags."""


class Judge:
    """Reads pairs with the built-in pair scorer, whichever model paired them, and judges them.

    ``curve`` is the user's calibration of fidelity, if there is one.
    """

    def __init__(self, settings: Settings, calibration: Calibration, curve: Curve | None = None) -> None:
        self.scorer = PairScorer(settings.scoring)
        self._rules, self._calibration, self._curve = settings.judgement, calibration, curve
        self._read: dict[Texts, PairReading] = {}
        self._examined: dict[Texts, judgement.Examined] = {}

    def read(self, pairs: Iterable[Texts], progress: Callable[[int, int], None] | None = None) -> None:
        """Read those of ``pairs`` that are new, together, which is faster than one by one."""
        new = sorted(set(pairs) - self._read.keys())
        self._read.update(
            zip(new, judgement.read_pairs(self.scorer, new, self._rules, progress) if new else (), strict=True)
        )

    def forget(self) -> None:
        """Forget what was read."""
        self._read.clear()
        self._examined.clear()

    def why_unjudged(self, languages: Languages) -> str | None:
        """Why a pair in these languages gets no score; ``None`` if it gets one."""
        for tag in languages:
            if tag == language.UNDETERMINED:
                return "not judged: the language of a side cannot be told"
            if tag.partition("-")[0] not in self.scorer.languages:
                return f"not judged: the scorer does not serve {tag}"
        return None

    def reading(self, pair: Texts) -> PairReading:
        """What the scorer says of a pair."""
        self.read((pair,))
        return self._read[pair]

    def measure(self, pair: Texts) -> tuple[float, ...]:
        """The values of :data:`fidelity.judgement.MEASURES` of a pair."""
        if pair not in self._examined:
            self._examined[pair] = judgement.examine(*pair, self.reading(pair), self._rules)
        return self._examined[pair][2][: len(judgement.MEASURES)]

    def judge(self, pair: Texts, languages: Languages) -> Judged:
        """The judgement of a pair; without a score where the scorer does not serve its languages."""
        unjudged = self.why_unjudged(languages)
        if unjudged:
            issues = judgement.check_language_free(*pair, languages, self._rules)
            return Judged(issues=issues, unjudged=unjudged)
        examined = self._examined.get(pair)
        found = judgement.judge(*pair, self.reading(pair), self._calibration, self._rules, self._curve, examined)
        return Judged(found.score, found.fidelity, found.severity, found.issues, found.notes)

    def find_inconsistent_terms(self, pairs: Sequence[Texts]) -> list[tuple[Issue, ...]]:
        """For each pair of one document, the terms that it renders otherwise than the others do."""
        return judgement.find_inconsistent_terms([(*pair, self.reading(pair)) for pair in pairs], self._rules)
