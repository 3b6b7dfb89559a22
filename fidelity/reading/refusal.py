"""The error for a document that cannot be read, before its name is added."""

from __future__ import annotations


class RefusalError(Exception):
    """``str(error)`` says in one line what is wrong and what to do. The reader adds the document's name."""
