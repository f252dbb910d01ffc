"""Things that are dear to make, kept in memory: bounded in number and bytes, each made once however many ask."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


@dataclass
class _Place(Generic[Thing]):
    """A place on the shelf; `made` is empty until the first who asked has made the thing."""

    lock: Lock = field(default_factory=Lock)
    made: list[Thing] = field(default_factory=list)
    size: int = 0


class Held(Generic[Thing]):
    """A shelf of at most `most` things of at most `size` bytes together; the one not asked for longest goes first."""

    def __init__(self, most: int, size: int, weigh: Callable[[Thing], int]) -> None:
        """An empty shelf; `weigh` gives the bytes of a thing."""
        self._most, self._size, self._weigh = most, size, weigh
        self._lock = Lock()
        self._places: OrderedDict[Hashable, _Place[Thing]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._places)

    @property
    def bytes(self) -> int:
        """Bytes of all that is held."""
        with self._lock:
            return sum(place.size for place in self._places.values())

    def peek(self, key: Hashable) -> Thing | None:
        """The thing under the key if it is there and made."""
        with self._lock:
            place = self._places.get(key)
            if place is None or not place.made:
                return None
            self._places.move_to_end(key)
            return place.made[0]

    def get(self, key: Hashable, make: Callable[[], Thing]) -> Thing:
        """The thing under the key, made when it is not there; who asks for it meanwhile waits for the same one."""
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
        with place.lock:
            if place.made:
                return place.made[0]
            try:
                thing = make()
            except BaseException:
                self._forget(key, place)
                raise
            place.size = self._weigh(thing)
            place.made.append(thing)
        self._shrink(place)
        return thing

    def drop(self, stale: Callable[[Hashable], bool]) -> None:
        """Let go of all things whose key is stale."""
        with self._lock:
            for key in [key for key in self._places if stale(key)]:
                del self._places[key]

    def _forget(self, key: Hashable, place: _Place[Thing]) -> None:
        with self._lock:
            if self._places.get(key) is place:
                del self._places[key]

    def _shrink(self, newest: _Place[Thing]) -> None:
        """Let the oldest go until the bounds hold; the newest stays, however big it is."""
        with self._lock:
            held = sum(place.size for place in self._places.values())
            for key in list(self._places):
                if len(self._places) <= self._most and held <= self._size:
                    return
                if self._places[key] is not newest:
                    held -= self._places.pop(key).size
