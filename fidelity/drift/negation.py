"""Polarity: a negation that came or went, and words that say the opposite.

A negator is judged by the word it negates: that word's counterpart has to be negated too, or stand near
words that are negative in themselves (``fail``, ``lack``, ``ineffective``). Where both sides negate something
near the counterpart, in whatever form, nothing is said: precision before recall.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from fidelity.drift.alignment import SENTENCE_ENDS, SHARED_LETTERS, Alignment, Words, near, stem
from fidelity.drift.measures import DASHES
from fidelity.drift.sameness import NEGATIVE_PREFIXES, may_negate
from fidelity.drift.wordlists import lines
from fidelity.drift.wordlists import words as word_list
from fidelity.settings import DriftSettings
from fidelity.types import Issue, Span

CHECK = "negation"

_OPEN = frozenset(("whether", "if"))
_ASIDES = frozenset(",(–—")
_BOUND = frozenset(("non", "ill"))
"""What negates the word that a hyphen joins to it."""


def find_polarity_drift(alignment: Alignment, settings: DriftSettings) -> tuple[Issue, ...]:
    """Negations lost or added on a word that both sides have, and opposites in one another's place."""
    left, right = alignment.quotation, alignment.passage
    there = [(int(j), float(c)) for j, c in zip(alignment.there, alignment.cosine, strict=True)]
    back = [(int(i), float(c)) for i, c in zip(alignment.back, alignment.back_cosine, strict=True)]
    issues = []
    mine = [i for i in range(len(left)) if alignment.suspicion[i] >= settings.negator_suspicion]
    theirs = [j for j in alignment.inner if alignment.back_suspicion[j] >= settings.negator_suspicion]
    for i, word, other in _lost(left, right, there, back, mine, settings):
        note = f"the negation “{left.written[i]}” of “{left.written[word]}” is gone"
        issues.append(_issue(left.span((i, word)), right.span((other,)), note))
    for j, word, other in _lost(right, left, back, there, theirs, settings):
        note = f"“{right.written[j]}” negates “{right.written[word]}”, which the quotation does not"
        issues.append(_issue(left.span((other,)), right.span((j, word)), note))
    for i, j in _opposed(alignment, settings):
        note = f"“{left.written[i]}” became its opposite, “{right.written[j]}”"
        issues.append(_issue(left.span((i,)), right.span((j,)), note))
    if not issues:
        issues += [_issue(*spans, note) for spans, note in _denied(alignment, settings)]
    return tuple(issues)


def _denied(
    alignment: Alignment, settings: DriftSettings
) -> Iterator[tuple[tuple[tuple[Span, ...], tuple[Span, ...]], str]]:
    """A clause that one side denies from before (``do not believe that``), where nothing on the other is negative."""
    left, right = alignment.quotation, alignment.passage
    for one, other, cosine in ((left, right, alignment.cosine), (right, left, alignment.back_cosine)):
        if any(is_negative(form) or form in _OPEN for form in other.forms):
            continue
        for first, that in _find_denials(one):
            behind = [j for j in one.content if j > that]
            kept = [j for j in behind if cosine[j] >= settings.predicate_match]
            if behind and 2 * len(kept) > len(behind):
                spans = (one.span(range(first, that + 1)), other.span(range(len(other))))
                words = " ".join(one.written[first : that + 1])
                gone = "is gone" if one is left else "is not in the quotation"
                yield (spans if one is left else spans[::-1]), f"“{words}” denies the clause behind it and {gone}"


def _find_denials(words: Words) -> Iterator[tuple[int, int]]:
    """Where words deny the clause behind them: the first of them, and the "that"."""
    for that, form in enumerate(words.forms):
        if form != "that" or not that:
            continue
        verb = words.forms[that - 1]
        if verb in word_list("denials"):
            if that < 2 or not may_negate(words.forms[that - 2]):  # no doubt that
                yield that - 1, that
        elif verb in word_list("deniable_verbs"):
            yield from ((i, that) for i in range(max(0, that - 4), that - 1) if is_negator(words, i))


