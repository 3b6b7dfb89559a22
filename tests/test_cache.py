"""The cache: what it gives back, what it never gives back, and what it survives."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fidelity
from fidelity.cache import Cache, CachedEncodings, CachedPlacements, CachedScorer, CachedTags
from fidelity.cache.database import FILE, is_passing
from fidelity.cache.packing import (
    pack_encoding,
    pack_placements,
    pack_reading,
    unpack_encoding,
    unpack_placements,
    unpack_reading,
)
from fidelity.calibration import Calibration, load_calibration
from fidelity.embedding import Encoding
from fidelity.errors import StoreError
from fidelity.language import Tagging, tag_all
from fidelity.pairing import FEATURES, RUN_FEATURES, Body, Placement, Query
from fidelity.pipeline.memory import Memory
from fidelity.scorer import Entailment, PairReading, Thresholds
from fidelity.settings import EncodingSettings, LanguageSettings, PairingSettings, ScoringSettings
from fidelity.types import Span
from tests.encoders import HashingEncoder
from tests.scorers import FakeScorer

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "docs" / "example"


class CountingEncoder(HashingEncoder):
    """Remembers which texts it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> list[Encoding]:
        self.asked += texts
        return super().encode(texts, progress)


class CountingScorer(FakeScorer):
    """Remembers which pairs it was asked for."""

    def __init__(self) -> None:
        super().__init__({"wrong": 3.0})
        self.asked: list[tuple[str, str]] = []

    def read(self, pairs: Sequence[tuple[str, str]], progress: object = None) -> list[PairReading]:
        self.asked += pairs
        return super().read(pairs, progress)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def memory(cache: Cache, encoder: CountingEncoder) -> Memory:
    return Memory(encoder, None, CachedEncodings(cache, encoder, EncodingSettings()))


