"""How the page of digital inclusion looks: size of text and contrast, from the address, else from a cookie."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import flask
from dash import html
from dash.development.base_component import Component

from components.basics import attrs, hidden, icon
from components.context import Context

SIZES = ("100", "125", "150", "200")
CONTRASTS = ("usual", "high")
COOKIE = "access_look"


@dataclass(frozen=True)
class Look:
    """Size of text in percent and contrast; both always make sense."""

    size: str = SIZES[0]
    contrast: str = CONTRASTS[0]

    @classmethod
    def read(cls, given: Mapping[str, str], kept: str = "") -> "Look":
        """Look of untrusted words: those given, else those kept as `size-contrast`, else the usual."""
        size, _, contrast = kept.partition("-")

        def one(name: str, known: tuple[str, ...], before: str) -> str:
            return next((word for word in (given.get(name, ""), before) if word in known), known[0])

        return cls(one("size", SIZES, size), one("contrast", CONTRASTS, contrast))

    @property
    def classes(self) -> str:
        """Classes that assets/inclusion.css knows."""
        return f"access-size-{self.size} access-contrast-{self.contrast}"


def look_of(ctx: Context) -> Look:
    """Look of the present request."""
    kept = flask.request.cookies.get(COOKIE, "") if flask.has_request_context() else ""
    return Look.read(ctx.query, kept)


def switches(ctx: Context, look: Look) -> Component:
    """Links that change size and contrast; they work without a script and say which one is on."""
    groups = [
        _group(ctx, look, "size", SIZES), _group(ctx, look, "contrast", CONTRASTS),
    ]  # fmt: skip
    return html.Section(
        [html.H2([icon("universal-access"), ctx.t("inclusion.look.title")], className="access-look-title"), *groups],
        className="access-look", **attrs(aria_label=ctx.t("inclusion.look.title")),
    )  # fmt: skip


def _group(ctx: Context, look: Look, name: str, values: tuple[str, ...]) -> Component:
    items = []
    for value in values:
        query = urlencode({"size": look.size, "contrast": look.contrast, name: value})
        on = getattr(look, name) == value
        words = ctx.t(f"inclusion.look.{name}_{value}")
        items.append(
            html.Li(
                html.A([icon("check2") if on else None, words, hidden(ctx.t("inclusion.look.on")) if on else None],
                       href=f"/inclusion/look?{query}",
                       **attrs(data_reload="1", aria_current="true" if on else None))
            )
        )  # fmt: skip
    label = ctx.t(f"inclusion.look.{name}")
    return html.Div([html.Span(label, className="access-look-name"), html.Ul(items, **attrs(aria_label=label))],
                    className="access-look-group")  # fmt: skip
