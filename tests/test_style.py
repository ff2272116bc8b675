"""Files, functions and constructors stay small, and `Any` stays rare.

Lists name what exceeds a limit: with a reason if it may, without one if it is still to be
split.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "zhnlp"
SUFFIXES = (".py", ".pyi", ".pyx", ".pxd", ".hpp")
FILES = sorted(
    path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*") if path.suffix in SUFFIXES
)
CODE = [file for file in FILES if file.endswith((".py", ".pyi", ".pyx"))]
TYPED = [file for file in FILES if file.endswith((".py", ".pyi"))]

FILE_LINES, FUNCTION_LINES, PARAMETERS = 300, 40, 8

GENERATED = {"core/char_ranges.hpp"}  # tables of Unicode, made by tools/char_ranges.py
LONG_FILES: set[str] = set()
LONG_FUNCTIONS = {("doc.py", "__init__")}  # two lines for every layer
WIDE_CONSTRUCTORS = {
    ("core/_words.pyi", "Cutter"),  # a list of words or a model each, never called by users
    ("doc.py", "Doc"),  # a field for every layer
    ("evaluate/spelling.py", "SpellingScores"),  # and for every figure, never called by users
    ("evaluate/tags.py", "TagScores"),
    ("evaluate/words.py", "WordScores"),
    ("models/vectors/settings.py", "VectorSettings"),  # as neural/settings.py
    ("neural/config.py", "NetworkConfig"),  # what stands in pack.json
    ("neural/settings.py", "FineTuning"),  # and on the command line, one option each
    ("neural/settings.py", "Shape"),
}

# How often a file may say Any. The numbers can only go down.
ANY = {
    "cli/__init__.py": 7,
    "cli/bounds.py": 12,
    "cli/correct.py": 1,
    "cli/correctors.py": 1,
    "cli/entities.py": 1,
    "cli/evaluate/labels.py": 1,
    "cli/evaluate/spelling.py": 1,
    "cli/evaluate/words.py": 1,
    "cli/explain.py": 1,
    "cli/label_columns.py": 1,
    "cli/options.py": 1,
    "cli/outputs.py": 3,
    "cli/pinyin.py": 1,
    "cli/pretrain.py": 2,
    "cli/segment.py": 3,
    "cli/tag.py": 1,
    "cli/train/classifier.py": 1,
    "cli/train/corrector.py": 3,
    "cli/train/linear_options.py": 1,
    "cli/train/network_options.py": 3,
    "cli/train/network_run.py": 3,
    "cli/train/ngrams.py": 8,
    "cli/train/reader.py": 1,
    "cli/train/recognizer.py": 1,
    "cli/train/segmenter.py": 1,
    "cli/train/tagger.py": 1,
    "cli/train/training.py": 4,
    "cli/vectors/learning_options.py": 2,
    "cli/vectors/train.py": 1,
    "corpus/cluener.py": 1,
    "corpus/jsonl.py": 1,
    "corpus/spelling.py": 1,
    "doc.py": 3,
    "io/manifests.py": 1,
    "models/ngrams/__init__.py": 1,
    "models/ngrams/arpa.py": 1,
    "models/ngrams/arrays.py": 2,
    "models/ngrams/training.py": 6,
    "models/sequence/checkpoint.py": 1,
    "models/spelling/training.py": 1,
    "models/sequence/training.py": 1,
    "neural/extras.py": 1,
    "packing.py": 3,
    "saving.py": 1,
    "stage.py": 3,
}


def functions(file: str, source: str) -> Iterator[tuple[str, int]]:
    """Name and lines of every function, docstrings and decorators left out."""
    if file.endswith(".pyx"):
        yield from _cython_functions(source.splitlines())
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            n_lines = (node.end_lineno or 0) - node.lineno + 1
            if ast.get_docstring(node) is not None:
                n_lines -= (node.body[0].end_lineno or 0) - node.body[0].lineno + 1
            yield node.name, n_lines


def _cython_functions(lines: list[str]) -> Iterator[tuple[str, int]]:
    """A function reaches to the last line that is indented more than its first."""
    for first, line in enumerate(lines):
        if begin := re.match(r"( *)(?:def|c?p?def [^=(]*?)\b ?(\w+)\(", line):
            last = first
            for at in range(first + 1, len(lines)):
                if lines[at].strip():
                    if len(lines[at]) - len(lines[at].lstrip()) <= len(begin[1]):
                        break
                    last = at
            yield begin[2], last - first + 1


def constructors(source: str) -> Iterator[tuple[str, int]]:
    """Name of every class and how many parameters its constructor has."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            fields = [each for each in node.body if isinstance(each, ast.AnnAssign)]
            if not any("dataclass" in ast.unparse(each) for each in node.decorator_list):
                fields = []
            n_fields = sum("ClassVar" not in ast.unparse(field.annotation) for field in fields)
            starts = [each for each in node.body if isinstance(each, ast.FunctionDef)]
            n_given = [
                len([*start.args.posonlyargs, *start.args.args, *start.args.kwonlyargs]) - 1
                for start in starts
                if start.name in ("__init__", "__new__")
            ]
            yield node.name, max([n_fields, *n_given])


