"""Reads one document and finds its languages, zones and sentences."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from fidelity import language, reading, segmentation, zones
from fidelity.identity import number_repeats
from fidelity.settings import Settings
from fidelity.types import Document, Segment, Span

Input = str | os.PathLike[str] | Document
"""A path, or a document from :func:`fidelity.read_text`."""


TagAll = Callable[[Sequence[str]], list[language.Tagging]]
"""Tags the sentences of one document."""


def inspect(
    source: Input, *, lang: str | None = None, settings: Settings | None = None, tag_all: TagAll | None = None
) -> Document:
    """Read one document and find its languages, zones and sentences.

    ``lang`` (BCP 47) replaces the tag of all text in the document's main language. ``tag_all`` tags the sentences in
    place of :func:`fidelity.language.tag_all`, with the same results.

    Raises:
        InputError: if it cannot be read.
        SettingError: if ``lang`` is not a language tag.
    """
    settings = settings or Settings()
    document = source if isinstance(source, Document) else reading.read_document(os.fspath(source), settings.reading)
    text = document.text
    layout = segmentation.find_layout(text, settings.segmentation)
    paragraphs = segmentation.split_paragraphs(text, layout=layout)
    pieces: list[Span] = []
    for paragraph in paragraphs:
        rules = language.guess_by_script(paragraph.of(text), settings.language)
        pieces += segmentation.split_sentences(text, rules, paragraph, settings.segmentation, layout)
    texts = [piece.of(text) for piece in pieces]
    tags = tag_all(texts) if tag_all else language.tag_all(texts, settings.language)
    main = language.main_language([(tag.language, len(piece)) for tag, piece in zip(tags, pieces, strict=True)])
    forced = dict.fromkeys((main, language.UNDETERMINED), language.check_tag(lang)) if lang else {}
    tags = [language.Tagging(forced[tag.language], 1.0) if tag.language in forced else tag for tag in tags]
    spoken = _Spoken(pieces, tags)
    found = zones.find_zones(text, [(span, spoken.mostly(span).language) for span in paragraphs], settings.zones)
    segments = []
    for zone in found:
        for sentence in segmentation.split_sentences(text, zone.language, zone.span, settings.segmentation, layout):
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
        """The language of most of a span, and the highest confidence of its sentences in that language."""
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


def with_distinct_ids(documents: Sequence[Document]) -> list[Document]:
    """The documents. Ids get a number if the same text occurs twice."""
    ids = number_repeats(document.info.id for document in documents)
    return [replace(d, info=replace(d.info, id=each)) for d, each in zip(documents, ids, strict=True)]
