"""What reading the packs of ``news`` takes beside mapping them: time, and memory of the process.

python benchmarks/reading_packs.py
"""

from __future__ import annotations

import mmap
import os
import statistics
import subprocess
import sys
import time
from zlib import crc32

from zhnlp.resources import pack

PACKS = ("jieba", "modern-words", "modern-tags", "modern-entities")


def measure(how: str) -> tuple[float, int]:
    """Milliseconds to load and check the packs, and kB that no other process shares."""
    begun = time.perf_counter()
    kept = []
    for name in PACKS:
        with open(pack(name) / "arrays.safetensors", "rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            if how == "map":
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            else:
                data = mmap.mmap(-1, size)
                file.readinto(data)
            crc32(data)
            kept.append(data)
    taken = (time.perf_counter() - begun) * 1000
    with open("/proc/self/smaps_rollup") as file:
        own = next(int(line.split()[1]) for line in file if line.startswith("Private_Dirty"))
    return taken, own


def main() -> None:
    """Measure each way in nine new processes, in turn."""
    if sys.argv[1:]:
        print(*measure(sys.argv[1]))
        return
    found: dict[str, list[tuple[float, int]]] = {"map": [], "read": []}
    for _ in range(9):
        for how, own in found.items():
            done = subprocess.run(
                [sys.executable, __file__, how], capture_output=True, text=True, check=True
            )
            taken, size = done.stdout.split()
            own.append((float(taken), int(size)))
    for how, own in found.items():
        taken = statistics.median(each[0] for each in own)
        size = statistics.median(each[1] for each in own)
        print(f"{how:5} {taken:5.1f} ms   {size / 1024:5.1f} MB of its own")


if __name__ == "__main__":
    main()
