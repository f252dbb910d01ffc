"""Big tables: AG Grid with words of the reader's language, virtual rows and full use by keyboard."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

import dash_ag_grid
from dash import html
from dash.development.base_component import Component

from components.basics import attrs
from components.context import Context
from config import i18n

_PREFIX = "grid."
# Renderers of assets/grid.js, by the names AG Grid finds them under.
LINK = "SitcenterLink"
MARK = "SitcenterMark"
TEXT = "SitcenterText"
ROW_HEIGHT = 52


@cache
def locale_text(lang: i18n.Lang) -> Mapping[str, str]:
    """Words of AG Grid in a language, by AG Grid's own keys; looked up once among all words."""
    every = i18n.words(lang).items()
    return MappingProxyType({key.removeprefix(_PREFIX): words for key, words in every if key.startswith(_PREFIX)})


def column(field: str, title: str, **options: Any) -> dict[str, Any]:
    """One column; `sort_by` names the numeric field by which it is sorted while the words of `field` are shown.

    `words` names the field of the words where it is another one.
    """
    sort_by, words = options.pop("sort_by", None), options.pop("words", field)
    definition: dict[str, Any] = {"colId": field, "field": sort_by or field, "headerName": title, "cellDataType": False}
    if sort_by:
        definition["valueFormatter"] = {"function": f"params.data.{words}"}
    return {**definition, "headerTooltip": title, **options}


def grid(
    ctx: Context, key: str, label: str, columns: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]],
    **more: Any,
) -> Component:  # fmt: skip
    """A table of many rows of which the browser draws those in view; rows have an `id`, `more` are options."""
    drawn = dash_ag_grid.AgGrid(
        id=key,
        columnDefs=[dict(definition) for definition in columns],
        rowData=[dict(row) for row in rows],
        getRowId="params.data.id",
        defaultColDef={
            "sortable": True, "resizable": True, "filter": False, "suppressHeaderMenuButton": True,
            "wrapHeaderText": True, "autoHeaderHeight": True, "suppressMovable": True,
        },
        dashGridOptions={
            "localeText": dict(locale_text(ctx.lang)), "animateRows": False, "rowHeight": ROW_HEIGHT,
            "enableCellTextSelection": True, "ensureDomOrder": True, "suppressCellFocus": False,
            "accentedSort": True, "tooltipShowDelay": 500, **more,
        },
        className="grid-table",
        style={"height": None},
    )  # fmt: skip
    return html.Div(drawn, className="grid-wrap", role="region", **attrs(aria_label=label))
