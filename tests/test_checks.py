"""The checks and the judgement on a scorer that says what the test says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from fidelity.calibration import Calibration
from fidelity.checks import CHECKS, NAMES, run_checks
from fidelity.checks.alignment import suspect
from fidelity.checks.pair import Pair
from fidelity.judgement import EVIDENCE, FEATURES, MEASURES, Judgement, check_unread, examine, read_pairs
from fidelity.judgement.placement import locate
from fidelity.pipeline.judging import Judge
from fidelity.scorer import Entailment, PairReading, Thresholds
from fidelity.settings import Settings, Term
from fidelity.text.pack import load_pack
from fidelity.text.words import Words
from fidelity.types import Issue, Span
from tests.judged import RULES, judged_as
from tests.scorers import FakeScorer, reading_of

PLAIN = Calibration("fidelity", FEATURES, tuple(map(float, EVIDENCE.values())), 0.0)
"""Every piece of evidence weighs one."""


def low(bias: float = -30.0) -> Calibration:
    """A calibration that finds every pair unfaithful."""
    return Calibration("fidelity", FEATURES, (0.0,) * len(FEATURES), bias)


def issues_of(quotation: str, passage: str, **suspected: float) -> list[tuple[str, str, str]]:
    reading = reading_of(quotation, passage, suspected=suspected)
    found = examine(Words(quotation), Words(passage), reading, RULES).issues
    return [(issue.check, issue.category, issue.severity) for issue in found]


def placed(quotation: str, passage: str, **said: object) -> Issue:
    """The reader's own issue on a pair that is judged unfaithful."""
    judgement = judged_as(quotation, passage, reading_of(quotation, passage, **said), low())  # type: ignore[arg-type]
    (issue,) = (issue for issue in judgement.issues if issue.check == "model")
    return issue


def values(quotation: str, passage: str, **said: object) -> dict[str, float]:
    reading = reading_of(quotation, passage, **said)  # type: ignore[arg-type]
    examined = examine(Words(quotation), Words(passage), reading, RULES)
    return dict(zip((*FEATURES, *MEASURES), (*examined.weigh(reading), *examined.measures), strict=True))


def test_the_checks_are_named_once() -> None:
    assert NAMES == ("numbers", "names", "negation", "untranslated", "glossary", "consistency")
    assert [check.name for check in CHECKS if check.evidence] == ["numbers", "names", "negation", "untranslated"]
    assert set(NAMES) & set(FEATURES) == {"numbers", "names", "negation", "untranslated"}


@pytest.mark.parametrize(
    ("quotation", "passage", "severities"),
    [
        ("They lost 40 ships.", "They lost 60 ships.", ["critical"]),
        ("They lost 40 ships.", "They lost forty ships.", []),
        ("They lost billions of crowns.", "They lost tens of billions of crowns.", ["critical"]),
        ("They lost 3 billion crowns.", "They lost billions of crowns.", []),
        ("They lost tens of billions.", "They lost 25 billion.", []),
        ("It cost 5 euros.", "It cost 5 dollars.", ["critical"]),
        ("They owe three quarters of a billion.", "They owe 750 million.", []),
        ("It began in the nineteen-sixties.", "It began in the 1960s.", []),
        ("A third of it is gone.", "1 / 3 of it is gone.", []),
        ("It rose by 300 tonnes, to 1,500.", "It rose from 1,200 tonnes to 1,500.", []),
        ("Two of the five voted.", "Three of the five voted.", ["critical"]),
        ("He fell on Sunday night.", "He fell late on Saturday night.", ["minor"]),
        ("Walk 500 metres.", "Walk five or six hundred metres.", []),
    ],
)
def test_numbers_by_value(quotation: str, passage: str, severities: list[str]) -> None:
    assert [severity for check, _, severity in issues_of(quotation, passage) if check == "numbers"] == severities


def test_a_missing_number_is_major_only_where_the_scorer_is_sure() -> None:
    pair = "We lost 1,600 jobs.", "We lost jobs."
    assert issues_of(*pair) == [("numbers", "accuracy/omission", "minor")]
    reading = reading_of(*pair, suspected={"1": 5.0, "600": 5.0})
    (issue,) = examine(*map(Words, pair), reading, RULES).issues  # type: ignore[call-arg]
    assert issue.severity == "major"


def test_a_name_is_another_one_only_where_the_scorer_is_sure() -> None:
    pair = "We met Anna Berg.", "We met Otto Lind."
    assert [severity for *_, severity in issues_of(*pair, Anna=4.0, Berg=4.0, Otto=4.0, Lind=4.0)] == ["critical"]
    assert issues_of(*pair) == []
    assert issues_of("We met Anna Berg.", "We met Berg.", Anna=9.0, Berg=9.0) == []


