"""Length, age and wear of the networks: by network and operator, by district, and the worst sections."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.basics import Child, link, table
from components.charts import axis_title, base_layout
from components.context import Context
from components.map_words import attributes, code_words, district_words
from components.module.ask import Ask, here
from components.module.parts import Board, Rank, chart_with_table, ranking, sheet
from components.networks import look
from components.palette import COLORS
from config import i18n
from data.layer_tables import OUTSIDE
from data.queries.filters import read_filters
from data.queries.items import Ask as Rows
from data.queries.networks import LINES, Length, by, joined, worst

WORST = 25
BAR = 44


def by_kind(ctx: Context, ask: Ask) -> Component | None:
    """Worn and other kilometres of each network, with operator, age and wear."""
    rows = look.asked_lengths(ctx, ask)
    kinds = sorted(by(rows, look.KIND).items(), key=lambda pair: -(pair[1].worn_share or 0.0))
    if not kinds:
        return None
    words = "; ".join(f"{look.service(ctx, kind)}: {look.percent(ctx, row.worn_share)}" for kind, row in kinds)
    heads = [ctx.t(f"networks.column.{name}") for name in ("network", "operator", "km", "worn_km", "worn", "year",
                                                           "sections")]  # fmt: skip
    lines = [_line(ctx, ask, kind, row) for kind, row in kinds]
    whole = joined(rows)
    foot = [ctx.t("networks.all"), "", *_cells(ctx, whole)] if whole is not None else None
    drawn = table(ctx.t("networks.wear.caption"), heads, lines, numeric=(2, 3, 4, 5, 6), foot=foot)
    return chart_with_table(ctx, "wear-kinds", _figure(ctx, kinds), words, ctx.t("networks.wear.chart"), drawn)


def _cells(ctx: Context, row: Length) -> list[Child]:
    year = i18n.NO_DATA if row.mean_year is None else f"{row.mean_year:.0f}"
    return [look.km(ctx, row.length_m), look.km(ctx, row.worn_m if row.known_m else None),
            look.percent(ctx, row.worn_share), year, look.count(ctx, row.sections)]  # fmt: skip


def _line(ctx: Context, ask: Ask, kind: str, row: Length) -> list[Child]:
    name = link(look.capital(look.service(ctx, kind)), here(ctx, ask, anchor="wear", kind=kind))
    return [name, look.operator(ctx, row.body), *_cells(ctx, row)]


def _figure(ctx: Context, kinds: list[tuple[str, Length]]) -> dict[str, Any]:
    """Bars of kilometres: the worn part of each network hatched."""
    names = [look.capital(look.service(ctx, kind)) for kind, _ in kinds][::-1]
    colors, layout = COLORS[ctx.theme], base_layout(ctx)

    unit = ctx.t("networks.unit.km")

    def trace(key: str, metres: list[float], color: str, pattern: str) -> dict[str, Any]:
        return {
            "type": "bar", "orientation": "h", "name": ctx.t(f"networks.wear.{key}"), "y": names,
            "x": [round(m / look.M_IN_KM, 1) for m in metres][::-1],
            "marker": {"color": color, "pattern": {"shape": pattern, "size": 6, "solidity": 0.35}},
            "hovertemplate": f"%{{y}}: %{{x}} {unit}<extra>{ctx.t(f'networks.wear.{key}')}</extra>",
        }  # fmt: skip

    data = [
        trace("worn", [row.worn_m for _, row in kinds], colors["cat-6"], "/"),
        trace("sound", [row.length_m - row.worn_m for _, row in kinds], colors["cat-1"], ""),
    ]
    layout |= {"barmode": "stack", "height": 110 + BAR * len(kinds)}
    layout["xaxis"] = {**layout["yaxis"], "title": axis_title(ctx.theme, ctx.t("networks.unit.km_long"))}
    layout["yaxis"] = {"automargin": True, "showgrid": False, "tickfont": layout["xaxis"]["tickfont"]}
    return {"data": data, "layout": layout}


def by_district(ctx: Context, ask: Ask) -> Component | None:
    """Districts by their worn share, beside the city's."""
    rows = look.asked_lengths(ctx, ask, everywhere=True)
    whole = joined(rows)
    if whole is None:
        return None
    found = {code: row for code, row in by(rows, "district").items() if code != OUTSIDE}

    def more(row: Length) -> tuple[Child, ...]:
        year = i18n.NO_DATA if row.mean_year is None else f"{row.mean_year:.0f}"
        return (look.km(ctx, row.length_m), look.km(ctx, row.worn_m if row.known_m else None), year)

    ranks = tuple(
        Rank(code, row.worn_share, look.percent(ctx, row.worn_share), more(row),
             here(ctx, ask, anchor="districts", d=code))
        for code, row in found.items()
    )  # fmt: skip
    heads = tuple(ctx.t(f"networks.column.{name}") for name in ("worn", "km", "worn_km", "year"))
    return ranking(ctx, "wear-districts", Board(
        ctx.t("networks.districts.caption"), heads, ranks, "low", whole.worn_share,
        look.percent(ctx, whole.worn_share), more(whole),
    ))  # fmt: skip


def worst_sections(ctx: Context, ask: Ask) -> Component | None:
    """The most worn sections for those who may see sections; a button says what is lost when one is closed."""
    layer = ctx.store.layers.get(LINES)
    if layer is None:
        return None
    rules = {name: {"in": list(ask.choices[name])} for name in (look.KIND, look.BODY) if ask.choices.get(name)}
    wanted = Rows(filters=read_filters(rules, ctx.user, layer), district=ask.district, limit=WORST)
    with ctx.store.read() as conn:
        rows = worst(conn, ctx.store, ctx.user, wanted)
    if not rows:
        return None
    names = ("section", "operator", "district", "wear", "year", "length", "people", "repair", "cut")
    heads = [ctx.t(f"networks.column.{name}") for name in names]
    drawn = table(ctx.t("networks.worst.caption"), heads, [_row(ctx, ask, row) for row in rows], numeric=(3, 4, 5, 6))
    return sheet(ctx, "worst-sections", drawn)


def _row(ctx: Context, ask: Ask, row: dict[str, Any]) -> list[Child]:
    public_id = f"{LINES}.{row['object_id']}"
    name = row[f"name_{ctx.lang}"] or row["name_ru"] or row["object_id"]
    cut = link(ctx.t("networks.cut.try"), here(ctx, ask, anchor="cut", cut=public_id),
               **attributes(aria_label=ctx.t("networks.cut.try_of", name=name)))  # fmt: skip
    level = code_words(ctx, "network_level", row["network_level"]) if row["network_level"] else ""
    year = i18n.NO_DATA if row["year_laid"] is None else str(row["year_laid"])
    wear = None if row["wear_pct"] is None else row["wear_pct"] / 100
    return [
        html.Span([link(name, f"/o/{public_id}"), html.Small(f" {level}", className="muted")]),
        look.operator(ctx, row["body"]), district_words(ctx, row["district"]), look.percent(ctx, wear), year,
        f"{look.km(ctx, row['length_m'], 2)}", look.count(ctx, row["people_on"]), ctx.date(row["last_repair"]), cut,
    ]  # fmt: skip
