from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

import fidelity
from fidelity import judgement, pairing
from fidelity.calibration import CALIBRATIONS, fit_logistic, load_calibration, logistic, save_calibration
from fidelity.errors import ModelError
from fidelity.judgement.across import ACROSS_FEATURES
from fidelity.pipeline.trust import FRAMED_FEATURES, READING_FEATURES
from fidelity.resources import RULE_FILES, find_resource, read_json_resource
from fidelity.selection import ATTRIBUTION_FEATURES, SELECTION_FEATURES

FEATURES = {
    "placement": pairing.FEATURES,
    "pairing": pairing.TRUST_FEATURES,
    "placement-multilingual": pairing.COMPOSED_FEATURES,
    "pairing-multilingual": pairing.COMPOSED_TRUST_FEATURES,
    "reading": READING_FEATURES,
    "extent": pairing.RUN_FEATURES,
    "framing": FRAMED_FEATURES,
    "attribution": ATTRIBUTION_FEATURES,
    "selection": SELECTION_FEATURES,
    "fidelity": judgement.FEATURES,
    "fidelity-across": ACROSS_FEATURES,
}


@pytest.mark.parametrize("name", CALIBRATIONS)
def test_what_ships_loads_and_is_named_by_its_checksum(name: str) -> None:
    calibration = load_calibration(name, FEATURES[name])
    assert calibration.features == FEATURES[name]
    assert len(calibration.digest) == 8
    assert all(map(math.isfinite, (*calibration.weights, calibration.bias)))


def test_a_calibration_for_other_features_is_refused() -> None:
    with pytest.raises(ModelError, match="another version"):
        load_calibration("pairing", ("something", "else"))


def test_the_logistic_function_holds_at_its_ends() -> None:
    assert (logistic(-1000), logistic(0), logistic(1000)) == (0.0, 0.5, 1.0)


def test_a_fit_finds_the_weights_that_made_the_data() -> None:
    rng = np.random.default_rng(7)
    rows = rng.standard_normal((20_000, 2))
    odds = 2.0 * rows[:, 0] - 1.0 * rows[:, 1] + 0.5
    labels = (rng.random(len(rows)) < 1 / (1 + np.exp(-odds))).astype(float)
    weights, bias = fit_logistic(rows, labels)
    assert [*weights, bias] == pytest.approx([2.0, -1.0, 0.5], abs=0.1)


def test_a_weight_of_two_is_the_row_twice() -> None:
    rows, labels = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0.0, 1.0, 0.0, 1.0])
    once = fit_logistic(np.vstack([rows, rows[2:]]), np.concatenate([labels, labels[2:]]))
    counted = fit_logistic(rows, labels, weights=np.array([1.0, 1.0, 2.0, 2.0]))
    assert logistic(once[1] + once[0][0] * 2) == pytest.approx(logistic(counted[1] + counted[0][0] * 2), abs=0.05)


def test_a_fit_adds_to_the_log_odds_that_are_known() -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(4000, 2))
    odds = rows @ [1.5, -0.5] + 0.25
    labels = (rng.random(4000) < 1 / (1 + np.exp(-odds))).astype(float)
    weights, bias = fit_logistic(rows, labels, penalty=0.0)
    (other,), same = fit_logistic(rows[:, 1:], labels, penalty=0.0, known=weights[0] * rows[:, 0])
    assert (other, same) == pytest.approx((weights[1], bias), abs=1e-6)


def test_ranked_pairs_weigh_what_labels_leave_open() -> None:
    rng = np.random.default_rng(7)
    rows = rng.standard_normal((2000, 2))
    labels = (rows[:, 0] + 0.1 * rng.standard_normal(2000) > 0).astype(float)
    differences = np.column_stack([np.zeros(500), np.abs(rng.standard_normal(500))])
    (_, open_), _ = fit_logistic(rows, labels)
    (_, ranked), _ = fit_logistic(rows, labels, ranked=(differences, np.ones(500)))
    assert abs(open_) < 1 < ranked


def test_a_file_states_what_it_is(tmp_path: Path) -> None:
    save_calibration(tmp_path / "x.json", "x", ("a", "b"), (1.23456789, -2), 0.5)
    content = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    assert content == {"name": "x", "features": ["a", "b"], "weights": [1.234568, -2.0], "bias": 0.5}


def test_a_resource_that_is_not_there_is_a_model_error() -> None:
    with pytest.raises(ModelError, match="reinstall"):
        find_resource("models/none-such")


def test_a_resource_of_another_form_is_a_model_error() -> None:
    with pytest.raises(ModelError, match=r"pairing\.json is damaged; reinstall fidelity"):
        read_json_resource("models/calibration/pairing.json", lambda data, digest: data["no such key"])


def test_the_digest_of_the_rules_covers_every_kind_of_list() -> None:
    folder = Path(fidelity.__file__).parent
    lists = {path.suffix for name in ("text", "lexicon", "quotations") for path in (folder / name).rglob("*.*")}
    assert lists - {".pyc"} <= set(RULE_FILES)
