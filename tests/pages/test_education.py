"""The page of education: answers, figures and parts for each reader, and the same answer to a parent at every door."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from plotly.utils import PlotlyJSONEncoder

from analysis.new_flats import first_graders_of
from components.context import Context
from components.education import answers, future, load, parent, quality
from components.education.facts import facts
from components.education.told import sentences, told
from components.module.ask import Ask
from config.policy import Role, User
from config.settings import get_settings
from data.queries.education import COMPLAINT, meal_events, organizations
from data.store import Store
from pages.education import SCREEN
from tests.app_world import Visitor, empty_store, texts

CORNER = "пр. Абая, уг. ул. Байтурсынова"
OFFICIAL = User("o", Role.OFFICIAL)
STAFF = User("s", Role.DISTRICT_STAFF, "medeu")


@pytest.fixture(autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A home of the tests' own for the road graph, the same for all of them."""
    monkeypatch.setenv("SITCENTER_HOME", str(tmp_path_factory.getbasetemp() / "education-home"))
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture
def ctx(store: Store) -> Context:
    return Context(store, path="/education")


def said(node: Any) -> str:
    """Words of a component or of an answer's sentence."""
    plain = json.loads(json.dumps(node, cls=PlotlyJSONEncoder))
    return " ".join(" ".join(texts(plain)).replace("\u00a0", " ").split())


def asked(ctx: Context, **query: str) -> Ask:
    return SCREEN.ask(replace(ctx, query=query))


def words_of(ctx: Context, ask: Ask) -> list[str]:
    return [said(one.sentence) for one in answers.answers(ctx, ask)]


def test_R073_the_first_answer_says_where_places_are_short_and_how_many(ctx: Context) -> None:
    short, over, *_ = words_of(ctx, asked(ctx))
    assert "19 600" in short
    assert "43 000" in short
    assert "Алатауский район" in short
    assert "Перегружены 37 школ" in over
    assert "три смены" in over
    tones = [one.tone for one in answers.answers(ctx, asked(ctx))]
    assert tones[:3] == ["bad", "bad", "bad"]


def test_R073_a_district_changes_the_answers_and_adds_up(ctx: Context) -> None:
    codes = [district.id for district in ctx.store.city.districts]
    parts = [facts(ctx, asked(ctx, d=code)).schools for code in codes]
    assert sum(part.over for part in parts) == 19_600
    assert sum(part.pupils for part in parts) == 320_000
    assert "Больше всего" not in words_of(ctx, asked(ctx, d="medeu"))[0]
    assert facts(ctx, asked(ctx, ownership="private")).schools.overloaded == 0
    assert said(answers.answers(ctx, asked(ctx, kind="sport_school"))[0].sentence).startswith("Под выбранные условия")


def test_R026_what_single_schools_lack_is_for_officials(store: Store) -> None:
    public, official = Context(store, path="/education"), Context(store, OFFICIAL, path="/education")
    fail = words_of(public, asked(public))[2]
    assert "225" in fail
    assert "37" in fail
    assert "76" not in fail
    table = said(quality.safety(public, asked(public)))
    assert "Школа" not in table
    assert "76" in words_of(official, asked(official))[2]
    assert "Школа" in said(quality.safety(official, asked(official)))
    with store.read() as conn:
        assert all("alarm_button" not in org.row for org in organizations(conn, store, public.user))
        staff = organizations(conn, store, STAFF)
    known = {org.district for org in staff if org.row["alarm_button"] is not None}
    assert known == {"medeu"}


def test_R076_alerts_name_schools_with_three_complaints_in_thirty_days(ctx: Context) -> None:
    found = facts(ctx, asked(ctx))
    assert found.alerts
    with ctx.store.read() as conn:
        events = meal_events(conn, ctx.store, ctx.user)
    for alert in found.alerts:
        days = [event.day for event in events if event.org == alert.org and event.kind == COMPLAINT]
        inside = [day for day in days if alert.first <= day < alert.first + timedelta(days=30)]
        assert len(inside) == alert.count >= 3
    drawn = said(quality.meals(ctx, asked(ctx)))
    assert "не проверена" in drawn
    assert "Школа" in drawn
    none = asked(ctx, **{"from": "2020-01-01", "to": "2020-12-31"})
    assert facts(ctx, none).meals == ()


