"""``fidelity score``: aligned pairs in, the same rows out with what was found."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import fidelity
from fidelity.aligned import Table
from fidelity.errors import InputError
from fidelity.settings import ReadingSettings

ROWS = [
    ("a", "We lost 1,600 jobs last year.", "Last year we lost 1,600 jobs."),
    ("b", "We lost 1,600 jobs last year.", "Last year we lost 1,900 jobs."),
    ("c", "The talks failed in May.", ""),
    ("d", "=HYPERLINK(1)", "Der Minister hat gesagt, dass nichts passiert ist und er nicht geht."),
]
HEADER = ["id", "reference", "translation", "similarity", "score", "fidelity", "severity", "issues"]


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "fidelity", "score", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=False)


def table(path: Path, rows: list[tuple[str, ...]] = ROWS, delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerows([("id", "reference", "translation"), *rows])
    return path


def refused(done: subprocess.CompletedProcess[bytes], *words: str) -> None:
    message = done.stderr.decode()
    assert done.returncode == 2
    assert message.count("\n") == 1
    assert all(word in message for word in words), message


def test_one_row_out_for_each_row_in(tmp_path: Path) -> None:
    done = run(str(table(tmp_path / "pairs.csv")))
    assert done.returncode == 0
    rows = list(csv.reader(io.StringIO(done.stdout.decode("utf-8-sig"), newline="")))
    assert rows[0] == HEADER
    assert [row[0] for row in rows[1:]] == ["a", "b", "c", "d"]
    severities = [row[6] for row in rows[1:]]
    assert severities == ["neutral", "critical", "major", "minor"]
    assert '"1,600" -> "1,900"' in rows[2][7]
    assert rows[4][1].startswith("'=")
    assert rows[4][7].startswith('minor accuracy/omission "1"')
    assert rows[4][5] != ""
    assert b"4 pairs: 1 critical, 1 major, 1 minor, 1 neutral." in done.stderr


def test_json_lines_hold_spans_of_the_cells(tmp_path: Path) -> None:
    out = tmp_path / "scored.jsonl"
    assert run(str(table(tmp_path / "pairs.tsv", delimiter="\t")), "--json", str(out)).returncode == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [list(row)[:8] for row in rows] == [HEADER] * 4
    (issue,) = [i for i in rows[1]["issues"] if i["check"] == "numbers"]
    for name, spans in (("reference", issue["quotation_spans"]), ("translation", issue["passage_spans"])):
        ((start, end),) = spans
        assert rows[1][name][start:end] in ("1,600", "1,900")
    assert rows[1]["notes"]


def test_json_lines_in_keep_their_keys(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"n": 1, "a": "We won.", "b": "We won.", "tags": ["x"]}\n\n', encoding="utf-8")
    done = run(str(path), "--reference", "a", "--translation", "b", "--json", "-")
    row = json.loads(done.stdout)
    assert (row["n"], row["tags"], row["severity"]) == (1, ["x"], "neutral")
    assert row["similarity"] is None


def cells_of(out: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(out.decode("utf-8-sig"), newline="")))


def test_json_lines_of_other_keys_or_another_order_keep_their_columns(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(
        '{"reference": "We won.", "translation": "We won."}\n'
        '{"translation": "They lost.", "note": "late", "reference": "They lost."}\n'
        '{"note": null, "reference": "It rained.", "id": 7, "translation": "It rained."}\n',
        encoding="utf-8",
    )
    header, *rows = cells_of(run(str(path), "-q").stdout)
    assert header[:4] == ["reference", "translation", "note", "id"]
    assert [row[:4] for row in rows] == [
        ["We won.", "We won.", "", ""],
        ["They lost.", "They lost.", "late", ""],
        ["It rained.", "It rained.", "", "7"],
    ]
    reordered = b'{"reference": "A.", "translation": "B."}\n{"translation": "D.", "reference": "C."}\n'
    piped = cells_of(run("-", "--format", "jsonl", "-q", stdin=reordered).stdout)
    assert [row[:2] for row in piped[1:]] == [["A.", "B."], ["C.", "D."]]
    refused(
        run("-", "--format", "jsonl", "-q", "--csv", str(tmp_path / "o"), stdin=path.read_bytes()), "line 2", "note"
    )


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('{"reference": "a", "translation": "b", "n": NaN}', "is not JSON"),
        ('{"reference": "a", "translation": "b", "n": 1e999}', "is not JSON"),
        ('{"reference": "a", "translation": "b", "translation": "c"}', "same name"),
    ],
)
def test_what_json_lines_would_lose_or_cannot_say_is_refused(tmp_path: Path, line: str, word: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    refused(run(str(path), "--json", "-"), "line 1", word)


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (['"Yes, he said.\t"Yes," he said.', "b\tc"], [['"Yes, he said.', '"Yes," he said.'], ["b", "c"]]),
        (['a\t"open', 'b\t"open'], [["a", '"open'], ["b", '"open']]),
        (['"All of it."\t"All of it."'], [['"All of it."', '"All of it."']]),
        (['"He said ""no""."\tNo.'], [['He said "no".', "No."]]),
        (['a\t"one', 'two"', "c\td"], [["a", "one\ntwo"], ["c", "d"]]),
        (['"one', 'two"\tb', "c\td"], [["one\ntwo", "b"], ["c", "d"]]),
        (['"a\tb"\tc', "d\te"], [["a\tb", "c"], ["d", "e"]]),
        (['a"\t"b', "c"], None),
        (["a\tb\tc"], None),
    ],
)
def test_quotation_marks_in_tab_separated_cells(lines: list[str], rows: list[list[str]] | None, tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("\n".join(["reference\ttranslation", *lines]) + "\n", encoding="utf-8")
    table = Table(str(path))
    if rows is None:
        with pytest.raises(InputError, match="line"):
            list(table.rows(ReadingSettings()))
    else:
        assert [[row.reference, row.translation] for row in table.rows(ReadingSettings())] == rows


def test_a_file_that_quotes_every_cell_is_read_as_spreadsheets_write_it(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text('"reference"\t"translation"\n"a\tb"\t"""c"""\n', encoding="utf-8")
    assert [(row.reference, row.translation) for row in Table(str(path)).rows(ReadingSettings())] == [("a\tb", '"c"')]


def test_similarity_on_request(tmp_path: Path) -> None:
    done = run(str(table(tmp_path / "pairs.csv", ROWS[:1])), "--json", "-", "--similarity", "-q")
    assert 0.8 < json.loads(done.stdout)["similarity"] <= 1
    assert done.stderr == b""


def test_stdin(tmp_path: Path) -> None:
    done = run("-", "--format", "csv", stdin=table(tmp_path / "pairs.csv").read_bytes())
    assert done.stdout.count(b"\r\n") == 5


def test_fail_on(tmp_path: Path) -> None:
    path = str(table(tmp_path / "pairs.csv", ROWS[:2]))
    assert run(path, "--fail-on", "critical").returncode == 1
    assert run(str(table(tmp_path / "good.csv", ROWS[:1])), "--fail-on", "major").returncode == 0


def test_checks_are_chosen(tmp_path: Path) -> None:
    path = str(table(tmp_path / "pairs.csv", ROWS[1:2]))
    assert b"critical" in run(path, "--checks", "numbers", "-q").stdout
    assert b"critical" not in run(path, "--skip", "numbers", "-q").stdout
    refused(run(path, "--checks", "spelling"), "spelling", "numbers, names")
    refused(run(path, "--checks", "numbers", "--skip", "names"), "--skip")
    listed = run("--list-checks").stdout.decode()
    assert [line.split()[0] for line in listed.splitlines()][:3] == ["numbers", "names", "negation"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["is empty"]),
        (b"id,reference\n1,x\n", ["translation", "columns: id, reference"]),
        (b"reference,translation\nx\n", ["line 2", "1 columns", "2"]),
        (b"reference,translation\nx,y,z\n", ["line 2", "3 columns"]),
        (b"reference,reference,translation\na,b,c\n", ["same name"]),
        (b"reference,translation,score\na,b,1\n", ["score", "rename"]),
        (b"reference,translation\n\xff\xfe\xfa,b\n", ["UTF-8"]),
        (b'reference,translation\n"a,b\n', ["line"]),
    ],
)
def test_a_malformed_table_is_one_clear_line(tmp_path: Path, content: bytes, words: list[str]) -> None:
    path, out = tmp_path / "pairs.csv", tmp_path / "out.csv"
    path.write_bytes(content)
    refused(run(str(path), "--csv", str(out)), *words)
    assert not out.exists()


@pytest.mark.parametrize("line", ["[1]", "{", '{"reference": "a"}', '{"reference": "a", "translation": 3}', "[" * 9999])
def test_malformed_json_lines(tmp_path: Path, line: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"reference": "a", "translation": "b"}\n' + line + "\n", encoding="utf-8")
    refused(run(str(path)), "line 2")


def test_outputs_do_not_replace_the_input(tmp_path: Path) -> None:
    path = table(tmp_path / "pairs.csv")
    refused(run(str(path), "--csv", str(path)), "one of the files that are read")
    refused(run(str(tmp_path / "pairs.txt")), "--format")


def test_glossary(tmp_path: Path) -> None:
    glossary = tmp_path / "terms.csv"
    glossary.write_text(
        "term,renderings,do_not_translate\nred line,bottom line|red line,no\nAcme Corp,,yes\n", encoding="utf-8"
    )
    rows = [("1", "Acme Corp kept its red line.", "Acme Corp kept its bottom line."), ("2", "A red line.", "A limit.")]
    done = run(str(table(tmp_path / "p.csv", rows)), "--glossary", str(glossary), "--json", "-", "-q")
    found = [
        [i["note"] for i in json.loads(line)["issues"] if i["check"] == "glossary"] for line in done.stdout.splitlines()
    ]
    assert found == [[], ["the glossary asks for “bottom line” or “red line” for “red line”"]]
    for content, word in (
        ("a,b\n1,2\n", "term"),
        ("term,renderings\n,x\n", "line 2"),
        ("term,renderings\nx,\n", "“x”"),
    ):
        glossary.write_text(content, encoding="utf-8")
        refused(run(str(tmp_path / "p.csv"), "--glossary", str(glossary)), word)
    refused(run(str(tmp_path / "p.csv"), "--glossary", str(tmp_path / "none.csv")), "cannot be read")


def test_mqm_marks_words_and_escapes_texts(tmp_path: Path) -> None:
    rows = [("1", "We lost <b>1,600</b>\tjobs.", "We lost <v>1,900</v> jobs."), ("2", "We won.", "We won.")]
    done = run(str(table(tmp_path / "p.csv", rows)), "--mqm", "-", "-q")
    lines = [line.split("\t") for line in done.stdout.decode().splitlines()]
    assert lines[0] == "system doc docSegId globalSegId rater source target category severity metadata".split()
    assert all(len(line) == 10 for line in lines)
    (numbers,) = [line for line in lines if '"numbers"' in line[9]]
    assert numbers[5] == "We lost &lt;b&gt;<v>1,600</v>&lt;/b&gt; jobs."
    assert numbers[6] == "We lost &lt;v&gt;<v>1,900</v>&lt;/v&gt; jobs."
    assert numbers[7:9] == ["Accuracy/Mistranslation", "Critical"]
    assert lines[-1][7:9] == ["No-error", "No-error"]


def test_mqm_runs_no_formula(tmp_path: Path) -> None:
    rows = [("1", '=HYPERLINK("http://x")', "+1 we won."), ("2", '"=1+1', "@SUM(1)")]
    done = run(str(table(tmp_path / "=p.csv", rows)), "--mqm", "-", "-q")
    for line in done.stdout.decode().splitlines()[1:]:
        assert [cell for cell in line.split("\t") if cell.lstrip('"').startswith(("=", "+", "-", "@"))] == []


def test_the_library_scores_in_a_stream() -> None:
    taken = []

    def pairs() -> object:
        for number in range(600):
            taken.append(number)
            yield (f"We lost {number} jobs.", f"We lost {number} jobs.")

    judged = fidelity.score(pairs(), lang="en")  # type: ignore[arg-type]
    first = next(judged)
    assert first.severity == "neutral"
    assert len(taken) < 600
    judged.close()  # type: ignore[attr-defined]
