"""Small arithmetic on word vectors, and what counts as a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]


def has_word(form: str) -> bool:
    """Whether ``form`` has a letter or a digit and is therefore a word and not punctuation."""
    return any(character.isalnum() for character in form)


def unit_rows(matrix: Matrix) -> Matrix:
    """Each row scaled to length 1. Rows of zeros are unchanged."""
    import numpy as np

    exact: Matrix = matrix.astype(np.float32)
    scaled: Matrix = exact / np.maximum(np.linalg.norm(exact, axis=1, keepdims=True), np.float32(1e-9))
    return scaled


def mean_row(vectors: Matrix) -> Matrix:
    """The mean over words, (d,), or zeros if there are no words."""
    import numpy as np

    mean: Matrix = (
        vectors.mean(axis=0, dtype=np.float32) if len(vectors) else np.zeros(vectors.shape[1], dtype=np.float32)
    )
    return mean


def cosine(a: Matrix, b: Matrix) -> float:
    """Cosine of two vectors, -1..1, or 0 if one is zero."""
    import numpy as np

    return float(a @ b / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-9))


def running_sums(values: Matrix) -> Matrix:
    """``sums[j] - sums[i]`` is the sum of ``values[i:j]``; shape (n + 1,)."""
    import numpy as np

    return np.concatenate([[0.0], np.cumsum(values)]).astype(np.float32)
