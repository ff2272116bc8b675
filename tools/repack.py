"""Write packs again as this version stores them: the same models in fewer bytes.

    python tools/repack.py zhnlp/packs/*

Older packs hold their tries as plain arrays (core/trie.hpp); this version packs them
(core/trie_packing.hpp) and reads both. Weights, numbers and scores stay what they are. A pack
that another one names by its checksum, as a spelling model does its language model, is made
with that one, not here.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from zhnlp.core import Trie
from zhnlp.packing import make_pack, read_about, read_pack


def repack(folder: Path) -> tuple[int, int]:
    """Write the pack in `folder` again if that makes it smaller; its bytes before and after."""
    about = read_about(folder)
    pack = read_pack(folder, about["kind"])
    arrays = dict(pack.arrays)
    for name in pack.arrays:
        alphabet = name.replace("nodes", "alphabet")
        if alphabet != name and alphabet in pack.arrays:
            arrays[name], arrays[alphabet] = Trie(arrays[name], arrays[alphabet]).packed()
    again = make_pack(about["kind"], about, arrays)
    before, after = len(pack.data), len(again.data)
    if after < before:
        again.write(folder)
    return before, min(before, after)


def main(folders: list[str]) -> None:
    """Write the packs in these folders again, and print what that saves."""
    for folder in map(Path, folders):
        before, after = repack(folder)
        print(json.dumps({"pack": folder.name, "before": before, "after": after}))


if __name__ == "__main__":
    main(sys.argv[1:])
