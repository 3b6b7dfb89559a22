"""Why a document cannot be read, before it is known by which name the user called it."""

from __future__ import annotations


class RefusalError(Exception):
    """``str(error)`` is what is wrong and what to do, in one line; the reader puts the document's name before it."""
