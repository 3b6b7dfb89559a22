"""The extent of a passage: the runs of words that say everything in the quotation, and little else.

Mostly that is one run beside or around the words that the search found. Where an article leaves words out, or puts
together what stands apart, each part of the quotation is looked for on its own, in the whole body.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fidelity.calibration import Calibration
from fidelity.checks.numbers.quantities import Quantity, equal
from fidelity.checks.numbers.quantity_reader import read_quantities
from fidelity.pairing.body import SENTENCE_ENDS
from fidelity.pairing.clauses import LINKS
from fidelity.pairing.edges import Edges
from fidelity.pairing.runs import Quoted, Run, find_runs, harmonic_mean
from fidelity.pairing.vectors import has_word, mean_row, unit_rows
from fidelity.text.pack import load_pack
from fidelity.text.words import Words
from fidelity.types import Span

if TYPE_CHECKING:
    from fidelity.pairing.search import Placement, View

_ELLIPSES = frozenset(("…", "..."))


@dataclass(frozen=True, slots=True)
class _Option:
    """One candidate for a passage: the ``runs`` that are shown, and the run for each part of the quotation."""

    runs: tuple[tuple[int, int], ...]
    told: tuple[Run | None, ...]


def find_extent(view: View, placement: Placement, extent: Calibration) -> tuple[tuple[int, int], ...]:
    """The runs of words (first, last, exclusive) of the passage, in order, for the placement that was found.

    ``extent`` is the calibration of that name.
    """
    whole = range(len(view.forms))
    main = _best(view, whole, _around(view, placement.first, placement.last, view.sentence_count), extent)
    if main is None:
        return ((placement.first, placement.last),)
    parts = find_parts(view)
    if len(parts) == 1:
        return (_widened(view, main.first, main.last, placement.quoted_words),)
    inside = tuple(_best(view, part, (main.first, main.last), extent) for part in parts)
    together = _Option(((main.first, main.last),), inside)
    options = [together, *_apart(view, placement, parts, together, extent)]
    best = max(options, key=lambda option: round(_worth(view, parts, option), 4))
    return _merged(view, [_widened(view, first, last, placement.quoted_words) for first, last in best.runs])


def _widened(view: View, first: int, last: int, said: int) -> tuple[int, int]:
    """A run with what stands before and behind it and belongs to it; ``said`` words are quoted."""
    return _with_number(view, _with_negator(view, _with_governing(view, first, said))), _past_note(view, last)


def _past_note(view: View, last: int) -> int:
    """The end of a run that stops where a note interrupts the sentence: the sentence's end, unless the quotation's last
    word is one of the last two before the note."""
    body = view.body
    sentence = body.sentence_of(last - 1)
    if last != body.first_word[sentence + 1] or last == len(body.words):
        return last
    before, following = body.sentences[sentence], body.sentences[sentence + 1]
    noted = bool(body.text[before.end : following.start].strip())
    if not noted or body.forms[last - 1] in SENTENCE_ENDS or not body.text[following.start].islower():
        return last
    closing = next((form for form in reversed(view.forms) if has_word(form)), "")
    return last if closing in body.forms[last - 2 : last] else body.first_word[sentence + 2]


def _with_negator(view: View, first: int) -> int:
    """The start with the words that deny what follows, where the quotation begins with such a word and the run does
    not: "no one | who signed it" says "nobody who signed it"."""
    body, opening = view.body, view.settings.opening_words
    denies = load_pack("en").says_no  # these extents are learned for English
    if not any(map(denies, view.forms[:opening])) or any(map(denies, body.forms[first : first + opening])):
        return first
    low = max(body.first_word[body.sentence_of(first)], first - opening)
    return next((i for i in range(low, first) if denies(body.forms[i])), first)


def _with_number(view: View, first: int) -> int:
    """The start with the number before it, where the quotation begins with that number and the run does not:
    "thirty-one | days out of seventy-five" says "31 days out of 75"."""
    body, reach = view.body, view.settings.number_words
    low = max(body.first_word[body.sentence_of(first)], first - reach)
    if low == first:
        return first
    said = [number for number in _numbers(view.query.text) if number.first < view.settings.opening_words]
    if not said:
        return first
    run = body.text[body.words[first].start : body.words[min(first + reach, len(body.words)) - 1].end]
    if any(equal(said[0], number, 0.0) for number in _numbers(run)):
        return first
    before = Span(body.words[low].start, body.words[first].start)
    place = next((n.span.start for n in _numbers(before.of(body.text)) if equal(said[0], n, 0.0)), None)
    if place is None:
        return first
    return max(i for i in range(low, first) if body.words[i].start <= before.start + place)


def _numbers(text: str) -> list[Quantity]:
    return read_quantities(Words(text))


def _with_governing(view: View, first: int, said: int) -> int:
    """The start of the clause on which the clause at ``first`` depends ("it is possible that"), if it is short.

    What hedges, denies or times a statement stands there. ``said`` words are quoted; a term takes none.
    """
    body, settings = view.body, view.settings
    low = body.first_word[body.sentence_of(first)]
    link = next((i for i in (first, first - 1) if i > low and body.forms[i] in LINKS), None)
    if link is None or said <= settings.term_words:
        return first
    edges = Edges(body, low, link, anywhere=False, stretch=settings.surplus_words)
    before = int(edges.starts[-1]) + low
    return before if link - before <= settings.governing_words else first


def find_parts(view: View) -> list[range]:
    """The words of the quotation in parts: its sentences, and the text between its ellipses or interruptions."""
    words, settings = view.query.encoding.words, view.settings
    parts: list[range] = []
    start = 0
    for i in range(1, len(words) + 1):
        least = _least(view, i)
        if i == len(words) or (least and _count(view, range(start, i)) >= least):
            parts.append(range(start, i))
            start = i
    if len(parts) > 1 and _count(view, parts[-1]) < settings.min_part_words:
        parts[-2:] = [range(parts[-2].start, parts[-1].stop)]
    return parts


def _least(view: View, i: int) -> int:
    """The least number of words of a part that ends before word ``i``, or 0 if no part ends there."""
    words, text, settings = view.query.encoding.words, view.query.text, view.settings
    if i == len(words):
        return 0
    between = Span(words[i - 1].end, words[i].start)
    if _is_apart(view, i):
        return settings.apart_words
    ends = view.forms[i - 1] in SENTENCE_ENDS and len(between) > 0 and not text[words[i].start].islower()
    return settings.min_part_words if ends and i > 1 and len(view.forms[i - 2]) > 1 else 0


def _is_apart(view: View, i: int) -> bool:
    """Whether the article interrupts the quoted words before word ``i``."""
    words, text = view.query.encoding.words, view.query.text
    before, after = words[i - 1].end, words[i].start
    dots = view.forms[i - 1] in _ELLIPSES or text[max(0, before - 3) : before] == "..."
    return dots or any(before <= at <= after for at in view.query.breaks)


def _apart(
    view: View, placement: Placement, parts: Sequence[range], together: _Option, extent: Calibration
) -> list[_Option]:
    """Ways to say the parts apart: each on its own, or only those that the run of all of them hardly says."""
    alone = [_alone(view, part, placement, extent) for part in parts]
    every = [run or held for run, held in zip(alone, together.told, strict=True)]
    stays = [
        run is None or (held is not None and run.both < held.both + view.settings.part_gain)
        for run, held in zip(alone, together.told, strict=True)
    ]
    options = [_Option(_merged(view, [(run.first, run.last) for run in every if run]), tuple(every))]
    if any(stays) and not all(stays):
        runs = [run for run, stay in zip(alone, stays, strict=True) if run and not stay]
        told = list(alone)
        for first, last in _stretches(stays):
            rest = range(parts[first].start, parts[last - 1].stop)
            run = _best(view, rest, _around(view, *together.runs[0], 1), extent)
            if run is not None:
                runs.append(run)
                told[first:last] = [_best(view, part, (run.first, run.last), extent) for part in parts[first:last]]
        options.append(_Option(_merged(view, [(run.first, run.last) for run in runs]), tuple(told)))
    return [option for option in options if option.runs]


def _stretches(stays: Sequence[bool]) -> list[tuple[int, int]]:
    """The parts (first, last, exclusive) that stay together: those in a row."""
    found: list[tuple[int, int]] = []
    for i, stay in enumerate(stays):
        if stay and found and found[-1][1] == i:
            found[-1] = (found[-1][0], i + 1)
        elif stay:
            found.append((i, i + 1))
    return found


def _alone(view: View, part: range, placement: Placement, extent: Calibration) -> Run | None:
    """The best run for one part anywhere in the body."""
    vector = unit_rows(mean_row(view.query.encoding.word_vectors[part.start : part.stop])[None])
    near = (view.body.means @ vector.T)[:, 0]
    near = near + view.settings.shared_weight * view.body.shared(view.forms[part.start : part.stop])
    order = (-near.round(4)).argsort(kind="stable")[: view.settings.part_anchors].tolist()
    windows = {_of_sentences(view, sentence, sentence + 1, 1) for sentence in order}
    windows.add(_around(view, placement.first, placement.last, view.sentence_count))
    runs = [_best(view, part, window, extent) for window in sorted(windows)]
    return max((run for run in runs if run), key=lambda run: round(run.both, 4), default=None)


def _worth(view: View, parts: Sequence[range], option: _Option) -> float:
    """How much the runs say of each part, and how little else, less a cost for each run that stands apart
    though the article does not say so, 0..1."""
    sizes = [_count(view, part) for part in parts]
    told = sum(size * run.recall for size, run in zip(sizes, option.told, strict=True) if run)
    chance = view.settings.chance_recall
    recall = max(0.0, told / max(1, sum(sizes)) - chance) / (1 - chance)
    said = [_precision(view, first, last) for first, last in option.runs]
    words = [last - first for first, last in option.runs]
    precision = sum(size * each for size, each in zip(words, said, strict=True)) / sum(words)
    said_apart = sum(_is_apart(view, part.start) for part in parts[1:])
    joins = max(0, len(option.runs) - 1 - said_apart)
    return harmonic_mean(recall, precision) - view.settings.join_cost * joins


def _precision(view: View, first: int, last: int) -> float:
    """The share of a run's words that match the quotation, with equal weights, 0..1."""
    wordy = [i for i in range(last - first) if view.body.wordy[first + i]]
    return float(view.match_own(first, last)[:, wordy].max(axis=0).mean()) if wordy else 0.0


