"""The shape of one language's word lists."""

from __future__ import annotations

from dataclasses import dataclass


def split(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


def rows(text: str) -> dict[str, str]:
    """Forms listed line by line, the lemma first: each form with its lemma."""
    return {form: row.split()[0] for row in text.strip().splitlines() for form in row.split()}


@dataclass(frozen=True, slots=True)
class Words:
    """Words of attribution of a language other than English; a space stands between two.

    ``tag`` is its BCP 47 primary subtag; ``verbs`` are verbs of speech, a line each, the lemma first, and
    ``strong``, ``naming`` and ``writing`` name some of those lemmas. ``common`` are frequent small words by
    which a text of the language is known. The rest has the meaning of English's list of the same name.
    """

    tag: str
    common: str
    verbs: str
    strong: str
    naming: str
    writing: str
    according: str
    pronouns: str
    male: str
    female: str
    plural: str
    possessives: str
    determiners: str
    prepositions: str
    places: str
    clauses: str
    auxiliaries: str
    being: str
    adverbs: str
    titles: str
    people: str
    groups: str
    documents: str
    contracts: str
    events: str
    interviews: str
    listeners: str
    sending: str
    so_called: str
    terms: str
