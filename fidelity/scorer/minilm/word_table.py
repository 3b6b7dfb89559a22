"""The word embeddings of the pair scorer, which are the built-in encoder's own and are read from its file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity.embedding.model_files import BUILT_IN, checksums, read_trusted, trust_file
from fidelity.errors import ModelError
from fidelity.resources import find_resource

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_WIDTH = 384


@dataclass(frozen=True, slots=True, eq=False)
class WordTable:
    """Word embeddings in eight bits. ``steps``: int8, (wordpieces, 384); ``scales``: float16, (wordpieces, 1)."""

    steps: NDArray[np.int8]
    scales: NDArray[np.float16]

    @classmethod
    def load(cls, folder: Path) -> WordTable:
        """The table that the scorer in ``folder`` was trained with.

        ``words`` there holds the places of steps and scales in the encoder's file, in bytes, the number of wordpieces,
        and the file's SHA-256.

        Raises:
            ModelError: if a file is missing or damaged, or the encoder is another one.
        """
        import numpy as np

        steps, scales, rows, digest = read_trusted(folder, "words").decode().split()
        encoder = find_resource(f"models/{BUILT_IN}")
        if checksums(encoder).get("model.onnx") != digest:
            raise ModelError(f"{folder} was made for another {BUILT_IN}; reinstall fidelity")
        path = trust_file(encoder, "model.onnx")
        return cls(
            np.memmap(path, np.int8, "r", int(steps), (int(rows), _WIDTH)),
            np.memmap(path, np.float16, "r", int(scales), (int(rows), 1)),
        )

    def look_up(self, ids: NDArray[np.int64]) -> Floats:
        """The embeddings of wordpieces, in one more dimension of 384."""
        import numpy as np

        return np.multiply(self.steps[ids], self.scales[ids], dtype=np.float32)
