"""Small charts of the districts over the years on one scale: each district before all others and the city's figure."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from analysis.atlas import Shot
from components.basics import link
from components.context import Context
from components.district_atlas import Wish
from components.district_words import compared, plain_name, series_link
from components.map_words import district_words
from components.native import Drawing
from components.native.drawing import Shape
from components.periods import period_words

WIDTH, HEIGHT, EDGE = 240, 90, 6
Place = tuple[float, float]


def places_of(shots: Sequence[Shot], values: Sequence[float | None], low: float, high: float) -> list[list[Place]]:
    """Runs of places of values in the picture, broken where a period has none; time runs by the days of the periods."""
    days = [shot.like.period_start.toordinal() if shot.like.period_start else 0 for shot in shots]
    span, height = (days[-1] - days[0]) or 1, (high - low) or 1.0
    runs: list[list[Place]] = [[]]
    for day, value in zip(days, values, strict=True):
        if value is None:
            runs.append([])
            continue
        x = EDGE + (day - days[0]) / span * (WIDTH - 2 * EDGE)
        y = HEIGHT - EDGE - (value - low) / height * (HEIGHT - 2 * EDGE)
        runs[-1].append((round(x, 1), round(y, 1)))
    return [run for run in runs if run]


def lines(ctx: Context, asked: Wish) -> Component | None:
    """A small chart for each district that has figures; None where there are fewer than two periods."""
    shots = asked.found.shots
    if len(shots) < 2:
        return None
    codes = [d.id for d in ctx.store.city.districts if any(d.id in shot.values for shot in shots)]
    every = [value for shot in shots for value in (*shot.values.values(), shot.mean) if value is not None]
    low, high = min(0.0, *every), max(every)
    drawn = {code: places_of(shots, [shot.values.get(code) for shot in shots], low, high) for code in codes}
    mean = places_of(shots, [shot.mean for shot in shots], low, high)
    items = [html.Li(_one(ctx, asked, code, _shapes(code, drawn, mean))) for code in codes]
    first, last = (period_words(ctx, shots[at].like) for at in (0, -1))
    scale = ctx.t("atlas.lines.scale", low=compared(ctx, asked, low), high=compared(ctx, asked, high),
                  first=first, last=last)  # fmt: skip
    return html.Div([html.P(scale, className="section-note"), html.Ul(items, className="dline-list")])


def _shapes(own: str, drawn: dict[str, list[list[Place]]], mean: list[list[Place]]) -> list[Shape]:
    behind = [_line(run, "dline-other") for code, runs in drawn.items() if code != own for run in runs]
    front = [_line(run, "dline-own") for run in drawn[own]]
    x, y = drawn[own][-1][-1]
    dot: Shape = ("circle", {"cx": x, "cy": y, "r": 4, "className": "dline-dot"}, "")
    return [*behind, *(_line(run, "dline-mean") for run in mean), *front, dot]


def _line(run: Sequence[Place], name: str) -> Shape:
    return ("polyline", {"points": " ".join(f"{x},{y}" for x, y in run), "className": name}, "")


def _one(ctx: Context, asked: Wish, district: str, shapes: Sequence[Shape]) -> Component:
    known = [shot for shot in asked.found.shots if district in shot.values]
    first, last = known[0], known[-1]
    said = {
        "name": plain_name(ctx, asked.entry), "district": district_words(ctx, district),
        "first": period_words(ctx, first.like), "last": period_words(ctx, last.like),
        "from": compared(ctx, asked, first.values[district]), "to": compared(ctx, asked, last.values[district]),
    }  # fmt: skip
    box = {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "className": "dline", "role": "img",
           "aria-label": ctx.t("atlas.lines.said", **said)}  # fmt: skip
    change = html.Span(f"{said['from']} \u2192 {said['to']}")
    words = [link(said["district"], series_link(asked.entry, district)), change]
    return html.Figure([Drawing(box, shapes), html.Figcaption(words)])
