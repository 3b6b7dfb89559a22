"""The reviewer's session: the reviewer's position, the verdicts, and which verdicts of others may be seen.

A verdict is in the database when the method that gives it returns. The database is opened for each method and closed
again, so that nothing is lost if the process ends, and so that any thread can call a method: Jupyter runs a button's
function in another thread than a cell.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from fidelity.errors import SettingError
from fidelity.report import Report
from fidelity.review.agreement import Agreement, compare
from fidelity.review.entries import ReviewEntry, around, entries_to_see, find_words
from fidelity.store import RunInfo, SavedRun, Store
from fidelity.types import ON_SELECTION, Judgement, Severity, Span, Unpaired, VerdictRecord
from fidelity.verdicts import attach, first_to_show, holds, standing

THRESHOLD = 70
"""Fidelity below which every pair is shown, unless the reviewer says otherwise."""

ONE_IN = 10
"""One of so many pairs above the threshold is drawn."""

MAX_PASSAGES = 9
"""Number of passages to pick from, one for each digit key."""


BESIDE = 60
"""How many characters are shown before and after a passage to pick from."""


class Progress(NamedTuple):
    """How many of the shown entries this reviewer has judged."""

    judged: int
    total: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A passage of the translation that a reviewer may pick; ``similarity`` is a cosine, ``None`` for typed words."""

    text: str
    span: Span
    similarity: float | None = None


