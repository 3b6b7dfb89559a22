"""Terms of the user's glossary: each may be translated only as the glossary allows, or not at all."""

from __future__ import annotations

import re
from functools import lru_cache

from fidelity.checks.pair import Pair
from fidelity.settings import JudgementSettings
from fidelity.types import Issue, Span

CHECK = "glossary"


def find_glossary_drift(pair: Pair, settings: JudgementSettings) -> tuple[Issue, ...]:
    """Terms of the quotation for which the passage has no allowed rendering, in any language."""
    quotation, passage = pair.quotation.text, pair.passage.text
    issues = []
    for term in settings.glossary:
        spans = tuple(Span(*match.span()) for match in _pattern(term.term).finditer(quotation))
        allowed = (*term.renderings, term.term) if term.do_not_translate else term.renderings
        if not spans or any(_pattern(rendering).search(passage) for rendering in allowed):
            continue
        wanted = " or ".join(f"“{rendering}”" for rendering in dict.fromkeys(allowed))
        note = f"the glossary asks for {wanted} for “{term.term}”"
        issues.append(Issue("terminology", CHECK, "major", spans, (), note))
    return tuple(issues)


@lru_cache(maxsize=4096)
def _pattern(phrase: str) -> re.Pattern[str]:
    """A pattern for the phrase in any case, with any white space, and at word boundaries if it ends in letters."""
    body = r"\s+".join(re.escape(word) for word in phrase.split())
    start = r"(?<!\w)" if phrase[:1].isascii() and phrase[:1].isalnum() else ""
    end = r"(?!\w)" if phrase[-1:].isascii() and phrase[-1:].isalnum() else ""
    return re.compile(f"{start}{body}{end}", re.IGNORECASE)
