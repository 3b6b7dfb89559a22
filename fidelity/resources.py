"""Where the files that ship with the package lie, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from fidelity.errors import ModelError

_PACKAGE = Path(__file__).resolve().parent


def find_resource(name: str) -> Path:
    """The file or folder ``name`` (for example ``models/all-MiniLM-L6-v2``), wherever this package runs.

    An installed wheel carries it inside the package; a checkout has it beside the package.

    Raises:
        ModelError: if it is in neither place, as in a damaged installation.
    """
    for root in (_PACKAGE / "_data", _PACKAGE.parent):
        path = root / name
        if path.exists():
            return path
    raise ModelError(f"{name} is not part of this installation; reinstall fidelity")
