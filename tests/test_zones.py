"""Zones: the seed against its gold, documents in other shapes and languages, and a partition always."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.language import tag_all
from fidelity.segmentation import split_paragraphs
from fidelity.settings import Settings
from fidelity.types import Zone
from fidelity.zones import find_zones

SETTINGS = Settings()
SEEDS = Path(__file__).parent.parent / "seeds"
GOLD = json.loads((SEEDS / "gold.json").read_text(encoding="utf-8"))
MEMO = (SEEDS / GOLD["translation"]).read_text(encoding="utf-8")
ARTICLE = (SEEDS / GOLD["article"]).read_text(encoding="utf-8")


def zones_of(text: str) -> tuple[Zone, ...]:
    paragraphs = split_paragraphs(text)
    tags = tag_all([span.of(text) for span in paragraphs], SETTINGS.language)
    spans = [(span, tag.language) for span, tag in zip(paragraphs, tags, strict=True)]
    return find_zones(text, spans, SETTINGS.zones)


def zones_at(text: str, place: int) -> list[str]:
    """The names of the zones that hold a place of the text."""
    return [zone.name for zone in zones_of(text) if zone.span.start <= place < zone.span.end]


def outline(text: str) -> str:
    """One line for each zone: its name, its language, its text with line breaks as " / "."""
    return "\n".join(
        f"{zone.name} {zone.language}: {' / '.join(zone.span.of(text).splitlines())}" for zone in zones_of(text)
    )


@pytest.mark.parametrize("gold", GOLD["zones"], ids=lambda gold: f"{gold['zone']}-{gold['start']}")
def test_the_seed_against_its_gold(gold: dict[str, object]) -> None:
    start, end = gold["start"], gold["end"]
    assert isinstance(start, int)
    assert isinstance(end, int)
    best = 0.0
    for zone in zones_of(MEMO):
        if (zone.name, zone.language) == (gold["zone"], gold["language"]):
            shared = max(0, min(end, zone.span.end) - max(start, zone.span.start))
            best = max(best, shared / (max(end, zone.span.end) - min(start, zone.span.start)))
    assert best >= 0.8


def test_the_seed_has_no_other_zones() -> None:
    zones = zones_of(MEMO)
    assert [zone.name for zone in zones] == [gold["zone"] for gold in GOLD["zones"]]
    assert zones[-1].language == "zh-Hans"
    note = next(zone for zone in zones if zone.name == "inline_note")
    assert note.span.of(MEMO) == "[Note: Subsequently, Claude rose to first in the App Store.]"
    assert all(zone.span.overlap(note.span) == 0 for zone in zones if zone is not note)


def test_the_seed_article_is_all_body() -> None:
    assert {zone.name for zone in zones_of(ARTICLE)} == {"body"}


def test_every_zone_says_why() -> None:
    assert [zone.reason for zone in zones_of(MEMO)] == [
        "labelled “Original Title”",
        "labelled “Editor's Note”",
        "a line that announces the text",
        "follows the marker line",
        "labelled “Note” in brackets",
        "follows the marker line",
        "labelled “免责声明”",
    ]
    assert all(0 < zone.confidence <= 1 for zone in zones_of(MEMO))


DOCUMENTS = {
    "no front matter at all": """\
We were told last week that the plan had changed.

I want everyone here to understand what it means.
""",
    "note before the front matter": """\
Editor's note: This memo was sent on Monday.
It was not meant for the public.
Title: On the plan
Author: The Ledger

The full memo follows:

We were told last week that the plan had changed.
""",
    "title and byline without labels": """\
What the plan costs
By Ann Example
Translated by: Desk of The Ledger

We were told last week that the plan had changed.
I want everyone here to understand what it means.
""",
    "a memo's own header": """\
To: All staff
From: Ann Example
Date: 5 March 2026
Subject: The plan

We were told last week that the plan had changed, and nobody explained to us why.
""",
    "disclaimer at the top": """\
Disclaimer: The views expressed here are not those of this site.
Title: On the plan
Here is the full memo:
We were told last week that the plan had changed.
""",
    "disclaimer without a label": """\
We were told last week that the plan had changed, and nobody explained to us why.

The views expressed in this article are those of the author and do not constitute investment advice.
""",
    "disclaimer under a heading": """\