class TestStore:
    def test_gives_back_what_was_put(self, folder: Path) -> None:
        with Cache(folder) as cache:
            cache.put("k", "space", {"a": b"1", "b": b"", "\ud800": b"3"})
            assert cache.get("space", ["a", "b", "c", "\ud800"]) == {"a": b"1", "b": b"", "\ud800": b"3"}
            assert cache.get("other space", ["a"]) == {}
        with Cache(folder) as again:
            assert again.get("space", ["a"]) == {"a": b"1"}

    def test_many_texts(self, folder: Path) -> None:
        values = {f"text {n}": str(n).encode() for n in range(1500)}
        with Cache(folder) as cache:
            cache.put("k", "s", values)
            assert cache.get("s", list(values)) == values

    def test_space_and_text_do_not_run_together(self, folder: Path) -> None:
        with Cache(folder) as cache:
            cache.put("k", "ab", {"c": b"1"})
            assert cache.get("a", ["bc"]) == {}

    def test_no_text_is_stored(self, folder: Path) -> None:
        with Cache(folder) as cache:
            cache.put("k", "s", {"unmistakable words": b"value"})
        everything = b"".join(path.read_bytes() for path in folder.iterdir())
        assert b"value" in everything
        assert b"unmistakable" not in everything

    def test_no_file_is_mapped_into_memory(self, folder: Path) -> None:
        """A process ends without a word if another one truncates a file that it has mapped."""
        with Cache(folder) as cache:
            cache.put("k", "s", {"a": b"1"})
            assert {path.name for path in folder.iterdir()} == {FILE, f"{FILE}-journal", "lock"}
            maps = Path("/proc/self/maps")
            assert not maps.exists() or str(folder) not in maps.read_text()

    def test_two_caches_hash_a_text_differently(self, tmp_path: Path) -> None:
        keys = []
        for name in ("one", "two"):
            with Cache(tmp_path / name) as cache:
                cache.put("k", "s", {"a": b"1"})
            connection = sqlite3.connect(tmp_path / name / FILE)
            keys.append(connection.execute("SELECT key FROM entries").fetchall())
            connection.close()
        assert keys[0] != keys[1]

    @pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
    def test_modes(self, folder: Path) -> None:
        old = os.umask(0)
        try:
            with Cache(folder) as cache:
                cache.put("k", "s", {"a": b"1"})
                modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
        finally:
            os.umask(old)
        assert modes.pop("cache") == 0o700
        assert set(modes.values()) == {0o600}

    def test_a_folder_that_others_may_read_is_refused(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o755)
        with pytest.raises(StoreError, match="others may look into it; run chmod 700"):
            Cache(tmp_path)
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755

    @pytest.mark.parametrize("name", ["file", "file/below", "nul\0"])
    def test_no_folder(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(StoreError, match="cannot be used") as raised:
            Cache(tmp_path / name)
        assert "\n" not in str(raised.value)

    def test_a_home_that_the_system_does_not_know(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FIDELITY_CACHE", "~nobody-of-this-name/cache")
        with pytest.raises(StoreError, match="no home folder for the cache; name a folder with FIDELITY_CACHE"):
            Cache()

    def test_the_least_recently_used_leaves_first(self, folder: Path) -> None:
        value = bytes(20_000)
        with Cache(folder, limit=400_000) as cache:
            for number in range(10):
                cache.put("k", "s", {f"old {number}": value})
            cache.get("s", ["old 3"])
            for number in range(12):
                cache.put("k", "s", {f"new {number}": value})
            left = cache.get("s", [f"old {number}" for number in range(10)])
            assert "old 3" in left
            assert "old 0" not in left
            assert cache.get("s", ["new 11"])
        assert (folder / FILE).stat().st_size <= 400_000

    def test_describe_and_clear(self, folder: Path) -> None:
        with Cache(folder) as cache:
            cache.put("vectors", "s", {"a": b"1", "b": b"2"})
            cache.put("readings", "s", {"c": b"3"})
            found = cache.describe()
            assert found.entries == {"readings": 1, "vectors": 2}
            assert found.size > 0
            cache.clear()
            assert cache.describe().entries == {}
            assert cache.get("s", ["a"]) == {}

    def test_what_cannot_be_deleted_is_said(self, folder: Path) -> None:
        with Cache(folder) as cache:
            (folder / FILE).mkdir()
            assert cache.get("s", ["a"]) == {}
            with pytest.raises(StoreError, match="cannot be emptied"):
                cache.clear()

    def test_a_fork_opens_it_again(self, folder: Path) -> None:
        with Cache(folder) as cache:
            cache.put("k", "s", {"a": b"1"})
            cache._process = -1  # as if this were another process
            connection = cache._database
            assert cache.get("s", ["a"]) == {"a": b"1"}
            assert cache._database is not connection
            assert connection is not None
            connection.close()


def damage_deleted(path: Path) -> None:
    path.unlink()


def damage_truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def damage_emptied(path: Path) -> None:
    os.truncate(path, 0)


def damage_head(path: Path) -> None:
    path.write_bytes(b"no database at all" + path.read_bytes()[18:])


def damage_foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE entries (other TEXT)")
    connection.commit()
    connection.close()
    path.chmod(0o600)


@pytest.mark.parametrize("damage", [damage_deleted, damage_truncated, damage_emptied, damage_head, damage_foreign])
def test_a_damaged_file_is_made_anew(folder: Path, damage: Callable[[Path], None]) -> None:
    values = {f"text {n}": bytes([n]) * 500 for n in range(100)}
    with Cache(folder) as cache:
        cache.put("k", "s", values)
    damage(folder / FILE)
    with Cache(folder) as cache:
        assert cache.get("s", list(values)).items() <= values.items()
        cache.put("k", "s", values)
        assert cache.get("s", list(values)) == values


def test_a_damaged_name_of_a_table_is_a_damaged_file(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    with Cache(folder) as cache:
        cache.put("k", "s", {"text": b"value"})
    content = (folder / FILE).read_bytes()
    damaged = content.replace(b"entries_by_use", b"entries\xcbby_use").replace(b"CREATE INDEX", b"CREATE INDEY")
    (folder / FILE).write_bytes(damaged)
    with Cache(folder) as cache:
        assert cache.get("s", ["text"]) == {}
        cache.put("k", "s", {"text": b"value"})
        assert cache.get("s", ["text"]) == {"text": b"value"}


NO_ROOM = """
import resource, sys
from pathlib import Path
from fidelity.cache import Cache
folder = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
with Cache(folder) as cache:
    cache.put("k", "s", {"large": bytes(400_000)})
    assert cache.get("s", ["large"]) == {}
    cache.put("k", "s", {"large": bytes(400_000)})
"""
"""A program that may make no file larger than so many bytes, as on a disk that is full or fails."""


@pytest.mark.skipif(os.name != "posix", reason="limits are those of POSIX")
@pytest.mark.parametrize("room", [0, 200_000])
def test_an_error_of_the_disk_deletes_nothing(folder: Path, room: int) -> None:
    with Cache(folder) as cache:
        cache.put("k", "s", {"small": b"value"})
    subprocess.run([sys.executable, "-c", NO_ROOM, str(folder), str(room)], env={"PYTHONPATH": str(ROOT)}, check=True)
    with Cache(folder) as cache:
        assert cache.get("s", ["small", "large"]) == {"small": b"value"}


def test_a_file_that_may_not_be_written_is_kept(folder: Path) -> None:
    with Cache(folder) as cache:
        cache.put("k", "s", {"text": b"value"})
    for code in (sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_NOMEM):
        error = sqlite3.OperationalError("no")
        error.sqlite_errorcode = code
        assert is_passing(error, folder)
    for code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR_SHORT_READ):
        error = sqlite3.OperationalError("damaged")
        error.sqlite_errorcode = code
        assert not is_passing(error, folder)
    assert not is_passing(sqlite3.DatabaseError("no code"), folder)


def test_a_file_of_an_unknown_version_is_made_anew(folder: Path) -> None:
    with Cache(folder) as cache:
        cache.put("k", "s", {"text": b"value"})
    content = bytearray((folder / FILE).read_bytes())
    content[18] = 9  # the version that a program has to know to write the file
    (folder / FILE).write_bytes(content)
    with Cache(folder) as cache:
        cache.put("k", "s", {"other": b"value"})
        assert cache.get("s", ["other"]) == {"other": b"value"}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_flipped_bits_give_nothing_wrong(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("flipped") / "cache"
    values = {f"text {n}": bytes([n]) * 300 for n in range(30)}
    with Cache(folder) as cache:
        cache.put("k", "s", values)
    content = bytearray((folder / FILE).read_bytes())
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    (folder / FILE).write_bytes(content)
    with Cache(folder) as cache:
        assert cache.get("s", list(values)).items() <= values.items()
        cache.put("k", "s", values)
        assert cache.get("s", list(values)).items() <= values.items()
        cache.describe()


class TestEncodings:
    def test_only_new_texts_are_encoded(self, folder: Path) -> None:
        encoder = CountingEncoder()
        with Cache(folder) as cache:
            first = memory(cache, encoder).encode(["One two.", "Three."], "reading")
            second = memory(cache, encoder).encode(["Three.", "Four five six.", "One two."], "reading")
        assert encoder.asked == ["Three.", "One two.", "Four five six."]
        for one, other in zip(first, (second[2], second[0]), strict=True):
            assert one.words == other.words
            assert one.vector.tobytes() == other.vector.tobytes()
            assert one.word_vectors.dtype == other.word_vectors.dtype == np.float16
            assert one.word_vectors.tobytes() == other.word_vectors.tobytes()

    def test_another_model_is_another_matter(self, folder: Path) -> None:
        one, other = CountingEncoder(), CountingEncoder()
        other.name = "other@test"
        with Cache(folder) as cache:
            memory(cache, one).encode(["One."], "reading")
            memory(cache, other).encode(["One."], "reading")
        assert other.asked == ["One."]

    def test_another_version_of_what_runs_a_named_model_is_another_matter(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old, new = CountingEncoder(), CountingEncoder()
        with Cache(folder) as cache:
            memory(cache, old).encode(["One."], "reading")
            (tmp_path / "torch-99.0.dist-info").mkdir()
            (tmp_path / "torch-99.0.dist-info" / "METADATA").write_text(
                "Metadata-Version: 2.1\nName: torch\nVersion: 99.0\n"
            )
            monkeypatch.syspath_prepend(str(tmp_path))
            memory(cache, new).encode(["One."], "reading")
        assert new.asked == ["One."]

    @settings(max_examples=50, deadline=None)
    @given(st.binary(max_size=200))
    def test_any_bytes_are_an_encoding_or_refused(self, data: bytes) -> None:
        try:
            assert pack_encoding(unpack_encoding(data)) == data
        except ValueError as error:
            assert str(error)  # noqa: PT017 -- either is right


class TestReadings:
    def test_only_new_pairs_are_read(self, folder: Path) -> None:
        scorer = CountingScorer()
        pairs = [("a wrong word", "a word"), ("No.", ""), ("a", "b")]
        with Cache(folder) as cache:
            first = CachedScorer(scorer, cache, ScoringSettings()).read(pairs[:2])
            second = CachedScorer(scorer, cache, ScoringSettings()).read([pairs[1], pairs[2], pairs[0], pairs[1]])
        assert scorer.asked == pairs
        assert [pack_reading(each) for each in first] == [pack_reading(second[2]), pack_reading(second[0])]
        assert second[2].quotation.changed.tolist() == [-4.0, 3.0, -4.0]

    def test_quotation_and_passage_do_not_run_together(self, folder: Path) -> None:
        scorer = CountingScorer()
        with Cache(folder) as cache:
            CachedScorer(scorer, cache, ScoringSettings()).read([("ab", "c"), ("a", "bc")])
        assert scorer.asked == [("ab", "c"), ("a", "bc")]

    def test_what_a_reading_holds(self) -> None:
        [reading] = FakeScorer().read([("one two", "two")])
        whole = PairReading(
            *(reading.heads, reading.quotation, reading.passage, Thresholds(gap=2.0)),
            forward=Entailment(0.5, 0.25, 0.25),
            backward=Entailment(0.0, 1.0, 0.0),
        )
        found = unpack_reading(pack_reading(whole), Thresholds(gap=2.0))
        assert (found.heads, found.forward, found.backward) == (whole.heads, whole.forward, whole.backward)
        assert found.thresholds == Thresholds(gap=2.0)
        assert found.quotation.words == whole.quotation.words
        assert found.passage.vectors.tobytes() == whole.passage.vectors.tobytes()
        assert unpack_reading(pack_reading(reading), Thresholds()).forward == reading.forward

    @settings(max_examples=50, deadline=None)
    @given(st.binary(max_size=200))
    def test_any_bytes_are_a_reading_or_refused(self, data: bytes) -> None:
        try:
            assert pack_reading(unpack_reading(data, Thresholds())) == data
        except ValueError as error:
            assert str(error)  # noqa: PT017 -- either is right


SAID = "The council sold the old mill. Ferries run twice a day. Nobody asked the fishermen."
RANK = Calibration("placement", FEATURES, (3.0, 4.0, 3.0, 2.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, -1.0, 0.5), -8.0)
EXTENT = load_calibration("extent", RUN_FEATURES)


def body(text: str = SAID, *, is_known: bool = False) -> Body:
    """A body. If its placements are known, it needs no vectors of words, and here it has none that say anything."""
    ends = [i + 1 for i, letter in enumerate(text) if letter == "."]
    sentences = [Span(start, end) for start, end in zip([0, *(end + 1 for end in ends)], ends, strict=False)]
    encodings = HashingEncoder().encode([span.of(text) for span in sentences])
    if is_known:
        encodings = [replace(each, word_vectors=np.zeros_like(each.word_vectors)) for each in encodings]
    return Body(text, sentences, encodings)


def query(
    text: str = "the old mill was sold", around: str = "", paragraph: int = 0, breaks: tuple[int, ...] = ()
) -> Query:
    own, carrier = HashingEncoder().encode([text, around + text])
    said = Span(len(around), len(around) + len(text))
    return Query(text, own, around + text, carrier, (said,), paragraph, breaks)


def places(
    cache: Cache,
    place: Body,
    encoder: HashingEncoder | None = None,
    encoding: EncodingSettings | None = None,
    rules: PairingSettings | None = None,
) -> CachedPlacements:
    return CachedPlacements(
        cache, place, encoder or HashingEncoder(), encoding or EncodingSettings(), rules or PairingSettings()
    )


class TestPlacements:
    def test_what_is_known_is_not_searched(self, folder: Path) -> None:
        queries = [query(), query("ferries run"), query("qwerty")]
        with Cache(folder) as cache:
            first = places(cache, body()).place(queries, RANK, EXTENT)
            again = places(cache, body(is_known=True)).place(queries, RANK, EXTENT)
            assert cache.describe().entries == {"placements of articles": 1}
        assert again == first
        assert [len(some) > 0 for some in first] == [True, True, True]
        assert first[0][0].runs

    def test_no_text_is_stored(self, folder: Path) -> None:
        with Cache(folder) as cache:
            places(cache, body()).place([query("the unmistakable mill")], RANK, EXTENT)
        everything = b"".join(path.read_bytes() for path in folder.iterdir())
        for words in ("unmistakable", "fishermen", "mill"):
            assert words.encode() not in everything

    def test_another_text_setting_or_model_is_another_matter(self, folder: Path) -> None:
        other_encoder = HashingEncoder()
        other_encoder.name = "other@test"
        other_rank = replace(RANK, bias=-7.0)
        with Cache(folder) as cache:

            def count(searched: CachedPlacements, queries: list[Query], rank: Calibration = RANK) -> int:
                searched.place(queries, rank, EXTENT)
                return cache.describe().entries["placements of articles"]

            assert count(places(cache, body()), [query()]) == 1
            assert count(places(cache, body()), [query()]) == 1
            assert count(places(cache, body(SAID.replace("old", "new"))), [query()]) == 2
            assert count(places(cache, body(SAID.replace(". N", ".  N"))), [query()]) == 3
            assert count(places(cache, body()), [query("the old mill is sold")]) == 4
            assert count(places(cache, body()), [query(around="He said ")]) == 5
            assert count(places(cache, body()), [query(paragraph=1)]) == 6
            assert count(places(cache, body()), [query(breaks=(3,))]) == 7
            assert count(places(cache, body()), [query(), query()]) == 8
            assert count(places(cache, body()), [query()], other_rank) == 9
            assert count(places(cache, body(), other_encoder), [query()]) == 10
            assert count(places(cache, body(), encoding=EncodingSettings(batch_tokens=1)), [query()]) == 11
            assert count(places(cache, body(), rules=PairingSettings(anchors=1)), [query()]) == 12
            places(cache, body()).place([query()], RANK, None)
            assert cache.describe().entries == {"placements of articles": 13}

    def test_a_damaged_entry_is_computed_again(self, folder: Path) -> None:
        with Cache(folder) as cache:
            first = places(cache, body()).place([query()], RANK, EXTENT)
        connection = sqlite3.connect(folder / FILE)
        [(value,)] = connection.execute("SELECT value FROM entries").fetchall()
        connection.execute("UPDATE entries SET value = ?", (value[:-1] + bytes([value[-1] ^ 1]),))
        connection.commit()
        connection.close()
        with Cache(folder) as cache:
            assert places(cache, body()).place([query()], RANK, EXTENT) == first
            assert places(cache, body(is_known=True)).place([query()], RANK, EXTENT) == first

    def test_what_placements_hold(self) -> None:
        placed = [
            (Placement(1, 3, 2, (0.5, -1.25), ((1, 2), (2, 3))), Placement(7, 9, 2, (0.25, 0.0))),
            (),
            (Placement(0, 70_000, 4, (1.0, 2.0), ((0, 70_000),)),),
        ]
        assert unpack_placements(pack_placements(placed)) == placed
        assert unpack_placements(pack_placements([])) == []
        assert unpack_placements(pack_placements([(), ()])) == [(), ()]

    @settings(max_examples=50, deadline=None)
    @given(st.binary(max_size=200))
    def test_any_bytes_are_placements_or_refused(self, data: bytes) -> None:
        try:
            unpack_placements(data)
        except ValueError as error:
            assert str(error)  # noqa: PT017 -- either is right


SENTENCES = ["We lost 1,600 jobs in the north of the country.", "Die Verhandlungen sind am Montag gescheitert.", "1"]


class TestTags:
    def test_the_tags_are_those_of_the_voters(self, folder: Path) -> None:
        rules = LanguageSettings()
        with Cache(folder) as cache:
            for _ in range(2):
                assert CachedTags(cache, rules).tag_all(SENTENCES) == tag_all(SENTENCES, rules)
                assert CachedTags(cache, rules).tag_all([]) == []
            assert cache.describe().entries == {"languages of documents": 2}
        everything = b"".join(path.read_bytes() for path in folder.iterdir())
        assert b'"de"' in everything
        assert b"Verhandlungen" not in everything

    def test_what_is_known_is_not_asked_again(self, folder: Path) -> None:
        """The entry of a document is overwritten with other tags, which then count."""
        with Cache(folder) as cache:
            tags = CachedTags(cache, LanguageSettings())
            first = tags.tag_all(SENTENCES)
            cache.put("k", tags._space, {repr(SENTENCES): b'[["ru", 0.5], ["fr", 0.25], ["und", 0]]'})
            assert tags.tag_all(SENTENCES) == [Tagging("ru", 0.5), Tagging("fr", 0.25), Tagging("und", 0.0)]
            for other in (b'[["ru", 0.5]]', b"[[1]]", b"{", b"3", b"\xff", b'[["ru", "x"], ["fr", 1], ["de", 1]]'):
                cache.put("k", tags._space, {repr(SENTENCES): other})
                assert tags.tag_all(SENTENCES) == first

    def test_another_text_or_setting_is_another_matter(self, folder: Path) -> None:
        with Cache(folder) as cache:
            for rules, texts in (
                (LanguageSettings(), SENTENCES),
                (LanguageSettings(), SENTENCES[:2]),
                (LanguageSettings(), ["".join(SENTENCES)]),
                (LanguageSettings(min_letters=3), SENTENCES),
            ):
                CachedTags(cache, rules).tag_all(texts)
            assert cache.describe().entries == {"languages of documents": 4}


MEMO, ARTICLE = str(EXAMPLE / "memo.txt"), str(EXAMPLE / "article.txt")

CHECK = """
import sys
import fidelity
report = fidelity.check(sys.argv[1], [sys.argv[2]], cache=sys.argv[3])
loaded = {"onnxruntime", "tokenizers"} & set(sys.modules)
sys.stdout.write(repr(sorted(loaded)) + chr(10) + report.to_json())
"""


def start(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CHECK, MEMO, ARTICLE, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> tuple[str, str]:
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    loaded, _, report = out.partition("\n")
    return loaded, report


@pytest.fixture(scope="module")
def plain() -> str:
    return fidelity.check(MEMO, [ARTICLE]).to_json()


class TestCheck:
    def test_the_same_bytes_and_no_model(self, folder: Path, plain: str) -> None:
        assert fidelity.check(MEMO, [ARTICLE], cache=folder).to_json() == plain
        assert finish(start(folder)) == ("[]", plain)

    def test_eight_processes_at_once(self, folder: Path, plain: str) -> None:
        processes = [start(folder) for _ in range(8)]
        assert {report for _, report in map(finish, processes)} == {plain}
        assert finish(start(folder)) == ("[]", plain)

    def test_a_cached_part_changes_nothing(self, folder: Path, plain: str) -> None:
        other = fidelity.read_text("The mayor said: “We will close two depots.”", origin="other.txt")
        fidelity.check(MEMO, [other], cache=folder)
        assert fidelity.check(MEMO, [ARTICLE], cache=folder).to_json() == plain

    def test_score(self, folder: Path) -> None:
        pairs = [("We lost 1,600 jobs.", "We lost 1,500 jobs."), ("The talks failed.", "The talks did not succeed.")]
        plain = list(fidelity.score(pairs, similarity=True))
        assert list(fidelity.score(pairs, similarity=True, cache=folder)) == plain
        assert list(fidelity.score(pairs, similarity=True, cache=folder)) == plain
        with Cache(folder) as cache:
            assert cache.describe().entries == {
                "readings of pairs": 4,
                "vectors of texts": 4,
            }  # two models read each pair


WRITER = """
import sys
from fidelity.cache import Cache
folder, me = sys.argv[1], int(sys.argv[2])
with Cache(folder) as cache:
    for turn in range(5):
        cache.put("numbers", "space", {f"{me} {turn} {i}": f"value {me} {turn} {i}".encode() for i in range(10)})
        found = cache.get("space", [f"{other} {turn} {i}" for other in range(20) for i in range(10)])
        assert all(value == f"value {text}".encode() for text, value in found.items())
"""


def test_twenty_processes_at_once_lose_no_entry(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    command = [sys.executable, "-c", WRITER, str(folder)]
    started = [subprocess.Popen([*command, str(number)]) for number in range(20)]
    assert [process.wait() for process in started] == [0] * 20
    with Cache(folder) as cache:
        assert cache.describe().entries == {"numbers": 1000}


class TestCommand:
    def run(self, *arguments: str, cache: Path | None = None, home: Path) -> tuple[int, str, str]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(home)}
        environment.pop("FIDELITY_CACHE", None)
        if cache is not None:
            environment["FIDELITY_CACHE"] = str(cache)
        done = subprocess.run(
            [sys.executable, "-m", "fidelity", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        return done.returncode, done.stdout, done.stderr

    def test_check_keeps_and_clear_empties(self, tmp_path: Path) -> None:
        home, place = tmp_path / "home", tmp_path / "home" / "fidelity"
        assert self.run("cache", home=home) == (0, "The cache is empty.\n", "")
        assert not home.exists()
        code, table, _ = self.run("check", MEMO, ARTICLE, "--cache", home=home)
        assert code == 0
        _, found, _ = self.run("cache", home=home)
        assert found.startswith(f"{place}: ")
        assert " readings of pairs, " in found
        assert found.endswith(" MB of at most 1074 MB\n")
        assert self.run("check", MEMO, ARTICLE, "--cache", home=home)[1] == table
        assert self.run("cache", "clear", home=home) == (0, "The cache is empty.\n", "")
        assert self.run("cache", home=home)[1] == f"{place}: nothing; 0.0 MB of at most 1074 MB\n"

    def test_the_environment_asks_for_it(self, tmp_path: Path) -> None:
        home, named = tmp_path / "home", tmp_path / "named"
        pairs = tmp_path / "pairs.csv"
        pairs.write_text("reference,translation\nIt rained.,It poured.\n", encoding="utf-8")
        assert self.run("score", str(pairs), "--no-cache", home=home, cache=named)[0] == 0
        assert not named.exists()
        assert self.run("score", str(pairs), home=home, cache=named)[0] == 0
        assert self.run("cache", home=home, cache=named)[1].startswith(f"{named}: 2 readings of pairs; ")
        assert not home.exists()

    def test_a_name_that_no_folder_can_have(self, tmp_path: Path) -> None:
        assert self.run("cache", home=tmp_path, cache=Path("x" * 5_000)) == (0, "The cache is empty.\n", "")

    def test_a_folder_for_everybody_is_one_line(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o755)
        code, out, err = self.run("check", MEMO, ARTICLE, home=tmp_path / "home", cache=tmp_path)
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
        assert "run chmod 700 on it" in err
