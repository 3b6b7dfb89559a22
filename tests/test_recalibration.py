"""A user's calibration: the curve, its fit to verdicts, what it is worth, and its file."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.calibration import Curve, Part, Recalibration, load_recalibration, save_recalibration, score_log_odds
from fidelity.calibration.fitting import fit_curve, fit_part
from fidelity.calibration.observations import (
    Observed,
    Versions,
    by_model,
    label_of_confidence,
    label_of_selection,
    observe_confidence,
    observe_fidelity,
    observe_selection,
)
from fidelity.calibration.reliability import measure_reliability
from fidelity.errors import InputError, ModelError
from fidelity.settings import Settings
from fidelity.types import VerdictRecord
from tests.rating_cases import SHIPPED, observed, record, records

RULES = Settings().calibration
HERE = Versions("pair-scorer@test", "fidelity@test", "placement@test+pairing@test", "pairing@test+selection@test")
TRUTH = Curve(0.3, 1.5, -0.4)
SLOPES = st.floats(0, 5)


def truth(score: float) -> float:
    return TRUTH.probability(score_log_odds(score))


def of_fidelity(verdicts: list[VerdictRecord], threshold: int = 50) -> Observed:
    return observe_fidelity(verdicts, HERE, SHIPPED.bias, replace(RULES, threshold=threshold))


@given(low=SLOPES, high=SLOPES, bias=st.floats(-9, 9), one=st.floats(-40, 40), other=st.floats(-40, 40))
def test_a_curve_never_falls(low: float, high: float, bias: float, one: float, other: float) -> None:
    if low + high == 0:
        return
    curve = Curve(low, high, bias)
    below, above = sorted((one, other))
    assert 0 <= curve.probability(below) <= curve.probability(above) + 1e-12 <= 1 + 1e-12


def test_a_curve_with_slopes_of_one_is_a_shift() -> None:
    for x in (-800.0, -2.5, 0.0, 3.0, 800.0):
        expected = 1 / (1 + math.exp(min(700, -(x + 0.7))))
        assert Curve(1, 1, 0.7).probability(x) == pytest.approx(expected)


@pytest.mark.parametrize("wrong", [(-0.1, 1, 0), (1, -0.1, 0), (0, 0, 1), (math.nan, 1, 0), (1, 1, math.inf)])
def test_a_curve_that_falls_or_is_no_number_is_refused(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="curve"):
        Curve(*wrong)


def test_a_fit_finds_the_truth() -> None:
    fit = fit_part(of_fidelity(records(truth, 6000)), RULES)
    for score in (0.05, 0.2, 0.5, 0.8, 0.95):
        assert fit.part.curve.probability(score_log_odds(score)) == pytest.approx(truth(score), abs=0.05)
    assert fit.after.error < 0.03
    assert fit.before.error > 0.15
    assert (fit.part.model, fit.part.over, fit.part.rows) == ("pair-scorer@test", "fidelity@test", 6000)


def test_a_fit_to_verdicts_from_what_ships_leaves_it() -> None:
    fit = fit_part(of_fidelity(records(lambda s: SHIPPED.probability(score_log_odds(s)), 4000)), RULES)
    for score in (0.02, 0.1, 0.3, 0.6, 0.9):
        said = fit.part.curve.probability(score_log_odds(score))
        assert said == pytest.approx(SHIPPED.probability(score_log_odds(score)), abs=0.04)


def test_a_hundred_verdicts_move_it_towards_them_and_not_beyond_reason() -> None:
    for seed in range(10):
        fit = fit_part(of_fidelity(records(truth, 100, seed)), RULES)
        errors = [
            abs(fit.part.curve.probability(score_log_odds(score)) - truth(score)) for score in (0.1, 0.3, 0.5, 0.7)
        ]
        assert sum(errors) / 4 < 0.15


def jagged(score: float) -> float:
    """A truth that no curve of this shape follows: where the review looks closely, it is worst."""
    return 0.05 if score < 0.2 else 0.9


def test_weights_recover_what_a_biased_draw_hides() -> None:
    """Few rows below the threshold in truth, most of them in the draw: only weighted is the mean right."""
    everything = records(jagged, 8000, 3)
    share = sum(each.severity in ("neutral", "minor") for each in everything) / len(everything)
    drawn = records(jagged, 3000, 4, review=True)

    def mean_said(verdicts: list[VerdictRecord]) -> float:
        curve = fit_part(of_fidelity(verdicts), RULES).part.curve
        said = [curve.probability(score_log_odds(each.score or 0.0)) for each in everything]
        return sum(said) / len(said)

    assert mean_said(drawn) == pytest.approx(share, abs=0.02)
    unweighted = [replace(each, chance=1.0) for each in drawn]
    assert abs(mean_said(unweighted) - share) > 2 * abs(mean_said(drawn) - share)
    before = fit_part(of_fidelity(everything), RULES).before
    assert fit_part(of_fidelity(drawn), RULES).before.error == pytest.approx(before.error, abs=0.03)
    assert abs(fit_part(of_fidelity(unweighted), RULES).before.error - before.error) > 0.05


def test_one_heavy_verdict_does_not_outweigh_the_prior() -> None:
    rows = [(0.0, number % 2 == 0, 1.0) for number in range(120)]
    curve = fit_curve(observed([*rows, (0.0, False, 1e12)]).observations, SHIPPED.bias, RULES)
    assert curve is not None
    assert curve.probability(2.0) > 0.05


def test_a_chance_of_next_to_nothing_weighs_a_thousand() -> None:
    (row,) = of_fidelity([record(1, 0.4, "minor", chance=5e-324)]).observations
    assert row.weight == 1000


def test_two_reviewers_of_one_pair_count_once() -> None:
    twice = [record(1, 0.4, "major"), record(1, 0.4, "minor", reviewer="Bo", uid="b" * 32), record(2, 0.4, "minor")]
    assert [row.weight for row in of_fidelity(twice).observations] == [0.5, 0.5, 1.0]
    assert [row.group for row in of_fidelity(twice).observations] == [each.quotation_id for each in twice]


def test_what_is_foretold_was_not_fitted() -> None:
    """Labels that hang on nothing: a curve tested on its own rows would seem better than chance."""
    rng = random.Random(5)
    rows = [(x, rng.random() < 0.5, 1.0) for x in (rng.gauss(0, 2) for _ in range(200))]
    fit = fit_part(observed(rows), RULES)
    assert fit.after.brier > 0.25
    together = observed([(0.5, number < 60, 1.0) for number in range(120)])
    one_group = tuple(replace(row, group="same") for row in together.observations)
    assert (
        fit_part(replace(together, observations=one_group), RULES).after
        == fit_part(replace(together, observations=one_group), RULES).before
    )


def test_the_same_verdicts_in_any_order_give_the_same_curve() -> None:
    verdicts = records(truth, 400)
    shuffled = random.Random(9).sample(verdicts, len(verdicts))
    first, second = (fit_part(of_fidelity(each), RULES) for each in (verdicts, shuffled))
    assert first.part == second.part
    assert first.after.error == pytest.approx(second.after.error, abs=1e-9)
    assert fit_part(of_fidelity(verdicts), RULES) == first


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        ([], "0 verdicts"),
        (records(truth, 99), "99 verdicts to fit on, and at least 100"),
        ([record(n, 0.02, "minor" if n % 2 else "major") for n in range(150)], "above the threshold"),
        ([record(n, 0.5, "minor") for n in range(150)], "all 150 verdicts say faithful, none says unfaithful"),
        ([record(n, 0.5, "major") for n in range(150)], "all 150 verdicts say unfaithful, none says faithful"),
        ([record(n, n / 200, "minor" if n < 100 else "major") for n in range(200)], "not reversed"),
    ],
)
def test_too_few_verdicts_are_refused(verdicts: list[VerdictRecord], words: str) -> None:
    with pytest.raises(InputError, match=words):
        fit_part(of_fidelity(verdicts), RULES)


def test_what_was_drawn_by_chance_is_from_above_whatever_its_fidelity() -> None:
    below = [record(n, 0.02, "minor" if n % 3 else "major") for n in range(150)]
    with pytest.raises(InputError, match="above the threshold"):
        fit_part(of_fidelity(below), RULES)
    assert fit_part(of_fidelity([*below, record(999, 0.02, "minor", chance=0.1)]), RULES).part.rows == 151
    assert not of_fidelity([record(1, 0.3, "minor")], threshold=90).observations[0].above


def test_pairs_without_a_score_are_shown_whatever_the_threshold() -> None:
    """As with texts that the scorer does not serve: all are shown, so the review hides none from the confidence."""
    verdicts = [
        replace(
            record(n, 0.5, "minor" if n % 3 else "wrong pairing", trust=n / 40, model="m@1"), score=None, fidelity=None
        )
        for n in range(120)
    ]
    found = observe_confidence("m@1", verdicts, HERE, RULES)
    assert fit_part(found, RULES).part.rows == 120
    missing = observe_confidence("m@1", [replace(each, passage=()) for each in verdicts], HERE, RULES)
    assert not any(row.above for row in missing.observations)


def test_groups_may_have_any_name() -> None:
    rows = observed([(0.1 * n, n % 2 == 0, 1.0) for n in range(120)])
    named = tuple(replace(row, group=f"\ud800{row.group}") for row in rows.observations)
    assert fit_part(replace(rows, observations=named), RULES).after.error < 0.5


def test_verdicts_that_say_nothing_of_fidelity_are_counted() -> None:
    shipped = "scorer:pair-scorer@test|calibration:placement@test+pairing@test+fidelity@test"
    found = of_fidelity(
        [
            record(1, 0.5, "wrong pairing"),
            record(2, 0.5, "has a passage"),
            replace(record(3, 0.5, "minor"), score=None),
            record(4, 0.5, "minor", signature=shipped.replace("scorer@test", "scorer@old")),
            record(5, 0.5, "minor", signature=shipped.replace("fidelity@test", "fidelity@old")),
            record(6, 0.5, "minor", signature=shipped),
            record(7, 0.5, "minor", signature=shipped + "+own@12345678|settings:0"),
            record(8, 0.5, "is of the document"),
        ]
    )
    assert len(found.observations) == 2
    assert dict(found.left_out) == {
        "on the pairing": 2,
        "on whose words they are": 1,
        "on what has no score": 1,
        "on another version of the scorer": 2,
    }
    with pytest.raises(
        InputError, match=r"2 verdicts to fit on \(left out: 2 on another version of the scorer, 2 on the"
    ):
        fit_part(found, RULES)


def test_what_a_verdict_says_of_the_pairing() -> None:
    on_pair = {s: label_of_confidence(record(1, 0.5, s)) for s in ("minor", "critical", "wrong pairing")}  # type: ignore[arg-type]
    assert on_pair == {"minor": True, "critical": True, "wrong pairing": False}
    missing = {
        s: label_of_confidence(record(1, 0.5, s, passage=()))  # type: ignore[arg-type]
        for s in ("has a passage", "major", "minor", "neutral", "wrong pairing")
    }
    assert missing == {"has a passage": True, "major": False, "minor": False, "neutral": None, "wrong pairing": None}


def placed(count: int, model: str, seed: int) -> list[VerdictRecord]:
    """Verdicts on passages that are right with log-odds of twice the trust, less 1."""
    rng, found = random.Random(seed), []
    for number in range(count):
        trust = round(rng.gauss(1, 1.5), 4)
        right = rng.random() < 1 / (1 + math.exp(1 - 2 * trust))
        verdict = record(number, 0.5, "minor" if right else "wrong pairing", trust=trust, model=model)
        found.append(verdict)
    return found


def test_confidence_is_fitted_for_each_model() -> None:
    both = [*placed(3000, "a@1", 1), *placed(50, "b@2", 2), record(9, 0.5, "minor", trust=1.0)]
    one, other = (observe_confidence(name, some, HERE, RULES) for name, some in by_model(both).items())
    assert (one.model, one.over, len(one.observations)) == ("a@1", "placement@test+pairing@test", 3000)
    curve = fit_part(one, RULES).part.curve
    for trust in (-1.0, 0.0, 0.5, 1.5, 3.0):
        assert curve.probability(trust) == pytest.approx(1 / (1 + math.exp(1 - 2 * trust)), abs=0.05)
    with pytest.raises(InputError, match="confidence of b@2: 50 verdicts"):
        fit_part(other, RULES)


def test_what_a_verdict_says_of_whose_words_they_are() -> None:
    on_pair = {
        s: label_of_selection(record(1, 0.5, s))  # type: ignore[arg-type]
        for s in ("is of the document", "is not of the document", "neutral", "critical", "wrong pairing")
    }
    assert on_pair == {
        "is of the document": True,
        "is not of the document": False,
        "neutral": True,
        "critical": True,
        "wrong pairing": None,
    }
    missing = {
        s: label_of_selection(record(1, 0.5, s, passage=()))  # type: ignore[arg-type]
        for s in ("has a passage", "major", "neutral")
    }
    assert missing == {"has a passage": True, "major": True, "neutral": None}


def test_what_is_said_of_the_selection_counts_once() -> None:
    """A reviewer who called a quotation somebody else's says nothing more of it by the severity that he gave before."""
    rows = [
        record(1, 0.5, "minor", selection=0.4, uid="a" * 32),
        record(1, 0.5, "is not of the document", selection=0.4, uid="b" * 32),
        record(1, 0.5, "is of the document", selection=0.4, reviewer="Bo", uid="c" * 32),
        record(2, 0.5, "major", selection=-0.2),
        record(3, 0.5, "major"),
        record(4, 0.5, "major", selection=1.0, signature="calibration:selection@old"),
    ]
    found = observe_selection("m@1", rows, HERE, RULES)
    assert [(row.log_odds, row.positive, row.weight) for row in found.observations] == [
        (0.4, False, 0.5),
        (0.4, True, 0.5),
        (-0.2, True, 1.0),
    ]
    assert dict(found.left_out) == {
        "that do not tell": 1,
        "on a run of an earlier version": 1,
        "on another version of the selection": 1,
    }


