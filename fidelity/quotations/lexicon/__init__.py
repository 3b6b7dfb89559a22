"""Word lists of attribution, by language. All are the project's own, written from general knowledge of news prose.

English is complete enough to be measured; German, French, Spanish, Russian and Polish hold the commonest words. A word
of theirs stands in the lists with its language before it (``de:war``), so that it is never mistaken for an English
word of the same letters; :func:`fold` gives a token that form. Chinese and Japanese, which set no spaces, have modules
of their own.
"""

from __future__ import annotations

from collections.abc import Iterable

from fidelity.quotations.lexicon import english as en
from fidelity.quotations.lexicon.french import FRENCH
from fidelity.quotations.lexicon.german import GERMAN
from fidelity.quotations.lexicon.polish import POLISH
from fidelity.quotations.lexicon.russian import RUSSIAN
from fidelity.quotations.lexicon.spanish import SPANISH
from fidelity.quotations.lexicon.words import rows, split

LANGUAGES = (GERMAN, FRENCH, SPANISH, RUSSIAN, POLISH)


def _keys(field: str) -> frozenset[str]:
    """One list of all languages other than English, each word with its language before it."""
    return frozenset(f"{words.tag}:{word}" for words in LANGUAGES for word in getattr(words, field).split())


def _verbs() -> dict[str, str]:
    return {
        f"{words.tag}:{form}": f"{words.tag}:{lemma}"
        for words in LANGUAGES
        for form, lemma in rows(words.verbs).items()
    }


SPEECH_FORMS: dict[str, str] = {**en.SPEECH_FORMS, **_verbs()}
"""Forms of verbs that introduce someone's words, each with its lemma."""

ABBREVIATIONS = en.ABBREVIATIONS
ASSEMBLIES = en.ASSEMBLIES
FEMALE_NAMES = en.FEMALE_NAMES
FEMALE_WORDS = en.FEMALE_WORDS
INTERNAL_LISTENERS = en.INTERNAL_LISTENERS
LEADING_APOSTROPHES = en.LEADING_APOSTROPHES
LEADING_PARTICLES = en.LEADING_PARTICLES
LINKING_WORDS = en.LINKING_WORDS
MALE_NAMES = en.MALE_NAMES
MALE_WORDS = en.MALE_WORDS
NAME_PARTICLES = en.NAME_PARTICLES
ROLE_GROUPS = en.ROLE_GROUPS
SPEAKING_FORMS = en.SPEAKING_FORMS
SPEECH_NOUNS = en.SPEECH_NOUNS
TITLE_NOUNS = en.TITLE_NOUNS

BARE_FORMS = en.BARE_FORMS
"""English base forms: a cue only after a modal, ``to``, a plural or ``I``/``we``/``they``."""

STRONG_LEMMAS = en.STRONG_LEMMAS | _keys("strong")
"""Verbs that report words in any position."""

NAMING_LEMMAS = en.NAMING_LEMMAS | _keys("naming")
"""Verbs with which someone gives a thing a name: speech with a person before them, a term in the passive."""

WRITING_LEMMAS = en.WRITING_LEMMAS | _keys("writing")
"""Verbs whose words stand in a document."""

ACCORDING = _keys("according")
"""Single words for ``according to``."""

SCARE_CUES = en.SCARE_CUES | _keys("so_called")
TERM_CUES = en.TERM_CUES | SCARE_CUES | _keys("terms")
"""Words before a term, a title or a scare quote in marks."""

TERM_NOUNS = en.TERM_NOUNS | _keys("terms")
PEOPLE_NOUNS = en.PEOPLE_NOUNS | _keys("people")
GROUP_NOUNS = en.GROUP_NOUNS | _keys("groups")
"""Words for organisations. A name with one of these words is not a person."""

DOCUMENT_NOUNS = en.DOCUMENT_NOUNS | _keys("documents")
MATERIALS = en.MATERIALS
TEXT_PARTS = en.TEXT_PARTS
CONTRACT_NOUNS = en.CONTRACT_NOUNS | _keys("contracts")
CONTRACT_CONTEXT = en.CONTRACT_CONTEXT | _keys("contracts")
EVENT_NOUNS = en.EVENT_NOUNS | _keys("events")
INTERVIEW_NOUNS = en.INTERVIEW_NOUNS | _keys("interviews")
LISTENERS = en.LISTENERS | _keys("listeners")
"""Listeners in an interview."""

PLACE_WORDS = en.PLACE_WORDS | _keys("places")
"""Prepositions before an occasion."""

