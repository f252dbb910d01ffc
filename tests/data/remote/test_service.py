"""Layers from elsewhere: what a server says is checked, kept within bounds, and stands in when it falls silent."""

import struct
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from config import i18n
from config.policy import Role, User
from config.remote import RemoteRecord
from data.fetching.client import Fetcher
from data.fetching.faults import FetchError
from data.loading.report import say
from data.remote.cache import Cache
from data.remote.check import check_all, tile_of
from data.remote.pictures import check_picture, exception_text
from data.remote.service import Remote, UnknownRemoteError
from tests.http_world import Request, Web, says, web
from tests.remote_world import EXCEPTION, as_json, collection, elsewhere, png, record, remote_city

OFFICIAL = User("official", Role.OFFICIAL)
DAYS = 3 * 86_400


class World:
    """The service over a server of others."""

    def __init__(self, place: Web, home: Path, **given: dict[str, Any]) -> None:
        """With these changes of the records."""
        self.place, self.home = place, home
        self.fetcher = Fetcher(private=True, sleep=lambda _seconds: None, environ={"TOKEN": "s3cret"})
        self.remote = Remote(remote_city(place, **given), home, self.fetcher)

    def of(self, remote_id: str) -> RemoteRecord:
        return self.remote.record(remote_id, OFFICIAL)

    def fault(self, remote_id: str = "xyz", x: int = 2) -> FetchError:
        with pytest.raises(FetchError) as caught:
            self.tile(remote_id, x)
        for lang in i18n.LANGS:
            assert not say(lang, caught.value.message()).startswith("{")
        return caught.value

    def tile(self, remote_id: str = "xyz", x: int = 2) -> Any:
        return self.remote.tile(self.of(remote_id), 2, x, 1)

    def state(self, remote_id: str = "xyz") -> Any:
        return self.remote.state(self.of(remote_id))

    def close(self) -> None:
        self.fetcher.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with web(elsewhere) as place, closing(World(place, tmp_path)) as found:
        yield found


def query(path: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}


@pytest.mark.parametrize("kind", ["xyz", "wms", "wmts"])
def test_a_tile_comes_once_and_is_kept(world: World, kind: str) -> None:
    first, second = world.tile(kind), world.tile(kind)
    assert (first.body, first.mimetype, first.stale) == (png(), "image/png", False)
    assert second.body == first.body
    assert len(world.place.asked) == 1


def test_a_wms_is_asked_for_the_square_of_the_tile(world: World) -> None:
    world.tile("wms")
    asked = query(world.place.paths()[0])
    assert (asked["map"], asked["LAYERS"], asked["CRS"], asked["VERSION"]) == ("a", "plan", "EPSG:3857", "1.3.0")
    assert [round(float(part)) for part in asked["BBOX"].split(",")] == [0, 0, 10018754, 10018754]
    assert (asked["WIDTH"], asked["HEIGHT"], asked["FORMAT"]) == ("256", "256", "image/png")


def test_a_wmts_is_asked_by_parameters_or_by_template(tmp_path: Path) -> None:
    with web(elsewhere) as place, closing(World(place, tmp_path)) as world:
        world.tile("wmts")
        asked = query(place.paths()[0])
        names = ("TILEMATRIXSET", "TILEMATRIX", "TILEROW", "TILECOL")
        assert [asked[name] for name in names] == ["web", "2", "1", "2"]
    template = {"url": "/rest/{Layer}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.png"}
    with web(elsewhere) as place, closing(World(place, tmp_path / "b", wmts=template)) as world:
        world.tile("wmts")
        assert place.paths() == ["/rest/ortho/web/2/1/2.png"]


def test_lists_come_whole_and_plain(world: World) -> None:
    import json  # noqa: PLC0415

    one = json.loads(world.remote.listed(world.of("geojson")).body)
    pages = json.loads(world.remote.listed(world.of("features")).body)
    assert len(one["features"]) == 3
    assert [feature["properties"]["no"] for feature in pages["features"]] == [0, 1, 2, 3]
    assert set(one["features"][0]["properties"]) == {"name", "no"}
    assert one["features"][0]["geometry"]["coordinates"] == [76.9, 43.25]
    assert query(world.place.paths()[1])["bbox"].count(",") == 3


@pytest.mark.parametrize(("body", "key"), [
    (b"<html>sign in</html>", "fetch.json"), (b"{}", "fetch.json"), (b'{"type":"FeatureCollection"}', "fetch.json"),
    (as_json(collection(20_000)), "fetch.too_big"), (as_json(collection(5_001)), "fetch.features"),
    (as_json({"type": "FeatureCollection", "features": [
        {"geometry": {"type": "Point", "coordinates": [8_500_000, 5_300_000]}}]}), "fetch.crs"),
    (b"[" * 200_000, "fetch.json"),
])  # fmt: skip
def test_what_is_no_list_of_objects_is_refused(tmp_path: Path, body: bytes, key: str) -> None:
    few = {"geojson": {"max_bytes": 1_500_000}}
    with web(says(200, body)) as place, closing(World(place, tmp_path, **few)) as world:
        with pytest.raises(FetchError) as caught:
            world.remote.listed(world.of("geojson"))
        assert caught.value.key == key


