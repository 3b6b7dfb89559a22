"""Every regular expression of the package against strings that are made to let it backtrack.

    python -m tests.fuzz.patterns

The strings come from a pattern's own syntax tree: each repeated part is written out with different choices of its
branches, pumped many times behind what leads to it, and ended by what the pattern cannot go on with. Reported are
patterns that do not end in time, and those whose time grows faster than the text. Exits with 1 if there is one.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, product
from typing import Any

import fidelity
from tests.seeds import ARTICLE, TRANSLATION

ENDS = ("\x00", "", "!", "\n")
SIZES = (25, 2_000, 8_000)
"""Repetitions: few enough for quadratic time and too many for exponential time, then two to compare."""
LIMIT = 1.0
"""Seconds that one search may take."""
KNOWN = {
    "fidelity.checks.numbers.limits": "it is given at most 32 characters before or behind a number",
    "fidelity.wording": "reads the package's own lists",
    "fidelity.zones.labels": "a line that holds nothing but a date or an address has at most 80 characters",
}
"""Modules with a pattern that is slower than linear, and why it does not matter there."""
_CANDIDATES = "aA1 .-',:\n<\"([中éжの@_\x00"
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


def collect() -> dict[tuple[Any, int], str]:
    """Each pattern that the modules compile and a run of the seeds uses, and where it comes from."""
    found: dict[tuple[Any, int], str] = {}
    original = re._compile  # type: ignore[attr-defined]

    def note(pattern: Any, flags: int) -> Any:
        compiled = original(pattern, flags)
        frame: Any = sys._getframe(1)
        while frame and frame.f_globals.get("__name__", "").split(".")[0] in ("re", "functools"):
            frame = frame.f_back
        module = frame.f_globals.get("__name__", "")
        if module.split(".")[0] == "fidelity":
            found.setdefault((compiled.pattern, compiled.flags), f"{module}:{frame.f_lineno}")
        return compiled

    re._compile = note  # type: ignore[attr-defined]
    try:
        for module in pkgutil.walk_packages(fidelity.__path__, "fidelity."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        fidelity.check(TRANSLATION, [ARTICLE])
    finally:
        re._compile = original  # type: ignore[attr-defined]
    return found


def samples(nodes: Iterable[Any]) -> list[str]:
    """A few texts that a sequence of a syntax tree matches, lookarounds left out of account."""
    parts = [_of_node(*node) for node in nodes]
    longest = max(map(len, parts), default=1)
    return list(dict.fromkeys("".join(part[i % len(part)] for part in parts) for i in range(longest)))[:4]


def _of_node(kind: Any, value: Any) -> list[str]:  # noqa: PLR0911 -- one line for each kind of node
    if kind is op.LITERAL:
        return [chr(value)]
    if kind in (op.NOT_LITERAL, op.IN, op.ANY):
        found = [c for c in _CANDIDATES if _matches(kind, value, c)]
        return found[:3] or [_first_of(value)]
    if kind is op.BRANCH:
        return [text for branch in value[1] for text in samples(branch)][:6]
    if kind is op.SUBPATTERN:
        return samples(value[-1])
    if kind is op.ATOMIC_GROUP:
        return samples(value)
    if kind in _REPEATS:
        least, most, body = value
        return [text * count for text in samples(body) for count in {max(least, 1) if most else 0, least}]
    return [""]


def _first_of(items: Any) -> str:
    for kind, value in items if isinstance(items, list) else ():
        if kind is op.LITERAL:
            return chr(value)
        if kind is op.RANGE:
            return chr(value[0])
    return "\u3042"


def _matches(kind: Any, value: Any, character: str) -> bool:
    tree = [(kind, value)]
    text = parser.SubPattern(parser.State(), tree)
    from re import _compiler  # type: ignore[attr-defined]

    return _compiler.compile(text).fullmatch(character) is not None


def attacks(tree: Any) -> Iterator[Callable[[int], str]]:
    """Makers of attack strings of ``n`` repetitions."""
    for prefix, body in _repeats(list(tree), [""]):
        texts = [text for text in samples(body) if text] or ["a"]
        pumps = [*texts, *(a + b for a, b in product(texts, texts) if a != b)]
        for before, pump, end in product(prefix[:2], pumps[:6], ENDS):
            yield lambda n, b=before, p=pump, e=end: b + p * n + e  # type: ignore[misc]


def _repeats(nodes: list[Any], prefix: list[str]) -> Iterator[tuple[list[str], Any]]:
    for i, (kind, value) in enumerate(nodes):
        before = [a + b for a in prefix[:2] for b in samples(nodes[:i])[:2]]
        if kind in _REPEATS:
            if value[1] > 8:
                yield before, value[2]
            yield from _repeats(list(value[2]), before)
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from _repeats(list(branch), before)
        elif kind is op.SUBPATTERN:
            yield from _repeats(list(value[-1]), before)
        elif kind is op.ATOMIC_GROUP:
            yield from _repeats(list(value), before)


class _TooLongError(Exception):
    pass


def seconds(search: Callable[[Any], Any], text: Any) -> float:
    """How long a search takes; infinite beyond :data:`LIMIT`."""

    def stop(*_: Any) -> None:
        raise _TooLongError

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    started = time.process_time()
    try:
        search(text)
    except _TooLongError:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - started


def ways(where: str) -> tuple[str, ...]:
    """How a pattern is used: from one place only, if its module does nothing else with its name."""
    module, line = where.split(":")
    source = inspect.getsource(sys.modules[module])
    written = source.splitlines()[int(line) - 1]
    if re.search(r"\bre\.(?:full)?match\(", written):
        return ("match",)
    name = re.match(r"\s*(\w+)(?::[^=]+)? = ", written)
    used = re.findall(rf"\b{name.group(1)}\b(?:\.(\w+))?", source)[1:] if name else [""]
    return ("match",) if used and set(used) <= {"match", "fullmatch"} else ("match", "search")


def judge(pattern: re.Pattern[Any], where: str) -> str:
    """How slow it gets with the way of use and the attack, or nothing."""
    source: Any = pattern.pattern
    text = source.decode("latin-1") if isinstance(source, bytes) else source
    tree = parser.parse(text, pattern.flags & ~re.UNICODE if isinstance(source, bytes) else pattern.flags)
    for make in islice(attacks(tree), 150):
        for way in ways(where):
            found = _growth(getattr(pattern, way), make, is_bytes=isinstance(source, bytes))
            if found:
                return f"{found} by {way} on {make(3)!r}"
    return ""


def _growth(search: Callable[[Any], Any], make: Callable[[int], str], *, is_bytes: bool) -> str:
    def text(n: int) -> Any:
        return make(n).encode("utf-8") if is_bytes else make(n)

    few, some, many = SIZES
    if seconds(search, text(few)) > 0.2:
        return "exponential"
    first = seconds(search, text(some))
    if first < 0.001:
        return ""
    second = seconds(search, text(many))
    return f"{first:.3f} s and {second:.3f} s" if second > max(8 * first, 0.1) else ""


def main() -> int:
    patterns = collect()
    bad = 0
    for (pattern, flags), where in sorted(patterns.items(), key=lambda item: item[1]):
        found = judge(re.compile(pattern, flags), where)
        if found:
            known = KNOWN.get(where.split(":")[0])
            bad += known is None
            print(f"{where}: {known or found}\n    {str(pattern)[:110]!r}", flush=True)
    print(f"{len(patterns)} patterns, {bad} of them slower than linear where it matters")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
