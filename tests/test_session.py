"""The reviewer's session, without a notebook."""

from __future__ import annotations

import csv
import io
import math
import warnings
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fidelity
from fidelity import ReviewSession
from fidelity.review.agreement import JUDGEMENTS, compare
from fidelity.review.entries import around, entries_to_see, find_words
from fidelity.store import Store
from fidelity.types import SEVERITIES, Judgement, Span
from tests import session_cases as cases


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return cases.small_run(tmp_path)


def seen(session: ReviewSession) -> list[object]:
    """What is shown, in short: the reason or the fidelity of each entry."""
    return [getattr(entry.found, "reason", entry.fidelity) for entry in session.entries]


def test_worst_first_and_one_in_ten_from_above(database: Path) -> None:
    session = ReviewSession(database)
    shown = seen(session)
    assert shown[:4] == ["missing", "uncertain", 12, 55]
    drawn = [entry for entry in session.entries if entry.drawn]
    assert len(drawn) == 2
    assert [entry.fidelity for entry in drawn] == shown[4:6]
    assert shown[6:] == [None]
    assert {entry.chance for entry in drawn} == {0.1}
    assert {entry.chance for entry in session.entries if not entry.drawn} == {1.0}


def test_the_draw_hangs_on_the_seed_and_the_ids_alone(database: Path) -> None:
    drawn = [[e.id for e in ReviewSession(database, reviewer=who).entries if e.drawn] for who in ("Ann", "Bob")]
    assert drawn[0] == drawn[1]
    with Store(database) as store:
        run = store.load_run()
        store.save_run(run.report, run.translation, list(run.articles.values()))
    again = ReviewSession(database)
    assert again.saved.id == "2"
    assert [e.id for e in again.entries if e.drawn] == drawn[0]
    seeds = {tuple(e.id for e in ReviewSession(database, seed=seed).entries if e.drawn) for seed in range(8)}
    assert len(seeds) > 1


def test_every_pair_above_has_the_chance_that_is_stated(tmp_path: Path) -> None:
    """Over many seeds, each is drawn about as often as its chance says."""
    report = ReviewSession(cases.small_run(tmp_path, above=7)).report
    counts: Counter[str] = Counter()
    for seed in range(700):
        drawn = [entry for entry in entries_to_see(report, 70, seed, 10) if entry.drawn]
        assert [entry.chance for entry in drawn] == [1 / 7]
        counts[drawn[0].id] += 1
    assert len(counts) == 7
    assert all(60 < count < 145 for count in counts.values())


def test_threshold_severity_and_speaker_narrow_down_without_changing_a_chance(database: Path) -> None:
    session = ReviewSession(database)
    session.show(threshold=100)
    assert len(session.entries) == 25
    assert not [entry for entry in session.entries if entry.drawn]
    session.show(threshold=50)
    assert seen(session)[2:3] == [12]
    session.show(threshold=70, speakers=["Rivera"])
    assert {entry.found.quotation.speaker for entry in session.entries} == {"Rivera"}
    assert {entry.chance for entry in session.entries} <= {1.0, 0.1}
    session.show(speakers=(), severities=["minor"])
    assert seen(session) == [55]
    session.show(severities=[None])
    assert seen(session) == ["uncertain", None]
    with pytest.raises(fidelity.SettingError, match="0 to 100"):
        session.show(threshold=101)
    with pytest.raises(fidelity.SettingError, match="one pair in so many"):
        ReviewSession(database, one_in=0)


def test_a_verdict_is_kept_with_all_that_a_calibration_needs(database: Path) -> None:
    session = ReviewSession(database, reviewer="  Ann\u00a0 Lee ")
    session.go(2)
    kept = session.judge("minor", comment=" a nuance ")
    with Store(database) as store:
        (row,) = store.verdicts()
    assert row == kept
    entry = session.entries[2]
    assert entry.passage is not None
    assert (row.id, row.quotation_id, row.severity, row.reviewer) == (
        *(entry.id, entry.found.quotation_id),
        *("minor", "Ann Lee"),
    )
    assert (row.comment, row.chance, row.fidelity, row.score, row.confidence) == ("a nuance", 1.0, 12, 0.12, 0.95)
    assert (row.trust, row.model, row.passage, row.picked) == (1.5, "test-model@1", entry.passage.spans, None)
    session.go(4)
    assert session.judge("neutral").chance == 0.1
    assert session.progress == (2, 7)


