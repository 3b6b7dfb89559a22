"""A report as HTML for a notebook: the pieces, a plot of the scores, and the whole as a list.

Whatever comes from a document goes through :func:`escape_html`; nothing else is put between tags. Colours are mixed
with those of the page, light or dark. There is no script, no link and no picture from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fidelity.report.escaping import escape_html
from fidelity.report.marks import Run, covered_words, differences
from fidelity.report.result import Report
from fidelity.report.triage import DOUBTFUL_CONFIDENCE
from fidelity.types import SCORE_NOTE, Alternative, Issue, Pair, Passage, Quotation, Unpaired, Verdict

STYLE = """<style>
.fidelity{font-size:14px;line-height:1.5;color:var(--jp-ui-font-color1,var(--vscode-foreground,inherit));
 --line:rgba(128,128,128,.35);--pale:rgba(128,128,128,.10)}
.fidelity *{box-sizing:border-box}
.fidelity h3{margin:18px 0 6px;font-size:16px}
.fidelity .dim{opacity:.72}
.fidelity small{font-size:12px}
.fidelity .text{white-space:pre-wrap;overflow-wrap:anywhere}
.fidelity mark{background:rgba(255,190,0,.34);color:inherit;border-bottom:2px solid #d99a00;padding:0 1px}
.fidelity .badge{display:inline-block;padding:0 9px;border-radius:10px;color:#fff;font-size:12px;line-height:20px;
 font-weight:600;white-space:nowrap}
.fidelity .neutral{background:#2e7d32}.fidelity .minor{background:#946200}.fidelity .major{background:#c62828}
.fidelity .critical{background:#7b0a3c}.fidelity .other{background:#5a6470}
.fidelity .head{display:flex;flex-wrap:wrap;gap:4px 14px;align-items:center;margin:2px 0 8px}
.fidelity .sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(290px,100%),1fr));gap:12px}
.fidelity .side{border:1px solid var(--line);border-radius:8px;padding:10px 14px;background:var(--pale)}
.fidelity .side h4,.fidelity .block h4{margin:0 0 6px;font-size:12px;font-weight:600;letter-spacing:.03em;opacity:.75}
.fidelity .said{font-size:15px}
.fidelity .near{opacity:.62}
.fidelity .block{margin:12px 0 0}
.fidelity .item{margin:3px 0;padding-left:2px;overflow-wrap:anywhere}
.fidelity .number{display:inline-block;min-width:22px;padding:0 6px;margin-right:8px;border-radius:5px;font-weight:600;
 text-align:center;border:1px solid var(--line)}
