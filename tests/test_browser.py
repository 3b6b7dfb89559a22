"""The notebook in a real JupyterLab, opened by the real command and driven in Chromium, as a reviewer would."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

import fidelity
from fidelity.store import Store
from fidelity.types import VerdictRecord
from tests import session_cases as cases
from tests.chromium import PATIENCE, Chromium, until

pytestmark = pytest.mark.browser


class Page:
    """The notebook's page, with what a reviewer does there."""

    def __init__(self, browser: Chromium, server: psutil.Process) -> None:
        self.browser, self.server = browser, server

    def run_all(self) -> None:
        """As soon as there is a kernel: before, JupyterLab would ask which."""
        self.browser.wait(
            "fetch('/api/kernels').then(answer => answer.json()).then("
            "found => found.length === 1 && found[0].connections && found[0].execution_state === 'idle')",
            "a kernel that the page is connected to",
        )
        self.menu("Run", "Run All Cells")
        self.shows("judged", ".fidelity-progress")

    def menu(self, name: str, entry: str) -> None:
        self.browser.click(f"[...document.querySelectorAll('.lm-MenuBar-item')].find(e => e.innerText === '{name}')")
        self.browser.click(
            "[...document.querySelectorAll('.lm-Menu-item')]"
            f".find(e => e.querySelector('.lm-Menu-itemLabel')?.innerText.startsWith('{entry}'))"
        )

    def accept(self) -> None:
        """Press the button of JupyterLab's dialog that goes on."""
        self.browser.click("document.querySelector('.jp-Dialog .jp-mod-accept')")

    def text(self, where: str) -> str:
        return str(self.browser.evaluate(f"document.querySelector('{where}')?.innerText ?? ''"))

    def shows(self, words: str, where: str = ".fidelity") -> None:
        """Wait for words to be there for the eye, in the first of such elements."""
        until(lambda: words in self.text(where), f"{words!r} in {where}")

    def click(self, name: str) -> None:
        self.browser.click(f"document.querySelector('.fidelity-{name}')")

    def into(self, name: str) -> None:
        self.browser.click(f"document.querySelector('.fidelity-{name} input')")

    def replace(self, name: str, text: str) -> None:
        """Type over what stands in a field, and press Enter."""
        self.into(name)
        self.browser.evaluate(f"document.querySelector('.fidelity-{name} input').select()")
        self.browser.write(text)
        self.browser.press("Enter")

    def judge(self, letter: str, progress: str, *, key: bool = False) -> None:
        """A verdict by button or key, once the entry has been there for longer than a double click takes."""
        self.settles()
        if key:
            self.into("keys")
            self.key(letter)
        else:
            self.click(letter)
        self.shows(progress, ".fidelity-progress")
        self.shows("Kept", ".fidelity-status")

    def key(self, letter: str) -> None:
        """Press a key in the box that the cursor is in, once the one before is worked off."""
        self.browser.wait("document.querySelector('.fidelity-keys input').value === ''")
        self.browser.press(letter)

    def settles(self) -> None:
        """Wait until the same entry has been on the page for half a second."""
        last = ["", 0.0]

        def same() -> bool:
            if (text := self.text(".fidelity")) != last[0] or not text:
                last[:] = text, time.monotonic()
            return time.monotonic() - float(last[1]) > 0.5

        until(same, "the page to settle")

    def unfold(self, title: str) -> None:
        self.browser.click(
            "[...document.querySelectorAll('.jupyter-widget-Collapse-header')]"
            f".find(e => e.innerText.includes('{title}'))"
        )

    def status(self) -> str:
        return self.text(".fidelity-status")

    def kernel(self) -> psutil.Process:
        kernels = [each for each in self.server.children(recursive=True) if "ipykernel_launcher" in each.cmdline()]
        assert len(kernels) == 1
        return kernels[0]


