"""Selection: what speaks for and against a quotation's being the translated document's."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fidelity
from fidelity.embedding import BuiltInEncoder
from fidelity.errors import SettingError
from fidelity.pipeline.calibrations import Calibrations
from fidelity.review import ReviewSession
from fidelity.selection import (
    ATTRIBUTION_FEATURES,
    SELECTION_FEATURES,
    Said,
    gather_facts,
    measure_sameness,
    read_profile,
    same_speaker,
    weigh_words,
)
from fidelity.selection.evidence import is_title
from fidelity.selection.names import wrote
from fidelity.selection.occasions import relate_occasion
from fidelity.selection.speakers import holds_role, is_named_person, relate_speaker
from fidelity.selection.support import leave_one_out
from fidelity.selection.telling import find_narration, hide_quoted, read_telling
from fidelity.settings import SelectionSettings, Settings
from fidelity.store import Store
from fidelity.types import Judgement, Occasion, Pair, Quotation, Span, Unpaired

SEEDS = Path(__file__).parent.parent / "seeds"
ENCODER = BuiltInEncoder()
MEMO = """MEMORANDUM
From: Ann Example
To: All staff of Norvia

The works must be sold before the winter. Nobody who is here today will be asked to leave.

We have tried for nine years to make the pumps pay, and they have not paid once."""
ARTICLE = """In the memo, Ann Example wrote that “the works have to be sold before winter.”

“We will never sell,” said Bob Sample, who runs a rival firm.

At a summit in Oslo in 2019, Example said: “We are all friends here.”

