"""Settings of the search for quotations, and of the decision which of them come from the translated document."""

from __future__ import annotations

from dataclasses import dataclass

from fidelity.types import QuotationKind


@dataclass(frozen=True, slots=True)
class QuotationSettings:
    """Quotations, cue, speaker, occasion.

    The numbers were chosen on news articles (PolNeAR, training part) and the seed article.
    """

    aside_words: int = 2
    """Greatest number of words of a scare quote in a sentence whose cue of speech is further away."""

    fragment_words: int = 3
    """Greatest number of words of a scare quote or a term in a sentence without a cue of speech."""

    title_words: int = 12
    """Greatest number of words of the title of a work."""

    term_reach: int = 6
    """How many tokens before a fragment are searched for a word such as ``term`` or ``so-called``."""

    subject_speaks: float = 0.7
    """Probability, 0..1, that quoted words are those of the subject of a sentence without a verb of speech: 36 of 50 in
    PolNeAR's training part."""

    speaker_least: float = 0.12
    """Probability below which a noun phrase is never taken for a speaker. Chosen on PolNeAR's
    training part."""

    role_least: float = 0.5
    """Least probability with which a role or description ("the minister") is taken for a person whom the article names.
    Chosen on places of PolNeAR's training part judged by hand."""

    naming_reach: int = 14
    """Greatest distance, in tokens, from a naming verb (``calls the plan a``) to a quotation after it that it
    governs."""

    weak_reach: int = 5
    """The same distance for any other verb that is not a plain verb of speech."""

    phrase_words: int = 9
    """Greatest number of tokens of one noun phrase. A limit."""

    occasion_words: int = 14
    """Greatest number of tokens of the words for an occasion. A limit."""

    sentence_words: int = 400
    """Number of tokens after which a sentence is cut; a quoted stretch counts as one token. A limit, for a linear
    cost."""

    join_words: int = 40
    """Greatest number of tokens of an attribution that splits a quotation in two."""

    occasion_paragraphs: int = 2
    """For how many paragraphs a document that was named as the occasion stays the occasion for the same speaker."""

    unspaced_chars: int = 60
    """How many code points around a quotation are searched for a Chinese or Japanese attribution. A limit."""

    report_words: int = 1
    """Least number of words of a stretch of indirect speech."""

    report_bias: float = 0.0
    """Natural-log odds that are added in favour of indirect speech. Chosen on a fifth of PolNeAR's training part."""

    transcript_turns: int = 4
    """Number of paragraphs with a name before a colon that make an article a transcript, if at least two names occur
    twice. A convention."""

    ellipsis_slack: float = 0.02
    """Greatest cosine that the words which an ellipsis seems to leave out may add to the match of the words around it.
    A convention."""

    single_quote_chars: int = 3000
    """Greatest number of code points between an opening single quotation mark and the closing mark. A limit, for a
    linear cost."""


@dataclass(frozen=True, slots=True)
class SelectionSettings:
    """Which quotations come from the translated document. The user chooses the last four."""

    title_lines: int = 8
    """Number of first lines of the header that may name the sort of document. A limit."""

    header_lines: int = 20
    """Number of first lines of the body that may still belong to its header. A limit."""

    title_words: int = 45
    """Greatest number of words of a line of the header. A convention."""

    title_characters: int = 2000
    """How many code points at either end of the body are searched for title and signature. A limit."""

    signature_lines: int = 3
    """Number of last lines of the body that are searched for a signature. A convention."""

    signature_words: int = 6
    """Greatest number of words of a signature. A convention."""

    verbatim_words: int = 300
    """How many words of a quotation and of a passage are compared word for word. A limit."""

    narration_characters: int = 400
    """Code points on either side of a quotation in which its sentence is read for another time or place. A limit."""

    told_characters: int = 120
    """Code points before a passage in which the document may name whose view it gives. A convention."""

    heard_name: float = 1.0
    """Likeness of sounds (natural-log odds over the square root of the letters) from which a word of a name is heard in
    the author's name in another script. As ``JudgementSettings.heard_sound``."""

    usual_share: float = 0.5
    """Share of a quotation's words that is assumed to be the same if the translation is in another language, 0..1:
    about the share that two independent renderings into one language have in common."""

    aside_from: int = 2
    """Least number of words in quotation marks that may be the document's although they seem to report no speech. A
    convention."""

    compared_from: float = 0.5
    """Least probability that a quotation comes from the document with which it is compared, 0..1: more likely than
    not."""

    missing_from: float = 0.75
    """Least probability, by speaker and occasion alone, that a quotation without a passage comes from the document so
    that it is called missing, 0..1. Chosen on invented documents in the manner of real documents; each was predicted
    by a model fitted without it."""

    close_from: float = 0.55
    """Least mean share of common words, 0..1, of an article's quotations with their passages, so that a passage is
    recognised if it is there. Articles that render the original on their own have .37 to .54; those that quote a
    translation as it is, from .6. Chosen on invented articles of both sorts."""

    recognised_passages: int = 4
    """Least number of such passages from which their confidence says the same. A convention."""

    recognised_from: float = 0.75
    """Least mean confidence of these passages, 0..1, so that a passage is recognised if it is there. In cases made of
    two independent translations of one document it is from .73 to .99; see ``tests/benchmarks/pairing.py``."""

    telling_words: int = 4
    """Least number of words of a quotation that counts for this. A convention."""

    near_from: float = 0.6
    """Least cosine with which a quotation that was left out is shown with the nearest sentence of the translation."""

    speakers: tuple[str, ...] = ()
    """Speakers to keep instead of those that the articles and the front matter suggest."""

    all_speakers: bool = False
    """Keep every speaker's words."""

    occasion: str | None = None
    """Keep only words whose occasion has this text or kind."""

    kinds: tuple[QuotationKind, ...] = ("direct", "mixed")
    """Kinds of quotations to keep. Indirect speech is looked for only where it is among them."""
