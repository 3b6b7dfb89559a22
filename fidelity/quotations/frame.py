"""One sentence with everything that was found in it."""

from __future__ import annotations

from dataclasses import dataclass

from fidelity.quotations.cues import Cue
from fidelity.quotations.mentions import Mention
from fidelity.quotations.occasions import Setting
from fidelity.quotations.sentences import Sentence
from fidelity.types import Span


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence, the noun phrases, cues and occasions in it."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    cues: tuple[Cue, ...]
    settings: tuple[Setting, ...]

    def span(self, first: int, last: int) -> Span:
        """From token ``first`` to the token before ``last``."""
        return Span(self.sentence.tokens[first].start, self.sentence.tokens[last - 1].end)
