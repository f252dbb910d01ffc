"""Doors of one indicator as a workbook and as a frame for other sites: same figures, source in it, nothing hidden."""

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from dash import Dash
from sqlalchemy import update

from config.policy import Role
from data import schema
from data.store import Store
from tests.app_world import Visitor, city_store, make_app


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Dash, Store]]:
    """The city, with one indicator that is not for everybody."""
    store = city_store(tmp_path_factory.mktemp("files"))
    with store.write() as conn:
        hidden = schema.indicator.c.code == "plan-002"
        conn.execute(update(schema.indicator).where(hidden).values(sensitivity="official"))
    yield make_app(store, tmp_path_factory.mktemp("home")), store
    store.close()


@pytest.fixture
def visitor(world: tuple[Dash, Store]) -> Visitor:
    return Visitor(world[0])


def book(visitor: Visitor, address: str) -> Any:
    reply = visitor.get(address)
    assert reply.status_code == 200
    assert "spreadsheetml" in reply.mimetype
    return openpyxl.load_workbook(io.BytesIO(reply.data))


def test_R098_the_workbook_has_the_printed_values_and_says_where_from(visitor: Visitor) -> None:
    found = book(visitor, "/api/indicators/plan-056.xlsx?lang=ru")
    values, about = found["Значения"], found["О данных"]
    rows = list(values.iter_rows(values_only=True))
    assert rows[0][:5] == ("Период", "Территория", "Разрез", "Вид", "Число")
    assert ("2021", 53.79) in {(row[0], row[4]) for row in rows[1:]}
    assert len(rows) == 9
    said = dict(about.iter_rows(values_only=True))
    assert said["Код"] == "plan-056"
    assert said["Источник"]
    assert said["Происхождение"]
    assert said["Дата данных"]


@pytest.mark.parametrize(("lang", "sheet"), [("kk", "Мәндер"), ("en", "Values")])
def test_the_workbook_speaks_the_language_of_the_reader(visitor: Visitor, lang: str, sheet: str) -> None:
    assert sheet in book(visitor, f"/api/indicators/plan-056.xlsx?lang={lang}").sheetnames


def test_R100_breaks_are_in_every_file_of_the_values(visitor: Visitor) -> None:
    page = visitor.get("/api/indicators/sdg-08-5-2?lang=en").json
    assert any("Covid-19" in one["words"] for one in page["breaks"])
    assert {(one["source_doc"], one["origin"]) for one in page["breaks"]} == {("seed 003", "official")}
    rows = list(
        book(visitor, "/api/indicators/sdg-08-5-2.xlsx?lang=en")["Breaks and events"].iter_rows(values_only=True)
    )
    assert len(rows) == 1 + len(page["breaks"])
    assert [row[1] for row in rows[1:]] == [one["day"] for one in page["breaks"]]
    text = visitor.get("/api/indicators/sdg-08-5-2.csv?lang=en").text
    last = text[text.index("\r\n\r\n") :]
    assert "Breaks of the series and events" in last
    assert all(one["words"].split(",")[0] in last for one in page["breaks"])
    assert "Breaks and events" not in book(visitor, "/api/indicators/population.xlsx?lang=en").sheetnames


def test_the_workbook_is_of_the_asked_day(visitor: Visitor) -> None:
    early = book(visitor, "/api/indicators/plan-056.xlsx?as_of=2000-01-01&lang=en")
    assert len(list(early["Values"].iter_rows())) == 1
    assert visitor.get("/api/indicators/plan-056.xlsx?as_of=never").status_code == 400


@pytest.mark.parametrize("role", [Role.VISITOR, Role.ANALYST])
def test_R007_a_hidden_indicator_is_no_file_for_a_visitor_and_never_a_frame(
    world: tuple[Dash, Store], role: Role
) -> None:
    visitor = Visitor(world[0])
    if role is not Role.VISITOR:
        visitor.sign_in(role.value)
    entitled = role is not Role.VISITOR
    assert visitor.get("/api/indicators/plan-002.xlsx").status_code == (200 if entitled else 404)
    assert visitor.get("/embed/indicators/plan-002").status_code == 404
    beside = visitor.get("/embed/indicators/plan-056?second=plan-002&lang=en").text
    assert "right axis" not in beside


def test_the_frame_shows_chart_source_date_and_origin(visitor: Visitor) -> None:
    reply = visitor.get("/embed/indicators/plan-056?lang=kk&ground=dark&look=table")
    text = reply.text
    figure = json.loads(re.findall(r'id="figure">(.*?)</script>', text, re.DOTALL)[0])
    assert [y for trace in figure["data"] for y in trace["y"] if y == 53.79] == [53.79]
    assert figure["config"]["locale"] == "kk"
    assert 'data-bs-theme="dark"' in text
    assert "Дереккөз:" in text
    assert "53,79" in re.sub("<script.*?</script>", "", text, flags=re.DOTALL)
    assert 'href="/indicators/plan-056?look=table"' in text


def test_R007_only_the_frame_may_stand_on_other_sites(visitor: Visitor) -> None:
    framed, page = visitor.get("/embed/indicators/plan-056"), visitor.get("/indicators/plan-056")
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    assert "unsafe" not in framed.headers["Content-Security-Policy"].split("script-src")[1].split(";")[0]
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert framed.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("query", ["second=%00", "vs=<script>", "at=2024-99-99", "territory=" + "x" * 3000, "look=pie"])
def test_a_broken_address_of_a_frame_still_shows_the_indicator(visitor: Visitor, query: str) -> None:
    reply = visitor.get(f"/embed/indicators/plan-056?{query}")
    assert reply.status_code == 200
    assert "<script>alert" not in reply.text


@pytest.mark.parametrize("code", ["no-such", "x" * 500, "%00", "plan-001'--"])
def test_a_frame_of_nothing_is_404(visitor: Visitor, code: str) -> None:
    assert visitor.get(f"/embed/indicators/{code}").status_code == 404
    assert visitor.get(f"/api/indicators/{code}.xlsx").status_code == 404
