"""The tool that keeps views of the map under a name, and notes at places, on lines and areas."""

from dash import html
from dash.development.base_component import Component

from components.basics import heading, icon
from components.context import Context
from components.map_words import attributes
from components.native import Native
from components.tools import Tool
from config.limits import NAME_CHARS, NOTE_CHARS
from data.notes import AUDIENCES, COLORS, may_publish

KINDS = (("point", "geo-alt"), ("line", "slash-lg"), ("area", "bounding-box-circles"))
SAID = (
    "open", "start", "not_start", "rename", "remove", "copy", "no_views", "no_notes", "show", "edit", "kept", "changed",
    "removed", "by", "new_name", "draw_point", "draw_line", "draw_area", "name_needed", "mine",
)  # fmt: skip


def _panel(ctx: Context) -> Component:
    known = ctx.user.name is not None
    words = {f"data_words_{name}": ctx.t(f"tool.views.{name}") for name in SAID}
    words |= {f"data_audience_{name}": ctx.t(f"tool.views.audience.{name}") for name in AUDIENCES}
    return html.Div(
        [*_views(ctx, known), *_notes(ctx, known),
         html.P(id="tool-views-status", className="export-status", role="status")],
        id="tool-views-body", **attributes(**words, data_known="1" if known else "", data_lang=ctx.lang),
    )  # fmt: skip


def _views(ctx: Context, known: bool) -> list[Component]:
    name = {"type": "text", "className": "input", "maxLength": NAME_CHARS}
    return [
        heading(ctx.t("tool.views.views"), 3),
        html.P(ctx.t(f"tool.views.{'kept_here' if known else 'kept_in_browser'}"), className="muted"),
        html.Div(
            [html.Label([ctx.t("tool.views.name"), Native("input", name, id="tool-views-name")], className="field"),
             _button(ctx, "save", "bookmark-plus")],
            className="views-new",
        ),
        html.Ul(id="tool-views-list", className="views-list"),
    ]  # fmt: skip


def _notes(ctx: Context, known: bool) -> list[Component]:
    head = [
        heading(ctx.t("tool.views.notes"), 3),
        html.Label([Native("input", {"type": "checkbox", "defaultChecked": True}, id="tool-notes-shown"),
                    html.Span(ctx.t("tool.views.shown"))], className="check"),
    ]  # fmt: skip
    tail = html.Ul(id="tool-notes-list", className="views-list")
    if not known:
        return [*head, html.P(ctx.t("tool.views.sign_in"), className="muted"), tail]
    audiences = [name for name in AUDIENCES if name != "public" or may_publish(ctx.user)]
    text = {"type": "text", "className": "input", "maxLength": NOTE_CHARS}
    return [
        *head,
        html.Div([_draw(ctx, kind, symbol) for kind, symbol in KINDS], className="files-row", role="group",
                 **attributes(aria_label=ctx.t("tool.views.draw"))),
        html.P(id="tool-notes-hint", className="muted", **attributes(aria_live="polite")),
        html.Div(
            [
                html.Label([ctx.t("tool.views.text"), Native("input", text, id="tool-notes-text")], className="field"),
                html.Div([
                    html.Label([ctx.t("tool.views.color"),
                                Native("select", {"className": "input"},
                                       [(c, ctx.t(f"tool.views.colors.{c}")) for c in COLORS], id="tool-notes-color")],
                               className="field"),
                    html.Label([ctx.t("tool.views.audience_of"),
                                Native("select", {"className": "input"},
                                       [(a, ctx.t(f"tool.views.audience.{a}")) for a in audiences],
                                       id="tool-notes-audience")], className="field"),
                ], className="files-row"),
                html.Div([_button(ctx, "keep", "check-lg"), _button(ctx, "drop", "x-lg", quiet=True)],
                         className="files-row"),
            ],
            id="tool-notes-form", hidden=True,
        ),
        tail,
    ]  # fmt: skip


def _button(ctx: Context, name: str, symbol: str, *, quiet: bool = False) -> Component:
    return html.Button([icon(symbol), ctx.t(f"tool.views.{name}")], type="button", id=f"tool-views-{name}",
                       className="button button-quiet" if quiet else "button")  # fmt: skip


def _draw(ctx: Context, kind: str, symbol: str) -> Component:
    return html.Button([icon(symbol), ctx.t(f"tool.views.{kind}")], type="button", className="button button-quiet",
                       **attributes(data_note_draw=kind, aria_pressed="false"))  # fmt: skip


TOOLS = (Tool("views", "bookmarks", 91, _panel),)
