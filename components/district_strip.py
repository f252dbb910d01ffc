"""A line on which all districts stand by one figure: the own one large, the others small, the city as a tick."""

from dash.development.base_component import Component

from analysis.standing import Ranking
from components.context import Context
from components.district_words import averaged, compared
from components.map_words import district_words
from components.native import Drawing
from components.native.drawing import Shape

WIDTH, HEIGHT, EDGE = 240, 26, 8
LEAST = 3


def share_of(found: Ranking, value: float) -> float:
    """Place of a figure from the least (0) to the greatest (1) of districts and city; 0.5 when all are equal."""
    values = [place.value for place in found.places.values()]
    means = [place.mean for place in found.places.values() if place.mean is not None]
    low, high = min([*values, *means]), max([*values, *means])
    return 0.5 if high == low else (value - low) / (high - low)


def across(found: Ranking, value: float) -> float:
    """Place of a figure from the left edge of the picture."""
    return round(EDGE + share_of(found, value) * (WIDTH - 2 * EDGE), 1)


def strip(ctx: Context, found: Ranking, district: str) -> Component | None:
    """The line of a figure; None where the district or most of the others have none."""
    own = found.places.get(district)
    if own is None or len(found.places) < LEAST:
        return None
    middle = HEIGHT / 2
    axis = {"x1": EDGE, "x2": WIDTH - EDGE, "y1": middle, "y2": middle, "className": "dstrip-axis"}
    shapes: list[Shape] = [("line", axis, "")]
    if own.mean is not None:
        x = across(found, own.mean)
        shapes.append(("line", {"x1": x, "x2": x, "y1": 3, "y2": HEIGHT - 3, "className": "dstrip-city"}, ""))
    for name, place in found.places.items():
        dot = {"cx": across(found, place.value), "cy": middle, "r": 4, "className": "dstrip-other"}
        title: Shape = ("title", {}, f"{district_words(ctx, name)}: {compared(ctx, found, place.value)}")
        shapes += [("circle", dot, [title])] if name != district else []
    shapes.append(("circle", {"cx": across(found, own.value), "cy": middle, "r": 7, "className": "dstrip-own"}, ""))
    return Drawing(
        {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "className": "dstrip", "role": "img",
         "aria-label": _said(ctx, found, district)}, shapes,
    )  # fmt: skip


def _said(ctx: Context, found: Ranking, district: str) -> str:
    own, order = found.places[district], sorted(found.places, key=lambda name: found.places[name].value)
    least, most = order[0], order[-1]
    city = compared(ctx, found, own.mean)
    if averaged(found.basis, own.mean, found.points.get(ctx.store.city.id)):
        city = f"{city} ({ctx.t('standing.average')})"
    return ctx.t("peers.strip", low=compared(ctx, found, found.places[least].value), least=district_words(ctx, least),
                 high=compared(ctx, found, found.places[most].value), most=district_words(ctx, most),
                 own=compared(ctx, found, own.value), city=city)  # fmt: skip
