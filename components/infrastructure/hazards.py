"""What is out of work or in danger: crossings, cameras' watch, faults and zones of natural danger."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.infrastructure import BUFFER, BUFFERS, Risk, coverage, risk
from components.badges import city_today
from components.basics import Child, icon, link, table
from components.context import Context
from components.infrastructure.common import (
    KEY,
    SHOWN,
    asked,
    choice,
    cut,
    first_upper,
    kind_words,
    names,
    object_link,
    on_map,
    percent_words,
    source_of,
)
from components.map_words import attributes, code_words, district_words
from components.module.ask import Ask
from components.module.parts import Board, Rank, ranking, sheet
from components.module.shared import shared_note, shared_rows
from data.queries import infrastructure as query

CROSSINGS, CAMERAS, BUILDINGS = "pedestrian_crossings", "cameras", "buildings"
# States of what does not work; another state than these and WORKING is not known to be bad.
OUT, WORKING = ("broken", "repair"), "working"
# Filters of the page that mean the same for crossings.
SHARED = ("body",)
STRONG = 6.0
# Figures of the plan of development on earthquake safety of buildings.
SEISMIC = ("f-392", "f-394", "f-395")


def crossings(ctx: Context, ask: Ask) -> list[dict[str, Any]]:
    """All crossings under what they share of the filters."""
    return shared_rows(ctx, CROSSINGS, ask, SHARED)


def out_of_work(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that are known not to work, longest first; what nobody dated comes last."""
    found = [row for row in rows if row["state"] in OUT]
    return sorted(found, key=lambda row: (row["out_of_work_since"] is None, str(row["out_of_work_since"]),
                                          row["object_id"]))  # fmt: skip


def cause_words(ctx: Context, row: dict[str, Any]) -> str:
    """Why a crossing does not work, as far as somebody told."""
    if row["out_of_work_cause"]:
        return code_words(ctx, "out_of_work_cause", row["out_of_work_cause"])
    return str(row["out_of_work_note"] or ctx.t(f"{KEY}.unknown"))


def _repair(ctx: Context, row: dict[str, Any]) -> Child:
    plan = row["repair_plan"]
    if plan is None:
        return html.Span(ctx.t(f"{KEY}.not_planned"), className="muted")
    if plan < city_today(ctx):
        words = ctx.t(f"{KEY}.overdue", date=ctx.date(plan))
        return html.Span([icon("exclamation-triangle"), " ", words], className="state-bad")
    return ctx.date(plan)


def crossings_part(ctx: Context, ask: Ask) -> Component | None:
    """Crossings out of work with since when, why, whose, and when they are to be mended."""
    rows = crossings(ctx, ask)
    if not rows:
        return None
    out, today = out_of_work(rows), city_today(ctx)
    heads = [ctx.t("field.name"), *(ctx.t(f"{KEY}.crossings.{name}") for name in
             ("kind", "district", "state", "since", "days", "cause", "body", "repair"))]  # fmt: skip
    lines: list[list[Child]] = []
    for row in out[:SHOWN]:
        since = row["out_of_work_since"]
        body = next((ctx.words(one.names) for one in ctx.store.city.bodies if one.id == row["body"]), "")
        lines.append([
            object_link(ctx, CROSSINGS, row), code_words(ctx, "kind", row["kind"]),
            district_words(ctx, str(row["district"])), code_words(ctx, "state", row["state"]), ctx.date(since),
            ctx.number((today - since).days, 0) if since else "", cause_words(ctx, row), body, _repair(ctx, row),
        ])  # fmt: skip
    kinds = []
    for kind in dict.fromkeys(row["kind"] for row in rows):
        own = [row for row in rows if row["kind"] == kind]
        kinds.append(ctx.t(f"{KEY}.crossings.of", kind=code_words(ctx, "kind", kind), whole=ctx.number(len(own), 0),
                           out=ctx.number(len(out_of_work(own)), 0)))  # fmt: skip
    drawn = table(ctx.t(f"{KEY}.crossings.caption"), heads, lines, numeric=(5,))
    notes = [html.P(note, className="section-note") for note in shared_note(ctx, CROSSINGS, ask, SHARED)]
    return html.Div([html.P("; ".join(kinds)), *notes, sheet(ctx, f"{KEY}-crossings", drawn),
                     *cut(ctx, SHOWN, len(out)),
                     on_map(ctx, (CROSSINGS,), ask, {CROSSINGS: {"state": {"in": list(OUT)}}})])  # fmt: skip


def cameras_part(ctx: Context, _ask: Ask) -> Component | None:
    """Watched and unwatched area by district for whom the policy lets see it; cameras only for the entitled."""
    with ctx.store.read() as conn:
        found = coverage(conn, ctx.store, ctx.user)
    if not found:
        return None
    single = query.there(ctx.store, ctx.user, CAMERAS)
    whole, seen = sum(row.km2 for row in found), sum(row.watched_km2 for row in found)
    columns = ("share", "watched", "unwatched", *(("cameras",) if single else ()))

    def more(watched_km2: float, blind_km2: float, working: int, cameras: int) -> tuple[Child, ...]:
        counts = (ctx.t(f"{KEY}.of", part=ctx.number(working, 0), whole=ctx.number(cameras, 0)),) if single else ()
        return (ctx.number(watched_km2, 3), ctx.number(blind_km2, 1), *counts)

    rows = tuple(
        Rank(row.district, row.share, percent_words(ctx, row.share, 2),
             more(row.watched_km2, row.unwatched_km2, row.watching, row.cameras))
        for row in found
    )  # fmt: skip
    total = more(seen, whole - seen, sum(row.watching for row in found), sum(row.cameras for row in found))
    board = Board(
        ctx.t(f"{KEY}.cameras.caption"), tuple(ctx.t(f"{KEY}.cameras.{name}") for name in columns), rows, "high",
        seen / whole if whole else None, percent_words(ctx, seen / whole if whole else None, 2), total,
    )  # fmt: skip
    drawn = ranking(ctx, f"{KEY}-cameras", board)
    return html.Div([drawn, _watch_button(ctx)]) if single else drawn


