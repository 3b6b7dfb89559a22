"""Errors in what is spoken of: words dropped, made up or replaced, other names, words in another script."""

from __future__ import annotations

import random
from typing import Any

from edits import Edit
from parsed import PARTS, Maker, bounds, content_words, delete, find_names, insert, pick, replace, subtree
from words import Pool, antonyms, hypernyms, inflect, related, sisters


def name(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """Another name in a name's place: the whole name, or one part of it; everywhere it stands."""
    entity = pick(find_names(doc), rng)
    if entity is None:
        return None
    start, end = bounds(entity)
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
    entity = pick(find_names(doc), rng)
    if entity is None or len(entity) > 5 or len(doc) < 5:
        return None
    first, last = entity.start, entity.end - 1
    if rng.random() < 0.5 and first > 0 and doc[first - 1].pos_ == "ADP" and doc[last].i + 1 < len(doc):
        first -= 1
    return [delete(doc, first, last)]


def removed(*parts: str) -> Maker:
    def remove(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
        found = [t for t in doc if t.pos_ in parts and not t.is_stop and t.is_alpha and len(t) > 2]
        token = pick(found, rng)
        return [delete(doc, token.i, token.i)] if token is not None and len(doc) > 4 else None

    return remove


def subject_removed(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """The subject left out: its head word or all of it."""
    token = pick([t for t in doc if t.dep_ in ("nsubj", "nsubjpass") and t.pos_ != "PRON"], rng)
    if token is None:
        return None
    whole = subtree(token)
    if whole and rng.random() < 0.5 and whole[1] - whole[0] < 8:
        return [delete(doc, *whole)]
    return [delete(doc, token.i, token.i)]


def phrase_removed(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """A prepositional phrase, an adjunct or a clause left out."""
    kinds = ("prep", "advcl", "relcl", "acl", "appos", "npadvmod", "conj", "oprd", "xcomp", "ccomp", "agent")
    found = []
    for token in doc:
        whole = subtree(token) if token.dep_ in kinds else None
        if (
            whole
            and 2 <= whole[1] - whole[0] + 1 <= 0.5 * len(doc)
            and any(t.pos_ in ("NOUN", "VERB", "PROPN", "ADJ", "NUM") for t in doc[whole[0] : whole[1] + 1])
        ):
            first, last = whole
            if token.dep_ == "conj" and first > 0 and doc[first - 1].dep_ == "cc":
                first -= 1
            found.append((first, last))
    chosen = pick(found, rng)
    return [delete(doc, *chosen)] if chosen else None


def added(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """A content word made up: an adjective, a noun before a noun, an adverb, one more in a list, a phrase behind a noun."""
    nouns = [t for t in doc if t.pos_ == "NOUN"]
    verbs = [t for t in doc if t.pos_ == "VERB" and t.i > 0]
    draw = rng.random()
    if draw < 0.35 and nouns:
        word = pool.draw("JJ", rng)
        return [insert(rng.choice(nouns), word)] if word else None
    if draw < 0.55 and nouns:
        word, token = pool.draw("NN", rng), rng.choice(nouns)
        if not word or token.i + 1 >= len(doc):
            return None
        return (
            [insert(token, word)]
            if rng.random() < 0.5
            else [Edit(token.idx + len(token), token.idx + len(token), " " + word)]
        )
    if draw < 0.7 and verbs:
        word = pool.draw("RB", rng)
        return [insert(rng.choice(verbs), word)] if word else None
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
    chosen = pick(found, rng)
    return [insert(*chosen)] if chosen else None


def other_name(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """The name of another sort of thing in a name's place."""
    entity = pick(find_names(doc), rng)
    if entity is None:
        return None
    start, end = bounds(entity)
    new = pool.draw("ent " + rng.choice(["GPE", "PERSON", "ORG", "NORP", "EVENT"]), rng)
    old = doc.text[start:end]
    if not new or end - start < 2 or new.lower() in old.lower() or old.lower() in new.lower():
        return None
    return [Edit(start, end, new)]


def _in_its_form(chosen: tuple[Any, str] | None) -> list[Edit] | None:
    """Another word in a word's place, inflected as that is."""
    if not chosen:
        return None
    new = inflect(chosen[1], chosen[0].tag_)
    return [replace(chosen[0], new)] if new else None


def opposite(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """A word turned into its opposite."""
    found = [
        (t, rng.choice(w)) for t in doc if t.pos_ in PARTS and t.is_alpha and (w := antonyms(t.lemma_, PARTS[t.pos_]))
    ]
    return _in_its_form(pick(found, rng))


def neighbour(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """Another thing of the same sort in a word's place."""
    found = [
        (t, rng.choice(w))
        for t in content_words(doc)
        if t.pos_ in ("NOUN", "VERB") and (w := sisters(t.lemma_, PARTS[t.pos_]))
    ]
    return _in_its_form(pick(found, rng))


def blurred(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """A more general word two steps up in a noun's place, which says less."""
    found = [
        (t, w2)
        for t in content_words(doc)
        if t.pos_ == "NOUN"
        for w in hypernyms(t.lemma_, "NOUN")
        for w2 in hypernyms(w, "NOUN")
    ]
    return _in_its_form(pick(found, rng))


def replaced(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """Any other word of the same form in a content word's place."""
    token = pick(content_words(doc), rng)
    if token is None:
        return None
    new = pool.draw(token.tag_, rng)
    if not new or new == token.lower_ or related(new, token.lemma_, PARTS[token.pos_]):
        return None
    return [replace(token, new)]


_FOREIGN = (
    [chr(c) for c in range(0x4E00, 0x5E00, 7)],
    list("абвгдежзиклмнопрстуфхцчшыьэюя"),
    list("のにはをがでとしたるくんいなかきこさ"),
    list("ابتجحدرسشعفقكلمنهوي"),
    list("가나다라마바사아자차카타파하기니디리"),
)


def foreign(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """A word in another script in a word's place."""
    token = pick(content_words(doc), rng)
    if token is None:
        return None
    letters = rng.choice(_FOREIGN)
    size = rng.randint(2, 4) if len(letters) > 40 or letters[0] in "가の" else rng.randint(4, 9)
    return [replace(token, "".join(rng.choice(letters) for _ in range(size)))]
