"""The protocols that separate the work from the place where it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, Protocol, TypeVar

from fidelity.errors import FaultError, FidelityError, locate

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Task_contra = TypeVar("Task_contra", contravariant=True)
Answer_co = TypeVar("Answer_co", covariant=True)


class Work(Protocol[Task_contra, Answer_co]):
    """The work that a worker does with each task. It is a small value, which is pickled and sent to the worker."""

    @property
    def on_gpu(self) -> bool:
        """Whether it runs on a GPU where a worker has one."""

    def start(self, threads: int | None) -> Callable[[Task_contra], Answer_co]:
        """Load what the tasks share, once in each worker. ``threads`` is how many threads the models may use.

        Raises:
            FidelityError: if the work is impossible in this way. The batch ends with it.
        """


class Engine(Protocol):
    """Does work in many processes."""

    def run(self, work: Work[Task, Answer], tasks: Iterable[Task], *, in_order: bool = False) -> Iterator[Answer]:
        """The answers as they come, in any order. A few tasks are taken at a time. A lost worker's task is done again.

        With ``in_order``, the answers have the order of the tasks. The number of tasks that are taken while one answer
        is awaited is limited then, too, so that one slow task does not fill the memory with the answers behind it.

        Raises:
            FidelityError: as the work raises it, or if workers are lost again and again.
        """


def try_to(do: Callable[[], Any]) -> tuple[Literal["done", "failed"], Any]:
    """What a worker answers: what came of it, or the error that the program which started it has to raise."""
    try:
        return "done", do()
    except FidelityError as error:
        return "failed", error
    except Exception as error:  # noqa: BLE001 -- a fault; its text may quote a document, and stays in this process
        return "failed", FaultError(locate(error))
