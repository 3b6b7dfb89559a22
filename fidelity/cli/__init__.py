"""The command line: parse, call, print, exit. Nothing else in the package prints or exits.

Each command has a module. ``app`` holds the program with which the commands are registered, ``options`` the options
that several commands take, and ``console`` the functions that print and write.
"""

from __future__ import annotations

from fidelity.cli import check, page, inspect, quotes, score, batch, review, calibrate, models, cache  # isort: skip  # in the order in which --help lists them
from fidelity.cli.app import app, main

__all__ = [
    "app",
    "batch",
    "cache",
    "calibrate",
    "check",
    "inspect",
    "main",
    "models",
    "page",
    "quotes",
    "review",
    "score",
]
