"""Harmless rewrites: what changes the words and not what they say, so that a scorer learns what is *not* drift."""

from __future__ import annotations

import random
import re
from typing import Any

from edits import Edit, match_case
from lexica import NUMBER_WORDS
from parsed import Maker, from_list, subtree
from words import Pool, inflect, synonyms

CONTRACTIONS = {
    "do not": ("don't",),
    "does not": ("doesn't",),
    "did not": ("didn't",),
    "is not": ("isn't",),
    "are not": ("aren't",),
    "was not": ("wasn't",),
    "were not": ("weren't",),
    "have not": ("haven't",),
    "has not": ("hasn't",),
    "had not": ("hadn't",),
    "will not": ("won't",),
    "would not": ("wouldn't",),
    "cannot": ("can't", "can not"),
    "can not": ("cannot",),
    "could not": ("couldn't",),
    "should not": ("shouldn't",),
    "don't": ("do not",),
    "doesn't": ("does not",),
    "didn't": ("did not",),
    "isn't": ("is not",),
    "aren't": ("are not",),
    "wasn't": ("was not",),
    "weren't": ("were not",),
    "haven't": ("have not",),
    "hasn't": ("has not",),
    "won't": ("will not",),
    "wouldn't": ("would not",),
    "can't": ("cannot",),
    "couldn't": ("could not",),
    "it is": ("it's",),
    "that is": ("that's",),
    "they are": ("they're",),
    "we are": ("we're",),
    "I am": ("I'm",),
    "i am": ("I'm",),
    "it's": ("it is",),
    "we're": ("we are",),
    "they're": ("they are",),
    "i'm": ("I am",),
    "I'm": ("I am",),
    "we have": ("we've",),
    "they have": ("they've",),
    "i have": ("I've",),
    "will": ("is going to",),
}

