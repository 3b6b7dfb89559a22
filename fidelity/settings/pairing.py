"""Settings of the encoders, the pair scorer's reading, and the search for passages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EncodingSettings:
    """How texts become vectors."""

    batch_tokens: int = 256
    """Tokens (padding counted) in one forward pass. Changes no printed digit, only speed and memory."""

    block_pieces: int = 1024
    """How many wordpieces of one text the multilingual encoder computes at a time. Changes only memory."""


@dataclass(frozen=True, slots=True)
class ScoringSettings:
    """How the pair scorer reads a pair."""

    batch_tokens: int = 512
    """Tokens (padding counted) in one forward pass. Changes no printed digit, only speed and memory."""

    quotation_pieces: int = 120
    """Greatest number of wordpieces of a quotation in one pass. The scorer was trained on up to 128."""

    passage_pieces: int = 180
    """Greatest number of wordpieces of the passage in the same pass: half as many again, for the words at its edges."""

    meaning_pieces: int = 60
    """Wordpieces of a quotation that the reader of meaning reads in one pass: one or two sentences. A change in one of
    many sentences hardly moves what it says of all of them."""

    meaning_passage_pieces: int = 90
    """Wordpieces of a passage beside them."""


@dataclass(frozen=True, slots=True)
class PairingSettings:
    """The search for a quotation's passage. The numbers were chosen on the seed documents and checked on the cases that
    ``models/fit_pairing.py`` generates. That script also fits the weights of the evidence."""

    anchors: int = 6
    """Number of sentences of the body (anchors) around which a quotation is searched in detail."""

    max_reach: int = 4
    """How many sentences on either side of an anchor a passage may include."""

    sentence_words: int = 400
    """Number of words and marks above which a sentence of the body is searched in stretches, like several sentences. A
    limit: the memory of a search grows with the square of the words in its window."""

    window_words: int = 2000
    """Greatest number of words of an anchor and its neighbouring sentences together; nearer sentences come first. A
    limit for the same reason."""

    carrier_characters: int = 4000
    """Greatest number of characters on either side of a quotation that are its context. A limit, since a sentence can
    have any length."""

    fragment_words: int = 8
    """Greatest number of content words of a quotation that may be placed on any run of words and not only on
    clauses."""

    carrier_share: float = 0.3
    """Weight of the sentence around a fragment compared with the fragment itself, 0..1."""

    shared_weight: float = 0.3
    """Weight of shared rare words compared with the cosine when anchors are chosen."""

    min_carrier_characters: int = 20
    """Number of characters around a quotation below which the previous sentence is added to its context."""

    min_context_words: int = 3
    """Least number of words of a context, not counting the attribution."""

    min_part_words: int = 3
    """Least number of words of a sentence inside a quotation that is searched on its own."""

    context_share: float = 0.5
    """Weight of all the words around a fragment compared with all words of the fragment."""

    longest_share: float = 3.0
    """Length of the longest run, in words per word of the quotation; ``longest_extra`` is added."""

    longest_extra: int = 30
    """Number of words that a run may have beyond ``longest_share``, for the clause of a fragment."""

    short_share: float = 0.7
    """Length in words, as a share of the quotation's length, below which a run gets a penalty."""

    short_cost: float = 0.4
    """Penalty of a run for each factor of e by which it is shorter than that."""

    crossing_cost: float = 0.15
    """Penalty of a run for each sentence that it has more than the quotation, 0..1."""

    composed_crossing_cost: float = 0.1
    """The same penalty for a run of clauses in another language, in cosine."""

    composed_inner_cost: float = 0.04
    """Penalty of such a run for each edge inside a sentence, in cosine."""

    composed_short_cost: float = 0.1
    """Penalty of such a run for each factor of e by which its wordpieces fall below ``short_share``, in cosine."""

    composed_match_floor: float = 0.3
    """Cosine, by the matcher, of two words of different languages that have nothing in common."""

    composed_recall: float = 0.3
    """What the share of the quotation's words that such a run says adds to its score, in cosine."""

    composed_precision: float = 0.1
    """What the share of the run's words that the quotation says adds to its score, in cosine."""

    composed_anchor_weight: float = 1.0
    """Weight of the share of the quotation's words that a sentence says when anchors are chosen."""

    composed_anchor_words: int = 64
    """Greatest number of words of a quotation that are matched for that. A limit, since a quotation can have any
    length."""

    ragged_cost: float = 0.06
    """Penalty of a run for each end that is not a clause boundary, 0..1."""

    surplus_share: float = 0.25
    """Least share of the words of an outer sentence that have to add to the quotation's recall so that the passage
    keeps this sentence, 0..1."""

    surplus_recall: float = 0.1
    """Greatest share of the quotation's recall that may be lost with such a sentence, 0..1."""

    clause_recall: float = 0.01
    """Greatest share of the quotation's recall that may be lost with a clause at the edge of the passage, 0..1."""

    surplus_words: int = 4
    """Least number of words of the text before or after that is examined as such a sentence."""

    term_words: int = 3
    """Greatest number of words of a term. The pair scorer was trained on statements and cannot judge terms."""

    governing_words: int = 8
    """Greatest number of words of a main clause such as "it is possible that" that is added to its passage."""

    opening_words: int = 2
    """Number of first words in which a negator counts as the beginning of a text: "no one" for "nobody"."""

    number_words: int = 6
    """Number of words on either side of a passage's beginning in which the quotation's first number is looked for."""

    sentence_share: float = 0.5
    """Least share of its sentence, in characters, for the passage of a fragment if no extent was learned, 0..1. Clauses
    beside it are added until then."""

    clause_words: int = 16
    """Greatest number of words of a quotation that is such a fragment and not a complete statement."""

    headline_recall: float = 0.02
    """Greatest share of the quotation's recall that may be lost with a headline before the passage, 0..1."""

    apart_words: int = 2
    """Least number of words of a part of a quotation, between ellipses or the article's own words, that is searched on
    its own."""

    part_gain: float = 0.12
    """How much higher the F measure of a run that was found for a part alone has to be than that of the whole
    quotation's passage, 0..1."""

    gap_words: int = 12
    """Greatest number of words between two runs of a passage in the same sentence that are added to the passage."""

    part_anchors: int = 2
    """Number of sentences of the body around which a part of a quotation is searched on its own."""

    chance_recall: float = 0.4
    """Recall of words with another meaning, 0..1. It counts as zero when ways to place the parts of a quotation are
    compared."""

    join_cost: float = 0.04
    """Penalty of a passage for each separate run of words, as an F measure, 0..1."""

    framed_words: int = 8
    """Greatest number of words of an uncertain quotation that is read together with the clause around it."""

    framed_below: float = 0.5
    """Confidence below which a placement is uncertain, 0..1."""

    framing_words: int = 2
    """Least number of words that the clause around the quotation must add."""

    framed_sentences: int = 3
    """Number of sentences of the body in which such a clause is searched."""

    framed_clauses: int = 3
    """Number of clauses of each such sentence that the pair scorer reads, and as many again that include the first
    placement."""

    near_sentences: int = 3
    """Number of sentences around a probable placement in which other quotations of the same paragraph are searched."""

    uncertain_below: float = 0.25
    """Confidence below which the best placement is not shown as a pair, 0..1."""

    missing_below: float = 0.25
    """Confidence below which the quotation is called missing, 0..1."""

    across_below: float = 0.13
    """Replaces both limits if the two sides have different languages. On documents with half of the passages cut out
    (German, Russian and Chinese), 109 of 162 absent quotations have a lower confidence than this or, if they are short,
    than :attr:`across_few_below`, and 4 of 162 whose passage is there."""

    across_few_below: float = 0.04
    """The same for a quotation of at most :attr:`framed_words` words, since fragments are harder to find there."""

    near_below: float = 0.1
    """Replaces both limits if another quotation of the paragraph is close to the best placement. On generated cases it
    halves the false claims that such a quotation is missing, and removes a quarter of the true claims. The quotation is
    shown with its passage and its low confidence."""

    rendered_below: float = 0.1
    """Replaces :attr:`missing_below` in an article whose passages are hardly recognised, because it renders the
    original in words of its own."""

    missing_words: int = 3
    """Least number of words of a quotation that can be called missing. With fewer words there is too little
    evidence."""

    alternatives: int = 2
    """Number of next-best passages, in whole sentences, that a pair shows. A quotation without a passage shows one
    more."""

    yielded_log_odds: float = 0.0
    """Greatest loss of log-odds when a placement leaves words to a quotation that matches them better."""

    guide_log_odds: float = -1.0
    """Least log-odds of being right of a placement that guides its neighbours."""

    guides: int = 8
    """Quotations on each side, in the same paragraph, that may guide a quotation. A limit: more than that hardly ever
    share a paragraph, and all of them together would take the square of their number."""

    match_floor: float = 0.3
    """Cosine of two words that have nothing in common."""

    content_weight: float = 0.3
    """Least weight of a content word. The same content word on both sides matches fully."""

    recall_weight: float = 2.0
    """Squared beta of the F measure that chooses a run's ends: how much more a lost word counts than a surplus word."""
