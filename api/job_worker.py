"""The worker of background jobs: one thread of a process takes jobs from the store, writes their files, tidies up."""

import errno
import logging
import os
import secrets
import shutil
import socket
import threading
import time
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Self

from sqlalchemy.exc import DBAPIError

from api.export import make_file, read_format
from api.params import whole_ask
from components.context import Context
from config.limits import JOB_BEAT_SECONDS, JOB_DISK_BYTES, JOB_SWEEP_SECONDS
from data import jobs
from data.queries.filters import AskError
from data.queries.items import UnknownLayerError, seen_layer
from data.queries.scope import may_export
from data.store import Store
from reports.exports import suffix

LOG = logging.getLogger("sitcenter.jobs")
LITTLE_BYTES = 1_000_000
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
ALL_ROWS = 1_000_000_000


class Pulse:
    """Signs of life of a running job from a thread of its own; `tick` stops the writing when the job is lost."""

    def __init__(self, store: Store, job_id: str, worker: str) -> None:
        """Nothing is sent before `with`."""
        self._given = (store, job_id, worker)
        self._done = 0
        self._stop, self._lost = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        """End."""
        self._stop.set()
        self._thread.join()

    def tick(self, done: int) -> None:
        """Note the rows written. Raises LostJobError when the job was cancelled or taken away."""
        self._done = done
        if self._lost.is_set():
            raise jobs.LostJobError(self._given[1])

    def _beat(self) -> None:
        store, job_id, worker = self._given
        while not self._stop.wait(JOB_BEAT_SECONDS):
            try:
                jobs.beat(store, job_id, worker, self._done)
            except jobs.LostJobError:
                self._lost.set()
                return
            except DBAPIError as error:
                LOG.warning("no sign of life for job %s: %s", job_id, error)


class Worker:
    """Files of jobs under `folder`, kept for `keep`; the thread lives as long as there is something to do."""

    def __init__(self, store: Store, folder: Path, keep: timedelta) -> None:
        """Nothing is started before `wake`."""
        self.store, self.folder, self.keep = store, folder, keep
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._lock, self._again = threading.Lock(), False
        self._thread: threading.Thread | None = None
        self._swept = 0.0

    def path(self, job: jobs.Job) -> Path:
        """Where the whole file of a job lies."""
        return self.folder / (job.id + suffix(read_format(job.order.format)))

    def wake(self) -> None:
        """Have the queue looked at."""
        with self._lock:
            self._again = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="sitcenter-jobs", daemon=True)
                self._thread.start()

    def join(self) -> None:
        """Wait until there is nothing left to do."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._again:
                    self._thread = None
                    return
                self._again = False
            try:
                while (job := jobs.take(self.store, self.name)) is not None:
                    self.run(job)
            except Exception:
                LOG.exception("the queue of jobs cannot be read")

    def run(self, job: jobs.Job) -> None:
        """Write the file of a job and note how it ended; a file that is not noted as done is taken away."""
        whole, path = False, self.path(job)
        try:
            with Pulse(self.store, job.id, self.name) as pulse:
                size = self._write(job, path, pulse)
            jobs.finish(self.store, job.id, self.name, size, self.keep)
            whole = True
        except jobs.LostJobError:
            LOG.info("job %s was cancelled", job.id)
        except Exception as error:  # noqa: BLE001 -- whatever it was, the job ends as failed and the log has it
            self._failed(job, error)
        finally:
            if not whole:
                path.unlink(missing_ok=True)

    def _write(self, job: jobs.Job, path: Path, pulse: Pulse) -> int:
        order = job.order
        if not jobs.still_holds(self.store, order.user):
            raise UnknownLayerError(order.layer)
        layer, _ = seen_layer(self.store, order.layer, order.user)
        if not may_export(order.user, layer):
            raise UnknownLayerError(order.layer)
        self.folder.mkdir(parents=True, exist_ok=True)
        if sum(file.stat().st_size for file in self.folder.glob("*.*") if file.is_file()) > JOB_DISK_BYTES:
            raise OSError(errno.ENOSPC, "limit of all files")
        ctx = Context(self.store, order.user, order.lang)
        ask = replace(whole_ask(order.user, layer, order.params, self.store), limit=ALL_ROWS)
        return make_file(ctx, layer, ask, read_format(order.format), path, pulse.tick)

    def _failed(self, job: jobs.Job, error: Exception) -> None:
        LOG.error("job %s failed", job.id, exc_info=error)
        try:
            jobs.fail(self.store, job.id, self.name, self._fault(error))
        except (jobs.LostJobError, DBAPIError) as other:
            LOG.warning("job %s: %s", job.id, other)

    def _fault(self, error: Exception) -> str:
        """Key of the words for a fault."""
        if isinstance(error, UnknownLayerError | AskError):
            return "rights"
        full = isinstance(error, OSError) and error.errno in FULL
        return "disk" if full or self._little_room() else "broken"

    def _little_room(self) -> bool:
        with suppress(OSError):
            return shutil.disk_usage(self.folder).free < LITTLE_BYTES
        return False

    def sweep(self, *, now: bool = False) -> None:
        """Take away files that have expired and what is left of jobs that are no more; not more often than needed."""
        if not now and time.monotonic() - self._swept < JOB_SWEEP_SECONDS:
            return
        self._swept = time.monotonic()
        jobs.forget(self.store, self.keep)
        kept = jobs.known(self.store)
        for path in self.folder.glob("*"):
            if path.name.split(".")[0] in kept:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
