"""The database of runs and verdicts."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from fidelity.report import Report
from fidelity.store import Store
from fidelity.types import Document, VerdictRecord
from tests import report_cases as cases

SHA = cases.TRANSLATION.sha256


def record(**given: object) -> VerdictRecord:
    """A verdict on the critical pair of :func:`report_cases.full_report`."""
    pair = cases.critical_pair()
    values: dict[str, object] = {
        "id": pair.id,
        "quotation_id": pair.quotation_id,
        "severity": "minor",
        "reviewer": "Ann",
        "time": "",
        "signature": "s",
        "translation": SHA,
        "passage": pair.passage.spans,
    }
    return VerdictRecord(**(values | given))  # type: ignore[arg-type]


def documents(report: Report) -> tuple[Document, list[Document]]:
    """Documents with a text of their own for each that ``report`` names."""
    texts = [
        Document(info, f"The text of {info.origin}.\r\nSecret\0words.")
        for info in (report.translation, *report.articles)
    ]
    return texts[0], texts[1:]


def saved(folder: Path) -> Path:
    report = cases.full_report()
    with Store(folder / "runs.db", create=True) as store:
        assert store.save_run(report, *documents(report)) == "1"
    return folder / "runs.db"


def test_a_run_comes_back_as_it_was(tmp_path: Path) -> None:
    report = cases.full_report()
    with Store(saved(tmp_path)) as store:
        run = store.load_run()
        (info,) = store.runs()
    bare = [(pair.id, pair.passage, pair.issues) for pair in report.pairs]
    assert [(pair.id, pair.passage, pair.issues) for pair in run.report.pairs] == bare
    assert run.report.unpaired == report.unpaired
    assert run.translation.text == documents(report)[0].text
    assert [article.text for article in run.articles.values()] == [each.text for each in documents(report)[1]]
    assert (info.id, info.translation, info.articles) == ("1", "translation.txt", ("article.txt",))


def test_a_verdict_is_kept_shown_and_undone(tmp_path: Path) -> None:
    with Store(saved(tmp_path)) as store:
        kept = store.add_verdict(record(comment="as it should be"))
        assert kept.uid
        assert kept.time
        shown = store.load_run().report.pairs[0].verdict
        assert shown
        assert (shown.severity, shown.comment, shown.stale) == ("minor", "as it should be", False)
        store.undo(kept)
        assert store.load_run().report.pairs[0].verdict is None
        assert len(store.verdicts()) == 2


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        path = saved(tmp_path)
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
