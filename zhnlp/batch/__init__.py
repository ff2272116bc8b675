"""A pipeline over whole corpora: shards, workers, and a run that goes on where it stopped.

Read run.py first, then scheduler.py, worker.py and processes.py; engine.py says what an engine
is, and folder.py what lies in the output folder.
"""

from zhnlp.batch.job import Job as Job
from zhnlp.batch.job import Output as Output
from zhnlp.batch.run import SHARD_SIZE as SHARD_SIZE
from zhnlp.batch.run import run_batch as run_batch
from zhnlp.batch.scheduler import Totals as Totals
