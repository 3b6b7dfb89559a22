"""The drift table on the terminal: what is missing, then the pairs, worst first, then what was left out."""

from __future__ import annotations

from itertools import groupby

from fidelity.report.marks import Run, covered_words, differences
from fidelity.report.result import DOUBTFUL_CONFIDENCE, Report
from fidelity.report.terminal import WIDE, Block, Card, Column, Grid, Line, Paragraph, draw
from fidelity.types import SCORE_NOTE, SEVERITIES, Alternative, Issue, Pair, Quotation, Reason, Severity, Unpaired

SEVERITY_STYLES: dict[Severity, str] = {
    "neutral": "green",
    "minor": "yellow",
    "major": "bold red",
    "critical": "bold reverse red",
}
DIFFERENCE_STYLE = "bold magenta"
REASON_WORDS: dict[Reason, str] = {
    "missing": "said in the document, and no passage carries it",
    "uncertain": "no passage was found, and it is not certain that there is none",
    "other speaker": "said by someone else",
    "other occasion": "said on another occasion",
    "scare quote": "the marks report no speech",
    "term or title": "the marks hold a term or a title",
    "other language": "the translation has no text in a language that can be paired with it",
    "not requested": "left out by the speaker, occasion or kinds asked for",
}

_BRACKETS = (("{", "}"), ("⟦", "⟧"), ("⦃", "⦄"), ("⟪", "⟫"))


def render_report(report: Report, *, width: int = 80, color: bool = False, verbose: bool = False) -> str:
    """The report as text of at most ``width`` columns; without ``color`` there is no escape code in it.

    From 120 columns on it is a table, below that one card per quotation. ``verbose`` adds the
    numbers behind each pair, its next-best passages and the signature.
    """
    page = _Page(report, color, verbose)
    body = page.grid(width) if width >= WIDE else page.cards()
    groups: list[list[Block]] = [[_title(report)], *body, *_left_out(report), page.legend(), _closing(report, verbose)]
    return draw(groups, width, color)


