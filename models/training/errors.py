"""Errors: what turns a faithful text into one that drifted. Each takes a parsed text and gives its edits, or ``None``.

``ERRORS`` maps a kind to its function, weight and MQM category. The kinds follow what reviewers call major or critical:
another number, date, name or doer; the opposite; a claim made stronger or weaker; content dropped or made up.
"""

from __future__ import annotations

from contents import (
    added,
    blurred,
    fitting,
    foreign,
    name,
    name_removed,
    neighbour,
    opposite,
    other_name,
    phrase_removed,
    removed,
    replaced,
    subject_removed,
)
from lexica import COMPARISONS, HEDGES, MODALS, ORDER, PRONOUNS, QUANTIFIERS, RELATIONS
from parsed import Maker, from_list
from statements import affirm, date, negate, number, overclaimed, shuffled, swapped, tense

ERRORS: dict[str, tuple[Maker, float, str]] = {
    "negated": (negate, 2.0, "accuracy/mistranslation"),
    "affirmed": (affirm, 1.0, "accuracy/mistranslation"),
    "number": (number, 1.2, "accuracy/mistranslation"),
    "date": (date, 0.8, "accuracy/mistranslation"),
    "name": (name, 1.5, "accuracy/mistranslation"),
    "name removed": (name_removed, 1.0, "accuracy/omission"),
    "noun removed": (removed("NOUN"), 1.3, "accuracy/omission"),
    "verb removed": (removed("VERB"), 1.0, "accuracy/omission"),
    "modifier removed": (removed("ADJ", "ADV"), 0.6, "accuracy/omission"),
    "subject removed": (subject_removed, 0.8, "accuracy/omission"),
    "phrase removed": (phrase_removed, 1.2, "accuracy/omission"),
    "added": (added, 2.0, "accuracy/addition"),
    "opposite": (opposite, 1.5, "accuracy/mistranslation"),
    "neighbour": (neighbour, 1.2, "accuracy/mistranslation"),
    "blurred": (blurred, 0.4, "accuracy/mistranslation"),
    "replaced": (replaced, 1.2, "accuracy/mistranslation"),
    "swapped": (swapped, 2.0, "accuracy/mistranslation"),
    "pronoun": (from_list(PRONOUNS), 0.6, "accuracy/mistranslation"),
    "hedge": (from_list(HEDGES), 0.8, "accuracy/mistranslation"),
    "modal": (from_list(MODALS), 0.8, "accuracy/mistranslation"),
    "claim": (overclaimed, 0.6, "accuracy/mistranslation"),
    "quantifier": (from_list(QUANTIFIERS), 0.8, "accuracy/mistranslation"),
    "comparison": (from_list(COMPARISONS), 0.8, "accuracy/mistranslation"),
    "relation": (from_list(RELATIONS), 0.5, "accuracy/mistranslation"),
    "tense": (tense, 0.7, "accuracy/mistranslation"),
    "foreign": (foreign, 0.5, "accuracy/untranslated"),
    "shuffled": (shuffled, 0.7, "accuracy/mistranslation"),
    "fitting": (fitting, 0.0, "accuracy/addition"),
    "order": (from_list(ORDER), 0.0, "accuracy/mistranslation"),
    "other name": (other_name, 0.0, "accuracy/mistranslation"),
}
"""Kind: its maker, its weight when one is drawn, and the MQM category of what it makes. Those without weight came with the
third round of training, which gives them one; what is measured on stays as it was."""
