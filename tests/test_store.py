"""The database of runs and verdicts: what comes back, what is refused, and what is really gone."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fidelity.errors import StoreError
from fidelity.report import Report
from fidelity.store import Store
from fidelity.store.listing import render_runs
from fidelity.store.schema import _VERSION_2, APPLICATION, CURRENT
from fidelity.types import Document, Span, Verdict
from fidelity.verdicts import attach, verdicts_mqm
from tests import report_cases as cases
from tests.verdict_cases import HOSTILE, SHA, full_record, record

NOT_ROOT = pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")


def documents(report: Report) -> tuple[Document, list[Document]]:
    """Documents with a text of their own for each that ``report`` names."""
    texts = [
        Document(info, f"The text of {info.origin}.\r\nSecretwords.", "gb18030", format="html", notes=("a note",))
        for info in (report.translation, *report.articles)
    ]
    return texts[0], texts[1:]


def saved(folder: Path, report: Report | None = None) -> Path:
    report = report or cases.full_report()
    with Store(folder / "runs.db", create=True) as store:
        store.save_run(report, *documents(report))
    return folder / "runs.db"


def message(path: Path | str, create: bool = False) -> str:
    """The one line with which a file is refused."""
    with pytest.raises(StoreError) as caught:
        Store(path, create, patience=0.1)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_run_comes_back_as_it_was(tmp_path: Path) -> None:
    report = attach(cases.full_report(), ())
    several = replace(report, articles=(cases.ARTICLE, cases.SECOND_ARTICLE))
    with Store(saved(tmp_path, report)) as store:
        assert store.save_run(several, *documents(several)) == "2"
        first, latest = store.load_run("1"), store.load_run()
        assert [info.id for info in store.runs()] == ["1", "2"]
        info = store.runs()[1]
        assert [found for found, _ in store.reports()] == [several, report]
    assert (first.id, first.report) == ("1", report)
    assert (latest.id, latest.report) == ("2", several)
    assert latest.translation == documents(several)[0]
    assert list(latest.articles) == [cases.ARTICLE.id, cases.SECOND_ARTICLE.id]
    assert list(latest.articles.values()) == documents(several)[1]
    assert (info.translation, info.articles) == ("translation.txt", ("article.txt", "wire/second.txt"))
    assert (info.sha256, info.signature, info.forgotten) == (SHA, report.signature, False)
    assert (info.paired, info.missing, info.unpaired) == (4, 1, 5)
    assert info.time == latest.time


def test_hostile_texts_come_back_too(tmp_path: Path) -> None:
    report = attach(cases.hostile_report(), ())
    article = replace(report.articles[0], id="6" * 16)
    report = replace(report, articles=(*report.articles, article))
    with Store(saved(tmp_path, report)) as store:
        back = store.load_run().report
        assert back.to_json() == report.to_json()
        with pytest.raises(StoreError, match="holds no run 9; it has: 1"):
            store.load_run("9")
        with pytest.raises(StoreError, match="‹U\\+202E›"):
            store.load_run("\u202e\n")


def test_the_texts_have_to_be_those_of_the_report(tmp_path: Path) -> None:
    report = cases.full_report()
    _, articles = documents(report)
    with Store(tmp_path / "runs.db", create=True) as store:
        with pytest.raises(ValueError, match="is not the document"):
            store.save_run(report, articles[0], articles)
        assert store.runs() == ()
        with pytest.raises(StoreError, match="holds no run; check --db saves one"):
            store.load_run()


def test_a_verdict_is_kept_shown_and_undone(tmp_path: Path) -> None:
    path = saved(tmp_path)
    with Store(path) as store, Store(path) as another:
        kept = store.add_verdict(record(comment="as it should be"))
        assert len(kept.uid) == 32
        assert kept.time.endswith("+00:00")
        assert another.verdicts() == (kept,)
        assert another.load_run().report.pairs[0].verdict == Verdict("minor", "as it should be", "Ann")
        undone = another.undo(kept)
        assert (undone.severity, undone.undoes, undone.comment) == (None, kept.uid, "")
        assert store.load_run().report.pairs[0].verdict is None
        assert store.verdicts() == (kept, undone)
        with pytest.raises(StoreError, match="give a new verdict"):
            store.undo(undone)


def test_every_field_of_a_verdict_comes_back(tmp_path: Path) -> None:
    rows = (full_record(), full_record(uid="1" * 32, picked=None, score=None, fidelity=None, trust=None, passage=()))
    with Store(saved(tmp_path)) as store:
        assert [store.add_verdict(row) for row in rows] == list(rows)
        assert store.verdicts() == rows


def test_verdicts_of_another_machine_count_once(tmp_path: Path) -> None:
    rows = [full_record(uid=f"u{i}", time=f"2026-03-0{9 - i}T12:00:00.000000+00:00") for i in range(3)]
    with Store(saved(tmp_path)) as store:
        assert store.add_verdicts(rows[:2]) == 2
        assert store.add_verdicts(rows) == 1
        assert store.add_verdicts(rows) == 0
        assert store.verdicts() == tuple(rows[::-1])


def test_times_go_up_when_the_clock_goes_down(tmp_path: Path) -> None:
    ahead = full_record(time="2199-12-31T23:59:59.999999+00:00")
    with Store(saved(tmp_path)) as store:
        store.add_verdict(ahead)
        assert store.add_verdict(record("major")).time == "2200-01-01T00:00:00.000000+00:00"
        assert store.load_run().report.pairs[0].verdict == Verdict("major", "", "Ann")
        assert store.add_verdict(record(reviewer="Bo")).time < "2199"


def test_hostile_words_are_kept_and_names_put_on_one_line(tmp_path: Path) -> None:
    with Store(saved(tmp_path)) as store:
        kept = store.add_verdict(record(comment=HOSTILE + "\udc80", reviewer=" Ann\n\u00a0Lee\u0301 \udc80"))
        assert kept.comment == HOSTILE + "\ufffd"
        assert kept.reviewer == "Ann Leé \ufffd"
        assert store.verdicts() == (kept,)
        report = store.load_run().report
    assert "\0" not in report.to_csv()
    assert "\u202e" not in report.to_json()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"comment": "x" * 100_001}, "at most 100000 characters; shorten it"),
        ({"reviewer": "x" * 201}, "reviewer should have at most 200"),
        ({"chance": 0.0}, "chance should lie above 0"),
        ({"severity": "awful"}, "severity should be one of"),
        ({"severity": None}, "either judges or undoes"),
        ({"undoes": "u"}, "either judges or undoes"),
        ({"translation": "text"}, "SHA-256"),
        ({"score": 1.5}, "score should lie between 0 and 1"),
        ({"fidelity": 101}, "fidelity should lie"),
        ({"trust": float("nan")}, "trust should be a number"),
        ({"time": "yesterday"}, "ISO 8601"),
        ({"time": "9999-12-31T23:59:59.999999+00:00"}, "before the year 9000"),
        ({"id": "two words"}, "id should be an id"),
    ],
)
def test_a_verdict_that_contradicts_itself_is_refused_and_nothing_lost(
    given: dict[str, object], says: str, tmp_path: Path
) -> None:
    with Store(saved(tmp_path)) as store:
        kept = store.add_verdict(record(comment="x" * 100_000))
        with pytest.raises(StoreError, match=says):
            store.add_verdict(record(**given))  # type: ignore[arg-type]
        with pytest.raises(StoreError, match=says):
            store.add_verdicts([full_record(), full_record(**({"uid": "2" * 32} | given))])
        assert store.verdicts() == (kept,)


def test_the_file_and_its_journal_are_for_their_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        path = saved(tmp_path)
        with Store(path) as store, store._database.writing() as connection:
            connection.execute("INSERT INTO runs VALUES (9, 't', 's', 't', NULL, 1, 1, 1, zeroblob(9000000))")
            found = {name.name: stat.S_IMODE(name.stat().st_mode) for name in tmp_path.iterdir()}
    finally:
        os.umask(old)
    assert found == {"runs.db": 0o600, "runs.db-journal": 0o600}
    assert [name.name for name in tmp_path.iterdir()] == ["runs.db"]


def test_permissions_that_the_owner_gave_stay(tmp_path: Path) -> None:
    path = saved(tmp_path)
    path.chmod(0o660)
    with Store(path) as store:
        store.add_verdict(record())
    assert stat.S_IMODE(path.stat().st_mode) == 0o660


def test_what_is_no_database_of_ours_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("a document, and no database")
    connection = sqlite3.connect(tmp_path / "other")
    connection.executescript("PRAGMA journal_mode = WAL; CREATE TABLE mine (x); INSERT INTO mine VALUES (1)")
    connection.close()
    os.mkfifo(tmp_path / "pipe")
    before = {name: (tmp_path / name).read_bytes() for name in ("text", "other")}
    for create in (False, True):
        assert message(tmp_path / "text", create) == f"{tmp_path}/text is not a database; name another file"
        assert message(tmp_path / "other", create).endswith("other is a database of another program; name another file")
        assert message(tmp_path, create).endswith("is a folder; name a file in it")
        assert message(tmp_path / "pipe", create).endswith("is not a regular file; name another")
        assert "create the folder first" in message(tmp_path / "none" / "x", create) or not create
        assert message("nul\0", create) == "nul␀ cannot be used: it is not a valid file name; name another"
    assert message(tmp_path / "none") == f"{tmp_path}/none: no such database; check --db writes one"
    assert {name: (tmp_path / name).read_bytes() for name in before} == before
    assert sorted(name.name for name in tmp_path.iterdir()) == ["other", "pipe", "text"]


def test_names_that_a_uri_would_read_otherwise(tmp_path: Path) -> None:
    for name in ("a?mode=memory", "a#b", "a%41", ":memory:", "é 一"):
        with Store(tmp_path / name, create=True) as store:
            store.add_verdict(record())
        with Store(tmp_path / name) as store:
            assert len(store.verdicts()) == 1
    (tmp_path / "link").symlink_to(tmp_path / "target")
    Store(tmp_path / "link", create=True).close()
    assert (tmp_path / "link").is_symlink()
    assert stat.S_IMODE((tmp_path / "target").stat().st_mode) == 0o600


def test_an_empty_file_becomes_one_of_ours(tmp_path: Path) -> None:
    (tmp_path / "runs.db").touch(0o644)
    saved(tmp_path)
    assert stat.S_IMODE((tmp_path / "runs.db").stat().st_mode) == 0o600


def test_an_empty_file_stays_empty_where_a_database_is_only_read(tmp_path: Path) -> None:
    (tmp_path / "runs.db").touch()
    assert message(tmp_path / "runs.db").endswith("is an empty file; check --db makes a database of it")
    assert (tmp_path / "runs.db").read_bytes() == b""


def test_a_damaged_file_is_refused_in_one_line(tmp_path: Path) -> None:
    data = bytearray(saved(tmp_path).read_bytes())
    (tmp_path / "short").write_bytes(data[:5000])
    data[4096:] = b"\xa5" * (len(data) - 4096)
    (tmp_path / "broken").write_bytes(data)
    for name in ("short", "broken"):
        with pytest.raises(StoreError, match=r"is damaged.*restore"), Store(tmp_path / name) as store:
            store.load_run()


def execute(path: Path, script: str) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()


def test_rows_that_another_program_put_there_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path)
    values = "'u', 'i', 'q', 'awful', 'Ann', 't', 's', 't', '[]', NULL, x'00', 1, NULL, NULL, NULL, NULL, '', '', NULL"
    execute(path, f"INSERT INTO verdicts VALUES (1, {values})")
    with Store(path) as store, pytest.raises(StoreError, match="one of its verdicts is invalid"):
        store.verdicts()


def test_a_run_that_another_program_changed_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path)
    execute(path, "DELETE FROM documents WHERE place = 1")
    with Store(path) as store, pytest.raises(StoreError, match=r"run 1 in .* is damaged: it lacks a document"):
        store.load_run()
    execute(path, "UPDATE runs SET report = '{}'")
    with Store(path) as store, pytest.raises(StoreError, match=r"run 1 in .* is damaged, or a newer version saved it"):
        store.load_run()


_FOREIGN = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.binary(max_size=9),
    st.text(max_size=9),
    st.sampled_from(["[", "[[]]", "[1]", "{}", "[null]", '[["a", 1]]', "9" * 5000, "[" * 9000, "0001-01-01", "\udcff"]),
)


@given(st.sampled_from(["runs", "documents", "verdicts"]), st.integers(0, 20), _FOREIGN)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_that_another_program_put_anywhere_is_used_or_refused(
    tmp_path_factory: pytest.TempPathFactory, table: str, column: int, value: Any
) -> None:
    path = saved(tmp_path_factory.mktemp("store"))
    with Store(path) as store:
        store.add_verdict(record())
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    if table == "verdicts":
        connection.execute("DROP TRIGGER no_update")
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    try:
        connection.execute(f"UPDATE {table} SET {names[column % len(names)]} = ?", (value,))
    except (sqlite3.Error, UnicodeEncodeError):
        connection.rollback()
    if table == "verdicts":
        connection.execute(next(sql for sql in _VERSION_2 if "no_update" in sql))
    connection.commit()
    connection.close()
    for use in (
        lambda store: render_runs(store.runs(), store.verdicts()),
        lambda store: store.load_run(),
        lambda store: [attach(report, store.verdicts()) for report, _ in store.reports()],
        lambda store: verdicts_mqm(store.verdicts(), store.reports()),
        lambda store: store.add_verdict(record(comment="again")),
        lambda store: [store.forget(run) for run in store.runs_with_texts()],
    ):
        with suppress(StoreError), Store(path) as store:
            use(store)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM runs WHERE report IS NOT NULL").fetchone() == (0,)
    connection.close()


def test_a_text_that_is_no_utf_8_is_not_quoted_in_the_error(tmp_path: Path) -> None:
    path = saved(tmp_path)
    execute(path, "UPDATE documents SET text = CAST(x'7365637265742066ff' AS TEXT)")
    with Store(path) as store, pytest.raises(StoreError, match="a text in it is not UTF-8") as caught:
        store.load_run()
    assert "secret" not in str(caught.value)


def test_a_file_that_everybody_may_read_is_closed_to_them_when_it_is_opened(tmp_path: Path) -> None:
    path = saved(tmp_path)
    path.chmod(0o644)
    with Store(path, create=True):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_trigger_of_somebody_else_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path)
    execute(path, "CREATE TRIGGER evil AFTER INSERT ON runs BEGIN DELETE FROM documents; END")
    assert "has tables or triggers that fidelity did not make" in message(path)


def test_verdicts_cannot_be_changed_or_deleted_by_anyone(tmp_path: Path) -> None:
    path = saved(tmp_path)
    with Store(path) as store:
        kept = store.add_verdict(record())
        with pytest.raises(StoreError, match="is saved already"):
            store.add_verdict(kept)
    for statement in ("DELETE FROM verdicts", "UPDATE verdicts SET severity = 'neutral'"):
        with pytest.raises(sqlite3.IntegrityError, match="verdicts stay as they were given"):
            execute(path, statement)
    with Store(path) as store:
        assert store.verdicts() == (kept,)


def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = saved(tmp_path)
    execute(path, f"PRAGMA user_version = {CURRENT + 1}")
    before = path.read_bytes()
    assert message(path).endswith(f"was written by a newer version of fidelity (schema {CURRENT + 1}); update fidelity")
    assert path.read_bytes() == before


VERSION_1 = f"""
CREATE TABLE runs (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        time TEXT NOT NULL,           -- ISO 8601, UTC
        signature TEXT NOT NULL,
        translation TEXT NOT NULL,    -- SHA-256 of the translation's bytes
        origins TEXT,                 -- JSON, the names of translation and articles as typed; NULL once forgotten
        paired INTEGER NOT NULL,
        missing INTEGER NOT NULL,
        unpaired INTEGER NOT NULL,    -- missing ones included
        report BLOB                   -- JSON, fidelity.report/1; NULL once its texts were forgotten
    );
