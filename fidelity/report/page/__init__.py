"""The report as one HTML file that a person opens in a browser, and an index of many reports.

================  ==============================================================
``rendering``     the two pages from their templates; the content-security policy
``cards``         one entry as the values that its card shows
``pieces``        a text cut where words differ and where issues are
``documents``     the documents in full, with links between quotations and passages
``shared``        passages that several articles quote in different words
``histogram``     the distribution of fidelity, as SVG
``index``         the rows of the index, worst first
``templates/``    Jinja2 templates, one style sheet and one script
================  ==============================================================

The templates escape every value, and the policy of a page allows its own style and script and nothing else. A page
loads nothing from anywhere. Importing this package does not load Jinja2.
"""

from fidelity.report.page.index import IndexRow
from fidelity.report.page.rendering import render_index, render_page

__all__ = ["IndexRow", "render_index", "render_page"]
