"""Whole documents: made-up ones in many shapes, one in every format and encoding, and files that mean harm."""

from __future__ import annotations

import io
import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

import fidelity
from fidelity.errors import InputError, MissingExtraError
from fidelity.reading import read_bytes
from fidelity.reading.html import extract_html
from fidelity.reading.inline import unwrap_inline
from fidelity.settings import ReadingSettings, Settings
from tests.documents import as_html, as_pdf, as_pdf_page, as_word, zip_bomb

CASES = Path(__file__).parent / "cases" / "documents"
NAMES = sorted(path.name for path in CASES.iterdir() if path.suffix not in (".outline",) and path.name != "README.md")
SETTINGS = ReadingSettings()


def outline(document: fidelity.Document) -> str:
    """One line for each zone: its name, its language, its text with line breaks as " / "."""
    lines = []
    for zone in document.info.zones:
        words = " / ".join(" ".join(line.split()) for line in zone.span.of(document.text).splitlines() if line.strip())
        lines.append(f"{zone.name} {zone.language}: {words}\n")
    return "".join(lines)


@pytest.mark.parametrize("name", NAMES)
def test_zones_of_documents_in_other_shapes(name: str) -> None:
    assert outline(fidelity.inspect(CASES / name)) == (CASES / f"{name}.outline").read_text(encoding="utf-8")


def test_there_are_documents() -> None:
    assert len(NAMES) >= 16


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_left_out_silently(name: str) -> None:
    """Every visible character lies in one zone that says why, and every sentence in one zone."""
    document = fidelity.inspect(CASES / name)
    position = 0
    for zone in document.info.zones:
        assert not document.text[position : zone.span.start].strip("\ufeff \r\n\t\u3000")
        assert zone.reason
        position = zone.span.end
    assert not document.text[position:].strip()
    for segment in document.segments:
        assert sum(zone.span.covers(segment.span) for zone in document.info.zones) == 1
        assert 0 <= segment.confidence <= 1


PARAGRAPHS = [
    "Title: Harbour fees",
    "Translated by: Nora Quill",
    "The full text of the letter follows:",
    "We agreed on nothing. The new fees were set without the fishermen, and we found out from a notice on the quay that"
    " somebody had put up on a Sunday evening, when nobody was there to read it or to ask what it was about.",
    "[Note: that was in March.]",
    "We want three things from the board: no tender before June, a fee of at most 40 euros a day for each boat, and an"
    " answer in writing to the letter that we sent in April. Until then we will not sign anything.",
    "免责声明：本文仅代表作者个人观点，不代表本站立场。",
]
TEXT = "\n".join(PARAGRAPHS) + "\n"
SAVED = {
    "memo.txt": TEXT.encode(),
    "crlf.txt": TEXT.replace("\n", "\r\n").encode(),
    "mark.txt": TEXT.encode("utf-8-sig"),
    "utf16.txt": TEXT.encode("utf-16"),
    "utf16le.txt": TEXT.encode("utf-16-le"),
    "gb18030.txt": TEXT.encode("gb18030"),
    "memo.md": TEXT.encode(),
    "page.html": as_html(PARAGRAPHS),
    "gbk.html": as_html(PARAGRAPHS, "gbk"),
    "memo.docx": as_word(PARAGRAPHS),
    "memo.pdf": as_pdf(PARAGRAPHS),
    "indented.pdf": as_pdf(PARAGRAPHS, spaced=False),
}


def shape(document: fidelity.Document) -> list[tuple[str, str, str]]:
    """Zone, language and words of each segment."""
    return [(s.zone, s.language, " ".join(s.span.of(document.text).split())) for s in document.segments]