def test_the_words_left_out_are_named_and_those_put_in() -> None:
    whole, short = "Yesterday the old mill burned down.", "Yesterday the mill burned down."
    omitted = placed(whole, short, suspected={"old": 6.0}, passage_gaps={"mill": 5.0})
    assert (omitted.category, [s.of(whole) for s in omitted.quotation_spans], omitted.passage_spans) == (
        "accuracy/omission", ["old"], ()
    )  # fmt: skip
    inserted = placed(short, whole, suspected={"old": 6.0}, quotation_gaps={"mill": 5.0})
    assert (inserted.category, inserted.quotation_spans, [s.of(whole) for s in inserted.passage_spans]) == (
        "accuracy/addition", (), ["old"]
    )  # fmt: skip


def test_the_readers_issue_is_on_the_suspected_words_alone() -> None:
    pair = "The mill burned down today.", "The mill was sold today."
    issue = placed(*pair, suspected={"burned": 6.0, "down": 5.5, "sold": 6.0})
    assert [span.of(pair[0]) for span in issue.quotation_spans] == ["burned"]
    assert [span.of(pair[1]) for span in issue.passage_spans] == ["sold"]
    assert (issue.category, issue.severity) == ("accuracy/mistranslation", "major")


@pytest.mark.parametrize(
    ("quotation", "passage", "severities"),
    [
        ("They do not believe that the line can stay open.", "They believe that the line can stay open.", ["critical"]),
        ("They believe that the line can stay open.", "They don't believe that the line can stay open.", ["critical"]),
        ("It is never closed.", "It is closed.", ["critical"]),
        ("I'd open the line again.", "I would not open the line again.", ["critical"]),
        ("That’s what the records show.", "That is not what the records show.", ["critical"]),
        ("It is not closed.", "It is never closed.", []),
        ("It is not only closed.", "It is closed.", []),
        ("I have no thought of closing the yard.", "I do not plan to close the yard.", []),
        ("Nobody'll lose pay.", "Nobody will lose pay.", []),
        ("The mill is not shut.", "The mill is open.", []),
        ("The line is open.", "As was not known, the line is open.", []),
    ],
)
def test_a_lone_negator(quotation: str, passage: str, severities: list[str]) -> None:
    assert [severity for check, _, severity in issues_of(quotation, passage) if check == "negation"] == severities


@pytest.mark.parametrize(
    ("quotation", "passage", "said"),
    [
        ("I shall go tomorrow.", "I will go today.", [("tomorrow", "today", "critical")]),
        ("If they ask today, I go tomorrow.", "If they ask today, I go today.", [("tomorrow", "today", "critical")]),
        ("Today we vote, tomorrow we count.", "We vote today and count tomorrow.", []),
        ("We decide tonight.", "We decide today.", []),
        ("We decide today.", "We decide on Tuesday.", []),
        ("We decide on Tuesday.", "We decide today.", []),
    ],
)
def test_a_day_counted_from_today(quotation: str, passage: str, said: list[tuple[str, str, str]]) -> None:
    same_day = {"today": "day", "tomorrow": "day"}
    reading = reading_of(quotation, passage, dictionary=same_day)
    found = examine(Words(quotation), Words(passage), reading, RULES).issues
    assert [
        (issue.quotation_spans[0].of(quotation), issue.passage_spans[0].of(passage), issue.severity) for issue in found
    ] == said


def test_texts_that_contradict_one_another_have_a_major_issue() -> None:
    pair = "The mill was sold.", "The mill was kept."
    sure = Entailment(0.02, 0.03, 0.95)
    thresholds = Thresholds(contradicted=2.5, agreed=2.0)
    for sides in ({"forward": sure}, {"backward": sure}):
        reading = reading_of(*pair, suspected={"sold": 2.0, "kept": 2.0}, thresholds=thresholds, **sides)
        judgement = judged_as(*pair, reading, low(30.0))
        (issue,) = judgement.issues
        assert (issue.check, issue.severity, judgement.severity) == ("model", "major", "major")
        assert [span.of(pair[0]) for span in issue.quotation_spans] == ["sold"]
        assert judgement.fidelity == 49
    unsure = reading_of(*pair, thresholds=replace(thresholds, contradicted=3.0), forward=sure)
    assert judged_as(*pair, unsure, low(30.0)).issues == ()


