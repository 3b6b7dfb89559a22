"""Stems: the forms of one word, alike."""

from __future__ import annotations

from functools import lru_cache

from fidelity.text.pack import Pack

_LEAST = 3
"""Letters that are left without an ending."""


@lru_cache(maxsize=1 << 15)
def stem(form: str, pack: Pack) -> str:
    """The form without its inflection: crude, but alike for forms of one word."""
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
