"""Finds a placement in the body for each quotation, and the confidence in it."""

from __future__ import annotations

from fidelity.pairing.body import Body, Query, find_carrier
from fidelity.pairing.composed import COMPOSED_FEATURES
from fidelity.pairing.framing import Framed, frame
from fidelity.pairing.long_sentences import cut_long
from fidelity.pairing.placement import place_all
from fidelity.pairing.runs import RUN_FEATURES
from fidelity.pairing.search import FEATURES, Placement
from fidelity.pairing.trust import COMPOSED_TRUST_FEATURES, TRUST_FEATURES, weigh

__all__ = [
    "COMPOSED_FEATURES",
    "COMPOSED_TRUST_FEATURES",
    "FEATURES",
    "RUN_FEATURES",
    "TRUST_FEATURES",
    "Body",
    "Framed",
    "Placement",
    "Query",
    "cut_long",
    "find_carrier",
    "frame",
    "place_all",
    "weigh",
]
