"""Attribution in Chinese and Japanese, which have no spaces: subject, verb and occasion beside the quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fidelity.types import Occasion, OccasionKind, Span

_UNSPACED = re.compile(r"[\u3400-\u9fff\u3041-\u30ff]")
_KANA = re.compile(r"[\u3041-\u309f]")
_NEAR = 60
"""How many code points around a quotation are searched for kana, which distinguish Japanese from Chinese."""

_BREAK = "，。；：、！？,;:!?“”「」『』\\s"

# Chinese
_VERBS = (
    "写道|寫道|表示|指出|认为|認為|强调|強調|宣布|透露|坦言|回应称|回應稱|回应|回應|补充说|補充說|补充道|解释说|解釋說|警告|"
    "告诉|告訴|承认|承認|声称|聲稱|反驳说|反駁說|直言|批评|批評|称|稱|写到|说道|說道|说|說|问|問|道"
)
_BEFORE = re.compile(rf"(?P<subject>[^{_BREAK}]{{1,40}}?)(?P<cue>{_VERBS})(?:[^{_BREAK}]{{0,8}})?[，,：:]?\s*$")
_AFTER = re.compile(rf"^[，,。]?\s*(?P<subject>[^{_BREAK}]{{1,16}}?)(?P<cue>{_VERBS})(?=[。，,！；]|\s*$)")
_ACCORDING = re.compile(
    rf"(?:据|據|根据|根據)(?P<subject>[^{_BREAK}]{{1,20}}?)(?P<cue>称|稱|说|說|所说|报道|報道)[，,]?[^{_BREAK}]*$"
)
_PROVIDES = re.compile(
    r"(?P<subject>合同|合約|协议|協議|条款|條款|公告|声明|聲明|报告|報告)(?:书|書)?(?:中|里|裡)?(?P<cue>规定|規定|约定|約定|写明|寫明|載明|载明|要求)[^。]*$"
)
_RELATION = re.compile(
    "在|于|於|对|對|向|通过|通過|还|還|也|又|则|則|随后|隨後|曾|并|並|日前|周[一二三四五六日]|昨日|今日|接受|进一步|再次"
)
_TITLES = re.compile(
    "^(?:.*(?:首席执行官|执行长|執行長|董事长|董事長|发言人|發言人|总裁|總裁|部长|部長|总统|總統|总理|總理|主席|教授|经理|經理|"
    "记者|記者|創辦人|创始人|负责人|負責人|律师|律師|市长|市長|分析师|分析師|代表|校长|校長|家长|家長|主任|局长|局長|院长|院長|"
    "议员|議員|学者|學者|专家|專家|居民|工程师|工程師))(?=.{2,4}$)"
)

# Japanese
_JA_SUBJECT = re.compile(
    r"(?P<subject>[^「」『』。、\s（）]{1,30}?)(?P<particle>には|では|は|が|も|によると|によれば)、?(?P<rest>[^「」『』。]{0,40})$"
)
_JA_STEMS = (
    "述べ|語っ|語る|話し|話す|説明し|主張し|書い|書く|記し|指摘し|強調し|批判し|答え|訴え|明かし|コメントし|発言し|警告し|反論し|"
    "非難し|付け加え|呼ん|呼ぶ|表現し|つぶやい|言っ|言う|いう|断言し|振り返っ|認め|綴っ|つづっ|記され|定め|書かれ"
)
_JA_CUE = re.compile(rf"^\s*(?:など|だ)?(?:と|って)(?:も|は)?、?[^。「」『』]{{0,16}}?(?P<cue>{_JA_STEMS})")
_JA_AFTER = re.compile(
    rf"^\s*(?:など)?(?:と|って)、?(?P<subject>[^。「」『』、\s]{{1,24}}?)(?:は|が)[^。「」『』]{{0,24}}?(?P<cue>{_JA_STEMS})"
)
_JA_TITLES = re.compile(
    "(?:氏|さん|様|首相|大統領|社長|会長|局長|大臣|教授|長官|市長|知事|議員|弁護士|報道官|広報担当|代表|監督|部長|研究員|CEO|最高経営責任者){1,4}$"
)
_JA_ROLE = re.compile(r"^.*(?:の|で)(?=[^の]{2,12}$)")

_PRONOUNS = frozenset("他 她 他们 她们 他們 她們 对方 彼 彼女 同氏 同社 同社長".split())
_OCCASIONS: tuple[tuple[OccasionKind, re.Pattern[str]], ...] = (
    (
        "document",
        re.compile(
            "备忘录|備忘錄|信中|公开信|公開信|邮件|郵件|声明|聲明|文章|博文|公告|报告|報告|帖|メモ|声明|書簡|手紙|メール|文書|報告書|投稿|覚書"
        ),
    ),
    ("contract", re.compile("合同|合約|协议|協議|条款|條款|契約|協定")),
    ("interview", re.compile("采访|採訪|专访|專訪|记者|記者|媒体|媒體|传媒|傳媒|インタビュー|取材|記者団|番組")),
    (
        "event",
        re.compile(
            "会议|會議|发布会|發布會|演讲|演講|峰会|峰會|论坛|論壇|大会|大會|会上|會上|会見|講演|会議|演説|集会|公聴会|フォーラム"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class UnspacedAttribution:
    """Subject (``None`` for a pronoun, which stands for whoever spoke last), cue and occasion.

    ``behind``: the attribution follows the quotation.
    """

    name: str | None
    span: Span
    cue: Span | None
    occasion: Occasion
    behind: bool = False


def is_unspaced(text: str, inner: Span) -> bool:
    """Whether a Han or kana character stands at the beginning of a quotation or right before it."""
    return _UNSPACED.search(text, max(0, inner.start - 3), min(inner.end, inner.start + 3)) is not None


def attribute_unspaced(text: str, before: Span, after: Span) -> UnspacedAttribution | None:
    """The attribution in the words ``before`` a quotation, else in those ``after`` it."""
    if _KANA.search(text, max(0, before.end - _NEAR), min(len(text), after.start + _NEAR)):
        return _attribute_japanese(text, before, after)
    return _attribute_chinese(text, before, after)


def _attribute_chinese(text: str, before: Span, after: Span) -> UnspacedAttribution | None:
    found = _BEFORE.search(before.of(text)) or _ACCORDING.search(before.of(text)) or _PROVIDES.search(before.of(text))
    offset, behind = before.start, False
    if found is None:
        found = _AFTER.search(after.of(text))
        offset, behind = after.start, True
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
    return UnspacedAttribution(known, span, cue, _occasion(subject[cut.start() :] if cut else subject), behind)


def _attribute_japanese(text: str, before: Span, after: Span) -> UnspacedAttribution | None:
    words, behind = before.of(text), after.of(text)
    subject = _JA_SUBJECT.search(words)
    cue = _JA_CUE.search(behind)
    if subject is None or (cue is None and subject["particle"] in {"は", "が", "も"} and not _is_colon(words)):
        following = _JA_AFTER.search(behind)
        if following is None:
            return _with_cue_alone(after, cue)
        span = Span(after.start + following.start("cue"), after.start + following.end("cue"))
        name, place = _japanese_name(following["subject"], after.start + following.start("subject"))
        return UnspacedAttribution(name, place, span, _occasion(following.group()), True)
    spoken = Span(after.start + cue.start("cue"), after.start + cue.end("cue")) if cue is not None else None
    name, place = _japanese_name(subject["subject"], before.start + subject.start("subject"))
    clause = words[max(words.rfind("。"), 0) :]
    occasion = _occasion(subject["rest"]) if subject["rest"] else _occasion("")
    if occasion.kind == "unknown" and subject["particle"] in {"には", "では"}:
        occasion = _occasion(subject["subject"])
    if occasion.kind == "unknown":
        occasion = _occasion(clause[: clause.find(subject["subject"])])
    return UnspacedAttribution(name, place, spoken, occasion)


def _is_colon(words: str) -> bool:
    return words.rstrip()[-1:] in {":", "："}


def _with_cue_alone(after: Span, cue: re.Match[str] | None) -> UnspacedAttribution | None:
    """``「...」と述べた``: whoever spoke last."""
    if cue is None:
        return None
    span = Span(after.start + cue.start("cue"), after.start + cue.end("cue"))
    return UnspacedAttribution(None, span, span, Occasion("unknown"), True)


def _japanese_name(subject: str, start: int) -> tuple[str | None, Span]:
    """A name without the role before it and the title after it, and its place."""
    role = _JA_ROLE.match(subject)
    lead = role.end() if role else 0
    name = subject[lead:]
    bare = _JA_TITLES.sub("", name) or name
    return (None if name in _PRONOUNS else bare), Span(start + lead, start + lead + len(bare))


def _occasion(words: str) -> Occasion:
    for kind, pattern in _OCCASIONS:
        if pattern.search(words):
            return Occasion(kind, words.strip("、， "))
    return Occasion("unknown")
