"""Errors in what is said: the opposite, another number or date, another doer, a stronger claim, another time."""

from __future__ import annotations

import random
import re
from typing import Any

from edits import Edit
from lexica import ADVERBS, MONTHS, NUMBER_WORDS, SCALES, UNITS, WEEKDAYS
from parsed import content_words, delete, find_names, insert, pick, replace, subtree
from words import Pool, inflect, related

_AUXILIARIES = frozenset(
    "is are was were am be been has have had do does did can could will would shall should may might must".split()
)


def negate(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """Put in a negator."""
    if any(t.dep_ == "neg" for t in doc) and rng.random() < 0.7:
        return None
    verbs = [
        t
        for t in doc
        if t.pos_ in ("VERB", "AUX") and t.tag_ in ("VBD", "VBZ", "VBP", "MD") and t.lower_ not in ("'s", "'d")
    ]
    verb = pick(verbs, rng)
    if verb is None:
        return None
    after = doc[verb.i + 1] if verb.i + 1 < len(doc) else None
    if verb.tag_ == "MD" or (verb.lower_ in _AUXILIARIES and (verb.pos_ == "AUX" or verb.lemma_ == "be")):
        if after is None or after.lower_ in ("not", "n't"):
            return None
        word = rng.choices(["not", "never", "no longer"], [8, 1, 1])[0]
        return [insert(after, word)]
    if rng.random() < 0.4 and verb.i > 0:
        return [insert(verb, rng.choice(["never", "no longer", "not"]))]
    helper = {"VBD": "did", "VBZ": "does", "VBP": "do"}[verb.tag_]
    return [replace(verb, f"{helper} {rng.choice(['not', 'not', 'never'])} {verb.lemma_}")]


def affirm(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """Take a negator out."""
    found: list[list[Edit]] = []
    for token in doc:
        low = token.lower_
        if low in ("not", "never") and token.i > 0:
            found.append([delete(doc, token.i, token.i)])
        elif low in ("n't", "n’t") and token.i > 0:
            full = {"ca": "can", "wo": "will", "sha": "shall"}.get(doc[token.i - 1].lower_)
            before = [replace(doc[token.i - 1], full)] if full else []
            found.append([*before, delete(doc, token.i, token.i)])
        elif low == "cannot":
            found.append([replace(token, "can")])
        elif low == "without":
            found.append([replace(token, "with")])
        elif low == "no" and token.dep_ == "det" and token.i + 1 < len(doc):
            found.append([replace(token, rng.choice(["some", "the", "any"]))])
        elif low in ("nobody", "nothing", "none", "neither"):
            found.append(
                [
                    replace(
                        token, {"nobody": "everybody", "nothing": "everything", "none": "all", "neither": "both"}[low]
                    )
                ]
            )
    return pick(found, rng)


def number(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """Another number in a number's place."""
    found = [t for t in doc if re.fullmatch(r"\d[\d.,:]*\d|\d", t.text) or t.lower_ in NUMBER_WORDS]
    token = pick(found, rng)
    if token is None:
        return None
    if token.lower_ in NUMBER_WORDS:
        others = [w for w in NUMBER_WORDS if w != token.lower_]
        near = (
            others
            if rng.random() < 0.3
            else [w for w in others if abs(NUMBER_WORDS.index(w) - NUMBER_WORDS.index(token.lower_)) <= 4]
        )
        return [replace(token, rng.choice(near))]
    digits = [i for i, c in enumerate(token.text) if c.isdigit()]
    new = list(token.text)
    draw = rng.random()
    if draw < 0.55:
        places = rng.sample(digits, min(len(digits), rng.choice([1, 1, 2])))
        for i in places:
            new[i] = rng.choice([c for c in ("123456789" if i == 0 else "0123456789") if c != new[i]])
    elif draw < 0.7 and len(digits) > 1 and len({new[i] for i in digits[:2]}) > 1 and new[digits[1]] != "0":
        new[digits[0]], new[digits[1]] = new[digits[1]], new[digits[0]]
    elif draw < 0.85:
        new.append("0")
    elif len(digits) > 2 and "." not in new and "," not in new:
        new.pop()
    else:
        return None
    return [replace(token, "".join(new))] if "".join(new) != token.text else None


def date(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """Another month or weekday; another scale or unit."""
    found = []
    for token in doc:
        for group in (MONTHS, WEEKDAYS, SCALES, UNITS):
            if token.lower_ in group and not (
                token.lower_ in ("may", "march", "second") and not token.text[0].isupper()
            ):
                others = [w for w in group if w != token.lower_]
                new = rng.choice(others)
                found.append((token, new.title() if token.text[0].isupper() else new))
    chosen = pick(found, rng)
    return [replace(*chosen)] if chosen else None


def swapped(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """Who did what to whom the other way round: subject and object, or two names, or two like nouns."""
    options: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for verb in doc:
        if verb.pos_ != "VERB":
            continue
        subject = [t for t in verb.children if t.dep_ == "nsubj" and t.pos_ != "PRON"]
        object_ = [t for t in verb.children if t.dep_ == "dobj" and t.pos_ != "PRON"]
        if subject and object_:
            pair = subtree(subject[0]), subtree(object_[0])
            if pair[0] and pair[1]:
                options += [(pair[0], pair[1])] * 2
    names = find_names(doc)
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            between = doc.text[a.end_char : b.start_char].strip()
            if a.label_ == b.label_ and a.text != b.text and between not in (",", "and", "or", ", and", "/", "-", "&"):
                options.append(((a.start, a.end - 1), (b.start, b.end - 1)))
    tokens = [t for t in content_words(doc) if t.pos_ == "NOUN"]
    for i, a in enumerate(tokens):
        for b in tokens[i + 1 : i + 4]:
            if (
                a.tag_ == b.tag_
                and a.lower_ != b.lower_
                and b.i - a.i > 1
                and a not in b.conjuncts
                and not related(a.lemma_, b.lemma_, "NOUN")
            ):
                options.append(((a.i, a.i), (b.i, b.i)))
    chosen = pick(options, rng)
    if not chosen or chosen[0][1] >= chosen[1][0]:
        return None
    texts = [doc[a : b + 1].text for a, b in chosen]
    if chosen[0][0] == 0 and doc[0].ent_type_ == "" and doc[0].tag_ not in ("NNP", "NNPS"):
        texts = [texts[0][:1].lower() + texts[0][1:], texts[1][:1].upper() + texts[1][1:]]
    (a, b), (c, d) = chosen
    return [Edit(doc[a].idx, doc[b].idx + len(doc[b]), texts[1]), Edit(doc[c].idx, doc[d].idx + len(doc[d]), texts[0])]


def overclaimed(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """A hedge put in or the claim underlined, where there was neither."""
    verbs = [
        t
        for t in doc
        if t.tag_ in ("VBZ", "VBP", "VBD") and t.pos_ == "VERB" and t.dep_ in ("ROOT", "conj", "ccomp") and t.i > 0
    ]
    verb = pick(verbs, rng)
    if verb is None:
        return None
    word = rng.choice(ADVERBS)
    if word in ("may", "might", "could", "must"):
        if verb.tag_ == "VBD":
            return None
        return [replace(verb, f"{word} {verb.lemma_}")]
    return [insert(verb, word)]


def tense(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """What was becomes what will be, and the other way round."""
    verbs = [
        t
        for t in doc
        if t.pos_ == "VERB"
        and t.tag_ in ("VBD", "VBZ", "VBP")
        and t.i > 0
        and "aux" not in {c.dep_ for c in t.children}
    ]
    future = [
        t
        for t in doc
        if t.lower_ in ("will", "'ll") and t.head.pos_ == "VERB" and t.head.tag_ == "VB" and t.head.i > t.i
    ]
    if future and rng.random() < 0.5:
        token = rng.choice(future)
        past = inflect(token.head.lemma_, "VBD")
        return [delete(doc, token.i, token.i), replace(token.head, past)] if past and "'" not in token.text else None
    verb = pick(verbs, rng)
    if verb is None:
        return None
    if rng.random() < 0.5:
        return [replace(verb, f"will {verb.lemma_}")]
    new = inflect(verb.lemma_, "VBZ" if verb.tag_ == "VBD" else "VBD")
    return [replace(verb, new)] if new and new != verb.lower_ else None


def shuffled(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """All words, or a stretch of them, in another order."""
    words = [t for t in doc if not t.is_punct and not t.is_space]
    if len(words) < 6:
        return None
    size = len(words) if rng.random() < 0.5 else rng.randint(5, min(12, len(words)))
    start = rng.randrange(len(words) - size + 1)
    chosen = words[start : start + size]
    texts = [t.text for t in chosen]
    rng.shuffle(texts)
    return [Edit(t.idx, t.idx + len(t), new) for t, new in zip(chosen, texts, strict=True) if new != t.text]
