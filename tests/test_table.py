"""What the terminal shows: readable at every width, marked without colour, and obeying no document."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from fidelity.report import Report
from fidelity.report.escaping import escape_terminal, one_line
from fidelity.report.inspection import render_inspection
from fidelity.report.listing import render_quotations
from fidelity.report.table import render_report
from fidelity.report.terminal import terminal_width, use_color
from fidelity.types import Document, Passage, Segment, Span, Zone
from tests import report_cases as cases

NARROW = """\
translation.txt against article.txt

Missing from the translation: 1

1. major · Dario Amodei · memo
   article  I am sorry for the tone of this message.
   nearest  I hope everyone stays alert to this (similarity 0.311)
   issue    major accuracy/omission: no passage carries these words

Pairs, worst first: 4

2. critical · fidelity 7 · Dario Amodei · memo
   article      The real {reasons DoW} and the Trump {admin do not like} us is
                {that} we {haven't donated} to Trump (while OpenAI/Greg {have}
                donated a lot),
   translation  The real {reason the Department of War} and the Trump
                {administration dislike} us is: we {made political donations} to
                Trump (while OpenAI {and} Greg {Brockman} donated a lot)
   issue        critical accuracy/mistranslation: the quotation denies it and
                the passage asserts it
                “haven't donated” → “made political donations”
   issue        minor accuracy/mistranslation: a register that differs
                “admin” → “administration”

3. minor · fidelity 64? · Dario Amodei · memo
   article      {trying to make} it {more possible} for the {admin} to {punish}
                us {by undercutting our public support}.
   translation  {by undermining public support for us, he makes} it {easier} for
                the {government} to {penalize} us.
   issue        minor accuracy/mistranslation: an attempt has become a fact
                “trying to make” → “makes”
   verdict      neutral, PW: same gist

4. neutral · fidelity 98 · Dario Amodei · memo
   article      safety theater.
   translation  safety theater

5. not judged · Dario Amodei · memo
   article      The measures hardly solve the problem
   translation  这些措施 几乎没有解决问题。
   not judged   the passage is zh-Hans; only English on both sides is scored

Without a passage, and why: 4

uncertain: no passage was found, and it is not certain that there is none (1)
  - the heroes. — Dario Amodei · memo
    nearest: viewing us as the principled side (similarity 0.405)

other speaker: said by someone else (1)
  - It's an ego and diplomacy problem, — one person · memo

other occasion: said on another occasion (1)
  - we're going to try our very best — Dario Amodei · a Morgan Stanley event

term or title: the marks hold a term or a title (1)
  - supply chain risk — speaker unknown · memo

{ } words that differ between quotation and passage
? behind fidelity: less than 80% sure that this is the right passage

9 quotations: 4 paired, 1 missing, 4 without a passage for the reasons above.
Severity: 1 critical, 1 major, 1 minor, 1 neutral, 1 not judged. Median fidelity
64.
Reviewed: 1.
Note: Words of Dario Amodei count as the memo's: the front matter names him as
      its author.
