"""Documents in every format, made by small code: what the tests read, and hostile files."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="{charset}"><title>The memo | Ledger Wire</title>
<style>p {{ margin: 0 }}</style><script>var page = "a < b";</script></head>
<body class="post"><header><a href="/">Ledger Wire</a><nav><ul><li><a href="/news">News</a></li>
<li><a href="/markets">Markets</a></li><li><a href="/opinion">Opinion</a></li></ul></nav></header>
<div class="cookie-banner" role="dialog"><p>We use cookies to improve your experience. By continuing to use this
site you accept our cookie policy.</p><button>Accept all</button></div>
<main><article>
<div class="byline">By <a rel="author" href="/a">Ann Example</a> | <time>March 5, 2026</time> | 5 min read</div>
<div class="share"><a href="#">Share on Facebook</a> <a href="#">Tweet</a> <a href="#">Email</a></div>
<figure><img src="x.jpg" alt="An office"><figcaption>The office. Photo: Agency</figcaption></figure>
{body}
<p><a href="/more">Read more: Ten things to know about the plan</a></p>
<div class="related"><h3>Related articles</h3><ul><li><a href="/1">Another story with a long title in it</a></li>
<li><a href="/2">A second story</a></li></ul></div>
</article><aside class="sidebar"><h3>Most read</h3><ol><li><a href="/1">A story about something</a></li></ol>
<p>Subscribe to our newsletter for daily updates on everything.</p></aside></main>
<footer><p>&copy; 2026 Ledger Wire. All rights reserved.</p><a href="/p">Privacy policy</a></footer>
</body></html>
"""


def as_html(paragraphs: Sequence[str], charset: str = "utf-8") -> bytes:
    """A news site's page around ``paragraphs``: menu, cookie notice, byline, share buttons, related links, footer."""
    body = "\n".join(f"<p>{html.escape(each, quote=False)}</p>" for each in paragraphs)
    return _PAGE.format(charset=charset, body=body).encode(charset, "xmlcharrefreplace")


def as_word(paragraphs: Sequence[str]) -> bytes:
    """A Word file with one paragraph each."""
    import docx

    document = docx.Document()
    for each in paragraphs:
        document.add_paragraph(each)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_pdf(paragraphs: Sequence[str], *, head: str = "", password: str = "", spaced: bool = True) -> bytes:
    """A PDF that wraps and numbers its pages, in fonts that every viewer has; Chinese in one of its own."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def style(text: str) -> ParagraphStyle:
        wide = any("\u3000" <= c <= "\u9fff" for c in text)
        return ParagraphStyle(
            "wide" if wide else "plain",
            fontName="STSong-Light" if wide else "Times-Roman",
            fontSize=11,
            leading=14,
            spaceAfter=8 if spaced else 0,
            firstLineIndent=0 if spaced else 14,
            wordWrap="CJK" if wide else None,
        )

    def number(canvas, document) -> None:
        canvas.setFont("Times-Roman", 9)
        canvas.drawCentredString(A4[0] / 2, 30, f"- {document.page} -")
        if head:
            canvas.drawString(72, A4[1] - 40, head)

    file = io.BytesIO()
    encrypt = StandardEncryption(password, canPrint=0) if password else None
    document = SimpleDocTemplate(file, pagesize=A4, title="memo", encrypt=encrypt, invariant=1)
    flow = [Paragraph(html.escape(each, quote=False), style(each)) for each in paragraphs]
    document.build(flow, onFirstPage=number, onLaterPages=number)
    return file.getvalue()


def as_pdf_page(lines: Sequence[tuple[float, float, str]]) -> bytes:
    """A PDF of one page of 600 by 800 points, with each text at its place, from the left and from the bottom."""
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(600, 800), invariant=1)
    for left, bottom, text in lines:
        canvas.drawString(left, bottom, text)
    canvas.save()
    return file.getvalue()


def zip_bomb() -> bytes:
    """A Word file of 130 kB that would unpack to 128 MB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(128):
                part.write(b"\0" * 2**20)
    return file.getvalue()


def save(folder: Path, name: str, data: bytes) -> Path:
    """Writes a file and gives its path."""
    path = folder / name
    path.write_bytes(data)
    return path
