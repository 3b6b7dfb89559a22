"""Reading: what is read, with which offsets, and what is refused in one line that says what to do."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.errors import InputError
from fidelity.reading import read_bytes, read_document, read_text
from fidelity.reading.html import looks_like_html
from fidelity.settings import ReadingSettings
from fidelity.types import Document

SETTINGS = ReadingSettings()
MEMO = "We agreed on “safety”.\n我们不同意。\n"


def read(data: bytes, settings: ReadingSettings = SETTINGS) -> Document:
    return read_bytes(data, origin="memo.txt", settings=settings)


def refusal(data: bytes, settings: ReadingSettings = SETTINGS) -> str:
    with pytest.raises(InputError) as caught:
        read(data, settings)
    return one_line(caught.value)


def one_line(error: InputError) -> str:
    message = str(error)
    assert message.isprintable()
    assert len(message.splitlines()) == 1
    return message


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
    ],
)
def test_encodings(codec: str, name: str) -> None:
    data = MEMO.encode(codec)
    document = read(data)
    assert document.text == MEMO
    assert document.encoding == name
    assert document.info.sha256 == hashlib.sha256(data).hexdigest()
    assert document.info.id == document.info.sha256[:16]
    assert (document.info.language, document.info.zones, document.segments) == ("und", (), ())


@pytest.mark.parametrize(("mark", "codec"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_both_orders_of_utf_16(mark: bytes, codec: str) -> None:
    assert read(mark + MEMO.encode(codec)).text == MEMO


@pytest.mark.parametrize("text", ["a\r\nb\r\n", "a\rb\r", "a\nb", "a\r\r\nb", "\ta\x0bb\x0cc\x85d\u2028e", "e\u0301"])
def test_text_is_kept_as_read(text: str, tmp_path: Path) -> None:
    """No line ending is translated and nothing is normalised, so offsets index what is in the file."""
    path = tmp_path / "memo.txt"
    path.write_bytes(text.encode())
    assert read_document(path, SETTINGS).text == text
    assert read_text(text, origin="x", settings=SETTINGS).text == text


def test_control_characters_are_text() -> None:
    assert read(b"one\x1b[31mtwo\x07\x08").text == "one\x1b[31mtwo\x07\x08"


def test_a_mark_inside_is_kept() -> None:
    assert read("a\ufeffb".encode()).text == "a\ufeffb"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "memo.txt: this file is empty; name a file that holds text"),
        (b" \t\r\n\x0b\x0c", "memo.txt: this file is empty; name a file that holds text"),
        ("\u3000\u00a0\u200b\u2028".encode(), "memo.txt: this file is empty; name a file that holds text"),
        (b"\xef\xbb\xbf", "memo.txt: this file is empty; name a file that holds text"),
        (b"\xff\xfe", "memo.txt: this file is empty; name a file that holds text"),
        (b"\xef\xbb\xbf \n\xef\xbb\xbf", "memo.txt: this file is empty; name a file that holds text"),
    ],
)
def test_empty(data: bytes, message: str) -> None:
    assert refusal(data) == message


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04\x14\x00", "this is a broken Word file or another zip archive"),
        (b"%PDF-1.7\n%\xe2\xe3", "this PDF is broken"),
        (b"\x89PNG\r\n\x1a\n\x00", "a picture, not text"),
        (b"\xff\xd8\xff\xe0", "a picture, not text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old or an encrypted Office file"),
        (b"{\\rtf1 hello}", "an RTF file"),
        (b"\x1f\x8b\x08", "a gzip archive, not text"),
        (b"\x7fELF\x02\x00\x00", "a program, not text"),
        (b"text, then\x00more", "this is binary data and not text (it holds NUL bytes)"),
        (b"\0" * 5000, "this is binary data and not text (it holds NUL bytes)"),
        ("text\0more".encode("utf-16"), "this is binary data and not text (it holds NUL characters)"),
        ("text\0more".encode("utf-16-le"), "this is binary data and not text (it holds NUL bytes)"),
        (b"\n <!DOCTYPE html>\n<html>", "this web page has no article's text"),
        (b"\xef\xbb\xbf<html lang='en'>", "this web page has no article's text"),
    ],
)
def test_what_is_not_text(data: bytes, what: str) -> None:
    message = refusal(data)
    assert message.startswith(f"memo.txt: {what}")
    assert ";" in message, "what to do about it"


def test_a_text_about_web_pages_is_text() -> None:
    assert read(b"<htmlx> is not a tag, and neither is html>").text.startswith("<htmlx>")


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ("我们不同意".encode() + b"\xff", "this is damaged UTF-8, not valid at byte 15"),
        (b"ab\xff\xff\xfe\xfe\x81", "not valid UTF-8 at byte 2, and no other encoding fits"),
        (b"\xef\xbb\xbfab\xff", "not valid UTF-8 at byte 5"),
        (b"\xff\xfea", "not valid UTF-16 at byte"),
        (b"\xff\xfe\x00\xd8a\x00", "not valid UTF-16 at byte"),
        (b"\x00\x00\xfe\xff\xff\xff\xff\xff", "not valid UTF-32 at byte"),
    ],
)
def test_wrong_encodings(data: bytes, where: str) -> None:
    message = refusal(data)
    assert message.startswith(f"memo.txt: {where}")
    assert "; save it as UTF-8 text" in message


CHINESE = "备忘录：我们不同意这个计划，因为它没有任何好处。\n第二点是时间。\n"
TRADITIONAL = "備忘錄：我們不同意這個計劃，因為它沒有任何好處。\n第二點是時間。\n"
JAPANESE = "計画が変わったと先週聞きました。誰も理由を説明してくれませんでした。\n"
RUSSIAN = "На прошлой неделе нам сообщили, что план изменился.\nНикто не объяснил почему.\n"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "gbk", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        (JAPANESE, "shift_jis", "shift_jis"),
        (JAPANESE, "euc_jp", "euc-jp"),
        ("지난주에 계획이 바뀌었다고 들었습니다.\n", "euc_kr", "euc-kr"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8_r", "koi8-r"),
        ("On nous a dit que le plan avait changé, là‑bas.".replace("\u2011", "-"), "cp1252", "windows-1252"),
        ("We agreed on “safety” – it’s what we said.", "cp1252", "windows-1252"),
        ("Powiedziano nam, że plan się zmienił; nikt nie wyjaśnił dlaczego.", "cp1250", "windows-1250"),
        ("Geçen hafta bize planın değiştiği söylendi.", "cp1254", "windows-1254"),
        ("Την περασμένη εβδομάδα μας είπαν ότι το σχέδιο άλλαξε.", "cp1253", "windows-1253"),
        ("בשבוע שעבר נאמר לנו שהתוכנית השתנתה.", "cp1255", "windows-1255"),
        ("قيل لنا الأسبوع الماضي إن الخطة قد تغيرت.", "cp1256", "windows-1256"),
        (MEMO, "utf-16-le", "utf-16-le"),
        (MEMO, "utf-16-be", "utf-16-be"),
    ],
)
def test_encodings_without_a_mark_are_guessed_and_said_to_be(text: str, codec: str, name: str) -> None:
    document = read(text.encode(codec))
    assert (document.text, document.encoding) == (text, name)
    assert document.notes == (f"read as {name}, a guess; --encoding overrides it",)
    named = read(text.encode(codec), ReadingSettings(encoding=codec))
    assert (named.text, named.encoding, named.notes) == (text, codec, ())


def test_a_named_encoding_goes_before_everything() -> None:
    """The two characters of a distillery's name in GBK are valid UTF-8, and no guess can tell."""
    data = "茅台".encode("gbk")
    assert read(data).encoding == "utf-8"
    assert read(data, ReadingSettings(encoding="gbk")).text == "茅台"
    message = refusal("我".encode(), ReadingSettings(encoding="ascii"))
    assert message == "memo.txt: not valid ASCII at byte 0; save it as UTF-8 text, or name another --encoding"


