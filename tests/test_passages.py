"""Passages as a report has them: whole, tight, and in several spans where a quotation joins what stands apart."""

from __future__ import annotations

import fidelity
from fidelity.reading import read_text

MEMO = """\
The following is the text of the memo.

The coming ten years should be a hard time for us, with trade in steady decline. Now, because the strait is closed
and because the northern ports keep up their boycott, trade is unlikely to recover.

In these conditions Nordwerk must scale back every rosy plan. Until 2031 we must make staying alive our first rule.

Once we believed in open seas and set out to carry goods for everyone. What do we believe in now? In staying alive,
and in making a little money wherever some can be made. From this angle we have to sort our customers and look at what
we can keep and what we should drop.
"""


def pair_of(translation: str, article: str) -> tuple[fidelity.Pair, list[str]]:
    """The only pair, and the texts of its passage's spans with white space as one space."""
    report = fidelity.check(read_text(translation), [read_text(article)])
    (pair,) = report.pairs
    return pair, [" ".join(span.of(translation).split()) for span in pair.passage.spans]


def test_an_ellipsis_joins_two_distant_passages() -> None:
    said = (
        "In his memo Brandt wrote: “The next 10 years will be a painful period, as trade goes into decline … Nordwerk"
        " needs to tone down any rosy plan and make staying alive its most important rule.”"
    )
    pair, spans = pair_of(MEMO, said)
    assert spans == [
        "The coming ten years should be a hard time for us, with trade in steady decline.",
        "In these conditions Nordwerk must scale back every rosy plan. Until 2031 we must make staying alive our first"
        " rule.",
    ]
    # What stands between the two is in neither, and no words of theirs are what the ellipsis left out.
    assert not [note for note in pair.notes if "ellipsis" in note]
    assert pair.severity in ("neutral", "minor")


def test_all_four_sentences_are_the_passage_of_two_that_join_them() -> None:
    said = (
        "In his memo Brandt wrote: “Once, we believed in open seas and aspired to carry goods for everyone, so what do"
        " we believe in now? Staying alive and making a little money wherever we can. From this point of view, we need"
        " to sort our customers and study what can be kept and what should be abandoned.”"
    )
    _, spans = pair_of(MEMO, said)
    assert spans == [" ".join(MEMO[MEMO.index("Once we believed") :].split())]


def test_a_passage_goes_on_to_its_end() -> None:
    letter = """\
Letter of Jonas Brandt to the staff (translated from German)

Dear colleagues,

Its purpose is the demilitarization and denazification of the island. You swore to serve the islanders, and not the \
clique that is stripping the island and making fun of those same islanders.

We have lost tens of billions of crowns.
"""
    said = (
        "In the letter Brandt wrote of an oath “to serve the islanders, and not the clique that is stripping the island"
        " and abuses those same islanders.”"
    )
    _, spans = pair_of(letter, said)
    assert spans[0].endswith("to serve the islanders, and not the clique that is stripping the island and making fun "
                             "of those same islanders.")  # fmt: skip


def test_a_wrapped_line_ends_no_passage() -> None:
    address = """\
Address by Ana Mora

It is imperative that the community should at once stop the violence and bring
about a lasting cease-fire in the south and bring an end to the desperate
barbarism of the regime in
Lebania, before it engulfs the region and the world.

During this time, the Holy
See has advanced a set of core principles, among them the pursuit of peace.
"""
    said = (
        "“It is imperative that the community should at once stop the violence and bring about a lasting cease-fire in"
        " the south and bring an end to the desperate barbarism of the regime in Lebania, before it engulfs the region"
        " and the world,” Mora said."
    )
    _, spans = pair_of(address, said)
    assert spans == [" ".join(address.split("\n\n")[1].split())]


def test_a_denial_before_the_passage_belongs_to_it_where_the_quotation_begins_with_one() -> None:
    letter = """\
Letter of Jonas Brandt to the staff (translated from German)

Dear colleagues,

We ask for three things: that the plan be withdrawn by the end of March; that the night shifts be doubled until new
staff are found; and that no one who signed this letter be punished for it.

Jonas Brandt
"""
    said = "Jonas Brandt asked that “nobody who signed this letter be punished for it.”"
    pair, spans = pair_of(letter, said)
    assert spans[0].startswith("no one who signed")
    assert pair.severity == "neutral"


def test_the_number_with_which_a_quotation_begins_belongs_to_its_passage() -> None:
    letter = """\
Letter of Jonas Brandt to the staff (translated from German)

Dear colleagues,

Since the first of November the ferry has been out of service for thirty-one days out of seventy-five. On nine of those
days the doctor could not come. I ask you to read those two sentences slowly.

Jonas Brandt
"""
    said = "The ferry, Jonas Brandt wrote, has been out of service for “31 days out of 75” since 1 November."
    pair, spans = pair_of(letter, said)
    assert spans[0].startswith("thirty-one days")
    assert pair.issues == ()


def test_a_passage_across_languages_ends_at_the_semicolon_of_a_list() -> None:
    letter = """\
Señora Consejera:

Le escribimos porque ya no sabemos a quién escribir. Desde septiembre hemos enviado catorce informes a la gerencia.

Pedimos tres cosas: que ningún turno de noche tenga menos de cuatro enfermeras; que se cubran las veintidós bajas que \
hay desde el verano; y que alguien de la Consejería pase una noche, una sola, con nosotros.

Atentamente, Remedios Abarca
"""
    said = "Remedios Abarca asked for “someone from the ministry to spend a night, just one, with us”."
    _, spans = pair_of(letter, said)
    assert spans == ["y que alguien de la Consejería pase una noche, una sola, con nosotros."]


def test_a_passage_goes_on_behind_a_note_that_interrupts_its_sentence() -> None:
    letter = """\
Letter of Ana Mora to the staff (translated from Portuguese)

Dear colleagues,

Our plan was never a secret. There are those who say that the State should no longer build. I have never believed it,
and the families I met in Vale da Amoreira [a part of Moita – Ed.] did not believe it either. I had no answer for them.

Ana Mora
"""
    ends = "did not believe it either."
    pair, spans = pair_of(letter, "“The families I met in Vale da Amoreira believed it,” Ana Mora wrote.")
    assert spans[-1].endswith(ends)
    assert pair.severity in {"major", "critical"}
    _, spans = pair_of(letter, "Ana Mora wrote of “the families I met in Vale da Amoreira”.")
    assert not spans[-1].endswith(ends)
