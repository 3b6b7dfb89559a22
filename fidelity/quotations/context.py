"""The context that earlier sentences give to later ones: the last speaker, the subject, and announcements."""

from __future__ import annotations

from dataclasses import dataclass, field

from fidelity.quotations.people import Speaker
from fidelity.types import Occasion, Span


@dataclass(frozen=True, slots=True)
class Announcement:
    """A sentence that ends in a colon and so says whose words come next."""

    speaker: Speaker
    cue: Span | None
    occasion: Occasion


@dataclass(slots=True)
class Context:
    """It changes while an article is read, sentence by sentence. Paragraphs are numbers; -2 means no paragraph."""

    paragraph: int = -2
    speaker: Speaker | None = None
    spoken_in: int = -2
    subject: Speaker | None = None
    subject_in: int = -2
    announcement: Announcement | None = None
    contract: Speaker | None = field(default=None)

    def enter(self, paragraph: int) -> None:
        """A sentence of that paragraph comes next."""
        self.paragraph = paragraph

    def speak(self, speaker: Speaker) -> None:
        """Somebody has been quoted."""
        self.speaker, self.spoken_in = speaker, self.paragraph

    def concern(self, speaker: Speaker) -> None:
        """A sentence has been about somebody."""
        self.subject, self.subject_in = speaker, self.paragraph

    def announce(self, announcement: Announcement | None) -> None:
        """A sentence has ended, with a colon or not. Its announcement is valid until the next sentence of prose."""
        self.announcement = announcement

    def spoken_here(self) -> Speaker | None:
        """Who has spoken in this paragraph, else whom it is about."""
        if self.spoken_in == self.paragraph:
            return self.speaker
        return self.subject if self.subject_in == self.paragraph else None

    def carried(self) -> Speaker | None:
        """The speaker of a quotation that stands alone: the person who spoke last or was mentioned last."""
        here, above = self.paragraph, self.paragraph - 1
        if self.subject_in == here and self.spoken_in != here:
            return self.subject or self.speaker
        if self.spoken_in in {here, above} and self.speaker is not None:
            return self.speaker
        return self.subject if self.subject_in == above and self.subject is not None else self.speaker