@pytest.mark.parametrize("name", SAVED)
def test_one_document_gives_the_same_segments_in_every_format(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(SAVED[name])
    wanted = shape(fidelity.inspect(fidelity.read_text(TEXT)))
    assert len(wanted) == 9
    assert {zone for zone, _, _ in wanted} == {"front_matter", "marker", "body", "inline_note", "disclaimer"}
    assert shape(fidelity.inspect(tmp_path / name)) == wanted


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("big5", "標題：港口收費\n以下為原文：\n新的收費標準沒有徵求漁民的意見。在此之前我們不會簽署任何文件。\n"),
        (
            "shift_jis",
            "原題：港湾使用料\n以下、本文\n新しい使用料は漁師に相談なく決められました。六月まで待ってください。\n",
        ),
        ("cp1251", "Автор: Союз рыбаков\nПолный текст письма:\nНовые сборы были введены без согласия рыбаков.\n"),
        ("cp1252", "Autor: Sindicato\nTexto íntegro:\nLas nuevas tarifas se acordaron sin los pescadores, señores.\n"),
    ],
)
def test_legacy_encodings_give_the_same_segments(codec: str, text: str) -> None:
    document = fidelity.inspect(read_bytes(text.encode(codec), origin="memo.txt", settings=SETTINGS))
    assert shape(document) == shape(fidelity.inspect(fidelity.read_text(text)))
    assert "a guess" in document.notes[0]


def test_a_web_page_says_how_much_of_it_was_taken() -> None:
    document = read_bytes(as_html(PARAGRAPHS), origin="page.html", settings=SETTINGS)
    assert document.text == TEXT
    assert document.notes[0].startswith(
        "the article's text of a web page, 82% of the text on it; 7 of its parts left out"
    )


def test_word_reads_what_a_reader_sees() -> None:
    """Tracked changes accepted, hidden text gone, text boxes, links and tables in, notes below."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        "<w:p><w:r><w:t>We </w:t></w:r><w:ins><w:r><w:t>never </w:t></w:r></w:ins><w:del><w:r><w:delText>always "
        "</w:delText></w:r></w:del><w:hyperlink><w:r><w:t>agreed</w:t></w:r></w:hyperlink><w:r><w:t>.</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>HIDDEN</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>In a</w:t><w:br/><w:t>cell.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:fldChar/><w:instrText>PAGE</w:instrText><w:t>Last</w:t><w:tab/><w:t>one.</w:t></w:r></w:p>"
    )
    data = _with_body(as_word(["x"]), f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>')
    text = read_bytes(data, origin="memo.docx", settings=SETTINGS).text
    assert text == "We never agreed.\nIn a control.\nIn a\ncell.\nLast\tone.\n"


def _with_body(data: bytes, xml: str) -> bytes:
    """A Word file with another main part."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, xml if entry.filename == "word/document.xml" else old.read(entry))
    return file.getvalue()


def _pdf_bomb() -> bytes:
    """A page whose content unpacks to 3 GB of spaces: one flushed block of the packer's, over and over."""
    packer = zlib.compressobj(9)
    head = packer.compress(b" ") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * 2**22) + packer.flush(zlib.Z_FULL_FLUSH)
    content = head + block * 768
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(content), content),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, value in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%b\nendobj\n" % (number, value)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%btrailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return data + end % (table, len(data))


BILLION_LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]><d>&j;</d>"
)
HOSTILE = {
    "bomb.docx": (zip_bomb, "this Word file unpacks to more than 64 MiB"),
    "laughs.docx": (lambda: _with_body(as_word(["x"]), BILLION_LAUGHS), "this Word file is broken"),
    "deep.docx": (lambda: _with_body(as_word(["x"]), "<a>" * 1_000_000), "this Word file is broken"),
    "archive.zip": (lambda: _zip({"a.txt": b"text"}), "this is a zip archive and not a Word file"),
    "cut.docx": (lambda: as_word(["x"])[:5000], "this is a broken Word file"),
    "locked.pdf": (
        lambda: as_pdf(["We agreed."], password="secret"),
        "this PDF is encrypted; save it without a password",
    ),
    "cut.pdf": (lambda: as_pdf(["We agreed."])[:700], "this PDF is broken"),
    "bomb.pdf": (_pdf_bomb, "reading this PDF takes"),
    "deep.html": (lambda: b"<html><body>" + b"<div>" * 1_000_000 + b"We agreed.", "this web page has more than"),
    "nested.html": (
        lambda: b"<html><body>" + b"<b>" * 5_000 + b"We agreed.",
        "the elements of this web page are nested too deeply",
    ),
    "inflate.docx": (lambda: _damaged(as_word(["x"]), b"word/document.xml"), "this Word file is broken"),
    "method.docx": (lambda: _with_method(as_word(["x"]), 99), "this Word file is broken"),
    "lzma.docx": (lambda: _with_method(as_word(["x"]), zipfile.ZIP_LZMA), "this Word file is broken"),
    "nested.docx": (lambda: _with_body(as_word(["x"]), _nested(200_000)), "this Word file is broken"),
    "line.txt": (lambda: b"we agreed " * 5_000_000, "larger than 32 MiB"),
    "nul.txt": (lambda: b"we agreed\0" * 1000, "this is binary data and not text (it holds NUL bytes)"),
    "nul.html": (lambda: b"<html><body>we\0agreed" * 10, "this is binary data and not text (it holds NUL bytes)"),
}


