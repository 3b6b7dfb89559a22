#!/usr/bin/env bash
# Train the reader of meaning and refit what rests on it: models/training/make_reader.sh DATA WORK BASE [MINUTES]
# DATA: folder with the labelled sets. WORK: a folder for checkpoints and readings; what it holds already is used, so
# that the same command goes on after a stop. BASE: folder with all-mpnet-base-v2. MINUTES: length of this sitting
# (default: 600). Needs what models/training/requirements.txt lists.
set -euo pipefail
data=$1 work=$2 base=$3 minutes=${4:-600}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$work"
begin=()
[ ! -f "$work/reader.pt" ] || begin=(--resume)
python "$here/train.py" --data "$data" --base "$base" --layers 6 --frozen 1 --rate 5e-5 --workers 2 --tokens 800 \
    --minutes "$minutes" --out "$work/reader.pt" "${begin[@]}"
python "$here/export.py" "$work/reader.pt" --base "$base" --out "$here/../meaning-reader"
python "$here/../fit_fidelity.py" --data "$data" --cache "$work/readings"
python "$here/../choose_thresholds.py" --data "$data" --cache "$work/readings"
python "$here/../measure_drift.py" --data "$data" --examples "$work"
