"""What the scripts of the tools that take places need: words, units, signs of numbers, the metric system."""

import json
from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.basics import icon
from components.context import Context
from components.map_words import attributes, unit_words
from components.native import Native
from config import i18n

UNITS = ("m", "km", "m2", "ha", "km2")
THOUSAND = 1000


def script_words(ctx: Context, key: str) -> str:
    """JSON of words under `tool.<key>`, units and signs of numbers; layers of the base map; number of the plane."""
    prefix = f"tool.{key}."
    words = {name.removeprefix(prefix): text for name, text in i18n.words(ctx.lang).items() if name.startswith(prefix)}
    found = {
        "words": words, "units": {unit: unit_words(ctx, unit) for unit in UNITS}, "crs": ctx.store.city.metric_crs,
        "base": [layer.id for layer in ctx.store.layers.values() if layer.base],
        "signs": {"group": ctx.number(THOUSAND)[1:-3], "decimal": ctx.number(0.5)[1:-1]},
    }  # fmt: skip
    return json.dumps(found, ensure_ascii=False)


def button(words: str, symbol: str, *, quiet: bool = True, **data: object) -> Component:
    """A button of a tool's panel; its script listens by the data attributes."""
    name = "button button-quiet" if quiet else "button"
    return html.Button([icon(symbol), words], type="button", className=f"{name} tool-action", **attributes(**data))


def number_field(words: str, name: str, start: int, low: int, high: int) -> Component:
    """A field for a whole number."""
    field = Native(
        "input",
        {"type": "number", "className": "input", "min": low, "max": high, "step": 1, "defaultValue": str(start),
         "inputMode": "numeric"},
        id=name,
    )  # fmt: skip
    return html.Label([words, field], className="field", **attributes(data_field=name))


def choice(words: str, name: str, options: Sequence[tuple[str, str]]) -> Component:
    """A select with its words."""
    field = Native("select", {"className": "input"}, options=options, id=name)
    return html.Label([words, field], className="field", **attributes(data_field=name))


def result(name: str) -> list[Component]:
    """Where a tool says how it goes, and what it found."""
    return [
        html.P(id=f"{name}-status", className="tool-status", role="status"),
        html.Div(id=f"{name}-result", className="tool-result"),
    ]


def frame(ctx: Context, key: str, children: list[Any]) -> Component:
    """The body of a panel with what its script needs."""
    return html.Div(children, id=f"tool-{key}", className="place-tool", **attributes(data_words=script_words(ctx, key)))
