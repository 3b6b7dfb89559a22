"""The JSON shapes: ``fidelity.report/2``, ``fidelity.quotes/1`` and ``fidelity.inspect/1``.

The order of the keys is stable. Spans are ``[start, end]``. ``docs/reference.md`` describes every key. Some keys are
there so that a loaded report equals the saved one: ``paragraph``, ``speaker_span``, ``cue_span`` and ``aside`` of a
quotation, ``trust`` of an entry (the log-odds of its passage before calibration) and ``log_odds`` of its selection.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from fidelity.report.escaping import replace_surrogates

if TYPE_CHECKING:
    from fidelity.report.result import Report
    from fidelity.types import (
        Alternative,
        Document,
        DocumentInfo,
        Issue,
        Pair,
        Passage,
        Quotation,
        Selection,
        Span,
        Unpaired,
        Verdict,
        Zone,
    )

REPORT_SCHEMA = "fidelity.report/2"
REPORT_SCHEMAS = ("fidelity.report/1", REPORT_SCHEMA)
"""The shapes that can be read. Shape 1 has no ``selection`` and no ``near``."""
QUOTES_SCHEMA = "fidelity.quotes/1"
INSPECT_SCHEMA = "fidelity.inspect/1"

# JSON allows these hidden characters; they are written as \uXXXX, so that the text is safe on a terminal, too.
_STEERING = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def to_text(value: dict[str, Any], indent: int | None = 1) -> str:
    """``value`` as JSON text in UTF-8, with ``indent`` spaces per level and a line feed at the end.

    With ``indent=None`` it is one line. Lone surrogates, which no UTF-8 file can hold, become U+FFFD.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False) + "\n"
    return escape_json(text)


def escape_json(text: str) -> str:
    """JSON text in which hidden characters are escaped and lone surrogates are replaced."""
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", replace_surrogates(text))


def report_dict(report: Report) -> dict[str, Any]:
    """A report in the shape ``fidelity.report/2``."""
    return {
        "schema": REPORT_SCHEMA,
        "signature": report.signature,
        "translation": _document(report.translation),
        "articles": [_document(article) for article in report.articles],
        "pairs": [_pair(pair) for pair in report.pairs],
        "unpaired": [_unpaired(item) for item in report.unpaired],
        "summary": dict(report.summary),
        "notes": list(report.notes),
    }


def quotes_dict(articles: Iterable[tuple[Document, Sequence[Quotation]]]) -> dict[str, Any]:
    """Articles and the quotations found in each, in the shape ``fidelity.quotes/1``."""
    return {"schema": QUOTES_SCHEMA, "articles": [_quoting_article(*article) for article in articles]}


def quotes_line(document: Document, quotations: Sequence[Quotation]) -> str:
    """One article and its quotations as one line of JSON Lines."""
    value = {"schema": QUOTES_SCHEMA, **_quoting_article(document, quotations)}
    return to_text(value, indent=None)


def _quoting_article(document: Document, quotations: Sequence[Quotation]) -> dict[str, Any]:
    return {
        "id": document.info.id,
        "origin": document.info.origin,
        "quotations": [_listed_quotation(quotation) for quotation in quotations],
    }


def inspect_dict(document: Document) -> dict[str, Any]:
    """A document's zones and segments, in the shape ``fidelity.inspect/1``."""
    return {
        "schema": INSPECT_SCHEMA,
        **_document(document.info),
        "segments": [
            {
                "start": segment.span.start,
                "end": segment.span.end,
                "language": segment.language,
                "zone": segment.zone,
                "confidence": segment.confidence,
            }
            for segment in document.segments
        ],
        "format": document.format,
        "encoding": document.encoding,
        "notes": list(document.notes),
    }


def _document(info: DocumentInfo) -> dict[str, Any]:
    return {
        "id": info.id,
        "origin": info.origin,
        "sha256": info.sha256,
        "language": info.language,
        "zones": [_zone(zone) for zone in info.zones],
    }


def _zone(zone: Zone) -> dict[str, Any]:
    return {
        "zone": zone.name,
        "start": zone.span.start,
        "end": zone.span.end,
        "language": zone.language,
        "confidence": zone.confidence,
        "reason": zone.reason,
    }