@pytest.mark.parametrize("name", ["klingon", "hex", "rot13", "zlib", "", "a\0b", "\u202e"])
def test_what_is_no_encoding(name: str) -> None:
    assert "is not an encoding; name one such as utf-8" in refusal(b"text", ReadingSettings(encoding=name))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_one_line(data: bytes) -> None:
    try:
        document = read(data)
    except InputError as error:
        one_line(error)
    else:
        assert document.text.strip()


def test_too_large(tmp_path: Path) -> None:
    small = ReadingSettings(max_bytes=10)
    assert read(b"0123456789", small).text == "0123456789"
    message = "larger than 10 bytes; split it or raise reading.max_bytes"
    assert refusal(b"0123456789a", small) == f"memo.txt: {message}"
    path = tmp_path / "memo.txt"
    path.write_bytes(b"x" * 4000)
    with pytest.raises(InputError, match="larger than 10 bytes"):
        read_document(path, small)
    with pytest.raises(InputError, match="larger than 10 bytes"):
        read_text("我们不同意", origin="x", settings=small)
    assert "larger than 1.5 MiB" in refusal(b"x" * (3 * 2**19 + 1), ReadingSettings(max_bytes=3 * 2**19))


def test_too_long_a_text() -> None:
    small = ReadingSettings(max_characters=5)
    assert read("我们不同意".encode(), small).text == "我们不同意"
    message = (
        "its text has 6 characters, and more than 5 take too long to compare; split it or raise reading.max_characters"
    )
    assert refusal(b"012345", small) == f"memo.txt: {message}"
    with pytest.raises(InputError, match="its text has 6 characters"):
        read_text("012345", origin="x", settings=small)
    assert ReadingSettings().max_characters >= 20 * 2**20


