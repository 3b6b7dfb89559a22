"""One quotation on its way from the article to the report."""

from __future__ import annotations

from dataclasses import dataclass

from fidelity import pairing
from fidelity.types import Document, Passage, Quotation, Reason, Selection, Span


@dataclass(frozen=True, slots=True)
class Case:
    """A quotation with the results of the stages. Each stage returns a copy in which its own fields are set.

    Extraction gives the first seven. ``number`` counts the quotations of a run from 1, in the order of the articles
    and of their texts. ``around`` are the article's words around the quotation as its speaker would say them, of which
    the spans ``skipped`` do not count as context. ``is_sought`` tells whether a passage is searched.

    Pairing gives ``query``; the most probable ``passage``, if there is any, with its
    ``placement`` in the body and the ``evidence`` for it (:data:`fidelity.pairing.TRUST_FEATURES`); ``nearest``, the
    most similar whole sentences, those of the passage first; ``trust``, the natural-log odds, 4 decimals, that
    the passage is the right one, and ``confidence``, that as a calibrated probability, 0..1. ``framed`` is the evidence
    of the second look (:mod:`fidelity.pipeline.framing`), if there was one.

    Selection gives ``selection`` and ``reason``, which is ``None`` where the quotation and its passage are compared.
    """

    id: str
    number: int
    article: Document
    quotation: Quotation
    language: str
    around: str = ""
    skipped: tuple[Span, ...] = ()
    is_sought: bool = False
    query: pairing.Query | None = None
    placement: pairing.Placement | None = None
    passage: Passage | None = None
    nearest: tuple[Passage, ...] = ()
    evidence: tuple[float, ...] = ()
    framed: tuple[float, ...] | None = None
    trust: float | None = None
    confidence: float | None = None
    selection: Selection | None = None
    reason: Reason | None = None

    @property
    def words(self) -> int:
        """How many words of the quotation its placement counts, or 0 if there is no placement."""
        return self.placement.quoted_words if self.placement else 0

    @property
    def is_near(self) -> bool:
        """Whether the passage is the first placement and another quotation of the paragraph is close to it."""
        is_elsewhere = self.framed is not None and self.framed[-1] > 0
        return bool(self.evidence) and self.evidence[-1] > 0 and not is_elsewhere

    @property
    def texts(self) -> tuple[str, str]:
        """The quotation and its passage."""
        return self.quotation.text, self.passage.text if self.passage else ""
