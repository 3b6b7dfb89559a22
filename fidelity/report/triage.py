"""Which entries of a report a person should look at, why, and the verdict on the whole run in plain sentences.

The order is the one of :data:`LOOKS`: what is missing, then what the checks call critical or major, then the pairs
whose passage is uncertain, then the quotations that may be missing. A reviewer's verdict that is not stale settles an
entry: it then needs a look only if the reviewer called it major or critical.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from fidelity.types import SOUGHT, Pair, Severity, Unpaired, severity_rank

DOUBTFUL_CONFIDENCE = 0.8
"""Confidence below which a pair counts as uncertain. It decides what is shown first; no result depends on it."""

Look = Literal["missing", "critical", "major", "uncertain", "perhaps missing", "near"]
"""Why an entry needs a look. ``near``: the quotation was left out although its words are in the translation."""

LOOKS: tuple[Look, ...] = get_args(Look)
"""Reasons to look, the most urgent first."""

Entry = Pair | Unpaired


def look_at(entry: Entry) -> Look | None:
    """The reason why a person should look at ``entry``, or ``None`` if there is no reason."""
    severity = judged_severity(entry)
    if severity_rank(severity) < severity_rank("major"):
        severity = None
    if _is_settled(entry):
        return None if severity is None else ("critical" if severity == "critical" else "major")
    if isinstance(entry, Unpaired):
        return _look_at_unpaired(entry)
    if severity is not None:
        return "critical" if severity == "critical" else "major"
    return "uncertain" if is_doubtful(entry) else None


def _is_settled(entry: Entry) -> bool:
    """Whether a reviewer has said what there was to say of an entry.

    That the words of a quotation are the document's settles nothing once the quotation is compared or missing.
    """
    if entry.verdict is None or entry.verdict.stale:
        return False
    is_sought = isinstance(entry, Pair) or entry.reason in SOUGHT
    return entry.verdict.severity != "is of the document" or not is_sought


def _look_at_unpaired(item: Unpaired) -> Look | None:
    match item.reason:
        case "missing":
            return "missing"
        case "uncertain":
            return "perhaps missing"
        case _:
            return None if item.near is None else "near"


def is_doubtful(pair: Pair) -> bool:
    """Whether the confidence that this is the right passage is below :data:`DOUBTFUL_CONFIDENCE`."""
    return pair.confidence is not None and pair.confidence < DOUBTFUL_CONFIDENCE


def is_unread(pair: Pair) -> bool:
    """Whether nobody judged the pair: neither the scorer, nor a check that found an issue, nor a reviewer."""
    is_judged = pair.verdict is not None and not pair.verdict.stale
    return pair.unjudged is not None and not is_judged and judged_severity(pair) is None


def judged_severity(entry: Entry) -> Severity | None:
    """The severity that counts: a reviewer's if there is one, otherwise the computed one.

    "wrong pairing" leaves no severity, and so does "has a passage" while no passage is found; a pair with the passage
    that a reviewer picked keeps its computed severity. A stale verdict was given on another passage and does not
    count. A pair that could not be judged still counts with the worst issue that its checks located.
    """
    if entry.verdict is not None and not entry.verdict.stale:
        match entry.verdict.severity:
            case "wrong pairing":
                return None
            case "has a passage":  # it says nothing about how a passage translates the words, once a passage is found
                return None if isinstance(entry, Unpaired) else _computed(entry)
            case "is of the document":  # it says nothing about how the words are translated
                return _computed(entry)
            case "is not of the document":
                return None
            case severity:
                return severity
    return _computed(entry)


def worst_issue(entry: Entry) -> Severity | None:
    """The severity of the entry's worst issue."""
    return max((issue.severity for issue in entry.issues), key=severity_rank, default=None)


def _computed(entry: Entry) -> Severity | None:
    if entry.severity is None and isinstance(entry, Pair):
        return worst_issue(entry)
    return entry.severity


@dataclass(frozen=True, slots=True)
class Triage:
    """All entries of a report, each in exactly one group; within a group they keep the report's order.

    ``look`` holds what needs a look, most urgent first, and ``reviewed`` what a reviewer has settled. ``minor`` and
    ``faithful`` hold compared quotations, ``checked`` the pairs without a fidelity in which the checks found no issue,
    ``unjudged`` the pairs that could not be judged, and ``left_out`` the quotations that were not compared.
    """

    look: tuple[tuple[Entry, Look], ...]
    reviewed: tuple[Entry, ...]
    minor: tuple[Pair, ...]
    checked: tuple[Pair, ...]
    unjudged: tuple[Pair, ...]
    faithful: tuple[Pair, ...]
    left_out: tuple[Unpaired, ...]

    def count(self, look: Look) -> int:
        """How many entries need a look for this reason."""
        return sum(why == look for _, why in self.look)


