"""MQM Viewer's TSV: one line per issue, with the words in question between ``<v>`` and ``</v>``.

Columns and marks as https://github.com/google-research/mqm-viewer reads them. Implements MQM categories
(https://themqm.org). The source is the quotation and the target its passage. Texts are escaped for HTML, since the
viewer shows them as HTML. Runs of white space become one space, and text that a spreadsheet would run is defused. A
pair without an issue has one line of category ``No-error``.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from fidelity.report.spreadsheet import defuse
from fidelity.types import Issue, Pair, Span, Unpaired

if TYPE_CHECKING:
    from fidelity.report.result import Report

COLUMNS = (
    *("system", "doc", "docSegId", "globalSegId", "rater", "source", "target", "category", "severity", "metadata"),
)
RATER = "fidelity"


def report_mqm(report: Report) -> str:
    """The issues of the missing quotations and of the pairs, worst first, header first."""
    lines = [mqm_header()]
    entries: list[Pair | Unpaired] = [*report.missing, *report.pairs]
    for number, entry in enumerate(entries, start=1):
        article = report.article(entry.article)
        place = report.translation.origin, article.origin, entry.quotation.spans[0].start, number
        source = Side(entry.quotation.text, entry.quotation.spans)
        target = Side(entry.passage.text, entry.passage.spans) if isinstance(entry, Pair) else Side("", ())
        name = entry.id if isinstance(entry, Pair) else entry.quotation_id
        more = {"id": name, "fidelity": entry.fidelity if isinstance(entry, Pair) else None}
        lines += mqm_lines(place, source, target, entry.issues, more)
    return "".join(lines)


class Side:
    """A text and its spans in the document. The spans are ``None`` if issue spans index the text itself."""

    def __init__(self, text: str, carrier: Sequence[Span] | None = None) -> None:
        self.text = text
        self.carrier = [Span(0, len(text))] if carrier is None else carrier

    def marked(self, spans: Iterable[Span]) -> str:
        """The escaped text, with marks around the words that ``spans`` of the document cover."""
        offset, places = 0, []
        for part in self.carrier:
            for span in spans:
                start, end = max(span.start, part.start), min(span.end, part.end)
                if start < end:
                    places.append((offset + start - part.start, offset + end - part.start))
            offset += len(part) + 1
        pieces, position = [], 0
        for start, end in sorted(places):
            if start >= position:
                pieces += [_escape(self.text[position:start]), "<v>", _escape(self.text[start:end]), "</v>"]
                position = end
        return "".join([*pieces, _escape(self.text[position:])])


def mqm_header() -> str:
    """The first line."""
    return "\t".join(COLUMNS) + "\n"


def mqm_lines(
    place: tuple[str, str, int, int], source: Side, target: Side, issues: Sequence[Issue], more: Mapping[str, object]
) -> list[str]:
    """One line per issue. ``place``: system, document, segment in the document, segment in all."""
    where = [_escape(place[0]), _escape(place[1]), str(place[2]), str(place[3]), RATER]
    if not issues:
        cells = [source.marked(()), target.marked(()), "No-error", "No-error", _metadata(more)]
        return [_line([*where, *cells])]
    lines = []
    for issue in issues:
        texts = [source.marked(issue.quotation_spans), target.marked(issue.passage_spans)]
        kind = "/".join(part[:1].upper() + part[1:] for part in issue.category.split("/"))
        about = _metadata({**more, "check": issue.check, "note": issue.note})
        lines.append(_line([*where, *texts, kind, issue.severity.capitalize(), about]))
    return lines


def mqm_line(
    place: tuple[str, str, int, int],
    rater: str,
    texts: tuple[str, str],
    found: tuple[str, str],
    more: Mapping[str, object],
) -> str:
    """One line without marks. ``place`` as in :func:`mqm_lines`; ``found``: category and severity."""
    where = [_escape(place[0]), _escape(place[1]), str(place[2]), str(place[3]), _escape(rater)]
    return _line([*where, *map(_escape, texts), *found, _metadata(more)])


def _metadata(values: Mapping[str, object]) -> str:
    return _escape(json.dumps(values, ensure_ascii=True), quote=False)


def _line(cells: Iterable[str]) -> str:
    """One line; a cell that a spreadsheet would run as a formula has an apostrophe before it."""
    return "\t".join(map(defuse, cells)) + "\n"


def _escape(text: str, *, quote: bool = True) -> str:
    flat = re.sub(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text)
    return html.escape(flat, quote=False) if quote else flat.replace("<", "\\u003c").replace(">", "\\u003e")