def test_R003_figures_say_that_they_are_made_up(ctx: Context) -> None:
    figures = answers.figures(ctx, asked(ctx))
    assert len(figures) >= 8
    for figure in figures:
        assert (figure.origin, figure.data_date) == ("synthetic", date(2026, 11, 30))
        assert figure.source is not None
        assert figure.source.origin == "synthetic"


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
@pytest.mark.parametrize("user", [User(), OFFICIAL, STAFF])
def test_every_part_is_drawn_in_every_language(store: Store, lang: Any, user: User) -> None:
    ctx = Context(store, user, lang, path="/education")
    for ask in (asked(ctx), asked(ctx, d="medeu"), asked(ctx, kind="kindergarten")):
        drawn = {part.key: part.draw(ctx, ask) for part in SCREEN.parts}
        assert {"parent", "forecast", "services"} <= {key for key, body in drawn.items() if body is not None}
        assert len(answers.answers(ctx, ask)) == 4
    text = " ".join(said(body) for body in drawn.values() if body is not None)
    assert "{" not in text
    if lang == "en":
        assert not set("ёыэъщ") & set(text.casefold())


def test_R074_a_parent_is_told_places_minutes_rules_and_the_number(ctx: Context) -> None:
    found = told(ctx, CORNER)
    assert found.fault == ""
    lines = sentences(ctx, found)
    whole = " ".join(lines)
    for word in ("Абай", "мин пешком", "свободно мест", "109", "balabaqsha.bilimalmaty.kz", "направление", "демо"):
        assert word in whole, word
    assert found.offers is not None
    offer = found.offers["kindergarten"]
    assert [one.minutes for one in offer.free] == sorted(one.minutes for one in offer.free)
    assert all(one.org.free_places for one in offer.free)
    assert offer.nearest[0].minutes <= offer.free[0].minutes
    shown = said(parent.parent(ctx, asked(ctx, address=CORNER)))
    assert all(said(line) in shown for line in lines)
    assert "мин пешком" in words_of(ctx, asked(ctx, address=CORNER))[3]


@pytest.mark.parametrize("address", ["ы", "улица Которой Совсем Нигде Нет 12", "<script>", "🙂🙂🙂", "   "])
def test_R074_an_address_that_nobody_knows_is_said_so_with_the_rules(ctx: Context, address: str) -> None:
    found = told(ctx, address)
    assert found.fault == "unknown"
    lines = sentences(ctx, found)
    assert lines[0].startswith("Такого адреса мы не нашли")
    assert "109" in lines[-1]


def test_R073_walking_distance_is_worked_out_when_asked_for(ctx: Context) -> None:
    start = said(load.walk(ctx, asked(ctx)))
    assert "Посчитать" in start
    drawn = said(load.walk(ctx, asked(ctx, walk="1")))
    assert "модель" in drawn
    assert drawn.count("Весь город") == 2
    for district in ctx.store.city.districts:
        assert district.names["ru"] in drawn


def test_R073_the_forecast_shows_interval_method_and_marks(ctx: Context) -> None:
    drawn = said(future.forecast(ctx, asked(ctx)))
    for word in ("2031", "Интервал 95", "родившиеся 6 лет назад", "демо", "модель", "прогноз"):
        assert word in drawn, word
    assert "Медеуский район" in said(future.forecast(ctx, asked(ctx, d="medeu")))


