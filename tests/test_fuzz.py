"""What fuzzing found, and a short run of it: any bytes in, and nothing out but a value or a ``FidelityError``."""

from __future__ import annotations

import pytest

from tests.fuzz.readers import FOUND, TARGETS, mutations, seeds, trial

KEPT = sorted(path.name for path in FOUND.iterdir()) if FOUND.exists() else []


@pytest.mark.parametrize("name", KEPT)
def test_what_fuzzing_found_stays_mended(name: str) -> None:
    assert trial(name.rpartition("-")[0], (FOUND / name).read_bytes()) is None


@pytest.mark.parametrize("target", [name for name in TARGETS if name != "check"])
def test_whole_and_broken_inputs_of_every_reader(target: str) -> None:
    whole = seeds(target)
    inputs = [*whole[:2], *(data for data, _ in zip(mutations(whole, 7), range(6), strict=False))]
    assert [wrong for wrong in (trial(target, data) for data in inputs) if wrong] == []


def test_a_crash_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TARGETS, "broken", lambda data: data.decode("ascii"))
    found = trial("broken", b"\xff")
    assert found is not None
    assert found.startswith("UnicodeDecodeError at ")
