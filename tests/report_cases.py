"""Reports made by hand, for the tests of every view.

Offsets are those of two imagined documents in which quotation and passage stand where the spans say.
"""

from __future__ import annotations

from fidelity.report import Report
from fidelity.types import (
    Alternative,
    DocumentInfo,
    Issue,
    Occasion,
    Pair,
    Passage,
    Quotation,
    Severity,
    Span,
    Unpaired,
    Verdict,
    Zone,
)

MEMO = Occasion("document", "memo")

TRANSLATION = DocumentInfo(
    id="5fa37a6b1716dbf1",
    origin="translation.txt",
    sha256="5fa37a6b1716dbf1" * 4,
    language="en",
    zones=(
        Zone("front_matter", Span(0, 120), "en", 0.95, "labelled lines before the text: Original Title, Author"),
        Zone("marker", Span(121, 155), "en", 1.0, "announces the original text"),
        Zone("body", Span(156, 11300), "en", 0.97, "the text between marker and disclaimer"),
        Zone("disclaimer", Span(11301, 11480), "zh-Hans", 0.99, "opens with 免责声明"),
    ),
)
ARTICLE = DocumentInfo(
    id="9355ab61032efc87",
    origin="article.txt",
    sha256="9355ab61032efc87" * 4,
    language="en",
    zones=(Zone("body", Span(0, 9000), "en", 0.9, "no other zone was found"),),
)
SECOND_ARTICLE = DocumentInfo(
    id="0123456789abcdef", origin="wire/second.txt", sha256="0123456789abcdef" * 4, language="en", zones=()
)


def quotation(text: str, start: int, speaker: str | None = "Dario Amodei", occasion: Occasion = MEMO) -> Quotation:
    """A quotation of one stretch, in a paragraph that begins 20 characters before it."""
    return Quotation(
        text=text,
        spans=(Span(start, start + len(text)),),
        paragraph=Span(max(0, start - 20), start + len(text) + 10),
        speaker=speaker,
        speaker_span=None if speaker is None else Span(max(0, start - 18), max(0, start - 18) + len(speaker)),
        cue="wrote",
        cue_span=Span(start + len(text) + 2, start + len(text) + 7),
        occasion=occasion,
    )


def passage(text: str, start: int) -> Passage:
    """A passage of one stretch."""
    return Passage(text, (Span(start, start + len(text)),))


def issue(severity: Severity, said: tuple[Quotation, str], carried: tuple[Passage, str], note: str) -> Issue:
    """A mistranslation between words of a quotation and words of a passage."""
    return Issue(
        category="accuracy/mistranslation",
        check="polarity" if severity == "critical" else "model",
        severity=severity,
        quotation_spans=find(said[0].text, said[1], said[0].spans[0].start),
        passage_spans=find(carried[0].text, carried[1], carried[0].span.start),
        note=note,
    )


def omission(spans: tuple[Span, ...], note: str = "no passage carries these words") -> Issue:
    """The issue of a quotation that is missing."""
    return Issue("accuracy/omission", "missing", "major", spans, (), note)


def find(text: str, words: str, offset: int = 0) -> tuple[Span, ...]:
    """Where ``words`` are in a text that begins at ``offset``; nothing for no words."""
    if not words:
        return ()
    start = offset + text.index(words)
    return (Span(start, start + len(words)),)


def critical_pair() -> Pair:
    said = quotation(
        "The real reasons DoW and the Trump admin do not like us is that we haven't donated to Trump "
        "(while OpenAI/Greg have donated a lot),",
        3100,
    )
    carried = passage(
        "The real reason the Department of War and the Trump administration dislike us is: we made political "
        "donations to Trump (while OpenAI and Greg Brockman donated a lot)",
        8800,
    )
    return Pair(
        id="aaaaaaaaaaaaaaa1",
        quotation_id="aaaaaaaaaaaaaa00",
        article=ARTICLE.id,
        quotation=said,
        passage=carried,
        similarity=0.912,
        confidence=0.99,
        score=0.0312,
        fidelity=7,
        severity="critical",
        issues=(
            issue(
                "critical",
                (said, "haven't donated"),
                (carried, "made political donations"),
                "the quotation denies it and the passage asserts it",
            ),
            issue("minor", (said, "admin"), (carried, "administration"), "a register that differs"),
        ),
    )


def minor_pair() -> Pair:
    said = quotation(
        "trying to make it more possible for the admin to punish us by undercutting our public support.", 86
    )
    carried = passage(
        "by undermining public support for us, he makes it easier for the government to penalize us.", 10680
    )
    return Pair(
        id="bbbbbbbbbbbbbbb1",
        quotation_id="bbbbbbbbbbbbbb00",
        article=ARTICLE.id,
        quotation=said,
        passage=carried,
        similarity=0.703,
        confidence=0.71,
        score=0.6021,
        fidelity=64,
        severity="minor",
        issues=(issue("minor", (said, "trying to make"), (carried, "makes"), "an attempt has become a fact"),),
        alternatives=(
            Alternative("I even suspect he may be subtly fanning the flames", Span(10773, 10823), 0.412),
            Alternative("Sam is undermining our position", Span(10561, 10592), 0.4),
        ),
        verdict=Verdict("neutral", "same gist", "PW"),
    )


