"""The records of files, for programs that stop at the first bad one."""

import gzip
import subprocess
import sys

import pytest

from zhnlp.corpus import read_records
from zhnlp.errors import FileError, FormatError, InputError, UsageError


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "我"}\n{"text": "你", "id": 1}\n', "utf-8")
    return path


def test_records_can_be_read_any_number_of_times(path):
    records = read_records(path)

    assert list(records) == list(records) == [{"text": "我"}, {"text": "你", "id": 1}]


def test_several_files_are_read_one_after_the_other(path):
    (path.parent / "b.csv").write_text("text\n他\n", "utf-8")
    for paths in ([path, str(path.parent / "b.csv")], [path.parent], str(path.parent / "[ab].*")):
        assert [record["text"] for record in read_records(paths)] == ["我", "你", "他"]


def test_the_first_thing_that_is_not_a_record_is_an_error_with_its_place(path):
    path.write_text('{"text": "我"}\n{}\n', "utf-8")
    records = iter(read_records(path))

    assert next(records) == {"text": "我"}
    with pytest.raises(FormatError, match=r"a\.jsonl:2: there is no field 'text'\.") as error:
        next(records)
    assert error.value.place == (str(path), 2)


def test_a_file_that_cannot_be_read_is_an_error(path):
    path.with_suffix(".jsonl.gz").write_bytes(b"{}")
    with pytest.raises(FileError, match="it is not a valid gzip file"):
        list(read_records(path.with_suffix(".jsonl.gz")))
    with pytest.raises(FileError, match="there is no file"):
        list(read_records(path.parent / "none"))


@pytest.mark.parametrize(
    "paths, settings, error",
    [("a", {"format": "x"}, UsageError), (3, {}, InputError), ([3], {}, InputError),
     ("a\0", {}, UsageError), ("a", {"max_bytes": 0}, UsageError)],
)  # fmt: skip
def test_wrong_settings_are_an_error_at_once(paths, settings, error):
    with pytest.raises(error):
        read_records(paths, **settings)


def test_only_tables_need_the_packages_of_the_extra(path):
    """And the common encodings and ways of packing need none either."""
    path.with_suffix(".jsonl.gz").write_bytes(gzip.compress(path.read_bytes()))
    program = (
        "import sys; from zhnlp.corpus import read_records; "
        f"print(len(list(read_records({str(path.parent)!r})))); "
        "print({'pyarrow', 'numpy', 'charset_normalizer', 'backports'} & {*sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.split("\n") == ["4", "set()", ""]
