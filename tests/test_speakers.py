"""Who is said to speak: what the article's words for the speaker are, and whom they stand for."""

from __future__ import annotations

import hashlib

import pytest

from fidelity.quotations import extract_quotations
from fidelity.quotations.paragraphs import find_paragraphs
from fidelity.quotations.sentences import Sentence, read_sentences
from fidelity.quotations.stretches import find_stretches
from fidelity.settings import QuotationSettings
from fidelity.types import Document, DocumentInfo, Quotation


def quotations_of(text: str, language: str = "en") -> tuple[Quotation, ...]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return extract_quotations(Document(DocumentInfo(digest[:16], "", digest, language, ()), text), QuotationSettings())


def sentences_of(text: str) -> tuple[Sentence, ...]:
    paragraphs = find_paragraphs(text)
    return tuple(read_sentences(text, paragraphs, find_stretches(text, paragraphs, QuotationSettings()), 200))


def speakers_of(text: str) -> list[str | None]:
    """The speaker of every quotation that is speech."""
    return [quotation.speaker for quotation in quotations_of(text) if quotation.aside is None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("“We sail at dawn,” Ana Mora said.", ("Ana Mora", "person", "Ana Mora")),
        ("Ana Mora spoke. “We sail at dawn,” she said.", ("Ana Mora", "pronoun", "she")),
        ("The mayor said: “We sail at dawn.”", ("The mayor", "role", "The mayor")),
        ("The ministry said: “We sail at dawn.”", ("The ministry", "organisation", "The ministry")),
        ("The report said: “We sail at dawn.”", ("The report", "document", "The report")),
        ("Ana Mora was glad.\n\n“We sail at dawn.”", ("Ana Mora", "context", "Ana Mora")),
        ("“We sail at dawn.”", (None, "unknown", None)),
    ],
)
def test_what_the_words_for_a_speaker_are(text: str, said: tuple[str | None, str, str | None]) -> None:
    (quotation,) = quotations_of(text)
    assert (quotation.speaker, quotation.speaker_kind, quotation.speaker_words) == said


def test_quotations_that_are_each_signed_behind_a_dash() -> None:
    signed = "“We sail at dawn.” ― Ana Mora “The mole is shut.” ― Tom Lund “Nobody asked us.”― Pia Ruiz"
    assert speakers_of(f"Here is what readers say.\n\n{signed}") == ["Ana Mora", "Tom Lund", "Pia Ruiz"]
    listed = "— Ana Mora: “We sail at dawn.” — Tom Lund: “The mole is shut.”"
    assert speakers_of(f"Here is what readers say.\n\n{listed}")[0] == "Ana Mora"


def test_the_subject_of_a_sentence_without_a_verb_of_speech_is_less_sure_to_speak() -> None:
    quotation, said = quotations_of("Ana Mora won, “a narrow result and a clean one”. “We sail at dawn,” said Mora.")
    assert (quotation.speaker, quotation.speaker_probability) == ("Ana Mora", 0.7)
    assert said.speaker_probability is None


@pytest.mark.parametrize(
    "dateline",
    [
        "PUERTO ALARCÓN — ",
        "ST. LOUIS (AP) — ",
        "WASHINGTON D.C. — ",
        "N'DJAMENA, Chad (AP) — ",
        "AL-ARISH, Egypt — ",
        "BERLIN (dpa) - ",
        "ZÜRICH, 14 March (Reuters) - ",
        "Port Hallow, Aug. 3 -- ",
        "Port Hallow (Reuters) – ",
    ],
)
def test_the_place_from_which_an_article_was_sent_is_nobody(dateline: str) -> None:
    text = f"{dateline}Ana Mora led the guild."
    (sentence,) = sentences_of(text)
    assert sentence.tokens[0].text == "Ana"


