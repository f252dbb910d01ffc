"""Files of the browser libraries, filled at the first start, and our own scripts and styles."""

from flask import Flask, Response, send_from_directory

from api import errors, session
from components import bundle, libraries

MONTH_SECONDS = 2_592_000
MIME = {".mjs": "text/javascript", ".woff2": "font/woff2", ".css": "text/css"}


def _file(version: str, path: str) -> Response:
    folder = libraries.folder()
    if folder is None or version != folder.name or path.startswith("."):
        return errors.hidden()
    mime = next((value for end, value in MIME.items() if path.endswith(end)), None)
    answer = send_from_directory(folder, path, mimetype=mime, max_age=MONTH_SECONDS, conditional=True)
    answer.cache_control.public, answer.cache_control.immutable = True, True
    return answer


def _icons(wanted: str, name: str) -> Response:
    answer = send_from_directory(session.settings().home / "icons", f"{wanted}/{name}", max_age=MONTH_SECONDS)
    answer.cache_control.public, answer.cache_control.immutable = True, True
    return answer


def register(server: Flask) -> None:
    """Add the routes of the libraries and of our own files."""
    server.add_url_rule("/vendor/<version>/<path:path>", "vendor", _file)
    server.add_url_rule(f"{libraries.ICONS}/<wanted>/<name>", "icons", _icons)
    bundle.register(server)
