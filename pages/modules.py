"""Register of modules: the question each answers, owner, launch, layers and screens; launches against the plan."""

from collections.abc import Mapping
from datetime import date, timedelta

from dash import html
from dash.development.base_component import Component

from components import badges, indicator_words
from components.basics import breadcrumbs, heading, icon, link, page_head, section, table
from components.cards import Figure, cards, figure_card
from components.context import Context
from components.indicator_remarks import remarks
from components.links import map_link
from config.city import Body, Module
from config.i18n import NO_DATA
from data import usage
from data.queries import indicators
from data.queries.indicators import Point
from data.queries.scope import seen_layers
from data.queries.totals import Totals, all_totals
from pages import PageRecord, match, menu_words

PLAN = "modules-in-use"
SHARED = "map"
USAGE_DAYS = 30
Plan = dict[str, dict[str, Point]]


def running(modules: tuple[Module, ...], day: date) -> int:
    """Modules launched up to a day."""
    return sum(module.launched is not None and module.launched <= day for module in modules)


def by_edition(points: list[Point]) -> Plan:
    """Planned numbers by edition of the programme and by year; the first printed of a year speaks."""
    found: Plan = {}
    for point in points:
        if point.kind == "plan" and point.period_kind == "year":
            found.setdefault(point.edition, {}).setdefault(point.period, point)
    return found


def _plan(ctx: Context) -> Plan:
    """Plan by edition; empty when the store holds none."""
    with ctx.store.read() as conn:
        return by_edition(indicators.points(indicators.values(conn, ctx.user, PLAN)))


def _totals(ctx: Context) -> dict[str, Totals]:
    with ctx.store.read() as conn:
        return all_totals(conn, ctx.store, ctx.user)


def _newest(plan: Plan) -> dict[str, Point]:
    """Plan of the edition that was written last."""
    return max(plan.values(), key=lambda years: max(p.data_date or date.min for p in years.values()), default={})


def _by_year(ctx: Context, plan: Plan) -> Component:
    today = badges.city_today(ctx)
    years = sorted({year for edition in plan.values() for year in edition} or set(ctx.store.city.module_plan))
    editions = sorted(plan, key=lambda name: max(p.data_date or date.min for p in plan[name].values()), reverse=True)
    heads = [ctx.t("modules.column.year"), ctx.t("modules.column.running"),
             *(ctx.t("modules.column.plan", edition=_edition(ctx, name)) for name in editions)]  # fmt: skip
    rows: list[list[object]] = []
    for year in years:
        end = date(int(year), 12, 31)
        count = ctx.number(running(ctx.store.city.modules, min(end, today)), 0) if int(year) <= today.year else "–"
        rows.append([year, count, *(indicator_words.figure(ctx.lang, plan[name].get(year)) for name in editions)])
    return table(ctx.t("modules.plan.caption"), heads, rows, numeric=tuple(range(1, len(heads))))


def _edition(ctx: Context, name: str) -> str:
    key = "modules.edition." + name.lower().replace(" ", "_")
    return ctx.t(key) if name in ("presentation 2023", "edition February 2025") else name


def _remarks(ctx: Context, plan: Plan) -> Component:
    said = dict.fromkeys(
        remark for years in plan.values() for point in years.values()
        for remark in remarks(ctx.lang, point.doubt)
    )  # fmt: skip
    items = [html.Li(html.Span(remark.words, lang=remark.lang)) for remark in said]
    note = html.P([icon("exclamation-diamond"), ctx.t("modules.conflict")], className="notice notice-warn")
    return html.Div([note, html.Ul(items, className="remarks")] if items else [])


def _owner(ctx: Context, module: Module) -> Body:
    return next(body for body in ctx.store.city.bodies if body.id == module.owner)


def _screen(ctx: Context, path: str) -> Component:
    hit = match(path.split("?", maxsplit=1)[0])
    return link(menu_words(ctx, hit[0]) if hit else path, path)


def _spaced(parts: list[Component]) -> list[str | Component]:
    spaced: list[str | Component] = []
    for part in parts:
        spaced += [part, ", "]
    return spaced[:-1]


