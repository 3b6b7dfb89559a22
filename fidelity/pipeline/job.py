"""The steps of one job, and what they share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from fidelity import embedding, language, pairing
from fidelity.errors import InputError
from fidelity.identity import number_repeats, pair_id, quotation_ids
from fidelity.pipeline.calibrations import Calibrations
from fidelity.pipeline.ellipses import say_dropped
from fidelity.pipeline.judging import Judge, Languages
from fidelity.pipeline.memory import Memory
from fidelity.pipeline.persons import find_affiliations, is_person, shift_persons
from fidelity.quotations import extract_quotations, load_tagger
from fidelity.selection import select_quotations
from fidelity.settings import EncodingSettings, Settings
from fidelity.types import Alternative, Document, Issue, Pair, Passage, Quotation, Reason, Span, Unpaired

if TYPE_CHECKING:
    from fidelity.pipeline.placing import Found
    from fidelity.quotations.tagging import WordVectors

_PACKAGES = ("sentencex", "langdetect", "py3langid", "trafilatura", "onnxruntime", "tokenizers")
"""Whose version may change a result."""

_AT_ONCE = 256
"""Quotations compared with the whole body at a time: a matter of memory."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A quotation of the translated document, and the article's words around it as its speaker would say them.

    ``skipped`` are the spans of ``around`` that are no context.
    """

    id: str
    quotation: Quotation
    around: str
    skipped: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One article: the quotations to pair, and those that are not, with their reasons."""

    article: Document
    wanted: tuple[Wanted, ...]
    excluded: tuple[Unpaired, ...]
    statement: str

    def texts(self) -> list[str]:
        """What has to be encoded: each quotation, alone and with the words around it."""
        return [t for w in self.wanted for t in (w.quotation.text, w.around)]


def no_context(quotation: Quotation) -> list[Span]:
    """The quoted words themselves, who says them, and the verb of saying."""
    spans = (*quotation.spans, quotation.cue_span, quotation.speaker_span)
    return sorted(span for span in spans if span is not None)


def _as_said(
    article: Document, quotation: Quotation, carrier: Span, affiliations: Mapping[str, frozenset[str]]
) -> tuple[str, tuple[Span, ...]]:
    """The words around a quotation as its speaker would say them, and the spans in them that are no context.

    ``affiliations`` are those of every speaker who is a person.
    """
    text, speaker = carrier.of(article.text), quotation.speaker
    kept = [_relative(span, carrier) for span in no_context(quotation) if span.overlap(carrier)]
    if speaker is None or speaker not in affiliations or _language_at(article, quotation.spans[0]) != "en":
        return text, tuple(kept)
    shifted = shift_persons(text, kept, speaker, affiliations[speaker])
    return shifted.text, tuple(map(shifted.span, kept))


def _relative(span: Span, around: Span) -> Span:
    return Span(max(0, span.start - around.start), span.end - around.start)


