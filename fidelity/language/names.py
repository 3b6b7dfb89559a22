"""The English names of languages, for messages."""

from __future__ import annotations

_NAMES = dict(
    entry.split(" ", 1)
    for entry in """\
af Afrikaans|am Amharic|ar Arabic|as Assamese|az Azerbaijani|ba Bashkir|be Belarusian|bg Bulgarian|bn Bengali|bo Tibetan
bs Bosnian|ca Catalan|ckb Central Kurdish|cs Czech|cy Welsh|da Danish|de German|el Greek|en English|eo Esperanto
es Spanish|et Estonian|eu Basque|fa Persian|fi Finnish|fr French|ga Irish|gl Galician|gom Konkani|gu Gujarati|ha Hausa
he Hebrew|hi Hindi|hr Croatian|hu Hungarian|hy Armenian|id Indonesian|is Icelandic|it Italian|ja Japanese|ka Georgian
kk Kazakh|km Khmer|kn Kannada|ko Korean|ky Kyrgyz|lb Luxembourgish|lo Lao|lt Lithuanian|lv Latvian|mk Macedonian
ml Malayalam|mn Mongolian|mr Marathi|ms Malay|mt Maltese|my Burmese|ne Nepali|nl Dutch|no Norwegian|or Odia|pa Punjabi
pl Polish|ps Pashto|pt Portuguese|ro Romanian|ru Russian|sa Sanskrit|si Sinhala|sk Slovak|sl Slovenian|so Somali
sq Albanian|sr Serbian|sv Swedish|sw Swahili|ta Tamil|te Telugu|tg Tajik|th Thai|tk Turkmen|tl Tagalog|tr Turkish
tt Tatar|ug Uyghur|uk Ukrainian|ur Urdu|uz Uzbek|vi Vietnamese|xh Xhosa|yo Yoruba|zh Chinese|zu Zulu""".replace(
        "\n", "|"
    ).split("|")
)


def name_language(tag: str) -> str:
    """The English name of the language that a BCP 47 tag begins with, such as ``Portuguese``; else the tag itself."""
    return _NAMES.get(tag.partition("-")[0], tag)
