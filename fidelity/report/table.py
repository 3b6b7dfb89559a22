"""The drift table on the terminal: the verdict first, then what needs a look, then the rest in few lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from fidelity.report.advice import ways_to_compare
from fidelity.report.entry_lines import (
    DIFFERENCE_STYLE,
    REASON_WORDS,
    Marks,
    alternative_line,
    describe_source,
    detail_rows,
    explain_unjudged,
    issue_line,
    severity_line,
    show_fidelity,
)
from fidelity.report.result import Report
from fidelity.report.terminal import WIDE, Block, Card, Line, Listing, Paragraph, Sides, draw
from fidelity.report.triage import (
    DOUBTFUL_CONFIDENCE,
    Entry,
    Triage,
    count,
    is_doubtful,
    judged_severity,
    look_at,
    state_verdict,
    triage,
)
from fidelity.types import SEVERITIES, Pair, Reason, Severity, Unpaired, severity_rank

Order = Literal["worst", "article", "translation"]
"""How the compared quotations are sorted: the worst first, or in the order of the articles or of the translation."""


_STATES: dict[Reason, str] = {"missing": "missing", "uncertain": "perhaps missing"}
_TITLES = ("The article quotes", "The translation has")


@dataclass(frozen=True, slots=True)
class View:
    """What a person asked to see. ``width`` is in columns.

    ``everything`` shows every entry in full, ``verbose`` adds the numbers of each pair, its next-best passages and
    the signature. ``lowest`` leaves out the compared quotations of a lower severity.
    """

    width: int = 80
    color: bool = False
    verbose: bool = False
    everything: bool = False
    lowest: Severity = "neutral"
    order: Order = "worst"


def render_report(report: Report, view: View | None = None) -> str:
    """The report as text that is at most ``view.width`` columns wide; without colour there is no escape code in it.

    From 120 columns on, quotation and passage stand side by side; below that, one above the other.
    """
    view = view or View()
    return draw(_Page(report, view).groups(), view.width, view.color)


class _Page:
    """The groups of blocks that make up one report's table."""

    def __init__(self, report: Report, view: View) -> None:
        self.report, self.view = report, view
        self.marks = Marks(report, view.color)
        self.margin = len(f"{len(report.entries)}.")
        reasons = {pair.unjudged for pair in report.pairs}
        self.unjudged = reasons.pop() if len(reasons) == 1 and len(report.pairs) > 1 else None
        """The reason why no pair was judged, if all pairs have the same."""

    def groups(self) -> list[list[Block]]:
        report, view = self.report, self.view
        found = triage(report.entries)
        body = self._sections(found) if view.order == "worst" else self._in_order(found)
        verdict: list[Block] = [_title(report), Paragraph(((" ".join(state_verdict(report.entries)), "bold"),))]
        return [verdict, *body, *self._left_out(found.left_out), self._legend(), self._closing()]

    def _sections(self, found: Triage) -> list[list[Block]]:
        looks = [entry for entry, _ in found.look]
        near = [entry for entry, why in found.look if why == "near"]
        now = [entry for entry in looks if entry not in near]
        sections = (
            ("Needs a look", now, True),
            ("Left out, although the words are in the translation", near, True),
            ("Minor", found.minor, True),
            ("Compared by the checks alone, which found nothing", found.checked, True),
            ("Not judged", found.unjudged, True),
            ("Judged by a reviewer", found.reviewed, True),
            ("Faithful", found.faithful, self.view.everything),
        )
        groups: list[list[Block]] = []
        for title, entries, full in sections:
            shown = [entry for entry in entries if self._is_wanted(entry)]
            if shown:
                groups += self._section(f"{title}: {len(shown)}", shown, full)
        return groups

    def _section(self, title: str, entries: Sequence[Entry], full: bool) -> list[list[Block]]:
        heading = Paragraph(((title, "bold underline"),))
        if not full:
            return [[heading, Listing(tuple(self._line(entry) for entry in entries), frozenset({0, 1}), flexible=2)]]
        first, *rest = [self._block(entry, _TITLES if entry is entries[0] else ()) for entry in entries]
        return [[heading, first], *([block] for block in rest)]

    def _in_order(self, found: Triage) -> list[list[Block]]:
        """Every compared quotation in one list. A faithful quotation takes one line, unless all are shown in full."""
        left_out = set(map(id, found.left_out))
        compared = [entry for entry in self.report.entries if id(entry) not in left_out and self._is_wanted(entry)]
        faithful = set(map(id, found.faithful))
        groups: list[list[Block]] = []
        by_length = groupby(
            sorted(compared, key=self._position), key=lambda entry: id(entry) in faithful and not self.view.everything
        )
        for short, some in by_length:
            entries = list(some)
            if short:
                groups.append([Listing(tuple(map(self._line, entries)), frozenset({0, 1}), flexible=2)])
            else:
                groups += [[self._block(entry)] for entry in entries]
        return groups

    def _position(self, entry: Entry) -> tuple[object, ...]:
        articles = [article.id for article in self.report.articles]
        in_article = (articles.index(entry.article), entry.quotation.spans)
        if self.view.order == "article":
            return in_article
        passage = entry.passage.span if isinstance(entry, Pair) else None
        return (passage is None, passage.start if passage else 0, *in_article)

    def _is_wanted(self, entry: Entry) -> bool:
        lowest = self.view.lowest
        return lowest == "neutral" or severity_rank(judged_severity(entry)) >= severity_rank(lowest)

    def _source(self, entry: Entry) -> list[str]:
        several = len(self.report.articles) > 1
        origin = [self.report.article(entry.article).origin] if several else []
        return [*describe_source(entry.quotation), *origin]

    def _line(self, entry: Entry) -> tuple[Line, ...]:
        """A compared quotation in one line: its number, fidelity, the words and who said them."""
        return (
            ((f"{self.report.number(entry)}.", "dim"),),
            ((show_fidelity(entry), ""),),
            ((entry.quotation.text, ""),),
            ((entry.quotation.speaker or "speaker unknown", "dim"),),
        )

    def _block(self, entry: Entry, titles: tuple[str, ...] = ()) -> Block:
        """A quotation in full: its heading, both texts, and the issues. ``titles`` are shown above the texts."""
        heading = [*self._heading(entry), (" · ".join(self._source(entry)), "bold")]
        said: Line = ((entry.quotation.text, ""),)
        rows: list[tuple[str, Line]] = []
        if isinstance(entry, Pair):
            said, carried = self.marks.texts(entry)
        else:
            carried, rows = self._without_a_passage(entry)
        rows += zip(("issue", *[""] * len(entry.issues)), [issue_line(i, entry) for i in entry.issues], strict=False)
        rows += detail_rows(entry, self.view.verbose, self.unjudged)
        lead = f"{self.report.number(entry)}."
        if self.view.width >= WIDE:
            return Sides(tuple(heading), (said, carried), tuple(rows), lead, self.margin, titles)
        texts = [("article", said), ("translation", carried)]
        return Card(tuple(heading), (*texts, *rows), lead, self.margin)

    def _without_a_passage(self, item: Unpaired) -> tuple[Line, list[tuple[str, Line]]]:
        """What the table shows in place of a missing passage, and the most similar sentences of the translation."""
        if look_at(item) == "near" and item.near is not None:
            evidence = item.selection.evidence if item.selection else ()
            why: list[Line] = [((REASON_WORDS[item.reason], ""),), *(((sentence, "dim"),) for sentence in evidence)]
            rows = list(zip(("left out", *[""] * len(evidence)), why, strict=True))
            ways = " or ".join(ways_to_compare(self.report, item))
            return ((item.near.text, ""),), [*rows, ("to compare", ((f"add {ways}", ""),))]
        nearest = item.alternatives if self.view.everything or self.view.verbose else item.alternatives[:1]
        return (("no passage carries it", "bold red"),), [("nearest", alternative_line(each)) for each in nearest]

    def _heading(self, entry: Entry) -> list[tuple[str, str]]:
        if isinstance(entry, Unpaired):
            word = _STATES.get(entry.reason, f"left out: {entry.reason}")
            style = "bold red" if entry.reason == "missing" else "bold yellow"
            severity = [*severity_line(entry), (" · ", "dim")] if entry.severity else []
            return [*severity, (word, style), (" · ", "dim")]
        heading = [*severity_line(entry), (" · ", "dim")]
        if entry.fidelity is not None:
            heading += [("fidelity ", ""), (show_fidelity(entry), "bold"), (" · ", "dim")]
        if is_doubtful(entry):
            heading += [("passage uncertain", "yellow"), (" · ", "dim")]
        return heading

    def _left_out(self, items: Sequence[Unpaired]) -> list[list[Block]]:
        """The quotations that were not compared, by reason: in one line each, or in full."""
        if not items:
            return []
        groups: list[list[Block]] = [[Paragraph(((f"Left out: {len(items)}", "bold underline"),))]]
        for reason, some in groupby(items, key=lambda item: item.reason):
            found = list(some)
            heading: Line = ((f"{reason}: ", "bold"), (f"{REASON_WORDS[reason]} ({len(found)})", "dim"))
            blocks = self._left_out_in_full(found) if self.view.everything else [self._left_out_in_lines(found)]
            groups.append([Paragraph(heading), *blocks])
        groups[0] += groups.pop(1)
        return groups

    def _left_out_in_lines(self, items: Sequence[Unpaired]) -> Block:
        rows = tuple(
            (
                ((f"{self.report.number(item)}.", "dim"),),
                ((item.quotation.text, ""),),
                ((item.quotation.speaker or "", "dim"),),
            )
            for item in items
        )
        return Listing(rows, frozenset({0}), flexible=1)

    def _left_out_in_full(self, items: Sequence[Unpaired]) -> list[Block]:
        blocks: list[Block] = []
        for item in items:
            source = " · ".join(self._source(item))
            said: Line = ((item.quotation.text, ""), (f"  — {source}", "dim"))
            blocks.append(Paragraph(said, lead=f"{self.report.number(item)}."))
            blocks += [
                Paragraph((("nearest: ", "dim"), *alternative_line(alternative)), indent=4)
                for alternative in item.alternatives
            ]
        return blocks

    def _legend(self) -> list[Block]:
        """What the signs in this table mean."""
        lines: list[Line] = []
        opening, closing = self.marks.brackets
        if self.marks.used and self.view.color:
            lines.append((("words like these", DIFFERENCE_STYLE), (" differ between article and translation", "dim")))
        elif self.marks.used:
            lines.append(((f"{opening} {closing} marks words that differ between article and translation", "dim"),))
        if any(is_doubtful(pair) for pair in self.report.pairs if self._is_wanted(pair)):
            unsure = f"? marks a passage that is less than {DOUBTFUL_CONFIDENCE:.0%} sure to be the right one"
            lines.append(((unsure, "dim"),))
        return [Paragraph(line) for line in lines]

    def _closing(self) -> list[Block]:
        """The counts, what the options hide, the notes of the run and, on request, the signature."""
        report, view = self.report, self.view
        blocks: list[Block] = [Paragraph(((line, ""),)) for line in _counts(report)]
        compared: tuple[Entry, ...] = (*report.missing, *report.pairs)
        hidden = sum(not self._is_wanted(entry) for entry in compared)
        if hidden:
            hides = f"--min-severity {view.lowest} hides {count(hidden, 'compared quotation')}."
            blocks.append(Paragraph(((hides, "bold"),)))
        notes = list(report.notes)
        if self.unjudged is not None:
            label, reason = explain_unjudged(report.pairs[0])
            notes.append(f"{label.capitalize()}: {reason}.")
        blocks += [Paragraph(((note, ""),), lead="Note:") for note in notes]
        if view.verbose:
            blocks.append(Paragraph(((report.signature, "dim"),), lead="Signature:"))
        elif not view.everything and report.entries:
            blocks.append(Paragraph((("--all shows every quotation in full.", "dim"),)))
        return blocks


