"""zhnlp serve: answer over HTTP."""

from __future__ import annotations

import os
from typing import TypedDict, Unpack

import click

from zhnlp.cli.record_options import Size
from zhnlp.errors import FileError, UsageError
from zhnlp.io.lines import read_lines
from zhnlp.serve.settings import Limits, Settings

KEY = "ZHNLP_API_KEY"
_LIMITS = Limits()
_SECONDS = click.FloatRange(min=0, min_open=True)
_COUNT = click.IntRange(min=1)


class LimitOptions(TypedDict):
    """The options that are limits."""

    characters: int
    texts: int
    body: int
    rate: float | None
    concurrency: int
    connections: int
    seconds: float
    reading: float


@click.command(
    "serve",
    short_help="Answer over HTTP, for programs and in a page for browsers.",
    epilog="Example: zhnlp serve --pipeline news --port 8000",
)
@click.option(
    "-p",
    "--pipeline",
    default="news",
    show_default=True,
    metavar="PIPELINE",
    help="What is applied to each text of /v1/pipeline: news, full, the folder of a saved "
    "pipeline, written with a slash (./mine), or a TOML file.",
)
@click.option(
    "-l",
    "--lexicon",
    metavar="FILE",
    help="Your own words, for all paths: word, frequency and tag with blanks between them, or "
    "word, mode, frequency, tag and label with tabs.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="The address to listen at. 0.0.0.0 is all of this machine: then think of --api-key-file.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port; 0 for any that is free.",
)
@click.option("--workers", type=_COUNT, default=1, show_default=True, help="Processes.")
@click.option(
    "--max-characters",
    "characters",
    type=_COUNT,
    default=_LIMITS.characters,
    show_default=True,
    help="The most characters of the texts of a request.",
)
@click.option(
    "--max-texts",
    "texts",
    type=_COUNT,
    default=_LIMITS.texts,
    show_default=True,
    help="The most texts of a request.",
)
@click.option(
    "--max-body",
    "body",
    type=Size(),
    default="1MB",
    show_default=True,
    help="The largest body of a request.",
)
@click.option(
    "--max-rate",
    "rate",
    type=click.FloatRange(min=0, min_open=True),
    metavar="N",
    help="The most requests of a client in a second, in each process. [default: any number]",
)
@click.option(
    "--concurrency",
    type=_COUNT,
    default=_LIMITS.concurrency,
    show_default=True,
    help="The most requests that are worked on or wait for it; others are answered with 503.",
)
@click.option(
    "--connections",
    type=_COUNT,
    default=_LIMITS.connections,
    show_default=True,
    help="The most connections, in each process.",
)
@click.option(
    "--timeout",
    "seconds",
    type=_SECONDS,
    default=_LIMITS.seconds,
    show_default=True,
    metavar="SECONDS",
    help="The longest time for an answer.",
)
@click.option(
    "--client-timeout",
    "reading",
    type=_SECONDS,
    default=_LIMITS.reading,
    show_default=True,
    metavar="SECONDS",
    help="How long a client may take to send a request.",
)
@click.option(
    "--batch-ms",
    type=click.FloatRange(0, 1000),
    metavar="MS",
    help="How long texts for the pipeline wait for others to be worked on with them. "
    "[default: 5 if there is a network in it, else 0: not at all]",
)
@click.option(
    "--api-key-file",
    metavar="FILE",
    help=f"A file with the keys that clients must have, one per line. One may also be in the "
    f"environment variable {KEY}.",
)
@click.option("--no-page", is_flag=True, help="Serve no page for browsers.")
@click.option("--no-log", is_flag=True, help="Write no line for each request to standard error.")
@click.option("--log-text", is_flag=True, help="Write texts of requests into the log, too.")
def command(
    host: str,
    port: int,
    workers: int,
    pipeline: str,
    lexicon: str | None,
    api_key_file: str | None,
    batch_ms: float | None,
    no_page: bool,
    no_log: bool,
    log_text: bool,
    **limits: Unpack[LimitOptions],
) -> None:
    """Answer over HTTP until stopped by Ctrl+C or SIGTERM: what is running then is finished.

    Open the address in a browser, or see docs/service.md for what programs can ask. A service
    without keys should listen at 127.0.0.1 only. Needs the extra zhnlp[serve].
    """
    if no_log and log_text:
        raise UsageError("--log-text has no effect with --no-log. Leave one out.")
    settings = Settings(
        pipeline,
        lexicon,
        limits=Limits(**limits),
        api_keys=_keys(api_key_file),
        page=not no_page,
        log=not no_log,
        log_text=log_text,
        batch_ms=batch_ms,
    )
    from zhnlp.serve.server import serve  # it needs packages that are not always installed

    serve(
        settings,
        host=host,
        port=port,
        workers=workers,
        announce=lambda url: click.echo(f"zhnlp serves {url} until Ctrl+C.", err=True),
    )


def _keys(path: str | None) -> tuple[str, ...]:
    """The keys in a file and in the environment."""
    keys = [os.environ[KEY]] if os.environ.get(KEY) else []
    if path is not None:
        keys += _keys_in(path)
    return tuple(keys)


def _keys_in(path: str) -> list[str]:
    lines = read_lines(path, what="file of API keys")
    keys = [line.strip() for line in lines if line.strip()]
    if not keys:
        raise FileError(f"there is no API key in {path!r}. Write one on a line, or leave it out.")
    return keys
