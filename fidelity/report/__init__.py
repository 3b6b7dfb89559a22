"""One frozen result, :class:`Report`, with thin views; one module per artefact.

=================  ============================================================
``result``         ``Report``: the pairs, worst first, and what has no passage
``schema``         the three JSON shapes: report, quotes, inspection
``loading``        a saved report back, checked field by field
``spreadsheet``    the CSV
``mqm``            the issues as MQM Viewer's TSV
``scored``         the rows of ``fidelity score`` as CSV, JSON Lines and TSV
``frame``          the same rows as a pandas data frame
``triage``         what needs a look, why, and the verdict in plain sentences
``marks``          which words of quotation and passage differ
``table``          the drift table on the terminal
``listing``        zones and quotations on the terminal
``terminal``       width, colour and blocks of text there
``escaping``       nothing in a document's text may steer what shows it
``files``          the one writer: beside the target and moved into place, whole or line by line
=================  ============================================================

Importing this package loads neither pandas nor rich.
"""

from fidelity.report.loading import load
from fidelity.report.marks import Differences, Run, differences, mark_differences
from fidelity.report.result import Report, Summary
from fidelity.report.triage import judged_severity

__all__ = ["Differences", "Report", "Run", "Summary", "differences", "judged_severity", "load", "mark_differences"]
