#!/bin/sh
# Pre-train an encoder on a machine with a GPU, in several calls of some minutes each.
#
#   sh tools/pretrain_on_gpu.sh FOLDER [MINUTES_OF_THIS_CALL]
#
# FOLDER, carried along, holds
#   text/      what `zhnlp pretrain CORPUS... --pack-only -o FOLDER/text` wrote
#   ner/       train.txt and dev.txt, names in any format of docs/corpora.md     } for a quick
#   classes/   train.txt and dev.txt, labelled texts for `zhnlp train classifier`  } fine-tuning;
#                                                                                  may be missing
# Nothing is fetched. A call trains for MINUTES_OF_THIS_CALL (8 if not given) of MINUTES (25) in
# all; the same call goes on from there. The state, saved every 5 minutes, is in FOLDER/state, so
# calls must follow each other before the machine is given back. After each call $OUT (FOLDER/out
# if not set) holds what `transformers` loads: float16 weights in files of at most 15 MB, and
# encoder.tgz with the small files; and log.jsonl, the loss curve. The call in which the training
# ends uses its last minutes to fine-tune, and adds scores.txt; one more call fine-tunes only.
#
# The whole checkout travels with what is carried, up to 64 MiB; the trained packs alone take 60 MB.
# So take them out of the working tree, and put them back at the end. With machines that are lent
# for 30 minutes, 10 for each command:
#   git sparse-checkout set --no-cone '/*' '!/zhnlp/packs/*'
#   1. MINUTES=24 sh tools/pretrain_on_gpu.sh FOLDER 8.5     carrying FOLDER/text
#   2. MINUTES=24 sh tools/pretrain_on_gpu.sh FOLDER 8.5     carrying nothing
#   git sparse-checkout add /zhnlp/packs/modern-words /zhnlp/packs/modern-tags
#   3. MINUTES=24 sh tools/pretrain_on_gpu.sh FOLDER 8.5     carrying FOLDER/ner, FOLDER/classes and
#      zhnlp/packs/jieba
#   git sparse-checkout disable
# A smaller MINUTES leaves more time to fine-tune.
#
# The size is LAYERS x WIDTH = 8 x 384, but 6 x 320 if a trial of 20 seconds says that the former
# would not get PASSES (15) times over the text. A step is of BATCH (65,536) tokens, at a RATE of
# 2e-3. SMOKE=1 tries everything on a processor, in a minute, with a network of one layer.

set -eu

began=$(date +%s)
folder=${1:?give the folder that was carried along}
call=${2:-8}
minutes=${MINUTES:-25}
layers=${LAYERS:-8} width=${WIDTH:-384} batch=${BATCH:-65536} rate=${RATE:-2e-3}
passes=${PASSES:-15}
out=$(mkdir -p "${OUT:-$folder/out}" && cd "${OUT:-$folder/out}" && pwd)
state=$folder/state
device=cuda
if [ "${SMOKE:-}" ]; then
    device=cpu layers=1 width=64 batch=1024 minutes=0.2 call=0.1
fi
export PYTHONUNBUFFERED=1 TOKENIZERS_PARALLELISM=false HF_HUB_OFFLINE=1
mkdir -p "$state"
zhnlp() { python3 -m zhnlp "$@"; }

# The core must be compiled there. With DEBUG, building leaves packs/jieba alone, which needs jieba.
if ! python3 -c 'from zhnlp.core import Trie, Cutter' 2>/dev/null; then
    mkdir -p zhnlp/packs/jieba
    ZHNLP_DEBUG=1 python3 setup.py -q build_ext --inplace
fi

pretrain() {
    zhnlp pretrain "$folder/text" --device "$device" --layers "$layers" --width "$width" \
        --batch "$batch" --rate "$rate" --save-every 5 "$@"
}

# How many tokens a second? Decide the size once.
if [ ! -f "$state/size" ]; then
    rm -rf "$state/trial" "$state/trial.part"
    pretrain --minutes "$minutes" --stop-after 0.3 \
        -o "$state/trial"
    python3 - "$state" "$folder/text" "$batch" "$minutes" "$passes" "$layers" "$width" <<'PYTHON'
import json
import sys
from pathlib import Path

state, text, *numbers = sys.argv[1:]
batch, minutes, passes, layers, width = map(float, numbers)
entries = [json.loads(line) for line in Path(state, "trial", "log.jsonl").open()]
first = next((each for each in entries if each["step"] < entries[-1]["step"]), None)
last = entries[-1]
steps = last["step"] - (first["step"] if first else 0)
seconds = last["seconds"] - (first["seconds"] if first else 0)
speed = steps * batch / max(seconds, 1e-9)
n_tokens = json.loads(Path(text, "pack.json").read_bytes())["n_rows"] * 128
possible = speed * minutes * 60 / n_tokens
layers, width = (layers, width) if possible >= passes or width < 320 else (6, 320)
print(f"{speed:,.0f} tokens a second, {possible:.1f} passes: {layers:.0f} x {width:.0f}")
Path(state, "size").write_text(f"{layers:.0f} {width:.0f}\n")
PYTHON
    rm -rf "$state/trial" "$state/trial.part"
fi
read -r layers width < "$state/size"

# Train.
if [ ! -f "$state/done" ]; then
    pretrain --minutes "$minutes" --stop-after "$call" -o "$state/encoder"
    [ -d "$state/encoder.part" ] || touch "$state/done"
fi
cp "$state"/encoder/*.safetensors "$state/encoder/log.jsonl" "$out"
(cd "$state/encoder" && tar czf "$out/encoder.tgz" *.json vocab.txt)

# Fine-tune in the time that is left of this call.
left=$(python3 -c "import time; print(max(0, int($began + 60 * ($call + 1) - time.time())))")
if [ -f "$state/done" ] && [ "$left" -ge 60 ]; then
    for task in recognizer:ner classifier:classes; do
        data=$folder/${task#*:} name=${task%:*}
        [ -d "$data" ] || continue
        {
            echo "$name"
            timeout $((left / 2)) python3 -m zhnlp train "$name" "$data/train.txt" \
                --encoder "$state/encoder" --passes 3 --score "$data/dev.txt" \
                -o "$state/$name" 2>&1 || echo "failed, or out of time"
        } | tee -a "$out/scores.txt"
    done
fi
ls -l "$out"
