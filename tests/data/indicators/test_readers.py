"""Every row of the shipped documents is read as it is printed."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from config.city import City, Source, load_city
from data.indicators import READERS
from data.indicators.bundle import Bundle, ReadError, ValueRow
from data.indicators.names import kazakh_names
from tests.indicator_world import SEED, SOURCES, csv_rows


@pytest.fixture(scope="module")
def city() -> City:
    return load_city("almaty")


@pytest.fixture(scope="module")
def bundles(city: City) -> dict[str, Bundle]:
    found = {}
    for name in SOURCES:
        source = city.source(name)
        assert source is not None
        found[name] = READERS[source.reader](source, city.seed_path(source.seed[0]))
    return found


def find(bundle: Bundle, **wanted: object) -> list[ValueRow]:
    return [v for v in bundle.values if all(getattr(v, name) == value for name, value in wanted.items())]


COUNTS = {
    "plan2025": (134, 831, 655, 420 + 407 + 11 + 43),
    "vlr2023": (97 + 89, 2290 + 578, 429, 131 + 53 + 106 + 30),
    "cra": (38, 73 + 35 + 10 + 21 + 17, 150, 76 + 103),
    "crime_1m": (422, 422 * 2, 0, 0),
    "kz_regions": (16, 20 * 16 - 5, 0, 0),
    "population_2023": (1, 9 * 3, 0, 0),
}


@pytest.mark.parametrize("name", SOURCES)
def test_every_row_is_taken(bundles: dict[str, Bundle], name: str) -> None:
    bundle = bundles[name]
    assert (len(bundle.indicators), len(bundle.values), len(bundle.facts), len(bundle.registers)) == COUNTS[name]
    assert bundle.refusals == ()


@pytest.mark.parametrize("name", SOURCES)
def test_codes_are_unique_and_known(bundles: dict[str, Bundle], name: str) -> None:
    codes = [i.code for i in bundles[name].indicators]
    assert len(codes) == len(set(codes))
    assert {v.code for v in bundles[name].values} <= set(codes)


def test_R001_every_indicator_of_the_three_documents_has_a_kazakh_name_with_the_printed_numbers(
    bundles: dict[str, Bundle],
) -> None:
    printed = {i.code: i.name_ru for name in ("plan2025", "vlr2023", "cra") for i in bundles[name].indicators}
    assert set(printed) == set(kazakh_names())
    for code, name in kazakh_names().items():
        assert sorted(re.findall(r"\d+", name)) == sorted(re.findall(r"\d+", printed[code])), code
        assert set(name.casefold()) & set("әғқңөұүһі"), name
        assert name != printed[code]


def test_no_code_or_fact_id_is_used_by_two_sources(bundles: dict[str, Bundle]) -> None:
    codes = [i.code for b in bundles.values() for i in b.indicators]
    facts = [f.id for b in bundles.values() for f in b.facts]
    registers = [r.id for b in bundles.values() for r in b.registers]
    for ids in (codes, facts, registers):
        assert len(ids) == len(set(ids))


def test_every_indicator_has_topic_and_category_of_the_city(bundles: dict[str, Bundle], city: City) -> None:
    topics = {t.id for t in city.topics}
    for bundle in bundles.values():
        for indicator in bundle.indicators:
            assert indicator.topic in topics, indicator.code
            assert indicator.category, indicator.code
            assert indicator.name_ru, indicator.code


def test_plan_values_by_hand(bundles: dict[str, Bundle]) -> None:
    plan = bundles["plan2025"]
    (place,) = find(plan, code="plan-001", period="2021")
    assert (place.value, place.kind, place.printed_kind, place.source_line) == (103.0, "plan", "plan", "1848")
    assert place.doubt == 'one figure printed under "план (факт)", no bracketed actual'
    (bound,) = find(plan, code="plan-056", period="2021", kind="plan")
    assert (bound.value, bound.comparison, bound.value_text) == (33.0, "<=", "≤33,0")
    dashes = [v for v in plan.values if v.value_text == "-"]
    assert len(dashes) == 26
    assert all(v.value is None for v in dashes)
    assert {v.kind for v in plan.values} == {"fact", "plan", "estimate"}
    assert sum(v.value is not None and v.comparison == "=" for v in plan.values) == 797


def test_contradictions_of_the_plan_are_doubts(bundles: dict[str, Bundle]) -> None:
    plan = bundles["plan2025"]
    assert "13,2" in find(plan, code="plan-056", period="2019")[0].doubt
    assert "21 thousand" in find(plan, code="plan-012", period="2025")[0].doubt
    assert "60%" in find(plan, code="plan-044a", period="2025")[0].doubt
    facts = {f.id: f for f in plan.facts}
    assert "255" in facts["f-016"].doubt
    assert facts["f-002"].value == 68.3
    assert facts["f-002"].note == "= 68300 ha"


def test_sdg_values_by_hand(bundles: dict[str, Bundle]) -> None:
    sdg = bundles["vlr2023"]
    (first,) = find(sdg, code="sdg-11-1-1", period="2013")
    assert (first.value, first.value_text, first.territory, first.source_line) == (44195.0, "44 195", "almaty", "1765")
    assert "no territory" in first.doubt
    bounds = find(sdg, code="plan-03-maternal-mortality", comparison="<=")
    assert [(v.period, v.value) for v in bounds] == [("2021", 33), *((str(year), 10) for year in range(2022, 2026))]
    directions = [i.good_direction for i in sdg.indicators]
    assert (directions.count("up"), directions.count("down")) == (68, 25)
    unprinted = [v for v in sdg.values if not v.period and v.source_line == "4121"]
    assert [(v.value, v.period_kind, v.period_start) for v in unprinted] == [(17.9, "none", None)]


def test_inferred_years_are_never_printed_ones(bundles: dict[str, Bundle]) -> None:
    charts = csv_rows("sdg/charts.csv")
    inferred = [v for v in bundles["vlr2023"].values if v.period_kind == "none" and v.period_start]
    assert len(inferred) == sum(not r["year"] and bool(r["year_inferred"]) for r in charts) == 88
    assert all(v.period == "" for v in inferred)
    facts = [f for f in bundles["vlr2023"].facts if f.period_inferred]
    assert len(facts) == sum(bool(r["year_inferred"]) for r in csv_rows("sdg/facts.csv")) == 58
    assert all(f.period == "" for f in facts)


def test_series_with_several_units_name_them(bundles: dict[str, Bundle]) -> None:
    sdg = bundles["vlr2023"]
    balance = next(i for i in sdg.indicators if i.code == "population-balance")
    assert balance.unit_ru == ""
    rate = [v for v in sdg.values if v.code == "population-balance" and v.breakdown.startswith("growth rate")]
    assert rate
    assert all(v.breakdown.endswith(", %") and v.breakdown_ru.endswith(", %") for v in rate)


def test_series_by_territory_have_no_breakdown(bundles: dict[str, Bundle]) -> None:
    density = find(bundles["vlr2023"], code="district-density", period="2022", territory="medeu")
    assert [(v.value, v.breakdown, v.breakdown_ru) for v in density] == [(878.8, "", "Медеуский район")]


def test_editions_and_targets_of_the_center(bundles: dict[str, Bundle]) -> None:
    cra = bundles["cra"]
    yearly = [(v.edition, v.value) for v in find(cra, code="K3", period="2026", printed_kind="target")]
    assert sorted(yearly) == [("edition February 2025", 15.0), ("presentation 2023", 9.0)]
    assert all(v.kind == "plan" for v in find(cra, code="K3"))
    places = {(v.period, v.kind): v for v in find(cra, code="eiu-place")}
    assert places["2022", "fact"].value == 121
    for year in ("2023", "2024", "2025", "2026"):
        assert "read as targets" in places[year, "plan"].doubt
    assert places["2024", "fact"].value == 123
    (share,) = [v for v in find(cra, code="appeals-category-share") if v.breakdown == "Education"]
    assert "1,12 million" in share.doubt
    part = find(cra, code="appeals-received", period="2017-09/2017-12")[0]
    assert (part.value, part.period_kind) == (5367.0, "range")
    assert "part of a year" in part.doubt
    assert [f.value_text for f in cra.facts[:3]] == ["1/5", "1/4", "1/3"]


def test_form_1m_says_that_its_period_is_not_printed(bundles: dict[str, Bundle]) -> None:
    crime = bundles["crime_1m"]
    total = {v.breakdown: v.value for v in find(crime, code="crime-1m-001")}
    assert total == {"in_process": 39928.0, "registered": 34891.0}
    assert {v.doubt for v in crime.values} == {"period not in the file, most likely 2023"}
    assert {v.period for v in crime.values} == {"2023"}


def test_population_adds_up(bundles: dict[str, Bundle]) -> None:
    population = bundles["population_2023"]
    by_sex: dict[str, dict[str, float]] = {}
    for v in population.values:
        assert v.value is not None
        by_sex.setdefault(v.breakdown, {})[v.territory] = v.value
    for counts in by_sex.values():
        assert counts.pop("almaty") == sum(counts.values())
    assert by_sex[""]["medeu"] == by_sex["sex=male"]["medeu"] + by_sex["sex=female"]["medeu"] == 241263
    boundary = json.loads((SEED / "geo" / "almaty_city_boundary.geojson").read_text("utf-8"))
    assert sum(by_sex[""].values()) == boundary["features"][0]["properties"]["pop_2023"] == 2161695


def test_regions_have_slugs_and_no_invented_year(bundles: dict[str, Bundle]) -> None:
    regions = bundles["kz_regions"]
    assert len({v.territory for v in regions.values}) == 20
    assert find(regions, code="kz-avg-salary", territory="almaty")[0].value == 354860.0
    assert find(regions, code="kz-avg-salary", territory="almaty-region")[0].value == 261228.0
    assert {(v.period, v.period_start) for v in regions.values} == {("", None)}
    assert all(v.doubt for v in regions.values)


def test_register_rows_keep_the_whole_printed_row(bundles: dict[str, Bundle]) -> None:
    measures = [r for r in bundles["plan2025"].registers if r.register == "measures"]
    for item, row in zip(measures, csv_rows("plan2025/measures.csv"), strict=True):
        assert json.loads(item.payload) == row
        assert item.id == row["id"]


def _broken_header(folder: Path) -> None:
    (folder / "indicators.csv").write_text("id,name_ru\n1,x\n", "utf-8")


def _missing(folder: Path) -> None:
    (folder / "facts.csv").unlink()


def _latin1(folder: Path) -> None:
    (folder / "facts.csv").write_bytes("id,metric_ru\nf-1,Школа\n".encode("cp1251"))


@pytest.mark.parametrize(
    ("spoil", "key"),
    [(_broken_header, "columns"), (_missing, "missing"), (_latin1, "broken")],
)
def test_a_wrong_file_is_refused_with_a_sentence(
    tmp_path: Path, city: City, spoil: Callable[[Path], None], key: str
) -> None:
    for file in (SEED / "plan2025").glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    spoil(tmp_path)
    with pytest.raises(ReadError) as error:
        READERS["plan2025"](_source(city, "plan2025"), tmp_path)
    assert error.value.key == f"indicators.read.{key}"


def test_a_value_of_an_unknown_indicator_is_refused_alone(tmp_path: Path, city: City) -> None:
    for file in (SEED / "plan2025").glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    path = tmp_path / "indicator_values.csv"
    path.write_text(path.read_text("utf-8").replace("plan-001,2019", "plan-999,2019"), "utf-8")
    bundle = READERS["plan2025"](_source(city, "plan2025"), tmp_path)
    assert len(bundle.values) == 830
    assert [(r.row_no, r.reason, r.value) for r in bundle.refusals] == [(1, "unknown_code", "plan-999")]


def test_bad_cells_of_plain_tables_are_refused(tmp_path: Path, city: City) -> None:
    crime = tmp_path / "crime.csv"
    crime.write_text("line,name_ru,in_process,registered\n1,x,5,4\n2,y,много,3\nз,z,1,1\n", "utf-8")
    bundle = READERS["crime"](_source(city, "crime_1m"), crime)
    assert [(r.row_no, r.field, r.value) for r in bundle.refusals] == [(2, "in_process", "много"), (3, "line", "з")]
    assert len(bundle.values) == 3
    regions = tmp_path / "regions.csv"
    regions.write_text("Region,avg_salary\nAbai Region,abc\nOmsk Region,1\n", "utf-8")
    bundle = READERS["regions"](_source(city, "kz_regions"), regions)
    assert [(r.row_no, r.value) for r in bundle.refusals] == [(1, "abc")]
    assert [v.territory for v in bundle.values] == ["omsk-region"]


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', "нет"])
def test_a_file_that_is_no_geojson_is_refused(tmp_path: Path, city: City, text: str) -> None:
    path = tmp_path / "districts.geojson"
    path.write_text(text, "utf-8")
    with pytest.raises(ReadError):
        READERS["population"](_source(city, "population_2023"), path)


def _source(city: City, name: str) -> Source:
    found = city.source(name)
    assert found is not None
    return found
