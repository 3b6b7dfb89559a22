"""What the terminal shows: readable at every width, marked without colour, and obeying no document."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

import fidelity
from fidelity.report import Report
from fidelity.report.escaping import escape_terminal, one_line
from fidelity.report.inspection import render_inspection
from fidelity.report.listing import render_quotations
from fidelity.report.table import Order, View, render_report
from fidelity.report.terminal import terminal_width, use_color
from fidelity.types import Alternative, Document, Passage, Segment, Selection, Span, Zone
from tests import report_cases as cases
from tests.seeds import ARTICLE, TRANSLATION

NARROW = """\
translation.txt against article.txt
1 of 3 judged passages needs a look: 1 critical. 1 quotation is missing from the
translation. 1 quotation may be missing. 1 passage could not be judged; read it
yourself.

Needs a look: 3
6. major · missing · Dario Amodei · memo
   article      I am sorry for the tone of this message.
   translation  no passage carries it
   nearest      I hope everyone stays alert to this (similarity 0.311)
   issue        major accuracy/omission: no passage carries these words

4. critical · fidelity 7 · Dario Amodei · memo
   article      The real {reasons DoW} and the Trump {admin do not like} us is
                {that} we {haven't donated} to Trump (while OpenAI/Greg {have}
                donated a lot),
   translation  The real {reason the Department of War} and the Trump
                {administration dislike} us is: we {made political donations} to
                Trump (while OpenAI {and} Greg {Brockman} donated a lot)
   issue        critical accuracy/mistranslation: the quotation denies it and
                the passage asserts it (“haven't donated” → “made political
                donations”)
                minor accuracy/mistranslation: a register that differs (“admin”
                → “administration”)

9. perhaps missing · Dario Amodei · memo
   article      the heroes.
   translation  no passage carries it
   nearest      viewing us as the principled side (similarity 0.405)

Not judged: 1
5. not judged · Dario Amodei · memo
   article      The measures hardly solve the problem
   translation  这些措施 几乎没有解决问题。
   not judged   the passage is zh-Hans; only English on both sides is scored

Judged by a reviewer: 1
1. minor · fidelity 64? · passage uncertain · Dario Amodei · memo
   article      {trying to make} it {more possible} for the {admin} to {punish}
                us {by undercutting our public support}.
   translation  {by undermining public support for us, he makes} it {easier} for
                the {government} to {penalize} us.
   issue        minor accuracy/mistranslation: an attempt has become a fact
                (“trying to make” → “makes”)
   verdict      neutral, PW: same gist

Faithful: 1
3.  98  safety theater.                                             Dario Amodei

Left out: 3
other speaker: someone else said it (1)
7.  It's an ego and diplomacy problem,                                one person

other occasion: it was said on another occasion (1)
8.  we're going to try our very best                                Dario Amodei

term or title: the quotation marks hold a term or a title (1)
2.  supply chain risk

{ } marks words that differ between article and translation
? marks a passage that is less than 80% sure to be the right one

9 quotations: 4 compared, 1 missing, 4 without a passage.
Severity of the passages: 1 critical, 0 major, 1 minor, 1 neutral, 1 not judged.
Median fidelity 64.
Reviewers judged 1.
Note: Words of Dario Amodei count as the memo's: the front matter names him as
      its author.
