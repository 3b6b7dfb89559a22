"""One frozen result, :class:`Report`, with thin views; one module per artefact.

=================  ============================================================
``result``         ``Report``: the pairs, worst first, and what has no passage
``schema``         the three JSON shapes: report, quotes, inspection
``loading``        reads a saved report and checks every field
``spreadsheet``    the CSV
``mqm``            the issues as MQM Viewer's TSV
``scored``         the rows of ``fidelity score`` as CSV, JSON Lines and TSV
``frame``          the same rows as a pandas data frame
``triage``         what needs a look, why, and the verdict in plain sentences
``advice``         what a user can type to compare a quotation or to leave it out
``marks``          which words of quotation and passage differ
``table``          the drift table on the terminal
``entry_lines``    one entry of that table as lines
``listing``        zones and quotations on the terminal
``terminal``       width, colour and blocks of text there
``reliability``    the diagrams of ``fidelity calibrate``
``markup``         a report as HTML for a notebook
``page``           a report as one HTML file for a browser
``escaping``       makes a document's hidden characters visible and harmless
``files``          writes every file: beside its target, and then moved into place
=================  ============================================================

Importing this package loads neither pandas nor rich.
"""

from fidelity.report.loading import load
from fidelity.report.marks import Differences, Run, differences, mark_differences
from fidelity.report.result import Report, Summary
from fidelity.report.triage import judged_severity

__all__ = ["Differences", "Report", "Run", "Summary", "differences", "judged_severity", "load", "mark_differences"]
