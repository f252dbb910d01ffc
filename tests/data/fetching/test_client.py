"""Fetching within limits: every way a server can behave badly ends in a sentence, and no secret leaves its place."""

import errno
import io
import logging
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from config import i18n
from config.remote import Access
from data.fetching.client import Ask, Fetcher
from data.fetching.faults import FetchError
from data.fetching.guard import is_public
from data.loading.report import say
from tests.http_world import Request, Web, in_turn, says, web

BODY = b'{"type": "FeatureCollection", "features": []}'
SECRET = "s3cret-value"


@pytest.fixture
def place() -> Iterator[Web]:
    with web(says(200, BODY, ETag='"v1"', Last_Modified="Mon, 01 Jan 2024 00:00:00 GMT")) as found:
        yield found


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with closing(Fetcher(private=True, sleep=lambda _seconds: None, environ={"CITY_TOKEN": SECRET})) as found:
        yield found


def fault_of(wanted: Access, ask: Ask | None = None, **given: Any) -> FetchError:
    """What a fetcher with these settings says."""
    with closing(Fetcher(**given)) as found:
        return fault(found, wanted, ask)


def access(place: Web, path: str = "/data.json", **given: Any) -> Access:
    return Access(url=place.url + path, **{"seconds": 5, **given})


def fault(fetcher: Fetcher, wanted: Access, ask: Ask | None = None) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(wanted, io.BytesIO(), ask)
    for lang in i18n.LANGS:
        assert not say(lang, caught.value.message()).startswith("{")
    return caught.value


def test_a_good_answer_is_written_with_its_marks(place: Web, fetcher: Fetcher) -> None:
    sink = io.BytesIO()
    found = fetcher.fetch(access(place), sink)
    assert (sink.getvalue(), found.status, found.size) == (BODY, 200, len(BODY))
    assert (found.etag, found.modified) == ('"v1"', "Mon, 01 Jan 2024 00:00:00 GMT")


def test_marks_are_sent_and_not_modified_is_understood(place: Web, fetcher: Fetcher) -> None:
    place.script = says(304)
    found = fetcher.fetch(access(place), io.BytesIO(), Ask(etag='"v1"', modified="yesterday"))
    assert found.status == 304
    assert place.asked[0].headers["if-none-match"] == '"v1"'
    assert place.asked[0].headers["if-modified-since"] == "yesterday"


def test_a_fault_of_the_server_is_tried_again(place: Web, fetcher: Fetcher) -> None:
    place.script = in_turn(says(500), says(503), says(200, BODY))
    assert fetcher.fetch(access(place), io.BytesIO()).status == 200
    assert len(place.asked) == 3


def test_a_fault_that_stays_is_told_and_a_refusal_is_not_tried_again(place: Web, fetcher: Fetcher) -> None:
    place.script = says(500)
    assert fault(fetcher, access(place)).values == {"status": 500}
    assert len(place.asked) == 3
    place.script = says(403)
    assert fault(fetcher, access(place)).values == {"status": 403}
    assert len(place.asked) == 4


def test_pauses_between_tries_grow(place: Web) -> None:
    pauses: list[float] = []
    place.script = says(503)
    fault_of(access(place, seconds=60), Ask(tries=4), private=True, sleep=pauses.append)
    assert len(pauses) == 3
    assert 0.5 <= pauses[0] < pauses[1] + 1.5
    assert pauses[2] >= 2.0


def test_a_server_that_says_nothing_is_left(place: Web, fetcher: Fetcher) -> None:
    place.script = lambda _request: place.end.wait(20) or None  # type: ignore[assignment]
    assert fault(fetcher, access(place, seconds=0.3), Ask(tries=1)).key == "fetch.slow"


def test_a_server_that_drips_is_left(place: Web, fetcher: Fetcher) -> None:
    def drip(request: Request) -> None:
        request.answer(200, b"", Content_Length="100000")
        while not place.end.wait(0.02):
            request.write(b"x")

    place.script = drip
    assert fault(fetcher, access(place, seconds=0.4), Ask(tries=1)).key == "fetch.slow"


def test_a_body_without_end_is_cut(place: Web, fetcher: Fetcher) -> None:
    def chunks(request: Request) -> None:
        handler = request.handler
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        while not place.end.is_set():
            request.write(b"400\r\n" + b"x" * 1024 + b"\r\n")

    place.script = chunks
    sink = io.BytesIO()
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(access(place, max_bytes=10_000), sink)
    assert caught.value.key == "fetch.too_big"
    assert len(sink.getvalue()) <= 10_000
    assert len(place.asked) == 1


def test_a_body_announced_too_big_is_not_read(place: Web, fetcher: Fetcher) -> None:
    place.script = lambda request: request.answer(200, b"x", Content_Length="999999999999")
    assert fault(fetcher, access(place)).key == "fetch.too_big"


