"""What ``fidelity review`` does before JupyterLab is there: the copy of the notebook, and what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fidelity.cli.opening import copy_notebook
from fidelity.errors import OutputError
from fidelity.store import Store
from tests import session_cases as cases
from tests.test_cli import complaint, run

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "review.ipynb"


def test_the_notebook_is_copied_once_and_what_was_run_is_still_the_copy(tmp_path: Path) -> None:
    copy = copy_notebook(tmp_path)
    assert copy == tmp_path / "review.ipynb"
    assert copy.read_bytes() == NOTEBOOK.read_bytes()
    notebook = json.loads(copy.read_text(encoding="utf-8"))
    notebook["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    saved = json.dumps(notebook)
    copy.write_text(saved)
    assert copy_notebook(tmp_path) == copy
    assert copy.read_text() == saved


@pytest.mark.parametrize("theirs", ["mine", "{}", '{"cells": [{"cell_type": "code", "source": "1"}]}', '{"cells": 3}'])
def test_a_file_of_the_users_is_never_replaced(theirs: str, tmp_path: Path) -> None:
    (tmp_path / "review.ipynb").write_text(theirs)
    os.symlink("nowhere", tmp_path / "review-2.ipynb")
    assert copy_notebook(tmp_path) == tmp_path / "review-3.ipynb"
    assert copy_notebook(tmp_path) == tmp_path / "review-3.ipynb"
    assert (tmp_path / "review.ipynb").read_text() == theirs
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_takes_no_file_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot put the notebook into .*none.*; choose a --folder"):
        copy_notebook(tmp_path / "none")


def test_what_cannot_be_opened_is_said_before_anything_is_written(tmp_path: Path) -> None:
    assert "no such database" in complaint(run(tmp_path, "review", "--db", "none.db"))
    cases.small_run(tmp_path)
    assert "holds no run 7" in complaint(run(tmp_path, "review", "--db", "runs.db", "--run", "7"))
    with Store(tmp_path / "runs.db") as store:
        store.forget("1")
    assert "were forgotten" in complaint(run(tmp_path, "review", "--db", "runs.db", "--run", "1"))
    assert "holds no run" in complaint(run(tmp_path, "review", "--db", "runs.db"))
    for option in (("--run", "1"), ("--reviewer", "Ann"), ("--folder", "."), ("--no-browser",)):
        message = complaint(run(tmp_path, "review", "--db", "runs.db", "--runs", *option))
        assert "are for the notebook; give them alone" in message
    assert sorted(path.name for path in tmp_path.iterdir()) == ["runs.db"]


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    """In an interpreter for which JupyterLab is not there."""
    cases.small_run(tmp_path)
    code = (
        "import sys\n"
        "sys.modules['jupyterlab'] = None\n"
        "import fidelity.cli\n"
        "sys.argv = ['fidelity', 'review', '--db', 'runs.db']\n"
        "fidelity.cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=False)
    assert "the notebook needs the extra 'review': pip install 'fidelity[review]'" in complaint(done)
    assert not (tmp_path / "review.ipynb").exists()
