"""Load altered pipelines and packs: each is refused with a clear error, or works within bounds.

Folders are altered at random (bytes, JSON, headers and lists of arrays, links), and their
checksums mended. Each is loaded and used on a few texts in another process, 25 in turn, where
every file that is opened is noted. It may be refused, or work; it may not crash, hang, take much
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
from typing import Any, NoReturn

import click
from alterations import Folder, altered, write
from report import about, document, markdown, save
from saved_examples import make_all, use

import zhnlp
from zhnlp.errors import FormatError, PackError, ZhnlpError
from zhnlp.resources import dicts

Case = dict[str, Any]
_SECONDS = 60
_TOGETHER = 25  # cases of a process
_GOOD = ("refused", "worked", "refused in use")
_BAD = ("raw error", "other error", "memory", "hang", "signal", "sanitizer", "opened outside")
_SECRET = "this-is-a-secret"


@click.command()
@click.option("--cases", default=500, show_default=True)
@click.option("--first", default=0, show_default=True, help="The number of the first case.")
@click.option("--seed", default=1, show_default=True)
@click.option("--minutes", default=1e9, help="Begin no more cases after these.")
@click.option("--jobs", default=2, show_default=True)
@click.option("--only", default="", help="Only examples with this in their names.")
@click.option("--verbose", is_flag=True)
@click.option("--save", "is_saved", is_flag=True, help="Write benchmarks/results/altered_packs.*.")
def main(
    cases: int,
    first: int,
    seed: int,
    minutes: float,
    jobs: int,
    only: str,
    verbose: bool,
    is_saved: bool,
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
            [whole] = _in_child([(0, name, folder, "nothing")])
            if whole["outcome"] != "worked":
                raise click.ClickException(f"{name}, not altered: {whole}")
        secret = Path(work, "secret.txt")
        secret.write_text(f"{_SECRET}\t1\n" * 3, "utf-8")
        shares = [range(first + job, first + cases, jobs) for job in range(jobs)]
        end = begun + 60 * minutes
        given = [(share, seed, examples, str(secret), verbose, end) for share in shares]
        with get_context("fork").Pool(jobs) as pool:
            found = [each for share in pool.starmap(_share, given, 1) for each in share]
    table = _table(found)
    click.echo(table)
    slowest = max(found, key=lambda each: each["seconds"])
    largest = max(found, key=lambda each: each["mb"])
    facts = {
        **{name: about()[name] for name in ("date", "python", "system", "zhnlp")},
        "cases": f"{len(found):,}, seed {seed}, in {(time.time() - begun) / 60:.0f} minutes",
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
    numbers: range, seed: int, examples: dict[str, Folder], secret: str, verbose: bool, end: float
) -> list[Case]:
    found: list[Case] = []
    todo = list(numbers)
    while todo and time.time() < end:
        given = []
        for number in todo[:_TOGETHER]:
            rng = random.Random(f"{seed}:{number}")
            name = rng.choice(sorted(examples))
            given.append((number, name, *altered(examples[name], rng, secret)))
        own = _in_child(given)
        todo = todo[len(own) :]
        for case, (number, name, _, done) in zip(own, given, strict=False):
            if verbose or case["outcome"] in (*_BAD, "refused in use"):
                told = f"{number} {name}: {case['outcome']} after {done}\n{case['told']}"
                click.echo(told, err=True)
        found += own
        if len(found) % 500 < len(own):
            click.echo(f"{len(found)}: {Counter(each['outcome'] for each in found)}", err=True)
    return found


def _in_child(given: list[tuple[int, str, Folder, str]]) -> list[Case]:
    """What becomes of altered folders, up to the first that ends the process."""
    place = Path(tempfile.mkdtemp(prefix="zhnlp-altered-"))
    try:
        child = os.fork()
        if not child:
            _child(place, given)
        status = _waited(child, place / "said")
        found = [json.loads(line) for line in (place / "said").read_text("utf-8").splitlines()]
        if status != 0:
            outcome, told = _end(status, place / "errors")
            name = given[len(found)][1]
            found.append({"example": name, "outcome": outcome, "told": told, "seconds": 0, "mb": 0})
        return found
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _waited(child: int, said: Path) -> int | None:
    """The status of a process; None if one of its cases took too long."""
    size, end = -1, time.time() + _SECONDS
    while time.time() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        if said.exists() and (now := said.stat().st_size) != size:
            size, end = now, time.time() + _SECONDS
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _end(status: int | None, errors: Path) -> tuple[str, str]:
    """How a process ended that did not come to its end."""
    if status is None:
        return "hang", ""
    told = errors.read_text("utf-8", "replace")[-5000:]
    if "hard rss limit exhausted" in told:
        return "memory", told
    if os.WIFSIGNALED(status):
        return "signal", f"signal {os.WTERMSIG(status)}\n{told}"
    return "sanitizer", told


def _child(place: Path, given: list[tuple[int, str, Folder, str]]) -> NoReturn:
    """Load and use folders, note what becomes of each, and end the process."""
    os.dup2(os.open(place / "errors", os.O_WRONLY | os.O_CREAT), 2)
    said = open(place / "said", "w", encoding="utf-8")  # noqa: SIM115  (until the process ends)
    warnings.simplefilter("ignore")
    here = os.path.dirname(os.path.abspath(__file__))
    allowed = [os.path.dirname(zhnlp.__file__), sys.prefix, sys.base_prefix, str(dicts()), here]
    outside: list[str] = []
    own = [""]

    def note(event: str, about: tuple[Any, ...]) -> None:
        path = about[0] if event == "open" and own[0] else None
        if isinstance(path, (str, bytes, os.PathLike)):
            real = os.path.realpath(os.fsdecode(path))
            if not any(real.startswith(folder) for folder in (*allowed, own[0])):
                outside.append(real)

    sys.addaudithook(note)
    for number, name, folder, _ in given:
        own[0] = ""
        write(folder, place / str(number) / name)
        outside.clear()
        own[0] = str(place / str(number))
        begun = time.time()
        outcome, told = _used(place / str(number) / name)
        seconds = time.time() - begun
        if outside or _SECRET in told:
            outcome, told = "opened outside", ", ".join([*outside[:3], told])
        mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        case = {"example": name, "outcome": outcome, "told": told, "seconds": seconds, "mb": mb}
        own[0] = ""
        print(json.dumps(case), file=said, flush=True)
        shutil.rmtree(place / str(number))
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


def _counts(found: list[Case]) -> dict[str, dict[str, int]]:
    examples = sorted({each["example"] for each in found})
    return {
        name: dict(Counter(each["outcome"] for each in found if each["example"] == name))
        for name in examples
    }


def _table(found: list[Case]) -> str:
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
