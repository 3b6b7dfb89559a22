"""What a batch costs, as ratios within one run: local against loops, Ray against local, growth, resumption, memory.

    python tests/benchmarks/batch.py --jobs 300 [--only local,memory,growth,large,kill,cache,ray,score] [--data DIR]

The documents are made here, of sentences put together from lists of words; with ``--data``, they are the folders in DIR
that hold ``translation.txt`` and ``article.txt``, each with numbers of its own in every copy. Nothing is kept.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
WHO = "The harbour board|Our engineers|The ministry|Two of our clerks|The night crew|Every union|The auditors".split(
    "|"
)
DID = "rejected|signed|delayed|praised|cancelled|paid for|measured|reported|financed|inspected".split("|")
WHAT = (
    "the new bridge|a second tunnel|the old turbines|our pension fund|the coal contract|three ferries|the flood report"
    "|the wage agreement|every second signal box|the winter timetable"
).split("|")
WHEN = (
    "before the summer|in March|after the strike|during the audit|without asking anybody|for the third time"
    "|against my advice|at the last meeting"
).split("|")
WHY = (
    "because the steel had rusted|although nobody had money|so that fares could stay low|since the storms came early"
    "|while the press was watching|to please the governor"
).split("|")


def sentence(chance: random.Random) -> str:
    words = [chance.choice(each) for each in (WHO, DID, WHAT, WHEN, WHY)]
    return f"{words[0]} {words[1]} {words[2]} {words[3]} {words[4]}, and it cost {chance.randint(3, 9999)} crowns."


def pair_of_texts(chance: random.Random, sentences: int = 60, quotations: int = 10) -> tuple[str, str]:
    """A memo, and an article that quotes it."""
    said = [sentence(chance) for _ in range(sentences)]
    memo = "MEMO\n\nFrom: Marta Reyes\n\n" + "\n\n".join(
        " ".join(said[start : start + 5]) for start in range(0, sentences, 5)
    )
    chosen = chance.sample(said, quotations)
    article = "A memo by Marta Reyes was leaked on Monday.\n\n" + "\n\n".join(
        f"“{each[:-1]},” Marta Reyes wrote in the memo." for each in chosen
    )
    return memo, article


def write_documents(folder: Path, count: int, data: Path | None, sentences: int = 60, quotations: int = 10) -> Path:
    """``count`` jobs, and the manifest of them."""
    chance = random.Random(26)
    cases = sorted(path.parent for path in data.glob("*/translation.txt")) if data else []
    folder.mkdir(parents=True)
    with (folder / "jobs.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id", "translation", "articles"])
        for number in range(count):
            if cases:
                case = cases[number % len(cases)]
                texts = [
                    _varied((case / name).read_text(encoding="utf-8"), number)
                    for name in ("translation.txt", "article.txt")
                ]
            else:
                texts = list(pair_of_texts(chance, sentences, quotations))
            for kind, text in zip(("memo", "press"), texts, strict=True):
                (folder / f"{kind}-{number}.txt").write_text(text, encoding="utf-8")
            rows.writerow([f"job-{number}", f"memo-{number}.txt", f"press-{number}.txt"])
    return folder / "jobs.csv"


def _varied(text: str, number: int) -> str:
    """The text with other numbers, the same in both documents, so that no two jobs share their texts."""
    return re.sub(r"\d+", lambda found: str(int(found[0]) + number), text)


def fidelity(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "fidelity", *arguments]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def run(*arguments: str) -> float:
    """Seconds that a command takes."""
    started = time.perf_counter()
    subprocess.run(fidelity(*arguments), env=environment(), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def processor() -> float:
    """Seconds of processor time of all processes that have ended so far: other programs do not change them much."""
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


@contextmanager
def peak_memory(process: subprocess.Popen[bytes]) -> Iterator[list[float]]:
    """The most memory, in MB, that a process and all that it started have had to themselves at once."""
    most, done = [0.0], Event()

    def watch() -> None:
        root = psutil.Process(process.pid)
        while not done.wait(0.2):
            total = 0
            try:
                for each in (root, *root.children(recursive=True)):
                    total += each.memory_full_info().uss
            except psutil.Error:
                continue
            most[0] = max(most[0], total / 2**20)

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        done.set()
        watcher.join()


def rows(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for kind in ("quotations", "jobs") for p in (out / kind).iterdir()}


def batch(manifest: Path, out: Path, *more: str) -> float:
    shutil.rmtree(out, ignore_errors=True)
    return run("batch", str(manifest), "--out", str(out), "--quiet", *more)


LOOP = """
import csv, sys
from pathlib import Path
import fidelity
folder = Path(sys.argv[1]).parent
for row in list(csv.DictReader(open(sys.argv[1])))[:int(sys.argv[2])]:
    fidelity.check(folder / row["translation"], [folder / row["articles"]]).to_csv()
