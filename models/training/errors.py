"""Errors: what turns a faithful text into one that drifted. Each takes a parsed text and gives its edits, or ``None``.

``ERRORS`` maps a kind to its function, weight and MQM category. The kinds follow what reviewers call major or critical:
another number, date, name or doer; the opposite; a claim made stronger or weaker; content dropped or made up.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

from edits import Edit, match_case
from lexica import (
    ADVERBS,
    COMPARISONS,
    HEDGES,
    MODALS,
    MONTHS,
    NUMBER_WORDS,
    PRONOUNS,
    QUANTIFIERS,
    RELATIONS,
    SCALES,
    UNITS,
    WEEKDAYS,
)
from words import Pool, antonyms, hypernyms, inflect, related, sisters

Maker = Callable[[Any, Pool, random.Random], "list[Edit] | None"]
_AUXILIARIES = frozenset(
    "is are was were am be been has have had do does did can could will would shall should may might must".split()
)


def _replace(token: Any, new: str) -> Edit:
    return Edit(token.idx, token.idx + len(token.text), match_case(new, token.text) if token.i == 0 else new)


def _delete(doc: Any, first: int, last: int) -> Edit:
    """Remove tokens ``first`` to ``last``, both included."""
    start, end = doc[first].idx, doc[last].idx + len(doc[last].text)
    if last + 1 < len(doc) and first == 0:
        end = doc[last + 1].idx
    return Edit(start, end, "")


def _insert(token: Any, words: str) -> Edit:
    """Put words before a token."""
    return Edit(token.idx, token.idx, words + " ")


def _pick(items: list[Any], rng: random.Random) -> Any | None:
    return rng.choice(items) if items else None


def negate(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """Put in a negator."""
    if any(t.dep_ == "neg" for t in doc) and rng.random() < 0.7:
        return None
    verbs = [
        t
        for t in doc
        if t.pos_ in ("VERB", "AUX") and t.tag_ in ("VBD", "VBZ", "VBP", "MD") and t.lower_ not in ("'s", "'d")
    ]
    verb = _pick(verbs, rng)
    if verb is None:
        return None
    after = doc[verb.i + 1] if verb.i + 1 < len(doc) else None
    if verb.tag_ == "MD" or (verb.lower_ in _AUXILIARIES and (verb.pos_ == "AUX" or verb.lemma_ == "be")):
        if after is None or after.lower_ in ("not", "n't"):
            return None
        word = rng.choices(["not", "never", "no longer"], [8, 1, 1])[0]
        return [_insert(after, word)]
    if rng.random() < 0.4 and verb.i > 0:
        return [_insert(verb, rng.choice(["never", "no longer", "not"]))]
    helper = {"VBD": "did", "VBZ": "does", "VBP": "do"}[verb.tag_]
    return [_replace(verb, f"{helper} {rng.choice(['not', 'not', 'never'])} {verb.lemma_}")]


def affirm(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """Take a negator out."""
    found: list[list[Edit]] = []
    for token in doc:
        low = token.lower_
        if low in ("not", "never") and token.i > 0:
            found.append([_delete(doc, token.i, token.i)])
        elif low in ("n't", "n’t") and token.i > 0:
            full = {"ca": "can", "wo": "will", "sha": "shall"}.get(doc[token.i - 1].lower_)
            before = [_replace(doc[token.i - 1], full)] if full else []
            found.append([*before, _delete(doc, token.i, token.i)])
        elif low == "cannot":
            found.append([_replace(token, "can")])
        elif low == "without":
            found.append([_replace(token, "with")])
        elif low == "no" and token.dep_ == "det" and token.i + 1 < len(doc):
            found.append([_replace(token, rng.choice(["some", "the", "any"]))])
        elif low in ("nobody", "nothing", "none", "neither"):
            found.append(
                [
                    _replace(
                        token, {"nobody": "everybody", "nothing": "everything", "none": "all", "neither": "both"}[low]
                    )
                ]
            )
    return _pick(found, rng)


def number(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """Another number in a number's place."""
    found = [t for t in doc if re.fullmatch(r"\d[\d.,:]*\d|\d", t.text) or t.lower_ in NUMBER_WORDS]
    token = _pick(found, rng)
    if token is None:
        return None
    if token.lower_ in NUMBER_WORDS:
        others = [w for w in NUMBER_WORDS if w != token.lower_]
        near = (
            others
            if rng.random() < 0.3
            else [w for w in others if abs(NUMBER_WORDS.index(w) - NUMBER_WORDS.index(token.lower_)) <= 4]
        )
        return [_replace(token, rng.choice(near))]
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
    return [_replace(token, "".join(new))] if "".join(new) != token.text else None


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
    chosen = _pick(found, rng)
    return [_replace(*chosen)] if chosen else None