def test_missing_words_get_the_passage_that_was_picked(database: Path) -> None:
    session = ReviewSession(database, reviewer="Ann")
    assert seen(session)[session.place] == "missing"
    assert [choice.similarity for choice in session.choices] == [0.25, 0.25]
    with pytest.raises(fidelity.SettingError, match="pick the passage first"):
        session.judge("has a passage")
    with pytest.raises(fidelity.SettingError, match="has no passage"):
        session.judge("wrong pairing")
    assert session.look_for("never SAID that, the plant") == 1
    (typed,) = [choice for choice in session.choices if choice.similarity is None]
    assert typed.text == "never said that the plant"
    kept = session.judge("has a passage", picked=typed.span)
    assert (kept.picked, kept.passage) == (typed.span, ())
    assert "never said that the plant" in session.card()
    session.go(2)
    with pytest.raises(fidelity.SettingError, match="has a passage; say 'wrong pairing'"):
        session.judge("has a passage", picked=typed.span)
    assert session.judge("wrong pairing", picked=typed.span).picked == typed.span
    assert session.judge("minor", picked=typed.span).picked is None


def test_what_was_left_out_although_near_is_asked_for_last(tmp_path: Path) -> None:
    session = ReviewSession(cases.left_out_run(tmp_path), reviewer="Ann")
    assert seen(session) == [20, "other occasion"]
    session.go(1)
    card = session.card()
    assert "This quotation was left out. Is it of the document?" in card
    assert "Probability that these words are the document&#x27;s: 0.31" in card or "document's: 0.31" in card
    assert "Duarte &lt;b&gt;is named&lt;/b&gt; as the speaker." in card
    assert [choice.text for choice in session.choices] == ["We never said that the plant would close."]
    for judgement in ("major", "wrong pairing", "has a passage"):
        with pytest.raises(fidelity.SettingError, match="was left out; say whether its words are the document's"):
            session.judge(judgement)  # type: ignore[arg-type]
    kept = session.judge("is of the document", "she read it out")
    assert (kept.selection, kept.passage, kept.chance) == (-0.8001, (), 1.0)
    assert session.progress == (1, 2)
    with Store(tmp_path / "runs.db") as store:
        assert store.verdicts() == (kept,)


def test_a_severity_can_follow_on_whose_words_they_are(tmp_path: Path) -> None:
    session = ReviewSession(cases.left_out_run(tmp_path), reviewer="Ann")
    session.judge("is of the document")
    assert session.progress == (0, 2)
    assert session.next_open()
    assert session.place == 0
    session.judge("minor")
    assert session.progress == (1, 2)
    assert [session.verdict().severity] == ["minor"]  # type: ignore[union-attr]
    session.judge("is not of the document")
    assert [session.verdict().severity] == ["is not of the document"]  # type: ignore[union-attr]
    session.undo()
    assert [session.verdict().severity] == ["minor"]  # type: ignore[union-attr]


def test_a_comment_is_a_row_of_its_own_and_undo_goes_back_step_by_step(database: Path) -> None:
    session = ReviewSession(database, reviewer="Ann")
    with pytest.raises(fidelity.SettingError, match="judge first"):
        session.comment("why")
    session.judge("major")
    session.comment("why")
    session.go(2)
    session.judge("neutral")
    said = session.verdict()
    assert said is not None
    session.go(0)
    assert session.undo() is not None
    assert session.place == 2
    assert session.verdict() is None
    session.undo()
    assert session.place == 0
    verdict = session.verdict()
    assert verdict is not None
    assert (verdict.severity, verdict.comment) == ("major", "")
    session.undo()
    assert session.verdict() is None
    assert session.undo() is None
    with Store(database) as store:
        assert len(store.verdicts()) == 6


def test_the_next_open_entry_wraps_and_ends(database: Path) -> None:
    session = ReviewSession(database, reviewer="Ann")
    session.go(5)
    for left in range(7, 0, -1):
        assert session.progress == (7 - left, 7)
        session.judge("neutral")
        assert session.next_open() == (left > 1)
    assert session.progress == (7, 7)
    assert ReviewSession(database, reviewer="Ann").progress == (7, 7)
    assert ReviewSession(database, reviewer="Bob").progress == (0, 7)


def test_nobody_judges_without_a_name_or_an_entry(database: Path) -> None:
    session = ReviewSession(database)
    with pytest.raises(fidelity.SettingError, match="say who you are"):
        session.judge("neutral")
    session.reviewer = "Ann"
    session.show(severities=["critical"])
    assert session.current is None
    with pytest.raises(fidelity.SettingError, match="nothing to judge"):
        session.judge("neutral")
    assert "Nothing to judge here" in session.card()


