"""The evidence that a quotation comes from the translated document, as numbers and as sentences."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from fidelity.calibration import logistic
from fidelity.selection.names import content_words, wrote
from fidelity.selection.occasions import OccasionRelation, relate_occasion
from fidelity.selection.profile import Profile
from fidelity.selection.sameness import Sameness
from fidelity.selection.speakers import SpeakerRelation, holds_role, is_named_person, relate_speaker
from fidelity.selection.support import leave_one_out
from fidelity.selection.telling import find_narration, hide_quoted, read_telling
from fidelity.settings import SelectionSettings
from fidelity.types import Quotation

ATTRIBUTION_FEATURES = (
    *("author", "document", "wrote", "other person", "role", "speaker support", "rival"),
    *("own occasion", "unclear occasion", "other occasion", "occasion support", "scare quote", "term or title"),
    *("other time", "other medium", "sentence support"),
)
"""What tells whose words they are, in the order of the calibration "attribution": who speaks, and where.

``author`` to ``role`` are 1 for what the speaker is to the document (:mod:`fidelity.selection.speakers`); ``wrote``: 1
where the article says that the speaker wrote or gave a document, and names no other occasion. ``speaker support`` and
``occasion support``: log-odds that what else is said by the same speaker, or on the same occasion, is carried by the
translation; ``rival``: the highest such log-odds of another speaker, at least 0. The occasions are 1 for what the
occasion is to the document (:mod:`fidelity.selection.occasions`); then two for what the quotation marks mean. The last
are of the sentence around the quotation: what it says of another time and place (:mod:`fidelity.selection.telling`)
where the occasion itself is no other, and the log-odds that what else is quoted in it is carried.
"""

SELECTION_FEATURES = ("attribution", "carried", "verbatim", "few words", "another", "others' words", "title")
"""What tells whether the words are the document's, in the order of the calibration "selection".

``attribution``: the log-odds of the calibration of that name, at most 5 either way; ``carried``: those that the passage
found is the right one, at most 6 either way; ``verbatim``: the share of the quotation's words that stand in the passage
in the same order; ``few words``: how short the
quotation is, 1 over its words; ``another``: 1 where another person is named as the speaker, half of it where a pronoun
or a single word tells so; ``others' words``: ``carried`` times that; ``title``: 1 for what looks like one.
"""

_MOST_ATTRIBUTION, _MOST_CARRIED = 5.0, 6.0
_NAMED = frozenset(("person", "unknown"))
_TAKEN_OVER = 0.5
"""What a pronoun, one word, or a speaker taken over from another sentence weighs against a full name. A convention."""

_FEWEST = 3
"""Words of a title. A convention."""

_SMALL = frozenset("a an and as at but by for from in into nor of on or over the to with".split())
"""Words without a capital in titles: articles, conjunctions and prepositions, as style guides of English list them."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation of an article, and the result of pairing for it.

    ``trust`` are the natural-log odds that the passage found is the right one, or ``None`` if none was searched.
    ``sameness`` says how far quotation and passage have the same words. ``around`` is the passage with some of the
    document before it.
    """

    quotation: Quotation
    trust: float | None
    sameness: Sameness
    around: str = ""

    @property
    def is_told(self) -> bool:
        """Whether the document itself names the speaker at the passage: ``Judge Example dissents. In his view ...``."""
        names = {word for word in content_words(self.quotation.speaker or "") if len(word) > 1}
        return any(
            word[0].isupper() and not names.isdisjoint(content_words(word)) for word in _WORD.findall(self.around)
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one quotation: what its speaker and its occasion are to the document, and the rest as numbers.

    ``attribution``: the values of :data:`ATTRIBUTION_FEATURES`. ``supported``: how many other quotations of the speaker
    the translation carries, of how many.
    """

    said: Said
    speaker: SpeakerRelation
    occasion: OccasionRelation
    attribution: tuple[float, ...]
    supported: tuple[int, int]


def gather_facts(
    profile: Profile, article: str, said: Sequence[Said], asked: Sequence[str], settings: SelectionSettings
) -> list[Facts]:
    """The evidence for each quotation of one article, whose text is ``article``.

    ``asked`` are the names of those whose words the user takes for the document's.
    """
    speakers = _relate(profile, article, said, asked, settings)
    occasions: list[OccasionRelation] = [
        "own" if settings.occasion is not None else relate_occasion(each.quotation.occasion, profile) for each in said
    ]
    carried = [_carried(each) for each in said]
    by_speaker = [_speaker_group(each.quotation) for each in said]
    by_occasion = [_occasion_group(each.quotation) for each in said]
    supports = zip(leave_one_out(by_speaker, carried), leave_one_out(by_occasion, carried), strict=True)
    rivals = _rivals(by_speaker, carried)
    hidden = hide_quoted(article, [each.quotation for each in said])
    around = [find_narration(hidden, each.quotation, settings.narration_characters) for each in said]
    told = [read_telling(hidden, span, each.quotation, profile) for span, each in zip(around, said, strict=True)]
    sentence_support = leave_one_out([span.start for span in around], carried)
    writers = {name: wrote(name, article) for name in {each.quotation.speaker for each in said} if name}
    facts = []
    for i, (each, (speaker_support, occasion_support)) in enumerate(zip(said, supports, strict=True)):
        relation, occasion, aside = speakers[i], occasions[i], each.quotation.aside
        is_here = occasion in ("own", "none")
        certain = _certainty(each.quotation)
        is_told = relation in ("other person", "person") and each.is_told
        values = (
            *(float(relation == name) for name in ("author", "document")),
            float(relation in ("author", "person") and is_here and writers.get(each.quotation.speaker or "", False)),
            (_TAKEN_OVER if is_told else 1.0) * certain if relation == "other person" else 0.0,
            float(relation == "role"),
            speaker_support if relation != "other person" and is_here else min(speaker_support, 0.0),
            rivals[i] * certain if relation in ("other person", "person") and not is_told else 0.0,
            *(float(occasion == name) for name in ("own", "unclear", "other")),
            occasion_support,
            float(aside == "scare quote"),
            float(aside == "term or title" or is_title(each.quotation.text)),
            *(told[i] if is_here else (0.0, 0.0)),
            sentence_support[i],
        )
        others = [sure for j, sure in enumerate(carried) if j != i and by_speaker[j] == by_speaker[i] is not None]
        counted = (sum(sure >= 0.5 for sure in others), len(others))
        facts.append(Facts(each, relation, occasion, values, counted))
    return facts


