"""Jobs that are checked together: each goes through the stages that :func:`fidelity.check` names, and between two
stages the texts of all of them are encoded at once, and their pairs read at once, each different one once."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from fidelity.embedding import Encoder
from fidelity.errors import ModelError
from fidelity.pipeline.cases import Case
from fidelity.pipeline.choosing import find_choices
from fidelity.pipeline.entries import compared_texts, make_entries, pairs_to_judge
from fidelity.pipeline.extracting import extract_cases
from fidelity.pipeline.inspecting import Input, inspect, with_distinct_ids
from fidelity.pipeline.judging import Judge, Texts
from fidelity.pipeline.memory import Memory, Progress
from fidelity.pipeline.models import Models
from fidelity.pipeline.placing import find_passages, pairs_to_read, trust_passages
from fidelity.pipeline.run import Run, body_sentences, sign, texts_to_read
from fidelity.pipeline.selecting import select
from fidelity.report import Report
from fidelity.settings import Settings
from fidelity.types import Document, Span, VerdictRecord

Owner = TypeVar("Owner")
Item = TypeVar("Item")

_TOGETHER = 250_000
"""Number of characters to encode from which no further job joins a group. This limits memory: the vectors take about
130 bytes per character."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The arguments of one job, as for :func:`fidelity.check`."""

    translation: Input
    articles: Input | Sequence[Input]
    lang: str | None = None
    speaker: str | Sequence[str] | None = None
    occasion: str | None = None
    compare: Sequence[str | int] = ()
    leave_out: Sequence[str | int] = ()
    verdicts: Sequence[VerdictRecord] = ()

    def settings(self, settings: Settings) -> Settings:
        """``settings`` with the requested speakers and occasion."""
        chosen, speaker = settings.selection, self.speaker
        if speaker is not None:
            chosen = replace(chosen, speakers=(speaker,) if isinstance(speaker, str) else tuple(speaker))
        if self.occasion is not None:
            chosen = replace(chosen, occasion=self.occasion)
        return replace(settings, selection=chosen)


def check_together(models: Models, jobs: Iterable[Wanted]) -> Iterator[Report | Exception]:
    """The report of each job, in order, or the error that prevented it. The jobs are taken as they are needed.

    Raises:
        ModelError: if a model cannot be loaded, or the calibration file is not valid for this run.
    """
    group: list[_Working] = []
    for job in jobs:
        working = _Working(_steps(models, job))
        with models.loading():
            working.advance()
        group.append(working)
        if sum(each.size for each in group) >= _TOGETHER:
            yield from _finish(models, group)
            group = []
    yield from _finish(models, group)


def _finish(models: Models, group: Sequence[_Working]) -> Iterator[Report | Exception]:
    while waiting := [each for each in group if each.needs is not None]:
        if any(each.needs.judged for each in waiting if each.needs is not None):
            models.finish_loading()
        _provide_all(waiting, models.progress)
        for each in waiting:
            each.advance()
    models.forget()
    for each in group:
        assert each.outcome is not None
        yield each.outcome


@dataclass(frozen=True, slots=True)
class _Needs:
    """The texts and pairs that a job needs before its next stage. ``stage`` is the name for the progress. The pair
    scorer reads ``pairs``, both scorers read ``judged``."""

    stage: str
    texts: Sequence[tuple[Memory, Sequence[str]]] = ()
    pairs: Sequence[tuple[Judge, Sequence[Texts]]] = ()
    judged: Sequence[tuple[Judge, Sequence[Texts]]] = ()


def _provide_all(group: Sequence[_Working], progress: Progress | None) -> None:
    """What the jobs need, together; where that fails, one by one, so that a job fails alone."""
    try:
        _provide([each.needs for each in group if each.needs is not None], progress)
    except ModelError:
        raise
    except Exception as error:  # noqa: BLE001 -- whoever asked for the job has to raise it or to report it
        if len(group) == 1:
            group[0].fail(error)
            return
        for each in group:
            _provide_all([each], progress)


def _provide(needs: Sequence[_Needs], progress: Progress | None) -> None:
    """Encode all texts together, and read all pairs together. All jobs are before the same stage."""
    stage = needs[0].stage
    report = None if progress is None else lambda done, total: progress(stage, done, total)
    for memory, wanted in _gather(need.texts for need in needs):
        memory.encode(wanted, stage)
    for judge, unread in _gather(need.pairs for need in needs):
        judge.read(unread, report)
    for judge, unjudged in _gather(need.judged for need in needs):
        judge.understand(unjudged, report)


