"""The jobs of a batch and their results."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity.cache import Cache
from fidelity.embedding.model_files import BUILT_IN, MULTILINGUAL
from fidelity.settings import Settings
from fidelity.types import Document

if TYPE_CHECKING:
    from fidelity.report import Report

Input = str | os.PathLike[str] | Document
"""A path, or a document from :func:`fidelity.read_text`."""


@dataclass(frozen=True, slots=True)
class Job:
    """One translation, and the articles that quote its original.

    ``id`` names the job in the results; a job without one is named by its number in the batch. ``speaker`` (one name
    or several), ``occasion`` and ``language`` (BCP 47, of the translation's body) are as in :func:`fidelity.check`.
    Relative paths start from ``folder``, by default the working folder.
    """

    translation: Input
    articles: tuple[Input, ...]
    id: str = ""
    speaker: tuple[str, ...] = ()
    occasion: str | None = None
    language: str | None = None
    folder: str = ""

    def path(self, name: str | os.PathLike[str]) -> Path:
        """The path of one of its files."""
        return Path(self.folder, name)


@dataclass(frozen=True, slots=True)
class JobResult:
    """The report of a job, or its error in one line. ``number`` counts the jobs from 1."""

    number: int
    job: Job
    report: Report | None = None
    error: str | None = None

    @property
    def id(self) -> str:
        """The job's own id, or its number."""
        return self.job.id or str(self.number)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Jobs that one worker checks together. ``number`` counts the chunks from 1, and ``first`` is its first job's."""

    number: int
    first: int
    jobs: tuple[Job, ...]

    def numbered(self) -> Iterator[tuple[int, Job]]:
        return enumerate(self.jobs, start=self.first)


@dataclass(frozen=True, slots=True)
class Terms:
    """The choices for all jobs of a batch."""

    settings: Settings = field(default_factory=Settings)
    model: str | None = None
    calibration: str | None = None
    cache: str | None = None

    def open_cache(self) -> Cache | None:
        """The cache for one process, if the user asked for one. What is put into it is kept at once."""
        return None if self.cache is None else Cache(self.cache)

    @property
    def on_gpu(self) -> bool:
        """Whether the encoder runs on a GPU where there is one: the built-in models run on CPUs alone."""
        return self.model not in (None, BUILT_IN, MULTILINGUAL)


def cut(jobs: Iterable[Job], size: int) -> Iterator[Chunk]:
    """The jobs in chunks of ``size``, taken as they are needed."""
    source, number = iter(jobs), 0
    while some := tuple(islice(source, size)):
        yield Chunk(number + 1, number * size + 1, some)
        number += 1
