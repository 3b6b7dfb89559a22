"""The rows of a Parquet file, read a few thousand at a time."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO

from fidelity.errors import InputError, MissingExtraError

_AT_ONCE = 1024
"""Rows that are read at once. Changes no result."""


def load_arrow() -> Any:
    """The module ``pyarrow`` with its part for Parquet.

    Raises:
        MissingExtraError: if it is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtraError("a Parquet file", "parquet") from None
    return pyarrow


def read_parquet(
    stream: BinaryIO, path: str, check: Callable[[Sequence[str], str], None]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The number of each row, from 1, and its cells by column.

    Raises:
        InputError: if it is no Parquet file, or ``check`` refuses its columns.
        MissingExtraError: if the extra ``parquet`` is not installed.
    """
    arrow = load_arrow()
    if not stream.seekable():
        raise InputError(f"{path}: a Parquet file cannot be read from a pipe; name the file")
    number = 0
    try:
        file = arrow.parquet.ParquetFile(stream)
        check(file.schema_arrow.names, "")
        for batch in file.iter_batches(batch_size=_AT_ONCE):
            for cells in batch.to_pylist():
                number += 1
                yield number, {name: _plain(value) for name, value in cells.items()}
    except (arrow.ArrowException, OSError) as error:
        where = f"{path}, after row {number}" if number else path
        raise InputError(f"{where}: this is not a Parquet file, or it is damaged; write it again") from error


def _plain(value: Any) -> Any:
    """A cell as JSON can write it: dates and the like as text, and nothing for what is not a number."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if value is None or isinstance(value, str | int | float) else str(value)
