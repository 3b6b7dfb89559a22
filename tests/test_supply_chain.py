"""What is installed: the lock, the pinned versions and the allowed ones agree."""

from __future__ import annotations

import re
from pathlib import Path

from packaging.version import Version

from tests.lowest_versions import PROJECT, lowest

ROOT = PROJECT.parent


def pins(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return {n.lower().replace("_", "-"): v for n, v in re.findall(r"^([\w.-]+)==([\w.]+)", text, re.MULTILINE)}


def test_the_lock_has_the_versions_that_are_tested() -> None:
    locked, pinned = pins("requirements.lock"), pins("constraints.txt")
    assert {name: pinned[name] for name in locked} == locked
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert text.count(" \\\n    --hash=sha256:") >= len(locked)
    assert not [line for line in text.splitlines() if line.startswith("-") or "://" in line]


def test_the_lock_and_the_lowest_versions_cover_the_default_installation() -> None:
    allowed = [each.split("==") for each in lowest([])]
    wanted = {name.lower().replace("_", "-"): Version(version) for name, version in allowed}
    locked = pins("requirements.lock")
    assert wanted.keys() <= locked.keys()
    assert all(Version(locked[name]) >= low for name, low in wanted.items())


def test_upper_bounds_are_explained() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    bounded = [line for line in lines if re.match(r'  "[\w.-]+[<>=][^"]*<', line)]
    assert [line for line in bounded if "#" not in line] == []
    assert len(bounded) == 1


def test_there_is_a_licence() -> None:
    assert "Apache License" in (Path(ROOT) / "LICENSE").read_text(encoding="utf-8")
