"""The values that all stages of one job share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING

from fidelity import language, pairing
from fidelity.embedding import Encoder, MultilingualEncoder, WordMatcher
from fidelity.errors import InputError
from fidelity.pipeline.calibrations import Calibrations
from fidelity.pipeline.cases import Case
from fidelity.pipeline.choosing import Choices
from fidelity.pipeline.encoders import primary_language
from fidelity.pipeline.judging import Judge, Languages
from fidelity.pipeline.memory import Memory
from fidelity.quotations import load_tagger, speaker_models
from fidelity.resources import digest_rules
from fidelity.scorer.across import AcrossReader
from fidelity.settings import Settings
from fidelity.types import Document, Passage, Span

_CALIBRATED = frozenset({"de", "en", "es", "fr", "it", "pt", "ru", "zh", language.UNDETERMINED})
"""Languages of the documents that the confidence of the multilingual encoder was fitted on."""

if TYPE_CHECKING:
    from fidelity.pairing.composed import Compose

version = cache(metadata.version)
"""The version of a package that is installed. Looking it up takes some milliseconds, and a batch asks for each job."""

_PACKAGES = ("sentencex", "langdetect", "py3langid", "trafilatura", "onnxruntime", "tokenizers")
"""Packages whose version may change a result."""


@dataclass(frozen=True, slots=True)
class Run:
    """The translation, its body ready to be searched, and the models and settings of one job."""

    source: Document
    body: pairing.Body
    settings: Settings
    calibrations: Calibrations
    memory: Memory
    judge: Judge

    @classmethod
    def start(
        cls,
        source: Document,
        sentences: Sequence[Span],
        settings: Settings,
        calibrations: Calibrations,
        memory: Memory,
        judge: Judge,
    ) -> Run:
        """``sentences`` are those of :func:`body_sentences`."""
        encodings = memory.encode([sentence.of(source.text) for sentence in sentences], "reading")
        body = pairing.Body(source.text, sentences, encodings, *_across(memory.encoder))
        return cls(source, body, settings, calibrations, memory, judge)

    def similarity(self, one: str, other: str) -> float:
        """Cosine of two texts, -1..1, 3 decimals."""
        first, second = self.memory.encode((one, other), "comparing")
        return round(float(first.vector @ second.vector), 3)

    def cut(self, first: int, last: int) -> Passage:
        """The passage of the body's words ``first`` to ``last`` (exclusive)."""
        zones = [zone.span for zone in self.source.info.zones if zone.name == "body"]
        return self.body.cut_passage(first, last, zones)

    def cut_runs(self, runs: Sequence[tuple[int, int]]) -> Passage:
        """The passage of several runs of the body's words (first, last, exclusive)."""
        zones = [zone.span for zone in self.source.info.zones if zone.name == "body"]
        return self.body.cut_runs(runs, zones)

    def around(self, passage: Passage) -> str:
        """The sentences of the body that a passage lies in, and those beside them; empty if they are many."""
        rules, sentences = self.settings.judgement, self.body.sentences
        first = bisect_right(sentences, passage.spans[0].start, key=lambda sentence: sentence.start) - 1
        last = bisect_right(sentences, passage.spans[-1].end - 1, key=lambda sentence: sentence.start)
        shown = sentences[max(0, first - rules.around_sentences) : last + rules.around_sentences]
        if last - first > rules.around_most:
            return ""
        return " ".join(sentence.of(self.source.text) for sentence in shown)

    def languages(self, case: Case, passage: Passage) -> Languages:
        """The languages of the quotation and of a passage."""
        return case.language, language_at(self.source, passage.spans[0])

    @property
    def is_across(self) -> bool:
        """Whether the two sides may be in different languages, compared by the built-in multilingual encoder."""
        return isinstance(self.memory.encoder, MultilingualEncoder)

    @property
    def is_calibrated(self) -> bool:
        """Whether confidence was calibrated for the encoder that pairs."""
        return self.memory.encoder.calibrated or self.calibrations.confidence_curve is not None

    def notes(self, articles: Sequence[Document], statements: Mapping[str, str]) -> tuple[str, ...]:
        """Sentences that a reader should know about this run, with a statement for each article that has quotations."""
        notes = [f"{each.info.origin}: {note}." for each in (self.source, *articles) for note in each.notes]
        for article in articles:
            statement = statements.get(article.info.id)
            prefix = f"{article.info.origin}: " if len(articles) > 1 or statement is None else ""
            notes.append(f"{prefix}{statement or 'no quotations found.'}")
        left_out = [
            tag
            for tag in (determined(s.language, self.source) for s in self.source.segments if s.zone == "body")
            if not serves(self.memory.encoder, tag)
        ]
        if left_out:
            languages = ", ".join(sorted(set(map(language.name_language, left_out))))
            some = "1 sentence of the body was" if len(left_out) == 1 else f"{len(left_out)} sentences of the body were"
            notes.append(f"{some} left out, because the model does not support {languages}.")
        uncalibrated = {primary_language(each) for each in (self.source, *articles)} - _CALIBRATED
        if self.is_across:
            notes.append("The built-in multilingual encoder found the passages.")
            notes += [
                f"Confidence is not calibrated for {language.name_language(tag)}, and there is no fidelity for it."
                for tag in sorted(uncalibrated)
            ]
        if not self.is_calibrated:
            notes.append(f"Confidence is empty, because it is not calibrated for {self.memory.encoder.name}.")
        return (*notes, *self.calibrations.notes())


