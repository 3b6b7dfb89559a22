"""Verdicts: which stand, what they say of a report, and the files that carry them to another machine.

=============  ====================================================================
``following``  which verdicts stand, and which entry of a new report each follows
``records``    a record as plain values, and its checks
``files``      JSON Lines and CSV, written and read
``mqm``        MQM Viewer's TSV
=============  ====================================================================
"""

from fidelity.verdicts.files import read_verdicts, verdicts_csv, verdicts_jsonl
from fidelity.verdicts.following import attach, holds, standing
from fidelity.verdicts.mqm import verdicts_mqm
from fidelity.verdicts.records import check_record

__all__ = [
    "attach",
    "check_record",
    "holds",
    "read_verdicts",
    "standing",
    "verdicts_csv",
    "verdicts_jsonl",
    "verdicts_mqm",
]
