"""The page of networks on a small network drawn by hand: answers, figures, parts and what each reader may see."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder

from analysis.outage_store import SOCIAL
from components.context import Context
from components.module import page
from components.module.ask import Ask
from components.networks import answers, card, cut, light, off, operators, wear, winter
from config import i18n
from data.queries import networks as query
from data.queries.objects import get_object
from data.store import Store
from pages import network_operator, networks
from tests.app_world import texts
from tests.map_world import USERS, fill, open_store, put, row
from tests.network_world import fill_networks, outage

ENTITLED = {"analyst", "official", "admin", "district_staff"}
SECRET = "Тайный"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("networks")
    found = fill_networks(fill(open_store(f"sqlite:///{folder / 'c.gpkg'}")))
    del found.layers["probe"]
    yield found
    found.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    found = open_store(f"sqlite:///{tmp_path / 'c.gpkg'}")
    del found.layers["probe"]
    yield found
    found.close()


def context(store: Store, role: str = "visitor", lang: i18n.Lang = "ru", **asked: str) -> Context:
    return Context(store, USERS[role], lang, path="/networks", query=asked)


def said(node: Any) -> str:
    plain = json.loads(json.dumps(node, cls=PlotlyJSONEncoder))
    return " ".join(" ".join(texts(plain)).replace("\u00a0", " ").split())


def whole(ctx: Context, screen: Any = networks.SCREEN, **parts: str) -> str:
    """Everything that follows the filters, as the browser gets it."""
    now = page.live(ctx, screen, screen.ask(ctx, parts))
    return json.dumps([now.answers, now.figures, now.parts], cls=PlotlyJSONEncoder, ensure_ascii=False)


def sentences(ctx: Context) -> list[str]:
    return [said(one.sentence) for one in answers.answers(ctx, networks.SCREEN.ask(ctx))]


def test_R042_the_first_answer_says_what_is_off_since_when_and_for_how_many(small: Store) -> None:
    first = sentences(context(small))[0]
    assert "до 400 жителей, 40 домов (1 отключение)" in first
    assert "водоснабжение, Медеуский район, с 29 нояб." in first.replace(" ", " ")
    # 18:00 UTC is 23:00 by the clock of Almaty.
    assert "23:00" in first


def test_R041_the_second_answer_says_what_is_worn_and_whose(small: Store) -> None:
    second = sentences(context(small))[1].replace("\u00a0", " ")
    assert "50,0 % сетей: 2 из 4 км" in second
    assert "водоснабжение: 50,0 %, ГКП «Алматы Су»" in second


def test_R046_the_third_answer_says_where_the_winter_is_not_met(small: Store) -> None:
    third = sentences(context(small))[2].replace("\u00a0", " ")
    assert "Готовность 75,0 %; не закончено в срок: 1 из 2 работ" in third
    assert "Медеуский район (50,0 %)" in third


def test_R042_without_data_the_answers_say_so(empty: Store) -> None:
    ctx = context(empty)
    found = answers.answers(ctx, networks.SCREEN.ask(ctx))
    assert [one.tone for one in found] == ["unknown", "unknown", "unknown"]
    assert {said(one.sentence) for one in found} == {"Данных нет."}


def test_R041_sums_of_sections_by_hand(small: Store) -> None:
    with small.read() as conn:
        rows = query.lengths(conn, small).rows
    both = query.joined(rows)
    assert both is not None
    assert (both.length_m, both.worn_m, both.worn_share, both.sections) == (4000.0, 2000.0, 0.5, 4)
    assert both.mean_year == (2016 + 1991 + 1981 + 2011) / 4
    by = query.by(rows, "district")
    assert {code: row.worn_share for code, row in by.items()} == {"almaly": 0.5, "medeu": 0.5}
    assert query.joined([]) is None


def test_R042_closed_outages_make_statistics(small: Store) -> None:
    ctx = context(small)
    ask = networks.SCREEN.ask(ctx)
    words = said(off.causes(ctx, ask)).replace("\u00a0", " ")
    assert "Износ сети 1 2,0 0 % 400" in words
    assert "Повреждение при земляных работах 1 6,0 100 % –" in words
    assert "октябрь 2026 2 2" in said(off.history(ctx, ask))


def test_R042_outages_of_which_nobody_knows_the_begin_have_no_months(empty: Store) -> None:
    put(empty, "network_outages", [outage("o1", event_start=None, event_end_plan=None)])
    ctx = context(empty)
    assert off.history(ctx, networks.SCREEN.ask(ctx)) is None


def test_R045_lamps_whose_state_nobody_knows_are_not_out(empty: Store) -> None:
    states = ("working", "working", "working", "broken", "", "")
    put(empty, "lamps", [row(f"l{no}", 76.9, 43.25, kind="led", state=state) for no, state in enumerate(states)]
        + [row("m1", 76.95, 43.25, kind="led", state="", district="medeu")])  # fmt: skip
    ctx = context(empty)
    ask = networks.SCREEN.ask(ctx)
    words = said(light.lighting(ctx, ask))
    assert "Алмалинский район 25,0 % лучше среднего" not in words
    assert "Алмалинский район 25,0 % 1 6" in words
    assert "Медеуский район – нет данных – 1" in words
    (lamps,) = [one for one in answers.figures(ctx, ask) if one.title == "Фонари не горят"]
    assert (lamps.value.replace("\u00a0", " "), lamps.data_date) == ("25,0 %", date(2024, 6, 1))


def test_R043_social_objects_without_service_have_names(small: Store) -> None:
    place = SOCIAL[0]
    with small.write() as conn:
        conn.execute(small.tables[place].insert().values(
            **row("named", 76.925, 43.25, kind="school", name_ru="Школа у трубы", district="medeu")))  # fmt: skip
        small.raise_version(conn, place)
    ctx = context(small, "official", cut="network_lines.s2")
    words = said(cut.part(ctx, networks.SCREEN.ask(ctx)))
    assert "Школа у трубы" in words
    assert ": named" not in words


def test_R044_the_list_of_operators_says_the_mean_year_of_laying(small: Store) -> None:
    ctx = context(small)
    assert "Год укладки в среднем" in said(operators.every(ctx, networks.SCREEN.ask(ctx)))
    assert "4 50,0 % 2000 1" in said(operators.every(ctx, networks.SCREEN.ask(ctx)))


def test_R043_closing_a_section_is_answered_from_the_topology(small: Store) -> None:
    ctx = context(small, "official", cut="network_lines.s1")
    words = said(cut.part(ctx, networks.SCREEN.ask(ctx))).replace("\u00a0", " ")
    assert "без услуги останутся 650 жителей и 65 домов – 3,00 км, 3 участка" in words
    assert "Медеуский район 450 45 2,00 2" in words


def test_R043_closing_a_valve_leaves_what_lies_before_it(small: Store) -> None:
    ctx = context(small, "official", cut="network_nodes.v1")
    words = said(cut.part(ctx, networks.SCREEN.ask(ctx)))
    assert "450 жителей и 45 домов" in words


@pytest.mark.parametrize("wish", ["network_lines.none", "schools.sch-0001", "x", "network_lines.", "'; DROP TABLE"])
def test_R043_what_is_no_section_is_said_to_be_none(small: Store, wish: str) -> None:
    ctx = context(small, "official", cut=wish)
    assert "Такого участка или узла нет" in said(cut.part(ctx, networks.SCREEN.ask(ctx)))


@pytest.mark.parametrize("role", sorted(USERS))
def test_R026_sections_nodes_and_closings_are_for_the_entitled(small: Store, role: str) -> None:
    text = whole(context(small, role))
    assert (SECRET in text) == (role in ENTITLED)
    assert ("network_lines." in text) == (role in ENTITLED)
    assert (SECRET in whole(context(small, role, cut="network_lines.s2"))) == (role in ENTITLED)
    assert "data-cut-lines" not in whole(context(small, "visitor", cut="network_lines.s2"))


def test_R007_staff_of_a_district_close_only_what_lies_there(small: Store) -> None:
    own = context(small, "district_staff", cut="network_lines.s2")
    assert "400 жителей" in said(cut.part(own, networks.SCREEN.ask(own)))
    other = context(small, "district_staff", cut="network_lines.s1")
    assert "Такого участка или узла нет" in said(cut.part(other, networks.SCREEN.ask(other)))
    words = said(wear.worst_sections(own, networks.SCREEN.ask(own)))
    assert "s2" in words
    assert "s1" not in words


def test_R041_the_worst_sections_come_first(small: Store) -> None:
    ctx = context(small, "official")
    words = said(wear.worst_sections(ctx, networks.SCREEN.ask(ctx)))
    order = [words.index(f"участок {name}") for name in ("s2", "s1", "s3", "s0")]
    assert order == sorted(order)


def test_R040_a_district_and_an_operator_narrow_all_figures(small: Store) -> None:
    here = context(small, d="medeu")
    assert "2 км" in said(answers.figures(here, networks.SCREEN.ask(here))[0].value + " км")
    none = context(small, body="almaty-heat")
    assert networks.SCREEN.ask(none).dropped


def test_R044_the_page_of_an_operator_is_narrowed_to_it(small: Store) -> None:
    ctx = replace(context(small, "official"), path="/networks/almaty-su")
    ask = network_operator.SCREEN.ask(ctx, {"operator": "almaty-su"})
    assert ask.choices["body"] == ("almaty-su",)
    assert "400 жителей" in said(answers.answers(ctx, ask)[0].sentence)
    other = network_operator.SCREEN.ask(ctx, {"operator": "almaty-heat"})
    assert "отключений нет" in said(answers.answers(ctx, other)[0].sentence)
    assert wear.by_kind(ctx, other) is None
    assert operators.exists(ctx, "almaty-su")
    assert not operators.exists(ctx, "atlantis")
    assert "реконструкция сетей" in said(operators.planned(ctx, ask))


def test_R046_the_board_shows_each_district_and_the_city(small: Store) -> None:
    ctx = context(small)
    words = said(winter.board(ctx, networks.SCREEN.ask(ctx))).replace("\u00a0", " ")
    assert "Медеуский район 50 % 50 %" in words
    assert "Алмалинский район 100 % 100 %" in words
    assert "Весь город 75 % 75 %" in words
    assert "реконструкция сетей км 20 15 75,0 % 1" in words


@pytest.mark.parametrize("lang", i18n.LANGS)
@pytest.mark.parametrize("role", ["visitor", "official"])
def test_every_part_speaks_every_language(small: Store, role: str, lang: i18n.Lang) -> None:
    ctx = context(small, role, lang, cut="network_lines.s1")
    text = whole(ctx)
    assert "networks." not in text.replace("network_lines.", "").replace("network_outages.", "")
    assert light.lighting(ctx, networks.SCREEN.ask(ctx)) is None


def carded(store: Store, role: str, public_id: str) -> str:
    ctx = context(store, role)
    with store.read() as conn:
        found = get_object(conn, store, public_id, ctx.user)
    assert found is not None
    return json.dumps(card.linked(ctx, found, 3), cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_R043_the_card_of_an_outage_leads_to_who_is_touched(small: Store) -> None:
    public = carded(small, "visitor", "network_outages.o1")
    assert "/map?area=o.1.network_outages.o1&l=schools&list=schools" in public
    assert "/networks/almaty-su" in public
    assert "network_lines" not in public
    assert "/networks?cut=network_lines.s2#cut" in carded(small, "official", "network_outages.o1")


def test_R044_the_card_of_a_section_leads_to_its_outages_its_operator_and_its_closing(small: Store) -> None:
    text = carded(small, "official", "network_lines.s2")
    for address in ("/networks?cut=network_lines.s2#cut", "/o/network_outages.o1", "/networks/almaty-su"):
        assert address in text
    assert carded(small, "official", "schools.sch-0001") == "null"


def test_R045_an_operator_sees_the_appeals_about_its_own_services(store: Store) -> None:
    ctx = context(store, "visitor", "en")
    with store.read() as conn:
        found = query.counted(conn, store, ctx.user, "appeals", "body", "appeal_service")
    own = said(operators.appeals(ctx, Ask(choices={"body": ("almaty-su",)})))
    assert ctx.number(found["almaty-su", "water"], 0) in own
    assert "sewerage" in own
    assert "street lighting" not in own
    assert "street lighting" in said(operators.appeals(ctx, Ask()))
    lit = found["almaty-light", "lighting"]
    assert ctx.number(lit, 0) in said(light.lighting(ctx, Ask()))
    assert ("almaty-light", "water") not in found


def noticed(store: Store, lang: i18n.Lang, **values: Any) -> str:
    ctx = context(store, "visitor", "en")
    with store.read() as conn:
        found = get_object(conn, store, "network_outages.o1", ctx.user)
    assert found is not None
    told = card.notice(ctx, replace(found, row={**found.row, **values}), lang)
    return told.replace("\u00a0", " ").replace("\u202f", " ")


def test_R043_the_card_of_an_open_outage_has_a_notice_to_copy_in_both_languages(small: Store) -> None:
    text = carded(small, "visitor", "network_outages.o1")
    for lang in ("kk", "ru"):
        assert f'"data-copy-from": "outage-notice-{lang}"' in text
    assert "outage-notice" not in carded(small, "visitor", "network_outages.o2")


def test_R043_a_notice_says_service_place_begin_end_and_whom_to_ask(small: Store) -> None:
    begin, end = datetime(2126, 3, 1, 5, 0), datetime(2126, 3, 1, 9, 30)
    told = noticed(small, "ru", event_start=begin, event_end_plan=end, address="проспект Абая", origin="official")
    assert told.startswith("Отключение: водоснабжение, Медеуский район, проспект Абая.")
    assert "10:00" in told
    assert "Включат по плану: 1 мар. 2126 г., 14:30" in told
    assert told.endswith("Оператор: ГКП «Алматы Су». Справки по телефону 109.")
    kazakh = noticed(small, "kk", event_kind="planned", event_start=begin, event_end_plan=end)
    assert kazakh.startswith("Жоспарлы ажырату:")
    assert "«Алматы Су» МКК" in kazakh


def test_R043_a_notice_promises_no_end_that_has_passed_or_is_unknown(small: Store) -> None:
    for end in (None, datetime(2020, 1, 1)):
        told = noticed(small, "ru", event_end_plan=end)
        assert "уточняется" in told
        assert "Включат по плану" not in told
    assert "демо" in noticed(small, "ru", origin="synthetic")