def triage(entries: Sequence[Entry]) -> Triage:
    """Sort the entries of a report by what they ask of a person."""
    look: list[tuple[Entry, Look]] = []
    reviewed: list[Entry] = []
    left_out: list[Unpaired] = []
    pairs: dict[str, list[Pair]] = {"minor": [], "checked": [], "unjudged": [], "faithful": []}
    for entry in entries:
        if (why := look_at(entry)) is not None:
            look.append((entry, why))
        elif _is_settled(entry):
            reviewed.append(entry)
        elif isinstance(entry, Unpaired):
            left_out.append(entry)
        else:
            pairs[_group(entry)].append(entry)
    look.sort(key=lambda item: LOOKS.index(item[1]))
    minor, checked, unjudged, faithful = (tuple(found) for found in pairs.values())
    return Triage(tuple(look), tuple(reviewed), minor, checked, unjudged, faithful, tuple(left_out))


def _group(pair: Pair) -> str:
    """The group of a pair that does not need a look and was not reviewed."""
    if pair.severity == "minor":
        return "minor"
    if pair.unjudged is None:
        return "faithful"
    return "unjudged" if pair.severity is None else "checked"


def state_verdict(entries: Sequence[Entry]) -> tuple[str, ...]:
    """The verdict on a run as plain sentences: what needs a look, what is missing, what was left out although near."""
    if not entries:
        return ("No quotations were found.",)
    found = triage(entries)
    pairs = sum(isinstance(entry, Pair) for entry in entries)
    unread = [entry for entry in entries if isinstance(entry, Pair) and is_unread(entry)]
    missing = found.count("missing")
    if not pairs and not missing:
        sentences = ["No quotation was compared with the translation."]
    else:
        sentences = [_passages(found, pairs - len(unread), unread), _missing(missing)]
    if perhaps := found.count("perhaps missing"):
        sentences.append(f"{count(perhaps, 'quotation')} may be missing.")
    if near := found.count("near"):
        were = "was" if near == 1 else "were"
        whose = "its" if near == 1 else "their"
        sentences.append(f"{count(near, 'quotation')} {were} left out although {whose} words are in the translation.")
    checked = sum(isinstance(entry, Pair) and entry.unjudged is not None for entry in entries) - len(unread)
    if checked:
        were = "was" if checked == 1 else "were"
        sentences.append(f"{count(checked, 'passage')} {were} compared by the checks alone.")
    if unread:
        them = "it" if len(unread) == 1 else "them"
        doubtful = sum(map(is_doubtful, unread))
        unsure = f", and {'it' if len(unread) == 1 else doubtful} may be the wrong passage" if doubtful else ""
        sentences.append(f"{count(len(unread), 'passage')} could not be judged{unsure}; read {them} yourself.")
    return tuple(sentence for sentence in sentences if sentence)


def _passages(found: Triage, judged: int, unread: Sequence[Pair]) -> str:
    """How many of the ``judged`` passages need a look. The others are counted in a sentence of their own."""
    looks: tuple[Look, ...] = ("critical", "major", "uncertain")
    apart = {id(pair) for pair in unread}
    counts = [(sum(why == look and id(entry) not in apart for entry, why in found.look), look) for look in looks]
    wanted = sum(number for number, _ in counts)
    kind = "judged passage" if unread else "passage"
    if not judged:
        return ""
    if not wanted:
        return f"None of the {judged} {kind}s needs a look." if judged > 1 else f"The only {kind} needs no look."
    kinds = ", ".join(f"{number} {look}" for number, look in counts if number)
    if judged == 1:
        return f"The only {kind} needs a look: {kinds}."
    return f"{wanted} of {judged} {kind}s {'needs' if wanted == 1 else 'need'} a look: {kinds}."


def _missing(missing: int) -> str:
    if not missing:
        return "Nothing is missing."
    return f"{count(missing, 'quotation')} {'is' if missing == 1 else 'are'} missing from the translation."


def count(number: int, noun: str) -> str:
    """``number`` and ``noun``, in the plural where it has to be."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
