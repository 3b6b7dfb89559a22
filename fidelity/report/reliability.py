"""Reliability diagrams, which compare predicted with observed shares: as text and as a picture (extra ``review``)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fidelity.calibration.fitting import Fit
from fidelity.calibration.reliability import Bin, Reliability
from fidelity.errors import MissingExtraError
from fidelity.report.terminal import Block, Fragment, Line, Listing, Paragraph, draw

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_FIXED = 29
"""Columns of a row without its bar."""

_WIDEST, _NARROWEST = 50, 8
"""Most and fewest columns of a bar."""

_NOUNS = {
    "fidelity": ("faithful", "not"),
    "confidence": ("on the right passage", "not"),
    "selection": ("of the document", "not"),
}


def render_calibration(fits: Sequence[Fit], failures: Sequence[str], *, width: int, color: bool) -> str:
    """The figures of each fit with a diagram before and after it, and the fits that failed, in ``width`` columns."""
    groups: list[list[Block]] = []
    for fit in fits:
        groups += _fit_blocks(fit, width)
    if failures:
        groups.append([_paragraph(f"Not fitted: {failure}.") for failure in failures])
    return draw(groups, width, color)


def title_of(fit: Fit) -> str:
    """The name of what was fitted."""
    return "Fidelity" if fit.part.of == "fidelity" else f"{fit.part.of.capitalize()} of {fit.part.model}"


def _fit_blocks(fit: Fit, width: int) -> list[list[Block]]:
    return [
        [Paragraph(((title_of(fit), "bold"),)), *map(_paragraph, _counts(fit))],
        [
            _figures(fit),
            _paragraph(
                "Each verdict is foretold by a curve that was fitted without any verdict on the same"
                f" {fit.observed.kept_together}."
            ),
        ],
        [_diagram("before", fit.before, width)],
        [_diagram("after", fit.after, width)],
    ]


def _counts(fit: Fit) -> list[str]:
    rows, (good, bad) = fit.observed.observations, _NOUNS[fit.part.of]
    above = sum(row.above for row in rows)
    counts = f"{len(rows)} verdicts: {fit.part.positive} {good}, {len(rows) - fit.part.positive} {bad}."
    lines = [f"{counts} {above} from above the threshold."]
    if round(fit.effective) < len(rows):
        worth = f"{fit.effective:.0f} of equal weight"
        lines.append(f"Weighted by 1 over the chance of being shown, they are worth {worth}.")
    reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(fit.observed.left_out.items()) if count)
    return [*lines, f"Left out: {reasons}."] if reasons else lines


def _figures(fit: Fit) -> Listing:
    rows = [
        ("", "before", "after"),
        ("calibration error (ECE)", f"{fit.before.error:.3f}", f"{fit.after.error:.3f}"),
        ("  by chance alone, about", f"{fit.before.chance:.3f}", f"{fit.after.chance:.3f}"),
        ("Brier score", f"{fit.before.brier:.3f}", f"{fit.after.brier:.3f}"),
    ]
    return Listing(tuple(tuple(_line(cell) for cell in row) for row in rows), frozenset({1, 2}))


def _paragraph(text: str) -> Paragraph:
    return Paragraph(_line(text))


def _line(text: str, style: str = "") -> Line:
    return ((text, style),)


def _diagram(title: str, reliability: Reliability, width: int) -> Listing:
    size = max(_NARROWEST, min(_WIDEST, width - _FIXED - 1))
    heading = (_line(title, "bold"), *map(_line, ("n", "said", "found")), _line("| said", "dim"))
    return Listing((heading, *(_bar(each, size) for each in reliability.bins)), frozenset({1, 2, 3}))


def _bar(each: Bin, size: int) -> tuple[Line, ...]:
    """A bar as long as the observed share, with a mark at the predicted share, where the bar should end."""
    found, said = (round(share * size) for share in (each.found, each.said))
    mark = min(said, size - 1)
    before: Fragment = ("█" * min(found, mark) + "·" * max(0, mark - found), "cyan")
    after: Fragment = ("█" * max(0, found - mark - 1) + "·" * (size - max(found, mark + 1)), "cyan")
    name = f"{round(100 * each.start)}–{round(100 * each.end)}"
    numbers = (str(each.count), f"{100 * each.said:.0f}", f"{100 * each.found:.0f}")
    return _line(name), *map(_line, numbers), (before, ("|", "bold"), after)


def plot_calibration(fits: Sequence[Fit]) -> bytes:
    """The diagrams as a PNG: a row for each fit, before and after side by side.

    Raises:
        MissingExtraError: if matplotlib is not installed.
    """
    figure = figure_class()(figsize=(9, 4.6 * len(fits)), dpi=120, layout="constrained")
    axes: Any = figure.subplots(len(fits), 2, squeeze=False)
    for fit, pair in zip(fits, axes, strict=True):
        for axis, name, reliability in zip(pair, ("before", "after"), (fit.before, fit.after), strict=True):
            _draw(axis, f"{_plain(title_of(fit))}, {name}", reliability)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()


def figure_class() -> type[Figure]:
    """The class of matplotlib that a picture is drawn with.

    Raises:
        MissingExtraError: if matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("--plot", "review") from error
    return Figure


def _plain(text: str) -> str:
    """``text`` such that matplotlib shows it literally, without formulas and with hidden characters visible."""
    from fidelity.report.escaping import one_line

    return one_line(text).replace("$", r"\$")


def _draw(axis: Axes, title: str, reliability: Reliability) -> None:
    bins = reliability.bins
    axis.plot([0, 100], [0, 100], color="0.6", linewidth=1, zorder=1)
    axis.bar(
        [100 * each.start for each in bins],
        [100 * each.share for each in bins],
        width=[100 * (each.end - each.start) for each in bins],
        align="edge",
        color="0.88",
        zorder=0,
        label="share of all",
    )
    said, found = [100 * each.said for each in bins], [100 * each.found for each in bins]
    axis.plot(said, found, marker="o", color="#1f6f8b", zorder=2, label="found")
    for x, y, each in zip(said, found, bins, strict=True):
        place = (-5 if x > 85 else 5, 5 if y < 10 else -11)
        side: Any = "right" if x > 85 else "left"
        axis.annotate(str(each.count), (x, y), textcoords="offset points", xytext=place, ha=side, fontsize=7)
    axis.set(xlim=(0, 100), ylim=(0, 100), aspect="equal")
    axis.set(xlabel="said, percent", ylabel="found, percent")
    axis.set_title(f"{title}\ncalibration error {reliability.error:.3f}, Brier {reliability.brier:.3f}", fontsize=9)
    axis.legend(loc="upper left", fontsize=7, frameon=False)
