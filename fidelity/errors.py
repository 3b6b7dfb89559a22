"""One exception tree: everything a user can fix derives from :class:`FidelityError`.

Anything else that escapes the package is a bug and is meant to crash.
The command line turns a ``FidelityError`` into one line on stderr and exit code 2.
"""

from __future__ import annotations

import os
import traceback

TRACEBACK = "FIDELITY_TRACEBACK"
"""Environment variable that makes a crash show its traceback, which may quote words of a document."""


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
        self.what, self.extra = what, extra

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str]]:
        return MissingExtraError, (self.what, self.extra)  # to be raised in the process that started this one


class SettingError(FidelityError):
    """An option or a field of ``Settings`` has a value outside its range."""


class FaultError(Exception):
    """A fault of the program in another process. ``str(error)`` says what was raised and where."""


def explain(error: Exception) -> str:
    """One line that says what went wrong, and quotes no document."""
    if isinstance(error, FidelityError):
        return str(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory; give the program smaller documents, or fewer documents at once"
    return f"the program has a fault: {locate(error)}; please report it (see SECURITY.md)"


def locate(error: Exception) -> str:
    """The type and place of an error without its message, which may contain words of a document."""
    if isinstance(error, FaultError):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if f"{os.sep}fidelity{os.sep}" in frame.filename]
    if not ours:
        return type(error).__name__
    module = ours[-1].filename.rpartition(f"{os.sep}fidelity{os.sep}")[2]
    return f"{type(error).__name__} in {module}, line {ours[-1].lineno} ({TRACEBACK}=1 shows more)"
