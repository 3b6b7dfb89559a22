"""How good the judgement of drift is where people labelled: sections of ``measure_drift.py``."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import corpora
import numpy as np
from judged_pairs import MEASURES, ROOT, Judged, Pair, heading
from metrics import auc, calibration_error, pairwise_accuracy, weighted_kappa
from scipy.stats import kendalltau, pearsonr

from fidelity.scorer import Entailment
from fidelity.settings import Settings
from fidelity.types import SEVERITIES, severity_rank

SEED_SEVERITIES = ROOT.parent / "seeds" / "gold.json"
READING = ROOT.parent / "tests" / "cases" / "reading.jsonl"
CLAIMS = ("certainty and claim strength", "causal and correlational claims", "cause", "modality")
"""The kinds of ``reading.jsonl`` that are about the strength of a claim."""
MOST = 2500
"""How many pairs of a set are drawn by default, evenly over its segments, so that a run takes minutes."""
Row = dict[str, Any]


def thin(rows: list[Row], most: int, *keys: str) -> list[Row]:
    """About ``most`` of the rows, evenly spread; rows that have the same values of ``keys`` stay together."""
    groups = list(corpora.groups(rows, *keys)) if keys else [[row] for row in rows]
    step = max(1, round(len(rows) / most))
    return [row for group in groups[::step] for row in group]


def measure_reading(all_judged: Judged, split: str) -> None:
    """Pairs made by hand, half of them with drift: how many are shown major or critical, kind by kind."""
    rows = [json.loads(line) for line in READING.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["split"] == split]
    all_judged.add((row["quotation"], row["passage"]) for row in rows)
    heading(f"pairs made by hand, {split!r} ({len(rows)}): shown major or critical with drift, without; AUC")
    all_judged.row("", MEASURES)
    kinds: dict[str, dict[bool, list[Pair]]] = defaultdict(lambda: {True: [], False: []})
    for row in rows:
        for kind in (row["kind"], "all", *(["claim strength"] if row["kind"] in CLAIMS else [])):
            kinds[kind][row["drift"]].append((row["quotation"], row["passage"]))
    for kind, found in sorted(kinds.items(), key=lambda item: (item[0] in ("all", "claim strength"), item[0])):
        shown = " / ".join(f"{all_judged.flagged(found[drift]):.2f}" for drift in (True, False))
        all_judged.areas(f"{kind[:22]:22} {shown}", found[False], found[True])


def measure_entailment(all_judged: Judged, data: Path, most: int) -> None:
    """Accuracy of three labels: the likeliest of what the scorer says of the passage (premise) and the quotation."""
    by_set: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in corpora.read_entailment(data):
        if row["part"] == "test":
            by_set[next(name for name in corpora.HELD_OUT_SETS if row["set"].startswith(name))].append(row)
        elif row["part"] == "dev":
            by_set["5% of the rest"].append(row)
    heading("entailment: accuracy of three labels; passage and quotation contradict or not, AUC")
    all_judged.row("", MEASURES)
    for name, rows in by_set.items():
        some = thin(rows, most)
        pairs = {(row["hypothesis"], row["premise"]): row["label"] for row in some}
        all_judged.add(pairs)
        right = np.mean([_label(all_judged.meanings[pair].forward) == label for pair, label in pairs.items()])
        print(f"{name} ({len(pairs)}): accuracy {right:.3f}")
        sides = [[pair for pair, label in pairs.items() if (label == "contradiction") == bad] for bad in (False, True)]
        all_judged.areas(name, *sides)


def _label(said: Entailment) -> str:
    chances = {"entailment": said.entailed, "neutral": said.open, "contradiction": said.contradicted}
    return max(chances, key=lambda label: chances[label])


def measure_bio(all_judged: Judged, data: Path, part: str, most: int) -> None:
    """Biomedical translations, documents held out: major errors of accuracy; the better of two systems told."""
    rows = thin([row for row in corpora.read_bio(data) if row["part"] == part], most, "doc", "seg_id")
    pairs = [(row["ref"], row["mt"]) for row in rows]
    all_judged.add(pairs)
    heading(f"biomedical MQM, {len(rows)} translations: major accuracy error, AUC; better of two on one segment")
    all_judged.row("", MEASURES)
    sides = [[pair for pair, row in zip(pairs, rows, strict=True) if row["faithful"] == good] for good in (True, False)]
    all_judged.areas("major accuracy error", *sides)
    figures = []
    for measure in range(len(MEASURES)):
        segments: dict[Any, list[tuple[float, float]]] = defaultdict(list)
        for row, score in zip(rows, all_judged.scores(pairs, measure), strict=True):
            segments[row["doc"], row["seg_id"]].append((score, -row["mqm"]))
        figures.append(f"{pairwise_accuracy(list(segments.values())):.3f}")
    all_judged.row("same segment", figures)
    shown = ", ".join(f"{all_judged.flagged(side):.3f}" for side in sides)
    print(f"shown major or critical, of those without and with a major accuracy error: {shown}")


def measure_twins(all_judged: Judged, data: Path, most: int) -> None:
    """False alarms on two professional translations of one text, set by set (research use: only measured)."""
    rows = corpora.read(data / "two_references.jsonl.gz")
    rows = [row for row in rows if row["ref"].strip() and row["ref2"].strip() and row["ref"] != row["ref2"]]
    rows = thin(rows, most)
    by_set: dict[str, list[Pair]] = defaultdict(list)
    for row in rows:
        for name in (row["set"], "all seven sets"):
            by_set[name].append((row["ref"], row["ref2"]))
    all_judged.add(by_set["all seven sets"], baselines=False)
    heading("two professional translations, seven sets: below 50; major issues a pair")
    for name, pairs in sorted(by_set.items()):
        print_alarms(all_judged, name, pairs)


def measure_real(all_judged: Judged, data: Path) -> None:
    """Quotations of articles built after real ones, on the gold passages: alarms and majors shown."""
    from fidelity import inspect

    pairs: dict[str, list[Pair]] = defaultdict(list)
    folder, texts = data / "real_dev", {}
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        for side in ("translation", "article"):
            texts.setdefault(case[side], inspect(folder / case[side]).text)
        for item in case["quotes"]:
            if item.get("passage") and item.get("drift") and case["scope"] == "english":
                passage = " ".join(texts[case["translation"]][a:b] for a, b in item["passage"])
                start = item["start"]
                quotation = texts[case["article"]][start : item.get("end", start + len(item["quote"]))]
                pairs[item["drift"]].append((quotation, passage))
    all_judged.add(pair for some in pairs.values() for pair in some)
    good = [*pairs["none"], *pairs["minor"]]
    heading(f"articles after real ones, gold passages ({len(good)} none or minor, {len(pairs['major'])} major)")
    all_judged.row("", MEASURES)
    all_judged.areas("major, AUC", good, pairs["major"])
    print(f"shown major or critical: {all_judged.flagged(good):.3f} and {all_judged.flagged(pairs['major']):.3f}")


def measure_mqm(all_judged: Judged, data: Path, part: str, most: int) -> None:
    """Rated translations of held out documents."""
    rows = thin([r for r in corpora.read_mqm(data) if r["part"] == part], most, "set", "doc", "seg_id")
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
        print_alarms(all_judged, name, pairs)


def print_alarms(all_judged: Judged, title: str, pairs: list[Pair]) -> None:
    """How many pairs are below 50, and which checks raise issues in them."""
    some = [all_judged.judgements[pair] for pair in pairs]
    grave = [i for j in some for i in j.issues if severity_rank(i.severity) >= severity_rank("major")]
    minor = sum(i.severity == "minor" for j in some for i in j.issues) / len(some)
    below = np.mean([j.fidelity < 50 for j in some])
    print(f"{title:34} {len(some)}: below 50 {below:.3f}, major {len(grave) / len(some):.3f}, minor {minor:.3f}")
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
