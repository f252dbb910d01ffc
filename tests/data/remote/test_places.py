"""What layers from elsewhere have at a place: the nearest objects of a list, the answers of a WMS, and their faults."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from data.fetching.client import Fetcher
from data.fetching.faults import FetchError
from data.remote.addresses import info_url
from data.remote.places import Place, look
from data.remote.service import Remote
from tests.http_world import Web, says, web
from tests.remote_world import EXCEPTION, HOSTILE, elsewhere, record, remote_city

MIDDLE = Place(76.9, 43.25, 14)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Remote, Web]]:
    with web(elsewhere) as place:
        remote = Remote(remote_city(place, features={"refresh": "1m"}), tmp_path, Fetcher(private=True))
        yield remote, place
        remote.fetcher.close()


def test_R020_a_list_gives_the_objects_near_a_place_the_nearest_first(served: tuple[Remote, Web]) -> None:
    remote, _ = served
    told = look(remote, remote.records["geojson"], MIDDLE)
    assert [own["no"] for own in told.objects] == [0]
    assert told.objects[0]["name"] == HOSTILE
    assert told.at is not None
    assert not told.stale
    wide = look(remote, remote.records["geojson"], Place(76.9011, 43.25, 11))
    assert [own["no"] for own in wide.objects] == [1, 2, 0]
    assert look(remote, remote.records["geojson"], Place(76.95, 43.25, 14)).objects == ()


def test_R020_a_wms_is_asked_about_the_middle_of_a_small_picture(served: tuple[Remote, Web]) -> None:
    remote, place = served
    told = look(remote, remote.records["wms"], MIDDLE)
    assert told.objects == ({"name": HOSTILE, "floors": 9, "built": None},)
    query = {name: values[0] for name, values in parse_qs(urlsplit(place.paths()[-1]).query).items()}
    assert (query["REQUEST"], query["QUERY_LAYERS"], query["I"], query["J"], query["map"]) == (
        "GetFeatureInfo", "plan", "50", "50", "a",
    )  # fmt: skip
    west, south, east, north = map(float, query["BBOX"].split(","))
    assert ((west + east) / 2, (south + north) / 2) == pytest.approx((8560468.8, 5350102.1), abs=1)
    # At zoom 14 a pixel of the map is 40075017 m / (512 * 2^14) wide.
    assert east - west == pytest.approx(101 * 4.7773, rel=1e-3)


def test_an_older_wms_and_one_that_tells_in_plain_text(served: tuple[Remote, Web]) -> None:
    _, place = served
    old = info_url(record(place, "wms", version="1.1.1"), 76.9, 43.25, 14)
    assert "SRS=EPSG%3A3857" in old
    assert "&X=50&Y=50" in old
    plain = Remote(remote_city(place, wms={"info": "text/plain"}), served[0].caches["wms"].folder, served[0].fetcher)
    told = look(plain, plain.records["wms"], MIDDLE)
    assert told.objects == ()
    assert told.text == "GetFeatureInfo results:\nLayer 'plan'\n  floors = '9'"


@pytest.mark.parametrize("body", [EXCEPTION, b"<html>no</html>", b"[1]"])
def test_an_answer_that_is_none_is_a_fault_and_does_not_silence_the_layer(
    served: tuple[Remote, Web], body: bytes
) -> None:
    remote, place = served
    place.script = says(200, body)
    with pytest.raises(FetchError):
        look(remote, remote.records["wms"], MIDDLE)
    assert not remote.state(remote.records["wms"]).silent


def test_pictures_that_cannot_be_asked_are_not(served: tuple[Remote, Web]) -> None:
    remote, place = served
    assert look(remote, remote.records["xyz"], MIDDLE).objects == ()
    assert place.asked == []
    assert not record(place, "wms", info="").asked


def test_R020_a_silent_list_gives_its_last_state(served: tuple[Remote, Web]) -> None:
    remote, place = served
    fresh = look(remote, remote.records["features"], MIDDLE)
    remote.caches["features"].set_age(7200)
    place.script = says(503)
    told = look(remote, remote.records["features"], MIDDLE)
    assert told.objects == fresh.objects != ()
    assert told.stale


@pytest.mark.parametrize("place", [
    Place(200, 43, 10), Place(76, 89, 10), Place(76, 43, -1), Place(float("nan"), 43, 10), Place(76, 43, float("inf")),
])  # fmt: skip
def test_there_are_places_that_are_none(place: Place) -> None:
    assert not place.sound
    assert MIDDLE.sound
