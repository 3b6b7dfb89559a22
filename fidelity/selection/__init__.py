"""Decides whether a quotation's words come from the translated document, with all evidence and after pairing.

The evidence is who speaks, where, how similar the words are to a passage, and whether other words of the same speaker
are in the document. No single piece of evidence excludes a quotation.
"""

from __future__ import annotations

from fidelity.selection.evidence import (
    ATTRIBUTION_FEATURES,
    SELECTION_FEATURES,
    Facts,
    Said,
    gather_facts,
    may_be_speech,
    weigh_words,
)
from fidelity.selection.names import same_speaker
from fidelity.selection.profile import Profile, read_profile
from fidelity.selection.reasons import explain, find_reason
from fidelity.selection.sameness import Sameness, measure_sameness
from fidelity.selection.wishes import Asked, find_asked, is_requested

__all__ = [
    "ATTRIBUTION_FEATURES",
    "SELECTION_FEATURES",
    "Asked",
    "Facts",
    "Profile",
    "Said",
    "Sameness",
    "explain",
    "find_asked",
    "find_reason",
    "gather_facts",
    "is_requested",
    "may_be_speech",
    "measure_sameness",
    "read_profile",
    "same_speaker",
    "weigh_words",
]
