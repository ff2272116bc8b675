"""Docs as columns of Arrow, for pandas, polars, DuckDB, Parquet and what else reads them.

    schema.py    the type of the column of each layer
    columns.py   Docs to arrays, without a Python object for each word
    batches.py   batches of other libraries, with columns for the layers added

pyarrow is an extra, and imported when a function here is called.
"""

from __future__ import annotations

from zhnlp.arrow.columns import docs_to_arrow
from zhnlp.arrow.schema import doc_schema

__all__ = ["doc_schema", "docs_to_arrow"]
