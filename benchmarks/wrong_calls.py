"""Wrong calls: what every public call does with values that it cannot take.

The calls are the names of ``zhnlp``, those of the pages of the API in docs/api, and the public
methods, properties and operators of these classes. Each gets each value of `bad_values.BAD` as
each of its arguments, beside good values for the others, then too few and too many arguments and
an unknown keyword. The calls of one name are made in a process of their own, with limits of time
and memory, in an empty folder; a new one goes on where it ends. What comes of a call:

- *result*: something is returned, and up to five items of it are read;
- *sentence*: a ZhnlpError;
- *Python's own*: TypeError for the wrong number of arguments or an unknown keyword; what an
  operator of Python raises by its own rules (``words["a"]``, ``doc < 3``); and what the
  caller's own object raises;
- *endless*: a call that needs all of a generator that has no end was still reading after a second;
- *raw*: any other exception; *signal*: the process crashed; *hang*: it was out of time or memory.

    python benchmarks/wrong_calls.py            # 30 minutes on one core
    python benchmarks/wrong_calls.py --only Segmenter --verbose
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import inspect
import os
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import bad_values
import click
from report import markdown, save

import zhnlp

DOCS = Path(__file__).parents[1] / "docs" / "api"
SECONDS, MEMORY = 10, 3 << 30
OPERATORS = (
    *("__call__", "__getitem__", "__contains__", "__add__", "__or__", "__eq__", "__lt__"),
    *("__iter__", "__len__", "__hash__", "__repr__", "__bool__", "__setattr__", "__getattr__"),
    *("__delattr__", "__format__", "__mul__", "__reversed__", "__enter__"),
)  # fmt: skip
BAD_KINDS = ("raw", "signal", "hang")
LEFT_OUT = {  # servers and trainings, which take minutes
    *("fit", "fit_pairs", "train_vectors", "coherence", "run_batch", "mro", "register"),
}
SLOW_TO_IMPORT = ("spacy", "pyarrow", "pandas", "sklearn", "gensim", "scipy", "pypinyin", "opencc")
COUNTED = re.compile(
    r"missing \d+ required|takes .*positional argument|expected .*argument|multiple values|"
    r"unexpected keyword|takes no (keyword )?arguments|exactly \w+ argument|at (least|most) \d"
)


class Call(NamedTuple):
    """A public call: its name, and what is called."""

    name: str
    target: Callable[..., Any]


class Outcome(NamedTuple):
    """What came of a call: one of the kinds above, and details of what is raw."""

    kind: str
    detail: str = ""


def public_names() -> list[str]:
    """The names of ``zhnlp`` and of docs/api, with their modules."""
    pages = "".join(path.read_text("utf-8") for path in sorted(DOCS.glob("*.md")))
    named = re.findall(r"^::: (zhnlp\.[\w.]+)", pages, re.MULTILINE)
    return sorted({*named, *(f"zhnlp.{name}" for name in zhnlp.__all__)})


def found(name: str) -> Any:
    """The object of a name; None where the package that it needs is not installed."""
    module, _, last = name.rpartition(".")
    try:
        return getattr(importlib.import_module(module), last)
    except ImportError:
        return None


def calls(objects: dict[str, Any]) -> Iterator[Call]:
    """Every public call: functions, classes, and the methods of classes with an object."""
    for name in public_names():
        target = found(name)
        short = name.removeprefix("zhnlp.")
        if target is None or short.rpartition(".")[2] in LEFT_OUT:
            continue
        if not getattr(target, "_is_protocol", False):
            yield Call(short, target)
        if inspect.isclass(target):
            yield from methods(short, target, objects.get(target.__name__))
    for name, each in objects.items():
        if name not in zhnlp.__all__ and f"zhnlp.{name}" not in public_names():
            yield from methods(name, type(each), each)


def methods(owner: str, kind: type, instance: object) -> Iterator[Call]:
    """The public methods and operators of a class; without an object, the class methods."""
    for name in dir(kind):
        static = inspect.getattr_static(kind, name)
        home = next((each for each in kind.__mro__ if name in vars(each)), object)
        if (name.startswith("_") and name not in OPERATORS) or name in LEFT_OUT:
            continue
        if not home.__module__.startswith("zhnlp"):
            continue  # of a builtin class, such as tuple
        if isinstance(static, (classmethod, staticmethod)):
            yield Call(f"{owner}.{name}", getattr(kind, name))
        elif instance is not None and (name in OPERATORS or callable(getattr(kind, name))):
            yield Call(f"{owner}.{name}", getattr(instance, name))


def parameters(target: Callable[..., Any]) -> list[inspect.Parameter]:
    """What a call takes; one argument where Python does not say."""
    try:
        given = list(inspect.signature(target).parameters.values())
    except (TypeError, ValueError):
        return [inspect.Parameter("value", inspect.Parameter.POSITIONAL_ONLY)]
    return [each for each in given if each.kind is not each.VAR_KEYWORD]


Arguments = tuple[list[Any], dict[str, Any]]
Wrong = list[tuple[str, Callable[[], Arguments]]]  # how each is shown, and its arguments


def variants(target: Callable[..., Any]) -> Iterator[tuple[str, Callable[[], Arguments]]]:
    """Every wrong call: how it is shown, and its arguments."""
    wanted = parameters(target)
    for each in wanted:
        for shown, make in bad_values.BAD.items():
            yield f"{each.name}={shown}", lambda each=each, make=make: with_one(wanted, each, make)
    yield "no arguments", lambda: ([], {})
    yield "99 arguments", lambda: ([None] * 99, {})
    yield "unknown keyword", lambda: ([], {"no_such_keyword": 1})
    yield "all None", lambda: ([None for each in wanted if is_placed(each)], {})


def is_placed(parameter: inspect.Parameter) -> bool:
    return parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)


def with_one(
    wanted: list[inspect.Parameter], wrong: inspect.Parameter, make: Callable[[], Any]
) -> Arguments:
    """Good arguments, but for one."""
    good = bad_values.good_values()
    by_place, by_name = [], {}
    for each in wanted:
        if each is wrong:
            value = make()
        elif each.default is not each.empty or each.kind is each.VAR_POSITIONAL:
            value = each.default
        else:
            value = good.get(each.name, "我")
        if each.kind is each.VAR_POSITIONAL:
            by_place += [value] if each is wrong else []
        elif is_placed(each):
            by_place.append(value)
        elif each is wrong or each.default is each.empty:
            by_name[each.name] = value
    return by_place, by_name


def outcome(call: Call, make: Callable[[], Arguments]) -> Outcome:
    """What comes of a call, in this process."""
    by_place, by_name = make()
    try:
        result = call.target(*by_place, **by_name)
        if hasattr(result, "__next__"):
            list(islice(result, 5))
    except zhnlp.errors.ZhnlpError as error:
        return Outcome("sentence", str(error))
    except MemoryError:
        return Outcome("hang", "memory")
    except BaseException as error:
        return raised(call, error)
    return Outcome("result", f"{type(result).__name__}")


def raised(call: Call, error: BaseException) -> Outcome:
    """What an exception that is no ZhnlpError counts as."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [each for each in frames if f"{os.sep}zhnlp{os.sep}" in each.filename]
    last = call.name.rpartition(".")[2]
    is_counted = isinstance(error, TypeError) and COUNTED.search(str(error))
    is_counted = is_counted and (len(frames) == 1 or frames[-1].filename.endswith(".pyx"))
    is_operator = last in OPERATORS and last != "__call__" and (not own or is_rule(error))
    if isinstance(error, bad_values.OwnError) or is_counted or is_operator:
        return Outcome("Python's own")
    place = ""
    if own:
        place = f" {own[-1].filename.rpartition(f'{os.sep}zhnlp{os.sep}')[2]}:{own[-1].lineno}"
    return Outcome(f"raw {type(error).__name__}", f"{error!s:.100}{place}")


