"""The other registers: health with its load, culture with its repair, parks, heritage, free plots."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.basics import Child, table
from components.context import Context
from components.infrastructure.common import KEY, cut, names, object_link, on_map, percent_words, rate_words
from components.map_words import code_words, district_words
from components.module.ask import Ask
from components.module.parts import Board, Rank, ranking, sheet
from components.residents import residents_note
from data.queries import infrastructure as query

OBJECTS, GREEN, HERITAGE, PLOTS = "city_objects", "green_areas", "heritage", "land_plots"
WORST = 8
FULL = 100.0
Rows = list[dict[str, Any]]


def read(ctx: Context, layer: str, ask: Ask) -> Rows:
    """Rows of a layer in the district asked for."""
    with ctx.store.read() as conn:
        return query.rows(conn, ctx.store, layer, ctx.user, district=ask.district)


def health_part(ctx: Context, ask: Ask) -> Component | None:
    """Load of clinics by district, and the clinics with most people for a place."""
    with ctx.store.read() as conn:
        means = query.means(conn, ctx.store, OBJECTS, ctx.user, "load_pct", "clinic")
    if not means:
        return None
    clinics = [row for row in read(ctx, OBJECTS, ask) if row["kind"] == "clinic" and row["load_pct"] is not None]
    attached = dict.fromkeys(names(ctx), 0)
    with ctx.store.read() as conn:
        for one in query.tally(conn, ctx.store, OBJECTS, ctx.user, None, query.Group(total="served_population")):
            if one.value == "clinic" and one.district in attached:
                attached[one.district] += int(one.total or 0)

    def load(code: str) -> str:
        return percent_words(ctx, means[code][0] / FULL) if code in means else ctx.number(None)

    rows = tuple(
        Rank(code, means[code][0] if code in means else None, load(code),
             (ctx.number(means.get(code, (0, 0))[1], 0), ctx.number(number, 0)))
        for code, number in attached.items()
    )  # fmt: skip
    heads = tuple(ctx.t(f"{KEY}.health.{name}") for name in ("load", "clinics", "attached"))
    board = Board(ctx.t(f"{KEY}.health.caption"), heads, rows, "low", means[""][0], load(""),
                  (ctx.number(means[""][1], 0), ctx.number(sum(attached.values()), 0)))  # fmt: skip
    return html.Div([ranking(ctx, f"{KEY}-health", board), _crowded(ctx, clinics), on_map(ctx, (OBJECTS,), ask)])


def _crowded(ctx: Context, clinics: Rows) -> Component:
    worst = sorted(clinics, key=lambda row: (-row["load_pct"], row["object_id"]))
    heads = [ctx.t("field.name"), ctx.t("field.district"), *(ctx.t(f"{KEY}.health.{name}") for name in
             ("attached", "capacity", "load"))]  # fmt: skip
    rows: list[list[Child]] = [
        [object_link(ctx, OBJECTS, row), district_words(ctx, str(row["district"])),
         ctx.number(row["served_population"], 0), ctx.number(row["capacity"], 0),
         percent_words(ctx, row["load_pct"] / FULL)]
        for row in worst[:WORST]
    ]  # fmt: skip
    drawn = table(ctx.t(f"{KEY}.health.worst"), heads, rows, numeric=(2, 3, 4))
    return html.Div([sheet(ctx, f"{KEY}-crowded", drawn), *cut(ctx, WORST, len(worst))])


def culture_part(ctx: Context, ask: Ask) -> Component | None:
    """Culture objects by kind with their repair state; libraries with their stock."""
    rows = [row for row in read(ctx, OBJECTS, ask) if row["sector"] == "culture"]
    if not rows:
        return None
    heads = [ctx.t("field.kind"), *(ctx.t(f"{KEY}.culture.{name}") for name in
             ("number", "capacity", "needs_repair", "in_repair", "share"))]  # fmt: skip

    def cells(words: str, own: Rows) -> list[Child]:
        worn, works = (sum(row["condition"] == name for row in own) for name in ("needs_repair", "in_repair"))
        room = [row["capacity"] for row in own if row["capacity"] is not None]
        return [words, ctx.number(len(own), 0), ctx.number(sum(room) if room else None, 0), ctx.number(worn, 0),
                ctx.number(works, 0), percent_words(ctx, (worn + works) / len(own))]  # fmt: skip

    kinds = dict.fromkeys(row["kind"] for row in rows)
    lines = [cells(code_words(ctx, "kind", kind), [row for row in rows if row["kind"] == kind]) for kind in kinds]
    drawn = table(ctx.t(f"{KEY}.culture.caption"), heads, lines, numeric=tuple(range(1, len(heads))),
                  foot=cells(ctx.t(f"{KEY}.all"), rows))  # fmt: skip
    return html.Div([sheet(ctx, f"{KEY}-culture", drawn), *_stock(ctx, rows)])


def _stock(ctx: Context, rows: Rows) -> list[Component]:
    known = [row for row in rows if row["stock_thousand"] is not None and row["stock_open_pct"] is not None]
    if not known:
        return []
    whole = sum(row["stock_thousand"] for row in known)
    open_ = sum(row["stock_thousand"] * row["stock_open_pct"] for row in known) / whole if whole else None
    return [html.P(ctx.t(f"{KEY}.culture.stock", libraries=ctx.number(len(known), 0), stock=ctx.number(whole, 0),
                         open=percent_words(ctx, None if open_ is None else open_ / FULL)))]  # fmt: skip


def parks_part(ctx: Context, ask: Ask) -> Component | None:
    """Park territories by kind with area and what the survey found; the way to planting works beside them."""
    rows = read(ctx, GREEN, ask)
    if not rows:
        return None
    states = ("good", "fair", "poor")
    heads = [ctx.t("field.kind"), ctx.t(f"{KEY}.number"), ctx.t(f"{KEY}.hectares"), ctx.t(f"{KEY}.parks.surveyed"),
             *(code_words(ctx, "greenery_state", state) for state in states)]  # fmt: skip

    def cells(words: str, own: Rows) -> list[Child]:
        seen = [row for row in own if row["survey_date"]]
        return [words, ctx.number(len(own), 0), ctx.number(sum(row["green_area_ha"] or 0 for row in own), 1),
                ctx.number(len(seen), 0), *(ctx.number(sum(row["greenery_state"] == state for row in seen), 0)
                                            for state in states)]  # fmt: skip

    kinds = dict.fromkeys(row["kind"] for row in rows)
    lines = [cells(code_words(ctx, "kind", kind), [row for row in rows if row["kind"] == kind]) for kind in kinds]
    drawn = table(ctx.t(f"{KEY}.parks.caption"), heads, lines, numeric=tuple(range(1, len(heads))),
                  foot=cells(ctx.t(f"{KEY}.all"), rows))  # fmt: skip
    seen = sum(row["survey_date"] is not None for row in rows)
    said = ctx.t(f"{KEY}.parks.said", seen=ctx.number(seen, 0), whole=ctx.number(len(rows), 0),
                 unknown=ctx.number(len(rows) - seen, 0))  # fmt: skip
    return html.Div([html.P(said), sheet(ctx, f"{KEY}-parks", drawn), on_map(ctx, (GREEN, "works"), ask)])


def parks_rank(ctx: Context, _ask: Ask) -> Component | None:
    """Square metres of park territory for one resident by district."""
    with ctx.store.read() as conn:
        found = query.tally(conn, ctx.store, GREEN, ctx.user, None, query.Group(total="green_area_ha"))
        people = query.people(conn, ctx.store)
    if not found:
        return None
    area = {code: sum(one.total or 0.0 for one in found if one.district == code) for code in people}
    each = {code: area[code] * 1e4 / number if number else None for code, number in people.items()}
    residents = sum(number or 0 for number in people.values())
    mean = sum(area.values()) * 1e4 / residents if residents else None
    rows = tuple(
        Rank(code, value, rate_words(ctx, value), (ctx.number(area[code], 1),)) for code, value in each.items()
    )
    heads = tuple(ctx.t(f"{KEY}.parks.{name}") for name in ("each", "area"))
    board = Board(ctx.t(f"{KEY}.parks.rank"), heads, rows, "high", mean, rate_words(ctx, mean),
                  (ctx.number(sum(area.values()), 1),))  # fmt: skip
    return html.Div([ranking(ctx, f"{KEY}-parks-rank", board), *residents_note(ctx)])


def _crossed(ctx: Context, rows: Rows, key: str, field: str, columns: Sequence[tuple[str, str]]) -> Component:
    """Numbers of rows by a field (down) and by values of another one (across)."""
    column, codes = columns[0][0], [code for _, code in columns]
    heads = [ctx.t(f"field.{field}"), *(code_words(ctx, column, code) for code in codes), ctx.t(f"{KEY}.all")]

    def cells(words: str, own: Rows) -> list[Child]:
        return [words, *(ctx.number(sum(row[column] == code for row in own), 0) for code in codes),
                ctx.number(len(own), 0)]  # fmt: skip

    found = dict.fromkeys(row[field] for row in rows)
    lines = [cells(code_words(ctx, field, one), [row for row in rows if row[field] == one]) for one in found]
    drawn = table(ctx.t(f"{KEY}.{key}.caption"), heads, lines, numeric=tuple(range(1, len(heads))),
                  foot=cells(ctx.t(f"{KEY}.all"), rows))  # fmt: skip
    return sheet(ctx, f"{KEY}-{key}", drawn)


def heritage_part(ctx: Context, ask: Ask) -> Component | None:
    """Monuments and tourist places by protection and state, and where works go on."""
    rows = read(ctx, HERITAGE, ask)
    if not rows:
        return None
    columns = [("state", code) for code in ("good", "fair", "poor", "restoration")]
    works = sum(row["state"] == "restoration" for row in rows)
    said = ctx.t(f"{KEY}.heritage.said", works=ctx.number(works, 0),
                 poor=ctx.number(sum(row["state"] == "poor" for row in rows), 0))  # fmt: skip
    return html.Div([html.P(said), _crossed(ctx, rows, "heritage", "protection_status", columns),
                     on_map(ctx, (HERITAGE,), ask)])  # fmt: skip


def plots_part(ctx: Context, ask: Ask) -> Component | None:
    """Plots by purpose with area, how many are free, without restriction, and with networks near by."""
    rows = read(ctx, PLOTS, ask)
    if not rows:
        return None
    heads = [ctx.t("field.plot_purpose"), *(ctx.t(f"{KEY}.plots.{name}") for name in
             ("number", "hectares", "free", "unrestricted", "networks"))]  # fmt: skip

    def cells(words: str, own: Rows) -> list[Child]:
        free = [row for row in own if row["state"] == "free"]
        clear = [row for row in free if row["restriction"] == "none"]
        near = [row for row in clear if row["water_near"] and row["heat_near"] and row["power_near"]]
        return [words, ctx.number(len(own), 0), ctx.number(sum(row["plot_area_ha"] or 0 for row in own), 1),
                *(ctx.number(len(some), 0) for some in (free, clear, near))]  # fmt: skip

    kinds = dict.fromkeys(row["plot_purpose"] for row in rows)
    lines = [cells(code_words(ctx, "plot_purpose", one), [row for row in rows if row["plot_purpose"] == one])
             for one in kinds]  # fmt: skip
    drawn = table(ctx.t(f"{KEY}.plots.caption"), heads, lines, numeric=tuple(range(1, len(heads))),
                  foot=cells(ctx.t(f"{KEY}.all"), rows))  # fmt: skip
    return html.Div([sheet(ctx, f"{KEY}-plots", drawn), on_map(ctx, (PLOTS,), ask)])
