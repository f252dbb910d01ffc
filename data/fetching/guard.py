"""Where a request may go: only http and https, to hosts of the record, to private addresses only if allowed."""

import ipaddress
import socket
from collections.abc import Callable, Sequence

import httpx

from config.remote import Access
from data.fetching.faults import FetchError

PORTS = {"http": 80, "https": 443}
Resolve = Callable[[str, int], Sequence[str]]


def addresses_of(host: str, port: int) -> list[str]:
    """Addresses of a host, each once. Raises FetchError `fetch.unknown_host`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError("fetch.unknown_host", host=host) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an address belongs to the open internet; one that hides another (IPv4 in IPv6) is judged by that."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return found.is_global and not found.is_multicast


def allowed_host(access: Access, url: httpx.URL) -> bool:
    """Whether a redirect may lead to an address: its own host or one that the record names."""
    return url.scheme in PORTS and url.host.lower() in {access.host, *(host.lower() for host in access.hosts)}


class GuardedTransport(httpx.BaseTransport):
    """Connects to the very address that was judged, so that a name cannot change its meaning in between."""

    def __init__(self, *, private: bool, resolve: Resolve = addresses_of) -> None:
        """`private` allows addresses that are not of the open internet."""
        self._private, self._resolve = private, resolve
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer of the first address that takes the connection. Raises FetchError for a forbidden address."""
        url = request.url
        if url.scheme not in PORTS:
            raise FetchError("fetch.scheme")
        found = self._resolve(url.host, url.port or PORTS[url.scheme])
        if not self._private and not all(map(is_public, found)):
            raise FetchError("fetch.private", host=url.host)
        fault: httpx.TransportError | None = None
        for address in found:
            try:
                return self._inner.handle_request(_pinned(request, address))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                fault = error
        raise fault or FetchError("fetch.unknown_host", host=url.host)

    def close(self) -> None:
        """Give back all connections."""
        self._inner.close()


def _pinned(request: httpx.Request, address: str) -> httpx.Request:
    """The request to one address; host header and certificate stay those of the name."""
    extensions = {**request.extensions, "sni_hostname": request.url.host}
    url = request.url.copy_with(host=address)
    return httpx.Request(request.method, url, headers=request.headers, stream=request.stream, extensions=extensions)
