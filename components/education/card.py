"""What stands on the card of an organization or a site beside its fields: meals, visits, and what they belong to."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from analysis.meal_alerts import DAYS, alerts, last_day
from components import badges
from components.basics import Child, day, heading, link
from components.context import Context
from components.map_words import code_words, row_title
from data.queries import education as query
from data.queries.education import MEALS, ORGS, SITES, VISITS
from data.queries.objects import CityObject

MOST = 8


def linked(ctx: Context, found: CityObject, level: int) -> Component | None:
    """Events of a school or a site, or the school or site of an event; None for any other object."""
    if found.layer.id == ORGS:
        return _meals(ctx, str(found.row["object_id"]), level)
    if found.layer.id == SITES:
        return _visits(ctx, str(found.row["object_id"]), level)
    if found.layer.id in (MEALS, VISITS):
        return _owner(ctx, found)
    return None


def _meals(ctx: Context, org: str, level: int) -> Component | None:
    with ctx.store.read() as conn:
        events = query.meal_events(conn, ctx.store, ctx.user)
    own = sorted((event for event in events if event.org == org), key=lambda event: event.day, reverse=True)
    if not own:
        return None
    today = last_day(events)
    raised = alerts(own, today) if today is not None else []
    items = [
        _line(ctx, f"/o/{MEALS}.{event.row['object_id']}", event.row, code_words(ctx, "kind", event.kind),
              code_words(ctx, "meal_topic", event.topic) if event.topic else
              code_words(ctx, "meal_result", event.result) if event.result else "")
        for event in own[:MOST]
    ]  # fmt: skip
    marks: list[Child] = []
    if raised:
        words = ctx.t("education.card.alert", count=ctx.n("education.n.complaints", raised[0].count), days=DAYS)
        looked = ctx.t(f"education.meals.{'looked' if raised[0].inspected else 'not_looked'}")
        marks = [html.P(badges.badge("not-looked", f"{words}, {looked}", "exclamation-triangle"))]
    return _section(ctx, "meals", level, [*marks, html.Ul(items, className="card-events")], len(own))


def _visits(ctx: Context, site: str, level: int) -> Component | None:
    with ctx.store.read() as conn:
        own = [row for row in query.visits(conn, ctx.store, ctx.user) if row["site_ref"] == site]
    if not own:
        return None
    items = [
        _line(ctx, f"/o/{VISITS}.{row['object_id']}", row, code_words(ctx, "state", row["state"]),
              code_words(ctx, "remark", row["remark"]) if row["remark"] else "") for row in own[:MOST]
    ]  # fmt: skip
    return _section(ctx, "visits", level, [html.Ul(items, className="card-events")], len(own))


def _line(ctx: Context, href: str, row: query.Row, *words: str) -> Component:
    """One event: its day leads to its card."""
    said = ", ".join(word for word in words if word)
    return html.Li([link(day(ctx, row["valid_from"]), href), " – ", said])


def _section(ctx: Context, key: str, level: int, body: Sequence[Child], count: int) -> Component:
    more = [html.P(ctx.t("education.card.more", shown=MOST, total=count), className="muted")] if count > MOST else []
    return html.Section([heading(ctx.t(f"education.card.{key}"), level), *body, *more], className="card-linked")


def _owner(ctx: Context, found: CityObject) -> Component | None:
    """The school of a meal event, or the site of a visit."""
    layer, ref = (ORGS, found.row["org_ref"]) if found.layer.id == MEALS else (SITES, found.row["site_ref"])
    with ctx.store.read() as conn:
        rows = (query.organizations if layer == ORGS else query.sites)(conn, ctx.store, ctx.user)
    owner = next((one for one in rows if one.id == ref), None)
    if owner is None:
        return None
    name = link(row_title(ctx, owner.row), f"/o/{layer}.{owner.id}")
    return html.P([ctx.t(f"education.card.of_{layer}"), " ", name], className="card-linked")