class ReviewSession:
    """The session of one reviewer on one saved run in the database at ``path``.

    ``run`` is a run's id, by default the latest. ``threshold`` is a fidelity, 0..100: pairs below it are shown, and
    one in ``one_in`` of the others, drawn by ``seed``. ``severities`` and ``speakers`` narrow down what is shown and
    change no chance; ``None`` among them means "not judged by the program" and an unknown speaker.

    The verdicts of other reviewers on an entry are shown only after this reviewer has judged it.

    Raises:
        StoreError: from every method, if the database cannot be used.
        SettingError: for a threshold or a share that is out of range.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        run: str | None = None,
        reviewer: str = "",
        *,
        threshold: int = THRESHOLD,
        severities: Sequence[Severity | None] = (),
        speakers: Sequence[str | None] = (),
        seed: int = 0,
        one_in: int = ONE_IN,
    ) -> None:
        if one_in < 1:
            raise SettingError(f"one_in {one_in}: one pair in so many is drawn; give 1 or more")
        self._path = path
        self._seed, self._one_in = seed, one_in
        self.reviewer = reviewer
        self._threshold, self._severities, self._speakers = threshold, tuple(severities), tuple(speakers)
        self.open(run)

    # What there is to see

    def open(self, run: str | None = None) -> None:
        """Go to another run, by default the latest, and to its first entry that is not judged yet."""
        with Store(self._path) as store:
            saved = store.load_run(run)
        self.saved: SavedRun = replace(saved, report=attach(saved.report, ()))
        self.entries: tuple[ReviewEntry, ...] = ()
        self.show(threshold=self._threshold, severities=self._severities, speakers=self._speakers)
        self.next_open()

    @property
    def runs(self) -> tuple[RunInfo, ...]:
        """The runs that still have their texts, oldest first."""
        with Store(self._path) as store:
            return tuple(run for run in store.runs() if not run.forgotten)

    @property
    def report(self) -> Report:
        """The run's report, without verdicts."""
        return self.saved.report

    def show(
        self,
        threshold: int | None = None,
        severities: Sequence[Severity | None] | None = None,
        speakers: Sequence[str | None] | None = None,
    ) -> None:
        """Change the given filters. The reviewer stays at the current entry if it is still shown."""
        here = self.current
        if threshold is not None:
            if not 0 <= threshold <= 100:
                raise SettingError(f"threshold {threshold}: fidelity goes from 0 to 100")
            self._threshold = threshold
        self._severities = self._severities if severities is None else tuple(severities)
        self._speakers = self._speakers if speakers is None else tuple(speakers)
        self.refresh()
        told = {each.quotation_id for each in self._standing if each.severity in ON_SELECTION}
        self._all = entries_to_see(self.report, self._threshold, self._seed, self._one_in, told)
        self.entries = tuple(filter(self._is_shown, self._all))
        self.go(next((n for n, each in enumerate(self.entries) if here and each.found == here.found), 0))

    def _is_shown(self, entry: ReviewEntry) -> bool:
        fits = not self._severities or entry.severity in self._severities
        return fits and (not self._speakers or entry.found.quotation.speaker in self._speakers)

    @property
    def threshold(self) -> int:
        """Fidelity, 0..100."""
        return self._threshold

    @property
    def speakers(self) -> tuple[str | None, ...]:
        """All speakers of entries that may be shown, in alphabetical order, with ``None`` for an unknown speaker."""
        names = {entry.found.quotation.speaker for entry in self._all}
        return tuple(sorted(names, key=lambda name: (name is None, name or "")))

    def refresh(self) -> None:
        """Read the verdicts again, because other reviewers may have given some."""
        ids = {found.quotation_id for found in self.report.entries}
        with Store(self._path) as store:
            self._standing = [each for each in standing(store.verdicts()) if each.quotation_id in ids]
        self._given: dict[str, list[VerdictRecord]] = {}
        for each in self._standing:
            self._given.setdefault(each.quotation_id, []).append(each)

    # Where the reviewer is

    @property
    def reviewer(self) -> str:
        """The reviewer's name as it is saved, on one line."""
        return self._reviewer

    @reviewer.setter
    def reviewer(self, name: str) -> None:
        self._reviewer = " ".join(unicodedata.normalize("NFC", name).split())

    @property
    def current(self) -> ReviewEntry | None:
        """The entry that is shown, or ``None`` if there is none."""
        return self.entries[self.place] if self.entries else None

    def go(self, place: int) -> None:
        """Show the entry at ``place``, counted from 0, or the nearest entry."""
        self.place = max(0, min(place, len(self.entries) - 1))
        self._typed: tuple[Span, ...] = ()

    def next_open(self) -> bool:
        """Go to the next entry that this reviewer has not judged. After the last entry the search starts again."""
        order = [*range(self.place, len(self.entries)), *range(self.place)]
        for place in order:
            if not self.is_judged(self.entries[place]):
                self.go(place)
                return True
        return False

    def context(self, entry: ReviewEntry) -> tuple[tuple[str, str], tuple[str, str]]:
        """The text before and after the quotation, and before and after the passage (empty if there is no passage)."""
        spans = entry.found.quotation.spans
        article = self.saved.articles[entry.articles[0]].text
        said = around(article, Span(spans[0].start, spans[-1].end))
        if entry.passage is None:
            return said, ("", "")
        return said, around(self.saved.translation.text, entry.passage.span)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The passages to pick from at the current entry: the most similar passages, then the places of typed words."""
        if self.current is None:
            return ()
        found = self.current.found
        near = (found.near,) if isinstance(found, Unpaired) and found.near and not found.alternatives else ()
        nearest = [Choice(each.text, each.span, each.similarity) for each in (*found.alternatives, *near)]
        typed = [Choice(span.of(self.saved.translation.text), span) for span in self._typed]
        return (*nearest[: MAX_PASSAGES - len(typed)], *typed)

    def words(self, span: Span) -> str:
        """The words of the translation that ``span`` covers."""
        return span.of(self.saved.translation.text)

    def beside(self, choice: Choice) -> tuple[str, str]:
        """A few words before and after a passage to pick from."""
        return around(self.saved.translation.text, choice.span, BESIDE)

    def look_for(self, words: str) -> int:
        """Append the places of ``words`` in the translation's body to ``choices``. Returns how many there are.

        Raises:
            InputError: if no words are given, or too many.
        """
        text = self.saved.translation.text
        self._typed = find_words(self.report, text, words, MAX_PASSAGES) if words.strip() else ()
        return len(self._typed)

    # Verdicts

    def judge(self, judgement: Judgement, comment: str = "", picked: Span | None = None) -> VerdictRecord:
        """Save the reviewer's verdict on the current entry. Returns the record as it was saved.

        ``picked`` is the right passage, for "has a passage" (which needs one) and "wrong pairing". "is of the document"
        and "is not of the document" say whose words they are; a later run compares the quotation, or leaves it out,
        accordingly.

        Raises:
            SettingError: if the reviewer has no name, or the judgement does not fit the entry.
        """
        entry = self._judgeable()
        if entry.is_left_out and judgement not in ON_SELECTION:
            raise SettingError(
                "this quotation was left out; say whether its words are the document's, and run check again to judge it"
            )
        if judgement == "wrong pairing" and entry.passage is None:
            raise SettingError(
                "this quotation has no passage that could be wrong; judge how bad it is that the passage is missing"
            )
        if judgement == "has a passage" and entry.passage is not None:
            raise SettingError("this quotation has a passage; say 'wrong pairing' if it is not the right one")
        if judgement == "has a passage" and picked is None:
            raise SettingError("pick the passage first: its number, or type its words")
        keeps_pick = judgement in ("wrong pairing", "has a passage")
        return self._add(self._record(entry, judgement, comment, picked if keeps_pick else None))

    def comment(self, text: str) -> VerdictRecord:
        """Change the comment of this reviewer's verdict on the current entry, by a new row.

        Raises:
            SettingError: if there is no verdict yet.
        """
        entry = self._judgeable()
        given = self.verdict(entry)
        if given is None or given.severity is None:
            raise SettingError("judge first; the comment is kept with the verdict")
        return self._add(self._record(entry, given.severity, text, given.picked))

    def undo(self) -> VerdictRecord | None:
        """Undo this reviewer's last verdict on this run and go to its entry. Returns the new row, or ``None``."""
        self.refresh()
        mine = [each for each in self._standing if each.reviewer == self.reviewer and self._covers(each)]
        if not mine:
            return None
        with Store(self._path) as store:
            undone = store.undo(mine[-1])
        self.refresh()
        places = [n for n, entry in enumerate(self.entries) if entry.found.quotation_id == undone.quotation_id]
        if places:
            self.go(places[0])
        return undone

    def _covers(self, record: VerdictRecord) -> bool:
        same = [entry for entry in self._all if entry.found.quotation_id == record.quotation_id]
        return any(self._holds(record, entry) for entry in same)

    def _judgeable(self) -> ReviewEntry:
        if not self.reviewer:
            raise SettingError("say who you are first: verdicts are kept under your name")
        if self.current is None:
            raise SettingError("there is nothing to judge here; raise the threshold or take a filter away")
        return self.current

    def _record(self, entry: ReviewEntry, judgement: Judgement, comment: str, picked: Span | None) -> VerdictRecord:
        found = entry.found
        return VerdictRecord(
            id=entry.id,
            quotation_id=found.quotation_id,
            severity=judgement,
            reviewer=self.reviewer,
            time="",
            signature=self.report.signature,
            translation=self.report.translation.sha256,
            passage=entry.passage.spans if entry.passage else (),
            picked=picked,
            comment=comment.strip(),
            chance=entry.chance,
            score=None if isinstance(found, Unpaired) else found.score,
            fidelity=entry.fidelity,
            confidence=found.confidence,
            trust=found.trust,
            selection=None if found.selection is None else found.selection.log_odds,
            model=_model(self.report.signature),
        )

    def _add(self, record: VerdictRecord) -> VerdictRecord:
        with Store(self._path) as store:
            kept = store.add_verdict(record)
        self.refresh()
        return kept

    # The verdicts of this reviewer and of others

    def verdict(self, entry: ReviewEntry | None = None) -> VerdictRecord | None:
        """This reviewer's verdict on ``entry`` (by default the current entry), if it is still valid."""
        entry = entry or self.current
        return self._said_by(self.reviewer, entry) if entry else None

    def is_judged(self, entry: ReviewEntry) -> bool:
        """Whether this reviewer's verdict on ``entry`` is complete.

        After "is of the document" a severity is still open if the program looked for a passage.
        """
        given = self.verdict(entry)
        return given is not None and (given.severity != "is of the document" or entry.is_left_out)

    def stale(self, entry: ReviewEntry | None = None) -> VerdictRecord | None:
        """This reviewer's verdict on the quotation with another passage, which is no longer valid."""
        entry = entry or self.current
        given = self._given.get(entry.found.quotation_id, ()) if entry else ()
        said = [each for each in given if each.reviewer == self.reviewer]
        return said[-1] if said and self.verdict(entry) is None else None

    def others(self, entry: ReviewEntry | None = None) -> tuple[VerdictRecord, ...]:
        """The verdicts of the other reviewers on ``entry``. The result is empty until this reviewer has judged it."""
        entry = entry or self.current
        if entry is None or self.verdict(entry) is None:
            return ()
        said = [self._said_by(name, entry) for name in self._names() if name != self.reviewer]
        return tuple(each for each in said if each)

    def _said_by(self, reviewer: str, entry: ReviewEntry) -> VerdictRecord | None:
        given = self._given.get(entry.found.quotation_id, ())
        said = [each for each in given if each.reviewer == reviewer and self._holds(each, entry)]
        return first_to_show(said) if said else None

    def _holds(self, record: VerdictRecord, entry: ReviewEntry) -> bool:
        return holds(record, entry.found, self.report.translation.sha256)

    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.reviewer for each in self._standing))

    @property
    def progress(self) -> Progress:
        """The progress over the entries that are shown now."""
        return Progress(sum(map(self.is_judged, self.entries)), len(self.entries))

    def agreements(self) -> tuple[Agreement, ...]:
        """The agreement with each other reviewer on the entries of this run that both judged, whatever the filter."""
        found = []
        for name in self._names():
            judged = []
            for entry in self._all:
                mine, theirs = self.verdict(entry), self._said_by(name, entry)
                if name != self.reviewer and mine and theirs and mine.severity and theirs.severity:
                    judged.append((mine.severity, theirs.severity))
            if judged:
                found.append(compare((self.reviewer, name), judged))
        return tuple(found)

    def to_csv(self, path: str | os.PathLike[str] | None = None) -> str:
        """The visible verdicts of this run as CSV, a row for each entry and verdict, also written to ``path``.

        It contains other reviewers' verdicts only on entries that this reviewer has judged.

        Raises:
            OutputError: if ``path`` cannot be written, or holds something else than such a file.
        """
        from fidelity.review.export import session_csv, write_over

        text = session_csv(self, self._all)
        if path is not None:
            write_over(path, text)
        return text

    # As HTML, for the notebook

    def card(self) -> str:
        """The current entry as HTML: both texts with their context, issues, passages to pick from, and verdicts."""
        from fidelity.review.cards import entry_card

        return entry_card(self)

    def plot(self) -> str:
        """The fidelity of every pair and the threshold as HTML, with the reviewer's position."""
        from fidelity.report.markup import plot

        return plot(self.report.pairs, self._threshold, self.current.found if self.current else None)

    def comparison(self) -> str:
        """:meth:`agreements` as HTML."""
        from fidelity.review.cards import agreement_card

        return agreement_card(self.agreements())


def _model(signature: str) -> str:
    """The name of the encoder, as in the signature."""
    parts = [part.removeprefix("model:") for part in signature.split("|") if part.startswith("model:")]
    return parts[0] if parts else ""
