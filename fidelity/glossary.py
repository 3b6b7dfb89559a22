"""A glossary file: CSV with the columns ``term``, ``renderings`` and, if wanted, ``do_not_translate``."""

from __future__ import annotations

import csv
import io

from fidelity.errors import InputError
from fidelity.regular_files import read_regular
from fidelity.settings import ReadingSettings, Term

_YES = frozenset(("yes", "y", "true", "1", "x"))
_NO = frozenset(("", "no", "n", "false", "0"))


def read_glossary(path: str, settings: ReadingSettings) -> tuple[Term, ...]:
    """The terms of a glossary in UTF-8. Several renderings of one term are separated by ``|``.

    Raises:
        InputError: if the file cannot be read, lacks the column ``term``, or has a term without a rendering.
    """
    try:
        data = read_regular(path, settings.max_bytes)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{path}: the glossary cannot be read ({reason})") from error
    try:
        text = data.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: the glossary is not a CSV file in UTF-8") from error
    if not rows or "term" not in rows[0]:
        raise InputError(f"{path}: a glossary needs a first line with the columns term,renderings,do_not_translate")
    return tuple(_read_term(path, number, row) for number, row in enumerate(rows, start=2))


def _read_term(path: str, line: int, row: dict[str, str | None]) -> Term:
    term = " ".join((row.get("term") or "").split())
    renderings = tuple(r for r in (" ".join(p.split()) for p in (row.get("renderings") or "").split("|")) if r)
    flag = (row.get("do_not_translate") or "").strip().lower()
    if flag not in _YES | _NO:
        raise InputError(f"{path}, line {line}: do_not_translate is “{flag}”; write yes or no")
    if not term:
        raise InputError(f"{path}, line {line}: the term is empty")
    if not renderings and flag not in _YES:
        raise InputError(
            f"{path}, line {line}: “{term}” has no rendering; give a rendering, or write yes in do_not_translate"
        )
    return Term(term, renderings, flag in _YES)
