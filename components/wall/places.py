"""Scenes of places: districts by an indicator, and objects of layers on the city's outline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from components import indicator_words
from components.context import Context
from components.figures import unit_of
from components.map_words import district_words
from components.palette import CATEGORIES, COLORS, ramp
from components.periods import period_words
from components.wall.figures import due_of_entry
from components.wall.gather import FEW, MOST, Sign, gathered, inside, key_numbers, radius
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
FEW_RADIUS = 7.0
KEY_UP, KEY_STEP = 22, 84


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


def scene_colors(ctx: Context, layers: Sequence[str]) -> dict[str, str]:
    """Colour of each layer of a scene: its own, or the first one that is free where an earlier layer has the same."""
    found: dict[str, str] = {}
    for layer in layers:
        own = ctx.store.layers[layer].style.color
        name = own if own not in found.values() else next(one for one in CATEGORIES if one not in found.values())
        found[layer] = name
    return {layer: COLORS[ctx.theme][name] for layer, name in found.items()}


@dataclass(frozen=True)
class _Placed:
    """A layer on the picture: shape, colour, signs, number of objects they stand for, and whether it is gathered."""

    shape: str
    color: str
    signs: Sequence[Sign]
    shown: int
    many: bool

    def drawn(self, most: int) -> Html:
        """Its signs; those of few objects are alike and a little larger than one of many."""
        sizes = [radius(one.n, most) if self.many else FEW_RADIUS for one in self.signs]
        path = "".join(sign(self.shape, one.x, one.y, size) for one, size in zip(self.signs, sizes, strict=True))
        return tag("path", d=path, style=f"fill:{self.color}", class_="w-signs")


def _placed(ctx: Context, conn: Connection, frame: Frame, layers: Sequence[str]) -> dict[str, _Placed]:
    """Layers of a scene with their signs, those of few objects at their own places."""
    places = {
        layer: inside(frame.places(dots(conn, ctx.store, layer, ctx.user, WALL_POINTS)[0]), MAP_SIZE)
        for layer in layers
    }
    many = gathered({layer: found for layer, found in places.items() if len(found) > FEW})
    alone = {
        layer: [Sign(x, y, 1) for x, y in found.tolist()] for layer, found in places.items() if layer not in many
    }
    colors = scene_colors(ctx, layers)
    return {
        layer: _Placed(SHAPES[no], colors[layer], {**many, **alone}[layer], len(places[layer]), layer in many)
        for no, layer in enumerate(layers)
    }


def _key(ctx: Context, placed: Sequence[_Placed], most: int) -> Html | None:
    """What the size of a sign says, in the corner that the city leaves free."""
    numbers = key_numbers(most)
    if not numbers:
        return None
    shape = next(one.shape for one in placed if one.many)
    y = MAP_SIZE[1] - KEY_UP
    parts = [tag("text", ctx.t("wall.sizes"), x=0, y=y - KEY_UP, class_="w-axis")]
    for no, number in enumerate(numbers):
        x = MOST + no * KEY_STEP
        parts += [tag("path", d=sign(shape, x, y, radius(number, most)), class_="w-key-sign"),
                  tag("text", ctx.number(number, 0), x=x + KEY_UP, y=y + 10, class_="w-axis")]  # fmt: skip
    return join(parts)


def _picture(ctx: Context, placed: Mapping[str, _Placed], areas: Html) -> Html:
    """Signs of many under those of few, outlines with the numbers of districts over both, and the key of sizes."""
    most = max((one.n for layer in placed.values() if layer.many for one in layer.signs), default=1)
    order = sorted(placed.values(), key=lambda one: not one.many)
    return join([*(layer.drawn(most) for layer in order), areas, _key(ctx, order, most)])


def _counted(ctx: Context, totals: Totals, placed: _Placed) -> Html:
    path = tag("path", d=sign(placed.shape, 18, 18, 12), style=f"fill:{placed.color}")
    key = tag("svg", path, viewBox="0 0 36 36", class_="w-sign", aria_hidden="true")
    thinned = ctx.t("wall.thinned", count=ctx.number(placed.shown, 0))
    part = tag("span", thinned, class_="w-note") if placed.shown < totals.total else None
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
    placed = _placed(ctx, conn, frame, [totals.layer for totals in known])
    counts = {d.id: float(known[0].by_district[d.id]) for d in ctx.store.city.districts}
    numbers = {code: str(no) for no, code in enumerate(_order(counts), 1)}
    said = {code: ctx.number(number, 0) for code, number in counts.items()}
    title = ctx.t(f"layer.{known[0].layer}.title")
    picture = svg(MAP_SIZE, ctx.t("wall.map_words", name=title), _picture(ctx, placed, _areas(found, {}, numbers)))
    lines = [_counted(ctx, totals, placed[totals.layer]) for totals in known]
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
