"""The quotations that the user included or excluded, by id, by row number or by verdict."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fidelity.errors import SettingError
from fidelity.pipeline.cases import Case
from fidelity.types import ON_SELECTION, VerdictRecord
from fidelity.verdicts import standing

_LONGEST_NUMBER = 5
"""Greatest number of digits of a row number. A longer name of digits is the beginning of an id. A convention."""

_FEWEST = 4
"""Least number of digits of an id that identify it. A convention."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Ids of quotations to compare in any case, and of quotations to leave out."""

    compare: frozenset[str] = frozenset()
    leave_out: frozenset[str] = frozenset()

    def digest(self) -> str:
        """First 8 hex digits of SHA-256 over all of them."""
        said = " ".join(sorted(self.compare)) + "|" + " ".join(sorted(self.leave_out))
        return hashlib.sha256(said.encode()).hexdigest()[:8]


def find_choices(
    cases: Sequence[Case],
    compare: Iterable[str | int],
    leave_out: Iterable[str | int],
    verdicts: Iterable[VerdictRecord],
    translation: str,
) -> Choices:
    """The user's choices. A choice by name takes precedence over a verdict.

    ``translation`` is the SHA-256 of the translation's bytes: a verdict on whose words a quotation's are holds for the
    translation that it was given on. Of several reviewers the latest decides.

    Raises:
        SettingError: if a name fits no quotation or several, or if a quotation is chosen both ways.
    """
    named, dropped = (frozenset(_find(cases, str(name)) for name in names) for names in (compare, leave_out))
    both = named & dropped
    if both:
        raise SettingError(f"quotation {min(both)} is both to be compared and to be left out; choose one")
    said = {
        each.quotation_id: each.severity
        for each in standing(verdicts)
        if each.severity in ON_SELECTION and each.translation == translation
    }
    here = [case.id for case in cases if case.id not in named | dropped]
    return Choices(
        named | {each for each in here if said.get(each) == "is of the document"},
        dropped | {each for each in here if said.get(each) == "is not of the document"},
    )


def _find(cases: Sequence[Case], name: str) -> str:
    """The id of the quotation that is named by a row number, an id or the beginning of an id."""
    ids = dict.fromkeys(case.id for case in cases)
    if name in ids:
        return name
    if name.isascii() and name.isdigit() and len(name) <= _LONGEST_NUMBER:
        numbered = [case.id for case in cases if case.number == int(name)]
        if numbered:
            return numbered[0]
        raise SettingError(f"there is no row {name}; the rows of this run go from 1 to {len(cases)}")
    begins = [each for each in ids if each.startswith(name.lower())] if re.fullmatch(r"[0-9a-fA-F-]+", name) else []
    if len(name) < _FEWEST or not begins:
        raise SettingError(f"no quotation is called {name!r}; give a row number that the table shows, or an id")
    if len(begins) > 1:
        raise SettingError(f"{name!r} may be any of {len(begins)} quotations: {', '.join(begins[:3])}; give more of it")
    return begins[0]
