"""What the card of a section, a node or an outage leads to: closing it, its operator, who is touched, its outages."""

from dash import html
from dash.development.base_component import Component
from sqlalchemy import select

from analysis.outage_store import LINES, NODES
from components.basics import Child, heading, link
from components.context import Context
from components.networks import cut, look
from data.queries.networks import OUTAGES
from data.queries.objects import CityObject
from data.queries.scope import may_see, row_scope, rows_seen

LISTED = 10
TOUCHED = ("buildings", "schools", "kindergartens")


def linked(ctx: Context, found: CityObject, level: int) -> Component | None:
    """Links of an object of the networks; None for another object or when there is nothing to lead to."""
    links: list[Child] = []
    layer = found.layer.id
    if layer in (LINES, NODES) and found.known_to is None and cut.allowed(ctx):
        links.append(link(ctx.t("networks.cut.button"), f"/networks?cut={found.public_id}#cut"))
    if layer == LINES:
        links += _outages(ctx, str(found.row["object_id"]))
    if layer == OUTAGES:
        links += _touched(ctx, found)
    if layer in (LINES, NODES, OUTAGES) and found.row.get("body"):
        links.append(look.operator(ctx, str(found.row["body"])))
    if not links:
        return None
    return html.Section([heading(ctx.t("networks.card.title"), level), html.Ul([html.Li(one) for one in links])],
                        className="card-origin")  # fmt: skip


def _touched(ctx: Context, found: CityObject) -> list[Child]:
    """Lists of buildings and social objects in the area, and the section for who may see it."""
    links: list[Child] = [
        link(ctx.t("networks.card.inside", layer=ctx.t(f"layer.{name}.title")),
             f"/map?area=o.1.{found.public_id}&l={name}&list={name}")
        for name in TOUCHED if name in ctx.store.layers and may_see(ctx.user, ctx.store.layers[name])
    ]  # fmt: skip
    section = found.row.get("section")
    if section and cut.allowed(ctx):
        links.append(link(ctx.t("networks.card.section"), f"/o/{LINES}.{section}"))
        links.append(link(ctx.t("networks.cut.button"), f"/networks?cut={LINES}.{section}#cut"))
    return links


def _outages(ctx: Context, section: str) -> list[Child]:
    """The last outages of a section."""
    table = ctx.store.tables.get(OUTAGES)
    if table is None:
        return []
    t = table.c
    seen = rows_seen(table, ctx.store.layers[OUTAGES], row_scope(ctx.user))
    query = (
        select(t.object_id, t.event_start, t.state).where(t.known_to.is_(None), t.section == section, seen)
        .order_by(t.event_start.desc()).limit(LISTED)
    )  # fmt: skip
    with ctx.store.read() as conn:
        rows = list(conn.execute(query))
    return [
        link(ctx.t("networks.card.outage", when=look.moment(ctx, row.event_start)), f"/o/{OUTAGES}.{row.object_id}")
        for row in rows
    ]
