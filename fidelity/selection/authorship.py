"""Whose words the translated document holds, as far as its front matter, the article and what pairs tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fidelity.selection.names import content_words, find_called
from fidelity.selection.works import main_sorts
from fidelity.settings import SelectionSettings
from fidelity.types import Document, OccasionKind, Quotation

Support = Callable[[Sequence[Quotation]], Sequence[float]]
"""For each quotation the highest cosine, -1..1, of a sentence of the translation's body with it."""

_SENT = (
    r"(?:sent|sends|wrote|writes|penned|released?s?|issued|issues|published|circulated|posted|shared|distributed|drafted|"
    r"addressed|signed|authored|submitted|delivered|gave)"
)
_DOCUMENT_WORDS = (
    r"(?:memo|memorandum|letter|e-?mail|note|statement|post|op-ed|filing|release|message|essay|paper|manifesto|"
    r"document|text|speech|address|circular|dispatch)s?"
)
_BYLINE = re.compile(
    r"^[^\w\n]*(?:original\s+)?(?:author|by|source|written\s+by|from|publisher|publication|outlet|speaker|von|autor|auteur|"
    r"autora?|fuente|quelle|автор|источник|原文作者|作者|来源|來源|原文来源|著者|出典)\s*[:：]\s*(?P<name>[^\n]+)$",
    re.IGNORECASE | re.MULTILINE,
)
_DOCUMENT_SPEAKER = re.compile(rf"\b{_DOCUMENT_WORDS}\b", re.IGNORECASE)
_CONTRACT_SPEAKER = re.compile(r"\b(?:contract|agreement|treaty|clauses?|accord|lease|licen[cs]e)\b", re.IGNORECASE)
_FORMS: tuple[tuple[OccasionKind, re.Pattern[str]], ...] = (
    ("document", _DOCUMENT_SPEAKER),
    ("contract", re.compile(r"\b(?:contract|agreement|treaty|accord)\b", re.IGNORECASE)),
    ("event", re.compile(r"\b(?:speech|address|remarks|keynote|lecture|testimony|sermon)\b", re.IGNORECASE)),
    ("interview", re.compile(r"\b(?:interview|transcript|conversation)\b", re.IGNORECASE)),
)
_TITLE_LINES = 2


@dataclass(frozen=True, slots=True)
class Authorship:
    """Whose words count, the outlets that count as the document, what kind of occasion it is itself, and why.

    ``statement`` is one plain sentence. ``sorts``: what sort of document it is, memo or book; empty if nothing tells.
    """

    speakers: tuple[str, ...]
    outlets: tuple[str, ...]
    form: OccasionKind
    statement: str
    sorts: frozenset[str] = frozenset()


def find_authorship(
    translation: Document,
    article: Document,
    quotations: Sequence[Quotation],
    settings: SelectionSettings,
    support: Support | None,
) -> Authorship:
    """Decides for one article whose words are the translated document's."""
    front = _front_text(translation)
    outlets = tuple(found["name"].strip() for found in _BYLINE.finditer(front))
    form = _form_of("\n".join(front.splitlines()[:_TITLE_LINES]))
    if settings.speakers:
        return _as_asked(article, quotations, outlets, form, settings)
    author, why = _find_author(front, article.text, outlets, quotations, settings, support)
    if author is None:
        return Authorship((), outlets, form, f"Nobody was taken as the author of the translated document: {why}.")
    statement = f"Taken as the author of the translated document: {author}, because {why}."
    occasions = [q.occasion.text for q in quotations if q.speaker == author and q.occasion.kind == "document"]
    return Authorship((author,), outlets, form, statement, main_sorts(front, occasions))


def _front_text(translation: Document) -> str:
    """What the translation says about itself before its body."""
    zones = (zone for zone in translation.info.zones if zone.name in {"front_matter", "editor_note"})
    return "\n".join(zone.span.of(translation.text) for zone in zones)


def _form_of(title: str) -> OccasionKind:
    """What kind of occasion the translated document is, by the first word for one in its title."""
    found = [
        (match.start(), -at, form) for at, (form, pattern) in enumerate(_FORMS) if (match := pattern.search(title))
    ]
    return min(found)[2] if found else "document"


def _as_asked(
    article: Document,
    quotations: Sequence[Quotation],
    outlets: tuple[str, ...],
    form: OccasionKind,
    settings: SelectionSettings,
) -> Authorship:
    """By the user's own choice, which may name a role."""
    called = {name: find_called(name, quotations, article.text) for name in settings.speakers}
    speakers = tuple(dict.fromkeys([*settings.speakers, *(one for some in called.values() for one in some)]))
    shown = [f"{name} ({', '.join(found)})" if found and name not in found else name for name, found in called.items()]
    statement = f"Kept the words of {', '.join(shown)}, as asked."
    nobody = [name for name, found in called.items() if not found]
    if nobody:
        known = list(dict.fromkeys(q.speaker for q in quotations if q.speaker is not None))
        quoted = f" Quoted are: {', '.join(known[: settings.author_candidates])}." if known else ""
        statement += f" No quotation is of {', '.join(nobody)}.{quoted}"
    return Authorship(speakers, outlets, form, statement)


