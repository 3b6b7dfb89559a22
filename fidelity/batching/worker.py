"""A worker of the local engine, run as a program. It reads work and tasks from its standard input and answers them.

It ends when its standard input does, so that no worker outlives the program that started it, however that ends.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any


def serve(tasks: IO[bytes], answers: IO[bytes], threads: int) -> None:
    """Do the work, which comes first, with each task that follows."""
    from fidelity.batching.engine import try_to

    def answer(kind: str, value: object) -> None:
        pickle.dump((kind, value), answers, protocol=pickle.HIGHEST_PROTOCOL)
        answers.flush()

    queue: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_read, args=(tasks, queue), daemon=True).start()
    kind, do = try_to(lambda: _next(queue).start(threads))
    answer(kind, None if kind == "done" else do)
    while kind == "done":
        kind, value = try_to(lambda: do(_next(queue)))
        answer(kind, value)


def _read(tasks: IO[bytes], queue: SimpleQueue[Any]) -> None:
    """Read on while a task is being done, to notice immediately if the other side has ended."""
    try:
        while True:
            queue.put(pickle.load(tasks))  # noqa: S301 -- from the program that started this one
    except (EOFError, pickle.UnpicklingError):
        os._exit(0)
    except Exception as error:  # noqa: BLE001 -- the answer tells it; without an answer both sides would wait for ever
        queue.put(error)


def _next(queue: SimpleQueue[Any]) -> Any:
    """The next value that was read. Raises the error with which it could not be read."""
    value = queue.get()
    if isinstance(value, Exception):
        raise value
    return value


def main() -> None:
    """The program: its arguments are the path on which modules are found, as JSON, and the number of threads."""
    sys.path[:0] = [each for each in json.loads(sys.argv[1]) if each not in sys.path]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that started this one, which ends it
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)  # a document named /dev/stdin would otherwise read tasks
    os.dup2(null, 1)
    serve(tasks, answers, int(sys.argv[2]))


if __name__ == "__main__":
    main()
