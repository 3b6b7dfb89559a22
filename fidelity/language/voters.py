"""Two voters on the language of a text whose script several languages use.

langdetect (https://github.com/Mimino666/langdetect, Apache-2.0), seeded and limited to the languages
of the script, and py3langid (https://github.com/adbar/py3langid, BSD-3-Clause), whose ranking is reduced
to these languages. They vote by their probabilities, weighed as ``LanguageSettings.langdetect_weight`` says.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from fidelity.errors import ModelError
from fidelity.language.scripts import LANGUAGES, script_of
from fidelity.settings import LanguageSettings

_UNKNOWN_TO_LANGDETECT = frozenset(
    "az bs eo eu ga gl ha is lb ms mt sr tk uz xh yo zu ba be kk ky mn tg tt ckb ps ug gom sa as".split()
)
_NAMES = {"sdh": "ckb"}
"""Languages to which py3langid gives another name than our tags do: Kurdish in Arabic script."""


def vote(text: str, script: str, settings: LanguageSettings) -> tuple[str, float] | None:
    """The language that both voters together choose, with its share of the vote, 0..1. ``None`` if neither chooses."""
    heard, shares = ask_langdetect(text, script, settings), _ask_py3langid(text, script)
    if heard and shares:
        weight = settings.langdetect_weight
        shares = {tag: (1 - weight) * share for tag, share in shares.items()}
        shares[heard[0]] = shares.get(heard[0], 0.0) + weight * heard[1]
    if not shares:
        return heard
    # They are rounded to six decimals, so that the number of threads that summed them up has no influence.
    tag = min(shares, key=lambda tag: (-round(shares[tag], 6), tag))
    return tag, round(shares[tag], 6)


def ask_langdetect(
    text: str, script: str, settings: LanguageSettings, among: tuple[str, ...] | None = None
) -> tuple[str, float] | None:
    """langdetect's first choice ``among`` languages, or else those of ``script``, and its probability."""
    from langdetect.lang_detect_exception import LangDetectException

    known = among or _known_to_langdetect(script)
    if len(known) < 2:  # it refuses to choose from a single language
        return None
    detector = _detectors(known).create()
    detector.n_trial = settings.trials
    detector.append(_plain(text, script))
    try:
        probabilities = detector.get_probabilities()
    except LangDetectException:  # the text has none of its n-grams
        return None
    return (probabilities[0].lang, probabilities[0].prob) if probabilities else None


def _ask_py3langid(text: str, script: str) -> dict[str, float]:
    """py3langid's probabilities for the languages of ``script``, which add up to 1.

    It is empty if it finds none of them.
    """
    allowed = LANGUAGES[script]
    ranked = ((_NAMES.get(tag, tag), share) for tag, share in _identifier().rank(_plain(text, script)))
    shares = {tag: share for tag, share in ranked if tag in allowed}
    total = sum(shares.values())
    return {tag: share / total for tag, share in shares.items()} if total else {}


def _plain(text: str, script: str) -> str:
    """``text`` without letters of other scripts, and in lower case if it is all capitals; both mislead n-grams."""
    kept = "".join(c if not c.isalpha() or script_of(c) == script else " " for c in text)
    return kept.lower() if kept.isupper() else kept


@cache
def _known_to_langdetect(script: str) -> tuple[str, ...]:
    return tuple(tag for tag in LANGUAGES[script] if tag not in _UNKNOWN_TO_LANGDETECT)


@cache
def _detectors(languages: tuple[str, ...]) -> Any:
    """A separate, seeded langdetect factory that knows only ``languages``."""
    from pathlib import Path

    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.load_json_profile([(Path(PROFILES_DIRECTORY) / tag).read_text(encoding="utf-8") for tag in languages])
    factory.set_seed(0)
    return factory


@cache
def _identifier() -> Any:
    """py3langid's model, of 139 languages. Loading it takes 0.4 s, so it is asked only where it may matter.

    Raises:
        ModelError: if the temporary folder, into which py3langid unpacks the model, cannot be written.
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise ModelError(
            f"the model of languages cannot be unpacked into the temporary folder: {why}; free some space there, or "
            "set TMPDIR to another folder"
        ) from error
