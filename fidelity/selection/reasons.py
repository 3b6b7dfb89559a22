"""Plain sentences that say why a quotation may or may not come from the document, the strongest evidence first."""

from __future__ import annotations

from fidelity.calibration import Calibration
from fidelity.selection.evidence import ATTRIBUTION_FEATURES, Facts, is_title, weigh_words
from fidelity.types import Reason

_SPEAKER = frozenset(("author", "document", "wrote", "other person", "role", "another", "others' words"))
_SIGNS = {
    "other time": "a time that the translation does not give as its own",
    "other medium": "another place where words are said",
}
_TELLING = frozenset(_SIGNS)
_OCCASION = frozenset(("own occasion", "unclear occasion", "other occasion", *_TELLING))
_WORDS = frozenset(("carried", "verbatim", "few words"))
_LEAST = 0.1
"""Evidence that moves the log-odds by less than this gets no sentence. A convention of display."""


def explain(facts: Facts, attribution: Calibration, selection: Calibration) -> tuple[str, ...]:
    """The sentences. Those whose evidence moves the log-odds most come first."""
    moved = _contributions(facts, attribution, selection)
    groups = {
        _say_words(facts): _sum(moved, _WORDS),
        _say_speaker(facts): _sum(moved, _SPEAKER) or _LEAST,
        _say_occasion(facts): _sum(moved, _OCCASION - _TELLING),
        _say_support(facts): moved["speaker support"],
        _say_telling(facts): _sum(moved, _TELLING),
        _say_neighbours(facts): moved["sentence support"],
        "The translation carries what somebody else says in the article.": moved["rival"],
        _say_occasions(facts): moved["occasion support"],
        _say_marks(facts): moved["scare quote"] + moved["term or title"] + moved["title"],
    }
    told = sorted(((abs(value), text) for text, value in groups.items() if text), key=lambda item: -item[0])
    return tuple(text for value, text in told if value >= _LEAST)


def find_reason(facts: Facts, attribution: Calibration) -> Reason:
    """Why a quotation is left out: what its marks mean, or else the occasion or the speaker, whichever weighs more."""
    quotation = facts.said.quotation
    if quotation.aside is not None or is_title(quotation.text):
        return quotation.aside or "term or title"
    moved = dict(zip(attribution.features, attribution.contributions(facts.attribution), strict=True))
    return "other occasion" if _sum(moved, _OCCASION) < min(0.0, _sum(moved, _SPEAKER)) else "other speaker"


def _contributions(facts: Facts, attribution: Calibration, selection: Calibration) -> dict[str, float]:
    words = weigh_words(facts, attribution.log_odds(facts.attribution))
    moved = dict(zip(selection.features, selection.contributions(words), strict=True))
    share = selection.weights[selection.features.index("attribution")]
    spoken = dict(zip(attribution.features, attribution.contributions(facts.attribution), strict=True))
    return moved | {name: value * share for name, value in spoken.items()}


def _sum(moved: dict[str, float], names: frozenset[str]) -> float:
    return sum(value for name, value in moved.items() if name in names)


def _say_words(facts: Facts) -> str:
    same = facts.said.sameness
    if facts.said.trust is None:
        return ""
    if same.whole:
        return "The translation has exactly these words."
    if facts.said.trust >= 0:
        return f"A passage of the translation says the same; {same.share:.0%} of the words are the same."
    return "It is not certain that a passage of the translation says the same."


def _say_speaker(facts: Facts) -> str:
    speaker = facts.said.quotation.speaker
    match facts.speaker:
        case "author":
            return f"{speaker} is named as the speaker, and the translation is by {speaker} or lets them speak."
        case "document":
            return f"The article attributes the words to a document: {speaker}."
        case "other person":
            return f"{speaker} is named as the speaker, and the translation names somebody else as its author."
        case "person":
            return f"{speaker} is named as the speaker."
        case "role":
            return f"The article calls the speaker “{speaker}”, which is not a name."
        case _:
            return "The article names no speaker."


def _say_occasion(facts: Facts) -> str:
    words = facts.said.quotation.occasion.text or facts.said.quotation.occasion.kind
    match facts.occasion:
        case "own":
            return f"The occasion that the article names is the document's own: “{words}”."
        case "unclear":
            return f"The occasion that the article names may be another: “{words}”."
        case "other":
            return f"The occasion that the article names is another: “{words}”."
        case _:
            return ""


def _say_telling(facts: Facts) -> str:
    told = dict(zip(ATTRIBUTION_FEATURES, facts.attribution, strict=True))
    signs = [words for name, words in _SIGNS.items() if told[name]]
    return f"The sentence may tell of another occasion: it has {' and '.join(signs)}." if signs else ""


def _say_neighbours(facts: Facts) -> str:
    support = facts.attribution[ATTRIBUTION_FEATURES.index("sentence support")]
    if not support:
        return ""
    carries = "carries" if support > 0 else "does not carry"
    return f"The translation {carries} what else is quoted in the same sentence."


def _say_support(facts: Facts) -> str:
    carried, others = facts.supported
    if not others:
        return ""
    return f"The translation carries {carried} of {others} other quotations of the same speaker."


def _say_occasions(facts: Facts) -> str:
    words = facts.said.quotation.occasion.text
    return f"Other quotations from the same occasion count as evidence, too: “{words}”." if words else ""


def _say_marks(facts: Facts) -> str:
    quotation = facts.said.quotation
    if quotation.aside is None:
        return "The words look like a title."
    return f"The quotation marks may report no speech: {quotation.aside_reason}."
