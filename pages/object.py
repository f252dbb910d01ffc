"""Permanent page of one object: its card, what residents say of it, and what was known of it before."""

import flask
from dash import html
from dash.development.base_component import Component

from api import forms, session, typed
from components import feedback, moderation, pictures
from components.basics import breadcrumbs
from components.context import Context
from components.map_card import card, history, title_of
from data.queries.objects import CityObject, get_object, versions_of
from pages import NotFoundError, PageRecord


def _found(ctx: Context, object_id: str) -> CityObject | None:
    with ctx.store.read() as conn:
        return get_object(conn, ctx.store, object_id, ctx.user)


def layout(ctx: Context, object_id: str) -> Component:
    """The card with the history. Raises NotFoundError for what is not there or not for this reader."""
    with ctx.store.read() as conn:
        versions = versions_of(conn, ctx.store, object_id, ctx.user)
    if not versions:
        raise NotFoundError(object_id)
    found = versions[0]
    inside = flask.has_request_context()
    token, began = (session.csrf_token(), forms.stamp()) if inside else ("", "")
    parts = [
        breadcrumbs(ctx, [(ctx.t("page.map.title"), "/map")], title_of(ctx, found)),
        card(ctx, found, on_map=False, level=1), pictures.section(ctx, found, token),
        feedback.section(ctx, found, token, began, typed.kept(found.public_id)),
        moderation.removal_of(ctx, found.public_id, found.row["state"], token),
        moderation.story_of(ctx, found.public_id, found.row.get("fact_end"), token), history(ctx, versions),
    ]  # fmt: skip
    return html.Div([part for part in parts if part is not None], className="page-narrow object-page")


def _exists(ctx: Context, object_id: str) -> bool:
    return _found(ctx, object_id) is not None


def _title(ctx: Context, object_id: str) -> str:
    found = _found(ctx, object_id)
    return title_of(ctx, found) if found else ctx.t("page.object.title")


PAGES = (PageRecord(key="object", path="/o/<path:object_id>", layout=layout, exists=_exists, title=_title),)
