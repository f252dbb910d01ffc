"""Door of an indicator's chart for frames of other sites: a small document that shows what a visitor may see."""

import json
from html import escape

from dash.development.base_component import Component
from flask import Flask, Response, request
from plotly.utils import PlotlyJSONEncoder

from api.errors import lang
from api.security import FRAMEABLE
from components import charts, libraries
from components.context import Context, Theme, store
from components.indicator_ahead import ahead, ahead_words, with_ahead
from components.indicator_notes import chart_notes
from components.indicator_subject import caption, chosen, subject, twin_table
from components.indicator_wish import Wish, address_of, read_wish
from components.plain_html import to_html
from config.policy import VISITOR
from data.queries.indicators import UnknownIndicatorError

_DOCUMENT = """<!DOCTYPE html>
<html lang="{lang}" data-bs-theme="{theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/base.css">
<link rel="stylesheet" href="/assets/tools/embed.css">
</head>
<body>
<main class="embed" id="main">
<h1><a href="{href}" target="_blank" rel="noopener">{title}</a></h1>
<div id="chart" role="img" aria-label="{alt}"><p class="muted">{wait}</p></div>
<p class="chart-caption">{caption}</p>
{ahead}
{notes}
<details{opened}><summary>{numbers}</summary>{table}</details>
<p class="embed-foot"><a href="{href}" target="_blank" rel="noopener">{more}</a> · {product}</p>
</main>
<script type="application/json" id="figure">{figure}</script>
<script src="{plotly}" defer></script>
<script src="/assets/tools/embed.js" defer></script>
</body>
</html>"""
_NOTHING = """<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="/assets/base.css"></head><body><main class="plain"><h1>{title}</h1></main></body></html>"""


def register(server: Flask) -> None:
    """Add the door."""
    server.add_url_rule(f"{FRAMEABLE}indicators/<code>", "embed_indicator", embedded)


def embedded(code: str) -> Response:
    """The chart of an indicator in the state of the query, always as for a visitor without an account."""
    theme: Theme = "dark" if request.args.get("ground") == "dark" else "light"
    ctx = Context(store(), VISITOR, lang(), theme, request.path, request.args.to_dict())
    wish = read_wish(ctx.query)
    try:
        return Response(document(ctx, code, wish), mimetype="text/html")
    except UnknownIndicatorError:
        title = escape(ctx.t("page.not_found.title"))
        return Response(_NOTHING.format(lang=ctx.lang, title=title), 404, mimetype="text/html")


def document(ctx: Context, code: str, wish: Wish) -> str:
    """The whole document. Raises UnknownIndicatorError."""
    found = subject(ctx, code, wish)
    choice, drawn = chosen(ctx, found, wish)
    place = (choice.territory, choice.breakdown)
    given = ahead(ctx, found, wish, drawn, place)
    drawn = with_ahead(ctx, found, drawn, given, place)
    figure = {**drawn.figure, "config": {**charts.config(ctx.lang, code), "displayModeBar": False}}
    table = twin_table(ctx, found, drawn)
    return _DOCUMENT.format(
        lang=ctx.lang, theme=ctx.theme, title=escape(found.name.words), href=escape(address_of(code, wish)),
        alt=escape(ctx.t("indicators.chart.alt", name=found.name.words)), wait=escape(ctx.t("indicator.embed.wait")),
        caption=_joined(caption(ctx, found, choice, drawn)), opened=" open" if wish.look == "table" else "",
        ahead=_joined(ahead_words(ctx, found, given, wish)), numbers=escape(ctx.t("indicator.embed.numbers")),
        table=to_html(table), notes=to_html(chart_notes(ctx, found, drawn, wish)),
        more=escape(ctx.t("indicator.embed.open")), product=escape(ctx.t("app.name")),
        figure=json.dumps(figure, cls=PlotlyJSONEncoder, ensure_ascii=False).replace("<", "\\u003c"),
        plotly=libraries.charts_url(),
    )  # fmt: skip


def _joined(parts: list[Component]) -> str:
    return " ".join(to_html(part) for part in parts)
