"""Which full name, person or author a mention stands for."""

from __future__ import annotations

from dataclasses import dataclass, field

from fidelity.quotations.mentions import Mention
from fidelity.quotations.sentences import Sentence

_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


def last_name(name: tuple[str, ...]) -> str:
    """The last word of a name that is no suffix, folded."""
    words = [word for word in name if word.lower() not in _SUFFIXES]
    return (words or list(name) or [""])[-1].lower().strip(".")


@dataclass(slots=True)
class People:
    """The full names that an article gives, by last name, and who was mentioned last while reading it."""

    names: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    current: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, sentences: tuple[Sentence, ...], mentions: tuple[tuple[Mention, ...], ...]) -> People:
        """All full names of the article."""
        people = cls()
        for _, found in zip(sentences, mentions, strict=True):
            for mention in found:
                if mention.kind == "name" and len(mention.name) >= 2:
                    known = people.names.setdefault(last_name(mention.name), [])
                    if mention.name not in known:
                        known.append(mention.name)
        return people

    def note(self, mention: Mention) -> None:
        """A mention has been read: later uses of its last name mean this person."""
        if mention.kind == "name" and len(mention.name) >= 2:
            self.current[last_name(mention.name)] = mention.name

    def full_name(self, name: tuple[str, ...]) -> str:
        """The name as the article gives it in full: the one mentioned last, else the first to come."""
        if len(name) >= 2 and last_name(name) in self.names:
            return " ".join(name)
        key = last_name(name)
        if key in self.current:
            return " ".join(self.current[key])
        known = self.names.get(key)
        return " ".join(known[0] if known else name)
