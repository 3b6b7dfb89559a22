"""Figures of quotation finding and attribution; ``pairing.py`` and ``real_articles.py`` measure selection.

Run as ``python tests/benchmarks/quotations.py --data DIR``, where DIR holds ``pairing_dev/`` and ``polnear/``;
without ``--data`` only the seeds and the cost are measured. Nothing of the data is written anywhere.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from fidelity.embedding import BuiltInEncoder
from fidelity.quotations import extract_quotations
from fidelity.quotations.paragraphs import find_paragraphs
from fidelity.quotations.reports import find_reports
from fidelity.quotations.sentences import read_sentences
from fidelity.quotations.stretches import find_stretches
from fidelity.settings import EncodingSettings, QuotationSettings
from fidelity.types import Document, DocumentInfo, Quotation, Span

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
PRONOUNS = frozenset("he she they who i we it you".split())
REFERENCES = SEEDS.parent / "models" / "reported-speech" / "references.jsonl"
PEER = "GenderGapTracker, on its own data: F1 0.761 at 0.8 overlap, speaker 0.874"
SMALL = frozenset("the a an of and s on one to for in".split())


def read(text: str) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(DocumentInfo(digest[:16], "", digest, "en", ()), text)


def same_speaker(gold: str | None, found: str | None) -> bool:
    """The same last name, or a shared content word; null matches unknown."""
    if gold is None or found is None:
        return gold is found
    one, other = re.findall(r"\w+", gold.lower()), re.findall(r"\w+", found.lower())
    return one[-1:] == other[-1:] or bool((set(one) & set(other)) - SMALL)


def measure_case(article: str, rows: list[dict[str, Any]]) -> list[int]:
    """Quotations counted, spans found, speaker right."""
    quotations = extract_quotations(read(article), QuotationSettings())

    def trimmed(start: int, end: int) -> tuple[int, int]:
        return start, start + len(article[start:end].rstrip(","))

    found = {tuple(trimmed(s.start, s.end) for s in q.spans): q for q in quotations}
    figures = [0, 0, 0]
    for row in rows:
        if row.get("ambiguous"):
            continue
        figures[0] += 1
        quotation = found.get(tuple(trimmed(start, end) for start, end in row["quote_spans"]))
        if quotation is not None:
            figures[1] += 1
            figures[2] += same_speaker(row["speaker"], quotation.speaker)
    return figures


def measure_seeds() -> list[int]:
    gold = json.loads((SEEDS / "gold.json").read_text(encoding="utf-8"))
    return measure_case((SEEDS / gold["article"]).read_text(encoding="utf-8"), gold["quotations"])


def measure_pairing(folder: Path) -> list[int]:
    total = [0, 0, 0]
    for case in sorted(folder.iterdir()):
        gold = json.loads((case / "gold.json").read_text(encoding="utf-8"))
        article = (case / "article.txt").read_text(encoding="utf-8")
        figures = measure_case(article, gold["quotations"])
        total = [one + other for one, other in zip(total, figures, strict=True)]
    return total


def read_polnear(folder: Path, part: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    with gzip.open(folder / f"{part}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            rows.setdefault(row["doc"], []).append(row)
    for name, found in sorted(rows.items()):
        path = folder / part / f"{name}.txt"
        if path.exists():
            yield path.read_text(encoding="utf-8"), found


def measure_polnear(folder: Path, part: str, overlap: float, words: int) -> dict[str, tuple[int, int]]:
    """Quoted text of ``words`` words or more, found to the share ``overlap``: right, of.

    ``recall``: of attributed quoted text. ``precision``: of what is extracted as speech, whether it is attributed.
    ``speaker``: where the source is a name or a noun, the same last name or a shared word. ``pronoun``: where it is a
    pronoun, whether that pronoun was found and somebody named for it; the data does not say whom it stands for.
    """
    counts = {name: [0, 0] for name in ("recall", "precision", "speaker", "pronoun")}
    for text, rows in read_polnear(folder, part):
        quotations = extract_quotations(read(text), QuotationSettings())
        spans = [(span, q) for q in quotations for span in q.spans]
        covered: set[Span] = set()
        for row in rows:
            for quoted in row["quoted"]:
                start = text.find(quoted, max(0, row["start"] - 5))
                if start >= 0:
                    wanted = Span(start, start + len(quoted))
                    covered |= {span for span, _ in spans if wanted.overlap(span) * 2 >= len(span)}
                    count_row(text, row, wanted, spans, overlap, words, counts)
        for span, quotation in spans:
            if quotation.aside is None and len(span.of(text).split()) >= words:
                attributed = any(
                    span.overlap(Span(row["start"], max(row["start"], row["end"]))) * 2 >= len(span) for row in rows
                )
                counts["precision"][0] += attributed or span in covered
                counts["precision"][1] += 1
    return {name: (right, of) for name, (right, of) in counts.items()}


def count_row(
    text: str,
    row: dict[str, Any],
    wanted: Span,
    spans: list[tuple[Span, Quotation]],
    overlap: float,
    words: int,
    counts: dict[str, list[int]],
) -> None:
    if len(wanted.of(text).split()) < words:
        return
    shared = [(wanted.overlap(span), q) for span, q in spans if wanted.overlap(span)]
    counts["recall"][1] += 1
    if sum(share for share, _ in shared) < overlap * len(wanted):
        return
    counts["recall"][0] += 1
    source = row["source"]
    if not source:
        return
    quotation = max(shared, key=lambda item: item[0])[1]
    said = quotation.speaker_span.of(text) if quotation.speaker_span is not None else None
    if source.lower() in PRONOUNS:
        counts["pronoun"][1] += 1
        counts["pronoun"][0] += said is not None and said.lower() == source.lower() and quotation.speaker is not None
        return
    counts["speaker"][1] += 1
    counts["speaker"][0] += same_speaker(source, quotation.speaker) or (said is not None and same_speaker(source, said))


def measure_indirect(folder: Path, part: str) -> dict[str, tuple[int, int, int]]:
    """Attributed content without quotation marks: right, found, wanted; by rule (the baseline) and by the tagger.

    ``half of both``: found and wanted share half of all that either covers. ``half of it``: half of the wanted.
    """
    encoder = BuiltInEncoder(EncodingSettings())

    def vectors(texts: Sequence[str]) -> list[tuple[Sequence[Span], Any]]:
        return [(encoding.words, encoding.word_vectors) for encoding in encoder.encode(texts)]

    counts: dict[str, list[int]] = {}
    settings = QuotationSettings()
    for text, rows in read_polnear(folder, part):
        wanted = [Span(row["start"], row["end"]) for row in rows if not row["quoted"] and row["end"] > row["start"]]
        paragraphs = find_paragraphs(text)
        stretches = find_stretches(text, paragraphs, settings)
        sentences = read_sentences(text, paragraphs, stretches, settings.sentence_words)
        by_rule = [replace(sentence, language="und") for sentence in sentences]
        for method, read_by in (("rule", by_rule), ("tagger", sentences)):
            found = [stretch.inner for stretch in find_reports(text, read_by, vectors, settings)]
            for name, union in (("half of both", True), ("half of it", False)):
                count = counts.setdefault(f"{method}, {name}", [0, 0, 0])
                count[0] += match(found, wanted, union)
                count[1] += len(found)
                count[2] += len(wanted)
    return {name: (right, found, wanted) for name, (right, found, wanted) in counts.items()}


def match(found: list[Span], wanted: list[Span], union: bool) -> int:
    """How many can be matched one to one, the best first, at an overlap of a half."""
    shares = []
    for one, span in enumerate(found):
        for other, gold in enumerate(wanted):
            shared = span.overlap(gold)
            of = len(span) + len(gold) - shared if union else len(gold)
            if shared * 2 >= of:
                shares.append((shared / of, one, other))
    used: set[int] = set()
    right: set[int] = set()
    for _, one, other in sorted(shares, reverse=True):
        if one not in used and other not in right:
            used.add(one)
            right.add(other)
    return len(right)


def measure_roles(folder: Path, part: str) -> dict[str, tuple[int, int]]:
    """Words for speakers whose reference was judged by hand: whether they resolve to that person, by their sort.

    ``named`` counts only those that mean somebody whom the article names; a reference of nobody is right where the
    words stay as they are.
    """
    rows = [json.loads(line) for line in REFERENCES.read_text(encoding="utf-8").splitlines()]
    counts: dict[str, list[int]] = {}
    for name in sorted({row["doc"] for row in rows if row["part"] == part}):
        text = (folder / part / f"{name}.txt").read_text(encoding="utf-8")
        found = {q.speaker_span.start: q for q in extract_quotations(read(text), QuotationSettings()) if q.speaker_span}
        for row in rows:
            quotation = found.get(row["start"]) if row["doc"] == name else None
            if quotation is None:
                continue
            resolved = quotation.speaker if quotation.speaker != quotation.speaker_words else None
            for key in (row["sort"], f"{row['sort']}, named") if row["name"] is not None else (row["sort"],):
                count = counts.setdefault(key, [0, 0])
                count[0] += same_speaker(row["name"], resolved or (quotation.speaker if row["name"] else None))
                count[1] += 1
    return {key: (right, of) for key, (right, of) in counts.items()}


def measure_cost() -> None:
    """Seconds for one, two and four times the same text: with and without line breaks, and of marks only."""
    gold = json.loads((SEEDS / "gold.json").read_text(encoding="utf-8"))
    article = (SEEDS / gold["article"]).read_text(encoding="utf-8")
    texts = {
        "article": f"{article}\n\n" * 10,
        "one line": article.replace("\n", " ") * 10,
        "no sentence ends": re.sub(r"[.!?]", "", article.replace("\n", " ")) * 10,
        "opening marks": "“a 'b " * 10_000,
        "closing marks": 'a" b’ ' * 10_000,
        "possessives": "'the companies' dogs' " * 4_000,
    }
    for name, text in texts.items():
        seconds = []
        for times in (1, 2, 4):
            start = time.perf_counter()
            extract_quotations(read(text * times), QuotationSettings())
            seconds.append(time.perf_counter() - start)
        print(f"cost  {name:18} {len(text):7} code points: " + "  ".join(f"{s:.2f} s" for s in seconds))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    data: Path | None = parser.parse_args().data
    names = ("quotations", "spans", "speaker")
    print("seeds       ", dict(zip(names, measure_seeds(), strict=True)))
    if data is not None:
        print("pairing_dev ", dict(zip(names, measure_pairing(data / "pairing_dev"), strict=True)))
        for part in ("train", "dev"):
            for name, (right, of) in measure_polnear(data / "polnear", part, 0.8, 4).items():
                print(f"polnear {part:5} {name:9} {right}/{of} = {right / max(of, 1):.3f}")
            for name, (right, of) in sorted(measure_roles(data / "polnear", part).items()):
                print(f"references {part:5} {name:14} {right}/{of} = {right / max(of, 1):.3f}")
        print(PEER)
        for name, (right, found, wanted) in measure_indirect(data / "polnear", "dev").items():
            precision, recall = right / max(found, 1), right / max(wanted, 1)
            score = 2 * precision * recall / max(precision + recall, 1e-9)
            print(f"indirect dev   {name:21} precision {precision:.3f} recall {recall:.3f} F1 {score:.3f}")
    measure_cost()


if __name__ == "__main__":
    main()