class SurroundedReader(FakeScorer):
    """It finds a contradiction wherever a passage does not have the words that explain it."""

    def __init__(self, explanation: str, contradicted: float = 2.5) -> None:
        super().__init__()
        self.thresholds = Thresholds(contradicted=contradicted, agreed=2.0)
        self.explanation, self.asked = explanation, list[str]()

    def read(self, pairs: Sequence[tuple[str, str]], progress: object = None) -> list[PairReading]:
        self.asked += [passage for _, passage in pairs]
        open_, against = Entailment(0.5, 0.45, 0.05), Entailment(0.02, 0.03, 0.95)
        said = [open_ if self.explanation in passage else against for _, passage in pairs]
        return [
            reading_of(*pair, thresholds=self.thresholds, forward=each) for pair, each in zip(pairs, said, strict=True)
        ]


@pytest.mark.parametrize(
    ("explanation", "around", "severity", "asked"),
    [
        ("It was", "It was a rumour that we had sold. We kept the mill.", "neutral", 2),
        ("It was", "", "major", 1),
        ("It was", "We kept the mill. We sold the pond.", "major", 2),
        ("kept", "It was a rumour that we had sold. We kept the mill.", "neutral", 1),
    ],
)
def test_a_contradiction_that_the_sentences_beside_the_passage_explain_is_none(
    explanation: str, around: str, severity: str, asked: int
) -> None:
    reader = SurroundedReader(explanation)
    judge = Judge(Settings(), low(30.0), scorer=FakeScorer(), reader=reader)
    judged = judge.judge(("The old mill in the valley was not kept.", "We kept the mill."), ("en", "en"), around)
    assert (judged.severity, len(reader.asked)) == (severity, asked)


@pytest.mark.parametrize(
    ("quotation", "passage", "severity"),
    [
        ("We kept the mill after the flood.", "We kept the mill before the flood.", "major"),
        ("kept the mill after the flood.", "We kept the mill before the flood.", "neutral"),
        ("Nobody kept the mill after the flood.", "They never kept the mill after the flood.", "neutral"),
        ("We kept the old yard after the flood.", "We kept the mill before the flood.", "neutral"),
    ],
)
def test_a_whole_sentence_that_is_otherwise_the_same_needs_no_explanation(
    quotation: str, passage: str, severity: str
) -> None:
    judge = Judge(Settings(), low(30.0), scorer=FakeScorer(), reader=SurroundedReader("It was"))
    around = f"It was a rumour that we had sold. {passage}"
    assert judge.judge((quotation, passage), ("en", "en"), around).severity == severity


@pytest.mark.parametrize(
    ("quotation", "around", "severity"),
    [
        ("The old mill was not kept.", "", "neutral"),
        ("The old mill was not kept.", "We kept the mill. We sold the pond.", "major"),
        ("The old mill was not kept.", "It was said so. We kept the mill.", "neutral"),
        ("sold for good", "We kept the mill. We sold the pond.", "neutral"),
    ],
)
def test_what_two_readings_say_of_a_statement_needs_to_be_less_sure(quotation: str, around: str, severity: str) -> None:
    judge = Judge(Settings(), low(30.0), scorer=FakeScorer(), reader=SurroundedReader("It was", contradicted=3.5))
    assert judge.judge((quotation, "We kept the mill."), ("en", "en"), around).severity == severity


@pytest.mark.parametrize(("contradicted", "shown"), [(0.7, ["negation"]), (0.2, [])])
def test_a_lone_negation_counts_if_the_reader_sees_a_contradiction(contradicted: float, shown: list[str]) -> None:
    sides = "You won't see us, not even in your dreams.", "You won't see us even in your dreams."
    seen = Entailment(1 - contradicted, 0.0, contradicted)
    judgement = judged_as(*sides, reading_of(*sides, forward=seen), PLAIN)
    assert [issue.check for issue in judgement.issues if issue.severity == "critical"] == shown


