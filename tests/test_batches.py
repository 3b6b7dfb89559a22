"""Batches of texts or pairs of similar length, which the models read together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fidelity.embedding.encoding import batches

LENGTHS = st.lists(st.integers(1, 60), max_size=40)


def test_short_items_do_not_wait_for_a_long_one() -> None:
    lengths = [10, 100, 11, 12, 13, 99]
    assert list(batches(lengths, 1000)) == [[0, 2, 3, 4, 5, 1]]
    assert list(batches(lengths, 1000, 1.2)) == [[0, 2, 3], [4], [5, 1]]
    assert list(batches(lengths, 24, 1.2)) == [[0, 2], [3], [4], [5], [1]]


@given(LENGTHS, st.integers(1, 200), st.floats(1, 3))
def test_every_item_is_in_one_batch_within_the_limits(lengths: list[int], budget: int, spread: float) -> None:
    found = list(batches(lengths, budget, spread))
    assert sorted(index for batch in found for index in batch) == list(range(len(lengths)))
    for batch in found:
        sizes = [lengths[index] for index in batch]
        assert len(batch) == 1 or len(batch) * max(sizes) <= budget
        assert max(sizes) <= spread * min(sizes)
