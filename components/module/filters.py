"""The filters of a module page: select boxes with counts and days, made for fingers and keyboard."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.basics import icon
from components.context import Context
from components.map_words import attributes, code_words, district_words, label
from components.module.ask import DISTRICT, SINCE, UNTIL, Ask, code_of
from components.module.screen import Screen
from components.native import Native
from config import i18n
from data.layer_tables import OUTSIDE
from data.queries.facets import Facets

Options = list[tuple[str, str]]
NAMED = "body"


def value_words(ctx: Context, name: str, value: object) -> str:
    """Words of one value of a filter."""
    if name == DISTRICT:
        return district_words(ctx, str(value))
    if isinstance(value, bool):
        return ctx.t(f"value.bool.{code_of(value)}")
    if name == NAMED:
        found = next((body for body in ctx.store.city.bodies if body.id == value), None)
        return ctx.words(found.names) if found else str(value)
    return code_words(ctx, name, value)


def _counted(ctx: Context, words: str, count: int) -> str:
    return ctx.t("module.counted", words=words, count=ctx.number(count, 0))


def _order(name: str, counts: Mapping[Any, int], values: Sequence[Any]) -> list[Any]:
    """Districts as the city lists them, with what lies outside only where something does; other values by number."""
    if name == DISTRICT:
        return [code for code in counts if code != OUTSIDE or counts[code]]
    return list(values)


def options(ctx: Context, ask: Ask, found: Facets, values: Mapping[str, Sequence[Any]]) -> dict[str, Options]:
    """Options of every select box: all first, several chosen ones as one, then each value with its count."""
    boxes: dict[str, Options] = {}
    for name in (DISTRICT, *values):
        counts = found.by.get("district" if name == DISTRICT else name, {})
        rows: Options = [("", ctx.t("module.whole_city" if name == DISTRICT else "module.all"))]
        chosen = ask.choices.get(name, ())
        if len(chosen) > 1:
            known = {code_of(value): value for value in values[name]}
            rows.append((",".join(chosen), ", ".join(value_words(ctx, name, known[code]) for code in chosen)))
        rows += [(code_of(value), _counted(ctx, value_words(ctx, name, value), counts.get(value, 0)))
                 for value in _order(name, counts, values.get(name, ()))]  # fmt: skip
        boxes[name] = rows
    return boxes


def _field(key: str, words: str, control: Component) -> Component:
    return html.Div([html.Label(words, htmlFor=key), control], className="field")


def _select(ctx: Context, name: str, rows: Options, chosen: str) -> Component:
    key = f"module-ask-{name}"
    given = {"className": "input", "data-ask": name, "defaultValue": chosen}
    return _field(key, ctx.t("field.district") if name == DISTRICT else label(ctx, name),
                  Native("select", given, rows, key))  # fmt: skip


def _day(ctx: Context, name: str, value: str) -> Component:
    key = f"module-ask-{name}"
    given = {"type": "date", "className": "input", "data-ask": name, "defaultValue": value,
             "min": "1950-01-01", "max": "2100-12-31"}  # fmt: skip
    return _field(key, ctx.t(f"module.{name}"), Native("input", given, id=key))


def _days_note(ctx: Context, key: str) -> list[Component]:
    """What the days work on, on pages where they do not work on everything."""
    if not i18n.has(ctx.lang, key):
        return []
    return [html.P([icon("info-circle"), " ", ctx.t(key)], className="field muted module-days-note")]


def bar(ctx: Context, screen: Screen, ask: Ask, boxes: Mapping[str, Options]) -> Component:
    """All filters of a page with a button that clears them; on a phone behind a button of their own."""
    fields = []
    for name, rows in boxes.items():
        chosen = ask.district or "" if name == DISTRICT else ",".join(ask.choices.get(name, ()))
        fields.append(_select(ctx, name, rows, chosen))
    if screen.period:
        fields += [_day(ctx, name, day.isoformat() if day else "")
                   for name, day in ((SINCE, ask.since), (UNTIL, ask.until))]  # fmt: skip
        fields += _days_note(ctx, f"{screen.key}.days_note")
    reset = html.Button(
        [icon("x-circle"), ctx.t("module.reset")], type="button", className="button button-quiet",
        **attributes(data_ask_reset="1"),
    )  # fmt: skip
    toggle = html.Button(
        [icon("funnel"), html.Span(ctx.t("module.filters"))], type="button",
        className="button button-quiet module-toggle",
        **attributes(data_ask_toggle="1", aria_expanded="false", aria_controls="module-filters"),
    )  # fmt: skip
    fields.append(html.Div(reset, className="field module-reset"))
    return html.Section(
        [toggle, html.Div(fields, id="module-filters", className="module-filters")],
        className="module-bar", **attributes(aria_label=ctx.t("module.filters")),
    )  # fmt: skip


def count_words(ctx: Context, screen: Screen, found: Facets) -> str:
    """How many objects of the main layer are shown, of how many."""
    both = ctx.t("module.of", shown=ctx.number(found.matched, 0), total=ctx.number(found.total, 0))
    return ctx.t("module.count", layer=ctx.t(f"layer.{screen.main}.title"), count=both)
