"""The lowest versions that ``pyproject.toml`` allows, as requirements for pip.

    python tests/lowest_versions.py [EXTRA ...]

``.ci/run`` installs them together and compares the report on the seeds with that of the versions that are pinned.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


def lowest(extras: list[str]) -> list[str]:
    """``name==version`` of each package of the default installation and of ``extras``."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(each for extra in extras for each in project["optional-dependencies"][extra])]
    found = [re.fullmatch(r"([\w.-]+)>=([\w.]+)(?:,<[\w.]+)?", each) for each in wanted]
    return [f"{match[1]}=={match[2]}" for match in found if match]


if __name__ == "__main__":
    print("\n".join(lowest(sys.argv[1:])))
