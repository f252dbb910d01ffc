"""Tariffs by service and operator as dated series, and consumption by meters by district."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import indicator_words
from components.badges import origin_badge
from components.basics import Child, link, table
from components.context import Context
from components.figures import unit_of
from components.map_words import district_words
from components.module.ask import Ask
from components.module.parts import sheet
from components.networks import look
from components.periods import period_words
from config import i18n
from data.indicators.services import METERS, TARIFFS
from data.queries.indicators import Entry, catalogue, points, values

Values = Sequence[dict[str, Any]]


def _entries(ctx: Context, collection: str) -> list[tuple[Entry, Values]]:
    """Indicators of a collection with their present values by day."""
    with ctx.store.read() as conn:
        entries = [entry for entry in catalogue(conn, ctx.store, ctx.user) if entry.collection == collection]
        return [
            (
                entry,
                sorted(values(conn, ctx.user, entry.code), key=lambda row: (str(row["period_start"]), row["position"])),
            )
            for entry in entries
        ]


def _name(ctx: Context, entry: Entry, rows: Values) -> Child:
    name = indicator_words.name_of(ctx.lang, entry)
    marks = [origin_badge(ctx, origin) for origin in dict.fromkeys(row["origin"] for row in rows)]
    return html.Span([link(name.words, f"/indicators/{entry.code}"), " ", *marks])


def tariffs(ctx: Context, _ask: Ask) -> Component | None:
    """The tariff that holds now, since when, how it changed, and the check of its calculation."""
    lines: list[list[Child]] = []
    for entry, rows in _entries(ctx, TARIFFS):
        by_operator: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            by_operator[row["breakdown_ru"]].append(row)
        for operator, own in by_operator.items():
            last, before = own[-1], own[-2] if len(own) > 1 else None
            change = last["value"] / before["value"] - 1 if before and before["value"] else None
            sign = "+" if change and change > 0 else ""
            lines.append([
                _name(ctx, entry, own), operator, ctx.number(last["value"], 2), unit_of(ctx, entry),
                ctx.date(last["period_start"]), i18n.NO_DATA if change is None else sign + look.percent(ctx, change),
                last["note"] or i18n.NO_DATA, look.count(ctx, len(own)),
            ])  # fmt: skip
    if not lines:
        return None
    heads = [ctx.t(f"networks.column.{name}") for name in
             ("service", "operator", "tariff", "unit", "holds_since", "change", "check", "series")]  # fmt: skip
    return sheet(ctx, "networks-tariffs", table(ctx.t("networks.tariffs.caption"), heads, lines, numeric=(2, 5, 7)))


def meters(ctx: Context, ask: Ask) -> Component | None:
    """Consumption of the last month by district and service, beside the same month of the year before."""
    found = _entries(ctx, METERS)
    if not found:
        return None
    codes = [d.id for d in ctx.store.city.districts if ask.district in (None, d.id)]
    heads: list[str] = [ctx.t("module.district")]
    columns: list[dict[str, Child]] = []
    for entry, rows in found:
        last = max((row["period"] for row in rows), default="")
        name, unit = indicator_words.name_of(ctx.lang, entry), unit_of(ctx, entry)
        said = next((period_words(ctx, points([row])[0]) for row in rows if row["period"] == last), last)
        heads.append(f"{name.words}, {unit}, {said}")
        columns.append({row["territory"]: _used(ctx, rows, row) for row in rows if row["period"] == last})
    lines = [[district_words(ctx, code), *(column.get(code, i18n.NO_DATA) for column in columns)] for code in codes]
    foot = [ctx.t("networks.city"), *(column.get(ctx.store.city.id, i18n.NO_DATA) for column in columns)]
    drawn = table(ctx.t("networks.meters.caption"), heads, lines, numeric=tuple(range(1, len(heads))), foot=foot)
    links = [html.Li(_name(ctx, entry, rows)) for entry, rows in found]
    return html.Div([sheet(ctx, "networks-meters", drawn), html.Ul(links, className="source-list")])


def _used(ctx: Context, rows: Values, row: dict[str, Any]) -> Child:
    """Consumption with its change against the same month a year before."""
    year, _, month = row["period"].partition("-")
    before = f"{int(year) - 1}-{month}" if year.isdigit() else ""
    old = next((one["value"] for one in rows if one["period"] == before and one["territory"] == row["territory"]), None)
    value = ctx.number(row["value"], 0)
    if not old:
        return value
    change = row["value"] / old - 1
    return f"{value} ({'+' if change > 0 else ''}{look.percent(ctx, change)})"
