"""Language tags: script first, then statistics, then the neighbours."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.language import Tagging, main_language, tag_all, tag_language
from fidelity.settings import LanguageSettings

SETTINGS = LanguageSettings()
DISCLAIMER = (
    "免责声明:本文章仅代表作者个人观点,不代表本平台的立场和观点。本文章仅供信息分享,不构成对任何人的任何投资建议。"
)
SENTENCE = "We were told last week that the plan had changed, and nobody explained to us why."


def tag(text: str) -> str:
    return tag_language(text, SETTINGS).language


def tags(*texts: str) -> list[str]:
    return [tagging.language for tagging in tag_all(texts, SETTINGS)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (SENTENCE, "en"),
        (SENTENCE.upper(), "en"),
        ("On nous a dit la semaine dernière que le plan avait changé.", "fr"),
        ("Letzte Woche hat man uns gesagt, dass sich der Plan geändert hat.", "de"),
        ("La semana pasada nos dijeron que el plan había cambiado.", "es"),
        ("На прошлой неделе нам сообщили, что план изменился.", "ru"),
        ("Минулого тижня нам повідомили, що план змінився.", "uk"),
        ("Την περασμένη εβδομάδα μας είπαν ότι το σχέδιο άλλαξε.", "el"),
        ("קיבלנו הודעה", "he"),
        ("قيل لنا الأسبوع الماضي إن الخطة قد تغيرت ولم يشرح لنا أحد السبب.", "ar"),
        ("पिछले हफ़्ते हमें बताया गया कि योजना बदल गई है।", "hi"),
        ("เราได้รับแจ้งแล้ว", "th"),
        ("계획이 바뀌었다", "ko"),
        ("計画が変わったと聞きました。", "ja"),
        ("カタカナ", "ja"),
        ("我们不同意这个计划。", "zh-Hans"),
        ("我們不同意這個計劃。", "zh-Hant"),
        ("声明", "zh-Hans"),
        ("聲明", "zh-Hant"),
        ("中文", "zh"),
        ("他说这个の计划我们不同意。", "zh-Hans"),
    ],
)
def test_one_text(text: str, language: str) -> None:
    assert tag(text) == language


@pytest.mark.parametrize("length", range(1, len(DISCLAIMER) + 1))
def test_a_chinese_disclaimer_is_never_korean(length: int) -> None:
    """langdetect alone calls short Chinese "ko" with p > 0.9999."""
    assert tag(DISCLAIMER[:length]).startswith("zh")
    assert tags(SENTENCE, DISCLAIMER[:length])[1].startswith("zh")


@pytest.mark.parametrize("text", ["", "  \n", "20%", "— 1.600 —", "***", "5/3/2026 …", "😀"])
def test_no_linguistic_content(text: str) -> None:
    assert tag_language(text, SETTINGS) == Tagging("zxx", 1.0)
    assert tags(SENTENCE, text) == ["en", "zxx"]


@pytest.mark.parametrize("text", ["Memo", "AUP", "Да", "Sam Altman", "𐎀𐎁"])
def test_too_short_or_unknown(text: str) -> None:
    assert tag_language(text, SETTINGS) == Tagging("und", 0.0)


def test_main_part_of_a_mixed_text() -> None:
    assert tag("The term 红线 is what the memo calls a red line, and the contract does not have it.") == "en"
    assert tag("他把这称为“safety theater”，并说这不是真正的保护措施，大家应当明白。") == "zh-Hans"
    assert tag("계획은 AI 와 관련이 있다고 그가 말했다") == "ko"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bu metin gayriresmî bir çeviridir; asıl metin Türkçedir ve yalnızca o bağlayıcıdır.", "tr"),
        ("Bản dịch này không chính thức; chỉ bản gốc mới có giá trị.", "vi"),
    ],
)
def test_a_notice_in_a_rarer_language_below_an_english_text(text: str, language: str) -> None:
    assert tags(*[SENTENCE] * 20, text)[-1] == language


def test_headings_take_the_language_of_their_neighbours() -> None:
    assert tags("Overview", SENTENCE, "Die Lage", SENTENCE) == ["en", "en", "en", "en"]
    assert tags("AUP", "我们不同意这个计划。", "Memo") == ["und", "zh-Hans", "und"]


def test_between_two_languages_a_title_takes_the_one_that_it_seems_to_be_in() -> None:
    notice = "Aviso: Esta tradução não é oficial e não foi revista pelo autor."
    title = "President of the Bay Pilots' Guild"
    assert tags(SENTENCE, SENTENCE, "Ana Mora", title, notice) == ["en", "en", "en", "en", "pt"]
    assert tags(notice, title, SENTENCE, SENTENCE) == ["pt", "en", "en", "en"]
    assert tags(SENTENCE, SENTENCE, "Memo", notice, notice, notice) == ["en", "en", "en", "pt", "pt", "pt"]


def test_the_nearest_neighbour_of_the_same_script_decides() -> None:
    french = "On nous a dit la semaine dernière que le plan avait changé."
    russian = "На прошлой неделе нам сообщили, что план изменился."
    assert tags(SENTENCE, "Memo", french) == ["en", "en", "fr"], "the one before wins a tie"
    assert tags(SENTENCE, SENTENCE, russian, "Memo", french) == ["en", "en", "ru", "fr", "fr"]
    assert tags(SENTENCE, "Да", russian, "Memo") == ["en", "ru", "ru", "en"]


def test_chinese_short_text_takes_the_form_of_its_neighbours() -> None:
    assert tags("我们不同意这个计划。", "中文", SENTENCE) == ["zh-Hans", "zh-Hans", "en"]
    assert tags(SENTENCE, "中文", "我們不同意這個計劃。") == ["en", "zh-Hant", "zh-Hant"]
    assert tags("概要", "計画が変わったと聞きました。") == ["ja", "ja"]
    assert tags("中文", SENTENCE) == ["zh", "en"]


def test_main_language() -> None:
    assert main_language([("en", 30), ("zh-Hans", 20), ("en", 5)]) == "en"
    assert main_language([("zh-Hans", 20), ("en", 20)]) == "en", "ties go by tag"
    assert main_language([("und", 300), ("zxx", 20), ("fr", 1)]) == "fr"
    assert main_language([("und", 300)]) == main_language([]) == "und"


def test_the_same_in_every_process() -> None:
    """langdetect draws random numbers; its detectors are seeded, one factory to a script."""
    program = (
        "from fidelity.language import tag_language as t; from fidelity.settings import LanguageSettings as S;"
        "print([t(x, S()) for x in ('Il piano e il plan', 'the plan de la casa nueva', 'Die Lage in Rom')])"
    )
    runs = {
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }
    assert len(runs) == 1


@given(st.lists(st.text(max_size=60), max_size=8))
def test_one_tag_for_each_text_and_the_same_twice(texts: list[str]) -> None:
    found = tag_all(texts, SETTINGS)
    assert len(found) == len(texts)
    assert found == tag_all(texts, SETTINGS)
    assert all(tagging.language and 0 <= tagging.confidence <= 1 for tagging in found)