def test_half_a_surrogate_pair() -> None:
    with pytest.raises(InputError) as caught:
        read_text("ab\ud83dc", origin="x", settings=SETTINGS)
    assert one_line(caught.value) == "x: it holds half of a surrogate pair at character 2; decode it again"


def failure(path: str | Path) -> str:
    with pytest.raises(InputError) as caught:
        read_document(path, SETTINGS)
    return one_line(caught.value)


def test_no_such_file(tmp_path: Path) -> None:
    path = tmp_path / "absent.txt"
    assert failure(path) == f"{path}: there is no such file; check the path"


def test_a_directory(tmp_path: Path) -> None:
    assert failure(tmp_path) == f"{tmp_path}: this is a folder; name a text file in it"


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 5000, "memo.txt/"])
def test_what_is_no_file_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "memo.txt").write_text("text")
    assert ";" in failure(name)


@pytest.mark.parametrize("name", ["a\nb.txt", "a\x1b[31mb.txt", "a\r.txt", "a\u2028b", "\u202eb", "a\udcffb"])
def test_odd_names_stay_on_one_line(name: str, tmp_path: Path) -> None:
    assert "no such file" in failure(tmp_path / name)
    (tmp_path / name).write_bytes(b"")
    assert "is empty" in failure(tmp_path / name)
    with pytest.raises(InputError) as caught:
        read_bytes(b"\0", origin=name, settings=SETTINGS)
    one_line(caught.value)


def test_odd_names_are_read_and_kept_as_typed(tmp_path: Path) -> None:
    path = tmp_path / "备忘录 a\nb.txt"
    path.write_text("text", encoding="utf-8")
    assert read_document(path, SETTINGS).info.origin == str(path)
    assert failure(tmp_path / "备忘录.txt").startswith(str(tmp_path / "备忘录.txt"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "memo.txt"
    path.write_text("text")
    path.chmod(0)
    assert failure(path) == f"{path}: you may not read this file; check its permissions"


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    os.close(reading)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert failure(path) == f"{path}: this is a pipe, device or socket; save its text in a file and name that file"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_an_endless_device_is_refused_at_once() -> None:
    assert (
        failure("/dev/zero")
        == "/dev/zero: this is a pipe, device or socket; save its text in a file and name that file"
    )


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no /dev/fd here")
def test_a_pipe_from_the_shell_is_read(pipe: tuple[int, int]) -> None:
    """``fidelity check <(pdftotext memo.pdf -) article.txt``: read to its end, however slowly that comes."""

    def write() -> None:
        with os.fdopen(pipe[1], "wb") as file:
            for _ in range(30_000):
                file.write(b"We agreed. ")

    writer = threading.Thread(target=write)
    writer.start()
    document = read_document(f"/dev/fd/{pipe[0]}", SETTINGS)
    writer.join()
    assert document.text == "We agreed. " * 30_000


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_text("text")
    (tmp_path / "link").symlink_to(tmp_path / "memo.txt")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert read_document(tmp_path / "link", SETTINGS).text == "text"
    assert "cannot be read" in failure(tmp_path / "loop")


@pytest.mark.parametrize("comment", ["<!---->", "<!-- a --> ", "<?xml?>", "<!-- -- >-->"])
def test_a_text_that_begins_with_many_comments_is_looked_at_in_linear_time(comment: str) -> None:
    started = time.monotonic()
    assert not looks_like_html(comment * 200 + "x")
    assert looks_like_html(comment * 20 + "<html>")
    assert time.monotonic() - started < 1
