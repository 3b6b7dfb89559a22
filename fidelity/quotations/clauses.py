"""The words that a verb of speech reports, by rule: the clause after it, or the text before it if it ends the sentence.

This serves languages that the tagger was not trained for, the content of mixed speech, and as the baseline that the
tagger has to beat.
"""

from __future__ import annotations

from dataclasses import dataclass

from fidelity.quotations.cues import Cue
from fidelity.quotations.lexicon import COMPLEMENTIZERS, STRONG_LEMMAS
from fidelity.quotations.sentences import Sentence, Token

_ENDS = frozenset(".!?…。！？;；")
_BREAKS = frozenset(",:，：—–―")


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens ``[first, last)`` that ``cue`` reports."""

    first: int
    last: int
    cue: Cue


def find_clauses(sentence: Sentence, cues: tuple[Cue, ...]) -> tuple[Clause, ...]:
    """Every clause of the sentence that a plain verb of speech reports, left to right, none in another."""
    found: list[Clause] = []
    position = 0
    for cue in cues:
        if cue.subject is None or cue.first < position or not _reports(cue):
            continue
        clause = _closing(sentence, cue, position) or _opening(sentence, cue)
        if clause is not None and clause.first >= position:
            found.append(clause)
            position = max(clause.last, cue.last)
    return tuple(found)


def _reports(cue: Cue) -> bool:
    return cue.lemma == "according" or cue.lemma in STRONG_LEMMAS


def _opening(sentence: Sentence, cue: Cue) -> Clause | None:
    """``Ann said (that) ...``, ``According to Ann, ...``: up to the end of the sentence."""
    tokens = sentence.tokens
    start = cue.last
    if cue.subject is not None and cue.subject.first >= cue.last:
        start = cue.subject.last
    if cue.lemma == "according":
        while start < len(tokens) and tokens[start].text not in _BREAKS:
            start += 1
    start = _skip_to_complement(tokens, start)
    last = _trim_end(tokens, len(tokens))
    return Clause(start, last, cue) if last > start else None


def _skip_to_complement(tokens: tuple[Token, ...], start: int) -> int:
    """The place after ``on Monday that``, if a word such as ``that`` follows soon, else after punctuation."""
    for at in range(start, min(len(tokens), start + 8)):
        if tokens[at].kind == "quote":
            break
        if tokens[at].low in COMPLEMENTIZERS:
            return at + 1
    while start < len(tokens) and tokens[start].kind == "mark":
        start += 1
    return start


def _closing(sentence: Sentence, cue: Cue, position: int) -> Clause | None:
    """``..., Ann said.``, ``..., said Ann``, ``..., according to Ann``: all before it, back to ``position``."""
    tokens = sentence.tokens
    start = cue.first if cue.subject is None else min(cue.first, cue.subject.first)
    if start < position + 2 or tokens[start - 1].text not in _BREAKS or tokens[start - 1].text == ":":
        return None
    behind = max(cue.last, cue.subject.last if cue.subject is not None else 0)
    if any(token.low in COMPLEMENTIZERS for token in tokens[behind : behind + 2]):
        return None
    while position < start and tokens[position].kind == "mark":
        position += 1
    last = _trim_end(tokens, start)
    return Clause(position, last, cue) if last > position else None


def _trim_end(tokens: tuple[Token, ...], end: int) -> int:
    while end > 0 and tokens[end - 1].kind == "mark" and tokens[end - 1].text in _ENDS | _BREAKS:
        end -= 1
    return end
