"""Pages of districts: the atlas follows its address, the map says what the table says, the profile on paper."""

import re
from io import BytesIO
from typing import Any

import pytest
from dash import Dash
from pypdf import PdfReader

from analysis import standing
from analysis.atlas import Question, atlas
from analysis.classify import classify
from components.context import Context
from components.district_atlas import wish
from components.district_board import shift_words
from components.district_lines import places_of
from components.district_map import Filled, choropleth, colors
from components.district_peers import duel
from components.district_strip import share_of, strip
from components.district_words import beside_city, gap_words, mean_words
from components.native import Drawing
from components.native.drawing import Shape
from components.palette import ramp
from config import i18n
from config.policy import VISITOR
from data.queries import indicators
from data.queries.outlines import Outlines
from data.store import Store
from tests.analysis.test_standing import entry, series
from tests.analysis.test_standing import made as ranked
from tests.app_world import Visitor, nodes, texts

CODE = "demo-crime-registered"
HOSTILE = ("?m=x&k=99&y=1&v=%00&per=none", "?i=population&per=per_thousand&v=2023", "?k=-1&c=%3Cscript%3E&years=all",
           "?y=2019&v=2019&m=natural&k=6", "?i=" + CODE + "&per=value&y=1992")  # fmt: skip


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def drawings(layout: Any, name: str) -> list[dict[str, Any]]:
    """Properties of the pictures with a class."""
    return [node["props"] for node in nodes(layout)
            if node["type"] == "Drawing" and name in node["props"]["attributes"]["className"].split()]  # fmt: skip


def rows_of(layout: Any, key: str) -> list[list[str]]:
    """Cells of all rows of the table of a sheet."""
    (sheet,) = [node for node in nodes(layout) if node["props"].get("id") == key]
    return [[plain(" ".join(texts(cell))) for cell in node["props"]["children"]]
            for node in nodes(sheet) if node["type"] == "Tr"]  # fmt: skip


def links(layout: Any) -> list[tuple[str, str]]:
    """Address and name of every district of the map."""
    (map_,) = [found for found in drawings(layout, "dmap") if "dmap-small" not in found["attributes"]["className"]]
    return [(shape[1]["href"], plain(shape[1]["aria-label"])) for shape in map_["shapes"] if shape[0] == "a"]


def test_R059_the_map_says_what_the_table_says_and_leads_to_the_series(made: Dash) -> None:
    layout = Visitor(made).layout(f"/districts?lang=en&i={CODE}&m=natural&k=3")
    table = {row[0]: (row[1], row[3]) for row in rows_of(layout, "districts-ranking")[1:-1]}
    found = links(layout)
    assert len(found) == len(table) == 8
    for href, said in found:
        parts = re.fullmatch(r"(.+): ([\d.]+), place (\d) of 8", said)
        assert parts is not None
        name, value, place = parts.groups()
        assert table[name] == (value, place)
        assert re.fullmatch(rf"/indicators/{CODE}\?territory=[a-z]+", href)
    counts = [int(n) for n in re.findall(r"(\d) districts?", " ".join(texts(layout["props"]["children"])))]
    assert sum(counts[:3]) == 8


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R059_every_method_and_basis_is_drawn(made: Dash, lang: str) -> None:
    shown = set()
    for method in ("quantile", "equal", "natural"):
        for basis in ("value", "per_thousand"):
            layout = Visitor(made).layout(f"/districts?lang={lang}&i={CODE}&m={method}&per={basis}&k=5")
            shown.add(str(drawings(layout, "dmap")[0]["shapes"]))
            assert len(links(layout)) == 8
    assert len(shown) >= 5


def test_R059_places_are_compared_with_any_year(made: Dash, store: Store) -> None:
    layout = Visitor(made).layout(f"/districts?lang=en&i={CODE}&per=value&y=2024&v=2019")
    rows = rows_of(layout, "districts-ranking")
    assert rows[0][3:] == ["Place", "Place against 2019", "Value, 2024", "Value, 2019", "Change since 2019"]
    with store.read() as conn:
        points = indicators.district_points(conn, store, VISITOR)[CODE, ""]

    def placed(year: str) -> dict[str, int]:
        values = {p.territory: p.value or 0 for p in points if p.period == year and p.territory != "almaty"}
        return {name: 1 + sum(other < value for other in values.values()) for name, value in values.items()}

    names = {d.names.en: d.id for d in store.city.districts}
    for row in rows[1:-1]:
        gained = placed("2019")[names[row[0]]] - placed("2024")[names[row[0]]]
        said = "same place" if not gained else f"{'up' if gained > 0 else 'down'} by {abs(gained)}"
        assert (row[3], row[4].strip()) == (str(placed("2024")[names[row[0]]]), said)


