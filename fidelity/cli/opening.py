"""How ``fidelity review`` opens the notebook: a copy in the working folder, and JupyterLab on this machine alone."""

from __future__ import annotations

import json
import os
import secrets
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fidelity.cli.console import print_text
from fidelity.errors import MissingExtraError, OutputError

_COPIES = 1_000
"""How many names are tried: review.ipynb, review-2.ipynb and so on."""


def open_notebook(db: Path, run: str | None, reviewer: str | None, *, folder: Path, browser: bool) -> None:
    """Serve the notebook on a run of ``db`` until the user ends it.

    Raises:
        StoreError: if there is no such database, or no such run in it.
        OutputError: if the notebook cannot be copied into ``folder``.
        MissingExtraError: if JupyterLab or ipywidgets is not installed.
    """
    from importlib.util import find_spec

    from fidelity.store import Store

    if not find_spec("jupyterlab") or not find_spec("ipywidgets"):
        raise MissingExtraError("the notebook", "review")
    with Store(db) as store:
        store.load_run(run)
    notebook = copy_notebook(folder)
    os.environ["FIDELITY_DB"] = str(db.resolve())
    os.environ["FIDELITY_RUN"] = run or ""
    os.environ["FIDELITY_REVIEWER"] = reviewer if reviewer is not None else _login()
    os.environ.pop("FIDELITY_REPORT", None)
    short = "/tmp" if os.access("/tmp", os.W_OK) else None  # noqa: S108 -- a socket's path has at most 104 bytes
    with tempfile.TemporaryDirectory(prefix="fidelity-", dir=short) as runtime:  # only this user may read it
        os.environ["JUPYTER_RUNTIME_DIR"] = runtime
        _serve(notebook, browser)


def copy_notebook(folder: Path) -> Path:
    """The notebook in ``folder``: the existing copy, or a new copy that replaces no file.

    A file of that name is a copy if its cells have the same source, whatever their outputs are. If it is not a copy,
    the next name is tried, so that a notebook that the user changed is kept.

    Raises:
        OutputError: if it cannot be written.
    """
    from fidelity.report.escaping import escape_terminal
    from fidelity.resources import find_resource

    original = find_resource("notebooks/review.ipynb").read_bytes()
    cells = _cells(original)
    try:
        for number in range(1, _COPIES):
            target = folder / ("review.ipynb" if number == 1 else f"review-{number}.ipynb")
            if not os.path.lexists(target):
                with target.open("xb") as stream:
                    stream.write(original)
                return target
            if target.is_file() and _cells(target.read_bytes()) == cells:
                return target
    except OSError as error:
        name, reason = escape_terminal(str(folder)), error.strerror or error
        raise OutputError(f"cannot put the notebook into {name}: {reason}; choose a --folder") from error
    raise OutputError(f"{escape_terminal(str(folder))} is full of notebooks called review; choose a --folder")


def _cells(data: bytes) -> list[tuple[str, str]] | None:
    """Kind and source of each cell, or ``None`` if the file is not a notebook."""
    try:
        return [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(data)["cells"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _login() -> str:
    """The login name as the first suggestion for the reviewer's name; empty if the system does not know it."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


_UNWANTED = ("@jupyterlab/apputils-extension:announcements", "@jupyterlab/debugger-extension")
"""Parts of JupyterLab's page that are switched off: one asks for news on the network, one opens a port in the
kernel."""


def _without_unwanted(_: Any, page: dict[str, Any]) -> dict[str, Any]:
    return {**page, "disabledExtensions": [*page.get("disabledExtensions", ()), *_UNWANTED]}


def _serve(notebook: Path, browser: bool) -> None:
    """JupyterLab on the loopback address, with a token that no other program can read off the command line.

    It runs in this process, so its options are never arguments of a command. It does not ask for news or updates.
    """
    from jupyterlab.labapp import LabApp

    from fidelity.report.escaping import one_line

    token = secrets.token_hex(24)
    place = f"/doc/tree/{quote(notebook.name)}"
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.allow_remote_access": False,
        "ServerApp.root_dir": str(notebook.parent.resolve()),
        "ServerApp.open_browser": browser,
        "ServerApp.answer_yes": True,
        "ServerApp.log_level": "ERROR",
        "LabApp.log_level": "ERROR",
        "ServerApp.quit_button": True,
        "ServerApp.jpserver_extensions": {"jupyter_lsp": False, "jupyter_server_terminals": False},
        "IdentityProvider.token": token,
        "LabApp.default_url": place,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.extension_manager": "readonly",
    }
    if os.name == "posix":
        # Sockets in the runtime folder, because every user of the machine could read the kernel's ports.
        options["KernelManager.transport"] = "ipc"
        options["ServerApp.allow_root"] = os.geteuid() == 0
    sys.argv = ["fidelity"]
    server = LabApp.initialize_server(argv=[f"--{name}={value}" for name, value in options.items()])
    server.web_app.settings["page_config_hook"] = _without_unwanted
    reviewer = one_line(os.environ["FIDELITY_REVIEWER"]) or "the reviewer whose name you enter"

    def announce() -> None:
        print_text(
            f"{one_line(str(notebook))} is open at http://127.0.0.1:{server.port}{place}?token={token}\n"
            f"Verdicts are kept as those of {reviewer}. Ctrl-C closes the notebook.\n"
        )

    server.io_loop.add_callback(announce)  # after the callback that takes the port, which was added before
    server.start()
