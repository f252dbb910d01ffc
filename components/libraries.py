"""Addresses of the browser libraries that the program serves from its own folder."""

from pathlib import Path
from typing import cast

import flask

from config.icons import STYLE

EXTENSION = "sitcenter_vendor"
STYLES = ("bootstrap/bootstrap.min.css", "noto-sans/noto-sans.css")
ICONS = "/static/icons"
# Lines and bars are all that our charts draw; the package "plotly" brings the library with everything.
CHARTS = "plotly/plotly-basic.min.js"
GENERATORS = "regenerator-runtime/runtime.js"
ALL_CHARTS = "/_dash-component-suites/plotly/package_data/plotly.min.js"


def folder() -> Path | None:
    """Folder of the libraries of the running application."""
    return cast(Path | None, flask.current_app.extensions.get(EXTENSION))


def prefix(found: Path | None) -> str:
    """Start of the addresses of a folder; its name changes with its content, so that browsers may keep the files."""
    return f"/vendor/{found.name if found else 'none'}"


def styles(vendor: Path, icons: Path) -> list[str]:
    """Addresses of the stylesheets of every page, those of libraries and that of the icons."""
    return [*(f"{prefix(vendor)}/{path}" for path in STYLES), f"{ICONS}/{icons.name}/{STYLE}"]


def at_hand(path: str) -> str:
    """Address of one file of the libraries, empty where it is not there."""
    found = folder()
    return f"{prefix(found)}/{path}" if found and (found / path).is_file() else ""


def charts_url() -> str:
    """Address of the library that draws charts: ours, or where it is not at hand the whole one of Dash."""
    return at_hand(CHARTS) or ALL_CHARTS


def library_url(path: str) -> str:
    """Address of one file of the libraries, as `maplibre/maplibre-gl.mjs`."""
    return f"{prefix(folder())}/{path}"
