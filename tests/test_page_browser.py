"""The page in a real browser: what a reader does with mouse and keys, and that nothing leaves the page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from fidelity.report.page import IndexRow, render_index
from tests import page_cases as cases
from tests.benchmarks.page import large
from tests.chromium import Chromium, until

pytestmark = pytest.mark.browser

SHOWN = "[...document.querySelectorAll('.card')].filter(card => card.checkVisibility()).map(card => +card.dataset.i)"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    folder = tmp_path_factory.mktemp("chromium")
    with Chromium(folder, failed=folder / "failed.png") as browser:
        for domain in ("Network", "Log"):
            browser.send(f"{domain}.enable")
        yield browser


def show(browser: Chromium, folder: Path, name: str, fragment: str = "") -> Path:
    """Open the page of a case."""
    report, documents = getattr(cases, name)()
    path = folder / f"{name}.html"
    path.write_text(report.to_html(documents=documents), encoding="utf-8")
    browser.events.clear()
    browser.open("about:blank")
    browser.open(path.as_uri() + fragment)
    browser.wait("document.readyState === 'complete' && document.getElementById('status')?.textContent")
    return path


def choose(browser: Chromium, name: str, value: str, then: str = "null") -> Any:
    """What a person does with a field: set it, and the page hears of it. Gives what the script ``then`` finds at once,
    before the page does anything that it has put off."""
    return browser.evaluate(
        f"""(() => {{
            const field = document.getElementById('filters').elements[{json.dumps(name)}];
            field.value = {json.dumps(value)};
            field.dispatchEvent(new Event('input', {{bubbles: true}}));
            return {then};
        }})()"""
    )


def shown(browser: Chromium) -> list[int]:
    return list(browser.evaluate(SHOWN))


@pytest.mark.parametrize("name", ["english", "arabic", "chinese", "hostile"])
def test_the_page_asks_for_nothing_and_complains_of_nothing(browser: Chromium, tmp_path: Path, name: str) -> None:
    path = show(browser, tmp_path, name)
    browser.evaluate("new Promise(done => setTimeout(done, 300))")
    requests = [
        event["params"]["request"]["url"] for event in browser.events if event["method"] == "Network.requestWillBeSent"
    ]
    assert [url for url in requests if url != "about:blank"] == [path.as_uri()]
    complaints = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
    assert [event for event in browser.events if event["method"] in complaints] == []
    assert browser.dialogs == []
    assert browser.evaluate("document.title") != "pwned"


def test_the_policy_stops_what_is_not_the_pages_own(browser: Chromium, tmp_path: Path) -> None:
    show(browser, tmp_path, "english")
    browser.evaluate(
        """(() => {
            for (const [tag, source] of [['script', ''], ['img', 'https://example.org/x.png']]) {
                const element = document.createElement(tag);
                if (source) element.src = source; else element.textContent = "document.title = 'pwned'";
                document.body.append(element);
            }
        })()"""
    )
    browser.evaluate("new Promise(done => setTimeout(done, 300))")
    assert browser.evaluate("document.title") != "pwned"
    refused = [event for event in browser.events if event["method"] == "Log.entryAdded"]
    assert len(refused) == 2
    assert all("Content Security Policy" in event["params"]["entry"]["text"] for event in refused)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 380])
@pytest.mark.parametrize("name", ["english", "arabic", "hostile", "index"])
def test_axe_finds_nothing_serious(browser: Chromium, tmp_path: Path, name: str, width: int, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.send("Emulation.setEmulatedMedia", features=features)
    browser.send("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
    if name == "index":
        report, _ = cases.english()
        (tmp_path / "index.html").write_text(render_index([IndexRow(report, "a.json", "a.html")]), encoding="utf-8")
        browser.open((tmp_path / "index.html").as_uri())
        browser.wait("document.querySelector('table')")
    else:
        show(browser, tmp_path, name)
        browser.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    browser.evaluate(axe + ";0")
    found: list[dict[str, Any]] = browser.evaluate(
        "axe.run().then(result => JSON.parse(JSON.stringify(result.violations)))"
    )
    serious = [
        (each["id"], each["nodes"][0]["html"], each["nodes"][0]["failureSummary"])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
    assert serious == []
    assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out at the side"
    browser.send("Emulation.setEmulatedMedia", features=[])
    browser.send("Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1, mobile=False)


def test_filters_search_and_sort(browser: Chromium, tmp_path: Path) -> None:
    show(browser, tmp_path, "english")
    assert shown(browser) == [4, 1, 2, 7, 5, 3, 6]
    browser.click("document.querySelector('input[value=critical]')")
    assert shown(browser) == [4, 7, 5, 3, 6]
    assert browser.evaluate("document.getElementById('status').textContent") == "5 of 7 quotations are shown."
    browser.click("document.querySelector('#filters button[type=reset]')")
    until(lambda: len(shown(browser)) == 7, "all quotations to come back")
    for field, value, left in [
        ("kind", "omission", [4]),
        ("check", "numbers", [1]),
        ("speaker", "Tom Albrecht", [5]),
        ("article", "1", [7, 6]),
        ("search", "FOURTEEN bridges", [7, 6]),
        ("search", "no such words", []),
    ]:
        choose(browser, field, value)
        assert shown(browser) == left, (field, value)
        choose(browser, field, "")
    choose(browser, "sort", "article")
    assert shown(browser) == [1, 2, 3, 4, 5, 6, 7]
    choose(browser, "sort", "translation")
    assert shown(browser) == [1, 6, 2, 3, 7, 4, 5]
    choose(browser, "sort", "worst")
    assert shown(browser) == [4, 1, 2, 7, 5, 3, 6]


def test_a_page_of_many_pairs_answers_in_slices(browser: Chromium, tmp_path: Path) -> None:
    report, documents = large(300)
    (tmp_path / "large.html").write_text(report.to_html(documents=documents), encoding="utf-8")
    browser.open((tmp_path / "large.html").as_uri())
    browser.wait("document.getElementById('status')?.textContent === 'All 300 quotations are shown.'")
    worst = shown(browser)
    browser.send("Emulation.setCPUThrottlingRate", rate=20)
    try:
        waiting = choose(browser, "sort", "article", "document.querySelectorAll('.cards[hidden] .card').length")
        assert waiting > 0, "the others follow"
        choose(browser, "sort", "worst")
        choose(browser, "sort", "translation")
        choose(browser, "search", "omission")
    finally:
        browser.send("Emulation.setCPUThrottlingRate", rate=1)
    browser.wait("document.getElementById('status').textContent === '150 of 300 quotations are shown.'")
    browser.wait("!document.querySelector('.cards[hidden]')")
    assert shown(browser) == [n + 1 for n in range(300) if n % 6 > 2], "every pair with an issue, in the text's order"
    choose(browser, "sort", "worst")
    browser.evaluate("dispatchEvent(new Event('beforeprint')); 0")
    assert browser.evaluate("document.querySelectorAll('.cards[hidden]').length") == 0, "nothing is left for later"
    choose(browser, "search", "")
    browser.wait("document.getElementById('status').textContent === 'All 300 quotations are shown.'")
    assert shown(browser) == worst


def test_a_link_to_one_pair_finds_it_behind_a_filter(browser: Chromium, tmp_path: Path) -> None:
    report, _ = cases.english()
    anchor = f"q-{report.pairs[-1].quotation_id}"
    show(browser, tmp_path, "english", f"#{anchor}")
    in_view = (
        f"(box => box.top >= 0 && box.top < innerHeight)(document.getElementById('{anchor}').getBoundingClientRect())"
    )
    browser.wait(in_view, "the pair to be in view")
    browser.click("document.querySelector('input[value=neutral]')")
    assert not browser.evaluate(f"document.getElementById('{anchor}').checkVisibility()")
    browser.evaluate("location.hash = ''")
    browser.evaluate(f"location.hash = '{anchor}'")
    browser.wait(in_view, "the pair to be in view again")


def test_links_between_documents_and_pairs(browser: Chromium, tmp_path: Path) -> None:
    show(browser, tmp_path, "english")
    report, _ = cases.english()
    first = next(pair for pair in report.pairs if "41" in pair.quotation.text)
    for link, leads in [
        (".card .tools a", "#s4"),
        ("#article-1 a.x", "#t1"),
        ("#translation a.x", "#s1"),
        ("#translation sup a", f"#q-{first.quotation_id}"),
    ]:
        browser.evaluate(f"document.querySelector('{link}').click()")  # its middle may lie between two lines
        browser.wait(f"location.hash === '{leads}'")


def test_a_pair_is_copied_as_text(browser: Chromium, tmp_path: Path) -> None:
    show(browser, tmp_path, "english")
    browser.click("document.querySelectorAll('button.copy')[1]")
    copied = browser.wait("document.documentElement.dataset.copied")
    assert copied.splitlines() == [
        "1 critical fidelity 5 · Marta Reyes · the memo · first.txt",
        "The article quotes: “The inspectors found cracks in 41 of the 60 bridges,”",
        "The translation has: “the inspectors found cracks in 14 of the 60 bridges.”",
        "critical mistranslation: another number: “41” became “14”",
    ]
    browser.wait("/copied|does not let/.test(document.getElementById('status').textContent)")


def test_the_keyboard_reaches_everything(browser: Chromium, tmp_path: Path) -> None:
    show(browser, tmp_path, "english")
    browser.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    wanted = browser.evaluate(
        "[...document.querySelectorAll('a[href],button,input,select,summary,[tabindex=\"0\"]')].length"
    )
    browser.evaluate("window.reached = new Set(); document.addEventListener('focusin', e => reached.add(e.target)); 0")
    browser.press("Tab")
    assert browser.evaluate("document.activeElement.textContent") == "Skip to the quotations"
    for _ in range(wanted + 2):
        browser.press("Tab")
    assert browser.evaluate("reached.size") >= wanted
    note = "(m => (m.focus(), getComputedStyle(m, '::after').content))(document.querySelector('.m'))"
    browser.wait(f"{note} === '\"no passage carries these words\"'", "the note to be shown on focus")
    browser.evaluate("document.querySelector('input[value=major], input[value=critical]').focus()")
    browser.press(" ")
    assert 1 not in shown(browser), "the space bar switches a filter"


def test_in_print_every_pair_is_there_and_no_control(browser: Chromium, tmp_path: Path) -> None:
    show(browser, tmp_path, "english")
    browser.send("Emulation.setEmulatedMedia", media="print")
    assert browser.evaluate("document.querySelector('#filters').checkVisibility()") is False
    assert len(shown(browser)) == 7
    assert browser.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    browser.send("Emulation.setEmulatedMedia", media="")
