"""The thread that fetches due sources; of all workers the one that holds the lease works."""

import logging
import threading
from pathlib import Path

from config.settings import Settings
from data.ending import end_with_program
from data.fetching.client import Fetcher
from data.fetching.lease import give_back, new_holder, take
from data.fetching.run import Fetched, fetch_source
from data.fetching.state import read_states, scheduled
from data.store import Store, utc_now

TICK_SECONDS = 20.0
LEASE_SECONDS = 90.0
NAME = "scheduler"
LOG = logging.getLogger("sitcenter.fetch")


class Scheduler:
    """Looks for due sources every few seconds until it is stopped."""

    def __init__(self, store: Store, fetcher: Fetcher, home: Path, tick: float = TICK_SECONDS) -> None:
        """Nothing runs before `start`."""
        self.store, self.fetcher, self.home, self.tick = store, fetcher, home, tick
        self.holder = new_holder()
        self.end = threading.Event()
        self.thread = threading.Thread(target=self._run, name="fetch", daemon=True)

    def start(self) -> None:
        """Begin in a thread that does not keep the program alive."""
        self.thread.start()

    def stop(self) -> None:
        """End after the fetch under way."""
        self.end.set()
        self.thread.join()
        give_back(self.store, NAME, self.holder)

    def step(self) -> list[Fetched]:
        """One look: what was fetched; nothing while another worker holds the lease."""
        if not take(self.store, NAME, self.holder, LEASE_SECONDS):
            return []
        with self.store.read() as conn:
            states = read_states(conn, self.store.city)
        done = []
        for source in scheduled(self.store.city):
            if self.end.is_set() or not states[source.id].due(utc_now()):
                continue
            result = fetch_source(self.store, source, self.fetcher, self.home)
            LOG.info("%s: %s", source.id, result.outcome)
            done.append(result)
            take(self.store, NAME, self.holder, LEASE_SECONDS)
        return done

    def _run(self) -> None:
        while not self.end.is_set():
            try:
                self.step()
            except Exception:
                # The thread lives as long as the program: a store that is away now may be back at the next look.
                LOG.exception("scheduler")
            self.end.wait(self.tick)


def start_scheduler(store: Store, settings: Settings) -> Scheduler | None:
    """The running scheduler; None when the setting is off or no source has a schedule."""
    if not settings.fetch or not scheduled(store.city):
        return None
    found = Scheduler(store, Fetcher(private=settings.fetch_private), settings.home)
    found.start()
    end_with_program(found.end, found.thread)
    return found
