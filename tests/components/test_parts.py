"""Parts of screens: badges tell age and origin, cards tell sources, states tell what to do, tables name their rows."""

from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
from dash.development.base_component import Component

from components import badges, basics, states
from components.cards import Figure, figure_card
from components.context import Context
from components.links import map_link
from components.periods import period_words
from config import i18n
from config.city import RHYTHM_DAYS, Rhythm, load_city
from config.records import Origin
from data.queries.indicators import Point
from data.store import Store, make_engine
from layers import layers_of


@pytest.fixture
def ctx(tmp_path: Path) -> Context:
    """A reader of Russian; no row is read here."""
    city = load_city("almaty")
    return Context(Store(make_engine(f"sqlite:///{tmp_path / 'none.gpkg'}"), city, layers_of(city, demo=True)))


def words(node: object) -> str:
    if isinstance(node, Component):
        return words(getattr(node, "children", None))
    if isinstance(node, list | tuple):
        return " ".join(filter(None, map(words, node)))
    return "" if node is None else str(node)


def classes(node: Component) -> str:
    return str(getattr(node, "className", ""))


@pytest.mark.parametrize("rhythm", list(RHYTHM_DAYS))
def test_R006_a_badge_tells_whether_data_keep_their_rhythm(ctx: Context, rhythm: Rhythm) -> None:
    today, allowed = badges.city_today(ctx), RHYTHM_DAYS[rhythm]
    if allowed is None:
        assert "badge-age-static" in classes(badges.age_badge(ctx, date(1900, 1, 1), rhythm))
        return
    assert "badge-age-fresh" in classes(badges.age_badge(ctx, today - timedelta(days=allowed), rhythm))
    late = badges.age_badge(ctx, today - timedelta(days=allowed + 1), rhythm)
    assert "badge-age-late" in classes(late)
    assert "устарели" in words(late)


def test_an_unknown_date_is_said(ctx: Context) -> None:
    assert "дата неизвестна" in words(badges.age_badge(ctx, None, "year"))
    assert badges.age_words(ctx, None) == "дата неизвестна"


@pytest.mark.parametrize(("days", "said"), [(0, "сегодня"), (1, "1 день назад"), (800, "2 года назад")])
def test_an_age_is_said_as_people_say_it(ctx: Context, days: int, said: str) -> None:
    assert badges.age_words(ctx, days) == said


@pytest.mark.parametrize("lang", i18n.LANGS)
@pytest.mark.parametrize("origin", get_args(Origin))
def test_every_origin_has_a_mark_with_words(ctx: Context, origin: str, lang: i18n.Lang) -> None:
    shown = badges.origin_badge(Context(ctx.store, lang=lang), origin)
    assert words(shown).strip()
    assert f"badge-origin-{origin}" in classes(shown)


def test_a_figure_tells_source_age_origin_and_doubt(ctx: Context) -> None:
    source = ctx.store.city.source("crime_1m")
    shown = words(figure_card(ctx, Figure("Title", "42", "km", "2023", source, doubtful=True, notes=("note",))))
    assert source is not None
    for expected in (
        "Title",
        "42",
        "km",
        "2023",
        "note",
        source.names.ru,
        "есть оговорка",
        "открытые данные",
        "31 дек. 2023",
    ):
        assert expected in shown


def test_a_made_up_figure_wears_its_mark(ctx: Context) -> None:
    source = ctx.store.city.source("demo_city")
    assert "демо" in words(figure_card(ctx, Figure("Title", "42", source=source)))


@pytest.mark.parametrize("lang", i18n.LANGS)
@pytest.mark.parametrize("kind", get_args(states.State))
def test_a_state_says_what_happened_and_what_to_do(ctx: Context, kind: states.State, lang: i18n.Lang) -> None:
    shown = words(states.state(Context(ctx.store, lang=lang), kind))
    assert len(shown.split()) > 6


def test_a_cut_list_says_how_much_is_shown(ctx: Context) -> None:
    assert "100" in words(states.cut_off(ctx, 100, 5000))
    assert "5" in words(states.cut_off(ctx, 100, 5000))


def test_a_table_names_its_rows_and_columns() -> None:
    shown = basics.table("Caption", ["a", "b"], [["x", "1"], ["y", "2"]], numeric=(1,), foot=["sum", "3"])
    assert words(shown).split() == ["Caption", "a", "b", "x", "1", "y", "2", "sum", "3"]
    text = str(shown.to_plotly_json())  # type: ignore[no-untyped-call]
    assert text.count("scope='row'") + text.count("'scope': 'row'") == 3
    assert text.count("scope='col'") + text.count("'scope': 'col'") == 2


def point(period: str, kind: str, start: date | None = None) -> Point:
    return Point("almaty", period, kind, start, "", "", "fact", 1.0, "", "=", "", "", 0, None)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (point("2023-01-01", "day", date(2023, 1, 1)), "1 янв. 2023 г."), (point("2024-06", "month"), "июнь 2024"),
        (point("2023-01/2023-04", "range"), "январь 2023 – апрель 2023"), (point("2021", "year"), "2021"),
        (point("2019-2022", "range"), "2019-2022"), (point("2020/2025", "range"), "2020 – 2025"),
    ],
)  # fmt: skip
def test_a_period_is_said_in_words(ctx: Context, shown: Point, said: str) -> None:
    assert period_words(ctx, shown).replace("\u00a0", " ").replace("\u202f", " ") == said


def test_a_link_to_the_map_keeps_the_base(ctx: Context) -> None:
    link = map_link(ctx, ["schools"], "medeu")
    assert link.startswith("/map?")
    assert "schools" in link
    assert "roads" in link
    assert "d=medeu" in link
    assert map_link(ctx) == "/map"