def is_negator(words: Words, i: int) -> bool:
    """Whether the word negates: ``not``, ``no``, ``never``, ``non-``; not in ``not only``, ``no doubt``."""
    form = words.forms[i]
    after = words.forms[i + 1] if i + 1 < len(words) else ""
    if form in _BOUND:
        return after in DASHES
    if not may_negate(form):
        return False
    before = words.forms[i - 1] if i else ""
    return (form, after) not in _empty_negations() and (before, form) not in _empty_negations()


@cache
def _empty_negations() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(line.split()) for line in lines("empty_negations"))


def is_negative(form: str) -> bool:
    """Whether the word is a negator or may say something negative by itself."""
    if may_negate(form) or form in word_list("negative_words"):
        return True
    if len(form) < 6 or form in word_list("positive_words"):
        return False
    return form.startswith(NEGATIVE_PREFIXES) or form.endswith("less")


Counterparts = list[tuple[int, float]]
"""Of each word of the one side the index of its best match on the other, -1 for none, and how good it is, 0..1."""


def _lost(
    one: Words, other: Words, there: Counterparts, back: Counterparts, suspects: list[int], settings: DriftSettings
) -> list[tuple[int, int, int]]:
    """Negators of the one side that the other lacks: (negator, negated word, its counterpart)."""
    found = {each[0]: each for each in _unanswered(one, other, there, back, suspects, settings)}
    found.update((each[0], each) for each in _flips(one, other, there, settings))
    return [found[i] for i in sorted(found)]


def _unanswered(
    one: Words, other: Words, there: Counterparts, back: Counterparts, suspects: list[int], settings: DriftSettings
) -> Iterator[tuple[int, int, int]]:
    """Suspected negators for which the other side has nothing negative left, whatever became of the negated word.

    What is negative there is about something else that is negative here, and stands apart.
    """
    mine, theirs = _negatives(one), _negatives(other)
    if len(theirs) >= len(mine):
        return
    answered = set[int]()
    for j in theirs:
        about = _within(mine, back[j][0], settings.unanswered_reach)
        if not about:
            return
        answered.update(about)
    for i in suspects:
        if one.forms[i] in _BOUND or i in answered or not is_negator(one, i):
            continue
        word = _negated(one, i, settings)
        if word is None or word in answered or there[word][0] < 0:
            continue
        places = there[word][0], *_forms_of(one.forms[word], other, there[word][0], settings)
        if not any(_within(theirs, place, settings.polarity_reach) for place in places):
            yield i, word, there[word][0]


def _within(places: list[int], place: int, reach: int) -> list[int]:
    """Those of ``places``, in order, that are up to ``reach`` away from one."""
    return places[bisect_left(places, place - reach) : bisect_left(places, place + reach + 1)]


def _negatives(words: Words) -> list[int]:
    return [i for i, form in enumerate(words.forms) if is_negative(form) or form in _OPEN]


def _flips(one: Words, other: Words, counterparts: Counterparts, settings: DriftSettings) -> list[tuple[int, int, int]]:
    """Negators of the one side: (negator, negated word, its counterpart that nothing negates)."""
    found = []
    for i in range(len(one)):
        if not is_negator(one, i):
            continue
        word = _negated(one, i, settings)
        if word is None:
            continue
        there, cosine = counterparts[word]
        same = there >= 0 and one.stems[word] == other.stems[there]
        if there < 0 or cosine < settings.predicate_match - (settings.same_word_bonus if same else 0):
            continue
        if one.forms[i] in _BOUND and not same:  # an ill-fated mission is a doomed one
            continue
        places = {there, *_forms_of(one.forms[word], other, there, settings)}
        window = {j for place in places for j in near(other, place, settings.polarity_reach)} - (
            places if same else set()
        )
        if any(is_negative(other.forms[j]) or other.forms[j] in _OPEN for j in window):
            continue
        if any(_reaches_over(other, place, settings) or _is_left_open(other, place, settings) for place in places):
            continue
        if _is_negative_anyway(one, i, word, settings):
            continue
        found.append((i, word, there))
    return found


