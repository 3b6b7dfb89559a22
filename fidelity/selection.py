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
_DOCUMENT_WORDS = (
    r"(?:memo|memorandum|letter|e-?mail|note|statement|post|op-ed|filing|release|message|essay|paper|manifesto|"
    r"document|text|speech)s?"
)
_BYLINE = re.compile(
    r"^\W*(?:original\s+)?(?:author|by|source|written\s+by|from|publisher|publication|outlet|von|autor|auteur|quelle|"
    r"原文作者|作者|来源|來源|原文来源)\s*[:：]\s*(?P<name>[^\n]+)$",
    re.IGNORECASE | re.MULTILINE,
)
_DOCUMENT_SPEAKER = re.compile(rf"\b{_DOCUMENT_WORDS}\b", re.IGNORECASE)
_CONTRACT_SPEAKER = re.compile(r"\b(?:contract|agreement|treaty|clauses?|accord|lease|licen[cs]e)\b", re.IGNORECASE)
_CONTRACT_TITLE = re.compile(r"\b(?:contract|agreement|treaty|accord)\b", re.IGNORECASE)
_TITLE_LINES = 2
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    "the a an of and or in on at for by to from with his her their its one some mr mrs ms dr said who ceo president "
    "chief officer executive director spokesman spokeswoman spokesperson jr sr".split()
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
    """Whose words count, the outlets that count as the document, whether it is a contract, and why."""

    speakers: tuple[str, ...]
    outlets: tuple[str, ...]
    contract: bool
    statement: str


def select_quotations(
    translation: Document, article: Document, quotations: Sequence[Quotation], settings: SelectionSettings
) -> Selection:
    """Splits the ``article``'s quotations into those of the translated document and the others.

    ``translation`` brings its zones: the author is looked for in its front matter and editor's note.
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
    """Whether two ways to name a speaker can mean the same: the same last name, or one word that both have."""
    first, second = _content_words(one), _content_words(other)
    if not first or not second:
        return one.strip().casefold() == other.strip().casefold()
    if first[-1] == second[-1]:
        return True
    return (len(first) == 1 and first[0] in second) or (len(second) == 1 and second[0] in first)


def _content_words(name: str) -> tuple[str, ...]:
    words = tuple(word.casefold() for word in _WORD.findall(name.replace("’s", "").replace("'s", "")))
    return tuple(word for word in words if word not in _SMALL) or words


def _front_text(translation: Document) -> str:
    """What the translation says about itself before its body."""
    zones = (zone for zone in translation.info.zones if zone.name in {"front_matter", "editor_note"})
    return "\n".join(zone.span.of(translation.text) for zone in zones)


def _find_authorship(
    translation: Document, article: Document, quotations: Sequence[Quotation], settings: SelectionSettings
) -> _Authorship:
    front = _front_text(translation)
    outlets = tuple(found["name"].strip() for found in _BYLINE.finditer(front))
    contract = _CONTRACT_TITLE.search("\n".join(front.splitlines()[:_TITLE_LINES])) is not None
    contract = contract and _DOCUMENT_SPEAKER.search("\n".join(front.splitlines()[:_TITLE_LINES])) is None
    if settings.speakers:
        statement = f"Kept the words of {', '.join(settings.speakers)}, as asked."
        return _Authorship(settings.speakers, outlets, contract, statement)
    author, why = _find_author(front, article.text, outlets, quotations, settings)
    if author is None:
        return _Authorship((), outlets, contract, f"Nobody was taken as the author of the translated document: {why}.")
    statement = f"Taken as the author of the translated document: {author}, because {why}."
    return _Authorship((author,), outlets, contract, statement)


def _find_author(
    front: str, article: str, outlets: Sequence[str], quotations: Sequence[Quotation], settings: SelectionSettings
) -> tuple[str | None, str]:
    """Whose words count as the document's, and why."""
    spoken = [q for q in quotations if q.speaker is not None and not _is_document(q.speaker)]
    order = {name: at for at, name in enumerate(dict.fromkeys(q.speaker for q in spoken if q.speaker is not None))}
    counts = Counter(q.speaker for q in spoken if q.aside is None and _counts_as_document(q, outlets))
    named = [name for name in order if _is_named(name, front) and _wrote(name, front)]
    if named:
        author = max(named, key=lambda name: (counts[name], -order[name]))
        return author, "the translation's front matter says so"
    quoted = sorted((name for name in order if counts[name]), key=lambda name: (-counts[name], order[name]))
    quoted = quoted[: settings.author_candidates]
    if not quoted:
        return None, "kept what the article quotes from a document or from nobody whom it names"
    weights = {
        name: counts[name] + settings.front_weight * (_is_named(name, front) + _wrote(name, article)) for name in quoted
    }
    author = max(quoted, key=lambda name: (weights[name], -order[name]))
    why = f"the article quotes {_count(counts[author])} of theirs from a document"
    return author, why + " and the translation's front matter names them" * _is_named(author, front)


