"""What the screens say: figures as in the sources, totals that add up, honest dashes, rights."""

import re
from datetime import date

import pytest
from dash import Dash

from analysis import attention
from analysis.course_of_indicator import Verdict
from analysis.indicator_status import verdicts
from components.attention import gap_words
from components.context import Context
from config.policy import VISITOR, Role, User
from data import schema
from data.queries import districts, indicators, supply
from data.queries.indicators import Point
from data.queries.totals import all_totals
from data.store import Store, utc_now
from pages.home import failed_sources
from pages.modules import by_edition, running
from tests.app_world import Visitor, nodes, texts

ADMIN = User("admin", Role.ADMIN)


def table(layout: object, caption: str) -> list[list[str]]:
    """Rows of the table with a caption, as words."""
    for node in nodes(layout):
        if node["type"] == "Table" and " ".join(texts(node["props"]["children"][0])) == caption:
            rows = [part for part in nodes(node) if part["type"] == "Tr"]
            return [[" ".join(texts(cell)) for cell in row["props"]["children"]] for row in rows]
    raise LookupError(caption)


def figure(text: str) -> float:
    return float(re.sub(r"[^0-9,]", "", text).replace(",", "."))


def test_today_shows_population_rating_and_appeals_of_the_documents(made: Dash) -> None:
    words = Visitor(made).words("/").replace("\u00a0", " ")
    for expected in ("2 161 695", "88 853", "123", "январь 2023 – апрель 2023", "34 891"):
        assert expected in words


def test_R006_today_names_what_is_overdue_and_behind_by_the_published_method(made: Dash, store: Store) -> None:
    with store.read() as conn:
        plans = attention.plans(conn, store, VISITOR)
        judged = verdicts(conn, store, VISITOR)
        real = {e.code for e in indicators.catalogue(conn, store) if e.origin != "synthetic"}
    behind = {code for code in real if judged[code].state in ("off_track", "at_risk")}
    assert {gap.entry.code for gap in plans.behind} == behind
    assert plans.compared == sum(judged[code].state != "no_data" for code in real)
    assert {"eiu-place", "plan-03-infant-mortality"} <= behind
    order = [(gap.verdict.state == "at_risk", -gap.share) for gap in plans.behind]
    assert order == sorted(order)
    first = plans.behind[0]
    panel = Visitor(made).words("/?lang=ru")
    assert gap_words(Context(store), first)[0] in panel
    assert f"Отстаёт, {first.verdict.period}" in panel
    assert "Дороги (OpenStreetMap, Geofabrik)" in panel


@pytest.mark.parametrize(
    ("direction", "gap", "share"), [("up", -0.1, 0.1), ("up", 0.0, 0.0), ("up", 0.2, 0.0), ("down", 0.1, 0.1),
                                    ("down", -0.1, 0.0), (None, 0.3, 0.0), ("up", None, 0.0)],
)  # fmt: skip
def test_how_far_behind_is_measured_towards_the_good_direction(
    direction: str | None, gap: float | None, share: float
) -> None:
    verdict = Verdict("at_risk", "far_enough", values={"gap": gap, "direction": direction})
    assert attention.worse(verdict) == pytest.approx(share)


def test_R245_copied_plans_are_counted_with_a_way_to_them(made: Dash, store: Store) -> None:
    with store.read() as conn:
        judged = verdicts(conn, store, VISITOR)
        copied = [e.collection for e in indicators.catalogue(conn, store) if judged[e.code].copied_plan]
    ctx = Context(store)
    for path, href, count in (("/indicators/method", "/indicators?remark=copied_plan", len(copied)),
                              ("/plan", "/indicators?remark=copied_plan&collection=plan2025",
                               copied.count("plan2025"))):  # fmt: skip
        links = [n for n in nodes(Visitor(made).layout(f"{path}?lang=ru")) if n["props"].get("href") == href]
        assert [" ".join(texts(n)) for n in links] == ([ctx.n("catalogue.copied", count)] if count else [])
    assert copied


