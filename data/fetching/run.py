"""One fetch of one source: ask, check, load like any other file, and remember what came of it."""

import logging
import random
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from sqlalchemy.exc import DBAPIError

from config.city import Source
from config.remote import FetchRecord
from data.fetching.client import NOT_MODIFIED, Answer, Ask, Fetcher
from data.fetching.content import check_content, file_name
from data.fetching.faults import FetchError
from data.fetching.lease import held
from data.fetching.state import FetchState, failed, place_of, read_state, succeeded, write_state
from data.loading.pipeline import import_source
from data.store import Store, StoreError, utc_now

LEASE_SECONDS = 120
BY = "fetch"
LOG = logging.getLogger("sitcenter.fetch")
Outcome = Literal["changed", "unchanged", "not_modified", "failed", "busy", "not_due"]


@dataclass(frozen=True)
class Fetched:
    """What came of a fetch; `message` is kept text for `data.loading.report.say`."""

    source: str
    outcome: Outcome
    message: str = ""


def fetch_source(store: Store, source: Source, fetcher: Fetcher, home: Path, *, force: bool = False) -> Fetched:
    """Fetch a source and load what came; `force` does not wait for its time and asks without marks.

    Whatever goes wrong, what stands in the store stays. Of several workers one fetches, the others get `busy`.
    Raises ValueError for a source without a schedule, DBAPIError when the store is gone.
    """
    record = source.fetch
    if record is None:
        raise ValueError(source.id)
    with held(store, f"fetch:{source.id}", LEASE_SECONDS) as ours:
        if not ours:
            return Fetched(source.id, "busy")
        with store.read() as conn:
            state = read_state(conn, source.id)
        if not force and not state.due(utc_now()):
            return Fetched(source.id, "not_due", state.message)
        place = place_of(record)
        if state.place != place or force:
            state = replace(state, place=place, etag="", last_modified="")
        return _fetch(store, source, record, state, (fetcher, home))


def _fetch(
    store: Store, source: Source, record: FetchRecord, state: FetchState, tools: tuple[Fetcher, Path]
) -> Fetched:
    fetcher, home = tools
    folder: Path | None = None
    try:
        folder = _folder(home / "fetched", source.id)
        answer, path = _get(fetcher, record, state, folder)
        if answer.status == NOT_MODIFIED:
            write_state(store, succeeded(state, record, utc_now(), changed=False))
            return Fetched(source.id, "not_modified")
        report = import_source(store, source.id, path, by_user=BY)
        if not report.good:
            write_state(store, failed(state, record, utc_now(), report.message, random.random()))
            return Fetched(source.id, "failed", report.message)
        marked = replace(state, etag=answer.etag, last_modified=answer.modified)
        changed = report.status == "ok"
        write_state(store, succeeded(marked, record, utc_now(), changed=changed))
        return Fetched(source.id, "changed" if changed else "unchanged")
    except FetchError as error:
        write_state(store, failed(state, record, utc_now(), error.message(), random.random()))
        return Fetched(source.id, "failed", error.message())
    except (DBAPIError, StoreError):
        raise
    except Exception as error:
        # A fault of ours counts as a failed try too: without a next time it would be tried at every look.
        LOG.exception("fetch %s", source.id)
        message = FetchError("fetch.broken", cause=type(error).__name__).message()
        write_state(store, failed(state, record, utc_now(), message, random.random()))
        return Fetched(source.id, "failed", message)
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _folder(shelf: Path, source_id: str) -> Path:
    """A new folder for what comes; those of this source's fetches that were killed are taken away first."""
    try:
        shelf.mkdir(parents=True, exist_ok=True)
        for left in shelf.glob(f"{source_id}.*"):
            shutil.rmtree(left, ignore_errors=True)
        return Path(tempfile.mkdtemp(prefix=f"{source_id}.", dir=shelf))
    except OSError as error:
        raise FetchError("fetch.disk") from error


def _get(fetcher: Fetcher, record: FetchRecord, state: FetchState, folder: Path) -> tuple[Answer, Path]:
    path = folder / "content"
    try:
        with path.open("w+b") as sink:
            answer = fetcher.fetch(record, sink, Ask(etag=state.etag, modified=state.last_modified))
    except OSError as error:
        raise FetchError("fetch.disk") from error
    if answer.status == NOT_MODIFIED:
        if not (state.etag or state.last_modified):
            raise FetchError("fetch.status", status=NOT_MODIFIED)
        return answer, path
    name = file_name(record, answer.content_type)
    check_content(path, name)
    return answer, path.rename(folder / name)
