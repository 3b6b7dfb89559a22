"""The whole job, readable top to bottom: read, tag, split, extract, select, embed, pair, judge, report."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

from fidelity import embedding, language, pairing, reading, segmentation, zones
from fidelity.embedding import Encoder
from fidelity.pipeline import placing
from fidelity.pipeline.aligned import score
from fidelity.pipeline.calibrations import Calibrations
from fidelity.pipeline.framing import look_again
from fidelity.pipeline.job import (
    Job,
    with_distinct_ids,
    with_distinct_pair_ids,
    word_vectors,
)
from fidelity.pipeline.judging import Judge
from fidelity.pipeline.memory import Memory, Progress
from fidelity.quotations import extract_quotations
from fidelity.report import Report
from fidelity.settings import Settings
from fidelity.types import Document, Pair, Quotation, Segment, Span

__all__ = ["Input", "Progress", "check", "inspect", "quotes", "score"]

Input = str | os.PathLike[str] | Document
"""A path, or a document from :func:`fidelity.read_text`."""


def check(
    translation: Input,
    articles: Input | Sequence[Input],
    *,
    model: str | None = None,
    lang: str | None = None,
    settings: Settings | None = None,
    encoder: Encoder | None = None,
    calibration: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Pair what ``articles`` quote with passages of ``translation``, and judge how far each drifted.

    ``model`` names a sentence-transformers model (a hub name or a folder) for pairing, in place of the
    built-in one; ``encoder`` is one of your own. ``lang`` is the language of the translation's body
    (BCP 47), where tagging is not to be trusted. ``calibration`` is a file that ``fidelity calibrate``
    wrote. Nothing is sent anywhere, nothing is written.

    Raises:
        InputError: if a document cannot be read, or the translation has no body that the model serves.
        ModelError: if the model cannot be loaded, or the calibration file is damaged or for another version or model.
        MissingExtraError: if ``model`` needs the extra ``models`` and it is not installed.
    """
    settings = settings or Settings()
    encoder = encoder or embedding.load_encoder(model, settings.encoding)
    calibrations = Calibrations.load(calibration, encoder=encoder)
    judge = Judge(settings, calibrations.fidelity, calibrations.fidelity_curve)
    with _loading(encoder, judge):
        source = inspect(translation, lang=lang, settings=settings)
        several = [articles] if isinstance(articles, str | os.PathLike | Document) else articles
        read = with_distinct_ids([inspect(article, settings=settings) for article in several])

    run = Job(source, settings, calibrations, Memory(encoder, progress), judge)
    sentences = run.served_body()
    tasks = [run.prepare(article) for article in read]
    run.pairer.add([*(s.of(source.text) for s in sentences), *(t for task in tasks for t in task.texts())], "reading")
    body = pairing.Body(source.text, sentences, [run.pairer[s.of(source.text)] for s in sentences])
    candidates = [placing.place(run, task, body) for task in tasks]
    told = None if progress is None else lambda done, total: progress("judging", done, total)
    run.judge.read(
        [pair for task, some in zip(tasks, candidates, strict=True) for pair in placing.scored_pairs(run, task, some)],
        told,
    )
    candidates = [look_again(run, task, body, some) for task, some in zip(tasks, candidates, strict=True)]
    run.judge.read(
        pair for task, some in zip(tasks, candidates, strict=True) for pair in placing.scored_pairs(run, task, some)
    )
    placed = [placing.decide(run, task, some) for task, some in zip(tasks, candidates, strict=True)]
    run.pairer.add([text for some in placed for found in some for text in found.texts()], "comparing")

    pairs: list[Pair] = []
    unpaired = [each for task in tasks for each in task.excluded]
    for task, some in zip(tasks, placed, strict=True):
        for wanted, found in zip(task.wanted, some, strict=True):
            if found.passage:
                pairs.append(run.pair(task.article, wanted, found, found.passage))
            else:
                unpaired.append(run.give_up(task.article, wanted, found))
    pairs = run.mark_inconsistent_terms(pairs)
    return Report(
        signature=run.signature(lang),
        translation=source.info,
        articles=tuple(article.info for article in read),
        pairs=tuple(with_distinct_pair_ids(pairs)),
        unpaired=tuple(unpaired),
        notes=run.notes(tasks),
    )


