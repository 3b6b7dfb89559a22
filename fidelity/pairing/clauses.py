"""Adds the clauses on which a passage depends, if learned weights do not choose its extent."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from fidelity.pairing.body import Body
from fidelity.pairing.edges import Edges
from fidelity.settings import PairingSettings

_OPENING, _CLOSING = frozenset('"“„«»「『‘'), frozenset('"”“»«」』’')

_PARTED = frozenset(";；")
"""Marks that part what one sentence lists: what stands beyond them is another point."""

LINKS = frozenset("that whether que qu dass ob che что".split())
"""Words that make a clause depend on the one before: "it is possible that". A short list of this project."""


def take_clauses(body: Body, first: int, last: int, said: int, settings: PairingSettings) -> tuple[int, int]:
    """The words ``first`` to ``last`` (exclusive), and what of their sentence they hang on; ``said`` words are quoted.

    What hedges, denies or times a statement stands before it ("it is possible that"), and what does so to a few words
    beside them: clauses are taken in till they are a share of the sentence, leftwards first. A run of several sentences
    takes none, nor does a term, nor what the body has between quotation marks.
    """
    starts = body.starts
    after, until = bisect_right(starts, first), bisect_left(starts, last)
    low, high = starts[after - 1], starts[until]
    if said <= settings.term_words or after < until or _is_quoted(body, first, last):
        return first, last
    low = next((i + 1 for i in range(first - 1, low, -1) if body.forms[i] in _PARTED), low)
    high = next((i for i in range(last, high) if body.forms[i] in _PARTED), high)
    edges = Edges(body, low, high, anywhere=False, stretch=settings.surplus_words)
    befores, afters = (edges.starts + low).tolist(), (edges.ends + low).tolist()
    first = _with_governing(body, first, befores, settings.governing_words)
    wanted = settings.sentence_share * (body.words[high - 1].end - body.words[low].start)
    while said <= settings.clause_words and body.words[last - 1].end - body.words[first].start < wanted:
        before = [start for start in befores if start < first]
        behind = [end for end in afters if end > last]
        if before:
            first = before[-1]
        elif behind:
            last = behind[0]
        else:
            break
    return first, last


def _with_governing(body: Body, first: int, starts: list[int], most: int) -> int:
    """Where the clause begins that the one at ``first`` hangs on, if that is at most ``most`` words before."""
    for link in (first, first - 1):
        if link >= 0 and body.forms[link] in LINKS:
            before = [start for start in starts if start < link]
            if before and link - before[-1] <= most:
                return before[-1]
    return first


def _is_quoted(body: Body, first: int, last: int) -> bool:
    """Whether quotation marks enclose exactly these words, with or without a mark at their end."""
    if first == 0 or body.forms[first - 1] not in _OPENING:
        return False
    return any(form in _CLOSING for form in body.forms[last - 1 : last + 2])
