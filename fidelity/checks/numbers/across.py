"""The check of numbers, dates, units and currencies between two languages, by value."""

from __future__ import annotations

from collections.abc import Sequence

from fidelity.checks.numbers.amount_reader import read_amounts
from fidelity.checks.numbers.amounts import Amount, same_amount, same_value
from fidelity.checks.numbers.limits import find_opposed_limits, said_by_both
from fidelity.checks.numbers.nearness import Nearness
from fidelity.settings import JudgementSettings
from fidelity.text.numerals import load_numerals
from fidelity.types import Issue

CHECK = "numbers"
Amounts = list[Amount]


def find_drift_across(
    quotation: str, passage: str, languages: tuple[str, str], settings: JudgementSettings
) -> tuple[Issue, ...]:
    """Numbers of the quotation that the passage lacks. It is critical if another number is in their place, else minor.

    Both ``languages`` (BCP 47) have numerals.
    """
    left, right = (
        read_amounts(text, load_numerals(tag)) for text, tag in zip((quotation, passage), languages, strict=True)
    )
    lost, surplus = _unmatched(left, right, settings), _unmatched(right, left, settings)
    opposed = _opposed(lost, surplus, settings)
    issues = [_replaced(quotation, passage, one, other) for one, other in opposed]
    replaced = {id(one) for one, _ in opposed}
    for amount in lost:
        if id(amount) in replaced:
            continue
        note = f"the number “{amount.span.of(quotation)}” was not found"
        issues.append(Issue("accuracy/omission", CHECK, "minor", (amount.span,), (), note))
    pairs = said_by_both(left, right)
    return (*issues, *find_opposed_limits((quotation, passage), languages, pairs, CHECK))


def _unmatched(amounts: Sequence[Amount], others: Sequence[Amount], settings: JudgementSettings) -> Amounts:
    """The amounts that have to be found and equal no other amount, each once."""
    close, converted = settings.rounding, 2 * settings.rounding
    different = {(o.kind, o.values, o.unit, o.currencies, o.approximate, o.dated): o for o in others}.values()
    demanded = {(each.kind, each.values, each.counted): each for each in amounts if each.demanded}.values()
    near = Nearness(list(different), close)
    return [each for each in demanded if not any(same_amount(each, o, close, converted) for o in near.of(each))]


def _opposed(lost: Amounts, surplus: Amounts, settings: JudgementSettings) -> list[tuple[Amount, Amount]]:
    """Pairs of different numbers: the only ones of their kind on each side, or equally many in the same order."""
    found: list[tuple[Amount, Amount]] = []
    near, taken = Nearness(surplus, settings.rounding), set[int]()
    for one in lost:
        same = {id(o): o for o in near.same(one.values[0]) if o.kind == one.kind and same_value(one, o)}
        if len(same) == 1 and taken.isdisjoint(same):
            found += [(one, other) for other in same.values()]
            taken |= {id(one), *same}
    mine = [each for each in lost if id(each) not in taken]
    theirs = [each for each in surplus if id(each) not in taken]
    kinds = dict.fromkeys((each.kind, each.counted) for each in mine)
    for kind in kinds:
        ours, others = ([a for a in side if (a.kind, a.counted) == kind] for side in (mine, theirs))
        if ours and len(ours) == len(others):
            found += zip(ours, others, strict=True)
            mine = [each for each in mine if (each.kind, each.counted) != kind]
            theirs = [each for each in theirs if (each.kind, each.counted) != kind]
    if len(mine) == len(theirs) == 1 and mine[0].kind == theirs[0].kind and _may_oppose(mine[0], theirs[0]):
        found.append((mine[0], theirs[0]))
    return found


def _may_oppose(one: Amount, other: Amount) -> bool:
    """Whether two numbers may count the same things, since it is unknown what one of them counts."""
    return not (one.counted and other.counted)


def _replaced(quotation: str, passage: str, one: Amount, other: Amount) -> Issue:
    what = "month" if one.kind == "month" else "number"
    if same_value(one, other) and one.currencies and other.currencies:
        what = "currency"
    elif same_value(one, other) and one.unit and other.unit:
        what = "unit"
    spans = [each.span if what in ("number", "month") else each.measured or each.span for each in (one, other)]
    note = f"another {what}: “{spans[0].of(quotation)}” became “{spans[1].of(passage)}”"
    return Issue("accuracy/mistranslation", CHECK, "critical", (spans[0],), (spans[1],), note)
