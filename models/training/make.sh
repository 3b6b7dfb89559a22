#!/usr/bin/env bash
# All of it from one command: models/training/make.sh DATA WORK
# DATA: folder with mqm_zhen, demetr, mlqe_pe and what measure_drift.py reads. WORK: an empty folder for what lies between.
# Needs what models/training/requirements.txt lists. Two cores take about nine hours.
set -euo pipefail
data=$1 work=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export OMP_WAIT_POLICY=passive # two threads that wait for one another must not spin where other programs run
python "$here/build.py" --data "$data" --out "$work"
python "$here/train.py" --examples "$work" --share 0.75 --out "$work/first.pt"
python "$here/train.py" --examples "$work" --file second --start "$work/first.pt" --rate 6e-5 --out "$work/second.pt"
python "$here/train.py" --examples "$work" --file third --start "$work/second.pt" --rate 8e-5 --out "$work/third.pt"
python "$here/train.py" --examples "$work" --file fourth --start "$work/third.pt" --rate 8e-5 --out "$work/fourth.pt"
python "$here/train.py" --examples "$work" --file fifth --start "$work/fourth.pt" --rate 8e-5 --out "$work/fifth.pt"
python "$here/average.py" "$work/fourth.pt" "$work/fifth.pt" --out "$work/both.pt"
python "$here/train.py" --examples "$work" --file sixth --start "$work/both.pt" --rate 1e-4 --hidden 0.12 --out "$work/sixth.pt"
python "$here/train.py" --examples "$work" --file seventh --start "$work/sixth.pt" --rate 6e-5 --hidden 0.12 --out "$work/seventh.pt"
python "$here/average.py" "$work/both.pt" "$work/sixth.pt" "$work/seventh.pt" --out "$work/scorer.pt"
python "$here/export.py" "$work/scorer.pt" --out "$work/seven"
python "$here/train.py" --examples "$work" --file eighth --start "$work/seven/model.onnx" --rate 8e-5 --hidden 0.12 --out "$work/eighth.pt"
python "$here/train.py" --examples "$work" --file ninth --start "$work/eighth.pt" --rate 8e-5 --hidden 0.12 --out "$work/ninth.pt"
python "$here/average.py" "$work/eighth.pt" "$work/ninth.pt" --out "$work/last.pt"
python "$here/export.py" "$work/last.pt" --out "$here/../pair-scorer"
python "$here/../count_pairs.py" --data "$data" # what the check of broken sentences goes by
python "$here/../fit_fidelity.py" --data "$data" --examples "$work"
python "$here/../fit_pairing.py" --data "$data"
python "$here/../measure_drift.py" --data "$data" --examples "$work"