def _merged(view: View, runs: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The runs in order; as one where they overlap, or where few words of one sentence, or none, stand between them."""
    body = view.body
    merged: list[tuple[int, int]] = []
    for first, last in sorted(runs):
        if merged:
            start, end = merged[-1]
            gap = sum(body.wordy[end:first])
            one = first <= end or body.sentence_of(end - 1) == body.sentence_of(first)
            if gap == 0 or (one and gap <= view.settings.gap_words):
                merged[-1] = (start, max(last, end))
                continue
        merged.append((first, last))
    return tuple(merged)


def _best(view: View, part: range, window: tuple[int, int], extent: Calibration) -> Run | None:
    low, high = window
    if low == high or not len(part):
        return None
    match = view.match_own(low, high)[part.start : part.stop]
    weights = view.weights[part.start : part.stop]
    quoted = Quoted(view.forms[part.start : part.stop], weights if weights.any() else weights + 1)
    run = find_runs(view.body, low, high, match, quoted, view.settings).best(extent)
    return (
        run
        if run is None or quoted.is_fragment(view.settings)
        else _without_spare_clauses(view, part, _without_headline(view, part, run))
    )


def _without_headline(view: View, part: range, run: Run) -> Run:
    """A run without a headline that is joined to its sentence without a mark and says only what the sentence says too.

    Where such a one ends, a word has a capital and is mostly a name: what is dropped must say hardly anything more.
    """
    body, settings = view.body, view.settings
    match = view.match_own(run.first, run.last)[part.start : part.stop]
    wordy = [i for i in range(len(part)) if has_word(view.forms[part.start + i])]
    openings = body.openings[bisect_right(body.openings, run.first) : bisect_left(body.openings, run.last)]
    least = (1 - settings.headline_recall) * run.recall
    first, last = run.first, run.last
    for opening in openings:
        if body.first_word[body.sentence_of(opening)] == opening:
            continue
        before, behind = match[wordy][:, : opening - run.first], match[wordy][:, opening - run.first :]
        if opening - run.first >= settings.surplus_words and behind.max(axis=1).mean() >= least:
            first = opening
        elif run.last - opening >= settings.surplus_words and before.max(axis=1).mean() >= least:
            last = opening
            break
    return Run(first, last, run.recall, run.precision) if first < last else run


def _without_spare_clauses(view: View, part: range, run: Run) -> Run:
    """A run without clauses at its edges that add hardly anything of the quotation."""
    body, settings = view.body, view.settings
    match = view.match_own(run.first, run.last)[part.start : part.stop]
    said = match[[i for i in range(len(part)) if has_word(view.forms[part.start + i])]]
    edges = Edges(body, run.first, run.last, anywhere=False, stretch=settings.surplus_words)
    least = (1 - settings.clause_recall) * run.recall
    first, last = 0, run.last - run.first
    for end in edges.ends[edges.ragged_ends == 0].tolist():
        if last - end >= settings.surplus_words and end and said[:, :end].max(axis=1).mean() >= least:
            last = end
            break
    for start in reversed(edges.starts[edges.ragged_starts == 0].tolist()):
        if settings.surplus_words <= start < last and said[:, start:last].max(axis=1).mean() >= least:
            first = start
            break
    return Run(run.first + first, run.first + last, run.recall, run.precision)


def _around(view: View, first: int, last: int, reach: int) -> tuple[int, int]:
    """The words of the sentences that contain a run, and of the neighbouring sentences."""
    body = view.body
    return _of_sentences(view, body.sentence_of(first), body.sentence_of(last - 1) + 1, 1 + reach)


def _of_sentences(view: View, first: int, last: int, reach: int) -> tuple[int, int]:
    """The words of some sentences and of up to ``reach`` on either side, of fewer where they are long."""
    place, settings = view.body.first_word, view.settings
    reach = min(reach, settings.max_reach)
    while True:
        low, high = place[max(0, first - reach)], place[min(len(view.body.sentences), last + reach)]
        if reach == 0 or high - low <= settings.window_words:
            return low, high
        reach -= 1


def _count(view: View, part: range) -> int:
    return sum(has_word(view.forms[i]) for i in part)
