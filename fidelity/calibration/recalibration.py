"""The file of a user's calibrations. ``fidelity calibrate`` writes it, and ``--calibration`` uses it.

It is JSON, ``{"schema", "parts": [{"of", "model", "over", "low", "high", "bias", ...}]}``. Each part is a curve over
the output of one shipped calibration. It is valid only for that calibration and that model. The file enters a report's
signature by the first 8 hex digits of its SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NoReturn, get_args

from fidelity.calibration.curve import Curve
from fidelity.errors import ModelError
from fidelity.regular_files import read_regular

SCHEMA = "fidelity.calibration/1"
Of = Literal["fidelity", "confidence", "selection"]

_MAX_BYTES = 1_000_000
_MAX_PARTS = 1000
_MAX_NAME = 300
_MAX_NUMBER = 1000.0
"""Largest absolute slope or bias. Beyond it every probability is 0 or 1."""


@dataclass(frozen=True, slots=True)
class Part:
    """The curve of fidelity, or of the confidence or the selection of one encoder.

    ``model`` is the name of the pair scorer or of the encoder. ``over`` is the shipped calibration, with its digest,
    whose output is the curve's input. ``rows`` is the number of verdicts on which it was fitted, and ``positive`` how
    many of them were "faithful", "the right passage" or "of the document"; these two numbers change no result.
    """

    of: Of
    model: str
    over: str
    curve: Curve
    rows: int = 0
    positive: int = 0


@dataclass(frozen=True, slots=True)
class Recalibration:
    """The parts of one file. ``digest`` is the first 8 hex digits of its SHA-256, ``origin`` its path as typed."""

    parts: tuple[Part, ...]
    digest: str = ""
    origin: str = ""

    def curve(self, of: Of, model: str, over: str) -> Curve | None:
        """The curve for this model, or ``None`` if the file has none.

        Raises:
            ModelError: if it was fitted over another version of what ships.
        """
        for part in self.parts:
            if part.of == of and part.model == model:
                if part.over != over:
                    self.refuse_version(part.over, over)
                return part.curve
        return None

    def fidelity(self, scorer: str, over: str) -> Curve | None:
        """The curve of fidelity, which belongs to one pair scorer, or ``None`` if the file has none.

        Raises:
            ModelError: if it was fitted with another pair scorer, or over another version of what ships.
        """
        for part in self.parts:
            if part.of == "fidelity" and part.model != scorer:
                self.refuse_version(part.model, scorer)
        return self.curve("fidelity", scorer, over)

    def refuse_version(self, fitted: str, here: str) -> NoReturn:
        """Raises the error that the file belongs to another version."""
        raise ModelError(f"{self.origin}: was fitted for {fitted}, and this is {here}; run fidelity calibrate again")

    def updated(self, parts: Sequence[Part]) -> Recalibration:
        """A copy with ``parts`` added. They replace parts for the same model."""
        new = {(part.of, part.model): part for part in (*self.parts, *parts)}
        return Recalibration(tuple(new[key] for key in sorted(new, key=lambda key: (key[0] != "fidelity", *key))))


def load_recalibration(path: str | os.PathLike[str]) -> Recalibration:
    """The calibrations in the file at ``path``.

    Raises:
        ModelError: if it cannot be read, is not a calibration file, or has a curve that falls.
    """
    name = os.fspath(path)
    try:
        data = read_regular(path, _MAX_BYTES)
    except (OSError, ValueError) as error:
        raise ModelError(f"{name}: cannot be read ({getattr(error, 'strerror', None) or error})") from error
    try:
        content = json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
        parts = _parse(content)
    except _DamageError as error:
        raise ModelError(f"{name}: is damaged ({error}); run fidelity calibrate again") from error
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{name}: is not a calibration file; fidelity calibrate writes one") from error
    return Recalibration(parts, hashlib.sha256(data).hexdigest()[:8], name)


def save_recalibration(recalibration: Recalibration) -> str:
    """The text of the file."""
    parts = [
        {
            "of": part.of,
            "model": part.model,
            "over": part.over,
            "low": part.curve.low,
            "high": part.curve.high,
            "bias": part.curve.bias,
            "verdicts": part.rows,
            "positive": part.positive,
        }
        for part in recalibration.parts
    ]
    return json.dumps({"schema": SCHEMA, "parts": parts}, indent=1) + "\n"


class _DamageError(ValueError):
    """A field is invalid. The text names it."""


def _refuse_constant(name: str) -> NoReturn:
    raise _DamageError(f"{name} is not a number")


def _parse(content: Any) -> tuple[Part, ...]:
    if not isinstance(content, dict) or not str(content.get("schema")).startswith(SCHEMA.rpartition("/")[0] + "/"):
        raise ValueError("another kind of file")
    if content["schema"] != SCHEMA:
        raise _DamageError(f"its schema is not {SCHEMA}")
    parts = content.get("parts")
    if not isinstance(parts, list) or not 0 < len(parts) <= _MAX_PARTS:
        raise _DamageError(f"parts should be a list of 1 to {_MAX_PARTS}")
    found = tuple(_part(value) for value in parts)
    if len({(part.of, part.model) for part in found}) < len(found):
        raise _DamageError("two parts are for the same thing")
    return found


def _part(value: Any) -> Part:
    if not isinstance(value, dict):
        raise _DamageError("a part is not an object")
    if value.get("of") not in get_args(Of):
        raise _DamageError(f"“of” should be one of: {', '.join(get_args(Of))}")
    try:
        curve = Curve(*(_number(value, key) for key in ("low", "high", "bias")))
    except _DamageError:
        raise
    except ValueError as error:
        raise _DamageError(str(error)) from error
    model, over = _name(value, "model"), _name(value, "over")
    return Part(value["of"], model, over, curve, _count(value, "verdicts"), _count(value, "positive"))


def _name(value: dict[str, Any], key: str) -> str:
    name = value.get(key)
    if not isinstance(name, str) or not 0 < len(name) <= _MAX_NAME:
        raise _DamageError(f"{key} should be a name")
    return name


def _number(value: dict[str, Any], key: str) -> float:
    number: Any = value.get(key)
    if type(number) not in (int, float) or not abs(number) <= _MAX_NUMBER:
        raise _DamageError(f"{key} should be a number up to {_MAX_NUMBER:g}")
    return float(number)


def _count(value: dict[str, Any], key: str) -> int:
    count = value.get(key, 0)
    if type(count) is not int or not 0 <= count < 10**12:
        raise _DamageError(f"{key} should be a count")
    return count
