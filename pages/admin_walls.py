"""Walls for those who run them: the switch of emergency, playlists, keys of screens."""

import flask
from dash import html
from dash.development.base_component import Component

from api import session
from components.basics import Child, attrs, breadcrumbs, icon, link, page_head, section
from components.context import Context
from components.wall import admin
from config.i18n import LANGS
from config.limits import NAME_CHARS
from config.policy import Action
from config.walls import WALLS, WallRecord
from data import wall_alarms, wall_keys, walls
from data.store import utc_now
from pages import NotFoundError, PageRecord

FAILURES = frozenset({"texts", "why", "place", "rights", "too_many", "record", "taken", "codes", "scene", "walls"})
DONE = frozenset({"started", "ended", "saved", "back", "revoked"})


def _token() -> str:
    return session.csrf_token() if flask.has_request_context() else ""


def _said(ctx: Context) -> Component | None:
    """What the last form came to, by the key in the address."""
    failed, done = ctx.query.get("failed", ""), ctx.query.get("done", "")
    if failed in FAILURES:
        words = ctx.t(f"wall_admin.failed.{failed}")
        return html.Div([icon("exclamation-triangle"), words], className="notice notice-bad", role="alert")
    if done in DONE:
        return html.Div([icon("check-circle"), ctx.t(f"wall_admin.done.{done}")], className="notice", role="status")
    return None


def _emergency(ctx: Context, found: list[WallRecord]) -> Child:
    with ctx.store.read() as conn:
        present, log = wall_alarms.present(conn), wall_alarms.log(conn)
    parts: list[Child] = []
    if present is not None:
        words = ctx.t("wall_admin.lasts", words=ctx.words(present.shown.texts), who=present.started_by,
                      when=ctx.moment(present.started_at))  # fmt: skip
        parts.append(html.Div([icon("exclamation-triangle"), words], className="notice notice-bad", role="status"))
        why = admin.field(ctx.t("wall_admin.why"), "why", required=True)
        parts.append(admin.form("/admin/walls/emergency/end", _token(), [why], "check-circle", ctx.t("wall_admin.end")))
    parts += [admin.alarm_form(ctx, found, _token()), admin.alarm_log(ctx, log)]
    return [part for part in parts if part is not None]


def _wall(ctx: Context, wall: WallRecord) -> Component:
    seconds = sum(scene.seconds for scene in wall.scenes if scene.enabled)
    count = ctx.n("wall_admin.scenes", sum(scene.enabled for scene in wall.scenes))
    lines: list[Child] = [
        html.A(ctx.words(wall.names), href=f"/wall/{wall.id}", **attrs(data_reload="1")),
        html.Span(f"{count}, {ctx.t('wall_admin.round', seconds=ctx.number(seconds, 0))}", className="muted"),
    ]
    if ctx.may(Action.ADMINISTER, WALLS):
        lines.append(link(ctx.t("wall_admin.edit"), f"/admin/walls/{wall.id}", **attrs(
            aria_label=f"{ctx.t('wall_admin.edit')}: {ctx.words(wall.names)}")))  # fmt: skip
    return html.Li(lines, className="wall-line")


def _new(ctx: Context) -> Component:
    parts = [
        admin.field(ctx.t("wall_admin.id"), "id", required=True, pattern="[a-z][a-z0-9_-]*", maxLength=60),
        *(admin.field(f"{ctx.t('wall_admin.name')} – {ctx.t(f'shell.language.{lang}')}", f"name-{lang}", required=True,
                      lang=lang, maxLength=NAME_CHARS) for lang in LANGS),
    ]  # fmt: skip
    return admin.form("/admin/walls/new", _token(), parts, "plus-lg", ctx.t("wall_admin.new"))


