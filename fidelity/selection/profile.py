"""What a translated document says about itself: its author, its sort, and the occasion on which it was given.

This is searched where documents usually say it: before the body, in its first lines (title, salutation), in its last
lines (signature), and in who speaks in it (a press release, an interview).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.checks.names.across import is_heard
from fidelity.selection.names import content_words, is_like, wrote
from fidelity.selection.works import find_sorts, first_sort
from fidelity.settings import SelectionSettings
from fidelity.types import Document, Quotation, Span

_WORK = (
    r"(?:speech|address|statement|remarks?|letter|memo(?:randum)?|message|text|transcript|interview|talk|note|e-?mail|"
    r"apology|appeal|lecture|keynote|ruling|opinion|sermon|words|post)"
)
_TITLE = re.compile(
    rf"\b{_WORK}s?\b[^\n.:]{{0,30}}?\b(?P<link>by|of|from|with)\b:?\s+(?:the\s+)?(?P<name>[^\n]+)", re.IGNORECASE
)
_OWNED = re.compile(
    rf"^[^\w\n]*(?P<name>[^\n]{{2,60}}?)['’]s\s+(?:[\w-]+\s+){{0,4}}{_WORK}\b", re.IGNORECASE | re.MULTILINE
)
_BYLINE = re.compile(
    r"^[^\w\n]*(?:original\s+)?(?:author|by|source|written\s+by|from|publisher|publication|outlet|speaker|signed|von|autor|"
    r"auteur|autora?|fuente|quelle|автор|источник|原文作者|作者|来源|來源|原文来源|著者|出典)\s*[:：]\s*(?P<name>[^\n]+)$",
    re.IGNORECASE | re.MULTILINE,
)
_SALUTATION = re.compile(
    r"^[^\w\n]*(?:dear|to|mr|mrs|ms|madam|mister|excellenc|ladies|sisters|brothers|your|hi|hello|cc|subject)\b[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESSED = re.compile(
    r"\b(?:to|received|replies|for|in|translated|rendered|edited)\s+(?:[\w.’'-]+\s+){0,6}$", re.IGNORECASE
)
_TOWARDS = re.compile(r"\b(?:to|for|on|about|at|before|in)\b", re.IGNORECASE)
_AGAINST = re.compile(r"\w\s+(?:v\.?|vs\.?|versus)\s+(?:the\s+)?[^\Wa-z_]")
"""``Example and others v. Ministry``: a line that names the parties to a case."""

_NAME = re.compile(
    r"[^\W\d_a-zà-öø-ÿ][\w.’'-]*(?:\s+(?:(?:de|da|del|van|von|der|bin|al|el|la|le|di|du|zu|ibn)\s+)*"
    r"[^\W\d_a-zà-öø-ÿ][\w.’'-]*)*"
)
_NO_NAMES = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday thank thanks you my your our the full text translation translated unofficial desk "
    "press about from with and notes source staff light regards yours sincerely god people peace home original version "
    "english committee editor editors contact prime foreign deputy".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_CAPITALS = re.compile(r"\b[A-Z]{2,6}\b")
_AFTER_LATIN = "\u0250"
"""The first letter after those of the Latin script and its extensions."""

_ROLE_WORDS = 4
"""Number of first words of a stretch that are searched for an office. A convention."""

_BEFORE_WITH = 3
"""Greatest number of words before "interview with" in a title: "Transcript of the ...". A convention."""

_PROSE = 25
"""Number of words from which a line of the head is prose, which may name other people than the author. A convention."""

_SPOKEN = frozenset(("press release", "interview"))


@dataclass(frozen=True, slots=True)
class Profile:
    """What a document says about itself.

    ``names`` are those that it gives as its author's: in its title, in a byline, as its signature; ``roles`` the
    offices that it gives there (``the Prime Minister``). ``voices`` are the names of those who speak in it, if it is a
    press release or an interview, or names no author. ``outlets`` are the names in its header that may be a
    publisher's. ``sorts`` are the sorts of document that it may be (:mod:`fidelity.selection.works`). ``head`` is what
    stands before the text proper, without salutations, ``tail`` what may be a signature; ``words`` are those of the
    head, folded, with the acronyms that they make. ``signed`` are the stretches in which the author's name stands, as
    they are written, in the document's ``language`` (BCP 47, primary subtag).
    """

    names: tuple[str, ...]
    roles: frozenset[str]
    voices: tuple[str, ...]
    outlets: tuple[str, ...]
    sorts: frozenset[str]
    head: str
    tail: str
    words: frozenset[str]
    signed: str = ""
    language: str = ""

    def is_named_beside(self, name: str) -> bool:
        """Whether it gives its author's full name in a script in which it can be compared with ``name``."""
        return any(len(own.split()) > 1 and _is_latin(own) == _is_latin(name) for own in self.names)

    def sounds_like(self, name: str, settings: SelectionSettings) -> bool:
        """Whether the author's name, in another script, is ``name``: 玛尔塔·雷耶斯 is Marta Reyes."""
        return _is_latin(name) and is_heard(name, self.signed, self.language, settings.heard_name)

    def says(self, name: str) -> bool:
        """Whether head or signature have the last word of a name, or a similar word, and not as an addressee's name."""
        last = content_words(name)[-1:]
        if not last:
            return False
        for text in (self.head, self.tail):
            for match in _WORD.finditer(text):
                if match[0][0].isupper() and any(is_like(part, last[0]) for part in content_words(match[0])):
                    start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
                    before, line = text[start : match.start()], text[start : end if end >= 0 else len(text)]
                    is_prose = len(_WORD.findall(line)) > _PROSE
                    is_party = _AGAINST.search(line) is not None
                    if not is_party and not _ADDRESSED.search(before) and (not is_prose or wrote(match[0], line)):
                        return True
        return False