CREATE TABLE documents (
        run INTEGER NOT NULL REFERENCES runs (number),
        place INTEGER NOT NULL,       -- 0: the translation; from 1 on: the articles, in the report's order
        encoding TEXT NOT NULL,
        format TEXT NOT NULL,
        notes TEXT NOT NULL,          -- JSON, a list of texts
        text TEXT NOT NULL,
        PRIMARY KEY (run, place)
    );
CREATE TABLE verdicts (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        id TEXT NOT NULL,
        quotation_id TEXT NOT NULL,
        severity TEXT,                -- NULL: undoes another
        reviewer TEXT NOT NULL,
        time TEXT NOT NULL,
        signature TEXT NOT NULL,
        translation TEXT NOT NULL,
        passage TEXT NOT NULL,        -- JSON, [[start, end], ...]
        picked TEXT,                  -- JSON, [start, end]
        comment TEXT NOT NULL,
        chance REAL NOT NULL,
        score REAL,
        fidelity INTEGER,
        confidence REAL,
        trust REAL,
        model TEXT NOT NULL,
        undoes TEXT NOT NULL
    );
INSERT INTO verdicts VALUES (1, 'aa', '{cases.critical_pair().id}', '{cases.critical_pair().quotation_id}', 'minor',
    'Ann', '2026-03-05T12:00:00.000000+00:00', 's', '{SHA}', '[[1, 2], [4, 9]]', '[3, 4]', 'fine', 0.1, 0.5, 50, 0.9,
    -1.5, 'm', '');
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = 1;
"""


def make_version_1(path: Path, report: Report) -> None:
    """A file as the first version wrote it, with a run and a verdict."""
    connection = sqlite3.connect(path)
    connection.executescript(VERSION_1)
    origins = '["translation.txt", "article.txt"]'
    run = ("2026-03-05T11:00:00.000000+00:00", "s", SHA, origins, 4, 1, 5, report.to_json().encode())
    connection.execute("INSERT INTO runs VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)", run)
    for place, text in enumerate(("the translation", "the article")):
        connection.execute("INSERT INTO documents VALUES (1, ?, 'utf-8', 'plain', '[]', ?)", (place, text))
    connection.commit()
    connection.close()


def test_a_file_of_the_first_version_is_brought_forward(tmp_path: Path) -> None:
    report = attach(cases.full_report(), ())
    make_version_1(tmp_path / "runs.db", report)
    expected = record(
        uid="aa",
        time="2026-03-05T12:00:00.000000+00:00",
        passage=(Span(1, 2), Span(4, 9)),
        picked=Span(3, 4),
        comment="fine",
        chance=0.1,
        score=0.5,
        fidelity=50,
        confidence=0.9,
        trust=-1.5,
        model="m",
    )
    with Store(tmp_path / "runs.db") as store:
        assert store.verdicts() == (expected,)
        run = store.load_run("1")
        assert attach(run.report, ()) == report
        assert (run.translation.text, run.articles[cases.ARTICLE.id].text) == ("the translation", "the article")
        later = store.add_verdict(record("major"))
    with Store(tmp_path / "runs.db") as store:
        assert store.verdicts() == (expected, later)
    with pytest.raises(sqlite3.IntegrityError, match="verdicts stay"):
        execute(tmp_path / "runs.db", "DELETE FROM verdicts")


def test_a_file_of_the_second_version_gets_the_column_of_the_selection(tmp_path: Path) -> None:
    path = tmp_path / "runs.db"
    make_version_1(path, cases.full_report())
    execute(path, "\n".join(f"{statement};" for statement in _VERSION_2) + "PRAGMA user_version = 2;")
    with Store(path) as store:
        assert [each.selection for each in store.verdicts()] == [None]
        kept = store.add_verdict(record("is of the document", selection=-0.25))
        assert [each.selection for each in store.verdicts()] == [None, -0.25]
    with Store(path) as store:
        assert store.verdicts()[1] == kept


def test_a_step_forward_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "runs.db"
    make_version_1(path, cases.full_report())
    execute(path, "CREATE TABLE no_delete (x)")  # in the way of a trigger's name
    before = path.read_bytes()
    assert "has tables or triggers that fidelity did not make" in message(path)
    assert path.read_bytes() == before


def test_many_bring_one_file_forward_at_once(tmp_path: Path) -> None:
    make_version_1(tmp_path / "runs.db", cases.full_report())
    program = (
        "import sys; from fidelity.store import Store; s = Store(sys.argv[1], create=True); print(len(s.verdicts()))"
    )
    for name, expected in (("runs.db", "1\n"), ("new.db", "0\n")):
        command = [sys.executable, "-c", program, str(tmp_path / name)]
        started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
        assert [each.communicate()[0] for each in started] == [expected] * 4


def test_forgotten_texts_are_gone_from_the_file(tmp_path: Path) -> None:
    secret = replace(cases.TRANSLATION, origin="whistle-blower.txt")
    report = replace(cases.full_report(), translation=secret)
    path = saved(tmp_path, report)
    with Store(path) as store:
        assert store.save_run(cases.full_report(), *documents(cases.full_report())) == "2"
        kept = store.add_verdict(record(comment="the reviewer's own words"))
    words = (b"Secretwords", b"whistle-blower", PAIR.quotation.text.encode(), PAIR.passage.text.encode(), b"Amodei")
    assert all(each in path.read_bytes() for each in words)
    with Store(path) as store:
        store.forget("1")
        assert b"whistle-blower" not in path.read_bytes()
        assert b"Secretwords" in path.read_bytes()  # those of run 2
        assert [run.forgotten for run in store.runs()] == [True, False]
        store.forget("2")
        store.forget("2")
        info = store.runs()[0]
        with pytest.raises(StoreError, match=r"texts of run 1 in .* were forgotten"):
            store.load_run("1")
        with pytest.raises(StoreError, match="holds no run"):
            store.load_run()
        with pytest.raises(StoreError, match="holds no run 3; it has: 1, 2"):
            store.forget("3")
        assert store.verdicts() == (kept,)
        assert not list(store.reports())
        again = store.save_run(report, *documents(report))
    assert again == "3"
    data = path.read_bytes()
    assert (info.translation, info.articles, info.sha256, info.paired) == ("", (), SHA, 4)
    with Store(path) as store:
        store.forget("3")
    assert path.stat().st_size < len(data)
    for each in words:
        assert each not in path.read_bytes()
    assert b"the reviewer's own words" in path.read_bytes()
    assert [name.name for name in tmp_path.iterdir()] == ["runs.db"]


PAIR = cases.critical_pair()


def test_a_lock_that_stays_is_one_line_and_loses_nothing(tmp_path: Path) -> None:
    path = saved(tmp_path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert "was in use by another program for 0.1 s; close that and try again" in message(path)
    other.execute("COMMIT")
    with Store(path, patience=0.1) as store:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="in use by another program"):
            store.add_verdict(record())
        assert store.verdicts() == ()
        other.execute("ROLLBACK")
        store.add_verdict(record())
        other.execute("BEGIN")
        other.execute("SELECT * FROM verdicts").fetchall()
        with pytest.raises(StoreError, match="in use by another program"):  # a reader holds up the commit
            store.add_verdict(record())
        with pytest.raises(StoreError, match="in use"):
            store.forget("1")
        other.execute("COMMIT")
        assert len(store.verdicts()) == 1
    other.close()


def test_a_lock_that_goes_is_waited_for(tmp_path: Path) -> None:
    path = saved(tmp_path)
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    threading.Timer(0.3, lambda: other.execute("COMMIT")).start()
    with Store(path) as store:
        store.add_verdict(record())
        assert len(store.verdicts()) == 1
    other.close()


@NOT_ROOT
def test_a_folder_that_may_not_be_written_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    path = saved(folder)
    path.chmod(0o400)
    folder.chmod(0o500)
    try:
        with Store(path) as store:
            assert store.load_run().id == "1"
            with pytest.raises(StoreError, match=r"cannot be written.*see that you may write the file and its folder"):
                store.add_verdict(record())
        assert "choose a place that you may write to" in message(folder / "new.db", create=True)
    finally:
        folder.chmod(0o700)


def run(program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_full_disk_is_one_line_and_loses_nothing(tmp_path: Path) -> None:
    path = saved(tmp_path)
    with Store(path) as store:
        kept = store.add_verdict(record())
    program = """