class _Page:
    """How the entries of one report are shown: marks, origins and detail are the same for all."""

    def __init__(self, report: Report, color: bool, verbose: bool) -> None:
        self.report = report
        self.color = color
        self.verbose = verbose
        self.brackets = ("", "") if color else _free_brackets(report)
        self.marked = False

    def grid(self, width: int) -> list[list[Block]]:
        """The entries as rows of a table."""
        columns = (
            Column("", width=len(str(len(self._shown()))), right=True),
            Column("Fidelity", width=8, right=True),
            Column("Severity", width=10),
            Column("Speaker", width=max(12, width // 10)),
            Column("The article quotes", share=1),
            Column("The translation has", share=1),
            Column("Issues", width=max(len("accuracy/under-translation:"), width // 5)),
        )
        rows = tuple(self._row(number, entry) for number, entry in enumerate(self._shown(), start=1))
        return [[Grid(columns, rows)]] if rows else [[_nothing(self.report)]]

    def cards(self) -> list[list[Block]]:
        """The entries as cards, missing ones under a heading of their own."""
        shown = self._shown()
        margin = len(f"{len(shown)}.")
        groups: list[list[Block]] = []
        for number, entry in enumerate(shown, start=1):
            groups.append([self._card(f"{number}.", margin, entry)])
        missing, pairs = len(self.report.missing), len(self.report.pairs)
        if pairs:
            groups.insert(missing, [Paragraph(((f"Pairs, worst first: {pairs}", "bold"),))])
        if missing:
            groups.insert(0, [Paragraph(((f"Missing from the translation: {missing}", "bold"),))])
        return groups or [[_nothing(self.report)]]

    def legend(self) -> list[Block]:
        """What the signs mean that this page has used."""
        lines: list[Line] = []
        if self.marked and self.color:
            lines.append((("words like these", DIFFERENCE_STYLE), (" differ between quotation and passage", "dim")))
        elif self.marked:
            lines.append(
                ((f"{self.brackets[0]} {self.brackets[1]}  words that differ between quotation and passage", ""),)
            )
        if any(_is_doubtful(pair) for pair in self.report.pairs):
            sure = f"{DOUBTFUL_CONFIDENCE:.0%}"
            lines.append(((f"?  behind fidelity: less than {sure} sure that this is the right passage", "dim"),))
        return [Paragraph(line) for line in lines]

    def _shown(self) -> tuple[Pair | Unpaired, ...]:
        return (*self.report.missing, *self.report.pairs)

    def _card(self, lead: str, margin: int, entry: Pair | Unpaired) -> Card:
        heading = [*_severity(entry), (" · ", "dim")]
        if isinstance(entry, Pair) and entry.fidelity is not None:
            heading += [("fidelity ", ""), (_fidelity(entry), "bold"), (" · ", "dim")]
        heading += [(" · ".join(self._source(entry)), "bold")]
        said, carried = self._texts(entry)
        rows = [("article", said)]
        rows += [("translation" if isinstance(entry, Pair) else "nearest", line) for line in carried]
        for issue in entry.issues:
            rows += zip(("issue", ""), _issue(issue, entry), strict=False)
        rows += self._extras(entry)
        return Card(tuple(heading), tuple(rows), lead, margin)

    def _row(self, number: int, entry: Pair | Unpaired) -> tuple[tuple[Line, ...], ...]:
        said, carried = self._texts(entry)
        speaker, *rest = self._source(entry)
        if not isinstance(entry, Pair):
            carried = [(("nothing carries it", "bold red"),), *((("nearest: ", "dim"), *line) for line in carried)]
        issues = [line for issue in entry.issues for line in _issue(issue, entry)]
        issues += [((f"{label}: ", "dim"), *line) for label, line in self._extras(entry)]
        return (
            (((str(number), "dim"),),),
            (((_fidelity(entry), "bold"),),),
            (tuple(_severity(entry)),),
            (((speaker, "bold"),), *(((detail, "dim"),) for detail in rest)),
            (said,),
            tuple(carried),
            tuple(issues),
        )

    def _source(self, entry: Pair | Unpaired) -> list[str]:
        """Speaker, occasion, kind if not direct, and the article if there are several."""
        several = len(self.report.articles) > 1
        origin = [self.report.article(entry.article).origin] if several else []
        return [*_speaker_and_occasion(entry.quotation), *origin]

    def _texts(self, entry: Pair | Unpaired) -> tuple[Line, list[Line]]:
        """The quotation, and the passage or the passages nearest to it."""
        if isinstance(entry, Pair):
            if entry.unjudged is not None:  # two languages: all words differ, which says nothing
                return ((entry.quotation.text, ""),), [((entry.passage.text, ""),)]
            both = differences(entry)
            return self._runs(both.quotation), [self._runs(both.passage)]
        return ((entry.quotation.text, ""),), [_alternative(alternative) for alternative in entry.alternatives]

    def _runs(self, runs: tuple[Run, ...]) -> Line:
        opening, closing = self.brackets
        line = []
        for run in runs:
            self.marked = self.marked or run.differs
            line.append((f"{opening}{run.text}{closing}", DIFFERENCE_STYLE) if run.differs else (run.text, ""))
        return tuple(line)

    def _extras(self, entry: Pair | Unpaired) -> list[tuple[str, Line]]:
        """Why a pair is not judged, its notes, a reviewer's verdict, and the details that only ``verbose`` shows."""
        rows: list[tuple[str, Line]] = []
        if isinstance(entry, Pair) and entry.unjudged is not None:
            rows.append(("not judged", ((entry.unjudged, ""),)))
        if isinstance(entry, Pair):
            rows += [("note", ((note, ""),)) for note in entry.notes if not note.startswith(SCORE_NOTE)]
        if entry.verdict is not None:
            rows.append(("verdict", _verdict(entry)))
        if self.verbose and isinstance(entry, Pair):
            rows.append(("numbers", ((_numbers(entry), ""),)))
            moved: list[Line] = [
                ((note.removeprefix(SCORE_NOTE), "dim"),) for note in entry.notes if note.startswith(SCORE_NOTE)
            ]
            rows += zip(("moved by", *[""] * len(moved)), moved, strict=False)
            rows += [("next best", _alternative(alternative)) for alternative in entry.alternatives]
        return rows


def _title(report: Report) -> Paragraph:
    origins = ", ".join(article.origin for article in report.articles)
    return Paragraph(((report.translation.origin, "bold"), (" against ", "dim"), (origins, "bold")))


def _nothing(report: Report) -> Paragraph:
    words = "No quotation was paired with the translation." if report.unpaired else "No quotations were found."
    return Paragraph(((words, ""),))


def _free_brackets(report: Report) -> tuple[str, str]:
    """A pair of brackets that occurs in none of the texts they are to mark."""
    texts = [text for pair in report.pairs for text in (pair.quotation.text, pair.passage.text)]
    for opening, closing in _BRACKETS:
        if not any(opening in text or closing in text for text in texts):
            return opening, closing
    return _BRACKETS[0]


def _is_doubtful(pair: Pair) -> bool:
    return pair.fidelity is not None and pair.confidence is not None and pair.confidence < DOUBTFUL_CONFIDENCE


def _fidelity(entry: Pair | Unpaired) -> str:
    if not isinstance(entry, Pair) or entry.fidelity is None:
        return "–"
    return f"{entry.fidelity}?" if _is_doubtful(entry) else str(entry.fidelity)


def _severity(entry: Pair | Unpaired) -> list[tuple[str, str]]:
    if entry.severity is None:
        return [("not judged", "dim")]
    return [(entry.severity, SEVERITY_STYLES[entry.severity])]


def _speaker_and_occasion(quotation: Quotation) -> list[str]:
    occasion = quotation.occasion
    found = [quotation.speaker or "speaker unknown"]
    if occasion.text or occasion.kind != "unknown":
        found.append(occasion.text or occasion.kind)
    if quotation.kind != "direct":
        found.append(f"{quotation.kind} speech")
    return found


def _issue(issue: Issue, entry: Pair | Unpaired) -> list[Line]:
    """What is wrong, and, for a pair, the words it was seen in."""
    style = SEVERITY_STYLES[issue.severity]
    lines: list[Line] = [((f"{issue.severity} ", style), (f"{issue.category}: ", ""), (issue.note, ""))]
    if isinstance(entry, Pair):
        said = covered_words(entry.quotation.text, entry.quotation.spans, issue.quotation_spans)
        carried = covered_words(entry.passage.text, entry.passage.spans, issue.passage_spans)
        words = [f"“{side}”" if side else "nothing" for side in (said, carried)]
        if said or carried:
            lines.append(((" → ".join(words), "italic"),))
    return lines


def _alternative(alternative: Alternative) -> Line:
    return ((alternative.text, ""), (f" (similarity {alternative.similarity + 0.0:.3f})", "dim"))


def _verdict(entry: Pair | Unpaired) -> Line:
    verdict = entry.verdict
    assert verdict is not None
    words = verdict.severity + (f", {verdict.reviewer}" if verdict.reviewer else "")
    words += f": {verdict.comment}" if verdict.comment else ""
    stale = (" (stale: given on another passage)", "yellow") if verdict.stale else ("", "")
    return ((words, ""), stale)


def _numbers(pair: Pair) -> str:
    values = {"similarity": pair.similarity + 0.0, "confidence": pair.confidence, "score": pair.score}
    return ", ".join(f"{name} {'–' if value is None else value}" for name, value in values.items())


def _left_out(report: Report) -> list[list[Block]]:
    """What is neither missing nor paired, by reason."""
    others = [item for item in report.unpaired if item.reason != "missing"]
    if not others:
        return []
    groups: list[list[Block]] = [[Paragraph(((f"Without a passage, and why: {len(others)}", "bold"),))]]
    for reason, found in groupby(others, key=lambda item: item.reason):
        items = list(found)
        heading: Line = ((f"{reason}: ", "bold"), (f"{REASON_WORDS[reason]} ({len(items)})", "dim"))
        blocks: list[Block] = [Paragraph(heading)]
        for item in items:
            source = " · ".join(_speaker_and_occasion(item.quotation))
            blocks.append(Paragraph(((item.quotation.text, ""), (f"  — {source}", "dim")), lead="-", indent=2))
            blocks += [
                Paragraph((("nearest: ", "dim"), *_alternative(alternative)), indent=4)
                for alternative in item.alternatives
            ]
        groups.append(blocks)
    return groups


def _closing(report: Report, verbose: bool) -> list[Block]:
    """The counts, the notes of the run and, on request, the signature."""
    summary = report.summary
    others = summary["unpaired"] - summary["missing"]
    counts = f"{_count(summary['quotations'], 'quotation')}: {summary['paired']} paired, {summary['missing']} missing"
    counts += f", {others} without a passage for the reasons above." if others else "."
    severities = [f"{summary['by_severity'][severity]} {severity}" for severity in reversed(SEVERITIES)]
    unjudged = sum(pair.fidelity is None for pair in report.pairs)
    severities += [f"{unjudged} not judged"] if unjudged else []
    blocks: list[Block] = [Paragraph(((counts, "bold"),))]
    if summary["paired"] or summary["missing"]:
        median = summary["fidelity_median"]
        known = "" if median is None else f" Median fidelity {median:g}."
        blocks.append(Paragraph(((f"Severity: {', '.join(severities)}.{known}", ""),)))
    verdicts = [entry.verdict for entry in report.entries if entry.verdict is not None]
    if verdicts:
        stale = sum(verdict.stale for verdict in verdicts)
        apart = f", {stale} of them stale: given on another passage" if stale else ""
        blocks.append(Paragraph(((f"Reviewed: {len(verdicts)}{apart}.", ""),)))
    blocks += [Paragraph(((note, ""),), lead="Note:") for note in report.notes]
    if verbose:
        blocks.append(Paragraph(((report.signature, "dim"),), lead="Signature:"))
    return blocks


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
