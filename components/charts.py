"""Charts as plain dicts: one slim template, colours and marks of kinds of values, configuration of the chart tool."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from dash import dcc, html
from dash.development.base_component import Component

from components.basics import attrs
from components.chart_locale import plotly_locale, separators
from components.context import Context, Theme
from components.palette import COLORS
from config import i18n

FONT = '"Noto Sans Variable", "Noto Sans", system-ui, sans-serif'
HEIGHT = 380
# Numbers of an axis in full, with as many decimals as they have: no "100k".
NUMBERS = ",.6~f"
# Plotly's own buttons: only those that keep their sense beside our own download links.
_BUTTONS = [["toImage"]]


class Mark(NamedTuple):
    """How a kind of value is drawn: colour of the palette, symbol and line, each enough by itself."""

    color: str
    symbol: str
    dash: str


# Older editions of the same kind stand behind the newest one under another symbol.
OLDER = ("x-thin-open", "cross-thin-open", "star-open")

MARKS: Mapping[str, Mark] = {
    "fact": Mark("cat-1", "circle", "solid"),
    "plan": Mark("cat-2", "diamond-open", "dash"),
    "estimate": Mark("cat-8", "square-open", "dot"),
    "forecast": Mark("cat-5", "triangle-up-open", "dashdot"),
}
INK: Mapping[Theme, Mapping[str, str]] = {
    "light": {"text": "#18212c", "muted": "#55616f", "line": "#dce1e7", "surface": "#ffffff"},
    "dark": {"text": "#e8edf3", "muted": "#a9b5c3", "line": "#303b49", "surface": "#19212b"},
}


def mark_color(theme: Theme, kind: str) -> str:
    """Colour of a kind of value."""
    return COLORS[theme][MARKS[kind].color]


def axis_title(theme: Theme, text: str) -> dict[str, Any]:
    """Title of an axis."""
    return {"text": text, "font": {"color": INK[theme]["muted"], "size": 13}, "standoff": 8}


def base_layout(ctx: Context) -> dict[str, Any]:
    """Layout that every chart starts from: quiet frame, type and number signs of the reader's language.

    It names no `transition`: with one, even of no length, the chart tool fails when a second axis of values comes.
    """
    ink = INK[ctx.theme]
    axis = {
        "gridcolor": ink["line"], "linecolor": ink["line"], "zerolinecolor": ink["muted"], "automargin": True,
        "tickfont": {"color": ink["muted"]}, "tickformat": NUMBERS,
    }  # fmt: skip
    return {
        "height": HEIGHT, "autosize": True, "margin": {"l": 8, "r": 16, "t": 16, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)", "font": {"family": FONT, "size": 13, "color": ink["text"]},
        "separators": "".join(separators(ctx.lang)), "hovermode": "closest",
        "hoverlabel": {"bgcolor": ink["surface"], "bordercolor": ink["line"], "font": {"color": ink["text"]}},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "itemclick": False,
                   "itemdoubleclick": False},
        "xaxis": {**axis, "showgrid": False}, "yaxis": {**axis, "rangemode": "tozero"}, "dragmode": False,
        "uirevision": "keep",
    }  # fmt: skip


def config(lang: i18n.Lang, name: str) -> Any:
    """Configuration of a chart: words of the language, picture under a name, no zoom."""
    return {
        "locale": lang, "locales": {lang: plotly_locale(lang)},
        "displaylogo": False, "responsive": True, "scrollZoom": False, "doubleClick": False,
        "displayModeBar": "hover", "modeBarButtons": _BUTTONS,
        "toImageButtonOptions": {"format": "png", "filename": name, "scale": 2},
    }  # fmt: skip


def chart(ctx: Context, key: str, figure: Mapping[str, Any], *, words: str, caption: Any, name: str) -> Component:
    """A chart with words for screen readers and a caption that says where the figures are from."""
    graph = dcc.Graph(id=key, figure=dict(figure), config=config(ctx.lang, name), responsive="auto")
    parts = [graph, html.Figcaption(caption, className="chart-caption")]
    return html.Figure(parts, className="chart", **attrs(aria_label=words))
