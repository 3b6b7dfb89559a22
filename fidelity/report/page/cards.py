"""One entry of a report as the values that its card on the page shows: plain text, nothing escaped yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fidelity.report.entry_lines import REASON_WORDS, name_occasion
from fidelity.report.marks import Differences, Run, covered_words, differences
from fidelity.report.page.pieces import CONTEXT, MANY, SHORT_CONTEXT, Side, make_side
from fidelity.report.result import Report
from fidelity.report.triage import Entry, Look, is_doubtful, judged_severity, look_at
from fidelity.types import (
    SCORE_NOTE,
    Alternative,
    Document,
    Issue,
    Pair,
    Severity,
    Unpaired,
    Verdict,
    severity_rank,
)

LONG = 60
"""Characters of an issue's words beyond which its line does not repeat them; they are marked in the texts above."""


@dataclass(frozen=True, slots=True)
class IssueLine:
    """An issue in words. ``kind`` is the category without the part before the stroke, such as ``omission``."""

    number: int
    severity: Severity
    kind: str
    check: str
    note: str
    said: str
    carried: str


@dataclass(frozen=True, slots=True)
class Card:
    """An entry as its card shows it.

    ``anchor`` names it in links and stays the same from run to run. ``state`` is what the severity filter goes by:
    the severity that counts, or ``missing``, ``perhaps missing``, ``not judged`` or ``left out``.
    """

    number: int
    anchor: str
    state: str
    look: Look | None
    severity: Severity | None
    fidelity: int | None
    is_doubtful: bool
    speaker: str
    occasion: str
    article: int
    article_name: str
    said: Side
    carried: Side | None
    carried_start: int
    issues: tuple[IssueLine, ...]
    notes: tuple[str, ...]
    score_notes: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]
    alternatives: tuple[Alternative, ...]
    near: Alternative | None
    reason: str
    evidence: tuple[str, ...]
    verdict: Verdict | None

    @property
    def kinds(self) -> str:
        """The categories of the issues, for the filter."""
        return " ".join(sorted({issue.kind for issue in self.issues}))

    @property
    def checks(self) -> str:
        """The checks that found the issues, for the filter."""
        return " ".join(sorted({issue.check for issue in self.issues}))


