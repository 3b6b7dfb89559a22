"""What the sentence around a quotation says of when and where the words were said, beside the occasion that it names.

An article gives a time or a place of its own for what somebody said before or after the occasion that it reports on:
``In a podcast last autumn she had been curter: “...”``. That a verb in the past perfect tells more was tried; it does
not, on real articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from fidelity.selection.profile import Profile
from fidelity.selection.works import find_sorts
from fidelity.types import Quotation, Span

_MARK = "\N{LEFT DOUBLE QUOTATION MARK}"
_END = re.compile(r"(?<!\bv)(?<!\bvs)(?<!\bMr)(?<!\bMrs)(?<!\bDr)[.!?…][\"”’'»)]*\s+(?=[^\Wa-z_]|[\"“‘«(])|\n\s*\n")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"spring|summer|autumn|fall|winter)"
)
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_TIME = re.compile(
    rf"\b(?:last|earlier\s+(?:this|in|that)|previous|the\s+following)\s+(?:\w+\s+)?(?:week|month|year|night|{_MONTH}|{_DAY})\b"
    r"|\b(?:hours?|days?|weeks?|months?|years?|decades?)\s+(?:ago|earlier|before|later|after)\b"
    rf"|\bin\s+(?:(?:early|late|mid)[\s-])?{_MONTH}\b|\bin\s+(?:(?:its|his|her|their|the)\s+)?(?:19|20)\d\d\b"
    r"|\bone\s+(?:\w+\s+)?(?:night|day|evening|morning)\b"
    r"|\b(?:in|at)\s+(?:\w+\s+)?(?:earlier|previous|following)\b|\bas\s+(?:late|early|recently)\s+as\s+\w+\b"
    r"|\b(?:took|taking|entered|left)\s+office\b|\bcampaign\s+trail\b|\bas\s+an?\s+(?:young|student|candidate|child)\b"
    r"|\bat\s+(?:his|her|their)\s+(?:inauguration|appointment|swearing-in|trial|wedding)\b"
    r"|(?<!the\s)(?<!an\s)\bearlier\b(?!\s+in\s+(?:the|this|his|her|its)\b)"
    r"|\b(?:previously|afterwards?|beforehand|separately|at\s+the\s+time|on\s+another\s+occasion|asked\s+later)\b",
    re.IGNORECASE,
)
_MEDIUM = re.compile(
    r"\b(?:in|on|during|at|to|told|by)\s+(?:an?|another|our|this|that|one|some|his|her|their)\s+(?:[\w’'-]+\s+){0,3}?"
    r"(?:interview|podcast|programme|program|broadcast|show|sermon|homily|column|tweet|book|memoir|issue|edition|"
    r"rally|news\s+conference|press\s+conference|panel|debate|hearing|lecture|newspaper|magazine|paper|agency|"
    r"station|channel|reporter|website|blog|documentary|dinner|phone\s+call|visit)s?\b"
    r"|\b(?:on|over)\s+(?:[\w’'-]+\s+)?(?:television|TV|radio|Twitter|X|Facebook|Instagram|air|the\s+(?:tele)?phone)\b"
    r"|\bin\s+(?:another|a\s+(?:different|separate))\s+(?:\w+\s+)?(?:case|ruling|judge?ment|decision|letter|speech|statement|memo)\b"
    r"|\b(?:reached\s+)?by\s+(?:tele)?phone\b|\b(?:told|asked)\s+(?:by\s+)?(?:reporters|journalists|me|us)\b|\bin\s+the\s+corridors?\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"\W*(?:in|on|at|during|last|earlier|one|two|three|a\s+few|several|asked|speaking|talking|when|only|as|back|reached|"
    r"the\s+(?:day|night|week|month|year|evening))\b",
    re.IGNORECASE,
)
_CASE = re.compile(r"\b[Ii]n\s+(?:[^\Wa-z_][\w’'-]*\s+){1,3}v\.?\s")
"""``In Example v. Ministry``: another case, if the document's header has no such name."""

_NEAR = 60
"""Code points behind the beginning of a sentence, or behind its verb of speech, in which a time or place belongs to
the saying. A convention."""


_BEFORE = 20
"""Code points before a verb of speech in which a time belongs to the saying: ``who in June told``. A convention."""


class Telling(NamedTuple):
    """Whether the narration around a quotation has a time, and a place, of its own; 1 or 0 each."""

    time: float
    medium: float


def hide_quoted(article: str, quotations: Sequence[Quotation]) -> str:
    """The article with marks in place of what is quoted, but for the end of a sentence, so that offsets stay."""
    text = list(article)
    for quotation in quotations:
        for span in quotation.spans:
            text[span.start : span.end] = _MARK * len(span)
            if article[span.end - 1] in ".!?":
                text[span.end - 1] = article[span.end - 1]
    return "".join(text)


def find_narration(hidden: str, quotation: Quotation, reach: int) -> Span:
    """The sentence around a quotation in an article whose quotations are hidden, at most ``reach`` code points of it
    on either side, in the quotation's paragraph."""
    first, last, paragraph = quotation.spans[0].start, quotation.spans[-1].end, quotation.paragraph
    before = hidden[max(paragraph.start, first - reach) : first]
    ends = list(_END.finditer(before))
    start = first - len(before) + (ends[-1].end() if ends else 0)
    found = _END.search(hidden, last - 1, min(paragraph.end, last + reach))
    return Span(start, found.end() if found else max(last, min(paragraph.end, last + reach)))


def read_telling(hidden: str, around: Span, quotation: Quotation, profile: Profile) -> Telling:
    """What the narration ``around`` a quotation has, in its opening adverbial or right behind the verb of speech.

    Elsewhere in the sentence times and places are mostly what it speaks of. What the document's own header gives as its
    time, or as its sort, does not count.
    """
    head, verb = profile.head.casefold(), quotation.cue_span
    opens = around.start if _OPENING.match(hidden, around.start, around.end) else around.end

    def is_of_saying(at: int) -> bool:
        if verb is not None and -_BEFORE <= at - verb.start <= _NEAR:
            first, last = sorted((at, verb.start))
            if "," not in hidden[first:last]:
                return True
        return 0 <= at - opens <= _NEAR

    def found(pattern: re.Pattern[str]) -> list[str]:
        matches = pattern.finditer(hidden, around.start, around.end)
        return [match[0] for match in matches if is_of_saying(match.start())]

    is_same = (quotation.speaker_words or "").casefold().startswith("the same ")  # who spoke elsewhere, too
    is_case = any(words.split()[1].casefold() not in head for words in found(_CASE))
    time = is_same or is_case or any(not _is_given(words.split()[-1], head) for words in found(_TIME))
    return Telling(float(time), float(any(not find_sorts(words) & profile.sorts for words in found(_MEDIUM))))


def _is_given(word: str, head: str) -> bool:
    """Whether the last word of a time is a month or a year that the document's header gives, too."""
    return (word[0].isupper() or word.isdigit()) and word.casefold() in head