def test_a_packed_bomb_counts_unpacked(place: Web, fetcher: Fetcher) -> None:
    import gzip  # noqa: PLC0415

    place.script = says(200, gzip.compress(b"0" * 5_000_000), Content_Encoding="gzip")
    assert fault(fetcher, access(place, max_bytes=1_000_000)).key == "fetch.too_big"


def test_a_connection_that_dies_half_way_is_tried_again(place: Web, fetcher: Fetcher) -> None:
    def half(request: Request) -> None:
        request.answer(200, BODY[:5], Content_Length=str(len(BODY)))
        request.handler.close_connection = True

    place.script = in_turn(half, says(200, BODY))
    sink = io.BytesIO()
    assert fetcher.fetch(access(place), sink).size == len(BODY)
    assert sink.getvalue() == BODY
    place.script = half
    assert fault(fetcher, access(place)).key == "fetch.broken"


def test_redirects_are_followed_on_the_same_host_only(place: Web, fetcher: Fetcher) -> None:
    place.script = in_turn(says(302, Location="/other.json"), says(200, BODY))
    assert fetcher.fetch(access(place), io.BytesIO()).status == 200
    assert place.paths() == ["/data.json", "/other.json"]
    place.script = says(302, Location="http://elsewhere.example/data.json")
    assert fault(fetcher, access(place)).values == {"host": "elsewhere.example"}
    place.script = says(302, Location="file:///etc/passwd")
    assert fault(fetcher, access(place)).key == "fetch.redirect"


def test_a_loop_of_redirects_ends(place: Web, fetcher: Fetcher) -> None:
    place.script = says(302, Location="/data.json")
    assert fault(fetcher, access(place)).key == "fetch.redirects"
    assert len(place.asked) == 6


def test_a_host_of_the_record_may_be_led_to_but_gets_no_secret(place: Web, fetcher: Fetcher) -> None:
    with web(says(200, BODY)) as other:
        port = other.url.rpartition(":")[2]
        place.script = says(302, Location=f"http://localhost:{port}/data.json")
        wanted = access(place, hosts=("localhost",), token_env="CITY_TOKEN")
        assert fetcher.fetch(wanted, io.BytesIO()).status == 200
        assert place.asked[0].headers["authorization"] == f"Bearer {SECRET}"
        assert "authorization" not in other.asked[0].headers


@pytest.mark.parametrize("address", [
    "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
    "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "2002:0a00:0001::", "ff02::1", "nonsense",
])  # fmt: skip
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450:4010:c05::65", "::ffff:8.8.8.8"])
def test_open_addresses_are_known(address: str) -> None:
    assert is_public(address)


def test_private_addresses_are_refused_by_default(place: Web) -> None:
    assert fault_of(access(place)).key == "fetch.private"
    assert place.asked == []


def test_a_name_with_one_private_address_is_refused(place: Web) -> None:
    wanted = Access(url="http://data.example/x.json", seconds=2)
    assert fault_of(wanted, resolve=lambda _host, _port: ["8.8.8.8", "127.0.0.1"]).values == {"host": "data.example"}


def test_the_address_that_was_judged_is_the_one_that_is_asked(place: Web) -> None:
    port = place.url.rpartition(":")[2]
    with closing(Fetcher(private=True, resolve=lambda _host, _port: ["127.0.0.1"])) as named:
        named.fetch(Access(url=f"http://data.example:{port}/x.json", seconds=5), io.BytesIO())
    assert place.asked[0].headers["host"] == f"data.example:{port}"


def test_an_unknown_host_is_told(fetcher: Fetcher) -> None:
    def unknown(host: str, _port: int) -> list[str]:
        raise FetchError("fetch.unknown_host", host=host)

    nowhere = Access(url="http://nowhere.invalid/x", seconds=2)
    assert fault_of(nowhere, resolve=unknown).key == "fetch.unknown_host"


def test_a_full_disk_is_told(place: Web, fetcher: Fetcher) -> None:
    class Full(io.BytesIO):
        def write(self, _data: Any, /) -> int:
            raise OSError(errno.ENOSPC, "full")

    with pytest.raises(FetchError) as caught:
        fetcher.fetch(access(place), Full())
    assert caught.value.key == "fetch.disk_full"
    assert len(place.asked) == 1


def test_a_secret_comes_from_the_environment_and_is_never_told(
    place: Web, fetcher: Fetcher, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wanted = access(place, token_env="CITY_TOKEN", token_query="key")
    fetcher.fetch(wanted, io.BytesIO())
    assert place.paths() == [f"/data.json?key={SECRET}"]
    place.script = lambda request: request.handler.connection.close()
    told = fault(fetcher, wanted)
    assert SECRET not in caplog.text + str(told) + told.message() + repr(fetcher)
    assert fault_of(wanted, private=True, environ={}).key == "fetch.no_secret"
    assert fault_of(wanted, private=True, environ={"CITY_TOKEN": "a\r\nX: y"}).key == "fetch.no_secret"
