"""The values that the stages pass on. They are frozen, and this module imports only the standard library.

Offsets are code points of a document's text as read, half-open. Language tags are BCP 47
(RFC 5646): ``und`` is undetermined, ``zxx`` is no linguistic content. Issue categories are
those of MQM (Multidimensional Quality Metrics, https://themqm.org).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

ZoneName = Literal["front_matter", "editor_note", "marker", "body", "inline_note", "disclaimer", "boilerplate"]
QuotationKind = Literal["direct", "mixed", "indirect"]
SpeakerKind = Literal["person", "role", "organisation", "document", "pronoun", "context", "unknown"]
OccasionKind = Literal["document", "contract", "interview", "event", "unknown"]
Category = Literal[
    "accuracy/mistranslation",
    "accuracy/omission",
    "accuracy/addition",
    "accuracy/untranslated",
    "accuracy/over-translation",
    "accuracy/under-translation",
    "terminology",
]
Severity = Literal["neutral", "minor", "major", "critical"]
Judgement = Literal[
    "neutral",
    "minor",
    "major",
    "critical",
    "wrong pairing",
    "has a passage",
    "is of the document",
    "is not of the document",
]
Reason = Literal[
    "missing",
    "uncertain",
    "other speaker",
    "other occasion",
    "scare quote",
    "term or title",
    "other language",
    "not requested",
]

SCORED_COLUMNS = ("similarity", "score", "fidelity", "severity", "issues")
"""Columns that scoring adds to aligned pairs, in order. An input must not have any of them."""

SCORE_NOTE = "score: "
"""The beginning of a note that says what moved a pair's score."""

