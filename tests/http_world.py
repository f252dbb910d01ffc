"""A web server on this machine whose answers a test decides, request by request."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Script = Callable[["Request"], None]


@dataclass
class Request:
    """One request and the means to answer it badly or well."""

    path: str
    headers: dict[str, str]
    handler: BaseHTTPRequestHandler

    def answer(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        """An ordinary answer; underscores in names of headers become hyphens."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given.setdefault("Content-Length", str(len(body)))
        self.handler.send_response(status)
        for name, value in given.items():
            self.handler.send_header(name, value)
        self.handler.end_headers()
        self.write(body)

    def write(self, body: bytes) -> None:
        """More of the body."""
        self.handler.wfile.write(body)
        self.handler.wfile.flush()


@dataclass
class Web:
    """Address of the server, its script (changed by the test), and what was asked."""

    url: str
    script: Script
    asked: list[Request] = field(default_factory=list)
    end: threading.Event = field(default_factory=threading.Event)

    def paths(self) -> list[str]:
        """Paths in the order of the requests."""
        return [request.path for request in self.asked]


def says(status: int = 200, body: bytes = b"", **headers: str) -> Script:
    """A script that always gives one answer."""
    return lambda request: request.answer(status, body, **headers)


def in_turn(*scripts: Script) -> Script:
    """A script that takes the next of these at each request and stays at the last."""
    left = list(scripts)
    lock = threading.Lock()

    def script(request: Request) -> None:
        with lock:
            step = left.pop(0) if len(left) > 1 else left[0]
        step(request)

    return script


@contextmanager
def web(script: Script) -> Iterator[Web]:
    """The running server."""
    found = Web("", script)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            request = Request(self.path, {k.lower(): v for k, v in self.headers.items()}, self)
            found.asked.append(request)
            with suppress(ConnectionError, ValueError):
                found.script(request)

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_args: Any) -> None:
            """A broken connection is what tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.end.set()
        server.shutdown()
        thread.join()
        server.server_close()