def test_the_selection_is_fitted_to_verdicts_on_whose_words_they_are() -> None:
    rng, rows = random.Random(3), []
    for number in range(3000):
        odds = round(rng.gauss(0, 2), 4)
        is_own = rng.random() < 1 / (1 + math.exp(-0.5 * odds - 1))
        said = "is of the document" if is_own else "is not of the document"
        rows.append(record(number, 0.9, said, selection=odds, model="m@1"))  # type: ignore[arg-type]
    fit = fit_part(observe_selection("m@1", rows, HERE, RULES), RULES)
    for odds in (-3.0, -1.0, 0.0, 1.0, 3.0):
        assert fit.part.curve.probability(odds) == pytest.approx(1 / (1 + math.exp(-0.5 * odds - 1)), abs=0.05)
    assert fit.after.error < fit.before.error
    assert (fit.part.of, fit.part.model, fit.part.over) == ("selection", "m@1", "pairing@test+selection@test")
    alike = [replace(row, severity="is of the document") for row in rows]
    with pytest.raises(InputError, match="selection of m@1: all 3000 verdicts say of the document, none says not of"):
        fit_part(observe_selection("m@1", alike, HERE, RULES), RULES)


def test_reliability_by_hand() -> None:
    found = measure_reliability([0.1, 0.15, 0.9, 1.0], [False, True, True, False], [1, 1, 1, 3], 10)
    assert [(each.count, round(each.said, 3), round(each.found, 3)) for each in found.bins] == [
        (2, 0.125, 0.5),
        (2, 0.975, 0.25),
    ]
    assert found.error == pytest.approx((2 * 0.375 + 4 * 0.725) / 6)
    assert found.brier == pytest.approx((0.01 + 0.7225 + 0.01 + 3) / 6)