def test_shapes_that_are_none_are_left_out(world: World) -> None:
    odd: list[Any] = [
        None, 5, {"geometry": None}, {"geometry": {"type": "Point", "coordinates": []}},
        {"geometry": {"type": "Point", "coordinates": [True, False]}},
        {"geometry": {"type": "Polygon", "coordinates": [[76.9, 43.2]]}},
        {"geometry": {"type": "GeometryCollection", "geometries": []}}, {"geometry": {"type": ["Point"]}},
    ]  # fmt: skip
    world.place.script = says(200, as_json({"type": "FeatureCollection", "features": odd}))
    assert world.remote.listed(world.of("geojson")).body == b'{"type": "FeatureCollection", "features": []}'


def test_pages_of_another_host_are_not_followed(world: World) -> None:
    away = [{"rel": "next", "href": "http://elsewhere.example/more"}]
    world.place.script = says(200, as_json(collection(2, links=away)))
    assert world.remote.listed(world.of("features")).body.count(b'"Feature"') == 2
    assert len(world.place.asked) == 1


def test_what_a_service_reports_is_told_in_one_line(world: World) -> None:
    world.place.script = says(200, EXCEPTION, Content_Type="image/png")
    found = world.fault("wms")
    assert found.key == "fetch.exception"
    assert found.values == {"text": "Layer streets is not defined"}
    assert exception_text(b"<html>") == ""


@pytest.mark.parametrize(("body", "key"), [
    (b"<html>", "fetch.picture"), (b"", "fetch.picture"), (png()[:20], "fetch.picture"), (b"GIF89a", "fetch.picture"),
    (b"<svg xmlns='x'><script/></svg>", "fetch.picture"), (png(3000, 1), "fetch.picture_size"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 60_000, 60_000) + b"\x08", "fetch.picture_size"),
    (b"\xff\xd8\xff\xc0\x00\x11\x08" + struct.pack(">HH", 30_000, 30_000) + b"\x03" * 9, "fetch.picture_size"),
])  # fmt: skip
def test_what_is_no_fitting_picture_is_refused(world: World, body: bytes, key: str) -> None:
    world.place.script = says(200, body, Content_Type="image/png")
    assert world.fault().key == key


def test_pictures_of_all_kinds_are_measured() -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab" + b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", 256, 512) + b"\x03" * 9
    lossy = b"RIFF\x00\x00\x00\x00WEBPVP8 " + b"\x00" * 10 + struct.pack("<HH", 256, 256)
    wide = b"RIFF\x00\x00\x00\x00WEBPVP8X" + b"\x00" * 8 + (255).to_bytes(3, "little") * 2
    whole = b"RIFF\x00\x00\x00\x00WEBPVP8L" + b"\x00" * 5 + (255 | 255 << 14).to_bytes(4, "little") + b"\x00" * 9
    assert check_picture(jpeg) == "image/jpeg"
    assert {check_picture(body) for body in (lossy, wide, whole)} == {"image/webp"}


def test_a_picture_of_too_many_bytes_is_not_read(tmp_path: Path) -> None:
    small = {"xyz": {"max_bytes": 1_000}}
    with web(says(200, b"\x89PNG" + b"x" * 5_000)) as place, closing(World(place, tmp_path, **small)) as world:
        assert world.fault().key == "fetch.too_big"


def test_R020_a_silent_source_shows_its_last_state_with_its_date(world: World) -> None:
    before = world.tile()
    world.remote.caches["xyz"].set_age(DAYS)
    world.place.script = says(503)
    found = world.tile()
    assert (found.body, found.stale) == (before.body, True)
    assert (before.at - found.at).days in (2, 3)
    state = world.state()
    assert state.silent
    assert state.good_at is not None
    assert world.fault(x=3).key in ("fetch.status", "fetch.paused")


def test_a_source_that_comes_back_is_no_longer_silent(world: World) -> None:
    world.place.script = says(500)
    world.fault()
    assert world.state().silent
    world.place.script = elsewhere
    assert not world.tile().stale
    assert not world.state().silent


def test_a_server_that_fails_is_left_alone_for_a_while(world: World) -> None:
    world.place.script = says(500)
    for x in range(4):
        world.fault(x=x)
    assert len(world.place.asked) == 2
    assert world.fault().key == "fetch.paused"
    other = Remote(remote_city(world.place), world.home, world.fetcher)
    with pytest.raises(FetchError):
        other.tile(other.record("xyz", OFFICIAL), 2, 0, 1)
    assert len(world.place.asked) == 2


def test_a_server_that_hangs_takes_few_threads_and_no_longer_than_its_limit(tmp_path: Path) -> None:
    given = {"xyz": {"seconds": 0.4}}
    with web(elsewhere) as place, closing(World(place, tmp_path, **given)) as world:
        place.script = lambda _request: place.end.wait(30) or None  # type: ignore[assignment]
        assert world.fault().key == "fetch.slow"
        assert world.state().silent


