"""Quotations: spans, speaker, cue, occasion, asides; floors on the seed article."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.quotations import extract_quotations
from fidelity.quotations.paragraphs import find_paragraphs
from fidelity.settings import QuotationSettings
from fidelity.types import Document, DocumentInfo, Quotation, Span

SEEDS = Path(__file__).parent.parent / "seeds"

WIRE = """\
BRUSSELS (Wirenews) - The chief executive of Norvia, Tomas Lindqvist, told staff in an email that the merger was "dead \
in the water", two people who saw the message said on Monday.

"We tried everything. They moved the goalposts twice," Lindqvist wrote in the email, which was sent late on Sunday.

The 27-year-old firm, whose largest screens measure 5' 10", did not respond to a request for comment.

Analyst Priya Raman of Delta Securities said the deal had been "doomed from the start." She said investors should \
"look elsewhere".

"It was never going to work," added Raman, "because nobody wanted it."

According to Norvia's statement, the board "remains fully committed to an independent future."

Lindqvist struck an upbeat note at an investor conference in Oslo last week: "Our best years lie ahead."
"""

BROADSHEET = """\
Minister rejects ‘reckless’ rail plan

The transport minister, Harriet Pell, has told MPs that the government ‘will not be bullied’ into selling the line.

‘This is about fairness,’ said Pell. ‘The companies’ owners have had their say; it is now the passengers’ turn.’

In a leaked letter to the Treasury, Pell wrote that the sale was ‘a solution in search of a problem’ and warned of a \
return to the ’90s.

Union leader Colm Traherne called the letter ‘the first honest words in years’. He added: ‘She told me “never again” \
last week, and I don’t doubt her.’

A spokesman for the operator said it was ‘disappointed’.
"""

BLOG = """\
So the memo finally leaked. I read the whole thing so you don't have to.

The author is Wendell Oakes, head of research at Brightloop, and he is not happy. Oakes writes: "We shipped a toy."

That "product" is of course the famous Loopbot. Oakes goes on:

"I asked three times for a safety review. Three times I was told to wait.

"Nobody will ever convince me that this was an accident."

Ouch. His boss, Marguerite Sloane, told The Ledger that Oakes was "a valued colleague" and declined to say more. In \
her 2019 book "The Patient Machine," Sloane had argued that "speed is a virtue."

The so-called "wait list" is described in the memo as "theatre for journalists."
"""

TRANSCRIPT = """\
Council hearing, 4 May

CHAIR: "Please state your name."

DR. OLUFEMI BADE: "Olufemi Bade. I run the water laboratory."

Councillor Reyes: "Did you write this report?"

Bade: "I did. I stand by every word."

The report, which Bade presented at the hearing, says that the wells are "beyond repair."
"""

GERMAN = """\
Die Ministerin Klara Vogt hat den Vertrag scharf kritisiert. „Das ist ein Ausverkauf“, sagte Vogt am Montag in Berlin.

„Wir haben“, erklärte sie, „alles versucht.“

In dem Schreiben heißt es, die Firma habe »keinerlei Interesse an einer Lösung«.

Der Sprecher Jonas Falk nannte die Vorwürfe „absurd und beleidigend“.
"""

FRENCH = """\
La ministre Claire Vasseur a dénoncé un « abandon en rase campagne ». « Nous ne signerons pas », a déclaré Mme Vasseur.

« C’est une faute », a-t-elle ajouté.

Selon le directeur Paul Mercier, l’accord est « mort et enterré ».
"""

CHINESE = """\
李文清在备忘录中写道：“我们不会接受这样的条件。”他还说：“这是底线。”

发言人王芳对记者表示，“谈判仍在继续”。

