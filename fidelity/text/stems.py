"""Stems: the forms of one word, alike."""

from __future__ import annotations

from functools import cache, lru_cache

from fidelity.text.wordlists import table as word_table

_SUFFIXES = (
    "ations",
    "ation",
    "ingly",
    "edly",
    "ments",
    "ment",
    "ings",
    "ing",
    "ies",
    "ied",
    "es",
    "ed",
    "ly",
    "s",
    "e",
)


@lru_cache(maxsize=1 << 15)
def stem(form: str) -> str:
    """The form without its inflection: crude, but alike for forms of one word."""
    form = form.removesuffix("'s").removesuffix("'")
    form = _irregular().get(form, form)
    for suffix in _SUFFIXES:
        if form.endswith(suffix) and len(form) - len(suffix) >= 3:
            form = form[: -len(suffix)]
            break
    if len(form) > 4 and form[-1] == form[-2] and form[-1] not in "lsz":
        form = form[:-1]
    return form[:-1] + "i" if form.endswith("y") and len(form) > 3 else form


@cache
def _irregular() -> dict[str, str]:
    return {form: base for base, forms in word_table("irregular_verbs").items() for form in forms}
