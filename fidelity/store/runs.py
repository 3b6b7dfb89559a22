"""What a store gives back of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fidelity.report import Report
from fidelity.types import Document


@dataclass(frozen=True, slots=True)
class RunInfo:
    """A saved run without its texts.

    ``time`` is ISO 8601 in UTC. ``translation`` and ``articles`` are origins, as typed; empty once ``forgotten``.
    ``sha256`` is the translation's; ``unpaired`` includes ``missing``.
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

    The documents have their texts, but not their segments; ``articles`` go by the ids that ``report`` gives them.
    """

    id: str
    time: str
    report: Report
    translation: Document
    articles: Mapping[str, Document]
