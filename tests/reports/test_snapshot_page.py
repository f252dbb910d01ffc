"""The file of a snapshot as text: what stands beside the map, all in it, nothing outside, nothing run by mistake."""

import base64
import hashlib
import re
from datetime import date
from html.parser import HTMLParser

import pytest

from config import i18n
from config.limits import SNAPSHOT_BYTES
from data.queries.filters import Filter
from data.store import Store
from reports.snapshot import page, rows
from tests.map_world import put, row
from tests.reports.snapshot_world import (
    EVERYWHERE,
    HOSTILE,
    NOW,
    OFFICIAL,
    SITE,
    VIEW,
    data_of,
    file_of,
    plain,
    told,
    view,
)

FETCHED = ("src", "srcset", "poster", "data", "action", "background")


class Reader(HTMLParser):
    """Elements of a file with their attributes, and the content of scripts and styles."""

    def __init__(self, html: str) -> None:
        """Read the whole text."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.inline.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem and self.inline:
            tag, attrs, text = self.inline[-1]
            self.inline[-1] = (tag, attrs, text + data)


def flat(text: str) -> str:
    """Text with plain single spaces."""
    return re.sub(r"\s+", " ", text)


def test_nothing_is_fetched_from_anywhere(world: Store) -> None:
    found = Reader(file_of(world))
    assert [name for name, _ in found.elements if name in ("link", "img", "iframe", "base", "object", "embed")] == []
    assert [attrs for _, attrs in found.elements if any(name in attrs for name in FETCHED)] == []
    styles = "".join(text for tag, _, text in found.inline if tag == "style")
    assert not re.search(r"url\(|@import|@font-face", styles)
    assert "sourceMappingURL" not in "".join(text for _, _, text in found.inline)


def test_links_lead_to_the_program_and_to_licences_only(world: Store) -> None:
    links = [attrs for name, attrs in Reader(file_of(world)).elements if name == "a"]
    assert {str(link["href"]) for link in links} == {
        f"{SITE}/map?l=roads", "https://opendatacommons.org/licenses/odbl/1-0/",
    }  # fmt: skip
    assert {link["rel"] for link in links} == {"noopener noreferrer"}


def test_the_policy_in_the_file_names_its_own_scripts_and_styles_and_nothing_else(world: Store) -> None:
    html = file_of(world)
    found = Reader(html)
    (policy,) = [str(a["content"]) for _, a in found.elements if a.get("http-equiv") == "Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    for tag in ("script", "style"):
        texts = [text for name, attrs, text in found.inline if name == tag and attrs.get("type") != "application/json"]
        hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(t.encode()).digest()).decode()}'" for t in texts}
        assert set(rules[f"{tag}-src"].split()) == hashes
        assert len(texts) == (3 if tag == "script" else 2)
    assert rules["default-src"] == "'none'"
    assert html.index("Content-Security-Policy") < html.index("<style>") < html.index("<script")


def test_the_file_carries_leaflet_with_its_licence_and_the_map_that_folium_wrote(world: Store) -> None:
    html = file_of(world)
    assert "BSD 2-Clause License" in html
    assert re.search(r'<div class="folium-map" id="map_[0-9a-f]{32}"', html)
    assert "L.map(" in html
    assert "L.tileLayer(" not in html.split("</script>")[-2]


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_title_time_and_words_are_in_the_language(world: Store, lang: i18n.Lang) -> None:
    html = file_of(world, lang=lang)
    words = plain(html)
    assert f'<html lang="{lang}">' in html
    assert i18n.t(lang, "snapshot.title", city=world.city.names[lang]) in words
    when = i18n.t(lang, "snapshot.taken", date=i18n.date(lang, NOW.date(), "long"), time="18:05", offset="+5")
    assert flat(when) in words
    for key in ("snapshot.layers", "snapshot.base", "snapshot.sources", "layer.schools.title", "snapshot.about_text"):
        assert i18n.t(lang, key) in words
    assert "© OpenStreetMap contributors, Geofabrik GmbH" in words


def test_layers_are_listed_with_counts_and_the_legend_of_what_is_drawn(world: Store) -> None:
    words = plain(file_of(world, view(zoom=14)))
    assert "Школы 2 " in words
    assert "Дороги и улицы 4 " in words
    for shown in ("Магистраль", "Улица городского значения", "Пешеходная улица, дорожка, лестница"):
        assert shown in words
    assert "Жилая улица" not in words
    assert i18n.t("ru", "snapshot.thinned") not in words
    assert i18n.t("ru", "snapshot.thinned") in plain(file_of(world, view(zoom=9)))


def test_sources_tell_licence_attribution_origin_and_date(world: Store) -> None:
    words = plain(file_of(world, view(visible=("schools", "cameras"), box=EVERYWHERE), user=OFFICIAL))
    first, last = (flat(i18n.date("ru", day, "long")) for day in (date(2023, 1, 1), date(2024, 6, 1)))
    assert f"© OpenStreetMap contributors · ODbL-1.0 Дата данных: {first} – {last}" in words
    assert "Синтетические данные (демо) · " in words


def test_made_up_and_closed_data_are_said_aloud(world: Store) -> None:
    asked = view(visible=("schools", "cameras"), box=EVERYWHERE)
    words = plain(file_of(world, asked, user=OFFICIAL))
    for name in ("demo", "closed"):
        assert i18n.t("ru", f"snapshot.notice.{name}", layers="Камеры видеонаблюдения") in words
    assert "Камеры видеонаблюдения демо ограниченный 5" in words
    public = plain(file_of(world, asked))
    assert "демо" not in public
    assert "Камеры" not in public


def test_R026_a_visitors_file_holds_nothing_of_a_sensitive_layer(world: Store) -> None:
    html = file_of(world, view(visible=("cameras", "network_nodes", "schools"), box=EVERYWHERE))
    for word in ("cameras", "network_nodes", "Секретная", "Скрытый", "Камеры", "cam-1", "node-1"):
        assert word not in html


def test_a_cut_is_said_with_its_numbers(world: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "SNAPSHOT_FEATURES", 2)
    html = file_of(world, view(visible=("schools", "earthquakes"), box=EVERYWHERE))
    words = plain(html)
    assert flat(i18n.t("ru", "snapshot.notice.cut", shown="2", matched="9", limit=i18n.number("ru", 5000))) in words
    assert "Школы 1 из 5" in words
    assert "Землетрясения M ≥ 5,5 1 из 4" in words
    assert sum(len(found) for name, found in told(html).items() if name in ("schools", "earthquakes")) == 2


def test_no_cut_is_said_when_all_is_there(world: Store) -> None:
    assert [attrs for _, attrs in Reader(file_of(world)).elements if "notice-cut" in str(attrs.get("class"))] == []


def test_an_empty_view_says_so(world: Store) -> None:
    words = plain(file_of(world, view(box=(70.0, 40.0, 70.1, 40.1))))
    assert i18n.t("ru", "snapshot.notice.empty") in words
    assert f"Школы 0 {i18n.t('ru', 'snapshot.none')}" in words
    assert i18n.t("ru", "snapshot.notice.empty") in plain(file_of(world, view(visible=())))


def test_filters_and_district_are_told_in_words(world: Store) -> None:
    filters = {
        "roads": {"kind": Filter(values=("primary", "footway"))},
        "earthquakes": {"magnitude": Filter(low=6, high=7.5), "event_year": Filter(high=1990)},
        "schools": {},
    }
    asked = view(visible=("earthquakes", "roads"), filters=filters, district="medeu")
    words = plain(file_of(world, asked))
    assert "Район Медеуский район" in words
    assert "Дороги и улицы: Вид магистраль, тротуар, дорожка" in words
    assert "Магнитуда от 6 до 7,5" in words
    assert "Год события до 1990" in words
    nothing = view(filters={"roads": {"kind": Filter(values=())}})
    assert "Дороги и улицы: Вид ничего" in plain(file_of(world, nothing))


def test_the_place_is_the_centre_of_the_address_or_the_whole_box(world: Store) -> None:
    at = file_of(world, view(centre=(76.9, 43.25), zoom=13.5))
    assert re.search(r"center: \[43\.25, 76\.9\]", at)
    assert '"zoom": 14.5' in at
    assert "fitBounds(" not in at.split("</script>")[-2]
    boxed = file_of(world).split("</script>")[-2]
    assert re.search(r"fitBounds\(\s*\[\[43\.23, 76\.88\], \[43\.28, 76\.955\]\]", boxed)


def test_a_ground_too_big_gets_coarser_until_the_file_fits(own: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(own, "schools", [row(f"s{n}", 76.9, 43.25 + n / 1e5, name_ru="Ш" * 300 + str(n)) for n in range(400)])
    whole = file_of(own)
    assert i18n.t("ru", "snapshot.notice.coarse") not in plain(whole)
    monkeypatch.setattr(page, "SNAPSHOT_BYTES", len(whole.encode()) - 50_000)
    less = file_of(own)
    assert len(less.encode()) <= len(whole.encode()) - 50_000
    assert i18n.t("ru", "snapshot.notice.coarse") in plain(less)
    assert "из 400" in plain(less)


def test_hostile_names_are_never_markup_nor_template(hostile: Store) -> None:
    html = file_of(hostile)
    found = Reader(html)
    assert [name for name, _ in found.elements if name == "img"] == []
    assert not any(name.startswith("on") for _, attrs in found.elements for name in attrs)
    assert len([tag for tag, _, _ in found.inline if tag == "script"]) == 4
    titles = {one["title"] for one in told(html)["schools"]}
    assert set(HOSTILE) <= titles


@pytest.mark.parametrize("zoom", [10.6, 12.4, 22])
def test_the_whole_city_with_its_open_layers_fits_a_small_file(almaty: Store, zoom: float) -> None:
    made_up = {load.layer for s in almaty.city.sources if s.origin == "synthetic" for load in s.loads}
    small = tuple(name for name in almaty.layers if name not in made_up)
    asked = view(visible=small, box=almaty.city.bounds, zoom=zoom)
    html = file_of(almaty, asked)
    assert len(html.encode()) < SNAPSHOT_BYTES
    counts = {layer["id"]: len(layer["rows"]) for layer in data_of(html)["layers"]}
    assert counts["roads"] > 1000
    assert counts["bus_stops"] > 1000
    assert "cameras" not in counts
    for name in ("cut", "coarse", "empty"):
        assert f"notice-{name}" not in html.split("<main>")[0].split("<header>")[1]


def test_more_than_fits_is_cut_and_the_file_says_so(almaty: Store) -> None:
    html = file_of(almaty, view(visible=tuple(almaty.layers), box=almaty.city.bounds, zoom=12.4))
    assert len(html.encode()) < SNAPSHOT_BYTES
    assert "notice-cut" in html


def test_two_files_of_one_view_hold_the_same_data(world: Store) -> None:
    assert data_of(file_of(world, VIEW)) == data_of(file_of(world, VIEW))
