"""Write the countries' names in each language of the multilingual encoder, from Unicode's CLDR by the package Babel.

    python models/export_countries.py

Writes ``fidelity/text/<language>/countries.txt``; needs ``pip install babel``, which the program itself does not.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from babel import Locale

from fidelity.text.pack import FOLDERS

ROOT = Path(__file__).resolve().parent.parent / "fidelity" / "text"
HEAD = (
    "# Countries: the ISO 3166 code and the names. Source: Unicode CLDR by Babel (Unicode licence, {}UNICODE-LICENSE)."
)
LOCALES = {"zh": ("zh_Hans", "zh_Hant"), "pt": ("pt", "pt_PT")}
SKIPPED = frozenset(
    ("EU", "EZ", "UN", "ZZ", "XA", "XB", "AQ", "QO", "GG", "JE", "IM", "HM", "BV", "CC", "CX", "CP", "DG")
)


def main() -> None:
    for language, folder in FOLDERS.items():
        locales = [Locale.parse(name) for name in LOCALES.get(language, (language,))]
        lines = [HEAD.format("" if folder == "english" else "../english/")]
        for code in sorted(locales[0].territories):
            if re.fullmatch("[A-Z]{2}", code) and code not in SKIPPED:
                names = (locale.territories.get(code, "") for locale in locales)
                bare = (
                    re.sub(r"\s*[（(].*?[)）]|中国(?=香港|澳门)|中國(?=香港|澳門)|特别行政区|特別行政區", "", name)
                    for name in names
                )
                known = dict.fromkeys(name for name in bare if len(name) > 1 and not re.search("[,&]", name))
                if known:
                    lines.append(", ".join([code, *known]))
        (ROOT / folder).mkdir(exist_ok=True)
        (ROOT / folder / "countries.txt").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
