"""zhnlp serve: answer over HTTP."""

from __future__ import annotations

import click

from zhnlp.serve.settings import Limits, Settings

_LIMITS = Limits()


@click.command(
    "serve",
    short_help="Answer over HTTP: a service with a page for browsers.",
    epilog="Example: zhnlp serve --pipeline news --port 8000",
)
@click.option(
    "-p",
    "--pipeline",
    "pipeline",
    default="news",
    show_default=True,
    metavar="PIPELINE",
    help="What answers /v1/pipeline: news, full, the folder of a saved pipeline, written with a "
    "slash (./mine), or a TOML file.",
)
@click.option(
    "-l",
    "--lexicon",
    metavar="FILE",
    help="Your own words, for all paths: word, frequency and tag with blanks between them, or "
    "word, mode, frequency, tag and label with tabs.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port."
)
@click.option(
    "--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes."
)
def command(pipeline: str, lexicon: str | None, host: str, port: int, workers: int) -> None:
    """Answer requests over HTTP until stopped."""
    from zhnlp.serve.server import serve

    settings = Settings(pipeline, lexicon)
    serve(
        settings,
        host=host,
        port=port,
        workers=workers,
        announce=lambda url: click.echo(f"zhnlp serves {url} until Ctrl+C.", err=True),
    )