def layout(ctx: Context) -> Component:
    """The switch of emergency for all who run walls; lists of walls; keys for administrators."""
    with ctx.store.read() as conn:
        found, keys = list(walls.playlists(conn, ctx.store.city).values()), wall_keys.listed(conn)
    listed = html.Ul([_wall(ctx, wall) for wall in found], className="plain-list")
    parts: list[Child] = [
        breadcrumbs(ctx, [(ctx.t("page.home.title"), "/")], ctx.t("page.admin_walls.title")),
        page_head(ctx.t("page.admin_walls.title"), ctx.t("wall_admin.question")),
        _said(ctx),
        section(ctx.t("wall_admin.walls"), listed, "walls"),
        section(ctx.t("wall_admin.emergency"), html.Div(_emergency(ctx, found)), "emergency",
                note=ctx.t("wall_admin.emergency_note")),
    ]  # fmt: skip
    if ctx.may(Action.ADMINISTER, WALLS):
        body = [
            admin.key_form(ctx, found, _token()),
            admin.keys_table(ctx, keys, utc_now(), _token()) if keys else None,
        ]
        parts.append(section(ctx.t("wall_admin.keys"), html.Div(body), "keys", note=ctx.t("wall_admin.keys_note")))
        parts.append(section(ctx.t("wall_admin.new"), _new(ctx), "new"))
    return html.Div(parts, className="wall-admin")


def _found(ctx: Context, wall_id: str) -> WallRecord | None:
    with ctx.store.read() as conn:
        return walls.playlists(conn, ctx.store.city).get(wall_id)


def playlist(ctx: Context, wall_id: str) -> Component:
    """The playlist of one wall as a form."""
    wall = _found(ctx, wall_id)
    if wall is None:
        raise NotFoundError(wall_id)
    with ctx.store.read() as conn:
        log = walls.changes(conn, wall_id)
    boxes = [admin.check(ctx.t(f"shell.language.{lang}"), f"lang-{lang}", on=lang in wall.langs) for lang in LANGS]
    langs = html.Fieldset([html.Legend(ctx.t("wall_admin.langs")), html.Div(boxes, className="wall-row")])
    names = admin.three(ctx, ctx.t("wall_admin.name"), "name", wall.names, required=True)
    scenes = [admin.scene_part(ctx, scene, no) for no, scene in enumerate(wall.scenes, 1)]
    parts = [names, langs, *scenes, admin.new_scene(ctx)]
    back = admin.form(
        f"/admin/walls/{wall.id}/back", _token(), [], "arrow-counterclockwise", ctx.t("wall_admin.give_back")
    )
    trail = [(ctx.t("page.home.title"), "/"), (ctx.t("page.admin_walls.title"), "/admin/walls")]
    see = html.A(ctx.t("wall_admin.see"), href=f"/wall/{wall.id}", **attrs(data_reload="1"))
    return html.Div(
        [breadcrumbs(ctx, trail, ctx.words(wall.names)),
         page_head(ctx.words(wall.names), ctx.t("wall_admin.playlist_question"), see), _said(ctx),
         admin.form(f"/admin/walls/{wall.id}/save", _token(), parts, "check2", ctx.t("wall_admin.save")),
         section(ctx.t("wall_admin.changes"), html.Div([admin.changes(ctx, log), back]), "changes",
                 note=ctx.t("wall_admin.back_note"))],
        className="wall-admin",
    )  # fmt: skip


def _runs(ctx: Context) -> bool:
    return ctx.may(Action.EDIT, WALLS)


def _administers(ctx: Context, wall_id: str) -> bool:
    return ctx.may(Action.ADMINISTER, WALLS) and _found(ctx, wall_id) is not None


def _title(ctx: Context, wall_id: str) -> str:
    wall = _found(ctx, wall_id)
    return ctx.words(wall.names) if wall else ctx.t("page.admin_walls.title")


PAGES = (
    PageRecord("admin_walls", "/admin/walls", layout, menu=59, icon="app", exists=_runs, group="desk"),
    PageRecord("admin_wall", "/admin/walls/<wall_id>", playlist, exists=_administers, title=_title),
)
