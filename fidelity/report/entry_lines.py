"""One entry of a report as lines for the terminal: its texts, its issues, its numbers, a reviewer's verdict."""

from __future__ import annotations

from fidelity.report.marks import Run, covered_words, differences
from fidelity.report.result import Report
from fidelity.report.terminal import Line
from fidelity.report.triage import Entry, is_doubtful, worst_issue
from fidelity.types import SCORE_NOTE, Alternative, Issue, Pair, Quotation, Reason, Severity

SEVERITY_STYLES: dict[Severity, str] = {
    "neutral": "green",
    "minor": "yellow",
    "major": "bold red",
    "critical": "bold reverse red",
}
DIFFERENCE_STYLE = "bold magenta"
REASON_WORDS: dict[Reason, str] = {
    "missing": "the document said it, and no passage carries it",
    "uncertain": "no passage was found, but it is not certain that there is none",
    "other speaker": "someone else said it",
    "other occasion": "it was said on another occasion",
    "scare quote": "the quotation marks report no speech",
    "term or title": "the quotation marks hold a term or a title",
    "other language": "the translation has no text in a language that can be compared with it",
    "not requested": "the options for speaker, occasion or kinds leave it out",
}

_BRACKETS = (("{", "}"), ("⟦", "⟧"), ("⦃", "⦄"), ("⟪", "⟫"))


class Marks:
    """Marks differing words in one report, by colour or by brackets, and remembers whether any word was marked."""

    def __init__(self, report: Report, color: bool) -> None:
        self.report = report
        self.brackets = ("", "") if color else _free_brackets(report)
        self.used = False

    def texts(self, entry: Pair) -> tuple[Line, Line]:
        """The quotation and the passage; in two languages only words without a counterpart are marked."""
        if entry.unmatched is None and not self.report.is_monolingual(entry):
            return ((entry.quotation.text, ""),), ((entry.passage.text, ""),)
        both = differences(entry)
        return self._runs(both.quotation), self._runs(both.passage)

    def _runs(self, runs: tuple[Run, ...]) -> Line:
        opening, closing = self.brackets
        line = []
        for run in runs:
            self.used = self.used or run.differs
            line.append((f"{opening}{run.text}{closing}", DIFFERENCE_STYLE) if run.differs else (run.text, ""))
        return tuple(line)


def _free_brackets(report: Report) -> tuple[str, str]:
    """A pair of brackets that does not occur in the texts that they are to mark."""
    texts = [text for pair in report.pairs for text in (pair.quotation.text, pair.passage.text)]
    for opening, closing in _BRACKETS:
        if not any(opening in text or closing in text for text in texts):
            return opening, closing
    return _BRACKETS[0]


def show_fidelity(entry: Entry) -> str:
    """Fidelity as text, with a ``?`` if the passage is uncertain, or a dash if there is no fidelity."""
    if not isinstance(entry, Pair) or entry.fidelity is None:
        return "–"
    return f"{entry.fidelity}?" if is_doubtful(entry) else str(entry.fidelity)


def severity_line(entry: Entry) -> Line:
    """The computed severity in its colour. For a pair without fidelity it is the severity of its worst issue."""
    severity = entry.severity or worst_issue(entry)
    if severity is None:
        return (("not judged", "dim"),)
    return ((severity, SEVERITY_STYLES[severity]),)


def name_occasion(quotation: Quotation) -> str:
    """The article's words for the occasion, or its kind; nothing if it is unknown or only the verb of speech."""
    occasion = quotation.occasion
    if occasion.text and occasion.text == quotation.cue:
        return ""
    return occasion.text or ("" if occasion.kind == "unknown" else occasion.kind)


def describe_source(quotation: Quotation) -> list[str]:
    """The speaker, the occasion, and a remark if the article reports the words without quotation marks."""
    occasion, found = name_occasion(quotation), [quotation.speaker or "speaker unknown"]
    if occasion and occasion != quotation.speaker:
        found.append(occasion)
    if quotation.kind == "indirect":
        found.append("reported without quotation marks")
    return found


def issue_line(issue: Issue, entry: Entry) -> Line:
    """The severity, category and note of an issue, and for a pair its words, unless the note names them already."""
    style = SEVERITY_STYLES[issue.severity]
    line = [(issue.severity, style), (f" {issue.category}: ", ""), (issue.note, "")]
    if isinstance(entry, Pair):
        said = covered_words(entry.quotation.text, entry.quotation.spans, issue.quotation_spans)
        carried = covered_words(entry.passage.text, entry.passage.spans, issue.passage_spans)
        named = all(not side or f"“{side}”" in issue.note for side in (said, carried))
        if (said or carried) and not named:
            words = " → ".join(f"“{side}”" if side else "nothing" for side in (said, carried))
            line.append((f" ({words})", "italic"))
    return tuple(line)


def alternative_line(alternative: Alternative) -> Line:
    """A passage that is similar to the quotation, with its similarity."""
    return ((alternative.text, ""), (f" (similarity {alternative.similarity + 0.0:.3f})", "dim"))


def verdict_line(entry: Entry) -> Line:
    """A reviewer's verdict, and whether it is stale."""
    verdict = entry.verdict
    assert verdict is not None
    words = verdict.severity + (f", {verdict.reviewer}" if verdict.reviewer else "")
    words += f": {verdict.comment}" if verdict.comment else ""
    stale = (" (stale: it was given on another passage)", "yellow") if verdict.stale else ("", "")
    return ((words, ""), stale)


def explain_unjudged(pair: Pair) -> tuple[str, str]:
    """What a pair lacks that was not read by the scorer, in two words, and the reason."""
    label = "not judged" if pair.severity is None else "no fidelity"
    return label, (pair.unjudged or "").removeprefix(f"{label}: ")


def detail_rows(entry: Entry, verbose: bool, known: str | None = None) -> list[tuple[str, Line]]:
    """The reason why a pair is not judged, its notes, a reviewer's verdict, and, if ``verbose``, its numbers.

    A reason that is ``known`` is left out, because the table gives it once for all pairs.
    """
    rows: list[tuple[str, Line]] = []
    if isinstance(entry, Pair) and entry.unjudged is not None and entry.unjudged != known:
        label, reason = explain_unjudged(entry)
        rows.append((label, ((reason, ""),)))
    if isinstance(entry, Pair):
        rows += [("note", ((note, ""),)) for note in entry.notes if not note.startswith(SCORE_NOTE)]
    if entry.verdict is not None:
        rows.append(("verdict", verdict_line(entry)))
    if verbose and isinstance(entry, Pair):
        rows += _numbers(entry)
    return rows


def _numbers(pair: Pair) -> list[tuple[str, Line]]:
    values = {"similarity": pair.similarity + 0.0, "confidence": pair.confidence, "score": pair.score}
    numbers = ", ".join(f"{name} {'–' if value is None else value}" for name, value in values.items())
    rows: list[tuple[str, Line]] = [("numbers", ((numbers, ""),)), ("id", ((pair.quotation_id, ""),))]
    moved: list[Line] = [
        ((note.removeprefix(SCORE_NOTE), "dim"),) for note in pair.notes if note.startswith(SCORE_NOTE)
    ]
    rows += zip(("score from", *[""] * len(moved)), moved, strict=False)
    rows += [("next best", alternative_line(alternative)) for alternative in pair.alternatives]
    return rows