def _watch_button(ctx: Context) -> Component:
    """A switch that lays the watched area over the map of the page."""
    given = attributes(data_watched="/api/infrastructure/watched", aria_pressed="false")
    return html.Button(
        [icon("eye"), " ", ctx.t(f"{KEY}.cameras.show")], type="button", className="button button-quiet", **given
    )


def buffer_of(ask: Ask) -> int:
    """Metres around a fault that the address asks for, or the usual ones."""
    return int(asked(ask, "near", tuple(map(str, BUFFERS)), str(BUFFER)))


def at_risk(ctx: Context, ask: Ask) -> Risk:
    """Objects in danger under the distance asked for."""
    with ctx.store.read() as conn:
        return risk(conn, ctx.store, ctx.user, buffer_of(ask))


def _risk_table(ctx: Context, found: Risk) -> Component:
    """Objects near a fault by layer, then all in zones of danger, by district."""
    layers = list(found.faults)
    apart = [layer for layer in layers if layer == BUILDINGS]
    heads = [ctx.t("field.district"), *(first_upper(kind_words(ctx, layer)) for layer in layers),
             ctx.t(f"{KEY}.risk.zones"), *(ctx.t(f"{KEY}.risk.zone_buildings") for _ in apart)]  # fmt: skip

    def cells(district: str | None) -> list[Child]:
        out: list[Child] = []
        for layer in layers:
            one = found.faults[layer]
            total = one.all_total if district is None else one.total.get(district, 0)
            near, _ = found.both(layer, district)
            out.append(ctx.t(f"{KEY}.of", part=ctx.number(near, 0), whole=ctx.number(total, 0)))
        zones = sum(found.both(layer, district)[1] for layer in layers if layer not in apart)
        out.append(ctx.number(zones, 0))
        return [*out, *(ctx.number(found.both(layer, district)[1], 0) for layer in apart)]

    rows = [[name, *cells(code)] for code, name in names(ctx).items()]
    caption = ctx.t(f"{KEY}.risk.caption", metres=ctx.number(found.buffer_m, 0))
    return table(caption, heads, rows, numeric=tuple(range(1, len(heads))), foot=[ctx.t(f"{KEY}.city"), *cells(None)])


def risk_part(ctx: Context, ask: Ask) -> Component | None:
    """Objects near faults and in zones of danger by district; earthquakes; what the documents say of buildings."""
    found = at_risk(ctx, ask)
    if not found.faults or not found.known:
        return None
    options = [(str(metres), ctx.t(f"{KEY}.metres", value=ctx.number(metres, 0))) for metres in BUFFERS]
    return html.Div([
        choice(ctx, "near", options, ask, str(BUFFER)),
        sheet(ctx, f"{KEY}-risk", _risk_table(ctx, found)),
        html.P(ctx.t(f"{KEY}.risk.scale"), className="section-note"), *_quakes(ctx), *_buildings(ctx),
        on_map(ctx, ("active_faults", "hazard_zones", "earthquakes"), ask),
    ])  # fmt: skip


def _quakes(ctx: Context) -> list[Component]:
    with ctx.store.read() as conn:
        rows = query.rows(conn, ctx.store, "earthquakes", ctx.user)
    if not rows:
        return []
    near = min(rows, key=lambda row: row["dist_km"] or float("inf"))
    last = max(rows, key=lambda row: str(row["event_date"] or ""))
    words = ctx.t(
        f"{KEY}.risk.quakes", count=ctx.number(len(rows), 0),
        strong=ctx.number(sum((row["magnitude"] or 0) >= STRONG for row in rows), 0),
        near=ctx.number(near["dist_km"], 0), near_date=ctx.date(near["event_date"]),
        last=ctx.date(last["event_date"]), magnitude=ctx.number(last["magnitude"], 1),
    )  # fmt: skip
    source, _ = source_of(ctx, "earthquakes")
    return [html.P([words, " ", html.Span(ctx.words(source.names) if source else "", className="muted")])]


def _buildings(ctx: Context) -> list[Component]:
    """What the plan prints: buildings surveyed, in need of strengthening, and strengthened."""
    with ctx.store.read() as conn:
        found = query.printed(conn, ctx.store, SEISMIC)
    if len(found) < len(SEISMIC):
        return []
    values = dict(zip(("surveyed", "weak", "done"), (ctx.number(found[name].value) for name in SEISMIC), strict=True))
    source = ctx.store.city.source(found[SEISMIC[0]].source)
    to_facts = link(ctx.words(source.names) if source else "", "/indicators/facts")
    return [html.P([ctx.t(f"{KEY}.risk.printed", **values), " ", to_facts])]
