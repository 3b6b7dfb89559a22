"""The judgement of pairs, the same for the pairs of ``check`` and the rows of ``score``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from fidelity import judgement, language
from fidelity.calibration import Calibration, Curve
from fidelity.checks.consistency import find_inconsistent_terms
from fidelity.pipeline.calibrations import name_scorers
from fidelity.scorer import PairReading, Scorer
from fidelity.scorer.across import AcrossReader
from fidelity.scorer.minilm import PairScorer
from fidelity.scorer.mpnet import MeaningReader
from fidelity.settings import Settings
from fidelity.text.numerals import has_numerals
from fidelity.text.pack import load_pack
from fidelity.text.words import Words
from fidelity.types import Issue, Judged, Severity, severity_rank

Texts = tuple[str, str]
"""A quotation and its passage."""

UNJUDGED = "not judged: "
"""The beginning of a reason why a pair is not judged."""

Languages = tuple[str, str]
"""The BCP 47 tags of the two texts."""


class Judge:
    """Reads pairs with the built-in pair scorer, whatever model paired them, and judges them.

    The reader of meaning, which takes longer, reads only those that are judged. ``curve`` is the user's calibration of
    fidelity, if there is one. ``across`` reads pairs in two languages, for which ``across_calibration`` gives fidelity.
    """

    def __init__(
        self,
        settings: Settings,
        calibration: Calibration,
        curve: Curve | None = None,
        scorer: Scorer | None = None,
        across: AcrossReader | None = None,
        across_calibration: Calibration | None = None,
        reader: Scorer | None = None,
    ) -> None:
        self.across, self._across_calibration = across, across_calibration
        self.scorer: Scorer = scorer or PairScorer(settings.scoring)
        self.reader: Scorer = reader or MeaningReader(settings.scoring)
        self._rules, self._calibration, self._curve = settings.judgement, calibration, curve
        self._words: dict[str, Words] = {}
        self._read: dict[Texts, PairReading] = {}
        self._meanings: dict[Texts, PairReading] = {}
        self._examined: dict[Texts, judgement.Examined] = {}

    @property
    def name(self) -> str:
        """The names of the scorer and of the reader."""
        return name_scorers(self.scorer, self.reader)

    def read(self, pairs: Iterable[Texts], progress: Callable[[int, int], None] | None = None) -> None:
        """Read the new ``pairs`` together, which is faster than one by one."""
        new = sorted(set(pairs) - self._read.keys())
        if new:
            pairs_of_words = [self._words_of(pair) for pair in new]
            found = judgement.read_pairs(self.scorer, pairs_of_words, self._rules, progress)
            self._read.update(zip(new, found, strict=True))

    def understand(self, pairs: Iterable[Texts], progress: Callable[[int, int], None] | None = None) -> None:
        """Let both scorers read those of ``pairs`` that are new; they are to be judged."""
        chosen = set(pairs)
        self.read(chosen)
        self._grasp(chosen, progress)

    def _grasp(self, pairs: Iterable[Texts], progress: Callable[[int, int], None] | None = None) -> None:
        """Let the reader of meaning read those of ``pairs`` that are new."""
        new = sorted(set(pairs) - self._meanings.keys())
        if new:
            pairs_of_words = [self._words_of(pair) for pair in new]
            found = judgement.read_pairs(self.reader, pairs_of_words, self._rules, progress)
            self._meanings.update(zip(new, found, strict=True))

    def _words_of(self, pair: Texts) -> tuple[Words, Words]:
        """The words of both sides. A text has the same words in every pair."""
        quotation, passage = (self._words.setdefault(text, Words(text)) for text in pair)
        return quotation, passage

    def forget(self) -> None:
        """Forget all readings."""
        self._words.clear()
        self._read.clear()
        self._meanings.clear()
        self._examined.clear()

    def why_unjudged(self, languages: Languages) -> str | None:
        """The reason why a pair in these languages gets no score, or ``None`` if it gets a score."""
        for tag in languages:
            if tag == language.UNDETERMINED:
                return f"{UNJUDGED}the language of a side cannot be told"
            if tag.partition("-")[0] not in self.scorer.languages:
                return f"{UNJUDGED}the scorer does not read {language.name_language(tag)}"
        return None

    def reading(self, pair: Texts) -> PairReading:
        """The scorer's reading of a pair."""
        self.read((pair,))
        return self._read[pair]

    def measure(self, pair: Texts) -> tuple[float, ...]:
        """The values of :data:`fidelity.judgement.MEASURES` of a pair that was read."""
        return self._examine(pair).measures

    def _examine(self, pair: Texts) -> judgement.Examined:
        if pair not in self._examined:
            self._examined[pair] = judgement.examine(*self._words_of(pair), self.reading(pair), self._rules)
        return self._examined[pair]

    def judge(self, pair: Texts, languages: Languages, around: str = "") -> Judged:
        """The judgement of a pair, without a score if the scorer does not serve its languages.

        Its severity is then that of its issues, if both languages have numerals, since otherwise little is checked.
        ``around`` are the passage and the sentences beside it, which are read, too, if quotation and passage
        seem to contradict one another.
        """
        unjudged = self.why_unjudged(languages)
        if unjudged:
            quotation, passage = (Words(text, load_pack(tag)) for text, tag in zip(pair, languages, strict=True))
            issues = judgement.check_unread(quotation, passage, languages, self._rules)
            if (judged := self._judge_across((quotation, passage), languages, issues)) is not None:
                return judged
            severity = worst(issues) if all(map(has_numerals, languages)) else None
            if severity is not None:
                unjudged = f"no fidelity: {unjudged.removeprefix(UNJUDGED)}; the severity is that of the checks"
            return Judged(severity=severity, issues=issues, unjudged=unjudged)
        self.understand((pair,))
        examined, meaning = self._examine(pair), self._meanings[pair]
        if around and judgement.may_contradict(meaning, examined):
            beside = (pair[0], around)
            self._grasp((beside,))
            meaning = judgement.read_again(meaning, self._meanings[beside], examined)
        found = judgement.judge(examined, meaning, self._calibration, self._curve)
        return Judged(found.score, found.fidelity, found.severity, found.issues, found.notes)

    def _judge_across(
        self, pair: tuple[Words, Words], languages: Languages, issues: tuple[Issue, ...]
    ) -> Judged | None:
        """The judgement of a pair in two languages, if there is a reader of both."""
        if self.across is None or self._across_calibration is None or not self.across.serves(languages):
            return None
        reading = self.across.read((pair[0].text, pair[1].text), languages)
        if reading is None:
            return None
        issues = judgement.check_across(reading, *pair, issues, self._rules)
        found = judgement.judge_across(reading, pair[0], issues, self._across_calibration, self._rules)
        sides = zip((reading.quotation, reading.passage), pair, strict=True)
        mine, theirs = (judgement.find_unmatched(side, words, self._rules) for side, words in sides)
        return Judged(found.score, found.fidelity, found.severity, found.issues, found.notes, unmatched=(mine, theirs))

    def find_inconsistent_terms(self, pairs: Sequence[Texts]) -> list[tuple[Issue, ...]]:
        """For each pair of one document, the issues for terms that it renders in another way than the others."""
        return find_inconsistent_terms([self._examine(pair).alignment for pair in pairs], self._rules)


def worst(issues: Iterable[Issue]) -> Severity:
    """The severity of a pair by its issues."""
    return max((issue.severity for issue in issues), key=severity_rank, default="neutral")