def _count(number: int) -> str:
    return "one quotation" if number == 1 else f"{number} quotations"


def _is_named(name: str, front: str) -> bool:
    last = _content_words(name)[-1:]
    return bool(last) and re.search(rf"\b{re.escape(last[0])}\b", front, re.IGNORECASE) is not None


def _wrote(name: str, text: str) -> bool:
    """Whether ``text`` says that ``name`` wrote, sent or released a document."""
    last = _content_words(name)[-1:]
    if not last:
        return False
    word = re.escape(last[0])
    patterns = (
        rf"\b{word}(?:\s+\w+){{0,2}}?\s+{_SENT}\b[^.\n]{{0,80}}?\b{_DOCUMENT_WORDS}\b",
        rf"\b{word}['’]s?\s+(?:[\w-]+\s+){{0,4}}{_DOCUMENT_WORDS}\b",
        rf"\b{_DOCUMENT_WORDS}\b[^.\n]{{0,60}}\b(?:by|from)\s+(?:[\w.]+\s+){{0,5}}{word}\b",
        rf"^\W*(?:original\s+)?(?:author|by|from|speaker|signed|作者|原文作者)\s*[:：][^\n]*{word}",
    )
    return any(re.search(pattern, text, re.IGNORECASE | re.MULTILINE) for pattern in patterns)


def _is_document(speaker: str) -> bool:
    return _DOCUMENT_SPEAKER.search(speaker) is not None and _CONTRACT_SPEAKER.search(speaker) is None


def _counts_as_document(quotation: Quotation, outlets: Sequence[str]) -> bool:
    """Whether the words stand in a document, or are reported by the outlet that the translation is from."""
    occasion = quotation.occasion
    if occasion.kind == "document":
        return True
    named = any(_mentions(occasion.text, name) for name in outlets)
    return occasion.kind in {"unknown", "interview"} and named


def _mentions(text: str, outlet: str) -> bool:
    words = _content_words(outlet)
    there = _content_words(text)
    return bool(words) and all(word in there for word in words)


def _exclude(quotation: Quotation, authorship: _Authorship, settings: SelectionSettings) -> Reason | None:
    """Why ``quotation`` is not of the document, or ``None`` if it is."""
    if quotation.aside is not None:
        return quotation.aside
    if not _is_requested(quotation, settings):
        return "not requested"
    if settings.all_speakers:
        return None
    if not settings.speakers and not _is_authors(quotation, authorship):
        return "other speaker"
    elsewhere = quotation.occasion.kind in {"interview", "event", "contract"}
    counts = _counts_as_document(quotation, authorship.outlets)
    translated = authorship.contract and quotation.occasion.kind == "contract"
    if settings.occasion is not None or counts or translated or not elsewhere:
        return None
    return "other occasion"


def _is_requested(quotation: Quotation, settings: SelectionSettings) -> bool:
    """Whether the user's own choice of occasion and speakers leaves the quotation in."""
    occasion, speaker = quotation.occasion, quotation.speaker
    if settings.occasion is not None:
        wanted = settings.occasion.casefold()
        if wanted != occasion.kind and wanted not in occasion.text.casefold():
            return False
    if settings.all_speakers or not settings.speakers:
        return True
    return speaker is not None and any(same_speaker(speaker, name) for name in settings.speakers)


def _is_authors(quotation: Quotation, authorship: _Authorship) -> bool:
    """Whether the words can be the author's, or the document's own."""
    speaker = quotation.speaker
    if speaker is None:
        return not authorship.speakers or quotation.occasion.kind == "document"
    if any(same_speaker(speaker, name) for name in authorship.speakers) or _is_document(speaker):
        return True
    if authorship.contract and _CONTRACT_SPEAKER.search(speaker) is not None:
        return True
    return not authorship.speakers and _counts_as_document(quotation, authorship.outlets)
