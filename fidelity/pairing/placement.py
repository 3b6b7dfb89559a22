"""Finds the placements of quotations in the body: in any order, once, several times or never.

Each quotation is searched on its own (:mod:`fidelity.pairing.search`), then once more near the sure placements of
its paragraph. Cost is linear in the length of the body.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fidelity.calibration import Calibration
from fidelity.pairing.body import Body, Query
from fidelity.pairing.clauses import take_clauses
from fidelity.pairing.composed import ComposedRuns, ComposedView
from fidelity.pairing.extent import find_extent
from fidelity.pairing.search import Placement, View
from fidelity.settings import PairingSettings


@dataclass(frozen=True, slots=True)
class _Guide:
    """A probable placement of a quotation: its number, the sentence, and the probability, 0..1."""

    quotation: int
    sentence: int
    strength: float


def place_all(
    queries: Sequence[Query],
    body: Body,
    rank: Calibration,
    settings: PairingSettings,
    extent: Calibration | None = None,
) -> list[tuple[Placement, ...]]:
    """The placements of every quotation, best first, without overlap or repetition among them.

    Two rounds: the second looks again near the probable placements of the same paragraph's other
    quotations, and takes being near one as evidence. ``rank`` is the calibration "placement". With
    ``extent``, the calibration of that name, the first placement of each has the runs of its passage.
    """
    from threadpoolctl import threadpool_limits

    # The products are small: threads would cost more than they give, and their number could change last digits.
    with threadpool_limits(limits=1, user_api="blas"):
        return _place_all(queries, body, rank, settings, extent)


def _place_all(
    queries: Sequence[Query], body: Body, rank: Calibration, settings: PairingSettings, extent: Calibration | None
) -> list[tuple[Placement, ...]]:
    views = _make_views(queries, body, settings)
    found = [view.search(view.windows()) for view in views]
    guides = _find_guides(queries, found, body, rank, settings)
    result: list[tuple[Placement, ...]] = []
    for i, (query, view, placements) in enumerate(zip(queries, views, found, strict=True)):
        others = _nearest(guides[query.paragraph], i, settings.guides)
        again = view.search([view.window(guide.sentence, settings.near_sentences) for guide in others])
        unique = {(p.first, p.last): p for p in (*placements, *again)}
        marked = [_mark_near(p, body, others, settings.near_sentences) for p in unique.values()]
        marked.sort(key=lambda p: (-round(rank.log_odds(p.features), 4), p.first, p.last))
        result.append(_distinct(marked, body))
    if extent is None:
        result = [_with_clauses(placements, body, settings) for placements in result]
    result = _give_way(queries, views, result, rank, settings)
    if extent is None:
        return result
    return [_with_runs(view, placements, extent) for view, placements in zip(views, result, strict=True)]


def _make_views(queries: Sequence[Query], body: Body, settings: PairingSettings) -> list[View]:
    """Each quotation before the body, compared by words, or by whole runs of clauses where these have vectors."""
    if body.compose is None:
        return [View(query, body, settings) for query in queries]
    runs = ComposedRuns(body, body.compose, settings)
    return [ComposedView(query, body, settings, runs) for query in queries]


def _give_way(
    queries: Sequence[Query],
    views: Sequence[View],
    found: Sequence[tuple[Placement, ...]],
    rank: Calibration,
    settings: PairingSettings,
) -> list[tuple[Placement, ...]]:
    """The placements, the first of each without words at its edges that another quotation has a better claim to."""
    firsts = [(rank.log_odds(p[0].features), p[0], q.text) for q, p in zip(queries, found, strict=True) if p]
    given = []
    for query, view, placements in zip(queries, views, found, strict=True):
        if not placements:
            given.append(placements)
            continue
        best, odds = placements[0], rank.log_odds(placements[0].features)
        better = [
            other
            for claim, other, text in firsts
            if claim > odds and text != query.text and other.first < best.last and best.first < other.last
        ]
        shorter = _without(view, best, better) if better else None
        yields = shorter is not None and rank.log_odds(shorter.features) >= odds - settings.yielded_log_odds
        given.append((shorter, *placements[1:]) if shorter and yields else placements)
    return given


def _without(view: View, best: Placement, others: Sequence[Placement]) -> Placement | None:
    """A placement without the words at its edges that belong to other quotations, or ``None`` if no word or all do."""
    taken = {word for other in others for word in range(other.first, other.last)}
    first, last = best.first, best.last
    wordy = view.body.wordy
    while first < last and (first in taken or (first > best.first and not wordy[first])):
        first += 1
    while last > first and (last - 1 in taken or (last < best.last and not wordy[last - 1])):
        last -= 1
    if first == last or (first, last) == (best.first, best.last):
        return None
    return view.cut(first, last).beside(best.near)


def _find_guides(
    queries: Sequence[Query],
    found: Sequence[Sequence[Placement]],
    body: Body,
    rank: Calibration,
    settings: PairingSettings,
) -> dict[int, list[_Guide]]:
    """The probable placements by paragraph, because quotations of one paragraph tend to come from one place."""
    guides: dict[int, list[_Guide]] = defaultdict(list)
    for i, (query, placements) in enumerate(zip(queries, found, strict=True)):
        best = max(placements, key=lambda p: round(rank.log_odds(p.features), 4), default=None)
        if best is not None and rank.log_odds(best.features) >= settings.guide_log_odds:
            strength = round(rank.probability(best.features), 4)
            guides[query.paragraph].append(_Guide(i, body.sentence_of(best.first), strength))
    return guides


def _nearest(guides: Sequence[_Guide], quotation: int, count: int) -> list[_Guide]:
    """The guides of the quotations before and after one, at most ``count`` on each side."""
    here = bisect_left(guides, quotation, key=lambda guide: guide.quotation)
    beside = guides[max(0, here - count) : here + count + 1]
    return [guide for guide in beside if guide.quotation != quotation]


def _with_clauses(placements: tuple[Placement, ...], body: Body, settings: PairingSettings) -> tuple[Placement, ...]:
    """The first of them with the clauses that it hangs on."""
    if not placements:
        return placements
    best = placements[0]
    first, last = take_clauses(body, best.first, best.last, best.quoted_words, settings)
    return replace(best, first=first, last=last), *placements[1:]


def _with_runs(view: View, placements: tuple[Placement, ...], extent: Calibration) -> tuple[Placement, ...]:
    """The first of them with the runs of its passage."""
    if not placements:
        return placements
    return replace(placements[0], runs=find_extent(view, placements[0], extent)), *placements[1:]


def _mark_near(placement: Placement, body: Body, guides: Sequence[_Guide], reach: int) -> Placement:
    here = body.sentence_of(placement.first)
    return placement.beside(max((g.strength for g in guides if abs(here - g.sentence) <= reach), default=0.0))


def _distinct(placements: Sequence[Placement], body: Body) -> tuple[Placement, ...]:
    """Without those that overlap a better one, or say the same words as one: a repeated term is no rival."""
    kept: list[Placement] = []
    said: set[tuple[str, ...]] = set()
    for placement in placements:
        words = tuple(body.forms[placement.first : placement.last])
        if words not in said and all(placement.last <= o.first or o.last <= placement.first for o in kept):
            kept.append(placement)
            said.add(words)
    return tuple(kept)