def _title(report: Report) -> Paragraph:
    origins = ", ".join(article.origin for article in report.articles)
    return Paragraph(((report.translation.origin, "bold"), (" against ", "dim"), (origins, "bold")))


def _counts(report: Report) -> list[str]:
    """How many quotations have which severity, and how many were reviewed."""
    summary = report.summary
    others = summary["unpaired"] - summary["missing"]
    words = f"{count(summary['quotations'], 'quotation')}: {summary['paired']} compared, {summary['missing']} missing"
    lines = [f"{words}, {others} without a passage." if others else f"{words}."]
    computed = [pair.severity for pair in report.pairs]
    severities = [f"{computed.count(severity)} {severity}" for severity in reversed(SEVERITIES)]
    unjudged = computed.count(None)
    severities += [f"{unjudged} not judged"] if unjudged else []
    if report.pairs:
        median = summary["fidelity_median"]
        known = "" if median is None else f" Median fidelity {median:g}."
        lines.append(f"Severity of the passages: {', '.join(severities)}.{known}")
    verdicts = [entry.verdict for entry in report.entries if entry.verdict is not None]
    if verdicts:
        stale = sum(verdict.stale for verdict in verdicts)
        verb = "is" if stale == 1 else "are"
        apart = f", {stale} of which {verb} stale because of another passage" if stale else ""
        lines.append(f"Reviewers judged {len(verdicts)}{apart}.")
    return lines
