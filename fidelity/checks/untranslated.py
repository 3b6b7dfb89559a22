"""Words that were left in another script."""

from __future__ import annotations

import re
import unicodedata

from fidelity.checks.pair import Pair, is_latin
from fidelity.settings import JudgementSettings
from fidelity.types import Issue, Span

_FOREIGN = re.compile(r"[^\W\d_A-Za-z\u00aa\u00ba\u00b5\u00c0-\u024f\u1e00-\u1eff\u0300-\u036f\ufb00-\ufb06]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f'’-]+")
_BRACKETS = {"(": ")", "（": "）", "[": "]"}


def find_untranslated(pair: Pair, settings: JudgementSettings) -> tuple[Issue, ...]:
    """Stretches of the passage in a script that its language is not written in, unless the quotation has them."""
    quotation, passage = pair.quotation.text, pair.passage.text
    language = pair.languages[1].split("-")[0].casefold()
    if is_latin(language):
        return _foreign_in_latin(quotation, passage)
    if language in ("und", "zxx"):
        return ()
    return _latin_in_foreign(quotation, passage, settings)


def _foreign_in_latin(quotation: str, passage: str) -> tuple[Issue, ...]:
    spans = [
        Span(*m.span()) for m in _FOREIGN.finditer(passage) if m.group() not in quotation and _is_script(m.group())
    ]
    left = [span for span in _joined(spans, passage) if not _is_gloss(passage, span)]
    return (_issue(passage, left, "left in another script"),) if left else ()


def _issue(passage: str, spans: list[Span], note: str) -> Issue:
    words = ", ".join(span.of(passage) for span in spans[:3])
    return Issue("accuracy/untranslated", "untranslated", "major", (), tuple(spans), f"{note}: {words}")


def _is_script(word: str) -> bool:
    """Whether the letters are those of a language rather than symbols of a formula such as μ or Δ."""
    if len(word) == 1 and unicodedata.name(word, "").startswith(("GREEK", "MODIFIER", "MATHEMATICAL")):
        return False
    return any(unicodedata.category(character) in ("Lo", "Ll", "Lu", "Lt") for character in word)


def _joined(spans: list[Span], text: str) -> list[Span]:
    """Joins spans that only punctuation marks and white space separate."""
    found: list[Span] = []
    for span in spans:
        between = text[found[-1].end : span.start] if found else "x"
        if found and len(between) <= 2 and not any(character.isalnum() for character in between):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _is_gloss(text: str, span: Span) -> bool:
    """Whether the stretch is in brackets after words of the passage's own language."""
    before, after = text[: span.start].rstrip(), text[span.end : span.end + 2].lstrip()
    return bool(before[:-1].strip()) and before[-1:] in _BRACKETS and after[:1] == _BRACKETS[before[-1]]


def _latin_in_foreign(quotation: str, passage: str, settings: JudgementSettings) -> tuple[Issue, ...]:
    """Runs of the quotation's own small-letter words, in order, in a passage of a language with another script."""
    known = {word.casefold() for word in _LATIN.findall(quotation)}
    run: list[Span] = []
    found: list[Span] = []
    for match in [*_LATIN.finditer(passage), None]:
        here = Span(*match.span()) if match and match.group().casefold() in known else None
        near = here is not None and bool(run) and here.start - run[-1].end <= 2
        if run and not near:
            if len(run) >= settings.untranslated_words and any(span.of(passage).islower() for span in run):
                found.append(Span(run[0].start, run[-1].end))
            run = []
        if here is not None:
            run.append(here)
    return (_issue(passage, found, "left untranslated"),) if found else ()