def test_R020_rows_of_objects_add_up_to_their_total(made: Dash) -> None:
    rows = table(Visitor(made).layout("/districts"), "Число объектов по слоям и районам")
    assert len(rows) > 10
    for row in rows[1:]:
        tolerance = 0 if "км" not in row[0] else 6
        assert abs(sum(map(figure, row[1:-1])) - figure(row[-1])) <= tolerance, row


def test_R020_people_of_the_districts_add_up_to_the_city(made: Dash, store: Store) -> None:
    rows = table(Visitor(made).layout("/districts"), "Население, площадь и плотность по районам")
    people = [figure(row[1]) for row in rows[1:]]
    assert sum(people[:-1]) == people[-1] == 2161695
    assert len(people) == len(store.city.districts) + 1
    with store.read() as conn:
        found, city = districts.profiles(conn, store, VISITOR)
    assert found["almaly"].density == pytest.approx(262521 / 18.4)
    assert found["medeu"].drawn_km2 == pytest.approx(273.2, abs=0.1)
    assert city.density == pytest.approx(2161695 / 683.5)


def test_what_lies_outside_is_counted_as_outside(store: Store) -> None:
    with store.read() as conn:
        lines = districts.layer_lines(conn, store, ADMIN)
    assert all(line.elsewhere == 0 for line in lines)
    stops = next(line for line in lines if line.layer.id == "bus_stops")
    assert stops.totals.by_district["outside"] == 166


def test_a_district_without_figures_shows_dashes() -> None:
    empty = districts.Profile("nowhere")
    assert (empty.density, empty.people, empty.drawn_km2) == (None, None, None)


def test_the_page_of_a_district_shows_its_people_by_sex(made: Dash) -> None:
    words = Visitor(made).words("/districts/medeu?lang=en")
    for expected in ("241,263", "115,506", "125,757", "Medeu District", "751710000"):
        assert expected in words


@pytest.mark.parametrize(
    ("role", "sees"), [(None, False), ("analyst", False), ("official", True), ("district_staff", True)]
)
def test_R026_a_restricted_layer_is_on_no_page_for_whom_it_is_not(made: Dash, role: str | None, sees: bool) -> None:
    visitor = Visitor(made)
    if role:
        visitor.sign_in(role)
    for path in ("/", "/districts", "/districts/medeu", "/modules", "/about/data"):
        assert ("Камеры видеонаблюдения" in visitor.words(path)) == sees, path


def test_staff_of_a_district_count_sensitive_objects_of_their_own_only(store: Store) -> None:
    staff = User("district_staff", Role.DISTRICT_STAFF, "medeu")
    with store.read() as conn:
        cameras = all_totals(conn, store, staff)["cameras"]
        whole = all_totals(conn, store, ADMIN)["cameras"]
    assert cameras.total == cameras.by_district["medeu"] == whole.by_district["medeu"] > 0


def test_the_register_shows_both_editions_of_the_plan(made: Dash, store: Store) -> None:
    rows = table(Visitor(made).layout("/modules"), "Модули в работе на конец года и план по редакциям программы")
    assert [row[2:] for row in rows[1:]] == [["3", "3"], ["5", "5"], ["12", "7"], ["15", "9"]]
    words = Visitor(made).words("/modules")
    assert "Редакции программы расходятся" in words
    waiting = sum(module.launched is None for module in store.city.modules)
    assert (words.count("готовится") > 0) == (waiting > 0)
    assert words.count("работает") >= len(store.city.modules) - waiting > 0


def test_modules_are_counted_from_their_launch(store: Store) -> None:
    modules = store.city.modules
    first = min(module.launched for module in modules if module.launched)
    assert running(modules, date(2023, 12, 31)) == 0
    assert running(modules, first) >= 1
    assert running(modules, date(2100, 1, 1)) == sum(module.launched is not None for module in modules)


def plan_point(edition: str, period: str, value: float, kind: str = "plan") -> Point:
    return Point("almaty", period, "year", date(int(period), 1, 1), "", "", kind, value, "", "=", edition, "", 0, None)


