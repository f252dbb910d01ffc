"""What a test has another process do, to be killed in the middle, starved of room, or set against a second one.

`python -m tests.robust.actor WHAT ARGUMENTS…` says one line of JSON for each step.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from api.job_worker import Worker
from config.city import City, load_city
from config.policy import Role, User
from config.remote import FetchRecord
from data import jobs
from data.entry import proposals, review
from data.fetching.client import Fetcher
from data.fetching.scheduler import Scheduler
from data.loading.pipeline import import_source
from data.store import Store
from tests.city_world import STOPS, open_city, stops_city, with_source

KEEP = timedelta(hours=1)


def say(**values: Any) -> None:
    """One line for the test."""
    sys.stdout.write(json.dumps(values, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def load(url: str, file: str) -> None:
    """Load a table of bus stops."""
    store = open_city(url, stops_city())

    def tell(_done: int, _total: int, label: str) -> None:
        if label == "publish":
            say(step=label)

    report = import_source(store, "stops", Path(file), progress=tell)
    say(status=report.status, message=report.message, read=report.counts.read, refused=report.counts.refused,
        kept=len(report.refusals), memory_mb=peak_mb())  # fmt: skip
    store.close()


def peak_mb() -> int:
    """Peak of this process's own memory; what `getrusage` tells begins with that of the process it was forked from."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def work(url: str, folder: str) -> None:
    """Do jobs until none waits, and say each one that was taken."""
    store = open_city(url)

    class Telling(Worker):
        """Says what it takes."""

        def run(self, job: jobs.Job) -> None:
            """Say the job, do it."""
            say(took=job.id)
            super().run(job)

    worker = Telling(store, Path(folder), KEEP)
    say(step="ready")
    worker.wake()
    worker.join()
    say(step="end")
    store.close()


def fetched_city(address: str, **record: Any) -> City:
    """Almaty whose bus stops are fetched from an address."""
    fetch = FetchRecord(url=f"{address}/stops.csv", every="6h", **{"seconds": 60, **record})
    return with_source(load_city("almaty"), STOPS.model_copy(update={"fetch": fetch}))


def fetch(url: str, home: str, address: str) -> None:
    """One look of a scheduler."""
    store: Store = open_city(url, fetched_city(address))
    fetcher = Fetcher(private=True, sleep=lambda _seconds: None)
    found = Scheduler(store, fetcher, Path(home), tick=0.05)
    say(outcomes=[done.outcome for done in found.step()])
    store.close()


def approve(url: str, number: str) -> None:
    """Approve a value that an official entered, and stand still before the transaction ends."""
    store = open_city(url)

    def note(conn: Connection, number: str, user: User, *said: str) -> None:
        proposals.note(conn, number, user, *said)
        say(step="written")
        time.sleep(KEEP.total_seconds())

    vars(review)["note"] = note
    review.decide(store, User("berik", Role.OFFICIAL, body="education-dept"), number, approve=True)
    store.close()


def start() -> None:
    """Start as a worker of a production server does, and say what is in the store then."""
    from app import make_server  # noqa: PLC0415 -- the other deeds need no pages

    say(step="ready", at=time.time())
    server = make_server()
    found = server.test_client().get("/healthz").get_json()
    say(status=found["status"], counts={name: layer["count"] for name, layer in found["layers"].items()},
        secret=str(server.secret_key))  # fmt: skip


DEEDS: dict[str, Callable[..., None]] = {
    "load": load, "work": work, "fetch": fetch, "start": start, "approve": approve,
}  # fmt: skip

if __name__ == "__main__":
    DEEDS[sys.argv[1]](*sys.argv[2:])