def is_rule(error: BaseException) -> bool:
    """Whether it is an error that Python's rules ask of an operator."""
    return isinstance(error, (LookupError, AttributeError, TypeError, NotImplementedError))


def outcomes(call: Call, wrong: Wrong) -> Iterator[Outcome]:
    """What comes of each wrong call, made one after another in a process that may end."""
    done = 0
    while done < len(wrong):
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            with contextlib.suppress(BaseException):
                answer(call, wrong[done:], writer)
            os._exit(0)
        os.close(writer)
        with open(reader, encoding="utf-8", errors="replace") as answers:
            for line in answers:
                yield Outcome(*line.rstrip("\n").split("\t", 1))
                done += 1
        _, status = os.waitpid(child, 0)
        if done < len(wrong):
            yield ending(status, wrong[done][0])
            done += 1


def answer(call: Call, wrong: Wrong, writer: int) -> None:
    """Make the wrong calls, and write what comes of each as a line."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    silent = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(silent, number)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for how, make in wrong:
            signal.alarm(1 if "endless" in how else SECONDS)
            kind, detail = outcome(call, make)
            signal.alarm(0)
            line = f"{kind}\t{' '.join(detail.split())}"[:1000]
            os.write(writer, f"{line}\n".encode("utf-8", "replace"))


def ending(status: int, how: str) -> Outcome:
    """What a process that ended in a call counts as."""
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) != signal.SIGALRM:
        return Outcome("signal", str(os.WTERMSIG(status)))
    return Outcome("endless" if "endless" in how else "hang", "no memory or time left")


@click.command()
@click.option("--only", default="", help="Calls whose name contains this.")
@click.option("--verbose", is_flag=True, help="Print every outcome that is no sentence.")
@click.option("--save", "is_saved", is_flag=True, help="Write benchmarks/results/wrong_calls.md.")
def main(only: str, verbose: bool, is_saved: bool) -> None:
    """Make every wrong call, and count what comes of it; it fails if anything is raw or worse."""
    began = time.monotonic()
    os.chdir(tempfile.mkdtemp())
    for name in SLOW_TO_IMPORT:  # once, and not in every process
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    objects = bad_values.objects()
    every = [call for call in calls(objects) if only in call.name]
    gc.collect()
    gc.freeze()
    counts: Counter[str] = Counter()
    shown: Counter[tuple[str, str, str]] = Counter()
    for call in every:
        wrong = list(variants(call.target))
        for (how, _), (kind, detail) in zip(wrong, outcomes(call, wrong), strict=True):
            counts[kind] += 1
            is_bad = kind.startswith(BAD_KINDS)
            alike = call.name, kind, re.sub(r"'.*?'|0x\w+|\d{3,}|not .*", "…", detail)
            shown[alike] += 1
            if verbose or (is_bad and shown[alike] == 1):
                click.echo(f"{call.name}({how}): {kind}: {detail}")
                sys.stdout.flush()
    rows = [("outcome", "calls"), *((kind, f"{n:,}") for kind, n in counts.most_common())]
    minutes = (time.monotonic() - began) / 60
    told = f"{len(every):,} calls, {sum(counts.values()):,} wrong ones, in {minutes:.0f} minutes."
    click.echo(f"\n{told}\n\n{markdown(rows)}")
    if is_saved:
        head = "# Wrong calls\n\nMade by `python benchmarks/wrong_calls.py --save`. "
        save("wrong_calls", {"calls": len(every), **counts}, f"{head}{told}\n\n{markdown(rows)}\n")
    if any(kind.startswith(BAD_KINDS) for kind in counts):
        sys.exit(1)


if __name__ == "__main__":
    main()
