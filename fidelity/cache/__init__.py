"""What models said of texts and of pairs, kept on disk between runs, so that a second run need not ask them again.

Nothing is kept unless the user asks for it. Vectors and readings are found by keyed hashes of the texts; the texts
themselves are not stored. A cache is never needed: whatever is missing or damaged is computed again.
"""

from __future__ import annotations

from fidelity.cache.encodings import CachedEncodings
from fidelity.cache.folder import FOLDER_VARIABLE, default_folder
from fidelity.cache.scorers import CachedScorer
from fidelity.cache.store import LIMIT, Cache, Contents

__all__ = ["FOLDER_VARIABLE", "LIMIT", "Cache", "CachedEncodings", "CachedScorer", "Contents", "default_folder"]
