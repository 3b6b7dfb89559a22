"""Encoding, and quotation to passage."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EncodingSettings:
    """How texts become vectors."""

    batch_tokens: int = 256
    """Tokens (padding counted) in one forward pass. Changes no printed digit, only speed and memory."""

    block_pieces: int = 1024
    """Wordpieces of one text that the multilingual encoder computes at a time. Changes only memory."""


@dataclass(frozen=True, slots=True)
class ScoringSettings:
    """How the pair scorer reads a pair."""

    batch_tokens: int = 512
    """Tokens (padding counted) in one forward pass. Changes no printed digit, only speed and memory."""

    quotation_pieces: int = 120
    """Wordpieces of a quotation read in one pass: the scorer was trained on up to 128."""

    passage_pieces: int = 180
    """Wordpieces of a passage beside them: half as many again, for what stands at its edges."""


@dataclass(frozen=True, slots=True)
class PairingSettings:
    """Quotation to passage. Chosen with the seed documents in view and checked on the cases that
    ``models/fit_pairing.py`` generates; the weights of the evidence itself are fitted there."""

    anchors: int = 6
    """Sentences of the body around which a quotation is looked for closely."""

    max_reach: int = 4
    """Sentences on either side of an anchor that a passage may take in."""

    sentence_words: int = 400
    """Words and marks of a sentence of the body from which it is searched in stretches, as if it were several. A limit:
    what a search keeps grows with the square of the words in its window."""

    window_words: int = 2000
    """Words that the sentences beside an anchor may add up to with it; nearer ones come first. A limit, like that."""

    carrier_characters: int = 4000
    """Characters on either side of a quotation that are its context at most. A limit: a sentence has no longest."""

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

    composed_crossing_cost: float = 0.1
    """What a run of clauses in another language loses, in cosine, for each sentence beyond the quotation's number."""

    composed_inner_cost: float = 0.04
    """What such a run loses, in cosine, for each edge that lies inside a sentence."""

    composed_short_cost: float = 0.1
    """What such a run loses, in cosine, for each e-fold of wordpieces by which it is shorter than ``short_share``."""

    ragged_cost: float = 0.06
    """What a run loses for each end that is no clause boundary, 0..1."""

    surplus_share: float = 0.25
    """Share of the words of an outer sentence that have to say more of the quotation for it to stay, 0..1."""

    surplus_recall: float = 0.1
    """Share of what the passage says of the quotation that may be lost with it at most, 0..1."""

    clause_recall: float = 0.01
    """Share of what a passage says of the quotation that may be lost with a clause at its edge at most, 0..1."""

    surplus_words: int = 4
    """Words from which what precedes or follows is looked at as such a sentence."""

    term_words: int = 3
    """Words up to which a quotation is a term, of which the pair scorer, which reads statements, knows nothing."""

    governing_words: int = 8
    """Words up to which the clause that a passage hangs on ("it is possible that") is taken in."""

    sentence_share: float = 0.35
    """Share of its sentence, in characters, that the passage of a fragment has at least where no extent was learned,
    0..1: clauses beside it are taken in till then."""

    clause_words: int = 16
    """Words up to which a quotation is a fragment of that kind, and not a statement of its own."""

    headline_recall: float = 0.02
    """Share of what a passage says of the quotation that may be lost with a headline joined to it, 0..1."""

    apart_words: int = 2
    """Words from which what an ellipsis or the article's own words part is looked for on its own."""

    part_gain: float = 0.12
    """How much better, as an F measure, the run found for a part of a quotation alone has to say it than the passage of
    the whole does, 0..1."""

    gap_words: int = 12
    """Words of one sentence that may stand between two runs of a passage and are taken in."""

    part_anchors: int = 2
    """Sentences of the body around which a part of a quotation is looked for on its own."""

    chance_recall: float = 0.4
    """Recall that words which say something else have, 0..1: it counts as none where ways to say the parts of a
    quotation are compared."""

    join_cost: float = 0.04
    """What a passage loses for each run of words apart from the others, as an F measure, 0..1."""

    framed_words: int = 8
    """Words up to which a quotation that is unsure is read in the clause that carries it."""

    framed_below: float = 0.5
    """Confidence below which it is unsure, 0..1."""

    framing_words: int = 2
    """Words beside the quotation from which that clause says something."""

    framed_sentences: int = 3
    """Sentences of the body in which such a clause is looked for."""

    framed_clauses: int = 3
    """Clauses of each that the pair scorer reads, as many again of those that take in the first placement."""

    near_sentences: int = 3
    """Sentences around a probable placement in which its paragraph's other quotations are looked for."""

    uncertain_below: float = 0.25
    """Confidence below which the best placement is not shown as a pair, 0..1."""

    missing_below: float = 0.25
    """Confidence below which nothing is said to carry the quotation, 0..1."""

    across_below: float = 0.03
    """The same for both where the languages of the two sides differ. Fragments are harder to find there: at 0.05
    4% of the quotations that have a passage are called missing, at 0.25 about 10%."""

    near_below: float = 0.1
    """The same for both where another quotation of the paragraph stands close to the best placement found: on generated
    cases false claims that such a quotation is missing are half as many by it, and true ones a quarter fewer. It is
    shown with its passage and its low confidence."""

    missing_words: int = 3
    """Words from which a quotation can be called missing; of fewer, too little is known to say so."""

    alternatives: int = 2
    """Next-best passages that a pair shows, in whole sentences; a quotation without a passage shows one more."""

    yielded_log_odds: float = 0.0
    """Log-odds that a placement may lose where it leaves words to a quotation with a better claim to them."""

    guide_log_odds: float = -1.0
    """Log-odds of being right from which a placement guides its neighbours."""

    match_floor: float = 0.3
    """Cosine at which two words have nothing in common."""

    content_weight: float = 0.3
    """Weight from which a word is content: the same word on both sides then matches fully."""

    recall_weight: float = 2.0
    """Squared beta of the F measure by which a run is cut: how much more a lost word counts than a surplus one."""
