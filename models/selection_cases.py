"""Generated articles of selection: what others say there is what a sentence of the translation says, in other words.

Made of ``mqm_zhen.jsonl.gz`` (Apache-2.0): one human rendering of newstest2021 is the translation, the other is quoted.
Some quotations are the document's, some are put into the mouths of other named people, some, which the
translation does not carry, are its author's on another occasion.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from pairing_cases import Segment, read_segments

_AUTHORS = ("Ilse Brandner", "Tomás Quiroga", "Adaeze Nwosu", "Pavel Horak", "Miriam Castellan")
_OTHERS = ("Graham Telford", "Sunniva Dahl", "Rashid Karimov", "Beatriz Lobo", "Owen Pritchard", "Yuki Morita")
_POSTS = ("who runs a rival firm", "a former minister", "the deputy mayor", "an economist", "a union organiser")
_TITLES = (
    "Speech by {author} at the annual assembly\n\nLadies and gentlemen,\n\n",
    "Letter of {author} to the members\n\nDear friends,\n\n",
    "Statement by {author} (unofficial translation)\n\n",
)
_OWN = (
    "{last} said: “{q}”",
    "“{q}” {last} told the audience.",
    "In {last}’s words: “{q}”",
    "“{q}” {author} added.",
    "Later on {last} turned to another subject: “{q}”",
)
_OTHER = (
    "“{q}” {olast} said on Friday.",
    "{other}, {post}, told the newspaper: “{q}”",
    "“{q}” replied {other}, {post}.",
    "{olast} answered: “{q}”",
    "“{q}” {other} wrote in an opinion piece.",
)
_ELSEWHERE = (
    "In an interview with a magazine two years ago, {last} said: “{q}”",
    "“{q}” {last} told shareholders at a meeting in 2017.",
    "At a trade fair in Rotterdam last spring, {author} put it like this: “{q}”",
    "In a 2015 book, {last} wrote: “{q}”",
    "“{q}” {last} said on a radio programme in January.",
)


_SHARE = 0.5
"""Of the quotations that the translation carries, of those that are the document's."""

_LEFT_OUT = 5
"""Sentences that the translation does not carry: its author says them on another occasion."""

_MARKED = r"[\"“”‘’']|[.!?]\s"


def make_articles(data: Path, rng: random.Random, count: int) -> Iterator[tuple[str, str, dict[int, bool]]]:
    """``count`` translations and articles, with where each quotation begins and whether it is the document's."""
    documents = list(read_segments(data).values())
    for _ in range(count):
        segments = [segment for document in rng.sample(documents, 3) for segment in document][:24]
        yield _make(segments, rng)


def _make(segments: list[Segment], rng: random.Random) -> tuple[str, str, dict[int, bool]]:
    author, side = rng.choice(_AUTHORS), rng.randrange(2)
    others = rng.sample(_OTHERS, 2)
    said, quoted = ([segment.references[i] for segment in segments] for i in (side, 1 - side))
    translation = rng.choice(_TITLES).format(author=author) + "\n\n".join(said[_LEFT_OUT:]) + "\n"
    article, kinds = f"{author} spoke about many things.\n\n", dict[int, bool]()
    plain = [at for at, text in enumerate(quoted) if 30 < len(text) < 250 and not re.search(_MARKED, text)]
    for at in rng.sample(plain, min(10, len(plain))):
        text, own, other = quoted[at], at >= _LEFT_OUT and rng.random() < _SHARE, rng.choice(others)
        frame = rng.choice(_ELSEWHERE if at < _LEFT_OUT else _OWN if own else _OTHER)
        words = text.rstrip(".") + "," if frame.startswith("“") else text
        names = {"author": author, "last": author.split()[-1], "other": other, "olast": other.split()[-1]}
        paragraph = frame.format(q=words, post=rng.choice(_POSTS), **names)
        kinds[len(article) + paragraph.index(words)] = own
        article += paragraph + "\n\n"
    return translation, article, kinds