PREPOSITIONS = en.PREPOSITIONS | _keys("prepositions")
CLAUSE_WORDS = en.CLAUSE_WORDS | _keys("clauses")
AUXILIARIES = en.AUXILIARIES | _keys("auxiliaries")
BE_FORMS = en.BE_FORMS | _keys("being")
ADVERBS = en.ADVERBS | _keys("adverbs")
PRONOUNS = en.PRONOUNS | _keys("pronouns")
FIRST_PERSON = en.FIRST_PERSON | split("de:ich de:wir fr:je fr:nous es:yo es:nosotros ru:я ru:мы")
POSSESSIVES = en.POSSESSIVES | _keys("possessives")
DETERMINERS = en.DETERMINERS | _keys("determiners")
CONJUNCTIONS = split("and or de:und de:oder fr:et fr:ou es:y es:e ru:и")
RELATIVES = split("who which that where de:der de:die de:das fr:qui fr:dont es:que es:quien ru:который ru:которая")
GENITIVES = split("of de:des de:von de:vom fr:de fr:du fr:des fr:d' es:de es:del")
SUBORDINATORS = split(
    "that because while but when if although de:dass de:weil de:während de:wenn fr:que fr:parce fr:quand es:que "
    "es:porque es:cuando ru:что ru:потому ru:когда"
)
OPENERS = split(
    "when while if although though because since after before as once de:als de:nachdem de:weil de:wenn fr:quand "
    "fr:lorsque es:cuando ru:когда"
)
"""Words with which a subordinate clause opens a sentence."""
POINTING_WORDS = split("that those these such so thus this de:so de:das fr:ainsi es:así ru:так ru:это")
"""Words with which a sentence refers to a quotation before it."""

AUTHOR_LINKS = split("by from de:von fr:de fr:par es:de es:por ru:от")
"""Words between a document and its author."""

DEFINITE = split("the de:der de:die fr:le fr:la es:el es:la")
"""Articles before a role whose holder is known."""

PLURAL_NOUNS = split("people men women children police staff media press mps fans")
"""Plurals that do not end in -s."""

SENT_FORMS = split(
    "seen obtained reviewed sent dated written published leaked signed addressed posted released circulated shared"
)
"""Participles that say what became of a document: behind its noun they are no part of the phrase."""

THIRD_PERSON = split(
    "provides begins starts ends remains concerns contains includes wants comes goes gives gets keeps makes takes "
    "shows runs needs seems appears allows requires"
)
"""Verbs that end a noun phrase before them, though they may look like nouns."""

INDEFINITE = split("nobody everyone everybody someone somebody anyone one others some many few most")
"""Words for people to whom no pronoun refers."""

NEUTER_PRONOUNS = split("it its de:es")
IMPERSONAL = split("de:es de:man fr:on")
"""Pronouns that mean nobody: ``In dem Brief heißt es``."""

COMPLEMENTIZERS = split("that whether de:dass de:ob fr:que fr:qu' es:que ru:что")
"""Words that open a reported clause."""

MALE_PRONOUNS = en.MALE_PRONOUNS | _keys("male")
FEMALE_PRONOUNS = en.FEMALE_PRONOUNS | _keys("female")
PLURAL_PRONOUNS = en.PLURAL_PRONOUNS | _keys("plural")
TITLES = en.TITLES | _keys("titles")
DATES = en.DATES | split("today yesterday tomorrow tonight")
"""Words for days and months, which may own an occasion: ``Monday's meeting``."""

FUNCTION_WORDS = en.FUNCTION_WORDS | PREPOSITIONS | CLAUSE_WORDS | AUXILIARIES | ADVERBS | PRONOUNS | DETERMINERS
"""Words that are not names, even with a capital letter at the beginning of a sentence."""

SENDING_FORMS = en.SENDING_FORMS | _keys("sending")
"""Verbs that make their subject the author of a document."""

_COMMON = {"en": en.COMMON, **{words.tag: split(words.common) for words in LANGUAGES}}
_KNOWN = frozenset(SPEECH_FORMS) | frozenset().union(
    *(_keys(field) for field in LANGUAGES[0].__slots__ if field not in {"tag", "common", "verbs"})
)


def main_language(words: Iterable[str], tag: str) -> str:
    """The primary subtag of the lists that serve a text of ``words`` (in lower case), tagged ``tag`` (BCP 47).

    The tag decides where it names one of the lists' languages other than English, else the frequent small words do.
    """
    primary = tag.partition("-")[0]
    if primary in _COMMON and primary != "en":
        return primary
    counts = dict.fromkeys(_COMMON, 0)
    for word in words:
        for each, common in _COMMON.items():
            counts[each] += word in common
    return max(counts, key=lambda each: (counts[each], each == "en"))


def has_lists(tag: str) -> bool:
    """Whether there are word lists for a text tagged ``tag``. What is not tagged is read as English."""
    return tag.partition("-")[0] in {*_COMMON, "und", "zxx", ""}


def fold(word: str, tag: str) -> str:
    """``word`` in the form of the lists for a text in the language ``tag``."""
    low = word.lower()
    if tag == "en":
        return low
    key = f"{tag}:{low}"
    return key if key in _KNOWN else low
