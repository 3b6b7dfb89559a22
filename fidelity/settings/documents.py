"""Reading, languages, zones, sentences."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """Limits of what is read."""

    max_bytes: int = 32 * 1024 * 1024
    """Largest file, in bytes. A limit: some fifty times the longest memo that a desk has reason to hold."""


@dataclass(frozen=True, slots=True)
class LanguageSettings:
    """Language tags: script first, then statistics."""

    max_characters: int = 160
    """Characters of one text that are looked at. A limit: votes have long settled by then."""

    trials: int = 2
    """Draws that langdetect averages. Its default of 7 takes twice as long, and is right for 95.4% in place of
    95.2% of 1,959 sentences of langid_tatoeba (30 languages, 5 words or more)."""

    min_letters: int = 12
    """Letters below which an alphabet's language is ``und`` on its own. A convention: two or three words."""

    min_confidence: float = 0.5
    """Vote below which the language is ``und``, 0..1. A convention: more likely than not."""

    sure_letters: int = 40
    """Letters from which a text is tagged without regard to its neighbours. Of Latin sentences in
    langid_tatoeba (30 languages, 5 words or more) the vote is right for 94% of shorter ones, 98% of the rest."""

    sure_confidence: float = 0.9
    """Vote from which a text is tagged without regard to its neighbours, 0..1. A convention."""

    min_kana_share: float = 0.1
    """Share of kana among Chinese characters and kana from which a text is Japanese. A convention:
    running Japanese has well over a third, Chinese with a borrowed kana next to none."""


@dataclass(frozen=True, slots=True)
class ZoneSettings:
    """Which part of a document is what. Confidences state how strong a rule's evidence is; they are ranks, not
    measured frequencies."""

    label_confidence: float = 0.95
    """The text says its role itself: a label, a marker line, or the body below a marker line, 0..1."""

    position_confidence: float = 0.75
    """Role inferred from where the text stands, its language or its wording, 0..1."""

    rest_confidence: float = 0.85
    """Body because no other role claims it, 0..1."""

    head_share: float = 0.5
    """Share of the document in which a marker line is looked for, unless nothing but labelled lines stand above
    it. A convention."""

    edge_share: float = 0.25
    """Largest share of the document that unlabelled disclaimers at one end may take. A convention: more
    text than that in another language is part of the document, not a notice."""

    marker_characters: int = 160
    """Longest marker line (half of it where the line ends in no colon) or unlabelled front matter line, in
    characters. A convention."""

    front_matter_characters: int = 300
    """Longest labelled line of front matter, in characters. A convention."""

    note_characters: int = 2000
    """Longest inline note, in characters. A limit."""

    disclaimer_characters: int = 2500
    """Longest unlabelled paragraph that is taken for a disclaimer by its wording, in characters. A convention: a
    memo without line breaks is one paragraph, and may well quote such wording."""

    disclaimer_phrases: int = 2
    """Different stock phrases that make an unlabelled paragraph at an edge a disclaimer. A convention."""
