"""Every number that changes a result, nested per stage, with its unit and where it comes from.

A report's signature carries a digest of all of it, so two reports with one signature were judged alike.
Numbers learned from data (weights) live in ``models/calibration/``; what stands here was either
chosen on data, and then says on which, or is a limit or a convention, and then says so.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field


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


@dataclass(frozen=True, slots=True)
class QuotationSettings:
    """Quotations, cue, speaker, occasion. Chosen on news articles (PolNeAR, training part) and the seed article."""

    aside_words: int = 2
    """Most words of a scare quote in a sentence that has a cue of speech further off."""

    fragment_words: int = 3
    """Most words of a scare quote or a term in a sentence without a cue of speech."""

    title_words: int = 12
    """Most words of the title of a work."""

    term_reach: int = 6
    """Tokens before a fragment among which a word such as ``term`` or ``so-called`` tells what it is."""

    naming_reach: int = 14
    """Tokens over which a verb that names (``calls the plan a``) governs a quotation behind it."""

    weak_reach: int = 5
    """Tokens over which any other verb that is no plain verb of speech governs a quotation behind it."""

    phrase_words: int = 9
    """Most tokens of one noun phrase. A limit."""

    occasion_words: int = 14
    """Most tokens of the words for an occasion. A limit."""

    sentence_words: int = 400
    """Tokens after which a sentence is cut, quoted stretches counted as one. A limit, to keep the cost linear."""

    join_words: int = 40
    """Most tokens of an attribution that splits one quotation in two."""

    occasion_paragraphs: int = 2
    """Paragraphs over which a document that was named as the occasion holds on for the same speaker."""

    single_quote_chars: int = 3000
    """Code points within which an opening single quotation mark must close. A limit, to keep the cost linear."""


@dataclass(frozen=True, slots=True)
class SelectionSettings:
    """Which quotations are of the translated document. The last three are the user's own choice."""

    front_weight: int = 3
    """Quotations from a document that a mention in the translation's front matter is worth, where nothing
    names the author outright. A convention."""

    author_candidates: int = 8
    """Speakers with most quotations from a document among whom the author is looked for. A limit."""

    speakers: tuple[str, ...] = ()
    """Speakers to keep in place of those that the articles and the front matter suggest."""

    all_speakers: bool = False
    """Keep every speaker's words."""

    occasion: str | None = None
    """Keep only words whose occasion has this text or kind."""


@dataclass(frozen=True, slots=True)
class EncodingSettings:
    """How texts become vectors."""

    batch_tokens: int = 256
    """Tokens (padding counted) in one forward pass. Changes no printed digit, only speed and memory."""


@dataclass(frozen=True, slots=True)
class PairingSettings:
    """Quotation to passage. Chosen with the seed documents in view and checked on the cases that
    ``models/fit_pairing.py`` generates; the weights of the evidence itself are fitted there."""

    anchors: int = 6
    """Sentences of the body around which a quotation is looked for closely."""

    max_reach: int = 4
    """Sentences on either side of an anchor that a passage may take in."""

    fragment_words: int = 8
    """Content words up to which a quotation may be placed on any run of words, not only on whole clauses."""

    carrier_share: float = 0.3
    """Weight of the sentence that carries a fragment against the fragment's own, 0..1."""

    shared_weight: float = 0.3
    """Weight of shared rare words beside the cosine when anchors are chosen."""

    min_carrier_characters: int = 20
    """Characters around a quotation below which the sentence before it is taken in as context."""

    min_context_words: int = 3
    """Words around a quotation, beside who says it and how, below which they are no context."""

    min_part_words: int = 3
    """Words from which a sentence inside a quotation is looked for on its own."""

    context_share: float = 0.5
    """Weight of all the words around a fragment against all of its own."""

    longest_share: float = 3.0
    """Longest run, in words, per word of the quotation; ``longest_extra`` is added."""

    longest_extra: int = 30
    """Words that a run may have beyond ``longest_share``: a fragment's clause."""

    short_share: float = 0.7
    """Length against the quotation's, in words, below which a run begins to lose."""

    short_cost: float = 0.4
    """What a run loses for each e-fold by which it is shorter than that."""

    crossing_cost: float = 0.15
    """What a run loses for each sentence that it takes in beyond the quotation's own number of sentences, 0..1."""

    ragged_cost: float = 0.06
    """What a run loses for each end that is no clause boundary, 0..1."""

    near_sentences: int = 3
    """Sentences around a sure placement in which its paragraph's other quotations are looked for."""

    uncertain_below: float = 0.25
    """Confidence below which the best placement is not shown as a pair, 0..1."""

    missing_below: float = 0.12
    """Confidence below which nothing is said to carry the quotation, 0..1."""

    missing_words: int = 3
    """Words from which a quotation can be called missing; of fewer, too little is known to say so."""

    alternatives: int = 2
    """Next-best passages that a pair shows, in whole sentences; a quotation without a passage shows one more."""

    sure_log_odds: float = 1.0
    """Log-odds of being right from which a placement guides its neighbours."""

    match_floor: float = 0.3
    """Cosine at which two words have nothing in common."""

    content_weight: float = 0.3
    """Weight from which a word is content: the same word on both sides then matches fully."""

    recall_weight: float = 2.0
    """Squared beta of the F measure by which a run is cut: how much more a lost word counts than a surplus one."""


