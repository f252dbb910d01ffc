"""A value that an official entered stands with its own source, day and origin, beside those of the document."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask, g

from analysis import standing
from api import embed
from api import indicators as door
from api.district_profile import sheet_of
from components import district_figures
from components.boards.parts import figure
from components.catalogue_cargo import told
from components.context import EXTENSION, Context
from components.district_atlas import wish
from components.district_board import about
from components.figures import entry_card
from components.indicator_history import history
from components.indicator_subject import caption, chosen, sources_of, subject
from components.indicator_take import bibtex, citations, cited
from components.indicator_wish import Wish
from components.wall import scenes
from config import i18n
from config.policy import User
from config.walls import SceneRecord
from data.entry import review
from data.entry.proposals import city_today, enter
from data.queries import districts as districts_query
from data.queries import indicators as queries
from data.queries.indicators import Entry
from data.store import Store
from pages import district as district_page
from pages import districts, indicator
from pages import plan as plan_page
from tests import indicator_world
from tests.app_world import empty_store
from tests.entry_world import ADMIN, AIGUL, BERIK, EDUCATION, STAFF, a_wish, plan_loaded
from tests.pages.test_indicator_page import below, parts, words

CODE, OTHER = "plan-051a", "plan-052"
AKIMAT, DAY = "akimat-medeu", "2023-01-01"
BODY = f"entry-{EDUCATION}"
PASSPORT = {"source": "plan2025", "origin": "official", "data_date": None}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The plan, a new fact of 2022 and a correction of 2019, both entered and approved."""
    store = plan_loaded(empty_store(tmp_path_factory.mktemp("entered")))
    for number, given in enumerate((a_wish("93.4", "2022"), a_wish("88", "2019", "Recount of groups"))):
        one = enter(store, AIGUL, (EDUCATION, f"{CODE}|almaty|"), given, f"n{number}")
        review.decide(store, BERIK, one.id, approve=True)
    yield store
    store.close()


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """People by district, with a correction of those of Medeu."""
    store = empty_store(tmp_path_factory.mktemp("people"))
    indicator_world.load(store, "population_2023")
    one = enter(store, STAFF, (AKIMAT, "population|medeu|"), a_wish("222222", DAY, "Recount"), "n1")
    review.decide(store, ADMIN, one.id, approve=True)
    yield store
    store.close()


def entry_of(store: Store, code: str = CODE) -> Entry:
    with store.read() as conn:
        return queries.entry_of(conn, store, User(), code)


def named(store: Store, lang: i18n.Lang) -> tuple[str, str]:
    """Names of the entered source and of the document's one."""
    own, document = store.city.source(BODY), store.city.source("plan2025")
    assert own is not None
    assert document is not None
    return own.names[lang], document.names[lang]


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R100_caption_card_frame_and_wall_say_the_source_of_the_entered_value(plan: Store, lang: i18n.Lang) -> None:
    ctx, (own, document) = Context(plan, lang=lang), named(plan, lang)
    today = ctx.date(city_today(plan))
    layout = indicator.layout(ctx, CODE)
    under = words(below(layout, indicator.CAPTION))
    assert own in under
    assert document in under
    assert today in under
    figures = words(next(p for p in parts(layout) if str(getattr(p, "className", "")) == "card figure"))
    assert own in figures
    assert document not in figures
    assert own in words(entry_card(ctx, entry_of(plan)))
    with Flask("frame").app_context():
        assert own in embed.document(ctx, CODE, Wish())
    for kind in ("figures", "chart"):
        scene = SceneRecord.model_validate({"id": kind, "kind": kind, "codes": (CODE,)})
        with plan.read() as conn:
            drawn = str(scenes.drawn(ctx, conn, scene))
        assert own in drawn
        assert document not in drawn


def test_R100_the_catalogue_shows_the_entered_source_and_finds_the_row_by_both(plan: Store) -> None:
    ctx = Context(plan, lang="en")
    with plan.read() as conn:
        cargo = told(ctx, conn)
    codes = [row[0] for row in cargo["rows"]]
    by_name = {facet["id"]: facet for facet in cargo["facets"]}

    def has(facet: str, code: str) -> list[str]:
        places = by_name[facet]["rows"][codes.index(code)]
        return [by_name[facet]["options"][place][0] for place in ([places] if isinstance(places, int) else places)]

    assert has("source", CODE) == [BODY, "plan2025"]
    assert has("source", OTHER) == ["plan2025"]
    assert named(plan, "en")[0] in [option[1] for option in by_name["source"]["options"]]
    row = dict(zip(cargo["fields"], cargo["rows"][codes.index(CODE)], strict=True))
    assert ctx.date(city_today(plan)) in row["age"]


