"""Reads a saved report as a :class:`Report`. Every field is checked, and an error names the first wrong one."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from itertools import pairwise
from typing import Any, Literal, NoReturn, TypeVar, get_args

from fidelity.errors import ReportError
from fidelity.regular_files import read_regular
from fidelity.report.escaping import escape_terminal
from fidelity.report.result import Report
from fidelity.report.schema import REPORT_SCHEMAS
from fidelity.types import (
    REASONS,
    SEVERITIES,
    Alternative,
    Category,
    DocumentInfo,
    Issue,
    Judgement,
    Occasion,
    OccasionKind,
    Pair,
    Passage,
    Quotation,
    QuotationKind,
    Selection,
    Span,
    SpeakerKind,
    Unpaired,
    Verdict,
    Zone,
    ZoneName,
)

T = TypeVar("T")
_MAX_BYTES = 2**30
"""Largest saved report that is read: about a hundred times the largest document."""
_MOST = 2**53
"""JSON does not keep whole numbers beyond this one exact (RFC 8259, section 6)."""
_ASIDES: tuple[Literal["scare quote", "term or title"], ...] = ("scare quote", "term or title")


class _MalformedError(ValueError):
    """A field does not have the required form. The text names the field and says what it should be."""


def load(path: str | os.PathLike[str]) -> Report:
    """The report that :meth:`Report.to_json` wrote to ``path``; equal to the one that was saved.

    Raises:
        ReportError: if the file cannot be read, is not JSON, has another schema, lacks a field,
            or has one of the wrong type, out of range, or contradicting another.
    """
    name = escape_terminal(os.fspath(path))
    try:
        data = read_regular(path, _MAX_BYTES)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ReportError(f"cannot read the report {name}: {reason}; give a file written by --json") from error
    return parse_report(data, name)


def parse_report(data: bytes, name: str) -> Report:
    """The report that the JSON in ``data`` holds; errors call it ``name``, which must be safe on a terminal.

    Raises:
        ReportError: as :func:`load` does.
    """
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ReportError(f"{name} is not JSON, so not a report; give a file written by --json") from error
    try:
        return _report(value)
    except _MalformedError as error:
        message = f"{name} is not a report that this version reads: {error}; write it again with --json"
        raise ReportError(message) from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _report(value: Any) -> Report:
    if not isinstance(value, dict) or value.get("schema") not in REPORT_SCHEMAS:
        raise _MalformedError(f"its schema is not {' or '.join(REPORT_SCHEMAS)}")
    try:
        report = Report(
            signature=_get(value, "", "signature", _text),
            translation=_get(value, "", "translation", _document),
            articles=_get(value, "", "articles", _list_of(_document)),
            pairs=_get(value, "", "pairs", _list_of(_pair)),
            unpaired=_get(value, "", "unpaired", _list_of(_unpaired)),
            notes=_get(value, "", "notes", _list_of(_text), ()),
        )
    except _MalformedError:
        raise
    except ValueError as error:  # entries that contradict one another
        raise _MalformedError(escape_terminal(str(error))) from error
    summary = _get(value, "", "summary", _mapping)
    counted: dict[str, Any] = {**report.summary}
    for key in ("needs_a_look", "verdict"):  # what is shown first may change from version to version
        del counted[key]
    if any(key not in summary or summary[key] != expected for key, expected in counted.items()):
        raise _MalformedError("its summary does not fit its pairs")
    return report


def _document(value: Any, where: str) -> DocumentInfo:
    return DocumentInfo(
        id=_get(value, where, "id", _text),
        origin=_get(value, where, "origin", _text),
        sha256=_get(value, where, "sha256", _text),
        language=_get(value, where, "language", _text),
        zones=_get(value, where, "zones", _list_of(_zone)),
    )


def _zone(value: Any, where: str) -> Zone:
    return Zone(
        name=_get(value, where, "zone", _one_of(get_args(ZoneName))),
        span=_edges(value, where),
        language=_get(value, where, "language", _text),
        confidence=_get(value, where, "confidence", _between(0, 1)),
        reason=_get(value, where, "reason", _text),
    )


def _pair(value: Any, where: str) -> Pair:
    return Pair(
        id=_get(value, where, "id", _text),
        quotation_id=_get(value, where, "quotation_id", _text),
        article=_get(value, where, "article", _text),
        quotation=_get(value, where, "quotation", _quotation),
        passage=_get(value, where, "passage", _passage),
        similarity=_get(value, where, "similarity", _between(-1, 1)),
        confidence=_get(value, where, "confidence", _optional(_between(0, 1))),
        score=_get(value, where, "score", _optional(_between(0, 1))),
        fidelity=_get(value, where, "fidelity", _optional(_percent)),
        severity=_get(value, where, "severity", _optional(_one_of(SEVERITIES))),
        issues=_get(value, where, "issues", _list_of(_issue)),
        alternatives=_get(value, where, "alternatives", _list_of(_alternative)),
        verdict=_get(value, where, "verdict", _optional(_verdict)),
        unjudged=_get(value, where, "unjudged", _optional(_text), None),
        notes=_get(value, where, "notes", _list_of(_text), ()),
        trust=_get(value, where, "trust", _optional(_LOG_ODDS), None),
        selection=_get(value, where, "selection", _optional(_selection), None),
        unmatched=_get(value, where, "unmatched", _optional(_unmatched), None),
    )


def _unmatched(value: Any, where: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    sides = _list_of(_list_of(_span))(value, where)
    if len(sides) != 2:
        raise _MalformedError(f"{where} should have two sides")
    return sides[0], sides[1]


def _unpaired(value: Any, where: str) -> Unpaired:
    return Unpaired(
        quotation_id=_get(value, where, "quotation_id", _text),
        article=_get(value, where, "article", _text),
        quotation=_get(value, where, "quotation", _quotation),
        reason=_get(value, where, "reason", _one_of(REASONS)),
        confidence=_get(value, where, "confidence", _optional(_between(0, 1))),
        severity=_get(value, where, "severity", _optional(_one_of(SEVERITIES))),
        issues=_get(value, where, "issues", _list_of(_issue)),
        alternatives=_get(value, where, "alternatives", _list_of(_alternative)),
        verdict=_get(value, where, "verdict", _optional(_verdict)),
        trust=_get(value, where, "trust", _optional(_LOG_ODDS), None),
        selection=_get(value, where, "selection", _optional(_selection), None),
        near=_get(value, where, "near", _optional(_alternative), None),
    )


def _selection(value: Any, where: str) -> Selection:
    return Selection(
        probability=_get(value, where, "probability", _between(0, 1)),
        evidence=_get(value, where, "evidence", _list_of(_text)),
        log_odds=_get(value, where, "log_odds", _LOG_ODDS, 0.0),
    )


def _quotation(value: Any, where: str) -> Quotation:
    spans = _get(value, where, "spans", _some_spans)
    return Quotation(
        text=_get(value, where, "text", _text),
        spans=spans,
        paragraph=_get(value, where, "paragraph", _span, Span(spans[0].start, spans[-1].end)),
        kind=_get(value, where, "kind", _one_of(get_args(QuotationKind))),
        speaker=_get(value, where, "speaker", _optional(_text)),
        speaker_span=_get(value, where, "speaker_span", _optional(_span), None),
        speaker_kind=_get(value, where, "speaker_kind", _one_of(get_args(SpeakerKind)), "unknown"),
        speaker_words=_get(value, where, "speaker_words", _optional(_text), None),
        speaker_probability=_get(value, where, "speaker_probability", _optional(_between(0, 1)), None),
        cue=_get(value, where, "cue", _optional(_text)),
        cue_span=_get(value, where, "cue_span", _optional(_span), None),
        occasion=_get(value, where, "occasion", _occasion),
        aside=_get(value, where, "aside", _optional(_one_of(_ASIDES)), None),
        aside_reason=_get(value, where, "aside_reason", _optional(_text), None),
        content=_get(value, where, "content", _optional(_span), None),
        brackets=_get(value, where, "brackets", _list_of(_span), ()),
        ellipses=_get(value, where, "ellipses", _list_of(_span), ()),
    )


def _occasion(value: Any, where: str) -> Occasion:
    kind = _get(value, where, "kind", _one_of(get_args(OccasionKind)))
    return Occasion(kind, _get(value, where, "text", _text))


def _passage(value: Any, where: str) -> Passage:
    passage = Passage(_get(value, where, "text", _text), _get(value, where, "spans", _some_spans))
    if passage.span != _edges(value, where):
        raise _MalformedError(f"{where}: start and end are not the edges of its spans")
    return passage


def _issue(value: Any, where: str) -> Issue:
    return Issue(
        category=_get(value, where, "category", _one_of(get_args(Category))),
        check=_get(value, where, "check", _text),
        severity=_get(value, where, "severity", _one_of(SEVERITIES)),
        quotation_spans=_get(value, where, "quotation_spans", _list_of(_span)),
        passage_spans=_get(value, where, "passage_spans", _list_of(_span)),
        note=_get(value, where, "note", _text),
    )


def _alternative(value: Any, where: str) -> Alternative:
    return Alternative(
        text=_get(value, where, "text", _text),
        span=_edges(value, where),
        similarity=_get(value, where, "similarity", _between(-1, 1)),
    )


def _verdict(value: Any, where: str) -> Verdict:
    return Verdict(
        severity=_get(value, where, "severity", _one_of(get_args(Judgement))),
        comment=_get(value, where, "comment", _text),
        reviewer=_get(value, where, "reviewer", _text),
        stale=_get(value, where, "stale", _flag),
    )


_REQUIRED: Any = object()


def _get(value: Any, where: str, key: str, read: Callable[[Any, str], T], default: T = _REQUIRED) -> T:
    """``value[key]`` as ``read`` understands it; ``default`` only for keys that a writer may leave out."""
    place = f"{where}.{key}" if where else key
    if key in _mapping(value, where):
        return read(value[key], place)
    if default is _REQUIRED:
        raise _MalformedError(f"{place} is missing")
    return default


def _mapping(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _MalformedError(f"{where} should be an object")
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise _MalformedError(f"{where} should be a text")
    return value


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise _MalformedError(f"{where} should be true or false")
    return value


def _whole(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _MOST:
        raise _MalformedError(f"{where} should be a whole number")
    return value


def _percent(value: Any, where: str) -> int:
    if not 0 <= _whole(value, where) <= 100:
        raise _MalformedError(f"{where} should lie between 0 and 100")
    return int(value)


def _between(low: int, high: int) -> Callable[[Any, str], float]:
    def read(value: Any, where: str) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
            raise _MalformedError(f"{where} should be a number between {low} and {high}")
        return float(value)

    return read


_LOG_ODDS = _between(-1_000_000, 1_000_000)


def _one_of(choices: tuple[T, ...]) -> Callable[[Any, str], T]:
    def read(value: Any, where: str) -> T:
        for choice in choices:
            if isinstance(value, str) and value == choice:
                return choice
        raise _MalformedError(f"{where} should be one of: {', '.join(map(str, choices))}")

    return read


def _optional(read: Callable[[Any, str], T]) -> Callable[[Any, str], T | None]:
    return lambda value, where: None if value is None else read(value, where)


def _list_of(read: Callable[[Any, str], T]) -> Callable[[Any, str], tuple[T, ...]]:
    def read_list(value: Any, where: str) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise _MalformedError(f"{where} should be a list")
        return tuple(read(element, f"{where}[{place}]") for place, element in enumerate(value))

    return read_list


def _span(value: Any, where: str) -> Span:
    if not isinstance(value, list) or len(value) != 2:
        raise _MalformedError(f"{where} should be [start, end]")
    start, end = _whole(value[0], where), _whole(value[1], where)
    if not 0 <= start <= end:
        raise _MalformedError(f"{where} should have 0 <= start <= end")
    return Span(start, end)


def _some_spans(value: Any, where: str) -> tuple[Span, ...]:
    spans = _list_of(_span)(value, where)
    if not spans:
        raise _MalformedError(f"{where} should not be empty")
    if any(before.end > after.start for before, after in pairwise(spans)):
        raise _MalformedError(f"{where} should be in order and apart")
    return spans


def _edges(value: Any, where: str) -> Span:
    return _span([_get(value, where, "start", _whole), _get(value, where, "end", _whole)], where)
