"""Batches: the rows are those of single checks, and a run that was stopped goes on as if it never was."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

import fidelity
from fidelity.batching import _CheckJobs
from fidelity.batching.folder import Folder, Part
from fidelity.batching.jobs import Chunk, Terms
from fidelity.batching.manifest import open_manifest
from fidelity.batching.rows import Kind
from fidelity.batching.running import Batch
from fidelity.batching.tries import Tries
from fidelity.errors import InputError, OutputError, SettingError
from fidelity.settings import ReadingSettings, Settings
from tests.batch_cases import Here, KilledError, contents, write_jobs


def do(
    manifest: Path,
    out: Path,
    engine: Here | None = None,
    settings: Settings | None = None,
    kind: Kind = "jsonl",
    size: int = 2,
    reports: bool = False,
    retry: bool = False,
) -> Counter[str]:
    with open_manifest(str(manifest), None, None, ReadingSettings()) as jobs:
        batch = Batch(jobs, Folder(str(out)), Terms(settings or Settings()), kind, size, reports, retry)
        return batch.run(engine or Here())


def rows(out: Path, kind: str) -> list[dict[str, object]]:
    lines = [line for path in sorted((out / kind).iterdir()) for line in path.read_text().splitlines()]
    return [json.loads(line) for line in lines]


def start(*arguments: str, **streams: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "fidelity", "batch", *arguments]
    return subprocess.Popen(command, stderr=subprocess.PIPE, env=os.environ, **streams)  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A manifest of seven jobs, of which the fourth names a file that is not there, and the folder of its batch."""
    folder = tmp_path_factory.mktemp("whole")
    manifest = write_jobs(folder, 7, missing=[4])
    counts = do(manifest, folder / "out")
    assert (counts["jobs"], counts["failed"]) == (7, 1)
    return manifest, folder / "out"


def test_the_rows_are_those_of_single_checks(whole: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    manifest, out = whole
    monkeypatch.chdir(manifest.parent)
    expected = []
    for number in (1, 2, 3, 5, 6, 7):
        text = fidelity.check(f"memo-{number}.txt", "article.txt").to_csv()
        expected += [{"job": f"job {number}", **row} for row in csv.DictReader(io.StringIO(text))]
    found = [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in rows(out, "quotations")]
    assert found == expected


def test_a_job_that_fails_is_a_row(whole: tuple[Path, Path]) -> None:
    found = rows(whole[1], "jobs")
    assert [row["job"] for row in found] == [f"job {number}" for number in range(1, 8)]
    assert [row["error"] for row in found if row["error"]] == ["memo-4.txt: there is no such file; check the path"]
    assert (found[0]["quotations"], found[0]["missing"], found[0]["critical"], found[0]["needs_a_look"]) == (9, 1, 2, 3)
    assert found[0]["verdict"] == (
        "2 of 6 passages need a look: 2 critical. 1 quotation is missing from the translation."
    )


def test_a_run_that_stops_after_each_part_goes_on(whole: tuple[Path, Path], tmp_path: Path) -> None:
    manifest, out = whole
    for _ in range(3):
        with pytest.raises(KilledError):
            do(manifest, tmp_path / "out", Here(most=1))
    last = Here()
    counts = do(manifest, tmp_path / "out", last)
    assert (last.done, counts["jobs"], counts["failed"]) == (1, 7, 1)
    assert contents(tmp_path / "out") == contents(out)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_other_formats_hold_the_same(kind: Kind, whole: tuple[Path, Path], tmp_path: Path) -> None:
    do(whole[0], tmp_path / "out", kind=kind, size=7)
    for name in ("quotations", "jobs"):
        path = tmp_path / "out" / name / f"part-000001.{kind}"
        expected = rows(whole[1], name)
        if kind == "csv":
            assert path.read_bytes().startswith(b"\xef\xbb\xbfjob,translation,")
            found = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
            assert [row["job"] for row in found] == [row["job"] for row in expected]
            assert list(found[0]) == list(expected[0])
        else:
            import pyarrow.parquet

            assert pyarrow.parquet.read_table(path).to_pylist() == expected


def test_a_folder_takes_only_its_own_batch(whole: tuple[Path, Path], tmp_path: Path) -> None:
    manifest = write_jobs(tmp_path, 2)
    out = tmp_path / "out"
    do(manifest, out)
    changed = replace(Settings(), selection=replace(Settings().selection, all_speakers=True))
    with pytest.raises(SettingError, match="results with another signature"):
        do(manifest, out, settings=changed)
    with pytest.raises(SettingError, match="another number of jobs in a part"):
        do(manifest, out, size=3)
    with pytest.raises(SettingError, match="another format of parts"):
        do(manifest, out, kind="csv")
    with pytest.raises(SettingError, match="another manifest"):
        do(write_jobs(tmp_path, 3), out)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    with pytest.raises(SettingError, match=r"holds other files \(notes.txt\)"):
        do(manifest, tmp_path / "full")
    with pytest.raises(OutputError, match="create the folder first"):
        do(manifest, tmp_path / "none" / "out")


def test_one_run_at_a_time_in_a_folder(tmp_path: Path) -> None:
    manifest = write_jobs(tmp_path, 1)
    do(manifest, tmp_path / "out")
    folder = Folder(str(tmp_path / "out"))
    header = json.loads((tmp_path / "out" / "batch.json").read_text())
    with folder.opened(header), pytest.raises(OutputError, match="another run is working"):
        do(manifest, tmp_path / "out")


def test_what_is_damaged_or_lost_is_done_again(whole: tuple[Path, Path], tmp_path: Path) -> None:
    manifest, out = whole
    do(manifest, tmp_path / "out")
    (tmp_path / "out" / "quotations" / "part-000002.jsonl").unlink()
    (tmp_path / "out" / "jobs" / "part-000003.jsonl").write_text("{")
    ledger = tmp_path / "out" / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes()[:-20])  # the last line is cut: part 4
    again = Here()
    do(manifest, tmp_path / "out", again)
    assert again.done == 3
    assert contents(tmp_path / "out") == contents(out)
    assert [json.loads(line)["number"] for line in ledger.read_text().splitlines()] == [1, 2, 3, 4]