@pytest.mark.parametrize(
    "opening",
    [
        "Ana Mora (Labour) - said that she would go.",
        "Harbour Authority (HA) – the body that runs the port – said no.",
        "NATO - which nobody asked - was against it.",
        "Ana Mora, aged 45 — the pilot — was against it.",
        "Boeing (BA) — the maker of planes — was against it.",
        "US - A vote.",
    ],
)
def test_what_only_looks_like_the_place_of_an_article(opening: str) -> None:
    (sentence,) = sentences_of(opening)
    assert sentence.tokens[0].start == 0


def test_a_subheading_is_nobody_and_keeps_what_was_announced() -> None:
    text = (
        "Here are key points Lund made in the speech:\n\nNo Tunnel Expected\n\n“We do not plan a tunnel.”\n\n"
        "The Ferry Can Wait\n\n“At first the ferry lost money, and we sold it.”\n"
    )
    assert speakers_of(text) == ["Lund", "Lund"]


def test_lines_that_only_name_who_speaks_below() -> None:
    text = (
        "The council announced a new harbour master on Friday.\n\n“I know her.” – Commissioner Jan Lund\n\n"
        "And from Chairwoman Ana Mora:\n\n“She brings a wealth of experience.”\n\n"
        "From the office of Peter Lis, senior engineer, Nordwerk.\n“The harbour has waited for this.”\n\n"
        "Ute Kranz, mayor of the town\n\n“We are glad.”\n"
    )
    assert speakers_of(text) == ["Jan Lund", "Ana Mora", "Peter Lis", "Ute Kranz"]


RURITANIA = (
    "Ruritanian President Ana Mora warned against a wider quarrel.\n\n"
    "“The quarrel must not be allowed to grow,” Mora said.\n\n"
    "Kostas Lind, a 71-year-old engineer, spoke after her. “We are tired,” Lind said.\n\n"
)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The Ruritanian president added: “The fleet has lost a third of its boats.”", "Ana Mora"),
        ("Ruritania’s leader called for “no provocation by any side”.", "Ana Mora"),
        ("“We shall see to it,” the president said.", "Ana Mora"),
        ("“The cranes have stood still for a year,” said the 71-year-old.", "Kostas Lind"),
        ("“The cranes have stood still for a year,” he said.", "Kostas Lind"),
        ("“The cranes have stood still for a year,” a docker said.", "a docker"),
        ("“It is a long story,” the archbishop of Port Royal said.", "the archbishop of Port Royal"),
    ],
)
def test_roles_descriptions_and_pronouns_mean_persons_of_the_article(sentence: str, name: str) -> None:
    quotation = quotations_of(RURITANIA + sentence)[-1]
    assert quotation.speaker == name
    if quotation.speaker_kind == "role" and name[0].isupper():
        assert quotation.speaker_probability is not None
        assert 0.5 <= quotation.speaker_probability <= 1


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("In the letter, Brandt wrote: “No.” Invoking Western plans, he spoke of a “price war over steel”.", "Brandt"),
        ("In the letter, Brandt wrote: “No.” Turning to the crew, he spoke of a “price war over steel”.", "Brandt"),
        ("In the letter, Brandt wrote: “No.” Visibly moved, he spoke of a “price war over steel”.", "Brandt"),
        ("It is known that Brandt said “we shall close the yard”.", "Brandt"),
        ("Quote: “At first the plant lost money, and we closed it.”", None),
        ("Hours later: “At first the plant lost money, and we closed it.”", None),
    ],
)
def test_what_is_no_speaker(text: str, speaker: str | None) -> None:
    assert quotations_of(text)[-1].speaker == speaker


def test_verbs_of_speech_beyond_the_list() -> None:
    text = (
        '"It is no feast without gifts," grumbled Lis, lying on the rug.\n\n'
        '"It is so hard to be poor!" sighed Vera, looking at her coat.\n\n'
        '"I do not think it fair at all," added little Ana, with a sniff.\n\n'
        '"We shall see," quoth Peter.\n'
    )
    assert speakers_of(text) == ["Lis", "Vera", "Ana", "Peter"]


