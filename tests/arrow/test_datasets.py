"""Hugging Face datasets maps a pipeline over a dataset, and its cache knows the pipeline again."""

import subprocess
import sys

import pytest

import zhnlp
from zhnlp.errors import UsageError

pytest.importorskip("pyarrow", reason="it comes with zhnlp[batch]")
datasets = pytest.importorskip("datasets", reason="it comes with zhnlp[test]")

TEXTS = ["天气好。", "王小明在北京。", "李雷在上海。"]
NAMES = [[], ["王小明", "北京"], ["李雷", "上海"]]
HASH = """
import zhnlp
from datasets.fingerprint import Hasher
for settings in ({}, {"lexicon": ["云计算", "区块链", "新词"]}, {"labels": ("PER", "LOC")}):
    print(Hasher.hash(zhnlp.load("news", **settings).map_batches))
"""


@pytest.fixture(scope="module")
def nlp():
    return zhnlp.load("news")


@pytest.fixture(autouse=True)
def quiet():
    datasets.disable_progress_bars()
    yield
    datasets.enable_progress_bars()


@pytest.fixture
def dataset():
    rows = {"id": [7, 8, 9], "text": TEXTS}
    return datasets.Dataset.from_dict(rows)


def names(dataset):
    return [[each["text"] for each in row["entities"]] for row in dataset.with_format(None)]


def test_tables_have_the_types_of_the_schema(nlp, dataset):
    """Even if the first batch has no entities, of which no type could be guessed."""
    found = dataset.with_format("arrow").map(nlp.map_batches, batched=True, batch_size=1)

    assert found.column_names == ["id", "text", *zhnlp.doc.LAYERS[:4]]
    assert names(found) == NAMES
    assert found.features["entities"].feature["start"].dtype == "int32"


def test_lists_of_a_batch_with_names_do_as_well(nlp, dataset):
    assert names(dataset.map(nlp.map_batches, batched=True)) == NAMES


def test_features_may_be_given(nlp, dataset):
    schema = nlp.map_batches(dataset.with_format("arrow")[:0]).schema
    features = datasets.Features.from_arrow_schema(schema)
    found = dataset.map(nlp.map_batches, batched=True, batch_size=1, features=features)

    assert names(found) == NAMES


def test_streamed_datasets_are_mapped_as_well(nlp, dataset):
    found = dataset.to_iterable_dataset().map(nlp.map_batches, batched=True)

    assert [[each["text"] for each in row["entities"]] for row in found] == NAMES


def test_other_columns_keep_their_features(nlp, dataset):
    classes = datasets.ClassLabel(num_classes=10)
    marked = dataset.cast_column("id", classes).with_format("arrow")

    assert marked.map(nlp.map_batches, batched=True).features["id"] == classes


def test_options_are_arguments_of_the_function(nlp):
    dataset = datasets.Dataset.from_dict({"title": TEXTS, "tags": [1, 2, 3]})
    options = {"text": "title", "prefix": "nlp_"}
    found = dataset.map(nlp.map_batches, batched=True, fn_kwargs=options)

    assert found["tags"][:] == [1, 2, 3]
    assert found["nlp_tags"][1] == list(nlp(TEXTS[1]).tags)


def test_a_dataset_that_has_been_mapped_needs_other_names(nlp, dataset):
    found = dataset.with_format("arrow").map(nlp.map_batches, batched=True)

    with pytest.raises(UsageError, match="has a column 'words' already"):
        found.map(nlp.map_batches, batched=True)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # since Python 3.12
def test_processes_share_the_work(nlp, dataset):
    found = dataset.with_format("arrow").map(nlp.map_batches, batched=True, num_proc=2)

    assert names(found) == NAMES


def test_other_processes_have_the_same_fingerprint():
    """So that the cache of datasets finds what it has computed before."""
    hashes = {fingerprints(seed) for seed in ("1", "2")}

    assert len(hashes) == 1
    assert len(set(hashes.pop().split())) == 3


def fingerprints(seed):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", HASH],
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout
