"""Settings of gunicorn, `gunicorn -c python:config.gunicorn …`: connections are shared out among its processes."""

import time
from socket import socket

from gunicorn.workers.gthread import ThreadWorker

# How long a process leaves a new connection to the others for each connection it holds already, and at most.
PAUSE_SECONDS, PAUSES_MOST = 0.0002, 10


class EvenWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A worker of threads that lets one with fewer connections take the next one.

    All processes wait on one socket, and whoever is awake takes what comes: connections that are kept would all stay
    with the first one.
    """

    def accept(self, listener: socket) -> None:
        """Take a connection that nobody else took meanwhile."""
        if self.nr_conns:
            time.sleep(PAUSE_SECONDS * min(self.nr_conns, PAUSES_MOST))
        super().accept(listener)


worker_class = EvenWorker
