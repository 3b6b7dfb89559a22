"""``fidelity calibrate`` and ``--calibration`` as a user meets them."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

import fidelity
from fidelity.calibration import Curve, Part, Recalibration, load_recalibration, save_recalibration, score_log_odds
from fidelity.calibration.fitting import Fit, fit_part
from fidelity.calibration.observations import by_model, observe_confidence, observe_fidelity, observe_selection
from fidelity.embedding import MultilingualEncoder
from fidelity.pipeline.calibrating import calibrate_verdicts
from fidelity.pipeline.calibrations import Calibrations
from fidelity.report.reliability import plot_calibration, render_calibration
from fidelity.scorer.minilm import PairScorer
from fidelity.settings import Settings
from fidelity.store import Store
from fidelity.types import Judgement, Pair, VerdictRecord
from fidelity.verdicts import verdicts_csv, verdicts_jsonl
from tests.encoders import HashingEncoder
from tests.rating_cases import SHIPPED, observed, record, records
from tests.test_pipeline import ARTICLE_TEXT, MEMO

TRUTH = Curve(0.3, 1.5, -0.4)
VERSIONS = Calibrations.load().versions(PairScorer())
PART = Part("fidelity", VERSIONS.scorer, VERSIONS.fidelity, Curve(1.0, 1.0, -2.0))


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    env = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "FIDELITY_DB")} | environment
    return subprocess.run(
        [sys.executable, "-m", "fidelity", *arguments], cwd=folder, env=env, capture_output=True, check=False
    )


def refused(done: subprocess.CompletedProcess[bytes], *words: str) -> None:
    message = done.stderr.decode()
    assert done.returncode == 2, message
    assert message.count("\n") == 1
    assert done.stdout == b""
    assert all(word in message for word in words), message


def truth(score: float) -> float:
    return TRUTH.probability(score_log_odds(score))


def verdicts(count: int = 400, **how: bool) -> list[VerdictRecord]:
    return records(truth, count, 2, **how)


def labelled(path: Path, rows: Iterable[tuple[object, ...]], header: tuple[str, ...] = ("score", "label")) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t" if path.suffix == ".tsv" else ",")
        writer.writerows([header, *rows])
    return path


def own(path: Path, *parts: Part) -> Path:
    path.write_text(save_recalibration(Recalibration(parts or (PART,))), encoding="utf-8")
    return path


def memo() -> tuple[fidelity.Document, fidelity.Document]:
    return fidelity.read_text(MEMO, origin="memo"), fidelity.read_text(ARTICLE_TEXT, origin="article")


def test_verdicts_of_a_database_an_export_and_a_file_give_the_same(tmp_path: Path) -> None:
    rows = verdicts(review=True)
    with Store(tmp_path / "runs.db", create=True) as store:
        assert store.add_verdicts(rows) == len(rows)
    (tmp_path / "v.csv").write_text(verdicts_csv(rows), encoding="utf-8")
    (tmp_path / "v.jsonl").write_text(verdicts_jsonl(rows), encoding="utf-8")
    sources = {
        "a.json": ("--db", "runs.db"),
        "b.json": ("--verdicts", "v.csv"),
        "c.json": ("--verdicts", "v.jsonl", "--db", "runs.db"),
    }
    printed = set()
    for out, source in sources.items():
        done = run(tmp_path, "calibrate", *source, "--out", out)
        assert (done.returncode, done.stderr) == (0, b"")
        printed.add(done.stdout)
    assert len(printed) == 1
    (text,) = printed
    assert text.decode().startswith("Fidelity\n400 verdicts: ")
    assert "Weighted by 1 over the chance of being shown" in text.decode()
    assert len({(tmp_path / out).read_bytes() for out in sources}) == 1
    (part,) = load_recalibration(tmp_path / "a.json").parts
    assert (part.of, part.model, part.over, part.rows) == ("fidelity", VERSIONS.scorer, VERSIONS.fidelity, 400)


def test_undone_and_repeated_verdicts_count_as_they_stand(tmp_path: Path) -> None:
    rows = verdicts()
    undone = replace(rows[0], severity=None, undoes=rows[0].uid, uid="u" * 32, time="2026-03-06T00:00:00+00:00")
    again = replace(rows[1], severity="critical", uid="v" * 32, time="2026-03-06T00:00:00+00:00")
    (tmp_path / "v.jsonl").write_text(verdicts_jsonl([*rows, undone, again, *rows[:9]]), encoding="utf-8")
    done = run(tmp_path, "calibrate", "--verdicts", "v.jsonl", "--out", "own.json")
    assert b"\n399 verdicts: " in done.stdout


def test_a_labelled_file_of_scores(tmp_path: Path) -> None:
    rows = [(each.score, each.severity) for each in verdicts()]
    labelled(tmp_path / "severities.csv", [*rows, ("", "minor"), (0.5, ""), (0.5, "wrong pairing")])
    numbers = [(1, score, int(severity in ("neutral", "minor"))) for score, severity in rows]
    labelled(tmp_path / "numbers.tsv", numbers, ("x", "s", "y"))
    done = run(tmp_path, "calibrate", "--labels", "severities.csv", "--out", "a.json")
    assert b"Left out: 1 on what has no score, 2 without a label of fidelity." in done.stdout
    options = ("--score", "s", "--label", "y", "--group", "s")
    assert run(tmp_path, "calibrate", "--labels", "numbers.tsv", "--out", "b.json", *options).returncode == 0
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_chances_of_a_labelled_file_are_weights(tmp_path: Path) -> None:
    rows = [(each.score, each.severity, each.chance) for each in verdicts(review=True)]
    labelled(tmp_path / "l.csv", rows, ("score", "label", "p"))
    (tmp_path / "v.jsonl").write_text(verdicts_jsonl(verdicts(review=True)), encoding="utf-8")
    for out, arguments in (("a.json", ("--labels", "l.csv", "--chance", "p")), ("b.json", ("--verdicts", "v.jsonl"))):
        assert run(tmp_path, "calibrate", *arguments, "--out", out).returncode == 0
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_labelled_pairs_are_scored_first(tmp_path: Path) -> None:
    rng = random.Random(3)
    rows = []
    for number in range(110):
        right = rng.random() < 0.7
        there = number if right else number + 1000
        rows.append((f"The plan costs {number} million euros.", f"The plan costs {there} million euros.", int(right)))
    labelled(tmp_path / "pairs.csv", [*rows, ("Something was said.", " ", 0)], ("a", "b", "ok"))
    columns = ("--reference", "a", "--translation", "b", "--label", "ok")
    done = run(tmp_path, "calibrate", "--labels", "pairs.csv", "--out", "own.json", "--lang", "en", *columns)
    assert done.returncode == 0, done.stderr
    assert b"\n110 verdicts: " in done.stdout
    assert b"Left out: 1 on an empty translation." in done.stdout


FEW = [(0.5, n % 2) for n in range(99)]
CASES = [
    (FEW, "99 verdicts"),
    ([(0.02, n % 2) for n in range(120)], "above the threshold (50)"),
    ([(0.5, 1) for _ in range(120)], "none says unfaithful"),
    ([(0.5, "perhaps")], "line 2: “label” is not a label"),
    ([(1.5, 1)], "line 2: “score” should be a number from 0 to 1"),
    ([("nan", 1)], "should be a number"),
    ([("x", 1)], "should be a number"),
]


@pytest.mark.parametrize(("rows", "words"), CASES, ids=[words for _, words in CASES])
def test_what_does_not_do_is_refused_and_nothing_is_written(
    tmp_path: Path, rows: list[tuple[object, ...]], words: str
) -> None:
    labelled(tmp_path / "l.csv", rows)
    refused(run(tmp_path, "calibrate", "--labels", "l.csv", "--out", "own.json", "--plot", "own.png"), words)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["l.csv"]


def test_verdicts_that_do_not_do_are_refused(tmp_path: Path) -> None:
    (tmp_path / "few.jsonl").write_text(verdicts_jsonl(verdicts(99)), encoding="utf-8")
    refused(run(tmp_path, "calibrate", "--verdicts", "few.jsonl", "--out", "o"), "99 verdicts", "at least 100")
    below = [record(n, 0.02, "minor" if n % 3 else "major") for n in range(120)]
    (tmp_path / "below.jsonl").write_text(verdicts_jsonl(below), encoding="utf-8")
    refused(run(tmp_path, "calibrate", "--verdicts", "below.jsonl", "--out", "o"), "above the threshold")
    with Store(tmp_path / "empty.db", create=True):
        pass
    refused(run(tmp_path, "calibrate", "--db", "empty.db", "--out", "o"), "0 verdicts")
    refused(run(tmp_path, "calibrate", "--db", "none.db", "--out", "o"), "none.db")
    refused(run(tmp_path, "calibrate", "--db", "empty.db", "--only", "confidence", "--out", "o"), "no verdicts")
    assert not (tmp_path / "o").exists()


def test_options_that_exclude_each_other(tmp_path: Path) -> None:
    labelled(tmp_path / "l.csv", [(each.score, each.severity) for each in verdicts()])
    refused(run(tmp_path, "calibrate", "--out", "o"), "--db", "--verdicts", "--labels")
    refused(run(tmp_path, "calibrate", "--labels", "l.csv", "--db", "x.db", "--out", "o"), "--labels excludes --db")
    refused(run(tmp_path, "calibrate", "--labels", "l.csv", "--only", "confidence", "--out", "o"), "--only confidence")
    refused(run(tmp_path, "calibrate", "--labels", "l.csv", "--out", "l.csv"), "one of the files that are read")
    refused(run(tmp_path, "calibrate", "--labels", "l.csv", "--out", "o", "--label", "y"), "no column “y”")
    refused(
        run(tmp_path, "calibrate", "--labels", "l.csv", "--out", "o", "--keep", "l.csv"), "is not a calibration file"
    )
    environment = run(tmp_path, "calibrate", "--labels", "l.csv", "--out", "own.json", FIDELITY_DB="x.db")
    assert environment.returncode == 0, environment.stderr


def test_check_and_score_use_it_and_the_signature_names_it(tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_text(MEMO, encoding="utf-8")
    (tmp_path / "article.txt").write_text(ARTICLE_TEXT, encoding="utf-8")
    path = own(tmp_path / "own.json")
    plain, mine = (
        json.loads(run(tmp_path, "check", "memo.txt", "article.txt", "--json", "-", *more).stdout)
        for more in ((), ("--calibration", "own.json"))
    )
    assert mine["signature"] == plain["signature"].replace(
        VERSIONS.fidelity, f"{VERSIONS.fidelity}+own@{load_recalibration(path).digest}"
    )
    assert mine["signature"] != plain["signature"]
    changed = {pair["id"]: pair for pair in mine["pairs"]}
    for pair in plain["pairs"]:
        other = changed[pair["id"]]
        assert other["score"] == pair["score"]
        assert other["fidelity"] == round(100 * PART.curve.probability(score_log_odds(pair["score"])))
        assert (other["fidelity"] < 50) == (other["severity"] in ("major", "critical"))
    assert [pair["fidelity"] for pair in mine["pairs"]] != [pair["fidelity"] for pair in plain["pairs"]]
    assert "Calibrated by own.json: fidelity." in mine["notes"]

    labelled(tmp_path / "p.csv", [("We won the vote.", "We won it.")], ("reference", "translation"))
    done = run(tmp_path, "score", "p.csv", "-q", "--calibration", "own.json")
    (row,) = csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig")))
    assert int(row["fidelity"]) == round(100 * PART.curve.probability(score_log_odds(float(row["score"]))))


def test_a_calibration_that_does_not_fit_is_refused_by_check_and_score(tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_text(MEMO, encoding="utf-8")
    labelled(tmp_path / "p.csv", [("We won.", "We won.")], ("reference", "translation"))
    own(tmp_path / "old.json", replace(PART, model="pair-scorer@00000000"))
    own(tmp_path / "other.json", replace(PART, of="confidence", model="another@1", over=VERSIONS.pairing))
    (tmp_path / "bad.json").write_text('{"schema": "fidelity.calibration/1", "parts": [{"of": "fidelity"', "utf-8")
    for name, words in (
        ("old.json", "run fidelity calibrate again"),
        ("other.json", "has nothing for fidelity"),
        ("bad.json", "is not a calibration file"),
        ("none.json", "cannot be read"),
    ):
        refused(run(tmp_path, "check", "memo.txt", "memo.txt", "--calibration", name), name, words)
        refused(run(tmp_path, "score", "p.csv", "--calibration", name), name, words)


def test_calibrating_again_does_not_drift() -> None:
    """Verdicts on a run that used a calibration carry the raw score, and that is what is fitted."""
    settings = Settings()
    with_own = [replace(each, fidelity=round(100 * truth(each.score or 0.0))) for each in verdicts()]
    plain, again = (calibrate_verdicts(each, settings=settings)[0][0].part for each in (verdicts(), with_own))
    assert plain == again


def test_confidence_of_another_model(tmp_path: Path) -> None:
    """Uncalibrated at first; then filled, and held against the thresholds."""
    encoder = HashingEncoder()
    before = fidelity.check(*memo(), encoder=encoder)
    assert all(pair.confidence is None and pair.trust is not None for pair in before.pairs)
    assert f"Confidence is empty, because it is not calibrated for {encoder.name}." in before.notes
    rng, rows = random.Random(4), []
    for number in range(300):
        trust = rng.gauss(0, 2)
        severity = "minor" if trust + rng.gauss(0, 1) > 0 else "wrong pairing"
        rows.append(record(number, 0.5, severity, trust=round(trust, 4), model=encoder.name))  # type: ignore[arg-type]
    (tmp_path / "v.jsonl").write_text(verdicts_jsonl(rows), encoding="utf-8")
    arguments = ("--verdicts", "v.jsonl", "--only", "confidence", "--out", "own.json")
    done = run(tmp_path, "calibrate", *arguments)
    assert done.stdout.decode().startswith(f"Confidence of {encoder.name}\n300 verdicts: ")
    (part,) = load_recalibration(tmp_path / "own.json").parts
    after = fidelity.check(*memo(), encoder=encoder, calibration=tmp_path / "own.json")
    assert after.pairs
    for entry in (*after.pairs, *after.missing):
        assert entry.trust is not None
        assert entry.confidence == round(part.curve.probability(entry.trust), 2)
    assert not any("not calibrated" in note for note in after.notes)
    rules = Settings().pairing
    sure, never = (replace(part, curve=Curve(0, 1e-9, bias)) for bias in (20, -20))
    kept = fidelity.check(*memo(), encoder=encoder, calibration=own(tmp_path / "sure.json", sure))
    assert all(pair.confidence == 1 for pair in kept.pairs)
    none = fidelity.check(*memo(), encoder=encoder, calibration=own(tmp_path / "never.json", never))
    assert (none.pairs, rules.missing_below > 0) == ((), True)
    assert {item.quotation.text for item in none.missing} >= {pair.quotation.text for pair in before.pairs}


def test_the_confidence_of_the_built_in_model_is_refitted_too(tmp_path: Path) -> None:
    plain = fidelity.check(*memo())
    name = plain.signature.split("|model:")[1].split("|")[0]
    part = Part("confidence", name, VERSIONS.pairing, Curve(1.0, 1.0, -1.0))
    mine = fidelity.check(*memo(), calibration=own(tmp_path / "own.json", part, PART))
    for one, other in zip(
        plain.pairs, sorted(mine.pairs, key=lambda p: [q.id for q in plain.pairs].index(p.id)), strict=True
    ):
        assert other.trust == one.trust is not None
        assert other.confidence == round(part.curve.probability(one.trust or 0.0), 2)


def odds_of(pair: Pair) -> float:
    assert pair.selection is not None
    return pair.selection.log_odds


def test_verdicts_on_a_real_run_count_for_what_is_installed() -> None:
    """The signature of a run, with a calibration or without, names the versions that the verdicts are held against."""
    settings = Settings()
    for report in (fidelity.check(*memo()), fidelity.check(*memo(), encoder=HashingEncoder())):
        model = report.signature.split("|model:")[1].split("|")[0]
        rows = [
            replace(
                record(number, pair.score or 0.0, "minor", trust=pair.trust, selection=odds_of(pair)),
                id=pair.id,
                signature=report.signature,
                fidelity=pair.fidelity,
                confidence=pair.confidence,
            )
            for number, pair in enumerate(report.pairs)
        ]
        assert rows
        found = observe_fidelity(rows, VERSIONS, 0.0, settings.calibration)
        assert (len(found.observations), dict(found.left_out)) == (len(rows), {})
        ((named, mine),) = by_model(rows).items()
        assert named == model
        for observe in (observe_confidence, observe_selection):
            assert len(observe(model, mine, VERSIONS, settings.calibration).observations) == len(rows)


def test_the_selection_is_refitted_too(tmp_path: Path) -> None:
    plain = fidelity.check(*memo())
    name = plain.signature.split("|model:")[1].split("|")[0]
    part = Part("selection", name, VERSIONS.selection, Curve(1.0, 1.0, -20.0))
    mine = fidelity.check(*memo(), calibration=own(tmp_path / "own.json", part))
    assert plain.pairs
    assert not mine.pairs
    assert [each.selection.probability for each in mine.unpaired if each.selection] == [0.0] * len(plain.entries)
    assert "Calibrated by" in mine.notes[-1]
    assert mine.notes[-1].endswith("own.json: selection.")


def test_verdicts_on_what_the_multilingual_encoder_paired_are_fitted_over_its_own_calibrations() -> None:
    encoder = MultilingualEncoder()
    over = Calibrations.load(encoder=encoder).versions(PairScorer()).selection
    said: list[Judgement] = ["is of the document" if n % 3 else "is not of the document" for n in range(150)]
    rows = [record(n, 0.9, each, selection=n / 40, model=encoder.name) for n, each in enumerate(said)]
    (fit,) = calibrate_verdicts(rows, only="selection")[0]
    assert (fit.part.model, fit.part.over) == (encoder.name, over)
    assert "placement-multilingual@" in over


def test_parts_that_are_not_fitted_are_kept(tmp_path: Path) -> None:
    other = replace(PART, of="confidence", model="another@1", over=VERSIONS.pairing)
    own(tmp_path / "old.json", PART, other)
    (tmp_path / "v.jsonl").write_text(verdicts_jsonl(verdicts()), encoding="utf-8")
    done = run(tmp_path, "calibrate", "--verdicts", "v.jsonl", "--keep", "old.json", "--out", "old.json", "-q")
    assert (done.returncode, done.stdout) == (0, b"")
    new = load_recalibration(tmp_path / "old.json").parts
    assert new[1] == other
    assert new[0].rows == 400


def fits() -> list[Fit]:
    rng = random.Random(8)
    rows = [(x, rng.random() < TRUTH.probability(x), 1.0) for x in (rng.gauss(0, 1.5) for _ in range(300))]
    return [fit_part(observed(rows), Settings().calibration)]


def test_the_diagram_fits_and_says_what_it_shows() -> None:
    found = fits()
    for width in (40, 80, 200):
        text = render_calibration(found, [], width=width, color=False)
        assert "\x1b" not in text
        assert max(map(len, text.splitlines())) <= width
    lines = render_calibration(found, ["confidence of \x1b[31mx: 3 verdicts"], width=80, color=False).splitlines()
    counts = [int(line.split()[1]) for line in lines if line[:1].isdigit() and "–" in line]
    assert sum(counts) == 2 * 300
    assert lines[-1] == "Not fitted: confidence of ␛[31mx: 3 verdicts."
    bars = [line for line in lines if line.endswith(("·", "█", "|"))]
    assert len(bars) == len(counts)
    assert {len(line.split()[-1]) for line in bars} == {50}
    assert "\x1b[" in render_calibration(found, [], width=80, color=True)


def test_no_color_on_request_and_into_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "v.jsonl").write_text(verdicts_jsonl(verdicts()), encoding="utf-8")
    done = run(tmp_path, "calibrate", "--verdicts", "v.jsonl", "--out", "own.json", COLUMNS="60")
    assert b"\x1b" not in done.stdout
    assert max(map(len, done.stdout.decode().splitlines())) <= 60


def test_the_plot_is_a_picture_and_always_the_same(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    one, other = (plot_calibration(fits()) for _ in range(2))
    assert one.startswith(b"\x89PNG\r\n\x1a\n")
    assert one == other
    assert len(one) > 10_000
    (tmp_path / "v.jsonl").write_text(verdicts_jsonl(verdicts()), encoding="utf-8")
    done = run(tmp_path, "calibrate", "--verdicts", "v.jsonl", "--out", "own.json", "--plot", "own.png")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "own.png").read_bytes()[:4] == b"\x89PNG"


def test_a_missing_extra_is_said_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "v.jsonl").write_text(verdicts_jsonl(verdicts()), encoding="utf-8")
    (tmp_path / "matplotlib").mkdir()
    (tmp_path / "matplotlib" / "__init__.py").write_text("raise ImportError('not here')", encoding="utf-8")
    arguments = ("--verdicts", "v.jsonl", "--out", "own.json", "--plot", "own.png")
    refused(run(tmp_path, "calibrate", *arguments, PYTHONPATH=str(tmp_path)), "'fidelity[review]'")
    assert not (tmp_path / "own.json").exists()


def test_shipped_is_what_the_settings_say() -> None:
    assert SHIPPED.probability(score_log_odds(0.5)) == pytest.approx(Settings().judgement.prior)
