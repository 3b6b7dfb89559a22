"""What errors and rewrites share: edits of a parsed text, and the words that they may touch."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

from edits import Edit, match_case
from words import Pool

Maker = Callable[[Any, Pool, random.Random], "list[Edit] | None"]
"""Takes a parsed text, what else the corpus says, and chance; gives the edits, or ``None`` where it has no place."""

PARTS = {"NOUN": "NOUN", "VERB": "VERB", "ADJ": "ADJ", "ADV": "ADV"}
"""Parts of speech of words with content, as spaCy and WordNet name them."""


def replace(token: Any, new: str) -> Edit:
    return Edit(token.idx, token.idx + len(token.text), match_case(new, token.text) if token.i == 0 else new)


def delete(doc: Any, first: int, last: int) -> Edit:
    """Remove tokens ``first`` to ``last``, both included."""
    start, end = doc[first].idx, doc[last].idx + len(doc[last].text)
    if last + 1 < len(doc) and first == 0:
        end = doc[last + 1].idx
    return Edit(start, end, "")


def insert(token: Any, words: str) -> Edit:
    """Put words before a token."""
    return Edit(token.idx, token.idx, words + " ")


def pick(items: list[Any], rng: random.Random) -> Any | None:
    return rng.choice(items) if items else None


def content_words(doc: Any) -> list[Any]:
    return [t for t in doc if t.pos_ in PARTS and t.is_alpha and not t.is_stop and len(t) > 2 and not t.ent_type_]


def subtree(token: Any) -> tuple[int, int] | None:
    """First and last token of a phrase, if it is one unbroken stretch."""
    indices = [t.i for t in token.subtree]
    return (indices[0], indices[-1]) if indices[-1] - indices[0] + 1 == len(indices) else None


def from_list(pairs: dict[str, tuple[str, ...]]) -> Maker:
    longest = sorted(pairs, key=len, reverse=True)
    pattern = re.compile(r"\b(" + "|".join(re.escape(p) for p in longest) + r")\b", re.IGNORECASE)

    def change(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
        match = pick(list(pattern.finditer(doc.text)), rng)
        if match is None:
            return None
        new = rng.choice(pairs[match[0].lower()])
        if not new:
            end = match.end() + (doc.text[match.end() : match.end() + 1] == " ")
            return [Edit(match.start(), end, "")]
        return [Edit(match.start(), match.end(), match_case(new, match[0]))]

    return change


def find_names(doc: Any) -> list[Any]:
    kinds = ("PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "EVENT")
    return [e for e in doc.ents if e.label_ in kinds and e.text[0].isalpha()]


def bounds(entity: Any) -> tuple[int, int]:
    start, text = entity.start_char, entity.text
    for head in ("the ", "The "):
        if text.startswith(head):
            start += len(head)
    end = entity.end_char - (2 if text.endswith(("'s", "’s")) else 0)
    return start, max(start, end)
