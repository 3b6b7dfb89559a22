"""Full names that share the first or the last word and differ in the other: Ann Lee, Joan Lee."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from fidelity.checks.alignment import Alignment
from fidelity.checks.names.matching import core_of, has_part
from fidelity.checks.names.reader import Name, written
from fidelity.settings import JudgementSettings
from fidelity.text.words import plain
from fidelity.types import Issue, Severity

_PARTS = (2, 3)
_INITIAL = 2
_FIRST, _LAST = 0, -1


@dataclass(slots=True)
class _Reader:
    """The two sides of a pair; what is found out of a word is kept."""

    alignment: Alignment
    settings: JudgementSettings
    known: dict[tuple[bool, int], bool] = field(default_factory=dict)

    def is_full(self, name: Name, mine: bool, shared: int) -> bool:
        """Whether a name has a first and a last word that tell persons apart: no initials, no Supreme Court."""
        if name.guessed or not _PARTS[0] <= len(name.core) <= _PARTS[1]:
            return False
        words = self.alignment.quotation if mine else self.alignment.passage
        ends = name.core[_FIRST], name.core[_LAST]
        listed = [words.stems[i] in words.pack.lower_case for i in ends]
        if min(len(plain(words.forms[i])) for i in ends) <= _INITIAL or all(listed):
            return False
        return shared == _LAST or not listed[0]  # Tsar Nicholas and Tsar Peter share no first name

    def is_strange(self, i: int, mine: bool) -> bool:
        """Whether the other side has no form of a word."""
        if (mine, i) not in self.known:
            left, right = self.alignment.quotation, self.alignment.passage
            words, other = (left, right) if mine else (right, left)
            self.known[mine, i] = not has_part(words, i, other, self.settings)
        return self.known[mine, i]


def find_namesakes(
    mine: list[Name], theirs: list[Name], alignment: Alignment, settings: JudgementSettings
) -> Iterator[Issue]:
    """Names of the quotation in whose place the passage has one that differs in one word; each of its names once."""
    left, right = alignment.quotation, alignment.passage
    reader, taken = _Reader(alignment, settings), set[int]()
    for shared, changed in ((_LAST, _FIRST), (_FIRST, _LAST)):
        others: dict[str, list[Name]] = defaultdict(list)
        for other in theirs:
            if reader.is_full(other, False, shared) and reader.is_strange(other.core[changed], False):
                others[plain(right.forms[other.core[shared]])].append(other)
        for name in mine if others else ():
            free = [o for o in others.get(plain(left.forms[name.core[shared]]), ()) if o.core[_FIRST] not in taken]
            if not free or not reader.is_full(name, True, shared) or not reader.is_strange(name.core[changed], True):
                continue
            if _are_one_name(name, free[0], alignment, settings) or _are_words(name, free[0], changed, alignment):
                continue
            taken.add(free[0].core[_FIRST])
            severity = _weigh(name.core[changed], free[0].core[changed], shared, alignment, settings)
            note = f"another name: “{written(name, left)}” became “{written(free[0], right)}”"
            spans = left.span(name.indices), right.span(free[0].indices)
            yield Issue("accuracy/mistranslation", "names", severity, *spans, note)


def _are_one_name(name: Name, other: Name, alignment: Alignment, settings: JudgementSettings) -> bool:
    """Whether the letters of both are nearly the same: Shidi Shui, Shi Di Shui."""
    letters = "".join(core_of(name, alignment.quotation)), "".join(core_of(other, alignment.passage))
    return SequenceMatcher(None, *letters, autojunk=False).ratio() >= settings.whole_name_ratio


def _are_words(name: Name, other: Name, changed: int, alignment: Alignment) -> bool:
    """Whether the language has both words in which the names differ: the Beijing Service, the Beijing Observatory."""
    stems = alignment.quotation.stems[name.core[changed]], alignment.passage.stems[other.core[changed]]
    return alignment.quotation.pack.lower_case.issuperset(stems)


def _weigh(i: int, j: int, shared: int, alignment: Alignment, settings: JudgementSettings) -> Severity:
    """Major for another first name, Greg for Sam, not Pyotr for Peter; for a last one where the scorer doubts it."""
    one, other = plain(alignment.quotation.forms[i]), plain(alignment.passage.forms[j])
    alike = one[0] == other[0] or SequenceMatcher(None, one, other, autojunk=False).ratio() >= settings.first_name_ratio
    doubt = max(float(alignment.suspicion[i]), float(alignment.back_suspicion[j]))
    return "major" if not alike and (shared == _LAST or doubt > alignment.thresholds.lost_name) else "minor"
