"""An engine without processes."""

from zhnlp.batch.engine import Finished
from zhnlp.batch.worker import Worker


class Here:
    """An engine of one worker in this process."""

    n_workers = 1

    def __init__(self, job):
        self.worker, self.task = Worker(job), None

    def give(self, task):
        self.task = task

    def next(self):
        return Finished(self.task, self.worker.do(self.task))

    def close(self):
        pass
