"""Roads, stops and metro: state, need of repair by year, what is there and what is being built."""

from dash import html
from dash.development.base_component import Component

from analysis.infrastructure import sections
from analysis.road_need import Need, need
from components.badges import city_today
from components.basics import Child, heading, link, table
from components.charts import base_layout
from components.context import Context
from components.infrastructure.common import KEY, names, on_map, percent_words, source_of
from components.map_words import code_words, row_title
from components.module.ask import Ask
from components.module.parts import Board, Rank, chart_with_table, ranking, sheet
from components.palette import COLORS
from data.queries import infrastructure as query
from data.repair import TERM_YEARS

ROADS, BAYS, STATIONS, SITES = "road_sections", "stop_bays", "metro_stations", "construction_sites"
# Plan of development: share of roads in a good and satisfactory state, km of repair a year, modern stops.
PLAN = ("f-436", "f-435", "f-437", "f-428")


def road_need(ctx: Context, district: str | None) -> Need:
    """Need of repair of the roads of a district or the city."""
    with ctx.store.read() as conn:
        found = sections(conn, ctx.store, ctx.user)
    return need(found, city_today(ctx).year, district)


def plan(ctx: Context) -> dict[str, query.Printed]:
    """What the plan of development prints about roads and stops."""
    with ctx.store.read() as conn:
        return query.printed(conn, ctx.store, PLAN)


def repair_part(ctx: Context, ask: Ask) -> Component | None:
    """Kilometres due by year by the rule of the documents, against what the plan repairs a year."""
    found = road_need(ctx, ask.district)
    if not found.total_km:
        return None
    pairs = [(ctx.t(f"{KEY}.repair.overdue"), found.overdue_km),
             *((str(year), km) for year, km in found.by_year.items()),
             (ctx.t(f"{KEY}.unknown"), found.unknown_km)]  # fmt: skip
    layout = base_layout(ctx)
    figure = {
        "data": [{"type": "bar", "x": [name for name, _ in pairs], "y": [round(km, 1) for _, km in pairs],
                  "marker": {"color": COLORS[ctx.theme]["cat-1"]}, "hovertemplate": "%{x}: %{y}<extra></extra>"}],
        "layout": {**layout, "height": 300, "xaxis": {**layout["xaxis"], "type": "category"}},
    }  # fmt: skip
    heads = [ctx.t(f"{KEY}.repair.year"), ctx.t(f"{KEY}.repair.km")]
    drawn = table(
        ctx.t(f"{KEY}.repair.caption"), heads, [[name, ctx.number(km, 1)] for name, km in pairs], numeric=(1,)
    )
    yearly = plan(ctx).get("f-435")
    said = ctx.t(f"{KEY}.repair.said", years=ctx.number(TERM_YEARS, 0), overdue=ctx.number(found.overdue_km, 0),
                 total=ctx.number(found.total_km, 0))  # fmt: skip
    planned = ctx.t(f"{KEY}.repair.plan", km=ctx.number(yearly.value, 0)) if yearly else ""
    source, _ = source_of(ctx, ROADS)
    caption = [ctx.words(source.names) if source else ""]
    return html.Div([html.P([said, " ", planned]),
                     chart_with_table(ctx, f"{KEY}-repair", figure, said, caption, drawn)])  # fmt: skip


def state_part(ctx: Context, _ask: Ask) -> Component | None:
    """Share of roads in a good or satisfactory state by district, against the plan."""
    city = road_need(ctx, None)
    if not city.total_km:
        return None

    def more(one: Need) -> tuple[Child, ...]:
        return (ctx.number(one.total_km, 0), ctx.number(one.overdue_km, 0))

    own = {code: road_need(ctx, code) for code in names(ctx)}
    rows = tuple(Rank(code, one.fair_share, percent_words(ctx, one.fair_share), more(one)) for code, one in own.items())
    heads = tuple(ctx.t(f"{KEY}.roads.{name}") for name in ("share", "km", "overdue"))
    board = Board(ctx.t(f"{KEY}.roads.caption"), heads, rows, "high", city.fair_share,
                  percent_words(ctx, city.fair_share), more(city))  # fmt: skip
    target = plan(ctx).get("f-436")
    note = html.P(ctx.t(f"{KEY}.roads.plan", share=ctx.number(target.value, 0))) if target else None
    parts = [note, ranking(ctx, f"{KEY}-roads", board), on_map(ctx, (ROADS,), _ask)]
    return html.Div([part for part in parts if part is not None])


def transport_part(ctx: Context, ask: Ask) -> Component | None:
    """Stops, stations and lanes that are there, and stations under construction with their dates."""
    with ctx.store.read() as conn:
        stops = query.tally(conn, ctx.store, "bus_stops", ctx.user)
        bays = query.tally(conn, ctx.store, BAYS, ctx.user)
        lanes = query.tally(conn, ctx.store, ROADS, ctx.user, None, query.Group("bus_lane", "length_m"))
        stations = query.rows(conn, ctx.store, STATIONS, ctx.user, sort=("line_order",))
        sites = query.rows(conn, ctx.store, SITES, ctx.user)
        routes = query.tally(conn, ctx.store, "transit_routes", ctx.user)
    if not (stops or stations):
        return None
    near = [ask.district] if ask.district else list(names(ctx))
    modern = sum(one.count for one in bays if one.value == "modern_stop" and one.district in near)
    rows: list[list[Child]] = [
        [ctx.t("layer.bus_stops.title"), ctx.number(sum(one.count for one in stops if one.district in near), 0)],
        [ctx.t(f"{KEY}.transport.modern"), ctx.number(modern if bays else None, 0)],
        [ctx.t(f"{KEY}.transport.lanes"), ctx.number(
            sum((one.total or 0) / 1000 for one in lanes if one.value and one.district in near) if lanes else None, 1)],
        [ctx.t("layer.metro_stations.title"),
         ctx.number(sum(row["district"] in near for row in stations), 0)],
        [ctx.t("layer.transit_routes.title") if "transit_routes" in ctx.store.layers else ctx.t(
            f"{KEY}.transport.routes"), ctx.number(sum(one.count for one in routes) if routes else None, 0)],
    ]  # fmt: skip
    drawn = table(ctx.t(f"{KEY}.transport.caption"), [ctx.t("field.kind"), ctx.t(f"{KEY}.number")], rows, numeric=(1,))
    future = [row for row in sites if row["kind"] == "metro_station"]
    return html.Div([sheet(ctx, f"{KEY}-transport", drawn), *_line(ctx, stations), *_future(ctx, future)])


def _line(ctx: Context, stations: list[dict[str, object]]) -> list[Component]:
    """The stations in the order of the line with the year of opening."""
    if not stations:
        return []
    words = [
        ctx.t(f"{KEY}.transport.station", name=row_title(ctx, row), year=row["opened_year"] or ctx.t(f"{KEY}.unknown"))
        for row in stations
    ]  # fmt: skip
    return [heading(ctx.t(f"{KEY}.transport.line"), 3), html.P(" → ".join(words))]


def _future(ctx: Context, rows: list[dict[str, object]]) -> list[Component]:
    if not rows:
        return []
    items = []
    for row in rows:
        name = link(row_title(ctx, row), f"/o/{SITES}.{row['object_id']}")
        said = ctx.t(f"{KEY}.transport.site", state=code_words(ctx, "state", row["state"]),
                     end=ctx.date(row["plan_end"]), progress=ctx.number(row["progress_pct"], 0))  # type: ignore[arg-type]  # fmt: skip
        items.append(html.Li([name, " – ", said]))
    return [heading(ctx.t(f"{KEY}.transport.future"), 3), html.Ul(items)]
