#!/usr/bin/env bash
# Train the reader of meaning and refit what rests on it: models/training/make_reader.sh DATA WORK BASE [MINUTES]
# DATA: folder with the labelled sets. WORK: a folder for checkpoints and readings; what it holds already is used, so
# that the same command goes on after a stop. BASE: folder with all-mpnet-base-v2. MINUTES: length of this sitting
# (default: 600). Training begins with the weights that ship, if WORK holds no checkpoint.
# Needs what models/training/requirements.txt lists.
set -euo pipefail
data=$1 work=$2 base=$3 minutes=${4:-600}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$work"
[ -f "$work/spoilt.jsonl" ] || python "$here/spoilt.py" --data "$data" --out "$work/spoilt.jsonl"
begin=(--start "$here/../meaning-reader/model.onnx")
[ ! -f "$work/reader.pt" ] || begin=(--resume)
python "$here/train.py" --data "$data" --made "$work/spoilt.jsonl" --base "$base" --frozen 4 --rate 3e-5 --workers 2 \
    --tokens 2000 --minutes "$minutes" --out "$work/reader.pt" "${begin[@]}"
weights=$work/reader.pt
if [ -f "$work/before.pt" ]; then # a copy of the checkpoint from before the last sittings: both are averaged
    weights=$work/averaged.pt
    python "$here/average.py" "$work/before.pt" "$work/reader.pt" --out "$weights"
fi
python "$here/export.py" "$weights" --base "$base" --data "$data" --out "$here/../meaning-reader"
python "$here/../fit_fidelity.py" --data "$data" --cache "$work/readings"
python "$here/../choose_thresholds.py" --data "$data" --cache "$work/readings"
python "$here/../measure_drift.py" --data "$data" --examples "$work"