def test_a_line_of_each_source_says_its_newest_day(plan: Store) -> None:
    point = entry_of(plan).last
    assert point is not None
    old = point.__class__(**{**point.__dict__, "data_date": date(2020, 1, 1)})
    document = point.__class__(**{**point.__dict__, "source": "plan2025", "data_date": None})
    assert sources_of([old, point, old], PASSPORT) == [(BODY, "official", point.data_date)]
    given = {**PASSPORT, "data_date": date(2021, 5, 5)}
    assert sources_of([document, old], given) == [("plan2025", "official", date(2021, 5, 5)),
                                                  (BODY, "official", date(2020, 1, 1))]  # fmt: skip
    assert sources_of([], given) == [("plan2025", "official", date(2021, 5, 5))]


def test_the_past_of_an_indicator_knows_nothing_of_later_corrections(plan: Store) -> None:
    ctx = Context(plan, lang="en")
    before, today = city_today(plan) - timedelta(days=2), city_today(plan)
    assert "Recount of groups" in words(history(ctx, CODE))
    assert "Recount of groups" in words(history(ctx, CODE, today))
    assert f"held on {ctx.date(today)}" in words(history(ctx, CODE, today))
    assert history(ctx, CODE, before) is None
    page = words(indicator.layout(Context(plan, lang="en", query={"at": before.isoformat()}), CODE))
    assert f"No value was corrected until {ctx.date(before)}." in page
    assert named(plan, "en")[0] not in page
    found = subject(ctx, CODE, Wish(day=before))
    assert named(plan, "en")[0] not in words(caption(ctx, found, *chosen(ctx, found, Wish(day=before))))


def test_files_name_every_source_and_the_day_of_knowledge(plan: Store) -> None:
    server = Flask("files")
    server.extensions[EXTENSION] = plan
    day = city_today(plan).isoformat()
    with server.test_request_context(f"/api/indicators/{CODE}.csv?as_of={day}"):
        g.lang = "en"
        text = door.indicator_csv(CODE).get_data(as_text=True)
        told = door.indicator(CODE).get_json()
        assert told["breaks"] == []
        assert [one["source"] for one in told["sources"]] == ["plan2025", BODY]
        assert {one["origin"] for one in told["sources"]} == {"official"}
        assert named(plan, "en")[0] in told["sources"][1]["words"]
        assert told["sources"][1]["data_date"] == day
    last = text[text.index("\r\n\r\n") :]
    assert f"Known on: {day}" in last
    assert f"{named(plan, 'en')[0]} · official" in last


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R100_citations_and_boards_name_the_source_of_the_entered_value(plan: Store, lang: i18n.Lang) -> None:
    ctx, (own, document) = Context(plan, lang=lang, path="/plan"), named(plan, lang)
    found = subject(ctx, CODE, Wish())
    given = cited(found.row, found.points)
    today = city_today(plan)
    assert given.day == today
    (text,) = [one.text for one in citations(ctx, given, "https://city.example/", today) if one.lang == lang]
    assert f"{document}; {own}" in text
    assert i18n.date(lang, today, "long") in text
    entry = bibtex(ctx, given, "https://city.example/", today)
    assert own in entry
    assert f"year = {{{today.year}}}" in entry
    assert own not in bibtex(ctx, cited(found.row, ()), "https://city.example/", today)
    last, other = entry_of(plan).last, entry_of(plan, OTHER).last
    mark = ctx.t("boards.entered", source=own, date=ctx.date(today))
    assert mark in words(figure(ctx, last))
    assert mark not in words(figure(ctx, other))
    page = words(plan_page.layout(Context(plan, lang=lang, path="/plan", query={"part": "indicators"})))
    assert mark in page
    assert page.index(document) < page.rindex(own)


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R100_districts_say_the_source_of_each_figure_on_screen_and_on_paper(people: Store, lang: i18n.Lang) -> None:
    ctx = Context(people, lang=lang, path="/districts")
    own, document = (people.city.source(code) for code in (f"entry-{AKIMAT}", "population_2023"))
    assert own is not None
    assert document is not None
    mine, printed = own.names[lang], document.names[lang]
    with people.read() as conn:
        found = standing.rankings(conn, people, User())["population"]
        sources = districts_query.sources(conn, people, User())
        asked = wish(ctx, found.entry, queries.district_points(conn, people, User()))
    assert sources == {"population_2023": sources["population_2023"], f"entry-{AKIMAT}": city_today(people)} | {
        name: day for name, day in sources.items() if day is None
    }
    assert asked is not None
    for drawn in (about(ctx, asked), districts.layout(ctx)):
        assert mine in words(drawn)
        assert printed in words(drawn)
    for district, there, absent in (("medeu", mine, printed), ("alatau", printed, mine)):
        card = words(district_figures.card(ctx, found, district))
        assert there in card
        assert absent not in card
        people_cards = words(district_page.layout(ctx, district))
        assert there in people_cards
    notes = {name: " ".join(sheet_of(ctx, name, "https://city.example/").notes) for name in ("medeu", "alatau")}
    assert mine in notes["medeu"]
    assert printed in notes["medeu"], "the figure of the city is the document's"
    assert mine not in notes["alatau"]
