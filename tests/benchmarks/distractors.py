"""Articles whose traps say what a sentence of the translation says, in other words, but were said elsewhere.

Made of WMT MQM newstest2021 (Apache-2.0): one human rendering of a document is the translation, the other is quoted:
some of it as the memo's own words, some put into the mouth of others, some said by the author on another occasion.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pairing_cases import Segment, read_segments

_AUTHORS = ("Marta Olsen", "Henrik Vogel", "Priya Nair", "Samuel Okafor", "Lucia Ferrante")
_OTHERS = ("Dana Whitfield", "Jonas Petit", "Mei Tanaka", "Carlos Duarte", "Ruth Abrams")
_ROLES = ("a labor economist", "the union's chairman", "a spokesman for the ministry", "an opposition lawmaker")
_HEADS = (
    "MEMORANDUM\nFrom: {author}\nTo: All staff\nDate: 4 May\n\n",
    "Memo by {author}, in the translation of our desk\n\nThe following is the original text:\n\n",
    "Author: {author}\nTranslation: newsroom\n\n",
)
_TRUE = (
    'In the memo, {last} wrote: "{q}"',
    '"{q}" {last} wrote in the memo to staff.',
    'The document, signed by {author}, says: "{q}"',
    '"{q}" the memo reads.',
)
_OTHER_SPEAKER = (
    '{other}, {role}, disagreed. "{q}" {olast} said.',
    '"{q}" said {other}, {role}.',
    'Asked for comment, {other} said: "{q}"',
    'According to {other}, {role}, "{q}"',
    '{other} wrote on social media: "{q}"',
    '"{q}" {olast} told reporters, without having seen the memo.',
)
_OTHER_OCCASION = (
    'In an interview with a local radio station last year, {last} said: "{q}"',
    '"{q}" {last} told shareholders at the annual meeting in March.',
    'At a conference in Lisbon, {last} put it this way: "{q}"',
    'Speaking on a podcast in January, {author} said, "{q}"',
    '{last} testified before a parliamentary committee in 2019: "{q}"',
)


@dataclass(frozen=True)
class Trapped:
    """A translation, an article, and the kind of each quotation by where its words start in the article."""

    translation: str
    article: str
    quotations: dict[int, str]


def make_distractors(data: Path, rng: random.Random, count: int = 40) -> Iterator[Trapped]:
    """``count`` cases of about twelve quotations."""
    documents = list(read_segments(data).values())
    for _ in range(count):
        segments = [segment for document in rng.sample(documents, 5) for segment in document][:30]
        side = rng.randrange(2)
        yield _make(segments, side, rng)


def _make(segments: list[Segment], side: int, rng: random.Random) -> Trapped:
    author, other = rng.choice(_AUTHORS), rng.choice(_OTHERS)
    names = {"author": author, "last": author.split()[-1], "other": other, "olast": other.split()[-1]}
    said, quoted = ([segment.references[i] for segment in segments] for i in (side, 1 - side))
    translation = rng.choice(_HEADS).format(author=author) + "\n".join(said) + "\n"
    plain = [text for text in quoted if _is_plain(text)]
    chosen = rng.sample(plain, min(12, len(plain)))
    article = f"{author} wrote a memo that has caused a stir among the staff this week.\n\n"
    quotations: dict[int, str] = {}
    for i, text in enumerate(chosen):
        kind, frames = (
            ("of the memo", _TRUE)
            if i < 3
            else ("other speaker", _OTHER_SPEAKER)
            if i % 2
            else ("other occasion", _OTHER_OCCASION)
        )
        quotation = text.rstrip(".") + "," if (frame := rng.choice(frames)).startswith('"') else text
        paragraph = frame.format(q=quotation, role=rng.choice(_ROLES), **names)
        quotations[len(article) + paragraph.index(quotation)] = kind
        article += paragraph + "\n\n"
    return Trapped(translation, article, quotations)


def _is_plain(text: str) -> bool:
    """One sentence, without quotation marks of its own, of a length that is quoted."""
    return 30 < len(text) < 250 and not re.search(r"[\"“”‘’']|[.!?]\s", text) and text.endswith(".")