def test_R059_years_before_a_district_was_formed_are_hatched(made: Dash) -> None:
    layout = Visitor(made).layout(f"/districts?lang=en&i={CODE}&per=value&years=all")
    small = drawings(layout, "dmap-small")
    fills = [[shape[1]["fill"].startswith("url(") for shape in one["shapes"]] for one in small]
    assert len(small) == 34
    assert sum(fills[0]) == 2
    assert sum(fills[-1]) == 0
    assert len(drawings(Visitor(made).layout(f"/districts?i={CODE}&per=value"), "dmap-small")) == 12


@pytest.mark.parametrize("kind", ["population", "district-budget", "sme", "improvement", "networks", "crime", "taxes",
                                  "local-bodies"])  # fmt: skip
def test_R058_each_category_stands_for_all_districts(made: Dash, kind: str) -> None:
    rows = rows_of(Visitor(made).layout(f"/districts?lang=en&c={kind}"), "districts-matrix")
    assert rows[0][1:9] == ["Alatau", "Almaly", "Auezov", "Bostandyk", "Medeu", "Nauryzbay", "Turksib", "Zhetysu"]
    assert len(rows) > 2
    for row in rows[1:]:
        assert all(re.search(r"\d of 8$", cell) for cell in row[1:9]), row


@pytest.mark.parametrize("query", HOSTILE)
def test_R059_an_address_that_makes_no_sense_gives_the_usual_map(made: Dash, query: str) -> None:
    layout = Visitor(made).layout("/districts" + query)
    assert "script" not in " ".join(texts(layout))
    assert len(links(layout)) == 8


def test_R058_a_district_shows_its_plan_its_like_and_its_place_on_a_line(made: Dash) -> None:
    layout = Visitor(made).layout("/districts/turksib?lang=en")
    words = plain(" ".join(texts(layout)))
    assert re.search(r"Plan of the district: on track \d+, at risk \d+, off track \d+; no verdict \d+\.", words)
    assert len(rows_of(layout, "district-peers")) == 1 + 3 + 1
    assert len(drawings(layout, "dstrip")) >= 25
    assert rows_of(layout, "district-taxes")[1][7] in ("On track", "At risk", "Off track", "No verdict")


def test_R058_sections_of_a_district_fold_and_the_address_says_which_are_open(made: Dash) -> None:
    def folds(query: str) -> dict[str, bool]:
        layout = Visitor(made).layout(f"/districts/medeu?lang=en{query}")
        found = [node["props"] for node in nodes(layout) if node["type"] == "Section"]
        return {one["id"]: one["children"]["props"]["open"] for one in found if "fold-section" in one["className"]}

    every = folds("")
    assert {"modules", "indicators", "category-taxes", "objects-education"} <= set(every)
    assert not any(every.values())
    assert {key for key, shown in folds("&open=category-taxes.modules.nothing").items() if shown} == {
        "category-taxes", "modules"}  # fmt: skip
    assert all(folds("&open=all").values())
    words = plain(" ".join(texts(Visitor(made).layout("/districts/medeu?lang=en"))))
    assert re.search(r"Taxes \d+ figures( · better: \d+)?( · worse: \d+)?", words)


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R058_the_profile_is_one_page_with_figures_sources_and_address(made: Dash, lang: i18n.Lang) -> None:
    reply = Visitor(made).get(f"/api/districts/medeu/profile.pdf?lang={lang}")
    assert (reply.status_code, reply.mimetype) == (200, "application/pdf")
    (page,) = PdfReader(BytesIO(reply.data)).pages
    words = plain(" ".join(page.extract_text().split()))
    for said in (
        i18n.number(lang, 241263).replace("\u00a0", " "),
        f"/districts/medeu?lang={lang}",
        "751710000",
        i18n.t(lang, "standing.category.taxes"),
        i18n.t(lang, "value.origin.synthetic"),
    ):
        assert said in words
    assert words.count("(demo)" if lang == "en" else "(демо)") >= 29


def test_R058_there_is_no_profile_of_a_place_that_is_no_district(made: Dash) -> None:
    for name in ("nowhere", "almaty", "%00", "..%2Fmedeu"):
        assert Visitor(made).get(f"/api/districts/{name}/profile.pdf").status_code == 404


