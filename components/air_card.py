"""Latest values of air on the card of a station, with their time, marks and whether they are measured at all."""


from dash import html
from dash.development.base_component import Component

from components.badges import origin_badge
from components.basics import heading
from components.context import Context
from config.air import air_table
from config.policy import allowed
from data.queries.air import DAY, AirLine, latest
from data.queries.objects import CityObject

STATIONS = "air_stations"
SHOWN_MARKS = ("range", "stuck", "outlier")


def air_values(ctx: Context, found: CityObject, level: int) -> Component | None:
    """The section for the card of a station; None for any other object."""
    if found.layer.id != STATIONS:
        return None
    with ctx.store.read() as conn:
        lines = latest(conn, str(found.row["object_id"]), allowed(ctx.user))
    head = heading(ctx.t("air.title"), level)
    if not lines:
        return html.Section([head, html.P(ctx.t("air.none"), className="muted")], className="card-air")
    marks = [origin_badge(ctx, origin) for origin in sorted({line.origin for line in lines})]
    rows = [html.Div([html.Dt(_name(line)), html.Dd(_value(ctx, line))]) for line in lines]
    return html.Section(
        [head, html.Div(marks, className="marks"), html.Dl(rows, className="card-facts")], className="card-air"
    )


def _name(line: AirLine) -> str:
    return air_table().pollutants[line.pollutant].label


def _value(ctx: Context, line: AirLine) -> list[Component | str]:
    point = line.points[-1]
    local = ctx.local(point.at)
    when = (
        ctx.date(point.at.date()) if line.period == DAY
        else ctx.t("air.at", date=ctx.date(local.date()), time=f"{local:%H:%M}")
    )  # fmt: skip
    words: list[Component | str] = [f"{ctx.number(point.value)} {ctx.t('air.unit')} ", html.Small(when)]
    doubts = [ctx.t(f"air.flag_{flag}") for flag in point.flags if flag in SHOWN_MARKS]
    return [*words, *([html.Small(f" · {', '.join(doubts)}")] if doubts else [])]
