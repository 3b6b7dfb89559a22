"""Resolves a role, a description or a pronoun: ranks the persons of the article.

A multinomial logistic regression over features of each person at that place, with one more outcome, that it is none
of them. Fitted by ``models/fit_resolver.py``; card in ``models/reported-speech/``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, Protocol

from fidelity.quotations.cast import Cast, Description, Figure, Spot, describe, groups_of
from fidelity.quotations.lexicon import DEFINITE, FEMALE_PRONOUNS, MALE_PRONOUNS, POSSESSIVES
from fidelity.quotations.mentions import Mention
from fidelity.quotations.names import tell_gender
from fidelity.quotations.sentences import Sentence
from fidelity.resources import read_json_resource
from fidelity.types import Span

_FILE = "models/reported-speech/resolver.json"
_NEAREST = 10
"""Number of recently named persons that are candidates, beside those whom the words describe. A limit, for linear
cost."""

Sort = Literal["role", "pronoun", "context"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phrase stands: number of its sentence, its token, and the names of whoever was quoted or spoken of last.

    ``speaker`` and ``subject`` are keys of :class:`Figure`, empty for nobody; ``spoken_here``: whether that speaker
    was quoted in the same paragraph. ``unnamed``: whether somebody without a name ("an official") was spoken of last:
    ``here`` in the same sentence, ``before`` it, or empty.
    """

    sentence: int
    token: int
    speaker: str = ""
    subject: str = ""
    spoken_here: bool = False
    unnamed: Literal["here", "before", ""] = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person with features; ``figure`` is ``None`` for "nobody whom the article names"."""

    figure: Figure | None
    features: tuple[str, ...]


class Resolver(Protocol):
    """Ranks the persons whom words may mean."""

    def rank(self, candidates: Sequence[Candidate], span: Span) -> list[tuple[float, Candidate]]:
        """The candidates for the words at ``span`` with their probabilities, which sum to 1, the best first."""
        ...


@dataclass(frozen=True, slots=True)
class ResolverModel:
    """Weights by feature, in natural-log odds."""

    weights: dict[str, float]
    digest: str = ""
    """First 8 hex digits of the file's SHA-256, for the signature."""

    @classmethod
    @cache
    def load(cls) -> ResolverModel:
        """The model that ships with the package.

        Raises:
            ModelError: if its file is missing or damaged.
        """
        return read_json_resource(
            _FILE, lambda data, digest: cls({str(name): float(weight) for name, weight in data.items()}, digest)
        )

    def rank(self, candidates: Sequence[Candidate], span: Span) -> list[tuple[float, Candidate]]:
        """The candidates for the words at ``span`` with their probabilities, which sum to 1, the best first."""
        del span  # for callers that record the questions
        odds = [sum(self.weights.get(feature, 0.0) for feature in each.features) for each in candidates]
        highest = max(odds)
        shares = [math.exp(value - highest) for value in odds]
        total = sum(shares)
        order = sorted(range(len(candidates)), key=lambda at: (-shares[at], at))
        return [(shares[at] / total, candidates[at]) for at in order]


def find_candidates(
    cast: Cast, sentence: Sentence, mention: Mention, last: int, place: Place, sort: Sort
) -> list[Candidate]:
    """Everybody whom the mention may mean, and nobody, each with features.

    ``last``: the token after the phrase, with the phrases that belong to it.
    """
    words = sentence.tokens[mention.first : last]
    said = describe(words) if sort == "role" else Description(frozenset(), frozenset(), "")
    gender = _gender_of(mention, [token.low for token in words])
    near = cast.recent(place.sentence, place.token, _NEAREST)
    close = {figure.key for figure in near}
    fitting = [figure for figure in cast.fitting(said) if figure.key not in close] if sort == "role" else []
    seen = ((figure.last_spot(place.sentence, place.token), figure) for figure in (*near, *fitting))
    kept = [(spot, figure) for spot, figure in seen if spot is not None]
    kept.sort(key=lambda each: (-each[0].sentence, -each[0].token))
    spotted = {figure.key for _, figure in kept}
    later = [figure for figure in fitting if figure.key not in spotted]
    most = max((len(figure.spots) for _, figure in kept), default=1)
    found = []
    holders = {
        figure.key for figure in (*(figure for _, figure in kept), *later) if said.heads & (figure.roles | figure.calls)
    }
    for rank, (spot, figure) in enumerate(kept):
        features = [*_describe_place(figure, spot, rank, place, most), *_describe_fit(figure, said, gender, sort)]
        if holders:
            features.append(f"beaten={figure.key not in holders}")
        found.append(_candidate(figure, features, sort))
    for figure in later[:_NEAREST]:
        found.append(_candidate(figure, ["later", *_describe_fit(figure, said, gender, sort)], sort))
    matched = any(said.traits & figure.traits for _, figure in kept)
    nobody = ["nobody", f"nobody matched={matched}", f"nobody gender={gender}", f"nobody stems={bool(said.stems)}"]
    nobody += [f"nobody unnamed={place.unnamed}"]
    first = sentence.tokens[mention.first].low
    led = "possessive" if first in POSSESSIVES else "article" if first in DEFINITE else "none"
    nobody += [f"nobody led={led} owner={bool(said.owner)} matched={matched}"]
    found.append(_candidate(None, nobody, sort))
    return found


def _candidate(figure: Figure | None, features: Sequence[str], sort: Sort) -> Candidate:
    return Candidate(figure, (*features, *(f"{sort}: {feature}" for feature in features)))


def _gender_of(mention: Mention, words: Sequence[str]) -> str:
    if mention.kind == "pronoun" or mention.owner:
        word = words[0]
        return "male" if word in MALE_PRONOUNS else "female" if word in FEMALE_PRONOUNS else ""
    return tell_gender(words) or ""


def _describe_place(figure: Figure, spot: Spot, rank: int, place: Place, most: int) -> Iterator[str]:
    distance = place.sentence - spot.sentence
    near = next((str(limit) for limit in (0, 1, 2, 4, 8) if distance <= limit), "far")
    yield f"distance={near}"
    yield f"rank={min(rank, 4)}"
    yield f"subject={spot.subject} oblique={spot.oblique} owner={spot.owner} near={distance <= 1} same={distance == 0}"
    yield f"spoke={figure.last == place.speaker} here={place.spoken_here}"
    yield f"about={figure.last == place.subject}"
    share = len(figure.spots) / most
    yield f"share={next(limit for limit in (0.1, 0.25, 0.5, 0.99, 1.0) if share <= limit)}"


def _describe_fit(figure: Figure, said: Description, gender: str, sort: Sort) -> Iterator[str]:
    known = "full" if len(figure.name) > 1 else "single"
    yield f"name={known} given={figure.given} titled={figure.titled}"
    yield f"speaks={figure.speaks} given={figure.given or figure.gender is not None} titled={figure.titled}"
    if gender:
        agrees = "unknown" if figure.gender is None else str(figure.gender == gender)
        yield f"gender={agrees}"
    if sort != "role":
        return
    match = (
        "same"
        if said.heads & (figure.roles | figure.calls)
        else "sort"
        if said.groups & groups_of(figure.roles)
        else "other"
        if figure.roles
        else "none known"
    )
    yield f"role={match}"
    if said.stems:
        beside = bool(said.stems & figure.stems)
        yield f"stem={'beside' if beside else 'near' if said.stems & figure.near else 'none'}"
        yield f"role={match} stem={beside}"
    if said.owner:
        yield f"owner={figure.last == said.owner}"
    if said.age:
        yield f"age={said.age in figure.ages} known={bool(figure.ages)}"