def _pair(pair: Pair) -> dict[str, Any]:
    value = {
        "id": pair.id,
        "quotation_id": pair.quotation_id,
        "article": pair.article,
        "quotation": _quotation(pair.quotation),
        "passage": _passage(pair.passage),
        "similarity": pair.similarity + 0.0,  # no negative zero
        "confidence": pair.confidence,
        "score": pair.score,
        "fidelity": pair.fidelity,
        "severity": pair.severity,
        **_judgement(pair),
    }
    if pair.unjudged is not None:
        value["unjudged"] = pair.unjudged
    if pair.notes:
        value["notes"] = list(pair.notes)
    if pair.unmatched is not None:
        value["unmatched"] = [_spans(side) for side in pair.unmatched]
    return value | _trust(pair)


def _unpaired(item: Unpaired) -> dict[str, Any]:
    return {
        "quotation_id": item.quotation_id,
        "article": item.article,
        "quotation": _quotation(item.quotation),
        "reason": item.reason,
        "confidence": item.confidence,
        "severity": item.severity,
        "near": None if item.near is None else _alternative(item.near),
        **_judgement(item),
        **_trust(item),
    }


def _trust(entry: Pair | Unpaired) -> dict[str, Any]:
    return {} if entry.trust is None else {"trust": entry.trust + 0.0}


def _selection(selection: Selection) -> dict[str, Any]:
    evidence, odds = list(selection.evidence), selection.log_odds + 0.0
    return {"probability": selection.probability, "evidence": evidence, "log_odds": odds}


def _judgement(entry: Pair | Unpaired) -> dict[str, Any]:
    return {
        "issues": [issue_dict(issue) for issue in entry.issues],
        "alternatives": [_alternative(alternative) for alternative in entry.alternatives],
        "selection": None if entry.selection is None else _selection(entry.selection),
        "verdict": None if entry.verdict is None else _verdict(entry.verdict),
    }


def _quotation(quotation: Quotation) -> dict[str, Any]:
    return {
        "text": quotation.text,
        "spans": _spans(quotation.spans),
        "kind": quotation.kind,
        "speaker": quotation.speaker,
        "cue": quotation.cue,
        "occasion": {"kind": quotation.occasion.kind, "text": quotation.occasion.text},
        "paragraph": _span(quotation.paragraph),
        "speaker_span": _span(quotation.speaker_span),
        "cue_span": _span(quotation.cue_span),
        **_details(quotation),
    }


def _listed_quotation(quotation: Quotation) -> dict[str, Any]:
    return {
        "text": quotation.text,
        "spans": _spans(quotation.spans),
        "kind": quotation.kind,
        "speaker": quotation.speaker,
        "speaker_span": _span(quotation.speaker_span),
        "cue": quotation.cue,
        "cue_span": _span(quotation.cue_span),
        "occasion": {"kind": quotation.occasion.kind, "text": quotation.occasion.text},
        **_details(quotation),
    }


def _details(quotation: Quotation) -> dict[str, Any]:
    return {
        "aside": quotation.aside,
        "aside_reason": quotation.aside_reason,
        "content": _span(quotation.content),
        "brackets": _spans(quotation.brackets),
        "ellipses": _spans(quotation.ellipses),
        "speaker_kind": quotation.speaker_kind,
        "speaker_words": quotation.speaker_words,
        "speaker_probability": quotation.speaker_probability,
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "text": passage.text,
        "start": passage.span.start,
        "end": passage.span.end,
        "spans": _spans(passage.spans),
    }


def issue_dict(issue: Issue) -> dict[str, Any]:
    """An issue, as in a report."""
    return {
        "category": issue.category,
        "check": issue.check,
        "severity": issue.severity,
        "quotation_spans": _spans(issue.quotation_spans),
        "passage_spans": _spans(issue.passage_spans),
        "note": issue.note,
    }


def _alternative(alternative: Alternative) -> dict[str, Any]:
    return {
        "text": alternative.text,
        "start": alternative.span.start,
        "end": alternative.span.end,
        "similarity": alternative.similarity + 0.0,
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "severity": verdict.severity,
        "comment": verdict.comment,
        "reviewer": verdict.reviewer,
        "stale": verdict.stale,
    }


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
