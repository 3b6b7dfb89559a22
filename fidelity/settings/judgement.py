"""Checks and the score."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a glossary: how it may be rendered, and whether it may stand as it is."""

    term: str
    renderings: tuple[str, ...] = ()
    do_not_translate: bool = False


@dataclass(frozen=True, slots=True)
class JudgementSettings:
    """Checks and the score. Chosen on pairs of professional translations and on translations with one error (DEMETR),
    in the halves that the calibration "fidelity" is fitted on; its card gives the figures."""

    prior: float = 0.85
    """Share of pairs without a major issue among those that are judged, 0..1: the calibration is fitted at even odds.
    Assumed, not measured; the card of the calibration says why."""

    major_ceiling: float = 0.49
    """Factor on the probability where a check finds a major issue; one half or less keeps it below one half."""

    critical_ceiling: float = 0.25
    """Factor on the probability where a check finds a critical issue."""

    minor_below: int = 75
    """Fidelity, in percent, below which drift that no check placed is shown as a minor issue. A convention: less
    than three to one; on the development part .86 of what is shown so is in unfaithful pairs, at even odds."""

    reach: int = 512
    """Words around its proportional place in which a word's counterpart is looked for. A limit, for a linear cost."""

    rounding: float = 0.03
    """Relative difference between two numbers of which one is called approximate; twice that between units."""

    number_floor: float = 10.0
    """Value from which a missing number is a major omission."""

    name_letters: int = 4
    """Letters from which two spellings of a name are compared, and which derived names share at their start."""

    name_ratio: float = 0.7
    """Share of letters in common (Ratcliff and Obershelp) from which two spellings are one name."""

    first_name_ratio: float = 0.5
    """Share of letters in common from which two first names before one last name may be one: Dae and Tae."""

    whole_name_ratio: float = 0.85
    """The same of all letters of two full names, from which they are one divided otherwise."""

    headline_words: int = 6
    """Content words from which a text can be told for a headline."""

    headline_share: float = 0.75
    """Share of capitalised content words above which a text is a headline, in which capitals tell nothing."""

    untranslated_words: int = 4
    """Words of the quotation in a row that are untranslated in a passage of another script."""

    longest_content: int = 60
    """Content words from which a longer text counts no longer: 99.5% of the fitted pairs have as many at most."""

    gap_reach: int = 4
    """Words around the place of such a gap in which what was left out stands on the other side."""

    term_letters: int = 4
    """Letters from which a word can be a term."""

    term_match: float = 0.6
    """Cosine from which a word of the passage is a term's rendering."""

    consistent_times: int = 2
    """Pairs from which one rendering is the usual one."""

    skipped_checks: tuple[str, ...] = ()
    """Checks that are not run: the user's choice."""

    glossary: tuple[Term, ...] = ()
    """Terms that the user binds."""
