"""Sections after the body that have a heading of their own: a translator's notes, the publisher, contacts, links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fidelity.settings import ZoneSettings
from fidelity.types import ZoneName
from fidelity.wording import match_label
from fidelity.zones.labels import TERMINATORS
from fidelity.zones.lines import Claim, Claims, Line

_SECTION_END = r"\W*(?:[:：].*)?$"
_SECTIONS: dict[str, ZoneName] = {"back_notes": "editor_note", "back_matter": "boilerplate"}
_OWN_VOICE = re.compile(r"\b(?:i|my|me|ich|mein\w*|je|yo|я|мой|моя)\b|我")
_CONTACT = re.compile(
    r"(?:\b(?:tel|phone|fax|e-?mail|address|тел|адрес|电话|地址|電話)\b|@).*[0-9@]|\bcopyright\b|©", re.IGNORECASE
)

_CONTACT_VALUE = re.compile(r"@|[0-9][0-9 ()/-]{5,}")


def claim_back(lines: Sequence[Line], claims: Claims, settings: ZoneSettings) -> None:
    """The text from the heading of such a section to the end. Contacts and copyright lines there need no heading."""
    if not lines:
        return
    length = lines[-1].span.end - lines[0].span.start
    last_body = max((i for i, claim in enumerate(claims) if claim is None), default=-1)
    for i in range(1, last_body + 1):
        if lines[i].span.start - lines[0].span.start < (1 - settings.back_share) * length:
            continue
        zone = _section(lines[i], settings)
        if zone and (zone == "editor_note" or not any(_OWN_VOICE.search(line.lower) for line in lines[i:])):
            reason = f"below the heading “{lines[i].text[:40].rstrip(' :：')}”"
            for each in range(i, len(lines)):
                claims[each] = claims[each] or Claim(zone, settings.position_confidence, reason)
            return
    while last_body > 0 and len(lines[last_body]) <= 200 and _CONTACT.search(lines[last_body].text):
        claims[last_body] = Claim(
            "boilerplate", settings.position_confidence, "a contact or a copyright line, below the text"
        )
        last_body = max((i for i, claim in enumerate(claims) if claim is None), default=-1)


def _section(line: Line, settings: ZoneSettings) -> ZoneName | None:
    """The role of the section that a line begins, if it is a short heading or a label that a contact follows."""
    head = line.lower[: settings.title_characters]
    is_heading = len(line) <= settings.title_characters and not line.text.endswith(TERMINATORS)
    _, colon, value = head.replace("：", ":").partition(":")
    if not is_heading or (colon and value and not _CONTACT_VALUE.search(line.text)):
        return None
    return next((zone for name, zone in _SECTIONS.items() if match_label(name, head, _SECTION_END)), None)
