"""Manifests: a file with a row for each job, or a pattern that matches the translations."""

from __future__ import annotations

import glob
import hashlib
import json
import sys
from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile, gettempdir
from typing import Any, BinaryIO

from fidelity.aligned.cells import Format, format_of, read_cells
from fidelity.batching.jobs import Job
from fidelity.errors import InputError, SettingError
from fidelity.report.files import explained
from fidelity.settings import ReadingSettings

_SEVERAL = "|"
"""Separates the articles, or the speakers, of one cell."""

_LONGEST_ID = 200
"""Characters. A convention."""

_WILD = "*?["

_MOST_COPIED = 2**30
"""Bytes of a manifest from standard input: some millions of jobs."""


@dataclass(frozen=True, slots=True)
class Survey:
    """The result of a first pass over a manifest: the number of jobs, and a digest of all jobs."""

    jobs: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The jobs of one file. ``shown`` is its name as the user gave it. Relative paths start from ``folder``."""

    path: str
    shown: str
    kind: Format
    folder: str
    settings: ReadingSettings

    def jobs(self) -> Iterator[Job]:
        """The jobs in order. They are read one by one.

        Raises:
            InputError: if the file cannot be read, or a row is not a job. The message names the row.
        """
        place = "row" if self.kind == "parquet" else "line"
        try:
            for line, cells in read_cells(self.path, self.kind, self._check, self.settings):
                yield _read_job(cells, f"{self.path}, {place} {line}", self.folder)
        except InputError as error:
            raise InputError(str(error).replace(self.path, self.shown, 1)) from error

    def survey(self) -> Survey:
        """Read all of it once.

        Raises:
            InputError: as :meth:`jobs` does, or if there are no jobs, or two jobs have the same id.
        """
        count, digest = 0, hashlib.sha256()
        ids = array("Q")  # eight bytes for each job, however long the ids are
        for count, job in enumerate(self.jobs(), start=1):
            digest.update(_canonical(job))
            ids.append(_hashed(job.id or str(count)))
        if not count:
            raise InputError(f"{self.shown}: there are no jobs in it; write a row for each translation")
        self._refuse_twice(ids)
        return Survey(count, digest.hexdigest())

    def _check(self, columns: Sequence[str], where: str) -> None:
        shown = f"{self.path}{where}"
        if "translation" not in columns:
            found = ", ".join(columns[:12]) or "none"
            raise InputError(f"{shown}: there is no column “translation” (columns: {found})")
        if "article" not in columns and "articles" not in columns:
            found = ", ".join(columns[:12])
            raise InputError(f"{shown}: there is no column “article” or “articles” (columns: {found})")
        if len(set(columns)) < len(columns):
            raise InputError(f"{shown}: two columns have the same name; rename one")

    def _refuse_twice(self, ids: array[int]) -> None:
        import numpy as np

        values, counts = np.unique(np.frombuffer(ids, np.uint64), return_counts=True)
        twice = set(values[counts > 1].tolist())
        if not twice:
            return
        seen = set[str]()
        for number, job in enumerate(self.jobs(), start=1):
            each = job.id or str(number)
            if each in seen:
                raise InputError(f"{self.shown}: two jobs have the id “{each}”; give each job an id of its own")
            if _hashed(each) in twice:
                seen.add(each)


@dataclass(frozen=True, slots=True)
class Pattern:
    """The jobs of a pattern that matches translations, such as ``memos/*.txt``.

    ``articles`` is the pattern of a translation's articles, in which ``{folder}`` and ``{stem}`` stand for the
    translation's folder and for its name without the ending.
    """

    translations: str
    articles: str

    def jobs(self) -> Iterator[Job]:
        """The jobs in the order of the translations' names."""
        for name in _matches(self.translations, ""):
            path = Path(name)
            wanted = self.articles.replace("{folder}", glob.escape(str(path.parent)))
            wanted = wanted.replace("{stem}", glob.escape(path.stem))
            found = [each for each in _matches(wanted, "") if Path(each) != path]  # ./memo.txt is memo.txt
            yield Job(name, tuple(found) or (wanted,), id=name)

    def survey(self) -> Survey:
        """Raises :class:`InputError` if there are no jobs."""
        count, digest = 0, hashlib.sha256()
        for job in self.jobs():
            count += 1
            digest.update(_canonical(job))
        if not count:
            raise InputError(f"{self.translations}: no file matches this pattern; check it, and put it in quotes")
        return Survey(count, digest.hexdigest())


@contextmanager
def open_manifest(
    name: str, kind: Format | None, articles: str | None, settings: ReadingSettings
) -> Iterator[Manifest | Pattern]:
    """The manifest ``name``: a file, ``-`` for standard input, or a pattern together with ``articles``.

    Standard input is kept in a temporary file meanwhile, since a manifest is read twice.

    Raises:
        SettingError: if ``articles`` is given with a file, or is not given with a pattern.
        InputError: if the file's ending is unknown, or it is a pipe, or the standard input is closed or too large.
        OutputError: if the temporary file cannot be written.
    """
    if articles is not None:
        if kind is not None:
            raise SettingError("--format is for a manifest, and --articles is for a pattern; give only one of them")
        yield Pattern(name, articles)
    elif name == "-":
        if sys.stdin is None:
            raise InputError("standard input is closed; name the manifest's file, or pipe the manifest in")
        with copied(sys.stdin.buffer) as copy:
            yield Manifest(str(copy), "standard input", kind or _guess(copy), "", settings)
    elif _is_there(Path(name)) and Path(name).is_fifo():
        raise InputError(f"{name}: a pipe can be read only once, and a manifest is read twice; give - and pipe it in")
    elif any(sign in name for sign in _WILD) and not _is_there(Path(name)):
        raise SettingError(f"{name}: with a pattern for the translations, give one for their articles: --articles")
    else:
        yield Manifest(name, name, format_of(name, kind), str(Path(name).parent.absolute()), settings)


@contextmanager
def copied(stream: BinaryIO, most: int = _MOST_COPIED) -> Iterator[Path]:
    """A temporary file with the content of a stream, which may be endless."""
    with ExitStack() as stack:
        with explained(gettempdir()):
            copy = stack.enter_context(NamedTemporaryFile(prefix="fidelity-", suffix=".manifest"))
            while block := stream.read(2**20):
                if copy.tell() + len(block) > most:
                    size = f"{most / 2**20:g} MiB"
                    raise InputError(f"standard input: larger than {size}; save the manifest and name its file")
                copy.write(block)
            copy.flush()
        yield Path(copy.name)


def _guess(path: Path) -> Format:
    """The format of a manifest from standard input."""
    with path.open("rb") as stream:
        start = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"PAR1"):
        return "parquet"
    return "jsonl" if start.startswith(b"{") else "csv"


def _read_job(cells: dict[str, Any], where: str, folder: str) -> Job:
    def text(name: str) -> str:
        value = cells.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and name == "id":
            value = str(value)
        if value is not None and not isinstance(value, str):
            raise InputError(f"{where}: “{name}” is not a text; write it in quotation marks")
        return (value or "").strip()

    def several(name: str) -> list[str]:
        value = cells.get(name)
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return [each.strip() for each in value if each.strip()]
        return [each.strip() for each in text(name).split(_SEVERAL) if each.strip()]

    translation, article, articles = text("translation"), text("article"), several("articles")
    if not translation:
        raise InputError(f"{where}: the job has no translation; name its file")
    if bool(article) == bool(articles):
        which = "both “article” and “articles”; leave one of them empty" if article else "no article; name its file"
        raise InputError(f"{where}: the job has {which}")
    each = text("id")
    if len(each) > _LONGEST_ID:
        raise InputError(f"{where}: the id has more than {_LONGEST_ID} characters; shorten it")
    found = [name for one in (articles or [article]) for name in _expanded(one, folder)]
    return Job(
        translation,
        tuple(dict.fromkeys(found)),
        each,
        tuple(several("speaker")),
        text("occasion") or None,
        text("language") or None,
        folder,
    )


def _expanded(name: str, folder: str) -> Sequence[str]:
    """The files that match a pattern, or the name itself if it is that of a file or nothing matches."""
    if "\0" in name or not any(sign in name for sign in _WILD) or _is_there(Path(folder, name)):
        return [name]
    return _matches(name, folder) or [name]


def _is_there(path: Path) -> bool:
    """Whether there is a file of this name. There is none of a name that the system refuses, such as a too long one."""
    try:
        return path.exists()
    except OSError:
        return False


def _matches(pattern: str, folder: str) -> list[str]:
    """The files that match a pattern, in order, with relative names if the pattern is relative."""
    found = glob.iglob(pattern, root_dir=folder or None, recursive=True)  # noqa: PTH207 -- names are to stay as they are written
    return sorted({each for each in found if Path(folder, each).is_file()})  # with two ** a file is found several times


def _canonical(job: Job) -> bytes:
    """A job as bytes, which do not depend on the place of the manifest."""
    value = [job.translation, job.articles, job.id, job.speaker, job.occasion, job.language]
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _hashed(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")
