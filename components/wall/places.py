"""Scenes of places: districts by an indicator, and objects of layers on the city's outline."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from components import indicator_words
from components.context import Context
from components.figures import unit_of
from components.map_words import district_words
from components.palette import COLORS, ramp
from components.periods import period_words
from components.wall.figures import due_of_entry
from components.wall.markup import Html, join, svg, tag
from components.wall.parts import Drawn, due_of, empty, rank_row, sign, source_line, source_lines
from config import i18n
from config.city import Source
from config.limits import WALL_POINTS
from config.walls import SceneRecord
from data.queries import indicators
from data.queries.items import UnknownLayerError
from data.queries.totals import Totals, layer_totals
from data.queries.wall_picture import Frame, Outline, dots, outlines
from data.queries.whence import of_entry

MAP_SIZE = (760, 740)
CLASSES = 5
SHAPES = ("circle", "square", "triangle", "diamond")


def short_name(ctx: Context, code: str) -> str:
    """Name of a district without the word that all of them share."""
    names = [ctx.words(d.names) for d in ctx.store.city.districts]
    shared = set.intersection(*(set(name.split()) for name in names)) if len(names) > 1 else set()
    return " ".join(word for word in district_words(ctx, code).split() if word not in shared)


def class_of(values: Mapping[str, float], code: str) -> int:
    """Class of a district: 0 for the lowest fifth of the span, CLASSES - 1 for the highest."""
    low, high = min(values.values()), max(values.values())
    share = (values[code] - low) / ((high - low) or 1.0)
    return min(int(share * CLASSES), CLASSES - 1)


def _areas(found: Mapping[str, Outline], fills: Mapping[str, str], said: Mapping[str, str]) -> Html:
    shapes = [tag("path", d=o.path, class_="w-area", style=f"fill:{fills[code]}" if code in fills else None)
              for code, o in found.items()]  # fmt: skip
    labels = [
        tag("text", said[code], x=o.label[0], y=o.label[1] + 12, class_="w-place", text_anchor="middle")
        for code, o in found.items() if code in said
    ]  # fmt: skip
    return join([*shapes, *labels])


def _order(values: Mapping[str, float]) -> list[str]:
    """Districts from the highest value to the lowest; their places are the numbers on the picture."""
    return sorted(values, key=lambda code: (-values[code], code))


def _ranked(ctx: Context, values: Mapping[str, float], said: Mapping[str, str]) -> Html:
    """Districts in order under the numbers that they wear on the picture; those without a value last."""
    top = max((abs(value) for value in values.values()), default=0) or 1.0
    lines = [
        rank_row(f"{no}. {short_name(ctx, code)}", said[code], abs(values[code]) / top)
        for no, code in enumerate(_order(values), 1)
    ]
    absent = [d.id for d in ctx.store.city.districts if d.id not in values]
    lines += [rank_row(short_name(ctx, code), i18n.NO_DATA) for code in absent]
    return tag("ol", *lines, class_="w-rank")


def draw_districts(ctx: Context, conn: Connection, scene: SceneRecord) -> Drawn:
    """Districts by one indicator: coloured outlines with values, and bars from the highest to the lowest."""
    rows = {row.entry.code: row for row in reversed(indicators.district_values(conn, ctx.store, ctx.user))
            if not row.breakdown}  # fmt: skip
    row = rows.get(scene.codes[0])
    values = {code: p.value for code, p in row.values.items() if p.value is not None} if row else {}
    if row is None or not values:
        return Drawn(ctx.t("wall.kind.districts"), empty(ctx))
    entry, first = row.entry, next(iter(row.values.values()))
    name, colors = indicator_words.name_of(ctx.lang, entry), ramp(ctx.theme, "sequential", CLASSES + 1)
    fills = {code: colors[class_of(values, code)] for code in values}
    said = {code: indicator_words.figure(ctx.lang, row.values[code]) for code in values}
    _, found = outlines(conn, ctx.store, MAP_SIZE)
    places = {code: str(no) for no, code in enumerate(_order(values), 1)}
    picture = svg(MAP_SIZE, ctx.t("wall.districts_words", name=name.words), _areas(found, fills, places))
    unit = ", ".join(word for word in (unit_of(ctx, entry), period_words(ctx, first)) if word)
    source = tag("div", *(source_line(ctx, ctx.store.city.source(code), day, origin)
                          for code, origin, day in of_entry(entry, row.values.values())[:2]))  # fmt: skip
    side = tag("div", tag("p", unit, class_="w-lead"), _ranked(ctx, values, said), source, class_="w-side")
    return Drawn(name.words, tag("div", tag("div", picture, class_="w-picture"), side, class_="w-two w-two-map"),
                 tuple(due_of_entry(ctx, entry)))  # fmt: skip


def _inside(x: float, y: float) -> bool:
    return 0 <= x <= MAP_SIZE[0] and 0 <= y <= MAP_SIZE[1]


def _color(ctx: Context, layer_id: str) -> str:
    colors = COLORS[ctx.theme]
    return colors.get(ctx.store.layers[layer_id].style.color, colors["cat-1"])


def _signs(ctx: Context, conn: Connection, frame: Frame, layer_id: str, shape: str) -> tuple[Html, int]:
    degrees, total = dots(conn, ctx.store, layer_id, ctx.user, WALL_POINTS)
    path = (
        "".join(sign(shape, x, y, 5) for x, y in frame.places(degrees).tolist() if _inside(x, y))
        if len(degrees)
        else ""
    )
    return tag("path", d=path, style=f"fill:{_color(ctx, layer_id)}", class_="w-signs"), total - len(degrees)


def _counted(ctx: Context, totals: Totals, shape: str, left_out: int) -> Html:
    path = tag("path", d=sign(shape, 18, 18, 12), style=f"fill:{_color(ctx, totals.layer)}")
    key = tag("svg", path, viewBox="0 0 36 36", class_="w-sign", aria_hidden="true")
    thinned = ctx.t("wall.thinned", count=ctx.number(totals.total - left_out)) if left_out else ""
    part = tag("span", thinned, class_="w-note") if left_out else None
    return tag("li", key, tag("span", ctx.t(f"layer.{totals.layer}.title"), part, class_="w-rank-name"),
               tag("span", ctx.number(totals.total, 0), class_="w-rank-number"))  # fmt: skip


def draw_map(ctx: Context, conn: Connection, scene: SceneRecord) -> Drawn:
    """Objects of up to four layers on the outline of the city; the first layer is counted by district."""
    known: list[Totals] = []
    for layer_id in scene.codes:
        try:
            known.append(layer_totals(conn, ctx.store, layer_id, ctx.user))
        except UnknownLayerError:
            continue
    if not known:
        return Drawn(ctx.t("wall.kind.map"), empty(ctx))
    frame, found = outlines(conn, ctx.store, MAP_SIZE)
    signs = [_signs(ctx, conn, frame, t.layer, SHAPES[no]) for no, t in enumerate(known)]
    counts = {d.id: float(known[0].by_district[d.id]) for d in ctx.store.city.districts}
    numbers = {code: str(no) for no, code in enumerate(_order(counts), 1)}
    said = {code: ctx.number(number, 0) for code, number in counts.items()}
    title = ctx.t(f"layer.{known[0].layer}.title")
    drawn = join([*(mark for mark, _ in signs), _areas(found, {}, numbers)])
    picture = svg(MAP_SIZE, ctx.t("wall.map_words", name=title), drawn)
    lines = [_counted(ctx, t, SHAPES[no], signs[no][1]) for no, t in enumerate(known)]
    sources = _sources(ctx, known)
    lead = tag("p", ctx.t("wall.map_lead", name=title), class_="w-lead")
    ranked = _ranked(ctx, counts, said)
    side = tag(
        "div", tag("ul", *lines, class_="w-rank w-counts"), lead, ranked, source_lines(ctx, sources), class_="w-side"
    )
    body = tag("div", tag("div", picture, class_="w-picture w-picture-map"), side, class_="w-two w-two-map")
    return Drawn(title, body, tuple(due for source, day in sources for due in due_of(ctx, source, day)))


def _sources(ctx: Context, known: Sequence[Totals]) -> list[tuple[Source, date | None]]:
    """Sources whose rows are there: those of an origin that the layer really has."""
    return [
        (source, totals.data_date) for totals in known for source in ctx.store.city.sources_of(totals.layer)
        if source.origin in totals.by_origin
    ]  # fmt: skip
