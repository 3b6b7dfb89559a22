"""Which quotations are words of the translated document, and why the others are not.

The document's author is decided for each article: from what the translation's front matter and
editor's note say, and from whose words the article says come from a document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.settings import SelectionSettings
from fidelity.types import Document, Quotation, Reason

_SENT = (
    r"(?:sent|sends|wrote|writes|penned|released?s?|issued|issues|published|circulated|posted|shared|distributed|drafted|"
    r"addressed|signed|authored|submitted)"
)
_DOCUMENT_WORDS = r"(?:memo|memorandum|letter|e-?mail|note|statement|post|op-ed|filing|release|message|essay|paper|manifesto|document|text|speech)s?"
_BYLINE = re.compile(
    r"^\W*(?:original\s+)?(?:author|by|source|written\s+by|from|publisher|publication|outlet|von|autor|auteur|quelle|原文作者|作者|来源|來源|原文来源)"
    r"\s*[:：]\s*(?P<name>[^\n]+)$",
    re.IGNORECASE | re.MULTILINE,
)
_DOCUMENT_SPEAKER = re.compile(rf"\b{_DOCUMENT_WORDS}\b", re.IGNORECASE)
_CONTRACT_SPEAKER = re.compile(r"\b(?:contract|agreement|treaty|clauses?|accord|lease|licen[cs]e)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    "the a an of and or in on at for by to from with his her their its one some mr mrs ms dr said who ceo president chief "
    "officer executive director spokesman spokeswoman spokesperson jr sr".split()
)


@dataclass(frozen=True, slots=True)
class Selection:
    """The quotations to pair, the others with their reasons, and who was taken as the document's author.

    ``selected`` and ``excluded`` are in order of position; ``statement`` is one plain sentence.
    """

    selected: tuple[Quotation, ...]
    excluded: tuple[tuple[Quotation, Reason], ...]
    speakers: tuple[str, ...]
    statement: str


@dataclass(frozen=True, slots=True)
class _Authorship:
    """Whose words count, the outlets that count as the document, and why."""

    speakers: tuple[str, ...]
    outlets: tuple[str, ...]
    contract: bool
    statement: str


def select_quotations(
    translation: Document, article: Document, quotations: Sequence[Quotation], settings: SelectionSettings
) -> Selection:
    """Splits the ``article``'s quotations into those of the translated document and the others.

    ``translation`` needs its zones; without any, its opening lines stand in for the front matter.
    """
    authorship = _find_authorship(translation, article, quotations, settings)
    selected: list[Quotation] = []
    excluded: list[tuple[Quotation, Reason]] = []
    for quotation in quotations:
        reason = _exclude(quotation, authorship, settings)
        if reason is None:
            selected.append(quotation)
        else:
            excluded.append((quotation, reason))
    return Selection(tuple(selected), tuple(excluded), authorship.speakers, authorship.statement)


def same_speaker(one: str, other: str) -> bool:
    """Whether two ways to name a speaker can mean the same: the same last name, or a shared content word."""
    first, second = _content_words(one), _content_words(other)
    if not first or not second:
        return one.strip().casefold() == other.strip().casefold()
    return (
        first[-1] == second[-1] or (len(first) == 1 and first[0] in second) or (len(second) == 1 and second[0] in first)
    )


def _content_words(name: str) -> tuple[str, ...]:
    words = tuple(word.casefold() for word in _WORD.findall(name.replace("’s", "").replace("'s", "")))
    return tuple(word for word in words if word not in _SMALL) or words


def _front_text(translation: Document) -> str:
    """What the translation says about itself before its body."""
    parts = [
        zone.span.of(translation.text)
        for zone in translation.info.zones
        if zone.name in {"front_matter", "editor_note"}
    ]
    return "\n".join(parts)


def _find_authorship(
    translation: Document, article: Document, quotations: Sequence[Quotation], settings: SelectionSettings
) -> _Authorship:
    front = _front_text(translation)
    outlets = tuple(found["name"].strip() for found in _BYLINE.finditer(front))
    contract = bool(
        re.search(r"\b(?:contract|agreement|treaty|accord)\b", "\n".join(front.splitlines()[:2]), re.IGNORECASE)
    )
    if settings.speakers:
        names = ", ".join(settings.speakers)
        return _Authorship(settings.speakers, outlets, contract, f"Kept the words of {names}, as asked.")
    spoken = Counter(
        q.speaker
        for q in quotations
        if q.speaker and q.aside is None and _counts_as_document(q, outlets) and not _is_document(q.speaker)
    )
    candidates = list(dict.fromkeys(q.speaker for q in quotations if q.speaker and not _is_document(q.speaker)))
    named = [name for name in candidates if _wrote(name, front)]
    if not named:
        named = [name for name in candidates if any(same_speaker(name, outlet) for outlet in outlets) and spoken[name]]
    if named:
        author = max(named, key=lambda name: (spoken[name], -candidates.index(name)))
        why = "the translation's front matter says so"
    elif spoken:
        weight = {name: count + settings.front_weight * _is_named(name, front) for name, count in spoken.items()}
        author = max(weight, key=lambda name: (weight[name], -candidates.index(name)))
        why = f"the article quotes {_count(spoken[author])} of theirs from a document"
        if _is_named(author, front):
            why += " and the translation's front matter names them"
    else:
        statement = (
            "Nobody could be taken as the author of the translated document; "
            "kept what the article quotes from a document or from nobody it names."
        )
        return _Authorship((), outlets, contract, statement)
    return _Authorship(
        (author,), outlets, contract, f"Taken as the author of the translated document: {author}, because {why}."
    )


def _count(number: int) -> str:
    return "one quotation" if number == 1 else f"{number} quotations"


def _is_named(name: str, front: str) -> bool:
    last = _content_words(name)[-1:]
    return bool(last) and re.search(rf"\b{re.escape(last[0])}\b", front, re.IGNORECASE) is not None


def _wrote(name: str, front: str) -> bool:
    """Whether the front matter says that ``name`` wrote, sent or released a document."""
    last = _content_words(name)[-1:]
    if not last:
        return False
    word = re.escape(last[0])
    patterns = (
        rf"\b{word}(?:\s+\w+){{0,2}}?\s+{_SENT}\b[^.\n]{{0,80}}?\b{_DOCUMENT_WORDS}\b",
        rf"\b{word}['’]s?\s+(?:[\w-]+\s+){{0,4}}{_DOCUMENT_WORDS}\b",
        rf"\b{_DOCUMENT_WORDS}\b[^.\n]{{0,60}}\b(?:by|from)\s+(?:[\w.]+\s+){{0,5}}{word}\b",
        rf"(?im)^\W*(?:original\s+)?(?:author|by|from|speaker|signed)\s*[:：][^\n]*\b{word}\b",
    )
    return any(re.search(pattern, front, re.IGNORECASE) for pattern in patterns)


def _is_document(speaker: str) -> bool:
    return _DOCUMENT_SPEAKER.search(speaker) is not None and _CONTRACT_SPEAKER.search(speaker) is None


def _counts_as_document(quotation: Quotation, outlets: Sequence[str]) -> bool:
    """Whether the words stand in a document, or are reported by the outlet that the translation is from."""
    if quotation.occasion.kind == "document":
        return True
    text = quotation.occasion.text
    return (
        quotation.occasion.kind in {"unknown", "interview"}
        and bool(text)
        and any(_mentions(text, name) for name in outlets)
    )


def _mentions(text: str, outlet: str) -> bool:
    words = _content_words(outlet)
    there = _content_words(text)
    return bool(words) and all(word in there for word in words)


def _exclude(quotation: Quotation, authorship: _Authorship, settings: SelectionSettings) -> Reason | None:
    """Why ``quotation`` is not of the document, or ``None`` if it is."""
    if quotation.aside is not None:
        return quotation.aside
    occasion = quotation.occasion
    if settings.occasion is not None:
        wanted = settings.occasion.casefold()
        if wanted != occasion.kind and wanted not in occasion.text.casefold():
            return "not requested"
    if settings.all_speakers:
        return None
    speaker = quotation.speaker
    if settings.speakers:
        by_them = speaker is not None and any(same_speaker(speaker, name) for name in settings.speakers)
        if not by_them:
            return "not requested"
    elif (speaker is not None and not _is_author(quotation, speaker, authorship)) or (
        speaker is None and authorship.speakers and occasion.kind not in {"document"}
    ):
        return "other speaker"
    if settings.occasion is not None or _counts_as_document(quotation, authorship.outlets):
        return None
    if occasion.kind == "contract":
        return None if authorship.contract else "other occasion"
    return "other occasion" if occasion.kind in {"interview", "event"} else None


def _is_author(quotation: Quotation, speaker: str, authorship: _Authorship) -> bool:
    if any(same_speaker(speaker, name) for name in authorship.speakers):
        return True
    if _is_document(speaker):
        return True
    if authorship.contract and _CONTRACT_SPEAKER.search(speaker):
        return True
    return not authorship.speakers and _counts_as_document(quotation, authorship.outlets)