def test_a_second_reviewer_sees_the_first_only_after_judging(database: Path) -> None:
    ann, bob = ReviewSession(database, reviewer="Ann"), ReviewSession(database, reviewer="Bob")
    ann.judge("critical", comment="the secret comment")
    bob.refresh()
    shown = (bob.card(), bob.comparison(), bob.to_csv(), repr(bob.others()), repr(bob.agreements()), repr(bob.saved))
    assert not any("secret comment" in text or "Ann" in text for text in shown)
    bob.judge("major")
    assert [record.comment for record in bob.others()] == ["the secret comment"]
    assert "the secret comment" in bob.card()
    assert "the secret comment" in bob.to_csv()
    bob.undo()
    assert "secret" not in bob.card() + bob.to_csv()
    assert bob.others() == ()


def test_kappa_of_a_session(database: Path) -> None:
    ann, bob = ReviewSession(database, reviewer="Ann"), ReviewSession(database, reviewer="Bob")
    for place, (one, other) in enumerate(
        [("major", "major"), ("minor", "neutral"), ("minor", "minor"), ("neutral", "neutral")]
    ):
        for session, said in ((ann, one), (bob, other)):
            session.go(place)
            session.judge(said)  # type: ignore[arg-type]
    ann.refresh()
    (found,) = ann.agreements()
    assert found.reviewers == ("Ann", "Bob")
    assert (found.both, found.rated) == (4, 4)
    assert found.table == {
        ("major", "major"): 1,
        ("minor", "neutral"): 1,
        ("minor", "minor"): 1,
        ("neutral", "neutral"): 1,
    }
    assert found.kappa == pytest.approx((0.75 - 5 / 16) / (1 - 5 / 16))
    assert "Ann and Bob: 4 judged by both" in ann.comparison()


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(JUDGEMENTS), st.sampled_from(JUDGEMENTS)), min_size=1, max_size=60))
def test_kappa_is_that_of_scikit_learn(judged: list[tuple[Judgement, Judgement]]) -> None:
    """An oracle that is there in development; it gives NaN, and warns, where kappa is not defined."""
    from sklearn.metrics import cohen_kappa_score

    found = compare(("a", "b"), judged)
    ranks = [tuple(map(SEVERITIES.index, both)) for both in judged if set(both) <= set(SEVERITIES)]  # type: ignore[arg-type]
    assert (found.both, found.rated) == (len(judged), len(ranks))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        kappa = cohen_kappa_score(*zip(*judged, strict=True))
        weighted = (
            cohen_kappa_score(*zip(*ranks, strict=True), labels=range(4), weights="quadratic") if ranks else math.nan
        )
    assert (math.nan if found.weighted is None else found.weighted) == pytest.approx(weighted, nan_ok=True)
    assert (math.nan if found.kappa is None else found.kappa) == pytest.approx(kappa, nan_ok=True)


def test_weighted_kappa_counts_far_apart_more() -> None:
    """Against the formula written out: 1 - sum(w o) / sum(w e), w the squared distance of the ranks."""
    near = compare(("a", "b"), [("neutral", "minor"), ("minor", "minor"), ("critical", "critical")])
    far = compare(("a", "b"), [("neutral", "critical"), ("minor", "minor"), ("critical", "critical")])
    assert near.kappa is not None
    assert far.weighted is not None
    assert near.weighted == pytest.approx(1 - 1 / ((1 + 1 + 9 + 0 + 0 + 4 + 4 + 4 + 0) / 3))
    assert far.weighted < near.weighted


def test_kappa_that_is_not_defined_is_none() -> None:
    same = compare(("a", "b"), [("neutral", "neutral")] * 3)
    assert (same.kappa, same.weighted) == (None, None)
    odd = compare(("a", "b"), [("wrong pairing", "neutral")])
    assert odd.kappa == 0
    assert odd.weighted is None


def test_two_articles_with_the_same_words_are_judged_once(database: Path) -> None:
    report = ReviewSession(database).report
    twin = replace(report.articles[0], id="c" * 16, origin="copy.txt")
    copies = tuple(replace(pair, article=twin.id) for pair in report.pairs)
    double = replace(report, articles=(*report.articles, twin), pairs=(*report.pairs, *copies))
    entries = entries_to_see(double, 70, 0, 10)
    assert [entry.id for entry in entries] == [entry.id for entry in entries_to_see(report, 70, 0, 10)]
    assert entries[2].articles == ("b" * 16, "c" * 16)


