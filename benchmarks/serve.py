"""Measure the HTTP service: requests a second by wrk, and what hostile clients do to it.

    python benchmarks/serve.py --minutes 10 --save

Needs zhnlp[serve], and wrk for the first part, which is left out without it. All is on
loopback: wrk, the clients and the service share the processors.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from hostile import Hostile
from report import about, document, markdown, save

_SCRIPT = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local bodies, at = {%s}, 0
request = function()
  at = at %% #bodies + 1
  return wrk.format(nil, nil, nil, bodies[at])
end
"""
_SENTENCES = (
    "本报北京十一月二十七日电，国务院今天召开常务会议，研究促进新能源汽车产业发展的措施。",
    "王小明毕业于北京大学计算机系，现在在深圳的一家人工智能公司担任工程师。",
    "受国际油价下跌影响，上海证券交易所能源板块股票普遍下跌，跌幅超过百分之三。",
    "这家酒店的服务很好，房间干净，早餐丰富，就是离地铁站有点远。",
    "昨天晚上，中国女排以三比一战胜日本队，提前一轮获得世界杯冠军。",
    "专家认为，随着云计算和大数据技术的普及，传统制造业正在加快数字化转型。",
    "警方提醒市民，不要轻易相信陌生电话，更不要向陌生人转账。",
    "南京市长江大桥于1968年建成通车，全长6772米，是中国自行设计建造的第一座长江大桥。",
)
PATHS = ("segment", "tag", "entities", "keywords", "classify", "correct", "pipeline")
HEAD = ("path", "processes", "requests/s", "p50 (ms)", "p99 (ms)", "not 2xx")


@click.command()
@click.option("--seconds", default=10, show_default=True, help="How long wrk runs for each path.")
@click.option("--connections", default=32, show_default=True, help="Those of wrk.")
@click.option("--characters", default=200, show_default=True, help="Characters of a text for wrk.")
@click.option("--minutes", default=1.0, show_default=True, help="How long hostile clients come.")
@click.option("--clients", default=16, show_default=True, help="How many of them at a time.")
@click.option("--workers", default=(1, 2), multiple=True, show_default=True, help="Processes.")
@click.option("--save", "is_saved", is_flag=True, help="Write benchmarks/results/serve.*.")
def main(
    seconds: int,
    connections: int,
    characters: int,
    minutes: float,
    clients: int,
    workers: tuple[int, ...],
    is_saved: bool,
) -> None:
    """Measure speed and steadiness of ``zhnlp serve``."""
    facts = {**about(), "load": f"{os.getloadavg()[0]:.1f} before it began", "texts": "made up"}
    sections, figures = {}, {}
    rows = speed_rows(seconds, connections, characters, workers)
    if rows:
        sections[f"Texts of {characters} characters, {connections} connections"] = markdown(
            [HEAD, *rows]
        )
    if minutes > 0:
        figures = steadiness(minutes, clients)
        sections[f"Hostile clients, {minutes:g} minutes, {clients} at a time"] = told(figures)
    text = document("The HTTP service", facts, sections)
    click.echo(text)
    if is_saved:
        save("serve", {"about": facts, "speed": rows, "hostile": figures}, text)


