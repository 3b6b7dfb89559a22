"""Every number that changes a result, grouped by stage, with its unit and its origin.

A report's signature has a digest of all settings, so two reports with the same signature were judged in the same way.
Numbers that were learned from data (weights) are in ``models/calibration/``. A number here was either chosen on data,
which are then named, or it is called a limit or a convention.
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
