"""How far a passage reaches: the clauses that a few words cannot be read without."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from fidelity.pairing.body import Body
from fidelity.pairing.edges import Edges
from fidelity.settings import PairingSettings

_OPENING, _CLOSING = frozenset('"“„«»「『‘'), frozenset('"”“»«」』’')


def take_clause(body: Body, first: int, last: int, settings: PairingSettings) -> tuple[int, int]:
    """The words ``first`` to ``last`` (exclusive), and clauses beside them till they are a share of the sentence.

    What hedges, denies or times a few words stands beside them, most often before: so clauses are taken in leftwards
    first. A run of several sentences stays as it is, and so does one that the body has between quotation marks.
    """
    starts = body.starts
    low = starts[bisect_right(starts, first) - 1]
    high = starts[bisect_left(starts, last)]
    if any(first < start < last for start in starts) or _is_quoted(body, first, last):
        return first, last
    edges = Edges(body, low, high, anywhere=False, stretch=settings.surplus_words)
    befores, afters = (edges.starts + low).tolist(), (edges.ends + low).tolist()
    wanted = settings.sentence_share * (body.words[high - 1].end - body.words[low].start)
    while body.words[last - 1].end - body.words[first].start < wanted:
        before = [start for start in befores if start < first]
        after = [end for end in afters if end > last]
        if before:
            first = before[-1]
        elif after:
            last = after[0]
        else:
            break
    return first, last


def _is_quoted(body: Body, first: int, last: int) -> bool:
    """Whether quotation marks enclose exactly these words, or these and a mark that ends them."""
    if first == 0 or body.forms[first - 1] not in _OPENING:
        return False
    return any(form in _CLOSING for form in body.forms[last - 1 : last + 2])
