"""One exception tree: everything a user can fix derives from :class:`FidelityError`.

Anything else that escapes the package is a bug and is meant to crash.
The command line turns a ``FidelityError`` into one line on stderr and exit code 2.
"""

from __future__ import annotations


class FidelityError(Exception):
    """The user can fix this. ``str(error)`` is one line that says what is wrong and what to do."""


class InputError(FidelityError):
    """An input cannot be used: missing, empty, binary, wrongly encoded, too large, without a body, too few verdicts."""


class ReportError(FidelityError):
    """A saved report cannot be read: not JSON, another schema, or fields that contradict one another."""


class StoreError(FidelityError):
    """A database of runs, or a file of verdicts, cannot be used; nothing that was in it is lost."""


class OutputError(FidelityError):
    """A result cannot be written. A file that was at the path before is unchanged."""


class ModelError(FidelityError):
    """A model or calibration cannot be found, loaded or trusted (its checksum differs, it is for another version)."""


class MissingExtraError(FidelityError):
    """An optional dependency is not installed; the message names the extra to install."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra '{extra}': pip install 'fidelity[{extra}]'")
        self.extra = extra


class SettingError(FidelityError):
    """An option or a field of ``Settings`` has a value outside its range."""
