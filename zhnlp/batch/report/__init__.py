"""The report of a batch run: figures of a whole corpus, as a page to look at and as JSON.

Workers gather the facts of each shard (facts.py); at the end they are merged and written
(writing.py). Numpy is imported at once, so import this room only for a report.
"""

from zhnlp.batch.report.facts import ShardFacts as ShardFacts
from zhnlp.batch.report.writing import write_report as write_report