def test_exact_probabilities_err_by_chance_alone() -> None:
    rng = random.Random(11)
    said = [rng.random() for _ in range(500)]
    errors = []
    for _ in range(40):
        labels = [rng.random() < p for p in said]
        found = measure_reliability(said, labels, [1.0] * 500, 10)
        errors.append(found.error)
    assert sum(errors) / 40 == pytest.approx(found.chance, rel=0.1)


PART = Part("fidelity", "pair-scorer@test", "fidelity@test", Curve(0.3, 1.5, -0.4), 120, 80)


def test_a_file_comes_back_and_is_named_by_its_digest(tmp_path: Path) -> None:
    other = replace(PART, of="confidence", model="m@1", over="placement@a+pairing@b")
    path = tmp_path / "own.json"
    path.write_text(save_recalibration(Recalibration(()).updated([other, PART])), encoding="utf-8")
    loaded = load_recalibration(path)
    assert loaded.parts == (PART, other)
    assert len(loaded.digest) == 8
    assert loaded.fidelity("pair-scorer@test", "fidelity@test") == PART.curve
    assert loaded.curve("confidence", "m@2", "placement@a+pairing@b") is None
    newer = loaded.updated([replace(PART, curve=Curve(1, 1, 1))])
    assert [part.curve.bias for part in newer.parts] == [1, -0.4]
    path.write_text(save_recalibration(newer), encoding="utf-8")
    assert load_recalibration(path).digest != loaded.digest


