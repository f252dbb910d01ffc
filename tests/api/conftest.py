"""The doors of the map over the small city, asked by people of any role."""

import pytest
from flask import Flask, g, request
from flask.testing import FlaskClient

from api import counts, errors, export, layers, objects, search, tiles
from components.context import EXTENSION
from config import i18n
from config.policy import User
from data.store import Store
from tests.data.queries.conftest import world
from tests.map_world import USERS

__all__ = ["world"]


def doors(store: Store) -> Flask:
    """A server with the doors of the map only; the header X-Role says who asks."""
    server = Flask("doors")
    server.extensions[EXTENSION] = store
    for module in (counts, errors, export, layers, objects, search, tiles):
        module.register(server)

    @server.before_request
    def _who() -> None:
        g.user = USERS.get(request.headers.get("X-Role", "visitor"), User())
        g.lang = request.headers.get("X-Lang", "ru")

    return server


@pytest.fixture
def client(world: Store, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Client of the doors; the probe gets words, which the locales do not have."""
    for lang in i18n.LANGS:
        monkeypatch.setitem(i18n.words(lang), "layer.probe.title", "Probe")
    return doors(world).test_client()
