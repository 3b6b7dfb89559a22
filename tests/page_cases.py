"""Reports with their documents, built from texts, for the tests of the page."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from fidelity.report import Report
from fidelity.types import (
    Alternative,
    Category,
    Document,
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
from tests.report_cases import find, omission

SIGNATURE = "fidelity 0.1.0|model:all-MiniLM-L6-v2|settings:0a1b2c3d"
FIDELITY: dict[Severity, int] = {"critical": 5, "major": 31, "minor": 67, "neutral": 95}


def document(text: str, origin: str, language: str, out: Sequence[tuple[str, str]] = ()) -> Document:
    """A document whose body is all but the stretches in ``out``, each with its zone."""
    digest = hashlib.sha256(text.encode("utf-8", "replace") + origin.encode("utf-8", "replace")).hexdigest()
    zones, place = [], 0
    for words, name in out:
        start = text.index(words)
        zones += [Zone("body", Span(place, start), language, 1.0, "body")] if text[place:start].strip() else []
        zones.append(Zone(name, Span(start, start + len(words)), language, 1.0, "set apart"))  # type: ignore[arg-type]
        place = start + len(words)
    if text[place:].strip():
        zones.append(Zone("body", Span(place, len(text)), language, 1.0, "body"))
    return Document(DocumentInfo(digest[:16], origin, digest, language, tuple(zones)), text)


def quoted(article: Document, words: str, speaker: str | None = "Marta Reyes", where: str = "the memo") -> Quotation:
    (span,) = find(article.text, words)
    begin = article.text.rfind("\n", 0, span.start) + 1
    end = article.text.find("\n", span.end)
    return Quotation(
        words,
        (span,),
        Span(begin, end if end >= 0 else len(article.text)),
        speaker=speaker,
        occasion=Occasion("document", where),
    )


def pair(
    translation: Document,
    article: Document,
    said: str,
    carried: str,
    severity: Severity = "neutral",
    issues: Sequence[tuple[str, str, Category, str]] = (),
    speaker: str | None = "Marta Reyes",
) -> Pair:
    """A pair; an issue is what is said, what is carried (one may be empty), its category and its note."""
    (span,) = find(translation.text, carried)
    digest = hashlib.sha256((article.info.origin + said).encode("utf-8", "replace")).hexdigest()[:16]
    quotation = quoted(article, said, speaker)
    found = tuple(
        Issue(
            category,
            "numbers" if any(letter.isdigit() for letter in words + other) else "negation",
            severity,
            find(article.text, words),
            find(translation.text, other),
            note,
        )
        for words, other, category, note in issues
    )
    return Pair(
        id=digest[::-1],
        quotation_id=digest,
        article=article.info.id,
        quotation=quotation,
        passage=Passage(carried, (span,)),
        similarity=0.812,
        confidence=0.97,
        score=0.71,
        fidelity=FIDELITY[severity],
        severity=severity,
        issues=found,
        alternatives=(Alternative(carried[:20], Span(span.start, span.start + len(carried[:20])), 0.4),),
    )


def missing(article: Document, said: str) -> Unpaired:
    quotation = quoted(article, said)
    digest = hashlib.sha256(said.encode()).hexdigest()[:16]
    return Unpaired(digest, article.info.id, quotation, "missing", 0.02, "major", (omission(quotation.spans),))


def left_out(article: Document, said: str, speaker: str, near: Alternative | None = None) -> Unpaired:
    digest = hashlib.sha256(said.encode()).hexdigest()[:16]
    return Unpaired(digest, article.info.id, quoted(article, said, speaker, ""), "other speaker", near=near)


MEMO = """Author: Marta Reyes
Dear colleagues, the inspectors found cracks in 14 of the 60 bridges. [Note: the line is old.] They believe that the \
line can stay open.
We cannot raise fares. The public will hear about it from us.
Disclaimer: for information only.
"""
FIRST = """The director wrote to her staff. "The inspectors found cracks in 41 of the 60 bridges," she wrote. "They do \
not believe that the line can stay open."
"We can't put up fares," the memo says. "I knew about the rust in March."
"We have asked for figures," said Tom Albrecht.
"""
SECOND = """In her memo Reyes says: "The inspectors have found cracks in fourteen bridges." She promises that "the \
public will learn of it from us."
"""


def english() -> tuple[Report, tuple[Document, ...]]:
    """One of everything, from two articles that quote one passage in different words."""
    memo = document(
        MEMO,
        "memo.txt",
        "en",
        [
            ("Author: Marta Reyes\n", "front_matter"),
            ("[Note: the line is old.]", "inline_note"),
            ("Disclaimer: for information only.\n", "disclaimer"),
        ],
    )
    first, second = document(FIRST, "first.txt", "en"), document(SECOND, "second.txt", "en")
    sentence = "the inspectors found cracks in 14 of the 60 bridges."
    numbers: Category = "accuracy/mistranslation"
    pairs = (
        pair(
            *(memo, first, "The inspectors found cracks in 41 of the 60 bridges,", sentence, "critical"),
            [("41", "14", numbers, "another number: “41” became “14”")],
        ),
        pair(
            *(
                memo,
                first,
                "They do not believe that the line can stay open.",
                "They believe that the line can stay open.",
            ),
            *("critical", [("not", "believe", numbers, "the negation is gone")]),
        ),
        replace(
            pair(
                memo,
                first,
                "We can't put up fares,",
                "We cannot raise fares.",
                "minor",
                [("put up", "raise", numbers, "style")],
            ),
            verdict=Verdict("neutral", "the same in other words", "Ann"),
        ),
        pair(memo, second, "The inspectors have found cracks in fourteen bridges.", sentence),
        replace(
            pair(memo, second, "the public will learn of it from us.", "The public will hear about it from us."),
            confidence=0.5,
        ),
    )
    near = Alternative(
        "The public will hear about it from us.", *find(MEMO, "The public will hear about it from us."), 0.6
    )
    unpaired = (
        missing(first, "I knew about the rust in March."),
        left_out(first, "We have asked for figures,", "Tom Albrecht", near),
    )
    notes = ("Taken as the author of the translated document: Marta Reyes.",)
    report = Report(SIGNATURE, memo.info, (first.info, second.info), pairs, unpaired, notes)
    return report, (memo, first, second)


ARABIC = """السيدات والسادة، وجد المفتشون شقوقاً في 14 جسراً من أصل 60. يعتقدون أن الخط يمكن أن يبقى مفتوحاً خلال الشتاء.
لا يمكننا رفع الأجرة، لأن من يركبون هذا الخط هم أقل الناس قدرة على الدفع.
"""
CHINESE = """各位同事，检查员在60座桥梁中的14座发现了裂缝。他们认为这条线路可以在冬季继续开放。
我们不能提高票价，因为乘坐这条线路的人最负担不起。
"""


def other_language(text: str, language: str, origin: str) -> tuple[Report, tuple[Document, ...]]:
    """A translation in another script, of which two sentences are quoted in English."""
    memo = document(text, origin, language)
    article = document(FIRST, "first.txt", "en")
    sentences = [line for line in text.replace("。", "。\n").replace(". ", ".\n").splitlines() if line.strip()]
    number: Category = "accuracy/mistranslation"
    pairs = (
        pair(
            *(memo, article, "The inspectors found cracks in 41 of the 60 bridges,", sentences[0].strip(), "critical"),
            [("41", "14", number, "another number: “41” became “14”")],
        ),
        pair(memo, article, "We can't put up fares,", sentences[2].strip()),
    )
    return Report(SIGNATURE, memo.info, (article.info,), pairs, ()), (memo, article)


def arabic() -> tuple[Report, tuple[Document, ...]]:
    return other_language(ARABIC, "ar", "مذكرة.txt")


def chinese() -> tuple[Report, tuple[Document, ...]]:
    return other_language(CHINESE, "zh-Hans", "备忘录.txt")


HOSTILE = (
    "<script>document.title='pwned'</script></script><img src=x onerror=\"document.title='pwned'\">"
    "{{ 7 * 7 }}{% raw %} javascript:alert(1) ' onmouseover='alert(2) \"> --> ]]> \u202egnp.exe\u2066 \x1b[2J "
    "</style><style>body{display:none}</style> &lt; &#x202e; \u200b"
)


def hostile() -> tuple[Report, tuple[Document, ...]]:
    """Every text of it tries to get out of its place."""
    memo = document(
        f"{HOSTILE}\nSecond line. {HOSTILE} end.", HOSTILE + "memo", "en", [(HOSTILE + "\n", "editor_note")]
    )
    article = document(f"It says: {HOSTILE} two.\nOther: {HOSTILE} three.", HOSTILE + "article", "en")
    carried = f"Second line. {HOSTILE}"
    found = pair(
        memo, article, f"{HOSTILE} two.", carried, "major", [("two", "Second", "accuracy/addition", HOSTILE)], HOSTILE
    )
    found = replace(
        found,
        quotation=replace(found.quotation, cue=HOSTILE, occasion=Occasion("document", HOSTILE)),
        verdict=Verdict("critical", HOSTILE, HOSTILE, stale=True),
        unjudged=HOSTILE,
        notes=(HOSTILE, "score: " + HOSTILE),
        alternatives=(Alternative(HOSTILE, Span(0, 4), 0.1),),
    )
    lost = replace(left_out(article, f"{HOSTILE} three.", HOSTILE), near=Alternative(HOSTILE, Span(0, 4), 0.2))
    return Report(f"{HOSTILE}|{HOSTILE}", memo.info, (article.info,), (found,), (lost,), (HOSTILE,)), (memo, article)