"""


def compare_local(work: Path, jobs: int, data: Path | None) -> None:
    """Against ``check`` in a loop of processes (a sample of it) and in a loop in one process."""
    manifest = write_documents(work / "local", jobs, data)
    used = [processor()]
    taken = batch(manifest, work / "local-out")
    used.append(processor())
    print(f"local: {jobs} jobs in {taken:.0f} s, {60 * jobs / taken:.0f} a minute; {3600 / taken * jobs:.0f} an hour")
    print(f"  {(used[1] - used[0]) / jobs:.2f} s of processor time a job")
    sample = max(4, jobs // 20)
    started = time.perf_counter()
    for number in range(sample):
        files = (str(manifest.parent / f"{kind}-{number}.txt") for kind in ("memo", "press"))
        run("check", *files, "--quiet", "--csv", str(work / "one.csv"))
    processes = (time.perf_counter() - started) / sample * jobs
    used.append(processor())
    loop = run_loop(manifest, jobs)
    used.append(processor())
    times = [(used[1] - used[0]) / jobs, (used[2] - used[1]) / sample, (used[3] - used[2]) / jobs]
    print(
        f"  against a loop of processes ({sample} measured): {processes / taken:.2f} times the jobs a minute (5),"
        f" {times[1] / times[0]:.2f} by processor time"
    )
    print(
        f"  against a loop in one process: {loop / taken:.2f} times (1.3), {times[2] / times[0]:.2f} by processor time"
    )


def run_loop(manifest: Path, jobs: int) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", LOOP, str(manifest), str(jobs)], env=environment(), check=True)
    return time.perf_counter() - started


def compare_memory(work: Path, jobs: int, data: Path | None) -> None:
    peaks = []
    for count in (jobs // 10, jobs):
        manifest = write_documents(work / f"memory-{count}", count, data)
        command = fidelity("batch", str(manifest), "--out", str(work / f"memory-{count}-out"), "--quiet")
        with subprocess.Popen(command, env=environment()) as process, peak_memory(process) as most:
            process.wait()
        peaks.append(most[0])
    print(
        f"memory: {peaks[1]:.0f} MB for {jobs} jobs, {peaks[0]:.0f} MB for {jobs // 10}:"
        f" {peaks[1] / peaks[0]:.2f} times (1.2)"
    )


def compare_growth(work: Path, counts: Sequence[int], data: Path | None) -> None:
    """Seconds of processor time a job for ever more small jobs, without what an empty start takes."""

    def used(count: int) -> float:
        manifest, before = write_documents(work / f"growth-{count}", count, data, 12, 3), processor()
        batch(manifest, work / f"growth-{count}-out")
        return processor() - before

    workers = os.cpu_count() or 1
    start, found = used(workers), list[float]()  # as many jobs as workers, so that each of them is started
    for count in counts:
        found.append((used(count) - start) / (count - workers))
        print(f"growth: {found[-1]:.3f} s a job for {count} jobs, {found[-1] / found[0]:.2f} of the first (1.1)")
        sys.stdout.flush()


def compare_large(work: Path, scale: int) -> None:
    """One translation and many quotations, and one list of many articles: a quarter of it against all of it."""
    seconds = []
    for part in (4, 1):
        memo, article = pair_of_texts(random.Random(1), 20_000 // scale // part, 500 // scale // part)
        (work / "large.txt").write_text(memo, encoding="utf-8")
        (work / "large-press.txt").write_text(article, encoding="utf-8")
        seconds.append(run("check", str(work / "large.txt"), str(work / "large-press.txt"), "--quiet"))
    print(
        f"one translation of {20_000 // scale} sentences, {500 // scale} quotations: {seconds[1]:.0f} s;"
        f" {seconds[1] / seconds[0]:.2f} times a quarter of it (4)"
    )
    seconds = []
    for part in (4, 1):
        chance = random.Random(2)
        said = [sentence(chance) for _ in range(100)]
        (work / "one.txt").write_text("MEMO\n\nFrom: Marta Reyes\n\n" + " ".join(said), encoding="utf-8")
        names = []
        for number in range(1000 // scale // part):
            names.append(str(work / f"list-{number}.txt"))
            quoted = chance.choice(said)[:-1]
            text = f"A memo was leaked on day {number}.\n\n“{quoted},” Marta Reyes wrote in the memo.\n"
            Path(names[-1]).write_text(text, encoding="utf-8")
        seconds.append(run("check", str(work / "one.txt"), *names, "--quiet"))
    print(
        f"one translation, {1000 // scale} articles: {seconds[1]:.0f} s;"
        f" {seconds[1] / seconds[0]:.2f} times a quarter of them (4)"
    )


def compare_killed(work: Path, jobs: int, data: Path | None, times: int, *more: str) -> None:
    """Killed at random moments and started again, until it ends by itself."""
    manifest = write_documents(work / f"kill{len(more)}", jobs, data)
    batch(manifest, work / "whole", "--part-size", "4")
    out, chance, killed = work / "killed", random.Random(7), 0
    shutil.rmtree(out, ignore_errors=True)
    command = fidelity("batch", str(manifest), "--out", str(out), "--quiet", "--part-size", "4", *more)
    started = time.perf_counter()
    subprocess.run(fidelity("--version"), env=environment(), check=True, stdout=subprocess.DEVNULL)
    least = time.perf_counter() - started
    while True:
        process = subprocess.Popen(command, env=environment())
        try:
            process.wait(chance.uniform(least, (30 if more else 12) * least + 2) if killed < times else None)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
            continue
        break
    ids = [
        json.loads(line)["job"] for path in sorted((out / "jobs").iterdir()) for line in path.read_text().splitlines()
    ]
    same = rows(out) == rows(work / "whole")
    print(
        f"killed {killed} times{' on Ray' if more else ''}: rows {'identical' if same else 'DIFFER'},"
        f" {len(ids)} jobs, {len(ids) - len(set(ids))} twice, {jobs - len(set(ids))} lost"
    )


def compare_ray(work: Path, jobs: int, data: Path | None) -> None:
    manifest = write_documents(work / "ray", jobs, data)
    few = write_documents(work / "ray-few", 1, data)
    local = batch(manifest, work / "ray-local") - batch(few, work / "few-local")
    start = batch(few, work / "few-ray", "--engine", "ray")
    taken = batch(manifest, work / "ray-out", "--engine", "ray") - start
    same = rows(work / "ray-out") == rows(work / "ray-local")
    print(
        f"Ray: {taken / local:.2f} times the local engine's time after start, which takes {start:.0f} s (1.25);"
        f" rows {'identical' if same else 'DIFFER'}"
    )
    shutil.rmtree(work / "ray-out")
    command = fidelity("batch", str(manifest), "--out", str(work / "ray-out"), "--quiet", "--engine", "ray")
    process = subprocess.Popen(command, env=environment())
    lost = 0
    while process.poll() is None:
        time.sleep(0.5)
        if not lost and list((work / "ray-out").glob("jobs/*")):
            for each in psutil.Process(process.pid).children(recursive=True):
                if "MapWorker" in " ".join(each.cmdline()):
                    each.kill()
                    lost = 1
                    break
    same = rows(work / "ray-out") == rows(work / "ray-local")
    print(f"  {lost} actor killed midway: rows {'identical' if same else 'DIFFER'}")


def truncate(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size + 1))


def flip(path: Path, chance: random.Random) -> None:
    """Change twenty bits."""
    with path.open("r+b") as stream:
        size = path.stat().st_size
        for place in [chance.randrange(size) for _ in range(20 if size else 0)]:
            stream.seek(place)
            for byte in stream.read(1):  # others may truncate it meanwhile
                stream.seek(place)
                stream.write(bytes([byte ^ 1 << chance.randrange(8)]))


def delete(path: Path, chance: random.Random) -> None:
    path.unlink()


def compare_cache(work: Path, turns: int) -> None:
    """Eight processes at once on one cache, whose file is damaged before each turn and while they work."""
    manifest = write_documents(work / "cache-jobs", 2, None)
    pairs = [[str(manifest.parent / f"{kind}-{number}.txt") for kind in ("memo", "press")] for number in range(2)]
    plain = [
        subprocess.run(
            fidelity("check", *pair, "--json", "-"), env=environment(), check=True, capture_output=True
        ).stdout
        for pair in pairs
    ]
    kept = {**environment(), "FIDELITY_CACHE": str(work / "cache")}
    chance, wrong, failed = random.Random(11), 0, 0
    for turn in range(turns):
        started = [
            subprocess.Popen(fidelity("check", *pairs[number % 2], "--json", "-"), env=kept, stdout=subprocess.PIPE)
            for number in range(8)
        ]
        while any(process.poll() is None for process in started):
            time.sleep(chance.uniform(0.05, 0.5))
            files = list((work / "cache").glob("cache.sqlite*"))
            if turn and files:
                with suppress(FileNotFoundError):
                    chance.choice([truncate, flip, delete])(chance.choice(files), chance)
        for number, process in enumerate(started):
            found, _ = process.communicate()
            failed += process.returncode != 0
            wrong += process.returncode == 0 and found != plain[number % 2]
    print(f"cache: {turns} times 8 processes on one damaged cache: {failed} failed, {wrong} with another report")


def compare_score(work: Path, pairs: int) -> None:
    chance = random.Random(3)
    with (work / "pairs.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["reference", "translation"])
        for _ in range(pairs):
            one = sentence(chance)
            table.writerow([one, one.replace("because", "as").replace("although", "though")])
    path = str(work / "pairs.csv")
    alone = run("score", path, "--csv", str(work / "alone.csv"), "--quiet")
    workers, before = os.cpu_count() or 1, processor()
    many = run("score", path, "--csv", str(work / "many.csv"), "--quiet", "--workers", str(workers))
    hours = (processor() - before) / pairs * 1e6 / 3600
    expected = (work / "alone.csv").read_bytes()
    same = expected == (work / "many.csv").read_bytes()
    print(
        f"score: {pairs / alone:.0f} pairs/s alone, {pairs / many:.0f} with {workers} workers, rows"
        f" {'identical' if same else 'DIFFER'}; a million pairs: {hours:.1f} core hours"
    )
    sys.stdout.flush()
    run("score", path, "--csv", str(work / "ray.csv"), "--quiet", "--engine", "ray")
    same = expected == (work / "ray.csv").read_bytes()
    print(f"  on Ray: rows {'identical' if same else 'DIFFER'}")
    write_parquet(work)
    command = fidelity("score", str(work / "pairs.parquet"), "--out", str(work / "scores"), "--parts", "csv", "--quiet")
    killed = 0
    for _ in range(3):
        process = subprocess.Popen(command, env=environment())
        try:
            process.wait(chance.uniform(3, many))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
    subprocess.run(command, env=environment(), check=True)
    parts = [path.read_bytes().splitlines(keepends=True) for path in sorted((work / "scores" / "rows").iterdir())]
    same = expected == b"".join([*parts[0][:1], *(line for part in parts for line in part[1:])])
    print(f"  from Parquet, killed {killed} times and continued: rows in order {'identical' if same else 'DIFFER'}")


def write_parquet(work: Path) -> None:
    import pyarrow.csv
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.csv.read_csv(work / "pairs.csv"), work / "pairs.parquet")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=300)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--scale", type=int, default=1, help="divides the sizes of the large documents")
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--only", default="local,memory,growth,large,kill,cache,ray,score")
    parser.add_argument("--growth", default="10,100,1000", help="numbers of jobs")
    asked = parser.parse_args()
    few = max(8, asked.jobs // 10)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        steps: dict[str, Callable[[], None]] = {
            "local": lambda: compare_local(work, asked.jobs, asked.data),
            "memory": lambda: compare_memory(work, asked.jobs, asked.data),
            "growth": lambda: compare_growth(work, [int(each) for each in asked.growth.split(",")], asked.data),
            "large": lambda: compare_large(work, asked.scale),
            "kill": lambda: compare_killed(work, few, asked.data, asked.kills),
            "cache": lambda: compare_cache(work, asked.kills),
            "ray": lambda: (
                compare_ray(work, asked.jobs, asked.data),
                compare_killed(work, few, asked.data, asked.kills, "--engine", "ray"),
            )[0],
            "score": lambda: compare_score(work, asked.pairs),
        }
        for each in asked.only.split(","):
            steps[each]()
            sys.stdout.flush()


if __name__ == "__main__":
    main()