@contextmanager
def _loading(encoder: Encoder, judge: Judge) -> Iterator[None]:
    """Load the built-in models while documents are read: it takes as long, and mostly outside Python's lock."""
    # Imported by several threads at once, numpy now and then reaches onnxruntime half made: "import numpy failed".
    import numpy  # noqa: F401

    with ThreadPoolExecutor(max_workers=2) as pool:
        loading = [pool.submit(encoder.load)] if isinstance(encoder, embedding.BuiltInEncoder) else []
        loading.append(pool.submit(judge.scorer.load))
        yield
        for each in loading:
            each.result()


def inspect(source: Input, *, lang: str | None = None, settings: Settings | None = None) -> Document:
    """Read one document and find its languages, zones and sentences.

    ``lang`` (BCP 47) replaces the tag of whatever is in the document's main language.

    Raises:
        InputError: if it cannot be read.
        SettingError: if ``lang`` is no language tag.
    """
    settings = settings or Settings()
    document = source if isinstance(source, Document) else reading.read_document(os.fspath(source), settings.reading)
    text = document.text
    paragraphs = segmentation.split_paragraphs(text)
    pieces: list[Span] = []
    for paragraph in paragraphs:
        rules = language.guess_by_script(paragraph.of(text), settings.language)
        pieces += segmentation.split_sentences(text, rules, paragraph, settings.segmentation)
    tags = language.tag_all([piece.of(text) for piece in pieces], settings.language)
    main = language.main_language([(tag.language, len(piece)) for tag, piece in zip(tags, pieces, strict=True)])
    forced = dict.fromkeys((main, language.UNDETERMINED), language.check_tag(lang)) if lang else {}
    tags = [language.Tagging(forced[tag.language], 1.0) if tag.language in forced else tag for tag in tags]
    spoken = _Spoken(pieces, tags)
    found = zones.find_zones(text, [(span, spoken.mostly(span).language) for span in paragraphs], settings.zones)
    segments = []
    for zone in found:
        for sentence in segmentation.split_sentences(text, zone.language, zone.span, settings.segmentation):
            tag = spoken.mostly(sentence)
            segments.append(Segment(sentence, tag.language, zone.name, tag.confidence))
    body = language.main_language([(s.language, len(s.span)) for s in segments if s.zone == "body"])
    info = replace(document.info, language=lang or (main if body == language.UNDETERMINED else body), zones=found)
    return replace(document, info=info, segments=tuple(segments))


class _Spoken:
    """The languages of a document's sentences, in order, before its zones are known."""

    def __init__(self, sentences: Sequence[Span], tags: Sequence[language.Tagging]) -> None:
        self._sentences, self._tags = sentences, tags

    def mostly(self, span: Span) -> language.Tagging:
        """The language of most of a span, and how sure its surest sentence in that is."""
        i = max(0, bisect_right(self._sentences, span.start, key=lambda s: s.start) - 1)
        shares: list[tuple[language.Tagging, int]] = []
        while i < len(self._sentences) and self._sentences[i].start < span.end:
            shares.append((self._tags[i], self._sentences[i].overlap(span)))
            i += 1
        if not shares:
            return language.Tagging(language.UNDETERMINED, 0.0)
        known = language.main_language([(tag.language, size) for tag, size in shares])
        if known == language.UNDETERMINED:
            return shares[0][0]
        return max((tag for tag, _ in shares if tag.language == known), key=lambda tag: tag.confidence)


def quotes(article: Input, *, settings: Settings | None = None) -> tuple[Document, tuple[Quotation, ...]]:
    """An article, and the quotations in it with kind, speaker, cue and occasion.

    ``settings.selection.kinds`` says which kinds: direct and mixed unless it is set.

    Raises:
        InputError: if it cannot be read.
        ModelError: if indirect speech is asked for and a model's files are missing or damaged.
    """
    settings = settings or Settings()
    document = inspect(article, settings=settings)
    found = extract_quotations(document, settings.quotations, word_vectors(settings))
    return document, tuple(quotation for quotation in found if quotation.kind in settings.selection.kinds)