def test_a_tile_that_never_was_is_no_fault(world: World) -> None:
    world.place.script = says(404)
    assert world.tile() is None
    assert world.tile() is None
    assert len(world.place.asked) == 1
    assert not world.state().silent


def test_a_service_that_has_nothing_at_all_is_gone(world: World) -> None:
    world.place.script = says(404)
    for y in range(4):
        for x in range(2):
            world.remote.tile(world.of("xyz"), 2, x, y)
    assert world.state().silent


def test_a_tile_that_was_there_and_is_gone_keeps_its_last_state(world: World) -> None:
    world.tile()
    world.remote.caches["xyz"].set_age(DAYS)
    world.place.script = says(410)
    assert world.tile().stale
    assert "fetch.gone" in world.state().message


def test_one_request_for_one_thing_at_a_time(world: World) -> None:
    reached, proceed = threading.Event(), threading.Event()

    def slowly(request: Request) -> None:
        reached.set()
        proceed.wait(20)
        elsewhere(request)

    world.place.script = slowly
    found: list[Any] = []
    threads = [threading.Thread(target=lambda: found.append(world.tile())) for _ in range(2)]
    threads[0].start()
    assert reached.wait(20)
    threads[1].start()
    proceed.set()
    for thread in threads:
        thread.join()
    assert [one.body for one in found] == [png(), png()]
    assert len(world.place.asked) == 1


def test_copies_stay_within_their_bounds_and_the_oldest_go_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 10_000)
    for no in range(30):
        cache.put(f"1/{no}", b"x" * 1_000)
        cache.set_age(100 - no)
        cache.put(f"2/{no}", b"y" * 10)
    assert cache.size() <= 10_000
    assert cache.get("2/29") is not None


def test_a_disk_that_takes_nothing_is_no_reason_to_show_nothing(world: World, tmp_path: Path) -> None:
    (tmp_path / "remote").write_text("no folder")
    assert world.tile().body == png()
    assert not world.state().silent


def test_a_broken_file_of_state_is_an_empty_state(world: World, tmp_path: Path) -> None:
    world.tile()
    (tmp_path / "remote" / "xyz" / "state.json").write_text("{broken")
    assert not world.state().silent


def test_secrets_go_along_and_stay_out_of_faults(tmp_path: Path) -> None:
    given = {"xyz": {"token_env": "TOKEN", "token_query": "key"}}
    with web(elsewhere) as place, closing(World(place, tmp_path, **given)) as world:
        world.tile()
        assert query(place.paths()[0])["key"] == "s3cret"
        place.script = says(500)
        assert "s3cret" not in str(world.fault(x=0)) + (tmp_path / "remote/xyz/state.json").read_text()


def test_R007_a_hidden_layer_and_an_unknown_one_are_the_same(world: World) -> None:
    for name in ("hidden", "nowhere"):
        with pytest.raises(UnknownRemoteError):
            world.remote.record(name, User())
    assert world.remote.record("hidden", OFFICIAL).id == "hidden"
    assert "hidden" not in {found.id for found in world.remote.seen(User())}


def test_the_check_finds_what_is_wrong_with_records(world: World) -> None:
    names = ("xyz", "wms", "wmts", "geojson", "features", "hidden")
    assert {found.record.id: found.faults for found in check_all(world.remote)} == dict.fromkeys(names, ())
    wrong = {"wms": {"layers": "plan,nothing", "format": "image/webp"}, "wmts": {"matrix_set": "other"}}
    with closing(World(world.place, world.home / "b", **wrong)) as other:
        faults = {found.record.id: " ".join(found.faults) for found in check_all(other.remote)}
    assert "nothing" in faults["wms"]
    assert "no_format" in faults["wms"]
    assert "other" in faults["wmts"]
    assert faults["xyz"] == ""


def test_the_check_tells_a_server_that_does_not_answer(world: World) -> None:
    world.place.script = says(500)
    assert all(found.faults for found in check_all(world.remote))


def test_the_tile_of_a_place() -> None:
    assert tile_of(76.95, 43.25, 12) == (2923, 1501)


@pytest.mark.parametrize("wrong", [
    {"url": "/xyz/{z}/{x}.png"}, {"kind": "wms", "layers": ""}, {"min_zoom": 9, "max_zoom": 3}, {"opacity": 2},
    {"kind": "wmts", "layers": "a"}, {"kind": "features"}, {"url": "/a b/{z}/{x}/{y}"}, {"unknown": 1},
])  # fmt: skip
def test_a_wrong_record_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        record(Web("http://a.example", elsewhere), "xyz", **wrong)


@pytest.mark.parametrize("url", ["ftp://a.example/{z}/{x}/{y}", "http://me:pass@a.example/{z}/{x}/{y}", "file:///etc"])
def test_an_address_that_is_none_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        record(Web("", elsewhere), "xyz", url=url)
