"""The reporter's own words as tokens and sentences, each quoted stretch one token."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from fidelity.quotations.lexicon import (
    ABBREVIATIONS,
    DETERMINERS,
    FUNCTION_WORDS,
    PREPOSITIONS,
    SPEECH_FORMS,
    fold,
    has_lists,
    main_language,
)
from fidelity.quotations.stretches import Stretch
from fidelity.types import Span

TokenKind = Literal["word", "mark", "possessive", "quote"]

_TOKEN = re.compile(
    rf"(?P<possessive>(?<=\w)['’]s\b|(?<=[sSxz])['’](?=\s\w))"
    rf"|(?P<word>\$?\d[\d,.]*\d%?(?!-[^\W\d])|(?:[^\W\d_]\.){{2,}}|(?:{'|'.join(ABBREVIATIONS.split())})\.|No\.(?=\s?\d)|[A-Z]\.(?=\s)"
    rf"|[@#]?\w+(?:[-‑&/.]\w+|['’](?!s\b)\w+)*)"
    rf"|(?P<mark>\S)"
)
_ARTICLE = re.compile(r"(?:a[dlnrstz]|el|ul|ash|d|l)[-’'][^\W\d_a-z]")
"""The article that begins a name in Arabic, Italian or French, written in small letters: al-Hadi, d’Arc."""
_CONTRACTED = re.compile(r"^(I|you|he|she|it|we|they)(['’](?:d|ll|m|re|ve))$", re.IGNORECASE)
_WHOLE = {"d": "would", "ll": "will", "m": "am", "re": "are", "ve": "have"}
_INVERTED = re.compile(r"^(.+?)-(?:t-)?(ils?|elles?|on)$")
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][^\W\d_.'’-]*(?:[ .'’-]{1,2}[^\W\d_]+){0,4}\.?)"
    r"(?P<day>(?:, (?:\d{1,2} )?[^\W\d_][\w.]*(?: \d+)?){0,3})[^\S\n]*(?:\((?P<agency>[^()\n]{2,30})\)[^\S\n]*)?"
    r"(?:—|–|―|--|-)[^\S\n]+(?=(?P<next>\S))"
)
"""``PUERTO ALARCÓN —``, ``Port Hallow, Aug. 3 (Reuters) -``. A place that is not all in capitals needs a date or an
agency of :data:`_AGENCIES`."""
_AGENCIES = frozenset("reuters ap afp dpa efe ansa tass xinhua kyodo upi pti ani bloomberg".split())
_SHORTEST_PLACE, _LONGEST_PLACE = 3, 3
"""Fewest letters of a place, and most words of one that is not all in capitals."""
_ELIDED = re.compile(r"^(qu|[cdjlmnst])['’](?=\w)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_FRENCH_AUXILIARIES = frozenset({"fr:a", "fr:ont", "fr:avait"})
_SPLIT_BEFORE_PRONOUN = _FRENCH_AUXILIARIES | frozenset(SPEECH_FORMS)
_SUBJECT_WORDS = frozenset({"he", "she", "they", "the", "a", "one"})
SIGNING_DASHES = frozenset("—–―-~")
"""Marks before the name of whoever said the words above or before it."""

_SIGNATURE = 14
"""Greatest number of tokens of a line that signs the quotation above it."""

_HEADING = 14
"""Greatest number of tokens of a heading."""

_TERMINATORS = frozenset(".!?…。！？")

_INNER_WORD = re.compile(r"(?<=\w )[^\W\d_]\w*(?:[-‑&/.’'][^\W\d_]\w*)*")
"""A word behind another word."""


class Token(NamedTuple):
    """A word, a mark, a possessive ending or a whole quoted stretch (``quote`` is its number, else -1).

    ``low`` is the word as it stands in the word lists: in lower case, with a language before it if it is one of
    the listed words of a language other than English (``de:sagte``).
    """

    kind: TokenKind
    text: str
    low: str
    start: int
    end: int
    quote: int = -1

    @property
    def is_capital(self) -> bool:
        """Whether this is a word with a capital first letter, a name with a small article (al-Hadi), or a handle."""
        if self.kind != "word":
            return False
        return self.text[0].isupper() or self.text[0] == "@" or _ARTICLE.match(self.text) is not None


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens of one sentence of the reporter's, in the paragraph of that number; ``first`` in it or not.

    ``language`` is the primary subtag of the word lists that serve the article. ``heading``: the paragraph is a short
    line without a full stop, such as a headline, a subheading or a byline.
    """

    tokens: tuple[Token, ...]
    paragraph: int
    first: bool
    language: str = "en"
    heading: bool = False

    @property
    def quotes(self) -> tuple[int, ...]:
        """Positions of the quoted stretches among the tokens."""
        return tuple(at for at, token in enumerate(self.tokens) if token.kind == "quote")

    def key(self, word: str) -> str:
        """``word`` in the form of the word lists for this text."""
        return fold(word, self.language)

    @property
    def ends_open(self) -> bool:
        """Whether a colon closes the sentence, so that what follows is announced."""
        return bool(self.tokens) and self.tokens[-1].text in {":", "："}


