"""Our own scripts and styles as one file each: a browser asks once instead of thirty times."""

import hashlib
from functools import lru_cache
from typing import Literal

import flask

from config.settings import ROOT

Kind = Literal["js", "css"]
FOLDER = ROOT / "assets"
ROUTE = "/static/own"
TYPES: dict[Kind, str] = {"js": "text/javascript", "css": "text/css"}
YEAR_SECONDS = 31_536_000
ID_CHARS = 12


@lru_cache(maxsize=2)
def text(kind: Kind) -> str:
    """All files of a kind in the order of their names; those in folders are loaded by who needs them."""
    parts = [path.read_text("utf-8") for path in sorted(FOLDER.glob(f"*.{kind}"))]
    return (";\n" if kind == "js" else "\n").join(parts)


def url(kind: Kind) -> str:
    """Address of the file of a kind; it changes with the content, so that browsers may keep it."""
    return f"{ROUTE}/{hashlib.sha256(text(kind).encode()).hexdigest()[:ID_CHARS]}/app.{kind}"


def register(server: flask.Flask) -> None:
    """Serve both files: for a year under their present address, unstored under any other one."""

    def serve(wanted: str, kind: str) -> flask.Response:
        if kind not in TYPES:
            flask.abort(404)
        known: Kind = "js" if kind == "js" else "css"
        answer = flask.Response(text(known), mimetype=TYPES[known])
        fresh = url(known) == f"{ROUTE}/{wanted}/app.{kind}"
        answer.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable" if fresh else "no-store"
        return answer

    server.add_url_rule(f"{ROUTE}/<wanted>/app.<kind>", "own_files", serve)