DAMAGED_LINES = [b"\xff\xfe", b"null", b"[1]", b"[" * 100_000, b'{"number": "x", "files": {}, "counts": {}}']
DAMAGED_LINES += [
    b'{"number": 1, "files": %s, "counts": {"jobs": 1, "failed": 0}}' % files
    for files in (b"[]", b'{"a\\u0000b": 1}', b'{"%s": 1}' % (b"x" * 300), b'{"jobs": "1"}', b'{"../../etc/x": 1}')
]


@pytest.mark.parametrize("line", DAMAGED_LINES, ids=range(len(DAMAGED_LINES)))
def test_a_damaged_line_of_the_ledger_counts_for_nothing(line: bytes, tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").write_bytes(line + b"\n")
    assert Folder(str(tmp_path)).done() == []


@pytest.mark.parametrize("head", [b"[]", b"{", b"\xff", b"[" * 100_000])
def test_a_damaged_head_of_a_batch_is_one_line(head: bytes, tmp_path: Path) -> None:
    (tmp_path / "batch.json").write_bytes(head)
    opening = Folder(str(tmp_path)).opened({"schema": "fidelity.batch/1"})
    with pytest.raises(SettingError, match="no longer the head of a batch; name a new folder"), opening:
        pass


def test_pipes_and_folders_among_the_files_of_a_batch_are_one_line(tmp_path: Path) -> None:
    """To read from a pipe would wait for ever."""
    os.mkfifo(tmp_path / "batch.json")
    opening = Folder(str(tmp_path)).opened({"schema": "fidelity.batch/1"})
    with pytest.raises(SettingError, match="no longer the head of a batch"), opening:
        pass
    os.mkfifo(tmp_path / "ledger.jsonl")
    with pytest.raises(OutputError, match=r"ledger\.jsonl: this is a pipe, device or socket"):
        Folder(str(tmp_path)).done()
    (tmp_path / "ledger.jsonl").unlink()
    (tmp_path / "ledger.jsonl").mkdir()
    with pytest.raises(OutputError, match=r"ledger\.jsonl: Is a directory"):
        Folder(str(tmp_path)).done()


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").symlink_to("/dev/full")
    with pytest.raises(OutputError, match="No space left on device; free some space"):  # noqa: SIM117
        with Folder(str(tmp_path)).ledger() as ledger:
            ledger.add(Part(1, {"jobs/part-000001.jsonl": 9}, {"jobs": 1}))
    (tmp_path / "tries").symlink_to(tmp_path / "gone" / "tries")
    with pytest.raises(OutputError, match="cannot write"):
        Tries(tmp_path / "tries").begin()


def test_failed_jobs_can_be_tried_again(tmp_path: Path) -> None:
    manifest = write_jobs(tmp_path, 4, missing=[2])
    assert do(manifest, tmp_path / "out")["failed"] == 1
    again = Here()
    assert do(manifest, tmp_path / "out", again)["failed"] == 1
    assert again.done == 0
    assert do(manifest, tmp_path / "out", again, retry=True)["failed"] == 1
    assert again.done == 1


def test_a_part_whose_documents_have_changed_is_done_again(tmp_path: Path) -> None:
    manifest, out, again = write_jobs(tmp_path, 6, missing=[5]), tmp_path / "out", Here()
    do(manifest, out, reports=True)
    before = contents(out)
    assert len(before) == 12  # two files for each part, five reports, and the head
    for path in tmp_path.glob("*.txt"):  # the same contents with other times, as after a copy
        path.write_bytes(path.read_bytes())
    assert do(manifest, out, again, reports=True)["renewed"] == 0
    assert (again.done, contents(out)) == (0, before)
    memo = tmp_path / "memo-3.txt"
    text, times = memo.read_text(), memo.stat()
    memo.write_text(text.replace("16 of the 60", "17 of the 60"))
    os.utime(memo, ns=(times.st_atime_ns, times.st_mtime_ns))  # of the same size and time
    (tmp_path / "memo-5.txt").write_text(text)
    counts = do(manifest, out, again, reports=True)
    assert (again.done, counts["renewed"], counts["failed"], counts["jobs"]) == (2, 4, 0, 6)
    do(manifest, tmp_path / "new", reports=True)
    assert contents(out) == contents(tmp_path / "new")
    assert [name for name in sorted(before) if contents(out)[name] != before[name]] == [
        *("jobs/part-000003.jsonl", "quotations/part-000002.jsonl", "quotations/part-000003.jsonl"),
        "reports/000003-job-3.json",
    ]


def test_a_run_that_is_killed_while_it_renews_a_part_leaves_no_half_of_it(tmp_path: Path) -> None:
    manifest, out = write_jobs(tmp_path, 2), tmp_path / "out"
    do(manifest, out)
    memo = tmp_path / "memo-1.txt"
    text = memo.read_text()
    memo.write_text(text.replace("14 of the 60", "15 of the 60"))
    with pytest.raises(KilledError):
        do(manifest, out, Here(most=0))
    memo.write_text(text)  # what was there first; meanwhile any file of the part may be a new one
    again = Here()
    do(manifest, out, again)
    assert again.done == 1


def test_a_document_that_is_gone_is_one_line_and_its_rows_stay(tmp_path: Path) -> None:
    manifest, out = write_jobs(tmp_path, 4, missing=[4]), tmp_path / "out"
    do(manifest, out, Here(most=None))
    before = contents(out)
    (tmp_path / "memo-3.txt").unlink()
    with pytest.raises(InputError, match=r"memo-3.txt: an earlier run has read this document, .* put it back"):
        do(manifest, out)
    assert contents(out) == before


def test_a_report_is_written_again_if_it_is_damaged_and_goes_if_its_job_fails(tmp_path: Path) -> None:
    manifest, out, again = write_jobs(tmp_path, 3), tmp_path / "out", Here()
    do(manifest, out, reports=True)
    before = contents(out)
    report = out / "reports" / "000003-job-3.json"
    report.write_bytes(report.read_bytes()[:100])
    do(manifest, out, again, reports=True)
    assert (again.done, contents(out)) == (1, before)
    (tmp_path / "memo-3.txt").write_text("")
    assert do(manifest, out, again, reports=True)["failed"] == 1
    assert not report.exists()


def test_names_of_files_are_made_of_numbers_and_harmless_characters(tmp_path: Path) -> None:
    write_jobs(tmp_path, 1)
    ids = ["../../escape", "/etc/passwd", "a\u202eb", "..", "x" * 150, ""]
    lines = [json.dumps({"id": each, "translation": "memo-1.txt", "article": "article.txt"}) for each in ids]
    (tmp_path / "jobs.jsonl").write_text("\n".join(lines))
    before = set(tmp_path.rglob("*"))
    do(tmp_path / "jobs.jsonl", tmp_path / "out", reports=True)
    assert {path for path in tmp_path.rglob("*") if not path.is_relative_to(tmp_path / "out")} == before
    names = sorted(path.name for path in (tmp_path / "out" / "reports").iterdir())
    assert names == [
        *("000001-escape.json", "000002-etc-passwd.json", "000003-a-b.json", "000004.json"),
        *(f"000005-{'x' * 60}.json", "000006.json"),
    ]
    saved = fidelity.load(tmp_path / "out" / "reports" / "000001-escape.json")
    assert saved.summary["paired"] == 6
    assert [row["report"] for row in rows(tmp_path / "out", "jobs")] == [f"reports/{name}" for name in names]


def test_what_is_no_file_fails_alone_and_hangs_nothing(tmp_path: Path) -> None:
    write_jobs(tmp_path, 1)
    names = ["/dev/stdin", "/proc/self/fd/0", "-", "/dev/zero", ".", "a\0b", "memo-1.txt"]
    jobs = [fidelity.Job(name, ("article.txt",), folder=str(tmp_path)) for name in names]
    [*failed, good] = fidelity.batch(jobs, workers=1)
    assert good.report is not None
    assert [result.report for result in failed] == [None] * 6
    assert all(result.error and "fault" not in result.error for result in failed)


def test_killed_at_random_moments_and_started_again(whole: tuple[Path, Path], tmp_path: Path) -> None:
    manifest, out = whole
    chance, killed = random.Random(26), 0
    arguments = (str(manifest), "--out", str(tmp_path / "out"), "--part-size", "2", "--workers", "2")
    for _ in range(3):
        started = start(*arguments)
        end = time.monotonic() + 60
        done = len(list((tmp_path / "out").glob("jobs/*")))
        while started.poll() is None and time.monotonic() < end:  # until it has done something, and a little more
            if len(list((tmp_path / "out").glob("jobs/*"))) > done:
                break
            time.sleep(0.02)
        time.sleep(chance.uniform(0, 0.2))
        started.send_signal(signal.SIGKILL)
        started.communicate()
        killed += started.returncode == -signal.SIGKILL
    last = start(*arguments)
    _, told = last.communicate()
    assert (last.returncode, killed > 0) == (0, True)
    assert told.decode().startswith("7 jobs: 54 quotations, 6 missing")
    assert contents(tmp_path / "out") == contents(out)


def test_results_come_to_python_as_they_are_ready(tmp_path: Path) -> None:
    write_jobs(tmp_path, 3)
    memo = fidelity.read_text((tmp_path / "memo-1.txt").read_text(), origin="memory")
    jobs = [
        fidelity.Job(memo, (tmp_path / "article.txt",), id="first"),
        fidelity.Job("memo-2.txt", ("article.txt",), folder=str(tmp_path), speaker=("Nobody Here",)),
        fidelity.Job("memo-3.txt", ("article.txt", "gone.txt"), folder=str(tmp_path)),
        fidelity.Job("memo-3.txt", ("article.txt",), folder=str(tmp_path), language="not a tag"),
    ]
    found = sorted(fidelity.batch(jobs, workers=2, together=2), key=lambda result: result.number)
    assert [result.id for result in found] == ["first", "2", "3", "4"]
    assert found[0].report == fidelity.check(memo, (tmp_path / "article.txt"))
    assert found[1].report.summary["paired"] == 0
    assert found[2].error == "gone.txt: there is no such file; check the path"
    assert "not a tag" in found[3].error


def test_a_chunk_that_is_done_leaves_no_tries(tmp_path: Path) -> None:
    check = _CheckJobs(Terms(), str(tmp_path)).start(1)
    [result] = check(Chunk(1, 1, (fidelity.Job("gone.txt", ("gone.txt",)),)))
    assert result.error
    assert list(tmp_path.iterdir()) == []


def test_what_is_asked_of_python_is_checked_at_once() -> None:
    with pytest.raises(SettingError, match="at least one"):
        fidelity.batch([], workers=0)
    with pytest.raises(SettingError, match="at least one job"):
        fidelity.batch([], together=0)
    with pytest.raises(SettingError, match="Ray"):
        fidelity.batch([], address="localhost:6379")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["gone.csv", "--out", "out"], "gone.csv: cannot be read"),
        (["jobs.csv", "--out", "no/out"], "create the folder first"),
        (["jobs.csv", "--out", "out", "--address", "x:1"], "choose the engine ray as well"),
        (["jobs.csv", "--out", "out", "--articles", "a", "--format", "csv"], "give only one of them"),
        (["all-gone.csv", "--out", "out"], "none of the 1 jobs could be done; the files in out/jobs say why"),
    ],
)
def test_what_the_user_can_mend_is_one_line(arguments: list[str], words: str, tmp_path: Path) -> None:
    write_jobs(tmp_path, 1)
    (tmp_path / "all-gone.csv").write_text("translation,article\ngone.txt,article.txt\n")
    done = start(*arguments, cwd=tmp_path)
    _, told = done.communicate()
    assert (done.returncode, told.decode().count("\n")) == (2, 1)
    assert words in told.decode()


def test_exit_codes_and_quiet(tmp_path: Path) -> None:
    write_jobs(tmp_path, 2, missing=[2])
    for arguments, code, lines in (
        ([], 0, 1),
        (["--quiet"], 0, 0),
        (["--fail-on", "critical", "--quiet"], 1, 0),
    ):
        done = start("jobs.csv", "--out", "out", "--workers", "1", *arguments, cwd=tmp_path)
        _, told = done.communicate()
        assert (done.returncode, told.decode().count("\n")) == (code, lines), arguments
