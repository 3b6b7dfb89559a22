"""What is known about English words beside the text: WordNet relations, inflection, pools of words by part of speech.

WordNet 3.0 (Princeton licence, commercial use allowed) is read from the files of Debian's package ``wordnet-base``;
inflection is lemminflect's (MIT). Both are needed to make training data, never to run ``fidelity``.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

WORDNET = Path("/usr/share/wordnet")
_FILES = {"NOUN": "noun", "VERB": "verb", "ADJ": "adj", "ADV": "adv"}
_SETS: dict[str, dict[int, tuple[list[str], list[tuple[str, int, str, int, int]]]]] = {}
_INDEX: dict[str, dict[str, list[int]]] = {}


def _load(pos: str) -> None:
    if pos in _INDEX:
        return
    name, sets, index = _FILES[pos], {}, {}
    for line in (WORDNET / f"data.{name}").read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            continue
        fields = line.split()
        count = int(fields[3], 16)
        words = [fields[4 + 2 * i].split("(")[0] for i in range(count)]
        start = 4 + 2 * count
        pointers = []
        for i in range(int(fields[start])):
            kind, offset, part, ends = fields[start + 1 + 4 * i : start + 5 + 4 * i]
            pointers.append((kind, int(offset), part, int(ends[:2], 16), int(ends[2:], 16)))
        sets[int(fields[0])] = (words, pointers)
    for line in (WORDNET / f"index.{name}").read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            continue
        fields = line.split()
        index[fields[0]] = [int(o) for o in fields[-int(fields[2]) :]]
    _SETS[pos], _INDEX[pos] = sets, index


def _senses(lemma: str, pos: str, most: int) -> list[int]:
    _load(pos)
    return _INDEX[pos].get(lemma.lower().replace(" ", "_"), [])[:most]


def _plain(words: Iterable[str], lemma: str) -> list[str]:
    return [w for w in dict.fromkeys(words) if w.isalpha() and w.islower() and w != lemma.lower()]


@cache
def synonyms(lemma: str, pos: str) -> tuple[str, ...]:
    """Other single words of the first sense."""
    found = [w for offset in _senses(lemma, pos, 1) for w in _SETS[pos][offset][0]]
    return tuple(_plain(found, lemma))


@cache
def antonyms(lemma: str, pos: str) -> tuple[str, ...]:
    """Words of opposite meaning, of the first senses; for adjectives through their cluster's head too."""
    found: list[str] = []
    for offset in _senses(lemma, pos, 3):
        words, pointers = _SETS[pos][offset]
        sources = [(words, pointers)]
        if pos == "ADJ":
            sources += [_SETS[pos][o] for kind, o, _, _, _ in pointers if kind == "&"]
        for own, links in sources:
            for kind, target, _, source, goal in links:
                if kind == "!" and (own is not words or not source or words[source - 1].lower() == lemma.lower()):
                    found.append(_SETS[pos][target][0][max(goal - 1, 0)])
    return tuple(_plain(found, lemma))


@cache
def sisters(lemma: str, pos: str) -> tuple[str, ...]:
    """Words under the same hypernym of the first sense: near, but another thing."""
    found: list[str] = []
    for offset in _senses(lemma, pos, 1):
        own = set(_SETS[pos][offset][0])
        for kind, above, _, _, _ in _SETS[pos][offset][1]:
            if kind.startswith("@"):
                for down, below, _, _, _ in _SETS[pos][above][1]:
                    if down.startswith("~") and below != offset:
                        found += [w for w in _SETS[pos][below][0][:1] if w not in own]
    known = set(synonyms(lemma, pos))
    return tuple(w for w in _plain(found, lemma) if w not in known)


@cache
def hypernyms(lemma: str, pos: str) -> tuple[str, ...]:
    """The words one step more general, of the first sense."""
    found = [
        w
        for offset in _senses(lemma, pos, 1)
        for kind, above, _, _, _ in _SETS[pos][offset][1]
        if kind.startswith("@")
        for w in _SETS[pos][above][0]
    ]
    return tuple(_plain(found, lemma))


@cache
def related(a: str, b: str, pos: str) -> bool:
    """Whether two lemmas share a synset, or one stands directly above the other, in any sense."""
    left, right = set(_senses(a, pos, 99)), set(_senses(b, pos, 99))
    if left & right:
        return True
    up = {o for s in left for kind, o, _, _, _ in _SETS[pos][s][1] if kind.startswith(("@", "~", "&"))}
    return bool(up & right)


@cache
def inflect(lemma: str, tag: str) -> str | None:
    """The form of a lemma with this Penn Treebank tag."""
    from lemminflect import getInflection

    if tag in ("NN", "VB", "VBP", "JJ", "RB"):
        return lemma
    forms = getInflection(lemma, tag)
    return forms[0] if forms else None


class Pool:
    """Words and names of a corpus by tag or entity type, to draw replacements and additions from."""

    def __init__(self) -> None:
        self._words: dict[str, Counter[str]] = defaultdict(Counter)
        self._drawn: dict[str, tuple[list[str], list[float]]] = {}

    def __len__(self) -> int:
        return len(self._words)

    def add(self, doc: Any) -> None:
        for token in doc:
            if token.is_alpha and len(token) > 2 and not token.is_stop and not token.ent_type_:
                self._words[token.tag_][token.text.lower()] += 1
                if token.dep_ in ("amod", "advmod", "compound"):
                    self._words[f"{token.dep_} {token.head.lemma_.lower()}"][token.text.lower()] += 1
        for entity in doc.ents:
            if entity.label_ in ("PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "EVENT"):
                name = entity.text.removeprefix("the ").removeprefix("The ").removesuffix("'s").strip()
                if 2 < len(name) < 40 and name[0].isupper() and not any(c.isdigit() for c in name):
                    self._words["ent " + entity.label_][name] += 1

    def draw(self, kind: str, rng: random.Random) -> str | None:
        """A word drawn by the root of its frequency; ``None`` where the corpus has none."""
        if kind not in self._drawn:
            items = sorted(self._words[kind].items())
            least = 1 if kind.startswith(("ent", "amod", "advmod", "compound")) else 2
            items = [(w, n) for w, n in items if n >= least]
            self._drawn[kind] = [w for w, _ in items], [n**0.5 for _, n in items]
        words, weights = self._drawn[kind]
        return rng.choices(words, weights)[0] if words else None
