"""Layers from elsewhere on the map: their group in the tree, and what the map component needs to draw them."""

import html as markup
from collections.abc import Collection
from typing import Any, cast

from dash import html
from dash.development.base_component import Component
from flask import current_app

from components.badges import badge
from components.basics import icon, outside
from components.context import Context, store
from components.map_words import attributes
from components.native import Native
from components.palette import color
from config import i18n
from config.remote import RemoteRecord
from config.settings import Settings
from data.fetching.client import Fetcher
from data.loading.report import say
from data.remote.service import Remote
from data.remote.state import RemoteState

EXTENSION, SETTINGS = "sitcenter_remote", "sitcenter_settings"
PERCENT = 100


def remote_of() -> Remote:
    """The layers from elsewhere of the running application, made when first asked for."""
    found = current_app.extensions.get(EXTENSION)
    if not isinstance(found, Remote):
        given = cast(Settings, current_app.extensions[SETTINGS])
        made = Remote(store().city, given.home, Fetcher(private=given.fetch_private))
        found = cast(Remote, current_app.extensions.setdefault(EXTENSION, made))
    return found


def remote_spec(ctx: Context, on: Collection[str]) -> list[dict[str, Any]]:
    """The layers as the map component draws them; names of people elsewhere never become markup."""
    return [_spec(ctx, record, record.id in on) for record in remote_of().seen(ctx.user)]


def _spec(ctx: Context, record: RemoteRecord, on: bool) -> dict[str, Any]:
    return {
        "id": record.id, "kind": "raster" if record.raster else "geojson", "visible": on, "opacity": record.opacity,
        "url": f"/remote/{record.id}" + ("/{z}/{x}/{y}?blank=1" if record.raster else ".geojson"),
        "minzoom": record.min_zoom, "maxzoom": record.max_zoom, "size": record.tile_size,
        "attribution": markup.escape(record.attribution), "color": color(ctx.theme, record.color),
        "asked": record.asked,
    }  # fmt: skip


def group(ctx: Context, on: Collection[str]) -> Component | None:
    """The group "From elsewhere" of the tree, nothing when the city has no such layer for this person."""
    records = remote_of().seen(ctx.user)
    if not records:
        return None
    head = html.Summary([html.Span(ctx.t("remote.group"), className="module-title"),
                         html.Span(ctx.number(len(records)), className="module-count num")])  # fmt: skip
    rows = html.Ul([_row(ctx, record, record.id in on) for record in records], className="layers")
    note = html.P(ctx.t("remote.note"), className="muted remote-note")
    return html.Details([head, note, rows], open=True, className="module", **attributes(data_module="elsewhere"))


def _row(ctx: Context, record: RemoteRecord, on: bool) -> Component:
    title = ctx.words(record.names)
    toggle = Native("input", {"type": "checkbox", "defaultChecked": on, "data-remote-toggle": record.id,
                              "className": "layer-toggle"})  # fmt: skip
    mark = html.Span(icon("image"), className="swatch")
    if not record.raster:
        mark = html.Span(icon("geo-alt-fill"), className="swatch", style={"color": color(ctx.theme, record.color)})
    switch = html.Label([toggle, mark, html.Span(title, className="layer-title")], className="layer-switch")
    words = " ".join(record.names[lang].casefold() for lang in i18n.LANGS)
    return html.Li(
        [html.Div(switch, className="layer-head"), _marks(ctx, record), _warning(ctx, record),
         _opacity(ctx, record, title), _source(record)],
        className="layer remote-layer",
        **attributes(data_layer=record.id, data_words=words, data_on="1" if on else "", data_remote=record.id,
                     data_remote_kind="raster" if record.raster else "geojson"),
    )  # fmt: skip


def _marks(ctx: Context, record: RemoteRecord) -> Component:
    marks = [badge("remote", ctx.t(f"remote.kind.{record.kind}"))]
    if record.sensitivity.value != "public":
        marks.append(badge("sensitivity", ctx.t(f"value.sensitivity.{record.sensitivity.value}"), "shield-lock"))
    return html.Div(marks, className="marks layer-marks")


def _warning(ctx: Context, record: RemoteRecord) -> Component:
    """What is wrong with the layer at present; the browser keeps it up to date."""
    said = silent_words(ctx, remote_of().state(record))
    inner = [icon("exclamation-triangle"), html.Span(said)]
    return html.P(inner, className="remote-warning", hidden=not said, **attributes(data_remote_warning=record.id))


def silent_words(ctx: Context, state: RemoteState) -> str:
    """That a layer is silent, of when what is shown is, and why; empty while it answers."""
    if not state.silent:
        return ""
    reason = say(ctx.lang, state.message)
    if state.good_at is None:
        return ctx.t("remote.silent_never", reason=reason)
    return ctx.t("remote.silent", date=ctx.moment(state.good_at), reason=reason)


def _opacity(ctx: Context, record: RemoteRecord, title: str) -> Component:
    slider = Native("input", {
        "type": "range", "min": "0", "max": str(PERCENT), "step": "5", "data-remote-opacity": record.id,
        "defaultValue": str(round(record.opacity * PERCENT)), "aria-label": ctx.t("remote.opacity_of", layer=title),
    })  # fmt: skip
    return html.Div([html.Span(ctx.t("remote.opacity")), slider], className="remote-opacity")


def _source(record: RemoteRecord) -> Component:
    words: list[str | Component] = [record.attribution]
    if record.licence:
        words += [" · ", outside(record.licence, record.licence_url) if record.licence_url else record.licence]
    return html.P(html.Span(words), className="layer-source remote-source")
