"""Kinds of real articles, in small: which quotations are compared, left out, and never called missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import fidelity
from fidelity.embedding import BuiltInEncoder

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "selection.json").read_text("utf-8"))
ENCODER = BuiltInEncoder()


def entry(report: fidelity.Report, begins: str) -> fidelity.Pair | fidelity.Unpaired:
    found = [each for each in report.entries if each.quotation.text.startswith(begins)]
    assert found, f"no quotation begins with {begins!r}: {[each.quotation.text for each in report.entries]}"
    return found[0]


@pytest.mark.parametrize("case", CASES, ids=[f"{n}: {case['kind']}" for n, case in enumerate(CASES, start=1)])
def test_kinds(case: dict[str, Any]) -> None:
    texts = [fidelity.read_text(case[name]) for name in ("translation", "article")]
    report = fidelity.check(texts[0], [texts[1]], encoder=ENCODER)
    for begins in case.get("compared", ()):
        found = entry(report, begins)
        assert isinstance(found, fidelity.Pair), (begins, found.reason, found.selection)
    for begins in case.get("left_out", ()):
        found = entry(report, begins)
        assert isinstance(found, fidelity.Unpaired), begins
        assert found.reason in ("other speaker", "other occasion"), (begins, found.reason, found.selection)
    for begins in case.get("not_missing", ()):
        found = entry(report, begins)
        assert isinstance(found, fidelity.Unpaired), begins
        assert found.reason not in ("missing", "uncertain"), (begins, found.reason, found.selection)
    for each in report.entries:
        assert each.selection is not None
        assert each.selection.evidence
