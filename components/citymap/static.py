"""The door of the map's JavaScript modules: one folder address that changes with their content."""

import hashlib
from functools import lru_cache
from pathlib import Path

import flask

FOLDER = Path(__file__).resolve().parent / "js"
ENTRANCE = "map.mjs"
ROUTE = "/static/citymap"
# Fetched by the others when they are first needed.
LATER = frozenset({"gather.mjs", "heat.mjs", "hover.mjs", "later.mjs", "names.mjs", "signs.mjs", "squares.mjs"})
YEAR_SECONDS = 31_536_000
ID_CHARS = 12


@lru_cache(maxsize=1)
def version() -> str:
    """Hash of all modules; it is a folder in the address, so that modules find each other by relative paths."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.mjs")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:ID_CHARS]


def app_url(prefix: str = "") -> str:
    """Address of the module that the shell imports; `prefix` is a path in front of all addresses, without a slash."""
    return f"{prefix}{ROUTE}/{version()}/{ENTRANCE}"


def module_urls(prefix: str = "") -> list[str]:
    """Addresses of the modules that a first picture needs, the one that imports the others first."""
    found = (path.name for path in FOLDER.glob("*.mjs") if path.name not in LATER)
    names = sorted(found, key=lambda name: (name != ENTRANCE, name))
    return [f"{prefix}{ROUTE}/{version()}/{name}" for name in names]


def register_static(server: flask.Flask) -> None:
    """Serve the modules: for a year under their present hash, unstored under any other one, 404 for other names."""

    def serve(wanted: str, name: str) -> flask.Response:
        path = FOLDER / name
        if not name.endswith(".mjs") or path.parent != FOLDER or not path.is_file():
            flask.abort(404)
        answer = flask.Response(path.read_bytes(), mimetype="text/javascript")
        if wanted == version():
            answer.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
        else:
            answer.headers["Cache-Control"] = "no-store"
        return answer

    server.add_url_rule(f"{ROUTE}/<wanted>/<name>", "citymap_js", serve)
