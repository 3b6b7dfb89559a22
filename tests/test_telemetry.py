"""Nothing leaves the machine and nothing is left on it, as the kernel sees it.

A namespace without interfaces and a guard in Python hide what a library does from C; these tests read system calls.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.documents import as_html
from tests.seeds import ARTICLE, TRANSLATION
from tests.system_calls import Trace, python, watch

CASES = Path(__file__).parent / "cases"
SECONDS = 40
"""How long a program is kept alive: the uploader of onnxruntime 1.29 acts after 10 to 30 s."""

HOLD = f"""
import sys, time
from fidelity.cli import main
started = time.monotonic()
try:
    main()
finally:
    time.sleep(max(0, {SECONDS} - (time.monotonic() - started)))
"""
"""The program as the console script runs it, kept alive afterwards with its models loaded."""


def environment(home: Path) -> dict[str, str]:
    """What a user's shell has, with a home and a temporary folder of their own and without any switch of ours."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ}
    (home / "tmp").mkdir(parents=True)
    places = {"HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache"), "TMPDIR": str(home / "tmp")}
    return {**kept, **places, "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}


def observe(tmp_path: Path, code: str, *arguments: str) -> Trace:
    folder = tmp_path / "work"
    folder.mkdir()
    return watch(
        python(code, *arguments), folder=folder, log=tmp_path / "calls", environment=environment(tmp_path / "home")
    )


@pytest.mark.namespace
def test_a_long_run_opens_no_socket_and_writes_only_the_files_that_were_named(tmp_path: Path) -> None:
    seen = observe(tmp_path, HOLD, "check", str(TRANSLATION), str(ARTICLE), "--json", "out.json", "--quiet")
    assert (seen.code, seen.stderr) == (0, b"")
    assert (seen.sockets, seen.sent) == ((), ())
    [written] = seen.written
    assert (Path(written).parent, Path(written).name[:10]) == (tmp_path / "work", ".fidelity-")  # moved to out.json
    assert [path.name for path in (tmp_path / "work").iterdir()] == ["out.json"]
    left = [path for path in (tmp_path / "home").rglob("*") if path != tmp_path / "home" / "tmp"]
    assert left == []


COMMANDS = (
    "check memo.txt article.txt --db runs.db --csv o.csv --json o.json --mqm o.tsv --html p.html",
    "page saved.json --html o.html",
    "check page.html article.txt --all-speakers --verbose",
    "check memo.txt article.txt --cache --quiet",
    "cache",
    "inspect page.html --segments",
    "inspect memo.txt --json inspected.json",
    "quotes article.txt --json quoted.json",
    "score pairs.csv --similarity --csv scored.csv",
    "batch jobs.csv --out results --workers 2 --part-size 1 --reports",
    "calibrate --labels rated.csv --label severity --out own.json",
    "models",
    "models verify",
    "review --db runs.db --runs",
    "review --db runs.db --export verdicts.csv",
    "review --db runs.db --forget all",
)
"""Every command of the default installation but the notebook's server, which listens to this machine alone."""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("offline")
    for source, name in ((TRANSLATION, "memo.txt"), (ARTICLE, "article.txt"), (CASES / "rated.csv", "rated.csv")):
        (folder / name).write_bytes(source.read_bytes())
    (folder / "page.html").write_bytes(as_html(TRANSLATION.read_text(encoding="utf-8").splitlines()))
    (folder / "saved.json").write_bytes((CASES / "reports" / "report-1.json").read_bytes())
    (folder / "jobs.csv").write_text("translation,article\nmemo.txt,article.txt\npage.html,article.txt\n")
    (folder / "pairs.csv").write_text("reference,translation\nWe won.,We lost.\n", encoding="utf-8")
    return folder


@pytest.mark.namespace
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs_to_its_end_without_any_network(command: str, prepared: Path, tmp_path: Path) -> None:
    """In a namespace without interfaces: nothing can leave; under strace: nothing tries to."""
    unshare = shutil.which("unshare")
    assert unshare, "no unshare (util-linux); leave these tests out with -m 'not namespace'"
    alone = [unshare, "--net"] if os.geteuid() == 0 else [unshare, "--net", "--map-root-user"]
    program = [*alone, "--", sys.executable, "-m", "fidelity", *command.split()]
    seen = watch(program, folder=prepared, log=tmp_path / "calls", environment=environment(tmp_path / "home"))
    assert seen.code == 0, seen.stderr.decode()
    assert seen.sent == ()  # urllib3, which trafilatura imports, opens a socket to see whether there is IPv6
    kept = tmp_path / "home" / ".cache" / "fidelity"
    allowed = (prepared, kept.parent) if "--cache" in command else (prepared,)
    outside = [path for path in seen.written if not any((prepared / path).is_relative_to(each) for each in allowed)]
    assert outside == []
    assert kept.exists() is ("--cache" in command)


@pytest.mark.namespace
def test_the_watch_sees_a_socket_and_a_file(tmp_path: Path) -> None:
    code = (
        "import socket\n"
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9))\n"  # sends nothing
        "open('left', 'w').close()"
    )
    seen = observe(tmp_path, code)
    assert (len(seen.sockets), len(seen.sent)) == (1, 1)
    assert seen.written == {"left"}


def test_the_switch_is_set_before_onnxruntime_is_loaded() -> None:
    code = (
        "import os, sys\n"
        "class Watch:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'onnxruntime': print(os.environ.get('ORT_DISABLE_TELEMETRY'))\n"
        "sys.meta_path.insert(0, Watch())\n"
        "from fidelity.embedding import BuiltInEncoder\n"
        "BuiltInEncoder().encode(['One.'])"
    )
    bare = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    done = subprocess.run([sys.executable, "-c", code], env=bare, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
