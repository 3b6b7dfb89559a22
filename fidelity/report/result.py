"""The result of a run: one frozen value, and the views that are made from it."""

from __future__ import annotations

import os
import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

from fidelity.report.triage import LOOKS, Look, judged_severity, state_verdict, triage, worst_issue
from fidelity.types import (
    REASONS,
    SEVERITIES,
    SOUGHT,
    DocumentInfo,
    Pair,
    Severity,
    Span,
    Unpaired,
    severity_rank,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from fidelity.types import Document


_Place = tuple[str, tuple[Span, ...], str]


class Summary(TypedDict):
    """Counts over one report; ``unpaired`` includes ``missing``, and ``quotations`` is paired + unpaired.

    ``needs_a_look`` counts the entries by the reason why a person should look at them (see
    :data:`fidelity.report.triage.Look`), and ``verdict`` says the same in plain sentences.
    """

    quotations: int
    paired: int
    missing: int
    unpaired: int
    by_severity: dict[Severity, int]
    fidelity_median: int | float | None
    needs_a_look: dict[Look, int]
    verdict: str


@dataclass(frozen=True, slots=True)
class Report:
    """What one translation carries of what its articles quote.

    In whatever order the entries are given, it holds ``pairs`` worst first (rising fidelity, unjudged ones last; then
    falling severity; then position) and ``unpaired`` with ``missing`` first, then ``uncertain``, then what was left
    out though it is near to a sentence of the translation, the nearest first (then in the order of
    ``REASONS``; then position). Position is the order of ``articles``, then of the text.
    ``notes`` are plain sentences about the run that a reader should see.

    Raises:
        ValueError: if two articles share an id, or an entry cites an article that is not there.
    """

    signature: str
    translation: DocumentInfo
    articles: tuple[DocumentInfo, ...]
    pairs: tuple[Pair, ...]
    unpaired: tuple[Unpaired, ...]
    notes: tuple[str, ...] = ()
    _numbers: dict[_Place, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        order = {article.id: place for place, article in enumerate(self.articles)}
        if len(order) < len(self.articles):
            raise ValueError("two articles of a report share one id")
        for entry in self.entries:
            if entry.article not in order:
                raise ValueError(f"quotation {entry.quotation_id} cites article {entry.article}, not in the report")
        object.__setattr__(self, "pairs", tuple(sorted(self.pairs, key=lambda pair: _pair_order(pair, order))))
        object.__setattr__(
            self, "unpaired", tuple(sorted(self.unpaired, key=lambda item: _unpaired_order(item, order)))
        )
        ordered = sorted(self.entries, key=lambda entry: (*_position(entry, order), entry.quotation_id))
        numbers = {_place(entry): number for number, entry in enumerate(ordered, start=1)}
        object.__setattr__(self, "_numbers", numbers)

    @property
    def entries(self) -> tuple[Pair | Unpaired, ...]:
        """Every quotation once, in the order of table and CSV: missing, then pairs, then the other unpaired."""
        others = tuple(item for item in self.unpaired if item.reason != "missing")
        return (*self.missing, *self.pairs, *others)

    @property
    def missing(self) -> tuple[Unpaired, ...]:
        """Quotations that the translated document should have but that no passage carries. They are the worst drift."""
        return tuple(item for item in self.unpaired if item.reason == "missing")

    @property
    def summary(self) -> Summary:
        """Counts, as in the JSON. ``by_severity`` counts the computed severities; a reviewer's verdicts count in
        ``needs_a_look`` and ``verdict``."""
        counted = [pair.severity for pair in self.pairs] + [item.severity for item in self.missing]
        found = triage(self.entries)
        judged = [pair.fidelity for pair in self.pairs if pair.fidelity is not None]
        return {
            "quotations": len(self.pairs) + len(self.unpaired),
            "paired": len(self.pairs),
            "missing": len(self.missing),
            "unpaired": len(self.unpaired),
            "by_severity": {severity: counted.count(severity) for severity in SEVERITIES},
            "fidelity_median": _median(judged),
            "needs_a_look": {look: found.count(look) for look in LOOKS},
            "verdict": " ".join(state_verdict(self.entries)),
        }

    @property
    def worst_severity(self) -> Severity | None:
        """The worst severity after verdicts, for ``--fail-on``, or ``None`` if no entry has a severity."""
        standing = [judged_severity(entry) for entry in self.entries]
        return max(standing, key=severity_rank, default=None)

    def number(self, entry: Pair | Unpaired) -> int:
        """The row number of an entry, from 1, in the order of articles and text.

        It does not depend on which quotations are compared.
        """
        return self._numbers[_place(entry)]

    def article(self, article_id: str) -> DocumentInfo:
        """The article that an entry's ``article`` names."""
        return next(article for article in self.articles if article.id == article_id)

    def is_monolingual(self, pair: Pair) -> bool:
        """Whether quotation and passage are in one language. Only then is it useful to mark differing words."""
        said, carried = self.article(pair.article).language, self.language_at(pair.passage.span.start)
        return pair.unjudged is None and said.partition("-")[0] == carried.partition("-")[0]

    def language_at(self, place: int) -> str:
        """The language of the translation's zone at ``place``, or of the translation."""
        zones = self.translation.zones
        return next((z.language for z in zones if z.span.start <= place < z.span.end), self.translation.language)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values, in the shape ``fidelity.report/2``."""
        from fidelity.report.schema import report_dict

        return report_dict(self)

    def to_json(self, path: str | os.PathLike[str] | None = None) -> str:
        """The report as JSON text, also written to ``path`` (UTF-8) if one is given.

        Raises:
            OutputError: if ``path`` cannot be written.
        """
        from fidelity.report.files import write_text
        from fidelity.report.schema import to_text

        text = to_text(self.to_dict())
        if path is not None:
            write_text(path, text)
        return text

    def to_csv(self, path: str | os.PathLike[str] | None = None) -> str:
        """The report as CSV text, also written to ``path`` (UTF-8 with a byte-order mark) if one is given.

        Raises:
            OutputError: if ``path`` cannot be written.
        """
        from fidelity.report.files import write_text
        from fidelity.report.spreadsheet import report_csv

        text = report_csv(self)
        if path is not None:
            write_text(path, text, encoding="utf-8-sig")
        return text

    def to_html(self, path: str | os.PathLike[str] | None = None, documents: Sequence[Document] = ()) -> str:
        """The report as one HTML page for a browser, also written to ``path`` (UTF-8) if one is given.

        ``documents`` are the translation and the articles, to be shown in full; the page then holds their texts.
        Documents that the report does not name by their SHA-256 are not shown.

        Raises:
            OutputError: if ``path`` cannot be written.
        """
        from fidelity.report.files import write_text
        from fidelity.report.page import render_page

        text = render_page(self, documents)
        if path is not None:
            write_text(path, text)
        return text

    def to_mqm(self, path: str | os.PathLike[str] | None = None) -> str:
        """The issues as MQM Viewer's TSV, also written to ``path`` (UTF-8) if one is given.

        Raises:
            OutputError: if ``path`` cannot be written.
        """
        from fidelity.report.files import write_text
        from fidelity.report.mqm import report_mqm

        text = report_mqm(self)
        if path is not None:
            write_text(path, text)
        return text

    def to_frame(self) -> pd.DataFrame:
        """One row per quotation, columns and order of the CSV; texts are as read, empty cells are ``NA``."""
        from fidelity.report.frame import report_frame

        return report_frame(self)


def _pair_order(pair: Pair, articles: dict[str, int]) -> tuple[object, ...]:
    return (
        pair.fidelity is None,
        pair.fidelity or 0,
        -severity_rank(pair.severity),
        -severity_rank(worst_issue(pair)),
        *_position(pair, articles),
        pair.id,
    )


def _unpaired_order(item: Unpaired, articles: dict[str, int]) -> tuple[object, ...]:
    reason = REASONS.index(item.reason)
    is_sought = item.reason in SOUGHT
    near = -item.near.similarity if item.near is not None and not is_sought else 0.0
    return (reason if is_sought else len(SOUGHT), near, reason, *_position(item, articles), item.quotation_id)


def _position(entry: Pair | Unpaired, articles: dict[str, int]) -> tuple[int, tuple[Span, ...]]:
    return articles[entry.article], entry.quotation.spans


def _place(entry: Pair | Unpaired) -> _Place:
    return entry.article, entry.quotation.spans, entry.quotation_id


def _median(values: list[int]) -> int | float | None:
    if not values:
        return None
    median = statistics.median(values)
    return int(median) if median == int(median) else median