import resource, sys
from fidelity.errors import StoreError
from fidelity.store import Store
from tests.verdict_cases import record
size = int(sys.argv[2])
with Store(sys.argv[1]) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        for _ in range(100):
            store.add_verdict(record(comment="x" * 50_000))
            print("ack")
    except StoreError as error:
        sys.exit(str(error))
"""
    done = run(program, path, path.stat().st_size + 120_000)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{path} cannot be written: ")
    assert done.stderr.endswith("; free some space or choose another disk\n")
    with Store(path) as store:
        assert store.verdicts()[0] == kept
        assert len(store.verdicts()) == 1 + done.stdout.count("ack")


def test_opening_a_file_again_does_not_unlock_it(tmp_path: Path) -> None:
    """Closing any handle of a file drops this process's locks on it: another process would write in between."""
    path = saved(tmp_path)
    program = (
        "import sys; from fidelity.store import Store; from tests.verdict_cases import record;"
        "Store(sys.argv[1], patience=0.1).add_verdict(record())"
    )
    with Store(path) as store, store._database.writing():
        Store(path).close()
        done = run(program, path)
    assert "in use by another program" in done.stderr


def test_a_closed_store_is_a_bug_of_the_caller(tmp_path: Path) -> None:
    store = Store(saved(tmp_path))
    store.close()
    store.close()
    with pytest.raises(sqlite3.ProgrammingError):
        store.verdicts()


