"""The calibrations of one run: those that ship, and the user's curves over them."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

from fidelity import judgement, pairing, selection
from fidelity.calibration import Calibration, Curve, Recalibration, load_calibration, load_recalibration, logistic
from fidelity.calibration.observations import Versions
from fidelity.embedding import Encoder, MultilingualEncoder
from fidelity.errors import ModelError
from fidelity.pipeline.trust import FRAMED_FEATURES, READING_FEATURES
from fidelity.scorer import Scorer
from fidelity.scorer.minilm import PairScorer
from fidelity.scorer.mpnet import MeaningReader


@dataclass(frozen=True, slots=True)
class Calibrations:
    """The calibrations of one run. ``own`` is the user's file.

    ``placement`` and ``pairing`` are those of the encoder that pairs. ``reading`` and ``framing``, for passages that
    the pair scorer reads, were fitted with the English encoder, and are ``None`` for the multilingual one.
    ``fidelity_curve`` turns a score into fidelity, ``confidence_curve`` a placement's log-odds into confidence, and
    ``selection_curve`` the log-odds of the selection into its probability, for the encoder that pairs. Without such a
    curve the calibration that ships is used. ``across`` turns the evidence of pairs in two languages into
    fidelity; it is ``None`` if all pairs are English.
    """

    placement: Calibration
    extent: Calibration | None
    pairing: Calibration
    reading: Calibration | None
    framing: Calibration | None
    attribution: Calibration
    selection: Calibration
    fidelity: Calibration
    across: Calibration | None = None
    own: Recalibration | None = None
    fidelity_curve: Curve | None = None
    confidence_curve: Curve | None = None
    selection_curve: Curve | None = None

    @classmethod
    def load(
        cls, own: str | os.PathLike[str] | None = None, scorer: Scorer | None = None, encoder: Encoder | None = None
    ) -> Calibrations:
        """Loads the calibrations that ship, and the parts of the file ``own`` for this scorer and this encoder.

        Raises:
            ModelError: if a file is missing or damaged, or ``own`` is for another version or has no part for this run.
        """
        across = isinstance(encoder, MultilingualEncoder)
        kind = "-multilingual" if across else ""
        shipped = cls(
            load_calibration(f"placement{kind}", pairing.COMPOSED_FEATURES if across else pairing.FEATURES),
            None if across else load_calibration("extent", pairing.RUN_FEATURES),
            load_calibration(f"pairing{kind}", pairing.COMPOSED_TRUST_FEATURES if across else pairing.TRUST_FEATURES),
            None if across else load_calibration("reading", READING_FEATURES),
            None if across else load_calibration("framing", FRAMED_FEATURES),
            load_calibration("attribution", selection.ATTRIBUTION_FEATURES),
            load_calibration("selection", selection.SELECTION_FEATURES),
            load_calibration("fidelity", judgement.FEATURES),
            load_calibration("fidelity-across", judgement.ACROSS_FEATURES) if across or encoder is None else None,
        )
        if own is None:
            return shipped
        recalibration, versions = load_recalibration(own), shipped.versions(scorer or PairScorer())
        fidelity = recalibration.fidelity(versions.scorer, versions.fidelity)
        confidence = recalibration.curve("confidence", encoder.name, versions.pairing) if encoder else None
        selected = recalibration.curve("selection", encoder.name, versions.selection) if encoder else None
        if (fidelity, confidence, selected) == (None, None, None):
            wanted = f"fidelity or for what {encoder.name} pairs" if encoder else "fidelity"
            raise ModelError(
                f"{recalibration.origin}: has nothing for {wanted}; run fidelity calibrate on such verdicts"
            )
        return replace(
            shipped,
            own=recalibration,
            fidelity_curve=fidelity,
            confidence_curve=confidence,
            selection_curve=selected,
        )

    def versions(self, scorer: Scorer) -> Versions:
        """The calibration over which a curve must have been fitted to be valid here."""
        pairing = "+".join(map(_named, self._of_pairing()))
        selecting = "+".join(map(_named, (self.attribution, self.selection)))
        return Versions(name_scorers(scorer), _named(self.fidelity), pairing, f"{pairing}+{selecting}")

    def _of_pairing(self) -> tuple[Calibration, ...]:
        used = (self.placement, self.extent, self.pairing, self.reading, self.framing)
        return tuple(each for each in used if each is not None)

    def confidence(self, trust: float) -> float:
        """The probability that a passage with these log-odds is the right one, 0..1, with 2 decimals."""
        own = self.confidence_curve
        return round(logistic(trust) if own is None else own.probability(round(trust, 4)), 2)

    def selected(self, log_odds: float) -> float:
        """The probability that words with these log-odds come from the document, 0..1, with 2 decimals."""
        own = self.selection_curve
        return round(logistic(log_odds) if own is None else own.probability(log_odds), 2)

    def signature(self) -> str:
        """All calibrations that were used, each with its digest."""
        own = [f"own@{self.own.digest}"] if self.own else []
        across = (self.across,) if self.across is not None else ()
        used = (*self._of_pairing(), self.attribution, self.selection, self.fidelity, *across)
        return "+".join([*map(_named, used), *own])

    def notes(self) -> tuple[str, ...]:
        """Sentences that a reader of the report should know about the user's file."""
        if self.own is None:
            return ()
        curves = {
            "fidelity": self.fidelity_curve,
            "confidence": self.confidence_curve,
            "selection": self.selection_curve,
        }
        used = " and ".join(name for name, curve in curves.items() if curve is not None)
        return (f"Calibrated by {self.own.origin}: {used}.",)


def name_scorers(scorer: Scorer, reader: Scorer | None = None) -> str:
    """The names of the pair scorer and of the reader of meaning, by default the built-in one."""
    return f"{scorer.name}+{(reader or MeaningReader()).name}"


def _named(calibration: Calibration) -> str:
    return f"{calibration.name}@{calibration.digest}"
