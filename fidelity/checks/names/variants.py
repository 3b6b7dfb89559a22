"""Names that stand for one another by the list of them: Beijing and Peking, a place for its government."""

from __future__ import annotations

from functools import cache

from fidelity.text.pack import Pack
from fidelity.text.words import Words, fold, plain

_ACRONYM = 3


def variants_of(form: str, pack: Pack) -> frozenset[str]:
    """All names, plain, of the sets that a plain name is in."""
    return _sets(pack).get(form.removesuffix("."), frozenset())


def read_interchangeable(words: Words) -> list[tuple[int, range]]:
    """The number of its set, and where it stands, of each name of :func:`_interchangeable`."""
    found, done = [], 0
    for i, form in enumerate(words.forms):
        if i < done or not words.written[i][0].isupper():
            continue
        for parts, number in _interchangeable(words.pack).get(form, ()):
            run = range(i, i + len(parts))
            if words.forms[i + 1 : run.stop] == parts[1:] and run.stop <= len(words) and _stands_alone(words, run):
                found.append((number, run))
                done = run.stop
                break
    return found


def _stands_alone(words: Words, run: range) -> bool:
    """Whether words are a name of the lists, and not a part of another: Kim Jong Un, South China Sea, Bank of America.

    A name of three letters at most has to be written as an acronym: the Dow, and who pays?
    """
    first = words.written[run.start]
    if len(run) == 1 and len(first.replace(".", "")) <= _ACRONYM and sum(map(str.isupper, first)) < 2:
        return False
    before = [words.written[i] for i in (run.start - 1, run.start - 2) if i >= 0]
    if before[:1] == ["of"]:
        before = before[1:]
    return not before or not before[0][0].isupper() or before[0].lower() in words.pack.function_words


@cache
def _sets(pack: Pack) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in pack.name_variants:
        variants = [" ".join(map(plain, fold(name).split())) for name in group if name != ";"]
        for variant in variants:
            found.setdefault(variant, set()).update(filter(None, variants))
    return {variant: frozenset(others) for variant, others in found.items()}


@cache
def _interchangeable(pack: Pack) -> dict[str, list[tuple[tuple[str, ...], int]]]:
    """Names that may stand in each other's place in a sentence, by their first word: their words, longest first, and
    the number of their set."""
    found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for number, group in enumerate(pack.name_variants):
        for variant in group[: group.index(";")] if ";" in group else ():
            parts = Words(variant + "." * ("." in variant), pack).forms
            found.setdefault(parts[0], []).append((parts, number))
    return {first: sorted(some, key=lambda each: -len(each[0])) for first, some in found.items()}
