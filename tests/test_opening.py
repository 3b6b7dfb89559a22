"""What ``fidelity review`` does before JupyterLab is there: the copy of the notebook, and what it refuses."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import psutil
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
    (tmp_path / "review-2.ipynb").symlink_to("nowhere")
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
        assert "are for the notebook; give them without --export, --forget and --runs" in message
    assert sorted(path.name for path in tmp_path.iterdir()) == ["runs.db"]


def test_it_serves_this_machine_alone_behind_a_token_that_no_process_shows(tmp_path: Path) -> None:
    cases.small_run(tmp_path)
    (tmp_path / "home").mkdir()
    command = [sys.executable, "-m", "fidelity", "review", "--db", "runs.db", "--no-browser", "--reviewer", "Ann"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "FIDELITY", "XDG"))}
    environment = {**kept, "HOME": str(tmp_path / "home"), "PYTHONPATH": str(NOTEBOOK.parents[1])}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as server:
        try:
            assert server.stdout
            shown = server.stdout.readline()
            found = re.search(r"(http://127\.0\.0\.1:\d+)/doc/tree/review\.ipynb\?token=(\w{48})\n", shown)
            assert found, shown
            assert server.stdout.readline() == "Verdicts are kept as those of Ann. Ctrl-C closes the notebook.\n"
            address, token = found.groups()
            process = psutil.Process(server.pid)
            listening = [each.laddr.ip for each in process.net_connections() if each.status == psutil.CONN_LISTEN]
            assert set(listening) == {"127.0.0.1"}
            assert token not in " ".join(process.cmdline())
            assert _status(f"{address}/api/contents?token={token}") == 200
            assert _status(f"{address}/api/contents") == 403
            page = urllib.request.urlopen(f"{address}/lab?token={token}").read().decode()
            assert '"@jupyterlab/apputils-extension:announcements"' in page
        finally:
            server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0


def _status(address: str) -> int:
    """What a server answers, as a number."""
    try:
        with urllib.request.urlopen(address) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


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
