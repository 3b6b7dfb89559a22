"""The speakers and the occasion that the user chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.selection.evidence import Facts
from fidelity.selection.names import find_called, same_speaker
from fidelity.settings import SelectionSettings
from fidelity.types import Quotation

_SHOWN = 8
"""Greatest number of speakers in a statement. A convention of display."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The speakers whom the user wants, with every name in the article; ``statement`` says so in a sentence."""

    speakers: tuple[str, ...]
    statement: str


def find_asked(names: Sequence[str], quotations: Sequence[Quotation], article: str) -> Asked:
    """The speakers whom ``names``, which may be roles, mean in one article."""
    if not names:
        return Asked((), "")
    called = {name: find_called(name, quotations, article) for name in names}
    speakers = tuple(dict.fromkeys([*names, *(one for some in called.values() for one in some)]))
    shown = [f"{name} ({', '.join(found)})" if found and name not in found else name for name, found in called.items()]
    statement = f"As you asked, the words of {', '.join(shown)} count as the document's."
    nobody = [name for name, found in called.items() if not found]
    if nobody:
        known = list(dict.fromkeys(q.speaker for q in quotations if q.speaker is not None))
        quoted = f" The article quotes {', '.join(known[:_SHOWN])}." if known else ""
        statement += f" No quotation is by {', '.join(nobody)}.{quoted}"
    return Asked(speakers, statement)


def is_requested(facts: Facts, asked: Sequence[str], settings: SelectionSettings) -> bool:
    """Whether the user's choice of occasion and speakers includes the quotation."""
    occasion, speaker = facts.said.quotation.occasion, facts.said.quotation.speaker
    if settings.occasion is not None:
        wanted = settings.occasion.casefold()
        if wanted != occasion.kind and wanted not in occasion.text.casefold():
            return False
    if settings.all_speakers or not asked:
        return True
    return speaker is not None and any(same_speaker(speaker, name) for name in asked)
