"""Card of an object: every field with words and unit, where it is from, how old, for whom, its permanent address."""

import json
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

import shapely
from dash import html
from dash.development.base_component import Component

from components import feedback, pictures
from components.air_card import air_values
from components.badges import age_badge, doubt_badge, origin_badge
from components.basics import Child, heading, icon, link, outside
from components.context import Context
from components.education import card as education_card
from components.links_card import linked_part
from components.map_words import NAMES, attributes, label, row_title, translation, value_words, written
from components.networks import card as network_card
from config import i18n
from config.attribution import attribution
from config.records import LayerRecord
from data.layer_tables import measure_column
from data.queries.objects import CityObject

MAIN = ("kind", "state", "address", "district", "body", "valid_from", "valid_to")
ADDRESSES = frozenset({"photo_before", "photo_after"})
UNTOLD = frozenset({"fid", "loaded_at", "data_date"})
CARD_ZOOM = 16


def title_of(ctx: Context, found: CityObject) -> str:
    """Name of an object; without any: its kind and id."""
    return row_title(ctx, found.row)


def place_of(found: CityObject) -> tuple[float, float]:
    """Longitude and latitude of a point on the object."""
    point = shapely.point_on_surface(shapely.from_wkb(found.wkb))
    return round(point.x, 6), round(point.y, 6)


def selected_of(found: CityObject) -> dict[str, Any]:
    """The object as the map knows a selected one, with its permanent id."""
    lon, lat = place_of(found)
    return {"layer": found.layer.id, "fid": found.fid, "lon": lon, "lat": lat, "id": found.public_id}


def _rows(ctx: Context, found: CityObject, without: Collection[str]) -> list[tuple[str, Child]]:
    layer, row = found.layer, found.row
    measure = measure_column(layer)
    own = [f.name for f in layer.fields if f.name in row and not translation(layer, f.name)]
    names = [*MAIN, *([measure] if measure else []), *own]
    pairs: list[tuple[str, Child]] = [
        (label(ctx, name), _said(ctx, layer, name, written(ctx, row, name))) for name in names if name not in without
    ]
    title = title_of(ctx, found)
    pairs += [(ctx.t(f"card.{name}"), str(row[name])) for name in NAMES if row[name] and row[name] != title]
    return [*pairs, (label(ctx, "object_id"), str(row["object_id"]))]


def _said(ctx: Context, layer: LayerRecord, name: str, value: Any) -> Child:
    """A value in words; the address of a picture that a file brought is a way to it."""
    words = value_words(ctx, layer, name, value)
    return outside(words, words) if name in ADDRESSES and words.startswith(("https://", "http://")) else words


def facts(ctx: Context, found: CityObject, without: Collection[str] = ()) -> Component:
    """Every field of the object as a list of terms, but for those `without` that another part of the card tells."""
    return html.Dl(
        [
            html.Div([html.Dt(words), html.Dd(value, className="none" if value == i18n.NO_DATA else None)])
            for words, value in _rows(ctx, found, without)
        ],
        className="card-facts",
    )


def provenance(ctx: Context, found: CityObject, level: int) -> Component:
    """Source, licence, dates, origin, access and what to mind."""
    row = found.row
    source = ctx.store.city.source(str(row["source"]))
    marks = [origin_badge(ctx, str(row["origin"]))]
    lines: list[Component] = []
    if source is not None:
        marks.insert(0, age_badge(ctx, row["data_date"], source.rhythm))
        licence = outside(source.licence, source.licence_url) if source.licence_url else source.licence
        owner = html.P([attribution(source, ctx.lang), " · ", licence], className="muted")
        lines += [html.P(ctx.words(source.names)), owner]
    for name in ("loaded_at", "sensitivity"):
        lines.append(html.P([label(ctx, name), ": ", value_words(ctx, found.layer, name, row[name])]))
    if row["doubt"]:
        marks.append(doubt_badge(ctx))
        lines.append(html.P([html.Strong(ctx.t("card.doubt")), " ", str(row["doubt"])], className="card-doubt"))
    if source is not None and source.notes is not None:
        lines.append(html.P(ctx.words(source.notes), className="muted"))
    return html.Section(
        [heading(ctx.t("card.origin"), level), html.Div(marks, className="marks"), *lines], className="card-origin"
    )


