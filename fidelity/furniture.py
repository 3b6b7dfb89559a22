"""A web page's furniture by its wording: lines that a site puts around any article, in the languages of the press.

Whole short lines only, so that a sentence which says "read more" is none.
"""

from __future__ import annotations

import re

LONGEST = 160
"""Longest line that is taken for furniture, in characters. A limit: an invitation and a headline."""

_READ_MORE = """
(?:read|see|learn|discover|find\\ out|view|show|load)\\ (?:more|also|next|full\\ story|the\\ full\\ (?:story|article))|also\\ read|more\\ (?:on\\ this|from|stories|like\\ this)|
continue\\ reading|keep\\ reading|related(?:\\ (?:articles?|stories|story|reading|posts?|topics?|content|coverage|news|links))?|recommended(?:\\ for\\ you|\\ reading)?|
you\\ (?:may|might)\\ also\\ (?:like|be\\ interested\\ in)|don['’]t\\ miss|most\\ (?:read|popular|viewed)|trending(?:\\ now)?|editors?['’]?s?\\ picks?|up\\ next|what\\ to\\ read\\ next|
lire\\ (?:aussi|la\\ suite|plus)|à\\ lire(?:\\ aussi)?|sur\\ le\\ même\\ sujet|en\\ savoir\\ plus|articles?\\ (?:liés|similaires|connexes)|
weiterlesen|mehr\\ (?:zum\\ thema|lesen|dazu|erfahren)|lesen\\ sie\\ (?:auch|mehr)|auch\\ interessant|das\\ könnte\\ sie\\ auch\\ interessieren|verwandte\\ (?:artikel|themen)|meistgelesen|
leer\\ más|lea\\ también|lee\\ también|más\\ información|te\\ puede\\ interesar|le\\ puede\\ interesar|artículos\\ relacionados|noticias\\ relacionadas|sigue\\ leyendo|lo\\ más\\ leído|
leia\\ (?:mais|também)|saiba\\ mais|veja\\ (?:também|mais)|notícias\\ relacionadas|continue\\ lendo|
leggi\\ (?:anche|di\\ più|tutto)|potrebbe\\ interessarti|articoli\\ correlati|per\\ saperne\\ di\\ più|
lees\\ (?:ook|meer|verder)|meer\\ lezen|gerelateerde\\ artikelen|läs\\ (?:också|mer|även)|les\\ (?:også|mer)|læs\\ (?:også|mere)|lue\\ (?:myös|lisää)|
czytaj\\ (?:także|też|więcej|również)|zobacz\\ (?:także|też|więcej)|więcej\\ na\\ ten\\ temat|čtěte\\ (?:také|více)|související\\ (?:články|témata)|přečtěte\\ si\\ také|
olvass\\ tovább|kapcsolódó\\ cikkek|citește\\ (?:și|mai\\ (?:mult|departe))|vezi\\ și|διαβάστε\\ (?:επίσης|περισσότερα|ακόμη)|σχετικά\\ άρθρα|
devamını\\ oku|ilgili\\ haberler|ayrıca\\ oku|читайте\\ (?:также|далее|ещё|еще)|подробнее|по\\ теме|материалы\\ по\\ теме|похожие\\ статьи|читать\\ (?:далее|дальше|полностью|ещё|еще)|
читайте\\ також|детальніше|прочетете\\ (?:още|повече)|вижте\\ още|اقرأ\\ (?:أيضا|أيضًا|ايضا|المزيد|كذلك)|مواضيع\\ ذات\\ صلة|بیشتر\\ بخوانید|مطالب\\ مرتبط|קראו\\ (?:עוד|גם)|כתבות\\ נוספות|
और\\ पढ़ें|यह\\ भी\\ पढ़ें|ये\\ भी\\ पढ़ें|আরও\\ পড়ুন|baca\\ (?:juga|selengkapnya)|artikel\\ terkait|đọc\\ (?:thêm|tiếp)|xem\\ thêm|tin\\ liên\\ quan|bài\\ viết\\ liên\\ quan|อ่านเพิ่มเติม|อ่านต่อ|ข่าวที่เกี่ยวข้อง|
点击(?:阅读|查看|这里|进入)|阅读(?:原文|全文|更多)|查看(?:更多|全文|原文)|相关(?:阅读|文章|新闻|推荐|报道|链接)|延伸阅读|推荐阅读|更多(?:内容|精彩|新闻|报道)|猜你喜欢|热门(?:文章|新闻)|展开全文|继续阅读|
點擊(?:閱讀|查看)|閱讀(?:原文|全文|更多)|查看(?:更多|全文)|相關(?:閱讀|文章|新聞|報導|連結)|延伸閱讀|推薦閱讀|更多(?:內容|新聞|報導)|看更多|繼續閱讀|
関連(?:記事|ニュース|リンク)|続きを(?:読む|見る)|もっと(?:読む|見る)|あわせて読みたい|こちらも(?:読む|おすすめ)|おすすめ記事|人気記事|관련\\ ?(?:기사|뉴스|글)|더\\ ?(?:보기|읽기)|계속\\ 읽기|추천\\ ?기사
"""
_INVITATIONS = """
(?:share|tweet|retweet|pin|print|e-?mail|save|bookmark|copy\\ link|send)(?:\\ (?:this|it|on|to|via|article|story|page|post|link)\\b.{0,60})?|share\\ on\\b.{0,40}|
(?:subscribe|sign\\ (?:up|in)|log\\ ?in|register|join)(?:\\ (?:now|here|today|to|for|our|us)\\b.{0,120})?|(?:get|receive)\\ (?:our|the)\\ .{0,40}newsletter.{0,60}|newsletter|
follow\\ (?:us|@\\w+|.{1,30}\\ on)\\b.{0,80}|like\\ us\\ on\\b.{0,40}|download\\ (?:our|the)\\ app.{0,60}|advertisement|sponsored(?:\\ content)?|ad|adverts?|skip\\ (?:ad|to\\ .{1,30})|
(?:leave|post|write|add)\\ a\\ (?:comment|reply)|\\d*\\ ?comments?(?:\\ \\(\\d+\\))?|view\\ comments|back\\ to\\ top|previous\\ article|next\\ article|click\\ here\\b.{0,80}|
(?:we|this\\ (?:site|website|page))\\ uses?\\ cookies\\b.{0,160}|accept\\ (?:all\\ )?(?:cookies)?|cookie\\ (?:policy|settings|preferences|notice)|privacy\\ policy|terms\\ (?:of|and)\\ .{1,30}|manage\\ preferences|
partagez?(?:\\ (?:sur|cet)\\b.{0,40})?|s['’]abonner.{0,60}|abonnez-vous.{0,80}|inscrivez-vous.{0,80}|publicité|suivez-nous.{0,60}|nous\\ utilisons\\ des\\ cookies.{0,120}|
teilen(?:\\ auf.{0,40})?|abonnieren.{0,60}|jetzt\\ abonnieren.{0,60}|anzeige|werbung|folgen\\ sie\\ uns.{0,60}|newsletter\\ abonnieren.{0,40}|(?:wir|diese\\ website)\\ (?:verwenden|verwendet|nutzt|nutzen)\\ cookies.{0,120}|
comparte?(?:\\ en.{0,40})?|compartir.{0,40}|suscríb[ea](?:te|se)?.{0,80}|publicidad|síguenos.{0,60}|(?:utilizamos|este\\ sitio\\ utiliza|usamos)\\ cookies.{0,120}|
compartilhe.{0,40}|compartilhar.{0,40}|assine.{0,60}|inscreva-se.{0,60}|publicidade|siga-nos.{0,60}|condividi.{0,40}|iscriviti.{0,80}|abbonati.{0,60}|pubblicità|seguici.{0,60}|
delen(?:\\ op.{0,40})?|abonneer.{0,60}|advertentie|volg\\ ons.{0,40}|dela|annons|följ\\ oss.{0,40}|prenumerera.{0,40}|udostępnij.{0,40}|reklama|zapisz\\ się.{0,60}|sdílet|
поделиться.{0,40}|подпи(?:сывайтесь|шитесь|саться|ска).{0,80}|реклама|следите\\ за.{0,60}|поширити|підписуйтесь.{0,60}|сподели|абонирай.{0,40}|
paylaş|abone\\ ol.{0,40}|reklam|شارك.{0,30}|اشترك.{0,60}|إعلان|تابعونا.{0,40}|تابعنا.{0,40}|share|bagikan.{0,30}|iklan|chia\\ sẻ.{0,30}|quảng\\ cáo|theo\\ dõi\\ chúng\\ tôi.{0,40}|โฆษณา|แชร์.{0,20}|
分享(?:到|至|给|本文).{0,30}|分享|扫码.{0,40}|扫描二维码.{0,40}|长按.{0,20}二维码.{0,30}|(?:欢迎)?关注(?:我们|微信|公众号|本号).{0,40}|订阅.{0,30}|广告|登录|注册|打赏|点赞|收藏|评论|举报|返回顶部|上一篇.{0,80}|下一篇.{0,80}|
分享(?:給|到).{0,30}|掃描.{0,40}|(?:歡迎)?追蹤.{0,40}|訂閱.{0,30}|廣告|登入|註冊|シェア(?:する)?|ツイート|広告|フォロー(?:する)?|会員登録.{0,30}|ログイン|공유(?:하기)?|구독(?:하기)?|광고|로그인|댓글.{0,20}
"""
_COPYRIGHT = """
(?:©|\\(c\\)|copyright)\\ ?(?:©\\ ?)?(?:\\d{4}|by|[-–—]).{0,120}|.{0,60}all\\ rights\\ reserved\\.?|tous\\ droits\\ réservés.{0,60}|alle\\ rechte\\ vorbehalten.{0,60}|todos\\ los\\ derechos\\ reservados.{0,60}|
todos\\ os\\ direitos\\ reservados.{0,60}|все\\ права\\ защищены.{0,60}|版权所有.{0,60}|版權所有.{0,60}|無断(?:転載|複製).{0,60}|무단\\ ?전재.{0,60}
"""


def _lines(wording: str, after: str = "") -> re.Pattern[str]:
    joined = wording.replace("\n", "").strip("|")
    return re.compile(rf"\W*(?:{joined}){after}\W*", re.IGNORECASE)


# An invitation to read on is followed by nothing, or by a mark and a headline.
_ON = _lines(_READ_MORE, r"(?:\s*[:：»›→>|–—-].*|\s.{0,60}[»›→>])?")
_ELSE = _lines(_INVITATIONS + "|" + _COPYRIGHT)


def is_furniture(line: str) -> bool:
    """Whether a whole line is a site's own: a link to other articles, an invitation, an advertisement's label."""
    return len(line) <= LONGEST and bool(_ON.fullmatch(line) or _ELSE.fullmatch(line))


def is_plain_furniture(line: str) -> bool:
    """:func:`is_furniture`, but for single words such as "Share", which only at an edge are sure to be a button's."""
    several = (
        len(line.split()) > 1
        or not line.isascii()
        and len(line) > 3
        or line.strip(" -—–*[]()").lower() == "advertisement"
    )
    return several and is_furniture(line)