--all shows every quotation in full.
"""


@pytest.fixture(scope="module")
def seeds() -> Report:
    return fidelity.check(TRANSLATION, [ARTICLE])


ANSI = re.compile("\x1b\\[[0-9;]*m")


def test_narrow_terminals_get_cards() -> None:
    assert render_report(cases.full_report(), View(width=80)) == NARROW


def test_wide_terminals_put_the_texts_side_by_side() -> None:
    lines = render_report(cases.full_report(), View(width=160)).splitlines()
    first = lines.index("6. major · missing · Dario Amodei · memo")
    assert re.split(" {3,}", lines[first + 1].strip()) == ["The article quotes", "The translation has"]
    assert re.split(" {3,}", lines[first + 2].strip()) == [
        "I am sorry for the tone of this message.",
        "no passage carries it",
    ]
    assert sum("The article quotes" in line for line in lines) == 3, "once in each section"


def test_verbose_adds_numbers_next_best_and_signature() -> None:
    text = render_report(cases.full_report(), View(width=80, verbose=True))
    assert "   numbers      similarity 0.703, confidence 0.71, score 0.6021\n" in text
    assert "   next best    Sam is undermining our position (similarity 0.400)\n" in text
    assert text.endswith(
        "Signature: fidelity\n           0.1.0|model:all-MiniLM-L6-v2|calibration:2026-01|settings:0a1b2c3d\n"
    )


@pytest.mark.parametrize("width", [20, 40, 80, 119, 120, 200])
@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize("report", [cases.full_report(), cases.hostile_report(), cases.empty_report()])
def test_no_line_is_wider_than_asked(report: Report, width: int, color: bool) -> None:
    text = ANSI.sub("", render_report(report, View(width=width, color=color, verbose=True)))
    assert max(cell_len(line) for line in text.splitlines()) <= width


def test_long_texts_wrap_and_lose_nothing() -> None:
    long = "一" * 500 + "x" * 500
    pair = replace(cases.faithful_pair(), passage=Passage(long, (Span(0, 1000),)))
    for width in (80, 200):
        text = render_report(replace(cases.full_report(), pairs=(pair,)), View(width=width, everything=True))
        assert (text.count("一"), text.count("x" * 10) > 0) == (500, True)
        assert max(cell_len(line) for line in text.splitlines()) <= width


def test_colour_marks_differences_and_none_leaves_no_escape_code() -> None:
    coloured = render_report(cases.full_report(), View(color=True))
    assert "\x1b[1;35mhaven't donated\x1b[0m" in coloured
    assert "{" not in coloured
    assert "words like these differ between article and translation" in ANSI.sub("", coloured)
    assert "\x1b" not in render_report(cases.full_report(), View(color=False))
    assert "\x1b" not in render_report(cases.full_report(), View(color=False, width=200))


def test_marks_are_never_characters_of_the_texts() -> None:
    pair = replace(cases.minor_pair(), passage=Passage("by {undermining}", (Span(10680, 10696),)))
    text = render_report(replace(cases.full_report(), pairs=(pair,)))
    assert "by {⟦undermining⟧}" in text
    assert "⟦ ⟧ marks words that differ" in text


@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize("width", [80, 200])
def test_documents_do_not_steer_the_terminal(color: bool, width: int) -> None:
    text = render_report(cases.hostile_report(), View(width=width, color=color, verbose=True))
    rest = ANSI.sub("", text)
    assert not set(rest) & set("\x00\x07\x1b\x9b\u200b\u202e\u2066\udc80\r")
    for shown in ("[red]x[/red]", "␛]0;title␇␛[2J", "‹U+202E›", "‹U+009B›", "‹U+200B›"):
        assert shown in "".join(rest.split()) or shown in rest


def test_empty_reports_and_unpaired_only() -> None:
    assert render_report(cases.empty_report()) == (
        "translation.txt against article.txt\nNo quotations were found.\n\n0 quotations: 0 compared, 0 missing.\n"
    )
    only = replace(cases.full_report(), pairs=(), unpaired=cases.others_left_out()[:1], notes=())
    text = render_report(only, View(width=200))
    assert "\nNo quotation was compared with the translation.\n" in text
    assert "1 quotation: 0 compared, 0 missing, 1 without a passage." in text


NUMBERED = re.compile(r"^ *(\d+)\. ", re.MULTILINE)


@pytest.mark.parametrize("width", [80, 160])
@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("order", ["worst", "article", "translation"])
def test_every_quotation_is_shown_exactly_once(width: int, everything: bool, order: Order) -> None:
    text = render_report(cases.full_report(), View(width, everything=everything, order=order))
    assert sorted(map(int, NUMBERED.findall(text))) == list(range(1, 10))


def test_all_shows_the_faithful_pairs_in_full_too() -> None:
    assert "3.  98  safety theater." in render_report(cases.full_report())
    text = render_report(cases.full_report(), View(everything=True))
    assert "3. neutral · fidelity 98 · Dario Amodei · memo\n   article      safety theater.\n" in text
    assert "7. It's an ego and diplomacy problem, — one person · memo\n" in text
    assert "--all" not in text


def test_a_lowest_severity_hides_the_others_and_says_so() -> None:
    text = render_report(cases.full_report(), View(lowest="major"))
    assert [int(number) for number in NUMBERED.findall(text)] == [6, 4, 7, 8, 2]
    assert "--min-severity major hides 3 compared quotations.\n" in text
    assert "1 of 3 judged passages needs a look: 1 critical." in text, "the verdict is that of the whole run"
    # A reviewer's verdict replaces the computed severity, and the quotation that may be missing has none.
    minor = render_report(cases.full_report(), View(lowest="minor"))
    assert [int(number) for number in NUMBERED.findall(minor)] == [6, 4, 7, 8, 2]


def test_a_pair_in_two_languages_shows_the_severity_of_its_issue() -> None:
    number = replace(cases.critical_pair().issues[0], quotation_spans=(), passage_spans=())
    pair = replace(cases.unjudged_pair(), issues=(number,))
    text = render_report(replace(cases.full_report(), pairs=(pair,)))
    assert "The only passage needs a look: 1 critical." in text
    assert ". critical · Dario Amodei · memo\n" in text


def test_a_reason_that_all_pairs_share_is_given_once() -> None:
    unread = cases.unjudged_pair()
    others = replace(unread, quotation_id="d" * 16, quotation=cases.quotation("They hardly help", 4500))
    text = render_report(replace(cases.full_report(), pairs=(unread, others)))
    reason = "the passage is zh-Hans; only English on both sides is scored"
    assert " ".join(text.split()).count(reason) == 1
    assert f"Note: Not judged: {reason}." in " ".join(text.split())
    assert "not judged   the passage is zh-Hans" in " ".join(render_report(cases.full_report()).split(" \n"))


def test_sorting_follows_the_article_or_the_translation() -> None:
    def order(order: Order) -> list[int]:
        text = render_report(cases.full_report(), View(everything=True, order=order))
        return [int(number) for number in NUMBERED.findall(text)][:6]

    assert order("worst") == [6, 4, 9, 5, 1, 3]
    assert order("article") == [1, 3, 4, 5, 6, 9]
    assert order("translation") == [3, 4, 1, 5, 6, 9]


def test_what_is_left_out_although_it_is_near_comes_first_with_its_reason() -> None:
    near = Alternative("We are trying our best to settle this.", Span(9000, 9038), 0.71)
    evidence = Selection(0.31, ("The article says that this was said at an event.",), -0.8)
    other = replace(cases.others_left_out()[0], near=near, selection=evidence)
    text = render_report(replace(cases.full_report(), unpaired=(other, *cases.others_left_out()[1:])))
    assert "although its words are in the translation." in " ".join(text.split())
    assert (
        """
Left out, although the words are in the translation: 1
7. left out: other occasion · Dario Amodei · a Morgan Stanley event
   article      we're going to try our very best
   translation  We are trying our best to settle this.
   left out     it was said on another occasion
                The article says that this was said at an event.
"""
        in text
    )


def test_the_seeds_fit_one_screen(seeds: Report) -> None:
    """At 120 columns the verdict and everything that needs a look take at most 50 lines."""
    lines = render_report(seeds, View(width=120)).splitlines()
    assert lines.index(next(line for line in lines if line.startswith(("Minor: ", "Faithful: ")))) < 50


def test_the_article_is_named_where_there_are_several() -> None:
    report = replace(cases.full_report(), articles=(cases.ARTICLE, cases.SECOND_ARTICLE))
    text = render_report(report)
    assert text.startswith("translation.txt against article.txt, wire/second.txt\n")
    assert "4. critical · fidelity 7 · Dario Amodei · memo · article.txt\n" in text


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
