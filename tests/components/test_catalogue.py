"""Cells of the catalogue by hand: shape of a series, facets of one indicator, sign of a change."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from components.catalogue_cargo import FIELDS, row_of
from components.catalogue_facets import codes_of, last_year, reference_year
from components.context import Context
from config.city import load_city
from data.queries.indicators import Entry, Point, catalogue
from data.queries.rhythm import shape_of
from data.store import Store
from tests.indicator_world import load


@pytest.fixture(scope="module")
def ctx(tmp_path_factory: pytest.TempPathFactory) -> Context:
    path: Path = tmp_path_factory.mktemp("catalogue") / "c.gpkg"
    store = Store.open(f"sqlite:///{path}", load_city("almaty"), {})
    load(store, "plan2025")
    return Context(store)


def entry(ctx: Context, code: str) -> Entry:
    with ctx.store.read() as conn:
        return next(e for e in catalogue(conn, ctx.store) if e.code == code)


@pytest.mark.parametrize(
    ("values", "shape"),
    [([], ""), ([5.0], ""), ([1.0, 2.0], "A_"), ([2.0, 1.0], "_A"), ([3.0, 3.0], "ff"), ([0.0, 63.0, 1.0], "A_B")],
)
def test_a_shape_is_a_sign_for_each_height(values: list[float], shape: str) -> None:
    assert shape_of(values) == shape


def test_a_shape_has_the_last_48() -> None:
    assert len(shape_of([float(n) for n in range(100)])) == 48


def test_facets_of_an_indicator_of_the_plan(ctx: Context) -> None:
    codes = codes_of(ctx, entry(ctx, "plan-030"), None)
    assert codes["topic"] == ["economy"]
    assert codes["direction"] == ["plan-2"] or codes["direction"][0].startswith("plan-")
    assert codes["category"] == []
    assert codes["sdg"] == []
    assert codes["territory"] == ["almaty"]
    assert codes["status"] == ["no_data"]


def test_the_year_of_the_last_fact_is_one_of_few(ctx: Context) -> None:
    one = entry(ctx, "plan-030")
    year = reference_year(ctx)
    assert one.last is not None

    def at(when: date | None, kind: str = "year") -> str:
        assert one.last is not None
        return last_year(ctx, replace(one, last=replace(one.last, period_start=when, period_kind=kind)))

    assert at(date(year, 1, 1)) == str(year)
    assert at(date(year - 4, 1, 1)) == "earlier"
    assert at(None) == at(date(year, 1, 1), "none") == "none"
    assert last_year(ctx, replace(one, last=None)) == "none"


@pytest.mark.parametrize(
    ("direction", "before", "better"),
    [("up", 1.0, 1), ("up", 9.0, -1), ("down", 1.0, -1), ("down", 9.0, 1), (None, 1.0, 0), ("up", 5.0, 0)],
)
def test_a_change_is_judged_by_the_good_direction(
    ctx: Context, direction: str | None, before: float, better: int
) -> None:
    point = Point("almaty", "2021", "year", date(2021, 1, 1), "", "", "fact", 5.0, "", "=", "", "", 1, None)
    made = replace(entry(ctx, "plan-030"), good_direction=direction, last=point, previous=replace(point, value=before))
    assert dict(zip(FIELDS, row_of(ctx, made, None), strict=True))["better"] == better


def test_no_figure_is_a_dash_and_no_plan_is_nothing(ctx: Context) -> None:
    bare = replace(entry(ctx, "plan-030"), last=None, previous=None, plan=None, shape="")
    row = dict(zip(FIELDS, row_of(ctx, bare, None), strict=True))
    assert (row["value"], row["value_n"], row["change"], row["plan"]) == ("–", None, "–", "")