@contextmanager
def service(*options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A service as a process of its own, and its port."""
    command = [sys.executable, "-m", "zhnlp", "serve", "--port", "0", *options]
    with tempfile.TemporaryDirectory() as folder, open(f"{folder}/log", "w+") as log:
        process = subprocess.Popen(command, cwd=folder, stderr=log, text=True)
        try:
            yield process, _port(process, Path(folder) / "log")
        finally:
            process.terminate()
            process.wait(60)


def _port(process: subprocess.Popen[str], log: Path) -> int:
    while process.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)/", log.read_text("utf-8")):
            return int(found[1])
        threading.Event().wait(0.05)
    raise click.ClickException(log.read_text("utf-8"))


def speed_rows(
    seconds: int, connections: int, characters: int, workers: tuple[int, ...]
) -> list[tuple[str, ...]]:
    """A row for each path and number of processes; none without wrk."""
    if shutil.which("wrk") is None:
        click.echo("wrk is not installed: its part is left out.", err=True)
        return []
    rows = []
    for n_workers in workers:
        with service("--workers", str(n_workers)) as (_, port):
            for path in PATHS if n_workers == 1 else PATHS[:1]:
                rows.append(
                    (path, str(n_workers), *wrk(port, path, seconds, connections, characters))
                )
                click.echo(" ".join(rows[-1]), err=True)
    return rows


def wrk(port: int, path: str, seconds: int, connections: int, characters: int) -> tuple[str, ...]:
    """Requests a second, the median and the 99th percentile of their time, and errors."""
    rng = random.Random(0)
    texts = [_text(rng, characters) for _ in range(50)]
    bodies = [json.dumps({"text": text}, ensure_ascii=False) for text in texts]
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "post.lua"
        script.write_text(_SCRIPT % ", ".join(f"[==[{body}]==]" for body in bodies), "utf-8")
        command = [
            "wrk",
            "-t1",
            f"-c{connections}",
            f"-d{seconds}s",
            "--latency",
            "-s",
            str(script),
        ]
        url = f"http://127.0.0.1:{port}/v1/{path}"
        done = subprocess.run([*command, url], capture_output=True, text=True, check=True)
    said = done.stdout
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    sockets = re.search(r"Socket errors: .*", said)
    failed = " ".join(filter(None, [errors and errors[1], sockets and sockets[0]]))
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert rate is not None
    return f"{float(rate[1]):,.0f}", _ms(said, "50"), _ms(said, "99"), failed or "0"


def _text(rng: random.Random, length: int) -> str:
    """A text of so many characters, of sentences in any order."""
    most = length // min(map(len, _SENTENCES)) + 1
    return "".join(rng.choice(_SENTENCES) for _ in range(most))[:length]


def _ms(said: str, percent: str) -> str:
    found = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)", said)
    assert found is not None
    return f"{float(found[1]) * {'us': 0.001, 'ms': 1, 's': 1000}[found[2]]:.1f}"


def steadiness(minutes: float, clients: int) -> dict[str, object]:
    """What hostile clients got, and the memory of the service while they came."""
    memory: list[float] = []
    with service("--client-timeout", "3") as (process, port):
        ended = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, ended, memory))
        watcher.start()
        seen = Hostile(port).run(60 * minutes, clients)
        ended.set()
        watcher.join()
    kinds = sorted({kind for kind, _ in seen})
    return {
        "answers": {
            kind: {status: n for (own, status), n in sorted(seen.items()) if own == kind}
            for kind in kinds
        },
        "memory": [memory[len(memory) * quarter // 4] for quarter in range(4)] + memory[-1:],
        "peak": max(memory),
    }


def _watch(number: int, ended: threading.Event, memory: list[float]) -> None:
    """Add the resident memory of a process in MB to `memory`, every second."""
    while True:
        status = Path(f"/proc/{number}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        memory.append(int(found[1]) / 1000)
        if ended.wait(1):
            return


def told(figures: dict[str, object]) -> str:
    """The figures of hostile clients, as text."""
    answers, memory = figures["answers"], figures["memory"]
    assert isinstance(answers, dict)
    assert isinstance(memory, list)
    rows = [("kind", "answers"), *((kind, _counts(found)) for kind, found in answers.items())]
    undocumented = sum(
        n
        for found in answers.values()
        for status, n in found.items()
        if status.startswith("5") and status not in ("503 busy", "503 too_late")
    )
    shown = ", ".join(f"{each:.0f}" for each in memory)
    return (
        f"{markdown(rows)}\n\n5xx that are not documented: {undocumented}. Resident memory at the "
        f"beginning of each quarter and at the end (MB): {shown}; at its highest: "
        f"{figures['peak']:.0f}."
    )


def _counts(found: dict[str, int]) -> str:
    return ", ".join(f"{status}: {n:,}" for status, n in found.items())


if __name__ == "__main__":
    main()
