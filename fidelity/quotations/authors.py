"""The author of a document: ``Ann Example sent a memo``, ``her memo``, ``a memo by Ann Example``."""

from __future__ import annotations

from fidelity.quotations.attribution import main_subject
from fidelity.quotations.context import Context
from fidelity.quotations.frame import Frame
from fidelity.quotations.lexicon import AUTHOR_LINKS, AUXILIARIES, CONTRACT_CONTEXT, SENDING_FORMS
from fidelity.quotations.people import People, Speaker


def note_authors(text: str, frame: Frame, people: People, context: Context) -> None:
    """Keeps in ``people`` whose the documents are that a sentence names, and in ``context`` the contract it names."""
    for number, mention in enumerate(frame.mentions):
        if mention.head in CONTRACT_CONTEXT:
            span = frame.span(mention.first, mention.last)
            context.contract = Speaker(span.of(text), span, False)
        if mention.kind != "document" or mention.plural:
            continue
        author = _find_author(frame, number, people)
        if author is not None and (author.personal or mention.head not in people.authors):
            people.authors[mention.head] = author


def _is_linked(frame: Frame, start: int, end: int) -> bool:
    """``by``, ``from``, ``was sent by``: the words that may connect a document and its author."""
    between = frame.sentence.tokens[start:end]
    if not 1 <= len(between) <= 3 or between[-1].low not in AUTHOR_LINKS:
        return False
    return all(token.low in SENDING_FORMS | AUXILIARIES for token in between[:-1])


def _find_author(frame: Frame, number: int, people: People) -> Speaker | None:
    tokens, mention = frame.sentence.tokens, frame.mentions[number]
    if mention.owner:
        return people.resolve_owner(frame.sentence, frame.mentions, mention)
    following = frame.mentions[number + 1] if number + 1 < len(frame.mentions) else None
    if following is not None and _is_linked(frame, mention.last, following.first):
        if following.kind in {"thing", "document"}:
            return None
        return people.resolve(frame.sentence, frame.mentions, following, "subject")
    if mention.oblique or not any(token.low in SENDING_FORMS for token in tokens[: mention.first]):
        return None
    subject = main_subject(frame.mentions, mention.first)
    if subject is None or subject.kind == "document":
        return None
    return people.resolve(frame.sentence, frame.mentions, subject, "subject")
