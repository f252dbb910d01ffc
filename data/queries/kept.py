"""Answers kept in memory until their layer changes: bounded, keyed by what may be seen and never by who asks."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from threading import Lock, RLock
from typing import Any, Literal
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from config.limits import FORECASTS_KEPT, TOTALS_KEPT
from data.store import Store


@dataclass
class _Place:
    """A place on the shelf; `made` is empty until the first who asked has the answer."""

    lock: RLock = field(default_factory=RLock)
    made: list[Any] = field(default_factory=list)


class Shelf:
    """A bounded store of answers; the one not asked for longest goes first, and each is made once."""

    def __init__(self, size: int) -> None:
        """An empty shelf for that many answers."""
        self._size = size
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, _Place] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The answer under the key, made when it is not there; who asks for it meanwhile waits for the same one."""
        with self._lock:
            place = self._kept.setdefault(key, _Place())
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        with place.lock:
            if not place.made:
                try:
                    place.made.append(make())
                except BaseException:
                    self._forget(key, place)
                    raise
            return place.made[0]

    def _forget(self, key: Hashable, place: _Place) -> None:
        with self._lock:
            if self._kept.get(key) is place:
                del self._kept[key]

    def __len__(self) -> int:
        return len(self._kept)


Name = Literal["answers", "forecasts"]
# What anybody can ask for in many forms has a shelf of its own, so that it never pushes out what everybody needs.
SIZES: Mapping[Name, int] = {"answers": TOTALS_KEPT, "forecasts": FORECASTS_KEPT}
_shelves: "WeakKeyDictionary[Store, dict[Name, Shelf]]" = WeakKeyDictionary()
_lock = Lock()


def shelf_of(store: Store, name: Name = "answers") -> Shelf:
    """A shelf of an open store; it goes when the store goes."""
    with _lock:
        own = _shelves.setdefault(store, {})
        return own.setdefault(name, Shelf(SIZES[name]))


def kept(
    conn: Connection, store: Store, layer_id: str, key: Hashable, make: Callable[[], Any], shelf: Name = "answers"
) -> Any:  # fmt: skip
    """Answer about the present rows of a layer, made once for each version of the layer."""
    version = store.versions(conn).get(layer_id, 0)
    return shelf_of(store, shelf).get((layer_id, version, key), make)
