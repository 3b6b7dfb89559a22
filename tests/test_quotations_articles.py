"""Articles of our own in the styles of different outlets and languages, each with what it quotes written beside it.

``cases/articles/NAME.json`` holds the gold, drafted by the program and then corrected by hand: the words between the
marks, part by part, and of what reports speech the kind, the speaker (several where several are right, ``null`` where
the article does not say), and the kind of occasion.
Spans, kinds and what is set apart must all be right; of speakers and occasions, a stated share.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from fidelity import pipeline
from fidelity.types import Quotation

FOLDER = Path(__file__).parent / "cases" / "articles"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
SMALL = frozenset("the a an of on and one s le la les der die das".split())


def read(name: str) -> tuple[dict[str, Any], str, tuple[Quotation, ...]]:
    gold = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    document, quotations = pipeline.quotes(FOLDER / f"{name}.txt")
    assert document.info.language == gold["language"]
    return gold, document.text, quotations


def is_speaker(gold: str | list[str] | None, found: str | None) -> bool:
    """The same last name or a shared word; ``None`` is only right for ``None``."""
    if gold is None or found is None:
        return gold is found
    for name in [gold] if isinstance(gold, str) else gold:
        one, other = re.findall(r"\w+", name.lower()), re.findall(r"\w+", found.lower())
        if one[-1] == other[-1] or (set(one) & set(other)) - SMALL:
            return True
    return False


def test_there_are_enough_of_them_in_every_language() -> None:
    languages = [json.loads(path.read_text(encoding="utf-8"))["language"] for path in FOLDER.glob("*.json")]
    assert len(NAMES) == len(languages) >= 15
    assert {tag.partition("-")[0] for tag in languages} >= {"en", "de", "fr", "es", "ru", "zh", "ja"}


@pytest.mark.parametrize("name", NAMES)
def test_every_quotation_is_found_whole_and_nothing_else(name: str) -> None:
    gold, text, quotations = read(name)
    found = [[span.of(text) for span in quotation.spans] for quotation in quotations]
    assert found == [row["parts"] for row in gold["quotations"]]
    asides = [quotation.aside for quotation in quotations]
    assert asides == [row.get("aside") for row in gold["quotations"]]
    kinds = [quotation.kind for quotation in quotations if quotation.aside is None]
    assert kinds == [row["kind"] for row in gold["quotations"] if "aside" not in row]
    assert all((quotation.aside is None) == (quotation.aside_reason is None) for quotation in quotations)


def test_speakers_and_occasions() -> None:
    wrong_speakers, wrong_occasions, spoken = [], [], 0
    for name in NAMES:
        gold, _, quotations = read(name)
        for row, quotation in zip(gold["quotations"], quotations, strict=True):
            if quotation.aside is not None:
                continue
            spoken += 1
            if not is_speaker(row["speaker"], quotation.speaker):
                wrong_speakers.append((name, quotation.text, quotation.speaker))
            if row["occasion"] != quotation.occasion.kind:
                wrong_occasions.append((name, quotation.text, quotation.occasion))
    assert spoken > 130
    assert len(wrong_speakers) <= 0.04 * spoken, wrong_speakers
    assert len(wrong_occasions) <= 0.08 * spoken, wrong_occasions