class CardMaker:
    """Makes the cards of one report.

    ``documents`` holds the documents whose texts are available, by their report id.
    """

    def __init__(self, report: Report, documents: Mapping[str, Document]) -> None:
        self.report, self.documents = report, documents
        self.is_large = len(report.entries) > MANY  # the file of a long report holds only what a reader needs most
        self.context = SHORT_CONTEXT if self.is_large else CONTEXT
        self.articles = {article.id: number for number, article in enumerate(report.articles)}
        self.infos = {info.id: info for info in report.articles}
        self.anchors = _anchors(report)

    def make(self, entry: Entry) -> Card:
        """The card of ``entry``."""
        pair = entry if isinstance(entry, Pair) else None
        issues = sorted(entry.issues, key=lambda issue: -severity_rank(issue.severity))
        said, carried = self._sides(entry, issues)
        return Card(
            number=self.report.number(entry),
            anchor=self.anchors[id(entry)],
            state=_state(entry),
            look=look_at(entry),
            severity=entry.severity,
            fidelity=pair.fidelity if pair else None,
            is_doubtful=pair is not None and is_doubtful(pair),
            speaker=entry.quotation.speaker or "speaker unknown",
            occasion=name_occasion(entry.quotation),
            article=self.articles[entry.article],
            article_name=self.infos[entry.article].origin,
            said=said,
            carried=carried,
            carried_start=pair.passage.span.start if pair else -1,
            issues=tuple(_issue_line(number, issue, entry) for number, issue in enumerate(issues, start=1)),
            notes=_notes(entry),
            score_notes=tuple(n.removeprefix(SCORE_NOTE) for n in pair.notes if n.startswith(SCORE_NOTE))
            if pair
            else (),
            numbers=() if self.is_large and look_at(entry) is None else _numbers(entry),
            alternatives=() if self.is_large and look_at(entry) is None else entry.alternatives,
            near=entry.near if isinstance(entry, Unpaired) else None,
            reason=f"{entry.reason}: {REASON_WORDS[entry.reason]}" if isinstance(entry, Unpaired) else "",
            evidence=entry.selection.evidence if entry.selection else (),
            verdict=entry.verdict,
        )

    def _sides(self, entry: Entry, issues: list[Issue]) -> tuple[Side, Side | None]:
        info = self.infos[entry.article]
        quotation = entry.quotation
        said_issues = [issue.quotation_spans for issue in issues]
        article = self.documents.get(entry.article)
        if isinstance(entry, Unpaired):
            runs: tuple[Run, ...] = (Run(quotation.text, differs=False),)
            said = make_side(quotation.text, quotation.spans, runs, said_issues, article, info.language, self.context)
            return said, None
        passage, both = entry.passage, self._compare(entry)
        said = make_side(
            *(quotation.text, quotation.spans, both.quotation, said_issues, article, info.language, self.context)
        )
        carried = make_side(
            *(passage.text, passage.spans, both.passage, [issue.passage_spans for issue in issues]),
            *(self.documents.get(""), self.report.language_at(passage.span.start), self.context),
        )
        return said, carried

    def _compare(self, pair: Pair) -> Differences:
        """The words that differ; between two languages, the words without a counterpart, if the pair was read."""
        if pair.unmatched is not None or self.report.is_monolingual(pair):
            return differences(pair)
        return Differences((Run(pair.quotation.text, differs=False),), (Run(pair.passage.text, differs=False),))


def _anchors(report: Report) -> dict[int, str]:
    """A name for each entry that no other entry of the report has."""
    seen: dict[str, int] = {}
    anchors = {}
    for entry in sorted(report.entries, key=report.number):
        times = seen[entry.quotation_id] = seen.get(entry.quotation_id, 0) + 1
        anchors[id(entry)] = f"q-{entry.quotation_id}" + (f"-{times}" if times > 1 else "")
    return anchors


def _state(entry: Entry) -> str:
    if isinstance(entry, Unpaired):
        return {"missing": "missing", "uncertain": "perhaps missing"}.get(entry.reason, "left out")
    return judged_severity(entry) or entry.severity or "not judged"


def _issue_line(number: int, issue: Issue, entry: Entry) -> IssueLine:
    """An issue in words; the words that differ are left empty where the note or the card shows them anyway."""
    said = carried = ""
    if isinstance(entry, Pair):
        said = covered_words(entry.quotation.text, entry.quotation.spans, issue.quotation_spans)
        carried = covered_words(entry.passage.text, entry.passage.spans, issue.passage_spans)
    if all(not side or f"“{side}”" in issue.note for side in (said, carried)) or max(len(said), len(carried)) > LONG:
        said = carried = ""
    kind = issue.category.removeprefix("accuracy/")
    return IssueLine(number, issue.severity, kind, issue.check, issue.note, said, carried)


def _notes(entry: Entry) -> tuple[str, ...]:
    if not isinstance(entry, Pair):
        return ()
    reason = f"Not judged: {(entry.unjudged or '').removeprefix('not judged: ')}."
    if entry.severity is not None:
        reason = f"No fidelity: {(entry.unjudged or '').removeprefix('no fidelity: ')}."
    notes = (note for note in entry.notes if not note.startswith(SCORE_NOTE))
    return (*([reason] if entry.unjudged else []), *notes)


def _numbers(entry: Entry) -> tuple[tuple[str, str], ...]:
    if not isinstance(entry, Pair):
        return ()
    values = (("similarity", entry.similarity + 0.0), ("confidence", entry.confidence), ("score", entry.score))
    return tuple((name, str(value)) for name, value in values if value is not None)
