"""Scores for pairs that are already aligned, in a stream."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice

from fidelity import language
from fidelity.cache import Cache, CachedEncodings
from fidelity.embedding import BuiltInEncoder, MultilingualEncoder
from fidelity.pipeline.calibrations import Calibrations
from fidelity.pipeline.judging import Judge, Languages, Texts
from fidelity.pipeline.memory import Memory
from fidelity.pipeline.models import with_cache
from fidelity.scorer.across import AcrossReader
from fidelity.scorer.minilm import PairScorer
from fidelity.scorer.mpnet import MeaningReader
from fidelity.settings import Settings
from fidelity.types import Issue, Judged, Span

BLOCK = 256
"""Number of pairs that are read at once. It changes no result."""

_PLAIN = frozenset(
    "the of and to that with for was is are this which from have has been by not it as at on an or be".split()
)
_WORD = re.compile(r"[^\W\d_]+")


def score(
    pairs: Iterable[Texts],
    *,
    lang: str | None = None,
    similarity: bool = False,
    settings: Settings | None = None,
    calibration: str | os.PathLike[str] | None = None,
    cache: str | os.PathLike[str] | None = None,
) -> Iterator[Judged]:
    """The judgement of each pair of a reference (as quotation) and its translation (as passage), in order.

    Pairs are read and returned in blocks, so that any number of them fits in memory. ``lang`` (BCP 47) is the language
    of all texts, if the tagging is wrong. With ``similarity`` the cosine is computed, too, which takes twice as long as
    the rest. ``calibration`` is a file that ``fidelity calibrate`` wrote. ``cache`` is a folder in which the models'
    results are kept, without the texts. Issue spans index the two texts.

    Raises:
        ModelError: if a model cannot be loaded, or the calibration file is damaged or has no part for fidelity.
        SettingError: if ``lang`` is not a language tag.
        StoreError: if ``cache`` cannot be used, or others may look into it.
    """
    with ExitStack() as stack:
        kept = stack.enter_context(Cache(cache)) if cache is not None else None
        scoring = Scoring(
            lang=lang, similarity=similarity, settings=settings or Settings(), calibration=calibration, cache=kept
        )
        yield from scoring.score(pairs)


class Scoring:
    """Judges aligned pairs in blocks, with models that are loaded once.

    ``main`` are the main languages of the two columns, as :func:`main_languages` finds them; they are those of the
    first block unless they are given. ``threads`` changes speed, not results. The other parameters are those of
    :func:`score`.
    """

    def __init__(
        self,
        *,
        lang: str | None,
        similarity: bool,
        settings: Settings,
        calibration: str | os.PathLike[str] | None,
        cache: Cache | None = None,
        main: tuple[str, str] | None = None,
        threads: int | None = None,
    ) -> None:
        calibrations = Calibrations.load(calibration)
        scorer = with_cache(PairScorer(settings.scoring, threads=threads), cache, settings)
        reader = with_cache(MeaningReader(settings.scoring, threads=threads), cache, settings)
        across = AcrossReader(MultilingualEncoder(settings.encoding).encode)
        self._judge = Judge(
            settings, calibrations.fidelity, calibrations.fidelity_curve, scorer, across, calibrations.across, reader
        )
        self._encoder = BuiltInEncoder(settings.encoding, threads=threads) if similarity else None
        found = self._encoder
        self._cached = CachedEncodings(cache, found, settings.encoding) if cache and found else None
        self._tagger = _Tagger(language.check_tag(lang) if lang else None, settings, main)

    def score(self, pairs: Iterable[Texts]) -> Iterator[Judged]:
        """The judgement of each pair, in order."""
        source = iter(pairs)
        while block := list(islice(source, BLOCK)):
            memory = Memory(self._encoder, None, self._cached) if self._encoder else None
            yield from _score_block(block, self._judge, memory, self._tagger)


def main_languages(first: list[Texts], settings: Settings) -> tuple[str, str]:
    """The main languages of the two columns of which ``first`` is the first block."""
    tagger = _Tagger(None, settings)
    tagger.tag(first)
    return tagger.main


def _score_block(block: list[Texts], judge: Judge, memory: Memory | None, tagger: _Tagger) -> list[Judged]:
    tags = tagger.tag(block)
    full = [bool(reference.strip() and translation.strip()) for reference, translation in block]
    served = [
        pair
        for pair, languages, whole in zip(block, tags, full, strict=True)
        if whole and not judge.why_unjudged(languages)
    ]
    judge.understand(served)
    cosines = _cosines(block, memory) if memory else [None] * len(block)
    found = []
    for pair, languages, whole, cosine in zip(block, tags, full, cosines, strict=True):
        judged = judge.judge(pair, languages) if whole else _judge_empty(pair)
        found.append(judged.with_similarity(cosine))
    judge.forget()
    return found


def _judge_empty(pair: Texts) -> Judged:
    """The judgement of a pair with an empty side: everything was omitted, or there is nothing to check."""
    reference, translation = pair
    if not reference.strip():
        return Judged(unjudged="not judged: the reference is empty")
    assert not translation.strip()
    everything = (Span(0, len(reference)),)
    omission = Issue("accuracy/omission", "empty", "major", everything, (), "the translation is empty")
    return Judged(0.0, 0, "major", (omission,))


def _cosines(block: list[Texts], memory: Memory) -> list[float | None]:
    texts = sorted({text for pair in block for text in pair})
    vectors = dict(zip(texts, memory.encode(texts, "comparing"), strict=True))
    return [round(float(vectors[a].vector @ vectors[b].vector), 3) + 0.0 for a, b in block]


class _Tagger:
    """Languages of the texts of a file. Function words identify plain English; the voters see only the other texts."""

    def __init__(self, forced: str | None, settings: Settings, main: tuple[str, str] | None = None) -> None:
        self._forced, self._rules = forced, settings.language
        self._main: list[str | None] = list(main or (None, None))

    @property
    def main(self) -> tuple[str, str]:
        """The main languages of the two columns, once a block was tagged."""
        reference, translation = self._main
        return reference or "en", translation or "en"

    def tag(self, block: list[Texts]) -> list[Languages]:
        if self._forced:
            return [(self._forced, self._forced)] * len(block)
        columns = [self._column(side, [pair[side] for pair in block]) for side in (0, 1)]
        return list(zip(*columns, strict=True))

    def _column(self, side: int, texts: list[str]) -> list[str]:
        """One tag for each text.

        A text without a tag takes the tag of most texts in the first block's column, or English.
        """
        tags = ["en" if _is_plain_english(t) else language.tag_language(t, self._rules).language for t in texts]
        main = self._main[side] or language.main_language([(t, len(x)) for t, x in zip(tags, texts, strict=True)])
        undecided = (language.UNDETERMINED, language.NO_LINGUISTIC_CONTENT)
        self._main[side] = main = "en" if main in undecided else main
        return [main if tag in undecided else tag for tag in tags]


def _is_plain_english(text: str) -> bool:
    """Whether at least one word in seven, and two different words, are function words that only English has."""
    words = [word.lower() for word in _WORD.findall(text[:400])]
    small = [word for word in words if word in _PLAIN]
    return len(set(small)) > 1 and 7 * len(small) >= len(words)