PHRASES = {
    "however": ("but", "nevertheless", "yet"),
    "but": ("however", "yet"),
    "in order to": ("to", "so as to"),
    "because": ("since", "as"),
    "since": ("as",),
    "due to": ("because of", "owing to"),
    "because of": ("due to", "on account of"),
    "although": ("though", "even though"),
    "though": ("although",),
    "despite": ("in spite of",),
    "in spite of": ("despite",),
    "also": ("as well", "too"),
    "moreover": ("furthermore", "in addition", "besides"),
    "for example": ("for instance",),
    "for instance": ("for example",),
    "such as": ("like", "including"),
    "many": ("a lot of", "numerous", "a large number of"),
    "a lot of": ("many", "much"),
    "numerous": ("many",),
    "several": ("a number of",),
    "a number of": ("several",),
    "about": ("around", "approximately", "roughly", "some"),
    "approximately": ("about", "around", "roughly"),
    "around": ("about",),
    "more than": ("over",),
    "over": ("more than",),
    "less than": ("under", "fewer than"),
    "at least": ("no fewer than", "no less than"),
    "must": ("have to", "need to"),
    "has to": ("must", "needs to"),
    "have to": ("must", "need to"),
    "said that": ("said",),
    "said": ("stated", "said that", "told reporters"),
    "stated": ("said",),
    "according to": ("as reported by",),
    "begin": ("start",),
    "began": ("started",),
    "started": ("began",),
    "start": ("begin",),
    "big": ("large",),
    "large": ("big",),
    "help": ("assist",),
    "helped": ("assisted",),
    "show": ("demonstrate",),
    "shows": ("demonstrates",),
    "showed": ("demonstrated",),
    "use": ("make use of", "utilize"),
    "used": ("utilized",),
    "get": ("obtain", "receive"),
    "buy": ("purchase",),
    "bought": ("purchased",),
    "need": ("require",),
    "needs": ("requires",),
    "currently": ("at present", "now", "at the moment"),
    "now": ("currently", "at present"),
    "important": ("significant", "key"),
    "may": ("might", "could"),
    "might": ("may", "could"),
    "could": ("might", "may"),
    "after that": ("then", "afterwards"),
    "then": ("after that", "afterwards"),
    "the us": ("the United States", "America"),
    "us": ("us",),
    "united states": ("US", "U.S."),
    "u.s.": ("United States", "American"),
    "uk": ("United Kingdom", "Britain"),
    "united kingdom": ("UK", "Britain"),
    "eu": ("European Union",),
    "european union": ("EU",),
    "united nations": ("UN",),
    "un": ("United Nations",),
    "percent": ("%", "per cent"),
    "per cent": ("percent", "%"),
    "children": ("kids",),
    "people": ("persons", "individuals"),
    "money": ("funds",),
    "company": ("firm", "business"),
    "companies": ("firms",),
    "firm": ("company",),
    "government": ("authorities", "administration"),
    "job": ("position", "post"),
    "film": ("movie",),
    "movie": ("film",),
    "car": ("automobile", "vehicle"),
    "house": ("home",),
    "city": ("town",),
    "whole": ("entire",),
    "entire": ("whole",),
    "only": ("just", "merely"),
    "very": ("extremely", "highly"),
    "quickly": ("rapidly", "fast"),
    "almost": ("nearly",),
    "nearly": ("almost",),
    "often": ("frequently",),
    "usually": ("normally", "generally"),
    "who": ("that",),
    "which": ("that",),
    "that": ("which",),
    "while": ("whereas",),
    "if": ("in case",),
    "until": ("till",),
    "during": ("in the course of", "throughout"),
    "last year": ("the previous year", "a year ago"),
    "this year": ("in the current year",),
    "today": ("nowadays", "at present"),
    "among": ("amongst", "amid"),
    "per": ("a", "each"),
    "was able to": ("could", "managed to"),
    "were able to": ("could",),
    "is able to": ("can",),
    "can": ("is able to",),
    "believe": ("think",),
    "think": ("believe",),
    "ask": ("request",),
    "asked": ("requested",),
    "end": ("finish",),
    "ended": ("finished",),
    "expected": ("anticipated",),
    "happened": ("occurred", "took place"),
    "took place": ("happened", "was held"),
    "was held": ("took place",),
    "killed": ("slain",),
    "died": ("passed away", "lost their lives"),
    "won": ("claimed victory in",),
}

SPELLINGS = {
    "color": ("colour",),
    "colour": ("color",),
    "labor": ("labour",),
    "labour": ("labor",),
    "center": ("centre",),
    "centre": ("center",),
    "defense": ("defence",),
    "organization": ("organisation",),
    "organisation": ("organization",),
    "realize": ("realise",),
    "program": ("programme",),
    "programme": ("program",),
    "favor": ("favour",),
    "behavior": ("behaviour",),
    "analyze": ("analyse",),
    "theater": ("theatre",),
    "traveling": ("travelling",),
    "recognize": ("recognise",),
    "license": ("licence",),
}

