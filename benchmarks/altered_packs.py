"""Load altered pipelines and packs: each is refused with a clear error, or works within bounds.

Folders are altered at random (bytes, JSON, headers and lists of arrays, links), and their
checksums mended. Each is loaded and used on a few texts in a process of its own, where every
file that is opened is noted. It may be refused, or work; it may not crash, hang, take much
memory, raise what is no error of zhnlp's, or open a file outside.

Meant for a core built with AddressSanitizer (see CONTRIBUTING.md):

    LD_PRELOAD="$(gcc -print-file-name=libasan.so) $(gcc -print-file-name=libstdc++.so)" \\
        ASAN_OPTIONS=detect_leaks=0:exitcode=99:hard_rss_limit_mb=3000 \\
        python benchmarks/altered_packs.py --cases 10000 --save

A case follows from the seed and its number: ``--first N --cases 1 --verbose`` makes it again.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click
from alterations import Folder, altered, write
from report import about, document, markdown, save
from saved_examples import make_all, use

import zhnlp
from zhnlp.errors import FormatError, PackError, ZhnlpError
from zhnlp.resources import dicts

_SECONDS = 60
_GOOD = ("refused", "worked", "refused in use")
_BAD = ("raw error", "other error", "memory", "hang", "signal", "sanitizer", "opened outside")
_SECRET = "this-is-a-secret"


@click.command()
@click.option("--cases", default=500, show_default=True)
@click.option("--first", default=0, show_default=True, help="The number of the first case.")
@click.option("--seed", default=1, show_default=True)
@click.option("--jobs", default=2, show_default=True)
@click.option("--only", default="", help="Only examples with this in their names.")
@click.option("--verbose", is_flag=True)
@click.option("--save", "is_saved", is_flag=True, help="Write benchmarks/results/altered_packs.*.")
def main(
    cases: int, first: int, seed: int, jobs: int, only: str, verbose: bool, is_saved: bool
) -> None:
    """Load CASES altered folders."""
    begun = time.time()
    with tempfile.TemporaryDirectory() as work:
        examples = {
            path.name: _read(path)
            for path in make_all(_made(Path(work, "made")))
            if only in path.name
        }
        for name, folder in examples.items():
            if (whole := _case(name, folder))["outcome"] != "worked":
                raise click.ClickException(f"{name}, not altered: {whole}")
        secret = Path(work, "secret.txt")
        secret.write_text(f"{_SECRET}\t1\n" * 3, "utf-8")
        shares = [range(first + job, first + cases, jobs) for job in range(jobs)]
        given = [(share, seed, examples, str(secret), verbose) for share in shares]
        with get_context("fork").Pool(jobs) as pool:
            found = [each for share in pool.starmap(_share, given, 1) for each in share]
    table = _table(found)
    click.echo(table)
    slowest = max(found, key=lambda each: each["seconds"])
    largest = max(found, key=lambda each: each["mb"])
    facts = {
        **{name: about()[name] for name in ("date", "python", "system", "zhnlp")},
        "cases": f"{cases:,}, seed {seed}, in {(time.time() - begun) / 60:.0f} minutes",
        "core": "with AddressSanitizer" if "asan" in os.environ.get("LD_PRELOAD", "") else "usual",
        "slowest": f"{slowest['seconds']:.1f} s ({slowest['example']})",
        "most memory": f"{largest['mb']:.0f} MB ({largest['example']})",
    }
    click.echo("\n".join(f"{name}: {fact}" for name, fact in facts.items()))
    if is_saved:
        text = document("Altered packs", facts, {"What became of them": table})
        save("altered_packs", {"about": facts, "results": _counts(found)}, text)
    sys.exit(any(each["outcome"] in _BAD for each in found))


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _read(folder: Path) -> Folder:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(files)}


def _share(
    numbers: range, seed: int, examples: dict[str, Folder], secret: str, verbose: bool
) -> list[dict[str, Any]]:
    found = []
    for n, number in enumerate(numbers):
        rng = random.Random(f"{seed}:{number}")
        name = rng.choice(sorted(examples))
        folder, done = altered(examples[name], rng, secret)
        case = {"number": number, "example": name, **_case(name, folder)}
        found.append(case)
        if verbose or case["outcome"] in (*_BAD, "refused in use"):
            told = f"{number} {name}: {case['outcome']} after {done}\n{case['told']}"
            click.echo(told, err=True)
        if n % 250 == 249:
            click.echo(f"{number}: {Counter(each['outcome'] for each in found)}", err=True)
    return found


def _case(name: str, folder: Folder) -> dict[str, Any]:
    """What becomes of one altered folder."""
    place = Path(tempfile.mkdtemp(prefix="zhnlp-altered-"))
    try:
        write(folder, place / name)
        begun = time.time()
        child = os.fork()
        if not child:
            _in_child(place, name)
        status = _waited(child)
        seconds = time.time() - begun
        mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        outcome, told = _outcome(status, place)
        return {"outcome": outcome, "told": told, "seconds": seconds, "mb": mb}
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _waited(child: int) -> int | None:
    """The status of a process; None if it took too long."""
    end = time.time() + _SECONDS
    while time.time() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _outcome(status: int | None, place: Path) -> tuple[str, str]:
    errors = (place / "errors.txt").read_text("utf-8", "replace") if status else ""
    if status is None:
        return "hang", ""
    if os.WIFSIGNALED(status):
        return "signal", f"signal {os.WTERMSIG(status)}\n{errors[:3000]}"
    if "hard rss limit exhausted" in errors:
        return "memory", errors[:300]
    if os.WEXITSTATUS(status):
        return "sanitizer", errors[:3000]
    said = json.loads((place / "said.json").read_text("utf-8"))
    return said["outcome"], said["told"]


def _in_child(place: Path, name: str) -> None:
    """Load and use a folder, note what became of it, and end the process."""
    number = os.open(place / "errors.txt", os.O_WRONLY | os.O_CREAT)
    os.dup2(number, 2)
    warnings.simplefilter("ignore")
    outside: list[str] = []
    allowed = [str(place / name), os.path.dirname(zhnlp.__file__), sys.prefix, sys.base_prefix]
    allowed += [str(dicts()), os.path.dirname(os.path.abspath(__file__))]

    def note(event: str, given: tuple[Any, ...]) -> None:
        path = given[0] if event == "open" else None
        if isinstance(path, (str, bytes, os.PathLike)):
            real = os.path.realpath(os.fsdecode(path))
            if not any(real.startswith(folder) for folder in allowed):
                outside.append(real)

    sys.addaudithook(note)
    outcome, told = _used(place / name)
    if outside:
        outcome, told = "opened outside", ", ".join(outside[:3])
    elif _SECRET in told:
        outcome = "opened outside"
    allowed.append(str(place))
    (place / "said.json").write_text(json.dumps({"outcome": outcome, "told": told}), "utf-8")
    os._exit(0)


def _used(folder: Path) -> tuple[str, str]:
    loaded: list[str] = []
    try:
        use(folder, loaded)
    except (PackError, FormatError) as error:
        return "refused", str(error)
    except MemoryError as error:
        return "memory", str(error)
    except ZhnlpError:
        return ("refused in use" if loaded else "other error"), traceback.format_exc(limit=-3)
    except Exception:  # the point is that there is none
        return "raw error", traceback.format_exc(limit=-6)
    return "worked", ""


def _counts(found: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    examples = sorted({each["example"] for each in found})
    return {
        name: dict(Counter(each["outcome"] for each in found if each["example"] == name))
        for name in examples
    }


def _table(found: list[dict[str, Any]]) -> str:
    rows = [["what", "cases", *_GOOD, *_BAD]]
    counts = _counts(found)
    total: Counter[str] = Counter()
    for name, own in counts.items():
        rows.append(
            [name, str(sum(own.values())), *(str(own.get(each, 0)) for each in (*_GOOD, *_BAD))]
        )
        total.update(own)
    rows.append(["all", str(sum(total.values())), *(str(total[each]) for each in (*_GOOD, *_BAD))])
    return markdown(rows)


if __name__ == "__main__":
    main()