def times_any(source: str) -> int:
    """How often the name Any is used, but for its import."""
    nodes = ast.walk(ast.parse(source))
    return sum(isinstance(node, ast.Name) and node.id == "Any" for node in nodes)


SOURCES = {file: (PACKAGE / file).read_text("utf-8") for file in FILES}


# One test a rule and not one a file, which would be two thousand: pytest takes longer to set up
# a test than to look at a file.


def test_a_file_has_no_more_than_300_lines():
    found = [
        f"zhnlp/{file} has {len(source.splitlines())} lines. Split it by purpose."
        for file, source in SOURCES.items()
        if len(source.splitlines()) > FILE_LINES and file not in GENERATED | LONG_FILES
    ]

    assert not found, "\n".join(found)


def test_a_function_has_no_more_than_40_lines():
    found = [
        f"{name} of zhnlp/{file} has {n_lines} lines without its docstring."
        for file in CODE
        for name, n_lines in functions(file, SOURCES[file])
        if n_lines > FUNCTION_LINES and (file, name) not in LONG_FUNCTIONS
    ]

    assert not found, "\n".join(found)


def test_a_constructor_has_no_more_than_8_parameters():
    found = [
        f"{name} of zhnlp/{file} takes {n_parameters} parameters. Group what belongs together."
        for file in TYPED
        for name, n_parameters in constructors(SOURCES[file])
        if n_parameters > PARAMETERS and (file, name) not in WIDE_CONSTRUCTORS
    ]

    assert not found, "\n".join(found)


def test_any_is_said_no_more_often_than_before():
    found = [
        f"zhnlp/{file} says Any {n_found} times, {ANY.get(file, 0)} are allowed. "
        "Give the type, or object if it is never looked into."
        for file in TYPED
        if (n_found := times_any(SOURCES[file])) > ANY.get(file, 0)
    ]

    assert not found, "\n".join(found)


def test_the_lists_are_as_short_as_they_can_be():
    lines = {file for file in FILES if len(SOURCES[file].splitlines()) > FILE_LINES}
    longest = {
        (file, name)
        for file in CODE
        for name, n_lines in functions(file, SOURCES[file])
        if n_lines > FUNCTION_LINES
    }
    widest = {
        (file, name)
        for file in TYPED
        for name, n_parameters in constructors(SOURCES[file])
        if n_parameters > PARAMETERS
    }
    n_any = {file: times_any(SOURCES[file]) for file in TYPED}
    found = [f"Take {file} off LONG_FILES." for file in LONG_FILES - lines]
    found += [f"Take {each} off LONG_FUNCTIONS." for each in LONG_FUNCTIONS - longest]
    found += [f"Take {each} off WIDE_CONSTRUCTORS." for each in WIDE_CONSTRUCTORS - widest]
    found += [
        f'Write "{file}": {n_any.get(file, 0)} in ANY, or take it off at 0.'
        for file, allowed in ANY.items()
        if n_any.get(file, 0) < allowed
    ]

    assert not found, "\n".join(sorted(found))


CASES = [
    ("a.py", "def f():\n '''A\n B'''\n return 1\n", [("f", 2)]),
    ("a.py", "@x\ndef f(\n a,\n):\n return 1\n\n\ndef g(): ...\n", [("f", 4), ("g", 1)]),
    ("a.pyx", "cdef int f(a):\n  x\n\n  y\n\n\ncdef class A:\n  def g(self):\n    z\n",
     [("f", 4), ("g", 2)]),
    ("a.pyx", "cdef inline bint h(x) noexcept nogil:\n  return x\n", [("h", 2)]),
]  # fmt: skip


@pytest.mark.parametrize("file, source, expected", CASES)
def test_how_lines_of_functions_are_counted(file, source, expected):
    assert list(functions(file, source)) == expected


def test_how_parameters_of_constructors_are_counted():
    plain = "class A:\n def __init__(self, a, *, b=1): ..."
    fields = "@dataclass(frozen=True)\nclass B:\n a: int\n b: int = 1\n c: ClassVar[int] = 2"

    assert list(constructors(plain)) == [("A", 2)]
    assert list(constructors(fields)) == [("B", 2)]