def _names(doc: Any) -> list[Any]:
    kinds = ("PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "EVENT")
    return [e for e in doc.ents if e.label_ in kinds and e.text[0].isalpha()]


def _bounds(entity: Any) -> tuple[int, int]:
    start, text = entity.start_char, entity.text
    for head in ("the ", "The "):
        if text.startswith(head):
            start += len(head)
    end = entity.end_char - (2 if text.endswith(("'s", "’s")) else 0)
    return start, max(start, end)


def name(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """Another name in a name's place: the whole name, or one part of it; everywhere it stands."""
    entity = _pick(_names(doc), rng)
    if entity is None:
        return None
    start, end = _bounds(entity)
    old = doc.text[start:end]
    new = pool.draw("ent " + entity.label_, rng)
    if not new or new.lower() in old.lower() or old.lower() in new.lower() or end - start < 2:
        return None
    parts = old.split()
    if len(parts) > 1 and rng.random() < 0.35:
        which = rng.randrange(len(parts))
        word = rng.choice(new.split())
        if not word[0].isupper() or word == parts[which] or not parts[which][0].isupper():
            return None
        offset = start + sum(len(p) + 1 for p in parts[:which])
        return [Edit(offset, offset + len(parts[which]), word)] if doc.text[offset:].startswith(parts[which]) else None
    return [Edit(start, end, new)]


def name_removed(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """A name left out, with what hangs on it grammatically or without."""
    entity = _pick(_names(doc), rng)
    if entity is None or len(entity) > 5 or len(doc) < 5:
        return None
    first, last = entity.start, entity.end - 1
    if rng.random() < 0.5 and first > 0 and doc[first - 1].pos_ == "ADP" and doc[last].i + 1 < len(doc):
        first -= 1
    return [_delete(doc, first, last)]


def _removed(*parts: str) -> Maker:
    def remove(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
        found = [t for t in doc if t.pos_ in parts and not t.is_stop and t.is_alpha and len(t) > 2]
        token = _pick(found, rng)
        return [_delete(doc, token.i, token.i)] if token is not None and len(doc) > 4 else None

    return remove


def _subtree(token: Any) -> tuple[int, int] | None:
    """First and last token of a phrase, if it is one unbroken stretch."""
    indices = [t.i for t in token.subtree]
    return (indices[0], indices[-1]) if indices[-1] - indices[0] + 1 == len(indices) else None


def subject_removed(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """The subject left out: its head word or all of it."""
    token = _pick([t for t in doc if t.dep_ in ("nsubj", "nsubjpass") and t.pos_ != "PRON"], rng)
    if token is None:
        return None
    whole = _subtree(token)
    if whole and rng.random() < 0.5 and whole[1] - whole[0] < 8:
        return [_delete(doc, *whole)]
    return [_delete(doc, token.i, token.i)]


def phrase_removed(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """A prepositional phrase, an adjunct or a clause left out."""
    kinds = ("prep", "advcl", "relcl", "acl", "appos", "npadvmod", "conj", "oprd", "xcomp", "ccomp", "agent")
    found = []
    for token in doc:
        whole = _subtree(token) if token.dep_ in kinds else None
        if (
            whole
            and 2 <= whole[1] - whole[0] + 1 <= 0.5 * len(doc)
            and any(t.pos_ in ("NOUN", "VERB", "PROPN", "ADJ", "NUM") for t in doc[whole[0] : whole[1] + 1])
        ):
            first, last = whole
            if token.dep_ == "conj" and first > 0 and doc[first - 1].dep_ == "cc":
                first -= 1
            found.append((first, last))
    chosen = _pick(found, rng)
    return [_delete(doc, *chosen)] if chosen else None


def added(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """A content word made up: an adjective, a noun before a noun, an adverb, one more in a list, a phrase behind a noun."""
    nouns = [t for t in doc if t.pos_ == "NOUN"]
    verbs = [t for t in doc if t.pos_ == "VERB" and t.i > 0]
    draw = rng.random()
    if draw < 0.35 and nouns:
        word = pool.draw("JJ", rng)
        return [_insert(rng.choice(nouns), word)] if word else None
    if draw < 0.55 and nouns:
        word, token = pool.draw("NN", rng), rng.choice(nouns)
        if not word or token.i + 1 >= len(doc):
            return None
        return (
            [_insert(token, word)]
            if rng.random() < 0.5
            else [Edit(token.idx + len(token), token.idx + len(token), " " + word)]
        )
    if draw < 0.7 and verbs:
        word = pool.draw("RB", rng)
        return [_insert(rng.choice(verbs), word)] if word else None
    if draw < 0.85 and nouns:
        token, word = rng.choice(nouns), pool.draw("NNS" if rng.random() < 0.5 else "NN", rng)
        return (
            [Edit(token.idx + len(token), token.idx + len(token), f" and {word}")]
            if word and token.i + 1 < len(doc)
            else None
        )
    if nouns:
        token, word = rng.choice(nouns), pool.draw("ent " + rng.choice(["GPE", "PERSON", "ORG"]), rng)
        link = rng.choice(["in", "of", "from", "with", "for"])
        return (
            [Edit(token.idx + len(token), token.idx + len(token), f" {link} {word}")]
            if word and token.i + 1 < len(doc)
            else None
        )
    return None


def fitting(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """A word made up that often stands there: it reads well, and only the other side tells that it was not said."""
    found = []
    for token in doc:
        if token.pos_ in ("NOUN", "VERB") and token.i > 0:
            links = ("amod", "compound") if token.pos_ == "NOUN" else ("advmod",)
            own = {t.lower_ for t in token.subtree}
            word = pool.draw(f"{rng.choice(links)} {token.lemma_.lower()}", rng)
            if word and word not in own:
                found.append((token, word))
    chosen = _pick(found, rng)
    return [_insert(*chosen)] if chosen else None


def other_name(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """The name of another sort of thing in a name's place."""
    entity = _pick(_names(doc), rng)
    if entity is None:
        return None
    start, end = _bounds(entity)
    new = pool.draw("ent " + rng.choice(["GPE", "PERSON", "ORG", "NORP", "EVENT"]), rng)
    old = doc.text[start:end]
    if not new or end - start < 2 or new.lower() in old.lower() or old.lower() in new.lower():
        return None
    return [Edit(start, end, new)]


_POS = {"NOUN": "NOUN", "VERB": "VERB", "ADJ": "ADJ", "ADV": "ADV"}


def _content(doc: Any) -> list[Any]:
    return [t for t in doc if t.pos_ in _POS and t.is_alpha and not t.is_stop and len(t) > 2 and not t.ent_type_]


def opposite(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """A word turned into its opposite."""
    found = [
        (t, rng.choice(w)) for t in doc if t.pos_ in _POS and t.is_alpha and (w := antonyms(t.lemma_, _POS[t.pos_]))
    ]
    chosen = _pick(found, rng)
    if not chosen:
        return None
    new = inflect(chosen[1], chosen[0].tag_)
    return [_replace(chosen[0], new)] if new else None


def neighbour(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """Another thing of the same sort in a word's place."""
    found = [
        (t, rng.choice(w))
        for t in _content(doc)
        if t.pos_ in ("NOUN", "VERB") and (w := sisters(t.lemma_, _POS[t.pos_]))
    ]
    chosen = _pick(found, rng)
    if not chosen:
        return None
    new = inflect(chosen[1], chosen[0].tag_)
    return [_replace(chosen[0], new)] if new else None


def blurred(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """A more general word two steps up in a noun's place, which says less."""
    found = [
        (t, w2)
        for t in _content(doc)
        if t.pos_ == "NOUN"
        for w in hypernyms(t.lemma_, "NOUN")
        for w2 in hypernyms(w, "NOUN")
    ]
    chosen = _pick(found, rng)
    if not chosen:
        return None
    new = inflect(chosen[1], chosen[0].tag_)
    return [_replace(chosen[0], new)] if new else None


def replaced(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """Any other word of the same form in a content word's place."""
    token = _pick(_content(doc), rng)
    if token is None:
        return None
    new = pool.draw(token.tag_, rng)
    if not new or new == token.lower_ or related(new, token.lemma_, _POS[token.pos_]):
        return None
    return [_replace(token, new)]


def swapped(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """Who did what to whom the other way round: subject and object, or two names, or two like nouns."""
    options: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for verb in doc:
        if verb.pos_ != "VERB":
            continue
        subject = [t for t in verb.children if t.dep_ == "nsubj" and t.pos_ != "PRON"]
        object_ = [t for t in verb.children if t.dep_ == "dobj" and t.pos_ != "PRON"]
        if subject and object_:
            pair = _subtree(subject[0]), _subtree(object_[0])
            if pair[0] and pair[1]:
                options += [(pair[0], pair[1])] * 2
    names = _names(doc)
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            between = doc.text[a.end_char : b.start_char].strip()
            if a.label_ == b.label_ and a.text != b.text and between not in (",", "and", "or", ", and", "/", "-", "&"):
                options.append(((a.start, a.end - 1), (b.start, b.end - 1)))
    tokens = [t for t in _content(doc) if t.pos_ == "NOUN"]
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
    chosen = _pick(options, rng)
    if not chosen or chosen[0][1] >= chosen[1][0]:
        return None
    texts = [doc[a : b + 1].text for a, b in chosen]
    if chosen[0][0] == 0 and doc[0].ent_type_ == "" and doc[0].tag_ not in ("NNP", "NNPS"):
        texts = [texts[0][:1].lower() + texts[0][1:], texts[1][:1].upper() + texts[1][1:]]
    (a, b), (c, d) = chosen
    return [Edit(doc[a].idx, doc[b].idx + len(doc[b]), texts[1]), Edit(doc[c].idx, doc[d].idx + len(doc[d]), texts[0])]


def _from_list(pairs: dict[str, tuple[str, ...]]) -> Maker:
    longest = sorted(pairs, key=len, reverse=True)
    pattern = re.compile(r"\b(" + "|".join(re.escape(p) for p in longest) + r")\b", re.IGNORECASE)

    def change(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
        match = _pick(list(pattern.finditer(doc.text)), rng)
        if match is None:
            return None
        new = rng.choice(pairs[match[0].lower()])
        if not new:
            end = match.end() + (doc.text[match.end() : match.end() + 1] == " ")
            return [Edit(match.start(), end, "")]
        return [Edit(match.start(), match.end(), match_case(new, match[0]))]

    return change


def overclaimed(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """A hedge put in or the claim underlined, where there was neither."""
    verbs = [
        t
        for t in doc
        if t.tag_ in ("VBZ", "VBP", "VBD") and t.pos_ == "VERB" and t.dep_ in ("ROOT", "conj", "ccomp") and t.i > 0
    ]
    verb = _pick(verbs, rng)
    if verb is None:
        return None
    word = rng.choice(ADVERBS)
    if word in ("may", "might", "could", "must"):
        if verb.tag_ == "VBD":
            return None
        return [_replace(verb, f"{word} {verb.lemma_}")]
    return [_insert(verb, word)]


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
        return [_delete(doc, token.i, token.i), _replace(token.head, past)] if past and "'" not in token.text else None
    verb = _pick(verbs, rng)
    if verb is None:
        return None
    if rng.random() < 0.5:
        return [_replace(verb, f"will {verb.lemma_}")]
    new = inflect(verb.lemma_, "VBZ" if verb.tag_ == "VBD" else "VBD")
    return [_replace(verb, new)] if new and new != verb.lower_ else None


_FOREIGN = (
    [chr(c) for c in range(0x4E00, 0x5E00, 7)],
    list("абвгдежзиклмнопрстуфхцчшыьэюя"),
    list("のにはをがでとしたるくんいなかきこさ"),
    list("ابتجحدرسشعفقكلمنهوي"),
    list("가나다라마바사아자차카타파하기니디리"),
)


def foreign(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """A word in another script in a word's place."""
    token = _pick(_content(doc), rng)
    if token is None:
        return None
    letters = rng.choice(_FOREIGN)
    size = rng.randint(2, 4) if len(letters) > 40 or letters[0] in "가の" else rng.randint(4, 9)
    return [_replace(token, "".join(rng.choice(letters) for _ in range(size)))]


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


ERRORS: dict[str, tuple[Maker, float, str]] = {
    "negated": (negate, 2.0, "accuracy/mistranslation"),
    "affirmed": (affirm, 1.0, "accuracy/mistranslation"),
    "number": (number, 1.2, "accuracy/mistranslation"),
    "date": (date, 0.8, "accuracy/mistranslation"),
    "name": (name, 1.5, "accuracy/mistranslation"),
    "name removed": (name_removed, 1.0, "accuracy/omission"),
    "noun removed": (_removed("NOUN"), 1.3, "accuracy/omission"),
    "verb removed": (_removed("VERB"), 1.0, "accuracy/omission"),
    "modifier removed": (_removed("ADJ", "ADV"), 0.6, "accuracy/omission"),
    "subject removed": (subject_removed, 0.8, "accuracy/omission"),
    "phrase removed": (phrase_removed, 1.2, "accuracy/omission"),
    "added": (added, 2.0, "accuracy/addition"),
    "opposite": (opposite, 1.5, "accuracy/mistranslation"),
    "neighbour": (neighbour, 1.2, "accuracy/mistranslation"),
    "blurred": (blurred, 0.4, "accuracy/mistranslation"),
    "replaced": (replaced, 1.2, "accuracy/mistranslation"),
    "swapped": (swapped, 2.0, "accuracy/mistranslation"),
    "pronoun": (_from_list(PRONOUNS), 0.6, "accuracy/mistranslation"),
    "hedge": (_from_list(HEDGES), 0.8, "accuracy/mistranslation"),
    "modal": (_from_list(MODALS), 0.8, "accuracy/mistranslation"),
    "claim": (overclaimed, 0.6, "accuracy/mistranslation"),
    "quantifier": (_from_list(QUANTIFIERS), 0.8, "accuracy/mistranslation"),
    "comparison": (_from_list(COMPARISONS), 0.8, "accuracy/mistranslation"),
    "relation": (_from_list(RELATIONS), 0.5, "accuracy/mistranslation"),
    "tense": (tense, 0.7, "accuracy/mistranslation"),
    "foreign": (foreign, 0.5, "accuracy/untranslated"),
    "shuffled": (shuffled, 0.7, "accuracy/mistranslation"),
    "fitting": (fitting, 0.0, "accuracy/addition"),
    "other name": (other_name, 0.0, "accuracy/mistranslation"),
}
"""Kind: its maker, its weight when one is drawn, and the MQM category of what it makes. Those without weight came with the
third round of training, which gives them one; what is measured on stays as it was."""
