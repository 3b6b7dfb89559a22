"""The seam between what is done and where it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Task_contra = TypeVar("Task_contra", contravariant=True)
Answer_co = TypeVar("Answer_co", covariant=True)


class Work(Protocol[Task_contra, Answer_co]):
    """What a worker does with each task. A small value, which is pickled and sent to the worker."""

    def start(self, threads: int | None) -> Callable[[Task_contra], Answer_co]:
        """Called once in a worker: loads what the tasks share. ``threads`` is how many the models may use.

        Raises:
            FidelityError: if there is no work to be done in this way; the batch ends with it.
        """


class Engine(Protocol):
    """Does work on many processes."""

    def run(self, work: Work[Task, Answer], tasks: Iterable[Task]) -> Iterator[Answer]:
        """The answers as they come, in any order. Tasks are taken a few at a time; a lost worker's task is done again.

        Raises:
            FidelityError: what the work raises, or if workers are lost again and again.
        """
