"""Logistic models: fitted, written, read back, and refused where the file is not what it should be."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from fidelity.calibration import Calibration, fit_logistic, load_calibration, logistic, save_calibration
from fidelity.errors import ModelError
from fidelity.resources import find_resource

RNG = np.random.default_rng(0)


def test_logistic() -> None:
    assert logistic(0) == 0.5
    assert logistic(math.log(3)) == pytest.approx(0.75)
    assert (logistic(-1000), logistic(1000)) == (0.0, 1.0)


def test_probability_of_one_row() -> None:
    model = Calibration("x", ("a", "b"), (1.0, -2.0), 0.5)
    assert model.log_odds([2.0, 1.0]) == 0.5
    assert model.probability([2.0, 1.0]) == logistic(0.5)
    with pytest.raises(ValueError, match="zip"):
        model.log_odds([2.0])


def test_a_fit_finds_the_weights_that_made_the_labels() -> None:
    rows = RNG.normal(size=(20_000, 2)) * [1.0, 5.0] + [3.0, -1.0]
    odds = rows @ [1.5, -0.2] - 4.0
    labels = (RNG.random(20_000) < 1 / (1 + np.exp(-odds))).astype(float)
    weights, bias = fit_logistic(rows, labels)
    assert weights == pytest.approx([1.5, -0.2], abs=0.1)
    assert bias == pytest.approx(-4.0, abs=0.25)


def test_weights_of_rows_count_as_repeats() -> None:
    rows, labels = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0.0, 1.0, 0.0, 1.0])
    doubled = fit_logistic(np.vstack([rows, rows]), np.concatenate([labels, labels]))
    weighted = fit_logistic(rows, labels, weights=np.full(4, 2.0))
    assert weighted[0] == pytest.approx(doubled[0])
    assert weighted[1] == pytest.approx(doubled[1])


def test_a_constant_feature_and_one_label_only() -> None:
    rows = np.column_stack([np.ones(4), [0.0, 1.0, 2.0, 3.0]])
    weights, bias = fit_logistic(rows, np.array([0.0, 0.0, 1.0, 1.0]))
    assert weights[0] == pytest.approx(0.0)
    assert math.isfinite(bias)
    with pytest.raises(ValueError, match="both kinds"):
        fit_logistic(rows, np.ones(4))


def test_saved_and_shipped_files_have_one_form(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    save_calibration(path, "x", ["a"], [0.12345678], 1.0)
    assert json.loads(path.read_text()) == {"name": "x", "features": ["a"], "weights": [0.123457], "bias": 1.0}
    shipped = json.loads(find_resource("models/calibration/pairing.json").read_text())
    assert set(shipped) >= {"name", "features", "weights", "bias"}
    model = load_calibration("pairing", shipped["features"])
    assert model.name == "pairing"
    assert len(model.digest) == 8


def test_a_calibration_for_other_features_is_refused() -> None:
    with pytest.raises(ModelError, match="made for another version"):
        load_calibration("pairing", ["no such feature"])
    with pytest.raises(ModelError, match="is not part of this installation"):
        load_calibration("no-such-calibration", [])
