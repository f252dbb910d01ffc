"""Layers from elsewhere as our doors give them: a fresh copy, an asked answer, or the last state with its date."""

import io
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from config.city import City
from config.policy import Action, Thing, User, may
from config.remote import RemoteRecord
from data.fetching.client import Ask, Fetcher
from data.fetching.faults import FetchError
from data.remote.addresses import info_url, list_url, tile_url
from data.remote.cache import Cache, Copy
from data.remote.lists import gather
from data.remote.pictures import TYPES, check_picture, kind_of
from data.remote.state import RemoteState, StateFile
from data.store import utc_now

AT_ONCE = 3
WAIT_SECONDS = 2.0
GONE = frozenset({204, 404, 410})
LIST = "list.geojson"
GEOJSON = "application/geo+json"


class UnknownRemoteError(LookupError):
    """There is no such layer, or none for this person: both look the same."""


@dataclass(frozen=True)
class Shown:
    """What a door gives: bytes, media type, when they came (UTC), whether they are the last state of a silent one."""

    body: bytes
    mimetype: str
    at: datetime
    stale: bool


class Remote:
    """The layers from elsewhere of one city; one for all threads of a process.

    At most a few requests go out at once, so that a slow server elsewhere never takes all threads of ours.
    """

    def __init__(self, city: City, home: Path, fetcher: Fetcher) -> None:
        """Nothing is asked before somebody looks."""
        self.records: Mapping[str, RemoteRecord] = {record.id: record for record in city.remote}
        self.bounds = city.bounds
        self.fetcher = fetcher
        folders = {name: home / "remote" / name for name in self.records}
        self.caches = {name: Cache(folders[name], record.cache_bytes) for name, record in self.records.items()}
        self.states = {name: StateFile(folder) for name, folder in folders.items()}
        self._slots = threading.BoundedSemaphore(AT_ONCE)
        self._asked: dict[tuple[str, str], threading.Lock] = {}
        self._lock = threading.Lock()

    def seen(self, user: User) -> list[RemoteRecord]:
        """Layers that exist for this person, in the order of the records."""
        return [record for record in self.records.values() if may_see(user, record)]

    def record(self, remote_id: str, user: User) -> RemoteRecord:
        """The layer of an id. Raises UnknownRemoteError."""
        found = self.records.get(remote_id)
        if found is None or not may_see(user, found):
            raise UnknownRemoteError(remote_id)
        return found

    def state(self, record: RemoteRecord) -> RemoteState:
        """How the layer is doing."""
        return self.states[record.id].read()

    def tile(self, record: RemoteRecord, z: int, x: int, y: int) -> Shown | None:
        """One tile of a raster layer, None when there is none. Raises FetchError when there is no last state either."""
        url, name = tile_url(record, z, x, y), f"{z}/{x}/{y}"
        found = self._found(record, name, lambda: self._picture(record, url))
        if found is None or not found[0].body:
            return None
        copy, stale = found
        return Shown(copy.body, TYPES[kind_of(copy.body) or "png"], copy.at, stale)

    def listed(self, record: RemoteRecord) -> Shown:
        """All objects of a layer as GeoJSON. Raises FetchError when there is not even a last state."""
        url = list_url(record, self.bounds)
        found = self._found(record, LIST, lambda: gather(record, url, lambda page: self._bytes(record, page)))
        if found is None:
            raise FetchError("fetch.empty")
        return Shown(found[0].body, GEOJSON, found[0].at, found[1])

    def asked(self, record: RemoteRecord, lon: float, lat: float, zoom: float) -> bytes:
        """What a WMS tells of a place. Raises FetchError; such a fault does not make the layer silent."""
        if self.state(record).paused(utc_now()):
            raise FetchError("fetch.paused")
        if not self._slots.acquire(timeout=WAIT_SECONDS):
            raise FetchError("fetch.busy")
        try:
            sink = io.BytesIO()
            self.fetcher.fetch(record, sink, Ask(info_url(record, lon, lat, zoom), tries=1, accept=record.info))
            return sink.getvalue()
        finally:
            self._slots.release()

    def _found(self, record: RemoteRecord, name: str, ask: Callable[[], bytes]) -> tuple[Copy, bool] | None:
        """A copy and whether it is a last state."""
        cache = self.caches[record.id]
        kept = cache.get(name)
        if kept is not None and kept.age() < record.max_age:
            return kept, False
        with self._alone(record.id, name):
            kept = cache.get(name)
            if kept is not None and kept.age() < record.max_age:
                return kept, False
            try:
                body = self._guarded(record, ask, known=bool(kept and kept.body))
            except FetchError:
                if kept is not None and kept.body:
                    return kept, True
                raise
            cache.put(name, body)
        return Copy(body, utc_now()), False

    def _guarded(self, record: RemoteRecord, ask: Callable[[], bytes], *, known: bool) -> bytes:
        """Ask, unless the server is left alone; the state of the layer learns of the outcome."""
        state = self.states[record.id]
        if state.read().paused(utc_now()):
            raise FetchError("fetch.paused")
        if not self._slots.acquire(timeout=WAIT_SECONDS):
            raise FetchError("fetch.busy")
        try:
            body = ask()
        except FetchError as error:
            status = error.values.get("status")
            if status in GONE and record.raster and not known:
                # A tile that never was there lies outside of what the layer covers.
                state.nothing(FetchError("fetch.gone", status=status).message())
                return b""
            told = FetchError("fetch.gone", status=status) if status in GONE else error
            state.failed(told.message())
            raise told from error
        finally:
            self._slots.release()
        state.answered()
        return body

    def _picture(self, record: RemoteRecord, url: str) -> bytes:
        body = self._bytes(record, url)
        check_picture(body)
        return body

    def _bytes(self, record: RemoteRecord, url: str) -> bytes:
        sink = io.BytesIO()
        accept = "image/png,image/webp,image/jpeg" if record.raster else f"{GEOJSON},application/json"
        self.fetcher.fetch(record, sink, Ask(url, tries=1, accept=accept))
        return sink.getvalue()

    @contextmanager
    def _alone(self, remote_id: str, name: str) -> Iterator[None]:
        """One request for one thing at a time: others wait and find the copy."""
        key = (remote_id, name)
        with self._lock:
            lock = self._asked.setdefault(key, threading.Lock())
        with lock:
            yield
        with self._lock:
            self._asked.pop(key, None)


def may_see(user: User, record: RemoteRecord) -> bool:
    """Whether the layer exists for this person."""
    return may(user, Action.VIEW, Thing("layer", record.sensitivity))