ON_SELECTION: tuple[Judgement, ...] = ("is of the document", "is not of the document")
"""Judgements on whose words a quotation's are, which stand beside a judgement on how they are translated."""

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""Severities from least to worst."""

REASONS: tuple[Reason, ...] = get_args(Reason)
"""Reasons why a quotation has no passage, worst first."""

SOUGHT: tuple[Reason, ...] = ("missing", "uncertain")
"""Reasons for quotations whose passage was searched and not found."""


def severity_rank(severity: Severity | None) -> int:
    """Position in :data:`SEVERITIES`; ``None`` (not judged) ranks below ``neutral``, at -1."""
    return -1 if severity is None else SEVERITIES.index(severity)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range ``[start, end)`` of code points in one document's text.

    Raises:
        ValueError: if ``start`` is negative or ``end`` is smaller than ``start``.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of ``text`` that this span covers."""
        return text[self.start : self.end]

    def overlap(self, other: Span) -> int:
        """How many code points the two spans share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def trim(self, text: str) -> Span:
        """This span without the white space at its ends. It is empty if the span has only white space."""
        raw = self.of(text)
        start = self.start + len(raw) - len(raw.lstrip())
        return Span(start, max(start, self.end - (len(raw) - len(raw.rstrip()))))

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of a document with one role.

    ``confidence`` is the strength of the evidence for the role, 0..1, as in ``ZoneSettings``. ``reason`` says in plain
    words why the stretch has this role.
    """

    name: ZoneName
    span: Span
    language: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence-like unit: its span without surrounding white space, its language, its zone.

    ``confidence`` is that in the language, 0..1. It is 1 if the user gave the language.
    """

    span: Span
    language: str
    zone: ZoneName
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """Everything that a report has about a document, except for its text.

    ``id`` names the content, not the file: the first 16 hex digits of ``sha256``, with ``-2``,
    ``-3`` for repeats in one report. ``sha256`` is that of the bytes as read. ``origin`` is the
    argument as typed. ``language`` is the language of most of the body.
    """

    id: str
    origin: str
    sha256: str
    language: str
    zones: tuple[Zone, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it was read, with the results of the first stages.

    ``reading`` gives a document without zones or segments and of language ``und``; the pipeline
    adds them. ``encoding`` names how the bytes were decoded; it is empty for files that are not text themselves.
    ``format`` is ``plain``, ``html``, ``word`` or ``pdf``. ``notes`` say what a reader of the result should know about
    the reading, such as a guessed encoding or parts that were left out.
    """

    info: DocumentInfo
    text: str
    encoding: str = "utf-8"
    segments: tuple[Segment, ...] = ()
    format: str = "plain"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where the words were said, not who reported it. ``text`` is the article's words for it, or empty."""

    kind: OccasionKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that an article attributes to someone.

    ``spans`` are the quoted words without their quotation marks, in order; ``text`` is those
    stretches as read, joined by one space. ``paragraph`` spans the paragraph(s) that carry them.
    ``aside`` is set when the marks do not report speech at all (a scare quote, a term, a title);
    ``aside_reason`` then says why, in plain words. ``content`` is the whole reported clause around words that
    are ``mixed``. ``brackets`` and ``ellipses`` are the places in ``spans`` where the article inserted words or left
    words out.

    ``speaker`` is the full name, as the article gives it, of the person whom the article's words mean.
    ``speaker_words`` are those words as read, at ``speaker_span``, and ``speaker_kind`` says what they are: a
    ``person``'s name, a ``role`` or description ("the minister"), an ``organisation``, a ``document`` or a
    ``pronoun``. It is ``context`` where the quotation's own sentence names nobody and the speaker is taken over from
    an earlier one (``speaker_words`` are then the words of that sentence), and ``unknown`` where there is no speaker.
    ``speaker_probability`` is the probability, 0..1, that ``speaker`` is the one who said it; it is ``None`` if the
    article names the speaker with a verb of speech or a mark that says so.
    """

    text: str
    spans: tuple[Span, ...]
    paragraph: Span
    kind: QuotationKind = "direct"
    speaker: str | None = None
    speaker_span: Span | None = None
    cue: str | None = None
    cue_span: Span | None = None
    occasion: Occasion = Occasion("unknown")
    aside: Literal["scare quote", "term or title"] | None = None
    aside_reason: str | None = None
    content: Span | None = None
    brackets: tuple[Span, ...] = ()
    ellipses: tuple[Span, ...] = ()
    speaker_kind: SpeakerKind = "unknown"
    speaker_words: str | None = None
    speaker_probability: float | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """The stretch of the translation that carries a quotation.

    ``spans`` skip inline notes; ``text`` is those stretches as read, joined by one space.
    """

    text: str
    spans: tuple[Span, ...]

    @property
    def span(self) -> Span:
        """From the outermost start to the outermost end."""
        return Span(self.spans[0].start, self.spans[-1].end)


@dataclass(frozen=True, slots=True)
class Alternative:
    """A next-best passage. ``similarity`` is a cosine, -1..1, with 3 decimals."""

    text: str
    span: Span
    similarity: float


@dataclass(frozen=True, slots=True)
class Selection:
    """The probability that a quotation's words come from the translated document.

    ``probability`` is calibrated, 0..1, with 2 decimals. ``evidence`` are the reasons for and against it in plain
    sentences, the strongest first. ``log_odds`` are its natural-log odds before rounding, with 4 decimals.
    """

    probability: float
    evidence: tuple[str, ...]
    log_odds: float


@dataclass(frozen=True, slots=True)
class Issue:
    """One detected difference. Spans index the article (quotation side) and the translation (passage side)."""

    category: Category
    check: str
    severity: Severity
    quotation_spans: tuple[Span, ...]
    passage_spans: tuple[Span, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reviewer's judgement as a report shows it; ``stale`` when it was given on another passage."""

    severity: Judgement
    comment: str
    reviewer: str
    stale: bool = False


