"""Quotations that a web page sets apart by its elements, with who said them."""

from __future__ import annotations

from fidelity.reading import read_bytes
from fidelity.settings import ReadingSettings
from tests.test_speakers import quotations_of

PAGE = """<!doctype html><html><head><title>Salt</title></head><body><article><h1>Salt works to close</h1>
<p>The salt producer Merwold is to close its works on the island in 2033, at a cost of some 870 posts, it announced.</p>
{}
<p>The council meets on Friday to speak of what becomes of the harbour, the ferry and the houses of the company.</p>
</article></body></html>"""


def said_in(part: str) -> list[tuple[str, str | None]]:
    text = read_bytes(PAGE.format(part).encode(), origin="page.html", settings=ReadingSettings()).text
    return [(quotation.text, quotation.speaker) for quotation in quotations_of(text) if quotation.aside is None]


def test_a_block_quotation_with_its_source_in_a_footer() -> None:
    part = (
        "<blockquote><p>This step is hard for us. No other path was open.</p>"
        "<footer>Saskia Amoah, chief executive</footer></blockquote>"
        "<p>Nobody would go before that date, she said.</p><blockquote><p>Everybody gets an offer.</p></blockquote>"
    )
    assert said_in(part) == [
        ("This step is hard for us. No other path was open.", "Saskia Amoah"),
        ("Everybody gets an offer.", "Saskia Amoah"),
    ]


def test_a_source_in_cite_or_in_a_caption() -> None:
    cited = "<blockquote>This step is hard for us. <cite>Ana Mora</cite></blockquote>"
    captioned = (
        "<figure><blockquote><p>This step is hard for us.</p></blockquote><figcaption>Ana Mora</figcaption></figure>"
    )
    assert said_in(cited) == said_in(captioned) == [("This step is hard for us.", "Ana Mora")]


def test_inline_quotations_have_the_marks_that_browsers_show() -> None:
    assert said_in("<p>Ana Mora said: <q>This step is hard for us.</q></p>") == [
        ("This step is hard for us.", "Ana Mora")
    ]


def test_links_to_other_stories_are_no_text() -> None:
    links = (
        '<p><a href="/1">Island ‘stunned by the closing of its works’</a> [VIDEO]</p>'
        '<p>Ana Mora said: “This step is hard for us.” <a href="/2">Read the letter in full.</a></p>'
    )
    assert said_in(links) == [("This step is hard for us.", "Ana Mora")]


def test_each_source_of_a_block_quotation_is_written_once_and_in_order() -> None:
    quoted = "<p>This step is hard for us.</p>"
    parts = [
        f"<blockquote>{quoted}<footer>— <cite>Ana Mora</cite>, Merwold</footer></blockquote>",
        f"<blockquote>{quoted}<cite>Ana Mora</cite><footer>Merwold</footer></blockquote>It said no more.",
        f"<figure><blockquote>{quoted}<cite>Ana Mora</cite></blockquote><figcaption>Merwold</figcaption></figure>",
    ]
    pages = (
        read_bytes(PAGE.format(part).encode(), origin="page.html", settings=ReadingSettings()).text for part in parts
    )
    assert [[line for line in page.splitlines() if "Mora" in line or "Merwold" in line][1:] for page in pages] == [
        ["— Ana Mora, Merwold"],
        ["— Ana Mora", "— Merwold"],
        ["— Ana Mora", "— Merwold"],
    ]
