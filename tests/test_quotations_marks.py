"""What a stray mark, a lost mark or an odd layout costs: at most the quotation it stands in."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.quotations import extract_quotations
from fidelity.quotations.paragraphs import find_paragraphs
from fidelity.settings import QuotationSettings
from fidelity.types import Document, DocumentInfo, Quotation, Span

ARTICLES = Path(__file__).parent / "cases" / "articles"
DOUBLE = '"“”„«»「」『』'
MARKS = DOUBLE + "'‘’‹›"
PIECES = [*"abcAS.,:;  5", *MARKS, " said ", "Ann Example ", "— ", "> ", "BOB: ", "it's "]
LINES = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
REAL = [path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("*.txt"))]


def extract(text: str) -> tuple[Quotation, ...]:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return extract_quotations(Document(DocumentInfo(digest[:16], "a", digest, "en", ()), text), QuotationSettings())


Rows = set[tuple[tuple[int, int], ...]]


def split(quotations: tuple[Quotation, ...], first: int, last: int, shift: int) -> tuple[Rows, Rows]:
    """The spans of quotations outside of ``[first, last)``, those behind moved back by ``shift``, and of the others."""
    outside: Rows = set()
    touched: Rows = set()
    for quotation in quotations:
        moved = shift if quotation.paragraph.start >= last else 0
        spans = tuple((span.start - moved, span.end - moved) for span in quotation.spans)
        apart = quotation.paragraph.end <= first or quotation.paragraph.start >= last
        (outside if apart else touched).add(spans)
    return outside, touched


def without(rows: Rows, touched: Rows) -> Rows:
    """``rows`` but for what lies in quotations that reach into the changed paragraphs in the other version.

    There it is a part of them, or nested in them, and so no quotation of its own.
    """
    outer = [span for spans in touched for span in spans]
    return {spans for spans in rows if not any(a <= s[0] and s[1] <= b for a, b in outer for s in spans)}


def changed_part(text: str, at: int) -> tuple[int, int]:
    """From the start of the paragraph that position ``at`` stands in to the end of the next."""
    paragraphs = find_paragraphs(text)
    number = max((n for n, paragraph in enumerate(paragraphs) if paragraph.start <= at), default=0)
    following = paragraphs[min(number + 1, len(paragraphs) - 1)]
    return min(paragraphs[number].start, at), max(following.end, at + 1)


def insertions(text: str, data: st.DataObject) -> Iterator[tuple[str, str, int]]:
    at = data.draw(st.integers(0, len(text)))
    yield text[:at] + data.draw(st.sampled_from(MARKS)) + text[at:], text, at
    marks = [place for place, char in enumerate(text) if char in MARKS]
    if marks:
        at = data.draw(st.sampled_from(marks))
        yield text, text[:at] + text[at + 1 :], at


def check_one_mark(longer: str, shorter: str, at: int) -> None:
    """``longer`` has one mark more than ``shorter``, at ``at``: what stands outside of two paragraphs stays."""
    first, last = changed_part(longer, at)
    more, more_touched = split(extract(longer), first, last, 1)
    less, less_touched = split(extract(shorter), first, last - 1, 0)
    assert without(more, less_touched) == without(less, more_touched)


@settings(deadline=None)
@given(st.lists(LINES.filter(lambda line: any(map(str.isalnum, line))), min_size=3, max_size=7), st.data())
def test_one_mark_more_or_less_changes_at_most_its_paragraph_and_the_next(
    lines: list[str], data: st.DataObject
) -> None:
    for longer, shorter, at in insertions("\n\n".join(lines), data):
        check_one_mark(longer, shorter, at)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(REAL), st.data())
def test_the_same_in_articles(text: str, data: st.DataObject) -> None:
    for longer, shorter, at in insertions(text, data):
        check_one_mark(longer, shorter, at)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“One.\n\n“Two.\n\n“Three.”", [["One.", "Two.", "Three."]]),
        ("“One.\n\nTwo.” She left. “Three.”", [["One.", "Two."], ["Three."]]),
        ("“One.\n\n“Two.\n\nShe left.\n\n“Three.”", [["Three."]]),
        ("She said: “One.\n\nShe left.\n\n“Two.”", [["Two."]]),
        ("«Uno.\n\n«Dos.\n\n«Tres.»", [["Uno.", "Dos.", "Tres."]]),
        ("„Eins.\n\n„Zwei.“", [["Eins.", "Zwei."]]),
        ("‘One isn’t enough.\n\n‘Two are.’", [["One isn’t enough.", "Two are."]]),
        ("「一。\n\n「二。」", [["一。", "二。"]]),
        ('He said "yes and left.\n\nShe said "no" and stayed.', [["no"]]),
        ('A stray closer" here.\n\n"Whole," said Ann.', [["Whole,"]]),
        ("« Oui, dit-il, mais plus tard. »", [["Oui,", "mais plus tard."]]),
        ("«Да, — сказал он, — но позже».", [["Да,", "но позже"]]),
        ("> One line.\n> Another.\n\nBoth are his.", [["One line.", "Another."]]),
        ("She wrote:\n\n    We stay.\n    All of us.\n\nThat was it.", [["We stay.", "All of us."]]),
        ("— We go, said Ann. At once.\n— Now? asked Bob.", [["We go,"], ["At once."], ["Now?"]]),
        ("- milk\n- eggs\n- “organic” butter", [["organic"]]),
        ("Note: bring a pen.\nTime: noon.\nPlace: here.\nTime: again.", []),
    ],
)
def test_layouts(text: str, expected: list[list[str]]) -> None:
    assert [[span.of(text) for span in quotation.spans] for quotation in extract(text)] == expected


@pytest.mark.parametrize(
    "unit",
    [
        'Ann Example said "no" to ‘that’. ',
        "“a 'b ",
        "> a “b\n",
        "— We go, said Ann. — At once.\n",
        "BOB: yes “no\n\nANN: no\n\n",
        "« Oui, dit-il, non ",
        "a, — сказал он, — b ",
        "他说：“不”，",
        "(a — b",
        "[…] [x ",
        "the companies' ",
    ],
)
def test_cost_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        start = time.process_time()
        extract(text)
        return time.process_time() - start

    seconds(2_000)
    short, long = min(seconds(20_000) for _ in range(2)), min(seconds(80_000) for _ in range(2))
    assert long < 4 * short * 2.5 + 0.2, (short, long)


def test_marks_inside_a_span_keep_their_place() -> None:
    text = 'Ann said: "We were told [by Bob] that ... nobody (…) would […] know [sic]."'
    (quotation,) = extract(text)
    assert [span.of(text) for span in quotation.brackets] == ["[by Bob]", "[sic]"]
    assert [span.of(text) for span in quotation.ellipses] == ["...", "(…)", "[…]"]
    assert all(Span(quotation.spans[0].start, quotation.spans[0].end).covers(span) for span in quotation.brackets)