def test_the_first_printed_plan_of_a_year_speaks() -> None:
    points = [plan_point("a", "2025", 7), plan_point("a", "2025", 9), plan_point("b", "2025", 12),
              plan_point("a", "2024", 1, "fact")]  # fmt: skip
    found = by_edition(points)
    assert {name: [p.value for p in years.values()] for name, years in found.items()} == {"a": [7], "b": [12]}


def test_R004_every_topic_is_listed_with_its_sets_and_date(made: Dash, store: Store) -> None:
    rows = table(Visitor(made).layout("/about/data"), "Темы: сколько наборов данных и какой они даты")
    assert len(rows) == len(store.city.topics) + 1
    by_name = {row[0]: row for row in rows[1:]}
    assert figure(by_name["Безопасность"][3]) > 400
    assert all(figure(row[1]) > 0 and row[4] != "–" for row in rows[1:])


def test_R005_every_figure_can_be_traced_to_a_body(made: Dash, store: Store) -> None:
    with store.read() as conn:
        found = supply.statuses(conn, store, date(2026, 11, 21))
    lines = supply.body_lines(store.city, found)
    assert sum(line.rows for line in lines) == sum(status.total for status in found.values())
    words = Visitor(made).words("/about/data")
    assert all(line.body.names.ru in words for line in lines)


def test_R006_a_source_is_late_by_its_rhythm_only(store: Store) -> None:
    with store.read() as conn:
        soon = supply.statuses(conn, store, date(2024, 12, 1))
        later = supply.statuses(conn, store, date(2026, 11, 21))
    assert soon["osm_roads"].freshness == "fresh"
    assert later["osm_roads"].freshness == "late"
    assert later["wri_power_plants"].freshness == "static"


def test_a_failed_load_is_named_on_the_first_page(store: Store, made: Dash) -> None:
    with store.write() as conn:
        row = {
            "source": "osm_roads",
            "file_name": "roads.gpkg",
            "sha256": "",
            "started_at": utc_now(),
            "status": "failed",
        }
        number = conn.execute(schema.load_log.insert().values(**row).returning(schema.load_log.c.id)).scalar_one()
    try:
        with store.read() as conn:
            found = supply.statuses(conn, store, date(2026, 11, 21))
        assert [source.id for source, _ in failed_sources(Context(store), found)] == ["osm_roads"]
        assert "1 последняя загрузка не прошла" in Visitor(made).words("/")
    finally:
        with store.write() as conn:
            conn.execute(schema.load_log.delete().where(schema.load_log.c.id == number))
    assert "Последние загрузки всех источников прошли" in Visitor(made).words("/")


def test_about_names_licence_and_attribution_of_every_source(made: Dash, store: Store) -> None:
    words = Visitor(made).words("/about")
    for source in store.city.sources:
        assert source.attribution in words
        assert source.names.ru in words
    for library in ("MapLibre GL JS", "Bootstrap", "dash", "sqlalchemy", "OFL-1.1"):
        assert library in words


def test_the_banner_of_made_up_data_is_there_only_with_them(made: Dash, store: Store) -> None:
    assert "демонстрационные слои" in Visitor(made).words("/about")
    kept = dict(store.layers)
    try:
        for name in kept:
            if any(source.origin == "synthetic" for source in store.city.sources_of(name)):
                del store.layers[name]
        assert "демонстрационные слои" not in Visitor(made).words("/about/data")
    finally:
        store.layers.clear()
        store.layers.update(kept)


def test_following_a_link_changes_the_screen_and_its_title(made: Dash) -> None:
    answer = Visitor(made).go("/districts/medeu", "?x=1").get_json()["response"]
    assert answer["app-title"]["data"].startswith("Медеуский район")
    assert answer["app-shown"]["data"] == {"path": "/districts/medeu", "search": "?x=1"}
    words = " ".join(texts(answer["app-root"]["children"]))
    assert "Люди и территория" in words


def test_the_same_address_is_not_drawn_again(made: Dash) -> None:
    assert Visitor(made).go("/").get_json()["response"] == {}
