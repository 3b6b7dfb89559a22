"""Every number that changes a result, nested per stage, with its unit and where it comes from.

A report's signature carries a digest of all of it, so two reports with one signature were judged alike.
Numbers learned from data (weights) live in ``models/calibration/``; what stands here was either
chosen on data, and then says on which, or is a limit or a convention, and then says so.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """Limits of what is read."""

    max_bytes: int = 32 * 1024 * 1024
    """Largest file, in bytes. A limit: some fifty times the longest memo that a desk has reason to hold."""


@dataclass(frozen=True, slots=True)
class LanguageSettings:
    """Language tags: script first, then statistics."""


@dataclass(frozen=True, slots=True)
class ZoneSettings:
    """Which part of a document is what."""


@dataclass(frozen=True, slots=True)
class QuotationSettings:
    """Quotations, cue, speaker, occasion."""


@dataclass(frozen=True, slots=True)
class SelectionSettings:
    """Which quotations are of the translated document. The last three are the user's own choice."""

    speakers: tuple[str, ...] = ()
    """Speakers to keep in place of those that the articles and the front matter suggest."""

    all_speakers: bool = False
    """Keep every speaker's words."""

    occasion: str | None = None
    """Keep only words whose occasion has this text or kind."""


@dataclass(frozen=True, slots=True)
class EncodingSettings:
    """How texts become vectors."""

    batch_tokens: int = 2048
    """Tokens (padding counted) in one forward pass. Changes no printed digit, only speed and memory."""


@dataclass(frozen=True, slots=True)
class PairingSettings:
    """Quotation to passage."""


@dataclass(frozen=True, slots=True)
class DriftSettings:
    """Checks and the score."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one run."""

    reading: ReadingSettings = field(default_factory=ReadingSettings)
    language: LanguageSettings = field(default_factory=LanguageSettings)
    zones: ZoneSettings = field(default_factory=ZoneSettings)
    quotations: QuotationSettings = field(default_factory=QuotationSettings)
    selection: SelectionSettings = field(default_factory=SelectionSettings)
    encoding: EncodingSettings = field(default_factory=EncodingSettings)
    pairing: PairingSettings = field(default_factory=PairingSettings)
    drift: DriftSettings = field(default_factory=DriftSettings)

    def digest(self) -> str:
        """First 8 hex digits of SHA-256 over all settings as canonical JSON."""
        canonical = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(canonical.encode()).hexdigest()[:8]
