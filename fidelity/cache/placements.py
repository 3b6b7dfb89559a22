"""A cache of the places of quotations in a body."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import astuple, fields

from fidelity.cache.encodings import runs_on, runtime
from fidelity.cache.packing import pack_placements, unpack_placements
from fidelity.cache.store import Cache
from fidelity.calibration import Calibration
from fidelity.embedding import Encoder
from fidelity.pairing import Body, Placement, Query, place_all
from fidelity.resources import digest_rules
from fidelity.settings import EncodingSettings, PairingSettings

_LAYOUT = "placements/1"
"""This number is raised when :mod:`fidelity.cache.packing` changes the bytes of placements."""

_FROM_TEXT = ("encoding", "carrier")
"""The fields of a query that the encoder makes of its texts, so that they need no place in the key."""


class CachedPlacements:
    """Places the quotations of an article in one body, if their placements are not in the cache.

    An entry holds offsets and numbers. It is found by all that they depend on: the body's text and its sentences; the
    quotations with the words around them; the encoder, the settings, the calibrations and the program's own code.
    """

    def __init__(
        self, cache: Cache, body: Body, encoder: Encoder, encoding: EncodingSettings, settings: PairingSettings
    ) -> None:
        self._cache, self._body, self._settings = cache, body, settings
        matcher = body.matcher.name if body.matcher else ""
        depends = (encoder.name, repr(encoding), repr(settings), matcher, digest_rules())
        self._space = "|".join([_LAYOUT, *depends, *runtime(runs_on(encoder))])
        self._sentences = repr([astuple(span) for span in body.sentences])

    def place(
        self, queries: Sequence[Query], rank: Calibration, extent: Calibration | None
    ) -> list[tuple[Placement, ...]]:
        """The placements of every quotation, as :func:`fidelity.pairing.place_all` gives them."""
        asked = [
            [getattr(each, field.name) for field in fields(each) if field.name not in _FROM_TEXT] for each in queries
        ]
        key = repr((rank, extent, self._sentences, asked, self._body.text))
        for data in self._cache.get(self._space, [key]).values():
            with suppress(ValueError):
                return unpack_placements(data)
        found = place_all(queries, self._body, rank, self._settings, extent)
        self._cache.put("placements of articles", self._space, {key: pack_placements(found)})
        return found
