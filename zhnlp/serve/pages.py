"""The page for browsers: files of the folder ``page``, which are read once, at the start."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".json": "application/json",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def add_page(app: FastAPI) -> None:
    """Serve ``/`` and ``/page/<file>``."""
    files = read_files(Path(__file__).with_name("page"))

    async def give(request: Request) -> Response:
        file = files.get(request.path_params.get("file", "index.html"))
        if file is None:
            raise HTTPException(404)
        content, headers = file
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(content, headers=headers)

    for path in ("/", "/page/{file}"):
        app.add_api_route(
            path, give, methods=["GET", "HEAD"], response_model=None, include_in_schema=False
        )


def read_files(folder: Path) -> Mapping[str, tuple[bytes, Mapping[str, str]]]:
    """The content and the headers of each file of the page, by its name."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in _TYPES and path.is_file():
            content = path.read_bytes()
            etag = f'"{sha256(content).hexdigest()[:32]}"'
            found[path.name] = (
                content,
                {
                    **_HEADERS,
                    "Content-Type": _TYPES[path.suffix],
                    "ETag": etag,
                },
            )
    return found
