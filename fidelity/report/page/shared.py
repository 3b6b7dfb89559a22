"""Passages that several articles quote in different words, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.report.page.cards import Card


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """The cards of quotations from at least two articles whose passages overlap, in the order of the articles."""

    cards: tuple[Card, ...]


def find_shared(cards: Sequence[tuple[Card, int]]) -> tuple[SharedPassage, ...]:
    """Groups of cards, given each with the end of its passage, in the order of the translation.

    Two quotations belong together if their passages overlap by half of the shorter one. A group in which all articles
    have the same words is left out: there is nothing to compare.
    """
    placed = sorted((card.carried_start, end, card.number, card) for card, end in cards if card.carried is not None)
    groups: list[list[tuple[int, int, Card]]] = []
    for start, end, _, card in placed:
        if groups and _overlap(groups[-1][-1], start, end):
            groups[-1].append((start, end, card))
        else:
            groups.append([(start, end, card)])
    shared = []
    for group in groups:
        found = sorted((card for _, _, card in group), key=lambda card: card.number)
        words = {_words(card) for card in found}
        if len({card.article for card in found}) > 1 and len(words) > 1:
            shared.append(SharedPassage(tuple(found)))
    return tuple(shared)


def _overlap(last: tuple[int, int, Card], start: int, end: int) -> bool:
    common = min(last[1], end) - max(last[0], start)
    return common * 2 >= min(last[1] - last[0], end - start) > 0


def _words(card: Card) -> str:
    text = "".join(piece.text for piece in card.said.pieces if not piece.is_gap)
    return " ".join(text.split()).casefold()
