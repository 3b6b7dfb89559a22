"""The page of a report of many pairs: how long it takes to make, how large it is, and how fast it answers.

    python tests/benchmarks/page.py [--pairs 5000]

Prints the size of the file and of the documents' texts, and the seconds until the page can be used in headless
Chromium. For each filter, search and order it prints the milliseconds until the next frame, which shows the first
cards of the answer, until the last card is in its place, and of processor time of the page's thread, which hardly
depends on other programs. The goals are a file of at most 4 times the texts, and 200 ms until the next frame.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fidelity.report import Report
from fidelity.types import Alternative, Document, Severity, Span
from tests import page_cases as cases
from tests.chromium import Chromium

WORDS = (
    "council bridge winter report city engineer public money summer repair letter worker court river promise".split()
)
FIELDS = (
    ("search", "bridge winter"),
    ("kind", "omission"),
    ("speaker", "Speaker 3"),
    ("sort", "article"),
    ("sort", "worst"),
)
FINISHED = (
    "(document.getElementById('status').textContent.endsWith('shown.') && !document.querySelector('.cards[hidden]'))"
)
"""A script that tells whether the page has answered for every card."""


def sentence(rng: random.Random, number: int, words: int) -> str:
    return f"No. {number} " + " ".join(rng.choice(WORDS) for _ in range(words)) + "."


def reworded(rng: random.Random, text: str) -> str:
    """The sentence with four of its words replaced."""
    words = text.split(" ")
    for place in rng.sample(range(3, len(words) - 1), 4):
        words[place] = rng.choice(WORDS) + "s"
    return " ".join(words)


def large(count: int) -> tuple[Report, tuple[Document, Document]]:
    """A report of ``count`` pairs: a quotation of 18 words in a paragraph of 40, a passage of 18 in one of 30."""
    rng = random.Random(20261129)
    said = [sentence(rng, n, 18) for n in range(count)]
    carried = [reworded(rng, words) for words in said]
    article = cases.document(
        "\n".join(f"{sentence(rng, n, 11)} {s} {sentence(rng, n, 11)}" for n, s in enumerate(said)), "a.txt", "en"
    )
    memo = cases.document("\n".join(f"{s} {sentence(rng, n, 12)}" for n, s in enumerate(carried)), "memo.txt", "en")
    severities: tuple[Severity, ...] = ("neutral", "neutral", "neutral", "minor", "major", "critical")
    pairs, at, there = [], 0, 0
    for number, (words, others) in enumerate(zip(said, carried, strict=True)):
        severity = severities[number % len(severities)]
        issues = (
            []
            if severity == "neutral"
            else [(words.split()[5], others.split()[5], "accuracy/omission", "words are left out")]
        )
        pairs.append(make_pair(memo, article, (words, others), (at, there), severity, issues, f"Speaker {number % 7}"))
        at = article.text.find("\n", at) + 1
        there = memo.text.find("\n", there) + 1
    return Report(cases.SIGNATURE, memo.info, (article.info,), tuple(pairs), ()), (memo, article)


def make_pair(memo, article, texts, places, severity, issues, speaker):  # type: ignore[no-untyped-def]
    """:func:`page_cases.pair`, looking for the texts from where their lines begin."""
    line, other = article.text[places[0] : article.text.find("\n", places[0]) % (len(article.text) + 1)], memo.text
    small = Document(article.info, line)
    end = other.find("\n", places[1])
    small_memo = Document(memo.info, other[places[1] : end if end >= 0 else len(other)])
    found = cases.pair(small_memo, small, *texts, severity, issues, speaker)
    return move(found, *places)


def move(pair, at: int, there: int):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    def by(spans: tuple[Span, ...], offset: int) -> tuple[Span, ...]:
        return tuple(Span(span.start + offset, span.end + offset) for span in spans)

    return replace(
        pair,
        quotation=replace(pair.quotation, spans=by(pair.quotation.spans, at)),
        passage=replace(pair.passage, spans=by(pair.passage.spans, there)),
        issues=tuple(
            replace(i, quotation_spans=by(i.quotation_spans, at), passage_spans=by(i.passage_spans, there))
            for i in pair.issues
        ),
        alternatives=tuple(Alternative(a.text, by((a.span,), there)[0], a.similarity) for a in pair.alternatives),
    )


def processor_time(browser: Chromium) -> float:
    """Milliseconds of processor time that the page's thread has used."""
    metrics = browser.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(metric["value"]) for metric in metrics if metric["name"] == "TaskDuration")


def measure(browser: Chromium, name: str, value: str) -> tuple[float, float, float]:
    """Milliseconds from setting a field to the next frame, to the end of the work, and of processor time."""
    begin = processor_time(browser)
    first, last = browser.evaluate(
        f"""(async () => {{
            const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
            const field = document.getElementById('filters').elements['{name}'], begin = performance.now();
            field.value = '{value}';
            field.dispatchEvent(new Event('input', {{bubbles: true}}));
            await frame();
            const first = performance.now() - begin;
            while (!{FINISHED}) await frame();
            return [first, performance.now() - begin];
        }})()"""
    )
    return first, last, processor_time(browser) - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5000)
    report, documents = large(parser.parse_args().pairs)
    texts = sum(len(document.text.encode()) for document in documents)
    begin = time.perf_counter()
    page = report.to_html(documents=documents).encode()
    print(f"made in {time.perf_counter() - begin:.1f} s; {len(page):,} bytes, {len(page) / texts:.2f} times the texts")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_bytes(page)
        with Chromium(Path(folder)) as browser:
            browser.send("Performance.enable", timeDomain="threadTicks")
            begin = time.perf_counter()
            browser.open(path.as_uri())
            browser.wait("document.readyState === 'complete' && document.getElementById('status')?.textContent")
            print(f"usable after {time.perf_counter() - begin:.1f} s")
            for name, value in FIELDS:
                times = [measure(browser, name, value)]
                if name != "sort":
                    measure(browser, name, "")
                    times.append(measure(browser, name, value))
                    measure(browser, name, "")
                print(
                    f"{name} {value!r}: "
                    + "; again ".join(f"{a:.0f} ms, all {b:.0f} ms, processor {c:.0f} ms" for a, b, c in times)
                )


if __name__ == "__main__":
    main()
