"""Verdicts: which stand, what they say of a report, and the files that carry them to another machine.

=============  ====================================================================
``following``  which verdicts stand, and which entry of a new report each follows
``records``    a record as plain values, and its checks
=============  ====================================================================
"""

from fidelity.verdicts.following import attach, holds, standing
from fidelity.verdicts.records import check_record

__all__ = ["attach", "check_record", "holds", "standing"]
