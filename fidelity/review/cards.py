"""A session as HTML for the notebook: the current entry, and how far two reviewers agree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from fidelity.report.escaping import escape_html
from fidelity.report.markup import badge, findings, page, score, table, two_texts
from fidelity.review.agreement import JUDGEMENTS, Agreement
from fidelity.review.entries import ReviewEntry
from fidelity.types import ON_SELECTION, Judgement, Pair, VerdictRecord

if TYPE_CHECKING:
    from fidelity.review.session import ReviewSession


def entry_card(session: ReviewSession) -> str:
    """The current entry, or the reason why there is no entry."""
    entry = session.current
    if entry is None:
        return page("<p>Nothing to judge here: raise the threshold, or take a filter away.</p>")
    issues = findings(entry.found)
    parts = [
        _head(session, entry),
        _verdicts(session, entry),
        _sides(session, entry),
        f'<div class="block"><h4>What the program found</h4>{issues}</div>' if issues else "",
        _selection(entry),
        _choices(session) if entry.passage else "",
    ]
    return page(*parts)


def _head(session: ReviewSession, entry: ReviewEntry) -> str:
    found, quotation = entry.found, entry.found.quotation
    number = f"<b>{session.place + 1} of {len(session.entries)}</b>"
    fidelity = f"fidelity {score(found)}" if isinstance(found, Pair) else escape_html(found.reason)
    occasion = quotation.occasion.text or ("" if quotation.occasion.kind == "unknown" else quotation.occasion.kind)
    origins = ", ".join(_file_name(session.report.article(each).origin) for each in entry.articles)
    said = " · ".join(escape_html(part) for part in (quotation.speaker or "unknown speaker", occasion, origins) if part)
    drawn = '<small class="dim">drawn at random from above the threshold</small>' if entry.drawn else ""
    severity = badge(entry.severity) if entry.passage or entry.severity else ""
    return f'<div class="head">{number}{severity}<span>{fidelity}</span><span>{said}</span>{drawn}</div>'


def _selection(entry: ReviewEntry) -> str:
    """How sure the program is that the words are the document's, and why."""
    found = entry.found.selection
    if found is None:
        return ""
    evidence = "".join(f'<div class="item">{escape_html(text)}</div>' for text in found.evidence)
    title = f"Probability that these words are the document's: {found.probability:.2f}"
    return f'<div class="block"><h4>{title}</h4>{evidence}</div>'


def _file_name(origin: str) -> str:
    """The last part of a document's origin."""
    return PurePath(origin).name or origin


def _sides(session: ReviewSession, entry: ReviewEntry) -> str:
    (said_before, said_after), (before, after) = session.context(entry)
    if isinstance(entry.found, Pair):
        said, carried = two_texts(entry.found)
        right = _in_context(before, carried, after)
    else:
        said = escape_html(entry.found.quotation.text)
        what = _NOTHING.get(entry.found.reason, "This quotation was left out. Is it of the document?")
        right = what + _choices(session)
    left = _in_context(said_before, said, said_after)
    return (
        f'<div class="sides"><div class="side"><h4>The article quotes</h4><div class="text">{left}</div></div>'
        f'<div class="side"><h4>The translation has</h4><div class="text">{right}</div></div></div>'
    )


_NOTHING = {"missing": "Nothing that carries it.", "uncertain": "Nothing that is sure enough."}


def _in_context(before: str, text: str, after: str) -> str:
    """Finished HTML between two texts that are shown paler."""
    around = [f'<span class="near">{escape_html(side)}</span>' if side else "" for side in (before, after)]
    return f'{around[0]}<span class="said">{text}</span>{around[1]}'


def _choices(session: ReviewSession) -> str:
    if not session.choices:
        return ""
    lines = []
    for number, choice in enumerate(session.choices, start=1):
        before, after = session.beside(choice)
        near = "your words" if choice.similarity is None else f"similarity {choice.similarity:.3f}"
        text = (
            f'<span class="near">{escape_html(before)}</span>{escape_html(choice.text)}'
            f'<span class="near">{escape_html(after)}</span>'
        )
        lines.append(
            f'<div class="item"><span class="number">{number}</span>{text} <small class="dim">{near}</small></div>'
        )
    title = "Other passages" if session.current and session.current.passage else "The nearest passages"
    return f'<div class="block"><h4>{title}</h4>{"".join(lines)}</div>'


def _verdicts(session: ReviewSession, entry: ReviewEntry) -> str:
    mine = session.verdict(entry)
    if mine is None:
        earlier = session.stale(entry)
        if earlier is None:
            return ""
        where = "in another translation" if earlier.severity in ON_SELECTION else "on another passage"
        return f'<div class="verdict">Judge again: given {where}, {_said(session, earlier)}</div>'
    lines = [f"Your verdict: {_said(session, mine)}"]
    lines += [f"{escape_html(each.reviewer or 'unnamed')}: {_said(session, each)}" for each in session.others(entry)]
    return '<div class="verdict">' + "<br>".join(lines) + "</div>"


def _said(session: ReviewSession, record: VerdictRecord) -> str:
    comment = f" {escape_html(record.comment)}" if record.comment else ""
    picked = f" → “{escape_html(session.words(record.picked))}”" if record.picked else ""
    return f"{badge(record.severity)}{picked}{comment}"


def agreement_card(agreements: Sequence[Agreement]) -> str:
    """For each pair of reviewers the two kappas, and their judgements as a table."""
    if not agreements:
        return page("<p>Nobody else has judged what you have judged in this run.</p>")
    return page(*(_agreement(each) for each in agreements))


def _agreement(agreement: Agreement) -> str:
    one, other = (escape_html(name or "unnamed") for name in agreement.reviewers)
    used = [name for name in JUDGEMENTS if any(name in pair for pair in agreement.table)]
    rows = [[badge(mine), *(_count(agreement, mine, theirs) for theirs in used)] for mine in used]
    kappa = f"<b>{_number(agreement.kappa)}</b> over all judgements"
    weighted = f"<b>{_number(agreement.weighted)}</b> with quadratic weights over the severities ({agreement.rated})"
    return (
        f"<h3>{one} and {other}: {agreement.both} judged by both</h3>"
        f"<p>Cohen's kappa: {kappa}; {weighted}. 1 is full agreement, 0 what chance gives.</p>"
        f'<p class="dim"><small>rows: {one}; columns: {other}</small></p>' + table(("", *map(badge, used)), rows)
    )


def _count(agreement: Agreement, mine: Judgement, theirs: Judgement) -> str:
    return str(agreement.table.get((mine, theirs), 0) or "·")


def _number(kappa: float | None) -> str:
    return "not defined" if kappa is None else f"{kappa:.2f}"