_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def spell(value: int) -> str | None:
    """The English words for 0 to 999,999."""
    if value < 20:
        return (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
        )[value]
    if value < 100:
        return _TENS[value // 10 - 2] + (f"-{spell(value % 10)}" if value % 10 else "")
    if value < 1000:
        return f"{spell(value // 100)} hundred" + (f" and {spell(value % 100)}" if value % 100 else "")
    if value < 1_000_000:
        return f"{spell(value // 1000)} thousand" + (f" {spell(value % 1000)}" if value % 1000 else "")
    return None


def numerals(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """The same number written otherwise."""
    found: list[Edit] = []
    for match in re.finditer(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w.,]*\d)", doc.text):
        found.append(Edit(*match.span(), match[0].replace(",", "")))
        value = int(match[0].replace(",", ""))
        if value % 100 == 0 and value < 10_000:
            found.append(Edit(*match.span(), f"{spell(value // 100)} hundred"))
        if value % 1000 == 0 and value < 1_000_000:
            found.append(Edit(*match.span(), f"{value // 1000} thousand"))
        if value % 100_000 == 0 and value >= 1_000_000:
            found.append(Edit(*match.span(), f"{value / 1_000_000:g} million"))
    for match in re.finditer(r"(?<![\w.,$€£:/-])(\d{1,2})(?![\w.,:/%-]*\d)(?![%:\w])", doc.text):
        found.append(Edit(*match.span(), spell(int(match[0])) or match[0]))
    for match in re.finditer(r"(?<![\w.,])(\d{4,6})(?![\w.,%])", doc.text):
        if not 1500 <= int(match[0]) <= 2100:
            found.append(Edit(*match.span(), f"{int(match[0]):,}"))
    for token in doc:
        if token.lower_ in NUMBER_WORDS[1:20]:
            found.append(Edit(token.idx, token.idx + len(token), str(NUMBER_WORDS.index(token.lower_) + 1)))
    for match in re.finditer(r"\$\s?(\d+(?:\.\d+)?) (million|billion|trillion)", doc.text):
        found.append(Edit(*match.span(), f"{match[1]} {match[2]} {rng.choice(['US dollars', 'dollars'])}"))
    for match in re.finditer(r"(\d+)%", doc.text):
        found.append(Edit(*match.span(), f"{match[1]} {rng.choice(['percent', 'per cent'])}"))
    return [rng.choice(found)] if found else None


def synonym(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """Words of the same first sense in the place of one or two words."""
    found = [
        (t, rng.choice(w))
        for t in doc
        if t.pos_ in ("NOUN", "VERB", "ADJ", "ADV")
        and t.is_alpha
        and not t.ent_type_
        and not t.is_stop
        and (w := synonyms(t.lemma_, t.pos_))
    ]
    if not found:
        return None
    edits = []
    for token, word in rng.sample(found, min(len(found), rng.choice([1, 1, 2]))):
        new = inflect(word, token.tag_)
        if new:
            edits.append(Edit(token.idx, token.idx + len(token), match_case(new, token.text)))
    return edits or None


def passive(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """A transitive clause in the passive voice: same doer, same deed."""
    for verb in doc:
        if (
            verb.pos_ != "VERB"
            or verb.tag_ not in ("VBD", "VBZ", "VBP")
            or any(c.dep_ in ("aux", "neg", "prt", "dative", "cc") for c in verb.children)
        ):
            continue
        subject = [c for c in verb.children if c.dep_ == "nsubj"]
        object_ = [c for c in verb.children if c.dep_ == "dobj"]
        if len(subject) != 1 or len(object_) != 1:
            continue
        first, last = subtree(subject[0]), subtree(object_[0])
        if (
            not first
            or not last
            or first[1] + 1 != verb.i
            or last[0] != verb.i + 1
            or "PRON" in (subject[0].pos_, object_[0].pos_)
        ):
            continue
        done = inflect(verb.lemma_, "VBN")
        plural = object_[0].tag_ in ("NNS", "NNPS") or bool(list(object_[0].conjuncts))
        be = {"VBD": "were" if plural else "was"}.get(verb.tag_, "are" if plural else "is")
        subject_text, object_text = doc[first[0] : first[1] + 1].text, doc[last[0] : last[1] + 1].text
        if first[0] == 0:
            object_text = match_case(object_text, "A")
            if doc[0].tag_ not in ("NNP", "NNPS") and not doc[0].ent_type_:
                subject_text = subject_text[:1].lower() + subject_text[1:]
        if not done:
            continue
        return [
            Edit(
                doc[first[0]].idx, doc[last[1]].idx + len(doc[last[1]]), f"{object_text} {be} {done} by {subject_text}"
            )
        ]
    return None


def fronted(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """A phrase of time or place, or a subordinate clause, moved from one end of the sentence to the other."""
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    if root is None or len(doc) < 7 or not doc[len(doc) - 1].is_punct:
        return None
    for child in root.children:
        whole = subtree(child) if child.dep_ in ("prep", "npadvmod", "advcl") else None
        if not whole or whole[1] - whole[0] < 1 or whole[1] - whole[0] > 0.5 * len(doc):
            continue
        text = doc[whole[0] : whole[1] + 1].text
        end = len(doc) - 1
        if whole[1] == end - 1 and whole[0] > 2:
            rest = doc[: whole[0]].text.rstrip(" ,")
            if doc[0].tag_ not in ("NNP", "NNPS") and not doc[0].ent_type_ and doc[0].text != "I":
                rest = rest[:1].lower() + rest[1:]
            return [Edit(0, doc[end].idx, f"{match_case(text, 'A')}, {rest}")]
        if whole[0] == 0 and doc[whole[1] + 1].text == ",":
            rest = doc[whole[1] + 2 : end].text
            if doc[0].tag_ not in ("NNP", "NNPS") and not doc[0].ent_type_:
                text = text[:1].lower() + text[1:]
            return [Edit(0, doc[end].idx, f"{match_case(rest, 'A')} {text}")]
    return None


def shortened(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """A person by the family name alone."""
    found = [
        e
        for e in doc.ents
        if e.label_ == "PERSON" and len(e) > 1 and all(t.text[0].isupper() and t.is_alpha for t in e)
    ]
    if not found:
        return None
    entity = rng.choice(found)
    return [Edit(entity.start_char, entity[len(entity) - 1].idx, "")]


def noise(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """Another case, a missing full stop, another mark, spaces about the marks, a slip of the pen, a word twice."""
    text, draw = doc.text, rng.random()
    if draw < 0.12:
        return [Edit(0, len(text), text.lower())]
    if draw < 0.3 and text[-1:] in ".!":
        return [Edit(len(text) - 1, len(text), "")]
    if draw < 0.4:
        return [Edit(0, len(text), " ".join(t.text for t in doc))]
    if draw < 0.5 and len(doc) > 5:
        token = doc[rng.randrange(1, len(doc))]
        return [Edit(token.idx, token.idx, rng.choice([", ", "- ", "\u201c"]))]
    words = [t for t in doc if t.is_alpha and len(t) > 5]
    if not words:
        return None
    token = rng.choice(words)
    if draw < 0.7:
        return [Edit(token.idx, token.idx, token.text + " ")]
    i = token.idx + rng.randrange(1, len(token) - 2)
    return [Edit(i, i + 2, text[i + 1] + text[i])] if rng.random() < 0.6 else [Edit(i, i + 1, "")]


def article(doc: Any, pool: Pool, rng: random.Random) -> list[Edit] | None:
    """An article more, less or other; a preposition exchanged."""
    found = [t for t in doc if t.lower_ in ("the", "a", "an", "of", "for", "in", "on", "at", "to")]
    if not found:
        return None
    token = rng.choice(found)
    if token.lower_ in ("the", "a", "an"):
        new = rng.choice([w for w in ("the", "a", "") if w != token.lower_])
    else:
        new = rng.choice([w for w in ("of", "for", "in", "on", "at", "to") if w != token.lower_])
    if not new:
        return [Edit(token.idx, token.idx + len(token.text_with_ws), "")]
    return [Edit(token.idx, token.idx + len(token), match_case(new, token.text))]


REWRITES: dict[str, tuple[Maker, float]] = {
    "contraction": (from_list(CONTRACTIONS), 1.0),
    "phrase": (from_list(PHRASES), 2.5),
    "spelling": (from_list(SPELLINGS), 0.5),
    "numerals": (numerals, 1.2),
    "synonym": (synonym, 2.0),
    "passive": (passive, 1.5),
    "fronted": (fronted, 1.5),
    "shortened": (shortened, 0.4),
    "noise": (noise, 0.8),
    "article": (article, 0.6),
}
"""Kind: its maker and its weight when one is drawn."""