def faithful_pair() -> Pair:
    said = quotation("safety theater.", 698)
    return Pair(
        id="ccccccccccccccc1",
        quotation_id="cccccccccccccc00",
        article=ARTICLE.id,
        quotation=said,
        passage=passage("safety theater", 2862),
        similarity=0.981,
        confidence=0.93,
        score=0.991,
        fidelity=98,
        severity="neutral",
    )


def unjudged_pair() -> Pair:
    said = quotation("The measures hardly solve the problem", 4400)
    return Pair(
        id="ddddddddddddddd1",
        quotation_id="dddddddddddddd00",
        article=ARTICLE.id,
        quotation=said,
        passage=Passage("这些措施 几乎没有解决问题。", (Span(11302, 11306), Span(11320, 11329))),
        similarity=0.388,
        confidence=None,
        score=None,
        fidelity=None,
        severity=None,
        unjudged="the passage is zh-Hans; only English on both sides is scored",
    )


def missing_quotation() -> Unpaired:
    said = quotation("I am sorry for the tone of this message.", 5000)
    return Unpaired(
        quotation_id="eeeeeeeeeeeeee00",
        article=ARTICLE.id,
        quotation=said,
        reason="missing",
        confidence=0.02,
        severity="major",
        issues=(omission(said.spans),),
        alternatives=(Alternative("I hope everyone stays alert to this", Span(10600, 10635), 0.311),),
    )


def others_left_out() -> tuple[Unpaired, ...]:
    event = Occasion("event", "a Morgan Stanley event")
    return (
        Unpaired(
            "ffffffffffffff00",
            ARTICLE.id,
            quotation("we're going to try our very best", 7100, occasion=event),
            "other occasion",
        ),
        Unpaired(
            "ffffffffffffff01",
            ARTICLE.id,
            quotation("It's an ego and diplomacy problem,", 6900, "one person"),
            "other speaker",
        ),
        Unpaired(
            "ffffffffffffff02",
            ARTICLE.id,
            quotation("the heroes.", 8100),
            "uncertain",
            confidence=0.44,
            alternatives=(Alternative("viewing us as the principled side", Span(10900, 10933), 0.405),),
        ),
        Unpaired("ffffffffffffff03", ARTICLE.id, quotation("supply chain risk", 267, None), "term or title"),
    )


def full_report() -> Report:
    """One of everything, given in the wrong order."""
    return Report(
        signature="fidelity 0.1.0|model:all-MiniLM-L6-v2|calibration:2026-01|settings:0a1b2c3d",
        translation=TRANSLATION,
        articles=(ARTICLE,),
        pairs=(unjudged_pair(), faithful_pair(), minor_pair(), critical_pair()),
        unpaired=(*others_left_out(), missing_quotation()),
        notes=("Words of Dario Amodei count as the memo's: the front matter names him as its author.",),
    )


def empty_report() -> Report:
    """A run over an article without quotations."""
    return Report("fidelity 0.1.0", TRANSLATION, (ARTICLE,), (), ())


HOSTILE = (
    "=cmd|'/c calc'!A0 [red]x[/red] \x1b]0;title\x07\x1b[2J\u202egnp.exe\u2066 \x9b31m a\u200bb "
    "<script>alert(1)</script> \x00 \udc80"
)


def hostile_report() -> Report:
    """Every text of it tries to steer whatever shows it."""
    said = Quotation(
        HOSTILE,
        (Span(0, len(HOSTILE)),),
        Span(0, len(HOSTILE)),
        speaker=HOSTILE,
        cue=HOSTILE,
        occasion=Occasion("document", HOSTILE),
    )
    found = Issue("terminology", "model", "minor", (Span(0, 5),), (Span(0, 5),), HOSTILE)
    alternative = Alternative(HOSTILE, Span(0, 4), 0.1)
    verdict = Verdict("major", HOSTILE, HOSTILE, stale=True)
    document = DocumentInfo("1" * 16, HOSTILE, "1" * 64, "en", (Zone("body", Span(0, 9), "en", 1.0, HOSTILE),))
    pair = Pair(
        *("2" * 16, "3" * 16, document.id, said, Passage(HOSTILE + " two", (Span(0, len(HOSTILE) + 4),))),
        *(0.5, 0.5, 0.5, 60, "minor", (found,), (alternative,), verdict, HOSTILE),
    )
    missing = Unpaired("4" * 16, document.id, said, "missing", 0.1, "major", (found,), (alternative,), verdict)
    other = Unpaired("5" * 16, document.id, said, "other speaker")
    return Report(HOSTILE, document, (document,), (pair,), (missing, other), (HOSTILE,))
