"""Who is named beside data, in which language."""

import pytest

from config.attribution import attribution, attributions
from config.city import City, Source, load_city
from config.i18n import LANGS, Lang, t


def source(city: City, source_id: str) -> Source:
    found = city.source(source_id)
    assert found is not None
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_synthetic_data_are_named_in_the_language_of_the_reader(lang: Lang) -> None:
    made_up = [one for one in load_city("almaty").sources if one.origin == "synthetic"]
    free = [one for one in made_up if one.licence == "CC0-1.0"]
    assert free
    assert {attribution(one, lang) for one in free} == {t(lang, "citymap.synthetic")}
    # Made up on the geometry of somebody whose licence wants to be named.
    for one in made_up:
        assert one in free or "OpenStreetMap" in attribution(one, lang)


def test_an_owner_with_a_name_in_each_language_is_named_by_it_and_a_licence_line_stays() -> None:
    city = load_city("almaty")
    roads = source(city, "osm_roads")
    assert {attribution(roads, lang) for lang in LANGS} == {roads.attribution}
    owned = next(one for one in city.sources if one.credit is not None)
    assert attribution(owned, "ru") == owned.attribution
    assert len({attribution(owned, lang) for lang in LANGS}) == len(LANGS)


def test_a_name_inside_a_longer_one_is_said_once() -> None:
    city = load_city("almaty")
    both = [source(city, "osm_roads"), source(city, "osm_metro"), source(city, "osm_roads")]
    assert attributions(both, "en") == ["© OpenStreetMap contributors, Geofabrik GmbH"]
