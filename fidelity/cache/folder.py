"""The folder of a cache. Only its owner may read it, because vectors can reveal what a text says."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from fidelity.errors import StoreError
from fidelity.report.escaping import one_line

FOLDER_VARIABLE = "FIDELITY_CACHE"
"""Environment variable that names the folder and so switches the cache on."""


def default_folder() -> Path:
    """The folder that ``FIDELITY_CACHE`` names, or the one in which programs of this user keep their caches.

    Raises:
        StoreError: if it is in a home folder that the system does not know.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    try:
        return Path(named).expanduser() if named else Path(base).expanduser() / "fidelity"
    except RuntimeError as error:
        raise StoreError(
            f"the system knows no home folder for the cache; name a folder with {FOLDER_VARIABLE}"
        ) from error


def prepare_folder(folder: Path) -> None:
    """Make the folder, which only its owner may use. An existing folder has to have the same permissions.

    Raises:
        StoreError: if it cannot be made, or if others can read it.
    """
    name = one_line(str(folder))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.stat()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StoreError(f"the cache {name} cannot be used: {reason}; name another folder") from error
    if not stat.S_ISDIR(found.st_mode):
        raise StoreError(f"the cache {name} cannot be used: it is no folder; name another one")
    if os.name == "posix" and found.st_uid != os.geteuid():
        raise StoreError(f"the cache {name} cannot be used: it is another user's folder; name another one")
    if os.name == "posix" and found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise StoreError(f"the cache {name} cannot be used: others may look into it; run chmod 700 on it")