def test_context_stands_on_both_sides_and_is_cut_between_words(database: Path) -> None:
    session = ReviewSession(database)
    session.go(3)
    assert session.current is not None
    (said_before, said_after), (before, after) = session.context(session.current)
    assert said_before.endswith("ward 0 met on day 0 and consented.\n\n")
    assert said_after.startswith("\n\nThe committee of ward 2")
    assert before.startswith("We never said")
    assert after.endswith(" …")
    text = "one two three four five six seven"
    assert around(text, Span(14, 18), 9) == ("… three ", " five six …")
    assert around("x" * 100, Span(50, 51), 9) == ("… " + "x" * 9, "x" * 9 + " …")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("“Don’t close”", ["don't  close"]),
        ("close", ["close", "close"]),
        ("lose", []),
        ("工厂 不会关闭", ["工厂不会关闭"]),
        ("Not in the body", []),
    ],
)
def test_words_are_found_in_the_body_however_they_were_typed(words: str, found: list[str], database: Path) -> None:
    text = "We don't  close it. Others close. 我们的工厂不会关闭。 -- Not in the body."
    report = ReviewSession(database).report
    body = replace(report.translation.zones[0], span=Span(0, text.index(" --")))
    shorter = replace(report, translation=replace(report.translation, zones=(body,)))
    assert [span.of(text) for span in find_words(shorter, text, words, 9)] == found


def test_words_that_are_none_or_too_many_are_refused(database: Path) -> None:
    session = ReviewSession(database)
    with pytest.raises(fidelity.InputError, match="type words"):
        session.look_for("!?")
    with pytest.raises(fidelity.InputError, match="more than"):
        session.look_for("x" * 5001)
    assert session.look_for("  ") == 0


def test_the_list_is_a_csv_with_a_row_for_each_verdict(database: Path, tmp_path: Path) -> None:
    session = ReviewSession(database, reviewer="=Ann")
    session.judge("major", comment="+1")
    session.to_csv(tmp_path / "list.csv")
    session.to_csv(tmp_path / "list.csv")  # over its own earlier one
    rows = list(csv.DictReader(io.StringIO((tmp_path / "list.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == 7
    assert [rows[0][name] for name in ("reviewer", "verdict", "comment", "chance", "quote")] == [
        *("'=Ann", "major", "'+1", "1.0", "Bees thrive on volcanoes."),
    ]
    assert [row["chance"] for row in rows[4:6]] == ["0.1", "0.1"]
    (tmp_path / "mine.csv").write_text("mine")
    with pytest.raises(fidelity.OutputError, match="choose another name"):
        session.to_csv(tmp_path / "mine.csv")
    assert (tmp_path / "mine.csv").read_text() == "mine"


def test_runs_are_chosen_and_forgotten_ones_are_not_there(database: Path) -> None:
    with Store(database) as store:
        run = store.load_run()
        second = store.save_run(run.report, run.translation, list(run.articles.values()))
    session = ReviewSession(database, run="1", reviewer="Ann")
    session.judge("major")
    session.open(second)
    assert session.saved.id == second
    assert session.progress.judged == 1
    with Store(database) as store:
        store.forget("1")
    assert [run.id for run in session.runs] == [second]
    with pytest.raises(fidelity.StoreError, match="forgotten"):
        session.open("1")


def test_hostile_text_is_text_in_all_that_a_session_shows(tmp_path: Path) -> None:
    database = cases.hostile_run(tmp_path)
    first = ReviewSession(database, reviewer="First " + cases.HOSTILE[:100])
    second = ReviewSession(database, reviewer="Second " + cases.HOSTILE[:100])
    for place in range(3):
        for session in (first, second):
            session.go(place)
            session.judge("major", comment=cases.HOSTILE)
            assert_inert(session.card())
    first.refresh()
    assert "First &lt;script&gt;" in second.card()
    assert_inert(second.comparison() + second.plot() + fidelity.overview(second.report, 70))


def assert_inert(shown: str) -> None:
    """Nothing of :data:`session_cases.HOSTILE` is markup, and it is there to be read."""
    assert not [part for part in ("<script", "<img", "<a ", "<b onclick", "<i>", "--></style>") if part in shown]
    assert not set(shown) & set("\x1b\u202e\u2066")
    if "{{7*7}}" in shown:
        assert "‹U+202E›gnp.exe‹U+2066›" in shown
    assert "$$" not in shown
    assert "${" not in shown
