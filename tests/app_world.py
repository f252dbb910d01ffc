"""A running application over a store for tests: the full city from its seeds, or an empty one, and a polite client."""

import json
import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy.engine import make_url
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.test import TestResponse

import app
from api.session import CSRF_COOKIE, CSRF_FIELD, CSRF_HEADER
from config.city import load_city
from config.policy import Role
from config.settings import Settings
from data.accounts import add_account
from data.store import Store
from layers import layers_of
from tests import city_world, shared

PASSWORD = "long enough for a test"
ROLES = tuple(role.value for role in Role if role is not Role.VISITOR)
HOST = "http://localhost"
ANSWER = "tests.answer"


def empty_store(folder: Path) -> Store:
    """A store of Almaty without a row."""
    city, url = load_city("almaty"), f"sqlite:///{folder / 'empty.gpkg'}"
    if city_world.begin_file(url):
        return city_world.again(url, city)
    return Store.open(url, city, layers_of(city, demo=True))


def add_people(store: Store) -> Store:
    """One account for each role, named as the role; the district's staff are of Medeu."""
    with store.write() as conn:
        for role in ROLES:
            add_account(conn, role, role, "medeu" if role == Role.DISTRICT_STAFF else None, PASSWORD)
    return store


def _made(*, full: bool) -> Path:
    """A store file that copies are made of, one for all workers: reading seeds takes seconds."""
    name = "people-full" if full else "people-empty"
    return Path(shared.once(name, lambda: str(_with_people(name, full=full))))


def _with_people(name: str, *, full: bool) -> Path:
    path = shared.folder() / name / "empty.gpkg"
    path.parent.mkdir()
    given = city_world.built("gpkg", "") if full else city_world.prepared("gpkg", "")
    shutil.copyfile(str(make_url(given).database), path)
    store = add_people(empty_store(path.parent))
    with store.engine.connect() as conn:
        conn.exec_driver_sql("COMMIT")
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return path


def people_store(folder: Path) -> Store:
    """A store without rows but with an account for each role: a copy of the caller's own."""
    return _copy(folder, full=False)


def city_store(folder: Path) -> Store:
    """A store of the whole city from its seeds, with an account for each role: a copy of the caller's own."""
    return _copy(folder, full=True)


def _copy(folder: Path, *, full: bool) -> Store:
    path = folder / "empty.gpkg"
    shutil.copyfile(_made(full=full), path)
    return city_world.again(f"sqlite:///{path}")


def settings(folder: Path, **given: Any) -> Settings:
    """Settings with a home of the test's own."""
    return Settings(home=folder, **given)


def make_app(store: Store, folder: Path, vendor: Path | None = None, **given: Any) -> Dash:
    """The application over a store."""
    return app.create_app(settings(folder, **given), store, vendor)


class Visitor:
    """A browser without a screen: keeps cookies, sends the CSRF token, asks for the layout as Dash does."""

    def __init__(self, made: Dash, **environ: Any) -> None:
        """A fresh visitor without cookies."""
        self.app = made
        self.client: FlaskClient = made.server.test_client()
        self.environ = environ

    def get(self, path: str, **given: Any) -> TestResponse:
        """An ordinary request."""
        return self.client.get(path, environ_overrides=self.environ, buffered=True, **given)

    def token(self) -> str:
        """The CSRF token of the cookie; a page is asked for when there is none yet."""
        if self.client.get_cookie(CSRF_COOKIE) is None:
            self.get("/about")
        found = self.client.get_cookie(CSRF_COOKIE)
        assert found is not None
        return str(found.value)

    def post(self, path: str, data: dict[str, Any], **given: Any) -> TestResponse:
        """A form of ours, sent with its token."""
        form = {CSRF_FIELD: self.token(), **data}
        return self.client.post(path, data=form, environ_overrides=self.environ, **given)

    def layout(self, path: str) -> Any:
        """The layout that Dash gets for a page."""
        answer = self.get("/_dash-layout", headers={"Referer": HOST + path})
        assert answer.status_code == 200, path
        return json.loads(answer.text)

    def words(self, path: str) -> str:
        """All words of a page, one after the other."""
        return " ".join(texts(self.layout(path)))

    def sign_in(self, name: str, password: str = PASSWORD, **given: Any) -> TestResponse:
        """Sign in by the form."""
        return self.post("/account/signin", {"name": name, "password": password, **given})

    def go(self, pathname: str, search: str = "") -> TestResponse:
        """What the browser sends when the address changes without loading the page again."""
        outputs = [("app-root", "children"), ("app-title", "data"), ("app-shown", "data")]
        body = {
            "output": "..app-root.children...app-title.data...app-shown.data..",
            "outputs": [{"id": name, "property": prop} for name, prop in outputs],
            "inputs": [
                {"id": "app-location", "property": "pathname", "value": pathname},
                {"id": "app-location", "property": "search", "value": search},
            ],
            "state": [{"id": "app-shown", "property": "data", "value": {"path": "/", "search": ""}}],
            "changedPropIds": ["app-location.pathname"],
        }
        headers = {CSRF_HEADER: self.token()}
        return self.client.post("/_dash-update-component", json=body, headers=headers, environ_overrides=self.environ)


def signed_in(made: Dash, names: Iterable[str]) -> dict[str, Visitor]:
    """A visitor for each account, signed in; for the name `visitor` one who is not."""
    found = {name: Visitor(made) for name in names}
    for name, visitor in found.items():
        if name != "visitor":
            visitor.sign_in(name)
    return found


def texts(node: Any) -> Iterator[str]:
    """Words of a component as JSON, in reading order."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, int | float) and not isinstance(node, bool):
        yield str(node)
    elif isinstance(node, list):
        for item in node:
            yield from texts(item)
    elif isinstance(node, dict) and "props" in node:
        yield from texts(node["props"].get("children"))


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """All components of a layout as JSON."""
    if isinstance(node, list):
        for item in node:
            yield from nodes(item)
    elif isinstance(node, dict) and "props" in node:
        yield node
        yield from nodes(node["props"].get("children"))


class _Answer:
    """An answer of the application that is closed once, whoever asks for it."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self.parts: Iterable[bytes] | None = parts

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.parts or ())

    def close(self) -> None:
        parts, self.parts = self.parts, None
        if hasattr(parts, "close"):
            parts.close()


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 -- the name is the library's
        """Say nothing."""

    def run_wsgi(self) -> None:
        """Close the answer also when the browser has left: the server forgets it then, and its file stays open."""
        try:
            super().run_wsgi()
        finally:
            if answer := self.environ.pop(ANSWER, None):
                answer.close()


@contextmanager
def serving(made: Dash, port: int = 0) -> Iterator[str]:
    """Address of the application on a port, a free one if none is given."""
    with serving_at(made.server, port) as address:
        yield address


@contextmanager
def serving_at(answering: Any, port: int) -> Iterator[str]:
    """Address of a WSGI application on a port; it stops answering at the end."""

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answer = environ[ANSWER] = _Answer(answering(environ, start_response))
        return answer

    server = make_server("127.0.0.1", port, application, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
