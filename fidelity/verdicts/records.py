"""A verdict record as plain values, and its validation. A database, a JSON line and a CSV row use the same rules."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, get_args

from fidelity.errors import StoreError
from fidelity.report.escaping import replace_surrogates
from fidelity.types import Judgement, Span, VerdictRecord

FIELDS: tuple[str, ...] = tuple(field.name for field in fields(VerdictRecord))
"""Names of the fields in order. They are the columns of the CSV and the keys of the JSON."""

MAX_COMMENT = 100_000
"""Longest comment, in characters. A longer text would not fit into a cell."""

MAX_NAME = 200
"""Longest name of a reviewer, in characters."""

JUDGEMENTS: tuple[Judgement, ...] = get_args(Judgement)
"""The verdicts that a reviewer can give."""

_LAST_YEAR = 9000
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[!-~]{1,100}")


class RecordError(ValueError):
    """A field of a record is invalid. The text names the field and says what it should be."""


def check_record(record: VerdictRecord) -> VerdictRecord:
    """``record`` as it is stored: time in UTC to the microsecond, reviewer's name on one line, no lone surrogates.

    Raises:
        RecordError: if a field is out of its range, or contradicts another field.
    """
    for name in ("id", "quotation_id", "uid"):
        _require(_ID.fullmatch(getattr(record, name)), f"{name} should be an id")
    _require(_DIGEST.fullmatch(record.translation), "translation should be a SHA-256 in hex")
    _require(record.severity in (None, *JUDGEMENTS), f"severity should be one of: {', '.join(JUDGEMENTS)}")
    _require(bool(record.undoes) == (record.severity is None), "a record either judges or undoes another")
    _require(not record.undoes or _ID.fullmatch(record.undoes), "undoes should be the uid of a record")
    _require(0 < record.chance <= 1, "chance should lie above 0 and up to 1")
    for name in ("score", "confidence"):
        value = getattr(record, name)
        _require(value is None or 0 <= value <= 1, f"{name} should lie between 0 and 1")
    _require(record.fidelity is None or 0 <= record.fidelity <= 100, "fidelity should lie between 0 and 100")
    for name in ("trust", "selection"):
        value = getattr(record, name)
        _require(value is None or math.isfinite(value), f"{name} should be a number")
    _require(len(record.comment) <= MAX_COMMENT, f"comment should have at most {MAX_COMMENT} characters; shorten it")
    reviewer = " ".join(unicodedata.normalize("NFC", replace_surrogates(record.reviewer)).split())
    _require(len(reviewer) <= MAX_NAME, f"reviewer should have at most {MAX_NAME} characters")
    return replace(
        record,
        time=_utc(record.time),
        reviewer=reviewer,
        comment=replace_surrogates(record.comment),
        signature=replace_surrogates(record.signature),
        model=replace_surrogates(record.model),
    )


def record_dict(record: VerdictRecord) -> dict[str, Any]:
    """A record as plain values; spans are ``[start, end]``."""
    value = {name: getattr(record, name) for name in FIELDS}
    value["passage"] = [[span.start, span.end] for span in record.passage]
    value["picked"] = None if record.picked is None else [record.picked.start, record.picked.end]
    return value


def record_of(value: dict[str, Any]) -> VerdictRecord:
    """The record for which :func:`record_dict` gave ``value``. Unknown keys are ignored.

    Raises:
        RecordError: as :func:`check_record` does, or if a field is missing or of another type.
    """
    found = {name: value[name] for name in FIELDS if name in value}
    for name in FIELDS[:7]:
        _require(name in found, f"{name} is missing")
    for name in (
        "id",
        "quotation_id",
        "reviewer",
        "time",
        "signature",
        "translation",
        "comment",
        "model",
        "uid",
        "undoes",
    ):
        _require(isinstance(found.get(name, ""), str), f"{name} should be a text")
    _require(isinstance(found["severity"], str | None), "severity should be a text or null")
    _require(_is_number(found.get("chance", 1.0)), "chance should be a number")
    for name in ("score", "confidence", "trust", "selection"):
        _require(found.get(name) is None or _is_number(found[name]), f"{name} should be a number or null")
    fidelity = found.get("fidelity")
    _require(fidelity is None or type(fidelity) is int, "fidelity should be a whole number or null")
    passage, picked = found.get("passage", []), found.get("picked")
    _require(isinstance(passage, list), "passage should be a list of spans")
    found["passage"] = tuple(_span(each, "passage") for each in passage)
    found["picked"] = None if picked is None else _span(picked, "picked")
    return check_record(VerdictRecord(**found))


def now() -> str:
    """The current time in the format of the records."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def refused(error: RecordError) -> StoreError:
    """The error for a record that cannot be stored."""
    return StoreError(f"this verdict cannot be kept: {error}")


def _require(condition: object, message: str) -> None:
    if not condition:
        raise RecordError(message)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


def _span(value: object, name: str) -> Span:
    if isinstance(value, list) and len(value) == 2 and all(type(edge) is int for edge in value):
        start, end = value
        if 0 <= start <= end:
            return Span(start, end)
    raise RecordError(f"{name} should have spans [start, end] with 0 <= start <= end")


def _utc(time: str) -> str:
    try:
        moment = datetime.fromisoformat(time)
        _require(moment.tzinfo is not None, "time should say its zone, as in 2026-03-05T12:00:00+00:00")
        _require(
            moment.year < _LAST_YEAR, f"time should lie before the year {_LAST_YEAR}"
        )  # every later time is greater
        return moment.astimezone(UTC).isoformat(timespec="microseconds")
    except (ValueError, OverflowError) as error:
        if isinstance(error, RecordError):
            raise
        raise RecordError("time should be ISO 8601, as in 2026-03-05T12:00:00+00:00") from error