def _damaged(data: bytes, name: bytes) -> bytes:
    """A Word file of which one part's packed bytes are overwritten."""
    start = data.index(name) + len(name) + 8
    return data[:start] + b"\xff" * 40 + data[start + 40 :]


def _with_method(data: bytes, method: int) -> bytes:
    """A Word file of which every part says that it is packed in another way."""
    for head, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        parts = data.split(head)
        data = head.join(
            [parts[0], *(p[: place - 4] + method.to_bytes(2, "little") + p[place - 2 :] for p in parts[1:])]
        )
    return data


def _nested(depth: int) -> str:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:document xmlns:w="{w}"><w:body>{"<w:sdt>" * depth}{"</w:sdt>" * depth}</w:body></w:document>'


def _zip(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_get_one_line_in_bounded_time_and_memory(name: str, tmp_path: Path) -> None:
    """Each in a process of its own with 1 GB of address space: a bomb that goes off would end it."""
    make, words = HOSTILE[name]
    (tmp_path / name).write_bytes(make())
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "fidelity", "inspect", name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30)),
    )
    assert time.perf_counter() - start < 60
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"fidelity: {name}: {words}"), done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_running_head_is_no_text() -> None:
    """A line that stands at the top of every page, and the pages' numbers."""
    paragraphs = [f"Paragraph number {n} says that we agreed on nothing, and that it is so." for n in range(120)]
    document = read_bytes(as_pdf(paragraphs, head="Harbour Weekly 7"), origin="memo.pdf", settings=SETTINGS)
    assert document.text.splitlines() == paragraphs
    assert document.notes == ("8 page numbers and running heads were left out",)


def test_a_pdf_page_is_read_column_by_column() -> None:
    left, right = ["We have agreed on", "nothing so far."], ["The works in May", "will stay open."]
    lines = [(40.0, 700.0 - 14 * i, text) for i, text in enumerate(left)]
    lines += [(320.0, 700.0 - 14 * i, text) for i, text in enumerate(right)]
    document = read_bytes(as_pdf_page(sorted(lines, key=lambda line: -line[1])), origin="a.pdf", settings=SETTINGS)
    assert document.text == "We have agreed on nothing so far.\nThe works in May will stay open.\n"


def test_a_pdf_page_of_thousands_of_lines_is_read_from_top_to_bottom() -> None:
    """To look for columns among them takes minutes: pdfminer compares each block of lines with every other one."""
    chance = random.Random(4)
    heights = sorted((chance.random() * 800 for _ in range(4_000)), reverse=True)
    lines = [(chance.random() * 500, height, f"w{i}") for i, height in enumerate(heights)]
    document = read_bytes(as_pdf_page(lines), origin="a.pdf", settings=SETTINGS)
    assert re.findall(r"w[0-9]+", document.text) == [text for _, _, text in lines]


def test_a_paragraph_of_thousands_of_inline_elements_is_read() -> None:
    """trafilatura alone takes the square of their number: minutes for these."""
    words = "".join(f"<b class='x'>w{i}</b> <span>of <i>mine</i></span>, " for i in range(15_000))
    page = f"<html><body><article><p>We agreed on this.</p><p>{words}and no more.</p></article></body></html>"
    document = read_bytes(page.encode(), origin="a.html", settings=SETTINGS)
    expected = "".join(f"w{i} of mine, " for i in range(15_000))
    assert document.text.splitlines() == ["We agreed on this.", f"{expected}and no more."]


