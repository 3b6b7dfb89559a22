"""A cache on disk for the results of the models and of the search, so that a second run does not compute them again.

Nothing is kept unless the user asks for it. Vectors, readings, placements and languages are found by keyed hashes of
the texts; the texts themselves are not stored. The cache is never needed: missing or damaged entries are computed
again.
"""

from __future__ import annotations

from fidelity.cache.encodings import CachedEncodings
from fidelity.cache.folder import FOLDER_VARIABLE, default_folder
from fidelity.cache.placements import CachedPlacements
from fidelity.cache.scorers import CachedScorer
from fidelity.cache.store import LIMIT, Cache, Contents
from fidelity.cache.tags import CachedTags

__all__ = [
    "FOLDER_VARIABLE",
    "LIMIT",
    "Cache",
    "CachedEncodings",
    "CachedPlacements",
    "CachedScorer",
    "CachedTags",
    "Contents",
    "default_folder",
]
