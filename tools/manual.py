"""Hooks of mkdocs for the manual: pages of the repository that are not in `docs`.

The pages of `docs` link to files of the repository, as they must where the repository is read.
The site has the Markdown files among them as pages of their own, in the folder `repository`. A
link to any other file becomes its path in code, because the site does not have it.
"""

from __future__ import annotations

import logging
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

import jieba
from mkdocs.structure.files import File
from pymdownx.slugs import slugify

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
INCLUDED = ("*.md", "dicts/*.md", "benchmarks/*.md", "benchmarks/results/*.md")
FOLDER = "repository"  # not a folder of docs: its pages are made while building
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CHINESE = "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"  # Han characters and Chinese punctuation
BREAK = re.compile(f"(?<={CHINESE})\n(?={CHINESE})")
LINK = re.compile(r"\[([^\[\]]*)\]\((?!https?:|#)([^)#\s]+)(#[^)\s]*)?\)")


def included() -> list[str]:
    """The Markdown files of the repository that become pages, as paths from its top."""
    return sorted(
        path.relative_to(ROOT).as_posix() for each in INCLUDED for path in ROOT.glob(each)
    )


def on_startup(**_: object) -> None:
    """Let jieba, by which the search finds Chinese words, say only what is wrong."""
    jieba.setLogLevel(logging.WARNING)


def on_config(config: MkDocsConfig) -> None:
    """Name anchors as code hosts do: Han characters stay, which mkdocs leaves out."""
    config.mdx_configs["toc"]["slugify"] = slugify(case="lower")


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the included files to those of the site."""
    for path in included():
        files.append(File.generated(config, f"{FOLDER}/{path}", abs_src_path=str(ROOT / path)))
    return files


def on_page_markdown(markdown: str, *, page: Page, **_: object) -> str:
    """The text of a page as the site needs it."""
    return with_joined_lines(with_prompts(with_links_of_the_site(markdown, page.file.src_uri)))


def with_prompts(markdown: str) -> str:
    """`markdown` with sessions of Python named so: what the reader copies is without prompts."""
    return re.sub(r"^```python\n(?=>>>)", "```pycon\n", markdown, flags=re.MULTILINE)


def with_joined_lines(markdown: str) -> str:
    """`markdown` without the line ends inside of Chinese text, which a browser shows as blanks."""
    parts, end = [], 0
    for fence in FENCED.finditer(markdown):
        parts += [BREAK.sub("", markdown[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join([*parts, BREAK.sub("", markdown[end:])])


def with_links_of_the_site(markdown: str, page: str) -> str:
    """`markdown` with links to pages of the site, and paths in code in place of other links.

    Args:
        markdown: The text of a page.
        page: The page, as a path of the site: ``"cli.md"``, ``"repository/README.md"``.

    >>> with_links_of_the_site("[new](../CHANGELOG.md#unreleased)", "zh/start.md")
    '[new](../CHANGELOG.md#unreleased)'
    >>> with_links_of_the_site("[new](../CHANGELOG.md#unreleased)", "cli.md")
    '[new](repository/CHANGELOG.md#unreleased)'
    >>> with_links_of_the_site("[a stage](../zhnlp/stage.py)", "cli.md")
    'a stage (`zhnlp/stage.py`)'
    """
    home = posixpath.dirname(place_in_repository(page))

    def changed(link: re.Match[str]) -> str:
        text, path, anchor = (
            link[1],
            posixpath.normpath(posixpath.join(home, link[2])),
            link[3] or "",
        )
        if not (ROOT / path).exists():
            return link[0]  # code that looks like a link, or one that mkdocs complains of
        target = place_in_site(path)
        if target is None:
            return f"`{path}`" if text.strip("`") in path else f"{text} (`{path}`)"
        return f"[{text}]({posixpath.relpath(target, posixpath.dirname(page) or '.')}{anchor})"

    return LINK.sub(changed, markdown)


def place_in_repository(page: str) -> str:
    """The file of a page, as a path from the top of the repository."""
    return page.removeprefix(f"{FOLDER}/") if page.startswith(f"{FOLDER}/") else f"docs/{page}"


def place_in_site(path: str) -> str | None:
    """The page that a file of the repository is in the site; None if it is not there."""
    if path.startswith("docs/"):
        return path.removeprefix("docs/")
    return f"{FOLDER}/{path}" if path in included() else None