@dataclass(frozen=True, slots=True)
class DriftSettings:
    """Checks and the score. Chosen on pairs of professional translations and on translations with one error (DEMETR),
    in the halves that the calibration "fidelity" is fitted on; its card gives the figures."""

    prior: float = 0.85
    """Share of pairs without a major issue among those that are judged, 0..1: the calibration is fitted at even odds.
    Assumed, not measured; the card of the calibration says why."""

    major_ceiling: float = 0.49
    """Factor on the probability where a check finds a major issue; one half or less keeps it below one half."""

    critical_ceiling: float = 0.25
    """Factor on the probability where a check finds a critical issue."""

    minor_below: int = 67
    """Fidelity, in percent, below which drift that no check placed is shown as a minor issue. A convention: less
    than two to one; set with the seed pairs in view."""

    reach: int = 512
    """Words around its proportional place in which a word's counterpart is looked for. A limit, for a linear cost."""

    lowest_words: int = 3
    """Worst matching content words that are looked at together."""

    worst_spread: float = 0.15
    """Cosine above the worst match up to which another word is named with it."""

    absent_match: float = 0.45
    """Cosine below which a word has no counterpart."""

    rounding: float = 0.03
    """Relative difference between two numbers of which one is called approximate; twice that between units."""

    number_floor: float = 10.0
    """Value from which a missing number is a major omission."""

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

    name_match: float = 0.5
    """Cosine from which another name stands in a name's place."""

    one_way_cost: float = 0.15
    """Cosine by which that has to be more where only one of the two is the other's best match."""

    name_absent: float = 0.6
    """Cosine below which a name without a variant has no counterpart of any kind."""

    name_letters: int = 4
    """Letters from which two spellings of a name are compared, and which derived names share at their start."""

    name_ratio: float = 0.7
    """Share of letters in common (Ratcliff and Obershelp) from which two spellings are one name."""

    headline_words: int = 6
    """Content words from which a text can be told for a headline."""

    headline_share: float = 0.6
    """Share of capitalised content words above which a text is a headline, in which capitals tell nothing."""

    untranslated_words: int = 4
    """Words of the quotation in a row that are untranslated in a passage of another script."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one run."""

    reading: ReadingSettings = field(default_factory=ReadingSettings)
    language: LanguageSettings = field(default_factory=LanguageSettings)
    zones: ZoneSettings = field(default_factory=ZoneSettings)
    quotations: QuotationSettings = field(default_factory=QuotationSettings)
    selection: SelectionSettings = field(default_factory=SelectionSettings)
    encoding: EncodingSettings = field(default_factory=EncodingSettings)
    pairing: PairingSettings = field(default_factory=PairingSettings)
    drift: DriftSettings = field(default_factory=DriftSettings)

    def digest(self) -> str:
        """First 8 hex digits of SHA-256 over all settings as canonical JSON."""
        canonical = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(canonical.encode()).hexdigest()[:8]
