"""Warm-up: what the first visit would wait for is made in the background, at the start and after each publish."""

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask
from sqlalchemy.exc import DBAPIError

from api import jobs, tiles
from components.catalogue_cargo import cargo
from components.context import Context
from components.map_state import default_visible
from config.i18n import LANGS
from config.limits import WARM_SECONDS
from config.policy import VISITOR, Role, User
from config.records import LayerRecord
from data.ending import end_with_program
from data.loading.placing import matcher_of
from data.queries.cube import filter_cube
from data.queries.dated import dated_rows
from data.queries.labels import area_labels
from data.queries.places import district_boxes
from data.queries.scope import may_see
from data.queries.search import warm as warm_search
from data.queries.totals import layer_totals
from data.store import Store

EXTENSION = "sitcenter_warmer"
STAFF = tuple(User(role=role) for role in (Role.ANALYST, Role.OFFICIAL, Role.ADMIN))
LOG = logging.getLogger("sitcenter.warm")
Step = Callable[[], object]


class Warmer:
    """A thread that follows the versions of the layers and makes what they lack, one small thing after the other."""

    def __init__(self, server: Flask, store: Store) -> None:
        """Nothing runs before `start`."""
        self._server, self._store = server, store
        self._warm: dict[str, int] = {}
        self._busy = True
        self._resumed = False
        self.end = threading.Event()
        self.thread = threading.Thread(target=self._run, name="warm", daemon=True)

    @property
    def warming(self) -> bool:
        """Whether something is still cold: from the start to the end of the first round, and after each publish."""
        return self._busy

    def start(self) -> None:
        """Begin in a thread that does not keep the program alive."""
        self.thread.start()

    def stop(self) -> None:
        """End after the step under way."""
        self.end.set()
        self.thread.join()

    def look(self) -> int:
        """One look: warm all that has a new version; how many layers that were. Raises DBAPIError."""
        with self._server.app_context():
            if not self._resumed:
                jobs.resume()
                self._resumed = True
            with self._store.read() as conn:
                versions = self._store.versions(conn)
            cold = [layer for layer in self._in_turn() if self._warm.get(layer.id) != versions.get(layer.id, 0)]
            self._busy = bool(cold)
            for layer in cold:
                for step in self._steps(layer):
                    if self.end.is_set():
                        return 0
                    step()
                self._warm[layer.id] = versions.get(layer.id, 0)
            if cold:
                self._whole()
            self._busy = False
            return len(cold)

    def _in_turn(self) -> list[LayerRecord]:
        """Layers that are on at first, the others, and those of very many rows last."""
        first = default_visible(self._store, VISITOR)
        return sorted(self._store.layers.values(), key=lambda layer: (layer.id not in first, layer.dense))

    def _steps(self, layer: LayerRecord) -> Iterator[Step]:
        """What the first visitor of a layer waits for, then what people with more rights wait for."""
        for user in (VISITOR, *STAFF):
            if may_see(user, layer):
                yield lambda user=user: self._counts(layer, user)  # type: ignore[misc]  # the user of this round
        seen = next((user for user in (VISITOR, *STAFF) if may_see(user, layer)), None)
        if seen is not None:
            yield lambda: tiles.service().warm(layer.id, seen)

    def _counts(self, layer: LayerRecord, user: User) -> None:
        with self._store.read() as conn:
            layer_totals(conn, self._store, layer.id, user)
            filter_cube(conn, self._store, layer.id, user)
            dated_rows(conn, self._store, layer.id, user)
            area_labels(conn, self._store, layer)

    def _whole(self) -> None:
        """What is made of several layers."""
        with self._store.read() as conn:
            district_boxes(conn, self._store)
            warm_search(conn, self._store, VISITOR)
            matcher_of(conn, self._store)
        for lang in LANGS:
            cargo(Context(self._store, VISITOR, lang))

    def _run(self) -> None:
        while not self.end.is_set():
            try:
                self.look()
            except DBAPIError as error:
                # The store is away: requests say so themselves, and the next look may find it back.
                LOG.warning("the store does not answer: %s", str(error.orig)[:200])
            except Exception:
                LOG.exception("warm-up")
            self.end.wait(WARM_SECONDS)


def start_warmer(server: Flask, store: Store) -> Warmer:
    """The running warmer of an application."""
    found = Warmer(server, store)
    server.extensions[EXTENSION] = found
    found.start()
    end_with_program(found.end, found.thread)
    return found


def state(server: Flask) -> dict[str, Any]:
    """What the health door says: whether the warm-up is under way."""
    found = server.extensions.get(EXTENSION)
    return {"warming": isinstance(found, Warmer) and found.warming}