“For nine years we tried to make the pumps pay, and they never paid,” she added.
"""


def report(translation: str, article: str, **wishes: object) -> fidelity.Report:
    texts = fidelity.read_text(translation), fidelity.read_text(article)
    return fidelity.check(texts[0], [texts[1]], encoder=ENCODER, **wishes)  # type: ignore[arg-type]


def outcome(found: fidelity.Report) -> dict[str, str]:
    return {
        entry.quotation.text: "compared" if isinstance(entry, Pair) else entry.reason
        for entry in sorted(found.entries, key=found.number)
    }


def quotation(speaker: str | None, occasion: Occasion | None = None) -> Quotation:
    return Quotation("words", (Span(0, 5),), Span(0, 5), speaker=speaker, occasion=occasion or Occasion("unknown"))


def profile(text: str) -> object:
    return read_profile(fidelity.inspect(fidelity.read_text(text)), (), SelectionSettings())


def test_evidence_decides_last() -> None:
    assert outcome(report(MEMO, ARTICLE)) == {
        "the works have to be sold before winter.": "compared",
        "We will never sell,": "other speaker",
        "We are all friends here.": "other occasion",
        "For nine years we tried to make the pumps pay, and they never paid,": "compared",
    }


def test_every_quotation_has_a_probability_and_its_reasons() -> None:
    found = report(MEMO, ARTICLE)
    by_text = {entry.quotation.text: entry.selection for entry in found.entries}
    sold, never = by_text["the works have to be sold before winter."], by_text["We will never sell,"]
    assert sold is not None
    assert never is not None
    assert sold.probability > 0.9
    assert never.probability < 0.5
    assert any("Bob Sample is named as the speaker" in sentence for sentence in never.evidence)
    assert any("says the same" in sentence for sentence in sold.evidence)


@pytest.mark.parametrize("name", ["2", 2, "id", "prefix"])
def test_a_quotation_can_be_put_in_by_its_row_or_its_id(name: str | int) -> None:
    first = report(MEMO, ARTICLE)
    wanted = next(entry for entry in first.entries if first.number(entry) == 2)
    assert isinstance(wanted, Unpaired)
    given = {"id": wanted.quotation_id, "prefix": wanted.quotation_id[:8]}.get(str(name), name)
    again = report(MEMO, ARTICLE, compare=[given])
    assert outcome(again)["We will never sell,"] in ("compared", "missing", "uncertain")
    assert again.signature != first.signature


def test_a_quotation_can_be_left_out() -> None:
    assert outcome(report(MEMO, ARTICLE, leave_out=[1]))["the works have to be sold before winter."] == "not requested"


@pytest.mark.parametrize(
    ("compare", "leave_out", "says"),
    [
        (["9"], [], "there is no row 9; the rows of this run go from 1 to 4"),
        (["zz"], [], "no quotation is called 'zz'"),
        (["1"], ["1"], "both to be compared and to be left out"),
    ],
)
def test_names_of_no_quotation_are_refused(compare: list[str], leave_out: list[str], says: str) -> None:
    with pytest.raises(SettingError, match=says):
        report(MEMO, ARTICLE, compare=compare, leave_out=leave_out)


def test_speakers_and_occasions_can_be_asked_for() -> None:
    asked = outcome(report(MEMO, ARTICLE, speaker="Bob Sample"))
    assert asked["the works have to be sold before winter."] == "not requested"
    assert asked["We will never sell,"] != "not requested"
    asked = outcome(report(MEMO, ARTICLE, occasion="summit"))
    assert asked["We are all friends here."] != "not requested"
    assert asked["We will never sell,"] == "not requested"
    notes = report(MEMO, ARTICLE, speaker=["Nemo"]).notes
    assert any("No quotation is by Nemo. The article quotes Ann Example, Bob Sample" in note for note in notes)


def test_a_near_quotation_that_is_left_out_comes_first_with_its_sentence() -> None:
    article = (
        ARTICLE + "\n“Dogs bark,” Carl Other said.\n\n“The works need to be sold before winter,” Bob Sample said.\n"
    )
    found = report(MEMO, article)
    left_out = [item for item in found.unpaired if item.reason not in ("missing", "uncertain")]
    assert left_out[0].quotation.text == "The works need to be sold before winter,"
    assert left_out[0].near is not None
    assert left_out[0].near.text == "The works must be sold before the winter."
    assert left_out[-1].near is None


UNRELATED = (
    "The weather was fine, and the ferries ran on time.",
    "“The ferries run twice a day,” said Dora Else of the port office.",
    "Last spring, at a fair in Rotterdam, Dora Else had promised “a third boat for the islands”.",
    "Nobody has counted the gulls; the harbour’s new roof leaks.",
    "The port office publishes “Tides and Winds” every month.",
)


@settings(max_examples=12, deadline=None)
@given(
    added=st.lists(
        st.tuples(st.sampled_from(UNRELATED), st.integers(0, 4)), min_size=1, max_size=3, unique_by=lambda each: each[0]
    )
)
def test_a_row_does_not_depend_on_an_unrelated_paragraph(added: list[tuple[str, int]]) -> None:
    """Paragraphs about something else change no row, wherever they are added and in whatever order."""
    by_name = ARTICLE.replace("she added", "Example added")  # "she" is whoever was named last
    paragraphs = by_name.strip().split("\n\n")
    for text, place in added:
        paragraphs.insert(place, text)
    more = "\n\n".join(paragraphs) + "\n"
    before, after = ({e.quotation.text: e for e in report(MEMO, text).entries} for text in (by_name, more))
    for text, entry in before.items():
        other = after[text]
        assert type(other) is type(entry)
        assert other.quotation_id == entry.quotation_id
        assert said_of(other) == said_of(entry)
        if isinstance(entry, Pair) and isinstance(other, Pair):
            assert (other.passage, other.fidelity, other.severity) == (entry.passage, entry.fidelity, entry.severity)


def said_of(entry: Pair | Unpaired) -> tuple[object, ...]:
    """What a row shows of a quotation. The odds behind it move a little with the words of the paragraph beside it."""
    said, selection = entry.quotation, entry.selection
    assert selection is not None
    shown = selection.probability, selection.evidence
    return said.speaker, said.occasion, said.kind, said.cue, said.aside, *shown, getattr(entry, "reason", "")


@pytest.mark.parametrize(
    ("text", "speaker", "relation"),
    [
        (MEMO, "Ann Example", "author"),
        (MEMO, "Bob Sample", "person"),
        (MEMO, "the memo", "document"),
        (MEMO, "a statement", "role"),
        (MEMO, "the minister", "role"),
        (MEMO, None, "nobody"),
        ("Speech by Ana Mora\n\nThe strike is long. It must end.", "Mora", "author"),
        ("Letter of Jonas Brandt to the staff\n\nThis is a crisis.", "Jonas Brandt", "author"),
        ("Dear all,\n\nNobody will be asked to leave. That is a promise.\n\nPetra Lindqvist", "Lindqvist", "author"),
        ("Address by Lázaro Iturrán, President\n\nThe fleet is gone. It was ours.", "Lazaro Iturran", "author"),
        ("Court of Norvia\nJudgment\n\nThe quay must be cleared. It is shut.", "the court", "author"),
        ("Court of Norvia\nJudgment\n\nThe quay must be cleared. It is shut.", "the lower court", "role"),
        ("Court of Norvia\nAna Mora and others v. Harbour Office\n\nThe quay must be cleared.", "Ana Mora", "person"),
    ],
)
def test_what_a_speaker_is_to_the_document(text: str, speaker: str | None, relation: str) -> None:
    assert relate_speaker(quotation(speaker), profile(text), (), SelectionSettings()) == relation  # type: ignore[arg-type]


SPEECH = (
    "Statement by President Ana Mora at the General Debate of the UN General Assembly\n\nThe quarrel must not grow."
)


@pytest.mark.parametrize(
    ("text", "occasion", "relation"),
    [
        (SPEECH, Occasion("event", "in her speech"), "own"),
        (SPEECH, Occasion("interview", "told the United Nations"), "own"),
        (SPEECH, Occasion("event", "at the general debate"), "own"),
        (SPEECH, Occasion("event", "at a conference in 2019"), "other"),
        (SPEECH, Occasion("contract", "in the contract"), "other"),
        (MEMO, Occasion("document", "in the memo"), "own"),
        (MEMO, Occasion("document", "in her book"), "other"),
        (MEMO, Occasion("interview", "told reporters"), "other"),
        (MEMO, Occasion("unknown"), "none"),
        ("Post by Ana Mora\n\nThe mill is shut.", Occasion("document", "in a statement"), "own"),
        ("Press release by Ana Mora\n\nThe mill is shut.", Occasion("document", "in a statement"), "own"),
    ],
)
def test_what_an_occasion_is_to_the_document(text: str, occasion: Occasion, relation: str) -> None:
    assert relate_occasion(occasion, profile(text)) == relation  # type: ignore[arg-type]


def test_support_leaves_each_out() -> None:
    alone, one, other, nobody = leave_one_out(["a", "b", "b", None], [0.9, 1.0, 0.0, 0.9])
    assert (alone, nobody) == (0.0, 0.0)
    assert one == pytest.approx(-1.0986, abs=1e-4)
    assert other == pytest.approx(1.0986, abs=1e-4)


def test_sameness_is_of_words_in_order() -> None:
    found = measure_sameness("The works must be sold", "now the works must not be sold", 100)
    assert (found.share, found.words, found.whole) == (1.0, 5, False)
    assert measure_sameness("sold works", "the works were sold", 100).share == 0.5
    assert measure_sameness("Price war", "a price war is on", 100).whole
    assert measure_sameness("…", "words", 100).words == 0


def test_an_office_may_be_tied_to_a_name() -> None:
    assert holds_role("Ann Example", {"prime minister"}, "Prime Minister Ann Example spoke.")
    assert holds_role("Ann Example", {"minister"}, "Minister Ann Example spoke.")
    assert not holds_role("Ann Example", {"minister"}, "Ann Example, the prime minister, spoke.")
    assert not holds_role("Ann Example", {"minister"}, "Prime Minister Ann Example spoke.")
    assert holds_role("Ann Example", {"founder"}, "Ann Example, the firm's founder, spoke.")
    assert not holds_role("Ann Example", {"founder"}, "Ann Example spoke. The founder listened.")


def test_the_name_of_a_newspaper_is_no_document() -> None:
    assert wrote("Ann Example", "Example told the crew in a letter that she was tired.")
    assert not wrote("Ann Example", "Example told the Evening Post that she was tired.")


def test_a_role_is_no_name() -> None:
    names = ("Ann Example", "the Minister", "Prime Minister", "Nobody")
    assert [name for name in names if is_named_person(name)] == ["Ann Example"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ann Example", "Example", True),
        ("CEO Ann Example", "Ann Example", True),
        ("Ann Example", "Bob Sample", False),
        ("Bae Min-seo", "Seo Jun-ha", False),
        ("Lázaro Iturrán", "Iturran", True),
        ("Leonida Marchetti-Rao", "Rao", True),
        ("the Ministry of Works", "the ministry", True),
        ("the CEO", "the CEO", True),
        ("李文清", "李文清", True),
        ("Fatou N’Diaye", "N'Diaye", True),
        ("Kemal D’Souza", "Ana Souza", False),
    ],
)
def test_speakers_match_loosely(one: str, other: str, same: bool) -> None:
    assert same_speaker(one, other) is same


def test_what_ships_is_over_these_features_and_its_signs_make_sense() -> None:
    shipped = Calibrations.load()
    for calibration, features in (
        (shipped.attribution, ATTRIBUTION_FEATURES),
        (shipped.selection, SELECTION_FEATURES),
    ):
        assert calibration.features == features
    weights = dict(zip(SELECTION_FEATURES, shipped.selection.weights, strict=True))
    assert min(weights[name] for name in ("attribution", "carried", "verbatim")) >= 0
    assert max(weights[name] for name in ("another", "others' words", "title")) <= 0


def test_the_seeds() -> None:
    gold = json.loads((SEEDS / "gold.json").read_text(encoding="utf-8"))
    found = fidelity.check(SEEDS / gold["translation"], [SEEDS / gold["article"]], encoder=ENCODER, settings=Settings())
    compared = {pair.quotation.spans[0].start for pair in found.pairs}
    counted = [row for row in gold["quotations"] if not row["ambiguous"]]
    right = [(row["quote_spans"][0][0] in compared) == (row["passage_spans"] is not None) for row in counted]
    assert (sum(right), len(right)) == (35, 35)
    assert not found.missing


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("OPEN LETTER TO THE MEMBERS OF THE NORVIA WATER COOPERATIVE", ("ann example",)),
        ("Letter of Bob Sample to the members of the cooperative", ("bob sample", "ann example")),
        ("Statement on the future of the mills", ("ann example",)),
    ],
)
def test_to_whom_a_letter_goes_is_not_its_author(title: str, names: tuple[str, ...]) -> None:
    said = "The wall gave way at night.\n\nWe lowered the water too late.\n\nWe ask for your patience."
    letter = f"{title}\n\nDear members,\n\n{said}\n\nAnn Example"
    assert profile(letter).names == names


@pytest.mark.parametrize(
    ("signature", "relations"),
    [
        ("玛尔塔·雷耶斯\n首席执行官", ["author", "other person"]),
        ("汤姆·阿尔布雷希特", ["other person", "author"]),
        ("首席执行官", ["person", "person"]),
    ],
)
def test_an_author_who_signs_in_chinese(signature: str, relations: list[str]) -> None:
    said_in_it = "去年我们亏损了很多钱。\n\n这个决定是我做的，不是你们做的。\n\n我为此道歉。"
    letter = f"致全体员工的信\n\n各位同事：\n\n{said_in_it}\n\n{signature}"
    said = [Said(quotation(name), 2.0, measure_sameness("a", "a", 9)) for name in ("Marta Reyes", "Tom Albrecht")]
    facts = gather_facts(profile(letter), "No letter.", said, (), SelectionSettings())  # type: ignore[arg-type]
    assert [each.speaker for each in facts] == relations


@pytest.mark.parametrize(("signed", "heard"), [("Марта Рейес", True), ("Том Альбрехт", False)])
def test_an_author_who_signs_in_russian(signed: str, heard: bool) -> None:
    said_in_it = "Мы потеряли много денег.\n\nЭто моё решение.\n\nМне очень жаль."
    letter = f"Письмо сотрудникам\n\nУважаемые коллеги!\n\n{said_in_it}\n\n{signed}"
    assert profile(letter).sounds_like("Marta Reyes", SelectionSettings()) is heard  # type: ignore[attr-defined]
    assert profile(letter).sounds_like("M. R.", SelectionSettings()) is False  # type: ignore[attr-defined]


SOLD_BY = "In the memo, Ann Example wrote that “the works have to be sold before winter”."
PUMPS = "“For nine years we tried to make the pumps pay, and they never paid,” she wrote."
IN_OTHER_WORDS = (
    "In the memo, Ann Example wrote that “the plant has got to find a buyer ahead of the cold months”.",
    "“Over nine years we attempted to run the machines at a profit, but not once did that succeed,” she wrote.",
)


@pytest.mark.parametrize(
    ("others", "recognised_passages", "recognised_from", "reason"),
    [
        ((SOLD_BY, PUMPS), 4, 0.75, "missing"),
        (IN_OTHER_WORDS, 4, 0.75, "uncertain"),
        (IN_OTHER_WORDS, 2, 0.5, "uncertain"),
        (IN_OTHER_WORDS, 1, 0.75, "uncertain"),
        (IN_OTHER_WORDS, 1, 0.5, "missing"),
    ],
)
def test_in_an_article_in_its_own_words_less_is_called_missing(
    others: tuple[str, str], recognised_passages: int, recognised_from: float, reason: str
) -> None:
    """Unless several passages were recognised with confidence in spite of its words."""
    goats = "My brother will come back from the islands with the goats,"
    article = "\n\n".join((*others, f"“{goats}” she added."))
    rules = {"recognised_passages": recognised_passages, "recognised_from": recognised_from}
    strict = replace(Settings().pairing, rendered_below=0.01)
    settings = Settings(pairing=strict, selection=replace(Settings().selection, **rules))  # type: ignore[arg-type]
    assert outcome(report(MEMO, article, settings=settings))[goats] == reason


def test_what_no_passage_comes_near_is_missing_from_any_article() -> None:
    goats = "My brother will come back from the islands with the goats,"
    article = "\n\n".join((*IN_OTHER_WORDS, f"“{goats}” she added."))
    assert outcome(report(MEMO, article))[goats] == "missing"


@pytest.mark.parametrize("sure", [0.6, 1.0])
def test_a_speaker_of_whom_one_is_not_sure_is_less_another_person(sure: float) -> None:
    by_role = replace(quotation("Bob Sample"), speaker_probability=sure)
    said = [
        Said(each, 2.0, measure_sameness("sell now", "sell now", 9)) for each in (quotation("Ann Example"), by_role)
    ]
    facts = gather_facts(profile(MEMO), ARTICLE, said, (), SelectionSettings())[1]  # type: ignore[arg-type]
    assert facts.attribution[ATTRIBUTION_FEATURES.index("other person")] == sure
    assert weigh_words(facts, 0.0)[SELECTION_FEATURES.index("another")] == sure


def test_whom_the_document_tells_of_is_told_there() -> None:
    """The court's ruling gives the view of a judge whom it names; the union's chairwoman is none of its own."""
    ruling = (
        "Ruling of the Court of Norvia\n\nThe works had to hear the tenants before they were sold.\n\n"
        "Judge Hannah Specht dissents. In her view the works never belonged to the town, and nobody had to be heard."
    )
    begins = "The court ruled that the works “had to hear the tenants before they were sold”.\n\n"
    says = "{}, who did not agree, held that the works “never belonged to the town”.\n"
    words = "never belonged to the town"
    told, other = (
        next(e for e in report(ruling, begins + says.format(who)).entries if e.quotation.text == words)
        for who in ("Judge Hannah Specht", "Chairwoman Ute Kranz")
    )
    assert told.selection is not None
    assert other.selection is not None
    assert told.selection.probability > other.selection.probability + 0.02


BORROWED = ARTICLE + "\n“Nobody who is here today will be asked to leave,” said Carl Specimen, who leads the union.\n"
THEIRS = "Nobody who is here today will be asked to leave,"
SOLD = "the works have to be sold before winter."


def reviewed(folder: Path, memo: str) -> tuple[dict[str, str], ReviewSession]:
    """What becomes of each quotation of a run that is kept beside earlier ones, and the review of that run."""
    translation, article = fidelity.read_text(memo), fidelity.read_text(BORROWED)
    with Store(folder / "runs.db", create=True) as store:
        found = fidelity.check(translation, [article], encoder=ENCODER, verdicts=store.verdicts())
        store.save_run(found, translation, [article])
    return outcome(found), ReviewSession(folder / "runs.db", reviewer="Ann", threshold=100)


def say(session: ReviewSession, text: str, *judgements: Judgement) -> None:
    session.go(next(n for n, entry in enumerate(session.entries) if entry.found.quotation.text == text))
    for judgement in judgements:
        session.judge(judgement)


def test_a_verdict_on_whose_words_they_are_is_obeyed_by_the_next_run(tmp_path: Path) -> None:
    before, session = reviewed(tmp_path, MEMO)
    assert (before[THEIRS], before[SOLD]) == ("other speaker", "compared")
    say(session, THEIRS, "is of the document")
    say(session, SOLD, "minor", "is not of the document")
    after, session = reviewed(tmp_path, MEMO)
    assert (after[THEIRS], after[SOLD]) == ("compared", "not requested")
    say(session, THEIRS, "major")  # which says nothing else of whose words they are
    assert reviewed(tmp_path, MEMO)[0] == after


def test_what_was_left_out_by_a_verdict_is_shown_again_and_comes_back(tmp_path: Path) -> None:
    _, session = reviewed(tmp_path, MEMO)
    say(session, SOLD, "is not of the document")
    _, session = reviewed(tmp_path, MEMO)
    (entry,) = [entry for entry in session.entries if entry.found.quotation.text == SOLD]
    assert (entry.is_left_out, session.is_judged(entry)) == (True, True)
    session.undo()
    assert reviewed(tmp_path, MEMO)[0][SOLD] == "compared"


def test_a_verdict_on_whose_words_they_are_is_of_one_translation(tmp_path: Path) -> None:
    before, session = reviewed(tmp_path, MEMO)
    say(session, THEIRS, "is of the document")
    say(session, SOLD, "is not of the document")
    after, session = reviewed(tmp_path, MEMO + "\n\nAnn Example")
    assert after == before
    assert not any(map(session.is_judged, session.entries))


def narrated(article: str) -> list[tuple[str, float, float]]:
    """The sentence around each quotation without what is quoted, and whether the saying has a time and a place."""
    document = fidelity.inspect(fidelity.read_text(article))
    _, found = fidelity.quotes(document)
    own = read_profile(fidelity.inspect(fidelity.read_text(MEMO)), (), SelectionSettings())
    hidden = hide_quoted(article, found)
    spans = [find_narration(hidden, each, SelectionSettings().narration_characters) for each in found]
    told = [read_telling(hidden, span, each, own) for span, each in zip(spans, found, strict=True)]
    words = [span.of(hidden).replace("\N{LEFT DOUBLE QUOTATION MARK}", "").split() for span in spans]
    return [(" ".join(some), *each) for some, each in zip(words, told, strict=True)]


@pytest.mark.parametrize(
    ("article", "time", "medium"),
    [
        ("In the memo Example writes: “The works must be sold.”", 0, 0),
        ("In a podcast last autumn Example had been curter: “Sell the works.”", 1, 1),
        ("Example told this newspaper that “the works must be sold” soon.", 0, 1),
        ("Asked by this newspaper whether it could be stopped, Example said: “No.”", 0, 1),
        ("On television one night in July, Example called the staff “the last of their kind”.", 1, 1),
        ("“The works must be sold,” Example said three years ago.", 1, 0),
        ("It is Example who in June promised “a buyer for the works”.", 1, 0),
        ("When she took office two years ago, Example promised “a buyer for the works”.", 1, 0),
        ("As late as March, Example promised “a buyer for the works”.", 1, 0),
        ("The day before, Example had promised “a buyer for the works”.", 1, 0),
        ("On the campaign trail Example promised “a buyer for the works”.", 1, 0),
        ("In Sample v. Norvia, the court spoke of “a buyer for the works”.", 1, 0),
        ("Compare the order, where the same court said that “the works must be sold”.", 1, 0),
        ("The court said in another case that “the works must be sold”.", 0, 1),
        ("Reached by telephone, Example said that “the works must be sold”.", 0, 1),
        ("A minute later Example added that “the works must be sold”.", 0, 0),
        ("Earlier in the memo Example wrote that “the works must be sold”.", 0, 0),
        ("Example said that the earlier offer was “a bill without a date”.", 0, 0),
        ("Example wrote of “a time of storms” and of the order, which was released in May.", 0, 0),
        ("The offer made in April “has been withdrawn”.", 0, 0),
        ("That was last autumn. “The works must be sold,” Example writes in the memo. It was in March.", 0, 0),
    ],
)
def test_a_sentence_may_tell_of_another_occasion(article: str, time: int, medium: int) -> None:
    ((_, *told),) = narrated(article)
    assert told == [time, medium]


def test_the_narration_is_the_sentence_around_a_quotation() -> None:
    article = "We met in May. He said “sell. Now!” and “go” to us. Then: “We sold.” It was June."
    assert [text for text, *_ in narrated(article)] == [
        "He said !” and ” to us.",
        "He said !” and ” to us.",
        "Then: .”",
    ]


@settings(max_examples=40, deadline=None)
@given(text=st.text(st.sampled_from("ab .,!?\n“”\"'"), max_size=200))
def test_a_narration_holds_its_quotation(text: str) -> None:
    document = fidelity.read_text(text + "\n\nAnn Example said: “Yes.” She left.")
    _, found = fidelity.quotes(document)
    hidden = hide_quoted(document.text, found)
    assert len(hidden) == len(document.text)
    for each in found:
        span = find_narration(hidden, each, 30)
        assert span.start <= each.spans[0].start <= each.spans[-1].end <= span.end
        assert len(span) <= len(Span(each.spans[0].start, each.spans[-1].end)) + 60


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The Ferryman of Yan", True),
        ("Keeping Faith with the Open Sea", True),
        ("Thank you, Sefa.", False),
        ("We sold the Works", False),
        ("Winter Pieces", False),  # two words may be anything
    ],
)
def test_titles_have_capitals(text: str, title: bool) -> None:
    assert is_title(text) is title
