"""Ray Data: names of a dataset, found by actors that hold the pipeline."""

import ray

import zhnlp

NEWS = ["王小明在北京大学学习。", "天气很好。", "李华去了上海，又去了南京。"]


class Annotate:
    """Loads the pipeline once for each actor."""

    def __init__(self):
        self.nlp = zhnlp.load("news")

    def __call__(self, batch):
        return self.nlp.map_batches(batch)


ray.init("local", num_cpus=2, include_dashboard=False, log_to_driver=False)
ray.data.DataContext.get_current().enable_progress_bars = False
try:
    dataset = ray.data.from_items([{"id": n, "text": text} for n, text in enumerate(NEWS)])
    found = dataset.map_batches(Annotate, batch_format="pyarrow", concurrency=1)
    for row in sorted(found.take_all(), key=lambda row: row["id"]):
        print(row["id"], *(entity["text"] for entity in row["entities"]))
    # the same without a class: each worker process loads the pipeline
    tags = dataset.map_batches(zhnlp.load("news").map_batches).take(1)[0]["tags"]
    print("tags", *tags)
finally:
    ray.shutdown()
