"""Polarity: a negation that came or went, and words that say the opposite.

A negator is judged by the word it negates: that word's counterpart has to be negated too, or stand near
words that are negative in themselves (``fail``, ``lack``, ``ineffective``). Where both sides negate something
near the counterpart, in whatever form, nothing is said: precision before recall.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from fidelity.checks.alignment import Alignment
from fidelity.checks.negation.negators import (
    BOUND,
    OPEN,
    bounds_number,
    find_negated_word,
    find_negatives,
    is_negative,
    is_negator,
    says_no,
)
from fidelity.checks.negation.opposites import are_opposites, find_opposed
from fidelity.settings import JudgementSettings
from fidelity.text.sameness import may_negate
from fidelity.text.wordlists import words as word_list
from fidelity.text.words import SENTENCE_ENDS, SHARED_LETTERS, Words, near
from fidelity.types import Issue, Span

CHECK = "negation"

_ASIDES = frozenset(",(–—")
_JOINED, _SERIES = 3, 6
"""Words before another in which what joins it to the one before stands, and behind it, of a series."""
_ALTERNATIVES = frozenset(("or", "nor"))
_CONDITIONS = frozenset(("until", "till", "unless"))
_ANSWERS = frozenset(("after", "once", "only", "when", "if", "upon"))
"""What says of a condition without a negator what "not until" says."""


def find_polarity_drift(alignment: Alignment, settings: JudgementSettings) -> tuple[Issue, ...]:
    """Negations lost or added on a word that both sides have, and opposites in one another's place."""
    left, right = alignment.quotation, alignment.passage
    there = [(int(j), float(c)) for j, c in zip(alignment.there, alignment.cosine, strict=True)]
    back = [(int(i), float(c)) for i, c in zip(alignment.back, alignment.back_cosine, strict=True)]
    issues = []
    mine = [i for i in range(len(left)) if alignment.suspicion[i] >= settings.negator_suspicion]
    theirs = [j for j in range(len(right)) if alignment.back_suspicion[j] >= settings.negator_suspicion]
    for i, word, other in _lost(left, right, there, back, mine, settings):
        note = f"the negation “{left.written[i]}” of “{left.written[word]}” is gone"
        issues.append(_issue(left.span((i, word)), right.span((other,)), note))
    for j, word, other in _lost(right, left, back, there, theirs, settings):
        if word not in alignment.inner:
            continue
        note = f"“{right.written[j]}” negates “{right.written[word]}”, which the quotation does not"
        issues.append(_issue(left.span((other,)), right.span((j, word)), note))
    for i, j in find_opposed(alignment, settings):
        note = f"“{left.written[i]}” became its opposite, “{right.written[j]}”"
        issues.append(_issue(left.span((i,)), right.span((j,)), note))
    if not issues:
        issues += [_issue(*spans, note) for spans, note in _denied(alignment, settings)]
    return tuple(issues)


def _denied(
    alignment: Alignment, settings: JudgementSettings
) -> Iterator[tuple[tuple[tuple[Span, ...], tuple[Span, ...]], str]]:
    """A clause that one side denies from before (``do not believe that``), where nothing on the other is negative."""
    left, right = alignment.quotation, alignment.passage
    for one, other, cosine in ((left, right, alignment.cosine), (right, left, alignment.back_cosine)):
        if any(is_negative(form) or form in OPEN for form in other.forms):
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


Counterparts = list[tuple[int, float]]
"""Of each word of the one side the index of its best match on the other, -1 for none, and how good it is, 0..1."""


def _lost(
    one: Words, other: Words, there: Counterparts, back: Counterparts, suspects: list[int], settings: JudgementSettings
) -> list[tuple[int, int, int]]:
    """Negators of the one side that the other lacks: (negator, negated word, its counterpart)."""
    found = {each[0]: each for each in _unanswered(one, other, there, back, suspects, settings)}
    found.update((each[0], each) for each in _flips(one, other, there, back, settings))
    return [found[i] for i in sorted(found)]


def _unanswered(
    one: Words, other: Words, there: Counterparts, back: Counterparts, suspects: list[int], settings: JudgementSettings
) -> Iterator[tuple[int, int, int]]:
    """Suspected negators for which the other side has nothing negative left, whatever became of the negated word.

    What is negative there is about something else that is negative here, and stands apart.
    """
    mine, theirs = find_negatives(one), find_negatives(other)
    if len(theirs) >= len(mine):
        return
    answered = set[int]()
    for j in theirs:
        about = _within(mine, back[j][0], settings.unanswered_reach)
        if not about:
            return
        answered.update(about)
    for i in suspects:
        if one.forms[i] in BOUND or i in answered or not is_negator(one, i) or _is_bound(one, i, other):
            continue
        word = find_negated_word(one, i, settings)
        if word is None or word in answered or there[word][0] < 0:
            continue
        places = {there[word][0], *_forms_of(one.forms[word], other, there[word][0], settings)}
        if any(_within(theirs, place, settings.polarity_reach) for place in places) or _is_condition(one, i, other):
            continue
        if any(_is_joined(other, place) and _reaches_over(other, place, set(), settings) for place in places):
            continue
        if not (
            _is_opposed(one, word, other, places, settings)
            or _is_undone(one, word, other, places)
            or _is_negative_anyway(one, i, word, settings)
        ):
            yield i, word, there[word][0]


