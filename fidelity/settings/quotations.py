"""Quotations, and which of them are of the translated document."""

from __future__ import annotations

from dataclasses import dataclass

from fidelity.types import QuotationKind


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

    speaker_least: float = 0.12
    """Probability below which a noun phrase is taken for no speaker, whatever stands beside it. Chosen on PolNeAR's
    training part."""

    role_least: float = 0.5
    """Probability from which a role or description ("the minister") is taken to mean a person whom the article names.
    Chosen on places of PolNeAR's training part judged by hand."""

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

    unspaced_chars: int = 60
    """Code points around a quotation in which Chinese and Japanese attributions are looked for. A limit."""

    report_words: int = 1
    """Fewest words of a stretch of indirect speech."""

    report_bias: float = 0.0
    """Natural-log odds by which the tagger of indirect speech favours finding some. Chosen on a fifth of PolNeAR's
    training part."""

    transcript_turns: int = 4
    """Paragraphs with a name before a colon, of at least two who do so twice, that make an article a transcript.
    A convention."""

    ellipsis_slack: float = 0.02
    """Cosine that the words which an ellipsis is said to leave out may add to the match of the words around it.
    A convention."""

    single_quote_chars: int = 3000
    """Code points within which an opening single quotation mark must close. A limit, to keep the cost linear."""


@dataclass(frozen=True, slots=True)
class SelectionSettings:
    """Which quotations are of the translated document. The last four are the user's own choice."""

    title_lines: int = 8
    """First lines of the header that may say what sort of document it is. A limit."""

    header_lines: int = 20
    """First lines of the body that may still be its header. A limit."""

    title_words: int = 45
    """Most words of a line of the header. A convention."""

    title_characters: int = 2000
    """Code points at either end of the body in which title and signature are looked for. A limit."""

    signature_lines: int = 3
    """Last lines of the body among which a signature is looked for. A convention."""

    signature_words: int = 6
    """Most words of a signature. A convention."""

    verbatim_words: int = 300
    """Words of a quotation and of a passage that are compared word for word. A limit."""

    usual_share: float = 0.5
    """Share of a quotation's words that stands in for the same words where the translation is in another language,
    0..1: about that of two independent renderings into one."""

    aside_from: int = 2
    """Words from which quotation marks that seem to report no speech may hold the document's words. A convention."""

    compared_from: float = 0.5
    """Probability of being the document's from which a quotation is compared, 0..1: more likely than not."""

    missing_from: float = 0.6
    """Probability of being the document's by speaker and occasion alone from which a quotation that nothing carries
    is called missing, 0..1. Chosen on documents in the manner of real ones, each foretold without itself."""

    near_from: float = 0.6
    """Cosine from which a quotation that is left out is shown with its nearest sentence of the translation."""

    speakers: tuple[str, ...] = ()
    """Speakers to keep in place of those that the articles and the front matter suggest."""

    all_speakers: bool = False
    """Keep every speaker's words."""

    occasion: str | None = None
    """Keep only words whose occasion has this text or kind."""

    kinds: tuple[QuotationKind, ...] = ("direct", "mixed")
    """Kinds of quotations to keep. Indirect speech is looked for only where it is among them."""
