"""Parts of the screen on which walls are run: fields of its forms, the playlist, keys, the switch of emergency."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.basics import Child, icon, table
from components.context import Context
from components.native import Native
from config.i18n import LANGS, NO_DATA
from config.limits import NAME_CHARS, WALL_TEXT_CHARS
from config.policy import Sensitivity
from config.records import Words
from config.walls import LEAST_SECONDS, MOST_SECONDS, TAKES, SceneRecord, WallRecord
from data.wall_alarms import Alarm
from data.wall_keys import ROLES, ScreenKey
from data.walls import Change


def field(words: Child, name: str, value: object = "", **given: Any) -> Component:
    """A labelled line of a form."""
    attributes = {"name": name, "type": "text", "defaultValue": str(value), "className": "input", **given}
    return html.Label([html.Span(words), Native("input", attributes)], className="field")


def select(words: Child, name: str, options: Sequence[tuple[str, str]], value: str = "") -> Component:
    """A labelled choice of a form."""
    attributes = {"name": name, "defaultValue": value, "className": "input"}
    return html.Label([html.Span(words), Native("select", attributes, options)], className="field")


def check(words: Child, name: str, *, on: bool = False) -> Component:
    """A labelled checkbox of a form."""
    attributes = {"name": name, "type": "checkbox", "value": "1", "defaultChecked": on}
    return html.Label([Native("input", attributes), html.Span(words)], className="wall-check")


def form(action: str, token: str, parts: Sequence[Child], name: str, button: str) -> Component:
    """A form that works without a script; `token` is its protective mark, `name` and `button` icon and words."""
    hidden = Native("input", {"type": "hidden", "name": "csrf_token", "defaultValue": token})
    send = html.Button([icon(name), html.Span(button)], type="submit", className="button")
    return html.Form([hidden, *parts, send], method="post", action=action, className="wall-form")


def three(ctx: Context, words: str, name: str, value: Words | None, *, required: bool = False) -> Component:
    """The same words in three languages."""
    lines = [
        field(
            ctx.t(f"shell.language.{lang}"), f"{name}-{lang}", value[lang] if value else "", lang=lang,
            maxLength=WALL_TEXT_CHARS, **({"required": True} if required else {}),
        )
        for lang in LANGS
    ]  # fmt: skip
    return html.Fieldset([html.Legend(words), html.Div(lines, className="wall-row")], className="wall-three")


def scene_part(ctx: Context, scene: SceneRecord, number: int) -> Component:
    """What of a scene can be changed."""
    p, title = f"s{number}", ctx.t("wall_admin.scene", number=number, kind=ctx.t(f"wall.kind.{scene.kind}"))
    levels = [(level.value, ctx.t(f"wall_admin.for.{level.value}")) for level in Sensitivity]
    line: list[Child] = [
        Native("input", {"type": "hidden", "name": f"{p}-id", "defaultValue": scene.id}),
        Native("input", {"type": "hidden", "name": f"{p}-kind", "defaultValue": scene.kind}),
        field(ctx.t("wall_admin.order"), f"{p}-order", number, type="number", min=1, max=99),
        field(ctx.t("wall_admin.seconds"), f"{p}-seconds", scene.seconds, type="number", min=LEAST_SECONDS,
              max=MOST_SECONDS),
        select(ctx.t("wall_admin.who"), f"{p}-for", levels, scene.sensitivity.value),
    ]  # fmt: skip
    if TAKES[scene.kind] != "nothing":
        line.append(
            field(ctx.t(f"wall_admin.codes.{TAKES[scene.kind]}"), f"{p}-codes", " ".join(scene.codes), required=True)
        )
    rest: list[Child] = [three(ctx, ctx.t("wall_admin.titles"), f"{p}-title", scene.titles)]
    if scene.kind == "text":
        rest.append(three(ctx, ctx.t("wall_admin.texts"), f"{p}-text", scene.texts, required=True))
    marks = html.Div([check(ctx.t("wall_admin.enabled"), f"{p}-on", on=scene.enabled),
                      check(ctx.t("wall_admin.remove"), f"{p}-remove")], className="wall-row")  # fmt: skip
    return html.Fieldset(
        [html.Legend(title), html.Div(line, className="wall-row"), marks, *rest], className="wall-scene"
    )


def new_scene(ctx: Context) -> Component:
    """A scene to be added."""
    kinds = [("", ctx.t("wall_admin.none")), *((kind, ctx.t(f"wall.kind.{kind}")) for kind in TAKES)]
    line = [
        select(ctx.t("wall_admin.kind"), "new-kind", kinds),
        field(ctx.t("wall_admin.codes.any"), "new-codes"),
    ]
    parts = [html.Div(line, className="wall-row"), three(ctx, ctx.t("wall_admin.texts"), "new-text", None)]
    return html.Fieldset([html.Legend(ctx.t("wall_admin.add")), *parts], className="wall-scene")


def changes(ctx: Context, found: Sequence[Change]) -> Component | None:
    """Who changed a wall and when."""
    said = [
        html.Li(ctx.t("wall_admin.back" if one.back else "wall_admin.changed", who=one.by, when=ctx.moment(one.at)))
        for one in found
    ]
    return html.Ul(said, className="plain-list muted") if said else None


def wall_names(ctx: Context, walls: Sequence[WallRecord]) -> list[tuple[str, str]]:
    """Walls to choose from."""
    return [(wall.id, ctx.words(wall.names)) for wall in walls]


def scene_names(ctx: Context, walls: Sequence[WallRecord]) -> list[tuple[str, str]]:
    """Scenes to choose from, under the names of their walls."""
    found = []
    for wall in walls:
        for scene in wall.scenes:
            title = ctx.words(scene.titles) if scene.titles else ctx.t(f"wall.kind.{scene.kind}")
            found.append((f"{wall.id}/{scene.id}", f"{ctx.words(wall.names)}: {title} ({scene.id})"))
    return found


def key_form(ctx: Context, walls: Sequence[WallRecord], token: str) -> Component:
    """The form of a new key."""
    roles = [(role.value, ctx.t(f"role.{role.value}")) for role in ROLES]
    districts = [("", NO_DATA), *((d.id, ctx.words(d.names)) for d in ctx.store.city.districts)]
    parts = [
        select(ctx.t("wall_admin.wall"), "wall", wall_names(ctx, walls)),
        field(ctx.t("wall_admin.place"), "place", required=True, maxLength=NAME_CHARS),
        select(ctx.t("wall_admin.role"), "role", roles),
        select(ctx.t("wall_admin.district"), "district", districts),
    ]
    return form("/admin/walls/keys", token, parts, "key", ctx.t("wall_admin.make_key"))


def _state(ctx: Context, key: ScreenKey, now: datetime) -> str:
    if key.revoked_at is not None:
        return ctx.t("wall_admin.revoked", who=key.revoked_by, when=ctx.moment(key.revoked_at))
    return ctx.t("wall_admin.until" if key.open_at(now) else "wall_admin.ended", when=ctx.moment(key.ends_at))


def keys_table(ctx: Context, keys: Sequence[ScreenKey], now: datetime, token: str) -> Component:
    """All keys with who made them, whether they open, when they were used, and the way to close them."""
    rows: list[list[Child]] = []
    for key in keys:
        end = form(f"/admin/walls/keys/{key.id}/revoke", token, [], "x-circle", ctx.t("wall_admin.revoke"))
        rights = ctx.t(f"role.{key.role.value}") + (f", {key.district}" if key.district else "")
        made = f"{key.made_by}, {ctx.moment(key.made_at)}"
        rows.append([key.place, key.wall, rights, made, ctx.moment(key.used_at), _state(ctx, key, now),
                     end if key.open_at(now) else NO_DATA])  # fmt: skip
    names = ("place", "wall", "role", "made", "used", "state", "act")
    return table(ctx.t("wall_admin.keys"), [ctx.t(f"wall_admin.{name}") for name in names], rows)


def alarm_form(ctx: Context, walls: Sequence[WallRecord], token: str) -> Component:
    """The form that turns all walls to one scene."""
    scenes = [("", ctx.t("wall_admin.words_only")), *scene_names(ctx, walls)]
    parts = [
        three(ctx, ctx.t("wall_admin.alarm_texts"), "text", None),
        select(ctx.t("wall_admin.alarm_scene"), "scene", scenes),
        field(ctx.t("wall_admin.why"), "why", required=True, maxLength=WALL_TEXT_CHARS),
    ]
    return form("/admin/walls/emergency", token, parts, "exclamation-triangle", ctx.t("wall_admin.start"))


def alarm_log(ctx: Context, found: Sequence[Alarm]) -> Component | None:
    """Times of emergency: when, who, why, what was shown."""
    if not found:
        return None
    rows = [
        [ctx.moment(one.started_at), one.started_by, ctx.words(one.shown.texts), one.why,
         ctx.moment(one.ended_at), one.ended_by or NO_DATA, one.why_ended or NO_DATA]
        for one in found
    ]  # fmt: skip
    names = ("started", "by", "shown", "why", "off_at", "ended_by", "why_ended")
    return table(ctx.t("wall_admin.log"), [ctx.t(f"wall_admin.{name}") for name in names], rows)