def _button(symbol: str, words: str, **values: object) -> Component:
    return html.Button([icon(symbol), words], type="button", className="button button-quiet", **attributes(**values))


def actions(ctx: Context, found: CityObject, *, on_map: bool) -> Component:
    """Permanent address to open and to copy, and the way to the map or to the middle of it."""
    address = f"/o/{found.public_id}"
    lon, lat = place_of(found)
    copy = _button("link-45deg", ctx.t("card.copy"), data_copy=address)
    if on_map:
        fly = _button("crosshair", ctx.t("card.fly"), data_fly=json.dumps([lon, lat]))
        open_ = link([icon("box-arrow-up-right"), ctx.t("card.open")], address, "button button-quiet")
        return html.Div([fly, open_, copy], className="card-actions")
    shown = f"/map?o={found.public_id}&c={lon:.5f},{lat:.5f}&z={CARD_ZOOM}"
    return html.Div([link([icon("map"), ctx.t("card.on_map")], shown, "button"), copy], className="card-actions")


def card(ctx: Context, found: CityObject, *, on_map: bool = True, level: int = 2) -> Component:
    """The whole card; what the person may not see is not in it, because the row does not have it."""
    head = html.Header(
        [
            html.P(ctx.t(f"layer.{found.layer.id}.title"), className="card-layer"),
            heading(title_of(ctx, found), level, className="card-title"),
        ]
    )
    every = pictures.of_card(ctx, found)
    drawn = facts(ctx, found, pictures.told(found.row, every))
    parts = [head, actions(ctx, found, on_map=on_map), drawn, provenance(ctx, found, level + 1)]
    story = pictures.of_object(ctx, found, every)
    if story is not None:
        parts.insert(2, story)
    air = air_values(ctx, found, level + 1)
    if air is not None:
        parts.insert(2, air)
    school = education_card.linked(ctx, found, level + 1)
    if school is not None:
        parts.insert(-1, school)
    linked = linked_part(ctx, found, place_of(found), level + 1, short=on_map)
    if linked is not None:
        parts.insert(-1, linked)
    said = feedback.short(ctx, found, level + 1) if on_map else None
    if said is not None:
        parts.insert(-1, said)
    network = network_card.linked(ctx, found, level + 1)
    if network is not None:
        parts.insert(-1, network)
    if found.known_to is not None:
        words = ctx.t("card.closed", date=ctx.date(ctx.local_day(found.known_to)))
        parts.insert(1, html.P([icon("archive"), words], className="card-closed"))
    return html.Article(parts, className="object-card")


def history(ctx: Context, versions: Sequence[CityObject], level: int = 2) -> Component | None:
    """Former versions of an object: when each was known and what was different in it; None without any."""
    items = []
    for newer, older in pairwise(versions):
        until = ctx.local_day(older.known_to)
        span = ctx.t("card.version", start=ctx.date(ctx.local_day(older.known_from)), end=ctx.date(until))
        items.append(html.Li([html.Strong(span), html.Ul([html.Li(words) for words in _changes(ctx, older, newer)])]))
    if not items:
        return None
    return html.Section([heading(ctx.t("card.history"), level), html.Ol(items, className="card-history")])


def _changes(ctx: Context, older: CityObject, newer: CityObject) -> list[str]:
    words = []
    for name, before in older.row.items():
        after = newer.row[name]
        if name in UNTOLD or before == after:
            continue
        title = ctx.t(f"card.{name}") if name in NAMES else label(ctx, name)
        old, new = (value_words(ctx, older.layer, name, value) for value in (before, after))
        words.append(ctx.t("card.change", field=title, before=old, after=new))
    if older.wkb != newer.wkb:
        words.append(ctx.t("card.moved"))
    return words or [ctx.t("card.same")]


def candidates(ctx: Context, others: Sequence[CityObject]) -> Component | None:
    """Other objects under the pointer, to choose from; None without any."""
    if not others:
        return None
    items = []
    for found in others:
        picked = selected_of(found)
        words = [html.Span(title_of(ctx, found)), html.Span(ctx.t(f"layer.{found.layer.id}.title"), className="muted")]
        pick = attributes(data_pick=json.dumps(picked, ensure_ascii=False))
        items.append(html.Li(html.Button(words, type="button", className="candidate", **pick)))
    return html.Section([heading(ctx.t("card.also_here"), 3), html.Ul(items)], className="card-others")