@pytest.mark.parametrize(
    "text",
    [
        "You may remember her from films such as “Sinking Your Boat” and “Dig Your Own Well and Save”.",
        "The chapter “Water for All” is her best.",
        "He criticises the mayor’s order titled “Keeping the shops of the town open,” which came in May.",
        "She signed the decree “Giving the Old Waterways Back to the People”, he said.",
    ],
)
def test_titles_of_works_and_orders_are_nobodys_words(text: str) -> None:
    assert {quotation.aside for quotation in quotations_of(text)} == {"term or title"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "– Nie zamkniemy stoczni – powiedziała Anna Lipska, prezes zarządu. – Każdy dostanie ofertę.\n",
            [("Nie zamkniemy stoczni Każdy dostanie ofertę.", "Anna Lipska")],
        ),
        (
            "— Мы не закроем верфь, — сказала директор завода Анна Лапина. — Каждый получит предложение.\n",
            [("Мы не закроем верфь, Каждый получит предложение.", "Анна Лапина")],
        ),
        (
            "« C’est un mauvais signe, soupire le maire, Paul Renard. La ville vit du chantier. »\n",
            [("C’est un mauvais signe,", "Paul Renard"), ("La ville vit du chantier.", "Paul Renard")],
        ),
        (
            "—No cerraremos el astillero —dijo Ana Lamas, la directora general—. Todos recibirán una oferta.\n",
            [("No cerraremos el astillero", "Ana Lamas"), ("Todos recibirán una oferta.", "Ana Lamas")],
        ),
    ],
)
def test_dialogue_in_other_languages_without_its_narration(text: str, said: list[tuple[str, str]]) -> None:
    assert [(quotation.text, quotation.speaker) for quotation in quotations_of(text)] == said


def test_labels_links_and_relative_clauses() -> None:
    text = (
        "Ana Mora wrote to the staff. “This is hard,” Mora said.\n\n"
        "Key quote: “We can no longer defend that to our workmates.”\n\n"
        "READ MORE: ‘They kept us in the dark’: inside the takeover\n\n"
        "“Nobody buys salt at that price,” an analyst who follows the company said.\n"
    )
    assert speakers_of(text) == ["Ana Mora", None, "an analyst"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The duty, says the court, “does not end with the contract of the tenant”.", "the court"),
        (
            "Mara Quent owns the mill. If the council agrees, the mill would close “by the end of the autumn”.",
            "Mara Quent",
        ),
        ("Qi Wenshan founded the firm in spring. “We were too slow with this,” Qi said.", "Qi Wenshan"),
        ("Sami al-Hadi runs the port. “We will not close it,” al-Hadi said.", "Sami al-Hadi"),
        (
            "Mara Quent wrote a letter. My Norwegian is poor, but “we are late with everything” is what it said.",
            "Mara Quent",
        ),
        ("Mara Quent owns the mill. She’d say “the tide is against us all” to anyone.", "Mara Quent"),
        ("Mara Quent wrote to the crew. The union: its offer is “sound and will be kept to”.", "Mara Quent"),
        ("Was the hull safe? No. Mara Quent says “it was never seen by anybody”.", "Mara Quent"),
    ],
)
def test_what_stands_nearer_than_the_speaker_does_not_speak(text: str, speaker: str) -> None:
    assert speakers_of(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Envoy Ute Kranz told the Harbour Times that Mora was free to say what she liked, adding it was “a pity.”",
            "Ute Kranz",
        ),
        ("The harbour master said Mora had read the letter, noting that it was “an odd thing.”", "The harbour master"),
        ("Jan Lund said the ferry was old, and Ana Mora said it was new, adding it was “a fine ship.”", "Ana Mora"),
        ("Jan Lund told us a joke; Ana Mora said it was old, adding it was “not a fine one.”", "Ana Mora"),
    ],
)
def test_a_verb_inside_what_somebody_reports_does_not_take_the_words_behind_it(text: str, speaker: str) -> None:
    (found,) = speakers_of(text)
    assert found is not None
    assert speaker in found


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("When Peter Lis died in May, Ana Mora released the following statement:", "Ana Mora"),
        ("The ministry issued this statement on Monday:", "The ministry"),
        ("The harbour office published a note:", "The harbour office"),
    ],
)
def test_who_issued_a_statement_says_what_stands_below(line: str, speaker: str) -> None:
    assert speakers_of(f"{line}\n\n“We have read the letter with care.”") == [speaker]


