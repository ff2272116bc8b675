"""zhnlp export: a trained network for onnxruntime, which needs no torch."""

from __future__ import annotations

from pathlib import Path

import click

from zhnlp.cli.folders import free_folder
from zhnlp.cli.outputs import OutputOption
from zhnlp.errors import FileError, UsageError
from zhnlp.neural.extras import neural
from zhnlp.packing import read_manifest
from zhnlp.resources import pack as find_pack
from zhnlp.saving import load

_WHAT = "zhnlp export"


@click.command(
    "export",
    short_help="Let a trained network run without torch.",
    epilog="Example: zhnlp export ./mine -o ./mine-small --int8",
)
@click.argument("pack", metavar="PACK")
@click.option(
    "-o",
    "--output",
    cls=OutputOption,
    required=True,
    metavar="FOLDER",
    callback=free_folder,
    help="The folder to write: a new one, or that of a pack, which is replaced.",
)
@click.option(
    "--int8",
    is_flag=True,
    help="Keep weights as bytes: a quarter of the size and twice as fast or more; scores differ a "
    "little.",
)
def command(pack: str, output: str, int8: bool) -> None:
    """Write the network in PACK as a folder that onnxruntime runs, without torch.

    PACK is what `zhnlp train` wrote with --encoder, and FOLDER can be given wherever it can. To
    use it, install zhnlp[onnx]; to make it, zhnlp[neural].
    """
    folder = find_pack(pack)
    if not str(read_manifest(folder / "pack.json").get("kind")).startswith("Neural"):
        raise UsageError(
            f"{pack!r} holds no network, so there is nothing to export: it needs no torch."
        )
    export = neural("export", _WHAT)
    try:
        difference = export.export(load(folder), Path(output), int8=int8)
    except OSError as error:
        if isinstance(error, FileError):
            raise
        raise FileError(f"cannot write to {output!r}: {error.strerror or error}.") from error
    size = sum(path.stat().st_size for path in Path(output).rglob("*") if path.is_file())
    click.echo(
        f"wrote {output}: {size / 1e6:.1f} MB; scores differ by {difference:.2g} at most, on rows "
        "of random tokens.",
        err=True,
    )
