"""A bilingual checker of translation fidelity: finds where a translated memo differs from quotations of its original.

>>> import fidelity
>>> report = fidelity.check("memo.txt", ["article.txt"])   # doctest: +SKIP
>>> report.pairs[0].fidelity, report.missing, report.to_frame()   # doctest: +SKIP

All public names are listed here. Each is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fidelity.batching import Job, JobResult, batch
    from fidelity.embedding import Encoder, Encoding
    from fidelity.errors import (
        FidelityError,
        InputError,
        MissingExtraError,
        ModelError,
        OutputError,
        ReportError,
        SettingError,
        StoreError,
    )
    from fidelity.pipeline import check, inspect, quotes, score
    from fidelity.reading import read_text
    from fidelity.report import Differences, Report, Run, Summary, differences, load, mark_differences
    from fidelity.report.escaping import escape_html, one_line
    from fidelity.report.markup import overview
    from fidelity.review import Agreement, Choice, Progress, ReviewEntry, ReviewSession
    from fidelity.settings import Settings, Term
    from fidelity.store import RunInfo, SavedRun, Store
    from fidelity.types import (
        Alternative,
        Document,
        DocumentInfo,
        Issue,
        Judged,
        Occasion,
        Pair,
        Passage,
        Quotation,
        Segment,
        Span,
        Unpaired,
        Verdict,
        VerdictRecord,
        Zone,
    )
    from fidelity.verdicts import attach, read_verdicts, standing

_HOMES = {
    "fidelity.batching": ("Job", "JobResult", "batch"),
    "fidelity.pipeline": ("check", "inspect", "quotes", "score"),
    "fidelity.reading": ("read_text",),
    "fidelity.report": ("Differences", "Report", "Run", "Summary", "differences", "load", "mark_differences"),
    "fidelity.report.escaping": ("escape_html", "one_line"),
    "fidelity.report.markup": ("overview",),
    "fidelity.review": ("Agreement", "Choice", "Progress", "ReviewEntry", "ReviewSession"),
    "fidelity.settings": ("Settings", "Term"),
    "fidelity.embedding": ("Encoder", "Encoding"),
    "fidelity.store": ("RunInfo", "SavedRun", "Store"),
    "fidelity.verdicts": ("attach", "read_verdicts", "standing"),
    "fidelity.types": (
        "Alternative",
        "Document",
        "DocumentInfo",
        "Issue",
        "Judged",
        "Occasion",
        "Pair",
        "Passage",
        "Quotation",
        "Segment",
        "Span",
        "Unpaired",
        "Verdict",
        "VerdictRecord",
        "Zone",
    ),
    "fidelity.errors": (
        "FidelityError",
        "InputError",
        "MissingExtraError",
        "ModelError",
        "OutputError",
        "ReportError",
        "SettingError",
        "StoreError",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Agreement",
    "Alternative",
    "Choice",
    "Differences",
    "Document",
    "DocumentInfo",
    "Encoder",
    "Encoding",
    "FidelityError",
    "InputError",
    "Issue",
    "Job",
    "JobResult",
    "Judged",
    "MissingExtraError",
    "ModelError",
    "Occasion",
    "OutputError",
    "Pair",
    "Passage",
    "Progress",
    "Quotation",
    "Report",
    "ReportError",
    "ReviewEntry",
    "ReviewSession",
    "Run",
    "RunInfo",
    "SavedRun",
    "Segment",
    "SettingError",
    "Settings",
    "Span",
    "Store",
    "StoreError",
    "Summary",
    "Term",
    "Unpaired",
    "Verdict",
    "VerdictRecord",
    "Zone",
    "__version__",
    "attach",
    "batch",
    "check",
    "differences",
    "escape_html",
    "inspect",
    "load",
    "mark_differences",
    "one_line",
    "overview",
    "quotes",
    "read_text",
    "read_verdicts",
    "score",
    "standing",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("fidelity")
    if name not in _HOME_OF:
        raise AttributeError(f"module 'fidelity' has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