def test_R073_flats_beyond_the_usual_add_first_graders_as_a_marked_assumption(ctx: Context) -> None:
    assert first_graders_of(1_000, 29_100, 2_910_000) == pytest.approx(1_000 * 65 / 29.1 * 0.01)
    assert first_graders_of(1_000, 100, 0) is None
    usual = said(future.forecast(ctx, asked(ctx)))
    assert "не прогноз" in usual
    assert "добавят" not in usual
    more = said(future.forecast(ctx, asked(ctx, flats="5000")))
    assert "5 000 квартир сверх обычного добавят примерно" in more
    assert "добавят" not in said(future.forecast(ctx, asked(ctx, flats="-1")))


def test_R075_sites_show_plan_fact_and_visits(ctx: Context) -> None:
    drawn = said(future.sites(ctx, asked(ctx)))
    for word in ("81", "16 900", "Опоздание, дней", "мониторинговой группы", "замечание"):
        assert word in drawn, word


def test_R077_R078_R079_services_appeals_and_grounds(ctx: Context) -> None:
    services = said(quality.services(ctx, asked(ctx)))
    assert "Семь услуг" in services
    assert services.count("оператор не передавал") == 2
    assert "269 006" in said(quality.appeals(ctx, asked(ctx)))
    assert "13 000" in said(quality.sport(ctx, asked(ctx)))


def test_without_a_register_the_page_says_so_and_shows_no_zero(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    ctx = Context(store, path="/education")
    assert [one.tone for one in answers.answers(ctx, asked(ctx))] == ["unknown"] * 4
    assert {figure.value for figure in answers.figures(ctx, asked(ctx))} == {"–"}
    drawn: Mapping[str, Any] = {part.key: part.draw(ctx, asked(ctx)) for part in SCREEN.parts}
    assert {key for key, body in drawn.items() if body is not None} == {"parent", "forecast", "services"}
    assert "Прогноза нет" in said(drawn["forecast"])
    assert told(ctx, CORNER).fault == "no_data"
    store.close()


def test_R074_the_door_says_the_very_same_sentences(made: Dash, ctx: Context) -> None:
    visitor = Visitor(made)
    reply = visitor.get("/api/education/places", query_string={"address": CORNER, "lang": "ru"})
    assert reply.status_code == 200
    assert reply.json["text"] == sentences(ctx, told(ctx, CORNER))
    assert reply.json["place"]["lat"] == pytest.approx(43.24, abs=0.02)
    first = reply.json["offers"]["kindergarten"]["free"][0]
    assert (first["origin"], first["free_places"] > 0) == ("synthetic", True)
    assert visitor.get(f"/o/{first['id']}").status_code == 200
    assert visitor.get("/api/education/places", query_string={"address": "x" * 101}).status_code == 400
    unknown = visitor.get("/api/education/places?address=").json
    assert (unknown["place"], unknown["offers"]) == (None, {})


def test_R072_the_page_is_in_the_menu_and_keeps_its_address(made: Dash) -> None:
    visitor = Visitor(made)
    page = visitor.words("/education?d=medeu&load_class=far_over,over&lang=ru").replace("\u00a0", " ")
    assert "Образование: места, загрузка, качество" in page
    assert "Медеуский район" in page
    assert "Реестр школ и садов" in page


def test_R076_R075_cards_lead_to_meals_visits_and_back(made: Dash, ctx: Context) -> None:
    visitor = Visitor(made)
    found = facts(ctx, asked(ctx))
    school = found.alerts[0].org
    card = visitor.words(f"/o/education_orgs.{school}?lang=ru").replace("\u00a0", " ")
    assert "Питание: жалобы и проверки" in card
    assert "за 30 дней" in card
    assert "Обращений: питание" in card
    event = next(one for one in found.all_meals if one.org == school)
    org = found.org(school)
    assert org is not None
    assert org.row["name_ru"] in visitor.words(f"/o/school_meals.{event.row['object_id']}?lang=ru")
    site = next(one for one in found.sites if one.visits)
    assert "Выезды мониторинговой группы" in visitor.words(f"/o/school_sites.{site.id}?lang=ru")