@dataclass(frozen=True, slots=True)
class VerdictRecord:
    """One judgement as it is saved. Rows are only appended; an undo is a row of its own.

    ``id`` and ``quotation_id`` name what was judged; for a quotation without passage both are its ``quotation_id``.
    ``severity`` is ``None`` in a row that undoes the row whose ``uid`` is in ``undoes``. ``time`` is
    ISO 8601 in UTC, to the microsecond. ``signature`` is that of the run it was given on, ``translation`` the SHA-256
    of the translation's bytes, in whose text ``passage`` (what was judged, empty for nothing) and ``picked`` (the right
    passage, where the reviewer showed it) are spans. ``chance`` is the probability, above 0 up to 1, that the entry
    was shown to the reviewer. ``score``, ``fidelity``, ``confidence``, ``trust`` and ``model`` are the run's values
    for the entry, as in :class:`Pair`, so that a calibration does not need the run. ``selection`` is the ``log_odds``
    of its :class:`Selection`, and ``None`` in a row of an earlier version. ``uid`` identifies the row in every database
    and file, so that an export that is read twice counts once. No text of a document is in a record, only the
    reviewer's ``comment``.
    """

    id: str
    quotation_id: str
    severity: Judgement | None
    reviewer: str
    time: str
    signature: str
    translation: str
    passage: tuple[Span, ...] = ()
    picked: Span | None = None
    comment: str = ""
    chance: float = 1.0
    score: float | None = None
    fidelity: int | None = None
    confidence: float | None = None
    trust: float | None = None
    selection: float | None = None
    model: str = ""
    uid: str = ""
    undoes: str = ""


Unmatched = tuple[tuple[Span, ...], tuple[Span, ...]]
"""Words without a counterpart: of the quotation, and of the passage."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A quotation and its passage, judged.

    ``similarity`` is a cosine, -1..1, with 3 decimals. ``confidence`` is the calibrated probability that the passage is
    the right one, 0..1, with 2 decimals; it is ``None`` for an encoder without calibration. ``trust`` are the
    natural-log odds of the same before the encoder's calibration, with 4 decimals, for any encoder. ``score`` is 0..1
    before calibration, with 4 decimals, and ``fidelity`` a whole number, 0..100. These two are ``None`` if no scorer
    reads the pair; ``unjudged`` then says why, and ``severity`` is that of the checks, or ``None`` in a language that
    few checks support. ``notes`` say what else a reader should know, such as the words that an ellipsis leaves out;
    those that begin with :data:`SCORE_NOTE` say what moved the score. ``selection`` is the probability that the words
    come from the document; it is ``None`` in a report of an earlier version. ``unmatched`` is only for a pair in two
    languages that was read: the words of both sides that nothing on the other side corresponds to.
    """

    id: str
    quotation_id: str
    article: str
    quotation: Quotation
    passage: Passage
    similarity: float
    confidence: float | None
    score: float | None
    fidelity: int | None
    severity: Severity | None
    issues: tuple[Issue, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    verdict: Verdict | None = None
    unjudged: str | None = None
    notes: tuple[str, ...] = ()
    trust: float | None = None
    selection: Selection | None = None
    unmatched: Unmatched | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgement of a pair that was already aligned.

    The numbers are those of :class:`Pair`. ``similarity`` is ``None`` if it was not requested. If ``score`` and
    ``fidelity`` are ``None``, ``unjudged`` says why, and ``severity`` is that of the checks, or ``None``. Spans of
    ``issues`` and of ``unmatched`` index the two texts.
    """

    score: float | None = None
    fidelity: int | None = None
    severity: Severity | None = None
    issues: tuple[Issue, ...] = ()
    notes: tuple[str, ...] = ()
    unjudged: str | None = None
    similarity: float | None = None
    unmatched: Unmatched | None = None

    def with_similarity(self, similarity: float | None) -> Judged:
        """A copy with this cosine."""
        return replace(self, similarity=similarity)


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A quotation without a passage, and the reason.

    For ``missing`` and ``uncertain``, ``confidence`` is the calibrated probability that the best passage found is the
    right one; if it is low, probably no passage carries the words. Otherwise it is ``None``. ``trust`` and
    ``selection`` are as in a :class:`Pair`. ``near`` is the nearest sentence, if it is near enough.
    """

    quotation_id: str
    article: str
    quotation: Quotation
    reason: Reason
    confidence: float | None = None
    severity: Severity | None = None
    issues: tuple[Issue, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    verdict: Verdict | None = None
    trust: float | None = None
    selection: Selection | None = None
    near: Alternative | None = None
