"""Attribution in Chinese, which sets no spaces: subject, verb and occasion beside the quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fidelity.types import Occasion, OccasionKind, Span

CLAUSE_CHARS = 60
"""Code points around a quotation in which its attribution is looked for. A limit."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_VERBS = (
    "写道|寫道|表示|指出|认为|認為|强调|強調|宣布|透露|坦言|回应称|回應稱|回应|回應|补充说|補充說|补充道|解释说|解釋說|警告|"
    "告诉|告訴|承认|承認|声称|聲稱|称|稱|写到|说道|說道|说|說|问|問|道"
)
_BREAK = "，。；：、！？,;:!?“”「」『』\\s"
_BEFORE = re.compile(rf"(?P<subject>[^{_BREAK}]{{1,40}}?)(?P<cue>{_VERBS})(?:[^{_BREAK}]{{0,8}})?[，,：:]?\s*$")
_AFTER = re.compile(rf"^[，,。]?\s*(?P<subject>[^{_BREAK}]{{1,16}}?)(?P<cue>{_VERBS})")
_RELATION = re.compile(
    "在|于|於|对|對|向|通过|通過|还|還|也|又|则|則|随后|隨後|曾|并|並|日前|周[一二三四五六日]|昨日|今日"
)
_TITLES = re.compile(
    "^(?:.*(?:首席执行官|执行长|董事长|发言人|發言人|总裁|總裁|部长|部長|总统|總統|总理|總理|主席|教授|经理|记者|創辦人|创始人|负责人))(?=.{2,4}$)"
)
_PRONOUNS = frozenset("他 她 他们 她们 他們 她們".split())
_OCCASIONS: tuple[tuple[OccasionKind, re.Pattern[str]], ...] = (
    ("document", re.compile("备忘录|備忘錄|信|邮件|郵件|声明|聲明|文章|博文|公告|报告|報告|帖")),
    ("contract", re.compile("合同|合約|协议|協議|条款|條款")),
    ("interview", re.compile("采访|採訪|专访|專訪|记者|記者")),
    ("event", re.compile("会议|會議|发布会|發布會|演讲|演講|峰会|峰會|论坛|論壇|大会|大會|会上|會上")),
)


@dataclass(frozen=True, slots=True)
class ChineseAttribution:
    """Subject (``None`` for a pronoun, which stands for whoever spoke last), cue and occasion."""

    name: str | None
    span: Span
    cue: Span
    occasion: Occasion


def is_chinese(text: str, start: int) -> bool:
    """Whether a Han character stands within three characters of ``start``."""
    return _HAN.search(text, max(0, start - 3), start + 3) is not None


def attribute_chinese(text: str, before: Span, after: Span) -> ChineseAttribution | None:
    """The attribution in the words ``before`` a quotation, else in those ``after`` it."""
    found = _BEFORE.search(before.of(text))
    offset = before.start
    if found is None:
        found = _AFTER.search(after.of(text))
        offset = after.start
    if found is None:
        return None
    subject = found["subject"]
    cut = _RELATION.search(subject)
    named = subject[: cut.start()] if cut else subject
    title = _TITLES.match(named)
    start = offset + found.start("subject") + (title.end() if title else 0)
    name = named[title.end() :] if title else named
    span = Span(start, start + len(name))
    cue = Span(offset + found.start("cue"), offset + found.end("cue"))
    known = None if name in _PRONOUNS or not name else name
    return ChineseAttribution(known, span, cue, _occasion(subject[cut.start() :] if cut else ""))


def _occasion(words: str) -> Occasion:
    for kind, pattern in _OCCASIONS:
        if pattern.search(words):
            return Occasion(kind, words)
    return Occasion("unknown")