"""

ANSI = re.compile("\x1b\\[[0-9;]*m")


def test_narrow_terminals_get_cards() -> None:
    assert render_report(cases.full_report(), width=80) == NARROW


def test_wide_terminals_get_a_table() -> None:
    lines = render_report(cases.full_report(), width=160).splitlines()
    header = lines[3]
    titles = ["Fidelity", "Severity", "Speaker", "The article quotes", "The translation has", "Issues"]
    assert [title for title in titles if title in header] == titles
    first = lines[5]
    assert first.split()[:3] == ["1", "–", "major"]
    assert "nothing carries it" in first
    assert any(line.split()[:3] == ["3", "64?", "minor"] for line in lines)


def test_a_category_is_never_broken() -> None:
    assert "accuracy/mistranslation: " in render_report(cases.full_report(), width=120)


def test_verbose_adds_numbers_next_best_and_signature() -> None:
    text = render_report(cases.full_report(), width=80, verbose=True)
    assert "   numbers      similarity 0.703, confidence 0.71, score 0.6021\n" in text
    assert "   next best    Sam is undermining our position (similarity 0.400)\n" in text
    assert text.endswith(
        "Signature: fidelity\n           0.1.0|model:all-MiniLM-L6-v2|calibration:2026-01|settings:0a1b2c3d\n"
    )


@pytest.mark.parametrize("width", [20, 40, 80, 119, 120, 200])
@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize("report", [cases.full_report(), cases.hostile_report(), cases.empty_report()])
def test_no_line_is_wider_than_asked(report: Report, width: int, color: bool) -> None:
    text = ANSI.sub("", render_report(report, width=width, color=color, verbose=True))
    assert max(cell_len(line) for line in text.splitlines()) <= width


def test_long_texts_wrap_and_lose_nothing() -> None:
    long = "一" * 500 + "x" * 500
    pair = replace(cases.faithful_pair(), passage=Passage(long, (Span(0, 1000),)))
    for width in (80, 200):
        text = render_report(replace(cases.full_report(), pairs=(pair,)), width=width)
        assert (text.count("一"), text.count("x" * 10) > 0) == (500, True)
        assert max(cell_len(line) for line in text.splitlines()) <= width


def test_colour_marks_differences_and_none_leaves_no_escape_code() -> None:
    coloured = render_report(cases.full_report(), color=True)
    assert "\x1b[1;35mhaven't donated\x1b[0m" in coloured
    assert "{" not in coloured
    assert "words like these differ between quotation and passage" in ANSI.sub("", coloured)
    assert "\x1b" not in render_report(cases.full_report(), color=False)
    assert "\x1b" not in render_report(cases.full_report(), color=False, width=200)


def test_marks_are_never_characters_of_the_texts() -> None:
    pair = replace(cases.minor_pair(), passage=Passage("by {undermining}", (Span(10680, 10696),)))
    text = render_report(replace(cases.full_report(), pairs=(pair,)))
    assert "by {⟦undermining⟧}" in text
    assert "⟦ ⟧ words that differ" in text


@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize("width", [80, 200])
def test_documents_do_not_steer_the_terminal(color: bool, width: int) -> None:
    text = render_report(cases.hostile_report(), width=width, color=color, verbose=True)
    rest = ANSI.sub("", text)
    assert not set(rest) & set("\x00\x07\x1b\x9b\u200b\u202e\u2066\udc80\r")
    for shown in ("[red]x[/red]", "␛]0;title␇␛[2J", "‹U+202E›", "‹U+009B›", "‹U+200B›"):
        assert shown in "".join(rest.split()) or shown in rest


def test_empty_reports_and_unpaired_only() -> None:
    assert render_report(cases.empty_report()) == (
        "translation.txt against article.txt\n\nNo quotations were found.\n\n0 quotations: 0 paired, 0 missing.\n"
    )
    only = replace(cases.full_report(), pairs=(), unpaired=cases.others_left_out()[:1], notes=())
    text = render_report(only, width=200)
    assert "No quotation was paired with the translation." in text
    assert "1 quotation: 0 paired, 0 missing, 1 without a passage for the reasons above." in text


def test_the_article_is_named_where_there_are_several() -> None:
    report = replace(cases.full_report(), articles=(cases.ARTICLE, cases.SECOND_ARTICLE))
    text = render_report(report)
    assert text.startswith("translation.txt against article.txt, wire/second.txt\n")
    assert "2. critical · fidelity 7 · Dario Amodei · memo · article.txt\n" in text


def _document() -> Document:
    text = "Author: X\n免责声明" + " and so on" * 40
    zones = (
        Zone("front_matter", Span(0, 9), "en", 0.95, "labelled lines"),
        Zone("body", Span(10, len(text)), "zh-Hans", 1.0, "what is left"),
    )
    info = replace(cases.TRANSLATION, zones=zones, language="zh-Hans")
    places = [(0, 9, "en"), (10, 14, "zh-Hans"), (15, 64, "en"), (65, 68, "en"), (69, 74, "en"), (75, 84, "en")]
    text = text[:64] + "\n" + text[65:]
    segments = tuple(Segment(Span(a, b), tag, "body" if a else "front_matter") for a, b, tag in places)
    return Document(info, text, segments=segments, notes=("read as gb18030, a guess",))


def test_inspection() -> None:
    assert render_inspection(_document()) == (
        "translation.txt · zh-Hans · 414 characters · plain · utf-8\n"
        "\n"
        "front_matter 0–9 · en · confidence 0.95 · left out\n"
        "             why   labelled lines\n"
        "             text  Author: X\n"
        "\n"
        "body         10–414 · zh-Hans · confidence 1.00 · compared\n"
        "             why   what is left\n"
        "             text  免责声明 and so on and so on and so on and so on and so on\n"
        "                   … 2 more sentences …\n"
        "                   and so on\n"
        "\n"
        "2 zones, 1 of them left out; 6 sentences.\n"
        "Languages: en 95%, zh-Hans 5%\n"
        "Note: read as gb18030, a guess.\n"
    )
    wide = render_inspection(_document(), width=200)
    assert [word for word in ("left out", "compared", "10–414") if word in wide] == ["left out", "compared", "10–414"]
    assert max(cell_len(line) for line in wide.splitlines()) <= 200
    bare = replace(_document(), info=replace(cases.TRANSLATION, zones=()))
    assert "No zones were found.\n" in render_inspection(bare, width=200)


def test_quotations() -> None:
    said = [cases.minor_pair().quotation, replace(cases.faithful_pair().quotation, speaker=None, aside="scare quote")]
    said[1] = replace(said[1], aside_reason="“so-called” says so")
    assert render_quotations(_document(), said) == (
        "translation.txt\n"
        "\n"
        "1. direct · Dario Amodei\n"
        "   quotation  trying to make it more possible for the admin to punish us by\n"
        "              undercutting our public support.\n"
        "   cue        wrote\n"
        "   occasion   document: memo\n"
        "\n"
        "No speech: 1\n"
        "  - safety theater. — scare quote: “so-called” says so\n"
        "\n"
        "1 quotation, and 1 in marks that report no speech.\n"
    )
    assert "scare quote" in render_quotations(_document(), said, width=200)
    assert render_quotations(_document(), []).endswith("No quotations were found.\n")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_width_and_colour_follow_the_stream_and_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    assert (terminal_width(io.StringIO()), use_color(io.StringIO())) == (80, False)
    assert use_color(_Terminal())
    monkeypatch.setenv("COLUMNS", "132")
    assert terminal_width(io.StringIO()) == 132
    monkeypatch.setenv("COLUMNS", "wide")
    assert terminal_width(io.StringIO()) == 80
    monkeypatch.setenv("TERM", "dumb")
    assert not use_color(_Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not use_color(_Terminal())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 一", "plain é 一"),
        ("\x1b[31m", "␛[31m"),
        ("a\nb\tc", "a␊b␉c"),
        ("\x7f\x85\x9b", "␡‹U+0085›‹U+009B›"),
        ("\u200e\u200f\u202a\u2069\ufeff\u200d\u00ad", "‹U+200E›‹U+200F›‹U+202A›‹U+2069›‹U+FEFF›‹U+200D›‹U+00AD›"),
        ("\u2028\u3164\udcff", "‹U+2028›‹U+3164›‹U+DCFF›"),
    ],
)
def test_hidden_characters_are_shown(text: str, shown: str) -> None:
    assert escape_terminal(text) == shown


def test_escaping_can_keep_and_collapse() -> None:
    assert escape_terminal("a\n\x00", keep="\n") == "a\n␀"
    assert one_line(" a \r\n\t b\x0bc\u3000") == " a b␋c "
