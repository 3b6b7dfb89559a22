"""Finds the files that ship with the package, in a checkout and in an installed wheel."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from fidelity.errors import ModelError

T = TypeVar("T")

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


def read_json_resource(name: str, build: Callable[[Any, str], T]) -> T:
    """What ``build`` makes of a JSON file's content and of the first 8 hex digits of its SHA-256.

    Raises:
        ModelError: if the file is missing, is not JSON, or does not have the form that ``build`` expects.
    """
    path = find_resource(name)
    try:
        raw = path.read_bytes()
        return build(json.loads(raw), hashlib.sha256(raw).hexdigest()[:8])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path.name} is damaged; reinstall fidelity") from error


RULE_FILES = (".py", ".txt", ".toml", ".tsv")
"""Endings of the files of the package that can contain a rule, a list or a constant."""

_SHOWING = ("batching", "cli", "report", "review", "store", "verdicts", "_data")
"""Folders of the package whose files change only what is shown or saved, and never a result."""


@cache
def digest_rules() -> str:
    """First 8 hex digits of SHA-256 over the code and the word lists on which results depend.

    They contain every rule, list and constant of the package.
    """
    total = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        name = path.relative_to(_PACKAGE)
        if path.suffix in RULE_FILES and name.parts[0] not in _SHOWING:
            total.update(f"{name.as_posix()}\0".encode())
            total.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()[:8]
