"""Whether a quotation's words are the translated document's: all evidence weighed, after pairing.

Who speaks, where, how near the words are to a passage, and how surely what else the same speaker said is in the
document. Nothing of it excludes a quotation on its own.
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
