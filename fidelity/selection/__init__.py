"""Which quotations are words of the translated document, and why the others are not.

The document's author is decided for each article: from what the translation's front matter and
editor's note say, from whose words the article says come from a document, and, where neither tells, from whose words
are near to the translation's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.selection.authorship import (
    Authorship,
    Support,
    counts_as_document,
    find_authorship,
    is_contract,
    is_document,
)
from fidelity.selection.names import same_speaker
from fidelity.selection.works import find_sorts
from fidelity.settings import SelectionSettings
from fidelity.types import Document, Quotation, Reason

__all__ = ["Selection", "Support", "same_speaker", "select_quotations"]


@dataclass(frozen=True, slots=True)
class Selection:
    """The quotations to pair, the others with their reasons, and who was taken as the document's author.

    ``selected`` and ``excluded`` are in order of position; ``statement`` says in plain sentences whose words were
    kept, and how many were left out for which reason.
    """

    selected: tuple[Quotation, ...]
    excluded: tuple[tuple[Quotation, Reason], ...]
    speakers: tuple[str, ...]
    statement: str


def select_quotations(
    translation: Document,
    article: Document,
    quotations: Sequence[Quotation],
    settings: SelectionSettings,
    support: Support | None = None,
) -> Selection:
    """Splits the ``article``'s quotations into those of the translated document and the others.

    ``translation`` brings its zones: the author is looked for in its front matter and editor's note. ``support``
    tells how near quotations are to the translation's body; it is asked only where words do not decide.
    """
    authorship = find_authorship(translation, article, quotations, settings, support)
    near = _find_near(quotations, authorship, settings, support)
    selected: list[Quotation] = []
    excluded: list[tuple[Quotation, Reason]] = []
    for quotation in quotations:
        reason = _exclude(quotation, authorship, near, settings)
        if reason is None:
            selected.append(quotation)
        else:
            excluded.append((quotation, reason))
    counts = Counter(reason for _, reason in excluded)
    left_out = ", ".join(f"{_WORDS.get(reason, reason)}: {count}" for reason, count in sorted(counts.items()))
    statement = f"{authorship.statement} Left out: {left_out}." if left_out else authorship.statement
    return Selection(tuple(selected), tuple(excluded), authorship.speakers, statement)


_WORDS: dict[Reason, str] = {"term or title": "terms or titles", "scare quote": "scare quotes"}


def _find_near(
    quotations: Sequence[Quotation], authorship: Authorship, settings: SelectionSettings, support: Support | None
) -> frozenset[Quotation]:
    """Quotations of nobody whom the article names, on no occasion that it names, that are near to the translation."""
    if support is None or not authorship.speakers or settings.speakers or settings.all_speakers:
        return frozenset()
    unknown = [q for q in quotations if q.aside is None and q.speaker is None and q.occasion.kind == "unknown"]
    if not unknown:
        return frozenset()
    return frozenset(q for q, cosine in zip(unknown, support(unknown), strict=True) if cosine >= settings.pairs_from)


def _exclude(
    quotation: Quotation, authorship: Authorship, near: frozenset[Quotation], settings: SelectionSettings
) -> Reason | None:
    """Why ``quotation`` is not of the document, or ``None`` if it is."""
    if quotation.kind not in settings.kinds:
        return "not requested"
    if quotation.aside is not None:
        return quotation.aside
    if not _is_requested(quotation, authorship, settings):
        return "not requested"
    if settings.all_speakers or quotation in near:
        return None
    if not settings.speakers and not _is_authors(quotation, authorship):
        return "other speaker"
    return "other occasion" if settings.occasion is None and _is_elsewhere(quotation, authorship) else None


def _is_elsewhere(quotation: Quotation, authorship: Authorship) -> bool:
    """Whether the words were said on another occasion than the translated document, or in one of another sort."""
    kind = quotation.occasion.kind
    if kind == authorship.form == "document":
        sorts = find_sorts(quotation.occasion.text)
        return bool(sorts and authorship.sorts and not sorts & authorship.sorts)
    if kind == authorship.form or counts_as_document(quotation, authorship.outlets):
        return False
    return kind in {"interview", "event", "contract"}


def _is_requested(quotation: Quotation, authorship: Authorship, settings: SelectionSettings) -> bool:
    """Whether the user's own choice of occasion and speakers leaves the quotation in."""
    occasion, speaker = quotation.occasion, quotation.speaker
    if settings.occasion is not None:
        wanted = settings.occasion.casefold()
        if wanted != occasion.kind and wanted not in occasion.text.casefold():
            return False
    if settings.all_speakers or not settings.speakers:
        return True
    return speaker is not None and any(same_speaker(speaker, name) for name in authorship.speakers)


def _is_authors(quotation: Quotation, authorship: Authorship) -> bool:
    """Whether the words can be the author's, or the document's own."""
    speaker = quotation.speaker
    if speaker is None:
        return not authorship.speakers or quotation.occasion.kind == "document"
    if any(same_speaker(speaker, name) for name in authorship.speakers) or is_document(speaker):
        return True
    if authorship.form == "contract" and is_contract(speaker):
        return True
    return not authorship.speakers and counts_as_document(quotation, authorship.outlets)