.fidelity .verdict{margin:0 0 10px;padding:8px 14px;border-left:4px solid #1f6fb2;background:rgba(31,111,178,.10)}
.fidelity table{border-collapse:collapse;margin:6px 0}
.fidelity th,.fidelity td{text-align:left;vertical-align:top;padding:4px 14px 4px 0;white-space:pre-wrap;
 overflow-wrap:anywhere;min-width:76px;border-bottom:1px solid var(--line)}
.fidelity th{white-space:nowrap}
.fidelity .scroll{overflow-x:auto}
</style>"""

_PLOT = (900, 150, 34, 92)  # width, height, left and right margin, in units of the drawing


def page(*parts: str) -> str:
    """Puts finished HTML into the element that carries the styles and keeps MathJax from changing the text."""
    return f'{STYLE}<div class="fidelity tex2jax_ignore mathjax_ignore">{"".join(parts)}</div>'


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; the cells are finished HTML."""
    head = "".join(f"<th>{cell}</th>" for cell in header)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    head = f"<thead><tr>{head}</tr></thead>" if any(header) else ""
    return f'<div class="scroll"><table>{head}<tbody>{body}</tbody></table></div>'


def badge(judgement: str | None) -> str:
    """A severity, or another judgement, on its colour."""
    kind = judgement if judgement in ("neutral", "minor", "major", "critical") else "other"
    return f'<span class="badge {kind}">{escape_html(judgement or "not scored")}</span>'


def marked(runs: Iterable[Run]) -> str:
    """One side of a pair, its differing words marked."""
    return "".join(f"<mark>{escape_html(run.text)}</mark>" if run.differs else escape_html(run.text) for run in runs)


def two_texts(pair: Pair) -> tuple[str, str]:
    """Both sides of a pair, differing words marked where the two can be compared."""
    if pair.unjudged is not None:
        return escape_html(pair.quotation.text), escape_html(pair.passage.text)
    found = differences(pair)
    return marked(found.quotation), marked(found.passage)


def score(pair: Pair) -> str:
    """Fidelity as text, with a ``?`` if the passage itself is uncertain."""
    if pair.fidelity is None:
        return "–"
    doubt = "?" if pair.confidence is not None and pair.confidence < DOUBTFUL_CONFIDENCE else ""
    return f"<b>{pair.fidelity}{doubt}</b>"


def speaker(quotation: Quotation) -> str:
    return escape_html(quotation.speaker or "–")


def issue_line(issue: Issue, quotation: Quotation, passage: Passage | None) -> str:
    """An issue with its note and its words on both sides."""
    said = covered_words(quotation.text, quotation.spans, issue.quotation_spans)
    carried = covered_words(passage.text, passage.spans, issue.passage_spans) if passage else ""
    words = " → ".join(f"“{escape_html(side)}”" if side else "nothing" for side in (said, carried))
    where = f'<br><small class="dim">{words}</small>' if said or carried else ""
    about = f"{badge(issue.severity)} {escape_html(issue.category)}: {escape_html(issue.note)}"
    return f'<div class="item">{about}{where}</div>'


def findings(entry: Pair | Unpaired) -> str:
    """Issues with their notes, why a pair was not judged, and what else a reader should know."""
    passage = entry.passage if isinstance(entry, Pair) else None
    lines = [issue_line(issue, entry.quotation, passage) for issue in entry.issues]
    if isinstance(entry, Pair):
        if entry.unjudged:
            label = "not judged: " if entry.severity is None else ""
            lines.append(f'<div class="item">{label}{escape_html(entry.unjudged)}</div>')
        notes = (note for note in entry.notes if not note.startswith(SCORE_NOTE))
        lines += [f'<div class="item dim">{escape_html(note)}</div>' for note in notes]
    return "".join(lines)


def verdict_line(verdict: Verdict) -> str:
    """A verdict as a report shows it."""
    stale = " (stale: given on another passage)" if verdict.stale else ""
    comment = f": {escape_html(verdict.comment)}" if verdict.comment else ""
    said = f"verdict {badge(verdict.severity)} {escape_html(verdict.reviewer)}{comment}{stale}"
    return f'<div class="item">{said}</div>'


def nearest(alternatives: Iterable[Alternative]) -> str:
    """The passages that are most similar to a quotation for which none was found."""
    return "<br>".join(f"{escape_html(each.text)} <small>({each.similarity:.3f})</small>" for each in alternatives)


def plot(pairs: Sequence[Pair], threshold: int, current: Pair | Unpaired | None = None) -> str:
    """The fidelity of every pair as a bar, lowest first, against the threshold."""
    scored = [pair for pair in pairs if pair.fidelity is not None]
    if not scored:
        return page("<p>No pair could be scored.</p>")
    width, height, left, right = _PLOT
    width -= right
    top, bottom = 8, height - 22
    step = (width - left) / len(scored)
    thick = min(step * 0.8, 18)
    unit = (bottom - top) / 100
    below: list[str] = []
    above: list[str] = []
    here = ""
    for number, pair in enumerate(scored):
        value = pair.fidelity or 0
        x = left + step * number + (step - thick) / 2
        bar = f"M{x:.2f} {bottom}v-{max(value * unit, 1.5):.1f}h{thick:.2f}V{bottom}z"
        (below if value < threshold else above).append(bar)
        if current is not None and pair.id == getattr(current, "id", None):
            here = f'<path d="M{x + thick / 2:.1f} {bottom + 3}l-5 9h10z" fill="currentColor"/>'
    line = bottom - threshold * unit
    scale = "".join(
        f'<text x="{left - 6}" y="{bottom - value * unit + 4:.1f}" text-anchor="end">{value}</text>'
        f'<path d="M{left} {bottom - value * unit:.1f}H{width}" stroke="currentColor" stroke-opacity=".18"/>'
        for value in (0, 50, 100)
    )
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width + right} {height}" '
        f'style="width:100%;max-width:{width + right}px" font-family="sans-serif" font-size="12" fill="currentColor" '
        f'role="img" aria-label="fidelity of every pair">'
        f'{scale}<path d="{"".join(below)}" fill="#d64545"/><path d="{"".join(above)}" fill="#3b86c4"/>{here}'
        f'<path d="M{left} {line:.1f}H{width}" stroke="currentColor" stroke-width="1.5" stroke-dasharray="6 4"/>'
        f'<text x="{width + 6}" y="{line + 4:.1f}">'
        f"threshold {threshold}</text></svg>"
    )
    words = f"{len(below)} of {len(scored)} scored pairs are below the threshold"
    return page(drawing, f'<div class="dim"><small>fidelity of every pair, lowest first · {words}</small></div>')


