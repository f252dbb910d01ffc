"""Maps of the districts by classes of a figure: one large with links, small ones in a row, and their legend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from analysis.classify import Classes
from components.basics import attrs
from components.citymap.labels import short_names
from components.context import Context
from components.native import Drawing
from components.native.drawing import Shape
from components.palette import ramp
from data.queries.outlines import Outlines

RAMP = "sequential"
# Height of a line of words in the large map, in its own units.
LINE = 31
HATCH = "districts-none"
SHAPE = "districts-shape-"


@dataclass(frozen=True)
class Filled:
    """What a map shows of one district: its figure, the figure in words, a sentence, and where it leads."""

    value: float | None
    words: str
    said: str
    href: str = ""


def colors(ctx: Context, classes: Classes) -> list[str]:
    """Colour of each class, from little to much; a single class gets that of much."""
    count = len(classes.uppers)
    return ramp(ctx.theme, RAMP, count) if count > 1 else ramp(ctx.theme, RAMP, 2)[1:] * count


def _fill(shades: Sequence[str], classes: Classes, value: float | None) -> str:
    at = classes.of(value)
    return f"url(#{HATCH})" if at is None else shades[at]


def _defs(outlines: Outlines) -> Shape:
    """Hatching of what is not known, and the outlines, which the small maps use too."""
    hatch: Shape = ("pattern", {"id": HATCH, "width": 14, "height": 14, "patternUnits": "userSpaceOnUse",
                                "patternTransform": "rotate(45)"},
                    [("rect", {"width": 14, "height": 14, "className": "dmap-ground"}, ""),
                     ("line", {"x1": 0, "y1": 0, "x2": 0, "y2": 14, "className": "dmap-hatch"}, "")])  # fmt: skip
    shapes: list[Shape] = [("path", {"id": SHAPE + code, "d": path, "fillRule": "evenodd"}, "")
                           for code, path in outlines.paths.items()]  # fmt: skip
    return ("defs", {}, [hatch, *shapes])


def choropleth(
    ctx: Context, outlines: Outlines, classes: Classes, filled: Mapping[str, Filled], words: str
) -> Component | None:
    """The large map: districts in the colour of their class with name and figure, each a link; None with no outline."""
    codes = [code for code in outlines.paths if code in filled]
    if not codes:
        return None
    shades = colors(ctx, classes)
    names = _names(ctx)
    areas: list[Shape] = []
    for code in codes:
        one = filled[code]
        use: Shape = ("use", {"href": f"#{SHAPE}{code}", "fill": _fill(shades, classes, one.value)}, "")
        title: Shape = ("title", {}, one.said)
        inside = [title, use]
        areas.append(("a", {"href": one.href, "aria-label": one.said}, inside) if one.href else ("g", {}, inside))
    texts = [_text(outlines.labels[code], names.get(code, code), filled[code].words) for code in codes]
    box = f"0 0 {outlines.width:g} {outlines.height:g}"
    return Drawing(
        {"viewBox": box, "className": "dmap", "role": "group", "aria-label": words},
        [_defs(outlines), *areas, ("g", {"aria-hidden": "true", "className": "dmap-names"}, texts)],
    )


def _names(ctx: Context) -> dict[str, str]:
    districts = ctx.store.city.districts
    return dict(zip((d.id for d in districts), short_names([ctx.words(d.names) for d in districts]), strict=True))


def _text(place: tuple[float, float], name: str, words: str) -> Shape:
    x, y = place
    return ("text", {"textAnchor": "middle"}, [
        ("tspan", {"x": x, "y": y, "className": "dmap-name"}, name),
        ("tspan", {"x": x, "y": y + LINE, "className": "dmap-value"}, words),
    ])  # fmt: skip


def small(ctx: Context, outlines: Outlines, classes: Classes, values: Mapping[str, float], words: str) -> Component:
    """A small map without names; it uses the outlines of the large one, which must stand on the same page."""
    shades = colors(ctx, classes)
    areas: list[Shape] = [("use", {"href": f"#{SHAPE}{code}", "fill": _fill(shades, classes, values.get(code))}, "")
                          for code in outlines.paths]  # fmt: skip
    box = f"0 0 {outlines.width:g} {outlines.height:g}"
    return Drawing({"viewBox": box, "className": "dmap dmap-small", "role": "img", "aria-label": words}, areas)


def legend(ctx: Context, classes: Classes, words: Mapping[float, str], *, counts: str = "") -> Component:
    """Classes from the highest down with limits and how many districts each has, then those without a figure.

    `words` are the limits in words; `counts` is the key of the words that count districts (none: no counts).
    """
    rows = []
    for at in reversed(range(len(classes.uppers))):
        low, high = classes.limits(at)
        key = "equal" if low == high else "first" if at == 0 else "above"
        said = ctx.t(f"atlas.class.{key}", low=words[low], high=words[high])
        rows.append(_row(said, colors(ctx, classes)[at], ctx.n(counts, classes.counts[at]) if counts else ""))
    if classes.missing:
        rows.append(_row(ctx.t("atlas.class.none"), "", ctx.n(counts, classes.missing) if counts else ""))
    return html.Ul(rows, className="dmap-legend", **attrs(aria_label=ctx.t("atlas.legend")))


def _row(said: str, color: str, count: str) -> Component:
    swatch = html.Span(style={"backgroundColor": color} if color else {}, **attrs(aria_hidden="true"),
                       className="dmap-swatch" + ("" if color else " dmap-swatch-none"))  # fmt: skip
    parts = [swatch, html.Span(said)]
    if count:
        parts.append(html.Span(count, className="dmap-count"))
    return html.Li(parts)