def test_a_copy_of_the_file_is_all_of_it(tmp_path: Path) -> None:
    with Store(saved(tmp_path)) as store:
        kept = store.add_verdict(record())
        shutil.copy(tmp_path / "runs.db", tmp_path / "copy.db")
    with Store(tmp_path / "copy.db") as store:
        assert store.verdicts() == (kept,)


def test_ten_thousand_verdicts_attach_at_once(tmp_path: Path) -> None:
    """In time that grows with their number: ten times as many take less than thirty times as long."""
    from time import process_time

    def seconds(number: int) -> float:
        rows = [replace(full_record(uid=f"u{i}"), id=f"p{i}", quotation_id=f"q{i}") for i in range(number)]
        pairs = tuple(replace(PAIR, id=f"p{i}", quotation_id=f"q{i}") for i in range(number))
        report = replace(cases.full_report(), pairs=pairs)
        start = process_time()
        done = attach(report, rows)
        spent = process_time() - start
        assert all(pair.verdict for pair in done.pairs)
        return spent

    few = min(seconds(1000) for _ in range(3))
    many = min(seconds(10_000) for _ in range(2))
    assert many < max(30 * few, 0.1)
    assert many < 1.5


def test_a_deferred_file_is_created_by_the_first_write(tmp_path: Path) -> None:
    path = tmp_path / "runs.db"
    with Store(path, create=True, deferred=True) as store, Store(path, create=True, deferred=True) as other:
        assert (store.runs(), store.verdicts(), list(tmp_path.iterdir())) == ((), (), [])
        other.add_verdict(record())
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert store.verdicts() == other.verdicts()
        store.add_verdict(record("major"))
        assert len(other.verdicts()) == 2


def test_a_deferred_file_that_cannot_be_created_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for name, told in (("none/runs.db", "No such file or directory"), ("file/runs.db", "Not a directory")):
        with pytest.raises(StoreError, match=told):
            Store(tmp_path / name, create=True, deferred=True)
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