@pytest.mark.parametrize(
    ("quotation", "passage", "words"),
    [
        ("I ask for patience and bread.", "I do not ask for patience and bread.", ([], ["not"])),
        ("I never ask for patience and bread.", "I ask for patience and bread.", (["never"], [])),
        ("I ask for patience.", "I ask for time.", (["patience"], ["time"])),
        ("I ask for bread after the time.", "I ask for bread before the time.", (["after"], ["before"])),
        ("I ask for patience and time.", "I ask for bread and time.", (["patience"], ["bread"])),
        ("Time gives few patience.", "Time gives most patience.", (["few"], ["most"])),
        ("The US asks for bread.", "America asks for bread.", (["bread"], ["bread"])),
        ("Bread asks for patience.", "Patience asks for bread.", (["Bread", "patience"], ["Patience", "bread"])),
    ],
)
def test_the_same_words_that_one_side_denies_are_not_the_drift(
    quotation: str, passage: str, words: tuple[list[str], list[str]]
) -> None:
    reading = reading_of(
        quotation, passage, suspected=dict.fromkeys(("patience", "bread", "time", "Patience", "Bread"), 2.0)
    )
    alignment = examine(Words(quotation), Words(passage), reading, RULES).alignment
    issue = locate("major", suspect(alignment, reading), RULES)
    assert [span.of(quotation) for span in issue.quotation_spans] == words[0]
    assert [span.of(passage) for span in issue.passage_spans] == words[1]


@pytest.mark.parametrize("verbs", [("took", "take"), ("went to", "go to"), ("knew", "know"), ("walked to", "walk to")])
def test_a_lone_negation_of_any_verb_is_critical(verbs: tuple[str, str]) -> None:
    quotation, passage = f"We {verbs[0]} the mill.", f"We did not {verbs[1]} the mill."
    assert issues_of(quotation, passage) == [("negation", "accuracy/mistranslation", "critical")]


def test_no_text_contradicts_what_it_says_word_for_word() -> None:
    quotation, passage = "the mill was sold", "As we said, the mill was sold."
    reading = reading_of(quotation, passage, thresholds=Thresholds(contradicted=2.5), forward=Entailment(0.0, 0.0, 1.0))
    assert judged_as(quotation, passage, reading, low(30.0)).issues == ()


def test_a_contradiction_that_a_check_has_found_is_said_once() -> None:
    pair = "They lost 40 ships.", "They lost 60 ships."
    reading = reading_of(*pair, thresholds=Thresholds(contradicted=2.5), forward=Entailment(0.02, 0.03, 0.95))
    assert [issue.check for issue in judged_as(*pair, reading, low(30.0)).issues] == ["numbers"]


def test_entailment_and_contradiction_are_evidence() -> None:
    pair = "The mill was sold.", "The mill was kept."
    said = values(*pair, forward=Entailment(0.75, 0.15, 0.1), backward=Entailment(0.1, 0.1, 0.8))
    assert said["entailed"] == pytest.approx(1.0986)
    assert said["contradicted"] == pytest.approx(1.6094)
    certain = values(*pair, forward=Entailment(1.0, 0.0, 0.0), backward=Entailment(1.0, 0.0, 0.0))
    assert certain["entailed"] == pytest.approx(9.2102)
    assert certain["contradicted"] == pytest.approx(0.0001)


def test_a_faithful_pair_has_no_issue_of_the_reader() -> None:
    pair = "The mill burned down.", "The mill burned down."
    assert judged_as(*pair, reading_of(*pair), low(30.0)).issues == ()


def test_order_tells_a_shuffled_text() -> None:
    quotation = "Farmers carried water to burning barns."
    assert values(quotation, quotation)["order"] == 1.0
    assert values(quotation, "Barns burning to water carried farmers.")["order"] == 0.0


def test_the_evidence_is_what_its_name_says() -> None:
    pair = "The old mill burned down.", "The old mill burned down."
    said = values(*pair, passage_gaps={"burned": 3.0}, heads={"rated_faithful": 1.5})
    assert said["rated_faithful"] == 1.5
    assert said["gap"] == pytest.approx(3.0486)
    assert said["recall"] == said["shared"] == said["order"] == 1.0
    assert said["numbers"] == said["names"] == 0.0
    assert values("They lost 40 ships.", "They lost 60 ships.")["numbers"] == 1.5
    assert values("Ash fell on the old town.", "Ash fell.")["brevity"] == pytest.approx(-0.6931, abs=0.2)


def test_every_share_of_the_score_is_in_the_notes() -> None:
    pair = "They lost 40 ships and a mill.", "They lost 60 ships."
    reading = reading_of(*pair, passage_gaps={"ships": 3.0}, heads={"rated_faithful": 1.0})
    judgement = judged_as(*pair, reading, PLAIN)
    evidence = examine(Words(pair[0]), Words(pair[1]), reading, RULES).weigh(reading)
    shown = sum(float(note.rsplit(", ", 1)[1].split()[0]) for note in judgement.notes if "log-odds" in note)
    assert shown == pytest.approx(PLAIN.log_odds(evidence), abs=0.3)
    parts = {note.removeprefix("score: ").rsplit(", ", 1)[0] for note in judgement.notes}
    assert {
        "the reader's view of the pair",
        "whether the passage says what the quotation says",
        "whether the two texts contradict one another",
        "words that may have been left out",
        "how well the words match",
        "the length of the quotation",
        "the check numbers",
    } <= parts


