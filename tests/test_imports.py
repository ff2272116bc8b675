"""Imports point only left in the line of layers of STYLE.md, and heavy packages come late."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

import zhnlp.errors
from zhnlp.saving import KINDS

LINE = [
    "errors hints core arguments extras",
    "chars pack_uses resources changes alignment span words correction answer categories keyword"
    " vector"
    " linked plain_layers layer_checks rows io",
    "doc packing arrow",
    "kinds filling",
    "saving",
    "models neural",
    "stage",
    "stages doc_batches",
    "pipeline",
    "corpus evaluate loading pipeline_file view interop",
    "batch review serve",
    "cli zhnlp",  # zhnlp: the package's own __init__ and __main__
]
RANK = {room: rank for rank, rooms in enumerate(LINE) for room in rooms.split()}
# Stricter than the line: all that a room may import of the others, and what it may not.
ONLY = {"errors": set(), "core": {"errors"}}
NEVER = {("models", "doc")}
# Methods that hand a result on to a room on the right, which they import when they are called:
# doc.to_html(), doc.to_spacy(), the picture of an explanation in a notebook.
# The service tells its version.
DOORS = {("doc", "view"), ("doc", "interop"), ("models", "view"), ("serve", "zhnlp")}
NUMPY_AT_ONCE = (
    "neural/",
    "batch/report/",
    *(f"models/likeness/{name}.py" for name in ("hashing", "signatures", "signing")),
    "models/search/training.py",
    *(f"models/topics/{name}.py" for name in ("bags", "coherence", "inference", "training")),
    *(
        f"models/ngrams/{name}.py"
        for name in ("arrays", "arpa_reading", "counts", "pruning", "training")
    ),
)

PACKAGE = Path(zhnlp.errors.__file__).parent
FILES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py*"))
SOURCES = [file for file in FILES if file.endswith((".py", ".pyi"))]


def problems(file, source):
    """What is wrong with the imports of `file`, as sentences."""
    tree, here = ast.parse(source), room_of(file)
    if here not in RANK:
        return [f"{here} has no place in LINE"]
    at_once = set(rooms(run_at_once(tree), file))
    found = [
        f"{here} imports {room}"
        for room in rooms(ast.walk(tree), file)
        if room != here and not may_import(here, room)
        if (here, room) not in DOORS or room in at_once
    ]
    if here != "neural":
        heavy = packages(ast.walk(tree), file) & {"torch", "transformers"}
        found += [f"{here} imports {name}" for name in sorted(heavy)]
    if not file.startswith(NUMPY_AT_ONCE) and "numpy" in packages(run_at_once(tree), file):
        found.append("numpy is imported at module level")
    return found


def may_import(here, room):
    is_left = RANK.get(room, len(LINE)) <= RANK[here]
    return is_left and room in ONLY.get(here, RANK) and (here, room) not in NEVER


def room_of(file):
    name = file.split("/")[0].removesuffix(".py")
    return "zhnlp" if name in ("__init__", "__main__") else name


def rooms(nodes, file):
    """The rooms of zhnlp that `nodes` import from."""
    for module, name in imports(nodes, file):
        first, *rest = module.split(".")
        if first == "zhnlp":
            yield rest[0] if rest else name if name in RANK else "zhnlp"


def packages(nodes, file):
    return {module.split(".")[0] for module, _ in imports(nodes, file)}


def imports(nodes, file):
    """Yield (module, name or None) for every import of `nodes`, relative ones made absolute."""
    package = ["zhnlp", *file.split("/")[:-1]]
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *filter(None, [node.module])])
            yield from ((module, alias.name) for alias in node.names)


def run_at_once(node):
    """The nodes that run when the module does: outside functions and TYPE_CHECKING."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            yield from child.orelse
        elif not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield child
            yield from run_at_once(child)


def test_imports_point_left():
    """One test for all files: pytest takes longer to set up a test than to look at a file."""
    found = {file: problems(file, (PACKAGE / file).read_text("utf-8")) for file in SOURCES}

    assert {file: each for file, each in found.items() if each} == {}


def test_compiled_code_knows_nothing_of_zhnlp_but_errors():
    for path in (PACKAGE / "core").glob("*.p[yx][xdi]"):
        found = re.findall(r"^\s*(?:from|c?import)\s+(zhnlp[\w.]*)", path.read_text("utf-8"), re.M)
        assert {name for name in found if not name.startswith("zhnlp.core")} <= {"zhnlp.errors"}


CASES = [
    ("doc.py", "import zhnlp.alignment", []),
    ("chars.py", "from zhnlp.core import table", []),
    ("neural/crf.py", "import numpy, torch\nfrom zhnlp.models import linear", []),
    ("models/ngrams/training.py", "import numpy as np", []),
    ("models/ngrams/model.py", "def fit():\n import numpy", []),
    ("models/ngrams/model.py", "if TYPE_CHECKING:\n import numpy", []),
    ("cli/__init__.py", "from zhnlp import __version__, pipeline", []),
    ("__init__.py", "from zhnlp.cli import main", []),
    ("stage.py", "from zhnlp.pipeline import Pipeline", ["stage imports pipeline"]),
    ("stage.py", "from zhnlp import pipeline", ["stage imports pipeline"]),
    ("stage.py", "from zhnlp import Doc", ["stage imports zhnlp"]),
    ("stage.py", "import zhnlp.cli.main", ["stage imports cli"]),
    ("stages/a.py", "from ..pipeline import Pipeline", ["stages imports pipeline"]),
    ("stages/a.py", "def f():\n from .. import cli", ["stages imports cli"]),
    ("doc.py", "if TYPE_CHECKING:\n from zhnlp.stage import Stage", ["doc imports stage"]),
    ("models/a.py", "from zhnlp.doc import Doc", ["models imports doc"]),
    ("core/__init__.py", "from zhnlp.errors import A\nimport zhnlp.chars", ["core imports chars"]),
    ("errors.py", "import zhnlp.core", ["errors imports core"]),
    ("models/a.py", "def f():\n import torch.nn", ["models imports torch"]),
    ("doc.py", "try:\n import numpy.fft\nfinally: ...", ["numpy is imported at module level"]),
    ("utils.py", "", ["utils has no place in LINE"]),
]  # fmt: skip


@pytest.mark.parametrize("file, source, expected", CASES)
def test_what_the_check_of_imports_lets_through_and_what_not(file, source, expected):
    assert problems(file, source) == expected


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_of_saving_is_a_class_where_the_table_says(name):
    if KINDS[name].startswith("zhnlp.neural."):
        pytest.importorskip("tokenizers")
        pytest.importorskip("torch")  # only NeuralSummarizer needs it
    found = getattr(import_module(KINDS[name]), name)

    assert (found.__name__, found.__module__) == (name, KINDS[name])
