"""A cache of the languages of a document's sentences."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress

from fidelity.cache.encodings import runtime
from fidelity.cache.store import Cache
from fidelity.language import Tagging, tag_all
from fidelity.resources import digest_rules
from fidelity.settings import LanguageSettings

_LAYOUT = "languages/1"
"""This number is raised when the form of an entry changes."""

_VOTERS = ("langdetect", "py3langid")


class CachedTags:
    """Tags the sentences of a document, if their tags are not in the cache.

    An entry holds tags and shares of votes. It is found by the sentences, the settings, the program's own code and the
    versions of the packages that vote.
    """

    def __init__(self, cache: Cache, settings: LanguageSettings) -> None:
        self._cache, self._settings = cache, settings
        self._space = "|".join([_LAYOUT, repr(settings), digest_rules(), *runtime(_VOTERS)])

    def tag_all(self, texts: Sequence[str]) -> list[Tagging]:
        """One tag for each text, as :func:`fidelity.language.tag_all` gives them."""
        key = repr(list(texts))
        for data in self._cache.get(self._space, [key]).values():
            with suppress(ValueError, TypeError):
                return [
                    Tagging(str(tag), float(share)) for (tag, share), _ in zip(json.loads(data), texts, strict=True)
                ]
        found = tag_all(texts, self._settings)
        data = json.dumps([(each.language, each.confidence) for each in found]).encode()
        self._cache.put("languages of documents", self._space, {key: data})
        return found