def _views(ctx: Context, module: Module, seen: Mapping[str, int]) -> str:
    """Views of the module's own pages; a dash where it has none but the map, which all modules share."""
    hits = [match(path.split("?", maxsplit=1)[0]) for path in module.screens]
    keys = {hit[0].key for hit in hits if hit is not None and hit[0].key != SHARED}
    return ctx.number(sum(seen.get(key, 0) for key in keys), 0) if keys else NO_DATA


def _facts(ctx: Context, module: Module, totals: dict[str, Totals], seen: Mapping[str, int]) -> Component:
    layers = [layer for layer in seen_layers(ctx.user, ctx.store.layers.values()) if layer.module == module.id]
    shown: list[Component] = [
        html.Span(
            [
                link(ctx.t(f"layer.{layer.id}.title"), map_link(ctx, [layer.id])),
                f" ({ctx.number(totals[layer.id].total, 0)})",
            ]
        )
        for layer in layers
    ]
    rows: list[tuple[str, str | list[str | Component]]] = [
        ("owner", ctx.words(_owner(ctx, module).names)),
        ("launched", ctx.date(module.launched) if module.launched else ctx.t("modules.preparing")),
        ("layers", _spaced(shown) or "–"),
        ("screens", _spaced([_screen(ctx, path) for path in module.screens]) or "–"),
        ("usage", _views(ctx, module, seen)),
    ]
    return html.Dl(
        [part for key, said in rows for part in (html.Dt(ctx.t(f"modules.fact.{key}")), html.Dd(said))],
        className="facts",
    )


def _card(ctx: Context, module: Module, totals: dict[str, Totals], seen: Mapping[str, int]) -> Component:
    runs = module.launched is not None and module.launched <= badges.city_today(ctx)
    mark = badges.badge("runs" if runs else "waits", ctx.t(f"modules.{'runs' if runs else 'preparing'}"),
                        "play-circle" if runs else "hourglass-split")  # fmt: skip
    head = html.Div([heading(ctx.words(module.names), 3), mark], className="card-head")
    question = html.P(ctx.words(module.question), className="question")
    return html.Article([head, question, _facts(ctx, module, totals, seen)], className="card", id=f"module-{module.id}")


def _figures(ctx: Context, plan: Plan) -> Component:
    today = badges.city_today(ctx)
    now, year = running(ctx.store.city.modules, today), str(today.year)
    goal = _newest(plan).get(year)
    found = [Figure(ctx.t("modules.figure.running"), ctx.number(now, 0), period=ctx.date(today),
                    notes=(ctx.t("modules.figure.from_records"),))]  # fmt: skip
    if goal is not None:
        found.append(Figure(
            ctx.t("modules.figure.plan", year=year), indicator_words.figure(ctx.lang, goal),
            period=_edition(ctx, goal.edition), source=ctx.store.city.source(goal.source), data_date=goal.data_date,
            origin=goal.origin, href=f"/indicators/{PLAN}", doubtful=bool(goal.doubt),
        ))  # fmt: skip
    return cards([figure_card(ctx, figure, 2) for figure in found])


def layout(ctx: Context) -> Component:
    """All modules."""
    plan = _plan(ctx)
    totals = _totals(ctx)
    seen = usage.views(ctx.store, badges.city_today(ctx) - timedelta(days=USAGE_DAYS - 1))
    title = ctx.t("page.modules.title")
    modules = sorted(ctx.store.city.modules, key=lambda module: (module.launched is None, module.launched or date.max))
    register = cards([_card(ctx, module, totals, seen) for module in modules], "cards cards-wide")
    return html.Div(
        [
            breadcrumbs(ctx, [(ctx.t("page.home.title"), "/")], title),
            page_head(title, ctx.t("modules.question")),
            _figures(ctx, plan),
            section(ctx.t("modules.register"), register, "register"),
            section(ctx.t("modules.plan.title"), html.Div([_by_year(ctx, plan), _remarks(ctx, plan)]), "plan"),
        ]
    )


PAGES = (PageRecord("modules", "/modules", layout, menu=59, icon="puzzle", group="modules"),)
