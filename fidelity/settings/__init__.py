"""Every number that changes a result, nested per stage, with its unit and where it comes from.

A report's signature carries a digest of all of it, so two reports with one signature were judged alike.
Numbers learned from data (weights) live in ``models/calibration/``; what stands here was either
chosen on data, and then says on which, or is a limit or a convention, and then says so.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field

from fidelity.settings.calibration import CalibrationSettings
from fidelity.settings.documents import LanguageSettings, ReadingSettings, SegmentationSettings, ZoneSettings
from fidelity.settings.judgement import JudgementSettings, Term
from fidelity.settings.pairing import EncodingSettings, PairingSettings, ScoringSettings
from fidelity.settings.quotations import QuotationSettings, SelectionSettings

__all__ = [
    "CalibrationSettings",
    "EncodingSettings",
    "JudgementSettings",
    "LanguageSettings",
    "PairingSettings",
    "QuotationSettings",
    "ReadingSettings",
    "ScoringSettings",
    "SegmentationSettings",
    "SelectionSettings",
    "Settings",
    "Term",
    "ZoneSettings",
]


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one run."""

    reading: ReadingSettings = field(default_factory=ReadingSettings)
    language: LanguageSettings = field(default_factory=LanguageSettings)
    segmentation: SegmentationSettings = field(default_factory=SegmentationSettings)
    zones: ZoneSettings = field(default_factory=ZoneSettings)
    quotations: QuotationSettings = field(default_factory=QuotationSettings)
    selection: SelectionSettings = field(default_factory=SelectionSettings)
    encoding: EncodingSettings = field(default_factory=EncodingSettings)
    scoring: ScoringSettings = field(default_factory=ScoringSettings)
    pairing: PairingSettings = field(default_factory=PairingSettings)
    judgement: JudgementSettings = field(default_factory=JudgementSettings)
    calibration: CalibrationSettings = field(default_factory=CalibrationSettings)

    def digest(self) -> str:
        """First 8 hex digits of SHA-256 over all settings as canonical JSON."""
        canonical = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(canonical.encode()).hexdigest()[:8]
