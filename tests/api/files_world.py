"""People who ask for files over the small city on both engines, with accounts, sessions and a worker."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from dash import Dash
from werkzeug.test import TestResponse

from api.session import CSRF_HEADER
from config.policy import Role
from data import accounts, schema
from data.store import Store, utc_now
from tests.app_world import PASSWORD, Visitor, make_app
from tests.city_world import empty, open_city
from tests.map_world import CAMERAS, SCHOOLS, put


@cache
def _hash() -> str:
    return accounts._hash(PASSWORD)


def people(store: Store) -> None:
    """An account for each role with the rights it has at first; the district's staff are of Medeu, others of Auezov."""
    found = {role.value: (role, "medeu" if role is Role.DISTRICT_STAFF else None) for role in Role}
    del found[Role.VISITOR.value]
    found |= {"staff2": (Role.DISTRICT_STAFF, "auezov"), "staff3": (Role.DISTRICT_STAFF, "medeu"),
              "official2": (Role.OFFICIAL, None)}  # fmt: skip
    with store.write() as conn:
        conn.execute(schema.account.delete())
        for name, (role, district) in found.items():
            conn.execute(
                schema.account.insert().values(
                    name=name, role=role.value, district=district, password_hash=_hash(), created_at=utc_now()
                )
            )


def emptied(store: Store) -> Store:
    """The store without jobs, views and notes, with its people as at first."""
    with store.write() as conn:
        for table in (schema.job, schema.saved_view, schema.map_note):
            conn.execute(table.delete())
    people(store)
    return store


@contextmanager
def opened(engine: str, folder: Path, server: str) -> Iterator[Store]:
    """A store of Almaty with the schools and cameras of the small city."""
    with empty(engine, folder, server) as url:
        store = open_city(url)
        put(store, "schools", SCHOOLS)
        put(store, "cameras", CAMERAS)
        yield store
        store.close()


class Person(Visitor):
    """A visitor who sends JSON with the token."""

    def send(self, method: str, path: str, body: Any = None) -> TestResponse:
        """A request of any method with its CSRF token."""
        headers = {CSRF_HEADER: self.token()}
        return self.client.open(
            path, method=method, json=body, headers=headers, environ_overrides=self.environ, buffered=True
        )


@contextmanager
def running(store: Store, folder: Path) -> Iterator[Dash]:
    """The application over a store."""
    made = make_app(store, folder)
    yield made
    worker = made.server.extensions.get("sitcenter_jobs")
    if worker is not None:
        worker.join()


def person(made: Dash, name: str = "") -> Person:
    """A visitor, or somebody signed in."""
    found = Person(made)
    if name:
        assert found.sign_in(name).status_code == 303
    return found


def finished(made: Dash) -> None:
    """Wait until the worker has nothing left to do."""
    worker = made.server.extensions["sitcenter_jobs"]
    worker.wake()
    worker.join()
