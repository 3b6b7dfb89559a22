"""Applies what the user says about a document's zones. It takes precedence over the rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import get_args

from fidelity.errors import SettingError
from fidelity.settings import ZoneSettings
from fidelity.types import Span, Zone, ZoneName

NAMES: tuple[ZoneName, ...] = get_args(ZoneName)


def apply_wishes(text: str, zones: Iterable[Zone], settings: ZoneSettings) -> tuple[Zone, ...]:
    """The zones after ``settings.include`` was put back into the body and ``settings.body`` was applied.

    Raises:
        SettingError: if a zone has an unknown name, or the body lies outside of the text or contains no text.
    """
    for name in settings.include:
        if name not in NAMES:
            raise SettingError(
                f"{name!r} is not a zone; name one of {', '.join(each for each in NAMES if each != 'body')}"
            )
    found: tuple[Zone, ...] = tuple(zones)
    if settings.body is not None:
        found = _with_body(text, found, _checked(text, settings.body))
    return tuple(
        replace(zone, name="body", reason=f"put back into the body; was {zone.name}: {zone.reason}")
        if zone.name in settings.include and zone.name != "body"
        else zone
        for zone in found
    )


def _checked(text: str, body: tuple[int, int]) -> Span:
    start, end = body
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise SettingError(
            f"{start}:{end} is not a body; give the offset of its first character and the offset after its last,"
            f" between 0 and {len(text)}, as inspect shows them"
        )
    return Span(start, end)


def _with_body(text: str, zones: tuple[Zone, ...], body: Span) -> tuple[Zone, ...]:
    """The span ``body`` becomes the body, except for the notes inside it. Text outside of it is no longer body."""
    result: list[Zone] = []
    for zone in zones:
        for piece in _pieces(zone.span, body):
            span = piece.trim(text)
            if not len(span):
                continue
            if body.covers(span):
                named = zone if zone.name in ("body", "inline_note") else replace(zone, name="body")
                result.append(replace(named, span=span, confidence=1.0, reason="the body as given by hand"))
                if zone.name == "inline_note":
                    result[-1] = replace(zone, span=span)
            elif zone.name == "body":
                above = span.end <= body.start
                name: ZoneName = "front_matter" if above else "boilerplate"
                side = "above" if above else "below"
                result.append(
                    replace(zone, name=name, span=span, confidence=1.0, reason=f"{side} the body as given by hand")
                )
            else:
                result.append(replace(zone, span=span))
    return tuple(result)


def _pieces(span: Span, body: Span) -> list[Span]:
    """``span`` cut at the edges of ``body``."""
    cuts = sorted({span.start, span.end, *(at for at in (body.start, body.end) if span.start < at < span.end)})
    return [Span(a, b) for a, b in pairwise(cuts)]
