"""Finds the zones of a document: which part has which role, and why.

A paragraph gets its zone from what it says about itself (a label such as "Translator:" or "免责声明"),
from its position (before a marker line, at either end) and from its language compared with the body's.
Inline notes are found inside paragraphs. A paragraph that no rule assigns to another zone belongs to the body.
"""

from __future__ import annotations

from collections.abc import Sequence

from fidelity.settings import ZoneSettings
from fidelity.types import Span, Zone
from fidelity.zones.back import claim_back
from fidelity.zones.head import claim_head, find_marker
from fidelity.zones.inline import find_inline_notes
from fidelity.zones.lines import SPEECHLESS, Claim, Claims, lines_of, main_language
from fidelity.zones.notices import claim_notices
from fidelity.zones.override import NAMES, apply_wishes
from fidelity.zones.pages import claim_pages
from fidelity.zones.titles import claim_titles

__all__ = ["NAMES", "find_zones"]


def find_zones(text: str, paragraphs: Sequence[tuple[Span, str]], settings: ZoneSettings) -> tuple[Zone, ...]:
    """The zones of a document, in order, without overlap; gaps between them are white space.

    ``paragraphs`` are (span, language) in order and cover everything but white space. Consecutive paragraphs with the
    same role are one zone; an inline note inside a paragraph splits it.

    Raises:
        SettingError: if ``settings`` name a zone that does not exist or a body that is impossible.
    """
    if not paragraphs:
        return apply_wishes(text, (), settings)
    lines = lines_of(text, paragraphs)
    claims: Claims = [None] * len(lines)
    marker = find_marker(lines, settings)
    claim_head(lines, claims, marker, settings)
    claim_pages(lines, claims, settings)
    claim_notices(lines, claims, main_language(lines), settings)
    claim_titles(lines, claims, settings)
    claim_back(lines, claims, settings)
    body = Claim(
        "body",
        settings.label_confidence if marker is not None else settings.rest_confidence,
        "follows the marker line" if marker is not None else "no other role claims it",
    )
    zones: list[Zone] = []
    for line, claim in zip(lines, claims, strict=True):
        _append(zones, text, line.span, line.language, claim or body, settings)
    return apply_wishes(text, zones, settings)


def _append(zones: list[Zone], text: str, span: Span, tag: str, claim: Claim, settings: ZoneSettings) -> None:
    """Add one paragraph, split at its inline notes. The last zone grows if it has the same role and language."""
    if claim.name != "body":  # the whole paragraph is left out, including its notes
        _extend(zones, Zone(claim.name, span, tag, claim.confidence, claim.reason))
        return
    position = span.start
    for note, reason in find_inline_notes(text, span, settings):
        _extend(zones, _rest(text, Span(position, note.start), tag, claim))
        zones.append(Zone("inline_note", note, tag, settings.label_confidence, reason))
        position = note.end
    _extend(zones, _rest(text, Span(position, span.end), tag, claim))


def _rest(text: str, span: Span, tag: str, claim: Claim) -> Zone | None:
    trimmed = span.trim(text)
    return Zone(claim.name, trimmed, tag, claim.confidence, claim.reason) if len(trimmed) else None


def _extend(zones: list[Zone], zone: Zone | None) -> None:
    if zone is None:
        return
    last = zones[-1] if zones else None
    same_language = last and (last.language == zone.language or SPEECHLESS & {last.language, zone.language})
    if last and last.name == zone.name and same_language:
        language = zone.language if last.language in SPEECHLESS else last.language
        zones[-1] = Zone(last.name, Span(last.span.start, zone.span.end), language, last.confidence, last.reason)
    else:
        zones.append(zone)
