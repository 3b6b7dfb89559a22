"""Reads the text of a Word file (.docx): every paragraph with all changes accepted, then the notes.

python-docx (https://github.com/python-openxml/python-docx, MIT) opens the package; its own paragraphs lack the
text of content controls, tracked insertions and text boxes, so this module walks the document's tree
(ECMA-376 part 1, section 17).
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fidelity.reading.extracted import Extracted, join_paragraphs
from fidelity.reading.refusal import RefusalError
from fidelity.settings import ReadingSettings

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element as Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MAIN_PART = "word/"
_GONE = frozenset({"del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sectPr"})
"""Elements whose text is not in the document: deleted, moved away, codes of fields, properties."""
_WHITE = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011", "br": "\n", "cr": "\n"}
_NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"))


def extract_word(data: bytes, settings: ReadingSettings) -> Extracted:
    """The document's paragraphs, then its footnotes and endnotes, each begun with its number in brackets.

    Raises:
        RefusalError: if it is not a Word file, or unpacks to more than ``settings.max_unpacked_bytes``.
    """
    import docx

    _check_archive(data, settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        document = docx.Document(io.BytesIO(data))
    body: Element | None = document.element.find(f"{_W}body")
    if body is None:
        raise RefusalError("this Word file has no text in it; open it in a word processor and save it again")
    paragraphs = list(_paragraphs(body))
    notes = list(_notes(document, body))
    comments = sum(1 for _ in body.iter(f"{_W}commentReference"))
    said = []
    if notes:
        said.append(f"{len(notes)} footnotes and endnotes are below the text")
    if comments:
        said.append(f"{comments} comments left out")
    return Extracted(join_paragraphs([*paragraphs, *notes]), "word", tuple(said))


def _check_archive(data: bytes, settings: ReadingSettings) -> None:
    """Refuse files that are not Word files or would unpack to too much, before anything is unpacked.

    The sizes in the archive are binding: no more than that is read of any part.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:  # apart_process.py reports any other error of a damaged archive as a broken file
        raise RefusalError(
            "this is a broken Word file or another zip archive; save it again, or save its text"
        ) from None
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or not any(name.startswith(_MAIN_PART) for name in names):
        raise RefusalError(
            "this is a zip archive and not a Word file; take the document out of it, or save it as .docx or text"
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise RefusalError("this Word file is encrypted; save it without a password and try again")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > settings.max_unpacked_bytes or len(entries) > settings.max_parts:
        limit = f"{settings.max_unpacked_bytes / 2**20:.4g} MiB or {settings.max_parts:,} parts"
        raise RefusalError(f"this Word file unpacks to more than {limit}; save its text as plain text and try again")


def _paragraphs(root: Element) -> Iterator[str]:
    """The texts of all paragraphs, in document order.

    Those of a text box follow the paragraph to which it is anchored.
    """
    for paragraph in root.iter(f"{_W}p"):
        if not _inside(paragraph, root, ("del", "moveFrom")) and not _in_fallback(paragraph):
            yield from _text(paragraph).split("\n")


def _text(paragraph: Element) -> str:
    """The visible text of a paragraph, without the paragraphs that are anchored in it."""
    pieces: list[str] = []
    stack: list[Element] = [paragraph]
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str):
            continue
        name = element.tag.removeprefix(_W)
        if name in _GONE or element.tag == _FALLBACK or (name == "p" and element is not paragraph):
            continue
        if name == "r" and _is_hidden(element):
            continue
        if name == "t":
            pieces.append(element.text or "")
        elif name == "br" and element.get(f"{_W}type") in ("page", "column"):
            continue
        elif name in _WHITE:
            pieces.append(_WHITE[name])
        else:
            stack.extend(reversed(element))
    return "".join(pieces)


def _is_hidden(run: Element) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val", "true") not in ("0", "false", "off")


def _inside(element: Element, root: Element, names: tuple[str, ...]) -> bool:
    wanted = {f"{_W}{name}" for name in names}
    parent = element.getparent()
    while parent is not None and parent is not root:
        if parent.tag in wanted:
            return True
        parent = parent.getparent()
    return False


def _in_fallback(element: Element) -> bool:
    """Whether an element is the copy of a text box for older programs."""
    return any(parent.tag == _FALLBACK for parent in element.iterancestors())


def _notes(document: WordDocument, body: Element) -> Iterator[str]:
    """Footnotes, then endnotes, in the order and with the numbers of their references in the text."""
    from docx.oxml.parser import parse_xml

    for part_name, name in _NOTES:
        numbers: dict[str, int] = {}
        for reference in body.iter(f"{_W}{name}Reference"):
            numbers.setdefault(reference.get(f"{_W}id", ""), len(numbers) + 1)
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith(f"/{part_name}")), None
        )
        if part is None or not numbers:
            continue
        root: Element = parse_xml(part.blob)
        texts = {note.get(f"{_W}id", ""): list(_paragraphs(note)) for note in root.iter(f"{_W}{name}")}
        for note_id, number in numbers.items():
            words = " ".join(" ".join(texts.get(note_id, ())).split())
            if words:
                yield f"[{number}] {words}"
