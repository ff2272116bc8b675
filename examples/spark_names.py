"""Spark: names of a DataFrame, found by the workers of Spark."""

import sys

from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

import zhnlp

NEWS = ["王小明在北京大学学习。", "天气很好。", "李华去了上海，又去了南京。"]

nlp = zhnlp.load("news")
settings = {
    "spark.ui.enabled": "false",
    "spark.pyspark.python": sys.executable,
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}
spark = SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()
try:
    frame = spark.createDataFrame(list(enumerate(NEWS)), ["id", "text"])
    schema = from_arrow_schema(nlp.map_batches(frame.limit(0).toArrow()).schema)
    found = frame.mapInArrow(lambda batches: map(nlp.map_batches, batches), schema)
    found.createOrReplaceTempView("found")
    rows = spark.sql(
        "SELECT name.label, count(*) AS n "
        "FROM found LATERAL VIEW explode(entities) AS name GROUP BY 1 ORDER BY 1"
    )
    for row in rows.collect():
        print(row.label, row.n)
finally:
    spark.stop()
