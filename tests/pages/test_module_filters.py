"""What a district, a body and days do to the parts of the module pages: comparisons stay whole, the rest follows."""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder
from sqlalchemy import func, select

from analysis.course import Course
from components.badges import city_today
from components.budget_answers import money
from components.context import Context
from components.inclusion.facts import standing
from components.infrastructure import answers as infrastructure
from components.infrastructure import hazards, sites
from components.links_card import body_page
from components.module.shared import shared_note
from components.works.found import find
from components.works.tables import closures
from config.policy import Role, User
from data.queries import infrastructure as query
from data.queries.districts import profiles
from data.queries.links import record
from data.queries.module_cut import cuts
from data.store import Store
from pages import budget, education, inclusion, networks, works
from pages import infrastructure as infrastructure_page
from tests.app_world import nodes, texts
from tests.map_world import open_store, put, row

OFFICIAL = User("o", Role.OFFICIAL)
SCREENS = (budget.SCREEN, education.SCREEN, inclusion.SCREEN, infrastructure_page.SCREEN, networks.SCREEN, works.SCREEN)


def context(store: Store, screen: Any, **asked: str) -> Context:
    return Context(store, OFFICIAL, "en", path=screen.path, query=asked)


def drawn(store: Store, screen: Any, key: str, **asked: str) -> Any:
    ctx = context(store, screen, **asked)
    part = next(part for part in screen.parts if part.key == key)
    return json.loads(json.dumps(part.draw(ctx, screen.ask(ctx)), cls=PlotlyJSONEncoder))


def lines(node: Any, sheet: str) -> list[str]:
    """Rows of the table of a sheet, as words; the head first, the foot last."""
    (found,) = [one for one in nodes(node) if one["props"].get("id") == sheet]
    return [" | ".join(" ".join(texts(cell)) for cell in one["props"]["children"])
            for one in nodes(found) if one["type"] == "Tr"]  # fmt: skip


@pytest.mark.parametrize(
    ("screen", "key", "sheet"),
    [(education.SCREEN, "schools", "board-school"), (education.SCREEN, "gardens", "board-kindergarten"),
     (education.SCREEN, "safety", "safety-table"), (budget.SCREEN, "districts", "budget-districts")],
)  # fmt: skip
def test_R072_R070_a_district_leaves_the_comparison_of_all_eight_and_the_foot_of_the_city(
    store: Store, screen: Any, key: str, sheet: str
) -> None:
    whole, own = (lines(drawn(store, screen, key, **asked), sheet) for asked in ({}, {"d": "medeu"}))
    assert len(whole) == len(own) == 1 + 8 + 1
    assert own == whole


def test_R070_money_of_every_district_stands_under_a_district_filter(store: Store) -> None:
    ctx = context(store, budget.SCREEN)
    with store.read() as conn:
        people, _ = profiles(conn, store, OFFICIAL)
        table = store.tables["budget_proposals"].c
        given = dict(conn.execute(select(table.district, func.sum(table.budget_given))
                                  .where(table.known_to.is_(None)).group_by(table.district)).all())  # fmt: skip
    own = lines(drawn(store, budget.SCREEN, "districts", d="medeu"), "budget-districts")
    for district in store.city.districts:
        residents = people[district.id].people
        assert residents is not None
        (row,) = [line for line in own if line.startswith(district.names["en"])]
        assert ctx.number(given[district.id] / residents.value * 1000 / 1e6, 1) in row


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "–"), (0.0, "0.0"), (12.34e9, "12.3"), (0.1e9, "0.1"), (12e6, "0.012"), (500_000.0, "0.000500")],
)
def test_a_small_sum_is_not_told_as_nothing(store: Store, value: float | None, words: str) -> None:
    assert money(context(store, budget.SCREEN), value) == words


def test_R028_a_site_without_a_plan_is_neither_late_nor_in_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ctx = context(store, infrastructure_page.SCREEN)
    ask = infrastructure_page.SCREEN.ask(ctx)
    row = sites.sites(ctx, ask)[0].row
    assert sites.late_words(ctx, sites.Site(row, Course(None, None))) == "–"
    assert sites.late_words(ctx, sites.Site(row, Course(0, None))) == "in time"
    unplanned, fine = sites.Site(row, Course(None, None)), sites.Site(row, Course(-3, None))
    for found, tone, words in (
        ([unplanned, unplanned], "unknown", "None of the 2 sites has a planned end"),
        ([unplanned, fine], "good", "All 1 sites are in time"),
    ):
        monkeypatch.setattr(sites, "sites", lambda *_, found=found: found)
        answer = infrastructure.answers(ctx, ask)[1]
        assert answer.tone == tone
        assert words in str(answer.sentence)


