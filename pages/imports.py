"""Screens of imports: a table brought and mapped, and the list of addresses nobody can be sure of."""

import json
from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from api.tiles import service
from components.badges import city_today
from components.basics import attrs, breadcrumbs, page_head, section, table
from components.citymap import CityMap
from components.citymap.spec import Feed, map_spec
from components.citymap.static import module_urls
from components.context import Context
from components.libraries import library_url
from components.map_tools import tool_address
from config import i18n
from config.limits import UPLOAD_BYTES, UPLOAD_KEPT_HOURS
from data import mappings
from data.queries.labels import area_labels
from data.queries.scope import seen_layers
from data.tables import review
from data.tables.fields import may_import, open_layers
from pages import NotFoundError, PageRecord

MAP = "import-map"
SCRIPTS = ("imports-parts.js", "imports-map.js", "imports-run.js", "imports.js")
REVIEW_SCRIPTS = ("imports-parts.js", "imports-review.js")
# What of the map helps to find an address.
UNDER = ("districts", "city_boundary", "roads", "metro_stations", "schools", "parks")


def layout(ctx: Context) -> Component:
    """The screen of one import, and the mappings that are kept."""
    boot = {
        "words": _words(ctx), "scripts": [*map(tool_address, SCRIPTS)], "today": city_today(ctx).isoformat(),
        "bodies": [[body.id, ctx.words(body.names)] for body in ctx.store.city.bodies], "limit": UPLOAD_BYTES,
    }  # fmt: skip
    hint = ctx.t("import.limit", limit=ctx.number(UPLOAD_BYTES // 1_000_000), hours=UPLOAD_KEPT_HOURS)
    return html.Div(
        [
            breadcrumbs(ctx, [(ctx.t("page.home.title"), "/")], ctx.t("page.imports.title")),
            page_head(ctx.t("page.imports.title"), ctx.t("import.question")),
            html.P([hint, " ", ctx.t("import.licence")], className="muted import-lead"),
            html.Div(id="import-app", className="import-app", **attrs(aria_live="off")),
            section(ctx.t("import.kept"), _kept(ctx), "import-kept"),
        ],
        id="import-page", **attrs(data_boot=json.dumps(boot, ensure_ascii=False)),
    )  # fmt: skip


def _kept(ctx: Context) -> Component:
    mine = {layer.id for layer in open_layers(ctx.store, ctx.user)}
    with ctx.store.read() as conn:
        held = [each for each in mappings.everything(conn) if each.layer in mine]
        versions = {each.id: mappings.versions(conn, each.id) for each in held}
    if not held:
        return html.P(ctx.t("import.kept_none"), className="muted")
    rows = [
        [each.name, ctx.t(f"layer.{each.layer}.title"),
         html.Ul([html.Li(ctx.t("import.version", number=v.number, who=v.made_by,
                                when=ctx.date(ctx.local_day(v.made_at))))
                  for v in versions[each.id]], className="plain-list")]
        for each in held
    ]  # fmt: skip
    heads = [ctx.t("import.name"), ctx.t("import.kept_layer"), ctx.t("import.kept_versions")]
    return table(ctx.t("import.kept_table"), heads, rows)


def _words(ctx: Context) -> Mapping[str, str]:
    """All words of the screen, for its script."""
    words = i18n.words(ctx.lang)
    return {key.removeprefix("import."): text for key, text in words.items() if key.startswith("import.")}


def review_layout(ctx: Context, load_id: int) -> Component:
    """The list of unsure addresses of a load beside a map to point on."""
    found = _load(ctx, load_id)
    if found is None:
        raise NotFoundError(load_id)
    boot = {"words": _words(ctx), "scripts": [*map(tool_address, REVIEW_SCRIPTS)], "load": load_id, "map": MAP}
    said = " · ".join(filter(None, (found.file_name, found.by_user, ctx.date(ctx.local_day(found.finished_at)))))
    return html.Div(
        [
            breadcrumbs(
                ctx, [(ctx.t("page.home.title"), "/"), (ctx.t("page.imports.title"), "/admin/import")],
                ctx.t("page.import_review.title"),
            ),
            page_head(ctx.t("page.import_review.title"), ctx.t("import.review_question")),
            html.P([said, html.Br(), ctx.t("import.review_hint")], className="muted import-lead"),
            html.Div(
                [
                    html.Div(id="review-list", className="review-list", role="region",
                             **attrs(aria_label=ctx.t("import.review_list"))),
                    html.Div(
                        [_map(ctx), html.Div(id="review-point", className="review-point", **attrs(aria_live="polite"))],
                        className="review-map", role="region", **attrs(aria_label=ctx.t("import.review_map")),
                    ),
                ],
                className="review",
            ),
        ],
        id="import-page", **attrs(data_boot=json.dumps(boot, ensure_ascii=False)),
    )  # fmt: skip


def _map(ctx: Context) -> Component:
    layers = [layer for layer in seen_layers(ctx.user, ctx.store.layers.values()) if layer.id in UNDER]
    with ctx.store.read() as conn:
        feeds = [
            Feed(layer, service().stamp(layer.id), layer.base or layer.id == "metro_stations",
                 area_labels(conn, ctx.store, layer))
            for layer in layers
        ]  # fmt: skip
    spec = map_spec(ctx.store.city, feeds, ctx.lang, ctx.theme, library=library_url("maplibre"))
    return CityMap(MAP, spec, className="review-canvas")


def _load(ctx: Context, load: int) -> review.LoadHead | None:
    with ctx.store.read() as conn:
        return review.head(conn, load)


def _allowed(ctx: Context) -> bool:
    return may_import(ctx.user)


def _review_allowed(ctx: Context, load_id: int) -> bool:
    return may_import(ctx.user) and _load(ctx, load_id) is not None


def _modules() -> list[str]:
    return [library_url("maplibre/maplibre-gl.mjs"), *module_urls()]


PAGES = (
    PageRecord(
        key="imports", path="/admin/import", layout=layout, menu=59, icon="table", exists=_allowed, group="desk"
    ),
    PageRecord(
        key="import_review", path="/admin/import/<int:load_id>/review", layout=review_layout, exists=_review_allowed,
        modules=_modules,
    ),
)  # fmt: skip
