"""Databases with a run in them, for the tests of the session, the notebook and the browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fidelity.report import Report
from fidelity.store import Store
from fidelity.types import (
    Alternative,
    Document,
    DocumentInfo,
    Issue,
    Occasion,
    Pair,
    Passage,
    Quotation,
    Selection,
    Span,
    Unpaired,
    Zone,
)
from tests.report_cases import omission

HOSTILE = (
    "<script>document.title='ran'</script> <img src=x onerror=\"alert('ran')\"> <a href=\"javascript:alert('ran')\">go"
    "</a> <b onclick=alert(1)>b</b> \u202egnp.exe\u2066 {{7*7}} ${7*7} $$\\frac{1}{2}$$ \\(x^2\\) &lt;i&gt; "
    "\x1b[2J '\"--></style>"
)
"""What a hostile document would put anywhere."""


def small_run(folder: Path, above: int = 20) -> Path:
    """A database with a missing and an uncertain quotation, two low pairs, one without a score, ``above`` good ones."""
    sentences = [f"The committee of ward {n} met on day {n} and agreed." for n in range(above + 3)]
    memo = Builder("memo.txt", "We never said that the plant would close.")
    news = Builder("news.txt", "A report on the memo.")
    for sentence in sentences:
        memo.add(sentence)
        news.add(sentence.replace("agreed", "consented"))
    pairs = [
        pair(news, memo, n, fidelity=value, speaker="Rivera" if n % 2 else "Duarte")
        for n, value in enumerate([12, 55, None, *range(75, 75 + above)])
    ]
    missing = unpaired(news, memo, "Bees thrive on volcanoes.", "missing")
    uncertain = unpaired(news, memo, "Orchids do not.", "uncertain")
    other = unpaired(news, memo, "The strike goes on.", "other speaker")
    return save(folder, memo, news, pairs, [missing, uncertain, other])


def left_out_run(folder: Path) -> Path:
    """A database with a pair, and two quotations that were left out: one that is near to a sentence, and one not."""
    memo, news = Builder("memo.txt", "We never said that the plant would close."), Builder("news.txt", "A report.")
    memo.add("The committee met and agreed.")
    news.add("The committee met and consented.")
    far = unpaired(news, memo, "The strike goes on.", "other speaker")
    near = Alternative("We never said that the plant would close.", Span(0, 41), 0.8)
    kept_out = unpaired(news, memo, "We have not said that the plant will close.", "other occasion")
    found = Selection(0.31, ("Duarte <b>is named</b> as the speaker.",), -0.8001)
    both = [far, replace(kept_out, near=near, selection=found)]
    return save(folder, memo, news, [pair(news, memo, 0, fidelity=20, speaker="Duarte")], both)


def hostile_run(folder: Path) -> Path:
    """A database in which every text tries to be more than text."""
    memo, news = Builder(HOSTILE, HOSTILE), Builder(HOSTILE, HOSTILE)
    for n in range(2):
        memo.add(f"{HOSTILE} carried {n}")
        news.add(f"{HOSTILE} quoted {n}")
    pairs = [pair(news, memo, n, fidelity=20 + n, speaker=HOSTILE, note=HOSTILE) for n in range(2)]
    missing = unpaired(news, memo, f"{HOSTILE} missing", "missing", speaker=HOSTILE, note=HOSTILE)
    return save(folder, memo, news, pairs, [missing], note=HOSTILE)


class Builder:
    """A document that grows by paragraphs."""

    def __init__(self, origin: str, opening: str) -> None:
        self.origin, self.text = origin, opening
        self.spans: list[Span] = []

    def add(self, paragraph: str) -> Span:
        start = len(self.text) + 2
        self.text += f"\n\n{paragraph}"
        self.spans.append(Span(start, len(self.text)))
        return self.spans[-1]

    def document(self, sha: str) -> Document:
        zones = (Zone("body", Span(0, len(self.text)), "en", 0.9, "all of it"),)
        return Document(DocumentInfo(sha[:16], self.origin, sha, "en", zones), self.text)


def pair(
    news: Builder, memo: Builder, n: int, *, fidelity: int | None, speaker: str, note: str = "another word"
) -> Pair:
    said, carried = news.spans[n], memo.spans[n]
    severity = None if fidelity is None else "major" if fidelity < 50 else "minor" if fidelity < 70 else "neutral"
    issues = (
        (Issue("accuracy/mistranslation", "model", severity, (said,), (carried,), note),)
        if severity in ("major", "minor")
        else ()
    )
    return Pair(
        id=f"{n:016x}",
        quotation_id=f"{n + 4096:016x}",
        article="b" * 16,
        quotation=quotation(news, said, speaker),
        passage=Passage(carried.of(memo.text), (carried,)),
        similarity=0.9,
        confidence=0.95,
        score=None if fidelity is None else fidelity / 100,
        fidelity=fidelity,
        severity=severity,  # type: ignore[arg-type]
        issues=issues,  # type: ignore[arg-type]
        alternatives=(Alternative(memo.spans[0].of(memo.text), memo.spans[0], 0.3),) if n else (),
        unjudged="the passage is not English" if fidelity is None else None,
        trust=1.5,
    )


def unpaired(
    news: Builder, memo: Builder, text: str, reason: str, speaker: str = "Rivera", note: str = "no passage carries it"
) -> Unpaired:
    span = news.add(text)
    judged = reason in ("missing", "uncertain")
    return Unpaired(
        quotation_id=f"{span.start + 2**20:016x}",
        article="b" * 16,
        quotation=quotation(news, span, speaker),
        reason=reason,  # type: ignore[arg-type]
        confidence=0.02 if judged else None,
        severity="major" if reason == "missing" else None,
        issues=(omission((span,), note),) if reason == "missing" else (),
        alternatives=tuple(Alternative(s.of(memo.text), s, 0.25) for s in memo.spans[:2]) if judged else (),
        trust=-3.0 if judged else None,
    )


def quotation(news: Builder, span: Span, speaker: str) -> Quotation:
    occasion = Occasion("document", HOSTILE if speaker == HOSTILE else "the memo")
    return Quotation(span.of(news.text), (span,), span, speaker=speaker, occasion=occasion)


def save(
    folder: Path, memo: Builder, news: Builder, pairs: list[Pair], others: list[Unpaired], note: str = "a note"
) -> Path:
    """The texts are complete by now, so that every offset counts in them."""
    translation, article = memo.document("a" * 64), news.document("b" * 64)
    signature = "fidelity:0.1.0|model:test-model@1|settings:0"
    report = Report(signature, translation.info, (article.info,), tuple(pairs), tuple(others), (note,))
    path = folder / "runs.db"
    with Store(path, create=True) as store:
        store.save_run(report, translation, [article])
    return path
