"""How a typed number was read: what it was taken for, and the choice where it can be read two ways."""

from dash import html
from dash.development.base_component import Component

from components.basics import Child, attrs
from components.context import Context
from components.entry.common import hidden
from components.native import Native
from data import numbers
from data.entry.check import Checked, Wish
from data.numbers import Way

KEY = "entry-value"


def asked_way(text: str) -> Way | None:
    """A way that an address or a form names; None for any other word."""
    return next((way for way in numbers.WAYS if way == text), None)


def ways(ctx: Context, typed: Wish) -> Component | None:
    """The choice for a number that can be read two ways; None for any other. It counts for these very signs only."""
    found = numbers.read(typed.value)
    if found is None or not found.thousands:
        return None
    options: list[Child] = [
        html.Label([Native("input", {"type": "radio", "name": "way", "value": way,
                                     "defaultChecked": typed.way == way}),
                    html.Span([html.Strong(ctx.number(found.read(way))), " – ", ctx.t(f"entry.way.{way}")])],
                   className="entry-way")
        for way in numbers.WAYS
    ]  # fmt: skip
    legend = html.Legend(ctx.t("entry.way.title", given=typed.value.strip()))
    return html.Fieldset([legend, *options, *hidden(asked=typed.value)], className="field entry-ways")


def hint(ctx: Context, judged: Checked | None) -> Child:
    """How a number may be written, and how the one that came back was read."""
    said: list[Child] = [ctx.t("entry.form.value_hint")]
    if judged is not None and judged.value is not None:
        read = ctx.t("entry.form.read_as", value=ctx.number(judged.value))
        said = [html.Strong(read, **attrs(data_read="1")), " ", *said]
    return said