@contextmanager
def opened(folder: Path, reviewer: str) -> Iterator[Page]:
    """``fidelity review`` on the database in ``folder``, and its page in a fresh Chromium; all cells are run."""
    home = folder / "home"  # no settings of whoever runs the tests
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "FIDELITY", "XDG"))}
    package = str(Path(fidelity.__file__).parents[1])
    command = ["review", "--db", "runs.db", "--reviewer", reviewer, "--no-browser", "--folder", "work"]
    (folder / "work").mkdir()
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "fidelity", *command],
            cwd=folder,
            env={**kept, "HOME": str(home), "PYTHONPATH": package},
            stdout=subprocess.PIPE,
            stderr=log,
            encoding="utf-8",
        )
    assert server.stdout
    try:
        address = re.search(r"http://127\.0\.0\.1:\S+", server.stdout.readline())
        assert address, (folder / "server.log").read_text()
        with Chromium(folder / "profile", failed=folder / "failed.png") as browser:
            page = Page(browser, psutil.Process(server.pid))
            browser.open(address[0])
            browser.wait("document.querySelector('.jp-Notebook .jp-MarkdownOutput')", "the notebook")
            page.run_all()
            yield page
    finally:
        children = psutil.Process(server.pid).children(recursive=True)
        server.terminate()
        server.wait(PATIENCE)
        server.stdout.close()
        assert not psutil.wait_procs(children, PATIENCE)[1]


def rows(folder: Path) -> list[VerdictRecord]:
    with Store(folder / "runs.db") as store:
        return list(store.verdicts())


def said(folder: Path) -> list[tuple[str | None, str]]:
    return [(record.severity, record.comment) for record in rows(folder)]


def test_a_reviewer_at_work(tmp_path: Path) -> None:
    cases.small_run(tmp_path)
    with opened(tmp_path, "Ann") as page:
        page.shows("Bees thrive on volcanoes.")
        _no_other_user_can_listen(page.kernel())
        page.into("comment")
        page.browser.write("nobody wrote that")
        page.judge("c", "1 of 7 judged")
        assert said(tmp_path) == [("critical", "nobody wrote that")]
        page.shows("Orchids do not.")
        page.judge("m", "2 of 7 judged", key=True)
        page.judge("j", "3 of 7 judged", key=True)
        assert [severity for severity, _ in said(tmp_path)] == ["critical", "minor", "major"]
        page.click("u")
        page.shows("2 of 7 judged", ".fidelity-progress")
        assert rows(tmp_path)[-1].undoes == rows(tmp_path)[2].uid
        page.shows("The committee of ward 0 met")
        _comment_by_keys(page, tmp_path)

        page.menu("Kernel", "Restart Kernel and Run All Cells")
        page.accept()
        until(lambda: "3 of 7 judged" in page.text(".fidelity-progress") and not page.status(), "the restart")
        page.click("b")
        page.shows("a nuance")

        page.click("f")
        page.judge("n", "4 of 7 judged")
        _die_between_clicks(page, tmp_path)
        _nothing_is_saved(page, tmp_path)


def _no_other_user_can_listen(kernel: psutil.Process) -> None:
    """What the kernel shows goes through sockets in a folder of the user's own, not through ports."""
    command = kernel.cmdline()
    connection = Path(command[command.index("-f") + 1])
    assert json.loads(connection.read_text())["transport"] == "ipc"
    assert not connection.parent.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)


def _comment_by_keys(page: Page, folder: Path) -> None:
    """With the keys alone: judge, back, a comment, and on with the next key."""
    page.judge("n", "3 of 7 judged", key=True)
    page.key("b")
    page.shows("Your verdict: neutral")
    page.key("t")
    page.browser.wait("document.activeElement === document.querySelector('.fidelity-comment input')")
    page.browser.write("a nuance")
    page.browser.press("Enter")
    page.shows("Kept: the comment", ".fidelity-status")
    page.browser.wait("document.activeElement === document.querySelector('.fidelity-keys input')")
    assert said(folder)[-1] == ("neutral", "a nuance")


def _die_between_clicks(page: Page, folder: Path) -> None:
    """SIGKILL after an acknowledged click: it is there, and the notebook goes on with it."""
    kernel, acknowledged = page.kernel(), said(folder)
    assert acknowledged[-1] == ("neutral", "")
    kernel.send_signal(signal.SIGKILL)
    page.browser.wait("document.querySelector('.jp-Dialog')", "the news that the kernel died")
    page.accept()
    assert said(folder) == acknowledged
    until(lambda: page.kernel().pid != kernel.pid, "another kernel")
    page.run_all()
    page.shows("4 of 7 judged", ".fidelity-progress")
    page.judge("m", "5 of 7 judged")
    assert said(folder) == [*acknowledged, ("minor", "")]


