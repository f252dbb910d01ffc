"""A process with more connections leaves the next one to the others for longer, and then takes what nobody took."""

from socket import socket
from types import SimpleNamespace

import pytest
from gunicorn.workers.gthread import ThreadWorker

from config import gunicorn


def test_who_holds_more_connections_waits_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    took: list[int] = []
    monkeypatch.setattr(gunicorn, "time", SimpleNamespace(sleep=slept.append))
    monkeypatch.setattr(ThreadWorker, "accept", lambda worker, _listener: took.append(worker.nr_conns))
    worker = gunicorn.EvenWorker.__new__(gunicorn.EvenWorker)
    with socket() as listener:
        for held in (0, 1, 4, 10, 1_000):
            worker.nr_conns = held
            worker.accept(listener)
    assert took == [0, 1, 4, 10, 1_000]
    assert [round(1_000 * seconds, 3) for seconds in slept] == [0.2, 0.8, 2.0, 2.0]
