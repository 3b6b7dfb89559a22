"""The command line: parse, call, print, exit. Nothing else in the package prints or exits.

One module per command; ``app`` is what they hang on, ``options`` what several take, ``console`` how they print.
"""

from __future__ import annotations

from fidelity.cli import check, page, inspect, quotes, score, review, calibrate, models  # isort: skip  # in the order in which --help lists them
from fidelity.cli.app import app, main

__all__ = ["app", "calibrate", "check", "inspect", "main", "models", "page", "quotes", "review", "score"]