@dataclass(frozen=True, slots=True)
class Job:
    """What all steps of one job share."""

    source: Document
    settings: Settings
    calibrations: Calibrations
    pairer: Memory
    judge: Judge

    def served_body(self) -> list[Span]:
        """The sentences of the body that the encoder serves."""
        origin, model = self.source.info.origin, self.pairer.encoder
        body = [segment for segment in self.source.segments if segment.zone == "body"]
        if not body:
            raise InputError(f"{origin}: has no body: all of it is front matter, notes or disclaimers")
        served = [segment.span for segment in body if self._serves(_determined(segment.language, self.source))]
        if not served and self.source.info.language == language.UNDETERMINED:
            raise InputError(f"{origin}: the language of its body cannot be told; name it, for example --lang en")
        if not served:
            raise InputError(
                f"{origin}: its body is in {self.source.info.language}, which {model.name} does not serve;"
                " name a multilingual model, for example --model paraphrase-multilingual-MiniLM-L12-v2"
            )
        return served

    def prepare(self, article: Document) -> Task:
        """Extract the article's quotations and select those of the translated document."""
        extracted = extract_quotations(article, self.settings.quotations, word_vectors(self.settings))
        choice = select_quotations(self.source, article, extracted, self.settings.selection, self.nearness)
        reasons: dict[Quotation, Reason] = dict(choice.excluded)
        for quotation in choice.selected:
            if not self._serves(_language_at(article, quotation.spans[0])):
                reasons[quotation] = "other language"
        sentences = [segment.span for segment in article.segments]
        spans = sorted(span for quotation in extracted for span in quotation.spans)
        speakers = {quotation.speaker for quotation in choice.selected if quotation.speaker}
        affiliations = {who: find_affiliations(article.text, who) for who in sorted(speakers) if is_person(who)}
        wanted, excluded = [], []
        for each, quotation in zip(quotation_ids(article.text, extracted), extracted, strict=True):
            if quotation in reasons:
                excluded.append(Unpaired(each, article.info.id, quotation, reasons[quotation]))
                continue
            whole = Span(quotation.spans[0].start, quotation.spans[-1].end)
            carrier = pairing.find_carrier(whole, sentences, spans, self.settings.pairing)
            if words_outside(article.text, carrier, no_context(quotation)) < self.settings.pairing.min_context_words:
                carrier = whole
            wanted.append(Wanted(each, quotation, *_as_said(article, quotation, carrier, affiliations)))
        return Task(article, tuple(wanted), tuple(excluded), choice.statement)

    def nearness(self, quotations: Sequence[Quotation]) -> list[float]:
        """For each quotation the highest cosine of a sentence of the body with it."""
        import numpy as np
        from threadpoolctl import threadpool_limits

        body = [span.of(self.source.text) for span in self.served_body()]
        self.pairer.add([*body, *(quotation.text for quotation in quotations)], "reading")
        sentences = np.stack([self.pairer[text].vector for text in body])
        nearest: list[float] = []
        with threadpool_limits(limits=1, user_api="blas"):  # their number could change last digits
            for start in range(0, len(quotations), _AT_ONCE):
                some = [self.pairer[quotation.text].vector for quotation in quotations[start : start + _AT_ONCE]]
                nearest += (sentences @ np.stack(some).T).max(axis=0).tolist()
        return nearest

    def pair(self, article: Document, wanted: Wanted, found: Found, passage: Passage) -> Pair:
        """The pair of a quotation and its passage, with all that differs."""
        quotation = wanted.quotation
        judged = self.judge.judge((quotation.text, passage.text), self.languages(article, wanted, passage))
        return Pair(
            id=pair_id(article.text, quotation, passage.text),
            quotation_id=wanted.id,
            article=article.info.id,
            quotation=quotation,
            passage=passage,
            similarity=self._similarity(quotation, passage),
            confidence=self._shown(found.confidence),
            score=judged.score,
            fidelity=judged.fidelity,
            severity=judged.severity,
            issues=_in_documents(judged.issues, quotation, passage),
            alternatives=self._alternatives(quotation, found),
            unjudged=judged.unjudged,
            notes=(*self._dropped(quotation, passage), *judged.notes),
            trust=found.trust,
        )

    def mark_inconsistent_terms(self, pairs: Sequence[Pair]) -> list[Pair]:
        """The pairs, with the terms that each renders otherwise than the others do."""
        judged = [pair for pair in pairs if pair.unjudged is None]
        found = self.judge.find_inconsistent_terms([(pair.quotation.text, pair.passage.text) for pair in judged])
        issues = {
            id(pair): _in_documents(some, pair.quotation, pair.passage)
            for pair, some in zip(judged, found, strict=True)
        }
        return [replace(pair, issues=(*pair.issues, *issues.get(id(pair), ()))) for pair in pairs]

    def _dropped(self, quotation: Quotation, passage: Passage) -> tuple[str, ...]:
        if not quotation.ellipses:
            return ()
        encodings = [self.pairer[text] for text in (quotation.text, passage.text)]
        return say_dropped(quotation, passage.text, encodings, self.settings.quotations.ellipsis_slack)

    def give_up(self, article: Document, wanted: Wanted, found: Found) -> Unpaired:
        """The quotation without a passage: missing, or uncertain where the evidence for that is thin."""
        quotation = wanted.quotation
        near = self._alternatives(quotation, found)
        shown = self._shown(found.confidence)
        words = _count_words(quotation.text)
        if shown is None or not found.absent or words < self.settings.pairing.missing_words:
            return Unpaired(
                wanted.id, article.info.id, quotation, "uncertain", shown, alternatives=near, trust=found.trust
            )
        omission = Issue("accuracy/omission", "missing", "major", quotation.spans, (), "no passage carries these words")
        return Unpaired(
            *(wanted.id, article.info.id, quotation, "missing", shown, "major", (omission,), near), trust=found.trust
        )

    def _alternatives(self, quotation: Quotation, found: Found) -> tuple[Alternative, ...]:
        return tuple(Alternative(p.text, p.span, self._similarity(quotation, p)) for p in found.nearest)

    def _similarity(self, quotation: Quotation, passage: Passage) -> float:
        return round(float(self.pairer[quotation.text].vector @ self.pairer[passage.text].vector), 3)

    def _shown(self, confidence: float) -> float | None:
        """The confidence, if it was calibrated for the encoder that paired."""
        return confidence if self._calibrated else None

    @property
    def _calibrated(self) -> bool:
        return self.pairer.encoder.calibrated or self.calibrations.confidence_curve is not None

    def _serves(self, tag: str) -> bool:
        served = self.pairer.encoder.languages
        return served is None or tag.partition("-")[0] in served

    def languages(self, article: Document, wanted: Wanted, passage: Passage) -> Languages:
        """Of the quotation and of its passage."""
        return _language_at(article, wanted.quotation.spans[0]), _language_at(self.source, passage.spans[0])

    def signature(self, lang: str | None) -> str:
        """All that could change a result, in one line."""
        parts = {
            "fidelity": version("fidelity"),
            "model": self.pairer.encoder.name,
            "scorer": self.judge.scorer.name,
            "settings": self.settings.digest(),
            "calibration": self.calibrations.signature(),
            **{package: version(package) for package in _PACKAGES},
        }
        if lang:
            parts["lang"] = lang
        if "indirect" in self.settings.selection.kinds:
            parts["reports"] = load_tagger().digest
        return "|".join(f"{name}:{value}" for name, value in parts.items())

    def notes(self, tasks: Sequence[Task]) -> tuple[str, ...]:
        """What a reader of the report should know about this run."""
        documents = (self.source, *(task.article for task in tasks))
        notes = [f"{each.info.origin}: {note}." for each in documents for note in each.notes]
        for task in tasks:
            prefix = f"{task.article.info.origin}: " if len(tasks) > 1 else ""
            if not task.wanted and not task.excluded:
                notes.append(f"{task.article.info.origin}: no quotations found.")
            else:
                notes.append(prefix + task.statement)
        body = [_determined(s.language, self.source) for s in self.source.segments if s.zone == "body"]
        left_out = [tag for tag in body if not self._serves(tag)]
        if left_out:
            tags = ", ".join(sorted(set(left_out)))
            notes.append(
                f"{len(left_out)} sentences of the body left out (other language: {tags}); the model does not serve it."
            )
        if not self._calibrated:
            notes.append(f"Confidence is empty: uncalibrated for {self.pairer.encoder.name}.")
        return (*notes, *self.calibrations.notes())