We were told last week that the plan had changed, and nobody explained to us why.

Disclaimer
This page was translated by a machine.
The original text shall prevail.
""",
    "disclaimer in another language, without a label": """\
We were told last week that the plan had changed, and nobody explained to us why it had to be so.
I want everyone here to understand what the change means for the work that we do together.

本页由机器翻译，与本站无关。
""",
    "notes below the text": """\
The following is the translation:
We were told last week that the plan had changed.

Translator's note: “plan” stands for two words of the original.
Editor's note: An earlier version gave the wrong date.
""",
    "Chinese": """\
编者按：这份备忘录于周一发出，引起广泛关注。
原文标题：关于计划的备忘录
原文作者：某报
编译：某某
以下为原文内容：
各位同事，上周我们得知计划已经改变（译者注：此处指二〇二五年（去年））。没有人向我们解释原因。
声明：我们不同意。
第一点是资金，第二点是时间。
原文链接：https://example.org/1
本文仅代表作者个人观点，不代表本平台立场，不构成投资建议。
""",
    "Russian": """\
Автор: Ведомости
Перевод: А. Иванова
От редакции: Эту записку разослали в понедельник.
Ниже приводим полный текст записки:
На прошлой неделе нам сообщили, что план изменился.
[Примечание переводчика: имеется в виду прошлый год.]
Отказ от ответственности: мнение автора может не совпадать с мнением редакции.
""",
    "French": """\
Titre original : Le plan
Auteur : Le Journal
Note de la rédaction : Cette note a été envoyée lundi.
Voici le texte intégral de la note :
La semaine dernière, on nous a dit que le plan avait changé.
[NDLR : il s’agit de l’an dernier.]
Avertissement : ce texte n’engage que son auteur.
""",
    "Spanish": """\
Título original: El plan
Nota de la redacción: Este memorando se envió el lunes.
A continuación, el texto completo del memorando:
La semana pasada nos dijeron que el plan había cambiado.
Aviso legal: este texto solo refleja la opinión del autor.
""",
    "Markdown, and a marker that is wrapped": """\
# Memo
**Original Title:** On the plan
**Editor's Note:** It was sent on Monday.
---
**The following is
the original text:**
We were told last week that the plan had changed.
***
I want everyone here to understand what it means.
""",
    "a web page's furniture": """\
Subscribe to our newsletter
Share this article
We were told last week that the plan had changed.
Read more: another article
© 2026 The Ledger. All rights reserved.
""",
    "inline notes and an editor's brackets": """\
