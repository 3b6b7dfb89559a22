"""The checksums of a model's files, which the program compares whenever it loads one."""

from __future__ import annotations

import hashlib
from pathlib import Path

PROSE = ("README.md", "LICENSE")


def write_checksums(folder: Path) -> dict[str, str]:
    """Write ``SHA256SUMS`` for every file of a model but its card and licence, and print it. Digests (hex) by name."""
    names = sorted(path.name for path in folder.iterdir() if path.name not in (*PROSE, "SHA256SUMS"))
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    lines = "".join(f"{digest}  {name}\n" for name, digest in digests.items())
    (folder / "SHA256SUMS").write_text(lines, encoding="utf-8", newline="\n")
    print(lines, end="")
    return digests