def test_pictures_take_no_code_and_lead_nowhere_outside() -> None:
    bad: list[Shape] = [
        ("a", {"href": "https://x.kz"}, []), ("a", {"href": "//x.kz"}, []), ("script", {}, ""),
        ("path", {"onClick": "x"}, ""), ("g", {}, [("use", {"xlinkHref": "javascript:x"}, "")]),
    ]  # fmt: skip
    for shape in bad:
        with pytest.raises(TypeError):
            Drawing({}, [shape])
    with pytest.raises(TypeError):
        Drawing({"onload": "x"}, [])


def test_R059_no_data_is_hatched_and_one_class_is_deep(store: Store) -> None:
    ctx = Context(store, lang="en")
    outlines = Outlines(
        10, 10, {"medeu": "M0,0L1,1L1,0Z", "auezov": "M2,2L3,3L3,2Z"}, {"medeu": (1, 1), "auezov": (2, 2)}
    )
    classes = classify([5.0, None], "quantile", 4)
    assert colors(ctx, classes) == [ramp("light", "sequential", 2)[-1]]
    filled = {"medeu": Filled(5.0, "5", "Medeu: 5", "/x"), "auezov": Filled(None, "–", "Auezov: no data")}
    found = choropleth(ctx, outlines, classes, filled, "Map")
    assert found is not None
    _, first, second, _ = found.shapes  # type: ignore[attr-defined]
    assert (first[0], first[1]["aria-label"], second[0]) == ("a", "Medeu: 5", "g")
    assert second[2][1][1]["fill"] == "url(#districts-none)"
    assert choropleth(ctx, Outlines(), classes, filled, "Map") is None


def test_R059_lines_break_where_a_year_is_missing() -> None:
    points = series({"a": (1.0, 2.0, 3.0), "b": (1.0, 2.0, 3.0)})
    shots = atlas(entry(), points, Question(["a", "b"], "city")).shots
    assert places_of(shots, [0.0, None, 10.0], 0.0, 10.0) == [[(6.0, 84.0)], [(234.0, 6.0)]]


def test_R059_a_district_lies_between_the_least_and_the_most(store: Store) -> None:
    found = ranked({"a": (1.0, 10.0), "b": (2.0, 20.0), "city": (1.5, 15.0)}, entry())
    assert [share_of(found, value) for value in (10.0, 15.0, 20.0)] == [0.0, 0.5, 1.0]
    assert strip(Context(store), found, "a") is None
    same = ranked({"a": (1.0,), "b": (1.0,), "city": (1.0,)}, entry())
    assert share_of(same, 1.0) == 0.5
    assert duel({"x": found, "y": same}, "a", "b") == (0, 1)


def test_R059_the_mean_of_a_sum_is_not_called_the_city(store: Store) -> None:
    ctx, city = Context(store, lang="en"), store.city.id
    summed, rate = (
        standing.ranking(entry(direction=None), series({"a": (10.0,), "b": (30.0,), city: (of,)}), ["a", "b"], city, {})
        for of in (40.0, 15.0)
    )
    assert summed is not None
    assert rate is not None
    assert gap_words(ctx, summed, summed.places["b"]) == "50.0\u00a0% above the mean of the districts"
    assert gap_words(ctx, rate, rate.places["b"]) == "100.0\u00a0% above the city"
    said = str(beside_city(ctx, summed))
    assert "20" in said
    assert "mean of the districts" in said
    assert beside_city(ctx, rate) == "15"
    assert mean_words(ctx, summed, 20.0, summed.points[city]) == "mean of the districts: 20"
    assert mean_words(ctx, rate, 15.0, rate.points[city]) == "city: 15"


def test_R059_places_gained_are_said_in_words(store: Store) -> None:
    ctx = Context(store, lang="en")
    assert (shift_words(ctx, None), shift_words(ctx, 0)) == (i18n.NO_DATA, "same place")
    assert " ".join(texts(shift_words(ctx, 2).to_plotly_json())).strip() == "up by 2"


def test_R059_the_address_of_an_atlas_leads_to_itself(store: Store) -> None:
    with store.read() as conn:
        found = standing.rankings(conn, store, VISITOR)[CODE].entry
        points = indicators.district_points(conn, store, VISITOR)
    ctx = Context(store, query={"per": "value", "y": "2020", "v": "2005", "m": "equal", "k": "6"})
    asked = wish(ctx, found, points)
    assert asked is not None
    assert asked.query() == f"?i={CODE}&per=value&y=2020&v=2005&m=equal&k=6"
    assert wish(ctx, found, {}) is None