「沒有人會相信這種說法」，陳大文說。
"""


def read(text: str) -> Document:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(DocumentInfo(digest[:16], "article.txt", digest, "en", ()), text)


def extract(text: str) -> tuple[Quotation, ...]:
    return extract_quotations(read(text), QuotationSettings())


def rows(text: str) -> list[tuple[str, str | None, str]]:
    return [(q.text, q.speaker, q.aside or q.occasion.kind) for q in extract(text)]


ARTICLES = {
    "wire": (
        WIRE,
        [
            ("dead in the water", "Tomas Lindqvist", "document"),
            ("We tried everything. They moved the goalposts twice,", "Tomas Lindqvist", "document"),
            ("doomed from the start.", "Priya Raman", "unknown"),
            ("look elsewhere", "Priya Raman", "unknown"),
            ("It was never going to work, because nobody wanted it.", "Priya Raman", "unknown"),
            ("remains fully committed to an independent future.", "Norvia", "document"),
            ("Our best years lie ahead.", "Tomas Lindqvist", "event"),
        ],
    ),
    "broadsheet": (
        BROADSHEET,
        [
            ("reckless", "Minister", "scare quote"),
            ("will not be bullied", "Harriet Pell", "unknown"),
            ("This is about fairness,", "Harriet Pell", "unknown"),
            ("The companies’ owners have had their say; it is now the passengers’ turn.", "Harriet Pell", "unknown"),
            ("a solution in search of a problem", "Harriet Pell", "document"),
            ("the first honest words in years", "Colm Traherne", "unknown"),
            ("She told me “never again” last week, and I don’t doubt her.", "Colm Traherne", "unknown"),
            ("disappointed", "A spokesman for the operator", "unknown"),
        ],
    ),
    "blog": (
        BLOG,
        [
            ("We shipped a toy.", "Wendell Oakes", "document"),
            ("product", None, "scare quote"),
            (
                "I asked three times for a safety review. Three times I was told to wait. "
                "Nobody will ever convince me that this was an accident.",
                "Wendell Oakes",
                "document",
            ),
            ("a valued colleague", "Marguerite Sloane", "interview"),
            ("The Patient Machine,", "Marguerite Sloane", "term or title"),
            ("speed is a virtue.", "Marguerite Sloane", "document"),
            ("wait list", None, "scare quote"),
            ("theatre for journalists.", "the memo", "document"),
        ],
    ),
    "transcript": (
        TRANSCRIPT,
        [
            ("Please state your name.", "CHAIR", "unknown"),
            ("Olufemi Bade. I run the water laboratory.", "OLUFEMI BADE", "unknown"),
            ("Did you write this report?", "Reyes", "unknown"),
            ("I did. I stand by every word.", "OLUFEMI BADE", "unknown"),
            ("beyond repair.", "The report", "document"),
        ],
    ),
    "german": (
        GERMAN,
        [
            ("Das ist ein Ausverkauf", "Klara Vogt", "unknown"),
            ("Wir haben alles versucht.", "Klara Vogt", "unknown"),
            ("keinerlei Interesse an einer Lösung", "dem Schreiben", "document"),
            ("absurd und beleidigend", "Jonas Falk", "unknown"),
        ],
    ),
    "french": (
        FRENCH,
        [
            ("abandon en rase campagne", "Claire Vasseur", "unknown"),
            ("Nous ne signerons pas", "Claire Vasseur", "unknown"),
            ("C’est une faute", "Claire Vasseur", "unknown"),
            ("mort et enterré", "Paul Mercier", "unknown"),
        ],
    ),
    "chinese": (
        CHINESE,
        [
            ("我们不会接受这样的条件。", "李文清", "document"),
            ("这是底线。", "李文清", "document"),
            ("谈判仍在继续", "王芳", "interview"),
            ("沒有人會相信這種說法", "陳大文", "unknown"),
        ],
    ),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_articles_of_different_outlets(name: str) -> None:
    text, expected = ARTICLES[name]
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We go," Ann Example said.', ["We go,"]),
        ("“We go,” Ann Example said.", ["We go,"]),
        ("''We go,'' Ann Example said.", ["We go,"]),
        ("``We go,'' Ann Example said.", ["We go,"]),
        ("„Wir gehen“, sagte Ann Example.", ["Wir gehen"]),
        ("»Wir gehen«, sagte Ann Example.", ["Wir gehen"]),
        ("”Vi går”, sade Ann Example.", ["Vi går"]),
        ("« On y va », dit Ann Example.", ["On y va"]),
        ("安说：「我們走。」", ["我們走。"]),
        ("安说：『我們走。』", ["我們走。"]),
        ("'We go,' said Ann Example.", ["We go,"]),
        ("She said: \"He told me 'no' twice.\"", ["He told me 'no' twice."]),
        ("'He told me \"no\" twice,' she said.", ['He told me "no" twice,']),
        ("She said: “He told me “no” twice.”", ["He told me “no” twice."]),
        ('Bob is 5\' 10" tall. "So what," said Bob Example.', ["So what,"]),
        ('"I have a 27" screen here," said Bob Example.', ['I have a 27" screen here,']),
        ("The companies' plans of the '90s don't hold; the workers' do.", []),
        ("The companies’ plans of the ’90s don’t hold; the workers’ do.", []),
        ("Rock 'n' roll isn't dead, y'all.", []),
        ('A mark " alone, and "a whole one," said Ann Example.', ["a whole one,"]),
        ('"Never closed, said Ann Example.\n\n"Closed," she said.', ["Never closed, said Ann Example. Closed,"]),
        ('"Never closed, said Ann Example.\n\nShe said: "Closed."', ["Closed."]),
        ('The last token: "gone"', ["gone"]),
        ("“ We go, ” said Ann Example.", ["We go,"]),
        ('"" and "?!" are empty.', []),
        ("Bob said: ‘One isn’t enough.\n\n‘Two is.’", ["One isn’t enough. Two is."]),
        ("‘I love rock ’n’ roll,’ said Bob.", ["I love rock ’n’ roll,"]),
    ],
)
def test_marks(text: str, expected: list[str]) -> None:
    assert [q.text for q in extract(text)] == expected


def test_an_attribution_between_two_halves_joins_them() -> None:
    text = '"We go," Ann Example said, "and we stay gone."'
    (quotation,) = extract(text)
    assert [span.of(text) for span in quotation.spans] == ["We go,", "and we stay gone."]
    assert (quotation.speaker, quotation.cue, quotation.kind) == ("Ann Example", "said", "direct")


def test_an_attribution_that_ends_the_sentence_does_not_join() -> None:
    assert [q.text for q in extract('"We go." Ann Example said. "We stay gone."')] == ["We go.", "We stay gone."]
    text = '"We go," Ann Example said, adding that it was "about time."'
    assert [(q.text, q.speaker) for q in extract(text)] == [("We go,", "Ann Example"), ("about time.", "Ann Example")]


def test_a_quotation_over_three_paragraphs_is_one() -> None:
    text = "Ann Example wrote:\n\n“One.\n\n“Two.\n\n“Three.”\n\nShe left. “Four,” she said."
    first, second = extract(text)
    assert [span.of(text) for span in first.spans] == ["One.", "Two.", "Three."]
    assert first.paragraph.of(text) == "“One.\n\n“Two.\n\n“Three.”"
    assert second.speaker == "Ann Example"


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        'Ann Example, who has been the head of the water works for ten years, said "this\n'
        "is a very long sentence that the mail program broke over several lines without\n"
        'asking anyone" and left.\n\nNobody else said anything on that day in the hall of\nthe works.'
    )
    assert [q.speaker for q in extract(wrapped)] == ["Ann Example"]
    assert len(find_paragraphs(wrapped)) == 2


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('Ann Example, who runs the works, said that "all of it must go now."', "Ann Example"),
        ('"All of it must go now," said the minister.', "the minister"),
        (
            '"All of it must go now," a spokesman for the works in Oslo told reporters.',
            "a spokesman for the works in Oslo",
        ),
        ('"All of it must go now," works manager Ann Example said.', "Ann Example"),
        ('"All of it must go now," Ann Example grumbled.', "Ann Example"),
        ('The memo says that "all of it must go now."', "The memo"),
        ('Ann Example sent a memo to staff. The memo says that "all of it must go now."', "Ann Example"),
        ('According to Ann Example, the works "must all go now."', "Ann Example"),
        ('According to The Ledger, Ann Example told her staff that Bob was "trying to sell the works."', "Ann Example"),
        ('Bob Sample left. Ann Example stayed. Her verdict: "All of it must go now."', "Ann Example"),
        ('Ann Example praised the plan. "All of it must go now."', "Ann Example"),
        ('"All of it must go now," Bob Sample said. "We waited for ten years."', "Bob Sample"),
        (
            'Ann Example met Bob Sample.\n\nSample said nothing. Example wrote that "all of it must go now."',
            "Ann Example",
        ),
        ('Ann Example of Norvia spoke. Norvia\'s Example said: "All of it must go now."', "Ann Example"),
        ('Bob Sample had publicly attacked Ann Example as a "liar and a cheat."', "Bob Sample"),
        (
            'Ann Example wrote a memo. The chairman had "promised the mayor all of it," she wrote.',
            "Ann Example",
        ),
        ('"All of it must go now."', None),
        ('At a conference Ann Example said "all of it must go."', "Ann Example"),
        ('In the memo Maria van Example also wrote that "all of it must go."', "Maria van Example"),
        ('In the essay Rivers of Stone, Ann Example wrote that "all of it must go."', "Ann Example"),
    ],
)
def test_speakers(text: str, speaker: str | None) -> None:
    assert extract(text)[-1].speaker == speaker


@pytest.mark.parametrize(
    ("text", "occasion"),
    [
        ('In the memo, Ann Example wrote that "all of it must go."', ("document", "In the memo")),
        ('"All of it must go," Ann Example wrote.', ("document", "wrote")),
        ('"All of it must go," Ann Example told reporters.', ("interview", "told reporters")),
        (
            'Ann Example testified before a parliamentary committee: "All of it must go."',
            ("event", "testified before a parliamentary committee"),
        ),
        ('"All of it must go," Ann Example testified.', ("event", "testified")),
        (
            '"All of it must go," Ann Example said in an interview with The Ledger.',
            ("interview", "in an interview with The Ledger"),
        ),
        (
            'At a Norvia event on Tuesday evening, Ann Example said: "All of it must go."',
            ("event", "At a Norvia event on Tuesday evening"),
        ),
        ('The contract says "all of it must go."', ("contract", "The contract")),
        ('"All of it must go," Ann Example said on Monday.', ("unknown", "")),
        ('"All of it must go," Ann Example said, according to The Ledger.', ("unknown", "according to The Ledger")),
        (
            'Speaking to reporters on Monday, Ann Example said: "All of it must go."',
            ("interview", "Speaking to reporters on Monday"),
        ),
        ('Ann Example, who spoke to the BBC, said: "All of it must go."', ("interview", "spoke to the BBC")),
        ('Talking to parents, Ann Example said: "All of it must go."', ("event", "Talking to parents")),
        ('Speaking at a summit, Ann Example said: "No." She added that "all of it must go."', ("event", "at a summit")),
        ('In the memo, Ann Example lays out a plan. She says that "all of it must go."', ("document", "In the memo")),
        (
            'At a press conference on Monday, Ann Example said "all of it must go."',
            ("event", "At a press conference on Monday"),
        ),
        (
            'At Monday\'s press conference, Ann Example said "all of it must go."',
            ("event", "At Monday's press conference"),
        ),
        ('"All of it must go," Ann Example told a news conference.', ("event", "told a news conference")),
        ('At a conference Ann Example said "all of it must go."', ("event", "At a conference")),
        ('In the memo Ann Example also wrote that "all of it must go."', ("document", "In the memo")),
    ],
)
def test_occasions(text: str, occasion: tuple[str, str]) -> None:
    found = extract(text)[-1].occasion
    assert (found.kind, found.text) == occasion


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"All of it must go," de Vries wrote.', "de Vries"),
        ('"All of it must go," van der Berg wrote.', "van der Berg"),
        ('"All of it must go," wrote Ursula von der Leyen.', "Ursula von der Leyen"),
        ('In a memo, Anna de Souza wrote: "All of it must go."', "Anna de Souza"),
    ],
)
def test_small_words_of_a_name(text: str, speaker: str) -> None:
    assert extract(text)[-1].speaker == speaker


@pytest.mark.parametrize(
    ("text", "asides"),
    [
        ('The office designated the works as a "supply risk" on Monday.', ["term or title"]),
        ('The terms "open," "free" or "targeted" leave room.', ["term or title"] * 3),
        ('Its so-called "wait list" is long.', ["scare quote"]),
        ('In her book "The Patient Dam," Ann Example told the story.', ["term or title"]),
        ('A pump does not "know" what water is.', ["scare quote"]),
        ('Ann Example called the deal "safety theatre."', [None]),
        ('Ann Example described the staff as "heroes."', [None]),
        ('Ann Example wrote much, adding that the works is seen as "the heroes."', [None]),
        ('Ann Example said the deal was "dead."', [None]),
    ],
)
def test_asides(text: str, asides: list[str | None]) -> None:
    assert [q.aside for q in extract(text)] == asides


def seed() -> tuple[str, list[dict[str, Any]], tuple[Quotation, ...]]:
    gold = json.loads((SEEDS / "gold.json").read_text(encoding="utf-8"))
    text = (SEEDS / gold["article"]).read_text(encoding="utf-8")
    return text, gold["quotations"], extract(text)


def same_name(gold: str | None, found: str | None) -> bool:
    if gold is None or found is None:
        return gold is found
    one, other = re.findall(r"\w+", gold.lower()), re.findall(r"\w+", found.lower())
    return one[-1] == other[-1] or bool((set(one) & set(other)) - {"the", "a", "an", "of", "on", "and", "one", "s"})


def test_every_quotation_of_the_seed_article_is_found_and_nothing_else() -> None:
    _, gold, found = seed()
    assert [[[s.start, s.end] for s in q.spans] for q in found] == [row["quote_spans"] for row in gold]


def test_speakers_of_the_seed_article() -> None:
    _, gold, found = seed()
    counted = [(row, q) for row, q in zip(gold, found, strict=True) if not row["ambiguous"]]
    assert len(counted) == 35
    assert sum(same_name(row["speaker"], q.speaker) for row, q in counted) >= 34


def test_occasions_of_the_seed_articles_document() -> None:
    _, gold, found = seed()
    wrong = [
        q.text
        for row, q in zip(gold, found, strict=True)
        if row["passage_spans"] is not None and q.occasion.kind not in {"document", "unknown"}
    ]
    assert wrong == []


MARKS = "\"'“”„‘’«»「」"
PIECES = [*"abcAS.,:;  \n5", *MARKS, " said ", "Ann Example "]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(st.one_of(st.text(max_size=120), TEXTS))
def test_any_text_gives_spans_of_its_own(text: str) -> None:
    position = 0
    for quotation in extract(text):
        assert quotation.text == " ".join(span.of(text) for span in quotation.spans)
        for span in quotation.spans:
            assert position <= span.start < span.end <= len(text)
            assert span.of(text) == span.of(text).strip()
            assert quotation.paragraph.covers(span)
            position = span.end
        if quotation.cue_span is not None:
            assert quotation.cue_span.of(text) == quotation.cue
        if quotation.speaker_span is not None:
            assert quotation.speaker_span.end <= len(text)


def untouched(text: str, first: Span, second: Span, shift: int) -> set[tuple[tuple[int, int], ...]]:
    """Spans of the quotations that no part of lies in either paragraph; those behind moved back by ``shift``."""
    kept = set()
    for quotation in extract(text):
        if quotation.paragraph.end <= first.start:
            kept.add(tuple((span.start, span.end) for span in quotation.spans))
        elif quotation.paragraph.start >= second.end:
            kept.add(tuple((span.start - shift, span.end - shift) for span in quotation.spans))
    return kept


@given(st.lists(TEXTS.map(lambda t: t.replace("\n", " ")), min_size=3, max_size=6), st.data())
def test_one_mark_more_costs_at_most_its_paragraph_and_the_next(lines: list[str], data: st.DataObject) -> None:
    text = "\n\n".join(f"x {line}" for line in lines)
    at = data.draw(st.integers(0, len(text)))
    mark = data.draw(st.sampled_from(MARKS))
    paragraphs = find_paragraphs(text)
    number = max((n for n, p in enumerate(paragraphs) if p.start <= at), default=0)
    second = paragraphs[min(number + 1, len(paragraphs) - 1)]
    if number and at <= paragraphs[number].start:
        number -= 1  # a mark at the very beginning says that the quotation before goes on
    first = paragraphs[number]
    longer = text[:at] + mark + text[at:]
    moved = Span(second.start + 1, second.end + 1)
    before = Span(min(first.start, at), first.end)
    assert untouched(text, before, second, 0) == untouched(longer, before, moved, 1)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('The printers had put off buying presses: "They mended the old ones," according to the letter.', "the letter"),
        ('Ann Example said the works "must be sold" according to the letter.', "Ann Example"),
        ('Ann Example called the sale "a mistake" according to the letter.', "Ann Example"),
    ],
)
def test_according_to_behind_the_words_gives_way_to_a_verb_of_speech_alone(text: str, speaker: str) -> None:
    (found,) = extract(text)
    assert found.speaker == speaker
