"""No example of hypothesis has to be ready by a clock: on a busy machine that says nothing about the program."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")
