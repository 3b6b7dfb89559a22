"""The reviewer's notebook, run headless as it is committed."""

from __future__ import annotations

import asyncio
import os
import warnings
from pathlib import Path

import nbformat
import pytest

import fidelity
from fidelity.report import Report
from tests import report_cases as cases

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # third parties' own, on import
    from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "review.ipynb"

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:zmq"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:jupyter_client"),
    pytest.mark.filterwarnings("ignore::RuntimeWarning:zmq"),
]


def _run(report: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The HTML that all cells show, joined."""
    monkeypatch.setenv("FIDELITY_REPORT", report)
    package = str(Path(fidelity.__file__).parents[1])  # the one under test, in the kernel too
    monkeypatch.setenv("PYTHONPATH", package, prepend=os.pathsep)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    asyncio.run(client.async_execute())
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "stream"]
    return "\n".join(output.data["text/html"] for output in outputs)


def _shown(report: Report, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    report.to_json(folder / "report.json")
    return _run("report.json", folder, monkeypatch)


def test_committed_without_outputs_and_with_public_names_only() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    source = "\n".join(cell.source for cell in code)
    assert "from fidelity" not in source
    assert "import fidelity." not in source


def test_a_report_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(cases.full_report(), tmp_path, monkeypatch)
    assert "Missing from the translation: 1" in shown
    assert "I am sorry for the tone of this message." in shown
    assert "I hope everyone stays alert to this <small>(0.311)</small>" in shown
    assert "Pairs below 70: 2" in shown
    assert ">haven&#x27;t donated</mark>" in shown
    assert ">made political donations</mark>" in shown
    assert "accuracy/mistranslation: the quotation denies it and the passage asserts it" in shown
    assert "<b>64?</b>" in shown
    assert "not judged: the passage is zh-Hans" in shown
    assert "threshold 70</text></svg>" in shown
    assert "It&#x27;s an ego and diplomacy problem," in shown
    assert "Words of Dario Amodei count as the memo&#x27;s" in shown


def test_hostile_text_is_shown_and_does_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(cases.hostile_report(), tmp_path, monkeypatch)
    assert "<script" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "‹U+202E›gnp.exe‹U+2066›" in shown
    assert "‹U+001B›]0;title‹U+0007›" in shown
    assert not set(shown) & set("\x00\x07\x1b\x9b\u200b\u202e\u2066")


def test_an_empty_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(cases.empty_report(), tmp_path, monkeypatch)
    assert "No pair could be scored." in shown
    assert "Nothing was left out." in shown


def test_without_a_report_it_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "fidelity check TRANSLATION ARTICLE --json report.json" in _run("", tmp_path, monkeypatch)
    shown = _run("<none>.json", tmp_path, monkeypatch)
    assert "cannot read the report &lt;none&gt;.json" in shown
    assert "give a file written by --json" in shown
