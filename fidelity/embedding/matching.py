"""Compares words of two languages, one by one, by their vectors from the multilingual encoder."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fidelity.embedding.model_files import MULTILINGUAL, name_model, read_trusted
from fidelity.resources import find_resource

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_FILE = "matching.npz"


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Words ready to be compared: ``places``, (n, w), unit vectors whose product is high for words with one meaning in
    two languages; ``weights``, (n,), how much each word tells about which text it comes from, above 0."""

    places: Floats
    weights: Floats


class WordMatcher:
    """A linear map of the multilingual encoder's word vectors, and a weight for each word (``models/fit_matching.py``).

    The encoder was trained to bring whole texts together, so its word vectors say little of single words. The map was
    trained to find, for a few words of a text, the sentence of the other language that carries them. Cheap to
    construct; reads its file on first use.

    Raises:
        ModelError: on first use, if the file is missing or differs from its checksum.
    """

    def __init__(self, *, folder: Path | None = None) -> None:
        self._folder = folder or find_resource(f"models/{MULTILINGUAL}")

    @property
    def name(self) -> str:
        """``matching@`` and the first 8 hex digits of the file's SHA-256."""
        return name_model("matching", self._folder, _FILE)

    def compare(self, word_vectors: Floats) -> Compared:
        """``word_vectors`` (n, 512) as :class:`~fidelity.embedding.MultilingualEncoder` gives them."""
        import numpy as np

        values, exact = self._values, word_vectors.astype(np.float32)
        placed = exact @ values["place"] + values["shift"]
        lengths = np.maximum(np.linalg.norm(placed, axis=1, keepdims=True), np.float32(1e-9))
        told = np.logaddexp(0.0, exact @ values["gate"] + values["gate_shift"]) + values["least"]
        return Compared((placed / lengths).astype(np.float32), told.astype(np.float32))

    @cached_property
    def _values(self) -> dict[str, Any]:
        import numpy as np

        with np.load(io.BytesIO(read_trusted(self._folder, _FILE)), allow_pickle=False) as values:
            return {name: values[name].astype(np.float32) for name in values.files}
