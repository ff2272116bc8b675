"""What the repository says of itself in several files agrees."""

import re
from pathlib import Path

import pytest

import zhnlp
from zhnlp.resources import packs

ROOT = Path(__file__).parents[1]
WORKFLOWS = ROOT / ".github" / "workflows"

pytestmark = pytest.mark.skipif(not WORKFLOWS.is_dir(), reason="not in the source archive")


def read(*path: str) -> str:
    return ROOT.joinpath(*path).read_text("utf-8")


def supported() -> list[str]:
    """The versions of Python that setup.cfg names, such as ``3.11``."""
    return re.findall(r"Python :: (3\.\d+)$", read("setup.cfg"), re.MULTILINE)


def test_every_supported_python_is_tested():
    (matrix,) = re.findall(r"python: \[(.*)\]", read(".github", "workflows", "checks.yml"))

    assert re.findall(r"[\d.]+", matrix) == supported()


def test_wheels_are_made_for_every_supported_python():
    (build,) = re.findall(r"^build = \[(.*)\]", read("pyproject.toml"), re.MULTILINE)

    assert re.findall(r"cp3(\d+)-", build) == [version.split(".")[1] for version in supported()]


def test_the_oldest_supported_python_is_required():
    assert f"python_requires = >={supported()[0]}\n" in read("setup.cfg")
    assert f'target-version = "py{supported()[0].replace(".", "")}"' in read("pyproject.toml")


def test_readers_are_told_which_pythons_are_supported():
    told = f"CPython {supported()[0]} to {supported()[-1]}"

    assert told in read("README.md")
    assert told in read("CONTRIBUTING.md")


def test_the_version_to_cite_is_the_version():
    assert f"\nversion: {zhnlp.__version__}\n" in read("CITATION.cff")


def test_the_hooks_have_the_versions_of_the_checks():
    (pinned,) = re.findall(r"^ruff==(.*)$", read("constraints.txt"), re.MULTILINE)

    assert f"rev: v{pinned}  # as in constraints.txt" in read(".pre-commit-config.yaml")


def test_contributors_read_how_every_pack_is_made():
    contributing = read("CONTRIBUTING.md")

    assert [name for name in packs() if f"`{name}`" not in contributing] == []
