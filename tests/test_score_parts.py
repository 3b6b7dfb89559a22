"""Aligned pairs on several processes and in parts: the same rows in the same order, also after a stop."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fidelity.aligned import Table
from fidelity.batching.folder import Folder
from fidelity.batching.jobs import Terms
from fidelity.batching.scoring import ScoreBlocks, ScoredFolder
from fidelity.errors import InputError, SettingError
from fidelity.settings import ReadingSettings
from tests.batch_cases import Here, KilledError, contents

ROWS = [(f"We lost {number} jobs.", f"We lost {number + number % 2} jobs.") for number in range(300)]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pairs") / "pairs.csv"
    lines = [f"{number},{one},{other}" for number, (one, other) in enumerate(ROWS)]
    path.write_text("\n".join(["id,reference,translation", *lines]), encoding="utf-8")
    return path


def score(*arguments: str) -> bytes:
    command = [sys.executable, "-m", "fidelity", "score", *arguments, "--quiet"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


def test_workers_and_parquet_change_no_byte(pairs: Path, tmp_path: Path) -> None:
    import pyarrow.csv
    import pyarrow.parquet

    alone = score(str(pairs), "--json", "-")
    assert [json.loads(line)["id"] for line in alone.splitlines()] == [str(number) for number in range(300)]
    assert {json.loads(line)["severity"] for line in alone.splitlines()[::2]} == {"neutral"}
    assert score(str(pairs), "--json", "-", "--workers", "2") == alone
    text = pyarrow.csv.ConvertOptions(column_types={"id": pyarrow.string()})
    table = pyarrow.csv.read_csv(pairs, convert_options=text)
    pyarrow.parquet.write_table(table, tmp_path / "pairs.parquet")
    assert score(str(tmp_path / "pairs.parquet"), "--json", "-") == alone


def test_a_closed_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="standard input is closed"):
        list(Table("-", format="csv").rows(ReadingSettings()))


def test_parts_go_on_after_a_stop(pairs: Path, tmp_path: Path) -> None:
    def into(name: str, engine: Here, similarity: bool = False) -> int:
        columns, terms = ("id", "reference", "translation"), Terms()
        work = ScoreBlocks(terms, Table(str(pairs)), columns, ("csv",), ("en", "en"), similarity=similarity)
        counts = ScoredFolder(work, Folder(str(tmp_path / name)), len(ROWS), size=80).run(engine)
        return counts["rows"]

    assert into("whole", Here()) == 300
    for _ in range(2):
        with pytest.raises(KilledError):
            into("stopped", Here(most=1))
    assert into("stopped", last := Here()) == 300
    assert last.done == 2
    assert contents(tmp_path / "stopped") == contents(tmp_path / "whole")
    assert sorted(path.name for path in (tmp_path / "whole" / "rows").iterdir())[-1] == "part-000004.csv"
    with pytest.raises(SettingError, match="another choice of similarity"):
        into("whole", Here(), similarity=True)
