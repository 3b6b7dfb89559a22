"""What the scorers that ship have in common: their files, the checksums of these, and the tokenizer."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from fidelity.embedding.built_in import load_tokenizer
from fidelity.embedding.model_files import BUILT_IN, name_model, open_model, read_trusted
from fidelity.errors import ModelError
from fidelity.resources import find_resource
from fidelity.scorer.readings import Thresholds
from fidelity.settings import ScoringSettings


class ShippedScorer:
    """A scorer for English whose graph and thresholds lie in one folder of ``models/``, named ``model``.

    Cheap to construct; loads on first use. ``threads`` (default: the CPUs this process may use) changes speed, not
    results.

    Raises:
        ModelError: on first use, if a file is missing or differs from its checksum.
    """

    model: ClassVar[str]
    languages: frozenset[str] = frozenset({"en"})

    def __init__(
        self, settings: ScoringSettings | None = None, *, folder: Path | None = None, threads: int | None = None
    ) -> None:
        self._settings = settings or ScoringSettings()
        self._given_folder = folder
        self._threads = threads

    @property
    def name(self) -> str:
        """The model, ``@`` and the first 8 hex digits of the SHA-256 of the graph and of the thresholds."""
        return name_model(self.model, self._folder, "model.onnx", "thresholds.json")

    @cached_property
    def thresholds(self) -> Thresholds:
        """The thresholds that are stored beside the weights."""
        try:
            return Thresholds(**json.loads(read_trusted(self._folder, "thresholds.json")))
        except (TypeError, ValueError) as error:
            raise ModelError(f"{self._folder} has thresholds of another version; reinstall fidelity") from error

    def load(self) -> None:
        """Load now what reading would load on first use."""
        _ = self._tokenizer, self._session

    @cached_property
    def _folder(self) -> Path:
        return self._given_folder or find_resource(f"models/{self.model}")

    @cached_property
    def _tokenizer(self) -> Any:
        return load_tokenizer(find_resource(f"models/{BUILT_IN}"))

    @cached_property
    def _session(self) -> Any:
        return open_model(self._folder)
