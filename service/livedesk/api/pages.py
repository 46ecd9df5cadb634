"""The dashboard's own files, as the build left them in `static/`."""

from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles


def install(app: FastAPI, static: Path) -> None:
    """Serve the pages, their hashed files, which never change, at `/assets`, and the source (AGPL, section 13).

    `/` and the desk's other views are one page, which looks at its own address.
    """

    @app.get("/", include_in_schema=False)
    @app.get("/host", include_in_schema=False)
    @app.get("/mod", include_in_schema=False)
    @app.get("/preflight", include_in_schema=False)
    async def page(_: Request) -> Response:
        return _file(static / "index.html")

    @app.get("/overlay", include_in_schema=False)
    async def overlay(_: Request) -> Response:
        return _file(static / "overlay.html")

    @app.get("/docs", include_in_schema=False)
    async def docs(_: Request) -> Response:
        return _file(static / "docs.html")

    @app.get("/source.tar.gz", include_in_schema=False)
    async def source(_: Request) -> Response:
        return _file(static / "source.tar.gz")

    app.mount("/assets", _Hashed(directory=static / "assets", check_dir=False))


def _file(file: Path) -> Response:
    if not file.is_file():
        raise HTTPException(404, "The dashboard is not built; 'make dashboard' builds it.")
    return FileResponse(file, headers={"cache-control": "no-cache"})


class _Hashed(StaticFiles):
    """Files whose names carry a hash of their content: a browser may keep them for ever."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        """Answer with the file, to be kept."""
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response
