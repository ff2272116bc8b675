"""What the README and the manual show is what happens: their examples are run.

A ``python`` block with prompts is a doctest, a ``console`` block a session of
a shell. The blocks of a file follow on each other, in an empty folder with a
copy of ``examples``. The commands of README.md are started as processes; of the
other pages, those that are plain calls of zhnlp run in the process of the test,
which is quicker.
"""

import ast
import doctest
import importlib
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import zhnlp
from zhnlp.cli import main
from zhnlp.resources import pack, packs

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
MANUAL = ROOT / "docs"
FILES = [*READMES, *sorted(MANUAL.rglob("*.md"))]
SLOW = {"README.md", "cli.md", "training.md"}
SESSIONS = [
    pytest.param(path, marks=pytest.mark.slow) if path.name in SLOW else path for path in FILES
]


def in_words(path):
    """A page as the id of its tests: ``cli.md``, ``zh/start.md``."""
    return path.relative_to(MANUAL if MANUAL in path.parents else ROOT).as_posix()


BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What the shell only hands on to one call of zhnlp, and the arguments of that call.
PLAIN = re.compile(r"(?:((?:echo|printf) [^|<>;&]*) \| )?zhnlp ([^|<>;&]*)")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def blocks(path, language):
    """Yield the line number and the source of every block in `language`."""
    text = path.read_text("utf-8")
    for match in BLOCK.finditer(text):
        if match[1] == language:
            yield text.count("\n", 0, match.start(2)), match[2]


def commands(session):
    """Yield each command of a shell session with what it is to print."""
    for part in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
        command, _, printed = re.sub(r"\\\n\s*", "", part).partition("\n")
        yield command, printed


LEARN = ("sklearn", "gensim", "snowballstemmer", "simplemma")
# pages whose code without prompts is run, too
PROGRAMS = {"coming-from.md", "recipes.md", "search-engines.md"}
NEEDS = {  # what the sessions of a page use of the packages that are not always installed
    "classification.md": ("sklearn",),
    "cli.md": (*LEARN, "rensa", "rich"),
    "features.md": LEARN,
    "interop.md": ("spacy", "pandas", "polars", "pyarrow", "gensim"),
    "pictures.md": ("rich",),
    "search.md": ("rensa",),
    "search-engines.md": ("tantivy",),
    "service.md": ("fastapi", "prometheus_client"),
    "topics.md": ("gensim",),
}


@pytest.fixture
def folder(path, tmp_path, monkeypatch):
    """An empty working folder with a copy of the examples, for the page `path`."""
    for package in NEEDS.get(path.name, ()):
        pytest.importorskip(package)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", FILES, ids=in_words)
def test_python_examples_give_what_stands_below_them(path, folder):
    said, n_failed, n_run = [], 0, 0
    names = {}
    for line, source in blocks(path, "python"):
        if missing(source):
            continue
        if ">>>" not in source:
            if path.name in PROGRAMS:
                exec(compile(source, path.name, "exec"), names)
            continue
        example = doctest.DocTestParser().get_doctest(source, names, path.name, str(path), line)
        result = doctest.DocTestRunner().run(example, out=said.append, clear_globs=False)
        names = example.globs
        n_failed, n_run = n_failed + result.failed, n_run + result.attempted

    assert n_failed == 0, "".join(said)
    assert n_run > 0 or path not in READMES


BY_ARROW = {"pandas", "polars", "duckdb", "datasets", "pyarrow"}
OPTIONAL = {*BY_ARROW, "fastapi", "joblib"}


def missing(source):
    """What a block needs of the optional packages and is not installed: many want pyarrow."""
    used = re.findall(r"^(?:(?:>>>|\.\.\.) *)?(?:import|from) (\w+)", source, re.MULTILINE)
    needed = OPTIONAL.intersection(used)
    needed |= {"pyarrow"} if needed & BY_ARROW else {"httpx"} if "fastapi" in needed else set()
    return [name for name in needed if not has(name)]


def has(package):
    return importlib.util.find_spec(package) is not None


# The manual is no program: its functions are not annotated, nor is it asked what is None; and
# some packages have no types, or are not installed.
RELAXED = """
[mypy]
allow_redefinition = true

[mypy-manual.*]
disallow_untyped_defs = false
disallow_untyped_calls = false
strict_optional = false
"""


@pytest.fixture(scope="module")
def mypy(tmp_path_factory):
    """What the strict check says of the examples, and of tests/cases/user_calls.py.

    One call for all, because mypy reads zhnlp anew in each.
    """
    pytest.importorskip("mypy", reason="it comes with zhnlp[test]")
    folder = tmp_path_factory.mktemp("typed")
    for kind, pages in {"readmes": READMES, "manual": FILES[2:]}.items():
        (folder / kind).mkdir()
        (folder / kind / "__init__.py").touch()
        for page in pages:
            sources = [source for _, source in blocks(page, "python")]
            written = folder / kind / (re.sub(r"\W", "_", in_words(page)) + ".py")
            written.write_text("\n".join(map(without_prompts, sources)), "utf-8")
    shutil.copy(ROOT / "tests" / "cases" / "user_calls.py", folder)
    (folder / "mypy.ini").write_text(RELAXED, "utf-8")
    home = Path(zhnlp.__file__).parents[1]
    # mypy finds site-packages itself, and refuses to be told.
    path = {} if home.name == "site-packages" else {"MYPYPATH": str(home)}
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "."],
        cwd=folder,
        env={**os.environ, **path},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert re.search(r"^(Found|Success: no issues found in) ", done.stdout, re.MULTILINE), (
        done.stdout + done.stderr
    )
    return [line for line in done.stdout.splitlines() if ": error: " in line]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["readmes", "manual"])
