"""Batches: texts of several requests worked on together, which networks do much faster.

request A ─► ["…"]         ┐ a few ms    ┌ one call of the pipeline ─► A's, B's, C's
request B ─► ["…", "…"]    ├───────────► │
request C ─► ["…"]         ┘             └ D waits meanwhile, and goes with the next
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from zhnlp.errors import ZhnlpError

Texts = Sequence[str]
Answered = list[bytes]


class Batches:
    """Gathers texts for one function, and calls it in a thread.

    Args:
        answer: Gives an answer for each of several texts.
        seconds: How long the first of a batch waits for others.
        most: How many texts make a batch that waits no longer.
    """

    def __init__(self, answer: Callable[[Texts], Answered], seconds: float, most: int = 64) -> None:
        self.answer, self.seconds, self.most = answer, seconds, most
        self._queue: list[tuple[Texts, asyncio.Future[Answered]]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._is_busy = False
        self._thread = ThreadPoolExecutor(1, "zhnlp-batches")

    async def do(self, texts: Texts) -> Answered:
        """The answers for `texts`."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answered] = loop.create_future()
        self._queue.append((texts, future))
        if self._is_busy:
            pass  # the next batch begins when this one ends
        elif sum(len(each) for each, _ in self._queue) >= self.most:
            self._begin(loop)
        elif self._timer is None:
            self._timer = loop.call_later(self.seconds, self._begin, loop)
        return await future

    def close(self) -> None:
        """End the thread when its batch is done."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin a batch, if anyone still waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        batch, n_texts = list[tuple[Texts, asyncio.Future[Answered]]](), 0
        while self._queue and (not batch or n_texts + len(self._queue[0][0]) <= self.most):
            texts, future = self._queue.pop(0)
            if not future.done():  # it is when the client's time is over
                batch.append((texts, future))
                n_texts += len(texts)
        if not batch:
            return
        self._is_busy = True
        done = self._thread.submit(self._answers, [texts for texts, _ in batch])
        end = partial(self._end, loop, [future for _, future in batch])
        done.add_done_callback(lambda each: loop.call_soon_threadsafe(end, each))

    def _answers(self, several: Sequence[Texts]) -> list[Answered | ZhnlpError]:
        """The answers for each request; if one of them fails, the others do not."""
        try:
            found = iter(self.answer([text for texts in several for text in texts]))
        except ZhnlpError:
            return [self._alone(texts) for texts in several]
        return [[next(found) for _ in texts] for texts in several]

    def _alone(self, texts: Texts) -> Answered | ZhnlpError:
        try:
            return self.answer(texts)
        except ZhnlpError as error:
            return error

    def _end(
        self,
        loop: asyncio.AbstractEventLoop,
        futures: Sequence[asyncio.Future[Answered]],
        done: Future[list[Answered | ZhnlpError]],
    ) -> None:
        """Hand the answers out, and begin the next batch."""
        self._is_busy = False
        failure = done.exception()
        answers = [failure] * len(futures) if failure else done.result()
        for future, found in zip(futures, answers, strict=True):
            if future.done():
                continue
            if isinstance(found, BaseException):
                future.set_exception(found)
            elif found is not None:
                future.set_result(found)
        if self._queue:
            self._begin(loop)
