"""Debian's Chromium, driven over its own protocol (https://chromedevtools.github.io/devtools-protocol/).

No driver and no framework: a test says what a person does with mouse and keys, and waits for what he would see.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

PATIENCE = 60.0
"""Seconds to wait for something to appear, on a busy machine."""

_FLAGS = (
    *("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--no-default-browser-check"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions"),
    *("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--remote-debugging-port=0", "--mute-audio"),
)


def find_chromium() -> str:
    """Where Chromium is."""
    found = shutil.which("chromium")
    if found is None:
        raise AssertionError("no chromium: apt-get install chromium, or leave these tests out with -m 'not browser'")
    return found


def until(condition: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """What ``condition`` gives once it gives something."""
    end = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < end, f"waited {patience:g} s in vain for {what}"
        time.sleep(0.05)
    return found


class Chromium:
    """One page of a fresh browser. ``dialogs`` are the texts of the dialogs that scripts opened, and ``events`` what
    the browser has reported since they were last cleared.

    ``failed`` is where to put a picture of the page if something goes wrong.
    """

    def __init__(self, folder: Path, size: tuple[int, int] = (1280, 900), failed: Path | None = None) -> None:
        self._failed = failed
        self.dialogs: list[str] = []
        self.events: list[dict[str, Any]] = []
        self._size = size
        flags = [*_FLAGS, f"--user-data-dir={folder}", f"--window-size={size[0]},{size[1]}"]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")  # Chromium refuses to be root's otherwise
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen([find_chromium(), *flags, "about:blank"], stdout=quiet, stderr=quiet)
        self._numbers = itertools.count(1)
        self._connect(folder / "DevToolsActivePort")

    def _connect(self, port_file: Path) -> None:
        import urllib.request

        import websocket

        port = until(lambda: port_file.exists() and port_file.read_text().split("\n")[0], "Chromium to start")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
            pages = [page for page in json.load(answer) if page["type"] == "page"]
        self._socket = websocket.create_connection(
            pages[0]["webSocketDebuggerUrl"], timeout=PATIENCE, suppress_origin=True
        )
        for domain in ("Page", "Runtime"):
            self.send(f"{domain}.enable")
        width, height = self._size
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def __enter__(self) -> Chromium:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is not None and self._failed is not None:
            self.screenshot(self._failed)
        self._socket.close()
        self._process.terminate()
        self._process.wait(PATIENCE)

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command and its answer. Dialogs that opened meanwhile are noted and closed."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv())
            if "method" in message:
                self.events.append(message)
            if message.get("method") == "Page.javascriptDialogOpening":
                self._note(message["params"])
            if message.get("id") == number:
                assert "error" not in message, f"{method}: {message['error']}"
                return dict(message["result"])

    def _note(self, dialog: dict[str, Any]) -> None:
        if dialog["type"] != "beforeunload":  # JupyterLab asks before it leaves what is not saved
            self.dialogs.append(dialog["message"])
        close = {"id": next(self._numbers), "method": "Page.handleJavaScriptDialog", "params": {"accept": True}}
        self._socket.send(json.dumps(close))

    def open(self, url: str) -> None:
        self.send("Page.navigate", url=url)

    def evaluate(self, script: str) -> Any:
        """The value of an expression, or of what it promises."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, script: str, what: str = "") -> Any:
        """What an expression gives, once it is true; an element counts as true."""
        found = f"Promise.resolve({script}).then(found => found instanceof Node || found)"
        return until(lambda: self.evaluate(found), what or script)

    def click(self, element: str) -> None:
        """Press the mouse button on what a script finds, once it is there, at rest, and nothing lies over it.

        What was scrolled to may move again, since what stands above it gets its real height only near the window.
        """
        place = self.wait(
            f"""(async () => {{
                const element = {element};
                if (!element) return null;
                element.scrollIntoView({{block: 'center'}});
                const before = element.getBoundingClientRect();
                for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
                const box = element.getBoundingClientRect();
                if (box.x !== before.x || box.y !== before.y) return null;
                const at = [box.x + box.width / 2, box.y + box.height / 2];
                const top = document.elementFromPoint(...at);
                return box.width && top && (element.contains(top) || top.contains(element)) ? at : null;
            }})()""",
            f"{element} to be clickable",
        )
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=place[0], y=place[1])
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    def press(self, key: str) -> None:
        """Press and release one key: a character, or a name such as ``Enter``."""
        names = {"Enter": ("Enter", 13, "\r"), "Tab": ("Tab", 9, ""), " ": (" ", 32, " ")}
        name, code, text = names.get(key, (key, ord(key[0].upper()), key))
        common = {"key": name, "windowsVirtualKeyCode": code}
        self.send("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        self.send("Input.dispatchKeyEvent", type="keyUp", **common)

    def write(self, text: str) -> None:
        """Put text where the cursor is, as a paste does."""
        self.send("Input.insertText", text=text)

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot")["data"]))
