"""Verdicts: which of them are valid, how they apply to a report, and the files that carry them to another machine.

=============  ====================================================================
``following``  which verdicts are valid, and to which entry of a new report each applies
``records``    a record as plain values, and its validation
``files``      writes and reads JSON Lines and CSV
``mqm``        MQM Viewer's TSV
=============  ====================================================================
"""

from fidelity.verdicts.files import read_verdicts, verdicts_csv, verdicts_jsonl
from fidelity.verdicts.following import attach, first_to_show, holds, standing
from fidelity.verdicts.mqm import verdicts_mqm
from fidelity.verdicts.records import check_record

__all__ = [
    "attach",
    "check_record",
    "first_to_show",
    "holds",
    "read_verdicts",
    "standing",
    "verdicts_csv",
    "verdicts_jsonl",
    "verdicts_mqm",
]