We met them [Note: on Monday] and left. They said that [we] would lose [sic].
They wrote （译者注：此处指去年（2025年））to us, and the third point 【编者注：有误】 was clear.
It was late [in the day]. [Translator's note: see [2] below] (Ed. note: so he wrote) Then [Note: we left.
""",
    "words of the body that only look like a label": """\
Dear all,
In the following text I will explain what we decided.
Our statement follows.
Note: we will meet on Friday.
The plan has three parts: money, time and people.
""",
    "a title, an introduction and a translator's notes": """\
TRANSLATION from RUSSIAN of Ivan Petrov's speech, followed by the Notes of Translator

On June 24 (see the agency's page), Ivan Petrov issued a new address to the people of the harbour.

Dear citizens! Dear friends!

Today I again consider it necessary to return to the events in the harbour.

Notes of Translator

1. The word "harbour" was left as in the original. I, the translator, think it is a slogan.
2. "Junta" is literal.
""",
    "a title that names author and occasion": """Statement by President Ana Mora at the General Debate of the Assembly

Mr. President,

The quarrel over the strait must not grow.
""",
    "an interview with a quoted title": """\
"We are not leaving the island"
An interview with Saskia Amoah, chair of Merwold
6 May 2031

Q: Will the works close?
A: No. We have told the staff so.
""",
    "a denial in the document's own voice": """\
Уважаемый господин Председатель,

Спор о проливе не должен разрастаться.

Мы не несём ответственности за блокаду и не представляем ничьих интересов.

Рыбаки потеряли треть лодок.
""",
    "a title above the first sentence": """Speech by Ana Mora

Our first duty is to work for calm at the docks.
""",
    "a sentence with a word that disclaimers have": """Выступление министра

Уважаемый председатель!

Эти люди, захватившие власть в порту, не представляли и не представляют рыбаков острова.

Мы готовы к переговорам.
""",
    "a printed web page": """3/5/26, 9:42 AM Calm at the Docks_Ministry of Ports ...

HOME > SPEECHES

Address by Ana Mora
In the Opening Debate of the Assembly

Mr. Chairman,

Our first duty is to work for calm at the
docks. [Applause] The strike, we
https://ports.example/speeches/1.html

1/2
3/5/26, 9:42 AM Calm at the Docks_Ministry of Ports ...
are told, was called off.
Thank you.

Links:

Council | Ministry | Assembly
""",
    "footnotes at the foot of a page": """Address by Ana Mora

Madam Chair,

We see that firing upon chapels and schools has become
a common practice. It falls to us to show courage and

1 Ana Mora, Words to the Envoys, 15 January 2019.
2 Idem, Ad litora, 8.
2
invention on each path of negotiation.
""",
    "a press release": """Merwold Zout B.V. – press release
Haarmond, 9 September 2031

Merwold Zout ends salt-making

Merwold Zout B.V. will cease making salt by March.

"This step is a heavy one for us," said Saskia Amoah, chair of the board.

About Merwold Zout
Merwold Zout B.V. is a producer of salt with some 7,270 staff.

Press contact: Noor Bekele, +31 20 555 0142, press@merwoldzout.example
""",
    "two languages by turns": """\
We were told last week that the plan had changed.
上周我们得知计划已经改变。
I want everyone here to understand what it means.
我希望大家明白这意味着什么。
The first point is money, and the second is time.
第一点是资金，第二点是时间。
""",
}

OUTLINES = {
    "no front matter at all": """\
body en: We were told last week that the plan had changed. /  / I want everyone here to understand what it means.""",
    "note before the front matter": """\
editor_note en: Editor's note: This memo was sent on Monday. / It was not meant for the public.
front_matter en: Title: On the plan / Author: The Ledger
marker en: The full memo follows:
body en: We were told last week that the plan had changed.""",
    "title and byline without labels": """\
front_matter en: What the plan costs / By Ann Example / Translated by: Desk of The Ledger
body en: We were told last week that the plan had changed. / I want everyone here to understand what it means.""",
    "a memo's own header": """\
front_matter en: To: All staff / From: Ann Example / Date: 5 March 2026 / Subject: The plan
body en: We were told last week that the plan had changed, and nobody explained to us why.""",
    "disclaimer at the top": """\
disclaimer en: Disclaimer: The views expressed here are not those of this site.
front_matter en: Title: On the plan
marker en: Here is the full memo:
body en: We were told last week that the plan had changed.""",
    "disclaimer without a label": """\
body en: We were told last week that the plan had changed, and nobody explained to us why.
disclaimer en: The views expressed in this article are those of the author and do not constitute investment advice.""",
    "disclaimer under a heading": """\
body en: We were told last week that the plan had changed, and nobody explained to us why.
disclaimer en: Disclaimer / This page was translated by a machine. / The original text shall prevail.""",
    "disclaimer in another language, without a label": """\
body en: We were told last week that the plan had changed, and nobody explained to us why it had to be so. / \
I want everyone here to understand what the change means for the work that we do together.
disclaimer zh-Hans: 本页由机器翻译，与本站无关。""",
    "notes below the text": """\
marker en: The following is the translation:
body en: We were told last week that the plan had changed.
editor_note en: Translator's note: “plan” stands for two words of the original. / \
Editor's note: An earlier version gave the wrong date.""",
    "Chinese": """\
editor_note zh-Hans: 编者按：这份备忘录于周一发出，引起广泛关注。
front_matter zh-Hans: 原文标题：关于计划的备忘录 / 原文作者：某报 / 编译：某某
marker zh-Hans: 以下为原文内容：
body zh-Hans: 各位同事，上周我们得知计划已经改变
inline_note zh-Hans: （译者注：此处指二〇二五年（去年））
body zh-Hans: 。没有人向我们解释原因。 / 声明：我们不同意。 / 第一点是资金，第二点是时间。
front_matter und: 原文链接：https://example.org/1
disclaimer zh-Hans: 本文仅代表作者个人观点，不代表本平台立场，不构成投资建议。""",
    "Russian": """\
front_matter ru: Автор: Ведомости / Перевод: А. Иванова
editor_note ru: От редакции: Эту записку разослали в понедельник.
marker ru: Ниже приводим полный текст записки:
body ru: На прошлой неделе нам сообщили, что план изменился.
inline_note ru: [Примечание переводчика: имеется в виду прошлый год.]
disclaimer ru: Отказ от ответственности: мнение автора может не совпадать с мнением редакции.""",
    "French": """\
front_matter fr: Titre original : Le plan / Auteur : Le Journal
editor_note fr: Note de la rédaction : Cette note a été envoyée lundi.
marker fr: Voici le texte intégral de la note :
body fr: La semaine dernière, on nous a dit que le plan avait changé.
inline_note fr: [NDLR : il s’agit de l’an dernier.]
disclaimer fr: Avertissement : ce texte n’engage que son auteur.""",
    "Spanish": """\
front_matter es: Título original: El plan
editor_note es: Nota de la redacción: Este memorando se envió el lunes.
marker es: A continuación, el texto completo del memorando:
body es: La semana pasada nos dijeron que el plan había cambiado.
disclaimer es: Aviso legal: este texto solo refleja la opinión del autor.""",
    "Markdown, and a marker that is wrapped": """\
front_matter en: # Memo / **Original Title:** On the plan
editor_note en: **Editor's Note:** It was sent on Monday. / ---
marker en: **The following is / the original text:**
body en: We were told last week that the plan had changed. / *** / I want everyone here to understand what it means.""",
    "a web page's furniture": """\
boilerplate en: Subscribe to our newsletter / Share this article
body en: We were told last week that the plan had changed.
boilerplate en: Read more: another article / © 2026 The Ledger. All rights reserved.""",
    "inline notes and an editor's brackets": """\
body en: We met them
inline_note en: [Note: on Monday]
body en: and left. They said that [we] would lose [sic]. / They wrote
inline_note en: （译者注：此处指去年（2025年））
body en: to us, and the third point
inline_note en: 【编者注：有误】
body en: was clear. / It was late [in the day].
inline_note en: [Translator's note: see [2] below]
inline_note en: (Ed. note: so he wrote)
body en: Then [Note: we left.""",
    "words of the body that only look like a label": """\
body en: Dear all, / In the following text I will explain what we decided. / Our statement follows. / \
Note: we will meet on Friday. / The plan has three parts: money, time and people.""",
    "a title, an introduction and a translator's notes": """\
front_matter en: TRANSLATION from RUSSIAN of Ivan Petrov's speech, followed by the Notes of Translator
editor_note en: On June 24 (see the agency's page), Ivan Petrov issued a new address to the people of the harbour.
body en: Dear citizens! Dear friends! /  / \
Today I again consider it necessary to return to the events in the harbour.
editor_note en: Notes of Translator /  / 1. The word "harbour" was left as in the original. I, the translator, \
think it is a slogan. / 2. "Junta" is literal.""",
    "a title that names author and occasion": """\
front_matter en: Statement by President Ana Mora at the General Debate of the Assembly
body en: Mr. President, /  / The quarrel over the strait must not grow.""",
    "an interview with a quoted title": """\
front_matter en: "We are not leaving the island" / An interview with Saskia Amoah, chair of Merwold / 6 May 2031
body en: Q: Will the works close? / A: No. We have told the staff so.""",
    "a denial in the document's own voice": """\
body ru: Уважаемый господин Председатель, /  / Спор о проливе не должен разрастаться. /  / \
Мы не несём ответственности за блокаду и не представляем ничьих интересов. /  / Рыбаки потеряли треть лодок.""",
    "a title above the first sentence": """\
front_matter en: Speech by Ana Mora
body en: Our first duty is to work for calm at the docks.""",
    "a sentence with a word that disclaimers have": """\
front_matter ru: Выступление министра
body ru: Уважаемый председатель! /  / Эти люди, захватившие власть в порту, не представляли и не представляют рыбаков \
острова. /  / Мы готовы к переговорам.""",
    "a printed web page": """\
boilerplate en: 3/5/26, 9:42 AM Calm at the Docks_Ministry of Ports ... /  / HOME > SPEECHES
front_matter en: Address by Ana Mora / In the Opening Debate of the Assembly
body en: Mr. Chairman, /  / Our first duty is to work for calm at the / docks.
inline_note en: [Applause]
body en: The strike, we
boilerplate en: https://ports.example/speeches/1.html /  / 1/2 / 3/5/26, 9:42 AM Calm at the Docks_Ministry of Ports ...
body en: are told, was called off. / Thank you.
boilerplate en: Links: /  / Council | Ministry | Assembly""",
    "footnotes at the foot of a page": """\
front_matter en: Address by Ana Mora
body en: Madam Chair, /  / We see that firing upon chapels and schools has become / a common practice. It falls to us \
to show courage and
inline_note en: 1 Ana Mora, Words to the Envoys, 15 January 2019. / 2 Idem, Ad litora, 8.
boilerplate zxx: 2
body en: invention on each path of negotiation.""",
    "a press release": """\
front_matter en: Merwold Zout B.V. – press release / Haarmond, 9 September 2031 /  / Merwold Zout ends salt-making
body en: Merwold Zout B.V. will cease making salt by March. /  / "This step is a heavy one for us," said Saskia Amoah, \
chair of the board.
boilerplate en: About Merwold Zout / Merwold Zout B.V. is a producer of salt with some 7,270 staff. /  / \
Press contact: Noor Bekele, +31 20 555 0142, press@merwoldzout.example""",
    "two languages by turns": """\
body en: We were told last week that the plan had changed.
body zh-Hans: 上周我们得知计划已经改变。
body en: I want everyone here to understand what it means.
body zh-Hans: 我希望大家明白这意味着什么。
body en: The first point is money, and the second is time.
body zh-Hans: 第一点是资金，第二点是时间。""",
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_in_other_shapes(name: str) -> None:
    assert outline(DOCUMENTS[name]) == OUTLINES[name]


def test_line_endings_change_nothing() -> None:
    for name, text in DOCUMENTS.items():
        if "wrapped" not in name:
            assert outline(text.replace("\n", "\r\n")) == outline(text)


def test_longer_notes_than_the_limit_stay_body() -> None:
    limit = SETTINGS.zones.note_characters
    assert [zone.name for zone in zones_of("We left. [Note: " + "x" * (limit - 8) + "]")] == ["body", "inline_note"]
    assert [zone.name for zone in zones_of("We left. [Note: " + "x" * (limit - 7) + "]")] == ["body"]


def test_nothing_but_white_space_has_no_zones() -> None:
    assert zones_of("") == zones_of(" \n ") == ()


LINES = st.sampled_from(
    [line for text in DOCUMENTS.values() for line in text.splitlines()]
    + ["[Note: ", "]", "（注：", "）", "Disclaimer", "Editor's note", "20%", "***", "[" * 40, "声明：", "x" * 700]
)


def check_partition(text: str) -> None:
    position = 0
    for zone in zones_of(text):
        assert len(zone.span) > 0
        assert text[position : zone.span.start].strip() == ""
        position = zone.span.end
    assert text[position:].strip() == ""


@settings(deadline=None)  # the word lists are read when they are first needed
@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\r\n", "\n\n", " "]))
def test_zones_are_a_partition(lines: list[str], mark: str) -> None:
    """In order, without overlap, and every character that is not white space lies in one."""
    check_partition(mark.join(lines))


@settings(deadline=None)
@given(st.text(max_size=200))
def test_zones_of_any_text_are_a_partition(text: str) -> None:
    check_partition(text)


@pytest.mark.parametrize(
    "unit",
    [
        "A short line here.\n",
        "[Note: x ",
        "[Note: x\n",
        "[",
        "* ",
        "【 ",
        "We said no, and they left. ",
        "Editor's Note ",
        "below text reads ",
        "below text reads below text\n",
        "views and a stated ",
    ],
)
def test_cost_grows_with_length_not_its_square(unit: str) -> None:
    """Four times the text may cost four times as much; the square would be sixteen. Counted in lines run."""
    short, long = (steps(unit * (size // len(unit))) for size in (10_000, 40_000))
    assert long < 6 * short + 1000


def steps(text: str) -> int:
    """How many lines of the package run."""
    package = Path(find_zones.__code__.co_filename).parent
    paragraphs = [(span, "en") for span in split_paragraphs(text)]
    count = 0

    def trace(frame: object, event: str, argument: object) -> object:
        nonlocal count
        if Path(getattr(getattr(frame, "f_code", None), "co_filename", "")).parent != package:
            return None
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        find_zones(text, paragraphs, SETTINGS.zones)
    finally:
        sys.settrace(before)
    return count


HOSTILE = [
    "here's below text " * 9,
    "reads " * 26,
    "voici suit texte " * 9,
    "以下原文如下" * 26,
    "folgt text " * 14,
    "ниже текст " * 14,
]


@pytest.mark.parametrize("line", HOSTILE)
def test_no_line_makes_the_marker_pattern_explode(line: str) -> None:
    """A marker pattern has several open ends; the longest line that it is tried on takes milliseconds, not seconds."""
    text = "\n".join([line[:159] + "é"] * 40 + ["x" * 9000])
    start = time.perf_counter()
    zones_of(text)
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    "unit", ["*", " .", "[ ", "read more ", "Title\t", "views and ", "我们不同意这个说法。", "A line.\n"]
)
def test_a_megabyte_takes_seconds(unit: str) -> None:
    text = "[Note" + unit * (1_000_000 // len(unit)) + "é"
    paragraphs = [(span, "en") for span in split_paragraphs(text)]
    start = time.perf_counter()
    find_zones(text, paragraphs, SETTINGS.zones)
    assert time.perf_counter() - start < 30


def test_a_memo_without_line_breaks_is_no_disclaimer_for_quoting_one() -> None:
    text = "We wrote that the views expressed are ours, without permission of anyone. " * 50
    assert [zone.name for zone in zones_of(text)] == ["body"]


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("Delivered in Spanish on 14 March; translated from the Portuguese edition by our staff.", "front_matter"),
        ("I was born here; translated by nobody, we remained.", "body"),
        ("The book was banned, published in secret and read by all.", "body"),
        ("Comrades, source code must be free.", "body"),
        ("> Note from Watchdesk: we publish the memo in full.", "editor_note"),
        ("The harbour is closed until further notice.", "body"),
    ],
)
def test_a_line_that_says_where_the_text_comes_from_above_a_translators_note(line: str, zone: str) -> None:
    note = "Translator's note: This text follows the Portuguese version that the guild sent round."
    text = f"Farewell to the Guild\n{line}\n\n{note}\n\nFriends, I was told to be brief.\n\nThank you for all of it."
    assert zones_at(text, text.index(line)) == [zone]


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("Translated from the Danish edition; the speech was given in Icelandic.", "front_matter"),
        (
            "*Translated from the Danish edition (Nordisk Blad). It was given in Icelandic. Translator: K. B.*",
            "front_matter",
        ),
        ("English version, translated from Finnish; reviewed by the union.", "front_matter"),
        ("Recorded in Lingala on 7 March; rendered into French by the staff of the panel.", "front_matter"),
        ("Translated into plain words, the report says that nobody checked the dam.", "body"),
        ("Translated by nobody, we remained.", "body"),
        ("Translated into English, the poem loses its rhyme.", "body"),
        ("The text, translated by the ministry, was false.", "body"),
        ("Traduit devant le tribunal, Jonas Brandt a nié.", "body"),
    ],
)
def test_a_line_that_says_where_the_text_comes_from_above_the_text(line: str, zone: str) -> None:
    text = f"Address by the Harbour Master\n\n{line}\n\nGood evening. I will be short.\n\nThank you for all of it."
    assert zones_at(text, text.index(line)) == [zone]


@pytest.mark.parametrize(
    ("bracket", "zone"),
    [
        ("(A voice: We know them!)", "inline_note"),
        ("(Voices from the hall: shame, shame.)", "inline_note"),
        ("(Zurufe: Nein!)", "inline_note"),
        ("(A voice in the desert, they call me.)", "body"),
    ],
)
def test_what_somebody_calls_out_in_the_hall_is_not_the_speakers(bracket: str, zone: str) -> None:
    text = f"Good evening. I will not say the names; you know them. {bracket} We were told to write a report."
    assert zones_at(text, text.index(bracket) + 1) == [zone]
