#!/usr/bin/env bash
# Train the pair scorer further and refit what rests on it: models/training/make.sh DATA WORK [MINUTES]
# DATA: folder with the labelled sets. WORK: a folder for examples and checkpoints; what it holds already is used, so
# that the same command goes on after a stop. MINUTES: length of this sitting (default: 600).
# Needs what models/training/requirements.txt lists.
set -euo pipefail
data=$1 work=$2 minutes=${3:-600}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$work"
[ -f "$work/test.jsonl" ] || python "$here/build.py" --data "$data" --out "$work"
[ -f "$work/start.onnx" ] || cp "$here/../pair-scorer/model.onnx" "$work/start.onnx"
begin=(--start "$work/start.onnx")
[ ! -f "$work/scorer.pt" ] || begin=(--resume)
python "$here/train.py" --data "$data" --made "$work/train.jsonl" --out "$work/scorer.pt" --minutes "$minutes" \
    --workers 2 --tokens 800 --keep "$work/start.onnx" "${begin[@]}"
python "$here/export.py" "$work/scorer.pt" --out "$here/../pair-scorer"
python "$here/../fit_fidelity.py" --data "$data" --cache "$work/readings"
python "$here/../fit_pairing.py" --data "$data"
python "$here/../measure_drift.py" --data "$data" --examples "$work"