def test_python_examples_have_the_types_that_they_should(mypy, kind):
    """A name may be used again for something else, as in any session."""
    found = [line for line in mypy if line.startswith(kind)]

    assert [line for line in found if kind == "readmes" or "  [import-" not in line] == []


@pytest.mark.slow
def test_lists_mappings_and_paths_have_the_types_that_stages_take(mypy):
    assert [line for line in mypy if line.startswith("user_calls")] == []


def without_prompts(source):
    """The code of a block, without what a session prints, and without the errors it shows."""
    if ">>>" not in source:
        return source
    examples = doctest.DocTestParser().get_examples(source)
    return "".join(each.source for each in examples if each.exc_msg is None)


@pytest.mark.skipif(sys.platform == "win32", reason="the examples are written for a POSIX shell")
@pytest.mark.parametrize("path", SESSIONS, ids=in_words)
def test_shell_examples_print_what_stands_below_them(path, folder, monkeypatch):
    program = folder / "bin" / "zhnlp"
    program.parent.mkdir()
    call = "from zhnlp.cli import main; main(prog_name='zhnlp')"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{call}" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    run = in_process if path != READMES[0] else in_shell

    for _, session in blocks(path, "console"):
        for command, expected in commands(session):
            assert f"$ {command}\n{run(command)}" == f"$ {command}\n{expected}"


def in_shell(command):
    """What a command prints on its two outputs."""
    done = subprocess.run(
        ["/bin/sh", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60
    )
    return done.stdout.decode()


def in_process(command):
    """The same, without a new process for zhnlp where the command is a plain call of it."""
    plain = PLAIN.fullmatch(command)
    if not plain:
        return in_shell(command)
    given = subprocess.run(["/bin/sh", "-c", plain[1] or ":"], stdout=subprocess.PIPE, check=True)
    settings = {"input": given.stdout, "prog_name": "zhnlp", "catch_exceptions": False}
    return CliRunner().invoke(main, shlex.split(plain[2]), **settings).output


def calls(path):
    """The arguments of each call of zhnlp in the ``sh`` blocks of a page, which need data."""
    for _, source in blocks(path, "sh"):
        for line in re.sub(r"\\\n\s*", "", source).splitlines():
            if line.startswith("zhnlp "):
                yield shlex.split(line.split(" | ")[0], comments=True)[1:]


@pytest.mark.parametrize("path", FILES, ids=in_words)
def test_commands_that_need_data_exist_and_have_their_options(path):
    for arguments in calls(path):
        command, context = main, click.Context(main)
        while isinstance(command, click.Group):
            name, command, arguments = command.resolve_command(context, arguments)
            context = click.Context(command, parent=context, info_name=name)
        command.make_parser(context).parse_args(list(arguments))


@pytest.mark.parametrize("path", FILES, ids=in_words)
def test_python_that_needs_data_compiles_and_imports_what_exists(path):
    sources = [source for kind in ("python", "py") for _, source in blocks(path, kind)]
    for source in sources:
        if ">>>" in source or missing(source):
            continue
        tree = ast.parse(source)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module.startswith("zhnlp"):
                if "neural" in node.module:
                    pytest.importorskip("torch", reason="it comes with zhnlp[neural]")
                home = importlib.import_module(node.module)
                assert [each.name for each in node.names if not hasattr(home, each.name)] == []


@pytest.mark.parametrize("path", FILES, ids=in_words)
def test_links_lead_somewhere(path):
    links = LINK.findall(path.read_text("utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []


def test_both_readmes_show_the_same_code():
    """Only the language of comments differs."""

    def code(path):
        return [
            re.sub(r"  # .*|^<!-- .*", "", source)
            for language in ("sh", "python", "console")
            for _, source in blocks(path, language)
        ]

    assert code(READMES[0]) == code(READMES[1])


def test_both_readmes_give_the_same_figures():
    """Numbers of the tables of speed and accuracy."""

    def figures(path):
        rows = (line for line in path.read_text("utf-8").splitlines() if line.startswith("|"))
        return [re.findall(r"\d+\.\d+|TODO[-\w]+", row) for row in rows]

    assert figures(READMES[0]) == figures(READMES[1])


def test_the_index_leads_to_every_page():
    index = (MANUAL / "index.md").read_text("utf-8")
    pages = {in_words(path) for path in MANUAL.rglob("*.md")} - {"index.md"}

    assert pages <= set(LINK.findall(index))


def test_the_manual_has_a_section_for_every_command():
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    headings = ", ".join(re.findall(r"^## (.*)", page, re.MULTILINE)).split(", ")

    def names(command, *path):
        if not isinstance(command, click.Group):
            return [" ".join(path)]
        context = click.Context(command)
        inner = {key: command.get_command(context, key) for key in command.list_commands(context)}
        return [name for key, each in inner.items() for name in names(each, *path, key)]

    assert sorted(names(main)) == sorted(headings)


def test_the_manual_names_everything_that_is_public():
    manual = "".join(path.read_text("utf-8") for path in FILES)

    assert [name for name in zhnlp.__all__ if not re.search(rf"\b{name}\b", manual)] == []


def test_the_manual_has_the_command_that_made_each_pack():
    """The jieba pack is made by building zhnlp."""
    page = ROOT / "docs" / "training.md"
    told = "".join(source for _, source in blocks(page, "sh"))
    lines = re.sub(r"\\\n\s*", "", told).splitlines()
    made_by = {
        name: json.loads((pack(name) / "pack.json").read_bytes())["command"] for name in packs()
    }

    assert {name for name, command in made_by.items() if command not in lines} == {"jieba"}
