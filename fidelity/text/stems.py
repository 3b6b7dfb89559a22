"""Stems, which are the same for all forms of a word."""

from __future__ import annotations

from functools import lru_cache

from fidelity.text.pack import Pack

_LEAST = 3
"""Least number of letters of a stem."""


@lru_cache(maxsize=1 << 15)
def stem(form: str, pack: Pack) -> str:
    """The form without its inflection. It is crude, but mostly the same for all forms of a word."""
    if not pack.suffixes:
        return form
    form = form.removesuffix("'s").removesuffix("'")
    form = pack.irregular_forms.get(form, form)
    for suffix in (suffix for row in pack.suffixes for suffix in row):
        if form.endswith(suffix) and len(form) - len(suffix) >= _LEAST:
            form = form[: -len(suffix)]
            break
    if len(form) > _LEAST + 1 and form[-1] == form[-2] and form[-1] not in "lsz":
        form = form[:-1]
    return form[:-1] + "i" if form.endswith("y") and len(form) > _LEAST else form