def _relate(
    profile: Profile, article: str, said: Sequence[Said], asked: Sequence[str], settings: SelectionSettings
) -> list[SpeakerRelation]:
    """The relation of each speaker to the document; another person, if somebody else is known to be its author."""
    names = [each.quotation.speaker for each in said]
    found = [relate_speaker(each.quotation, profile, asked, settings) for each in said]
    if not asked:
        known = {name for name in names if name}
        found = _as_authors(found, names, {name for name in known if holds_role(name, profile.roles, article)})
        if "author" not in found and not any(name and profile.is_named_beside(name) for name in names):
            # The document does not name its author, or only in another script; the article may name them.
            known = {name for name, relation in zip(names, found, strict=True) if name and relation == "person"}
            found = _as_authors(found, names, {name for name in known if wrote(name, article)})
    is_known = "author" in found
    return [
        "other person" if relation == "person" and name and (is_known or profile.is_named_beside(name)) else relation
        for relation, name in zip(found, names, strict=True)
    ]


def _as_authors(
    relations: Sequence[SpeakerRelation], names: Sequence[str | None], authors: set[str]
) -> list[SpeakerRelation]:
    return ["author" if name in authors else relation for name, relation in zip(names, relations, strict=True)]


def is_title(text: str) -> bool:
    """Whether words look like a title: three or more, and all but small words with a capital."""
    words = _WORD.findall(text)
    large = [word for word in words if word.casefold() not in _SMALL]
    return len(words) >= _FEWEST and len(large) > 1 and all(word[0].isupper() for word in (*large, words[0]))


def may_be_speech(facts: Facts, settings: SelectionSettings) -> bool:
    """Whether quotation marks that seem to report no speech may nevertheless contain the document's words.

    They may where there are enough words and nobody but its author or the document itself is near. What looks like a
    title is none: the document may name the same work in the same words.
    """
    if is_title(facts.said.quotation.text):
        return False
    if facts.said.quotation.aside is None:
        return True
    is_others = facts.speaker in ("other person", "person", "role")
    return not is_others and facts.said.sameness.words >= settings.aside_from


def weigh_words(facts: Facts, attribution: float) -> tuple[float, ...]:
    """The values of :data:`SELECTION_FEATURES`; ``attribution`` are the log-odds by speaker and occasion."""
    said = facts.said
    carried = _bounded(said.trust if said.trust is not None else -_MOST_CARRIED, _MOST_CARRIED)
    doubt = 0.0
    if facts.speaker == "other person":
        speaker, kind = said.quotation.speaker or "", said.quotation.speaker_kind
        doubt = 1.0 if kind in _NAMED and is_named_person(speaker) else _TAKEN_OVER
        doubt *= _TAKEN_OVER if said.is_told else _certainty(said.quotation)
    return (
        _bounded(attribution, _MOST_ATTRIBUTION),
        carried,
        said.sameness.share,
        1 / max(1, said.sameness.words),
        doubt,
        carried * doubt,
        facts.attribution[ATTRIBUTION_FEATURES.index("term or title")],
    )


def _certainty(quotation: Quotation) -> float:
    """How certain it is who speaks, 0..1; 1 where the article names somebody as the speaker."""
    return quotation.speaker_probability if quotation.speaker_probability is not None else 1.0


def _bounded(value: float, most: float) -> float:
    return max(-most, min(most, value))


def _carried(said: Said) -> float:
    """The probability that the translation carries the words, 0..1. For marks that report no speech it is unknown."""
    if said.trust is None or said.quotation.aside is not None:
        return 0.5
    return logistic(said.trust)


def _speaker_group(quotation: Quotation) -> Hashable | None:
    if quotation.speaker is None or quotation.aside is not None:
        return None
    words = content_words(quotation.speaker)
    return words[-1] if words and is_named_person(quotation.speaker) else quotation.speaker.casefold()


def _occasion_group(quotation: Quotation) -> Hashable | None:
    occasion = quotation.occasion
    if occasion.kind == "unknown" or quotation.aside is not None:
        return None
    return occasion.kind, occasion.text.casefold()


def _rivals(groups: Sequence[Hashable | None], carried: Sequence[float]) -> list[float]:
    """For each quotation the highest log-odds, at least 0, that the translation carries another speaker's words."""
    names = list(dict.fromkeys(group for group in groups if group is not None))
    beside = [*groups, *names]  # one more of each, about which nothing is known: its support is all of the group
    supports = dict(zip(names, leave_one_out(beside, [*carried, *(0.5 for _ in names)])[len(groups) :], strict=True))
    ranked = sorted(supports.items(), key=lambda item: -item[1])[:2]
    return [max([0.0, *(support for name, support in ranked if name != group)]) for group in groups]
