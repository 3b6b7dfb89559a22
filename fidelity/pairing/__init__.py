"""Quotation to passage: a placement in the body for each quotation, and how far to trust it."""

from __future__ import annotations

from fidelity.pairing.body import Body, Query, find_carrier
from fidelity.pairing.placement import FEATURES, TRUST_FEATURES, Placement, place_all, trust_features

__all__ = ["FEATURES", "TRUST_FEATURES", "Body", "Placement", "Query", "find_carrier", "place_all", "trust_features"]
