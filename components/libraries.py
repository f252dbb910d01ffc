"""Addresses of the browser libraries that the program serves from its own folder."""

from pathlib import Path
from typing import cast

import flask

EXTENSION = "sitcenter_vendor"
STYLES = ("bootstrap/bootstrap.min.css", "bootstrap-icons/bootstrap-icons.min.css", "noto-sans/noto-sans.css")


def folder() -> Path | None:
    """Folder of the libraries of the running application."""
    return cast(Path | None, flask.current_app.extensions.get(EXTENSION))


def prefix(found: Path | None) -> str:
    """Start of the addresses of a folder; its name changes with its content, so that browsers may keep the files."""
    return f"/vendor/{found.name if found else 'none'}"


def library_url(path: str) -> str:
    """Address of one file of the libraries, as `maplibre/maplibre-gl.mjs`."""
    return f"{prefix(folder())}/{path}"
