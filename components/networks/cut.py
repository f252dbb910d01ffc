"""What is lost when a section or a node is closed: chosen from the lists or on the map, answered from the topology."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.outage import Part
from analysis.outage_store import LINES, NODES, SOURCE, Cut, cut_of
from components.basics import Child, link, table
from components.context import Context
from components.map_words import attributes, code_words, district_words, row_title
from components.module.ask import Ask, here
from components.module.parts import sheet
from components.native import Native
from components.networks import look
from data.queries.filters import read_filters
from data.queries.items import Ask as Rows
from data.queries.items import select_items
from data.queries.networks import worst
from data.queries.objects import named
from data.queries.scope import may_see

OFFERED, SOCIAL_SHOWN = 25, 40
CUT = "cut"


def allowed(ctx: Context) -> bool:
    """Whether the reader may see sections at all: who loses service is read from them."""
    layer = ctx.store.layers.get(LINES)
    return layer is not None and may_see(ctx.user, layer)


def part(ctx: Context, ask: Ask) -> Component | None:
    """The choice of what is closed, and what is lost by it."""
    if not allowed(ctx):
        return None
    wish = ask.extra.get(CUT, "")
    with ctx.store.read() as conn:
        found = cut_of(conn, ctx.store, ctx.user, wish) if wish else None
    body: list[Component] = [_choice(ctx, ask, found, wish)]
    if found is not None:
        body += _answer(ctx, found)
    elif wish:
        body.append(html.P(ctx.t("networks.cut.gone"), className="notice notice-warn", role="status"))
    else:
        body.append(html.P(ctx.t("networks.cut.how"), className="muted"))
    return html.Div(body, className="network-cut")


def _options(ctx: Context, ask: Ask) -> list[tuple[str, str]]:
    """Nodes and worn sections under the filters of the page."""
    rules = {name: {"in": list(ask.choices[name])} for name in (look.KIND, look.BODY) if ask.choices.get(name)}
    found: list[tuple[str, str]] = []
    with ctx.store.read() as conn:
        lines = ctx.store.layers[LINES]
        filters = read_filters(rules, ctx.user, lines)
        for row in worst(conn, ctx.store, ctx.user, Rows(filters=filters, district=ask.district, limit=OFFERED)):
            wear = "" if row["wear_pct"] is None else f", {look.percent(ctx, row['wear_pct'] / 100)}"
            found.append((f"{LINES}.{row['object_id']}", f"{row_title(ctx, row)}{wear}"))
        layer = ctx.store.layers.get(NODES)
        if layer is not None and may_see(ctx.user, layer):
            closing = Rows(filters=read_filters(rules, ctx.user, layer), district=ask.district, sort=("-wear_pct",),
                           limit=2 * OFFERED)  # fmt: skip
            rows = select_items(conn, ctx.store, NODES, ctx.user, closing).rows
            found += [
                (f"{NODES}.{row['object_id']}", _node_words(ctx, row)) for row in rows if row["element"] != SOURCE
            ]
    return found


def _node_words(ctx: Context, row: dict[str, Child]) -> str:
    element = code_words(ctx, "element", row["element"]) if row["element"] else ""
    return f"{look.capital(element)}: {row_title(ctx, row)}" if element else row_title(ctx, row)


def _choice(ctx: Context, ask: Ask, found: Cut | None, wish: str) -> Component:
    rows = [("", ctx.t("networks.cut.none")), *_options(ctx, ask)]
    if found is not None and found.id not in dict(rows):
        rows.insert(1, (found.id, found.name[ctx.lang]))
    key = "module-ask-cut"
    given = {
        "className": "input",
        "data-ask": CUT,
        "data-cut-words": ctx.t("networks.cut.button"),
        "defaultValue": wish if wish in dict(rows) else "",
    }
    label = [html.Label(ctx.t("networks.cut.label"), htmlFor=key), Native("select", given, rows, key)]
    clear = link(ctx.t("networks.cut.clear"), here(ctx, ask, anchor="cut", cut=None), "button button-quiet")
    return html.Div(
        [html.Div(label, className="field network-cut-label"), *([clear] if found else [])],
        className="network-cut-choice",
    )


def _answer(ctx: Context, found: Cut) -> list[Component]:
    whole = found.loss.whole
    name = found.name[ctx.lang]
    if not whole.sections:
        return [html.P(ctx.t("networks.cut.nothing", name=name), className="notice", role="status")]
    said = ctx.t("networks.cut.lost", name=name, people=look.count(ctx, whole.people),
                 buildings=look.count(ctx, whole.buildings), km=look.km(ctx, whole.length_m, 2),
                 sections=ctx.n("networks.cut.sections", whole.sections),
                 social=ctx.n("networks.cut.social", len(found.social)))  # fmt: skip
    heads = [ctx.t("module.district"), *(ctx.t(f"networks.column.{name}") for name in
                                         ("people", "buildings", "km", "sections"))]  # fmt: skip
    parts = sorted(found.loss.by_district.items(), key=lambda pair: (-(pair[1].people or 0), pair[0]))
    lines = [[district_words(ctx, code), *_cells(ctx, one)] for code, one in parts]
    drawn = table(
        ctx.t("networks.cut.districts"),
        heads,
        lines,
        numeric=(1, 2, 3, 4),
        foot=[ctx.t("networks.all"), *_cells(ctx, whole)],
    )
    body: list[Component] = [
        html.P(html.Strong(said), role="status", className="network-cut-said", **attributes(data_cut_lines=found.id)),
        html.P(ctx.t("networks.cut.method"), className="muted"), sheet(ctx, "cut-districts", drawn),
    ]  # fmt: skip
    if found.hidden:
        body.insert(1, html.P(ctx.t("networks.cut.hidden", count=look.count(ctx, found.hidden)), className="muted"))
    if found.social:
        body.append(_social(ctx, found))
    return body


def _cells(ctx: Context, one: Part) -> list[Child]:
    return [look.count(ctx, one.people), look.count(ctx, one.buildings), look.km(ctx, one.length_m, 2),
            look.count(ctx, one.sections)]  # fmt: skip


def _social(ctx: Context, found: Cut) -> Component:
    shown = found.social[:SOCIAL_SHOWN]
    rows: dict[tuple[str, str], Mapping[str, Any]] = {}
    with ctx.store.read() as conn:
        for layer in dict.fromkeys(layer for layer, _ in shown):
            ids = [object_id for name, object_id in shown if name == layer]
            own = named(conn, ctx.store, layer, ctx.user, ids)
            rows |= {(layer, object_id): row for object_id, row in own.items()}
    items = []
    for layer, object_id in shown:
        name = row_title(ctx, rows[layer, object_id]) if (layer, object_id) in rows else object_id
        items.append(html.Li(link(f"{ctx.t(f'layer.{layer}.title')}: {name}", f"/o/{layer}.{object_id}")))
    more = len(found.social) - SOCIAL_SHOWN
    if more > 0:
        items.append(html.Li(ctx.t("networks.cut.more", count=look.count(ctx, more))))
    return html.Details([html.Summary(ctx.t("networks.cut.social_list")), html.Ul(items)], className="chart-table")