def _within(places: list[int], place: int, reach: int) -> list[int]:
    """Those of ``places``, in order, that are up to ``reach`` away from one."""
    return places[bisect_left(places, place - reach) : bisect_left(places, place + reach + 1)]


def _flips(
    one: Words, other: Words, there: Counterparts, back: Counterparts, settings: JudgementSettings
) -> list[tuple[int, int, int]]:
    """Negators of the one side: (negator, negated word, its counterpart that nothing negates)."""
    found = []
    negators, denied = (_find_negated_words(words, settings) for words in (one, other))
    answers = _find_answers(one, other, negators, denied, back)
    kept = _find_kept(one, other, there, back)
    free = {
        j: back[at][0] >= 0 and one.stems[back[at][0]] == other.stems[at]
        for j, at in denied.items()
        if j not in answers
    }
    for i, word in negators.items():
        place, cosine = there[word]
        same = place >= 0 and one.stems[word] == other.stems[place]
        if place < 0 or cosine < settings.predicate_match - (settings.same_word_bonus if same else 0):
            continue
        if one.forms[i] in BOUND and one.forms[word] != other.forms[place]:  # an ill-fated mission is a doomed one
            continue
        twin = back[place][0]
        if same and twin not in (word, -1) and one.stems[twin] == one.stems[word]:  # it is there once, for the other
            continue
        # What both sides have answers only where it stands about the word on the other side alone.
        taken = {j for j, at in kept.items() if abs(at - word) < settings.polarity_reach}
        taken |= {j for j, answered in answers.items() if answered != i}
        if not _is_bound(one, i, other) and not _is_answered(one, i, word, other, place, taken, free, settings):
            found.append((i, word, place))
    return found


def _find_answers(
    one: Words, other: Words, negators: dict[int, int], denied: dict[int, int], back: Counterparts
) -> dict[int, int]:
    """Negators of the other side that negate a word which one here negates too: it answers that one alone.

    ``negators`` and ``denied``: the negators of either side, and the word that each negates.
    """
    owners = {word: i for i, word in negators.items()}
    matched = ((j, word, back[word][0]) for j, word in denied.items())
    return {j: owners[at] for j, word, at in matched if at in owners and one.stems[at] == other.stems[word]}


def _find_negated_words(words: Words, settings: JudgementSettings) -> dict[int, int]:
    found = ((i, find_negated_word(words, i, settings)) for i in range(len(words)))
    return {i: word for i, word in found if word is not None}


def _find_kept(one: Words, other: Words, there: Counterparts, back: Counterparts) -> dict[int, int]:
    """Negative words of the other side, no negators, and the same words here for which they stand."""
    counts, found = (Counter(words.stems) for words in (one, other)), {}
    here, across = counts
    for j in find_negatives(other):
        form, i = other.forms[j], back[j][0]
        if may_negate(form) or is_negator(other, j) or form in BOUND or form in OPEN or i < 0 or there[i][0] != j:
            continue
        if one.stems[i] == other.stems[j] and here[one.stems[i]] == across[one.stems[i]]:
            found[j] = i
    return found


def _is_answered(
    one: Words,
    i: int,
    word: int,
    other: Words,
    place: int,
    taken: set[int],
    free: dict[int, bool],
    settings: JudgementSettings,
) -> bool:
    """Whether the other side says in some way what the negator ``i`` does to ``word``, or leaves it open.

    ``taken``: the other side's words that answer others here. ``free``: its negators that answer none yet, and whether
    this side has the word that each negates: of "no imports but industry" "no industry but imports" says the reverse.
    """
    same = one.stems[word] == other.stems[place]
    places = {place, *_forms_of(one.forms[word], other, place, settings)}
    if not same:  # goods not made there, goods made there: what stands for "made" may be either
        places.update(_forms_of(other.forms[place], other, place, settings))
    window = {j for at in places for j in near(other, at, settings.polarity_reach)} - (places if same else set())
    if any((says_no(other, j) and j not in taken) or other.forms[j] in OPEN for j in window):
        return True
    if any(j in free and j not in taken and not (same and free[j]) for j in _stretch_around(other, place, settings)):
        return True
    if _is_opposed(one, word, other, places, settings) or _is_undone(one, word, other, places):
        return True
    if any(_reaches_over(other, at, taken, settings) or _is_left_open(other, at, settings) for at in places):
        return True
    if "nor" in one.forms[i:] and "neither" in other.forms:  # not here, nor there
        return True
    return _is_negative_anyway(one, i, word, settings) or _is_condition(one, i, other)


def _is_bound(one: Words, i: int, other: Words) -> bool:
    """Whether a negator makes a bound of a number, and the other side has one that says as much: at most 300."""
    return bounds_number(one, i) and any(_says_bound(other, j) for j in range(len(other)))


