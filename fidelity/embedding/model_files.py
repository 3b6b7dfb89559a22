"""Reads the files of the models that ship, if their checksums are right, and runs them on onnxruntime."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from pathlib import Path
from threading import Lock
from typing import Any

from fidelity.embedding.runtime import load_onnxruntime
from fidelity.errors import ModelError
from fidelity.resources import find_resource

BUILT_IN = "all-MiniLM-L6-v2"
"""The model that turns texts into vectors."""

MULTILINGUAL = "multilingual-encoder"
"""The model that turns texts into vectors where a side is not English."""

PAIR_SCORER = "pair-scorer"
"""The model that says how faithful a pair is."""

READER = "meaning-reader"
"""The model that says whether a quotation and its passage entail or contradict one another."""

ACROSS_READER = "across-reader"
"""The model that reads a quotation and its passage in two languages."""

CHECKSUMS = "SHA256SUMS"


def verify_models() -> dict[str, str]:
    """SHA-256 (hex) of each file of the models that ship, after comparing all of them with ``SHA256SUMS``.

    Raises:
        ModelError: if a file is missing or differs.
    """
    found = {}
    for model in (BUILT_IN, MULTILINGUAL, PAIR_SCORER, READER, ACROSS_READER):
        for name, digest in verify_model(find_resource(f"models/{model}")).items():
            found[f"{model}/{name}"] = digest
    return found


def verify_model(folder: Path) -> dict[str, str]:
    """SHA-256 (hex) of each file of one model, after comparing.

    Raises:
        ModelError: if a file is missing or differs.
    """
    expected = checksums(folder)
    for name in expected:
        read_trusted(folder, name)
    return expected


def checksums(folder: Path) -> dict[str, str]:
    try:
        lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
        return {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder / CHECKSUMS} cannot be read; reinstall fidelity") from error


def name_model(model: str, folder: Path, *files: str) -> str:
    """``model``, ``@`` and the first 8 hex digits of the SHA-256 of each file, with ``+`` between them.

    Raises:
        ModelError: if the folder's ``SHA256SUMS`` does not list one of the files.
    """
    found = checksums(folder)
    if not found.keys() >= set(files):
        raise ModelError(f"{folder} does not list all its files; reinstall fidelity")
    return f"{model}@{'+'.join(found[name][:8] for name in files)}"


def read_trusted(folder: Path, name: str) -> bytes:
    """The file's bytes, if they have the checksum in ``SHA256SUMS``."""
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise ModelError(f"{folder / name} cannot be read ({error.strerror}); reinstall fidelity") from error
    if hashlib.sha256(content).hexdigest() != checksums(folder).get(name):
        raise ModelError(f"{folder / name} differs from its checksum; reinstall fidelity")
    _TRUSTED.add((folder / name, checksums(folder).get(name)))
    return content


def trust_file(folder: Path, name: str) -> Path:
    """The file's path, after its checksum was compared, which happens once in a process."""
    path, digest = folder / name, checksums(folder).get(name)
    if (path, digest) not in _TRUSTED:
        read_trusted(folder, name)
    return path


_TRUSTED: set[tuple[Path, str | None]] = set()
"""Files that were compared with their checksums in this process."""


def open_model(folder: Path) -> Any:
    """The onnxruntime session, on the CPU, of a folder's ``model.onnx``, compared with its checksum.

    It computes in the thread that asks it, so that several threads can ask it at once. It is opened once in a process,
    and not used in a fork of the process that opened it.

    Raises:
        ModelError: if the file is missing or differs.
    """
    key = os.getpid(), folder
    with _OPENING.setdefault(key, Lock()):
        if key not in _OPEN:
            packed = read_trusted(folder, PACKED) if PACKED in checksums(folder) else None
            _OPEN[key] = _open_session(read_trusted(folder, "model.onnx"), packed)
        return _OPEN[key]


_OPEN: dict[tuple[int, Path], Any] = {}
_OPENING: dict[tuple[int, Path], Lock] = {}


PACKED = "weights.npz"
"""The file with the weights that a graph lacks, in four bits; not every model has it."""


def unpack(packed: bytes) -> dict[str, Any]:
    """The weights as int8, (inputs, outputs), by their names in the graph.

    For each weight the file has two numbers of -7 to 7 a byte (inputs / 2, outputs), and the steps (groups, outputs) by
    which they are multiplied; ``models/bert_graph.py`` makes both.
    """
    import numpy as np

    def read(name: str) -> Any:
        # Read as a whole, which takes less time than numpy's way through the archive, piece by piece.
        return np.load(io.BytesIO(stored.read(f"{name}.npy")), allow_pickle=False)

    stored, found = zipfile.ZipFile(io.BytesIO(packed)), {}
    for name in (each.removesuffix(".steps.npy") for each in stored.namelist() if each.endswith(".steps.npy")):
        steps, multiples = read(f"{name}.steps"), read(f"{name}.multiples")
        half, outputs = multiples.shape
        weight = np.empty((2 * half, outputs), np.int8)
        np.bitwise_and(multiples, 15, out=weight[:half].view(np.uint8))
        np.right_shift(multiples, 4, out=weight[half:].view(np.uint8))
        weight -= 8
        weight.reshape(len(steps), -1, outputs)[:] *= steps[:, None, :]
        found[name] = weight
    return found


def _open_session(graph: bytes, packed: bytes | None = None) -> Any:
    onnxruntime = load_onnxruntime()
    options = onnxruntime.SessionOptions()
    if packed is not None:
        weights = unpack(packed)
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(value) for value in weights.values()]
        options.add_external_initializers(list(weights), values)
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Planning which results share memory takes longer than reading some pages, and the allocator shares memory anyway.
    options.enable_mem_reuse = False
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def usable_cpus() -> int:
    """Number of CPUs that this process may use, within the limits of taskset and containers."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
