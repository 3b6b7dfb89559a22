"""Verdicts given before settings, encoder or sentence splitter changed are found again after it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import fidelity
from fidelity.settings import Settings
from fidelity.types import Judgement, Pair, Span, Unpaired, VerdictRecord
from tests.encoders import HashingEncoder
from tests.seeds import ARTICLE, TRANSLATION

JUDGEMENTS: tuple[Judgement, ...] = ("minor", "wrong pairing", "neutral", "major")
SETTINGS = Settings()


def check(settings: Settings = SETTINGS, encoder: HashingEncoder | None = None) -> fidelity.Report:
    return fidelity.check(TRANSLATION, [ARTICLE], settings=settings, encoder=encoder)


def judge_all(store: fidelity.Store, report: fidelity.Report) -> dict[str, VerdictRecord]:
    """A verdict on every pair and on every quotation that no passage was found for, by quotation."""
    given = {}
    for place, entry in enumerate(report.entries):
        if isinstance(entry, Unpaired) and entry.reason not in ("missing", "uncertain"):
            continue
        paired = isinstance(entry, Pair)
        given[entry.quotation_id] = store.add_verdict(
            VerdictRecord(
                id=name_of(entry),
                quotation_id=entry.quotation_id,
                severity=JUDGEMENTS[place % len(JUDGEMENTS)] if paired else "has a passage",
                reviewer="Ann",
                time="",
                signature=report.signature,
                translation=report.translation.sha256,
                passage=entry.passage.spans if isinstance(entry, Pair) else (),
                picked=None if isinstance(entry, Pair) else entry.alternatives[0].span,
            )
        )
    return given


def covered(spans: tuple[Span, ...]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}


def is_stale(given: VerdictRecord, entry: Pair | Unpaired) -> bool:
    """What the design says, character by character."""
    if given.severity == "has a passage":
        assert given.picked
        wanted = covered((given.picked,))
        return isinstance(entry, Pair) and 2 * len(wanted & covered(entry.passage.spans)) < len(wanted)
    if not isinstance(entry, Pair):
        return True
    if entry.id == given.id:
        return False
    judged = covered(given.passage)
    return given.severity == "wrong pairing" or 2 * len(judged & covered(entry.passage.spans)) < len(judged)


@pytest.fixture(scope="module")
def before() -> fidelity.Report:
    return check()


@pytest.fixture(scope="module")
def hashed() -> fidelity.Report:
    return check(encoder=HashingEncoder())


def pairing(**changed: float) -> Settings:
    return replace(SETTINGS, pairing=replace(SETTINGS.pairing, **changed))  # type: ignore[arg-type]


CHANGES = {
    "thresholds": pairing(uncertain_below=0.97, missing_below=0.99),
    "edges of passages": pairing(ragged_cost=0.0, crossing_cost=0.0, fragment_words=40, short_cost=0.0),
    "checks": replace(SETTINGS, judgement=replace(SETTINGS.judgement, skipped_checks=("numbers", "names"))),
    "sentences": replace(SETTINGS, segmentation=replace(SETTINGS.segmentation, window=200)),
    "speakers": replace(SETTINGS, selection=replace(SETTINGS.selection, all_speakers=True)),
}


@pytest.mark.parametrize("changed", [*CHANGES, "encoder"])
def test_verdicts_are_found_again(
    changed: str, before: fidelity.Report, hashed: fidelity.Report, tmp_path: Path
) -> None:
    after = hashed if changed == "encoder" else check(CHANGES[changed])
    assert after.signature != before.signature
    with fidelity.Store(tmp_path / "runs.db", create=True) as store:
        given = judge_all(store, before)
        shown = fidelity.attach(after, store.verdicts())
    entries = {entry.quotation_id: entry for entry in shown.entries}
    assert given.keys() <= entries.keys()
    for name, entry in entries.items():
        if name not in given:
            assert entry.verdict is None
            continue
        assert entry.verdict is not None
        assert (entry.verdict.severity, entry.verdict.reviewer) == (given[name].severity, "Ann")
        assert entry.verdict.stale == is_stale(given[name], entry), entry
    stale = {name for name in given if entries[name].verdict.stale}  # type: ignore[union-attr]
    moved = {name for name in given if name_of(entries[name]) != given[name].id}
    assert stale <= moved
    assert stale < given.keys()
    assert moved or changed not in ("thresholds", "edges of passages", "encoder")  # or nothing was tried


def name_of(entry: Pair | Unpaired) -> str:
    return entry.id if isinstance(entry, Pair) else entry.quotation_id


def test_the_sentences_were_others() -> None:
    there, here = (fidelity.inspect(TRANSLATION, settings=each) for each in (CHANGES["sentences"], SETTINGS))
    assert there.segments != here.segments


def test_verdicts_survive_the_way_there_and_back(
    before: fidelity.Report, hashed: fidelity.Report, tmp_path: Path
) -> None:
    """What is said of one encoder's pairs takes nothing from what was said of the other's."""
    with fidelity.Store(tmp_path / "runs.db", create=True) as store:
        given = judge_all(store, before)
        wrong = [pair for pair in hashed.pairs if pair.id not in {each.id for each in given.values()}]
        for pair in wrong:
            store.add_verdict(
                VerdictRecord(
                    *(pair.id, pair.quotation_id, "wrong pairing", "Ann", "", hashed.signature),
                    *(hashed.translation.sha256, pair.passage.spans),
                )
            )
        there, back = (fidelity.attach(report, store.verdicts()) for report in (hashed, before))
    assert wrong
    assert {pair.id for pair in wrong} <= {pair.id for pair in there.pairs if pair.verdict and not pair.verdict.stale}
    for entry in back.entries:
        if entry.quotation_id in given:
            assert entry.verdict is not None
            assert (entry.verdict.severity, entry.verdict.stale) == (given[entry.quotation_id].severity, False)


def test_trust_is_there_for_any_encoder(before: fidelity.Report, hashed: fidelity.Report) -> None:
    for report in (before, hashed):
        for entry in report.entries:
            sought = isinstance(entry, Pair) or entry.reason in ("missing", "uncertain")
            assert (entry.trust is not None) == sought
    assert all(entry.confidence is None for entry in hashed.entries)
    from fidelity.calibration import logistic

    for entry in before.entries:
        if entry.trust is not None:
            assert entry.confidence is not None
            assert abs(logistic(entry.trust) - entry.confidence) <= 0.0051