def test_R034_a_state_that_nobody_knows_is_not_counted_as_bad(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ctx = context(store, infrastructure_page.SCREEN)
    ask = infrastructure_page.SCREEN.ask(ctx)
    rows = [{"state": state, "out_of_work_since": None, "object_id": state} for state in ("", "working", "broken")]
    assert [row["object_id"] for row in hazards.out_of_work(rows)] == ["broken"]
    counted = [query.Tally("medeu", state, 5) for state in ("", "working", "other")]
    monkeypatch.setattr(query, "tally", lambda *_: tuple(counted))
    assert infrastructure._repairs(ctx, ask) == []
    counted.append(query.Tally("medeu", "repair", 2))
    assert infrastructure._repairs(ctx, ask) == ["Objects under repair: 2."]
    monkeypatch.setattr(hazards, "crossings", lambda *_: rows[:1])
    monkeypatch.setattr(infrastructure, "_repairs", lambda *_: [])
    monkeypatch.setattr(infrastructure, "_danger", lambda *_: [])
    # Not `answers`: with the tallies of this test it would keep a made-up provision for everybody after it.
    assert infrastructure._now(ctx, ask).tone == "unknown"


def of_layer(store: Store, layer: str, **where: str) -> set[str]:
    table = store.tables[layer].c
    with store.read() as conn:
        parts = [table[name] == value for name, value in where.items()]
        return set(conn.execute(select(table.object_id).where(table.known_to.is_(None), *parts)).scalars())


def asked(store: Store, screen: Any, **query_: str) -> tuple[Context, Any]:
    ctx = context(store, screen, **query_)
    return ctx, screen.ask(ctx)


def test_R027_figures_of_infrastructure_follow_the_filters_that_they_share(store: Store) -> None:
    ctx, ask = asked(store, infrastructure_page.SCREEN, kind="library")
    assert {one.row["object_id"] for one in sites.sites(ctx, ask)} == of_layer(store, sites.SITES, kind="library")
    closed = of_layer(store, "city_objects", kind="library", state="repair")
    said = infrastructure._repairs(ctx, ask)
    assert re.findall(r"\d+", " ".join(said)) == ([str(len(closed))] if closed else [])
    everything = infrastructure._repairs(*asked(store, infrastructure_page.SCREEN))
    assert everything != said
    assert shared_note(ctx, hazards.CROSSINGS, ask, hazards.SHARED) == ("The chosen filters do not work here.",)
    assert shared_note(ctx, sites.SITES, ask, sites.SHARED) == ()
    figures = infrastructure.figures(ctx, ask)
    assert sum("The chosen filters do not work here." in figure.notes for figure in figures) == 1
    both = asked(store, infrastructure_page.SCREEN, kind="library", d="medeu")
    assert shared_note(*both[:1], hazards.CROSSINGS, both[1], hazards.SHARED) == (
        "Of the chosen filters, these work here: district.",)  # fmt: skip


def test_R084_barriers_follow_district_and_days(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'few.gpkg'}")
    put(store, "access_objects", [row("a1", 76.9, 43.25, kind="school", state="access_full", body="akimat-medeu")])
    put(store, "barriers", [
        row(name, 76.9, 43.25, kind="no_ramp", state=state, district=district, valid_from=date(year, 1, 1))
        for name, state, district, year in (("b1", "open", "medeu", 2020), ("b2", "open", "medeu", 2026),
                                            ("b3", "removed", "medeu", 2020), ("b4", "open", "almaly", 2020))
    ])  # fmt: skip

    def there(**query_: str) -> list[str]:
        return [one.id.partition(".")[2] for one in standing(*asked(store, inclusion.SCREEN, **query_))]

    assert there() == ["b1", "b2", "b4"]
    assert there(body="akimat-medeu") == ["b1", "b2", "b4"]
    assert there(d="medeu") == ["b1", "b2"]
    assert there(d="medeu", to="2021-01-01") == ["b1"]
    store.close()


def test_R084_barriers_say_which_filters_they_follow_and_lead_to_the_district(store: Store) -> None:
    ctx, ask = asked(store, inclusion.SCREEN, state="access_full", d="medeu")
    barriers = next(one for one in inclusion.SCREEN.figures(ctx, ask) if "#barriers" in one.href)
    assert "Of the chosen filters, these work here: district." in barriers.notes
    assert "d=medeu" in barriers.href
    links = [one["props"]["href"] for one in nodes(drawn(store, inclusion.SCREEN, "barriers", d="medeu"))
             if str(one["props"].get("href", "")).startswith("/map")]  # fmt: skip
    assert links
    assert all("medeu" in href for href in links)


def test_R083_answers_of_inclusion_keep_what_is_asked(store: Store) -> None:
    ctx, ask = asked(store, inclusion.SCREEN, d="medeu")
    found = [answer.href for answer in inclusion.SCREEN.answers(ctx, ask)]
    assert found == [f"/inclusion?d=medeu#{name}" for name in ("plan", "barriers", "there")]


@pytest.mark.parametrize("screen", [inclusion.SCREEN, networks.SCREEN], ids=["inclusion", "networks"])
def test_R003_figures_say_the_day_of_their_rows(store: Store, screen: Any) -> None:
    ctx = context(store, screen)
    figures = screen.figures(ctx, screen.ask(ctx))
    assert figures
    for figure in figures:
        assert figure.source is not None, figure.title
        assert figure.data_date is not None, figure.title


def test_R072_the_page_of_education_says_what_its_days_work_on(store: Store) -> None:
    ctx, ask = asked(store, education.SCREEN, kind="school", **{"from": "2026-01-01"})
    late = next(one for one in education.SCREEN.figures(ctx, ask) if one.title == "School and kindergarten sites late")
    assert "The chosen filters do not work here." in late.notes
    plain = education.SCREEN.figures(*asked(store, education.SCREEN))
    assert not any("The chosen filters do not work here." in one.notes for one in plain)
    months = [line.split(" | ")[0] for line in lines(drawn(store, education.SCREEN, "meals"), "meals-months")[1:]]
    assert months
    assert not any(re.match(r"\d{4}-", month) for month in months)


@pytest.mark.parametrize("lang", ["kk", "en"])
def test_R051_works_that_collide_are_named_in_the_readers_language(store: Store, lang: Any) -> None:
    ctx = Context(store, OFFICIAL, lang, path="/works")
    found = json.loads(json.dumps(closures(ctx, works.SCREEN.ask(ctx)), cls=PlotlyJSONEncoder))
    names = {str(one.object_id): one._mapping for one in rows_of(store)}
    seen = 0
    for node in nodes(found):
        href = str(node["props"].get("href", ""))
        if href.startswith("/o/works.") and "(" in " ".join(texts(node)):
            work: Mapping[str, Any] = names[href.removeprefix("/o/works.")]
            assert " ".join(texts(node)) == work[f"name_{lang}"]
            seen += 1
    assert seen


def rows_of(store: Store) -> Any:
    table = store.tables["works"].c
    with store.read() as conn:
        return conn.execute(select(table.object_id, table.name_kk, table.name_en).where(table.known_to.is_(None))).all()


def test_R020_a_body_leads_to_the_page_of_its_module(store: Store) -> None:
    mains = {screen.module: screen.main for screen in SCREENS if "body" in screen.choices}
    assert record().mains == mains
    for screen in SCREENS:
        if screen.module not in mains:
            continue
        with store.read() as conn:
            table = store.tables[screen.main].c
            body = conn.execute(select(table.body).where(table.body.is_not(None), table.known_to.is_(None))).scalar()
        assert body is not None
        ctx = context(store, screen, body=body)
        assert body_page(ctx, screen.module, body) == f"{screen.path}?body={body}"
        assert not screen.ask(ctx).dropped
        assert body_page(ctx, screen.module, "nobody") == ""
    assert body_page(context(store, budget.SCREEN), "budget", "akimat-medeu") == ""


def test_R049_works_late_now_are_the_same_ones_on_the_page_of_a_district(store: Store) -> None:
    seen = 0
    for district in store.city.districts:
        ctx, ask = asked(store, works.SCREEN, d=district.id)
        with store.read() as conn:
            found = cuts(conn, store, OFFICIAL, district.id, city_today(ctx))
        (cut,) = [one for one in found if one.figure.id == "works_late"]
        page = find(ctx, ask)
        assert cut.count == len(page.late_now) <= page.whole.late
        seen += cut.count
    assert seen


def test_R053_appeals_can_be_laid_over_the_works(store: Store) -> None:
    assert "appeals" in works.SCREEN.layers
    assert "appeals" not in works.SCREEN.shown