def read_profile(document: Document, quotations: Sequence[Quotation], settings: SelectionSettings) -> Profile:
    """The profile of a translated document. ``quotations`` are those in the document itself."""
    head, tail = _find_head(document, settings), _find_tail(document, settings)
    lines = head.splitlines()[: settings.title_lines]
    short = (line for line in lines if len(_WORD.findall(line)) <= settings.title_words)
    sorts = find_sorts("\n".join(short)) or first_sort(head)
    titles = [match for match in _TITLE.finditer(head) if _names_the_author(match)]
    named = [match["name"] for match in (*titles, *_OWNED.finditer(head), *_BYLINE.finditer(head))]
    names = dict.fromkeys(name for stretch in (*named, *tail.splitlines()) for name in _first_name(stretch))
    roles = frozenset(role for stretch in named for role in _first_role(stretch))
    voices = dict.fromkeys(q.speaker for q in quotations if q.speaker is not None and q.aside is None)
    several = not names or sorts & _SPOKEN
    outlets = tuple(found["name"].strip() for found in _BYLINE.finditer(head))
    words = frozenset(word.casefold() for word in _WORD.findall(head)) | _acronyms(head)
    signed, language = "\n".join((*named, tail)), document.info.language.partition("-")[0]
    speaking = tuple(voices) if several else ()
    return Profile(tuple(names), roles, speaking, outlets, sorts, head, tail, words, signed, language)


def _names_the_author(title: re.Match[str]) -> bool:
    """Whether a title's name is its author's: in "... in an interview with the Post" it is the outlet's, and in "Letter
    to the members of the cooperative" the addressee's."""
    link = title["link"].casefold()
    if link == "of" and _TOWARDS.search(title.string[title.start() : title.start("link")]):
        return False
    before = title.string[title.string.rfind("\n", 0, title.start()) + 1 : title.start()]
    return link != "with" or len(before.split()) <= _BEFORE_WITH


def _find_head(document: Document, settings: SelectionSettings) -> str:
    """The text before the body, and the first lines of the body that are short enough for a header."""
    text = document.text
    before = [z.span.of(text) for z in document.info.zones if z.name in {"front_matter", "editor_note", "boilerplate"}]
    body = next((z.span for z in document.info.zones if z.name == "body"), Span(0, 0))
    titles = []
    for line in _lines(body.of(text)[: settings.title_characters])[: settings.header_lines]:
        if len(_WORD.findall(line)) > settings.title_words:
            break
        titles.append(line)
    early = [stretch[: settings.title_characters] for stretch in before]
    return _SALUTATION.sub("", "\n".join([*early, *titles]))


def _find_tail(document: Document, settings: SelectionSettings) -> str:
    """The last lines of the body that are short enough for a signature."""
    bodies = [zone.span for zone in document.info.zones if zone.name == "body"]
    if not bodies:
        return ""
    closing = _lines(bodies[-1].of(document.text)[-settings.title_characters :])[-settings.signature_lines :]
    short = (line for line in closing if len(_WORD.findall(line)) <= settings.signature_words)
    return "\n".join(line for line in short if not line.endswith((".", "!", "?", ":")))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _first_name(stretch: str) -> tuple[str, ...]:
    """The name with which a stretch begins, without titles, or an empty text."""
    match = _NAME.match(stretch.lstrip('"“«„ '))
    if match is None:
        return ()
    words = [w for w in content_words(match[0]) if w not in _NO_NAMES and w not in _ROLES and len(w) > 1]
    return (" ".join(words),) if words else ()


def _first_role(stretch: str) -> tuple[str, ...]:
    """The office with which a stretch begins, if no name precedes it: ``the Prime Minister at``."""
    words = _all_words(stretch)[:_ROLE_WORDS]
    at = next((at for at, word in enumerate(words) if word in _ROLES), None)
    if at is None:
        return ()
    return (f"prime {words[at]}",) if at > 0 and words[at - 1] == "prime" else (words[at],)


def _all_words(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORD.findall(text))


def find_role(text: str) -> str | None:
    """The word for an office with which a text ends, if there is one: ``ambassador``."""
    last = _all_words(text)[-1:]
    return last[0] if last and last[0] in _ROLES else None


_ROLES = frozenset(
    "president minister premier chancellor ambassador governor mayor king queen pope bishop cardinal primate canon "
    "founder chairman chairwoman chair director executive ceo secretary general commissioner senator judge spokesman "
    "spokeswoman spokesperson leader conductor actor actress singer author professor doctor captain envoy archbishop "
    "patriarch council court conference company".split()
)


def _is_latin(name: str) -> bool:
    """Whether a name is written in Latin letters."""
    return all(not letter.isalpha() or letter < _AFTER_LATIN for letter in name)


def _acronyms(head: str) -> frozenset[str]:
    """The acronyms in the head, and the acronyms of its consecutive capitalised words."""
    capitals = [word[0] for word in _WORD.findall(head) if word[0].isupper()]
    runs = {"".join(capitals[i : i + size]).casefold() for size in (2, 3, 4) for i in range(len(capitals) - size + 1)}
    return frozenset(found.casefold() for found in _CAPITALS.findall(head)) | runs
