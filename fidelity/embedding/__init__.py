"""Turns texts into vectors: one vector for each text and one for each of its words.

:class:`BuiltInEncoder` runs the all-MiniLM-L6-v2 that ships with the package (ONNX, CPU, English), and
:class:`MultilingualEncoder` the model that ships for pairs in which a side is not English;
:class:`SentenceTransformerEncoder` runs any model of the sentence-transformers library. No heavy
library is imported, and no file is read, before the first text is encoded.
"""

from __future__ import annotations

from fidelity.embedding.built_in import BuiltInEncoder
from fidelity.embedding.encoding import Encoder, Encoding, Progress
from fidelity.embedding.matching import WordMatcher
from fidelity.embedding.model_files import BUILT_IN, MULTILINGUAL, verify_model, verify_models
from fidelity.embedding.multilingual import MultilingualEncoder
from fidelity.embedding.sentence_transformer import SentenceTransformerEncoder
from fidelity.settings import EncodingSettings

__all__ = [
    "BUILT_IN",
    "MULTILINGUAL",
    "BuiltInEncoder",
    "Encoder",
    "Encoding",
    "MultilingualEncoder",
    "Progress",
    "SentenceTransformerEncoder",
    "WordMatcher",
    "load_encoder",
    "verify_model",
    "verify_models",
]


def load_encoder(name_or_path: str | None, settings: EncodingSettings) -> Encoder:
    """The encoder ``name_or_path``, which may be a built-in one, or the English encoder for ``None``. Loads nothing."""
    if name_or_path is None or name_or_path == BUILT_IN:
        return BuiltInEncoder(settings)
    if name_or_path == MULTILINGUAL:
        return MultilingualEncoder(settings)
    return SentenceTransformerEncoder(name_or_path, settings)