def test_a_file_for_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_text(save_recalibration(Recalibration((PART,))), encoding="utf-8")
    loaded = load_recalibration(path)
    for scorer, over in (("pair-scorer@new", "fidelity@test"), ("pair-scorer@test", "fidelity@new")):
        with pytest.raises(ModelError, match="run fidelity calibrate again"):
            loaded.fidelity(scorer, over)


def content(**changes: object) -> bytes:
    value = json.loads(save_recalibration(Recalibration((PART,))))
    value["parts"][0] |= changes
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"schema": "fidelity.calibration/2", "parts": []}',
        b'{"schema": "fidelity.report/1"}',
        b'{"schema": "fidelity.calibration/1"}',
        b'{"schema": "fidelity.calibration/1", "parts": []}',
        b'{"schema": "fidelity.calibration/1", "parts": [1]}',
        b'{"schema": ["fidelity.calibration/1"], "parts": {}}',
        b" " * 1_000_001,
        content(low=-0.1),
        content(high=-1),
        content(low=0, high=0),
        content(bias=float("nan")),
        content(bias=float("inf")),
        content(high=1e9),
        content(high=True),
        content(low="1"),
        content(low=None),
        content(bias=10**400),
        content(of="everything"),
        content(of=["fidelity"]),
        content(model=""),
        content(model="x" * 301),
        content(over=7),
        content(verdicts=-1),
        content(positive=1.5),
        content().replace(b"1.5", b"1" * 6000),
        content().replace(b"]", b", " + content().split(b"[", 1)[1].rsplit(b"]", 1)[0] + b"]"),
    ],
)
def test_a_damaged_file_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "own.json"
    path.write_bytes(data)
    with pytest.raises(ModelError, match=r"own.json: (is|cannot)") as caught:
        load_recalibration(path)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path, "a\0b"):
        with pytest.raises(ModelError, match="cannot be read"):
            load_recalibration(path)