def _nothing_is_saved(page: Page, folder: Path) -> None:
    """Neither the notebook as JupyterLab saves it nor anything else it writes holds text of a document."""
    target = folder / "work" / "review.ipynb"
    original = target.read_text(encoding="utf-8")
    page.menu("File", "Save Notebook")
    until(lambda: target.read_text(encoding="utf-8") != original, "the notebook to be saved")
    saved = until(lambda: json.loads(target.read_text(encoding="utf-8")), "a whole file")
    assert any(cell.get("outputs") for cell in saved["cells"])
    written = [path for place in ("work", "home") for path in (folder / place).rglob("*") if path.is_file()]
    assert {"review.ipynb", "history.sqlite"} <= {path.name for path in [*written, folder / "server.log"]}
    for path in [*written, folder / "server.log"]:
        assert not [word for word in (b"Bees", b"committee", b"Rivera", b"nobody wrote") if word in path.read_bytes()]


def test_a_second_reviewer_is_blind_until_the_verdict(tmp_path: Path) -> None:
    database = cases.small_run(tmp_path)
    first = fidelity.ReviewSession(database, reviewer="Ann")
    first.judge("critical", comment="the first one's reasons")
    first.go(1)
    first.judge("minor")
    with opened(tmp_path, "Ann") as page:
        page.shows("2 of 7 judged", ".fidelity-progress")
        page.replace("reviewer", "Bob")
        page.shows("0 of 7 judged", ".fidelity-progress")
        page.shows("Bees thrive on volcanoes.")
        assert "first one's reasons" not in page.browser.evaluate("document.documentElement.outerHTML")
        page.judge("j", "1 of 7 judged")
        page.click("b")
        page.shows("Your verdict: major")
        page.shows("Ann: critical the first one's reasons")
        page.click("f")
        page.shows("Orchids do not.")
        page.judge("m", "2 of 7 judged")
        page.unfold("A second reviewer")
        text = until(lambda: _comparison(page), "the kappas")
        assert "Bob and Ann: 2 judged by both" in text
        assert "Cohen's kappa: 0.33 over all judgements; 0.67 with quadratic weights" in text
    assert [(each.reviewer, each.severity) for each in rows(tmp_path)][2:] == [("Bob", "major"), ("Bob", "minor")]


def _comparison(page: Page) -> str:
    script = "[...document.querySelectorAll('.fidelity')].map(e => e.innerText).find(t => t.includes('kappa:'))"
    return str(page.browser.evaluate(script) or "")


def test_hostile_text_is_read_and_does_not_run(tmp_path: Path) -> None:
    cases.hostile_run(tmp_path)
    with opened(tmp_path, cases.HOSTILE[:150]) as page:
        for letter, progress in (("j", "1 of 3"), ("m", "2 of 3"), ("w", "3 of 3")):
            page.into("comment")
            page.browser.write(cases.HOSTILE.replace("\x1b", ""))
            page.judge(letter, progress)
        page.shows("Your verdict: wrong pairing")
        page.unfold("The whole run to read")
        page.browser.wait(
            "[...document.querySelectorAll('.fidelity')].some(e => e.innerText.includes('median fidelity'))"
        )
        shown = page.browser.evaluate("[...document.querySelectorAll('.fidelity')].map(e => e.textContent).join('\\n')")
        for words in (
            "<script>document.title='ran'</script>",
            "onerror=\"alert('ran')\"",
            "javascript:alert('ran')",
            "{{7*7}} ${7*7} $$\\frac{1}{2}$$ \\(x^2\\) &lt;i&gt;",
            "‹U+202E›gnp.exe‹U+2066›",
        ):
            assert words in shown
        inside = (
            "document.querySelectorAll('.fidelity :is(script, img, a, [onclick], [onerror], iframe, mjx-container)')"
        )
        assert page.browser.evaluate(f"{inside}.length") == 0
        assert page.browser.evaluate("document.title") != "ran"
        assert page.browser.dialogs == []