def overview(report: Report, threshold: int) -> str:
    """A report to read, as HTML: its counts, the scores against ``threshold``, what to look at, what was left out.

    ``threshold`` is a fidelity, 0..100. Every text in the HTML is escaped; it has no script and loads nothing. It is
    meant for the cell of a notebook, for example with ``ipywidgets.HTML`` or ``IPython.display.HTML``.
    """
    scored = [pair for pair in report.pairs if pair.fidelity is not None]
    low = [pair for pair in scored if (pair.fidelity or 0) < threshold]
    rest = [pair for pair in scored if (pair.fidelity or 0) >= threshold]
    unscored = [pair for pair in report.pairs if pair.fidelity is None]
    parts = [
        _counts(report),
        plot(report.pairs, threshold),
        f"<h3>Missing from the translation: {len(report.missing)}</h3>",
        _missing(report.missing),
        f"<h3>Pairs below {threshold}: {len(low)}</h3>",
        _pairs(low),
        f"<h3>Pairs that could not be scored: {len(unscored)}</h3>{_pairs(unscored)}" if unscored else "",
        f"<h3>Pairs from {threshold} on: {len(rest)}</h3>",
        _pairs(rest),
        "<h3>Left out, and why</h3>",
        _left_out([item for item in report.unpaired if item.reason != "missing"]),
    ]
    return page(*parts)


def _counts(report: Report) -> str:
    counts = report.summary
    severities = ", ".join(f"{count} {name}" for name, count in reversed(counts["by_severity"].items()))
    median = "–" if counts["fidelity_median"] is None else f"{counts['fidelity_median']:g}"
    rows: list[tuple[str, object]] = [
        ("translation", escape_html(report.translation.origin)),
        ("articles", escape_html(", ".join(article.origin for article in report.articles))),
        ("quotations", counts["quotations"]),
        ("paired with a passage", counts["paired"]),
        ("missing from the translation", counts["missing"]),
        ("without a passage for another reason", counts["unpaired"] - counts["missing"]),
        ("severity", severities),
        ("median fidelity", median),
        *(("note", escape_html(note)) for note in report.notes),
        ("signature", f"<small>{escape_html(report.signature)}</small>"),
    ]
    return table(("", ""), rows)


def _pairs(pairs: Sequence[Pair]) -> str:
    if not pairs:
        return ""
    header = ("fidelity", "speaker", "the article quotes", "the translation has", "issues")
    rows = []
    for pair in pairs:
        verdict = verdict_line(pair.verdict) if pair.verdict else ""
        about = f"{score(pair)}<br>{badge(pair.severity)}"
        rows.append((about, speaker(pair.quotation), *two_texts(pair), findings(pair) + verdict))
    return table(header, rows)


def _missing(missing: Sequence[Unpaired]) -> str:
    if not missing:
        return ""
    rows = []
    for item in missing:
        verdict = verdict_line(item.verdict) if item.verdict else ""
        said, near = escape_html(item.quotation.text), nearest(item.alternatives)
        rows.append((badge(item.severity), speaker(item.quotation), said, near, findings(item) + verdict))
    return table(("severity", "speaker", "the article quotes", "nothing carries it; nearest", "issues"), rows)


def _left_out(items: Sequence[Unpaired]) -> str:
    if not items:
        return "<p>Nothing was left out.</p>"
    rows = [
        (
            escape_html(item.reason),
            speaker(item.quotation),
            escape_html(item.quotation.text),
            nearest(item.alternatives),
        )
        for item in items
    ]
    return table(("reason", "speaker", "the article quotes", "nearest"), rows)