def sign(runs: Sequence[Run], lang: str | None, choices: Choices) -> str:
    """Everything that could change a result of the runs of one job, in one line."""
    first = runs[0]
    encoders, calibrations = [run.memory.encoder for run in runs], [run.calibrations for run in runs]
    parts = state(encoders, first.judge.name, first.settings, calibrations)
    if lang:
        parts["lang"] = lang
    if "indirect" in first.settings.selection.kinds:
        parts["reports"] = load_tagger().digest
    if choices != Choices():
        parts["choices"] = choices.digest()
    return join(parts)


def state(
    encoders: Sequence[Encoder], scorer: str, settings: Settings, calibrations: Sequence[Calibrations]
) -> dict[str, str]:
    """What could change a result of any job: versions, models, settings, rules and calibrations."""
    used = dict.fromkeys(part for each in calibrations for part in each.signature().split("+"))
    readers = [AcrossReader(each.encode).name for each in encoders if isinstance(each, MultilingualEncoder)]
    return {
        "fidelity": version("fidelity"),
        "model": "+".join(encoder.name for encoder in encoders),
        "scorer": scorer,
        "speakers": speaker_models(),
        "settings": settings.digest(),
        "rules": digest_rules(),
        "calibration": "+".join(used),
        **{package: version(package) for package in _PACKAGES},
        **({"matcher": _matcher().name, "across": readers[0]} if readers else {}),
    }


def join(parts: Mapping[str, str]) -> str:
    """A signature of its parts."""
    return "|".join(f"{name}:{value}" for name, value in parts.items())


def _across(encoder: Encoder) -> tuple[Compose | None, WordMatcher | None]:
    """What compares two languages: how the encoder makes the vector of a run of words, if it can, and its matcher."""
    if not isinstance(encoder, MultilingualEncoder):
        return None, None
    return encoder.compose, _matcher()


@cache
def _matcher() -> WordMatcher:
    return WordMatcher()


def body_sentences(source: Document, encoder: Encoder, settings: Settings) -> list[Span]:
    """The sentences of the body that the encoder serves. Long sentences are cut.

    Raises:
        InputError: if there are none.
    """
    return pairing.cut_long(source.text, served_body(source, encoder), settings.pairing)


def texts_to_read(source: Document, sentences: Sequence[Span], cases: Sequence[Case]) -> list[str]:
    """The texts that have to be encoded before passages are searched."""
    sought = [text for case in cases if case.is_sought for text in (case.quotation.text, case.around)]
    return [*(sentence.of(source.text) for sentence in sentences), *sought]


def served_body(source: Document, encoder: Encoder) -> list[Span]:
    """The sentences of the body that the encoder serves.

    Raises:
        InputError: if there are none.
    """
    origin = source.info.origin
    body = [segment for segment in source.segments if segment.zone == "body"]
    if not body:
        raise InputError(f"{origin}: it has no body: all of it is front matter, notes or disclaimers")
    served = [segment.span for segment in body if serves(encoder, determined(segment.language, source))]
    if not served and source.info.language == language.UNDETERMINED:
        raise InputError(f"{origin}: the language of its body cannot be told; name it, for example --lang en")
    if not served:
        raise InputError(
            f"{origin}: its body is in {source.info.language}, which {encoder.name} does not support;"
            " name a multilingual model, for example --model paraphrase-multilingual-MiniLM-L12-v2"
        )
    return served


def serves(encoder: Encoder, tag: str) -> bool:
    """Whether the encoder serves a language."""
    return encoder.languages is None or tag.partition("-")[0] in encoder.languages


def language_at(document: Document, span: Span) -> str:
    """The language of the segment where ``span`` starts."""
    i = bisect_right(document.segments, span.start, key=lambda segment: segment.span.start) - 1
    return determined(document.segments[i].language if i >= 0 else language.UNDETERMINED, document)


def determined(tag: str, document: Document) -> str:
    """``tag``, or the document's language if a segment is too short for a tag of its own."""
    undecided = tag in (language.UNDETERMINED, language.NO_LINGUISTIC_CONTENT)
    return document.info.language if undecided else tag