def read_sentences(
    text: str, paragraphs: tuple[Span, ...], stretches: tuple[Stretch, ...], longest: int, language: str = "und"
) -> tuple[Sentence, ...]:
    """All sentences in order, none of more than ``longest`` tokens; ``language`` is the article's tag."""
    by_paragraph: list[list[int]] = [[] for _ in paragraphs]
    for number, stretch in enumerate(stretches):
        by_paragraph[stretch.paragraph].append(number)
    tag = main_language(_WORD.findall(text.lower()), language)
    unlisted = not has_lists(language)
    names = inner_words(text) if unlisted else frozenset[str]()
    sentences: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs):
        tokens = _read_tokens(
            text, tag, _without_block_mark(text, paragraph), [(at, stretches[at]) for at in by_paragraph[number]]
        )
        if sentences and _is_signature(tokens) and _is_quotation(sentences[-1], number - 1):
            signed = sentences.pop()
            sentences.append(Sentence((*signed.tokens, *tokens), signed.paragraph, signed.first, tag))
            continue
        if _is_heading(tokens) and len(paragraphs) > 1:
            sentences.append(Sentence(tuple(tokens), number, True, tag, heading=True))
            continue
        first = True
        for group in _split(text, tokens, stretches, longest):
            opened = _opened(group, names) if unlisted else group
            sentences.append(Sentence(tuple(opened), number, first, tag))
            first = False
    return tuple(sentences)


def inner_words(text: str) -> frozenset[str]:
    """The words that stand behind another word somewhere in the text, as they are written there. The first word of a
    sentence has a capital in any case, so its other places show whether it is a name."""
    return frozenset(found[0] for found in _INNER_WORD.finditer(text))


def _opened(tokens: Sequence[Token], names: frozenset[str]) -> list[Token]:
    """A sentence in a language without word lists: its first word has a capital, but is a name only if it is among
    ``names`` or all in capitals, or if another capital or a colon follows."""
    at = next((at for at, token in enumerate(tokens) if token.kind == "word"), len(tokens))
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if at == len(tokens) or following is None or following.is_capital or following.text == ":":
        return list(tokens)
    if tokens[at].text in names or tokens[at].text.isupper():
        return list(tokens)
    return [*tokens[:at], tokens[at]._replace(text=tokens[at].text.lower()), *tokens[at + 1 :]]


def _without_block_mark(text: str, paragraph: Span) -> Span:
    """The paragraph without the ``>`` of a block quote before it."""
    start = paragraph.start
    while start < paragraph.end and (text[start] == ">" or text[start].isspace()):
        start += 1
    return Span(start, paragraph.end)


def _is_heading(tokens: list[Token]) -> bool:
    """Whether a paragraph is a short line that ends in a word and quotes nothing."""
    if not 0 < len(tokens) <= _HEADING or any(token.kind == "quote" for token in tokens):
        return False
    return tokens[-1].kind != "mark" or tokens[-1].text not in _TERMINATORS | {":", "：", ",", ";"}


def _is_signature(tokens: list[Token]) -> bool:
    """Whether a paragraph is a line such as ``— Ann Example, in her memo``."""
    if not 2 <= len(tokens) <= _SIGNATURE or not (tokens[1].is_capital or tokens[1].low in DETERMINERS):
        return False
    return tokens[0].text in SIGNING_DASHES and all(token.kind != "quote" for token in tokens)


def _is_quotation(sentence: Sentence, paragraph: int) -> bool:
    """Whether the sentence ends that paragraph and is nothing but a quotation."""
    return sentence.paragraph == paragraph and len(sentence.tokens) == 1 and sentence.tokens[0].kind == "quote"