@pytest.mark.parametrize(
    ("element", "shown"),
    [("<a href='/x'>{}</a> of mine, ", "{} of mine, "), ("<cite>{}</cite> of mine, ", "{} of mine, ")],
)
def test_a_paragraph_of_thousands_of_links_is_read(element: str, shown: str) -> None:
    """400 KB. trafilatura alone takes the square of their number: a minute for these."""
    count = 400_000 // len(element)
    words = "".join(element.format(f"w{i}") for i in range(count))
    page = f"<html><body><article><p>We agreed on this.</p><p>{words}and no more.</p></article></body></html>"
    started = time.process_time()
    text = extract_html(page, SETTINGS).text
    assert time.process_time() - started < 15
    expected = "".join(shown.format(f"w{i}") for i in range(count))
    assert text.splitlines() == ["We agreed on this.", f"{expected}and no more."]


def test_inline_elements_leave_their_words_and_the_elements_in_them() -> None:
    from lxml import html

    tree = html.fragment_fromstring("<div>a<b>b<i>c</i>d<br>e<p>f<u>g</u>h</p>i</b>j<span></span>k<a>l</a>m</div>")
    unwrap_inline(tree)
    assert html.tostring(tree) == b"<div>abcd<br>e<p>fgh</p>ijk<a>l</a>m</div>"


def test_a_pdf_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(InputError, match=r"reading this PDF takes longer than 0\.01 s"):
        read_bytes(as_pdf(["We agreed."] * 400), origin="memo.pdf", settings=ReadingSettings(parse_seconds=0.01))


@pytest.mark.parametrize(("package", "make"), [("pdfminer", as_pdf), ("docx", as_word)])
def test_without_the_extra_one_line_says_what_to_install(package: str, make, monkeypatch: pytest.MonkeyPatch) -> None:
    data = make(["We agreed."])
    for module in [name for name in sys.modules if name.split(".")[0] == package]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, package, None)  # as Python marks a package that is not to be found
    with pytest.raises(MissingExtraError, match=r"needs the extra 'documents': pip install 'fidelity\[documents\]'"):
        read_bytes(data, origin="memo", settings=SETTINGS)


def test_what_the_user_says_of_the_body_is_in_the_signature() -> None:
    settings = Settings()
    by_hand = replace(settings, zones=replace(settings.zones, body=(0, 5)))
    assert by_hand.digest() != settings.digest()


def test_a_control_character_beside_a_footnote_mark_is_left_out() -> None:
    page = (
        b"<!DOCTYPE html><html><body><article><p>The council agreed to the plan, all of it,\x01<sup><a href='#n1'>1</a>"
        b"</sup>\x02 and said so in the paper on the next day.</p><p>It rained &#1; all day in the harbour.</p>"
        b"</article></body></html>"
    )
    text = read_bytes(page, origin="page.html", settings=SETTINGS).text
    assert "all of it, and said so in the paper" in text
    assert not [c for c in text if ord(c) < 32 and c != "\n"]


@pytest.mark.parametrize("codec", ["utf-7", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "rot13"])
def test_codecs_that_no_document_is_written_in_are_refused(codec: str) -> None:
    with pytest.raises(InputError, match="is not an encoding"):
        read_bytes(b"We agreed \\ud800 +AGE-.", origin="memo.txt", settings=ReadingSettings(encoding=codec))
    page = f"<html><head><meta charset={codec}></head><body><p>{'We agreed to the plan. ' * 9}+AGE-</p></body></html>"
    assert "+AGE-" in read_bytes(page.encode(), origin="page.html", settings=SETTINGS).text


def test_the_process_that_parses_ends_with_the_one_that_started_it() -> None:
    code = (
        "import os, signal\n"
        "from fidelity.reading import apart, read_bytes\n"
        "from fidelity.settings import ReadingSettings\n"
        "from tests.documents import as_word\n"
        "read_bytes(as_word(['We agreed.']), origin='m', settings=ReadingSettings())\n"
        "print(apart._PROCESSES[os.getpid()].pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    child = int(done.stdout)
    for _ in range(100):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError("the process is still there")


def test_a_document_after_one_that_took_too_long_is_read() -> None:
    with pytest.raises(InputError, match="takes longer"):
        read_bytes(as_word(["We agreed."]), origin="m", settings=ReadingSettings(parse_seconds=0.0001))
    assert read_bytes(as_word(["We agreed."]), origin="m", settings=SETTINGS).text == "We agreed.\n"