def test_an_issue_is_said_once() -> None:
    text = "ab cd ef"
    wide = Issue("terminology", "glossary", "major", (Span(0, 5),), (), "wide")
    narrow = Issue("accuracy/omission", "names", "minor", (Span(3, 5),), (), "narrow")
    graver = Issue("accuracy/omission", "names", "critical", (Span(3, 5),), (), "graver")
    other = Issue("accuracy/omission", "names", "minor", (Span(6, 8),), (), "other")
    both = Issue("accuracy/mistranslation", "names", "minor", (Span(3, 5),), (Span(0, 2),), "both")
    from fidelity.checks import _find_said

    found = [wide, narrow, graver, other, both, replace(narrow, note="again")]
    assert len(text) == 8
    assert sorted(_find_said(found)) == [1, 5]


def test_thousands_of_issues_are_compared_in_linear_time() -> None:
    quotation, passage = (" ".join(f"we paid {base + n} euros." for n in range(3000)) for base in (10_000, 50_000))
    pair = Pair(Words(quotation), Words(passage), ("en", "en"))
    assert run_checks(pair, RULES) is not None


def test_the_glossary_binds() -> None:
    rules = replace(RULES, glossary=(Term("red line", ("limit",)),))
    pair = Words("Our red line holds."), Words("Our border holds.")
    assert [i.severity for i in check_unread(*pair, ("en", "en"), rules)] == ["major"]
    assert check_unread(pair[0], Words("Our limit holds."), ("en", "en"), rules) == ()


@pytest.mark.parametrize(
    ("quotation", "passage", "untranslated"),
    [
        ("We hold our red lines.", "We hold our 红线.", True),
        ("We hold our red lines.", "We hold our red lines (红线).", False),
        ("They call it 红线 at home.", "They call it 红线 at home.", False),
        ("The angle α is small.", "The angle β is small.", False),
    ],
)
def test_words_left_in_another_script(quotation: str, passage: str, untranslated: bool) -> None:
    major = [("untranslated", "accuracy/untranslated", "major")]
    assert issues_of(quotation, passage) == (major if untranslated else [])


def free(quotation: str, passage: str, languages: tuple[str, str]) -> list[tuple[str, str, str]]:
    words = [Words(text, load_pack(tag)) for text, tag in zip((quotation, passage), languages, strict=True)]
    return [(i.check, i.category, i.severity) for i in check_unread(words[0], words[1], languages, RULES)]


def test_checks_where_no_scorer_reads() -> None:
    critical = [("numbers", "accuracy/mistranslation", "critical")]
    assert free("We lost 1,600 jobs.", "Perdimos 1900 empleos.", ("en", "es")) == critical
    assert free("We lost 1,600 jobs.", "Perdimos 1.600.000 empleos.", ("en", "es")) == critical
    assert free("It cost 16,000 yuan.", "花了1.6万元。", ("en", "zh-Hans")) == []
    assert free("It cost thirty yuan.", "花了三十元。", ("en", "zh-Hans")) == []
    assert free("Angela Merkel said no.", "Das sagte nein.", ("en", "de")) == [("names", "accuracy/omission", "minor")]
    assert free("Perdimos todo.", "Wir haben alles verloren.", ("es", "de")) == []
    assert free("We lost 272,000 jobs.", "Wir haben 272.000 Stellen verloren.", ("en", "de")) == []
    assert free("We will keep our word.", "他说 we will keep our word 。", ("en", "zh-Hans")) == [
        ("untranslated", "accuracy/untranslated", "major")
    ]


def test_the_words_of_a_text_are_read_once() -> None:
    words = Words("They met Anna Berg on 4 May."), Words("On May 4 they met Anna Berg.")
    scorer = FakeScorer()
    (reading,) = read_pairs(scorer, [words], RULES)
    kept = dict(words[0]._kept)
    examine(*words, reading, RULES)
    assert {key: value for key, value in words[0]._kept.items() if key in kept} == kept
    assert all(words[0]._kept[key] is value for key, value in kept.items())


def test_a_judgement_is_a_value() -> None:
    pair = "The mill burned.", "The mill burned."
    assert judged_as(*pair, reading_of(*pair), PLAIN) == judged_as(*pair, reading_of(*pair), PLAIN)
    assert isinstance(judged_as(*pair, reading_of(*pair), PLAIN), Judgement)
