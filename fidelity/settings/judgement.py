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

    lowest_words: int = 3
    """Worst matching content words that are looked at together."""

    rounding: float = 0.03
    """Relative difference between two numbers of which one is called approximate; twice that between units."""

    number_floor: float = 10.0
    """Value from which a missing number is a major omission."""

    negator_suspicion: float = 4.0
    """The scorer's log-odds from which a negator is lost or added where all that is negative on the other side is about
    something else: of the pairs that this adds all are unfaithful (development part)."""

    unanswered_reach: int = 3
    """Words around a counterpart in which two negative words are about the same."""

    negation_scope: int = 5
    """Words behind a negator or a hedge in which the word it goes with is looked for."""

    polarity_reach: int = 5
    """Words around a counterpart in which anything negative answers a negation."""

    own_reach: int = 1
    """Words around a negated word in which something else negative leaves open what the negator does."""

    polarity_sentence: int = 40
    """Words around a counterpart in which another occurrence of the word may be the one that is negated."""

    predicate_match: float = 0.65
    """Cosine from which a negated or hedged word and its counterpart say the same."""

    same_word_bonus: float = 0.1
    """Cosine by which that may be less where the two are the same word."""

    opposite_match: float = 0.45
    """Cosine from which two opposites stand in one another's place."""

    hedge_reach: int = 12
    """Words around a counterpart in which any hedge answers a hedge."""

    amplifier_reach: int = 2
    """Words before another in which what amplifies it stands."""

    attempt_scope: int = 2
    """Words behind "tried to" in which what was tried is looked for."""

    name_suspicion: float = 2.0
    """The scorer's log-odds, of both names together, from which one that the passage has in the place of one that it
    lacks is another name. Of two professional translations 2% have such names, of DEMETR's replaced names 60%
    (development part)."""

    lost_name_suspicion: float = -1.0
    """The scorer's log-odds from which a name without a variant in the passage is said to be missing."""

    added_name_suspicion: float = 3.0
    """The scorer's log-odds from which a name without a variant in the quotation is said to be added."""

    sure_name_suspicion: float = 5.0
    """The scorer's log-odds from which a name missing or added is major: of DEMETR's controlled errors 5% have one, of
    its other pairs and of two professional translations none to 0.4% (development part)."""

    namesake_suspicion: float = 0.0
    """The scorer's log-odds above which a full name with another last word is another person's: below, it may be a
    person's other last name."""

    name_gap: float = 1.0
    """The scorer's log-odds of a gap where a missing name would stand, from which it may be major."""

    name_gap_suspicion: float = 3.0
    """The same that such a name is in error, from which it is major: of DEMETR's sentences without a name 20% have one
    that both say so of, of two professional translations none (development part)."""

    name_gap_reach: tuple[int, int] = (2, 4)
    """Words before the counterparts of a name's neighbours, and from them on, in which the gap is looked for."""

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

    foreign_suspicion: float = -1.5
    """The scorer's log-odds from which a word that English has not is foreign: of DEMETR's sentences with a word in
    another language 7% have such a word in small letters of the same script, of other texts 0.1% (development part)."""

    sure_foreign_suspicion: float = 2.5
    """The same from which one such word is no loan word that the lists lack."""

    untranslated_words: int = 4
    """Words of the quotation in a row that are untranslated in a passage of another script."""

    suspicion_spread: float = 1.0
    """Log-odds below the most suspected word's down to which another word is named with it."""

    suspicion_side: float = 1.5
    """Log-odds by which one side's suspects have to outdo the other's to be named alone."""

    longest_content: int = 60
    """Content words from which a longer text counts no longer: 99.5% of the fitted pairs have as many at most."""

    gap_log_odds: float = 0.0
    """The scorer's log-odds that words were left out before a word from which that is what is said of a pair."""

    left_out_gap: float = 1.0
    """The scorer's log-odds of a gap from which words about its place on the other side may surely be left out."""

    left_out_word: float = 3.0
    """The same of such a word that it carries an error."""

    left_out_both: float = 7.0
    """The sum of the two from which the word was surely left out: of DEMETR's sentences without a noun 33%, of two
    professional translations 0.4% (development part)."""

    gap_reach: int = 4
    """Words around the place of such a gap in which what was left out stands on the other side."""

    break_gap: float = -1.0
    """The same between words that never follow one another: of DEMETR's sentences without a noun or a name a tenth
    more than by gaps alone, of two professional translations none (development part)."""

    doubtful_break_gap: float = 0.0
    """The same in the quotation, or where the words may follow one another after all."""

    disorder_breaks: int = 2
    """Such pairs of words, behind an article or the like, from which a passage's words are in no order, whatever the
    scorer says."""

    disorder_order: float = 0.4
    """Share of neighbours that stand in order on both sides, below which one such pair is enough."""

    least_order: float = 0.25
    """The same below which one is enough that may be none: of DEMETR's sentences with their words in another order two
    in three are found so, of 15,000 other pairs 0.1% (development and training parts)."""

    disorder_words: int = 6
    """Content words of the quotation from which order tells anything."""

    break_word: float = 0.0
    """The scorer's log-odds from which a word about such a place is the one that was left out."""

    scope_reach: int = 6
    """Words around a counterpart in which another quantifier stands in a quantifier's place."""

    direction_reach: int = 4
    """Words around its place in which a word of direction is looked for."""

    intensity_match: float = 0.4
    """Cosine from which two words of one scale stand in one another's place."""

    intensity_steps: int = 1
    """Steps on a scale from which two words differ in intensity."""

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
