"""Imports onnxruntime with its telemetry switched off. No other module imports it.

From 1.29 on, the wheels of onnxruntime carry an uploader. It writes a device id and a database below
``~/.cache/Microsoft``, and sends facts about the machine to ``events.data.microsoft.com``. Its switch,
``ORT_DISABLE_TELEMETRY``, is read once, when the library is loaded: ``onnxruntime.disable_telemetry_events()`` and a
later change of the environment come too late (measured with 1.31.1).
"""

from __future__ import annotations

import os
from typing import Any


def switch_telemetry_off() -> None:
    """Set the switches of libraries with telemetry, before one of them is imported.

    The switches stay in the environment, so that processes which this one starts have them, too.
    """
    for name in ("ORT_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK"):
        os.environ[name] = "1"


def load_onnxruntime() -> Any:
    """The module ``onnxruntime``, imported with its telemetry switched off.

    A program that has imported onnxruntime itself before has to set the switch itself.
    """
    switch_telemetry_off()
    import onnxruntime

    return onnxruntime
