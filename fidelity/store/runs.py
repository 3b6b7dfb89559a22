"""Runs as the store returns them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fidelity.report import Report
from fidelity.types import Document


@dataclass(frozen=True, slots=True)
class RunInfo:
    """A saved run without its texts.

    ``time`` is ISO 8601 in UTC. ``translation`` and ``articles`` are the origins as they were typed; they are empty if
    the run was ``forgotten``. ``sha256`` is the translation's; ``unpaired`` includes ``missing``.
    """

    id: str
    time: str
    translation: str
    articles: tuple[str, ...]
    sha256: str
    signature: str
    paired: int
    missing: int
    unpaired: int
    forgotten: bool


@dataclass(frozen=True, slots=True)
class SavedRun:
    """A run as it was saved, with the verdicts that are known now.

    The documents have their texts but no segments. The keys of ``articles`` are the ids in ``report``.
    """

    id: str
    time: str
    report: Report
    translation: Document
    articles: Mapping[str, Document]
