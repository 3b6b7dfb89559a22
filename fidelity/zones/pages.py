"""Text that printing adds to each page: addresses, page numbers, running heads, breadcrumbs, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from fidelity.settings import ZoneSettings
from fidelity.zones.labels import TERMINATORS, is_detail
from fidelity.zones.lines import Claim, Claims, Line

_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|página|pagina|стр\.?|第)\s?)?[0-9]{1,4}(?:\s*(?:/|of|von|de|из)\s*[0-9]{1,4})?\s?页?頁?\W*"
)
_ADDRESS = re.compile(r"(?:https?://\S+|www\.\S+)(?:\s+[0-9]{1,4}\s?/\s?[0-9]{1,4})?")
_STEPS = re.compile(r"(?<!\s)\s+(?:[>»›→|/]|::)(?:\s+|$)")
_AT_FOOT = re.compile(r"(?:[0-9]{1,3}|[*†‡§©®°'‘’\"]{1,2}|[¹²³⁴-⁹]+)\s?[^\W\d_a-zß-ÿа-я]")
_CITES = re.compile(r"(?:\d\W*|https?://\S+\W*|\bibid\W*\d*\W*|\bop\. cit\W*.*)$", re.IGNORECASE)


def claim_pages(lines: Sequence[Line], claims: Claims, settings: ZoneSettings) -> None:
    """Everything that this module finds."""
    breaks = {i for i, line in enumerate(lines) if _ends_page(line)}
    _claim_running_heads(lines, claims, breaks, settings)
    for i, line in enumerate(lines):
        if i in breaks:
            _claim_foot(lines, claims, i, settings)
            claims[i] = claims[i] or Claim("boilerplate", settings.label_confidence, "a page's number or address")
        elif claims[i] is None and _is_trail(line):
            claims[i] = Claim("boilerplate", settings.position_confidence, "a list of links")


def _ends_page(line: Line) -> bool:
    return len(line) <= 300 and bool(_NUMBER.fullmatch(line.lower) or _ADDRESS.fullmatch(line.text))


def _claim_running_heads(lines: Sequence[Line], claims: Claims, breaks: set[int], settings: ZoneSettings) -> None:
    """Lines that recur except for their numbers, mostly next to a page's number or address, or as its first line."""
    times: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    keys = [re.sub(r"[0-9]+", "0", line.lower) if settings.repeat_letters <= len(line) <= 300 else "" for line in lines]
    for i, key in enumerate(keys):
        times[key] += 1
        beside[key] += i == 0 or i - 1 in breaks or i + 1 in breaks
    for i, key in enumerate(keys):
        if key and i not in breaks and claims[i] is None and times[key] > 1 and 3 * beside[key] >= 2 * times[key]:
            reason = f"a page's head or foot, {times[key]} times"
            claims[i] = Claim("boilerplate", settings.position_confidence, reason)


def _claim_foot(lines: Sequence[Line], claims: Claims, page: int, settings: ZoneSettings) -> None:
    """The footnotes above a page number: lines that begin with a mark and end like a citation."""
    i = page - 1
    while i >= 0 and len(lines[i]) <= settings.foot_characters and _AT_FOOT.match(lines[i].text):
        if not _CITES.search(lines[i].text):
            return
        claims[i] = Claim("inline_note", settings.position_confidence, "a footnote at the foot of a page")
        i -= 1


def _is_trail(line: Line) -> bool:
    """Whether a line only leads to other pages: "HOME > NEWS > SPEECHES", "Council | Ministry | Contact"."""
    if len(line) > 200 or line.text.endswith(TERMINATORS) or is_detail(line):
        return False
    steps = _STEPS.split(line.text)
    marks = len(steps) - 1
    several = marks >= 1 if re.search(r"\s[>»›→]\s", line.text) else marks >= 2
    return several and all(len(step) <= 40 for step in steps)
