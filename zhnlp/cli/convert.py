"""zhnlp convert: write the lines of files or standard input in another script."""

from __future__ import annotations

import click

from zhnlp.cli import formats, streams
from zhnlp.io.blocks import Errors
from zhnlp.models.scripts.converter import SCRIPTS, Script, ScriptConverter


@click.command(
    "convert",
    short_help="Write lines in simplified or traditional script.",
    epilog="Example: zhnlp convert --to taiwan news.txt -o news-tw.txt",
)
@streams.stream_options
@click.option(
    "--to",
    "script",
    required=True,
    type=click.Choice(SCRIPTS),
    help="simplified: from any traditional script. traditional: OpenCC's own standard. taiwan: "
    "with the words of Taiwan, such as 滑鼠 for 鼠标. hong-kong: the characters of Hong Kong.",
)
def command(
    files: tuple[str, ...],
    target: str | None,
    jobs: int,
    encoding: str,
    errors: Errors,
    script: Script,
) -> None:
    """Write the lines of FILES, or of standard input, in another script, by OpenCC.

    There is one line of output for each line of input. Everything but the script stays.
    """
    converter = ScriptConverter(script)
    render = formats.LineWriter(lambda text, end: converter.convert(text) + end, errors)
    streams.run(render, files, target=target, jobs=jobs, encoding=encoding, errors=errors)