def _find_author(
    front: str,
    article: str,
    outlets: Sequence[str],
    quotations: Sequence[Quotation],
    settings: SelectionSettings,
    support: Support | None,
) -> tuple[str | None, str]:
    """Whose words count as the document's, and why."""
    spoken = [q for q in quotations if q.speaker is not None and not is_document(q.speaker)]
    order = {name: at for at, name in enumerate(dict.fromkeys(q.speaker for q in spoken if q.speaker is not None))}
    said = [q for q in spoken if q.aside is None]
    counts = Counter(q.speaker for q in said if counts_as_document(q, outlets))
    named = [name for name in order if _is_named(name, front) and _wrote(name, front)]
    if named:
        author = max(named, key=lambda name: (counts[name], -order[name]))
        return author, "the translation's front matter says so"
    paired = _count_paired(said, settings, support)
    total = counts + paired
    quoted = sorted((name for name in order if total[name]), key=lambda name: (-total[name], order[name]))
    quoted = quoted[: settings.author_candidates]
    if not quoted:
        return None, "kept what the article quotes from a document or from nobody whom it names"
    weights = {
        name: total[name] + settings.front_weight * (_is_named(name, front) + _wrote(name, article)) for name in quoted
    }
    author = max(quoted, key=lambda name: (weights[name], -order[name]))
    return author, _say_why(counts[author], paired[author], _is_named(author, front))


def _count_paired(
    said: Sequence[Quotation], settings: SelectionSettings, support: Support | None
) -> Counter[str | None]:
    """For each speaker, how many of their quotations are near to a sentence of the translation."""
    if support is None or not said:
        return Counter()
    return Counter(q.speaker for q, cosine in zip(said, support(said), strict=True) if cosine >= settings.pairs_from)


def _say_why(from_document: int, paired: int, named: bool) -> str:
    reasons = []
    if from_document:
        reasons.append(f"the article quotes {_count(from_document)} of theirs from a document")
    if paired:
        reasons.append(f"{_count(paired)} of theirs {'is' if paired == 1 else 'are'} near to a sentence of it")
    if named:
        reasons.append("the translation's front matter names them")
    return " and ".join(reasons)


def _count(number: int) -> str:
    return "one quotation" if number == 1 else f"{number} quotations"


def _is_named(name: str, front: str) -> bool:
    last = content_words(name)[-1:]
    return bool(last) and re.search(rf"\b{re.escape(last[0])}", front, re.IGNORECASE) is not None


def _wrote(name: str, text: str) -> bool:
    """Whether ``text`` says that ``name`` wrote, sent or released a document."""
    last = content_words(name)[-1:]
    if not last:
        return False
    word = re.escape(last[0])
    patterns = (
        rf"\b{word}(?:\s+\w+){{0,2}}?\s+{_SENT}\b[^.\n]{{0,80}}?\b{_DOCUMENT_WORDS}\b",
        rf"\b{word}['’]s?\s+(?:[\w-]+\s+){{0,4}}{_DOCUMENT_WORDS}\b",
        rf"\b{_DOCUMENT_WORDS}\b[^.\n]{{0,60}}\b(?:by|from)\s+(?:[\w.]+\s+){{0,5}}{word}\b",
        rf"^[^\w\n]*(?:original\s+)?(?:author|by|from|speaker|signed|von|autora?|auteur|автор|作者|原文作者|著者)\s*[:：][^\n]*{word}",
    )
    return any(re.search(pattern, text, re.IGNORECASE | re.MULTILINE) for pattern in patterns)


def is_document(speaker: str) -> bool:
    """Whether a document speaks that is no contract: ``the memo``."""
    return _DOCUMENT_SPEAKER.search(speaker) is not None and _CONTRACT_SPEAKER.search(speaker) is None


def is_contract(speaker: str) -> bool:
    """Whether a contract speaks."""
    return _CONTRACT_SPEAKER.search(speaker) is not None


def counts_as_document(quotation: Quotation, outlets: Sequence[str]) -> bool:
    """Whether the words stand in a document, or are reported by the outlet that the translation is from."""
    occasion = quotation.occasion
    if occasion.kind == "document":
        return True
    named = any(_mentions(occasion.text, name) for name in outlets)
    return occasion.kind in {"unknown", "interview"} and named


def _mentions(text: str, outlet: str) -> bool:
    words = content_words(outlet)
    there = content_words(text)
    return bool(words) and all(word in there for word in words)
