"""The CSV's rows as a pandas data frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.report.escaping import replace_surrogates
from fidelity.report.spreadsheet import COLUMNS, REAL_COLUMNS, WHOLE_COLUMNS, report_rows

if TYPE_CHECKING:
    import pandas as pd

    from fidelity.report.result import Report


def report_frame(report: Report) -> pd.DataFrame:
    """One row per quotation; texts as ``string``, offsets and fidelity as ``Int64``, other numbers as ``Float64``.

    Cells hold the texts as they were read, without the apostrophes that protect a spreadsheet. A cell that is empty in
    the CSV is ``NA``.
    """
    import pandas as pd

    rows = [
        {column: replace_surrogates(cell) if isinstance(cell, str) else cell for column, cell in row.items()}
        for row in report_rows(report)
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    return frame.astype({column: _dtype(column) for column in COLUMNS})


def _dtype(column: str) -> str:
    if column in WHOLE_COLUMNS:
        return "Int64"
    return "Float64" if column in REAL_COLUMNS else "string"
