"""The choice of the encoder that compares an article with the translation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fidelity import language
from fidelity.embedding import BuiltInEncoder, Encoder, MultilingualEncoder, load_encoder
from fidelity.settings import Settings
from fidelity.types import Document

_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Encoders:
    """The encoders of one job: the user's encoder for every article if it is ``given``, else the built-in encoders."""

    given: Encoder | None
    english: Encoder
    multilingual: Encoder

    @classmethod
    def start(
        cls, given: Encoder | None, model: str | None, settings: Settings, threads: int | None = None
    ) -> Encoders:
        """``model`` names an encoder, if none is ``given``. ``threads`` changes only speed. Nothing is loaded yet."""
        named = None if model is None else load_encoder(model, settings.encoding)
        english = BuiltInEncoder(settings.encoding, threads=threads)
        return cls(given or named, english, MultilingualEncoder(settings.encoding))

    @property
    def likely(self) -> Encoder:
        """The encoder that is needed if all documents are in English."""
        return self.given or self.english

    @property
    def all(self) -> list[Encoder]:
        """Those that may be needed."""
        return [self.given] if self.given else [self.english, self.multilingual]

    def of(self, source: Document, article: Document) -> Encoder:
        """The encoder for an article: English for two English sides or unserved languages, else multilingual."""
        foreign = {primary_language(source), primary_language(article)} - {_ENGLISH, language.UNDETERMINED}
        served = self.multilingual.languages or frozenset()
        return self.given or (self.multilingual if foreign and foreign <= served else self.english)

    def share(self, source: Document, articles: Sequence[Document]) -> list[tuple[Encoder, list[Document]]]:
        """The articles of each encoder that is used.

        Without articles, the first encoder serves the translation alone.
        """
        shares: dict[int, tuple[Encoder, list[Document]]] = {}
        for article in articles:
            encoder = self.of(source, article)
            shares.setdefault(id(encoder), (encoder, []))[1].append(article)
        return list(shares.values()) or [(self.of(source, source), [])]


def primary_language(document: Document) -> str:
    """The language of most of a document's body, without script or region."""
    return document.info.language.partition("-")[0]
