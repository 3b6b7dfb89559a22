"""The reviewer's notebook, run headless as it is committed: what it shows is in its widgets, and only there."""

from __future__ import annotations

import asyncio
import json
import os
import warnings
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

import fidelity
from fidelity.report import Report
from fidelity.store import Store
from tests import report_cases as cases
from tests import session_cases
from tests.test_session import assert_inert

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # third parties' own, on import
    from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "review.ipynb"

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:zmq"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:jupyter_client"),
    pytest.mark.filterwarnings("ignore::RuntimeWarning:zmq"),
]

AT_ONCE = "seen['since'] = 0.0\n"
"""Before a click in a test: as if the entry had been on the screen for a while."""


@dataclass(frozen=True)
class Shown:
    """``html`` of all widgets, joined; ``labels``, the choices of all lists; ``kept``, what a saved file adds."""

    html: str
    labels: tuple[str, ...]
    kept: str


def _run(folder: Path, monkeypatch: pytest.MonkeyPatch, *more: str, **environment: str) -> Shown:
    """Run all cells, and ``more`` after them, as the reviewer's clicks would be run."""
    for name in ("DB", "REPORT", "RUN", "REVIEWER"):
        monkeypatch.delenv(f"FIDELITY_{name}", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(f"FIDELITY_{name}", value)
    package = str(Path(fidelity.__file__).parents[1])  # the one under test, in the kernel too
    monkeypatch.setenv("PYTHONPATH", package, prepend=os.pathsep)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    notebook.cells += [nbformat.v4.new_code_cell(source) for source in more]
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    asyncio.run(client.async_execute())
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert {output.output_type for output in outputs} <= {"display_data"}
    state = notebook.metadata.pop("widgets")["application/vnd.jupyter.widget-state+json"]["state"].values()
    html = [model["state"].get("value", "") for model in state if model["model_name"] == "HTMLModel"]
    labels = [label for model in state for label in model["state"].get("_options_labels", ())]
    kept = json.dumps([outputs, notebook.metadata])
    return Shown("\n".join(html), tuple(labels), kept)


def _read(report: Report, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    report.to_json(folder / "report.json")
    return _run(folder, monkeypatch, REPORT="report.json").html


def _rows(database: Path) -> list[tuple[str | None, str, str]]:
    with Store(database) as store:
        return [(record.severity, record.comment, record.reviewer) for record in store.verdicts()]


def test_committed_without_outputs_folded_and_with_public_names_only() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert all(cell.metadata.jupyter.source_hidden for cell in code)
    assert "widgets" not in notebook.metadata
    source = "\n".join(cell.source for cell in code)
    assert "from fidelity" not in source
    assert "import fidelity." not in source
    assert "fidelity._" not in source
    assert "session._" not in source


def test_a_run_to_judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session_cases.small_run(tmp_path)
    shown = _run(tmp_path, monkeypatch, DB="runs.db", REVIEWER="Ann")
    assert "<b>0 of 7</b> judged" in shown.html
    assert "<b>1 of 7</b>" in shown.html
    assert "Bees thrive on volcanoes." in shown.html
    assert "no passage carries it" in shown.html
    assert "threshold 70</text></svg>" in shown.html
    assert {"Rivera", "Duarte", "critical"} <= set(shown.labels)
    assert "23 pairs, 1 missing" in shown.labels[0]


def test_the_file_holds_nothing_of_what_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session_cases.small_run(tmp_path)
    shown = _run(tmp_path, monkeypatch, "buttons['m'].click()", DB="runs.db", REVIEWER="Ann Lee")
    assert "Bees" in shown.html
    assert not [word for word in ("Bees", "ward 1", "memo.txt", "Rivera", "Ann Lee") if word in shown.kept]


def test_buttons_and_keys_keep_verdicts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = session_cases.small_run(tmp_path)
    clicks = (
        "buttons['j'].click()",  # too soon: nothing is kept
        AT_ONCE + "buttons['p'].click()",  # no passage picked: refused
        AT_ONCE + "keys.value = '2'; comment.value = 'look there'; buttons['p'].click()",
        AT_ONCE + "keys.value = 'M'; assert keys.value == ''",
        AT_ONCE + "keys.value = 'nn'",  # typed ahead: neither counts
        AT_ONCE + "buttons['w'].click()",
        "buttons['u'].click(); assert session.place == 2",
        "buttons['b'].click(); comment.value = 'a nuance'",
        "keys.value = '?'",
    )
    shown = _run(tmp_path, monkeypatch, *clicks, DB="runs.db", REVIEWER="Ann")
    assert _rows(database) == [
        ("has a passage", "look there", "Ann"),
        ("minor", "", "Ann"),
        ("wrong pairing", "", "Ann"),
        (None, "", "Ann"),
        ("minor", "a nuance", "Ann"),
    ]
    assert "No key: ?" in shown.html
    assert "<b>2 of 7</b> judged" in shown.html
    with Store(database) as store:
        picked = store.verdicts()[0].picked
        assert picked is not None
        assert picked.of(store.load_run().translation.text).startswith("The committee of ward 1 met")


def test_buttons_say_whose_words_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = session_cases.left_out_run(tmp_path)
    steps = (
        AT_ONCE + "buttons['d'].click(); assert session.place == 0",  # its translation is still to be judged
        AT_ONCE + "buttons['n'].click(); assert session.place == 1",
        "assert [buttons[each].disabled for each in 'nmjcwpdx'] == [True] * 6 + [False] * 2",
        AT_ONCE + "keys.value = 'x'",
    )
    shown = _run(tmp_path, monkeypatch, *steps, DB="runs.db", REVIEWER="Ann")
    assert _rows(database) == [
        ("is of the document", "", "Ann"),
        ("neutral", "", "Ann"),
        ("is not of the document", "", "Ann"),
    ]
    assert "<b>2 of 2</b> judged" in shown.html


def test_words_are_looked_for_and_picked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = session_cases.small_run(tmp_path)
    clicks = ("words.value = 'the plant would close'", AT_ONCE + "buttons['p'].click()", "words.value = 'orchids'")
    shown = _run(tmp_path, monkeypatch, *clicks, DB="runs.db", REVIEWER="Ann")
    with Store(database) as store:
        (record,) = store.verdicts()
        assert record.picked is not None
        assert record.picked.of(store.load_run().translation.text) == "the plant would close"
    assert "The translation does not hold these words." in shown.html


def test_filters_run_and_reviewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = session_cases.small_run(tmp_path)
    with Store(database) as store:
        run = store.load_run()
        store.save_run(run.report, run.translation, list(run.articles.values()))
    steps = (
        "buttons['n'].click()",
        "who.value = 'Ann'",
        AT_ONCE + "buttons['n'].click()",
        "threshold.value = 100; assert len(session.entries) == 25",
        "severity.value = ('minor',); assert [e.fidelity for e in session.entries] == [55]",
        "severity.value = (); speaker.value = ('Rivera',); assert len(session.entries) == 13",
        "run_field.value = '1'; assert session.saved.id == '1' and len(session.entries) == 25",
        "assert session.progress.judged == 1",
        "session.go(0); refresh(); comment.value = 'of Ann'",
        "who.value = 'Bob'; assert session.progress.judged == 0 and session.place == 0 and comment.value == ''",
    )
    shown = _run(tmp_path, monkeypatch, *steps, DB="runs.db")
    assert "Verdicts are kept under the name Bob." in shown.html
    assert _rows(database) == [("neutral", "", "Ann"), ("neutral", "of Ann", "Ann")]


def test_a_list_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session_cases.small_run(tmp_path)
    (tmp_path / "mine.csv").write_text("mine")
    steps = ("export.click()", "target.value = 'mine.csv'; export.click()")
    shown = _run(tmp_path, monkeypatch, *steps, DB="runs.db", REVIEWER="Ann")
    assert "Bees thrive" in (tmp_path / "review.csv").read_text(encoding="utf-8-sig")
    assert (tmp_path / "mine.csv").read_text() == "mine"
    assert "Not written: mine.csv this file exists and is not such a list; choose another name" in shown.html


def test_a_database_that_cannot_be_written_keeps_nothing_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = session_cases.small_run(tmp_path)
    steps = ("import os; os.remove('runs.db')", AT_ONCE + "buttons['n'].click()")
    shown = _run(tmp_path, monkeypatch, *steps, DB="runs.db", REVIEWER="Ann")
    assert "Not kept: runs.db: no such database" in shown.html
    assert not database.exists()


def test_a_report_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _read(cases.full_report(), tmp_path, monkeypatch)
    assert "A report without a database: to read." in shown
    assert "Missing from the translation: 1" in shown
    assert "I am sorry for the tone of this message." in shown
    assert "I hope everyone stays alert to this <small>(0.311)</small>" in shown
    assert "Pairs below 70: 2" in shown
    assert "<mark>haven&#x27;t donated</mark>" in shown
    assert "made political donations</mark>" in shown
    assert "accuracy/mistranslation: the quotation denies it and the passage asserts it" in shown
    assert "<b>64?</b>" in shown
    assert "not judged: the passage is zh-Hans" in shown
    assert "threshold 70</text></svg>" in shown
    assert "It&#x27;s an ego and diplomacy problem," in shown
    assert "Words of Dario Amodei count as the memo&#x27;s" in shown
    assert "same gist" in shown


def test_hostile_text_of_a_report_is_shown_and_does_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _read(cases.hostile_report(), tmp_path, monkeypatch)
    assert "<script" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "‹U+202E›gnp.exe‹U+2066›" in shown
    assert "␛]0;title␇" in shown
    assert not set(shown) & set("\x00\x07\x1b\x9b\u200b\u202e\u2066")


def test_hostile_text_of_a_run_is_shown_and_does_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = session_cases.hostile_run(tmp_path)
    hostile = repr(session_cases.HOSTILE[:150])
    first = fidelity.ReviewSession(database, reviewer="First" + session_cases.HOSTILE[:150])
    first.judge("major", comment=session_cases.HOSTILE)
    steps = (
        f"who.value = {hostile}",
        AT_ONCE + f"comment.value = {session_cases.HOSTILE!r}; buttons['n'].click(); buttons['b'].click()",
        f"target.value = '/nowhere/' + {hostile}; export.click()",
        f"words.value = {hostile}",
        "more.selected_index = 3",
    )
    shown = _run(tmp_path, monkeypatch, *steps, DB="runs.db")
    assert_inert(shown.html)
    assert shown.html.count("&lt;script&gt;") > 20
    assert "First&lt;script&gt;" in shown.html
    assert not set("".join(shown.labels)) & set("\x1b\u202e\u2066")
    assert "<script" not in shown.kept


def test_an_empty_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _read(cases.empty_report(), tmp_path, monkeypatch)
    assert "No pair could be scored." in shown
    assert "Nothing was left out." in shown


def test_without_anything_to_show_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "fidelity check TRANSLATION ARTICLE --db runs.db" in _run(tmp_path, monkeypatch).html
    shown = _run(tmp_path, monkeypatch, REPORT="<none>.json").html
    assert "cannot read the report &lt;none&gt;.json" in shown
    assert "give a file written by --json" in shown
    shown = _run(tmp_path, monkeypatch, DB="<none>.db").html
    assert "&lt;none&gt;.db: no such database; check --db writes one" in shown