def _gather(needs: Iterable[Sequence[tuple[Owner, Sequence[Item]]]]) -> list[tuple[Owner, list[Item]]]:
    """What all jobs need of each owner."""
    found: dict[int, tuple[Owner, list[Item]]] = {}
    for some in needs:
        for owner, items in some:
            found.setdefault(id(owner), (owner, []))[1].extend(items)
    return list(found.values())


@dataclass(slots=True)
class _Working:
    """A job between two stages: its needs, or, when it is done, its report or the error that prevented it."""

    steps: Generator[_Needs, None, Report]
    needs: _Needs | None = None
    outcome: Report | Exception | None = None
    size: int = 0

    def advance(self) -> None:
        """Go through the next stage.

        Raises:
            ModelError: if a model cannot be loaded, which concerns all jobs.
        """
        if self.outcome is not None:
            return
        self.needs = None
        try:
            self.needs = next(self.steps)
        except StopIteration as done:
            self.outcome = done.value
        except ModelError:
            raise
        except Exception as error:  # noqa: BLE001 -- the caller of the job has to raise it or to report it
            self.outcome = error
        if self.needs is not None and not self.size:
            self.size = sum(len(text) for _, some in self.needs.texts for text in some)

    def fail(self, error: Exception) -> None:
        """End here."""
        self.needs, self.outcome = None, error


@dataclass(frozen=True, slots=True)
class _Share:
    """The articles that one encoder compares with the translation, and their quotations."""

    encoder: Encoder
    articles: Sequence[Document]
    cases: Sequence[Case]
    sentences: Sequence[Span]


def _steps(models: Models, wanted: Wanted) -> Generator[_Needs, None, Report]:
    """The whole job, readable top to bottom: read, tag, split, extract, embed, pair, select, judge, report."""
    settings, encoders = wanted.settings(models.settings), models.encoders
    tag = models.tag_all
    source = inspect(wanted.translation, lang=wanted.lang, settings=settings, tag_all=tag)
    read = with_distinct_ids(
        [inspect(article, settings=settings, tag_all=tag) for article in _several(wanted.articles)]
    )

    cases = extract_cases(read, lambda article: encoders.of(source, article), settings)
    choices = find_choices(cases, wanted.compare, wanted.leave_out, wanted.verdicts, source.info.sha256)
    shares = [_share(source, encoder, own, cases, settings) for encoder, own in encoders.share(source, read)]
    texts = [(models.memory(each.encoder), texts_to_read(source, each.sentences, each.cases)) for each in shares]
    yield _Needs("reading", texts=texts)

    runs = [_start(models, source, each, settings) for each in shares]
    found = [find_passages(run, share.cases) for run, share in zip(runs, shares, strict=True)]
    yield _Needs(
        "judging", pairs=[(run.judge, pairs_to_read(run, some)) for run, some in zip(runs, found, strict=True)]
    )

    trusted = [trust_passages(run, some) for run, some in zip(runs, found, strict=True)]
    chosen = [select(run, some, choices) for run, some in zip(runs, trusted, strict=True)]
    yield _Needs(
        "comparing",
        texts=[(run.memory, compared_texts(some)) for run, (some, _) in zip(runs, chosen, strict=True)],
        judged=[(run.judge, pairs_to_judge(run, some)) for run, (some, _) in zip(runs, chosen, strict=True)],
    )

    entries = [make_entries(run, some) for run, (some, _) in zip(runs, chosen, strict=True)]
    notes = [
        note
        for run, share, (_, statements) in zip(runs, shares, chosen, strict=True)
        for note in run.notes(share.articles, statements)
    ]
    return Report(
        signature=sign(runs, wanted.lang, choices),
        translation=source.info,
        articles=tuple(article.info for article in read),
        pairs=tuple(pair for pairs, _ in entries for pair in pairs),
        unpaired=tuple(entry for _, unpaired in entries for entry in unpaired),
        notes=tuple(dict.fromkeys(notes)),
    )


def _several(articles: Input | Sequence[Input]) -> Sequence[Input]:
    return [articles] if isinstance(articles, str | os.PathLike | Document) else articles


def _share(
    source: Document, encoder: Encoder, articles: Sequence[Document], cases: Sequence[Case], settings: Settings
) -> _Share:
    ids = {article.info.id for article in articles}
    own = [case for case in cases if case.article.info.id in ids]
    return _Share(encoder, articles, own, body_sentences(source, encoder, settings))


def _start(models: Models, source: Document, share: _Share, settings: Settings) -> Run:
    memory, judge = models.memory(share.encoder), models.judge(share.encoder)
    calibrations = models.calibrations(share.encoder)
    return Run.start(source, share.sentences, settings, calibrations, memory, judge, models.cache)
