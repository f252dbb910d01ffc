"""What the card of a section, a node or an outage leads to: its closing, operator, who is touched, a notice to copy."""

from dataclasses import replace

from dash import html
from dash.development.base_component import Component
from sqlalchemy import select

from analysis.outage_store import LINES, NODES
from components.basics import Child, heading, link
from components.context import Context
from components.indicator_take import copied
from components.map_words import body_words, district_words
from components.networks import cut, look
from config import i18n
from data.queries.networks import OUTAGES
from data.queries.objects import CityObject
from data.queries.scope import may_see, row_scope, rows_seen

LISTED = 10
RESTORED, PLANNED, SYNTHETIC = "restored", "planned", "synthetic"
# Residents are told in both languages of the city, whatever the reader's own; the number is the city's contact centre.
NOTICE_LANGS: tuple[i18n.Lang, ...] = ("kk", "ru")
PHONE = "109"
TOUCHED = ("buildings", "schools", "kindergartens")


def linked(ctx: Context, found: CityObject, level: int) -> Component | None:
    """Links of an object of the networks; None for another object or when there is nothing to lead to."""
    links: list[Child] = []
    notices: list[Component] = []
    layer = found.layer.id
    if layer in (LINES, NODES) and found.known_to is None and cut.allowed(ctx):
        links.append(link(ctx.t("networks.cut.button"), f"/networks?cut={found.public_id}#cut"))
    if layer == LINES:
        links += _outages(ctx, str(found.row["object_id"]))
    if layer == OUTAGES:
        links += _touched(ctx, found)
        notices = _notices(ctx, found)
    if layer in (LINES, NODES, OUTAGES) and found.row.get("body"):
        links.append(look.operator(ctx, str(found.row["body"])))
    if not links:
        return None
    listed = html.Ul([html.Li(one) for one in links])
    return html.Section([heading(ctx.t("networks.card.title"), level), listed, *notices], className="card-origin")


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


def _notices(ctx: Context, found: CityObject) -> list[Component]:
    """A ready text for residents in Kazakh and Russian, to copy; none of what is over or of the past."""
    if found.known_to is not None or found.row.get("state") == RESTORED:
        return []
    return [
        copied(ctx, f"outage-notice-{lang}", ctx.t("networks.card.notice", language=ctx.t(f"shell.language.{lang}")),
               notice(ctx, found, lang), lang)
        for lang in NOTICE_LANGS
    ]  # fmt: skip


def notice(ctx: Context, found: CityObject, lang: i18n.Lang) -> str:
    """What to tell residents of an outage in a language: service, place, since and until when, operator, number.

    What is not known is said to be so or left out: no time of its end is promised that nobody named.
    """
    own, row = replace(ctx, lang=lang), found.row
    place = ", ".join(part for part in (district_words(own, str(row["district"])), row.get("address")) if part)
    key = "planned" if row.get("event_kind") == PLANNED else "sudden"
    said = [own.t(f"networks.notice.{key}", service=look.service(own, str(row["kind"])), place=place)]
    if row.get("event_start"):
        said.append(own.t("networks.notice.since", when=own.moment(row["event_start"])))
    until = row.get("event_end_plan")
    late = until is not None and until < look.now()
    said.append(own.t("networks.notice.until_unknown") if until is None or late
                else own.t("networks.notice.until", when=own.moment(until)))  # fmt: skip
    if row.get("body"):
        said.append(own.t("networks.notice.operator", operator=body_words(own, str(row["body"])), phone=PHONE))
    if row.get("origin") == SYNTHETIC:
        said.append(own.t("networks.notice.demo"))
    return " ".join(said)


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
        link(ctx.t("networks.card.outage", when=ctx.moment(row.event_start)), f"/o/{OUTAGES}.{row.object_id}")
        for row in rows
    ]