def _says_bound(words: Words, i: int) -> bool:
    """Whether a word says what "not more than" or "not less than" says."""
    return words.forms[i] in _BOUNDS or words.forms[i : i + 2] == ("up", "to") or bounds_number(words, i)


_BOUNDS = frozenset("most least maximum minimum limit limited".split())
_PARTS = frozenset(",;:.!?()—–")


def _stretch_around(words: Words, place: int, settings: JudgementSettings) -> range:
    """The words up to the next mark on either side, but not far; quotation marks are none."""
    about = near(words, place, settings.polarity_sentence)
    start = next((j + 1 for j in range(place, about.start - 1, -1) if words.forms[j] in _PARTS), about.start)
    stop = next((j for j in range(place, about.stop) if words.forms[j] in _PARTS), about.stop)
    return range(start, stop)


def _is_opposed(one: Words, word: int, other: Words, places: set[int], settings: JudgementSettings) -> bool:
    """Whether the other side has an opposite of the negated word, not the word: not open, closed."""
    return one.stems[word] not in {other.stems[place] for place in places} and any(
        are_opposites(one.forms[word], other.forms[j])
        for place in places
        for j in near(other, place, settings.polarity_reach)
    )


def _is_undone(one: Words, word: int, other: Words, places: set[int]) -> bool:
    """Whether the negated word is negative itself and the other side has another: does not lack, has."""
    return is_negative(one.forms[word]) and one.stems[word] not in {other.stems[place] for place in places}


def _is_condition(one: Words, i: int, other: Words) -> bool:
    """Whether the negator goes with an ``until`` for which the other side has a ``not until`` or an ``after``."""
    sentence = one.sentence_of(i)
    if any(may_negate(a) and b in _CONDITIONS for a, b in pairwise(other.forms)):
        return not _CONDITIONS.isdisjoint(one.forms[sentence.start : sentence.stop])
    return (
        not _CONDITIONS.isdisjoint(one.forms[i : sentence.stop])
        and _CONDITIONS.isdisjoint(other.forms)
        and not _ANSWERS.isdisjoint(other.forms)
    )


def _reaches_over(words: Words, place: int, taken: set[int], settings: JudgementSettings) -> bool:
    """Whether something negative from before an aside or an "or" may be about this word, too.

    ``is not, he says, true``; ``refused to resign or leave``; ``had not eaten, slept or washed``.
    """
    before = range(max(0, place - settings.polarity_sentence), place - 1)
    if not _is_joined(words, place):
        return any(words.forms[j + 1] in _ASIDES and is_negator(words, j) and j not in taken for j in before)
    ends = [j for j in before if words.forms[j] in SENTENCE_ENDS]
    sentence = range(ends[-1] + 1 if ends else before.start, place - 1)
    return any(is_negator(words, j) or (is_negative(words.forms[j]) and j > 0) for j in sentence)


def _is_joined(words: Words, place: int) -> bool:
    """Whether an "or" joins a word to what stands before it, or a comma and then an "or" behind it."""
    if not _ALTERNATIVES.isdisjoint(words.forms[max(0, place - _JOINED) : place]):
        return True
    series = words.forms[place + 1 : place + 1 + _SERIES]
    return words.forms[place - 1 : place] == (",",) and not _ALTERNATIVES.isdisjoint(series)


def _is_left_open(words: Words, place: int, settings: JudgementSettings) -> bool:
    """Whether a ``whether`` before it leaves open what this word says: yes and no are both in it."""
    sentence = range(max(0, place - settings.polarity_sentence), place)
    ends = [i for i in sentence if words.forms[i] in SENTENCE_ENDS]
    return "whether" in words.forms[ends[-1] if ends else sentence.start : place]


def _forms_of(form: str, words: Words, around: int, settings: JudgementSettings) -> list[int]:
    """Where the word stands in any form (``donated``, ``donations``) not far from ``around``."""
    start = form[: max(SHARED_LETTERS, len(form) - SHARED_LETTERS)]
    alike = words.starts.get(form[:SHARED_LETTERS], [])
    reach = settings.polarity_sentence
    close = alike[bisect_left(alike, around - reach) : bisect_left(alike, around + reach)]
    return [
        j for j in close if words.forms[j] == form or (len(form) >= SHARED_LETTERS and words.forms[j].startswith(start))
    ]


def _is_negative_anyway(words: Words, negator: int, word: int, settings: JudgementSettings) -> bool:
    """Whether something else beside the negator turns the word's meaning round, or leaves it open (``whether``)."""
    for j in near(words, word, settings.polarity_reach):
        if j in (negator, word):
            continue
        if is_negator(words, j):
            if find_negated_word(words, j, settings) == word:  # nothing that I do not love
                return True
        elif abs(j - word) <= settings.own_reach and (is_negative(words.forms[j]) or words.forms[j] in OPEN):
            return True
    return False


def _issue(left: tuple[Span, ...], right: tuple[Span, ...], note: str) -> Issue:
    return Issue("accuracy/mistranslation", CHECK, "critical", left, right, note)
