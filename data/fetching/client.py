"""One request within its limits: streamed to disk, redirects followed by rule, tried again with growing pauses."""

import errno
import logging
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

import httpx
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from config import __version__
from config.remote import Access
from data.fetching.faults import FetchError
from data.fetching.guard import GuardedTransport, Resolve, addresses_of, allowed_host

REDIRECTS = 5
READ_SECONDS = 10.0
TRIES = 3
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 20.0
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
NOT_MODIFIED = 304
# The library writes every address into the log, with a secret that may stand in its query.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)


@dataclass(frozen=True)
class Ask:
    """What is asked for: address (that of the record when empty), what was known before, how often it is tried."""

    url: str = ""
    etag: str = ""
    modified: str = ""
    tries: int = TRIES
    accept: str = "*/*"


@dataclass(frozen=True)
class Answer:
    """What came: `status` is 200 or 304, `size` counts bytes written; marks to ask with next time."""

    status: int
    content_type: str = ""
    etag: str = ""
    modified: str = ""
    size: int = 0


@dataclass
class Fetcher:
    """Fetches within the limits of records; one is shared by all threads of a process.

    `private` allows addresses that are not of the open internet; `sleep` waits between tries.
    """

    private: bool = False
    resolve: Resolve = addresses_of
    sleep: Callable[[float], None] = time.sleep
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    def __post_init__(self) -> None:
        """Make the client; nothing of the environment but the secret named in a record plays a part."""
        transport = GuardedTransport(private=self.private, resolve=self.resolve)
        self._client = httpx.Client(transport=transport, trust_env=False, follow_redirects=False)

    def close(self) -> None:
        """Give back all connections."""
        self._client.close()

    def fetch(self, access: Access, sink: BinaryIO, ask: Ask | None = None) -> Answer:
        """Write what stands at an address into a file. Raises FetchError, whatever went wrong.

        All tries together take at most the seconds of the record.
        """
        wanted = ask or Ask()
        end = time.monotonic() + access.seconds
        retrying = Retrying(
            stop=stop_after_attempt(wanted.tries), retry=retry_if_exception(lambda error: _may_help(error, end)),
            wait=wait_exponential_jitter(multiplier=FIRST_PAUSE, max=min(LONGEST_PAUSE, access.seconds)),
            sleep=self.sleep, reraise=True,
        )  # fmt: skip
        return retrying(self._once, access, sink, wanted, end)

    def _once(self, access: Access, sink: BinaryIO, ask: Ask, end: float) -> Answer:
        sink.seek(0)
        sink.truncate()
        try:
            return self._follow(access, sink, ask, end)
        except httpx.TimeoutException as error:
            raise FetchError("fetch.slow", again=True, seconds=access.seconds) from error
        except httpx.InvalidURL as error:
            raise FetchError("fetch.address") from error
        except httpx.HTTPError as error:
            # The text of the library's error may name the address: only its kind is kept.
            raise FetchError("fetch.broken", again=True, cause=type(error).__name__) from None
        except OSError as error:
            key = "fetch.disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "fetch.disk"
            raise FetchError(key) from error

    def _follow(self, access: Access, sink: BinaryIO, ask: Ask, end: float) -> Answer:
        start = httpx.URL(ask.url or access.url)
        url, seen = start, 0
        while True:
            request = self._request(access, url, start, ask, end)
            response = self._client.send(request, stream=True)
            try:
                if not response.has_redirect_location:
                    return _take(response, access, sink, end)
                target = url.join(response.headers["location"])
            finally:
                response.close()
            seen += 1
            if seen > REDIRECTS:
                raise FetchError("fetch.redirects", count=REDIRECTS)
            if not allowed_host(access, target) or (url.scheme == "https" and target.scheme == "http"):
                raise FetchError("fetch.redirect", host=target.host)
            url = target

    def _request(self, access: Access, url: httpx.URL, start: httpx.URL, ask: Ask, end: float) -> httpx.Request:
        headers = {"Accept": ask.accept, "User-Agent": f"sitcenter/{__version__}"}
        if ask.etag:
            headers["If-None-Match"] = ask.etag
        if ask.modified:
            headers["If-Modified-Since"] = ask.modified
        secret = _secret(access, self.environ)
        # A secret goes to the place it was given for and nowhere else.
        if secret and (url.scheme, url.host, url.port) == (start.scheme, start.host, start.port):
            if access.token_query:
                url = url.copy_merge_params({access.token_query: secret})
            else:
                headers[access.token_header] = access.token_prefix + secret
        left = max(0.05, min(READ_SECONDS, end - time.monotonic()))
        return self._client.build_request("GET", url, headers=headers, timeout=left)


def _may_help(error: BaseException, end: float) -> bool:
    return isinstance(error, FetchError) and error.again and time.monotonic() < end


def _secret(access: Access, environ: Mapping[str, str]) -> str:
    if not access.token_env:
        return ""
    found = environ.get(access.token_env, "").strip()
    if not found or not found.isascii() or not found.isprintable():
        raise FetchError("fetch.no_secret", name=access.token_env)
    return found


def _take(response: httpx.Response, access: Access, sink: BinaryIO, end: float) -> Answer:
    """The body of a good answer into the file, as long as it is neither too long nor too slow."""
    status = response.status_code
    given = response.headers
    marks = {"etag": given.get("etag", "")[:500], "modified": given.get("last-modified", "")[:100]}
    if status == NOT_MODIFIED:
        return Answer(status, **marks)
    if status != httpx.codes.OK:
        raise FetchError("fetch.status", again=status in AGAIN, status=status)
    told = response.headers.get("content-length", "")
    if told.isdigit() and int(told) > access.max_bytes:
        raise FetchError("fetch.too_big", bytes=access.max_bytes)
    size = 0
    for block in response.iter_bytes():
        size += len(block)
        if size > access.max_bytes:
            raise FetchError("fetch.too_big", bytes=access.max_bytes)
        if time.monotonic() > end:
            raise FetchError("fetch.slow", seconds=access.seconds)
        sink.write(block)
    sink.flush()
    return Answer(status, response.headers.get("content-type", "")[:200], size=size, **marks)
