"""Decides which noun phrases can be speakers, by a logistic regression over their form and position.

Fitted by ``models/fit_speakers.py`` on the marked sources of PolNeAR's training part: a phrase that is one is a
speaker, a phrase that is not and whose words are nowhere in the same article's sources is none. Card in
``models/reported-speech/``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from fidelity.quotations.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CLAUSE_WORDS,
    DATES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SPEECH_FORMS,
    TITLES,
)
from fidelity.quotations.mentions import Mention
from fidelity.quotations.names import is_given, last_name
from fidelity.quotations.sentences import Sentence, Token
from fidelity.resources import read_json_resource

_FILE = "models/reported-speech/speakers.json"
_OF_THE_WRITER = frozenset({"my", "our"})
"""``my Norwegian is poor``: what the writer calls theirs is no other person."""

_LEAST_OF = {"name": 1.0, "group": 0.2, "thing": 0.2}
"""The least probability of a speaker by kind, as a share of the setting: nouns that no list holds are rarer."""
_ENDINGS = (("ing", ("e", "ed", "ing")), ("ed", ("e", "ing")), ("s", ("ed", "ing")), ("ly", ("le", "l", "y")))
_CLASSES = (
    ("verb", SPEECH_FORMS),
    ("aux", AUXILIARIES),
    ("prep", PREPOSITIONS),
    ("clause", CLAUSE_WORDS),
    ("adverb", ADVERBS),
    ("pronoun", PRONOUNS),
    ("det", DETERMINERS),
)


@dataclass(frozen=True, slots=True)
class SpeakerModel:
    """Weights by feature, in natural-log odds. A feature without a weight has no effect.

    ``usual``: words, folded, that news articles write with a small first letter.
    """

    weights: dict[str, float]
    usual: frozenset[str]
    digest: str = ""
    """First 8 hex digits of the file's SHA-256, for the signature."""

    @classmethod
    @cache
    def load(cls) -> SpeakerModel:
        """The model that ships with the package.

        Raises:
            ModelError: if its file is missing or damaged.
        """
        return read_json_resource(_FILE, cls._build)

    @classmethod
    def _build(cls, data: Any, digest: str) -> SpeakerModel:
        weights = {str(name): float(weight) for name, weight in data["weights"].items()}
        return cls(weights, frozenset(str(data["usual"]).split()), digest)

    def probability(self, features: Sequence[str]) -> float:
        """The probability, 0..1, that the phrase with these features is somebody who can speak."""
        odds = sum(self.weights.get(feature, 0.0) for feature in features)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def sift_mentions(
    sentences: Sequence[Sentence], mentions: Sequence[tuple[Mention, ...]], least: float
) -> tuple[tuple[Mention, ...], ...]:
    """The mentions. Those whose probability of being a speaker is below ``least``, 0..1, are made mute."""
    model = SpeakerModel.load()
    common = find_common(sentences) | model.usual
    common -= {last_name(m.name) for found in mentions for m in found if m.kind == "name" and len(m.name) > 1}
    sifted = []
    for sentence, found in zip(sentences, mentions, strict=True):
        kept = []
        for each in found:
            mention = _without_participle(sentence, each, common)
            mute = _is_nobody(sentence, mention)
            if not mute and sentence.language == "en" and _is_doubtful(sentence, mention, common):
                probability = model.probability(list(describe_mention(sentence, mention, common)))
                mute = probability < least * _LEAST_OF[mention.kind]
            kept.append(replace(mention, mute=True) if mute else mention)
        sifted.append(tuple(kept))
    return tuple(sifted)


def _is_nobody(sentence: Sentence, mention: Mention) -> bool:
    """What the writer calls theirs, and a label before a clause: ``Costs: the plan is "sound"``."""
    tokens, last = sentence.tokens, mention.last
    labels = mention.first == 0 and not mention.owner and last + 1 < len(tokens) and tokens[last].text == ":"
    if labels and tokens[last + 1].kind == "word":
        return True
    return mention.kind == "name" and mention.owner > 0 and tokens[mention.first].low in _OF_THE_WRITER