def _negated(words: Words, i: int, settings: DriftSettings) -> int | None:
    """The first content word behind a negator, within its clause."""
    content = set(words.content)
    for j in range(i + 1, min(len(words), i + 1 + settings.negation_scope)):
        if words.clauses[j] != words.clauses[i]:
            return None
        if j in content and words.forms[j][0].isalpha() and not is_negator(words, j):
            return j
    return None


def _reaches_over(words: Words, place: int, settings: DriftSettings) -> bool:
    """Whether a negator before an aside may be of this word behind it: ``is not, he says, true``."""
    before = range(max(0, place - settings.polarity_sentence), place - 1)
    return any(words.forms[i + 1] in _ASIDES and is_negator(words, i) for i in before)


def _is_left_open(words: Words, place: int, settings: DriftSettings) -> bool:
    """Whether a ``whether`` before it leaves open what this word says: yes and no are both in it."""
    sentence = range(max(0, place - settings.polarity_sentence), place)
    ends = [i for i in sentence if words.forms[i] in SENTENCE_ENDS]
    return "whether" in words.forms[ends[-1] if ends else sentence.start : place]


def _forms_of(form: str, words: Words, around: int, settings: DriftSettings) -> list[int]:
    """Where the word stands in any form (``donated``, ``donations``) not far from ``around``."""
    start = form[: max(SHARED_LETTERS, len(form) - SHARED_LETTERS)]
    alike = words.starts.get(form[:SHARED_LETTERS], [])
    reach = settings.polarity_sentence
    close = alike[bisect_left(alike, around - reach) : bisect_left(alike, around + reach)]
    return [
        j for j in close if words.forms[j] == form or (len(form) >= SHARED_LETTERS and words.forms[j].startswith(start))
    ]


def _is_negative_anyway(words: Words, negator: int, word: int, settings: DriftSettings) -> bool:
    """Whether something else beside the negator turns the word's meaning round, or leaves it open (``whether``)."""
    for j in near(words, word, settings.own_reach):
        if j in (negator, word) or not (is_negative(words.forms[j]) or words.forms[j] in _OPEN):
            continue
        if not is_negator(words, j) or _negated(words, j, settings) == word:
            return True
    return False


def _opposed(alignment: Alignment, settings: DriftSettings) -> list[tuple[int, int]]:
    """Words in one another's place that are opposites, where neither side has them both or negates them."""
    left, right = alignment.quotation, alignment.passage
    left_stems, right_stems = set(left.stems), set(right.stems)
    found = []
    for i, there in enumerate(alignment.there):
        j = int(there)
        if j < 0 or alignment.cosine[i] < settings.opposite_match or alignment.back[j] != i:
            continue
        one, other = left.stems[i], right.stems[j]
        if (
            one == other
            or one in right_stems
            or other in left_stems
            or not _are_opposites(left.forms[i], right.forms[j])
        ):
            continue
        windows = [(left, k) for k in near(left, i, settings.polarity_reach) if k != i]
        windows += [(right, k) for k in near(right, j, settings.polarity_reach) if k != j]
        if not any(is_negative(words.forms[k]) for words, k in windows):
            found.append((i, j))
    return found


@cache
def _opposites() -> frozenset[tuple[str, str]]:
    pairs = [tuple(stem(word) for word in line.split()) for line in lines("opposites")]
    return frozenset((a, b) for a, b in pairs) | frozenset((b, a) for a, b in pairs)


@cache
def _irregular() -> dict[str, str]:
    return {stem(form): stem(base) for form, base in (line.split() for line in lines("irregular_forms"))}


def _are_opposites(one: str, other: str) -> bool:
    a, b = stem(one), stem(other)
    a, b = _irregular().get(a, a), _irregular().get(b, b)
    if (a, b) in _opposites():
        return True
    short, long = sorted((one, other), key=len)
    return (
        len(short) > 3
        and any(long == prefix + short for prefix in NEGATIVE_PREFIXES)
        and long not in word_list("positive_words")
    )


def _issue(left: tuple[Span, ...], right: tuple[Span, ...], note: str) -> Issue:
    return Issue("accuracy/mistranslation", CHECK, "critical", left, right, note)
