"""How often each page is looked at, by day: a page, a day and a number, and nothing about who looked."""

import logging
import threading
from collections import Counter
from collections.abc import Mapping
from datetime import date
from weakref import WeakKeyDictionary

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from config import clock
from data import schema
from data.ending import end_with_program
from data.store import Store

FLUSH_SECONDS = 15.0
LOG = logging.getLogger("sitcenter.usage")
TABLE = schema.page_use
Key = tuple[str, date]

_lock = threading.Lock()
_waiting: "WeakKeyDictionary[Store, Counter[Key]]" = WeakKeyDictionary()


def city_day(store: Store) -> date:
    """The present day in the city."""
    return clock.today(store.city.timezone)


def count(store: Store, page: str, day: date | None = None) -> None:
    """One more view of a page; it is kept in memory until `flush`, so that no reader waits for a write."""
    with _lock:
        _waiting.setdefault(store, Counter())[page, day or city_day(store)] += 1


def flush(store: Store) -> int:
    """Write what was counted since the last time; number of views written. What cannot be written stays counted."""
    with _lock:
        taken = _waiting.pop(store, Counter())
    if not taken:
        return 0
    try:
        _write(store, taken)
    except SQLAlchemyError:
        with _lock:
            _waiting.setdefault(store, Counter()).update(taken)
        raise
    return sum(taken.values())


def _write(store: Store, taken: Mapping[Key, int]) -> None:
    with store.write() as conn:
        for (page, day), views in taken.items():
            same = (TABLE.c.page == page) & (TABLE.c.day == day)
            done = conn.execute(TABLE.update().where(same).values(views=TABLE.c.views + views))
            if done.rowcount == 0:
                conn.execute(TABLE.insert().values(page=page, day=day, views=views))


def views(store: Store, since: date) -> dict[str, int]:
    """Views by page from a day on, with those not written yet."""
    query = select(TABLE.c.page, func.sum(TABLE.c.views)).where(TABLE.c.day >= since).group_by(TABLE.c.page)
    with store.read() as conn:
        found = Counter({page: int(number) for page, number in conn.execute(query)})
    with _lock:
        for (page, day), number in _waiting.get(store, Counter()).items():
            if day >= since:
                found[page] += number
    return dict(found)


class Writer:
    """A thread that writes the counts every few seconds until it is stopped."""

    def __init__(self, store: Store, every: float = FLUSH_SECONDS) -> None:
        """Nothing runs before `start`."""
        self.store, self.every = store, every
        self.end = threading.Event()
        self.thread = threading.Thread(target=self._run, name="usage", daemon=True)

    def start(self) -> "Writer":
        """Begin in a thread that does not keep the program alive."""
        self.thread.start()
        return self

    def stop(self) -> None:
        """Write what waits and end."""
        self.end.set()
        self.thread.join()

    def _run(self) -> None:
        ended = False
        while not ended:
            ended = self.end.wait(self.every)
            try:
                flush(self.store)
            except SQLAlchemyError as error:
                LOG.warning("%s", type(error).__name__)


def start_writer(store: Store) -> Writer:
    """The running writer of a store."""
    found = Writer(store).start()
    end_with_program(found.end, found.thread)
    return found
