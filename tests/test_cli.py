"""The command line as a user meets it: real processes, real files."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.documents import as_html
from tests.seeds import ARTICLE, TRANSLATION
from tests.test_pipeline import ARTICLE_TEXT, MEMO


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "memo.txt").write_text(MEMO, encoding="utf-8")
    (tmp_path / "article.txt").write_text(ARTICLE_TEXT, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    env = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")} | environment
    return subprocess.run(
        [sys.executable, "-m", "fidelity", *arguments], cwd=folder, env=env, capture_output=True, check=False
    )


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """The one line of an error that the user can fix."""
    assert done.returncode == 2, done.stderr.decode()
    assert done.stdout == b""
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("fidelity: ")
    return lines[0].removeprefix("fidelity: ")


@pytest.mark.parametrize("option", ["--csv", "--json", "--html", "--mqm"])
def test_an_output_with_an_empty_name_is_refused(folder: Path, option: str) -> None:
    told = complaint(run(folder, "check", "memo.txt", "article.txt", option, ""))
    assert told == f"{option}: the name is empty; name a file"


def test_a_failed_run_leaves_no_new_database(folder: Path) -> None:
    before = sorted(each.name for each in folder.iterdir())
    told = complaint(run(folder, "check", "memo.txt", "article.txt", "--db", "new.db", "--compare", "99"))
    assert told.startswith("there is no row 99")
    assert sorted(each.name for each in folder.iterdir()) == before


NOT_COMPARED = "Nothing was compared: the only quotation was left out; to compare it anyway, add --compare 1."


@pytest.mark.parametrize(("more", "code"), [((), 0), (("--fail-on", "critical"), 1), (("--quiet",), 0)])
def test_a_run_that_compared_nothing_does_not_look_like_success(
    tmp_path: Path, more: tuple[str, ...], code: int
) -> None:
    (tmp_path / "memo.txt").write_text(MEMO, encoding="utf-8")
    article = "Bob Sample runs a rival firm.\n\n“The ferries run twice a day,” said Bob Sample.\n"
    (tmp_path / "article.txt").write_text(article, encoding="utf-8")
    done = run(tmp_path, "check", "memo.txt", "article.txt", *more)
    assert (done.returncode, done.stderr.decode().splitlines()[0]) == (code, NOT_COMPARED)


def test_check_prints_the_drift_table(folder: Path) -> None:
    done = run(folder, "check", "memo.txt", "article.txt")
    assert done.returncode == 0
    assert done.stderr == b""
    table = done.stdout.decode()
    assert "Duarte" in table
    assert "other speaker" in table
    assert "\x1b" not in table
    assert all(len(line) <= 80 for line in table.splitlines())


def test_the_table_fits_200_columns(folder: Path) -> None:
    table = run(folder, "check", "memo.txt", "article.txt", COLUMNS="200").stdout.decode()
    assert 80 < max(map(len, table.splitlines())) <= 200


def test_csv_and_json_files_beside_the_table(folder: Path) -> None:
    done = run(folder, "check", "memo.txt", "article.txt", "--csv", "d.csv", "--json", "d.json")
    assert done.returncode == 0
    assert b"Duarte" in done.stdout
    rows = list(csv.DictReader((folder / "d.csv").read_text(encoding="utf-8-sig").splitlines()))
    report = json.loads((folder / "d.json").read_text(encoding="utf-8"))
    assert report["schema"] == "fidelity.report/2"
    assert len(rows) == report["summary"]["quotations"] == 3
    assert report["translation"]["origin"] == rows[0]["translation"] == "memo.txt"


def test_a_dash_is_stdout_and_nothing_else_is_printed(folder: Path) -> None:
    as_csv = run(folder, "check", "memo.txt", "article.txt", "--csv", "-").stdout
    assert as_csv.startswith(b"\xef\xbb\xbftranslation,article,pair_id,")
    assert len(list(csv.reader(io.StringIO(as_csv.decode("utf-8-sig"))))) == 4
    assert json.loads(run(folder, "check", "memo.txt", "article.txt", "--json", "-").stdout)["pairs"]


def test_quiet_prints_nothing(folder: Path) -> None:
    done = run(folder, "check", "memo.txt", "article.txt", "--quiet", "--csv", "d.csv")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (folder / "d.csv").exists()


def test_verbose_shows_the_signature(folder: Path) -> None:
    assert (
        b"model:all-MiniLM-L6-v2@" in run(folder, "check", "memo.txt", "article.txt", "--verbose", COLUMNS="200").stdout
    )


def test_fail_on_sets_the_exit_code(folder: Path) -> None:
    (folder / "drifted.txt").write_text(MEMO.replace("in March", "in August"), encoding="utf-8")
    assert run(folder, "check", "memo.txt", "article.txt", "--fail-on", "critical", "-q").returncode == 0
    assert run(folder, "check", "drifted.txt", "article.txt", "--fail-on", "minor", "-q").returncode == 1


def test_speakers_can_be_named(folder: Path) -> None:
    done = run(folder, "check", "memo.txt", "article.txt", "--speaker", "Brandt", "--json", "-")
    report = json.loads(done.stdout)
    reasons = {u["quotation"]["text"]: u["reason"] for u in report["unpaired"]}
    assert {r for t, r in reasons.items() if "strike" not in t} == {"not requested"}
    everyone = json.loads(run(folder, "check", "memo.txt", "article.txt", "--all-speakers", "--json", "-").stdout)
    assert not {"other speaker", "not requested"} & {u["reason"] for u in everyone["unpaired"]}


def test_inspect(folder: Path) -> None:
    table = run(folder, "inspect", "memo.txt").stdout.decode()
    for zone in ("front_matter", "marker", "body", "inline_note", "disclaimer", "zh-Hans"):
        assert zone in table
    shape = json.loads(run(folder, "inspect", "memo.txt", "--json", "-").stdout)
    assert shape["schema"] == "fidelity.inspect/1"
    assert [z["zone"] for z in shape["zones"]] == [
        "front_matter",
        "marker",
        "body",
        "inline_note",
        "body",
        "disclaimer",
    ]


def test_inspect_prints_the_text_that_offsets_count_in(folder: Path) -> None:
    assert run(folder, "inspect", "memo.txt", "--text").stdout == (folder / "memo.txt").read_bytes()
    (folder / "page.html").write_bytes(as_html(MEMO.splitlines()))
    text = run(folder, "inspect", "page.html", "--text").stdout.decode()
    shape = json.loads(run(folder, "inspect", "page.html", "--json", "-").stdout)
    assert (shape["format"], shape["encoding"]) == ("html", "utf-8")
    note = next(z for z in shape["zones"] if z["zone"] == "inline_note")
    assert text[note["start"] : note["end"]].startswith("[Note: ")
    assert "--text" in complaint(run(folder, "inspect", "memo.txt", "--text", "--json", "-"))


def test_inspect_shows_every_sentence_with_its_language(folder: Path) -> None:
    shown = run(folder, "inspect", "memo.txt", "--segments").stdout.decode()
    shape = json.loads(run(folder, "inspect", "memo.txt", "--json", "-").stdout)
    for segment in shape["segments"]:
        assert f"{segment['start']}–{segment['end']} {segment['language']} {segment['confidence']:.2f}" in shown


def test_standard_input(folder: Path) -> None:
    memo = (folder / "memo.txt").read_bytes()
    command = [sys.executable, "-m", "fidelity"]
    piped = subprocess.run([*command, "inspect", "-"], cwd=folder, input=memo, capture_output=True, check=True)
    named = run(folder, "inspect", "memo.txt").stdout.decode()
    assert piped.stdout.decode() == named.replace("memo.txt", "-", 1)
    checked = subprocess.run(
        [*command, "check", "-", "article.txt", "--json", "-"], cwd=folder, input=memo, capture_output=True, check=True
    )
    assert json.loads(checked.stdout)["translation"]["origin"] == "-"
    empty = subprocess.run([*command, "inspect", "-"], cwd=folder, input=b"", capture_output=True, check=False)
    assert complaint(empty) == "standard input: this file is empty; name a file that holds text"
    assert "only once" in complaint(run(folder, "check", "-", "-"))


def test_a_guessed_encoding_is_said_and_can_be_named(folder: Path) -> None:
    (folder / "memo.txt").write_bytes("备忘录：我们不同意这个计划，因为它没有任何好处。\n".encode("gb18030"))
    shape = json.loads(run(folder, "inspect", "memo.txt", "--json", "-").stdout)
    assert shape["notes"] == ["read as gb18030, a guess; --encoding overrides it"]
    named = json.loads(run(folder, "inspect", "memo.txt", "--encoding", "GBK", "--json", "-").stdout)
    assert (named["encoding"], named["notes"], named["segments"]) == ("gbk", [], shape["segments"])
    assert "'klingon' is not an encoding" in complaint(run(folder, "inspect", "memo.txt", "--encoding", "klingon"))
    assert "not valid SHIFT_JIS" in complaint(run(folder, "inspect", "memo.txt", "--encoding", "shift_jis"))


def test_a_guessed_encoding_is_said_in_the_report(folder: Path) -> None:
    (folder / "article.txt").write_bytes(ARTICLE_TEXT.replace('"', "“", 1).encode("cp1252"))
    report = json.loads(run(folder, "check", "memo.txt", "article.txt", "--json", "-").stdout)
    assert "article.txt: read as windows-1252, a guess; --encoding overrides it." in report["notes"]


def test_what_is_left_out_can_be_put_back(folder: Path) -> None:
    def names(*options: str) -> list[str]:
        shape = json.loads(run(folder, "inspect", "memo.txt", *options, "--json", "-").stdout)
        return [zone["zone"] for zone in shape["zones"]]

    assert names("--include", "disclaimer")[-1] == "body"
    assert "inline_note" not in names("--include", "inline_note", "--include", "marker")
    text = (folder / "memo.txt").read_text(encoding="utf-8")
    start, end = text.index("We "), text.index("We ") + 40
    by_hand = json.loads(run(folder, "inspect", "memo.txt", "--body", f"{start}:{end}", "--json", "-").stdout)["zones"]
    body = [(zone["start"], zone["end"], zone["reason"]) for zone in by_hand if zone["zone"] == "body"]
    assert body == [(start, len(text[:end].rstrip()), "the body as given by hand")]
    assert "is not a zone" in complaint(run(folder, "inspect", "memo.txt", "--include", "footer"))
    assert "is not a body" in complaint(run(folder, "inspect", "memo.txt", "--body", "5:5"))
    assert "two numbers" in complaint(run(folder, "check", "memo.txt", "article.txt", "--body", "a:5"))


def test_quotes(folder: Path) -> None:
    assert "Paul Brandt" in run(folder, "quotes", "article.txt").stdout.decode()
    shape = json.loads(run(folder, "quotes", "article.txt", "--json", "-").stdout)
    quotations = shape["articles"][0]["quotations"]
    assert shape["schema"] == "fidelity.quotes/1"
    assert quotations[2]["speaker"] == "Paul Brandt"
    assert quotations[0]["occasion"]["kind"] == "document"


def test_models(folder: Path) -> None:
    assert run(folder, "models").stdout.startswith(b"all-MiniLM-L6-v2@")
    assert run(folder, "models", "verify").stdout.count(b"OK") == 13


def test_version_and_help(folder: Path) -> None:
    assert run(folder, "--version").stdout.startswith(b"fidelity 0.")
    text = run(folder, "check", "--help", COLUMNS="100").stdout.decode()
    for option in (
        "--csv",
        "--json",
        "--speaker",
        "--all-speakers",
        "--occasion",
        "--model",
        "--lang",
        "--fail-on",
        "Example",
    ):
        assert option in text


BAD_FILES = {
    "empty.txt": (b"", "is empty"),
    "spaces.txt": (b" \n\t\n", "is empty"),
    "binary.txt": (b"abc\x00\x01\x02def" * 50, "binary"),
    "damaged.txt": ("我们不同意这个计划。".encode() + b"\xff", "this is damaged UTF-8, not valid at byte 30"),
    "report.docx": (b"PK\x03\x04rest", "this is a broken Word file"),
    "report.pdf": (b"%PDF-1.7 rest", "this PDF is broken"),
    "page.html": (b"<!DOCTYPE html><html><body></body></html>", "this web page has no article's text"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_used_is_one_clear_line(folder: Path, name: str) -> None:
    content, words = BAD_FILES[name]
    (folder / name).write_bytes(content)
    for arguments in (("check", name, "article.txt"), ("check", "memo.txt", name), ("inspect", name), ("quotes", name)):
        line = complaint(run(folder, *arguments))
        assert line.startswith(f"{name}: ")
        assert words in line


def test_missing_files_and_directories(folder: Path) -> None:
    (folder / "sub").mkdir()
    said = complaint(run(folder, "check", "nowhere.txt", "article.txt"))
    assert said.startswith("nowhere.txt: there is no such file")
    assert "is a folder" in complaint(run(folder, "check", "memo.txt", "sub"))


def test_hostile_names_cannot_steer_the_terminal(folder: Path) -> None:
    line = complaint(run(folder, "inspect", "a\x1b]0;owned\x07\nb.txt"))
    assert "\x1b" not in line
    assert "\x07" not in line


def test_wrong_usage_is_one_line(folder: Path) -> None:
    assert "--nonsense" in complaint(run(folder, "check", "memo.txt", "article.txt", "--nonsense"))
    assert "fidelity check --help" in complaint(run(folder, "check"))
    assert "exclude each other" in complaint(
        run(folder, "check", "memo.txt", "article.txt", "--speaker", "x", "--all-speakers")
    )
    assert "each option its own" in complaint(
        run(folder, "check", "memo.txt", "article.txt", "--csv", "x", "--json", "x")
    )


def test_a_language_tag_has_to_be_one(folder: Path) -> None:
    assert "no language tag" in complaint(run(folder, "check", "memo.txt", "article.txt", "--lang", "xx_!"))
    assert run(folder, "check", "memo.txt", "article.txt", "--lang", "en-GB").returncode == 0


def test_an_output_never_replaces_a_document(folder: Path) -> None:
    assert "is one of the files that are read" in complaint(
        run(folder, "check", "memo.txt", "article.txt", "--csv", "./memo.txt")
    )
    assert (folder / "memo.txt").read_text(encoding="utf-8") == MEMO


def test_an_output_that_cannot_be_written_is_one_line(folder: Path) -> None:
    assert "nowhere/d.csv" in complaint(run(folder, "check", "memo.txt", "article.txt", "-q", "--csv", "nowhere/d.csv"))


def test_a_model_without_its_extra_or_its_folder_is_one_line(folder: Path) -> None:
    line = complaint(run(folder, "check", "memo.txt", "article.txt", "--model", "./no-such-model", HF_HUB_OFFLINE="1"))
    assert "no-such-model" in line


def test_a_closed_pipe_has_the_exit_code_that_a_shell_gives_it() -> None:
    command = f'"{sys.executable}" -m fidelity check "{TRANSLATION}" "{ARTICLE}" | true'
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert done.returncode == 141
    assert done.stderr == b""


@pytest.mark.parametrize("output", ["--csv=terms.csv", "--csv=link.txt", "--json=hard.txt", "--mqm=sub/../memo.txt"])
def test_an_output_never_replaces_what_is_read_by_any_name(folder: Path, output: str) -> None:
    (folder / "terms.csv").write_text("term,renderings\nplant,plant\n", encoding="utf-8")
    (folder / "link.txt").symlink_to("memo.txt")
    (folder / "hard.txt").hardlink_to(folder / "article.txt")
    (folder / "sub").mkdir()
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    done = run(folder, "check", "memo.txt", "article.txt", "--glossary", "terms.csv", output)
    assert "is one of the files that are read" in complaint(done)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_an_output_never_replaces_redirected_input_or_output(folder: Path) -> None:
    command = [sys.executable, "-m", "fidelity", "check", "-", "article.txt", "-q"]
    with (folder / "memo.txt").open("rb") as memo:
        done = subprocess.run([*command, "--csv", "memo.txt"], stdin=memo, cwd=folder, capture_output=True, check=False)
    assert "is one of the files that are read" in complaint(done)
    with (folder / "out.txt").open("wb") as out:
        done = subprocess.run(
            [*command[:4], "memo.txt", "article.txt", "--csv", "out.txt"],
            stdout=out,
            cwd=folder,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, b"standard output goes to that file" in done.stderr) == (2, True)
    for name in ("./x", "X"):  # many disks ignore the case of a name
        done = run(folder, "check", "memo.txt", "article.txt", "--csv=x", f"--json={name}")
        assert "each option its own" in complaint(done)


@pytest.mark.parametrize("kind", ["pipe", "/dev/zero"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "X", "article.txt"),
        ("check", "memo.txt", "article.txt", "--glossary", "X"),
        ("check", "memo.txt", "article.txt", "--calibration", "X"),
        ("check", "memo.txt", "article.txt", "--verdicts", "X"),
        ("score", "X", "--format", "csv"),
        ("calibrate", "--labels", "X", "--format", "csv", "--out", "o.json"),
        ("calibrate", "--verdicts", "X", "--out", "o.json"),
        ("review", "--runs", "--db", "X"),
    ],
)
def test_what_may_never_end_is_refused(folder: Path, arguments: tuple[str, ...], kind: str) -> None:
    os.mkfifo(folder / "pipe")
    command = [sys.executable, "-m", "fidelity", *(kind if each == "X" else each for each in arguments)]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60)
    assert complaint(done)


def test_pairs_from_a_pipe_that_the_shell_hands_over(folder: Path) -> None:
    command = (
        f"'{sys.executable}' -m fidelity score <(printf 'reference,translation\\nWe won.,We won.\\n') --format csv -q"
    )
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, check=False)
    assert (done.returncode, done.stdout.count(b"\r\n")) == (0, 2)


def test_a_fault_of_the_program_has_an_exit_code_of_its_own_and_quotes_nothing(folder: Path) -> None:
    code = (
        "import fidelity.pipeline, fidelity.cli\n"
        "def broken(*_, **__): raise KeyError('a secret of the memo')\n"
        "fidelity.pipeline.inspect = broken\n"
        "fidelity.cli.main()"
    )
    command = [sys.executable, "-c", code, "inspect", "memo.txt"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert (done.returncode, done.stderr.count(b"\n")) == (70, 1)
    assert b"KeyError in cli/inspect.py, line " in done.stderr
    assert b"secret" not in done.stderr
    shown = {**os.environ, "FIDELITY_TRACEBACK": "1"}
    assert b"secret" in subprocess.run(command, cwd=folder, capture_output=True, check=False, env=shown).stderr


@pytest.mark.parametrize(
    ("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130), ("SIGQUIT", 131), ("SIGXCPU", 152)]
)
def test_a_signal_leaves_the_old_file_and_no_other(folder: Path, name: str, code: int) -> None:
    (folder / "pairs.csv").write_text("reference,translation\nWe won.,We won.\n" * 1, encoding="utf-8")
    (folder / "out.csv").write_text("old", encoding="utf-8")
    script = (
        "import signal, sys, time\n"
        f"usual = signal.default_int_handler if '{name}' == 'SIGINT' else signal.SIG_DFL\n"
        f"signal.signal(signal.{name}, usual)  # it may be ignored where the tests were started\n"
        "from fidelity.batching.local import OneProcess\n"
        "def slow(*_, **__):\n"
        "    print('started', flush=True)\n"
        "    time.sleep(60)\n"
        "    yield\n"
        "OneProcess.run = slow\n"
        "from fidelity.cli import main\n"
        "main()"
    )
    command = [sys.executable, "-c", script, "score", "pairs.csv", "--csv", "out.csv"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.readline()
        assert len(list(folder.glob(".fidelity-*"))) == 1
        running.send_signal(getattr(signal, name))
        _, told = running.communicate(timeout=30)
    assert (running.returncode, told.count(b"\n")) == (code, 1)
    assert b"stopped by" in told
    assert list(folder.glob(".fidelity-*")) == []
    assert (folder / "out.csv").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_counts_although_a_library_replaces_its_exception(folder: Path, name: str) -> None:
    script = (
        "import os, signal\n"
        f"usual = signal.default_int_handler if '{name}' == 'SIGINT' else signal.SIG_DFL\n"
        f"signal.signal(signal.{name}, usual)\n"
        "import fidelity.pipeline\n"
        "def swallowing(*_, **__):\n"
        "    try:\n"
        f"        os.kill(os.getpid(), signal.{name})\n"
        "        'a moment later'.split()\n"
        "    except:\n"
        "        raise ValueError('a library')\n"
        "fidelity.pipeline.inspect = swallowing\n"
        "from fidelity.cli import main\n"
        "main()"
    )
    command = [sys.executable, "-c", script, "inspect", "memo.txt"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert (done.returncode, done.stderr.count(b"\n")) == (128 + getattr(signal, name), 1)
    assert b"stopped by" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="the shell closes the streams")
@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        ("inspect memo.txt >&-", 2, "fidelity: cannot write to standard output: Bad file descriptor"),
        ("inspect memo.txt --json out.json >&-", 2, "fidelity: cannot write to standard output: Bad file descriptor"),
        ("inspect - <&-", 2, "fidelity: standard input: this cannot be read (bad file descriptor)"),
        ("inspect memo.txt --json - 2>&-", 0, ""),
        ("inspect nowhere.txt <&- >&- 2>&-", 2, ""),
        ("batch jobs.csv --out results --workers 1 2>&-", 0, ""),
    ],
)
def test_without_a_standard_stream_it_works_or_says_so(folder: Path, command: str, code: int, told: str) -> None:
    """Without one, the next file that is opened would get its number, and the messages of libraries."""
    (folder / "jobs.csv").write_text("translation,article\nmemo.txt,article.txt\n", encoding="utf-8")
    program = f"'{sys.executable}' -m fidelity {command}"
    done = subprocess.run(["bash", "-c", program], cwd=folder, capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()[: len(told)], done.stderr.count(b"\n")) == (code, told, bool(told))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is always full")
def test_a_note_that_nobody_can_read_does_not_fail_a_run() -> None:
    program = "from fidelity.cli.console import print_note; print_note('3 pairs'); print('done')"
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=full, check=False)
    assert (done.returncode, done.stdout) == (0, b"done\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is always full")
@pytest.mark.parametrize("arguments", [("check", "memo.txt", "article.txt"), ("score", "pairs.csv")])
def test_a_full_disk_is_one_line(folder: Path, arguments: tuple[str, ...]) -> None:
    (folder / "pairs.csv").write_text("reference,translation\nWe won.,We won.\n", encoding="utf-8")
    command = [sys.executable, "-m", "fidelity", *arguments, "--csv"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*command, "-"], stdout=full, stderr=subprocess.PIPE, cwd=folder, check=False)
    assert (done.returncode, b"No space left" in done.stderr, done.stderr.count(b"\n")) == (2, True, 1)
    assert "No space left" in complaint(run(folder, *arguments, "--csv", "/dev/full"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is always full")
@pytest.mark.parametrize("arguments", [("--help",), ("check", "--help"), ("--version",), ("models",)])
def test_help_into_a_full_disk_is_one_line(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "fidelity", *arguments]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    told = done.stderr.decode().splitlines()
    assert (done.returncode, [line.partition(";")[0] for line in told]) == (
        2,
        ["fidelity: cannot write to standard output: No space left on device"],
    )


@pytest.mark.skipif(os.name != "posix", reason="limits of files are set by ulimit")
def test_a_full_temporary_folder_is_one_line(folder: Path) -> None:
    """A library unpacks its model there. The limit lets no file grow beyond a kilobyte."""
    (folder / "brief.txt").write_text("Wir schließen das Werk im Frühjahr, sagte der Minister.", encoding="utf-8")
    command = f"ulimit -f 1; '{sys.executable}' -m fidelity inspect brief.txt"
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, check=False)
    told = "fidelity: the model of languages cannot be unpacked into the temporary folder: File too large; free some"
    assert (done.returncode, done.stderr.decode()[: len(told)], done.stderr.count(b"\n")) == (2, told, 1)


def test_hostile_text_cannot_steer_the_terminal(folder: Path) -> None:
    memo = MEMO.replace("close the plant", "close [red]the\x1b[2J \u202eplant")
    (folder / "memo.txt").write_text(memo, encoding="utf-8")
    output = run(folder, "check", "memo.txt", "article.txt", "--all").stdout.decode()
    assert "red" in output
    assert "U+202E" in output
    assert not {"\x1b", "\u202e"} & set(output)