def test_a_pronoun_means_whom_the_article_calls_by_that_pronoun() -> None:
    text = (
        "In the letter, Ilda Ferraz Monteiro said she was leaving.\n\n"
        "Duarte Salema thanked the minister for her frankness.\n\n"
        "Ferraz said that she had no part in it.\n\n"
        "But she warned: “My successor will write you the same letter.”\n\n"
        "“We sail at dawn,” he said."
    )
    assert speakers_of(text) == ["Ilda Ferraz Monteiro", "Duarte Salema"]


def test_of_two_family_names_the_first_may_be_used() -> None:
    text = "Ilda Ferraz Monteiro resigned on Friday, as Ana Mora had.\n\n“We sail at dawn,” Ferraz said."
    assert speakers_of(text) == ["Ilda Ferraz Monteiro"]
    unknown = "Ilda Ferraz Monteiro and Rui Ferraz Lobo resigned on Friday.\n\n“We sail at dawn,” Ferraz said."
    assert speakers_of(unknown) == ["Ferraz"]
    first = "Juan Carlos Ortiz resigned on Friday. Carlos Vega stayed.\n\n“We sail at dawn,” Carlos said."
    assert speakers_of(first) == ["Carlos Vega"]
    given = "John Paul Stevens resigned. Paul, a teacher, came.\n\n“We sail at dawn,” Paul said."
    assert speakers_of(given) == ["Paul"]


def test_what_a_headline_sets_before_a_colon_speaks_only_if_the_article_knows_it() -> None:
    below = "\n\nAna Mora told the meeting about the ferry.\n\nIt was late.\n\nNobody left."
    assert speakers_of(f"FURY ON THE FJORD: “We sail at dawn”{below}") == [None]
    assert speakers_of(f"Mora: “We sail at dawn”{below}") == ["Ana Mora"]


def test_a_role_that_opens_a_sentence_belongs_to_the_name_behind_it() -> None:
    text = "Harbour master Ana Mora is to speak on Monday. In an interview she said it was “an insult to all of us”."
    assert speakers_of(text) == ["Ana Mora"]


@pytest.mark.parametrize(("words", "kind"), [("in paper", "unknown"), ("in a paper", "document")])
def test_paper_is_a_document_only_with_a_determiner(words: str, kind: str) -> None:
    (quotation,) = quotations_of(f"Ana Mora accused them of burying the island {words}. “We sail at dawn,” she said.")
    assert quotation.occasion.kind == kind


def test_a_word_that_opens_a_sentence_in_a_language_without_lists_is_no_name() -> None:
    text = "«Le scriviamo oggi». Comincia così la lettera di Remedios Abarca: «Ci hanno risposto a due»."
    one, other = quotations_of(text, "it")
    assert (one.speaker, other.speaker) == (None, "la lettera di Remedios Abarca")


def test_nobody_in_particular_does_not_speak() -> None:
    memo = "There is a sentence in Ana Mora's memo that every manager should pin to the wall: “We sail at dawn.”"
    assert speakers_of(f"{memo} Another one: “The mole is shut.”") == [None, None]
    other = "Ana Mora resigned. Another minister, Jonas Brandt, struck back: “We sail at dawn.”"
    assert speakers_of(other) == ["Jonas Brandt"]


def test_a_common_noun_that_opens_a_sentence_does_not_speak() -> None:
    memo = "Ana Mora wrote to her staff about the trains.\n\n"
    assert speakers_of(f"{memo}Trains “may not go through Tczew at night” until June.") == [None]
    assert speakers_of(f"{memo}Brandt “may not go through Tczew at night” until June.") == ["Brandt"]
    assert speakers_of(f"{memo}Mora “may not go through Tczew at night” until June.") == ["Ana Mora"]
