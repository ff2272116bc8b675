"""A run of a pipeline with a stage that causes trouble, as a program that tests can kill.

python driver.py INPUT OUT [--jobs N] [--form FORM] [--kill-at N] [--file-size BYTES] …
"""

import argparse
import os
import resource
import signal
import sys
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path

from zhnlp.batch import Output, run_batch
from zhnlp.corpus.records import Reading
from zhnlp.errors import ZhnlpError
from zhnlp.pipeline import Pipeline
from zhnlp.stage import Stage
from zhnlp.stages.segmenter import Segmenter


@dataclass(frozen=True)
class Trouble(Stage):
    """Fails, or kills, at texts that say so; `once` is a folder with a file for what has been.

    RAISE        raises an error
    EXIT         ends the worker, each time
    KILL-WORKER  kills the worker, once
    KILL-PARENT  kills the parent of the worker, once
    FORK         leaves a process behind that has all that the worker had open, and ends, once
    """

    once: str = ""

    requires = ("words",)

    def __call__(self, doc):
        if "RAISE" in doc.text:
            raise ValueError("this text is trouble.")
        if "EXIT" in doc.text:
            os._exit(3)
        if "KILL-WORKER" in doc.text and self.first(doc.text):
            os.kill(os.getpid(), signal.SIGKILL)
        if "KILL-PARENT" in doc.text and self.first(doc.text):
            os.kill(parent_process().pid, signal.SIGKILL)
        if "FORK" in doc.text and self.first(doc.text):
            if not os.fork():
                os.dup2(os.open(os.devnull, os.O_RDWR), 1)
                os.dup2(1, 2)  # whoever reads them does not wait for this process
                wait([parent_process().sentinel])  # it outlives the worker, not the run
            os._exit(3)
        return doc

    def first(self, name):
        try:
            Path(self.once, name).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def kill_at(moment):
    """Let this process kill itself at the `moment`-th time that it gives a file its name."""
    replace, left = os.replace, [moment]

    def counted(*paths, **settings):
        left[0] -= 1
        if left[0] == 0 and moment % 2:
            os.kill(os.getpid(), signal.SIGKILL)
        replace(*paths, **settings)
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    os.replace = counted


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("out")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--form", default="jsonl")
    parser.add_argument("--method", default="unigram")
    parser.add_argument("--kill-at", type=int)
    parser.add_argument("--file-size", type=int)
    parser.add_argument("--shard-size", type=int, default=200)
    parser.add_argument("--max-rejects", type=int)
    parser.add_argument("--once", default="")
    given = parser.parse_args()
    if given.kill_at:
        kill_at(given.kill_at)
    if given.file_size:
        resource.setrlimit(resource.RLIMIT_FSIZE, (given.file_size, given.file_size))
    try:
        totals = run_batch(
            given.inputs,
            Pipeline([Segmenter(given.method), Trouble(given.once)]),
            given.out,
            reading=Reading(id_field="id", max_bytes=10_000),
            output=Output(given.form),
            shard_size=given.shard_size,
            max_rejects=given.max_rejects,
            n_workers=given.jobs,
            on_note=lambda note: print(note, file=sys.stderr),
        )
    except ZhnlpError as error:
        sys.exit(f"Error: {error}")
    print(totals.n_documents, totals.n_rejects)


if __name__ == "__main__":
    main()
