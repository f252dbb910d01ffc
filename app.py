"""The entrance: settings, browser libraries, store, Dash, pages, doors, server; `python app.py` runs it."""

import contextlib
import logging
import socket
import sys
import time
from pathlib import Path

import flask
from dash import Dash
from werkzeug.middleware.proxy_fix import ProxyFix

import api
import callbacks
import pages
from api import compression, security, session, start
from api.warm import start_warmer
from callbacks import router
from callbacks.ids import layout_of_ids
from components import document, libraries
from components.context import EXTENSION
from components.context import store as held
from config import i18n
from config.icons import ensure_icons
from config.records import RecordError
from config.settings import ROOT, Settings
from config.vendor import VendorError, ensure_vendor
from data.fetching.scheduler import start_scheduler
from data.store import Store, StoreError
from data.usage import start_writer

QUEUE = 256


class CityDash(Dash):
    """Dash whose document has the language, theme and title of the page asked for, and its HTTP status."""

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        """The document around what Dash draws."""
        # Without its store no page can be drawn: better said by a page of its own than by an empty frame.
        held().ping()
        context = router.context_of(flask.request.path, flask.request.query_string.decode("utf-8", "replace"))
        flask.g.page_status, title = router.status_and_title(context)
        hit = pages.match(context.path)
        shown = hit[0] if hit and flask.g.page_status == pages.OK else None
        early, soon = (document.early(shown.modules()), " ".join(shown.soon)) if shown else ("", "")
        keep = {name: parts[name] for name in ("metas", "favicon", "css", "config", "scripts", "renderer")}
        return document.frame(
            context.lang, context.theme, flask.g.theme_wish, title, self.get_asset_url("early/theme.js"),
            {**keep, "app_entry": document.entry(context.lang), "early": early, "soon": soon},
        )  # fmt: skip


def _page_status(response: flask.Response) -> flask.Response:
    response.status_code = flask.g.get("page_status", response.status_code)
    return response


def create_app(settings: Settings, store: Store, vendor: Path | None = None) -> Dash:
    """The application over an open store; `vendor` is the folder of browser libraries (without it pages are plain)."""
    server = flask.Flask("sitcenter", static_folder=None)
    server.extensions.update({EXTENSION: store, libraries.EXTENSION: vendor})
    server.json.ensure_ascii = False  # type: ignore[attr-defined]
    session.install(server, settings, start.secret_of(settings))
    dash = CityDash(
        "sitcenter", server=server,  # type: ignore[arg-type]
        assets_folder=str(ROOT / "assets"), include_assets_files=False,
        external_stylesheets=libraries.styles(vendor, ensure_icons(vendor, settings.home)) if vendor else [],
        csrf_token_name=session.CSRF_COOKIE, csrf_header_name=session.CSRF_HEADER, update_title="",
        suppress_callback_exceptions=False, add_log_handler=False, on_error=router.failed,
    )  # fmt: skip
    callbacks.register_all(dash)
    api.register_all(server)
    # Modules of pages bring component libraries: Dash must know them before the first document.
    pages.records()
    dash.validation_layout = layout_of_ids(dash.callback_map)  # type: ignore[assignment]
    dash.layout = router.layout
    server.extensions["sitcenter_callbacks"] = dash.callback_map
    server.after_request(_page_status)
    security.install(server, list(dash.csp_hashes()))
    compression.install(server)
    if settings.proxy_hops:
        hops = settings.proxy_hops
        server.wsgi_app = ProxyFix(server.wsgi_app, hops, hops, hops, hops, hops)  # type: ignore[method-assign]
    return dash


def make_server() -> flask.Flask:
    """The WSGI application for a server of processes: `gunicorn -c python:config.gunicorn 'app:make_server()'`."""
    settings = start.read_settings()
    with start.progress(settings.lang) as step:
        vendor = ensure_vendor(settings.home, progress=step, prepared=settings.vendor_dir)
        store = start.open_store(settings, step)
    server: flask.Flask = create_app(settings, store, vendor).server
    start_scheduler(store, settings)
    start_writer(store)
    start_warmer(server, store)
    return server


def run() -> None:
    """Start the program and serve until it is stopped."""
    began = time.monotonic()
    settings = start.read_settings()
    with contextlib.closing(start.listen(settings)) as door:
        _serve(settings, door, began)


def _serve(settings: Settings, door: socket.socket, began: float) -> None:
    import waitress  # noqa: PLC0415 -- another server may be in its place

    server = make_server()
    ready = waitress.create_server(
        server, sockets=[door], threads=settings.threads, ident=None, backlog=QUEUE,
        clear_untrusted_proxy_headers=settings.proxy_hops == 0,
    )  # fmt: skip
    seconds = i18n.number(settings.lang, time.monotonic() - began, 1)
    print(i18n.t(settings.lang, "start.ready", seconds=seconds, address=start.address(settings)), flush=True)
    ready.run()


def main() -> int:
    """Run the program; what hinders it is said in one sentence, and the exit code is 2 then."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        run()
    except (start.StartError, VendorError, StoreError) as error:
        print(i18n.t(start.lang(), error.key, **error.values), file=sys.stderr)
        return 2
    except RecordError as error:
        print(i18n.t(start.lang(), "start.record", reason=error), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