def _read_tokens(text: str, tag: str, paragraph: Span, quotes: list[tuple[int, Stretch]]) -> list[Token]:
    tokens: list[Token] = []
    position = _end_dateline(text, paragraph)
    if quotes and quotes[0][1].outer.start < position:
        position = paragraph.start
    for number, stretch in quotes:
        tokens.extend(_read_words(text, tag, position, stretch.outer.start))
        tokens.append(Token("quote", "", "", stretch.outer.start, stretch.outer.end, number))
        position = stretch.outer.end
    tokens.extend(_read_words(text, tag, position, paragraph.end))
    return tokens


def _end_dateline(text: str, paragraph: Span) -> int:
    """The offset after the place, the date and the agency from which the paragraph was sent, or its start."""
    found = _DATELINE.match(text, paragraph.start, paragraph.end)
    if found is None or found["next"].islower() or sum(map(str.isalpha, found["place"])) < _SHORTEST_PLACE:
        return paragraph.start
    day = found["day"].lower()
    dated = _FIGURE.search(day) and any(word.startswith(_MONTHS) for word in _WORD.findall(day))
    sent = dated or (found["agency"] or "").lower() in _AGENCIES
    named = found["place"].istitle() and len(found["place"].split()) <= _LONGEST_PLACE
    return found.end() if found["place"].isupper() or (named and sent) else paragraph.start


_FIGURE = re.compile(r"\d")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _read_words(text: str, tag: str, start: int, end: int) -> Iterator[Token]:
    for found in _TOKEN.finditer(text, start, end):
        kind, word = found.lastgroup, found.group()
        if kind == "word" and tag == "fr":
            yield from _read_french(word, found.start())
        elif kind == "word" and tag == "en" and (contracted := _CONTRACTED.match(word)):
            parts = ((contracted[1], contracted[1].lower()), (contracted[2], _WHOLE[contracted[2][1:].lower()]))
            for (part, low), at in zip(parts, (0, len(contracted[1])), strict=True):
                yield Token("word", part, low, found.start() + at, found.start() + at + len(part))
        elif kind == "word":
            yield Token("word", word, fold(word, tag), found.start(), found.end())
        elif kind == "possessive":
            yield Token("possessive", word, word, found.start(), found.end())
        else:
            yield Token("mark", word, word, found.start(), found.end())


def _read_french(word: str, start: int) -> Iterator[Token]:
    """``l'accord`` and ``a-t-elle`` are two words each."""
    elided, inverted = _ELIDED.match(word), _INVERTED.match(word)
    parts = [(word, 0)]
    if elided:
        parts = [(elided.group(), 0), (word[elided.end() :], elided.end())]
    elif inverted and fold(inverted[1], "fr") in _SPLIT_BEFORE_PRONOUN:
        parts = [(inverted[1], 0), (inverted[2], len(word) - len(inverted[2]))]
    for part, at in parts:
        yield Token("word", part, fold(part.replace("’", "'"), "fr"), start + at, start + at + len(part))


def _split(text: str, tokens: list[Token], stretches: tuple[Stretch, ...], longest: int) -> Iterator[list[Token]]:
    """Cuts after a terminator, even inside closing marks, unless an attribution continues after it."""
    group: list[Token] = []
    for at, token in enumerate(tokens):
        group.append(token)
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following is None:
            continue
        if token.kind == "quote":
            last = text[stretches[token.quote].inner.end - 1]
            ends = last in _TERMINATORS and _starts_sentence(following)
            ends = ends and not _is_attribution(tokens, at + 1, wide=last not in ".。")
        else:
            ends = token.kind == "mark" and token.text in _TERMINATORS and _starts_sentence(following)
            ends = ends and (
                text[token.end : token.end + 1].isspace() or token.text in "。！？" or following.kind == "quote"
            )
        if ends or len(group) >= longest:
            yield group
            group = []
    if group:
        yield group


def _starts_sentence(token: Token) -> bool:
    if token.kind == "quote":
        return True
    return token.kind == "word" and not token.text[0].islower()


def _is_attribution(tokens: list[Token], at: int, wide: bool) -> bool:
    """Whether a short attribution stands here: a name of one to five words, a verb of speech, and little else."""
    if tokens[at].kind != "word" or (
        tokens[at].low in FUNCTION_WORDS - _SUBJECT_WORDS and not tokens[at].text.isupper()
    ):
        return False
    for position in range(at, min(at + 6, len(tokens))):
        token = tokens[position]
        if token.kind not in {"word", "possessive"}:
            return False
        if token.low in SPEECH_FORMS and position > at:
            following = tokens[position + 1] if position + 1 < len(tokens) else None
            asks = wide and SPEECH_FORMS[token.low] in {"ask", "tell"}
            return asks or following is None or following.text in {".", ","} or (wide and following.low in PREPOSITIONS)
    return False