def _is_doubtful(sentence: Sentence, mention: Mention, common: frozenset[str]) -> bool:
    """Whether a phrase is one to judge: a noun of any kind, or a name of nothing but usual words."""
    if mention.kind == "name":
        words = sentence.tokens[mention.first : mention.last]
        return all(_is_common(token.low, common) for token in words if token.is_capital)
    return mention.kind in _LEAST_OF and not mention.owner


def _without_participle(sentence: Sentence, mention: Mention, common: frozenset[str]) -> Mention:
    """``Invoking Western plans, he``: a name without the participle or adverb that opens its sentence."""
    first = sentence.tokens[mention.first]
    if mention.kind != "name" or mention.first or mention.last < 2 or len(mention.name) != mention.last:
        return mention
    ending = next((each for each in ("ing", "ed", "ly") if first.low.endswith(each)), None)
    if ending is None or not _is_common(first.low, common):
        return mention
    return replace(mention, first=1, name=mention.name[1:], oblique=ending != "ly")


def _is_common(word: str, common: frozenset[str]) -> bool:
    """Whether a word or the word that it is a form of is among ``common``."""
    if word in common:
        return True
    for ending, others in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            undoubled = stem[:-1] if stem[-1] == stem[-2] else stem
            if any(form in common for form in (stem, undoubled, *(stem + other for other in others))):
                return True
    return False


def find_common(sentences: Sequence[Sentence]) -> frozenset[str]:
    """The words, folded, that the article writes with a small first letter."""
    return frozenset(
        token.low
        for sentence in sentences
        for token in sentence.tokens
        if token.kind == "word" and token.text[0].islower()
    )


def describe_mention(sentence: Sentence, mention: Mention, common: frozenset[str]) -> Iterator[str]:
    """The features of a noun phrase; ``common`` are words that are written with a small first letter."""
    tokens = sentence.tokens
    words = [token for token in tokens[mention.first : mention.last] if token.kind == "word"]
    first, last = words[0], words[-1]
    before = tokens[mention.first - 1] if mention.first else None
    after = tokens[mention.last] if mention.last < len(tokens) else None
    opens = mention.first == 0
    kind = f"{mention.kind}{' owner' if mention.owner else ''}{' plural' if mention.plural else ''}"
    yield "bias"
    yield f"kind={kind}"
    yield f"kind={kind} words={min(len(words), 4)} name={min(len(mention.name), 3)}"
    yield f"head={mention.head}"
    yield f"first={first.low}"
    yield f"kind={kind} before={_classify(before)}"
    yield f"kind={kind} after={_classify(after)}"
    yield f"oblique={mention.oblique} opens={opens}"
    yield f"{kind} ends={last.low[-3:]}"
    yield f"shape={_shape(first)} {_shape(last)} opens={opens}"
    given = any(is_given(token.low) for token in words[:-1])
    titled = len(mention.name) < len(words) and any(token.low.strip(".") in TITLES for token in words)
    yield f"given={given} titled={titled} name={min(len(mention.name), 2)}"
    if first.is_capital and mention.kind == "name":
        usual = [_is_common(token.low, common) for token in words if token.is_capital]
        ending = next((each for each in ("ing", "ed", "ly", "s") if first.low.endswith(each)), "-") if usual[0] else ""
        shown = f"usual={usual[0]} {usual[-1]} words={min(len(words), 3)} titled={titled}"
        yield shown
        yield f"{shown} opens={opens} ends={ending}"
        yield f"{shown} opens={opens} after={_classify(after)}"
    if any(token.low in DATES for token in words):
        yield "date"


def _classify(token: Token | None) -> str:
    if token is None:
        return "edge"
    if token.kind != "word":
        return token.text if token.kind == "mark" else token.kind
    found = next((name for name, words in _CLASSES if token.low in words), None)
    if found is not None:
        return found
    if token.is_capital:
        return "capital"
    return next((ending for ending in ("ing", "ed", "ly", "s") if token.low.endswith(ending)), "word")


def _shape(token: Token) -> str:
    if token.text.isupper() and len(token.text) > 1:
        return "upper"
    return "capital" if token.text[0].isupper() else "digit" if token.text[0].isdigit() else "lower"