def word_vectors(settings: Settings) -> WordVectors | None:
    """What the search for indirect speech needs, if it is asked for: always by the built-in encoder."""
    if "indirect" not in settings.selection.kinds:
        return None
    encoder = _built_in(settings.encoding)

    def read(texts: Sequence[str]) -> list[tuple[Sequence[Span], Any]]:
        return [(encoding.words, encoding.word_vectors) for encoding in encoder.encode(texts)]

    return read


@lru_cache(maxsize=1)
def _built_in(settings: EncodingSettings) -> embedding.BuiltInEncoder:
    return embedding.BuiltInEncoder(settings)


def with_distinct_ids(documents: Sequence[Document]) -> list[Document]:
    ids = number_repeats(document.info.id for document in documents)
    return [replace(d, info=replace(d.info, id=each)) for d, each in zip(documents, ids, strict=True)]


def with_distinct_pair_ids(pairs: Sequence[Pair]) -> list[Pair]:
    """Pair ids numbered like quotation ids: repeats within one article get ``-2``, ``-3``."""
    by_article: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_article.setdefault(pair.article, []).append(pair)
    return [
        replace(pair, id=each)
        for own in by_article.values()
        for pair, each in zip(own, number_repeats(pair.id for pair in own), strict=True)
    ]


def _language_at(document: Document, span: Span) -> str:
    """The language of the segment where ``span`` starts."""
    i = bisect_right(document.segments, span.start, key=lambda segment: segment.span.start) - 1
    return _determined(document.segments[i].language if i >= 0 else language.UNDETERMINED, document)


def _determined(tag: str, document: Document) -> str:
    """``tag``, or the document's language where a segment is too short to have one of its own."""
    undecided = tag in (language.UNDETERMINED, language.NO_LINGUISTIC_CONTENT)
    return document.info.language if undecided else tag


def words_outside(text: str, around: Span, skipped: Sequence[Span]) -> int:
    """How many words a stretch of text has outside the skipped spans."""
    kept, position = [], around.start
    for span in skipped:
        kept.append(text[position : max(position, min(span.start, around.end))])
        position = max(position, span.end)
    kept.append(text[position : max(position, around.end)])
    return sum(map(_count_words, kept))


def _count_words(text: str) -> int:
    """Stretches between white space that hold a letter or a digit."""
    return sum(any(c.isalnum() for c in word) for word in text.split())


def _in_documents(issues: Iterable[Issue], quotation: Quotation, passage: Passage) -> tuple[Issue, ...]:
    """Issues whose spans index the two texts, with spans that index the documents."""
    return tuple(
        replace(
            issue,
            quotation_spans=_map_spans(issue.quotation_spans, quotation.spans),
            passage_spans=_map_spans(issue.passage_spans, passage.spans),
        )
        for issue in issues
    )


def _map_spans(inner: Sequence[Span], outer: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in the stretches ``outer`` joined by one space, as spans in the document."""
    mapped: list[Span] = []
    position = 0
    for stretch in outer:
        held = Span(position, position + len(stretch))
        for span in inner:
            start, end = max(span.start, held.start), min(span.end, held.end)
            if start < end:
                mapped.append(Span(stretch.start + start - position, stretch.start + end - position))
        position = held.end + 1
    return tuple(sorted(mapped))
