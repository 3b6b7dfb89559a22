"""The two pages from their templates. Every value is escaped by the environment; there is no exception to that."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fidelity.report.escaping import escape_terminal
from fidelity.report.page.cards import Card, CardMaker
from fidelity.report.page.documents import FullText, Mark, lay_out
from fidelity.report.page.histogram import HEIGHT, WIDTH, make_bars
from fidelity.report.page.index import IndexRow, sort_rows
from fidelity.report.page.shared import find_shared
from fidelity.report.result import Report
from fidelity.report.triage import DOUBTFUL_CONFIDENCE, state_verdict, triage
from fidelity.types import SEVERITIES, Document, Pair

if TYPE_CHECKING:
    from jinja2 import Environment

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
"""Languages that are written from right to left. In a text of unknown language the first letter decides."""

_JOINERS = "\u200c\u200d"
_STATES = ("missing", "critical", "major", "perhaps missing", "minor", "neutral", "not judged", "left out")


def render_page(report: Report, documents: Sequence[Document] = ()) -> str:
    """The page of one report.

    ``documents`` are the translation and the articles, as far as they are available. The page shows a document in full
    if the report names its SHA-256; the result then holds its text.
    """
    at_hand = _by_report_id(report, documents)
    maker = CardMaker(report, at_hand)
    cards = {id(entry): maker.make(entry) for entry in report.entries}
    values: dict[str, Any] = {
        "report": report,
        "summary": report.summary,
        "facts": _facts(report),
        "verdict": state_verdict(report.entries),
        "sections": _sections(report, cards),
        "states": [state for state in _STATES if any(card.state == state for card in cards.values())],
        "kinds": sorted({issue.kind for card in cards.values() for issue in card.issues}),
        "checks": sorted({issue.check for card in cards.values() for issue in card.issues}),
        "speakers": sorted({card.speaker for card in cards.values()}),
        "bars": make_bars([pair.fidelity for pair in report.pairs if pair.fidelity is not None]),
        "plot": (WIDTH, HEIGHT),
        "shared": find_shared([(cards[id(pair)], pair.passage.span.end) for pair in report.pairs]),
        "translation": _translation(report, at_hand, cards),
        "articles": _articles(report, at_hand, cards),
        "signature": report.signature.split("|"),
        "doubtful": round(DOUBTFUL_CONFIDENCE * 100),
    }
    return _render("page.html", values)


def render_index(rows: Iterable[IndexRow]) -> str:
    """The index page of many reports, the worst first."""
    return _render("index.html", {"rows": sort_rows(rows)})


def _facts(report: Report) -> list[tuple[str, int]]:
    """What the page counts at its head; a missing quotation counts as missing and not as major."""
    severities = [pair.severity for pair in report.pairs]
    counted = [(severity, severities.count(severity)) for severity in reversed(SEVERITIES)]
    missing, others = len(report.missing), len(report.unpaired) - len(report.missing)
    return [("compared", len(report.pairs)), ("missing", missing), *counted, ("left out", others)]


def _by_report_id(report: Report, documents: Sequence[Document]) -> dict[str, Document]:
    """The documents by the id of their article in the report, and by ``""`` the translation."""
    by_digest = {document.info.sha256: document for document in documents}
    found = {info.id: by_digest[info.sha256] for info in report.articles if info.sha256 in by_digest}
    if report.translation.sha256 in by_digest:
        found[""] = by_digest[report.translation.sha256]
    return found


def _sections(report: Report, cards: Mapping[int, Card]) -> list[tuple[str, str, list[Card]]]:
    """The sections of the page: an id, a title, and the cards in it; empty ones are left out."""
    found = triage(report.entries)
    groups = (
        ("look", "Needs a look", [entry for entry, why in found.look if why != "near"]),
        ("near", "Left out, although the words are in the translation", [e for e, why in found.look if why == "near"]),
        ("minor", "Minor differences", found.minor),
        ("checked", "Compared by the checks alone, which found nothing", found.checked),
        ("unjudged", "Not judged", found.unjudged),
        ("reviewed", "Judged by a reviewer", found.reviewed),
        ("faithful", "Faithful", found.faithful),
        ("left-out", "Left out", found.left_out),
    )
    return [(name, title, [cards[id(entry)] for entry in entries]) for name, title, entries in groups if entries]


def _translation(report: Report, at_hand: Mapping[str, Document], cards: Mapping[int, Card]) -> FullText | None:
    if "" not in at_hand:
        return None
    texts = set(at_hand)
    marks = []
    for pair in report.pairs:
        card = cards[id(pair)]
        target = f"s{card.number}" if pair.article in texts else card.anchor
        marks.append(Mark(card, pair.passage.spans, f"t{card.number}", target))
    return lay_out(report.translation, at_hand[""], marks)


def _articles(report: Report, at_hand: Mapping[str, Document], cards: Mapping[int, Card]) -> list[FullText]:
    texts = []
    for info in report.articles:
        if info.id not in at_hand:
            continue
        marks = []
        for entry in report.entries:
            if entry.article == info.id:
                card = cards[id(entry)]
                target = f"t{card.number}" if isinstance(entry, Pair) and "" in at_hand else card.anchor
                marks.append(Mark(card, entry.quotation.spans, f"s{card.number}", target))
        texts.append(lay_out(info, at_hand[info.id], marks))
    return texts


def _render(template: str, values: Mapping[str, Any]) -> str:
    from markupsafe import Markup

    style, script = (_asset(name) for name in ("page.css", "page.js"))
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    own = {"style": Markup(style), "script": Markup(script), "policy": policy}  # noqa: S704 -- our own two files
    return _environment().get_template(template).render(**values, **own)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("fidelity.report.page", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_show,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["rtl"] = _RIGHT_TO_LEFT
    return environment


def _show(value: object) -> object:
    """A value as the page shows it: hidden characters of a text become visible before it is escaped."""
    from markupsafe import Markup

    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return show_hidden(value)


def show_hidden(text: str) -> str:
    """``text`` with hidden characters in visible form.

    Line feeds and tabs stay, and so do the two joiners between letters of scripts that need them, such as Persian.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n")
    if not any(joiner in text for joiner in _JOINERS):
        return escape_terminal(text, keep="\n\t")
    parts = re.split(f"([{_JOINERS}])", text)
    shown = [escape_terminal(part, keep="\n\t") for part in parts]
    for place in range(1, len(parts), 2):
        if _joins(parts[place - 1][-1:], parts[place + 1][:1]):
            shown[place] = parts[place]
    return "".join(shown)


def _joins(before: str, after: str) -> bool:
    """Whether both neighbours of a joiner are letters or marks beyond Latin, Greek and Cyrillic, or pictographs."""
    return (
        all(side > "\u0590" and unicodedata.category(side)[0] in "LMS" for side in (before, after))
        if before and after
        else False
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@lru_cache(maxsize=2)
def _asset(name: str) -> str:
    return (files("fidelity.report.page") / "templates" / name).read_text(encoding="utf-8")
